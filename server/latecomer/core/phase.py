"""The phase of a webinar: waiting, live, on demand, closed; and its 30 days, in instants and in local days.

Source: docs/domain.md, Watched time is a set (Window) and The join link
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar

DAY_MS: Final = 24 * 60 * 60 * 1000

WINDOW_MS: Final = 30 * DAY_MS
"""Time after the end during which the recording counts: elapsed time, not calendar days; a constant of the product."""

EARLY_ENTRY_MS: Final = 15 * 60 * 1000
"""Time before the start from which the join link leads to the live room."""

LATE_SOCKET_MS: Final = 60 * 1000
"""Time after the close during which a socket may still report playback from before it."""

LATE_BEACON_MS: Final = DAY_MS
"""Time after the close during which a beacon may still report playback from before it."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Mode(StrEnum):
    """The mode in which a moment was played: live until the event's end, on demand from then on."""

    LIVE = "live"
    ON_DEMAND = "on_demand"


class Phase(StrEnum):
    """The page that the join link shows at a moment."""

    WAITING = "waiting"
    LIVE = "live"
    ON_DEMAND = "on_demand"
    CLOSED = "closed"


def closes_at(webinar: Webinar) -> Instant:
    """Return the end of the on-demand window: the first instant that no longer counts."""
    return webinar.ends_at + WINDOW_MS


def phase(webinar: Webinar, now: Instant) -> Phase:
    """Return the phase at ``now``; the live room opens 15 minutes before the start."""
    if now < webinar.starts_at - EARLY_ENTRY_MS:
        return Phase.WAITING
    if now < webinar.ends_at:
        return Phase.LIVE
    return Phase.ON_DEMAND if now < closes_at(webinar) else Phase.CLOSED


def mode(webinar: Webinar, now: Instant) -> Mode:
    """Return the mode of ``now``: live before the event's end, on demand from then on."""
    return Mode.LIVE if now < webinar.ends_at else Mode.ON_DEMAND


def days_left(webinar: Webinar, now: Instant) -> int:
    """Return the days left in the on-demand window, a started day counting as one: 30 at its beginning, 0 after it."""
    left_ms = closes_at(webinar) - now
    return max(0, min(30, -(-left_ms // DAY_MS)))


def local_day(webinar: Webinar, at: Instant) -> date:
    """Return the calendar day of ``at`` in the webinar's time zone."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(ZoneInfo(webinar.timezone)).date()


def day_starts(webinar: Webinar) -> tuple[Instant, ...]:
    """Return the instants at which the local days of the on-demand window begin.

    The first entry begins the day of ``ends_at``; the last is the first day start at or after the close, so day *i*
    lies between entry *i* and entry *i* + 1. Days of 23 and 25 hours, and days whose midnight a clock change skips,
    follow the time zone.
    """
    zone = ZoneInfo(webinar.timezone)
    day = local_day(webinar, webinar.ends_at)
    starts = [_start(day, zone)]
    while starts[-1] < closes_at(webinar):
        day += timedelta(days=1)
        starts.append(_start(day, zone))
    return tuple(starts)


def next_day(webinar: Webinar, at: Instant) -> Instant:
    """Return the instant at which the local day after that of ``at`` begins."""
    return _start(local_day(webinar, at) + timedelta(days=1), ZoneInfo(webinar.timezone))


def _start(day: date, zone: ZoneInfo) -> Instant:
    # With fold=0 a skipped midnight is the instant of the clock change, a repeated one its first occurrence.
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000
