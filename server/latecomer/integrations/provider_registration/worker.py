"""Registration at a provider: members set to Registered are registered there, and get the status that the answer leads
to.

A row stores each request to a provider. A worker leases some rows, calls the provider outside of any transaction, and
commits the answer with all its effects. The leases of a worker that dies run out; the repeated call has the same
result, since a provider confirms people who are registered already.

Source: docs/domain.md, Facts and statuses; docs/vendors.md, What registering with a provider does
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, assert_never

import structlog

from latecomer.attendance.queries import vendor_identities
from latecomer.attendance.queries.vendor_identities import VendorIdentity
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.core.phase import closes_at
from latecomer.core.retry import Again, Attempt, AttemptOutcome, decide
from latecomer.core.status import Status
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.queries import ConnectionState
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.provider_registration.registering_connection import (
    RegisteringConnection,
    RegisteringConnections,
)
from latecomer.integrations.vendor_reports.types import checked
from latecomer.postgres.pool import Pool
from latecomer.tasks import repeat
from latecomer.vendors.kit.inbound import Attendee
from latecomer.vendors.kit.provider import (
    Answer,
    Confirmed,
    Denied,
    PendingApproval,
    Registrar,
    VendorTrouble,
)
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members, members, provider_requests
from latecomer.webinars.members.queries.provider_requests import ProviderRequest
from latecomer.webinars.members.settlement import NewFact, Settlement

LOOK_S: Final = 0.5
_LEASE_MS: Final = 120_000
"""Longer than any client takes with all its calls."""
_HELD_MS: Final = 15_000
"""Time for which a webinar rests when its provider is paused or broken."""
_AT_ONCE: Final = 8
"""Calls under way for one webinar; how many there may be in a second is the business of the vendor's client."""
_MOST_WEBINARS: Final = 100
_REASON_MAX: Final = 500

log = structlog.get_logger(__name__)


class ProviderRegistrationWorker:
    """Sends registrations to providers, and stores the answers."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        registering_connections: RegisteringConnections,
        clock: Callable[[], Instant],
        *,
        lease_ms: int = _LEASE_MS,
    ) -> None:
        self._pool = pool
        self._settlement = settlement
        self._registering_connections = registering_connections
        self._clock = clock
        self._lease_ms = lease_ms
        self._busy: set[WebinarId] = set()

    async def run(self) -> None:
        """Work until cancelled; a webinar with a slow provider delays no other."""
        async with asyncio.TaskGroup() as group:
            await repeat("provider_registration", lambda: self._look(group), LOOK_S)

    async def _look(self, group: asyncio.TaskGroup) -> None:
        async with self._pool.acquire() as conn:
            found = await provider_requests.due(
                conn, self._clock(), list(self._busy), _MOST_WEBINARS - len(self._busy)
            )
        for webinar in found:
            self._busy.add(webinar)
            group.create_task(self._work_off(webinar))

    async def _work_off(self, webinar: WebinarId) -> None:
        try:
            while await self.enrol(webinar):
                pass
        except Exception as error:  # noqa: BLE001 - the leases run out and somebody tries again
            log.warning("provider_registration_failed", retry=True, webinar=str(webinar), error=repr(error))
        finally:
            self._busy.discard(webinar)

    async def enrol(self, webinar: WebinarId) -> int:
        """Register due members of a webinar at its provider. Returns: approximately how many. Errors: Postgres's."""
        now = self._clock()
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar])
            if not found or now >= closes_at(found[0]):
                await provider_requests.drop(conn, webinar)
                return 0
            registering_connection = await self._registering_connections.of_webinar(conn, webinar)
            if registering_connection is not None and registering_connection.registrar is None:
                await provider_requests.hold(conn, webinar, now + _HELD_MS)
                return 0
            taken = await provider_requests.claim(conn, webinar, now, now + self._lease_ms, _AT_ONCE)
            known = await members.load(conn, [each.member for each in taken])
        # Who was removed by what a vendor told is not to be registered any more.
        gone = [each.member for each in taken if known[each.member].status is Status.NOT_IN_PROGRAM]
        if gone:
            async with self._pool.acquire() as conn:
                await provider_requests.withdraw(conn, gone)
        wanted = [each for each in taken if each.member not in gone]
        if registering_connection is None or registering_connection.registrar is None:
            await self._register_here(wanted)
        else:
            registrar = registering_connection.registrar
            await asyncio.gather(
                *(
                    self._ask(registering_connection, registrar, each, known[each.member].person)
                    for each in wanted
                )
            )
        return len(taken)

    async def _register_here(self, taken: Sequence[ProviderRequest]) -> None:
        """Register members without a provider: none has to confirm them any more, so their requests are granted."""
        for each in taken:
            await self._close(each, _fact(each, FactKind.REGISTERED, each.asked_at, each.source, each.reason))

    async def _ask(
        self,
        registering_connection: RegisteringConnection,
        registrar: Registrar,
        taken: ProviderRequest,
        person: Person,
    ) -> None:
        try:
            answer = checked(
                await registrar.register(registering_connection.external_id, _attendee(person), self._clock())
            )
        except Exception as error:
            log.exception("registrar_failed", connection=str(registering_connection.connection))
            answer = VendorTrouble(code="internal_error", message=type(error).__name__)
        await self.answered(registering_connection, taken, answer)

    async def answered(
        self, registering_connection: RegisteringConnection, taken: ProviderRequest, answer: Answer
    ) -> None:
        """Commit the vendor's answer and its effects; nothing when the registration was withdrawn."""
        now = self._clock()
        match answer:
            case Confirmed():
                fact = _fact(taken, FactKind.REGISTERED, taken.asked_at, Source.VENDOR, taken.reason)
                # What the provider confirmed is its own fact: it stays when the wish is retracted.
                await self._close(
                    taken,
                    replace(fact, wish=None),
                    _names(registering_connection, taken, answer.refs, answer.join_url),
                )
            case PendingApproval():
                fact = _fact(taken, FactKind.PENDING_APPROVAL, now, Source.VENDOR)
                await self._close(taken, fact, _names(registering_connection, taken, answer.refs))
            case Denied():
                reason = answer.message or answer.code
                await self._close(
                    taken, _fact(taken, FactKind.REGISTRATION_ERROR, now, Source.VENDOR, reason)
                )
            case VendorTrouble():
                await self._wait(registering_connection, taken, answer)
                return
            case _:  # pragma: no cover - the closed set ends above
                assert_never(answer)
        async with self._pool.acquire() as conn:
            await connections.spoke(conn, registering_connection.connection, now)

    async def _close(
        self, taken: ProviderRequest, fact: NewFact, names: Sequence[VendorIdentity] = ()
    ) -> None:
        """Commit the answer, unless the request was withdrawn. ``names``: the vendor's ids of the member."""
        now = self._clock()
        async with self._pool.acquire() as conn, conn.transaction():
            known = await connections.hold(conn, sorted({each.connection for each in names}))
            webinar = await webinars.lock(conn, taken.webinar)
            if webinar is None or not await locked_members.lock(conn, [taken.member]):
                return
            if not await provider_requests.complete(conn, taken):
                return
            settled = await self._settlement.settle(
                conn, await self._settlement.record(conn, [fact], now), now
            )
            if known:
                await vendor_identities.learn(conn, names)
                await inbox.wake(conn, known[0].id, [each.ref for each in names], now)
        await self._settlement.announce(settled)

    async def _wait(
        self, registering_connection: RegisteringConnection, taken: ProviderRequest, trouble: VendorTrouble
    ) -> None:
        """Try again later after an unclear answer, or stop until an operator repairs the connection."""
        now = self._clock()
        if trouble.stops:
            async with self._pool.acquire() as conn, conn.transaction():
                row = await connections.load(conn, registering_connection.connection, lock=True)
                if row is not None and row.state is ConnectionState.ACTIVE:
                    reason = trouble.message or trouble.code
                    await connections.set_state(conn, row.id, ConnectionState.BROKEN, reason)
                await provider_requests.fail(
                    conn,
                    taken,
                    due_at=now,
                    attempts=taken.attempts,
                    code=trouble.code,
                    message=trouble.message,
                )
            log.warning(
                "connection_broken", connection=str(registering_connection.connection), trouble=trouble.code
            )
            return
        decision = decide(_attempt(trouble, now), taken.attempts, now, random.random())  # noqa: S311 - jitter
        if not isinstance(decision, Again):
            reason = f"The provider could not be reached: {trouble.message or trouble.code}"
            await self._close(taken, _fact(taken, FactKind.REGISTRATION_ERROR, now, Source.CLOCK, reason))
            return
        async with self._pool.acquire() as conn, conn.transaction():
            await provider_requests.fail(
                conn,
                taken,
                due_at=decision.at,
                attempts=decision.attempts,
                code=trouble.code,
                message=trouble.message,
            )
            if decision.hold_until is not None:
                await provider_requests.hold(conn, taken.webinar, decision.hold_until)


def _attempt(trouble: VendorTrouble, now: Instant) -> Attempt:
    """Return the attempt of a failed call. A call that a vendor postponed does not count as an attempt."""
    if trouble.not_before is None:
        return Attempt(outcome=AttemptOutcome.FAILED, code=trouble.code, message=trouble.message)
    return Attempt(
        outcome=AttemptOutcome.POSTPONED,
        code=trouble.code,
        message=trouble.message,
        retry_after_ms=max(0, trouble.not_before - now),
    )


def _attendee(person: Person) -> Attendee:
    """Return the known data of a person in the form that providers take."""
    texts = {name: getattr(person, name) for name in CONTACT_FIELDS}
    return Attendee(email=person.email, properties=person.properties, **texts)


def _fact(
    taken: ProviderRequest, kind: FactKind, at: Instant, source: Source, reason: str | None = None
) -> NewFact:
    return NewFact(
        member=taken.member,
        kind=kind,
        at=at,
        source=source,
        reason=reason and reason[:_REASON_MAX],
        wish=taken.wish,
    )


def _names(
    registering_connection: RegisteringConnection,
    taken: ProviderRequest,
    refs: Sequence[str],
    join_url: str | None = None,
) -> list[VendorIdentity]:
    """Return the vendor's ids of the member; a join link without any id is stored under ours."""
    if join_url is not None and not refs:
        refs = (f"member:{taken.member}",)
    return [
        VendorIdentity(
            connection=registering_connection.connection,
            webinar=taken.webinar,
            ref=ref,
            member=taken.member,
            join_url=join_url,
        )
        for ref in refs
    ]
