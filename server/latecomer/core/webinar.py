"""A webinar: one event with one recording, and the rules that it sets for its members."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant, WebinarId


class Cancellations(StrEnum):
    """The effect of a cancelled registration on a member (docs/domain.md, Facts and statuses)."""

    IGNORE = "ignore"
    REMOVE = "remove"


class FlipOn(StrEnum):
    """The event that flips a No-Show to Attended On-Demand (docs/domain.md, Facts and statuses)."""

    WATCH = "watch"
    CLICK = "click"


GRACE_S: Final = 120
"""Default time after ``ends_at`` at which the automatic finish comes."""

GRACE_WITH_PROVIDER_S: Final = 10_800
"""The same where a provider is bound, whose final report may come first."""


REPLAY_URL: Final = "rundown:"
"""The address of a recording that is the replay of a rundown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The recording of a webinar; a new ``version`` starts an empty coverage.

    The replay of a rundown is a recording too: its positions are programme time, and its duration ends with the last
    stage item.
    """

    url: str
    duration_s: float
    version: int = 1
    playable_s: float | None = None
    """The playable seconds of a replay with gaps."""

    @property
    def is_replay(self) -> bool:
        """Return True for the replay of a rundown."""
        return self.url == REPLAY_URL


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """Captions of a recording in one language; the text served under an ``id`` never changes."""

    id: UUID
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Webinar:
    """One event with one recording. Instants are milliseconds since the Unix epoch, UTC."""

    id: WebinarId
    name: str
    starts_at: Instant
    ends_at: Instant
    timezone: str = "UTC"
    language: str | None = None
    """The tag of the language in which its viewers are addressed; None: as their browsers ask."""
    recording: Recording | None = None
    captions: tuple[Captions, ...] = ()
    """By language; written by captions/."""
    live_url: str | None = None
    watch_url: str | None = None
    allowed_origins: tuple[str, ...] = ()
    watch_threshold_s: float = 60.0
    own_grace_s: int | None = None
    """``finish_grace_s`` where the webinar sets it itself, None where the default holds."""
    attendee_limit: int | None = None
    registrant_limit: int | None = None
    cancellations: Cancellations = Cancellations.IGNORE
    flip_on: FlipOn = FlipOn.WATCH
    show_viewers: bool = False
    """Viewers in the room see how many they are."""
    rundown_version: int = 0
    """The version of the rundown in force, 0 before the first save."""
    has_provider: bool = False
    """Return True when a webinar platform that reports registrations and attendance is bound, in any state."""
    version: int = 1
    """Grows by one with every change of the webinar; the ledger recounts a member whose version is older."""
    created_at: Instant = 0
    finished_at: Instant | None = None
    """The time of the latest finish, if there was one."""
    cancelled_at: Instant | None = None
    """Since when it is certain that the event does not take place."""

    @property
    def threshold_ms(self) -> int:
        """The on-demand watch duration that a view must exceed, in ms; at most half of the recording."""
        threshold = round(self.watch_threshold_s * 1000)
        if self.recording is None:
            return threshold
        playable_s = self.recording.playable_s or self.recording.duration_s
        return min(threshold, int(playable_s * 500))

    @property
    def has_rundown(self) -> bool:
        """Return True when a rundown decides the programme and the webinar's end."""
        return self.recording is not None and self.recording.is_replay

    @property
    def is_automated(self) -> bool:
        """Return True when the webinar plays by itself here: from a rundown, or from a recording alone."""
        return self.recording is not None and self.live_url is None

    @property
    def finish_grace_s(self) -> int:
        """The seconds from ``ends_at`` to the automatic finish."""
        if self.own_grace_s is not None:
            return self.own_grace_s
        return GRACE_WITH_PROVIDER_S if self.has_provider else GRACE_S

    @property
    def seats(self) -> int | None:
        """Return the number of members that may be Registered or beyond before ``ends_at``; None means no limit."""
        if self.registrant_limit is not None:
            return self.registrant_limit
        return None if self.attendee_limit is None else 10 * self.attendee_limit
