"""Dashboards: the live numbers of each webinar that has subscribers in this process.

A board for each webinar reads its counters while it has subscribers, and is removed afterwards. A change of a status is
sent at once (at most 20 times a second, less often when counting is slow), other numbers 4 times a second, retention
once a second. Source: docs/protocol.md, Dashboard; docs/domain.md, Dashboard numbers
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.dashboards.archived import archived_numbers
from latecomer.dashboards.rules.feed import Feed, News, Subscription
from latecomer.dashboards.rules.numbers import JsonObject, Numbers, render
from latecomer.postgres.pool import Pool
from latecomer.redis.pubsub import Changes, MembersChanged, Message, Missed, WebinarChanged
from latecomer.watching.archive import is_archived
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.members.timeline import Timeline

_log = structlog.get_logger()

_STATUS_EVERY_MS: Final = 53
"""The average time between two counts of statuses. One may come early, but no second has more than 20 counts."""
_NUMBERS_EVERY_MS: Final = 250
_RETENTION_EVERY_MS: Final = 1000
_ARCHIVED_EVERY_MS: Final = 3_600_000
_RECOUNT_EVERY_MS: Final = 15_000
"""A hint may get lost: statuses are counted this often without one."""
_COST_SHARE: Final = 4
"""The share of time for counting statuses: about a fifth at most. A count's cost is the least of the last few, because
a count that had to wait is no measure of the next.
"""
_COSTS: Final = 3
_POLLED_S: Final = 30.0
_MOST_POLLED: Final = 100


@dataclass(frozen=True, slots=True)
class BoardSnapshot:
    """The current state of a dashboard; ``data`` is the object of docs/protocol.md, Dashboard."""

    epoch: str
    version: int
    data: JsonObject


class Dashboards:
    """The boards of this process."""

    def __init__(
        self,
        ledger: Ledger,
        pool: Pool,
        timeline: Timeline,
        known: WebinarCache,
        changes: Changes,
        clock: Callable[[], Instant],
        epoch: str,
    ) -> None:
        """``epoch`` names this process."""
        self._ledger = ledger
        self._pool = pool
        self._timeline = timeline
        self._known = known
        self._changes = changes
        self._clock = clock
        self._epoch = epoch
        self._boards: dict[WebinarId, Board] = {}
        self._polled: dict[WebinarId, Board] = {}
        """Boards that are kept for those who poll, each until its timer rings."""
        self._polled_until: dict[WebinarId, asyncio.TimerHandle] = {}
        self._first_version = 1
        """A version that no board of this process has reached: versions of one epoch never go back."""

    async def watch(self, webinar: WebinarId) -> BoardSubscriber:
        """Subscribe to a webinar's numbers; ``BoardSubscriber.close`` ends the subscription.

        Raises: Refused unknown_webinar. Errors: those of Postgres.
        """
        board = await self._opened(webinar)
        return BoardSubscriber(board, lambda: self._unwatch(webinar, board))

    async def _opened(self, webinar: WebinarId) -> Board:
        """Return the webinar's board once it has been read, with one more subscriber."""
        board = self._boards.get(webinar)
        if board is None:
            board = Board(
                webinar,
                self._ledger,
                self._pool,
                self._timeline,
                self._known,
                self._clock,
                self._epoch,
                self._first_version,
            )
            self._boards[webinar] = board
        board.viewers += 1
        try:
            await board.begin(self._changes)
        except BaseException:
            self._unwatch(webinar, board)
            raise
        return board

    async def snapshot(self, webinar: WebinarId) -> BoardSnapshot:
        """Return the current numbers.

        The board stays open for a while, since callers that poll come again, and share it. Raises: Refused
        unknown_webinar.
        """
        polled = self._polled.get(webinar)
        if polled is None:
            board = await self._opened(webinar)
            if webinar in self._polled or len(self._polled) >= _MOST_POLLED:
                self._unwatch(webinar, board)
                return board.snapshot()
            self._polled[webinar] = board
            self._keep_polled(webinar)
            return board.snapshot()
        self._keep_polled(webinar)
        await polled.refresh()
        return polled.snapshot()

    def _keep_polled(self, webinar: WebinarId) -> None:
        if (timer := self._polled_until.pop(webinar, None)) is not None:
            timer.cancel()
        later = asyncio.get_running_loop().call_later(_POLLED_S, self._forget_polled, webinar)
        self._polled_until[webinar] = later

    def _forget_polled(self, webinar: WebinarId) -> None:
        self._polled_until.pop(webinar).cancel()
        self._unwatch(webinar, self._polled.pop(webinar))

    async def stop(self) -> None:
        """Close every board."""
        for webinar in list(self._polled):
            self._forget_polled(webinar)
        for webinar, board in list(self._boards.items()):
            board.viewers = 1
            self._unwatch(webinar, board)

    def _unwatch(self, webinar: WebinarId, board: Board) -> None:
        board.viewers -= 1
        if board.viewers == 0 and self._boards.get(webinar) is board:
            del self._boards[webinar]
            self._first_version = max(self._first_version, board.end() + 1)


class BoardSubscriber:
    """One subscriber of a board."""

    __slots__ = ("_subscription", "_unwatch", "board", "on_news", "on_patch")

    def __init__(self, board: Board, unwatch: Callable[[], None]) -> None:
        self.board = board
        self.on_news: Callable[[], None] = _nothing
        """Called whenever there is something to `take`; it must not wait."""
        self.on_patch: Callable[[News], bool] = _unsent
        """Send a patch at once to a subscriber that has everything before it. Returns: whether that was possible."""
        self._unwatch: Callable[[], None] | None = unwatch
        self._subscription = Subscription(board.feed)
        board.subscribers[self] = None

    def offer(self, patch: News) -> None:
        """Send a patch, or queue it behind messages that the client has not taken yet."""
        if self._subscription.is_up_to_date and self.on_patch(patch):
            return
        self._subscription.offer(patch)
        self.on_news()

    def take(self) -> News | None:
        """Return the next message for the subscriber; None when it is up to date."""
        return self._subscription.take()

    def close(self) -> None:
        """End the subscription."""
        self.board.subscribers.pop(self, None)
        unwatch, self._unwatch = self._unwatch, None
        if unwatch is not None:
            unwatch()


def _unsent(_: News) -> bool:
    """Report that nothing was sent, so that the patch is queued."""
    return False


def _nothing() -> None:
    """Ignore a change: the board has no subscribers."""


class Board:
    """The live numbers of one webinar."""

    feed: Feed

    def __init__(
        self,
        webinar: WebinarId,
        ledger: Ledger,
        pool: Pool,
        timeline: Timeline,
        known: WebinarCache,
        clock: Callable[[], Instant],
        epoch: str,
        first_version: int,
    ) -> None:
        self.viewers = 0
        self.subscribers: dict[BoardSubscriber, None] = {}
        self._id = webinar
        self._ledger = ledger
        self._pool = pool
        self._timeline = timeline
        self._known = known
        self._clock = clock
        self._epoch = epoch
        self._first_version = first_version
        self._numbers = Numbers(status_counts={})
        self._hint = asyncio.Event()
        self._hinted = True
        self._status_due_at: Instant = 0
        self._status_rested_at: Instant = 0
        """The end of the rest that all counts until now have earned."""
        self._status_costs_ms: deque[int] = deque(maxlen=_COSTS)
        self._recount_at: Instant = 0
        self._numbers_due_at: Instant = 0
        self._retention_due_at: Instant = 0
        self._begun: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._ended = False
        self._reading = asyncio.Lock()
        self._refreshed_at: Instant = 0

    async def begin(self, changes: Changes) -> None:
        """Read the numbers for the first time; subscribers that come meanwhile wait for the same reading."""
        if self._begun is None:
            self._begun = asyncio.create_task(self._begin(changes))
        await asyncio.shield(self._begun)

    async def _begin(self, changes: Changes) -> None:
        self._unsubscribe = changes.subscribe(self._id, self._listen)
        webinar = await self._webinar()
        now = self._clock()
        await self._read_watched(webinar, now)
        await self._read_statuses(now)
        self.feed = Feed(self._epoch, render(webinar, self._numbers, now))
        self.feed.version = self._first_version
        self._task = asyncio.create_task(self._run())

    async def refresh(self) -> None:
        """Read what has changed, for a caller that polls; at most as often as numbers are read anyway.

        Raises: Refused unknown_webinar. Errors: those of the engines.
        """
        async with self._reading:
            webinar, now = await self._webinar(), self._clock()
            if now - self._refreshed_at < _NUMBERS_EVERY_MS:
                return
            self._refreshed_at = now
            self._numbers_due_at = min(self._numbers_due_at, now)
            self._recount_at = now
            await self._read_watched(webinar, now)
            await self._read_statuses(now)
            self._tell(webinar, now)

    def _tell(self, webinar: Webinar, now: Instant) -> None:
        patch = self.feed.update(render(webinar, self._numbers, now))
        if patch is not None:
            for viewing in tuple(self.subscribers):
                viewing.offer(patch)

    def snapshot(self) -> BoardSnapshot:
        return BoardSnapshot(self.feed.epoch, self.feed.version, self.feed.data)

    def end(self) -> int:
        """Close the board after its last subscriber. Returns: the last version that a subscriber received."""
        self._ended = True
        for task in (self._begun, self._task):
            if task is not None:
                task.cancel()
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        return 0 if self._task is None else self.feed.version

    def _listen(self, message: Message) -> None:
        if isinstance(message, WebinarChanged):
            self._known.forget(self._id)
        if isinstance(message, MembersChanged | WebinarChanged | Missed):
            self._hinted = True
            self._hint.set()

    async def _run(self) -> None:
        while not self._ended:  # a driver may swallow a cancellation
            now = self._clock()
            next_at = min(self._numbers_due_at, self._recount_at)
            if self._hinted:
                next_at = min(next_at, self._status_due_at)
            if next_at > now:
                self._hint.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout((next_at - now) / 1000):
                        await self._hint.wait()
                continue
            try:
                webinar = await self._webinar()
            except Refused:  # deleted while somebody looks
                self._numbers_due_at = self._recount_at = now + _RECOUNT_EVERY_MS
                self._hinted = False
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, a board that stood still would lie
                self._numbers_due_at = self._status_due_at = now + _RETENTION_EVERY_MS
                self._recount_at = max(self._recount_at, self._status_due_at)
                _log.warning("board_failed", retry=True, reads="webinar", error=repr(error))
                continue
            async with self._reading:
                await self._read(webinar, now)
                self._tell(webinar, now)

    async def _read(self, webinar: Webinar, now: Instant) -> None:
        """Read the numbers that are due. While one engine is unavailable, the other's numbers are still updated."""
        try:
            await self._read_watched(webinar, now)
        except Exception as error:  # noqa: BLE001
            self._numbers_due_at = now + _RETENTION_EVERY_MS
            _log.warning("board_failed", retry=True, reads="watched", error=repr(error))
        try:
            await self._read_statuses(now)
        except Exception as error:  # noqa: BLE001
            self._hinted = True  # what was hinted at may not have been read
            self._status_due_at = now + _RETENTION_EVERY_MS
            self._recount_at = max(self._recount_at, self._status_due_at)
            _log.warning("board_failed", retry=True, reads="statuses", error=repr(error))

    async def _webinar(self) -> Webinar:
        webinar = await self._known.get(self._id)
        if webinar is None:
            raise Refused("unknown_webinar", "There is no such webinar.")
        return webinar

    async def _read_watched(self, webinar: Webinar, now: Instant) -> None:
        """Read the ledger's numbers if they are due."""
        if is_archived(webinar, now):
            if now >= self._numbers_due_at:
                self._numbers_due_at = now + _ARCHIVED_EVERY_MS
                self._numbers = await archived_numbers(self._pool, webinar)
                self._recount_at = now
        elif now >= self._numbers_due_at:
            self._numbers_due_at = now + _NUMBERS_EVERY_MS
            self._numbers = counted(self._numbers, await self._ledger.counters(webinar.id))
            if now >= self._retention_due_at:
                self._retention_due_at = now + _RETENTION_EVERY_MS
                self._numbers = replace(self._numbers, retention=await self._retention(webinar))

    async def _read_statuses(self, now: Instant) -> None:
        """Read PostgreSQL's numbers if they are due."""
        if (self._hinted and now >= self._status_due_at) or now >= self._recount_at:
            self._hinted = False
            began_at = self._clock()
            self._numbers = replace(
                self._numbers,
                status_counts=await self._timeline.status_counts(self._id),
                levels=await self._timeline.engagement_counts(self._id),
                activity=await self._timeline.activity(self._id),
            )
            self._status_costs_ms.append(self._clock() - began_at)
            rest_ms = max(_STATUS_EVERY_MS, _COST_SHARE * min(self._status_costs_ms))
            self._status_due_at = max(self._status_rested_at, began_at)
            self._status_rested_at = self._status_due_at + rest_ms
            self._recount_at = began_at + _RECOUNT_EVERY_MS

    async def _retention(self, webinar: Webinar) -> tuple[int, ...]:
        if webinar.recording is None:
            return ()
        steps = await self._ledger.retention(webinar.id, webinar.recording.version)
        counts: list[int] = []
        members = 0
        for second in range(int(webinar.recording.duration_s)):
            members += steps.get(str(second), 0)
            counts.append(members)
        return tuple(counts)


def counted(numbers: Numbers, counters: Mapping[str, int]) -> Numbers:
    """Return the numbers with the ledger's counters in them (redis/keys.py names the fields)."""
    days = [name for name in counters if name[0] == "d" and name[1:].isdigit()]
    last_day = max((int(name[1:]) for name in days), default=-1)
    return replace(
        numbers,
        playing=counters.get("playing", 0),
        connected=counters.get("connected", 0),
        visitors=counters.get("visitors", 0),
        visitor_ms=counters.get("visitor_ms", 0),
        visitors_per_day=tuple(counters.get(f"d{day}", 0) for day in range(last_day + 1)),
        tenths=tuple(counters.get(f"t{tenth}", 0) for tenth in range(10)),
    )
