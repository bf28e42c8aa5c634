"""Presence of this event: the window, and stays that touch it."""

from __future__ import annotations

import pytest

from latecomer.attendance.rules.event_window import EventWindow, event_window, touches_event

HOUR, MINUTE = 3_600_000, 60_000
START, END = 100 * HOUR, 101 * HOUR
OURS = EventWindow(START, END + HOUR)


def test_the_window_ends_before_the_next_of_a_series() -> None:
    assert event_window(START, END, None) == OURS
    assert event_window(START, END, END + 2 * HOUR) == OURS
    assert event_window(START, END, END + HOUR // 2) == EventWindow(START, END + 15 * MINUTE)


@pytest.mark.parametrize(
    ("joins", "leaves", "ended_at", "now", "counts"),
    [
        ([START], [], None, START, True),
        ([END + HOUR], [], None, END + HOUR, True),
        ([END + HOUR + 1], [END + 2 * HOUR], None, END + 3 * HOUR, False),
        ([], [START + 1], None, END, True),
        ([START - HOUR], [START], None, END, True),
        ([START - HOUR], [START - 1], None, END, False),
        ([START - HOUR], [START + 200 * HOUR], None, END, True),
        ([START - 24 * HOUR], [], START - 23 * HOUR, END, False),
        ([START - 24 * HOUR], [], START, END, True),
        ([START - 24 * HOUR], [], None, END, False),
        ([START - 10 * MINUTE], [], None, START - 1, False),
        ([START - 10 * MINUTE], [], None, START, True),
        ([START - 10 * MINUTE], [START - 20 * MINUTE], None, START, True),
        ([], [], None, END, False),
    ],
)
def test_a_stay_counts_when_it_touches_the_window(
    joins: list[int], leaves: list[int], ended_at: int | None, now: int, *, counts: bool
) -> None:
    assert touches_event(OURS, joins, leaves, ended_at, now) is counts
