"""A few at a time, in order, and everybody else in between."""

import asyncio
from functools import partial

import pytest

from latecomer.http.pacing import Pace
from tests.support.turns import turns


async def test_each_turn_of_the_loop_takes_a_few_in_order() -> None:
    pace, done = Pace(3), list[int]()
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
    pace, done = Pace(2), list[str]()
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
