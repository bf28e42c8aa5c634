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
from latecomer.store.redis.library import LedgerAway
from latecomer.web import appkeys

_log = structlog.get_logger()

_MAX_UNSENT_BYTES = 48 * 1024
"""More than this unsent to one client, and it is too slow."""
_PING_S = 30.0
_MAX_FRAME_BYTES = 4 * MAX_MESSAGE_BYTES
"""What is read at all; between the two the session refuses a message with a close code of its own (4502, not 1009)."""


async def playback_socket(request: web.Request) -> web.StreamResponse:
    """Serve one playback until it leaves."""
    if PLAYBACK_SUBPROTOCOL not in request.headers.get("Sec-WebSocket-Protocol", ""):
        raise web.HTTPBadRequest(text=f"ask for the subprotocol {PLAYBACK_SUBPROTOCOL}")
    audience = request.app[appkeys.audience]
    if len(request.app[appkeys.sockets]) >= request.app[appkeys.max_sockets]:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": "5"}, text="too many connections; come back")
    socket = web.WebSocketResponse(
        protocols=(PLAYBACK_SUBPROTOCOL,), max_msg_size=_MAX_FRAME_BYTES, compress=False, heartbeat=_PING_S
    )
    await socket.prepare(request)
    sockets = request.app[appkeys.sockets]
    sockets.add(socket)
    handler = _Handler(request, socket)
    try:
        await handler.serve()
    finally:
        sockets.discard(socket)
        if handler.connection is not None:
            audience.leave(handler.connection)
            link, playback = handler.connection.playing.link, handler.connection.playing.playback.id
            request.app[appkeys.presence].closed(link.webinar, link.member, playback)
    return socket


class _Handler:
    """One socket from its hello to its end."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._app = request.app
        self._clock = request.app[appkeys.clock]
        self._origin = request.headers.get("Origin")
        self._transport = request.transport
        self._socket = socket
        self._session = PlaybackSession()
        self._closing: Closing | None = None
        self._acked = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.connection: Connection | None = None

    async def serve(self) -> None:
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
            if self._closing is None:
                await self._listen()
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
        except LedgerAway:
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
        self.connection = Connection(playing, self._close)
        self._app[appkeys.presence].opened(greeting.link.webinar, greeting.link.member, hello.playback)
        self._send(playing.welcome(now))
        with contextlib.suppress(LedgerAway):
            await self._app[appkeys.audience].enter(self.connection, known=greeting.greeted.known)

    async def _listen(self) -> None:
        if self.connection is None:
            return
        playing = self.connection.playing
        watching = self._app[appkeys.watching]
        async for frame in self._socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            now = self._clock()
            event = self._session.receive(frame.data, now)
            match event:
                case HeartbeatReceived():
                    if now >= phase.closes_at(playing.webinar) + phase.LATE_SOCKET_MS:
                        self._close(Closing(CloseCode.WINDOW_CLOSED, "the window has closed"))
                    else:
                        playing.heartbeat(event)
                case MessageRefused(error=error):
                    self._send(encode(error))
                case ByeReceived():
                    await self._all_acked(playing)
                    return
                case Closing():
                    self._close(event)
                case HelloReceived():  # the session closes on a second one
                    pass
            if self._closing is not None:
                return
            if (delay_ms := self._session.delay_ms(now)) > 0:
                await asyncio.sleep(delay_ms / 1000)
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
        if self._transport.get_write_buffer_size() > _MAX_UNSENT_BYTES or not _sent(self._socket, frame):
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
        if self.connection is None:
            return
        playing = self.connection.playing

        async def refresh() -> None:
            webinar = await self._app[appkeys.known_webinars].refresh(
                playing.link.webinar, playing.link.member
            )
            if webinar is not None:
                playing.webinar = webinar

        task = asyncio.ensure_future(refresh())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _sent(socket: web.WebSocketResponse, frame: bytes) -> bool:
    """Send as far as that goes without waiting; a task for every ack would cost more than the ack."""
    sending = socket.send_frame(frame, WSMsgType.TEXT)
    try:
        sending.send(None)
    except StopIteration:
        return True
    except ConnectionError:  # gone; its reader will notice
        return True
    sending.close()
    return False
