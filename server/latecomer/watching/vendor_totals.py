"""Vendor totals: copies vendors' reports about members from PostgreSQL to the ledger, which counts them together with
our own player's data.

Each report has a version and the newest version wins, so that a copy may be made late, twice, or by several workers.
After a crash a sweep copies what is missing (``carded_version < version``).

Source: docs/domain.md, Watched time is a set
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.queries.vendor_rows import Reported
from latecomer.core.ids import Instant, MemberId
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import CardMissing, LedgerAway, LedgerBroken, ShardNotReady
from latecomer.redis.pubsub import Changes, Due
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.record import Reports
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()

_AT_ONCE = 200


class VendorTotals:
    """Copies vendors' reports from PostgreSQL to the ledger."""

    def __init__(self, pool: Pool, ledger: Ledger, changes: Changes, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._ledger = ledger
        self._changes = changes
        self._clock = clock

    async def announce(self, members: Sequence[MemberId]) -> None:
        """Copy the reports about these members after they have committed. Failures of the ledger, and a webinar that
        changes meanwhile, are left to the sweep. Errors: Postgres's."""
        try:
            await self.put(members)
        except (LedgerAway, LedgerBroken, ShardNotReady, CardMissing) as error:
            _log.warning("vendor_totals_failed", retry=True, members=len(members), error=str(error))

    async def put(self, members: Sequence[MemberId]) -> None:
        """Copy the vendors' reports about these members. Errors: LedgerAway, ShardNotReady, CardMissing, Postgres's."""
        for start in range(0, len(members), _AT_ONCE):
            async with self._pool.acquire() as conn:
                found = await vendor_rows.reported(conn, members[start : start + _AT_ONCE])
            await self._put(list(found.values()))

    async def sweep(self) -> int:
        """Copy what the ledger does not hold yet. Returns: the number of members. Errors: as ``put``."""
        async with self._pool.acquire() as conn:
            stale = await vendor_rows.not_in_ledger(conn, _AT_ONCE)
        await self._put(stale)
        return len(stale)

    async def _put(self, found: Sequence[Reported]) -> None:
        if not found:
            return
        async with self._pool.acquire() as conn:
            known = {
                each.id: each for each in await webinars.load(conn, list({each.webinar for each in found}))
            }
        found = [each for each in found if each.webinar in known]
        for webinar in known.values():
            shards = {self._ledger.shard_of(each.member) for each in found if each.webinar == webinar.id}
            await self._ledger.put_webinar(webinar, shards)
        await self._ledger.put_reports(
            known,
            [
                Reports(
                    member=each.member,
                    webinar=each.webinar,
                    version=each.version,
                    live=each.live,
                    on_demand=each.on_demand,
                )
                for each in found
            ],
            self._clock(),
        )
        async with self._pool.acquire() as conn:
            await vendor_rows.mark_copied(conn, found)
        await self._changes.publish(None, Due())
