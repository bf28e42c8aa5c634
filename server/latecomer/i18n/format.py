"""Numbers, lists, days and times as each language writes them. A time always comes with the name of its zone.

``pages/i18n/format.ts`` writes the same in the browser.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_time, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from latecomer.core.currency import amount
from latecomer.core.ids import Instant
from latecomer.i18n.languages import Language, locale_of
from latecomer.i18n.translate import translate

_PLACELESS: Final = ("UTC", "GMT", "Etc/")


def number(value: float, language: Language) -> str:
    """Return a number with the language's separators: ``1 234,5``."""
    return format_decimal(value, locale=locale_of(language))


def price(amount_minor: int, currency: str, language: Language) -> str:
    """Return an amount of money: ``49,00 €``. ``currency``: a code of ISO 4217, in any case."""
    return format_currency(amount(amount_minor, currency), currency.upper(), locale=locale_of(language))


def listing(items: Sequence[str], language: Language) -> str:
    """Return names as a list: ``a, b et c``."""
    return format_list(list(items), locale=locale_of(language))


def day(at: Instant, timezone: str, language: Language) -> str:
    """Return the day of an instant in a zone: ``28 novembre 2026``."""
    return format_date(_local(at, timezone), "long", locale=locale_of(language))


def clock(at: Instant, timezone: str, language: Language) -> str:
    """Return the time of an instant in a zone, and the zone: ``15:00 (Paris, UTC+1)``."""
    local = _local(at, timezone)
    return translate(
        language,
        "words-time-in-zone",
        time=format_time(local, "short", locale=locale_of(language)),
        zone=zone(at, timezone, language),
    )


def moment(at: Instant, timezone: str, language: Language) -> str:
    """Return the day and time of an instant: ``samedi 28 novembre 2026 à 15:00 (Paris, UTC+1)``.

    Args:
        at: ms since the epoch.
        timezone: an IANA name; an unknown name is treated as UTC, and shown as UTC.
    """
    local = _local(at, timezone)
    return translate(
        language,
        "words-moment",
        weekday=format_date(local, "EEEE", locale=locale_of(language)),
        day=format_date(local, "long", locale=locale_of(language)),
        time=format_time(local, "short", locale=locale_of(language)),
        zone=zone(at, timezone, language),
    )


def zone(at: Instant, timezone: str, language: Language) -> str:
    """Return the name of a zone and its offset at an instant: ``Bruxelles, UTC+1``; for UTC itself just ``UTC``."""
    local = _local(at, timezone)
    offset = _offset(local.utcoffset() or timedelta())
    if local.tzinfo is UTC or timezone.startswith(_PLACELESS):
        return offset
    return f"{city(timezone, language)}, {offset}"


def city(timezone: str, language: Language) -> str:
    """Return the city that a zone is named after, in the reader's language: ``Londres`` for Europe/London."""
    return get_timezone_location(timezone, locale=locale_of(language), return_city=True)


def _local(at: Instant, timezone: str) -> datetime:
    try:
        return datetime.fromtimestamp(at / 1000, ZoneInfo(timezone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.fromtimestamp(at / 1000, UTC)


def _offset(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    if not minutes:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")
