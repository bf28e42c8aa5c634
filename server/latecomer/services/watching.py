"""Watching: gathers what all connections of this process brought, and counts it in one ledger call per shard.

A lane per shard: while one call is under way the next batch gathers, so the busier it is the larger the batches. What
was handed in is answered exactly once, after the ledger has it; while Redis is away everything waits, bounded by
``max_waiting``: connections ask ``has_room`` before they read on.

Source: docs/domain.md, Watched time is a set; ARCHITECTURE.md, One heartbeat
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

import msgspec
import structlog

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.store.redis.entries import Entry, Outcome, Refusal
from latecomer.store.redis.ledger import Ledger
from latecomer.store.redis.library import CardMissing, LedgerAway, LedgerBroken, ShardNotReady

_log = structlog.get_logger()

T = TypeVar("T")

_MAX_BATCH = 400
_RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0)


class Sink(Protocol):
    """Who handed entries in. ``None`` means given up: neither counted nor refused."""

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        """One entry's outcome, in the order in which entries were handed in."""

    def flush(self) -> None:
        """All outcomes of this batch have been taken."""


class Watching:
    """The way into the ledger."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        reload: Callable[[int], Awaitable[None]],
        refresh: Callable[[WebinarId, MemberId], Awaitable[Webinar | None]],
        due: Callable[[], Awaitable[None]],
        linger_ms: float = 3.0,
        max_waiting: int = 20_000,
    ) -> None:
        """``reload`` makes a shard ready; ``refresh`` gives today's webinar after its card was put; ``due`` tells that
        some member has moments to settle. ``linger_ms`` is how long a batch gathers."""
        self._ledger = ledger
        self._reload = reload
        self._refresh = refresh
        self._due = due
        self._linger_s = linger_ms / 1000
        self._max_waiting = max_waiting
        self._waiting = 0
        self._lanes = [_Lane() for _ in range(ledger.shards)]
        self._tasks: list[asyncio.Task[None]] = []
        self._room = asyncio.Event()
        self._room.set()
        self.away = False
        """Redis does not answer: everything waits."""

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._run(shard, lane)) for shard, lane in enumerate(self._lanes)]

    async def stop(self, timeout_s: float) -> None:
        """Count what waits, at most for that long, then give up the rest."""
        for lane in self._lanes:
            lane.stopping = True
            lane.filled.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout_s)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for lane in self._lanes:
            for entry, sink, tag in lane.queue:
                sink.take(entry, tag, None)
            lane.queue.clear()

    def submit(self, entry: Entry, sink: Sink, tag: int = 0) -> None:
        """Hand in an entry; ``sink`` is told its outcome with the same ``tag``."""
        lane = self._lanes[self._ledger.shard_of(entry.member)]
        lane.queue.append((entry, sink, tag))
        lane.filled.set()
        self._waiting += 1
        if self._waiting >= self._max_waiting:
            self._room.clear()

    async def ask(self, entry: Entry) -> Outcome:
        """Hand in one entry and wait for its outcome. Errors: LedgerAway when it was given up."""
        answer = _Answer()
        self.submit(entry, answer)
        outcome = await answer.outcome
        if outcome is None:
            raise LedgerAway("given up")
        return outcome

    @property
    def has_room(self) -> bool:
        return self._room.is_set()

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    async def _run(self, shard: int, lane: _Lane) -> None:
        while True:
            await lane.filled.wait()
            if not lane.queue:
                if lane.stopping:
                    return
                lane.filled.clear()
                continue
            if not lane.stopping and len(lane.queue) < _MAX_BATCH:
                await asyncio.sleep(self._linger_s)
            batch = [lane.queue.popleft() for _ in range(min(len(lane.queue), _MAX_BATCH))]
            outcomes = await self._apply(shard, [entry for entry, _, _ in batch])
            self._waiting -= len(batch)
            if self._waiting < self._max_waiting:
                self._room.set()
            sinks: dict[Sink, None] = {}
            raised = False
            for (entry, sink, tag), outcome in zip(batch, outcomes, strict=True):
                sink.take(entry, tag, outcome)
                sinks[sink] = None
                raised = raised or (
                    outcome is not None and not isinstance(outcome, Refusal) and outcome.raised
                )
            for sink in sinks:
                sink.flush()
            if raised:
                await self._due()

    async def _apply(self, shard: int, entries: list[Entry]) -> list[Outcome | None]:
        attempt = 0
        while True:
            try:
                outcomes: list[Outcome | None] = list(await self._ledger.apply(shard, entries))
            except ShardNotReady:
                await self._try(self._reload(shard), attempt)
            except CardMissing:
                refreshed: list[Entry] = []
                for entry in entries:
                    webinar = await self._try(self._refresh(entry.webinar.id, entry.member), attempt)
                    refreshed.append(msgspec.structs.replace(entry, webinar=webinar) if webinar else entry)
                if attempt >= len(_RETRY_S):  # a webinar without a card anywhere was deleted
                    return await self._one_by_one(shard, refreshed)
                entries = refreshed
            except LedgerAway as error:
                if not self.away:
                    _log.warning("ledger_away", error=str(error))
                self.away = True
                await asyncio.sleep(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            except LedgerBroken:
                _log.exception("ledger_refused_batch", entries=len(entries))
                return await self._one_by_one(shard, entries)
            else:
                if self.away:
                    _log.info("ledger_back")
                self.away = False
                return outcomes
            attempt += 1

    async def _try(self, work: Awaitable[T], attempt: int) -> T | None:
        try:
            return await work
        except Exception as error:  # noqa: BLE001 - whatever it is, the batch waits and the work is tried again
            _log.warning("ledger_repair_failed", error=repr(error))
            await asyncio.sleep(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            return None

    async def _one_by_one(self, shard: int, entries: list[Entry]) -> list[Outcome | None]:
        """Nothing else is lost with an entry that the ledger cannot take."""
        outcomes: list[Outcome | None] = []
        for entry in entries:
            try:
                outcomes.extend(await self._ledger.apply(shard, [entry]))
            except CardMissing:
                outcomes.append(Refusal.UNKNOWN)
            except (LedgerBroken, LedgerAway, ShardNotReady) as error:
                _log.error(
                    "ledger_refused", operation=entry.operation, member=str(entry.member), error=str(error)
                )
                outcomes.append(None)
        return outcomes


class _Lane:
    """What waits for one shard."""

    def __init__(self) -> None:
        self.queue: deque[tuple[Entry, Sink, int]] = deque()
        self.filled = asyncio.Event()
        self.stopping = False


class _Answer:
    def __init__(self) -> None:
        self.outcome: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    def flush(self) -> None:
        pass
