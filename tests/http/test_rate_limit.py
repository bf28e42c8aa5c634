"""The token bucket behind every limit."""

import tracemalloc

import pytest

from latecomer.core.errors import TooManyRequests
from latecomer.http import rate_limit as limits
from latecomer.http.rate_limit import Limiter


def _taken(limiter: Limiter, key: str, now: int) -> int:
    """Return the number of requests that are admitted at once."""
    for count in range(1000):
        try:
            limiter.take(key, now)
        except TooManyRequests:
            return count
    raise AssertionError("nothing limits")


def test_a_burst_goes_through_and_then_so_many_a_second() -> None:
    limiter = Limiter(per_s=2, burst=5)
    assert _taken(limiter, "a", 0) == 5
    assert _taken(limiter, "a", 499) == 0
    assert _taken(limiter, "a", 500) == 1
    assert _taken(limiter, "a", 2000) == 3
    assert _taken(limiter, "a", 60_000) == 5


def test_the_refusal_says_when_to_come_back() -> None:
    limiter = Limiter(per_s=0.1, burst=1)
    limiter.take("a", 0)
    with pytest.raises(TooManyRequests) as refused:
        limiter.take("a", 4000)
    assert refused.value.after_s == 6


def test_a_clock_that_goes_back_gives_and_takes_nothing() -> None:
    limiter = Limiter(per_s=1, burst=1)
    limiter.take("a", 100_000)
    assert _taken(limiter, "a", 0) == 0
    assert _taken(limiter, "a", 1000) == 1


def test_a_slow_request_does_not_wind_the_clock_back() -> None:
    limiter = Limiter(per_s=1, burst=5)
    assert _taken(limiter, "a", 20_000) == 5
    for _ in range(10):
        assert _taken(limiter, "a", 1_000) == 0
        assert _taken(limiter, "a", 20_000) == 0


def test_keys_are_apart_and_only_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MAX_KEYS", 2)
    limiter = Limiter(per_s=1, burst=1)
    for key in ("a", "b", "c"):
        assert _taken(limiter, key, 0) == 1
    assert _taken(limiter, "b", 0) == 0
    assert _taken(limiter, "a", 0) == 1


def test_long_keys_take_no_more_room_than_short_ones() -> None:
    limiter = Limiter(per_s=1, burst=1)
    tracemalloc.start()
    try:
        for number in range(100):
            limiter.take(f"{number}" * 10_000, 0)
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 100_000
