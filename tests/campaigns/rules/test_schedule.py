"""Schedules: local times, gaps and doubled hours, months that end early."""

import pytest

from latecomer.campaigns.rules.schedule import BadSchedule, Schedule, check_schedule, next_after
from latecomer.core.timestamps import to_text
from tests.support.builders import DAY

DAILY = Schedule(every="day", at="02:30")


def ms(text: str) -> int:
    return next_after(Schedule(once_at=text), "UTC", 0) or 0


@pytest.mark.parametrize(
    ("schedule", "zone", "after", "expected"),
    [
        (
            Schedule(every="day", at="09:00"),
            "Europe/Berlin",
            "2026-03-04T07:59:59Z",
            "2026-03-04T08:00:00.000Z",
        ),
        (
            Schedule(every="day", at="09:00"),
            "Europe/Berlin",
            "2026-03-04T08:00:00Z",
            "2026-03-05T08:00:00.000Z",
        ),
        (
            Schedule(every="week", on="monday", at="09:00"),
            "UTC",
            "2026-03-04T09:00:00Z",
            "2026-03-09T09:00:00.000Z",
        ),
        (
            Schedule(every="month", on=31, at="00:00"),
            "UTC",
            "2026-02-01T00:00:00Z",
            "2026-02-28T00:00:00.000Z",
        ),
        (
            Schedule(every="month", on=31, at="00:00"),
            "UTC",
            "2026-03-01T00:00:00Z",
            "2026-03-31T00:00:00.000Z",
        ),
        (
            DAILY,
            "Europe/Berlin",
            "2026-03-28T12:00:00Z",
            "2026-03-29T01:00:00.000Z",
        ),  # no 02:30: after the gap
        (
            DAILY,
            "Europe/Berlin",
            "2026-10-24T12:00:00Z",
            "2026-10-25T00:30:00.000Z",
        ),  # 02:30 twice: the first
        (DAILY, "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00.000Z"),  # and not again
        (
            Schedule(every="day", at="00:00"),
            "Pacific/Apia",
            "2011-12-29T20:00:00Z",
            "2011-12-30T10:00:00.000Z",
        ),
    ],
)
def test_the_next_time(schedule: Schedule, zone: str, after: str, expected: str) -> None:
    found = next_after(schedule, zone, ms(after))
    assert found is not None
    assert to_text(found) == expected


def test_once_is_once() -> None:
    once = Schedule(once_at="2026-03-04T09:00:00+01:00")
    at = ms("2026-03-04T08:00:00Z")
    assert next_after(once, "UTC", at - 1) == at
    assert next_after(once, "UTC", at) is None
    assert next_after(once, "UTC", at + DAY) is None


@pytest.mark.parametrize(
    ("schedule", "path"),
    [
        (Schedule(), ""),
        (Schedule(once_at="2026-03-04T09:00:00Z", every="day", at="09:00"), ""),
        (Schedule(once_at="2026-03-04T09:00:00"), "/once_at"),
        (Schedule(once_at="0000-03-04T09:00:00Z"), "/once_at"),
        (Schedule(every="day"), "/at"),
        (Schedule(every="day", at="24:00"), "/at"),
        (Schedule(every="day", at="09:00", on="monday"), "/on"),
        (Schedule(every="week", at="09:00", on="someday"), "/on"),
        (Schedule(every="month", at="09:00", on=32), "/on"),
    ],
)
def test_a_bad_schedule_is_refused_with_the_place(schedule: Schedule, path: str) -> None:
    with pytest.raises(BadSchedule) as refused:
        check_schedule(schedule)
    assert refused.value.path == path
