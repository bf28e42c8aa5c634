"""``GET /ws/playback``: the socket of a playback; ``protocol/playback.py`` is its brain.

One reader per socket; acks are written by the batches of ``services/watching.py``, never waiting for a slow
client.
Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import WSMsgType, web

from latecomer.core import phase
from latecomer.protocol.close_codes import CloseCode, Closing
from latecomer.protocol.messages import PLAYBACK_SUBPROTOCOL, encode
from latecomer.protocol.playback import (
    HELLO_TIMEOUT_MS,
    MAX_MESSAGE_BYTES,
    ByeReceived,
    HeartbeatReceived,
    HelloReceived,
    MessageRefused,
    PlaybackSession,
)
from latecomer.services.audience import Connection
from latecomer.services.playing import MAX_UNACKED, Playing
from latecomer.web import appkeys
from latecomer.web.upgrading import foreign_origin, opened, outages, refusal, send_now

_log = structlog.get_logger()

_MAX_UNSENT_BYTES = 48 * 1024
"""More than this unsent to one client, and it is too slow."""


async def playback_socket(request: web.Request) -> web.StreamResponse:
    """Serve one playback until it leaves."""
    if (refused := refusal(request, PLAYBACK_SUBPROTOCOL)) is not None:
        return refused
    async with opened(request, PLAYBACK_SUBPROTOCOL, max_bytes=MAX_MESSAGE_BYTES, compress=False) as socket:
        handler = _Handler(request, socket)
        try:
            await handler.serve()
        finally:
            handler.left()
    return socket


class _Handler:
    """One socket from its hello to its end."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._app = request.app
        self._clock = request.app[appkeys.clock]
        self._origin = foreign_origin(request)
        self._transport = request.transport
        self._socket = socket
        self._session = PlaybackSession()
        self._closing: Closing | None = None
        self._acked = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._connection: Connection | None = None

    async def serve(self) -> None:
        """From the hello to the end."""
        try:
            async with asyncio.timeout(HELLO_TIMEOUT_MS / 1000):
                frame = await self._socket.receive()
        except TimeoutError:
            await self._end(self._session.hello_timed_out())
            return
        if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
            return
        event = self._session.receive(frame.data, self._clock())
        if isinstance(event, HelloReceived):
            await self._greet(event)
            if self._closing is None and self._connection is not None:
                await self._listen(self._connection.playing)
        elif isinstance(event, Closing):
            await self._end(event)
        if self._closing is not None:
            await self._end(self._closing)

    async def _greet(self, hello: HelloReceived) -> None:
        now = self._clock()
        try:
            greeting = await self._app[appkeys.joining].hello(
                hello.join, hello.playback, hello.clock_ms, self._origin, now, beacon=False
            )
        except outages(self._app) as error:
            _log.warning("hello_waits", error=repr(error))
            self._closing = Closing(CloseCode.TOO_SLOW, "the server cannot count right now")
            return
        if isinstance(greeting, Closing):
            self._closing = greeting
            return
        playing = Playing(
            greeting,
            self._app[appkeys.watching],
            self._app[appkeys.presence],
            clock=self._clock,
            send=self._send,
            close=self._close,
            stale=self._refresh,
        )
        self._connection = Connection(playing, self._close)
        self._app[appkeys.presence].opened(greeting.link.webinar, greeting.link.member, hello.playback)
        self._send(playing.welcome(now))
        with contextlib.suppress(*outages(self._app)):
            await self._app[appkeys.audience].enter(self._connection, known=greeting.greeted.known)

    def left(self) -> None:
        """The socket is gone."""
        if self._connection is None:
            return
        self._app[appkeys.audience].leave(self._connection)
        link, playback = self._connection.playing.link, self._connection.playing.playback.id
        self._app[appkeys.presence].closed(link.webinar, link.member, playback)

    async def _listen(self, playing: Playing) -> None:
        watching = self._app[appkeys.watching]
        async for frame in self._socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            now = self._clock()
            match self._session.receive(frame.data, now):
                case HeartbeatReceived() as heartbeat:
                    self._take(playing, heartbeat)
                case MessageRefused(error=error):
                    self._send(encode(error))
                case ByeReceived():
                    await self._all_acked(playing)
                    return
                case Closing() as closing:
                    self._close(closing)
                case HelloReceived():  # the session closes on a second one
                    pass
            if self._closing is not None:
                return
            delay_ms = self._session.delay_ms(now)
            if delay_ms > 0 or playing.unacked >= MAX_UNACKED or not watching.has_room:
                await self._rest(playing, delay_ms)

    def _take(self, playing: Playing, heartbeat: HeartbeatReceived) -> None:
        if heartbeat.at < phase.closes_at(playing.webinar) + phase.LATE_SOCKET_MS:
            playing.heartbeat(heartbeat)
        else:
            self._close(Closing(CloseCode.WINDOW_CLOSED, "the window has closed"))

    async def _rest(self, playing: Playing, delay_ms: int) -> None:
        """Wait before reading on: where one says too much, and while what was said cannot be counted."""
        if delay_ms > 0:
            await asyncio.sleep(delay_ms / 1000)
        watching = self._app[appkeys.watching]
        if not watching.has_room:
            await watching.room()
        if playing.unacked >= MAX_UNACKED:
            await self._all_acked(playing)

    async def _all_acked(self, playing: Playing) -> None:
        while playing.unacked and self._closing is None:
            self._acked.clear()
            await self._acked.wait()

    def _send(self, frame: bytes) -> None:
        """Write a text frame without waiting. A client that does not take them is too slow."""
        self._acked.set()
        if self._socket.closed or self._transport is None or self._transport.is_closing():
            return
        if self._transport.get_write_buffer_size() > _MAX_UNSENT_BYTES or not send_now(self._socket, frame):
            self._close(Closing(CloseCode.TOO_SLOW, "too slow in taking messages"))

    def _close(self, closing: Closing) -> None:
        """End the connection as soon as its reader can."""
        if self._closing is not None:
            return
        self._closing = closing
        self._acked.set()
        task = asyncio.ensure_future(self._end(closing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _end(self, closing: Closing) -> None:
        with contextlib.suppress(ConnectionError):
            await self._socket.close(code=closing.code, message=closing.reason.encode()[:120])

    def _refresh(self) -> None:
        if self._connection is None:
            return
        playing = self._connection.playing

        async def refresh() -> None:
            with contextlib.suppress(*outages(self._app)):
                link = playing.link
                webinar = await self._app[appkeys.known_webinars].refresh(link.webinar, link.member)
                playing.webinar = webinar or playing.webinar

        task = asyncio.ensure_future(refresh())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
