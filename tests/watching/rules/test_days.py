"""Days as cuts of one set: together they are the whole, whatever the time zone does."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.intervals import clip, length, union
from latecomer.core.phase import Mode, local_day
from latecomer.watching.rules.days import WatchedDay, watched_days
from latecomer.watching.rules.totals import counted
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, webinar

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "America/Santiago"])


def test_nothing_watched_is_no_day() -> None:
    assert watched_days(webinar(), counted(webinar(), ())) == ()


def test_modes_and_midnights_cut() -> None:
    """The event ends at 17:00 in London; the second stretch lies around midnight there."""
    midnight = STARTS_AT + 8 * HOUR
    here = webinar(timezone="Europe/London")
    watched = ((ENDS_AT - MINUTE, ENDS_AT + MINUTE), (midnight - 3 * MINUTE, midnight + 2 * MINUTE))
    days = watched_days(here, counted(here, watched))
    march_4, march_5 = date(2026, 3, 4), date(2026, 3, 5)

    def part(mode: Mode, day: date, minutes: int, first_at: int, last_at: int) -> WatchedDay:
        return WatchedDay(mode=mode, day=day, watched_ms=minutes * MINUTE, first_at=first_at, last_at=last_at)

    assert days == (
        part(Mode.LIVE, march_4, 1, ENDS_AT - MINUTE, ENDS_AT),
        part(Mode.ON_DEMAND, march_4, 4, ENDS_AT, midnight),
        part(Mode.ON_DEMAND, march_5, 2, midnight, midnight + 2 * MINUTE),
    )


@given(
    ZONES,
    st.lists(
        st.tuples(st.integers(STARTS_AT - HOUR, CLOSES_AT + HOUR), st.integers(1, 3 * DAY)), max_size=12
    ),
)
def test_the_days_are_the_whole(zone: str, pieces: list[tuple[int, int]]) -> None:
    here = webinar(timezone=zone)
    watched = union((start, start + long) for start, long in pieces)
    days = watched_days(here, counted(here, watched))
    assert sum(day.watched_ms for day in days) == length(clip(watched, STARTS_AT, CLOSES_AT))
    assert len({(day.mode, day.day) for day in days}) == len(days)
    for day in days:
        assert local_day(here, day.first_at) == local_day(here, day.last_at - 1) == day.day
