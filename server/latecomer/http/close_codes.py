"""Codes for closing a websocket. 4000 to 4499: connect again later; 4500 to 4999: do not connect again.

Source: docs/protocol.md, Close codes
"""

from dataclasses import dataclass
from enum import IntEnum


class CloseCode(IntEnum):
    """The close codes of both sockets."""

    TOO_SLOW = 4001
    SHUTTING_DOWN = 4002
    GAVE_UP_UNACKED = 4003
    REPLACED = 4004
    CLOCK_MOVED = 4005
    TOO_EARLY = 4006
    TOO_MANY_PLAYBACKS = 4007

    BAD_HELLO = 4500
    UNKNOWN_TOKEN = 4501
    PROTOCOL_VIOLATION = 4502
    WINDOW_CLOSED = 4503
    NOT_REGISTERED = 4504
    NOT_ALLOWED = 4505
    UNKNOWN_WEBINAR = 4506
    ORIGIN_NOT_ALLOWED = 4507
    EVENT_CANCELLED = 4508

    @property
    def comes_back(self) -> bool:
        """Return True when the client should connect again, with a jittered backoff."""
        return self < CloseCode.BAD_HELLO


@dataclass(frozen=True, slots=True)
class Closing:
    """The code and reason with which a socket is closed; the reason fits a close frame (123 bytes)."""

    code: CloseCode
    reason: str
