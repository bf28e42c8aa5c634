"""The checks before a websocket opens, and the handshake that takes the connection over from aiohttp.

Source: RFC 6455, section 4.2; docs/protocol.md, Viewer and Dashboard
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import hashlib
import socket as socket_module
from collections.abc import Awaitable, Mapping
from http import HTTPStatus
from typing import Final

from aiohttp import HttpVersion11, hdrs, web
from aiohttp.abc import AbstractStreamWriter

from latecomer.core.errors import Refused
from latecomer.http import appkeys
from latecomer.http.auth import same_origin
from latecomer.http.close_codes import CloseCode
from latecomer.http.connection import hand_place_over
from latecomer.http.frames import text_frame
from latecomer.http.problems import problem_response
from latecomer.http.websocket import WebSocket

_PING_S: Final = 25.0
_PING_STEPS: Final = 250
_COME_BACK_S: Final = "5"
_GOODBYE_S: Final = 0.5
_VERSION: Final = "13"
_SALT: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Source: RFC 6455, section 1.3"""
_DEFLATE: Final = "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
"""Every message is compressed on its own, so that one frame suits all subscribers. Source: RFC 7692, section 7.1.1"""


def refusal(request: web.Request, subprotocol: str) -> web.Response | None:
    """Return the refusal of a handshake, None for a valid one.

    400 for a handshake that is not valid or not for this subprotocol, 426 for another version, 503 with Retry-After
    when there is no room.
    """
    headers = request.headers
    if subprotocol not in _listed(headers, hdrs.SEC_WEBSOCKET_PROTOCOL):
        return problem_response(request, Refused("bad_request", f"ask for the subprotocol {subprotocol}"))
    if (
        request.method != hdrs.METH_GET
        or request.version < HttpVersion11
        or "websocket" not in _listed(headers, hdrs.UPGRADE)
        or "upgrade" not in _listed(headers, hdrs.CONNECTION)
        or not _is_key(headers.get(hdrs.SEC_WEBSOCKET_KEY, ""))
    ):
        return problem_response(request, Refused("bad_request", "ask for a websocket as RFC 6455 says"))
    if headers.get(hdrs.SEC_WEBSOCKET_VERSION) != _VERSION:
        other = Refused("bad_request", f"use version {_VERSION} of the websocket protocol")
        return problem_response(
            request, other, {hdrs.SEC_WEBSOCKET_VERSION: _VERSION}, status=HTTPStatus.UPGRADE_REQUIRED
        )
    if len(request.app[appkeys.sockets]) >= request.app[appkeys.max_sockets]:
        full = Refused("too_many_connections", "Too many connections; try again in a few seconds.")
        return problem_response(request, full, {hdrs.RETRY_AFTER: _COME_BACK_S})
    return None


def _listed(headers: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return the entries of a header that holds a list, in lower case."""
    return tuple(each.strip().lower() for each in headers.get(name, "").split(","))


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def offers_deflate(request: web.Request) -> bool:
    """Return whether the client accepts compressed messages in the form in which this server compresses."""
    offers = request.headers.get(hdrs.SEC_WEBSOCKET_EXTENSIONS, "")
    for offer in offers.split(","):
        name, *parameters = (each.strip().lower() for each in offer.split(";"))
        if name == "permessage-deflate" and not any(
            each.startswith("server_max_window_bits") for each in parameters
        ):
            return True
    return False


def hand_over(
    request: web.Request, socket: WebSocket, subprotocol: str, *, max_bytes: int, deflates: bool = False
) -> web.StreamResponse:
    """Answer the handshake and pass the connection on to ``socket``; aiohttp no longer handles it.

    Args:
        max_bytes: a message of four times this size ends the connection with 1009; the session judges smaller ones.
        deflates: messages may be compressed; the client has offered that.
    """
    key = request.headers[hdrs.SEC_WEBSOCKET_KEY].encode()
    lines = [
        f"HTTP/1.1 101 {HTTPStatus.SWITCHING_PROTOCOLS.phrase}",
        f"{hdrs.UPGRADE}: websocket",
        f"{hdrs.CONNECTION}: Upgrade",
        f"{hdrs.SEC_WEBSOCKET_ACCEPT}: {base64.b64encode(hashlib.sha1(key + _SALT).digest()).decode()}",  # noqa: S324 - the protocol says so
        f"{hdrs.SEC_WEBSOCKET_PROTOCOL}: {subprotocol}",
        *([f"{hdrs.SEC_WEBSOCKET_EXTENSIONS}: {_DEFLATE}"] if deflates else ()),
    ]
    handler, transport = request.protocol, request.transport
    if transport is not None and not transport.is_closing():
        _notice_death(transport)
        transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        place = hand_place_over(handler, socket)
        tail = handler._message_tail  # noqa: SLF001 - what came with the handshake; tests hold aiohttp to this
        transport.set_protocol(socket)
        handler.transport = None
        handler.connection_lost(None)
        transport.resume_reading()  # aiohttp may have paused it for the tail
        socket.take_over(transport, place, 4 * max_bytes, inflates=deflates, tail=tail)
    return _HandedOver(status=HTTPStatus.SWITCHING_PROTOCOLS)


class _HandedOver(web.StreamResponse):
    """The answer to a handshake, which has been sent."""

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        return None

    async def write_eof(self, data: bytes = b"") -> None:
        return


def _notice_death(transport: asyncio.Transport) -> None:
    """Make the kernel detect within a minute that the other end is gone; a timer for each message would cost more."""
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in (socket_module.AF_INET, socket_module.AF_INET6):
        connection.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_KEEPALIVE, 1)
        for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
            if hasattr(socket_module, name):
                connection.setsockopt(socket_module.IPPROTO_TCP, getattr(socket_module, name), value)


async def keep_alive(app: web.Application, every_s: float = _PING_S) -> None:
    """Ping every open socket now and then, so that no proxy closes the connection of a paused viewer; runs until
    cancelled.

    The pings are spread over the whole period: thousands at once would delay everybody's messages.
    """
    while True:
        pinged = app[appkeys.sockets].all()
        for step in range(_PING_STEPS):
            await asyncio.sleep(every_s / _PING_STEPS)
            for socket in pinged[step::_PING_STEPS]:
                socket.ping()


def outages(app: web.Application) -> tuple[type[Exception], ...]:
    """Return the exceptions of an engine that does not answer, after which the client should connect again later."""
    return (OSError, TimeoutError, *app.get(appkeys.outages, ()))


def foreign_origin(request: web.Request) -> str | None:
    """Return the origin of a page of another site that sent this; None for our own pages, and for clients that are not
    browsers."""
    return None if same_origin(request) else request.headers.get(hdrs.ORIGIN)


async def close_sockets(app: web.Application, *, goodbye: bytes, meanwhile: Awaitable[None]) -> None:
    """Send ``goodbye`` to every open socket, wait for ``meanwhile``, close them all."""
    sockets = app[appkeys.sockets]
    for socket in sockets.all():
        socket.send(text_frame(goodbye))
    await meanwhile
    for socket in sockets.all():
        socket.close(CloseCode.SHUTTING_DOWN, "shutting down")
    await sockets.gone(_GOODBYE_S)
