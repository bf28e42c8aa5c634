"""Schedules of campaigns: once, or every day, week or month at a local time.

A local time that a day skips is the moment after the gap; a local time that occurs twice is the first of the two; the
31st of a shorter month is its last day.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from latecomer.core.ids import Instant

MADE_UP_MS: Final = 60 * 60 * 1000
"""A nominal time that is missed by more than this is shown and not made up."""

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)", re.ASCII)
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Schedule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """``once_at`` (RFC 3339), or ``every`` day, week or month at the local time ``at``.

    ``on``: the weekday of a week (monday when left out), the day of a month (1 when left out).
    """

    once_at: str | None = None
    every: Literal["day", "week", "month"] | None = None
    on: str | int | None = None
    at: str | None = None


class BadSchedule(Exception):
    """A schedule that is refused: a stable code, a JSON Pointer inside the schedule, and what is right instead."""

    def __init__(self, code: str, path: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.path = path
        self.message = message


def check_schedule(schedule: Schedule) -> None:
    """Check a schedule. Raises: BadSchedule, at the first error."""
    if (schedule.once_at is None) == (schedule.every is None):
        raise BadSchedule("missing_field", "", 'write either "once_at" or "every" with "at"')
    if schedule.once_at is not None:
        instant(schedule.once_at, "/once_at")
        for name in ("on", "at"):
            if getattr(schedule, name) is not None:
                raise BadSchedule("unknown_field", f"/{name}", 'a schedule with "once_at" has nothing else')
        return
    clock(schedule.at or "", "/at")
    match schedule.every, schedule.on:
        case "day", on if on is not None:
            raise BadSchedule("unknown_field", "/on", "for every day no day can be chosen")
        case "week", on if on is not None and on not in WEEKDAYS:
            raise BadSchedule("unknown_value", "/on", f"write a weekday: {', '.join(WEEKDAYS)}")
        case "month", on if on is not None and not (
            isinstance(on, int) and not isinstance(on, bool) and 1 <= on <= 31
        ):
            raise BadSchedule("unknown_value", "/on", "write a day of the month from 1 to 31")
        case _:
            pass


def clock(text: str, path: str = "") -> time:
    """Return a local time such as ``09:00``. Raises: BadSchedule."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise BadSchedule("unknown_value", path, 'write a local time such as "09:00"')
    return time(int(found[1]), int(found[2]))


def instant(text: str, path: str = "") -> Instant:
    """Return an instant written as RFC 3339. Raises: BadSchedule."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not 2000 <= at.year <= 2200:
        raise BadSchedule(
            "unknown_value", path, "write a time with its zone, such as 2026-03-04T09:00:00+01:00"
        )
    return (at - _EPOCH) // timedelta(milliseconds=1)


def next_after(schedule: Schedule, timezone: str, after: Instant) -> Instant | None:
    """Return the first scheduled moment after ``after``; None when there is none any more."""
    if schedule.once_at is not None:
        once = instant(schedule.once_at)
        return once if once > after else None
    zone = ZoneInfo(timezone)
    at = clock(schedule.at or "")
    day = (_EPOCH + timedelta(milliseconds=after)).astimezone(zone).date()
    for _ in range(64):  # two months and two days hold one of every kind
        if _looks(schedule, day):
            moment = local(day, at, zone)
            if moment > after:
                return moment
        day += timedelta(days=1)
    raise AssertionError(schedule)


def _looks(schedule: Schedule, day: date) -> bool:
    match schedule.every:
        case "week":
            return WEEKDAYS[day.weekday()] == (schedule.on or "monday")
        case "month":
            last = calendar.monthrange(day.year, day.month)[1]
            return day.day == min(int(schedule.on or 1), last)
        case _:
            return True


def local(day: date, at: time, zone: ZoneInfo) -> Instant:
    """Return the instant of a local time: after the gap when the clock skips it, the first when it occurs twice."""
    meant = datetime.combine(day, at, zone)
    there_and_back = meant.astimezone(UTC).astimezone(zone)
    if there_and_back.replace(tzinfo=None) != meant.replace(tzinfo=None):  # in the gap: its end
        before = meant.replace(fold=1).utcoffset() or timedelta()
        after = meant.utcoffset() or timedelta()
        low = meant.replace(tzinfo=UTC) - max(before, after)
        high = meant.replace(tzinfo=UTC) - min(before, after)
        offset = low.astimezone(zone).utcoffset()
        while high - low > timedelta(seconds=1):
            middle = low + (high - low) / 2
            if middle.astimezone(zone).utcoffset() == offset:
                low = middle
            else:
                high = middle
        return round((high - _EPOCH) / timedelta(minutes=1)) * 60_000
    return (meant - _EPOCH) // timedelta(milliseconds=1)
