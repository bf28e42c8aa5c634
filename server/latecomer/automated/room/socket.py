"""``GET /ws/room``: the room's socket, for viewers, presenters, hosts and signed-in operators.

``protocol.py`` decides what a message means; ``open_room.py`` writes what all who are in the room are told. One message
of a client is handled at a time, so that answers come in the order of the questions.

Source: docs/protocol.md, Room
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Final

import structlog
from aiohttp import web
from msgspec import UNSET

from latecomer.automated.console.routes import may_direct
from latecomer.automated.overlays.rules import whole
from latecomer.automated.room.answers import HOSTS_CALL, refusal_of, refusal_of_unusable, unavailable
from latecomer.automated.room.frames import framed
from latecomer.automated.room.open_room import OpenRoom
from latecomer.automated.room.protocol import (
    HELLO_TIMEOUT_MS,
    MAX_MESSAGE_BYTES,
    MESSAGE_MS,
    ROOM_SUBPROTOCOL,
    RoomProtocol,
    Unusable,
)
from latecomer.automated.room.rules import Admitted
from latecomer.automated.room.schemas import (
    RoomAccepted,
    RoomAnswering,
    RoomClock,
    RoomHello,
    RoomMessage,
    RoomRole,
    RoomSocketHello,
    RoomTime,
)
from latecomer.automated.room.seats import HostSeat, ViewerSeat
from latecomer.automated.room.slots import answers_key, open_rooms_key, room_key
from latecomer.automated.routes import host_links
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.http import appkeys
from latecomer.http.auth import Caller, HostRight, Scope, find_caller
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.handshake import foreign_origin, hand_over, outages, refusal
from latecomer.http.metrics import note_closing, note_message
from latecomer.http.websocket import WebSocket
from latecomer.tasks import Tasks

_log = structlog.get_logger()

_MAX_SOCKETS: Final = 10
_SLOW_S: Final = 20
"""A client that takes no frame for so long is cut off; a fresh connection begins with the room as it is."""
_FOREIGN: Final = Closing(CloseCode.ORIGIN_NOT_ALLOWED, "the room opens from Latecomer's own pages")
_NOT_ALLOWED: Final = Closing(CloseCode.NOT_ALLOWED, "sign in with the scopes read and people")
_TOO_MANY: Final = Closing(CloseCode.TOO_MANY_PLAYBACKS, "close one of the other ten tabs")
_AWAY: Final = Closing(CloseCode.TOO_SLOW, "the room cannot be read right now")
_CLOSE_CODES: Final = {
    "unknown_link": CloseCode.UNKNOWN_TOKEN,
    "not_registered": CloseCode.NOT_REGISTERED,
    "too_early": CloseCode.TOO_EARLY,
    "window_closed": CloseCode.WINDOW_CLOSED,
    "event_cancelled": CloseCode.EVENT_CANCELLED,
    "no_room": CloseCode.UNKNOWN_WEBINAR,
    "unknown_webinar": CloseCode.UNKNOWN_WEBINAR,
}

_tasks = Tasks()
"""The running tasks of sockets: a task without a reference may be collected."""


async def room_socket(request: web.Request) -> web.StreamResponse:
    """Accept the websocket of a room."""
    if (refused := refusal(request, ROOM_SUBPROTOCOL)) is not None:
        return refused
    try:
        caller = await find_caller(request, request.app[appkeys.clock]())
    except Refused:  # a cookie that does not count here: a join token may
        caller = None
    socket = RoomSocket(request, caller, is_foreign=foreign_origin(request) is not None)
    return hand_over(request, socket, ROOM_SUBPROTOCOL, max_bytes=MAX_MESSAGE_BYTES)


class RoomSocket(WebSocket):
    """A socket of somebody in a room, from its hello to its end."""

    __slots__ = (
        "_app",
        "_caller",
        "_clock",
        "_closing",
        "_is_foreign",
        "_patience",
        "_request",
        "_room",
        "_seat",
        "_session",
        "_token",
    )

    def __init__(self, request: web.Request, caller: Caller | None, *, is_foreign: bool) -> None:
        super().__init__(request.app[appkeys.pace], request.app[appkeys.sockets])
        self._app = request.app
        self._request = request if caller is not None else None
        """The request whose session is checked again and again; viewers need none."""
        self._caller = caller
        self._is_foreign = is_foreign
        self._clock = request.app[appkeys.clock]
        self._session = RoomProtocol()
        self._token = ""
        self._seat: ViewerSeat | HostSeat | None = None
        self._room: OpenRoom | None = None
        self._closing = False
        self._patience: asyncio.TimerHandle | None = None
        """While the client has to do something: to say hello, to take what was written."""

    # --- coming and going

    def opened(self) -> None:
        self._patience = asyncio.get_running_loop().call_later(HELLO_TIMEOUT_MS / 1_000, self._lose_patience)

    def _lose_patience(self) -> None:
        self.end(self._session.hello_timed_out())

    def ended(self) -> None:
        self._expect_nothing()
        if self._room is not None and self._seat is not None:
            self._app[open_rooms_key].leave(self._room, self._seat)

    def end(self, closing: Closing) -> None:
        """End the connection."""
        if self._closing:
            return
        self._closing = True
        if self.is_open:
            note_closing(closing)
        self.close(closing.code, closing.reason)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect(_SLOW_S, Closing(CloseCode.TOO_SLOW, "too slow in taking what the room sends"))

    def drained(self) -> None:
        self._expect_nothing()
        if self._room is not None and isinstance(self._seat, ViewerSeat):
            self._room.catch_up(self._seat)

    # --- what comes

    def binary_received(self, data: bytes) -> None:
        self._handle(data)

    def text_received(self, text: str) -> None:
        self._handle(text)

    def _handle(self, data: str | bytes) -> None:
        now = self._clock()
        event = self._session.receive(data, now)
        match event:
            case Closing():
                self.end(event)
                return
            case RoomSocketHello():
                self._expect_nothing()
                self._work(self._greet(event, now))
                return
            case RoomClock(t0=t0):
                self.send(framed(RoomTime(t0=t0, t1=now, t2=self._clock())))
            case Unusable():
                self._refuse(event)
            case _:
                self._work(self._store(event, now))
                return
        if self._session.rests_until > now:
            self._work(asyncio.sleep(0))

    def _work(self, work: Coroutine[object, object, None]) -> None:
        """Do something before the next message is read."""
        self.hold()
        _tasks.start(self._do(work))

    async def _do(self, work: Coroutine[object, object, None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001 - whatever it is, only this connection ends
            _log.warning("room_socket_failed", error=repr(error))
            self.end(_AWAY)
        if (rest_ms := self._session.rests_until - self._clock()) > 0:
            await asyncio.sleep(min(rest_ms, MESSAGE_MS) / 1_000)
        self.go_on()

    def _refuse(self, event: Unusable) -> None:
        note_message(event.code)
        self.send(framed(refusal_of_unusable(event)))

    async def _store(self, message: RoomMessage, now: Instant) -> None:
        """Store what a viewer sends, and answer it. Hosts act by REST calls."""
        if (
            not isinstance(self._seat, ViewerSeat)
            or self._room is None
            or isinstance(message, RoomHello | RoomClock)
        ):
            self.send(framed(refusal_of(message, Refused("bad_request", HOSTS_CALL))))
            return
        try:
            admitted = await self._app[room_key].admit(self._token, now)
        except Refused as refused:
            self.end(_closing(refused))
            return
        except outages(self._app):
            self.send(framed(refusal_of(message, unavailable())))
            return
        answer = await self._app[answers_key].answer(admitted, message, now)
        self.send(framed(answer))
        if not isinstance(message, RoomAnswering) or not isinstance(answer, RoomAccepted):
            return
        if (value := whole(message.values)) is not None:
            self._room.answered(self._seat.member, message.poll, message.question, value)

    # --- entering

    async def _greet(self, hello: RoomSocketHello, now: Instant) -> None:
        await self._app[appkeys.pace].turn()
        if self._is_foreign:
            self.end(_FOREIGN)
            return
        try:
            if hello.webinar is not UNSET:
                await self._enter_as_operator(WebinarId(hello.webinar))
            elif hello.join is not UNSET and await self._enter_as_host(hello.join, now):
                return
            elif hello.join is not UNSET:
                await self._enter(hello.join, None if hello.since is UNSET else hello.since, now)
        except Refused as refused:
            self.end(_closing(refused))
        except outages(self._app) as error:
            _log.warning("hello_failed", error=repr(error))
            self.end(_AWAY)

    async def _enter(self, token: str, since: int | None, now: Instant) -> None:
        """Let a viewer in, or give one who is in a new grant."""
        admitted: Admitted = await self._app[room_key].admit(token, now)
        rooms = self._app[open_rooms_key]
        if not self.is_open:
            return
        if self._room is None:
            seat = ViewerSeat(member=admitted.member, serial=admitted.serial, write=self._write, end=self.end)
            room = rooms.enter(admitted.webinar.id, seat)
            self._seat, self._room, self._token = seat, room, token
            if len(room.seats.of(seat.member)) > _MAX_SOCKETS:
                self.end(_TOO_MANY)
                return
            self.vouch(token)
        if isinstance(self._seat, ViewerSeat) and self._room is not None:
            self.send(await self._room.welcome(self._seat, admitted, since, self._clock()))

    async def _enter_as_host(self, token: str, now: Instant) -> bool:
        """Let a host or presenter in. Returns: False when the token is not theirs."""
        links = self._app[host_links]
        presenter, caller = await links.presenter(token, now), await links.caller(token, now)
        if presenter is None or caller is None:
            return False
        _, _, grant = await self._app[room_key].presented(presenter, now)

        async def still() -> Closing | None:
            found = await links.caller(token, self._clock())
            return (
                Closing(CloseCode.UNKNOWN_TOKEN, "this link opens nothing any more")
                if found is None
                else None
            )

        await self._sit(
            presenter.webinar,
            HostSeat(write=self._write, end=self.end, may_direct=may_direct(caller), still=still),
            RoomRole(presenter.role.value),
            grant,
        )
        return True

    async def _enter_as_operator(self, webinar: WebinarId) -> None:
        if not _may_host(self._caller):
            self.end(_NOT_ALLOWED)
            return
        await self._app[open_rooms_key].sources.console.read(webinar, 0, self._clock())  # there is one

        async def still() -> Closing | None:
            if self._request is None:
                return _NOT_ALLOWED
            caller = await find_caller(self._request, self._clock())
            return None if _may_host(caller) else _NOT_ALLOWED

        await self._sit(
            webinar,
            HostSeat(
                write=self._write,
                end=self.end,
                may_direct=may_direct(self._caller),
                is_operator=True,
                still=still,
            ),
            RoomRole.OPERATOR,
            None,
        )

    async def _sit(self, webinar: WebinarId, seat: HostSeat, role: RoomRole, grant: str | None) -> None:
        if not self.is_open:
            return
        if self._room is not None and self._seat is not None:
            self._app[open_rooms_key].leave(self._room, self._seat)
        room = self._app[open_rooms_key].enter(webinar, seat)
        self._room, self._seat = room, seat
        self.vouch(str(webinar))
        self.send(await room.welcome_host(seat, role, grant, self._clock()))

    # --- what goes

    def _write(self, frames: bytes) -> bool:
        """Write frames. Returns: False while the client has not taken what was written before."""
        if self.is_slow:
            return False
        self.send(frames)
        return True

    def _expect(self, within_s: float, otherwise: Closing) -> None:
        self._expect_nothing()
        self._patience = asyncio.get_running_loop().call_later(within_s, self.end, otherwise)

    def _expect_nothing(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def _may_host(caller: Caller | None) -> bool:
    """Return True for a session or key that sees the room as its hosts do, names included."""
    if caller is None:
        return False
    if caller.room is not None:
        return HostRight.MODERATE in caller.rights
    return caller.may(Scope.READ) and caller.may(Scope.PEOPLE)


def _closing(refused: Refused) -> Closing:
    return Closing(_CLOSE_CODES.get(refused.code, CloseCode.TOO_SLOW), refused.message)
