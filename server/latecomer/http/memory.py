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


class Collector:
    """Collects garbage when memory has grown since the last collection.

    Closed connections leave few objects, which Python's collector counts, and many bytes, which it does not count. A
    second collection follows soon after, for memory that was still in use at the first.
    """

    def __init__(self, resident: Callable[[], int] = resident_bytes) -> None:
        """``resident``: returns the bytes that the process uses."""
        self._resident = resident
        self._after_bytes = resident()
        self._rounds_left = 0

    async def look(self) -> bool:
        """Collect if it is time. Returns: whether it was."""
        now_bytes = self._resident()
        self._after_bytes = min(self._after_bytes, now_bytes)
        grown = now_bytes - self._after_bytes >= max(_GROWN_BYTES, self._after_bytes // _GROWN_SHARE)
        self._rounds_left -= 1
        if not grown and self._rounds_left != 0:
            return False
        self._rounds_left = _ONCE_MORE_AFTER if grown else 0
        began_s = thread_time()
        found = gc.collect()
        took_ms = round((thread_time() - began_s) * 1000, 1)
        await asyncio.to_thread(_give_back)
        self._after_bytes = self._resident()
        _log.info(
            "memory_collected",
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
