"""The decision about one member when something is retracted: its status, and whether it must wait for a seat. Pure.

Source: docs/domain.md, Retraction
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.webinars.members.rules.status_decision import decide

RETRACTABLE: Final = frozenset({Source.OPERATOR, Source.IMPORT})
"""Sources whose facts may be retracted; what vendors and players reported, and what forms were sent, stays."""

FINISHES_RETRACTABLE: Final = frozenset({Source.OPERATOR, Source.VENDOR})
"""Sources whose finishes may be retracted; the clock's goes with the one that brought it on."""

_SIGNS: Final = frozenset({FactKind.CLICK, FactKind.JOINED, FactKind.LIVE, FactKind.VIEW})

WAITS_AGAIN: Final = "The member came back while all seats were taken."


@dataclass(frozen=True, slots=True)
class Fate:
    """A member after a retraction. ``waits``: the member would get back a seat, and none is free."""

    status: Status
    confirmed: bool
    waits: bool = False


def came_since(facts: Sequence[Fact], since: Instant) -> bool:
    """Return whether the member clicked, said hello or watched in our player since then."""
    return any(fact.kind in _SIGNS and fact.at >= since for fact in facts)


class RetractionJudge:
    """Decides about one member after the other and keeps count of the seats; the webinar must be locked."""

    def __init__(
        self, webinar: Webinar, finishes: Sequence[Instant], free: int | None, gone: Collection[int]
    ) -> None:
        """``finishes``: those that are not retracted; ``free``: free seats, None: no limit; ``gone``: ids of retracted
        facts."""
        self._webinar = webinar
        self._finishes = finishes
        self._free = free
        self._gone = gone

    def fate(self, was: Status | None, facts: Sequence[Fact]) -> Fate:
        """Return a member's status after the retraction, and take or free a seat. ``facts``: all facts before the
        retraction."""
        left = [fact for fact in facts if fact.id not in self._gone]
        status = decide(left, self._finishes, self._webinar, current=None, corrected=True).status
        confirmed = status.has_seat and any(
            fact.kind is FactKind.REGISTERED and fact.source is Source.VENDOR for fact in left
        )
        had = was is not None and was.has_seat
        if self._free is not None and status.has_seat != had:
            if status is Status.REGISTERED and self._free <= 0:
                return Fate(Status.WAITLISTED, confirmed=confirmed, waits=True)
            self._free += 1 if had else -1
        return Fate(status, confirmed)
