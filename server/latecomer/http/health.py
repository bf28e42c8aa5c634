"""Endpoints for machines: liveness, readiness, and metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final

import structlog
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.http import appkeys
from latecomer.http.auth import Scope, caller_of, require
from latecomer.http.client_address import untrusted_proxy
from latecomer.http.endpoint import json_response
from latecomer.http.metrics import exposition, note_state
from latecomer.http.rate_limit import Limiter
from latecomer.http.readiness import ProxyState

_log = structlog.get_logger()

refusals_logged: web.AppKey[Limiter] = web.AppKey("refusals_logged")
"""Limits the log lines about refused scrapes."""
away_key: web.AppKey[Callable[[], bool]] = web.AppKey("away")
"""Return True when the ledger, or a part of it, does not answer."""

_STATE_S: Final = 1.0


def add_operating(app: web.Application) -> None:
    """Route health, readiness and metrics."""
    app[refusals_logged] = Limiter(per_s=1 / 600, burst=1)
    app.router.add_get("/healthz", healthz)
    app.router.add_get("/readyz", readyz)
    app.router.add_get("/metrics", metrics)


async def healthz(_: web.Request) -> web.StreamResponse:
    """Answer 200: this process accepts connections."""
    return json_response({"alive": True})


async def readyz(request: web.Request) -> web.StreamResponse:
    """Answer 200 when viewers can be counted, else 503. The body has the state of each engine, and what an ack
    guarantees."""
    return await _ready(request.app)


async def _ready(app: web.Application) -> web.StreamResponse:
    state = await app[appkeys.readiness]()
    if app[untrusted_proxy].is_seen:
        state = replace(state, proxy=ProxyState.NOT_TRUSTED)
    return json_response(state, status=200 if state.ready else 503)


async def metrics(request: web.Request) -> web.StreamResponse:
    """Return the Prometheus metrics of all web processes of this `latecomer run`, for keys with the scope read.

    Raises: Refused not_signed_in (401), missing_scope (403).
    """
    try:
        require(await caller_of(request, request.app[appkeys.clock]()), Scope.READ)
    except Refused as refused:
        with suppress(TooManyRequests):  # a stranger may ask as often as it likes
            request.app[refusals_logged].take("", request.app[appkeys.clock]())
            _log.warning("scrape_refused", code=refused.code, settings="a key, or LATECOMER_METRICS_PORT")
        raise
    return await _told(request.app)


async def _told(app: web.Application) -> web.StreamResponse:
    _note_state(app)
    told = await asyncio.to_thread(exposition)  # with many processes there is much to read
    return web.Response(body=told, headers={"Content-Type": CONTENT_TYPE_LATEST})


def keyless(app: web.Application) -> web.Application:
    """Return an application with metrics and health of ``app`` that needs no key, for a port of this machine alone.

    A request for another host name is refused: pages of that host could read the answers.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        name = request.host.rpartition(":")[0] or request.host
        if name not in ("127.0.0.1", "localhost"):
            raise web.HTTPForbidden(text="ask 127.0.0.1 or localhost")
        match request.path:
            case "/healthz":
                return await healthz(request)
            case "/readyz":
                return await _ready(app)
            case _:
                return await _told(app)

    aside = web.Application(client_max_size=1024)
    for path in ("/metrics", "/healthz", "/readyz"):
        aside.router.add_get(path, answer)
    return aside


async def observe_state(app: web.Application) -> None:
    """Keep this process's copy of other processes' reports at most a second old; runs until cancelled."""
    while True:
        _note_state(app)
        await asyncio.sleep(_STATE_S)


def _note_state(app: web.Application) -> None:
    note_state(sockets=len(app[appkeys.sockets]), away=app[away_key]())
