"""What both sockets ask before they open: the subprotocol, and whether there is room for one more.

Source: RFC 6455, section 4.2; docs/protocol.md, Viewer and Dashboard
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import hdrs, web

from latecomer.errors import Refused
from latecomer.web import appkeys
from latecomer.web.callers import same_origin
from latecomer.web.problems import problem_response

_PING_S: Final = 30.0
_COME_BACK_S: Final = "5"
_TOO_MANY: Final = Refused("too_many_connections", "Too many connections; come back in a few seconds.", 503)


def refusal(request: web.Request, subprotocol: str) -> web.Response | None:
    """Why no socket opens, if none does: 400 without the subprotocol, 503 with Retry-After when there is no room."""
    offered = request.headers.get(hdrs.SEC_WEBSOCKET_PROTOCOL, "").split(",")
    if subprotocol not in (each.strip() for each in offered):
        return problem_response(
            request, Refused("bad_request", f"ask for the subprotocol {subprotocol}", 400)
        )
    if len(request.app[appkeys.sockets]) >= request.app[appkeys.max_sockets]:
        return problem_response(request, _TOO_MANY, {hdrs.RETRY_AFTER: _COME_BACK_S})
    return None


@asynccontextmanager
async def opened(
    request: web.Request, subprotocol: str, *, max_bytes: int, compress: bool
) -> AsyncIterator[web.WebSocketResponse]:
    """An open socket. A message of four times ``max_bytes`` ends it with 1009; what is smaller the session judges."""
    socket = web.WebSocketResponse(
        protocols=(subprotocol,), max_msg_size=4 * max_bytes, compress=compress, heartbeat=_PING_S
    )
    await socket.prepare(request)
    sockets = request.app[appkeys.sockets]
    sockets.add(socket)
    try:
        yield socket
    finally:
        sockets.discard(socket)


def outages(app: web.Application) -> tuple[type[Exception], ...]:
    """What it looks like when an engine does not answer: come back later."""
    return (OSError, TimeoutError, *app.get(appkeys.outages, ()))


def foreign_origin(request: web.Request) -> str | None:
    """The origin of another site's page that sent this; None for our own pages, and for what is no browser."""
    return None if same_origin(request) else request.headers.get(hdrs.ORIGIN)
