"""The fields that a template may use, and their values for one mail.

Values are texts in the mail's language, without control characters. Times stand in the webinar's zone and, where it
is another, in the person's; both zones are named.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from babel.dates import format_date, format_time, format_timedelta, get_timezone

from latecomer.core.ids import Instant
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.webinar import Webinar
from latecomer.mail.rules.names import one_line

NAMES: Final = (
    "first_name",
    "last_name",
    "event",
    "date",
    "time",
    "your_date",
    "your_time",
    "duration",
    "time_left",
    "days_left",
    "link",
    "confirm_link",
    "leave_link",
    "opt_out_link",
    "organizer",
    "reason",
)
"""Every field, in the order in which the documentation lists them."""

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """The person as a mail may speak to them: names that may be quoted, language, time zone (None: not known)."""

    first_name: str | None = None
    last_name: str | None = None
    language: str = "en"
    timezone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The addresses in a mail; the empty text where a mail has none."""

    join: str = ""
    confirm: str = ""
    leave: str = ""
    opt_out: str = ""


def fields_of(
    webinar: Webinar,
    addressee: Addressee,
    links: Links,
    now: Instant,
    *,
    organizer: str | None = None,
    reason: str | None = None,
) -> Fields:
    """Return the value of every field of NAMES."""
    language = addressee.language
    starts = _datetime(webinar.starts_at)
    here = webinar.timezone
    there = addressee.timezone if addressee.timezone not in (None, here) else None
    values: dict[str, str] = {
        "first_name": addressee.first_name or "",
        "last_name": addressee.last_name or "",
        "event": webinar.name,
        "date": _date(starts, here, language),
        "time": f"{_time(starts, here, language)} ({_zone(here)})",
        "your_date": _date(starts, there, language) if there else "",
        "your_time": f"{_time(starts, there, language)} ({_zone(there)})" if there else "",
        "duration": format_timedelta(
            timedelta(milliseconds=webinar.ends_at - webinar.starts_at),
            granularity="minute",
            threshold=1.5,
            locale=language,
        ),
        "time_left": _left(webinar.starts_at - now, language),
        "days_left": str(max(0, -(-(closes_at(webinar) - now) // DAY_MS))),
        "link": links.join,
        "confirm_link": links.confirm,
        "leave_link": links.leave,
        "opt_out_link": links.opt_out,
        "organizer": organizer or "",
        "reason": reason or "",
    }
    return {name: one_line(values[name]) for name in NAMES}


def _left(left_ms: int, language: str) -> str:
    return format_timedelta(
        timedelta(seconds=max(60, left_ms // 1000)),
        granularity="minute",
        threshold=0.95,
        add_direction=True,
        locale=language,
    )


def _date(at: datetime, zone: str, language: str) -> str:
    return format_date(at.astimezone(get_timezone(zone)), "full", locale=language)


def _time(at: datetime, zone: str, language: str) -> str:
    return format_time(at, "short", tzinfo=get_timezone(zone), locale=language)


def _zone(zone: str) -> str:
    """Return the zone's name as people read it: ``Europe/Paris``."""
    return zone.replace("_", " ")


def _datetime(at: Instant) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
