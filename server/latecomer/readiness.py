"""Readiness: whether viewers can be counted, and what an ack is worth here.

Source: docs/protocol.md, Configuration; ARCHITECTURE.md, One heartbeat
"""

from __future__ import annotations

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

    async def readiness(self) -> Readiness:
        """How things are now. Never raises."""
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
                await conn.execute("SELECT 1", timeout=2)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            return EngineState.DOWN
        return EngineState.UP


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
