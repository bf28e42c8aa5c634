"""Cursors: the position of the next page, opaque to clients."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TypeVar

import msgspec

from latecomer.core.errors import Refused

PAGE_MAX = 200

_NUMBER_MAX = 2**53
"""Instants and row numbers stay below; PostgreSQL can hold it as either."""

T = TypeVar("T")


def encode(position: object) -> str:
    """Return the text form of a position (JSON values, ids, tuples of them)."""
    return urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def decode(cursor: str, form: type[T]) -> T:
    """Return the position in a cursor; its numbers are between 0 and 2**53. Raises: Refused invalid_cursor."""
    try:
        position = msgspec.json.decode(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)), type=form)
    except ValueError as error:  # covers what base64, msgspec and non-ASCII text raise
        raise _not_ours() from error
    parts = position if isinstance(position, tuple) else (position,)
    if any(isinstance(part, int) and not 0 <= part <= _NUMBER_MAX for part in parts):
        raise _not_ours()
    return position


def check_limit(limit: int) -> None:
    """Check the size of a page. Raises: Refused invalid_limit unless 1 ≤ limit ≤ 200."""
    if not 1 <= limit <= PAGE_MAX:
        raise Refused("invalid_limit", f"The limit of a page must be 1 to {PAGE_MAX}.")


def _not_ours() -> Refused:
    return Refused("invalid_cursor", "Use the next_cursor of the previous page, or none.")
