"""Watches a process while hostile input comes: how long one turn of the event loop takes, and if memory stays flat."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import thread_time
from typing import Final

from latecomer.http.memory import resident_bytes
from tests.support.site import ADMIN_KEY, SECRET

LONGEST_MS: Final = 100.0
"""Of CPU time in one turn of the event loop: whatever else the machine does is not counted."""
_EVERY_S: Final = 0.002
FLAT_MIB: Final = 24.0
"""Growth that a run may have, whatever its length."""
_WARM_UP: Final = 0.2


PLANTED: Final = ("@example.", ADMIN_KEY, SECRET.decode(), "lc_", "Bearer ")
"""Stands in what is sent and stored, and must stand in no line of our log."""


@dataclass
class Watch:
    """The measurements; ``note`` is called all along with the share of the work that is done."""

    longest_ms: float = 0.0
    turns: int = 0
    resident: list[float] = field(default_factory=list)
    """MiB, after every twentieth of the work."""
    _since_s: float = 0.0
    _looking: asyncio.TimerHandle | None = None

    def note(self, share: float) -> None:
        """Take note of the memory when another twentieth of the work is done."""
        if share * 20 >= len(self.resident):
            with self.aside():
                gc.collect()
                self.resident.append(resident_bytes() / 2**20)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Do not count the CPU time of the block: it is the test's own."""
        began_s = thread_time()
        try:
            yield
        finally:
            self._since_s += thread_time() - began_s

    def look(self) -> None:
        """Measure the turn of the event loop that has just ended, and come again. Works on every loop."""
        if self._looking is not None:
            self.turns += 1
            self.longest_ms = max(self.longest_ms, (thread_time() - self._since_s) * 1000)
        self._since_s = thread_time()
        self._looking = asyncio.get_running_loop().call_later(_EVERY_S, self.look)

    def told(self) -> str:
        """Return the figures as text."""
        return (
            f"longest of {self.turns} turns {self.longest_ms:.0f} ms, "
            f"memory {self.resident[len(self.resident) // 5]:.0f} → {self.resident[-1]:.0f} MiB"
        )

    def hold(self) -> None:
        """Raises: AssertionError when the loop was stopped for too long, or memory has grown."""
        assert self.turns > 0
        assert 0 < self.longest_ms < LONGEST_MS
        warm = self.resident[int(len(self.resident) * _WARM_UP) :]
        # The lowest of the beginning and of the end: what comes and goes in between is no leak.
        third = max(1, len(warm) // 3)
        assert min(warm[-third:]) - min(warm[:third]) < FLAT_MIB, [round(each) for each in self.resident]

    def end(self) -> None:
        """Stop measuring."""
        if self._looking is not None:
            self._looking.cancel()


@contextmanager
def watched() -> Iterator[Watch]:
    """Watch this process, and hold it to the bounds at the end."""
    watch = Watch()
    gc.collect()
    gc.freeze()  # as a web process does: what exists by now is not looked at again
    watch.look()
    try:
        yield watch
    finally:
        watch.end()
        gc.unfreeze()
    watch.hold()
