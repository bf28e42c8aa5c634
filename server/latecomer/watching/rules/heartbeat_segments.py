"""The judge of heartbeats: each segment that a playback reports becomes a wall interval and covered seconds, or a drop.

The result does not depend on how often, in which order and in which pieces segments arrive: a credit is an interval and
seconds for two sets, in which a repetition changes nothing.

Source: docs/domain.md, Watched time is a set
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from msgspec import Struct

from latecomer.core import phase
from latecomer.core.ids import Instant, PlaybackId
from latecomer.core.webinar import Webinar

FUTURE_SLACK_MS: Final = 10_000
"""Time by which an interval may reach beyond now: absorbs a hello that travelled slower than its heartbeats."""

CLOCK_SLACK_MS: Final = 10_000
"""Time by which a known playback's clock may differ from its anchor before it must start anew."""

MAX_SEGMENTS: Final = 200
"""The number of segments of one heartbeat that are judged."""

MAX_LIMIT_DROPS: Final = 5
"""The number of drops for what one heartbeat brings beyond the limit: one each would cost more than judging."""

MAX_INTERVALS: Final = 2_000
"""The number of disjoint wall intervals of a member; the ledger, which holds them, drops further ones."""

ENDED_SLACK_S: Final = 2
"""Seconds before the stated length within which a player may report the end: a file is seldom as long as is typed."""

MAX_MEDIA_S: Final = 48 * 60 * 60
"""The last position in a recording that a segment may name."""

MAX_CLOCK_MS: Final = MAX_MEDIA_S * 1000
"""The last reading of a playback's clock that a segment may name."""

_NUMBERS: Final = frozenset((int, float))
_MAX_TEXT: Final = 200


class DropReason(StrEnum):
    """The reason why a segment, or a part of it, is not credited; in the order in which reasons are checked."""

    MALFORMED = "malformed"
    BACKWARDS = "backwards"
    TOO_FAST = "too_fast"
    STALLED = "stalled"
    BEFORE_HELLO = "before_hello"
    FUTURE = "future"
    OUT_OF_WINDOW = "out_of_window"
    NOT_AIRED = "not_aired"
    LIMIT = "limit"


class Segment(NamedTuple):
    """A period played without pause, seek or change of rate, by the client's clock and the position in the
    recording."""

    clock_from_ms: float
    clock_to_ms: float
    media_from_s: float
    media_to_s: float


WellFormed: TypeAlias = tuple[float, float, float, float]
"""A segment's four numbers, each within its bounds: clock_from_ms, clock_to_ms, media_from_s, media_to_s."""


class Credit(NamedTuple):
    """The credit for a segment: the wall interval ``[from_at, to_at)`` and the half-open range of seconds.

    ``covers`` is None when no whole second was reached, or when the playback began on another recording.
    """

    from_at: Instant
    to_at: Instant
    covers: tuple[int, int] | None


class Drop(NamedTuple):
    """A segment without full credit. An unreadable segment is kept as the start of its text."""

    reason: DropReason
    segment: Segment | str


class Judgement(NamedTuple):
    """The verdict on one heartbeat's segments."""

    credits: list[Credit]
    drops: list[Drop]
    unnoted: int = 0
    """The number of segments beyond the limit that have no drop of their own."""


@dataclass(frozen=True, slots=True)
class Playback:
    """The data of a playback's first hello, as the ledger keeps them.

    ``anchor_at`` is the instant at which the playback's clock read zero; ``recording_version`` is the version at the
    hello, 0 without a recording.
    """

    id: PlaybackId
    anchor_at: Instant
    hello_at: Instant
    recording_version: int


def clock_moved(playback: Playback, clock_ms: int, now: Instant) -> bool:
    """Return True when the clock of a hello that was read at ``now`` no longer agrees with the playback's anchor."""
    return abs(now - clock_ms - playback.anchor_at) > CLOCK_SLACK_MS


class Bounds(Struct, frozen=True, gc=False):
    """The bounds for all segments of a playback, as long as its webinar stays the same.

    ``seconds``: the number of whole seconds of the recording that can be covered; 0 when the playback began on another
    recording.
    """

    anchor_at: Instant
    low: Instant
    closes_at: Instant
    seconds: int
    starts_at: Instant
    rundown_ends_at: Instant
    """Until when nothing beyond what was aired is covered: the end of a webinar with a rundown, 0 of another."""


def credits_end_at(webinar: Webinar) -> Instant:
    """Return the instant from which nothing is credited: the end of the window, or the cancellation of the event.

    Source: docs/domain.md, A cancelled webinar
    """
    closes_at = phase.closes_at(webinar)
    return closes_at if webinar.cancelled_at is None else min(closes_at, webinar.cancelled_at)


def bounds(playback: Playback, webinar: Webinar) -> Bounds:
    """Return the bounds by which a playback's segments are judged."""
    recording = webinar.recording
    seconds = 0
    if recording is not None and recording.version == playback.recording_version:
        seconds = int(recording.duration_s)
    return Bounds(
        playback.anchor_at,
        max(playback.hello_at, webinar.starts_at),
        credits_end_at(webinar),
        seconds,
        webinar.starts_at,
        webinar.ends_at if webinar.has_rundown else 0,
    )


def judge_whole(segments: Sequence[object], within: Bounds, now: Instant) -> tuple[int, ...] | None:
    """Judge a heartbeat in which every segment can be credited in full, the usual case, without making an object for
    each segment.

    Returns: for each segment, in order, from_at, to_at, covered_from and covered_to in one flat tuple (-1, -1 when no
    whole second is covered). None as soon as a segment would be dropped or shortened; the caller then calls `judge`.
    """
    read = [_read(raw) for raw in segments[: MAX_SEGMENTS + 1]]
    well_formed = [segment for segment in read if segment is not None]
    return judge_well_formed(well_formed, within, now) if len(well_formed) == len(read) else None


def judge_well_formed(segments: Sequence[WellFormed], within: Bounds, now: Instant) -> tuple[int, ...] | None:
    """Judge like `judge_whole`. Every heartbeat passes here, so its code calls no other function."""
    if len(segments) > MAX_SEGMENTS:
        return None
    anchor_at, seconds = within.anchor_at, within.seconds
    flat: tuple[int, ...] = ()
    for clock_from_ms, clock_to_ms, media_from_s, media_to_s in segments:
        from_at, to_at = anchor_at + int(clock_from_ms), anchor_at + int(clock_to_ms)
        clock_ms, media_s = to_at - from_at, media_to_s - media_from_s
        if (
            from_at < within.low
            or to_at > within.closes_at
            or to_at > now + FUTURE_SLACK_MS
            # As `_implausible` has it.
            or clock_ms <= 0
            or media_s < 0
            or media_s * 1000 > 4 * clock_ms + 1000
            or media_s * 5000 < clock_ms
        ):
            return None
        covered_from, covered_to = int(media_from_s), int(media_to_s)
        covered_to = min(covered_to, seconds)
        if to_at <= within.rundown_ends_at and covered_to > int((to_at - within.starts_at) / 1000) + 1:
            return None
        if covered_from >= covered_to:
            covered_from = covered_to = -1
        credit = (from_at, to_at, covered_from, covered_to)
        flat = (*flat, *credit) if flat else credit
    return flat


def cover_to_end(
    credits_: Sequence[int], last: Sequence[object], webinar: Webinar, within: Bounds, now: Instant
) -> Sequence[int]:
    """Extend the coverage of a heartbeat with the state ``ended`` to the recording's last second.

    Args: credits_: flat, as of `judge_whole`; of the heartbeat's last segment the last four. last: that segment, as
    sent; it extends only when it counts in full and ends at most `ENDED_SLACK_S` before the end.

    Source: docs/domain.md, Watched time is a set (Coverage counts whole seconds)
    """
    whole = judge_whole([last], within, now)
    segment = _read(last)
    if whole is None or segment is None or webinar.recording is None or not within.seconds:
        return credits_
    _, to_at, _, _ = whole
    _, _, media_from_s, media_to_s = segment
    covered_from = int(media_from_s)
    if (
        to_at <= within.rundown_ends_at
        or media_to_s < webinar.recording.duration_s - ENDED_SLACK_S
        or covered_from >= within.seconds
    ):
        return credits_
    return (*credits_[:-2], covered_from, within.seconds)


def judge(
    segments: Sequence[object],
    playback: Playback,
    webinar: Webinar,
    now: Instant,
    most: int = MAX_SEGMENTS,
) -> Judgement:
    """Judge the segments of one heartbeat, each on its own.

    Args:
        segments: as decoded from JSON, with any content.
        playback: the playback, as of its first hello.
        webinar: the webinar whose window and recording count.
        now: when the frame was read.
        most: the number of segments that are judged; further ones exceed the limit.

    Returns: a credit for each segment that is valid or valid in part, and a drop for each reason that took all or a
    part of a segment: at most MAX_SEGMENTS of these, and MAX_LIMIT_DROPS for segments beyond the limit.

    Source: docs/domain.md, Watched time is a set (Judged as sent)
    """
    within = bounds(playback, webinar)
    anchor_at, low, seconds = within.anchor_at, within.low, within.seconds
    starts_at, rundown_ends_at = within.starts_at, within.rundown_ends_at
    high = min(now + FUTURE_SLACK_MS, within.closes_at)
    credits_: list[Credit] = []
    drops: list[Drop] = []

    for raw in segments if len(segments) <= most else segments[:most]:
        segment = _read(raw)
        if segment is None:
            drops.append(_as_sent(DropReason.MALFORMED, raw))
            continue
        clock_from_ms, clock_to_ms, media_from_s, media_to_s = segment
        reason = _implausible(clock_to_ms - clock_from_ms, media_to_s - media_from_s)
        if reason is not None:
            drops.append(_as_sent(reason, raw))
            continue
        from_at = anchor_at + clock_from_ms
        to_at = anchor_at + clock_to_ms
        if low <= from_at and to_at <= high:
            covers = _covered(media_from_s, media_to_s, seconds)
            if covers is not None and to_at <= rundown_ends_at:
                covers = _aired(covers, to_at - starts_at, drops, raw)
            credits_.append(Credit(from_at, to_at, covers))
            continue
        kept_from_at, kept_to_at, reasons = _cut(from_at, to_at, playback, webinar, now)
        drops.extend(_as_sent(reason, raw) for reason in reasons)
        if kept_from_at < kept_to_at:
            rate = (media_to_s - media_from_s) / (to_at - from_at)
            # Rounding keeps a whole second whole that the proportion misses by the last bit of a float.
            covers = _covered(
                round(media_from_s + (kept_from_at - from_at) * rate, 6),
                round(media_to_s - (to_at - kept_to_at) * rate, 6),
                seconds,
            )
            if covers is not None and kept_to_at <= rundown_ends_at:
                covers = _aired(covers, kept_to_at - starts_at, drops, raw)
            credits_.append(Credit(kept_from_at, kept_to_at, covers))

    del drops[MAX_SEGMENTS:]
    drops.extend(_as_sent(DropReason.LIMIT, raw) for raw in segments[most : most + MAX_LIMIT_DROPS])
    return Judgement(credits_, drops, max(len(segments) - most - MAX_LIMIT_DROPS, 0))


def _aired(
    covers: tuple[int, int], programme_ms: float, drops: list[Drop], raw: object
) -> tuple[int, int] | None:
    """Cut the part that a rundown had not shown yet, with a tolerance of one second: no viewer can have seen it earlier
    than all others."""
    aired_s = int(programme_ms / 1000) + 1
    if covers[1] <= aired_s:
        return covers
    drops.append(_as_sent(DropReason.NOT_AIRED, raw))
    return (covers[0], aired_s) if covers[0] < aired_s else None


def _read(raw: object) -> tuple[int, int, float, float] | None:
    """Return the four numbers of a segment, its clock rounded down to whole ms; None when it is malformed."""
    if not isinstance(raw, (list, tuple)) or len(raw) != 4:
        return None
    clock_from_ms, clock_to_ms, media_from_s, media_to_s = raw
    if (
        # By exact type: JSON's true is an int to Python. The comparisons are false for NaN.
        type(clock_from_ms) in _NUMBERS
        and type(clock_to_ms) in _NUMBERS
        and type(media_from_s) in _NUMBERS
        and type(media_to_s) in _NUMBERS
        and 0 <= clock_from_ms <= MAX_CLOCK_MS
        and 0 <= clock_to_ms <= MAX_CLOCK_MS
        and 0 <= media_from_s <= MAX_MEDIA_S
        and 0 <= media_to_s <= MAX_MEDIA_S
    ):
        return int(clock_from_ms), int(clock_to_ms), media_from_s, media_to_s
    return None


def _implausible(clock_ms: int, media_s: float) -> DropReason | None:
    """Return the reason why ``media_s`` of a recording cannot have been played in ``clock_ms``, if any."""
    if clock_ms <= 0 or media_s < 0:
        return DropReason.BACKWARDS
    if media_s * 1000 > 4 * clock_ms + 1000:
        return DropReason.TOO_FAST
    if media_s * 5000 < clock_ms:
        return DropReason.STALLED
    return None


def _cut(
    from_at: Instant, to_at: Instant, playback: Playback, webinar: Webinar, now: Instant
) -> tuple[Instant, Instant, list[DropReason]]:
    """Return the rest of an interval after a cut, and the reason of the cut; the rest is empty if it would end at or
    before its start."""
    reasons: list[DropReason] = []
    for reason, low, high in (
        (DropReason.BEFORE_HELLO, playback.hello_at, to_at),
        (DropReason.FUTURE, from_at, now + FUTURE_SLACK_MS),
        (DropReason.OUT_OF_WINDOW, webinar.starts_at, credits_end_at(webinar)),
    ):
        if from_at < low or high < to_at:
            reasons.append(reason)
            from_at, to_at = max(from_at, low), min(to_at, high)
        if to_at <= from_at:
            break
    return from_at, to_at, reasons


def _covered(media_from_s: float, media_to_s: float, seconds: int) -> tuple[int, int] | None:
    """Return the whole seconds of the recording, from the one that was entered to the last one that was left."""
    # Never negative, so that to cut off is to floor.
    low, high = int(media_from_s), int(media_to_s)
    high = min(high, seconds)
    return (low, high) if low < high else None


def _as_sent(reason: DropReason, raw: object) -> Drop:
    """Return the drop of a segment in the form in which it came; its text is short and ASCII, so that it can be stored
    anywhere."""
    if isinstance(raw, (list, tuple)) and _read(raw):
        return Drop(reason, Segment(*raw))
    try:
        return Drop(reason, ascii(raw)[:_MAX_TEXT])
    except (RecursionError, ValueError):  # nested too deep, or an integer of thousands of digits
        return Drop(reason, "…")
