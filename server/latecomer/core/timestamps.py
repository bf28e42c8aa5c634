"""Instants as text, the form in which the API sends and receives them.

Source: RFC 3339, section 5.6; docs/protocol.md
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated, Final

from msgspec import Meta

from latecomer.core.ids import Instant

TimeText = Annotated[
    str, Meta(extra_json_schema={"format": "date-time"}, examples=["2026-03-04T17:00:00.000Z"])
]
"""A field of a message that holds an instant."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)
_TOO_LATE: Final = (datetime(9999, 1, 1, tzinfo=UTC) - _EPOCH) // _MS
"""Leaves room for the on-demand window after the last end."""
_RFC_3339: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def to_text(at: Instant) -> str:
    """Return the instant in UTC with milliseconds: ``2026-03-04T17:00:00.000Z``."""
    return (_EPOCH + at * _MS).isoformat(timespec="milliseconds")[:-6] + "Z"


def local_text(at: Instant, zone: tzinfo) -> str:
    """Return the local time of an instant for people who read a table: ``2026-03-04 18:00``."""
    return (_EPOCH + at * _MS).astimezone(zone).isoformat(" ", "minutes")[:16]


def from_text(text: str) -> Instant:
    """Read an RFC 3339 date-time; digits beyond milliseconds are cut off.

    Raises:
        ValueError: not a date-time, without a zone, before 1970 or after 9998.
    """
    if not _RFC_3339.fullmatch(text):
        raise ValueError("write the time as 2026-03-04T17:00:00Z, with a zone (Z or +01:00)")
    at = (datetime.fromisoformat(text.upper()) - _EPOCH) // _MS
    if not 0 <= at < _TOO_LATE:
        raise ValueError("write a time between the years 1970 and 9998")
    return at
