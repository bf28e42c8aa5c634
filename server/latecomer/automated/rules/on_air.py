"""The items of a rundown that are on air at a moment: the same answer for every viewer, on the server and in the page.

``pages/automated/on_air.ts`` is the same function; ``tests/automated/vectors/on_air.json`` holds the two together.

Source: docs/automated.md, What is on air
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum

from latecomer.automated.rules.rundown import (
    SOON_MS,
    AnyItem,
    Audio,
    OverlayItem,
    Poll,
    PollState,
    Rundown,
    Slides,
    StageItem,
    Survey,
    TakeOver,
    Video,
    end_ms,
)
from latecomer.core.ids import Instant


class AirPhase(StrEnum):
    """The phase of an automated webinar."""

    BEFORE = "before"
    RUNNING = "running"
    TAKEN_OVER = "taken_over"
    BUFFER = "buffer"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class StageOnAir:
    """The item on stage: ``media_ms`` is the position in its media, ``page`` the slide, from 1."""

    item: StageItem
    media_ms: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class OverlayOnAir:
    """An item over the stage, and what it accepts or shows."""

    item: OverlayItem
    state: PollState


@dataclass(frozen=True, slots=True)
class OnAir:
    """The items that every viewer sees at ``at``; ``stage`` is None before, after, and in a gap.

    ``next_at`` is the next moment at which this answer can change by itself, None when it never does; ``soon`` are the
    items that begin within the next 60 s, for preloading.
    """

    at: Instant
    version: int
    phase: AirPhase
    programme_ms: int
    ends_at: Instant
    stage: StageOnAir | None
    overlays: tuple[OverlayOnAir, ...]
    next_at: Instant | None
    soon: tuple[AnyItem, ...]


def on_air(rundown: Rundown, starts_at: Instant, ends_at: Instant, now: Instant) -> OnAir:
    """Return what ``rundown`` shows at ``now``.

    Args:
        rundown: the version that is in force.
        starts_at: the webinar's start, where programme time begins.
        ends_at: the webinar's end; nothing is on air from then on.
        now: room time.
    """
    programme_ms = now - starts_at
    if now >= ends_at:
        return OnAir(now, rundown.version, AirPhase.ENDED, programme_ms, ends_at, None, (), None, ())
    taken = rundown.open_take_over
    if taken is not None and programme_ms < taken.start_ms:
        taken = None
    stage: StageOnAir | None
    if taken is not None:
        stage = StageOnAir(taken, programme_ms - taken.start_ms)
        overlays = _overlays_in_take_over(rundown, taken, programme_ms)
        soon: tuple[AnyItem, ...] = ()
    else:
        stage = _stage(rundown, programme_ms)
        overlays = _overlays(rundown, programme_ms)
        soon = _soon(rundown, programme_ms, ends_at - starts_at)
    return OnAir(
        now,
        rundown.version,
        _phase(rundown, stage, programme_ms),
        programme_ms,
        ends_at,
        stage,
        overlays,
        _next_at(rundown, starts_at, ends_at, programme_ms),
        soon,
    )


def stage_on_air(item: StageItem, programme_ms: int) -> StageOnAir:
    """Return where ``item`` is at ``programme_ms``, which lies within it."""
    elapsed_ms = programme_ms - item.start_ms
    if isinstance(item, TakeOver):
        return StageOnAir(item, elapsed_ms)
    media_ms = item.media_from_ms + elapsed_ms
    if isinstance(item, (Video, Audio)):
        return StageOnAir(item, min(media_ms, item.asset_ms))
    if isinstance(item, Slides):
        return StageOnAir(item, media_ms, bisect_right(item.page_starts_ms(), media_ms))
    return StageOnAir(item, media_ms)


def _stage(rundown: Rundown, programme_ms: int) -> StageOnAir | None:
    at = bisect_right(rundown.stage, programme_ms, key=_start_ms)
    if at == 0:
        return None
    item = rundown.stage[at - 1]
    return stage_on_air(item, programme_ms) if programme_ms < end_ms(item) else None


def _overlays(rundown: Rundown, programme_ms: int) -> tuple[OverlayOnAir, ...]:
    overlays = rundown.overlays
    low = bisect_left(overlays, programme_ms - rundown.longest_overlay_ms, key=_start_ms)
    high = bisect_right(overlays, programme_ms, lo=low, key=_start_ms)
    return tuple(
        [
            OverlayOnAir(item, _state(item, programme_ms, programme_ms))
            for item in overlays[low:high]
            if programme_ms < item.start_ms + item.duration_ms
        ]
    )


def _start_ms(item: AnyItem) -> int:
    return item.start_ms


def _state(item: OverlayItem, programme_ms: int, planned_ms: int) -> PollState:
    """Return the state of ``item``: a state set by hand wins over the state that is planned for ``planned_ms``."""
    if not isinstance(item, (Poll, Survey)):
        return PollState.OPEN
    by_hand = [cue for cue in item.cues if cue.at_ms <= programme_ms]
    if by_hand:
        return by_hand[-1].state
    elapsed_ms = planned_ms - item.start_ms
    if item.published_ms is not None and elapsed_ms >= item.published_ms:
        return PollState.PUBLISHED
    if item.closes_ms is not None and elapsed_ms >= item.closes_ms:
        return PollState.CLOSED
    return PollState.OPEN


def _overlays_in_take_over(rundown: Rundown, taken: TakeOver, programme_ms: int) -> tuple[OverlayOnAir, ...]:
    """Return the overlays that were open when the rundown stopped, and those that a host has opened since."""
    shown: list[OverlayOnAir] = []
    for item in rundown.overlays:
        if item.start_ms <= taken.stopped_ms < item.start_ms + item.duration_ms:
            shown.append(OverlayOnAir(item, _state(item, programme_ms, taken.stopped_ms)))
        elif opened_by_hand(item) and item.start_ms <= programme_ms < item.start_ms + item.duration_ms:
            shown.append(OverlayOnAir(item, _state(item, programme_ms, programme_ms)))
    return tuple(shown)


def opened_by_hand(item: OverlayItem) -> bool:
    """Return True if a host opened ``item``, rather than the rundown."""
    return isinstance(item, (Poll, Survey)) and bool(item.cues) and item.cues[0].at_ms == item.start_ms


def _phase(rundown: Rundown, stage: StageOnAir | None, programme_ms: int) -> AirPhase:
    if programme_ms < 0:
        return AirPhase.BEFORE
    if stage is not None and isinstance(stage.item, TakeOver):
        return AirPhase.TAKEN_OVER
    return AirPhase.RUNNING if programme_ms < rundown.end_ms else AirPhase.BUFFER


def _next_at(rundown: Rundown, starts_at: Instant, ends_at: Instant, programme_ms: int) -> Instant:
    changes_ms = rundown.changes_ms
    at = bisect_right(changes_ms, programme_ms)
    return min(starts_at + changes_ms[at], ends_at) if at < len(changes_ms) else ends_at


def _soon(rundown: Rundown, programme_ms: int, ends_ms: int) -> tuple[AnyItem, ...]:
    starts = rundown.starts_ms
    low = bisect_right(starts, programme_ms, key=_first)
    high = bisect_right(starts, min(programme_ms + SOON_MS, ends_ms - 1), key=_first)
    return tuple([item for _, item in starts[low:high]])


def _first(pair: tuple[int, AnyItem]) -> int:
    return pair[0]
