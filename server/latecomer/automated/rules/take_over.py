"""Take over and give back: a host goes live, the rundown stops, and continues afterwards.

Source: docs/automated.md, Take over
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final, TypeVar, assert_never

from msgspec.structs import replace

from latecomer.automated.rules.rundown import (
    STAGE,
    AnyItem,
    Audio,
    Image,
    ItemId,
    MediaItem,
    OverlayItem,
    Poll,
    Rundown,
    Slides,
    Survey,
    TakeOver,
    TakeOverTo,
    Video,
    end_ms,
)

NO_END_MS: Final = 15 * 60 * 1_000
"""Milliseconds by which a webinar's end stays ahead of now while a take over goes on."""

LONGEST_TAKE_OVER_MS: Final = 4 * 60 * 60 * 1_000
"""A take over is given back by itself after this."""

_Overlay = TypeVar("_Overlay", bound=OverlayItem)


class Resume(StrEnum):
    """The point at which a rundown continues after a take over: where it stopped, or where the clock is."""

    WHERE_STOPPED = "where_stopped"
    WALL_CLOCK = "wall_clock"


@dataclass(frozen=True, slots=True)
class Destination:
    """The destination of a take over: ``url`` with a live room, ``message`` with a slate."""

    to: TakeOverTo
    url: str | None = None
    message: str | None = None


def take_over(
    rundown: Rundown, programme_ms: int, where: Destination, item_id: ItemId, rest_id: ItemId
) -> Rundown:
    """Return the rundown with a take over from ``programme_ms`` on; a second take over only changes the destination.

    Args:
        rundown: the version in force.
        programme_ms: now; before the start it is negative.
        where: where the take over leads.
        item_id: id of the take over.
        rest_id: id for what is left of the item that it cuts.
    """
    taken = rundown.open_take_over
    begins = TakeOver(
        id=item_id,
        start_ms=programme_ms,
        to=where.to,
        url=where.url,
        message=where.message,
        stopped_ms=programme_ms if taken is None else taken.stopped_ms,
        rest=None if taken is None else taken.rest,
    )
    if taken is not None:
        closed = replace(taken, duration_ms=programme_ms - taken.start_ms, rest=None)
        return _next(rundown, [closed if item is taken else item for item in rundown.items], begins)
    items: list[AnyItem] = []
    for item in rundown.items:
        if isinstance(item, (Video, Audio, Image, Slides)) and item.start_ms < programme_ms < end_ms(item):
            begins = replace(begins, rest=_from(item, programme_ms, programme_ms, rest_id))
            items.append(_until(item, programme_ms))
        else:
            items.append(item)
    return _next(rundown, items, begins)


def leads_there(rundown: Rundown, where: Destination) -> bool:
    """Return True when an open take over already leads to ``where``."""
    taken = rundown.open_take_over
    return taken is not None and Destination(taken.to, taken.url, taken.message) == where


def give_back(rundown: Rundown, programme_ms: int, resume: Resume) -> Rundown:
    """Return the rundown as it continues at ``programme_ms``; without an open take over it is unchanged."""
    taken = rundown.open_take_over
    if taken is None:
        return rundown
    closed = replace(taken, duration_ms=programme_ms - taken.start_ms, rest=None)
    planned: list[AnyItem] = [item for item in rundown.items if item is not taken]
    if taken.rest is not None:
        planned.append(taken.rest)
    match resume:
        case Resume.WHERE_STOPPED:
            moved = [_later(item, taken.stopped_ms, programme_ms) for item in planned]
        case Resume.WALL_CLOCK:
            moved = [
                item
                for planned_item in planned
                if (item := _by_the_clock(planned_item, taken.stopped_ms, programme_ms)) is not None
            ]
        case _:
            assert_never(resume)
    return _next(rundown, moved, closed)


def closed_at(rundown: Rundown, lasted_ms: int) -> Rundown:
    """Return the rundown of a webinar that ended after ``lasted_ms``: a take over that was open ends with it."""
    taken = rundown.open_take_over
    if taken is None:
        return rundown
    closed = replace(taken, duration_ms=max(0, lasted_ms - taken.start_ms))
    items = tuple(closed if item is taken else item for item in rundown.items)
    return Rundown(version=rundown.version, buffer_s=rundown.buffer_s, items=items)


def _next(rundown: Rundown, items: Sequence[AnyItem], also: AnyItem) -> Rundown:
    return Rundown(version=rundown.version + 1, buffer_s=rundown.buffer_s, items=(*items, also))


def _from(item: MediaItem, media_at_ms: int, start_ms: int, item_id: ItemId) -> MediaItem:
    """Return the rest of ``item`` from ``media_at_ms`` of the programme on, placed at ``start_ms``."""
    skipped_ms = media_at_ms - item.start_ms
    rest = replace(
        item,
        id=item_id,
        start_ms=start_ms,
        duration_ms=item.duration_ms - skipped_ms,
        media_from_ms=item.media_from_ms + skipped_ms,
        continues=item.continues or item.id,
    )
    return (
        replace(rest, page_ms=_page_ms(item))
        if isinstance(rest, Slides) and isinstance(item, Slides)
        else rest
    )


def _until(item: MediaItem, until_ms: int) -> MediaItem:
    cut = replace(item, duration_ms=until_ms - item.start_ms)
    return (
        replace(cut, page_ms=_page_ms(item)) if isinstance(cut, Slides) and isinstance(item, Slides) else cut
    )


def _page_ms(item: Slides) -> tuple[int, ...]:
    """Return the duration of each page, so that a rest of the item shows the same pages for the same time."""
    starts_ms = (*item.page_starts_ms(), item.media_from_ms + item.duration_ms)
    return tuple(after - before for before, after in pairwise(starts_ms))


def _by_hand(item: OverlayItem, stopped_ms: int) -> bool:
    """Return True when a host opened ``item`` during the take over; such an item keeps its place."""
    return (
        isinstance(item, (Poll, Survey))
        and bool(item.cues)
        and stopped_ms < item.cues[0].at_ms == item.start_ms
    )


def _later(item: AnyItem, stopped_ms: int, now_ms: int) -> AnyItem:
    """Move the items that were still to come, and the ends of the items that were open. Before the start nothing is
    stopped, so that moves nothing."""
    by_ms = max(0, now_ms) - max(0, stopped_ms)
    if isinstance(item, TakeOver) or end_ms(item) <= stopped_ms:
        return item
    if isinstance(item, STAGE):
        return replace(item, start_ms=item.start_ms + by_ms) if item.start_ms >= stopped_ms else item
    if _by_hand(item, stopped_ms):
        return item
    if item.start_ms > stopped_ms:
        return _shift(item, by_ms)
    longer = replace(item, duration_ms=item.duration_ms + by_ms)
    if isinstance(longer, (Poll, Survey)):
        elapsed_ms = stopped_ms - item.start_ms
        return replace(
            longer,
            closes_ms=_after(longer.closes_ms, elapsed_ms, by_ms),
            published_ms=_after(longer.published_ms, elapsed_ms, by_ms),
        )
    return longer


def _shift(item: _Overlay, by_ms: int) -> _Overlay:
    return replace(item, start_ms=item.start_ms + by_ms)


def _after(cue_ms: int | None, elapsed_ms: int, by_ms: int) -> int | None:
    return cue_ms if cue_ms is None or cue_ms <= elapsed_ms else cue_ms + by_ms


def _by_the_clock(item: AnyItem, stopped_ms: int, now_ms: int) -> AnyItem | None:
    """Return ``item`` without the part that the take over covered; None when it covered the whole item."""
    if isinstance(item, TakeOver) or end_ms(item) <= stopped_ms or item.start_ms >= now_ms:
        return item
    if isinstance(item, STAGE):
        return None if end_ms(item) <= now_ms else _from(item, now_ms, now_ms, item.id)
    if _by_hand(item, stopped_ms):
        return item
    if item.start_ms <= stopped_ms:
        return replace(item, duration_ms=max(item.duration_ms, now_ms - item.start_ms))
    return None if end_ms(item) <= now_ms else _begin_late(item, now_ms)


def _begin_late(item: _Overlay, now_ms: int) -> _Overlay:
    late_ms = now_ms - item.start_ms
    cut = replace(item, start_ms=now_ms, duration_ms=item.duration_ms - late_ms)
    if isinstance(cut, (Poll, Survey)):
        return replace(
            cut, closes_ms=_sooner(cut.closes_ms, late_ms), published_ms=_sooner(cut.published_ms, late_ms)
        )
    return cut


def _sooner(cue_ms: int | None, late_ms: int) -> int | None:
    return None if cue_ms is None else max(1, cue_ms - late_ms)
