"""Websocket frames: messages read from a client's bytes, and the bytes that a server sends. Pure.

Reading is strict: a client that breaks a rule of the protocol is disconnected with the code that the rule names, and no
more than the limit of a message is ever buffered.

Source: RFC 6455, sections 5 to 8; RFC 7692 where a connection compresses
"""

import zlib
from enum import IntEnum
from typing import Final, TypeAlias

# In C where aiohttp's wheel has it; private, and tests/http/test_frames.py holds aiohttp to it.
from aiohttp._websocket.helpers import websocket_mask as _unmask

FRAGMENT: Final = 0
TEXT: Final = 1
BINARY: Final = 2
CLOSE: Final = 8
PING: Final = 9
PONG: Final = 10

PING_FRAME: Final = b"\x89\x00"
_FIN: Final = 0x80
_USUAL: Final = _FIN | TEXT
_RSV1: Final = 0x40
_RSV: Final = 0x70
_MASKED: Final = 0x80
_MAX_CONTROL: Final = 125
_UTF_8: Final = "text is UTF-8"
_KINDS: Final = frozenset((FRAGMENT, TEXT, BINARY, CLOSE, PING, PONG))
_DEFLATE_END: Final = b"\x00\x00\xff\xff"
"""The end of a compressed message that the sender cuts off. Source: RFC 7692, section 7.2.1"""


class FrameCloseCode(IntEnum):
    """Close codes that the protocol itself uses. Source: RFC 6455, section 7.4.1"""

    DONE = 1000
    BROKE_PROTOCOL = 1002
    NOT_TEXT = 1007
    TOO_MANY = 1008
    TOO_BIG = 1009


class Violation(Exception):
    """The client broke a rule of the protocol: the connection ends with ``code``."""

    def __init__(self, code: FrameCloseCode, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


Frame: TypeAlias = tuple[int, int, str | bytes]
"""The result of reading one frame: the position of the next frame; the kind, which is TEXT, BINARY or FRAGMENT (the
message continues), or CLOSE, PING or PONG; and the payload: the whole message of TEXT (str) and BINARY, the frame's own
payload for control frames, and nothing for FRAGMENT. One is made for each message, so it is a plain tuple.
"""


def usual_text(data: bytes) -> str | None:
    """Return the message when ``data`` is exactly one complete frame with a short text, the usual case; otherwise None,
    and a FrameReader reads it. Raises: Violation."""
    size = len(data) - 6
    if size < 0 or size > _MAX_CONTROL or data[0] != _USUAL or data[1] != _MASKED | size:
        return None
    payload = bytearray(data)
    del payload[:6]
    _unmask(data[2:6], payload)
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Violation(FrameCloseCode.NOT_TEXT, _UTF_8) from error


class FrameReader:
    """Reads one client's frames. Between frames it keeps the fragments of a message, and nothing else."""

    __slots__ = ("_compressed", "_inflates", "_kind", "_max_bytes", "_parts")

    def __init__(self, max_bytes: int, *, inflates: bool = False) -> None:
        """``max_bytes`` limits a message; ``inflates``: messages may be compressed, each on its own."""
        self._max_bytes = max_bytes
        self._inflates = inflates
        self._kind = FRAGMENT
        """The kind of the fragmented message; FRAGMENT while there is none."""
        self._compressed = False
        self._parts: bytearray | None = None

    @property
    def gathers(self) -> bool:
        """Return True while a message has begun and is incomplete."""
        return self._kind != FRAGMENT

    @property
    def gathered_bytes(self) -> int:
        """Return the size of the fragments received so far."""
        return 0 if self._parts is None else len(self._parts)

    def read(self, data: bytes | bytearray, at: int) -> Frame | None:
        """Read the frame that begins at ``at``. Returns: None while it is incomplete. Raises: Violation."""
        there = len(data) - at
        if there < 2:
            return None
        first, second = data[at], data[at + 1]
        kind = first & 0x0F
        size, body = second & 0x7F, at + 6
        if first != _FIN | TEXT or self._kind:
            self._check(first, kind, size)
        if second < _MASKED:
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, "a client masks its frames")
        if size > _MAX_CONTROL:
            long = self._long(data, at, there)
            if long is None:
                return None
            size, body = long
        end = body + size
        if end > len(data):
            return None
        masked = bytearray(data[body:end])
        _unmask(bytes(data[body - 4 : body]), masked)
        payload = bytes(masked)
        if first == _FIN | TEXT:
            return (end, TEXT, _text(payload))
        if kind >= CLOSE:
            if kind == CLOSE:
                _check_close(payload)
            return (end, kind, payload)
        return self._gather(first, kind, payload, end)

    def _long(self, data: bytes | bytearray, at: int, there: int) -> tuple[int, int] | None:
        """Return the size of a payload of more than 125 bytes, and where it begins; None while that part is
        incomplete."""
        wide = data[at + 1] & 0x7F == 127
        taken = 10 if wide else 4
        if there < taken:
            return None
        size = int.from_bytes(data[at + 2 : at + taken], "big")
        if not (0xFFFF < size < 1 << 63 if wide else size > _MAX_CONTROL):
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, "a length takes as few bytes as it can")
        if size + self.gathered_bytes > self._max_bytes:
            raise Violation(FrameCloseCode.TOO_BIG, f"send at most {self._max_bytes} bytes in a message")
        return size, at + taken + 4

    def _check(self, first: int, kind: int, size: int) -> None:
        """Raise Violation if a frame's head is not allowed at this point of the stream."""
        if kind not in _KINDS:
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, f"opcode {kind} is not used")
        reserved = first & _RSV
        if reserved and not (reserved == _RSV1 and self._inflates and kind in (TEXT, BINARY)):
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, "reserved bits are zero")
        if kind >= CLOSE:
            if not first & _FIN:
                raise Violation(FrameCloseCode.BROKE_PROTOCOL, "a control frame is not fragmented")
            if size > _MAX_CONTROL:
                raise Violation(FrameCloseCode.BROKE_PROTOCOL, "a control frame has at most 125 bytes")
        elif kind == FRAGMENT and self._kind == FRAGMENT:
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, "there is no message to continue")
        elif FRAGMENT not in (kind, self._kind):
            raise Violation(FrameCloseCode.BROKE_PROTOCOL, "the message before is not finished")

    def _gather(self, first: int, kind: int, payload: bytes, end: int) -> Frame:
        """Read a frame of a fragmented, binary or compressed message."""
        if kind != FRAGMENT:
            self._kind = kind
            self._compressed = bool(first & _RSV1)
        if self._parts is None:
            self._parts = bytearray()
        self._parts += payload
        if len(self._parts) > self._max_bytes:
            raise Violation(FrameCloseCode.TOO_BIG, f"send at most {self._max_bytes} bytes in a message")
        if not first & _FIN:
            return (end, FRAGMENT, b"")
        whole, kind = bytes(self._parts), self._kind
        self._parts, self._kind = None, FRAGMENT
        if self._compressed:
            whole = _inflated(whole, self._max_bytes)
        return (end, kind, _text(whole) if kind == TEXT else whole)


def text_frame(payload: bytes) -> bytes:
    """Return a text message as one frame; ``payload`` is UTF-8."""
    size = len(payload)
    return _SHORT_TEXT[size] + payload if size <= _MAX_CONTROL else _framed(_FIN | TEXT, payload)


def compressed_text_frame(payload: bytes) -> bytes:
    """Return a text message as one compressed frame that refers to no earlier frame, so that all subscribers can share
    it."""
    deflate = zlib.compressobj(level=6, wbits=-15)
    packed = deflate.compress(payload) + deflate.flush(zlib.Z_SYNC_FLUSH)
    return _framed(_FIN | _RSV1 | TEXT, packed.removesuffix(_DEFLATE_END))


def pong_frame(payload: bytes) -> bytes:
    """Return the answer to a ping."""
    return bytes((_FIN | PONG, len(payload))) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """Return a close frame. A reason that is too long is cut at the end of a character."""
    text = reason.encode()[: _MAX_CONTROL - 2].decode(errors="ignore").encode()
    return bytes((_FIN | CLOSE, 2 + len(text))) + code.to_bytes(2, "big") + text


def close_echo(payload: bytes) -> bytes:
    """Return the answer to a close frame: the same code, or no code. Source: RFC 6455, section 5.5.1"""
    return bytes((_FIN | CLOSE, len(payload[:2]))) + payload[:2]


def _framed(first: int, payload: bytes) -> bytes:
    size = len(payload)
    if size <= _MAX_CONTROL:
        return bytes((first, size)) + payload
    if size <= 0xFFFF:
        return bytes((first, 126)) + size.to_bytes(2, "big") + payload
    return bytes((first, 127)) + size.to_bytes(8, "big") + payload


_SHORT_TEXT: Final = tuple(bytes((_FIN | TEXT, size)) for size in range(_MAX_CONTROL + 1))
"""The head of a short text, by its size."""


def _text(payload: bytes) -> str:
    try:
        return payload.decode()
    except UnicodeDecodeError as error:
        raise Violation(FrameCloseCode.NOT_TEXT, _UTF_8) from error


def _check_close(payload: bytes) -> None:
    """Raise Violation for an invalid close frame. Source: RFC 6455, sections 5.5.1 and 7.4"""
    if not payload:
        return
    code = int.from_bytes(payload[:2], "big")
    if len(payload) < 2 or not (
        code in range(1000, 1004) or code in range(1007, 1015) or code in range(3000, 5000)
    ):
        raise Violation(FrameCloseCode.BROKE_PROTOCOL, "that is not a code to close with")
    _text(payload[2:])


def _inflated(packed: bytes, max_bytes: int) -> bytes:
    inflate = zlib.decompressobj(wbits=-15)
    try:
        whole = inflate.decompress(packed + _DEFLATE_END, max_bytes + 1)
    except zlib.error as error:
        raise Violation(FrameCloseCode.NOT_TEXT, "the message cannot be inflated") from error
    if len(whole) > max_bytes:
        raise Violation(FrameCloseCode.TOO_BIG, f"send at most {max_bytes} bytes in a message")
    return whole
