"""Readiness: whether viewers can be counted, and what an ack is worth here.

Source: docs/protocol.md, Configuration; ARCHITECTURE.md, One heartbeat
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import asyncpg

from latecomer.core.ids import Instant
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import LedgerAway, LedgerBroken
from latecomer.watching.ledger.ledger import Ledger

_CLOCK_OFF_MS: Final = 500
"""A worker whose clock is further from Redis's is not ready."""
_FRESH_MS: Final = 1000


_TAKES_WRITES: Final = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"


class Durability(StrEnum):
    """What an ack is worth: what a power cut of the Redis machine may take of it."""

    FLUSHED = "flushed"
    """Nothing: it was flushed to disk before the ack."""
    WITHIN_A_SECOND = "within_a_second"
    """About the last second."""
    VOLATILE = "volatile"
    """Everything since the copies in Postgres, at most 60 seconds."""
    UNKNOWN = "unknown"
    """The server does not tell."""


class EngineState(StrEnum):
    """How an engine is."""

    UP = "up"
    PARTLY = "partly"
    """Some nodes of a cluster do not answer: who lives there waits, everybody else is counted."""
    READ_ONLY = "read_only"
    """It answers and takes no writes: a replica, or a primary that was demoted."""
    DOWN = "down"
    CLOCK_OFF = "clock_off"
    """Its clock and ours are more than half a second apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """``ready`` while Redis answers; the state of each engine; what an ack is worth."""

    ready: bool
    redis: EngineState
    postgres: EngineState
    ack: Durability


class Watchman:
    """Asks the engines how they are."""

    def __init__(self, ledger: Ledger, pool: Pool, clock: Callable[[], Instant]) -> None:
        self._ledger = ledger
        self._pool = pool
        self._clock = clock
        self._looking: asyncio.Task[Readiness] | None = None
        self._looked_at: Instant = 0

    async def readiness(self) -> Readiness:
        """Return how things are, at most a second old; whoever asks meanwhile shares the answer. Never raises."""
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
        except asyncpg.TargetServerAttributeNotMatched:
            return EngineState.READ_ONLY
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return EngineState.DOWN
        if not writes:
            # The connection may be older than a failover: new ones lead to the server that takes writes.
            await self._pool.expire_connections()
        return EngineState.UP if writes else EngineState.READ_ONLY


def durability(servers: Sequence[Mapping[str, str]]) -> Durability:
    """What an ack is worth at the worst of the servers, under the settings of each (empty where it does not tell)."""
    return max((_durability(settings) for settings in servers), key=tuple(Durability).index)


def _durability(settings: Mapping[str, str]) -> Durability:
    match settings:
        case {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "no"}:
            return Durability.FLUSHED
        case {"appendonly": "yes"}:
            return Durability.WITHIN_A_SECOND
        case {"appendonly": "no"}:
            return Durability.VOLATILE
        case _:
            return Durability.UNKNOWN
