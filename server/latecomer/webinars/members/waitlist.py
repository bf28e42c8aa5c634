"""The waitlist: waiting members are promoted to Registered when a seat becomes free, longest waiting first.

Source: docs/domain.md, Facts and statuses (Seats)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import structlog

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members, members, retractions
from latecomer.webinars.members.rules.seats import SeatPlan
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.settlement import CHUNK, Settled, Settlement

MayPromote: TypeAlias = Callable[[Conn, WebinarId, Instant], Awaitable[bool]]
"""Return True when free seats of a webinar are given to waiting members; the webinar is locked."""

log = structlog.get_logger(__name__)

OfferSeats: TypeAlias = Callable[
    [Conn, Webinar, Sequence[MemberId], int, Instant], Awaitable[Sequence[MemberId] | None]
]
"""Offer so many free seats of a locked webinar to the first in a line of waiting members, who have to pay. Returns:
those who need not pay and are registered now; None where nobody has to pay."""


class Waitlist:
    """Promotes the members who wait for a seat."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        seat_plans: SeatPlans,
        may_promote: MayPromote | None = None,
        offer: OfferSeats | None = None,
    ) -> None:
        """``may_promote``: whether free seats are given to waiting members; without it they always are. ``offer``:
        offers seats for which people have to pay; without it nobody has to."""
        self._offer = offer or _nobody_pays
        self._pool = pool
        self._settlement = settlement
        self._seat_plans = seat_plans
        self._may_promote = may_promote or _always

    async def promote(self, webinar_id: WebinarId, now: Instant) -> int:
        """Give every free seat to a waiting member, longest waiting first. Returns: how many were promoted.

        Calling it again, or when nothing is free, changes nothing. A member whom an operator put on the waitlist
        is not promoted: the operator decides.
        """
        promoted = 0
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                webinar = await webinars.lock(conn, webinar_id)
                if webinar is None or now >= webinar.ends_at or webinar.cancelled_at is not None:
                    return promoted
                if not await self._may_promote(conn, webinar_id, now):
                    return promoted
                free, line = CHUNK, CHUNK
                if webinar.seats is not None:
                    free = min(free, webinar.seats - await members.seats_taken(conn, webinar_id))
                    line = min(CHUNK, webinar.seats)  # some of the first may be paying already
                if free <= 0 or not (waiting := await members.waiting(conn, webinar_id, line)):
                    return promoted
                next_in_line = await self._offer(conn, webinar, waiting, free, now)
                if next_in_line is None:
                    next_in_line = waiting[:free]
                if not next_in_line:
                    return promoted
                said = (FactKind.REGISTERED, Source.CAPACITY, "A seat became free.")
                asks = await self._seat_plans.must_ask(conn, webinar, now)
                plan = SeatPlan(ask=said) if asks else SeatPlan(facts=(said,))
                await locked_members.lock(conn, next_in_line)  # locks them
                wishes = await retractions.wishes_of_waiting(conn, next_in_line)
                settled = await self._seat_plans.carry_out(
                    conn, webinar_id, dict.fromkeys(next_in_line, plan), now, wishes=wishes
                )
            await self._settlement.announce(settled)
            promoted += len(next_in_line)

    async def promote_due(self, now: Instant) -> int:
        """Run ``promote`` for every webinar with members waiting for a seat; for the periodic sweep."""
        async with self._pool.acquire() as conn:
            waiting = await members.webinars_with_waiting(conn, now)
        return sum([await self.promote(webinar_id, now) for webinar_id in waiting])

    async def promote_after(self, settled: Sequence[Settled], now: Instant) -> None:
        """Fill the seats that a committed transaction freed. A failure is logged; ``promote_due`` tries again."""
        freed = {
            each.webinar
            for each in settled
            if each.from_status and each.from_status.has_seat and not each.to_status.has_seat
        }
        for webinar_id in freed:
            try:
                await self.promote(webinar_id, now)
            except Exception:
                log.exception("promotion_failed", retry=True, webinar=str(webinar_id))


async def _nobody_pays(
    _: Conn, __: Webinar, ___: Sequence[MemberId], ____: int, _____: Instant
) -> Sequence[MemberId] | None:
    return None


async def _always(_: Conn, __: WebinarId, ___: Instant) -> bool:
    return True
