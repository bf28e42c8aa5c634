"""Reading vendors' data: JSON of any shape, instants in any form, values of any type.

No function raises: a value that is missing or of another type is returned as None.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.timestamps import from_text

_EARLIEST_MS = 946_684_800_000
"""2000-01-01: a number below is seconds."""
_LATEST_MS = 253_370_764_800_000


def json_object(body: bytes) -> dict[str, Any] | None:
    """Return the body as a JSON object; None unless it is a JSON object in UTF-8."""
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def part(value: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """Return the object at a path; empty without one."""
    for name in path:
        found = value.get(name)
        if not isinstance(found, dict):
            return {}
        value = found
    return dict(value)


def text(value: object) -> str | None:
    """Return a text without surrounding space, None when it is empty; whole numbers become text, since vendors send ids
    either way.

    NUL characters are removed: no text column can hold them.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return value.replace("\x00", "").strip() or None
    return None


def instant(value: object) -> Instant | None:  # noqa: PLR0911 - one per form
    """Return an instant in whole ms since the epoch, from seconds or ms (a number or its digits) or RFC 3339."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = value.strip()
        if digits.isascii() and digits.isdigit() and len(digits) < 16:
            return instant(int(digits))
        try:
            return from_text(digits)
        except ValueError:
            return None
    if isinstance(value, float) and not 0 < value < _LATEST_MS:
        return None
    if isinstance(value, (int, float)):
        at = int(value if value >= _EARLIEST_MS else value * 1000)
        return at if 0 < at < _LATEST_MS else None
    return None
