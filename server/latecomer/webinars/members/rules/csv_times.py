"""Times in a CSV file, as platforms and spreadsheets write them in English, French, Dutch and German.

Source: docs/protocol.md, Members
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from latecomer.core.email_address import search_key
from latecomer.core.ids import Instant
from latecomer.core.time_zones import is_time_zone
from latecomer.webinars.members.rules.csv_import_columns import PLAIN_LETTERS

_TIME: Final = (
    r"(?P<hour>\d{1,2})\s?[:.hu]\s?(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(?:h|u|uur|uhr)(?![a-z]))?\s*(?:(?P<half>[ap])\.?m\.?)?"
    r"\s*\(?(?P<zone>z|(?:utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?|[a-z]{2,5}|[a-z]+/[a-z_/+-]+\d*)?\)?"
)
_WEEKDAY: Final = r"(?:[a-z]{2,10}\.?,?\s+)?"
_JOINT: Final = r"(?:[,\s]+(?:(?:at|a|om|um)\s+)?|t)"
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        rf"{_WEEKDAY}(?P<a>\d{{1,4}})[-/.](?P<b>\d{{1,2}})[-/.](?P<c>\d{{1,4}}){_JOINT}{_TIME}",
        rf"{_WEEKDAY}(?P<month>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_JOINT}{_TIME}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?[\s-]+(?P<month>[a-z]{{3,9}})\.?,?[\s-]+(?P<year>\d{{4}}|\d\d)"
        rf"{_JOINT}{_TIME}",
        _TIME,
    )
)
_MONTHS: Final = {
    begin: number
    for number, begins in enumerate(
        (
            *("jan", "feb fev", "mar maa mrt mae", "apr avr", "may mai mei", "june juni juin jun"),
            *("july juli juil jul", "aug aou", "sep", "oct okt", "nov", "dec dez"),
        ),
        start=1,
    )
    for begin in begins.split()
}
_ZONES_H: Final = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "bst": 1,
    "west": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}
_SERIAL: Final = re.compile(r"[45]\d{4}[.,]\d+")
"""Days since the end of 1899, as spreadsheets count them, in the years 2009 to 2064."""
_SERIAL_BEGIN: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - a local time


def moment(text: str, zone: str, near: Instant) -> Instant | None:
    """Read a time. Without an offset it is a local time of ``zone``; without a date, of the day of ``near``; of several
    possible dates (3/4 or 4/3) the one nearest to ``near`` is taken.

    Returns: None when it cannot be read whole.
    """
    plain = search_key(text).translate(PLAIN_LETTERS).strip()
    return min(_readings(plain, ZoneInfo(zone), near), key=lambda at: abs(at - near), default=None)


def can_read(text: str) -> bool:
    """Return whether `moment` can read a time."""
    return moment(text, "UTC", 0) is not None


def _readings(text: str, zone: ZoneInfo, near: Instant) -> Iterator[Instant]:
    if _SERIAL.fullmatch(text):
        days = timedelta(days=float(text.replace(",", ".")))
        yield _instant((_SERIAL_BEGIN + days).replace(tzinfo=zone))
        return
    for form in _FORMS:
        match = form.fullmatch(text)
        said = None if match is None else _zone(match["zone"], zone)
        at = None if match is None else _time(match)
        if match is None or said is None or at is None:
            continue
        for day in _days(match.groupdict(), said, near):
            yield _instant(datetime.combine(day, at, said))
        return


def _days(parts: dict[str, str | None], zone: tzinfo, near: Instant) -> Iterator[date]:
    """Yield the days that a text may mean."""
    a, b, c, month = parts.get("a"), parts.get("b"), parts.get("c"), parts.get("month")
    orders: tuple[tuple[str | int | None, ...], ...]
    if a is not None:
        orders = ((a, b, c),) if len(a) == 4 else ((c, a, b), (c, b, a))
    elif month is not None:
        number = _MONTHS.get(month[:4]) or _MONTHS.get(month[:3])
        orders = ((parts["year"], number, parts["day"]),)
    else:
        today = datetime.fromtimestamp(near / 1000, zone).date()
        yield from (today - timedelta(days=1), today, today + timedelta(days=1))
        return
    for year, month_, day in orders:
        try:
            yield date(int(year or 0) + (2000 if len(str(year)) == 2 else 0), int(month_ or 0), int(day or 0))
        except ValueError:
            continue


def _time(match: re.Match[str]) -> time | None:
    hours = int(match["hour"])
    if match["half"] and 1 <= hours <= 12:
        hours = hours % 12 + (12 if match["half"] == "p" else 0)
    try:
        return time(hours, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _zone(name: str | None, zone: ZoneInfo) -> tzinfo | None:
    """Return the zone that a text names, else ``zone``; None for a name that is not known."""
    if not name:
        return zone
    if "/" in name:
        proper = "/".join(part.title() for part in name.split("/"))
        return ZoneInfo(proper) if is_time_zone(proper) else None
    offset = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", name)
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return (
            timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
            if minutes < 1_440
            else None
        )
    hours = _ZONES_H.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


def _instant(at: datetime) -> Instant:
    return round(at.astimezone(UTC).timestamp() * 1000)
