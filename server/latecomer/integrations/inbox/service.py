"""The inbox: deliveries become facts and stays, once, in any order of arrival.

Deliveries are taken in batches; all effects of a batch are committed together with the outcomes of its deliveries. A
delivery about an unknown person, or about a webinar that is not bound yet, waits and becomes due again once they are
known.

Source: docs/domain.md, Facts and statuses; ARCHITECTURE.md, One webhook
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog

from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.phase import DAY_MS
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.inbox.handler import Consumers, apply
from latecomer.integrations.inbox.queries import InboxRow, InboxState
from latecomer.integrations.inbox.summary import SummaryLine, contents
from latecomer.integrations.vendor_reports.apply import Aftermath
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.settlement import Settlement

__all__ = ["Inbox", "InboxRow", "InboxState", "SummaryLine"]

BODY_KEPT_MS = 30 * DAY_MS
"""Time for which a raw body is kept after it was handled."""
_STARTED_MS = 6 * 3_600_000
_ATTEMPTS = 8
_FIRST_WAIT_MS = 1_000
_DETAIL_MAX = 500

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Deliveries, newest first, the content of each by its id, and the cursor of the next page."""

    items: Sequence[InboxRow]
    contents: Mapping[int, tuple[SummaryLine, ...]]
    next_before: int | None


class Inbox:
    """The service that handles received deliveries."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        finisher: Finisher,
        reported: Callable[[Sequence[MemberId]], Awaitable[None]],
        consumers: Consumers,
    ) -> None:
        """``reported``: as in ``Aftermath``. ``consumers``: take what is not about attendance."""
        self._consumers = consumers
        self._pool = pool
        self._settlement = settlement
        self._finisher = finisher
        self._aftermath = Aftermath(settlement, finisher, reported)

    async def handle(self, limit: int, now: Instant) -> int:
        """Handle up to ``limit`` due deliveries. Returns: the number taken. Errors: Postgres's."""
        try:
            async with self._pool.acquire() as conn, conn.transaction():
                rows = await inbox.take(conn, limit, now)
                applied = await apply(conn, self._settlement, self._finisher, self._consumers, rows, now)
        except Exception:
            log.exception("batch_failed", retry=True)
            return await self._one_by_one(limit, now)
        await self._aftermath.follow(applied, now)
        return len(rows)

    async def _one_by_one(self, limit: int, now: Instant) -> int:
        """Handle deliveries one by one, so that one invalid delivery delays no other."""
        handled = 0
        while handled < limit:
            broken: tuple[InboxRow, Exception] | None = None
            applied = None
            async with self._pool.acquire() as conn, conn.transaction():
                rows = await inbox.take(conn, 1, now)
                if not rows:
                    break
                try:
                    async with conn.transaction():
                        applied = await apply(
                            conn, self._settlement, self._finisher, self._consumers, rows, now
                        )
                except Exception as error:  # noqa: BLE001 - whatever it is, it is written down and tried again
                    broken = rows[0], error
                    attempts = rows[0].attempts + 1
                    again_at = now + _FIRST_WAIT_MS * 4 ** rows[0].attempts if attempts < _ATTEMPTS else None
                    await inbox.fail(conn, rows[0], repr(error)[:_DETAIL_MAX], now, again_at)
            if broken is not None:
                log.error("delivery_failed", inbox=broken[0].id, error=repr(broken[1]))
            if applied is not None:
                await self._aftermath.follow(applied, now)
            handled += 1
        return handled

    async def page(
        self, connection: ConnectionId, state: InboxState | None, before: int | None, limit: int
    ) -> InboxPage:
        """List a connection's received deliveries, newest first; empty for a deleted connection."""
        async with self._pool.acquire() as conn:
            found = await connections.load(conn, connection)
            bindings = (await connections.bindings(conn, [connection])).get(connection, ())
            rows = await inbox.page(conn, connection, state, before, limit + 1)
        bound = {each.external_id: each.webinar for each in bindings}
        told = {row.id: contents(row, found, bound) for row in rows[:limit] if found is not None}
        return InboxPage(rows[:limit], told, rows[limit - 1].id if len(rows) > limit else None)

    async def replay(self, connection: ConnectionId, ids: Sequence[int] | None, now: Instant) -> int:
        """Handle these deliveries again, or with None all that failed or wait. Returns: their number."""
        async with self._pool.acquire() as conn:
            return await inbox.replay(conn, connection, ids, now)

    async def times_changed(self, conn: Conn, before: Webinar, after: Webinar, now: Instant) -> None:
        """Make deliveries due that belonged to another event, in the transaction that changes a webinar's times."""
        if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
            await inbox.wake_times(conn, after.id, now)

    async def wake_started(self, now: Instant) -> int:
        """Make deliveries due about unknown people who arrived before a webinar that has started since. Returns: their
        number."""
        async with self._pool.acquire() as conn:
            return await inbox.wake_started(conn, now - _STARTED_MS, now)

    async def sweep(self, now: Instant) -> int:
        """Delete bodies after their retention time. Returns: their number."""
        async with self._pool.acquire() as conn:
            return await inbox.sweep(conn, now - BODY_KEPT_MS)
