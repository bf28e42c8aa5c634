"""The receiver: verifies a vendor's request over its raw bytes, stores it unchanged, and answers within a second.

PostgreSQL has 500 ms to store it; otherwise it goes to the overflow in Redis and moves to PostgreSQL later. Connections
are cached, so that a slow PostgreSQL delays no known connection. A request that cannot be verified is counted and not
stored.

Source: ARCHITECTURE.md, One webhook; docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant
from latecomer.integrations.connections import queries as rows
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.connections.secrets import OpenSecrets
from latecomer.integrations.connections.service import NOT_STORABLE, Connections
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.inbox.overflow import Overflow
from latecomer.integrations.inbox.published_keys import PublishedKeys
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.postgres.pool import FAILURES, Conn, Pool
from latecomer.postgres.pool import NOT_STORABLE as STORE_REFUSES
from latecomer.redis.functions import LedgerAway
from latecomer.tasks import OneAtATime, Tasks, cancel
from latecomer.vendors.kit.inbound import Inbound, PublishesKeys, Rejected, ValidationReply
from latecomer.vendors.registry import DEFINITIONS

BODY_MAX = 1024 * 1024
"""Bytes of one delivery."""
POSTGRES_S = 0.5
_FRESH_MS = 2_000
_UNDERWAY_MAX = 200
"""Inserts that Postgres may be slow with at once; beyond it deliveries spill without asking it."""
_MOVED_AT_ONCE = 100
_COUNT_EVERY_S = 1.0

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Known:
    row: ConnectionRow
    adapter: Inbound
    secrets: OpenSecrets


class Receiver:
    """The service that receives vendors' deliveries."""

    def __init__(
        self,
        pool: Pool,
        connections: Connections,
        overflow: Overflow,
        clock: Callable[[], Instant],
        stored: Callable[[], Awaitable[None]],
        keys: PublishedKeys,
    ) -> None:
        """``stored`` is called after a delivery was stored, so that it is handled at once; if that call fails, it is
        handled half a second later."""
        self._pool = pool
        self.keys = keys
        self._tell = stored
        self._telling = OneAtATime(self._tell_all, _note_failure)
        self._untold = False
        self._connections = connections
        self._overflow = overflow
        self._clock = clock
        self._known: Mapping[str, _Known] = {}
        self._read_at: Instant | None = None
        self._reading: asyncio.Task[None] | None = None
        self._underway = Tasks()
        self._refused: dict[ConnectionId, tuple[int, str]] = {}
        self._counting = OneAtATime(self._count_soon, _note_failure)

    def knows(self, token: str) -> bool:
        """Return True when ``/in/{token}`` was known at the last reading of the connections."""
        return token in self._known

    async def expect(self, token: str, now: Instant) -> None:
        """Check that deliveries are accepted at ``/in/{token}``. Raises: Refused unknown_connection, unavailable."""
        if not self.knows(token):
            await self._find(token, now)

    async def receive(
        self, token: str, method: str, headers: Mapping[str, str], body: bytes, now: Instant
    ) -> ValidationReply:
        """Receive one request to ``/in/{token}``.

        Args:
            headers: with names in lower case.
            body: unchanged.

        Returns: the answer; an empty 204 for a delivery that is stored, now or earlier. Raises: Refused
        unknown_connection, method_not_allowed, missing_signature, malformed_signature, wrong_signature,
        stale_signature, inbox_full, unavailable.
        """
        known = await self._find(token, now)
        secrets = await self._keys_of(known, body, now)
        settings = known.row.settings
        if method != "POST":
            reply = known.adapter.handshake(method, headers, body, secrets, settings)
            if reply is None:
                raise Refused("method_not_allowed", "This connection accepts only POST.")
            return reply
        verdict = known.adapter.verify(headers, body, secrets, settings, now)
        if isinstance(verdict, Rejected):
            self._count(known.row.id, verdict.code.value)
            raise _rejected(verdict)
        reply = known.adapter.handshake(method, headers, body, secrets, settings)
        if reply is not None:
            if reply.visit is not None:
                await self.keys.visit(reply.visit)
            self._heard(known.row.id, now)
            return reply
        kept = {name: headers[name] for name in known.adapter.kept_headers(settings) if name in headers}
        await self._keep(
            ReceivedDelivery(
                connection=known.row.id,
                dedupe_key=known.adapter.dedupe_key(headers, body),
                received_at=now,
                headers=kept,
                body=body,
            )
        )
        return ValidationReply(status=204)

    async def _keys_of(self, known: _Known, body: bytes, now: Instant) -> Sequence[str]:
        """Return the keys that verify a delivery: our shared secrets, or the key that its vendor publishes."""
        if not isinstance(known.adapter, PublishesKeys):
            return known.secrets.valid(known.adapter.signing_secret, now)
        address = known.adapter.key_address(body)
        return () if address is None else (await self.keys.get(address),)

    async def move(self) -> int:
        """Move the overflow to PostgreSQL; deliveries that PostgreSQL refuses are dropped and counted.

        Returns: the number of deliveries that left the overflow. Errors: LedgerAway, Postgres's.
        """
        moved = 0
        while found := await self._overflow.oldest(_MOVED_AT_ONCE):
            async with self._pool.acquire() as conn:
                try:
                    await inbox.store(conn, [delivery for _, _, delivery in found])
                except STORE_REFUSES:
                    for _, _, delivery in found:
                        await self._move_alone(conn, delivery)
            await self._overflow.remove(found)
            moved += len(found)
            self._tell_soon()
        return moved

    async def _move_alone(self, conn: Conn, delivery: ReceivedDelivery) -> None:
        """Set a delivery aside that can never be stored, so that the others are moved."""
        try:
            await inbox.store(conn, [delivery])
        except STORE_REFUSES as error:
            _log.error(NOT_STORABLE, connection=str(delivery.connection), error=type(error).__name__)
            self._count(delivery.connection, NOT_STORABLE)

    async def stop(self) -> None:
        """Cancel running work, and write the counters."""
        await self._counting.cancel()
        with suppress(*FAILURES, TimeoutError):
            async with asyncio.timeout(1):
                await self._write_counts()
        await self._telling.cancel()
        await self._underway.cancel()
        if self._reading is not None:
            await cancel(self._reading)

    async def _find(self, token: str, now: Instant) -> _Known:
        known = self._known.get(token)
        fresh = self._read_at is not None and now - self._read_at < _FRESH_MS
        if known is None or not fresh:
            reading = self._read(now)
            # One that is known is not made to wait for a Postgres that is slow.
            await asyncio.wait({reading}, timeout=POSTGRES_S if known is None else 0.1)
            known = self._known.get(token, known if not reading.done() or reading.exception() else None)
            if known is None and (not reading.done() or reading.exception() is not None):
                raise Refused("unavailable", "The connections cannot be read right now; send it again.")
        if known is None:
            raise Refused("unknown_connection", "There is no connection at this address.")
        return known

    def _read(self, now: Instant) -> asyncio.Task[None]:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._read_all(now))
            self._reading.add_done_callback(_note_failure)
        return self._reading

    async def _read_all(self, now: Instant) -> None:
        async with self._pool.acquire() as conn:
            found = await rows.page(conn)
        known = {}
        for row in found:
            definition = DEFINITIONS.get(row.kind)
            if definition is None or definition.inbound is None:
                continue
            with suppress(Refused):  # its secrets cannot be read; the connections' list says so
                known[row.path_token] = _Known(row, definition.inbound, self._connections.open(row))
        self._known, self._read_at = known, now

    async def _keep(self, delivery: ReceivedDelivery) -> None:
        if len(self._underway) < _UNDERWAY_MAX:
            storing = self._underway.start(self._store(delivery))
            storing.add_done_callback(_note_failure)
            # It is not cancelled when it is late: if it succeeds after all, the dedupe key tells.
            await asyncio.wait({storing}, timeout=POSTGRES_S)
            if storing.done() and storing.exception() is None:
                return
        try:
            async with asyncio.timeout(POSTGRES_S):
                if await self._overflow.add(delivery):
                    return
        except (LedgerAway, TimeoutError) as error:
            raise Refused("unavailable", "Nothing can be stored right now; send it again.") from error
        raise Refused("inbox_full", "Too many deliveries wait to be stored; send it again later.")

    async def _store(self, delivery: ReceivedDelivery) -> None:
        async with self._pool.acquire() as conn:
            await inbox.store(conn, [delivery])
            self._tell_soon()
            await rows.heard(conn, delivery.connection, delivery.received_at)

    def _tell_soon(self) -> None:
        """Notify workers of stored deliveries; one notification for all deliveries that are stored while it is sent."""
        self._untold = True
        self._telling.start()

    async def _tell_all(self) -> None:
        while self._untold:
            self._untold = False
            await self._tell()

    def _heard(self, connection: ConnectionId, now: Instant) -> None:
        async def write() -> None:
            async with self._pool.acquire() as conn:
                await rows.heard(conn, connection, now)

        if len(self._underway) < _UNDERWAY_MAX:
            self._underway.start(write()).add_done_callback(_note_failure)

    def _count(self, connection: ConnectionId, code: str) -> None:
        count, _ = self._refused.get(connection, (0, code))
        self._refused[connection] = (count + 1, code)
        self._counting.start()

    async def _count_soon(self) -> None:
        await asyncio.sleep(_COUNT_EVERY_S)
        await self._write_counts()

    async def _write_counts(self) -> None:
        refused, self._refused = self._refused, {}
        if not refused:
            return
        async with self._pool.acquire() as conn:
            for connection, (count, code) in refused.items():
                await rows.refused(conn, connection, count, code, self._clock())


def _note_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.warning("receipt_failed", retry=True, error=repr(error))


def _rejected(verdict: Rejected) -> Refused:
    match verdict.code.value:
        case "missing_signature":
            return Refused("missing_signature", "The headers of a signed delivery are missing.")
        case "malformed_signature":
            return Refused(
                "malformed_signature", "The signature or its timestamp does not have the right form."
            )
        case "stale_signature":
            return Refused("stale_signature", "The signature is too old, or one of the clocks is wrong.")
        case _:
            return Refused("wrong_signature", "The signature does not match the body and the secret.")
