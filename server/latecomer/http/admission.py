"""Admission: connections of a web process are accepted at a pace. A connection enters when the head of its first
request is complete and its turn has come.

Until then it costs very little: no request is parsed and no handler exists for it.
"""

from __future__ import annotations

import asyncio
import fcntl
import socket
import sys
import termios
from collections.abc import Awaitable, Callable, Hashable, Sequence
from http import HTTPStatus
from typing import Final

import structlog
from aiohttp import StreamReader, hdrs, web
from aiohttp.http import HttpProcessingError
from aiohttp.web_protocol import RequestHandler

from latecomer.core.errors import Refused
from latecomer.http.client_address import Network, told_address
from latecomer.http.error_codes import CODES
from latecomer.http.files import notice_unsent
from latecomer.http.metrics import note_problem
from latecomer.http.pacing import Pace
from latecomer.http.peers import Holder, Peer, Peers, Place, network_of
from latecomer.http.problems import MEDIA_TYPE, problem_body, problem_response
from latecomer.http.security_headers import guard
from latecomer.http.websocket import WebSocket

_log = structlog.get_logger("latecomer.http")

SILENT_S: Final = 30.0
"""Seconds for which a connection may stay open without sending anything."""
HEAD_S: Final = 10.0
"""Seconds that the head of a first request may take, from its first byte."""
_HEAD_MAX: Final = 64 * 1024
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
_UNSENT_IN_KERNEL: Final = 32 * 1024
"""Bytes of an answer that the system takes from us before it can send them: otherwise up to 4 MiB for each connection
whose client does not read. What is on its way does not count, so that far clients are as fast as before.
"""
_BACKLOG: Final = 65_535
"""The connections that the system queues for us, ``net.core.somaxconn``: a client without a place there tries again
after a second, then after three, seven and fifteen.
"""


class PacedSite(web.BaseSite):
    """A site of aiohttp that listens on a host and port, and lets connections in at a pace."""

    def __init__(
        self,
        runner: web.AppRunner,
        host: str,
        port: int,
        pace: Pace,
        *,
        room: int,
        reuse_port: bool,
        trusted: Sequence[Network] = (),
    ) -> None:
        """Args:
        port: 0 takes a free one; ``runner.addresses`` has its number.
        room: the number of connections at the same time.
        reuse_port: several processes share the port.
        trusted: the proxies that say whose a request is.
        """
        super().__init__(runner, backlog=_BACKLOG)
        self._host = host
        self._port = port
        self._pace = pace
        self._reuse_port = reuse_port
        self._trusted = trusted
        self._arriving: set[_Arrival] = set()
        self._peers = Peers(room, asyncio.get_running_loop().time)

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def connections(self) -> int:
        """Return the number of open connections."""
        return self._peers.count

    async def start(self) -> None:
        """Listen. Errors: OSError."""
        await super().start()
        self._server = await asyncio.get_running_loop().create_server(
            self._arrival, self._host, self._port, backlog=self._backlog, reuse_port=self._reuse_port
        )
        if hasattr(socket, "TCP_NOTSENT_LOWAT"):
            for listening in self._server.sockets:  # every connection inherits it
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT_IN_KERNEL)

    async def stop(self) -> None:
        """Stop listening. Connections with a complete head are let in, all others are closed."""
        await super().stop()
        for arrival in tuple(self._arriving):
            arrival.enter_or_leave()

    def _arrival(self) -> _Arrival:
        return _Arrival(self._handler, self._peers, self._pace, self._arriving)

    def _handler(self, peer: Peer) -> asyncio.Protocol:
        """Return the protocol for an admitted connection, made as aiohttp's server makes its own."""
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")
        handler = _Handler(server, loop=asyncio.get_running_loop(), **server._kwargs)  # noqa: SLF001
        handler.take_over(peer, self._peers, self._pace, self._trusted)
        return handler


def vouch(transport: asyncio.BaseTransport | None, link: str = "") -> None:
    """Mark a connection that has shown a valid ``link``, or a session or key: it is never closed to make room."""
    holder = None if transport is None else transport.get_protocol()
    if isinstance(holder, _Handler | WebSocket):
        holder.vouch(link)


async def its_turn(request: web.BaseRequest) -> None:
    """Wait for the turn of a request whose body has come, and is about to be read."""
    if isinstance(request.protocol, _Handler):
        await request.protocol.turn(request)


def hand_place_over(handler: asyncio.BaseProtocol, holder: Holder) -> Place | None:
    """Make ``holder`` the holder of a connection, instead of its HTTP handler. Returns: its place among the peers; None
    when connections are not counted."""
    return handler.hand_over(holder) if isinstance(handler, _Handler) else None


class _Handler(RequestHandler):
    """aiohttp's handler of a connection, with answers of our own for failures: what the client sent is quoted neither
    to the client nor in the log."""

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
        if self._kept_bytes > _HEAD_MAX:
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


class _Arrival(asyncio.Protocol):
    """A connection that was not let in yet."""

    __slots__ = (
        "_arriving",
        "_enter_with",
        "_first",
        "_pace",
        "_parses_next",
        "_patience",
        "_peer",
        "_peers",
        "_transport",
        "_whole",
    )

    def __init__(
        self,
        enter_with: Callable[[Peer], asyncio.Protocol],
        peers: Peers,
        pace: Pace,
        arriving: set[_Arrival],
    ) -> None:
        self._enter_with = enter_with
        self._peers = peers
        self._pace = pace
        self._arriving = arriving
        self._first = bytearray()
        self._whole = False
        self._peer: Peer | None = None
        self._transport: asyncio.Transport | None = None
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        name = transport.get_extra_info("peername")
        self._peer = self._peers.enter(self, name[0] if isinstance(name, tuple) else None)
        if self._peer is None:
            self._dismiss("too_many_connections")
            return
        self._arriving.add(self)
        self._patience = asyncio.get_running_loop().call_later(SILENT_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        if self._whole or self._transport is None or self._transport.is_closing():
            return
        if not self._first:
            data = data.lstrip(b"\r\n")
            if not data:
                return
            self._wait(HEAD_S)
        looked_at = max(0, len(self._first) - 3)
        self._first += data
        if self._peer is not None:
            self._peers.hold(self._peer, len(self._first))
        ends = (self._first.find(b"\n\r\n", looked_at), self._first.find(b"\n\n", looked_at))
        # The first of them: what comes behind is a body, which may hold any bytes.
        end = min((each for each in ends if each >= 0), default=-1)
        if end < 0 and self._first[:1].isupper() and len(self._first) <= _HEAD_MAX:
            return
        if end > _HEAD_MAX or (end < 0 and len(self._first) > _HEAD_MAX and self._first[:1].isupper()):
            self._dismiss("head_too_large")
            return
        self._whole = True  # or the beginning of what is no HTTP
        self._transport.pause_reading()
        self._stop_waiting()
        self._pace.add(self._enter, None if self._peer is None else self._peer.party)

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone()
        if self._peer is not None:
            self._peers.leave(self._peer)

    def enter_or_leave(self) -> None:
        """Enter when it is this connection's turn, or leave when the client is gone."""
        if self._whole:
            self._enter()
        else:
            self.abort()

    def may_go(self, _now_s: float) -> bool:
        """Return True, for ``Holder``: until a request has come whole, closing loses nothing."""
        return not self._whole

    def abort(self) -> None:
        """Close the connection at once, for ``Holder``."""
        if self._transport is not None:
            self._transport.abort()

    def _enter(self) -> None:
        transport, peer = self._transport, self._peer
        if transport is None or peer is None or transport.is_closing():
            return
        self._gone()
        handler = self._enter_with(peer)
        transport.set_protocol(handler)
        handler.connection_made(transport)
        transport.resume_reading()
        handler.data_received(bytes(self._first))

    def _wait(self, for_s: float) -> None:
        self._stop_waiting()
        self._patience = asyncio.get_running_loop().call_later(for_s, self._dismiss, "head_too_slow")

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()

    def _dismiss(self, code: str) -> None:
        """Answer with the reason, and close the connection."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(_last_words(code))
            self._transport.close()

    def _gone(self) -> None:
        self._arriving.discard(self)
        self._transport = None
        self._stop_waiting()


def _last_words(code: str) -> bytes:
    """Return a complete HTTP answer for a connection without a handler."""
    status = HTTPStatus(CODES[code].status)
    note_problem(code)
    body = problem_body(Refused(code, CODES[code].meaning), status, "")
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {MEDIA_TYPE}",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
        "Retry-After: 5",
        "Connection: close",
    )
    return "\r\n".join((*head, "", "")).encode() + body
