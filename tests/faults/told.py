"""The independent model of what vendors told: facts and stays, recounted from what was taken, from the docs alone.

Source: docs/vendors.md, What counts; docs/domain.md, Facts and statuses
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.faults.model import Interval, Moments
from tests.faults.plans import Word

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
