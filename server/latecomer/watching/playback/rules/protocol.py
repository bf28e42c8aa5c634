"""The playback socket without its socket: text goes in with the time it was read, an event comes out.

=========  ==================================  ==========================================================
state      what came                           what it becomes
=========  ==================================  ==========================================================
WAITING    hello                               :class:`HelloReceived`, then GREETED
WAITING    anything else, or nothing in 10 s   :class:`Closing` (4500, or 4001 for nothing), then CLOSED
GREETED    heartbeat                           :class:`Heartbeat`, as it was decoded
GREETED    length                              :class:`LengthReceived`
GREETED    bye                                 :class:`ByeReceived`, then CLOSED
GREETED    another hello                       :class:`Closing` (4502), then CLOSED
GREETED    text that cannot be used            :class:`MessageRefused`: an error to send, the connection lives
any        a binary or oversized frame         :class:`Closing` (4502), then CLOSED
CLOSED     anything                            :class:`Closing` (4502)
=========  ==================================  ==========================================================

Source: docs/protocol.md, Viewer
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, TypeAlias

from msgspec import UNSET

from latecomer.core.ids import Instant, PlaybackId
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.watching.playback.rules.decoding import (
    Unreadable,
    read_playback_message,
    read_usual_heartbeat,
)
from latecomer.watching.playback.rules.messages import (
    Bye,
    Error,
    ErrorCode,
    Heartbeat,
    Hello,
    Length,
)

HELLO_TIMEOUT_MS: Final = 10_000
"""Time that a connection may take to say hello."""

MAX_MESSAGE_BYTES: Final = 16 * 1024

MESSAGE_MS: Final = 1_000
"""The cost of each message: one a second may be sustained."""
_BURST_MS: Final = 400 * MESSAGE_MS


@dataclass(frozen=True, slots=True)
class HelloReceived:
    """A playback introduced itself; nothing about it has been checked yet. ``clock_ms`` is floored."""

    join: str
    playback: PlaybackId
    clock_ms: int


@dataclass(frozen=True, slots=True)
class LengthReceived:
    """A page plays a film of ``media_s`` seconds, which is not the length of the recording."""

    media_s: float


@dataclass(frozen=True, slots=True)
class ByeReceived:
    """The page is leaving; the socket may be closed with 1000."""


@dataclass(frozen=True, slots=True)
class MessageRefused:
    """Raised for a message that cannot be used; the session answers ``error`` and continues."""

    error: Error


PlaybackEvent: TypeAlias = HelloReceived | Heartbeat | LengthReceived | ByeReceived | MessageRefused | Closing


class ProtocolState(Enum):
    """The state of a connection; the table that opens this file describes each."""

    WAITING = auto()
    GREETED = auto()
    CLOSED = auto()


_GREETED: Final = ProtocolState.GREETED


class PlaybackProtocol:
    """One connection of the playback socket."""

    __slots__ = ("rests_until", "state")

    def __init__(self) -> None:
        self.state = ProtocolState.WAITING
        self.rests_until: Instant = -_BURST_MS
        """The time to read on: not in the future within one message a second and a burst of 400, else within a second,
        unless the clock went back.
        """

    def receive(self, data: str | bytes, now: Instant) -> PlaybackEvent:
        """Handle one message: `note`, then `read`."""
        self.note(now)
        return self.read(data)

    def note(self, now: Instant) -> None:
        """Count a message that arrived at ``now``. After too many, the connection is not read until ``rests_until``."""
        idle = now - _BURST_MS
        rested = self.rests_until if self.rests_until > idle else idle
        # Later than now it can only be where the clock went back.
        self.rests_until = (rested if rested < now else now) + MESSAGE_MS

    def read(self, data: str | bytes) -> PlaybackEvent:
        """Return the event that a message stands for; ``data`` is the payload: str for a text message, bytes for a
        binary one."""
        if (
            self.state is _GREETED
            and type(data) is str
            and len(data) <= MAX_MESSAGE_BYTES
            and (usual := read_usual_heartbeat(data)) is not None
        ):
            return usual
        if self.state is ProtocolState.CLOSED:
            return self._close(CloseCode.PROTOCOL_VIOLATION, "this connection is over")
        if isinstance(data, bytes):
            return self._close(CloseCode.PROTOCOL_VIOLATION, "send text frames only")
        if len(data) > MAX_MESSAGE_BYTES:
            return self._close(CloseCode.PROTOCOL_VIOLATION, "send at most 16 KiB in a message")
        message = read_playback_message(data)
        if self.state is ProtocolState.WAITING:
            return self._greet(message)
        return message if isinstance(message, Heartbeat) else self._use(message)

    def hello_timed_out(self) -> Closing:
        """Return the closing of a connection that sent nothing within :data:`HELLO_TIMEOUT_MS`. The client may connect
        again: the network may be slow."""
        return self._close(CloseCode.TOO_SLOW, "say hello within 10 seconds")

    def _greet(self, message: Hello | Heartbeat | Length | Bye | Unreadable) -> HelloReceived | Closing:
        if not isinstance(message, Hello):
            why = message.message if isinstance(message, Unreadable) else "the first message must be a hello"
            return self._close(CloseCode.BAD_HELLO, why)
        self.state = ProtocolState.GREETED
        return HelloReceived(message.join, PlaybackId(message.playback), int(message.clock_ms))

    def _use(self, message: Hello | Length | Bye | Unreadable) -> PlaybackEvent:
        match message:
            case Length(media_s=media_s):
                return LengthReceived(media_s)
            case Bye():
                self.state = ProtocolState.CLOSED
                return ByeReceived()
            case Unreadable(code=code, message=text, seq=seq) if code is not ErrorCode.BAD_HELLO:
                return MessageRefused(Error(code, text, UNSET if seq is None else seq))
        return self._close(CloseCode.PROTOCOL_VIOLATION, "say hello once")

    def _close(self, code: CloseCode, reason: str) -> Closing:
        self.state = ProtocolState.CLOSED
        return Closing(code, reason)
