"""Arriving: the door of a web process. A connection is let in when it has said its first words and its turn has come.

Until then it costs next to nothing: no request is parsed and no handler exists for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

import structlog
from aiohttp import web
from aiohttp.http import HttpProcessingError
from aiohttp.web_protocol import RequestHandler

from latecomer.core.errors import Refused
from latecomer.http.pacing import Pace
from latecomer.http.problems import problem_response
from latecomer.http.security_headers import guard

_log = structlog.get_logger("latecomer.web")

SILENT_S: Final = 30.0
"""How long a connection may be open without a word."""
_BACKLOG: Final = 65_535
"""As many as the system keeps for us, ``net.core.somaxconn``: who finds no room there tries again after a second, then
after three, seven and fifteen."""


class PacedSite(web.BaseSite):
    """Listens on a host and port, and lets connections in at a pace."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, pace: Pace, *, reuse_port: bool) -> None:
        """``port`` 0 takes a free one, which ``runner.addresses`` tells; with ``reuse_port`` processes share one."""
        super().__init__(runner, backlog=_BACKLOG)
        self._host = host
        self._port = port
        self._pace = pace
        self._reuse_port = reuse_port
        self._arriving: set[_Arrival] = set()

    @property
    def name(self) -> str:
        return f"http://{self._host}:{self._port}"

    async def start(self) -> None:
        """Listen. Errors: OSError."""
        await super().start()
        self._server = await asyncio.get_running_loop().create_server(
            self._arrival, self._host, self._port, backlog=self._backlog, reuse_port=self._reuse_port
        )

    async def stop(self) -> None:
        """Listen no more. Who has said something is let in, who has not is sent away."""
        await super().stop()
        for arrival in tuple(self._arriving):
            arrival.enter_or_leave()

    def _arrival(self) -> _Arrival:
        return _Arrival(self._handler, self._pace, self._arriving)

    def _handler(self) -> asyncio.Protocol:
        """What answers a connection that is let in; made as aiohttp's server makes its own."""
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")
        return _Handler(server, loop=asyncio.get_running_loop(), **server._kwargs)  # noqa: SLF001


class _Handler(RequestHandler):
    """aiohttp's handler of a connection, in our words where it fails: what was sent is quoted neither to the sender nor
    to the log."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """The answer to what is no HTTP, and to what failed outside of every middleware. Closes the connection."""
        if request.writer is not None and request.writer.output_size > 0:
            raise ConnectionError("an answer has begun already")
        if isinstance(exc, HttpProcessingError):
            refused = Refused("bad_request", "The request is not valid HTTP.", 400)
        else:
            _log.error("internal_error", exc_info=exc)
            refused = Refused("internal_error", "Something failed here.", 500)
        response = problem_response(request, refused)
        guard(response)
        response.force_close()
        return response


class _Arrival(asyncio.Protocol):
    """A connection that is not let in yet."""

    __slots__ = ("_arriving", "_first", "_handler", "_pace", "_patience", "_transport")

    def __init__(self, handler: Callable[[], asyncio.Protocol], pace: Pace, arriving: set[_Arrival]) -> None:
        self._handler = handler
        self._pace = pace
        self._arriving = arriving
        self._first = b""
        self._transport: asyncio.Transport | None = None
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._arriving.add(self)
        self._transport = transport
        self._patience = asyncio.get_running_loop().call_later(SILENT_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        if not self._first and self._transport is not None:
            self._transport.pause_reading()
            self._pace.add(self._enter)
        self._first += data

    def connection_lost(self, exc: Exception | None) -> None:
        self._gone()

    def enter_or_leave(self) -> None:
        """Nobody waits any longer."""
        if self._first:
            self._enter()
        elif self._transport is not None:
            self._transport.abort()

    def _enter(self) -> None:
        transport = self._transport
        if transport is None:
            return
        self._gone()
        handler = self._handler()
        transport.set_protocol(handler)
        handler.connection_made(transport)
        transport.resume_reading()
        handler.data_received(self._first)

    def _gone(self) -> None:
        self._arriving.discard(self)
        self._transport = None
        if self._patience is not None:
            self._patience.cancel()
