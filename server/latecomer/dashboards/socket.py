"""``GET /ws/dashboard``: live numbers of one webinar; ``dashboards/rules/feed.py`` is its brain.

Source: docs/protocol.md, Dashboard
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import WSMsgType, web
from msgspec import UNSET

from latecomer.access.service import Scope
from latecomer.core.errors import Refused
from latecomer.core.ids import WebinarId
from latecomer.dashboards.rules.feed import DashboardSession
from latecomer.dashboards.service import Viewing
from latecomer.http import appkeys
from latecomer.http.auth import find_caller
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.websockets import open_socket, outages, refusal
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL, Subscribe

_log = structlog.get_logger()

_SUBSCRIBE_S = 10
_MAX_MESSAGE_BYTES = 4096
_SLOW_S = 20
"""A subscriber that takes no frame for so long is cut off; a fresh connection starts with a snapshot."""
_LOOK_AGAIN_S = 30
"""How often it is looked whether the key or session is still valid. Source: docs/protocol.md, Access"""
_NOT_ALLOWED = Closing(CloseCode.NOT_ALLOWED, "sign in, or send a key with the scope read")


async def dashboard_socket(request: web.Request) -> web.StreamResponse:
    """Serve one dashboard until it leaves."""
    if (refused := refusal(request, DASHBOARD_SUBPROTOCOL)) is not None:
        return refused
    caller = await find_caller(request, request.app[appkeys.clock]())
    signed_in = caller is not None and caller.may(Scope.READ)
    socket = await open_socket(request, DASHBOARD_SUBPROTOCOL, max_bytes=_MAX_MESSAGE_BYTES, compress=True)
    try:
        try:
            closing = await _serve(request, socket, signed_in=signed_in)
        except outages(request.app) as error:
            _log.warning("dashboard_waits", error=repr(error))
            closing = Closing(CloseCode.TOO_SLOW, "the numbers cannot be read right now")
        if closing is not None:
            await socket.close(code=closing.code, message=closing.reason.encode())
    finally:
        request.app[appkeys.sockets].discard(socket)
    return socket


async def _serve(request: web.Request, socket: web.WebSocketResponse, *, signed_in: bool) -> Closing | None:
    session = DashboardSession()
    try:
        frame = await socket.receive(timeout=_SUBSCRIBE_S)
    except TimeoutError:
        return Closing(CloseCode.TOO_SLOW, "subscribe within 10 seconds")
    if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
        return None
    asked = session.receive(frame.data)
    if isinstance(asked, Closing):
        return asked
    if not await _may(request, asked, signed_in=signed_in):
        return _NOT_ALLOWED
    try:
        viewing = await request.app[appkeys.dashboards].watch(WebinarId(asked.webinar))
    except Refused as refused:
        return Closing(CloseCode.UNKNOWN_WEBINAR, refused.message)
    writer = asyncio.create_task(_write(socket, viewing))
    reader = asyncio.create_task(_read(socket, session))
    guard = asyncio.create_task(_guard(request, asked))
    tasks = {writer, reader, guard}
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return next((task.result() for task in done if task.exception() is None), None)
    finally:
        viewing.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _may(request: web.Request, asked: Subscribe, *, signed_in: bool) -> bool:
    if asked.key is UNSET:
        return signed_in
    caller = await request.app[appkeys.access].caller_of_key(asked.key, request.app[appkeys.clock]())
    return caller is not None and caller.may(Scope.READ)


async def _guard(request: web.Request, asked: Subscribe) -> Closing:
    """Wait until the subscriber may look no longer: the key was revoked, the session has ended."""
    while True:
        await asyncio.sleep(_LOOK_AGAIN_S)
        with contextlib.suppress(*outages(request.app)):
            caller = await find_caller(request, request.app[appkeys.clock]())
            if not await _may(request, asked, signed_in=caller is not None and caller.may(Scope.READ)):
                return _NOT_ALLOWED


async def _write(socket: web.WebSocketResponse, viewing: Viewing) -> Closing | None:
    while True:
        frame = await viewing.next_frame()
        try:
            async with asyncio.timeout(_SLOW_S):
                await socket.send_frame(frame, WSMsgType.TEXT)
        except TimeoutError:
            return Closing(CloseCode.TOO_SLOW, "too slow in taking numbers")
        except ConnectionError:
            return None


async def _read(socket: web.WebSocketResponse, session: DashboardSession) -> Closing | None:
    with contextlib.suppress(ConnectionError):
        async for frame in socket:
            if frame.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                answer = session.receive(frame.data)
                return answer if isinstance(answer, Closing) else None
    return None
