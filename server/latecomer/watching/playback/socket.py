"""``GET /ws/playback``: the socket of a playback; ``watching/playback/rules/protocol.py`` is its brain.

One reader per socket; acks are written by the batches of ``watching/batcher.py``, never waiting for a slow
client.
Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from functools import partial

import structlog
from aiohttp import WSMsgType, web

from latecomer.core import phase
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.admission import vouch
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.fast_websocket import MAX_SHORT, DirectSocket
from latecomer.http.metrics import note_closing, note_message
from latecomer.http.websockets import foreign_origin, open_socket, outages, refusal, send_now
from latecomer.watching.playback.rules.messages import PLAYBACK_SUBPROTOCOL, Error, ErrorCode, encode
from latecomer.watching.playback.rules.protocol import (
    HELLO_TIMEOUT_MS,
    MAX_MESSAGE_BYTES,
    MESSAGE_MS,
    ByeReceived,
    HeartbeatReceived,
    HelloReceived,
    MessageRefused,
    PlaybackEvent,
    PlaybackSession,
)
from latecomer.watching.playback.session import MAX_UNACKED, Playing
from latecomer.watching.playback.viewers import Connection

_log = structlog.get_logger()

_MAX_UNSENT_BYTES = 48 * 1024
"""More than this unsent to one client, and it is too slow."""


async def playback_socket(request: web.Request) -> web.StreamResponse:
    """Serve one playback until it leaves."""
    if (refused := refusal(request, PLAYBACK_SUBPROTOCOL)) is not None:
        return refused
    socket = await open_socket(request, PLAYBACK_SUBPROTOCOL, max_bytes=MAX_MESSAGE_BYTES, compress=False)
    handler = _Handler(request, socket)
    socket.forget_request(request)
    try:
        await handler.serve()
    finally:
        handler.left()
        request.app[appkeys.sockets].discard(socket)
    return socket


_tasks: set[asyncio.Task[None]] = set()
"""What handlers have started: a task that nobody holds may be collected."""


class _Handler:
    """One socket from its hello to its end. There are thousands: it has no more than it needs."""

    __slots__ = (
        "_acked",
        "_app",
        "_clock",
        "_closing",
        "_connection",
        "_leaving",
        "_origin",
        "_reading",
        "_session",
        "_socket",
        "_transport",
    )

    def __init__(self, request: web.Request, socket: DirectSocket) -> None:
        self._app = request.app
        self._clock = request.app[appkeys.clock]
        self._origin = foreign_origin(request)
        self._transport = request.transport
        self._socket = socket
        self._session = PlaybackSession()
        self._closing: Closing | None = None
        self._reading = False
        """A message that had to wait is in hand; no other may overtake it."""
        self._leaving = False
        self._acked: asyncio.Event | None = None
        """There while somebody waits for everything to be acknowledged."""
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
        now = self._clock()
        event = self._session.receive(frame.data, now)
        if isinstance(event, HelloReceived):
            await self._app[appkeys.pace].turn()
            await self._greet(event, now)
            if self._closing is None and self._connection is not None:
                await self._listen(self._connection.playing)
        elif isinstance(event, Closing):
            await self._end(event)
        if self._closing is not None:
            await self._end(self._closing)

    async def _greet(self, hello: HelloReceived, now: Instant) -> None:
        try:
            greeting = await self._app[appkeys.joining].hello(
                hello.join, hello.playback, hello.clock_ms, self._origin, now, beacon=False
            )
        except outages(self._app) as error:
            _log.warning("hello_waits", error=repr(error))
            self._closing = Closing(CloseCode.TOO_SLOW, "the server cannot count right now")
            return
        if isinstance(greeting, Closing):
            if greeting.code is CloseCode.CLOCK_MOVED:
                self._send(encode(Error(ErrorCode.CLOCK_MOVED, greeting.reason)))
            self._closing = greeting
            return
        vouch(self._transport)
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
        self._send(playing.welcome(self._clock()))
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
        """Take messages as they are parsed; read here what had to wait, and everything that is no text."""
        self._socket.take_directly(partial(self._take_directly, playing))
        async for frame in self._socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                break
            self._reading = True
            await self._rest(playing)
            self._handle(playing, self._session.receive(frame.data, self._clock()))
            self._reading = False
            if self._closing is not None or self._leaving:
                return

    def _take_directly(self, playing: Playing, text: str) -> bool:
        now = self._clock()
        if (
            self._reading
            or self._leaving
            or self._closing is not None
            or playing.unacked >= MAX_UNACKED
            or not playing.lane.has_room
            or self._session.rests_until > now
        ):
            return False
        self._handle(playing, self._session.receive(text, now))
        return True

    def _handle(self, playing: Playing, event: PlaybackEvent) -> None:
        if type(event) is HeartbeatReceived:
            self._take(playing, event)
            return
        match event:
            case MessageRefused(error=error):
                note_message(error.code)
                self._send(encode(error))
            case ByeReceived():
                self._leaving = True
                self._start(self._leave(playing))
            case Closing():
                self._close(event)
            case HelloReceived():  # the session closes on a second one
                pass

    async def _leave(self, playing: Playing) -> None:
        """The page has said goodbye: acknowledge the rest, then close."""
        await self._all_acked(playing)
        with contextlib.suppress(ConnectionError):
            await self._socket.close()

    def _take(self, playing: Playing, heartbeat: HeartbeatReceived) -> None:
        if heartbeat.at < phase.closes_at(playing.webinar) + phase.LATE_SOCKET_MS:
            playing.heartbeat(heartbeat)
        else:
            self._close(Closing(CloseCode.WINDOW_CLOSED, "the window has closed"))

    async def _rest(self, playing: Playing) -> None:
        """Wait before going on: where one says too much, and while what was said cannot be counted."""
        if (rest_ms := self._session.rests_until - self._clock()) > 0:
            await asyncio.sleep(min(rest_ms, MESSAGE_MS) / 1000)  # more where the clock went back
        await playing.lane.room()
        if playing.unacked >= MAX_UNACKED:
            await self._all_acked(playing)

    async def _all_acked(self, playing: Playing) -> None:
        while playing.unacked and self._closing is None:
            self._acked = self._acked or asyncio.Event()
            self._acked.clear()
            await self._acked.wait()

    def _send(self, frame: bytes) -> None:
        """Write a text frame without waiting. A client that does not take them is too slow."""
        if self._acked is not None:
            self._acked.set()
        if self._socket.closed or self._transport is None or self._transport.is_closing():
            return
        if len(frame) <= MAX_SHORT and self._transport.get_write_buffer_size() == 0:
            self._socket.write_text(frame)
        elif self._transport.get_write_buffer_size() > _MAX_UNSENT_BYTES or not send_now(self._socket, frame):
            self._close(Closing(CloseCode.TOO_SLOW, "too slow in taking messages"))

    def _close(self, closing: Closing) -> None:
        """End the connection as soon as its reader can."""
        if self._closing is not None:
            return
        self._closing = closing
        if self._acked is not None:
            self._acked.set()
        self._start(self._end(closing))

    def _start(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.ensure_future(work)
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)

    async def _end(self, closing: Closing) -> None:
        if not self._socket.closed:
            note_closing(closing)
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

        self._start(refresh())
