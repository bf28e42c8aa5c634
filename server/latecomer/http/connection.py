"""A connection that was let in: it is read and answered by turns, and gives up its place when it must."""

from __future__ import annotations

import asyncio
import fcntl
import sys
import termios
from collections.abc import Awaitable, Callable, Hashable, Sequence
from typing import Final

import structlog
from aiohttp import StreamReader, hdrs, web
from aiohttp.http import HttpProcessingError
from aiohttp.web_protocol import RequestHandler

from latecomer.core.errors import Refused
from latecomer.http.client_address import Network, told_address
from latecomer.http.files import notice_unsent
from latecomer.http.metrics import note_problem
from latecomer.http.pacing import Pace
from latecomer.http.peers import Holder, Peer, Peers, Place, network_of
from latecomer.http.problems import problem_response
from latecomer.http.security_headers import guard
from latecomer.http.websocket import WebSocket

_log = structlog.get_logger("latecomer.http")

HEAD_MAX: Final = 64 * 1024
"""Bytes of a head, or of trailers."""
_PARSED_AT_ONCE: Final = 8 * 1024
"""Bytes of a client without a valid link, session or key that are parsed at once: as chunks of a byte they take a
millisecond.
"""
_DRIPPING_S: Final = 10.0
"""A request whose body is not whole after this may make room for others, and so may an answer of which the client has
not taken for so long what was written.
"""
_ANSWERING_S: Final = 60.0
"""A request that is not answered after this may make room for others."""
UNREAD_S: Final = 30.0
"""Seconds for which a client without a valid link, session or key may take nothing of an answer: its connection is
closed. One that takes a little is slow and stays.
"""


def vouch(transport: asyncio.BaseTransport | None, link: str = "") -> None:
    """Mark a connection that has shown a valid ``link``, or a session or key: it is never closed to make room."""
    holder = None if transport is None else transport.get_protocol()
    if isinstance(holder, Connection | WebSocket):
        holder.vouch(link)


async def its_turn(request: web.BaseRequest) -> None:
    """Wait for the turn of a request whose body has come, and is about to be read."""
    if isinstance(request.protocol, Connection):
        await request.protocol.turn(request)


def hand_place_over(handler: asyncio.BaseProtocol, holder: Holder) -> Place | None:
    """Make ``holder`` the holder of a connection, instead of its HTTP handler. Returns: its place among the peers; None
    when connections are not counted."""
    return handler.hand_over(holder) if isinstance(handler, Connection) else None


class Connection(RequestHandler):
    """aiohttp's handler of a connection. What strangers send is parsed by turns, what waits for them is bounded, and
    failures have answers of our own: what the client sent is quoted neither to the client nor in the log."""

    __slots__ = (
        "_behind",
        "_body",
        "_came_bytes",
        "_handed_on",
        "_kept_bytes",
        "_pace",
        "_parses_next",
        "_patience",
        "_peer",
        "_peers",
        "_since_s",
        "_trusted",
        "_unread",
        "_waits",
    )

    def take_over(self, peer: Peer, peers: Peers, pace: Pace, trusted: Sequence[Network]) -> None:
        """Become the holder of this connection."""
        self._pace = pace
        self._trusted = trusted
        self._waits = False
        """A request waits for its turn."""
        self._behind: bytearray | None = None
        """Bytes of a stranger that wait for their turn to be parsed."""
        self._parses_next = False
        """They stand in the queue."""
        self._since_s = self._loop.time()
        """The time at which the request began, or the client last took all that was written."""
        self._patience: asyncio.TimerHandle | None = None
        """While the client has not taken all of an answer."""
        self._unread = (0, 0)
        """The bytes of an answer that wait here, and in the system, when they were last looked at."""
        self._body: StreamReader | None = None
        """The body of the last request, while it is incomplete."""
        self._came_bytes = 0
        """The bytes of the request that is being read."""
        self._handed_on = (0, 0)
        """The number of requests, and the bytes of the last body, that the parser has handed on."""
        self._kept_bytes = 0
        """The bytes that the parser was given since then."""
        self._peer = peer
        self._peers = peers
        peer.holder = self

    def vouch(self, link: str = "") -> None:
        """Mark the connection as valid, as ``Peers.vouch`` does."""
        self._peers.vouch(self._peer, link)

    def hand_over(self, holder: Holder) -> Place:
        """Make another object the holder of this connection."""
        self._peer.holder = holder
        self._lose_patience()
        if self._behind is not None:
            self._message_tail += bytes(self._behind)
            self._behind = None
        return Place(self._peers, self._peer)

    def may_go(self, now_s: float) -> bool:
        """Return True, for ``Holder``, between two requests, in a slow body, and in an answer that the client does not
        read.
        """
        request, since_s = self._current_request, now_s - self._since_s
        if self._paused or (request is not None and not request.content.is_eof()):
            return since_s >= _DRIPPING_S
        return (request is None and not self._waits) or since_s >= _ANSWERING_S

    def abort(self) -> None:
        """Close the connection at once, for ``Holder``."""
        if self.transport is not None:
            self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Parse what has come: of a stranger a little at once, and the rest by turns with everybody's."""
        if self._behind is not None and data:
            self._behind += data
            self._hold()
        elif len(data) <= _PARSED_AT_ONCE or self._peer.vouched or self._upgraded:
            self._parse(data)
        else:
            self._behind = bytearray(data)
            self._parse_next()

    def _parse_next(self) -> None:
        """Parse the next of what waits, as far as aiohttp wants to read."""
        self._parses_next = False
        if self._behind is None or self.transport is None or self._reading_paused or self._buffer_paused:
            return
        unlimited = self._peer.vouched or self._upgraded or len(self._behind) <= _PARSED_AT_ONCE
        size = len(self._behind) if unlimited else _PARSED_AT_ONCE
        data = bytes(self._behind[:size])
        del self._behind[:size]
        if not self._behind:
            self._behind = None
        self._parse(data)
        if self._behind is not None:
            self.transport.pause_reading()
            self._parse_in_turn()
        elif not (self._reading_paused or self._buffer_paused) and not self.transport.is_closing():
            self.transport.resume_reading()

    def _resume_transport_reading(self) -> None:
        if self._behind is None:
            super()._resume_transport_reading()
        else:
            self._parse_in_turn()

    def _parse_in_turn(self) -> None:
        if not self._parses_next:
            self._parses_next = True
            self._pace.add(self._parse_next, self._peer.party)

    def _parse(self, data: bytes) -> None:
        """Pass bytes to aiohttp's parser, and limit what it buffers: neither a handler nor a deadline applies to a head
        or to trailers before they are complete."""
        super().data_received(data)
        if self._upgraded or self._peer.holder is not self:
            return
        body = self._messages[-1][1] if self._messages else self._body
        if self._body is not None and self._body is not body and not self._body.is_eof():
            # Behind a body that is not whole stands nothing but an error: who reads the body has to hear of it.
            self._messages.pop()
            self._body.set_exception(web.RequestPayloadError("not valid HTTP"))
            self._body.feed_eof()
            self.close()
        else:
            self._body = body
        handed_on = (self._request_count, 0 if self._body is None else self._body.total_bytes)
        self._kept_bytes = self._kept_bytes + len(data) if handed_on == self._handed_on else 0
        self._handed_on = handed_on
        if self._kept_bytes > HEAD_MAX:
            note_problem("head_too_large")
            self.abort()
        if self._body is not None and self._body.is_eof():
            self._body = None
            self._came_bytes = 0
        else:
            self._came_bytes += len(data)
        self._hold()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if isinstance(transport, asyncio.WriteTransport):
            # An answer goes on once the client has taken all that was written.
            transport.set_write_buffer_limits(high=0)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._hold()
        if self._patience is None and not self._peer.vouched:
            self._unread = self._unread_bytes()
            self._patience = self._loop.call_later(UNREAD_S, self._look_whether_read)

    def resume_writing(self) -> None:
        self._since_s = self._loop.time()
        super().resume_writing()
        self._hold()

    def _hold(self) -> None:
        """Record the bytes of a request that is incomplete, and of an answer that the client has not taken."""
        if self._peer.holder is self:
            unsent = self.transport.get_write_buffer_size() if self._paused and self.transport else 0
            behind = 0 if self._behind is None else len(self._behind)
            self._peers.hold(self._peer, self._came_bytes + behind + unsent)

    def _look_whether_read(self) -> None:
        self._patience = None
        if not self._paused or self._peer.vouched or self._peer.holder is not self:
            return
        unread = self._unread_bytes()
        if unread == self._unread and self._loop.time() - self._since_s >= UNREAD_S:
            note_problem("answer_not_read")
            self.abort()
        else:
            self._unread = unread
            self._patience = self._loop.call_later(UNREAD_S, self._look_whether_read)

    def _unread_bytes(self) -> tuple[int, int]:
        """Return the bytes of an answer that wait in this process, and in the system where it tells."""
        transport = self.transport
        if transport is None:
            return 0, 0
        try:
            found = fcntl.ioctl(transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
        except (OSError, AttributeError):
            found = bytes(4)
        return transport.get_write_buffer_size(), int.from_bytes(found, sys.byteorder)

    def _lose_patience(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def connection_lost(self, exc: BaseException | None) -> None:
        self._lose_patience()
        if self._peer.holder is self:
            self._peers.leave(self._peer)
        if self._body is not None and not self._body.is_eof():
            # aiohttp tells only a request that is being handled: one that begins later would wait for a failure.
            self._body.set_exception(ConnectionResetError("the client left"))
        super().connection_lost(exc)

    async def _handle_request(
        self,
        request: web.BaseRequest,
        start_time: float | None,
        request_handler: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]],
    ) -> tuple[web.StreamResponse, bool]:
        if self._paused:
            await self._drain_helper()  # the client takes one answer before the next is made
        await self.turn(request)
        self._since_s = self._loop.time()
        if request.headers.get(hdrs.EXPECT, "100-continue").lower() != "100-continue":
            request_handler = _refuse_expectation
        try:
            return await super()._handle_request(request, start_time, request_handler)
        finally:
            self._came_bytes = 0
            notice_unsent(self.transport)
            self._hold()

    async def turn(self, request: web.BaseRequest) -> None:
        """Wait, as a stranger, for this request's turn among all that wait. Raises: ConnectionResetError when the
        client has left meanwhile."""
        if self._peer.vouched:
            return
        self._waits, self._since_s = True, self._loop.time()
        try:
            await self._pace.turn(self._party(request))
        finally:
            self._waits = False
        if self.transport is None:
            raise ConnectionResetError("the client has left")

    def _party(self, request: web.BaseRequest) -> Hashable:
        """Return whose request it is: the client's network, also behind a trusted proxy."""
        if not self._trusted:
            return self._peer.party
        headers = request.headers
        told = told_address(
            request.remote or "",
            headers.getall("X-Forwarded-For", ()),
            headers.getall("Forwarded", ()),
            self._trusted,
        )
        return network_of(told) or self._peer

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Answer requests that are not valid HTTP, and failures outside of every middleware. Closes the connection."""
        if request.writer is not None and request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        if isinstance(exc, HttpProcessingError):
            refused = Refused("bad_request", "The request is not valid HTTP.")
        else:
            _log.error("internal_error", exc_info=exc)
            refused = Refused("internal_error", "The server failed.")
        response = problem_response(request, refused)
        guard(response)
        response.force_close()
        return response


async def _refuse_expectation(request: web.BaseRequest) -> web.StreamResponse:
    """Answer a request that expects what no server knows. Source: RFC 9110, section 10.1.1"""
    response = problem_response(request, Refused("bad_request", "Expect can only be 100-continue."))
    guard(response)
    response.force_close()
    return response
