"""The room's socket without its socket: text goes in with the time it was read, an event comes out.

=========  ============================  ================================================================
state      what came                     what it becomes
=========  ============================  ================================================================
WAITING    hello                         :class:`RoomSocketHello`, then GREETED
WAITING    anything else, or nothing     :class:`Closing` (4500, or 4001 for nothing in 10 s), then CLOSED
GREETED    a message of the room         the message, as it was decoded
GREETED    the same hello                :class:`RoomSocketHello`: the page wants a new grant
GREETED    another hello                 :class:`Closing` (4502), then CLOSED
GREETED    text that cannot be used      :class:`Unusable`: an error to send, the connection lives
any        a binary or oversized frame   :class:`Closing` (4502), then CLOSED
CLOSED     anything                      :class:`Closing` (4502)
=========  ============================  ================================================================

Source: docs/protocol.md, Room
"""

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

import msgspec

from latecomer.automated.room.schemas import RoomMessage, RoomSocketHello, RoomSocketMessage
from latecomer.core.ids import Instant
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.wire import field_error

ROOM_SUBPROTOCOL: Final = "latecomer.room.v1"
HELLO_TIMEOUT_MS: Final = 10_000
"""Time that a connection may take to say hello."""
MAX_MESSAGE_BYTES: Final = 16 * 1024
MESSAGE_MS: Final = 1_000
"""The cost of each message: one a second may be sustained."""
_BURST_MS: Final = 60 * MESSAGE_MS
_decoder: Final[msgspec.json.Decoder[RoomSocketMessage]] = msgspec.json.Decoder(RoomSocketMessage)
_polled: Final[msgspec.json.Decoder[RoomMessage]] = msgspec.json.Decoder(RoomMessage)
_UNREADABLE: Final = (ValueError, RecursionError)
_TYPES: Final = frozenset(("hello", "clock", "line", "answer", "seen", "clicked", "closed"))


@dataclass(frozen=True, slots=True)
class Unusable:
    """A message that cannot be used: the reason, and the ids that can be read of it."""

    code: str
    message: str
    client_id: str | None = None
    poll: str | None = None
    question: str | None = None
    item: str | None = None


RoomEvent: TypeAlias = RoomSocketHello | RoomMessage | Unusable | Closing


class RoomState(Enum):
    """The state of a connection; the table that opens this file describes each."""

    WAITING = auto()
    GREETED = auto()
    CLOSED = auto()


class RoomProtocol:
    """One connection of the room's socket."""

    __slots__ = ("_hello", "rests_until", "state")

    def __init__(self) -> None:
        self.state = RoomState.WAITING
        self._hello: RoomSocketHello | None = None
        self.rests_until: Instant = -_BURST_MS
        """The time to read on: not in the future within one message a second and a burst of 60."""

    def receive(self, data: str | bytes, now: Instant) -> RoomEvent:
        """Return the event that a message stands for; ``data`` is str for a text message, bytes for a binary one."""
        self.rests_until = min(max(self.rests_until, now - _BURST_MS), now) + MESSAGE_MS
        if self.state is RoomState.CLOSED:
            return self._close(CloseCode.PROTOCOL_VIOLATION, "this connection is over")
        if isinstance(data, bytes):
            return self._close(CloseCode.PROTOCOL_VIOLATION, "send text frames only")
        if len(data) > MAX_MESSAGE_BYTES or len(data.encode(errors="replace")) > MAX_MESSAGE_BYTES:
            return self._close(CloseCode.PROTOCOL_VIOLATION, "send at most 16 KiB in a message")
        message = _read(data)
        if isinstance(message, RoomSocketHello):
            return self._greet(message)
        if self.state is RoomState.WAITING:
            why = message.message if isinstance(message, Unusable) else "the first message must be a hello"
            return self._close(CloseCode.BAD_HELLO, why)
        return message

    def hello_timed_out(self) -> Closing:
        """Return the closing of a connection that sent nothing within :data:`HELLO_TIMEOUT_MS`."""
        return self._close(CloseCode.TOO_SLOW, "say hello within 10 seconds")

    def _greet(self, hello: RoomSocketHello) -> RoomSocketHello | Closing:
        if (hello.join is msgspec.UNSET) is (hello.webinar is msgspec.UNSET):
            return self._close(CloseCode.BAD_HELLO, "say hello with a join token or with a webinar")
        if self._hello is not None and (hello.join, hello.webinar) != (self._hello.join, self._hello.webinar):
            return self._close(CloseCode.PROTOCOL_VIOLATION, "connect again to enter another room")
        self._hello = hello
        self.state = RoomState.GREETED
        return hello

    def _close(self, code: CloseCode, reason: str) -> Closing:
        self.state = RoomState.CLOSED
        return Closing(code, reason)


def read_polled(raw: bytes) -> RoomMessage | Unusable:
    """Return a message that came over HTTP, where the address names the room."""
    try:
        return _polled.decode(raw)
    except msgspec.ValidationError as error:
        return _unusable(raw.decode(), field_error(error).message)
    except _UNREADABLE:
        return Unusable("malformed_json", "send JSON in UTF-8")


def _read(text: str) -> RoomSocketMessage | Unusable:
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        return _unusable(text, field_error(error).message)
    except _UNREADABLE:
        return Unusable("malformed_json", "send JSON in UTF-8")


def _unusable(text: str, why: str) -> Unusable:
    """Return the error for a message that is JSON and no message of the room."""
    try:
        fields = json.loads(text)
    except _UNREADABLE:
        return Unusable("malformed_json", "send JSON in UTF-8")
    if not isinstance(fields, dict) or fields.get("type") not in _TYPES:
        return Unusable("unknown_type", f"send an object whose type is one of {', '.join(sorted(_TYPES))}")
    named = {
        name: value[:64]
        for name in ("client_id", "poll", "question", "item")
        if isinstance(value := fields.get(name), str)
    }
    return Unusable("bad_message", ascii(f"correct the {fields['type']}: {why}")[1:-1][:100], **named)
