"""The independent model of what vendors told: facts and stays, recounted from what was taken, from the docs alone.

Source: docs/vendors.md, What counts; docs/domain.md, Facts and statuses
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.faults.model import Interval, Moments
from tests.faults.plans import Word

_HOUR_MS: Final = 3_600_000
AHEAD_MS: Final = 10_000
"""Milliseconds after its receipt beyond which nothing counts; later arrivals and departures are left out."""
_FACTS: Final = {
    Word.REGISTERED: ("added", "registered"),
    Word.PENDING: ("added", "pending_approval"),
    Word.DENIED: ("rejected",),
    Word.CANCELLED: ("cancelled",),
    Word.JOINED: ("attended",),
    Word.LEFT: ("attended",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A vendor's report that counts. ``place``: the connection that received it."""

    place: str
    word: Word
    person: int
    row: int
    at: int
    received_at: int
    held: bool = False
    """An end that came early: it finishes the webinar later, unless somebody came after it."""

    @property
    def moment(self) -> int:
        """Return the time at which it counts as having happened."""
        return min(self.at, self.received_at + AHEAD_MS)

    @property
    def session(self) -> tuple[str, int]:
        """The occurrence."""
        return self.place, self.row % 2


def facts_of(told: Iterable[Told]) -> Counter[tuple[str, int]]:
    """The facts about somebody: kind and time, each as often as it was told apart."""
    return Counter((kind, each.moment) for each in told for kind in _FACTS.get(each.word, ()))


def stays_of(told: Sequence[Told], ends: dict[tuple[str, int], int]) -> Moments:
    """Return the stays in live rooms. Args: ``ends``: the reported ends of occurrences."""
    rows: dict[tuple[str, int], list[Told]] = {}
    for each in told:
        if each.word in (Word.JOINED, Word.LEFT):
            rows.setdefault((each.place, each.row), []).append(each)
    found: list[Interval] = []
    for row in rows.values():
        since: int | None = None
        for moment, leaves in sorted({(each.moment, each.word is Word.LEFT) for each in row}):
            if not leaves and since is None:
                since = moment
            elif leaves and since is not None:
                found.append((since, moment))
                since = None
        if since is not None:
            found.append((since, ends.get(row[0].session, since)))
    return Moments(found)


def ends_of(told: Iterable[Told]) -> dict[tuple[str, int], int]:
    """Return the ends of occurrences."""
    return {each.session: each.moment for each in told if each.word is Word.ENDED}


def is_of_another_event(
    told: Sequence[Told], ends: dict[tuple[str, int], int], starts_at: int, planned_ends_at: int, now: int
) -> bool:
    """Return True when somebody has stays, and none of them is of this event: then they are no attendance.

    Source: docs/domain.md, Attendance of this event
    """
    rows: dict[tuple[str, int], list[Told]] = {}
    for each in told:
        if each.word in (Word.JOINED, Word.LEFT):
            rows.setdefault((each.place, each.row), []).append(each)
    return bool(rows) and not any(
        _is_of_this_event(row, ends.get(row[0].session), starts_at, planned_ends_at, now)
        for row in rows.values()
    )


def _is_of_this_event(
    row: Sequence[Told], ended_at: int | None, starts_at: int, planned_ends_at: int, now: int
) -> bool:
    if any(starts_at <= each.moment <= planned_ends_at + _HOUR_MS for each in row):
        return True
    came = max(
        (each.moment for each in row if each.word is Word.JOINED and each.moment < starts_at), default=None
    )
    if came is None:
        return False
    went = [each.moment for each in row if each.word is Word.LEFT] + ([] if ended_at is None else [ended_at])
    if later := [at for at in went if at >= came]:
        return min(later) >= starts_at
    return now >= starts_at and came >= starts_at - _HOUR_MS
