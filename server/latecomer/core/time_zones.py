"""The time zones that people can choose."""

from __future__ import annotations

import functools
import zoneinfo
from typing import Final

_NO_PLACES: Final = frozenset({"Factory", "localtime", "posixrules", "leapseconds"})
"""Names in the time zone database that are no zone, or another one on each machine."""


def is_time_zone(name: str) -> bool:
    """Return whether a text is the IANA name of a time zone, such as ``Europe/Berlin``."""
    return name in _names()


@functools.cache
def _names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - _NO_PLACES
