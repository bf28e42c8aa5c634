"""The aiohttp application of a web process: middlewares, and the routes that belong to no capability."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import structlog
from aiohttp import web

from latecomer.http import appkeys, endpoint
from latecomer.http.built_pages import add_shells
from latecomer.http.client_address import UntrustedProxy, untrusted_proxy
from latecomer.http.endpoint import CSV_LIMIT, Endpoint
from latecomer.http.file_descriptors import raise_descriptors
from latecomer.http.health import add_operating
from latecomer.http.middleware import answer_problems, observe
from latecomer.http.pacing import Pace
from latecomer.http.peers import RESERVED
from latecomer.http.rate_limit import Limiter
from latecomer.http.security_headers import add_headers
from latecomer.http.websocket import Sockets

_log = structlog.get_logger()

_MAX_SOCKETS: Final = 20_000
_HANDLER: Final = {
    "auto_decompress": False,  # aiohttp would inflate on the event loop what no call wants, also behind the answer
}

draining: web.AppKey[list[Callable[[web.Application], Awaitable[None]]]] = web.AppKey("draining")
"""The callbacks for the moment when the process has stopped listening and connections are still open."""


def new_application() -> web.Application:
    """Return an application without capabilities; each adds its own routes and slots.

    Run it with ``access_log=None``: requests are logged by the middlewares, without what must not be in a log.
    """
    app = web.Application(
        middlewares=[observe, answer_problems], client_max_size=CSV_LIMIT, handler_args=_HANDLER
    )
    app.on_response_prepare.append(add_headers)
    app[appkeys.pace] = Pace()
    app[appkeys.sockets] = Sockets()
    app[appkeys.max_sockets] = _MAX_SOCKETS
    app[draining] = []
    app[untrusted_proxy] = UntrustedProxy()
    app[endpoint.limiter] = Limiter(per_s=50, burst=300)
    add_operating(app)
    add_shells(app)
    return app


def mount(app: web.Application, endpoints: Iterable[Endpoint]) -> None:
    """Add the routes of REST calls."""
    for each in endpoints:
        app.router.add_route(each.method, each.path, each.handle)
        if each.method == "GET":
            app.router.add_route("HEAD", each.path, each.handle)


def room_for_connections() -> int:
    """Return the number of connections that this process accepts: its limit of open files, less a reserve for
    everything else."""
    descriptors = raise_descriptors()
    room = max(descriptors - RESERVED, descriptors // 2)
    if room < _MAX_SOCKETS:
        _log.warning(
            "descriptors_few",
            limit=descriptors,
            connections=room,
            wanted=_MAX_SOCKETS + RESERVED,
            raise_by="ulimit -n",
        )
    return room


async def stop(runner: web.AppRunner) -> None:
    """Stop listening, drain, then close the remaining connections.

    aiohttp's own shutdown comes last: once it begins, nothing more is read from open sockets.
    """
    for site in list(runner.sites):
        await site.stop()
    for drain in runner.app[draining]:
        await drain(runner.app)
    await runner.cleanup()
