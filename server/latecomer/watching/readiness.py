"""Readiness: whether viewers can be counted, and what an ack guarantees at present.

Source: docs/protocol.md, Configuration; ARCHITECTURE.md, One heartbeat
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from latecomer.core.ids import Instant
from latecomer.http.readiness import EngineState, Readiness
from latecomer.postgres.pool import FAILURES, READ_ONLY, Pool
from latecomer.redis.durability import Durability, durability
from latecomer.redis.functions import LedgerAway, LedgerBroken
from latecomer.watching.ledger.ledger import Ledger

_CLOCK_OFF_MS: Final = 500
"""A worker whose clock is further from Redis's is not ready."""
_FRESH_MS: Final = 1000


_TAKES_WRITES: Final = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"


class ReadinessCheck:
    """Checks the engines."""

    def __init__(self, ledger: Ledger, pool: Pool, clock: Callable[[], Instant]) -> None:
        self._ledger = ledger
        self._pool = pool
        self._clock = clock
        self._looking: asyncio.Task[Readiness] | None = None
        self._looked_at: Instant = 0

    async def readiness(self) -> Readiness:
        """Return the readiness, at most a second old; concurrent calls share the answer. Never raises."""
        now = self._clock()
        if self._looking is None or not 0 <= now - self._looked_at < _FRESH_MS:
            self._looked_at = now
            self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> Readiness:
        redis, ack = await self._redis()
        ready = redis in (EngineState.UP, EngineState.PARTLY)
        return Readiness(ready=ready, redis=redis, postgres=await self._postgres(), ack=ack)

    async def _redis(self) -> tuple[EngineState, Durability]:
        try:
            before = self._clock()
            nodes = await self._ledger.nodes()
            after = self._clock()
        except (LedgerAway, LedgerBroken):
            return EngineState.DOWN, Durability.UNKNOWN
        up = [node for node in nodes if node is not None]
        if not up:
            return EngineState.DOWN, Durability.UNKNOWN
        ack = durability([node.settings for node in up])
        if not all(before - _CLOCK_OFF_MS <= node.time_ms <= after + _CLOCK_OFF_MS for node in up):
            return EngineState.CLOCK_OFF, ack
        return EngineState.UP if len(up) == len(nodes) else EngineState.PARTLY, ack

    async def _postgres(self) -> EngineState:
        try:
            async with self._pool.acquire(timeout=2) as conn:
                writes = await conn.fetchval(_TAKES_WRITES, timeout=2)
        except READ_ONLY:
            return EngineState.READ_ONLY
        except FAILURES:
            return EngineState.DOWN
        if not writes:
            # The connection may be older than a failover: new ones lead to the server that takes writes.
            await self._pool.expire_connections()
        return EngineState.UP if writes else EngineState.READ_ONLY
