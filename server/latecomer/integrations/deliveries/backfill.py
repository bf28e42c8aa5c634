"""Backfills: events from before a connection was made or repaired, sent to it under their original ids.

A backfill creates deliveries of past events. They are sent after live events and take at most half of a round; a live
event waits only for past events about the same member.

Source: docs/vendors.md, Send what happened
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID, uuid4

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.core.phase import DAY_MS
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.deliveries.dispatcher import KINDS
from latecomer.integrations.deliveries.queries import backfills
from latecomer.integrations.deliveries.queries.backfills import BackfillRow, PastEvents
from latecomer.postgres.pool import Conn, Pool

__all__ = ["Backfill", "BackfillRow"]

BACK_MS: Final = 30 * DAY_MS
"""The longest time back; older events are deleted."""
EVENTS_MAX: Final = 200_000


class Backfill:
    """The service that counts, starts and stops backfills."""

    def __init__(self, pool: Pool, wake: Callable[[], Awaitable[None]]) -> None:
        self._pool = pool
        self._wake = wake

    async def preview(
        self,
        connection: ConnectionId,
        from_at: Instant,
        webinars: Sequence[WebinarId] | None,
        types: Sequence[str] | None,
        now: Instant,
    ) -> int:
        """Return the number of events that would be sent. Raises: as ``start``."""
        async with self._pool.acquire() as conn:
            return await self._count(conn, await self._past(conn, connection, from_at, webinars, types, now))

    async def start(
        self,
        connection: ConnectionId,
        from_at: Instant,
        webinars: Sequence[WebinarId] | None,
        types: Sequence[str] | None,
        now: Instant,
    ) -> tuple[UUID, int]:
        """Send a connection the events since ``from_at`` that it has not received, dead letters included.

        Args: ``webinars``, ``types``: None for all that it receives. Returns: the backfill, and the number of events.
        """
        backfill = uuid4()
        async with self._pool.acquire() as conn, conn.transaction():
            past = await self._past(conn, connection, from_at, webinars, types, now)
            await self._count(conn, past)
            events = await backfills.add(conn, past, backfill, now)
        await self._wake()
        return backfill, events

    async def stop(self, connection: ConnectionId, now: Instant) -> None:
        """Stop the backfill; events that were not attempted are withdrawn. Raises: Refused unknown_connection."""
        async with self._pool.acquire() as conn, conn.transaction():
            if await connections.load(conn, connection) is None:
                raise _unknown()
            await backfills.stop(conn, connection, now)

    async def last(self, connection: ConnectionId) -> BackfillRow:
        """Return the latest backfill. Raises: Refused unknown_connection, unknown_backfill."""
        async with self._pool.acquire() as conn:
            if await connections.load(conn, connection) is None:
                raise _unknown()
            found = await backfills.last(conn, connection)
        if found is None:
            raise Refused("unknown_backfill", "Past events were never sent to this connection.")
        return found

    async def _count(self, conn: Conn, past: PastEvents) -> int:
        count = await backfills.count(conn, past, EVENTS_MAX + 1)
        if count > EVENTS_MAX:
            raise Refused(
                "too_many_events", f"More than {EVENTS_MAX} events: choose a later start or fewer webinars."
            )
        return count

    async def _past(
        self,
        conn: Conn,
        connection: ConnectionId,
        from_at: Instant,
        webinars: Sequence[WebinarId] | None,
        types: Sequence[str] | None,
        now: Instant,
    ) -> PastEvents:
        row = await connections.load(conn, connection)
        if row is None:
            raise _unknown()
        understood = {str(each) for each in KINDS.understood.get(row.kind, ())}
        if not understood:
            raise Refused("sends_nothing", "Nothing is sent to connections of this kind.")
        if from_at < now - BACK_MS:
            raise Refused("backfill_too_old", "Events are stored for 30 days: start at most 30 days back.")
        wanted = understood if types is None else set(types)
        if not wanted <= understood:
            unknown = ", ".join(sorted(wanted - understood))
            raise Refused("unknown_event_type", f"This kind does not receive: {unknown}.")
        return PastEvents(
            connection=connection,
            from_at=from_at,
            webinars=webinars,
            types=sorted(wanted),
            unbound=row.kind in KINDS.unbound,
        )


def _unknown() -> Refused:
    return Refused("unknown_connection", "There is no such connection.")
