"""The changes of a rundown while it runs: the items that an edit may change, and polls that a host moves by hand.

Viewers never see time go back: an item that was aired, or begins within 30 s, stays as it is.

Source: docs/automated.md, Changes while it runs
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from msgspec.structs import replace

from latecomer.automated.rules.rundown import (
    AnyItem,
    Cue,
    ItemId,
    Poll,
    PollState,
    QuestionsItem,
    Rundown,
    Slides,
    Survey,
    Video,
    end_ms,
)
from latecomer.core.errors import FieldError
from latecomer.core.ids import Instant

FREEZE_MS: Final = 30_000
"""Milliseconds before an item's start from which it can no longer be changed."""


class ChangeKind(StrEnum):
    """The way in which an item differs between two versions of a rundown."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that differs between two versions; of a removed one, as it was."""

    kind: ChangeKind
    item: AnyItem


def changes_between(before: Rundown, after: Rundown) -> tuple[ItemChange, ...]:
    """Return the items that differ between two versions, by the time at which they start."""
    old, new = ({item.id: item for item in rundown.items} for rundown in (before, after))
    found = [ItemChange(ChangeKind.REMOVED, item) for key, item in old.items() if key not in new]
    for key, item in new.items():
        if key not in old:
            found.append(ItemChange(ChangeKind.ADDED, item))
        elif item != old[key]:
            found.append(ItemChange(ChangeKind.CHANGED, item))
    return tuple(sorted(found, key=lambda change: change.item.start_ms))


def name_of(item: AnyItem) -> str:
    """Return the words by which people know an item: its title or text, else its kind."""
    title = getattr(item, "title", None) or getattr(item, "text", None)
    if isinstance(item, (Poll, Survey)):
        title = title or item.questions[0].text
    return title or str(item.__struct_config__.tag).replace("_", " ")


def ends_at(rundown: Rundown, starts_at: Instant) -> Instant:
    """Return the end of a webinar with ``rundown``: its last item's end and the buffer."""
    return starts_at + rundown.end_ms + rundown.buffer_s * 1_000


def freeze_ms(rundown: Rundown, programme_ms: int) -> int:
    """Return the moment before which no item may begin any more; during a take over that moment stands still."""
    taken = rundown.open_take_over
    return (programme_ms if taken is None else taken.stopped_ms) + FREEZE_MS


def keep_pages(old: Rundown, items: Sequence[AnyItem], frozen_until_ms: int) -> tuple[AnyItem, ...]:
    """Return ``items`` with the pages of slides that are on air where they were, when only the end moves: an earlier
    end cuts, a later one holds the last page. A page that would begin after the end lasts the last millisecond."""
    before = {item.id: item for item in old.items}
    return tuple(_with_pages_of(before.get(item.id), item, frozen_until_ms) for item in items)


def _with_pages_of(was: AnyItem | None, item: AnyItem, frozen_until_ms: int) -> AnyItem:
    if not (isinstance(was, Slides) and isinstance(item, Slides) and was.start_ms < frozen_until_ms):
        return item
    if item.duration_ms == was.duration_ms or item.page_ms != was.page_ms or item.pages != was.pages:
        return item
    whole_ms = item.media_from_ms + item.duration_ms
    starts = [min(start, whole_ms - item.pages + page) for page, start in enumerate(was.page_starts_ms())]
    page_ms = tuple(end - start for start, end in pairwise((*starts, whole_ms)))
    return replace(item, page_ms=page_ms)


def check_frozen(old: Rundown, items: Sequence[AnyItem], frozen_until_ms: int) -> tuple[FieldError, ...]:
    """Return the errors where ``items`` change something that is on air or about to be.

    An item that begins before ``frozen_until_ms`` stays as it is: only its end, and cues that are still to come, may
    move, and not before that moment. No new item begins before it.
    """
    if frozen_until_ms <= 0:
        return ()
    return tuple(_frozen(old, items, frozen_until_ms))


def _frozen(old: Rundown, items: Sequence[AnyItem], until_ms: int) -> Iterator[FieldError]:
    before = {item.id: item for item in old.items}
    found = {item.id for item in items}
    for n, item in enumerate(items):
        was = before.get(item.id)
        if was is None or was.start_ms >= until_ms:
            if item.start_ms < until_ms:
                yield FieldError(
                    f"/items/{n}/start_ms",
                    "frozen",
                    f"Begin at {until_ms} ms or later: an item is on air until then.",
                )
        elif not _is_allowed(was, item, until_ms):
            yield FieldError(
                f"/items/{n}",
                "frozen",
                f"This item is on air: only its end can move, to {until_ms} ms or later.",
            )
    for item in old.items:
        if item.start_ms < until_ms and item.id not in found:
            yield FieldError(
                "/items", "frozen", f"The item {item.id} was shown or is on air, so it cannot be removed."
            )


def _is_allowed(was: AnyItem, item: AnyItem, until_ms: int) -> bool:
    if was == item:
        return True
    if was.duration_ms is None or item.duration_ms is None or type(was) is not type(item):
        return False
    if was.duration_ms != item.duration_ms and min(end_ms(was), end_ms(item)) < until_ms:
        return False
    same = replace(item, duration_ms=was.duration_ms)
    if isinstance(was, Video) and isinstance(same, Video):
        # The library says in which qualities a film is there, not who saves the rundown.
        same = replace(same, qualities=was.qualities)
    if isinstance(was, (Poll, Survey)) and isinstance(same, (Poll, Survey)):
        for name in ("closes_ms", "published_ms"):
            cue_ms, was_ms = getattr(same, name), getattr(was, name)
            times = [item.start_ms + ms for ms in (cue_ms, was_ms) if ms is not None]
            if cue_ms != was_ms and min(times) >= until_ms:
                same = replace(same, **{name: was_ms})
    if isinstance(was, Slides) and isinstance(same, Slides) and was.pages == same.pages:
        # The pages that were shown keep their times.
        same = replace(same, page_ms=was.page_ms) if _shown_alike(was, same, until_ms) else same
    return was == same


def _shown_alike(was: Slides, item: Slides, until_ms: int) -> bool:
    shown_ms = until_ms - was.start_ms + was.media_from_ms
    old, new = was.page_starts_ms(), item.page_starts_ms()
    return [ms for ms in old if ms < shown_ms] == [ms for ms in new if ms < shown_ms]


def check_answered(
    old: Rundown, items: Sequence[AnyItem], answered: frozenset[tuple[ItemId, str]]
) -> Iterator[FieldError]:
    """Yield an error for each question that has answers and is changed or removed.

    Args:
        old: the version in force.
        items: as they would be saved.
        answered: item and id of every question with an answer.
    """
    places = {item.id: n for n, item in enumerate(items)}
    for was in old.items:
        if not isinstance(was, (Poll, Survey)):
            continue
        n = places.get(was.id)
        item = None if n is None else items[n]
        now = {question.id: (q, question) for q, question in enumerate(getattr(item, "questions", ()))}
        for question in was.questions:
            if (was.id, question.id) not in answered:
                continue
            place, same = now.get(question.id, (None, None))
            if same != question:
                at = (
                    "/items"
                    if n is None
                    else f"/items/{n}"
                    if place is None
                    else f"/items/{n}/questions/{place}"
                )
                yield FieldError(
                    at, "answered", "This question has answers: leave it as it is, or add another one."
                )


def set_state(rundown: Rundown, item: QuestionsItem, programme_ms: int, state: PollState) -> Rundown:
    """Return the rundown after a host moved ``item`` to ``state`` at ``programme_ms``.

    A poll that is opened before its start begins now and lasts as long as planned; a poll that has ended opens again
    for the same length.
    """
    cue = Cue(at_ms=programme_ms, state=state)
    if item.start_ms > programme_ms:
        moved = replace(item, start_ms=programme_ms, cues=(cue,))
    elif end_ms(item) <= programme_ms:
        moved = replace(
            item, duration_ms=programme_ms - item.start_ms + item.duration_ms, cues=(*item.cues, cue)
        )
    else:
        moved = replace(item, cues=(*item.cues, cue))
    others = tuple(one for one in rundown.items if one.id != item.id)
    return Rundown(version=rundown.version + 1, buffer_s=rundown.buffer_s, items=(*others, moved))
