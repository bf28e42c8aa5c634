"""The batcher: collects the messages of all connections of this process, and counts them in one ledger call per shard.

There is one lane per shard: while one call is running the next batch is collected, so the busier a lane is, the larger
its batches. Every entry is answered exactly once, after the ledger has it. While Redis is unavailable everything waits,
limited by ``max_waiting``: connections ask their member's lane whether it ``has_room`` before they read on. A shard
that waits does not delay the others.

Source: docs/domain.md, Watched time is a set; ARCHITECTURE.md, One heartbeat
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Protocol, TypeAlias

import msgspec
import structlog

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.redis.functions import CardMissing, LedgerAway, ShardNotReady
from latecomer.tasks import cancel
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Entry, Heartbeat, Hello, Outcome, Refusal

_log = structlog.get_logger()

_MAX_BATCH = 400
_MAX_BATCH_SIZE = 256 * 1024
"""The characters of unread messages in a batch, and twelve for each number of what was judged before: more at once
would delay everybody else, here and in Redis. Usual messages stay far below it."""
_NUMBER_SIZE = 12
_MAX_HELLOS = 200
_RETRY_S = (0.05, 0.1, 0.2, 0.5, 1.0)


class MessageSource(Protocol):
    """A connection whose messages were submitted unread."""

    def read(self, text: str, at: Instant) -> Handed | None:
        """Decode and judge a message that arrived at ``at``. Returns: the entry to count, None when there is nothing to
        count."""


class Sink(Protocol):
    """The receiver of outcomes for the entries that it submitted; it is called once for each. ``None`` means that the
    entry was given up: neither counted nor refused."""

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        """Take one entry's outcome, in the order of submission."""

    def flush(self) -> None:
        """Handle the end of a batch: all its outcomes have been passed on."""


class Batcher:
    """The batches of entries on their way into the ledger."""

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
        """Args: ``reload`` makes a shard ready; ``refresh`` returns the present webinar after it was copied to the
        ledger, None for a deleted one; ``due`` is called when a member has moments to settle. ``linger_ms`` is the time
        in which a batch is collected; ``max_waiting`` is shared by the lanes, each of which may hold at least one
        batch."""
        self._ledger = ledger
        self._reload = reload
        self._refresh = refresh
        self._due = due
        self._linger_s = linger_ms / 1000
        most = max(max_waiting // ledger.shards, min(max_waiting, _MAX_BATCH))
        self._lanes = [Lane(most) for _ in range(ledger.shards)]
        self._tasks: list[asyncio.Task[None]] = []
        self._stopped = False

    def start(self) -> None:
        self._tasks = [asyncio.create_task(self._run(shard, lane)) for shard, lane in enumerate(self._lanes)]

    async def stop(self, timeout_s: float) -> None:
        """Count the waiting entries for at most the given time, then give up the rest."""
        for lane in self._lanes:
            lane.stopping = True
            lane.filled.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=timeout_s)
        await cancel(*self._tasks)
        self._stopped = True
        for lane in self._lanes:
            rest = [*lane.batch, *_read(lane.queue)]
            lane.queue.clear()
            lane.batch = []
            self._tell(rest, [None] * len(rest))
            lane.freed.set()

    def submit(self, entry: Entry, sink: Sink, tag: int = 0) -> None:
        """Submit an entry; ``sink`` receives its outcome with the same ``tag``."""
        if self._stopped:
            self._tell([(entry, sink, tag)], [None])
            return
        lane = self.lane(entry.member) if len(self._lanes) > 1 else self._lanes[0]
        lane.hand_in((entry, sink, tag))

    async def ask(self, entry: Entry) -> Outcome:
        """Submit one entry and wait for its outcome. Errors: LedgerAway when it was given up."""
        answer = _Answer()
        self.submit(entry, answer)
        outcome = await answer.outcome
        if outcome is None:
            raise LedgerAway("given up")
        return outcome

    async def hello(self, entry: Hello) -> Outcome:
        """Submit a hello and wait, like ``ask``, once there is room; only a few at a time, so that heartbeats never
        wait for a crowd of arrivals."""
        lane = self.lane(entry.member)
        async with lane.hellos:
            await lane.room()
            return await self.ask(entry)

    def lane(self, member: MemberId) -> Lane:
        """Return the lane of a member's entries."""
        return self._lanes[self._ledger.shard_of(member)]

    @property
    def away(self) -> bool:
        """Return True while Redis, or a part of it, does not answer; its entries wait."""
        return any(lane.away for lane in self._lanes)

    async def _run(self, shard: int, lane: Lane) -> None:
        while True:
            await lane.filled.wait()
            if not lane.queue:
                if lane.stopping:
                    return
                lane.filled.clear()
                continue
            if not lane.stopping and len(lane.queue) < _MAX_BATCH:
                await asyncio.sleep(self._linger_s)
            lane.batch = _read(_next(lane.queue))
            outcomes: list[Outcome | None] = []
            if lane.batch:
                outcomes = await self._apply(shard, lane, [entry for entry, _, _ in lane.batch])
            else:
                await asyncio.sleep(0)  # reading alone took a turn
            batch, lane.batch = lane.batch, []
            if lane.has_room:
                lane.freed.set()
            if self._tell(batch, outcomes):
                await self._due()

    def _tell(self, batch: Sequence[Handed], outcomes: Sequence[Outcome | None]) -> bool:
        """Pass the outcomes to their sinks. Returns: whether there are moments to settle."""
        sinks: dict[Sink, None] = {}
        raised = False
        for (entry, sink, tag), outcome in zip(batch, outcomes, strict=True):
            sink.take(entry, tag, outcome)
            sinks[sink] = None
            if outcome is not None and outcome.raised:
                raised = True
        for sink in sinks:
            try:
                sink.flush()
            except Exception:  # noqa: BLE001 - one connection's trouble is no other's
                _log.exception("flush_failed")
        return raised

    async def _apply(self, shard: int, lane: Lane, entries: list[Entry]) -> list[Outcome | None]:
        attempt = 0
        while True:
            try:
                outcomes: list[Outcome | None] = list(await self._ledger.apply(shard, entries))
            except ShardNotReady:
                await self._reload_shard(shard, attempt)
            except CardMissing:
                entries, given_up = await self._refreshed(entries)
                if given_up or attempt >= len(_RETRY_S):
                    return await self._one_by_one(shard, entries, given_up)
            except LedgerAway as error:
                if not lane.away:
                    _log.warning("ledger_away", shard=shard, error=str(error))
                lane.away = True
                await asyncio.sleep(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])
            except Exception as error:  # noqa: BLE001 - whatever it is, it may be one entry's alone
                _log.warning("ledger_refused_batch", entries=len(entries), error=repr(error))
                return await self._one_by_one(shard, entries, {})
            else:
                if lane.away:
                    _log.info("ledger_back", shard=shard)
                lane.away = False
                return outcomes
            attempt += 1

    async def _reload_shard(self, shard: int, attempt: int) -> None:
        try:
            await self._reload(shard)
        except Exception as error:  # noqa: BLE001 - whatever it is, the batch waits and it is tried again
            _log.warning("reload_failed", error=repr(error))
            await asyncio.sleep(_RETRY_S[min(attempt, len(_RETRY_S) - 1)])

    async def _refreshed(
        self, entries: Sequence[Entry]
    ) -> tuple[list[Entry], dict[WebinarId, Refusal | None]]:
        """Return the entries with their present webinars, and the unavailable webinars: deleted ones, and those that
        could not be read (None), whose entries delay no others.
        """
        today: dict[WebinarId, Webinar] = {}
        given_up: dict[WebinarId, Refusal | None] = {}
        for entry in entries:
            webinar_id = entry.webinar.id
            if webinar_id in today or webinar_id in given_up:
                continue
            try:
                webinar = await self._refresh(webinar_id, entry.member)
            except Exception as error:  # noqa: BLE001 - whatever it is, these entries are to be sent again
                _log.warning("refresh_failed", error=repr(error))
                given_up[webinar_id] = None
            else:
                if webinar is None:
                    given_up[webinar_id] = Refusal.UNKNOWN
                else:
                    today[webinar_id] = webinar
        return [
            msgspec.structs.replace(each, webinar=today.get(each.webinar.id, each.webinar))
            for each in entries
        ], given_up

    async def _one_by_one(
        self, shard: int, entries: Sequence[Entry], given_up: Mapping[WebinarId, Refusal | None]
    ) -> list[Outcome | None]:
        """Count entries one by one, so that an entry that the ledger refuses affects no other."""
        outcomes: list[Outcome | None] = []
        for entry in entries:
            if entry.webinar.id in given_up:
                outcomes.append(given_up[entry.webinar.id])
                continue
            try:
                outcomes.extend(await self._ledger.apply(shard, [entry]))
            except Exception as error:  # noqa: BLE001 - whatever it is, it is this entry's alone
                _log.warning(
                    "ledger_refused", operation=entry.operation, member=str(entry.member), error=repr(error)
                )
                outcomes.append(None)
        return outcomes


Handed: TypeAlias = tuple[Entry, Sink, int]
"""An entry, the receiver of its outcome, and the tag for it."""
WaitingMessage: TypeAlias = Handed | tuple[str, MessageSource, Instant]
"""An item of a lane: an entry, or an unread message with its connection and time."""


def _next(queue: deque[WaitingMessage]) -> list[WaitingMessage]:
    """Remove and return the next batch of a lane, in order of arrival."""
    taken: list[WaitingMessage] = []
    left = _MAX_BATCH_SIZE
    for _ in range(min(len(queue), _MAX_BATCH)):
        item = queue.popleft()
        taken.append(item)
        what = item[0]
        if type(what) is str:
            left -= len(what)
        elif type(what) is Heartbeat:
            left -= _NUMBER_SIZE * (len(what.credits) + len(what.drops))
        if left <= 0:
            break
    return taken


def _read(waiting: Iterable[WaitingMessage]) -> list[Handed]:
    """Decode and judge the unread messages among these, in order; one loop for all of them keeps code and data in the
    processor's cache."""
    handed: list[Handed] = []
    for what, whose, number in waiting:
        if type(what) is not str:
            handed.append((what, whose, number))  # type: ignore[arg-type]
            continue
        try:
            read = whose.read(what, number)  # type: ignore[union-attr]
        except Exception:  # noqa: BLE001 - one connection's trouble is no other's
            _log.exception("message_failed")
            continue
        if read is not None:
            handed.append(read)
    return handed


class Lane:
    """The queue of one shard."""

    def __init__(self, most: int) -> None:
        self.queue: deque[WaitingMessage] = deque()
        self.batch: list[Handed] = []
        """The entries that are being counted."""
        self.filled = asyncio.Event()
        self.freed = asyncio.Event()
        self.hellos = asyncio.Semaphore(_MAX_HELLOS)
        """A place for each hello that may wait here at once."""
        self.stopping = False
        self.away = False
        """True while the shard's server does not answer: all entries wait."""
        self._most = most

    def hand_in(self, waiting: WaitingMessage) -> bool:
        """Add an item to the end of the queue. Returns: whether the lane accepts more."""
        queue = self.queue
        if not queue:
            self.filled.set()
        queue.append(waiting)
        return len(queue) + len(self.batch) < self._most

    @property
    def has_room(self) -> bool:
        """Return True when the lane takes more entries."""
        return len(self.queue) + len(self.batch) < self._most

    async def room(self) -> None:
        """Wait until the lane accepts more, or nothing is accepted any more."""
        while not self.has_room:
            self.freed.clear()
            await self.freed.wait()


class _Answer:
    def __init__(self) -> None:
        self.outcome: asyncio.Future[Outcome | None] = asyncio.get_running_loop().create_future()

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        if not self.outcome.done():
            self.outcome.set_result(outcome)

    def flush(self) -> None:
        pass
