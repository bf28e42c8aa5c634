"""A member's watched time by day: the watched set divided by mode and local day.

Source: docs/domain.md, Watched time is a set
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from latecomer.core.ids import Instant
from latecomer.core.intervals import Intervals
from latecomer.core.phase import Mode, local_day, next_day
from latecomer.core.webinar import Webinar
from latecomer.watching.rules.totals import WatchedTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedDay:
    """The watch duration of one mode and local day, and the instants between which the day lies."""

    mode: Mode
    day: date
    watched_ms: int
    first_at: Instant
    last_at: Instant


def watched_days(webinar: Webinar, watched: WatchedTotals) -> tuple[WatchedDay, ...]:
    """Return the days on which anything was watched, live before on-demand, earliest first; their sum is the total."""
    return (
        *_days(webinar, Mode.LIVE, watched.live),
        *_days(webinar, Mode.ON_DEMAND, watched.on_demand),
    )


def _days(webinar: Webinar, mode: Mode, watched: Intervals) -> Iterator[WatchedDay]:
    day: WatchedDay | None = None
    until = 0
    for low, high in watched:
        while low < high:
            if day is None or low >= until:
                if day is not None:
                    yield day
                until = next_day(webinar, low)
                day = WatchedDay(
                    mode=mode, day=local_day(webinar, low), watched_ms=0, first_at=low, last_at=low
                )
            end = min(high, until)
            day = WatchedDay(
                mode=mode,
                day=day.day,
                watched_ms=day.watched_ms + end - low,
                first_at=day.first_at,
                last_at=end,
            )
            low = end  # noqa: PLW2901 - the rest of the interval lies in the next day
    if day is not None:
        yield day
