"""Decoding of clients' messages: strict and fast for a valid message, with an explanation for an invalid one.

The fast decoder refuses a whole message because of one number that no double can hold (``1e999``). Only the segment
with that number is malformed, so a refused message is read again leniently.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Final, NoReturn, TypeAlias

import msgspec

from latecomer.core.errors import Refused
from latecomer.watching.playback.rules.messages import (
    Beacon,
    ErrorCode,
    Heartbeat,
    PlaybackClientMessage,
    Subscribe,
)
from latecomer.watching.rules.heartbeat_segments import MAX_CLOCK_MS, MAX_MEDIA_S

_ClockMs: TypeAlias = (
    Annotated[int, msgspec.Meta(ge=0, le=MAX_CLOCK_MS)]
    | Annotated[float, msgspec.Meta(ge=0, le=MAX_CLOCK_MS)]
)
_MediaS: TypeAlias = (
    Annotated[int, msgspec.Meta(ge=0, le=MAX_MEDIA_S)] | Annotated[float, msgspec.Meta(ge=0, le=MAX_MEDIA_S)]
)


class UsualHeartbeat(Heartbeat, frozen=True, gc=False, tag="heartbeat"):
    """A heartbeat whose segments are all well formed, so that its numbers need no further check."""

    segments: list[tuple[_ClockMs, _ClockMs, _MediaS, _MediaS]]


_usual: Final[msgspec.json.Decoder[UsualHeartbeat]] = msgspec.json.Decoder(UsualHeartbeat)
_playback: Final[msgspec.json.Decoder[PlaybackClientMessage]] = msgspec.json.Decoder(PlaybackClientMessage)
_PLAYBACK_TYPES: Final = frozenset(("hello", "heartbeat", "length", "bye"))
_BAD: Final = {"hello": ErrorCode.BAD_HELLO, "length": ErrorCode.BAD_LENGTH}
_MAX_SEQ: Final = 2**53

_UNREADABLE: Final = (ValueError, RecursionError)
"""The errors of decoding: malformed, of the wrong type, half of a surrogate pair; nested too deep."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that cannot be used: the reason, and its ``seq`` if that can be read."""

    code: ErrorCode
    message: str
    seq: int | None = None


def read_usual_heartbeat(text: str) -> UsualHeartbeat | None:
    """Return a heartbeat in its usual form; None for any other message, which `read_playback_message` reads."""
    try:
        return _usual.decode(text)
    except _UNREADABLE:
        return None


def read_playback_message(text: str) -> PlaybackClientMessage | Unreadable:
    """Return a client's message on the playback socket, or the reason why it cannot be used."""
    try:
        return _playback.decode(text)
    except _UNREADABLE:
        pass
    try:
        document = _lenient(text)
    except _UNREADABLE as error:
        return Unreadable(ErrorCode.MALFORMED_JSON, f"send JSON: {_why(error)}")
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or kind not in _PLAYBACK_TYPES:
        text = "send an object whose type is hello, heartbeat, length or bye"
        return Unreadable(ErrorCode.UNKNOWN_TYPE, text, _seq(document))
    try:
        message: PlaybackClientMessage = msgspec.convert(document, PlaybackClientMessage)
    except _UNREADABLE as error:
        code = _BAD.get(kind, ErrorCode.BAD_HEARTBEAT)
        return Unreadable(code, f"mend the {kind}: {_why(error)}", _seq(document))
    return message


def read_beacon(body: bytes) -> Beacon:
    """Return the body of a beacon.

    Raises: Refused: ``malformed_json`` or ``bad_beacon``; the page should not send it again.
    """
    try:
        document = _lenient(body.decode())
    except _UNREADABLE as error:
        raise Refused("malformed_json", f"send JSON: {_why(error)}") from error
    try:
        return msgspec.convert(document, Beacon)
    except _UNREADABLE as error:
        raise Refused("bad_beacon", f"correct the beacon: {_why(error)}") from error


def read_subscribe(text: str) -> Subscribe | None:
    """Return the first message of a dashboard; None for anything else."""
    try:
        return msgspec.json.decode(text, type=Subscribe)
    except _UNREADABLE:
        return None


def _lenient(text: str) -> object:
    """Return JSON in which a number that no double can hold is an infinity."""
    return json.loads(text, parse_int=_integer, parse_constant=_no_constant)


def _integer(digits: str) -> float:
    # Whatever fits 64 bits has at most 20 characters; int() refuses thousands of digits, float() does not.
    return int(digits) if len(digits) <= 20 else float(digits)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _why(error: Exception) -> str:
    """Return the decoder's message, short enough for a close frame, and in ASCII because it may quote the client."""
    return ascii(str(error))[1:-1][:100]


def _seq(document: object) -> int | None:
    seq = document.get("seq") if isinstance(document, dict) else None
    return seq if type(seq) is int and 1 <= seq <= _MAX_SEQ else None
