"""Bodies of the explanation of one member's watch duration: why each second was counted or not.

Source: docs/domain.md, Watched time is a set.
"""

from typing import Annotated

from msgspec import Meta

from latecomer.core.ids import ConnectionId, PlaybackId
from latecomer.core.phase import Mode
from latecomer.http.wire import Response, Time
from latecomer.watching.rules.heartbeat_segments import DropReason
from latecomer.watching.rules.page_notes import NoteKind


class ModeWatchBody(Response, frozen=True, kw_only=True):
    """The part of the member's watched intervals that lies in one mode."""

    watched_s: float
    intervals: Annotated[
        tuple[tuple[Time, Time], ...], Meta(description="[from, to) on the wall clock, ascending.")
    ]


class PlaybackBody(Response, frozen=True, kw_only=True):
    """One player in one page load. ``anchor_at`` is the instant at which its own clock read zero."""

    playback: PlaybackId
    anchor_at: Time
    hello_at: Time
    heard_at: Time
    recording_version: int


class DroppedBody(Response, frozen=True, kw_only=True):
    """A segment that was reported and not counted, or was cut."""

    at: Time
    reason: DropReason
    playback: PlaybackId
    segment: Annotated[
        tuple[float, float, float, float] | str,
        Meta(description="The segment as it was sent; for unreadable data the beginning of the text."),
    ]


class ReportBody(Response, frozen=True, kw_only=True):
    """One row of a vendor about this member. Time that the player saw as well counts only once."""

    connection_id: ConnectionId
    row: Annotated[str, Meta(description="The vendor's own key of the row.")]
    mode: Mode
    intervals: Annotated[
        tuple[tuple[Time, Time], ...], Meta(description="[from, to) on the wall clock, ascending.")
    ]


class PageNoteBody(Response, frozen=True, kw_only=True):
    """A note about the pages of one origin that carry the viewer script."""

    kind: Annotated[
        NoteKind,
        Meta(
            description="`other_length`: what they play is not as long as the recording, and counts for want of "
            "anything better; `origin_not_allowed`: their origin is not among the allowed ones, and nothing counts."
        ),
    ]
    origin: str
    media_s: Annotated[
        float | None, Meta(description="The length of the media on the pages, for `other_length`.")
    ]
    at: Annotated[Time, Meta(description="When it was last seen.")]


class PageNotesBody(Response, frozen=True, kw_only=True):
    """The notes that still apply, latest first."""

    items: tuple[PageNoteBody, ...]


class ExplanationBody(Response, frozen=True, kw_only=True):
    """The evidence for a member's numbers."""

    live: ModeWatchBody
    on_demand: ModeWatchBody
    covered: Annotated[
        tuple[tuple[int, int], ...], Meta(description="[from_s, to_s) of the recording, ascending.")
    ]
    playbacks: tuple[PlaybackBody, ...]
    drops: dict[DropReason, int]
    recent_drops: tuple[DroppedBody, ...]
    reports: tuple[ReportBody, ...]


class DropsBody(Response, frozen=True, kw_only=True):
    """The number of reported segments that were not counted, by reason; each repeated delivery of a segment counts
    again."""

    drops: dict[DropReason, int]
