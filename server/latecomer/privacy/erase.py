"""Erasure of a person: identifying data are removed, statuses and watched times stay. Source: docs/domain.md, Facts and
statuses"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias

from latecomer.attendance.queries import vendor_identities
from latecomer.core.ids import Instant, PersonId
from latecomer.events import outbox
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.inbox import queries as inbox
from latecomer.people.hooks import PersonalData, Subject
from latecomer.people.queries import erasures, persons
from latecomer.people.service import load
from latecomer.postgres.pool import Pool
from latecomer.privacy.vendor_data import traces
from latecomer.webinars.members.queries import (
    locked_members,
    members,
    provider_requests,
    retractions,
    timeline,
)
from latecomer.webinars.members.registration import link_renewed
from latecomer.webinars.members.settlement import Settlement

_DUE_AT_ONCE: Final = 20

Move: TypeAlias = Callable[[], Awaitable[object]]
"""``Receiver.move``."""


class Erasure:
    """The service that erases persons."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        move: Move | None = None,
        personal_data: Sequence[PersonalData] = (),
    ) -> None:
        """``move``: moves deliveries from the overflow into the inbox, so that they are found there. ``personal_data``:
        the data that other folders store about persons."""
        self._pool = pool
        self._settlement = settlement
        self._move = move
        self._personal_data = personal_data

    async def erase(self, person_id: PersonId, now: Instant) -> None:
        """Remove name, email, properties, links and stored deliveries, handled or not. Statuses and watched times stay,
        anonymous.

        Erasing again changes nothing. Raises: Refused unknown_person. Errors: LedgerAway.
        """
        await self._erase(person_id, now, only_imported=False)

    async def erase_due(self, now: Instant) -> int:
        """Erase some persons whom an undone import had made, for the periodic sweep; whoever came or was stated since
        stays. Returns: the number of persons looked at."""
        async with self._pool.acquire() as conn:
            due = await erasures.due(conn, _DUE_AT_ONCE)
        for person in due:
            await self._erase(person, now, only_imported=True)
            async with self._pool.acquire() as conn:
                await erasures.done(conn, person)
        return len(due)

    async def _erase(self, person_id: PersonId, now: Instant, *, only_imported: bool) -> None:
        if self._move is not None:
            await self._move()
        async with self._pool.acquire() as conn, conn.transaction():
            ids = [record.id for record in await members.of_person(conn, person_id)]
            # Whoever handles deliveries locks them before persons.
            found = await traces(conn, await load(conn, person_id), ids)
            await inbox.forget(conn, [row.id for row in found], now)
            person = await load(conn, person_id, lock=True)
            if person.erased_at is not None:
                return
            ids = [record.id for record in await members.of_person(conn, person_id)]
            await locked_members.lock(conn, ids)  # locks them
            if only_imported and not await retractions.only_imported(conn, ids, (), 0, None):
                return
            await persons.update(conn, persons.erased(person, now))
            await members.renew_links(conn, ids)
            await provider_requests.withdraw(conn, ids)
            await timeline.forget_reasons(conn, ids)
            await outbox.forget(conn, ids)
            await deliveries.forget_answers(conn, ids)
            await vendor_identities.forget(conn, ids, person.email or "")
            subject = Subject(person=person, members=ids, now=now)
            for each in self._personal_data:
                await each.erase(conn, subject)
            revoked = await members.load(conn, ids)
        await self._settlement.announce([link_renewed(record, now) for record in revoked.values()])
