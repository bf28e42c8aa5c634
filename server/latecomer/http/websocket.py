"""A server's websocket, on a connection that aiohttp has handed over after the handshake.

It is a protocol on the event loop's transport, without a task, a queue or a request of its own: a message is handled
the moment its last byte has arrived, and writing is a call of the transport. ``frames.py`` has the protocol's rules;
this module adds limits, order, backpressure, and the end of a connection.

Source: RFC 6455; docs/protocol.md
"""

from __future__ import annotations

import asyncio
from enum import Enum, auto
from typing import Final

from latecomer.http.frames import (
    BINARY,
    CLOSE,
    FRAGMENT,
    PING,
    PING_FRAME,
    PONG,
    TEXT,
    FrameCloseCode,
    FrameReader,
    Violation,
    close_echo,
    close_frame,
    pong_frame,
    usual_text,
)
from latecomer.http.pacing import Pace
from latecomer.http.peers import Place

_FRAMES_A_TURN: Final = 256
"""The number of frames of one client in a turn of the event loop; further ones are read in the next turn, after all
other clients'.
"""
_STRANGERS_FRAMES_A_TURN: Final = 8
"""The same for a client that has shown no valid link, session or key; its further frames wait for their turn among
those of all others.
"""
_EMPTY_FRAMES: Final = 32
"""The number of pings, pongs and empty fragments that a client may send, and one more for each second. A browser sends
a pong for each of our pings.
"""
_EMPTY_FRAME_BYTES: Final = 6
_CLOSE_S: Final = 5.0
"""Seconds that the other side may take to answer a close."""
_LINGER_S: Final = 1.0
"""Seconds in which what a client sends after it broke the protocol is dropped, so that our close reaches it."""
_DEAF_PINGS: Final = 3
"""Pings of ours, in a row, for which a client may have taken nothing: longer it does not read, whatever it sends."""
_MAX_PONG_BACKLOG: Final = 16 * 1024
"""Unsent bytes to a client beyond which its pings are not answered: it does not read the answers."""


class _State(Enum):
    OPEN = auto()
    CLOSING = auto()
    """We have sent a close and wait for the answer."""
    FAILED = auto()
    """The client broke the protocol: its further data is read and dropped."""
    CLOSED = auto()


_OPEN: Final = _State.OPEN


class WebSocket(asyncio.Protocol):
    """A websocket connection. A subclass handles the messages. There are thousands of them, so it has slots only."""

    __slots__ = (
        "_deaf_pings",
        "_empty_frames",
        "_frames",
        "_held",
        "_inflates",
        "_max_bytes",
        "_opened_s",
        "_pace",
        "_place",
        "_reading",
        "_rest",
        "_sockets",
        "_state",
        "_timer",
        "_transport",
        "is_slow",
    )

    def __init__(self, pace: Pace, sockets: Sockets) -> None:
        """``pace``: paces the handling of ends, when thousands end at once; ``sockets``: the set in which it is
        counted."""
        self._pace = pace
        self._sockets = sockets
        self._place: Place | None = None
        self._frames: FrameReader | None = None
        """There while a message is gathered from its fragments."""
        self._max_bytes = 0
        self._inflates = False
        self._transport: asyncio.Transport | None = None
        self._state = _State.OPEN
        self._rest: bytearray | None = None
        """Bytes that have arrived and are not read yet: a part of a frame, or everything while reading is paused."""
        self._held = False
        self._deaf_pings = 0
        """Pings that were due while the client took nothing."""
        self._empty_frames = 0
        """Pings, pongs and empty fragments that have come."""
        self._opened_s = 0.0
        self._reading = False
        self._timer: asyncio.TimerHandle | None = None
        self.is_slow = False
        """The client has not taken all that was written to it."""

    # --- for a subclass to say

    def text_received(self, text: str) -> None:
        """Receive a text message."""
        raise NotImplementedError

    def binary_received(self, data: bytes) -> None:
        """Receive a binary message."""
        raise NotImplementedError

    def opened(self) -> None:
        """Handle the opening of the connection."""

    def drained(self) -> None:
        """Continue after the client has taken everything that was written to it."""

    def ended(self) -> None:
        """Clean up after the end of the connection. Called once, when ``pace`` allows it."""

    # --- what it does

    @property
    def is_open(self) -> bool:
        """Return True while messages can be sent and received."""
        return self._state is _State.OPEN

    @property
    def unsent_bytes(self) -> int:
        """Return the number of written bytes that the client has not taken."""
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def send(self, frame: bytes) -> None:
        """Write a frame without waiting. Bytes that the client does not take at once are buffered; see
        `unsent_bytes`."""
        if self._state is _OPEN and self._transport is not None:
            self._transport.write(frame)

    def ping(self) -> None:
        """Send a ping, so that no proxy closes a quiet connection."""
        if not self.is_slow:
            self.send(PING_FRAME)
            return
        self._deaf_pings += 1
        if self._deaf_pings >= _DEAF_PINGS:
            self.abort()

    def hold(self) -> None:
        """Stop reading until `go_on`, both buffered bytes and the network."""
        if not self._held and self._transport is not None:
            self._held = True
            if not self._transport.is_closing():
                self._transport.pause_reading()

    def go_on(self) -> None:
        """Continue to read."""
        if not self._held or self._transport is None:
            return
        self._held = False
        if not self._reading and self._rest is not None:
            self._read_rest()
            if self._place is not None and not self._place.vouched:
                self._place.hold(self._kept_bytes)
        if not self._held and self._transport is not None and not self._transport.is_closing():
            self._transport.resume_reading()

    def close(self, code: int, reason: str = "") -> None:
        """End the connection with a close code and a reason, and wait a little for the client's answer."""
        self._say_goodbye(close_frame(code, reason), _State.CLOSING)

    def vouch(self, link: str = "") -> None:
        """Mark this connection as having shown a valid ``link``, or a session or key: it is never closed for room."""
        if self._place is not None:
            self._place.vouch(link)

    def may_go(self, now_s: float) -> bool:
        """Return whether this connection may be closed when room is scarce: always, until it has shown a valid link,
        session or key."""
        return True

    def abort(self) -> None:
        """End the connection at once, without a close frame."""
        if self._transport is not None:
            self._transport.abort()

    # --- what the event loop calls

    def take_over(
        self,
        transport: asyncio.Transport,
        place: Place | None,
        max_bytes: int,
        *,
        inflates: bool,
        tail: bytes,
    ) -> None:
        """Begin to read. ``place``: the place among the peers; ``tail``: bytes that the client sent right after its
        handshake."""
        self._transport = transport
        self._place = place
        self._max_bytes, self._inflates = max_bytes, inflates
        self._opened_s = asyncio.get_running_loop().time()
        # Whatever the client does not take at once makes it slow.
        transport.set_write_buffer_limits(high=0)
        self._sockets.add(self)
        self.opened()
        if tail:
            self.data_received(tail)

    def data_received(self, data: bytes) -> None:
        if self._rest is None and self._frames is None and not self._held and self._state is _OPEN:
            try:
                text = usual_text(data)
            except Violation as violation:
                self._say_goodbye(close_frame(violation.code, violation.reason), _State.FAILED)
                return
            if text is not None:
                self.text_received(text)
                return
        if self._rest is not None:
            self._rest += data
            if not self._held:
                self._read_rest()
        elif self._held:
            self._rest = bytearray(data)
        else:
            self._read(data)
        if self._place is not None and not self._place.vouched:
            self._place.hold(self._kept_bytes)

    def pause_writing(self) -> None:
        self.is_slow = True

    def resume_writing(self) -> None:
        self.is_slow = False
        self._deaf_pings = 0
        self.drained()

    def connection_lost(self, exc: Exception | None) -> None:
        self._state = _State.CLOSED
        self._transport = None
        self._rest = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._sockets.discard(self)
        if self._place is not None:
            self._place.leave()
            self._place = None
        self._pace.add(self.ended)

    # --- reading

    @property
    def _kept_bytes(self) -> int:
        """Return the number of buffered bytes: received and not handled, or written and not taken by the client."""
        kept = 0 if self._rest is None else len(self._rest)
        return kept + self.unsent_bytes + (0 if self._frames is None else self._frames.gathered_bytes)

    def _read_rest(self) -> None:
        rest, self._rest = self._rest, None
        if rest is not None:
            self._read(rest)

    def _read(self, data: bytes | bytearray) -> None:
        """Handle the messages in ``data``, and buffer an incomplete rest."""
        if self._state in (_State.FAILED, _State.CLOSED):
            return
        reader = self._frames or FrameReader(self._max_bytes, inflates=self._inflates)
        at, left = 0, _STRANGERS_FRAMES_A_TURN if self._is_strange else _FRAMES_A_TURN
        self._reading = True
        try:
            while not self._held and (frame := reader.read(data, at)) is not None:
                end, kind, payload = frame
                if kind == TEXT:
                    if self._state is _State.OPEN:
                        self.text_received(payload)  # type: ignore[arg-type]
                elif kind != FRAGMENT or end - at == _EMPTY_FRAME_BYTES:
                    self._take(kind, payload)  # type: ignore[arg-type]
                at = end
                left -= 1
                if not left and not self._held:
                    self._rest_a_turn()
        except Violation as violation:
            if self._state is _State.CLOSING:
                self.abort()
            self._say_goodbye(close_frame(violation.code, violation.reason), _State.FAILED)
        finally:
            self._reading = False
            self._frames = reader if reader.gathers else None
        if at < len(data) and self._state in (_State.OPEN, _State.CLOSING):
            self._rest = data if isinstance(data, bytearray) else bytearray(data)
            del self._rest[:at]  # without copying: a message may come byte by byte, and be read in many turns

    @property
    def _is_strange(self) -> bool:
        """Return True while the client has shown no valid link, session or key."""
        return self._place is not None and not self._place.vouched

    def _count_empty(self) -> None:
        """Count a frame that brings nothing. Raises: Violation for too many."""
        self._empty_frames += 1
        if self._empty_frames > _EMPTY_FRAMES and (
            self._empty_frames - _EMPTY_FRAMES > asyncio.get_running_loop().time() - self._opened_s
        ):
            raise Violation(FrameCloseCode.TOO_MANY, "too many pings, pongs and empty fragments")

    def _take(self, kind: int, payload: bytes) -> None:
        """Handle a frame that brings no text and no part of a message."""
        if kind in (PING, PONG, FRAGMENT):
            self._count_empty()
        if kind == CLOSE:
            if self._state is _State.OPEN:
                self.send(close_echo(payload))
            self._state = _State.CLOSED
            if self._transport is not None:
                self._transport.close()
        elif kind == PING:
            if not self.is_slow or self.unsent_bytes < _MAX_PONG_BACKLOG:
                self.send(pong_frame(payload))
        elif kind == BINARY and self._state is _State.OPEN:
            self.binary_received(payload)

    async def turn(self) -> None:
        """Wait for this client's turn among all that wait."""
        await self._pace.turn(None if self._place is None else self._place.party)

    def _rest_a_turn(self) -> None:
        self.hold()
        if self._place is not None and not self._place.vouched:
            self._pace.add(self.go_on, self._place.party)
        else:
            asyncio.get_running_loop().call_soon(self.go_on)

    def _say_goodbye(self, frame: bytes, state: _State) -> None:
        if self._state is not _State.OPEN or self._transport is None:
            return
        self._transport.write(frame)
        self._state = state
        wait_s = _LINGER_S if state is _State.FAILED else _CLOSE_S
        self._timer = asyncio.get_running_loop().call_later(wait_s, self._transport.abort)
        self.go_on()  # the answer may be among what has not been read


class Sockets:
    """The open websockets of a process."""

    def __init__(self) -> None:
        self._open: set[WebSocket] = set()
        self._emptied = asyncio.Event()

    def add(self, socket: WebSocket) -> None:
        """Add a socket."""
        self._open.add(socket)

    def discard(self, socket: WebSocket) -> None:
        """Remove a socket."""
        self._open.discard(socket)
        if not self._open:
            self._emptied.set()

    def __len__(self) -> int:
        return len(self._open)

    def all(self) -> tuple[WebSocket, ...]:
        """Return the sockets that are open now."""
        return tuple(self._open)

    async def gone(self, within_s: float) -> None:
        """Wait until none is open, for at most the given time."""
        while self._open:
            self._emptied.clear()
            try:
                await asyncio.wait_for(self._emptied.wait(), within_s)
            except TimeoutError:
                return
