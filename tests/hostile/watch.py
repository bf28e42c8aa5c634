"""Watches a process while hostile input comes: how long one callback stops the event loop, and if memory stays flat."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import thread_time
from typing import Any, Final

from latecomer.http.memory import resident_bytes
from tests.support.site import ADMIN_KEY, SECRET

LONGEST_MS: Final = 100.0
"""Of CPU time in one callback of the event loop: whatever else the machine does is not counted."""
FLAT_MIB: Final = 24.0
"""Growth that a run may have, whatever its length."""
_WARM_UP: Final = 0.2


PLANTED: Final = ("@example.", ADMIN_KEY, SECRET.decode(), "lc_", "Bearer ")
"""Stands in what is sent and stored, and must stand in no line of our log."""


@dataclass
class Watch:
    """The measurements; ``note`` is called all along with the share of the work that is done."""

    longest_ms: float = 0.0
    longest: str = ""
    resident: list[float] = field(default_factory=list)
    """MiB, after every twentieth of the work."""

    def note(self, share: float) -> None:
        """Take note of the memory when another twentieth of the work is done."""
        if share * 20 >= len(self.resident):
            gc.collect()
            self.resident.append(resident_bytes() / 2**20)

    def told(self) -> str:
        """Return the figures as text."""
        return (
            f"longest stop {self.longest_ms:.0f} ms, memory {self.resident[len(self.resident) // 5]:.0f} → "
            f"{self.resident[-1]:.0f} MiB"
        )

    def hold(self) -> None:
        """Raises: AssertionError when the loop was stopped for too long, or memory has grown."""
        assert self.longest_ms < LONGEST_MS, self.longest
        warm = self.resident[int(len(self.resident) * _WARM_UP) :]
        # The lowest of the beginning and of the end: what comes and goes in between is no leak.
        third = max(1, len(warm) // 3)
        assert min(warm[-third:]) - min(warm[:third]) < FLAT_MIB, [round(each) for each in self.resident]


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch this process, but for the task that is doing the watching, and hold it to the bounds at the end."""
    watch, mine = Watch(), asyncio.current_task()
    handles: Any = asyncio.Handle
    run = handles._run

    def timed(handle: Any) -> None:
        callback = handle._callback
        if getattr(callback, "__self__", None) is mine:
            run(handle)
            return
        began_s = thread_time()
        run(handle)
        took_ms = (thread_time() - began_s) * 1000
        if took_ms > watch.longest_ms:
            watch.longest_ms, watch.longest = took_ms, f"{took_ms:.0f} ms in {callback!r:.500}"

    gc.collect()
    gc.freeze()  # as a web process does: what exists by now is not looked at again
    handles._run = timed
    try:
        yield watch
    finally:
        handles._run = run
        gc.unfreeze()
    watch.hold()
