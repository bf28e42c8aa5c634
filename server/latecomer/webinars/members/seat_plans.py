"""Seat plans: the seats of a locked webinar, and the execution of plans for its members.

``rules/seats.py`` makes a plan for one member: facts to record, or a provider to ask first. Carrying it out records the
facts, settles the members and queues the requests to providers, all in the caller's transaction.

Source: docs/domain.md, Facts and statuses (Seats)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID, uuid4

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries import facts as facts_rows
from latecomer.webinars.members.queries import members, provider_requests
from latecomer.webinars.members.queries.provider_requests import ProviderRequest
from latecomer.webinars.members.rules.seats import SeatPlan, Seats
from latecomer.webinars.members.settlement import NewFact, Settled, Settlement

AsksProvider: TypeAlias = Callable[[Conn, WebinarId], Awaitable[bool]]
"""Return True when a provider is bound that registers a webinar's members itself; the webinar is locked."""


class SeatPlans:
    """Makes plans for the seats of a webinar, and carries them out."""

    def __init__(self, settlement: Settlement, asks_provider: AsksProvider | None = None) -> None:
        """``asks_provider``: whether a provider has to confirm a webinar's registrations; without it none has to."""
        self._settlement = settlement
        self._asks_provider = asks_provider or _asks_nobody

    async def carry_out(
        self,
        conn: Conn,
        webinar: WebinarId,
        plans: Mapping[MemberId, SeatPlan],
        now: Instant,
        since: Mapping[MemberId, Instant] | None = None,
        *,
        wish: UUID | None = None,
        wishes: Mapping[MemberId, UUID] | None = None,
    ) -> list[Settled]:
        """Record and settle plans, and queue the requests to providers; webinar and members are locked.

        ``since``: the time of the request, if it was not now. ``wish``: the import that asks; without it this call is a
        wish of its own. ``wishes``: the earlier wishes of members that are granted now.
        """
        since = since or {}
        key = None if wish is None else f"import:{wish.hex}"
        asking = wish or uuid4()
        wishes = wishes or {}
        due = await self._settlement.record(
            conn,
            [
                NewFact(
                    member=member,
                    kind=kind,
                    at=since.get(member, now),
                    source=said_by,
                    reason=why,
                    key=key,
                    wish=wishes.get(member, asking),
                )
                for member, plan in plans.items()
                for kind, said_by, why in plan.facts
            ],
            now,
        )
        await provider_requests.withdraw(conn, [member for member, plan in plans.items() if plan.withdraws])
        await provider_requests.ask(
            conn,
            [
                ProviderRequest(
                    member=member,
                    webinar=webinar,
                    asked_at=since.get(member, now),
                    source=plan.ask[1],
                    reason=plan.ask[2],
                    wish=wishes.get(member, asking),
                )
                for member, plan in plans.items()
                if plan.ask
            ],
            now,
        )
        return await self._settlement.settle(conn, due, now)

    async def seats(self, conn: Conn, webinar: Webinar, known: Sequence[MemberId], now: Instant) -> Seats:
        """Return the seats of a webinar that is locked. ``known``: the members whose wishes will be planned."""
        free = None
        if webinar.seats is not None and now < webinar.ends_at:
            free = webinar.seats - await members.seats_taken(conn, webinar.id)
        finishes = await facts_rows.finishes(conn, [webinar.id])
        return Seats(
            webinar,
            [finish.at for finish in finishes.get(webinar.id, ())],
            free,
            now,
            asks=await self.must_ask(conn, webinar, now),
            asked=await provider_requests.asked(conn, known),
        )

    async def must_ask(self, conn: Conn, webinar: Webinar, now: Instant) -> bool:
        """Return True when a provider has to confirm registrations; not after the event, when its room is closed."""
        return webinar.has_provider and now < webinar.ends_at and await self._asks_provider(conn, webinar.id)


async def _asks_nobody(_: Conn, __: WebinarId) -> bool:
    return False
