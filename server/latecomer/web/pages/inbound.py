"""``/in/{connection}``: where vendors push. The address is a secret of its own; the body is read as it came.

Source: docs/vendors.md
"""

from __future__ import annotations

from aiohttp import web

from latecomer.services.receiving import BODY_MAX
from latecomer.web import appkeys
from latecomer.web.endpoint import read_bytes

_METHODS = ("POST", "GET", "OPTIONS")


def add_inbound(app: web.Application) -> None:
    """The route."""
    for method in _METHODS:
        app.router.add_route(method, "/in/{connection}", receive)


async def receive(request: web.Request) -> web.StreamResponse:
    """Take a delivery, or answer the vendor that validates our address.

    Raises: Refused body_too_large (413), and what ``Receiving.receive`` refuses.
    """
    body = await read_bytes(request, BODY_MAX)
    headers = {name.lower(): value for name, value in request.headers.items()}
    reply = await request.app[appkeys.receiving].receive(
        request.match_info["connection"], request.method, headers, body, request.app[appkeys.clock]()
    )
    return web.Response(
        body=reply.body or None,
        status=reply.status,
        content_type=reply.content_type if reply.body else None,
        headers={"Cache-Control": "no-store", **dict(reply.headers)},
    )
