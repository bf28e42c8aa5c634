"""Admission: connections of a web process are accepted at a pace. A connection enters when the head of its first
request is complete and its turn has come.

Until then it costs very little: no request is parsed and no handler exists for it.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Final

from aiohttp import web

from latecomer.core.errors import Refused
from latecomer.http.client_address import Network
from latecomer.http.connection import HEAD_MAX, Connection
from latecomer.http.error_codes import CODES
from latecomer.http.metrics import note_problem
from latecomer.http.pacing import Pace
from latecomer.http.peers import Peer, Peers
from latecomer.http.problems import MEDIA_TYPE, problem_body

SILENT_S: Final = 30.0
"""Seconds for which a connection may stay open without sending anything."""
HEAD_S: Final = 10.0
"""Seconds that the head of a first request may take, from its first byte."""
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
        handler = Connection(server, loop=asyncio.get_running_loop(), **server._kwargs)  # noqa: SLF001
        handler.take_over(peer, self._peers, self._pace, self._trusted)
        return handler


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
        if end < 0 and self._first[:1].isupper() and len(self._first) <= HEAD_MAX:
            return
        if end > HEAD_MAX or (end < 0 and len(self._first) > HEAD_MAX and self._first[:1].isupper()):
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
