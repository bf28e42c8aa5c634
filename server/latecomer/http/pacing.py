"""Pacing: thousands of simultaneous steps are done a few at a time, so that other work continues in between.

An event loop handles everything that is ready in one turn. When a room opens, or a proxy restarts, thousands connect,
say hello or leave in the same moment, and viewers who are already watching would wait for all of them. So they would
for a thousand requests that are dear to answer.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from time import perf_counter
from typing import Final

PER_TURN: Final = 20
"""Steps in one turn of the event loop at most; a hello takes a tenth of a millisecond."""
TURN_S: Final = 0.005
"""Seconds that the steps of one turn, and what they wake, may take: no further step begins then, and the next turn has
half as many."""


class Pace:
    """A queue of steps for each party, of which each turn of the event loop takes a few: one of every party, then the
    next of every party."""

    def __init__(self, per_turn: int = PER_TURN, clock: Callable[[], float] = perf_counter) -> None:
        """``clock``: seconds, never going back."""
        self._per_turn = per_turn
        self._most = per_turn
        """The number of steps in the next turn."""
        self._clock = clock
        self._parties: OrderedDict[Hashable, deque[Callable[[], None]]] = OrderedDict()
        """The parties with steps; the first is the next in turn."""
        self._going = False
        self._stepped_s: float | None = None
        """Seconds that the last steps took; None when the last turn had none."""
        self._woken_at_s = 0.0
        """The time at which tasks that the last steps woke began to run."""

    def add(self, step: Callable[[], None], party: Hashable = None) -> None:
        """Call this when its turn has come, after the earlier steps of ``party``."""
        steps = self._parties.get(party)
        if steps is None:
            steps = self._parties[party] = deque()
        steps.append(step)
        self._go()

    async def turn(self, party: Hashable = None) -> None:
        """Wait until it is the caller's turn."""
        turn = asyncio.get_running_loop().create_future()
        self.add(lambda: None if turn.done() else turn.set_result(None), party)
        await turn

    def _go(self) -> None:
        if not self._going:
            self._going = True
            asyncio.get_running_loop().call_soon(self._take)

    def _take(self) -> None:
        self._going = False
        began_s = self._clock()
        if self._stepped_s is not None:
            took_s = self._stepped_s + began_s - self._woken_at_s
            self._most = min(self._per_turn, max(1, self._most // 2) if took_s > TURN_S else 2 * self._most)
            self._stepped_s = None
        if not self._parties:
            return
        asyncio.get_running_loop().call_soon(self._note_waking)
        try:
            for _ in range(self._most):
                if not self._parties or self._clock() - began_s >= TURN_S:
                    break
                self._step()
        finally:
            self._stepped_s = self._clock() - began_s
            self._go()  # also after the last step, to learn how long it took

    def _step(self) -> None:
        party, steps = self._parties.popitem(last=False)
        step = steps.popleft()
        if steps:
            self._parties[party] = steps
        step()

    def _note_waking(self) -> None:
        self._woken_at_s = self._clock()
