"""What machines ask: alive, ready, and the metrics."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest

from latecomer.services.access import Scope
from latecomer.web import appkeys
from latecomer.web.callers import caller_of, require
from latecomer.web.endpoint import json_response

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP")

_sockets = Gauge("latecomer_sockets", "Websockets open in this process.")
_away = Gauge("latecomer_ledger_away", "1 while Redis does not answer and heartbeats wait.")


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
    """Prometheus metrics, for this machine itself and for keys with the scope read.

    Raises: Refused not_signed_in (401), missing_scope (403).
    """
    if not _is_this_machine(request):
        require(await caller_of(request, request.app[appkeys.clock]()), Scope.READ)
    _sockets.set(len(request.app[appkeys.sockets]))
    _away.set(request.app[appkeys.watching].away)
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _is_this_machine(request: web.Request) -> bool:
    """Whether the request comes from here, and not from elsewhere through a proxy that runs here."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.remote or "").is_loopback
    except ValueError:
        return False
