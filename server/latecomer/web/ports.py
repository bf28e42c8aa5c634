"""What the web layer asks of services that are not written yet: proposals, to be replaced by the services' own types.

Everything raises ``errors.Refused`` for what a caller did wrong; the web layer turns that into problem+json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.webinar import Webinar

if TYPE_CHECKING:
    from latecomer.core.status import Status
    from latecomer.core.watch import DropReason


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinState:
    """Whose link it is and to what; phase, mode and the instants follow from ``core/phase.py`` and ``now``."""

    webinar: Webinar
    member_id: MemberId
    status: Status


class NextStep(StrEnum):
    """What the join page does after its confirmed click."""

    PLAY = "play"
    LIVE_URL = "live_url"
    WATCH_URL = "watch_url"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    """``url`` is the complete address to go to (a ``watch_url`` with its ``#latecomer=TOKEN``), where there is one."""

    next: NextStep
    url: str | None = None


class Joining(Protocol):
    """services/joining.py. Refuses with unknown_link (404), not_registered (403), window_closed (410)."""

    async def state(self, token: str, now: Instant) -> JoinState: ...

    async def click(self, token: str, now: Instant) -> Step: ...


@dataclass(frozen=True, slots=True)
class Watched:
    """One member's totals for the member table; ms of the union per mode, whole seconds of coverage."""

    live_ms: int = 0
    on_demand_ms: int = 0
    covered_s: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class ModeWatch:
    """What counted in one mode: the cut of the member's union to it."""

    watched_ms: int
    intervals: tuple[tuple[Instant, Instant], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackRecord:
    """One playback as the ledger knows it."""

    playback: PlaybackId
    anchor_at: Instant
    hello_at: Instant
    heard_at: Instant
    recording_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDrop:
    """One dropped segment as it was sent."""

    at: Instant
    reason: DropReason
    playback: PlaybackId
    segment: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why which second of a member was counted."""

    live: ModeWatch
    on_demand: ModeWatch
    covered: tuple[tuple[int, int], ...]
    playbacks: tuple[PlaybackRecord, ...]
    drops: Mapping[DropReason, int]
    recent_drops: tuple[RecentDrop, ...]


class Explaining(Protocol):
    """services/explaining.py: reads the ledger, or its copy once the webinar is archived."""

    async def watch(self, webinar: Webinar, member: MemberId) -> Explanation: ...

    async def watched(self, webinar: Webinar, members: Sequence[MemberId]) -> Mapping[MemberId, Watched]: ...

    async def drops(self, webinar: WebinarId) -> Mapping[DropReason, int]: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The dashboard's present state; ``data`` is the object of docs/protocol.md, Dashboard."""

    epoch: str
    version: int
    data: Mapping[str, object]


class Dashboards(Protocol):
    """services/dashboards.py."""

    async def snapshot(self, webinar: WebinarId, now: Instant) -> Snapshot: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What /readyz says: each engine's state as a word, and what an ack is worth (``flushed``, ``written``, …)."""

    ready: bool
    redis: str
    postgres: str
    ack: str
