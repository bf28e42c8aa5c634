"""Seats: the plan that gives a member a wished status, and whether there is a seat for it. Pure.

Source: docs/domain.md, Facts and statuses (Seats, Waiting for a provider)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant, MemberId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.webinars.members.rules.locked_member import LockedMember
from latecomer.webinars.members.rules.status_decision import decide, may_move

Said: TypeAlias = tuple[FactKind, Source, str | None]
"""A fact in the making: what, by whom, why."""


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """The plan for a wish: facts to record, or a request to a provider; with neither, a row that is skipped with
    ``code``.

    ``ask``: the registration that a provider must confirm before it becomes a fact. ``withdraws``: an open request to a
    provider is withdrawn.
    """

    facts: tuple[Said, ...] = ()
    code: str | None = None
    ask: Said | None = None
    withdraws: bool = False

    @property
    def changes(self) -> bool:
        """Return True when the wish has any effect."""
        return bool(self.facts or self.ask)


class Seats:
    """Plans wishes one after the other and keeps count of the seats; the webinar must be locked."""

    def __init__(
        self,
        webinar: Webinar,
        finishes: Sequence[Instant],
        free: int | None,
        now: Instant,
        *,
        asks: bool = False,
        asked: Collection[MemberId] = (),
    ) -> None:
        """``asks``: whether a provider has to confirm registrations; ``asked``: the members about whom it is being
        asked, each of whom holds a seat."""
        self._webinar = webinar
        self._finishes = finishes
        self._free = free
        """Free seats; None: no limit."""
        self._now = now
        self._asks = asks
        self._asked = asked

    def plan(
        self,
        was: LockedMember | None,
        facts: Sequence[Fact],
        status: Status,
        source: Source,
        reason: str | None = None,
        *,
        may_wait: bool,
    ) -> SeatPlan:
        """Plan the change of a member (None: a new one) to a wished status; it takes or frees a seat."""
        current = was.status if was else None
        asked = was is not None and was.id in self._asked
        if asked and self._asks and status is Status.REGISTERED:
            ask = (FactKind.REGISTERED, source, reason)
            return SeatPlan(code="unchanged") if may_wait else SeatPlan(ask=ask)
        if current is status and (reason is None or (was and reason == was.reason)):
            return SeatPlan(code="unchanged")
        if current is not None and not may_move(current, status):
            return SeatPlan(code="status_backwards")
        kind = FactKind.REMOVED if status is Status.NOT_IN_PROGRAM else FactKind(status)
        back: tuple[Said, ...] = ()
        if current is Status.NOT_IN_PROGRAM and status is not Status.NOT_IN_PROGRAM:
            back = ((FactKind.ADDED, source, None),)
        said = (kind, source, reason)
        if self._asks and status is Status.REGISTERED:
            invited = () if was else ((FactKind.INVITED, source, None),)
            plan = SeatPlan(facts=(*back, *invited), ask=said)
        else:
            plan = SeatPlan(facts=(*back, said), withdraws=asked)

        seated = asked or (current is not None and current.has_seat)
        will_sit = plan.ask is not None or self._leads_to(plan, facts, current).has_seat
        if self._free is None or will_sit == seated:
            return plan
        if seated or self._free > 0:
            self._free += 1 if seated else -1
            return plan
        return self._wait(back, facts, current) if may_wait else SeatPlan(code="no_seat")

    def _wait(self, back: tuple[Said, ...], facts: Sequence[Fact], current: Status | None) -> SeatPlan:
        """Plan the wait for a seat."""
        if current is Status.WAITLISTED:
            return SeatPlan(code="unchanged")
        wait = (*back, (FactKind.WAITLISTED, Source.CAPACITY, "All seats are taken."))
        plan = SeatPlan(facts=wait, code="waitlisted")
        # Somebody removed who had a seat would come back to it.
        return SeatPlan(code="no_seat") if self._leads_to(plan, facts, current).has_seat else plan

    def _leads_to(self, plan: SeatPlan, facts: Sequence[Fact], current: Status | None) -> Status:
        last = max((fact.id for fact in facts), default=0)
        added = [
            Fact(id=last + nth, kind=kind, at=self._now) for nth, (kind, _, _) in enumerate(plan.facts, 1)
        ]
        return decide([*facts, *added], self._finishes, self._webinar, current=current).status
