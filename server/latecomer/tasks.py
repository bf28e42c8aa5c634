"""Background tasks: started and kept, repeated, and cancelled for certain."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, Generic, TypeVar

import structlog

T = TypeVar("T")

_log = structlog.get_logger()

_ASK_AGAIN_S: Final = 0.2


class Tasks:
    """Background tasks that are not awaited; the event loop alone would lose them."""

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
    """A piece of work of which one run is under way at most; who starts it meanwhile shares that run."""

    def __init__(
        self,
        work: Callable[[], Coroutine[Any, Any, T]],
        done: Callable[[asyncio.Task[T]], object] | None = None,
    ) -> None:
        """``done``: called with every run that has ended; it takes note of a failure."""
        self._work = work
        self._done = done or _forget
        self._task: asyncio.Task[T] | None = None

    def start(self) -> asyncio.Task[T]:
        """Start a run, or return the one under way."""
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._work())
            self._task.add_done_callback(self._done)
        return self._task

    async def cancel(self) -> None:
        """Cancel the run under way and wait until it is done."""
        if self._task is not None:
            await cancel(self._task)


def _forget(task: asyncio.Task[Any]) -> None:
    """Take note of a failure, so that asyncio does not log it; whoever awaits the task gets it."""
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
    """Run a coroutine beside the block. Errors: its own, when the block ends."""
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

    A failure is logged under ``name`` and the work repeated with the next round.
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
    """Repeat a piece of work, which returns how much it did, until nothing is left."""
    while await piece():
        pass
