"""The viewers who are present now: each worker's report of its viewers, valid while the worker's lease lasts.

``ledger.lua`` (``say``) adds up the reports, so that a member with tabs on two workers counts once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.redis import keys
from latecomer.redis.cluster import Client, call_each
from latecomer.redis.functions import (
    DRIVER_ERRORS,
    as_ours,
    raise_first,
    ready_key,
    redis_errors,
)
from latecomer.redis.packing import as_bytes, pack
from latecomer.watching.ledger.library import LIBRARY

LEASE_MS = 15_000
"""Time for which a worker's report stands after its last renewal. Source: docs/domain.md, Dashboard numbers."""

_SKEW_MS = 1_000
"""A lease is reaped so long after its end: two clocks within half a second of Redis's agree by then that it has."""
_GONE_S = 3_600
"""Time for which a worker is remembered as gone: longer than any report of it can still be under way."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WorkerPresence:
    """A worker's report about one member: the number of open playbacks, and whether one of them is playing."""

    webinar: WebinarId
    member: MemberId
    open: int
    playing: bool


class PresenceStore:
    """The presence of all workers, shared in Redis."""

    def __init__(self, client: Client, shards: int) -> None:
        self._client = client
        self._shards = shards

    async def begin(self, worker: str, now: Instant) -> None:
        """Begin a lease under a new worker name that was never used before. Errors: LedgerAway."""
        async with redis_errors():
            await self._client.zadd(keys.LEASES, {worker: now + LEASE_MS})

    async def renew(self, worker: str, now: Instant) -> bool:
        """Renew a lease. Returns: False when it has ended: all reports under its name are deleted, or soon will be.

        Errors: LedgerAway.
        """
        return bool(await LIBRARY.call(self._client, "renew", [keys.LEASES], worker, now, now + LEASE_MS))

    async def say(self, worker: str, entries: Sequence[WorkerPresence]) -> None:
        """Report changes. Repeating a report changes nothing.

        Errors: LedgerAway, ShardNotReady, after every possible report was made.
        """
        grouped: dict[int, list[WorkerPresence]] = {}
        for entry in entries:
            grouped.setdefault(keys.shard_of(entry.member, self._shards), []).append(entry)
        answers = await LIBRARY.call_each(
            self._client,
            "say",
            [
                self._saying(shard, worker, group[start : start + _AT_ONCE])
                for shard, group in grouped.items()
                for start in range(0, len(group), _AT_ONCE)
            ],
        )
        raise_first(answers)

    def _saying(
        self, shard: int, worker: str, entries: Sequence[WorkerPresence]
    ) -> tuple[Sequence[str], Sequence[bytes]]:
        names = [ready_key(self._client, shard), keys.here(shard, worker), keys.gone(shard, worker)]
        positions: dict[WebinarId, int] = {}
        for entry in entries:
            if entry.webinar not in positions:
                positions[entry.webinar] = len(names) + 1
                names += [keys.counters(shard, entry.webinar), keys.there(shard, entry.webinar)]
        items = [
            [
                positions[entry.webinar],
                positions[entry.webinar] + 1,
                entry.member.bytes,
                entry.webinar.bytes,
                entry.open,
                int(entry.playing),
            ]
            for entry in entries
        ]
        return names, [pack(items)]

    async def reap(self, now: Instant) -> list[str]:
        """Delete the reports of workers without a lease; several workers may do so at once.

        Returns: the workers that are gone. Errors: LedgerAway, ShardNotReady.
        """
        async with redis_errors():
            names = await self._client.zrangebyscore(keys.LEASES, "-inf", now - _SKEW_MS)
        gone = [as_bytes(name).decode() for name in names]
        answers = await asyncio.gather(*(self.leave(worker) for worker in gone), return_exceptions=True)
        raise_first(answers)
        return gone

    async def leave(self, worker: str) -> None:
        """Delete a leaving worker's reports, and its lease. Errors: LedgerAway, ShardNotReady."""
        shards = range(self._shards)
        # A call of its own may still be on its way, on another connection: what is read after the mark is all there is.
        marks = await call_each(
            self._client, [("SET", keys.gone(shard, worker), "1", "EX", _GONE_S) for shard in shards]
        )
        answers = await call_each(self._client, [("HKEYS", keys.here(shard, worker)) for shard in shards])
        await self.say(
            worker,
            [
                WorkerPresence(
                    WebinarId(UUID(bytes=field[:16])), MemberId(UUID(bytes=field[16:])), 0, playing=False
                )
                for fields in answers
                if not isinstance(fields, Exception)
                for field in map(as_bytes, fields)
            ],
        )
        for answer in (*marks, *answers):
            if isinstance(answer, DRIVER_ERRORS):
                raise as_ours(answer)
        async with redis_errors():
            await self._client.zrem(keys.LEASES, worker)
