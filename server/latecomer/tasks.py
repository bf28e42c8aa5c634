"""Background tasks: started and kept, repeated, and reliably cancelled."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Generic, TypeVar

import structlog

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_log = structlog.get_logger()

_ASK_AGAIN_S: Final = 0.2


class Tasks:
    """Background tasks that nobody awaits; the event loop alone would not keep them alive."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, object]) -> asyncio.Task[Any]:
        """Start a task and keep it until it is done."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    async def cancel(self) -> None:
        """Cancel every task and wait until all are done."""
        await cancel(*self._running)


class OneAtATime(Generic[T]):
    """A piece of work that runs at most once at a time; a caller that starts it meanwhile shares the current run."""

    def __init__(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[asyncio.Task[T]], object] | None = None,
    ) -> None:
        """``done``: called with every run that has ended, to handle a failure."""
        self._work = work
        self._done = done or _forget
        self._task: asyncio.Task[T] | None = None

    def start(self) -> asyncio.Task[T]:
        """Start a run, or return the current one."""
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())
            self._task.add_done_callback(self._done)
        return self._task

    async def cancel(self) -> None:
        """Cancel the current run and wait until it has ended."""
        if self._task is not None:
            await cancel(self._task)


class Gathered(Generic[K, V]):
    """Look-ups by many callers at the same moment: while one reading is under way, further keys wait for the next."""

    def __init__(
        self,
        read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]],
        *,
        most: int = 500,
        gather_s: float = 0.0,
    ) -> None:
        """``read`` returns the values of the keys that have one; it is asked for ``most`` keys at once, and not before
        ``gather_s`` seconds after the first."""
        self._read = read
        self._most = most
        self._gather_s = gather_s
        self._waiting: dict[K, list[asyncio.Future[V | None]]] = {}
        self._reading = OneAtATime(self._read_all)

    async def get(self, key: K) -> V | None:
        """Return the value of a key, None when it has none. Errors: those of the reading."""
        answer: asyncio.Future[V | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(key, []).append(answer)
        self._reading.start()
        return await answer

    async def _read_all(self) -> None:
        if self._gather_s:
            await asyncio.sleep(self._gather_s)
        while self._waiting:
            keys = list(self._waiting)[: self._most]
            waiting = {key: self._waiting.pop(key) for key in keys}
            try:
                found = await self._read(keys)
            except Exception as error:  # noqa: BLE001 - whatever it is, each caller decides what to do about it
                for answer in (each for answers in waiting.values() for each in answers if not each.done()):
                    answer.set_exception(error)
                continue
            for key, answers in waiting.items():
                for answer in answers:
                    if not answer.done():
                        answer.set_result(found.get(key))


def _forget(task: asyncio.Task[Any]) -> None:
    """Mark a failure as seen, so that asyncio does not log it; a caller that awaits the task receives it."""
    if not task.cancelled():
        task.exception()


async def cancel(*tasks: asyncio.Task[Any]) -> None:
    """Cancel tasks and wait until all are done.

    A driver that is connecting may swallow a cancellation, so each task is cancelled again until it ends.
    """
    left = {task for task in tasks if not task.done()}
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_ASK_AGAIN_S)


@asynccontextmanager
async def background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a coroutine in the background of the block. Errors: its own, when the block ends."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        await cancel(task)
        with contextlib.suppress(asyncio.CancelledError):
            task.result()


async def repeat(
    name: str, piece: Callable[[], Awaitable[object]], every_s: float, wake: asyncio.Event | None = None
) -> None:
    """Do a piece of work every ``every_s`` seconds, and at once when ``wake`` is set; until cancelled.

    A failure is logged under ``name``, and the work is tried again in the next round.
    """
    wake = wake or asyncio.Event()
    while True:
        wake.clear()
        try:
            await piece()
        except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
            _log.warning("work_failed", work=name, retry=True, error=repr(error))
        task = asyncio.current_task()
        if task is not None and task.cancelling():  # a driver may have swallowed the cancellation
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(every_s):
                await wake.wait()


async def until_done(piece: Callable[[], Awaitable[int]]) -> None:
    """Repeat a piece of work until it returns 0. The work returns the number of things that it did."""
    while await piece():
        pass
