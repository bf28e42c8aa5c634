"""The schedule of pulls: phase by phase, after troubles, and for the last time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.vendors.kit.pull_schedule import GIVE_UP_MS, Rhythm, again_at, next_pull, reaches_back_to
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, WEBINAR, S

RHYTHM = Rhythm(
    before=6 * HOUR,
    live=HOUR,
    after=(5 * MINUTE, 30 * MINUTE),
    on_demand=DAY,
    final=12 * HOUR,
    overlap=DAY,
)
FINAL = CLOSES_AT + 12 * HOUR


@pytest.mark.parametrize(
    ("pulled_at", "next_at"),
    [
        (STARTS_AT - 10 * DAY, STARTS_AT - 10 * DAY + 6 * HOUR),
        (STARTS_AT - HOUR, STARTS_AT),
        (STARTS_AT, ENDS_AT),
        (STARTS_AT + 30 * MINUTE, ENDS_AT + 5 * MINUTE),
        (ENDS_AT, ENDS_AT + 5 * MINUTE),
        (ENDS_AT + 5 * MINUTE, ENDS_AT + 30 * MINUTE),
        (ENDS_AT + 30 * MINUTE, ENDS_AT + 30 * MINUTE + DAY),
        (CLOSES_AT - HOUR, FINAL),
        (FINAL - 1, FINAL),
        (FINAL, None),
    ],
)
def test_each_phase_has_its_rhythm(pulled_at: int, next_at: int | None) -> None:
    assert next_pull(RHYTHM, WEBINAR, pulled_at, pulled_at + MINUTE) == next_at


def test_what_was_never_asked_is_asked_at_once_until_nothing_counts_any_more() -> None:
    assert next_pull(RHYTHM, WEBINAR, None, 7) == 7
    last = CLOSES_AT + GIVE_UP_MS - 1
    assert next_pull(RHYTHM, WEBINAR, None, last) == last
    assert next_pull(RHYTHM, WEBINAR, None, last + 1) is None


@given(pulled_at=st.integers(STARTS_AT - 40 * DAY, CLOSES_AT + 2 * DAY))
def test_there_is_a_next_time_and_it_is_later(pulled_at: int) -> None:
    next_at = next_pull(RHYTHM, WEBINAR, pulled_at, pulled_at)
    assert (next_at is None) == (pulled_at >= FINAL)
    if next_at is not None:
        assert pulled_at < next_at <= min(pulled_at + DAY, FINAL)


def test_pulls_overlap_but_the_first_and_the_last_ask_for_everything() -> None:
    assert reaches_back_to(RHYTHM, WEBINAR, None, ENDS_AT) is None
    assert reaches_back_to(RHYTHM, WEBINAR, ENDS_AT, ENDS_AT + HOUR) == ENDS_AT - DAY
    assert reaches_back_to(RHYTHM, WEBINAR, CLOSES_AT, FINAL) is None


def test_waits_grow_and_a_vendor_may_ask_for_longer() -> None:
    waits = [again_at(failures, None, 0, 0.0) for failures in range(1, 8)]
    assert waits == [5 * S, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR]
    assert again_at(2, None, 0, 0.5) == 330 * S
    assert again_at(1, HOUR, 0, 0.0) == HOUR
    assert again_at(4, HOUR, 0, 0.0) == 2 * HOUR
    assert again_at(1, 9 * DAY, 0, 0.0) == DAY
