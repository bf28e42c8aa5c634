"""What machines ask: alive, ready, and the metrics."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from latecomer.access.service import Scope
from latecomer.http import appkeys
from latecomer.http.auth import caller_of, require
from latecomer.http.endpoint import json_response
from latecomer.http.metrics import exposition, note_state

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
_STATE_S: Final = 1.0


def add_operating(app: web.Application) -> None:
    """Route health, readiness and metrics."""
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)


async def healthz(_: web.Request) -> web.StreamResponse:
    """This process takes connections."""
    return json_response({"alive": True})


async def readyz(request: web.Request) -> web.StreamResponse:
    """Viewers can be counted: 200, else 503; the body names the state of each engine and what an ack is
    worth.
    """
    state = await request.app[appkeys.readiness]()
    return json_response(state, status=200 if state.ready else 503)


async def metrics(request: web.Request) -> web.StreamResponse:
    """Prometheus metrics of all web processes of this `latecomer run`, for this machine itself and for keys with the
    scope read.

    Raises: Refused not_signed_in (401), missing_scope (403).
    """
    if not _is_this_machine(request):
        require(await caller_of(request, request.app[appkeys.clock]()), Scope.READ)
    _note_state(request.app)
    told = await asyncio.to_thread(exposition)  # with many processes there is much to read
    return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_LATEST})


async def observe_state(app: web.Application) -> None:
    """Keep what other processes tell of this one at most a second old; until cancelled."""
    while True:
        _note_state(app)
        await asyncio.sleep(_STATE_S)


def _note_state(app: web.Application) -> None:
    note_state(sockets=len(app[appkeys.sockets]), away=app[appkeys.watching].away)


def _is_this_machine(request: web.Request) -> bool:
    """Whether the request comes from here, and not from elsewhere through a proxy that runs here."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
