from datetime import date

import pytest

from latecomer.core.phase import Mode, Phase, closes_at, day_starts, days_left, local_day, mode, phase
from latecomer.core.timestamps import from_text, to_text
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, WEBINAR, webinar


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (0, Phase.WAITING),
        (STARTS_AT - 15 * MINUTE - 1, Phase.WAITING),
        (STARTS_AT - 15 * MINUTE, Phase.LIVE),
        (ENDS_AT - 1, Phase.LIVE),
        (ENDS_AT, Phase.ON_DEMAND),
        (CLOSES_AT - 1, Phase.ON_DEMAND),
        (CLOSES_AT, Phase.CLOSED),
    ],
)
def test_phases_begin_on_the_millisecond(now: int, expected: Phase) -> None:
    assert phase(WEBINAR, now) is expected


def test_mode_changes_at_the_end() -> None:
    assert mode(WEBINAR, ENDS_AT - 1) is Mode.LIVE
    assert mode(WEBINAR, ENDS_AT) is Mode.ON_DEMAND


def test_the_window_is_thirty_times_twenty_four_hours() -> None:
    assert closes_at(WEBINAR) == CLOSES_AT


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (STARTS_AT, 30),
        (ENDS_AT, 30),
        (ENDS_AT + 1, 30),
        (ENDS_AT + DAY - 1, 30),
        (ENDS_AT + DAY, 29),
        (ENDS_AT + DAY + 1, 29),
        (CLOSES_AT - DAY, 1),
        (CLOSES_AT - 1, 1),
        (CLOSES_AT, 0),
        (CLOSES_AT + DAY, 0),
    ],
)
def test_days_left_counts_a_started_day(now: int, days: int) -> None:
    assert days_left(WEBINAR, now) == days


def test_a_local_day_is_that_of_the_time_zone() -> None:
    late = from_text("2026-03-04T23:30:00Z")
    assert local_day(webinar(timezone="UTC"), late) == date(2026, 3, 4)
    assert local_day(webinar(timezone="Pacific/Auckland"), late) == date(2026, 3, 5)
    assert local_day(webinar(timezone="America/New_York"), late) == date(2026, 3, 4)


def test_days_run_from_the_day_of_the_end_through_the_closing_day() -> None:
    starts = day_starts(WEBINAR)
    assert to_text(starts[0]) == "2026-03-04T00:00:00.000Z"
    assert to_text(starts[-1]) == "2026-04-04T00:00:00.000Z"
    assert len(starts) == 32


def test_an_end_at_midnight_has_thirty_days() -> None:
    starts = day_starts(webinar(ends_at=from_text("2026-03-05T00:00:00Z")))
    assert to_text(starts[0]) == "2026-03-05T00:00:00.000Z"
    assert to_text(starts[-1]) == "2026-04-04T00:00:00.000Z"
    assert len(starts) == 31


@pytest.mark.parametrize(
    ("timezone", "ends", "day", "begins", "hours"),
    [
        ("Europe/Berlin", "2026-03-20T17:00:00Z", date(2026, 3, 29), "2026-03-28T23:00:00.000Z", 23),
        ("Europe/Berlin", "2026-10-20T17:00:00Z", date(2026, 10, 25), "2026-10-24T22:00:00.000Z", 25),
        # Clocks go from 24:00 to 01:00: the day begins at the change.
        ("Africa/Cairo", "2026-04-20T17:00:00Z", date(2026, 4, 24), "2026-04-23T22:00:00.000Z", 23),
        # Clocks go from 01:00 to 00:00: the day has two midnights and begins at the first.
        ("America/Havana", "2026-10-20T17:00:00Z", date(2026, 11, 1), "2026-11-01T04:00:00.000Z", 25),
    ],
)
def test_days_with_a_clock_change_are_as_long_as_they_are(
    timezone: str, ends: str, day: date, begins: str, hours: int
) -> None:
    changing = webinar(timezone=timezone, ends_at=from_text(ends))
    starts = day_starts(changing)
    index = (day - local_day(changing, changing.ends_at)).days
    assert to_text(starts[index]) == begins
    assert starts[index + 1] - starts[index] == hours * HOUR
    assert local_day(changing, starts[index]) == day
    assert local_day(changing, starts[index] - 1) < day
