"""``GET /ws/playback``: the socket of a playback; ``playback/rules/protocol.py`` decides what a message means.

An arriving message only becomes an entry in its lane. The lane's batch decodes and judges it together with the messages
of all other connections, and writes the acks (``watching/batcher.py``). Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine

import structlog
from aiohttp import web

from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.frames import FrameCloseCode, text_frame
from latecomer.http.handshake import foreign_origin, hand_over, outages, refusal
from latecomer.http.metrics import note_closing, note_message
from latecomer.http.websocket import WebSocket
from latecomer.tasks import Tasks
from latecomer.watching.batcher import Handed
from latecomer.watching.playback.rules.messages import (
    PLAYBACK_SUBPROTOCOL,
    Error,
    ErrorCode,
    Heartbeat,
    encode,
)
from latecomer.watching.playback.rules.protocol import (
    HELLO_TIMEOUT_MS,
    MAX_MESSAGE_BYTES,
    MESSAGE_MS,
    ByeReceived,
    HelloReceived,
    LengthReceived,
    MessageRefused,
    PlaybackEvent,
    PlaybackProtocol,
)
from latecomer.watching.playback.session import MAX_UNACKED, PlaybackSession
from latecomer.watching.playback.slots import (
    audience_key,
    batcher_key,
    known_webinars_key,
    notes_key,
    presence_key,
    viewer_admission_key,
)

_log = structlog.get_logger()

_MAX_UNSENT_BYTES = 48 * 1024
"""More than this unsent to one client, and it is too slow."""
_WINDOW_CLOSED = Closing(CloseCode.WINDOW_CLOSED, "the window has closed")


async def playback_socket(request: web.Request) -> web.StreamResponse:
    """Accept the websocket of a playback."""
    if (refused := refusal(request, PLAYBACK_SUBPROTOCOL)) is not None:
        return refused
    socket = PlaybackSocket(request.app, foreign_origin(request))
    return hand_over(request, socket, PLAYBACK_SUBPROTOCOL, max_bytes=MAX_MESSAGE_BYTES)


_tasks = Tasks()
"""The running tasks of sockets: a task without a reference may be collected."""


class PlaybackSocket(WebSocket):
    """The websocket of one playback, from its hello to its end."""

    __slots__ = (
        "_acked",
        "_app",
        "_clock",
        "_closing",
        "_leaving",
        "_origin",
        "_patience",
        "_playing",
        "_session",
    )

    def __init__(self, app: web.Application, origin: str | None) -> None:
        super().__init__(app[appkeys.pace], app[appkeys.sockets])
        self._app = app
        self._clock = app[appkeys.clock]
        self._origin = origin
        self._session = PlaybackProtocol()
        self._playing: PlaybackSession | None = None
        self._closing: Closing | None = None
        self._leaving = False
        """The page has said goodbye: later messages are ignored."""
        self._patience: asyncio.TimerHandle | None = None
        """Until the hello has come."""
        self._acked: asyncio.Event | None = None
        """The event of complete acknowledgement, while a task waits for it."""

    @property
    def playing(self) -> PlaybackSession:
        """The session of the playback; None before it was let in."""
        if self._playing is None:
            raise RuntimeError("no playback was let in")
        return self._playing

    # --- coming and going

    def opened(self) -> None:
        self._patience = asyncio.get_running_loop().call_later(HELLO_TIMEOUT_MS / 1000, self._lose_patience)

    def _lose_patience(self) -> None:
        self.end(self._session.hello_timed_out())

    def ended(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
        if self._acked is not None:
            self._acked.set()
        if (playing := self._playing) is not None:
            playing.has_left = True
            self._app[audience_key].leave(self)
            self._app[presence_key].closed(playing.link.webinar, playing.link.member, playing.playback.id)

    def end(self, closing: Closing) -> None:
        """End the connection. The client sends again what was not acknowledged."""
        if self._closing is not None:
            return
        self._closing = closing
        if self._acked is not None:
            self._acked.set()
        if self.is_open:
            note_closing(closing)
        self.close(closing.code, closing.reason)

    def _start(self, work: Coroutine[object, object, None]) -> None:
        _tasks.start(work)

    # --- what comes

    def binary_received(self, data: bytes) -> None:
        self._handle(self._session.receive(data, self._clock()))

    def text_received(self, text: str) -> None:
        now = self._clock()
        playing, session = self._playing, self._session
        if playing is None:
            self._handle(session.receive(text, now), now)
            return
        session.note(now)
        lane = playing.lane
        playing.unacked += 1
        has_room = lane.hand_in((text, self, now))
        if lane.away:
            playing.say_waiting()
        if playing.unacked >= MAX_UNACKED or session.rests_until > now or not has_room:
            self.hold()
            self._start(self._wait(playing))

    def read(self, text: str, at: Instant) -> Handed | None:
        """Decode and judge a message that arrived at ``at``, in its turn among the messages of the lane.

        Returns: the entry to count; None when there is nothing to count, and the message was handled here.
        """
        playing = self._playing or self.playing
        if self._closing is None and not self._leaving:
            event = self._session.read(text)
            if isinstance(event, Heartbeat):
                if at < playing.last_at:
                    return playing.judged(event, at), playing, event.seq
                self.end(_WINDOW_CLOSED)
            else:
                self._handle(event)
        playing.unacked -= 1
        if self._acked is not None:
            self._acked.set()
        return None

    def _handle(self, event: PlaybackEvent, now: Instant = 0) -> None:
        match event:
            case HelloReceived():
                if self._patience is not None:
                    self._patience.cancel()
                    self._patience = None
                self.hold()
                self._start(self._greet(event, now))
            case MessageRefused(error=error):
                note_message(error.code)
                self._send(encode(error))
            case LengthReceived(media_s=media_s):
                self._app[notes_key].other_length(self.playing.webinar, self._origin, media_s)
            case ByeReceived():
                self._leaving = True
                self._start(self._leave(self.playing))
            case Closing():
                self.end(event)
            case Heartbeat():  # the session takes none before the hello
                raise AssertionError(event)

    async def _greet(self, hello: HelloReceived, now: Instant) -> None:
        await self.turn()
        try:
            greeting = await self._app[viewer_admission_key].hello(
                hello.join, hello.playback, hello.clock_ms, self._origin, now, beacon=False
            )
        except outages(self._app) as error:
            _log.warning("hello_failed", error=repr(error))
            self.end(Closing(CloseCode.TOO_SLOW, "the server cannot count right now"))
            return
        if isinstance(greeting, Closing):
            if greeting.code is CloseCode.CLOCK_MOVED:
                self._send(encode(Error(ErrorCode.CLOCK_MOVED, greeting.reason)))
            self.end(greeting)
            return
        if not self.is_open:
            return
        self.vouch(hello.join)
        playing = PlaybackSession(
            greeting,
            self._app[batcher_key],
            self._app[presence_key],
            clock=self._clock,
            send=self._send,
            close=self.end,
            stale=self._refresh,
            public_url=self._app[appkeys.settings].public_url,
        )
        self._playing = playing
        self._app[presence_key].opened(greeting.link.webinar, greeting.link.member, hello.playback)
        self._send(playing.welcome(self._clock()))
        with contextlib.suppress(*outages(self._app)):
            await self._app[audience_key].enter(self, known=greeting.greeted.known)
        self.go_on()

    async def _wait(self, playing: PlaybackSession) -> None:
        """Pause reading: after too many messages, and while earlier ones cannot be counted."""
        if (rest_ms := self._session.rests_until - self._clock()) > 0:
            await asyncio.sleep(min(rest_ms, MESSAGE_MS) / 1000)  # more where the clock went back
        await playing.lane.room()
        if playing.unacked >= MAX_UNACKED:
            await self._all_acked(playing)
        self.go_on()

    async def _leave(self, playing: PlaybackSession) -> None:
        """Acknowledge the rest after the page's bye, then close."""
        await self._all_acked(playing)
        self.close(FrameCloseCode.DONE)

    async def _all_acked(self, playing: PlaybackSession) -> None:
        while playing.unacked and self.is_open:
            self._acked = self._acked or asyncio.Event()
            self._acked.clear()
            await self._acked.wait()

    # --- what goes

    def _send(self, message: bytes) -> None:
        """Write a message without waiting. A client that does not take its messages is disconnected."""
        if self._acked is not None:
            self._acked.set()
        if self.is_slow and self.unsent_bytes > _MAX_UNSENT_BYTES:
            self.end(Closing(CloseCode.TOO_SLOW, "too slow in taking messages"))
        else:
            self.send(text_frame(message))

    def _refresh(self) -> None:
        self._start(self._refreshed(self.playing))

    async def _refreshed(self, playing: PlaybackSession) -> None:
        with contextlib.suppress(*outages(self._app)):
            link = playing.link
            webinar = await self._app[known_webinars_key].refresh(link.webinar, link.member)
            if webinar is not None:
                playing.webinar_is(webinar)
