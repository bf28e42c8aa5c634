"""What both sockets ask before they open: the subprotocol, and whether there is room for one more.

Source: RFC 6455, section 4.2; docs/protocol.md, Viewer and Dashboard
"""

from __future__ import annotations

import asyncio
import contextlib
import socket as socket_module
from collections.abc import Awaitable
from typing import Final

from aiohttp import WSMsgType, hdrs, web

from latecomer.core.errors import Refused
from latecomer.http import appkeys
from latecomer.http.auth import same_origin
from latecomer.http.close_codes import CloseCode
from latecomer.http.fast_websocket import DirectSocket
from latecomer.http.problems import problem_response

_PING_S: Final = 25.0
_PING_STEPS: Final = 250
_COME_BACK_S: Final = "5"
_GOODBYE_S: Final = 0.5


def refusal(request: web.Request, subprotocol: str) -> web.Response | None:
    """Why no socket opens, if none does: 400 without the subprotocol, 503 with Retry-After when there is no room."""
    offered = request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "").split(",")
    if subprotocol not in (each.strip() for each in offered):
        return problem_response(
            request, Refused("bad_request", f"ask for the subprotocol {subprotocol}", 400)
        )
    if len(request.app[appkeys.sockets]) >= request.app[appkeys.max_sockets]:
        full = Refused("too_many_connections", "Too many connections; come back in a few seconds.", 503)
        return problem_response(request, full, {hdrs.RETRY_AFTER: _COME_BACK_S})
    return None


async def open_socket(
    request: web.Request, subprotocol: str, *, max_bytes: int, compress: bool
) -> DirectSocket:
    """An open socket, counted among the app's until the caller discards it there. A message of four times
    ``max_bytes`` ends it with 1009; what is smaller the session judges."""
    socket = DirectSocket(
        pace=request.app[appkeys.pace],
        protocols=(subprotocol,),
        max_msg_size=4 * max_bytes,
        compress=compress,
    )
    await socket.prepare(request)
    _notice_death(request)
    request.app[appkeys.sockets].add(socket)
    return socket


def _notice_death(request: web.Request) -> None:
    """Have the kernel notice within a minute that the other end is gone: a timer for each message would cost more."""
    connection = None if request.transport is None else request.transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket_module.AF_INET, socket_module.AF_INET6):
        connection.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_KEEPALIVE, 1)
        for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
            if hasattr(socket_module, name):
                connection.setsockopt(socket_module.IPPROTO_TCP, getattr(socket_module, name), value)


async def keep_alive(app: web.Application, every_s: float = _PING_S) -> None:
    """Ping every open socket now and then, so that no proxy takes a paused viewer for gone; until cancelled.

    A few at a time over the whole period: thousands at once would hold up everybody's messages."""
    while True:
        sockets = app[appkeys.sockets]
        pinged = tuple(sockets)
        for step in range(_PING_STEPS):
            await asyncio.sleep(every_s / _PING_STEPS)
            for socket in pinged[step::_PING_STEPS]:
                if not socket.closed:
                    send_now(socket, b"", WSMsgType.PING)


def send_now(socket: web.WebSocketResponse, frame: bytes, kind: WSMsgType = WSMsgType.TEXT) -> bool:
    """Send as far as that goes without waiting; a task for every ack would cost more than the ack.

    Returns: False when the client does not take what it is sent.
    """
    sending = socket.send_frame(frame, kind)
    try:
        sending.send(None)
    except StopIteration:
        return True
    except ConnectionError:  # gone; its reader will notice
        return True
    sending.close()
    return False


def outages(app: web.Application) -> tuple[type[Exception], ...]:
    """What it looks like when an engine does not answer: come back later."""
    return (OSError, TimeoutError, *app.get(appkeys.outages, ()))


def foreign_origin(request: web.Request) -> str | None:
    """The origin of another site's page that sent this; None for our own pages, and for what is no browser."""
    return None if same_origin(request) else request.headers.get(hdrs.ORIGIN)


async def close_sockets(app: web.Application, *, goodbye: bytes, meanwhile: Awaitable[None]) -> None:
    """Send ``goodbye`` to every open socket, wait for ``meanwhile``, close them all."""
    sockets = app[appkeys.sockets].copy()
    await asyncio.gather(*(_send_goodbye(socket, goodbye) for socket in sockets))
    await meanwhile
    await asyncio.gather(
        *(socket.close(code=CloseCode.SHUTTING_DOWN, message=b"shutting down") for socket in sockets),
        return_exceptions=True,
    )


async def _send_goodbye(socket: web.WebSocketResponse, frame: bytes) -> None:
    """Send, unless the client is gone or takes too long; the other sockets do not wait for it."""
    with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
        async with asyncio.timeout(_GOODBYE_S):
            await socket.send_str(frame.decode())
