"""Periods: ranges of local days or of time, absolute or relative to now.

A day is a local day in a named zone and lasts as long as the zone says: 23, 24 or 25 hours. A period is stored as it
was written; :func:`span` returns the days and instants that it covers for one ``now`` and one zone.

Source: docs/audiences.md, Days
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from latecomer.core.ids import Instant

_HOUR_MS: Final = 60 * 60 * 1000
_DAY: Final = timedelta(days=1)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_TEXT: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 9998


class Unit(StrEnum):
    """The units of a relative length of time."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class TimeFrame(StrEnum):
    """Named stretches of whole local days; weeks begin on Monday, and the last n days end today."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    LAST_7_DAYS = "last_7_days"
    LAST_30_DAYS = "last_30_days"
    LAST_90_DAYS = "last_90_days"


@dataclass(frozen=True, slots=True)
class Days:
    """Whole local days from ``first`` to ``last``, both included; None: no bound on that side."""

    first: date | None
    last: date | None

    @classmethod
    def beside(cls, day: date | None, *, after: bool, included: bool) -> Days:
        """Return all days after a day, or before it; with the day itself where ``included``."""
        if day is None:
            return cls(None, None)
        if after:
            return cls(day if included else day + _DAY, None)
        return cls(None, day if included else day - _DAY)


@dataclass(frozen=True, slots=True)
class Instants:
    """The instants from ``from_at`` to before ``to_at``; None: no bound on that side."""

    from_at: Instant | None
    to_at: Instant | None


@dataclass(frozen=True, slots=True)
class Within:
    """The last (``past``) or next ``amount`` units. In days: from local midnight that many days ago until now, or from
    now to the end of that many days after today. In hours: exactly."""

    amount: int
    unit: Unit
    past: bool


@dataclass(frozen=True, slots=True)
class Beyond:
    """All time before (``past``) or after the range of ``Within`` with the same amount."""

    amount: int
    unit: Unit
    past: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A named time frame, relative to today."""

    name: TimeFrame


Period: TypeAlias = Days | Instants | Within | Beyond | Frame


@dataclass(frozen=True, slots=True)
class Span:
    """A period resolved for one moment and one time zone: instants from ``from_at`` to before ``to_at``, and, for a
    period of whole days, the days from ``first`` to ``last``, both included. None means no bound on that side."""

    from_at: Instant | None
    to_at: Instant | None
    by_days: bool
    first: date | None = None
    last: date | None = None


def read_day(text: str) -> date | None:
    """Return the day that ``YYYY-MM-DD`` names, None for any other text and for years before 1900 or after 9998."""
    if not _DAY_TEXT.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def local_day(at: Instant, zone: ZoneInfo) -> date:
    """Return the local day in which an instant lies."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(zone).date()


def day_start(day: date, zone: ZoneInfo) -> Instant:
    """Return the instant at which a local day begins; a skipped midnight is the moment of the clock change."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()) * 1000


def is_relative(period: Period) -> bool:
    """Return whether the days that a period means depend on today."""
    return isinstance(period, Within | Beyond | Frame)


def span(period: Period, now: Instant, zone: ZoneInfo) -> Span:  # noqa: PLR0911 - one a kind of period
    """Return the days and instants that a period covers at ``now`` in a zone."""
    match period:
        case Instants(from_at, to_at):
            return Span(from_at, to_at, by_days=False)
        case Days(first, last):
            return _whole_days(first, last, zone)
        case Frame(name):
            return _whole_days(*_frame(name, local_day(now, zone)), zone)
        case Within(amount, Unit.HOUR, past):
            length_ms = amount * _HOUR_MS
            if past:
                return Span(now - length_ms, now + 1, by_days=False)
            return Span(now + 1, now + length_ms + 1, by_days=False)
        case Beyond(amount, Unit.HOUR, past):
            length_ms = amount * _HOUR_MS
            if past:
                return Span(None, now - length_ms, by_days=False)
            return Span(now + length_ms + 1, None, by_days=False)
        case Within(amount, unit, past):
            today = local_day(now, zone)
            edge = _shift(today, -amount if past else amount, unit)
            if past:
                return Span(day_start(edge, zone), now + 1, by_days=True, first=edge, last=today)
            return Span(now + 1, day_start(edge + _DAY, zone), by_days=True, first=today + _DAY, last=edge)
        case Beyond(amount, unit, past):
            today = local_day(now, zone)
            edge = _shift(today, -amount if past else amount, unit)
            if past:
                return Span(None, day_start(edge, zone), by_days=True, last=edge - _DAY)
            return Span(day_start(edge + _DAY, zone), None, by_days=True, first=edge + _DAY)


def _whole_days(first: date | None, last: date | None, zone: ZoneInfo) -> Span:
    return Span(
        from_at=None if first is None else day_start(first, zone),
        to_at=None if last is None else day_start(last + _DAY, zone),
        by_days=True,
        first=first,
        last=last,
    )


def _shift(day: date, amount: int, unit: Unit) -> date:
    match unit:
        case Unit.MONTH:
            return shift_months(day, amount)
        case Unit.WEEK:
            return day + timedelta(weeks=amount)
        case _:
            return day + timedelta(days=amount)


def shift_months(day: date, months: int) -> date:
    """Return the same day of the month that many months away, clamped to the end of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_LAST_DAYS: Final = {TimeFrame.LAST_7_DAYS: 7, TimeFrame.LAST_30_DAYS: 30, TimeFrame.LAST_90_DAYS: 90}


def _frame(name: TimeFrame, today: date) -> tuple[date, date]:  # noqa: PLR0911 - one a time frame
    monday = today - timedelta(days=today.weekday())
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    year = date(today.year, 1, 1)
    match name:
        case TimeFrame.TODAY:
            return today, today
        case TimeFrame.YESTERDAY:
            return today - _DAY, today - _DAY
        case TimeFrame.THIS_WEEK:
            return monday, monday + timedelta(days=6)
        case TimeFrame.LAST_WEEK:
            return monday - timedelta(days=7), monday - _DAY
        case TimeFrame.THIS_MONTH:
            return month, shift_months(month, 1) - _DAY
        case TimeFrame.LAST_MONTH:
            return shift_months(month, -1), month - _DAY
        case TimeFrame.THIS_QUARTER:
            return quarter, shift_months(quarter, 3) - _DAY
        case TimeFrame.LAST_QUARTER:
            return shift_months(quarter, -3), quarter - _DAY
        case TimeFrame.THIS_YEAR:
            return year, date(today.year, 12, 31)
        case TimeFrame.LAST_YEAR:
            return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
        case _:
            return today - timedelta(days=_LAST_DAYS[name] - 1), today
