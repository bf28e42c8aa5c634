import pytest

from latecomer.core.ids import Instant
from latecomer.mail.rules import schedule
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, WEBINAR, webinar


def test_a_reminder_that_comes_just_before_the_next_is_left_out() -> None:
    assert schedule.reminder_offsets((600, 3600, 86400)) == (86400, 3600, 600)
    assert schedule.reminder_offsets((1200, 600, 600)) == (600,)
    assert schedule.reminder_offsets(()) == ()


@pytest.mark.parametrize(
    ("offset_s", "late_ms", "too_late"),
    [
        (600, 5 * MINUTE, False),
        (600, 5 * MINUTE + 1, True),
        (3600, 15 * MINUTE, False),
        (3600, 15 * MINUTE + 1, True),
        (86400, 6 * HOUR, False),
        (86400, 6 * HOUR + 1, True),
        (0, 5 * MINUTE, False),
    ],
)
def test_a_quarter_of_the_offset_is_too_late(offset_s: int, late_ms: int, *, too_late: bool) -> None:
    """M5: a server that comes back does not send the mails of the morning."""
    assert schedule.is_too_late(STARTS_AT, offset_s, STARTS_AT + late_ms) is too_late


def test_a_reminder_does_not_follow_its_confirmation_at_once() -> None:
    """M8: who registers an hour before the start is not reminded of the day before."""
    assert schedule.is_close_to_confirmation(STARTS_AT - HOUR, STARTS_AT - 24 * HOUR)
    assert schedule.is_close_to_confirmation(STARTS_AT - HOUR, STARTS_AT - HOUR + 15 * MINUTE - 1)
    assert not schedule.is_close_to_confirmation(STARTS_AT - HOUR, STARTS_AT - HOUR + 15 * MINUTE)
    assert not schedule.is_close_to_confirmation(None, STARTS_AT)


def test_missed_goes_half_an_hour_after_the_first_finish() -> None:
    assert schedule.missed_at(WEBINAR, ENDS_AT + 2 * MINUTE, None) == ENDS_AT + 32 * MINUTE


def test_missed_waits_for_the_report_of_a_provider() -> None:
    bound = webinar(has_provider=True)
    assert schedule.missed_at(bound, ENDS_AT, None) == ENDS_AT + 3 * HOUR
    assert schedule.missed_at(bound, ENDS_AT, ENDS_AT + HOUR) == ENDS_AT + HOUR
    assert schedule.missed_at(bound, ENDS_AT, ENDS_AT + 1) == ENDS_AT + 30 * MINUTE


def test_missed_never_goes_for_a_finish_long_after_the_end() -> None:
    assert schedule.missed_at(WEBINAR, ENDS_AT + DAY, None) is not None
    assert schedule.missed_at(WEBINAR, ENDS_AT + DAY + 1, None) is None


def test_the_last_days_begin_three_days_before_the_window_closes() -> None:
    assert schedule.last_days_at(WEBINAR) == CLOSES_AT - 3 * DAY


@pytest.mark.parametrize(
    ("at", "goes_at"),
    [
        (STARTS_AT, STARTS_AT),  # 17:00 in Paris
        (STARTS_AT + 4 * HOUR - 1, STARTS_AT + 4 * HOUR - 1),  # 20:59:59.999
        (STARTS_AT + 4 * HOUR, STARTS_AT + 15 * HOUR),  # 21:00 → 8:00
        (STARTS_AT + 8 * HOUR, STARTS_AT + 15 * HOUR),  # 1:00 → 8:00 of the same day
        (STARTS_AT + 15 * HOUR, STARTS_AT + 15 * HOUR),
    ],
)
def test_nobody_is_advertised_to_at_night(at: Instant, goes_at: Instant) -> None:
    assert schedule.after_quiet_hours(at, "Europe/Paris") == goes_at


def test_a_night_with_a_clock_change_ends_at_eight_all_the_same() -> None:
    late = 1_774_731_600_000  # 2026-03-28T22:00 in Paris; the clocks go forward at 2:00
    assert schedule.after_quiet_hours(late, "Europe/Paris") == late + 9 * HOUR


def test_one_a_day_and_three_a_week() -> None:
    now = STARTS_AT
    assert schedule.allowed_at([], now) == now
    assert schedule.allowed_at([now - HOUR], now) == now + 23 * HOUR
    assert schedule.allowed_at([now - 2 * DAY], now) == now
    assert schedule.allowed_at([now - 6 * DAY, now - 4 * DAY, now - 2 * DAY], now) == now + DAY
    assert schedule.allowed_at([now - 8 * DAY, now - 9 * DAY, now - 10 * DAY], now) == now
