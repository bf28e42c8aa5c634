"""Attendance in a CSV file: arrivals, departures and durations as platforms write them, turned into stays.

Source: docs/protocol.md, Members
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from latecomer.core.ids import Instant
from latecomer.core.intervals import Intervals
from latecomer.core.webinar import Webinar

_MINUTE_MS: Final = 60_000
_LONGEST_MS: Final = 172_800_000
_TIME: Final = r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?"
_NUMERIC: Final = re.compile(
    rf"(\d{{1,4}})[-/.](\d{{1,2}})[-/.](\d{{1,4}})[,\s]+(?:at\s+)?{_TIME}", re.IGNORECASE
)
_NAMED: Final = re.compile(
    rf"([a-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})[,\s]+(?:at\s+)?{_TIME}", re.IGNORECASE
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS: Final = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(h|hours?|hrs?|m|mins?|minutes?|minuten|s|secs?|seconds?)?\b", re.IGNORECASE
)
_UNITS_MS: Final = {"h": 60 * _MINUTE_MS, "m": _MINUTE_MS, "s": 1_000}


def duration_ms(text: str) -> int | None:
    """Read a duration: minutes (``45``, ``45.5``), ``1h 5m``, ``0:45:00``, ``0:45`` (hours first; minutes first when
    the first number is above 23). Returns: at most two days, in ms; None when it cannot be read."""
    text = text.strip()
    if re.fullmatch(r"\d{1,3}(:\d{2}){1,2}", text):
        parts = [int(part) for part in text.split(":")]
        if len(parts) == 2:
            parts = [0, *parts] if parts[0] > 23 else [*parts, 0]
        total = sum(part * unit for part, unit in zip(parts, (3_600_000, _MINUTE_MS, 1_000), strict=True))
        return min(total, _LONGEST_MS)
    found = list(_PARTS.finditer(text))
    if not found or re.sub(r"[\s,]|and", "", _PARTS.sub("", text)):
        return None
    total = 0
    for number, unit in (match.groups() for match in found):
        total += round(float(number.replace(",", ".")) * _UNITS_MS[(unit or "m")[0].lower()])
    return min(total, _LONGEST_MS)


def moment(text: str, zone: str, near: Instant) -> Instant | None:
    """Read a time. Without an offset it is a local time of ``zone``; of several possible dates (3/4 or 4/3) the one
    nearest to ``near`` is taken. Returns: None when it cannot be read."""
    text = text.strip()
    readings = [*_iso(text, zone), *_written(text, zone)]
    return min(readings, key=lambda at: abs(at - near), default=None)


def can_read(text: str) -> bool:
    """Return whether `moment` can read a time."""
    return moment(text, "UTC", 0) is not None


def _iso(text: str, zone: str) -> Iterator[Instant]:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return
    if len(text) > 10:
        yield _instant(at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone)))


def _written(text: str, zone: str) -> Iterator[Instant]:
    if match := _NUMERIC.match(text):
        first, second, third, *time = match.groups()
        orders = (
            [(first, second, third)] if len(first) == 4 else [(third, first, second), (third, second, first)]
        )
    elif (match := _NAMED.match(text)) and match[1][:3].lower() in _MONTHS:
        month, day, year, *time = match.groups()
        orders = [(year, str(_MONTHS.index(month[:3].lower()) + 1), day)]
    else:
        return
    hour, minute, second_, half = time
    hours = int(hour) % 12 + (12 if half.lower() == "p" else 0) if half else int(hour)
    for year, month, day in orders:
        years = int(year) + (2000 if len(year) == 2 else 0)
        try:
            at = datetime(
                years, int(month), int(day), hours, int(minute), int(second_ or 0), tzinfo=ZoneInfo(zone)
            )
        except ValueError:
            continue
        yield _instant(at)


def _instant(at: datetime) -> Instant:
    return round(at.astimezone(UTC).timestamp() * 1000)


def stay(webinar: Webinar, *, joined: str = "", left: str = "", duration: str = "") -> Intervals:
    """Return the stay that a row states, as far as it lies in the event; none when nothing can be read.

    A duration without an arrival begins with the event. A stay that lies completely outside the event is moved to the
    event's start and keeps its length: the times in an import are not a reason to refuse it.
    """
    starts_at, ends_at = webinar.starts_at, webinar.ends_at
    from_at = moment(joined, webinar.timezone, starts_at) if joined else None
    to_at = moment(left, webinar.timezone, starts_at) if left else None
    length = duration_ms(duration) if duration else None
    if from_at is None and to_at is not None and length is not None:
        from_at = to_at - length
    if from_at is None:
        from_at, to_at = starts_at, None
    if to_at is None:
        to_at = from_at + (length or 0)
    inside = max(from_at, starts_at), min(to_at, ends_at)
    if inside[0] < inside[1]:
        return (inside,)
    length = min(to_at - from_at, ends_at - starts_at)
    return ((starts_at, starts_at + length),) if length > 0 else ()
