"""Pacing: thousands of simultaneous steps are done a few at a time, so that other work continues in between.

An event loop handles everything that is ready in one turn. When a room opens, or a proxy restarts, thousands connect,
say hello or leave in the same moment, and viewers who are already watching would wait for all of them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

PER_TURN: Final = 20
"""Steps in one turn of the event loop; a hello, the dearest of them, takes a tenth of a millisecond."""


class Pace:
    """A queue of steps, of which each turn of the event loop takes a few, in order."""

    def __init__(self, per_turn: int = PER_TURN) -> None:
        self._per_turn = per_turn
        self._steps: deque[Callable[[], None]] = deque()
        self._going = False

    def add(self, step: Callable[[], None]) -> None:
        """Call this when its turn has come."""
        self._steps.append(step)
        self._go()

    async def turn(self) -> None:
        """Wait until it is the caller's turn."""
        turn = asyncio.get_running_loop().create_future()
        self.add(lambda: None if turn.done() else turn.set_result(None))
        await turn

    def _go(self) -> None:
        if self._steps and not self._going:
            self._going = True
            asyncio.get_running_loop().call_soon(self._take)

    def _take(self) -> None:
        self._going = False
        try:
            for _ in range(min(self._per_turn, len(self._steps))):
                self._steps.popleft()()
        finally:
            self._go()
