"""A few at a time, in order, and everybody else in between."""

import asyncio
from functools import partial

import pytest

from latecomer.http.pacing import Pace
from tests.support.turns import turns


async def test_each_turn_of_the_loop_takes_a_few_in_order() -> None:
    pace, done = Pace(3, clock=lambda: 0.0), list[int]()
    for number in range(8):
        pace.add(partial(done.append, number))
    seen = []
    for _ in range(4):
        await turns(1)
        seen.append(len(done))
    assert seen == [3, 6, 8, 8]
    assert done == list(range(8))


async def test_what_a_step_adds_comes_after_those_who_wait() -> None:
    pace, done = Pace(1), list[str]()

    def first() -> None:
        done.append("first")
        pace.add(lambda: done.append("third"))

    pace.add(first)
    pace.add(lambda: done.append("second"))
    await turns(5)
    assert done == ["first", "second", "third"]


async def test_a_step_that_fails_is_told_of_and_the_others_go_on() -> None:
    told = list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context["exception"]))
    pace, done = Pace(2, clock=lambda: 0.0), list[str]()
    failure = ValueError("of a test")

    def fail() -> None:
        raise failure

    pace.add(fail)
    pace.add(lambda: done.append("done"))
    await turns(3)
    assert (done, told) == (["done"], [failure])


async def test_who_no_longer_waits_for_a_turn_keeps_nobody_from_theirs() -> None:
    pace = Pace(1)
    gone, waiting = asyncio.ensure_future(pace.turn()), asyncio.ensure_future(pace.turn())
    await turns(1)
    gone.cancel()
    async with asyncio.timeout(5):
        await waiting
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_parties_take_turns() -> None:
    pace, done = Pace(1), list[str]()
    for name in ("crowd 1", "crowd 2", "crowd 3", "somebody"):
        pace.add(partial(done.append, name), name.split()[0])
    await turns(6)
    assert done == ["crowd 1", "somebody", "crowd 2", "crowd 3"]


class Work:
    """Steps that take as long as they say."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.done = 0

    def clock(self) -> float:
        return self.now_s

    def take(self, seconds: float) -> None:
        self.now_s += seconds
        self.done += 1

    async def woken(self, pace: Pace, seconds: float) -> None:
        await pace.turn()
        self.take(seconds)


async def test_dear_steps_end_a_turn_early() -> None:
    work = Work()
    pace = Pace(20, work.clock)
    for _ in range(6):
        pace.add(partial(work.take, 0.003))
    seen = []
    for _ in range(3):
        await turns(1)
        seen.append(work.done)
    assert seen == [2, 4, 6]


async def test_of_tasks_with_dear_work_fewer_and_fewer_are_woken_and_of_cheap_ones_more_again() -> None:
    work = Work()
    pace = Pace(16, work.clock)
    seen = []
    for seconds in (0.004, 0.0):
        before, tasks = work.done, [asyncio.ensure_future(work.woken(pace, seconds)) for _ in range(40)]
        while work.done - before < 40:
            at = work.done
            await turns(1)
            if work.done != at:
                seen.append(work.done - at)
        await asyncio.gather(*tasks)
    assert seen[:5] == [16, 8, 4, 2, 1]
    assert seen[-1] >= 8
    assert sum(seen) == 80
