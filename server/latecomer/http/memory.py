"""Memory of a web process: garbage is collected rarely in quiet times, and at once when much memory is in use.

Source: docs/scaling.md
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import os
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Final

import structlog

_log = structlog.get_logger()

_EVERY_S: Final = 0.25
_GROWN_BYTES: Final = 64 * 1024 * 1024
_GROWN_SHARE: Final = 8
"""Grown by an eighth, and by 64 MiB at least."""
_ONCE_MORE_AFTER: Final = 160
"""Rounds: a request that is not whole is given up after 30 s."""
_YOUNG: Final = 1
"""The generation up to which objects are examined that came since the last collection."""
_WHOLE_EVERY: Final = 240
"""Rounds between two collections of everything, which stop the event loop for 30 ms for each 1,000 connections."""
_WHOLE_AT_ONCE: Final = 20
"""The same when memory has grown by four times as much, or when half of all connections have left."""
_MANY: Final = 500
"""Connections of which it matters that half of them have left."""
_STATM: Final = Path("/proc/self/statm")


def settle() -> None:
    """Exclude all existing objects from later garbage collections, since they live as long as the process.

    Later collections are rare, because messages and connections leave hardly any reference cycles behind.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def resident_bytes() -> int:
    """Return the resident memory of this process; 0 when the system does not report it."""
    try:
        return int(_STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def _give_back() -> None:
    """Ask the C library to return freed memory to the system, where it can (glibc)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _much(of_bytes: int) -> int:
    """Return the growth, in bytes, after which a process of this size collects garbage."""
    return max(_GROWN_BYTES, of_bytes // _GROWN_SHARE)


class Collector:
    """Collects garbage when memory has grown since the last collection, and when many connections have left.

    Closed connections leave few objects, which Python's collector counts, and many bytes, which it does not count. Only
    what came since the last collection is examined, which takes little time however many connections are open;
    everything is examined rarely. That follows soon after, too, for memory that was still in use at first.
    """

    def __init__(
        self, resident: Callable[[], int] = resident_bytes, connections: Callable[[], int] = lambda: 0
    ) -> None:
        """Args:
        resident: returns the bytes that the process uses.
        connections: returns the number of its connections.
        """
        self._resident = resident
        self._connections = connections
        self._least_bytes = self._after_bytes = self._after_whole_bytes = resident()
        self._most_connections = 0
        """Since the last collection of everything."""
        self._round = 0
        self._whole_round = 0
        self._once_more_round: int | None = None

    def _is_whole_due(self, now_bytes: int, *, grown: bool) -> bool:
        since = self._round - self._whole_round
        if since < _WHOLE_AT_ONCE:
            return False
        if self._once_more_round is not None and self._round >= self._once_more_round:
            return True
        left = self._most_connections >= _MANY and self._connections() < self._most_connections // 2
        if left and now_bytes - self._least_bytes >= _GROWN_BYTES:
            return True
        grown_bytes = now_bytes - self._after_whole_bytes
        return grown and (
            (since >= _WHOLE_EVERY and grown_bytes >= _much(self._after_whole_bytes))
            or grown_bytes >= 4 * _much(self._after_whole_bytes)
        )

    async def look(self) -> bool:
        """Collect if it is time. Returns: whether it was."""
        self._round += 1
        now_bytes = self._resident()
        self._least_bytes = min(self._least_bytes, now_bytes)
        self._after_bytes = min(self._after_bytes, now_bytes)
        self._after_whole_bytes = min(self._after_whole_bytes, now_bytes)
        self._most_connections = max(self._most_connections, self._connections())
        grown = now_bytes - self._after_bytes >= _much(self._after_bytes)
        whole = self._is_whole_due(now_bytes, grown=grown)
        if not grown and not whole:
            return False
        if grown:
            self._once_more_round = self._round + _ONCE_MORE_AFTER
        elif whole:
            self._once_more_round = None
        began_s = thread_time()
        found = gc.collect() if whole else gc.collect(_YOUNG)
        took_ms = round((thread_time() - began_s) * 1000, 1)
        await asyncio.to_thread(_give_back)
        self._after_bytes = self._resident()
        if whole:
            self._whole_round, self._after_whole_bytes = self._round, self._after_bytes
            self._most_connections = self._connections()
        _log.info(
            "memory_collected",
            whole=whole,
            mib=now_bytes >> 20,
            left_mib=self._after_bytes >> 20,
            objects=found,
            ms=took_ms,
        )
        return True

    async def run(self) -> None:
        """Look four times a second; runs until cancelled."""
        while True:
            await asyncio.sleep(_EVERY_S)
            await self.look()
