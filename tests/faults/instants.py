"""Instants as whole milliseconds since the Unix epoch, read from and written as docs/protocol.md has them."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TEXT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def now_ms() -> int:
    """Now."""
    return time.time_ns() // 1_000_000


def instant_of(text: str) -> int:
    """An instant from its text. Raises: ValueError when it is not written as the protocol has it."""
    if not _TEXT.fullmatch(text):
        raise ValueError(f"{text!r} is no time of the protocol")
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(milliseconds=1)


def text_of(at: int) -> str:
    """The text of an instant."""
    return (_EPOCH + timedelta(milliseconds=at)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
