"""Due members: moments that the ledger recorded (a join, a live millisecond, a view, a click) become facts, and the
statuses are decided.

The ledger's due mark is removed only after the facts have committed; recording the same moments again changes nothing.
So no view is lost, whichever process dies. Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.redis.functions import LedgerAway, ShardNotReady, raise_first
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.record import Record
from latecomer.webinars.members.settlement import Moments, Settlement

_log = structlog.get_logger()

_AT_ONCE = 200
_LEASE_MS = 3_000
"""Time for which a member that one worker took up is kept from other workers. Taking a member up twice costs a little
time; after a worker's death or an outage of Postgres, due members wait this long.
"""


class DueMembers:
    """Takes due members from the ledger, and settles them."""

    def __init__(self, ledger: Ledger, settlement: Settlement, clock: Callable[[], Instant]) -> None:
        self._ledger = ledger
        self._settlement = settlement
        self._clock = clock

    async def take(self) -> int:
        """Settle some due members. Returns: their number.

        Errors: Postgres's; LedgerAway and ShardNotReady of some shards, after the others were settled.
        """
        claims = await self._ledger.claim_due(self._clock(), _LEASE_MS, _AT_ONCE)
        for shard, due in claims.members.items():
            await self._settle(shard, due)
        raise_first(claims.failures)
        return sum(map(len, claims.members.values()))

    async def drain(self, webinar: WebinarId) -> None:
        """Settle every member that is due now, including those that another worker has claimed; a finish needs all of
        them."""
        for shard in range(self._ledger.shards):
            try:
                due = await self._ledger.due(shard)
                for start in range(0, len(due), _AT_ONCE):
                    await self._settle(shard, due[start : start + _AT_ONCE])
            except (LedgerAway, ShardNotReady) as error:  # they flip as soon as the ledger is back
                _log.warning("drain_failed", retry=True, webinar=str(webinar), shard=shard, error=str(error))

    async def _settle(self, shard: int, due: Sequence[MemberId]) -> None:
        if not due:
            return
        records = await self._ledger.read(due)
        await self._settlement.take_moments(
            [_moments(member, record) for member, record in records.items()], self._clock()
        )
        await self._ledger.settled(
            shard, {member: records[member].due if member in records else -1 for member in due}, self._clock()
        )


def _moments(member: MemberId, record: Record) -> Moments:
    return Moments(
        member=member,
        joined_at=record.joined_at,
        live_at=record.live_at,
        view_at=record.view_at,
        clicks=record.clicks,
    )
