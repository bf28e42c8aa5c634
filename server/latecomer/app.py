"""The composition root: opens the engines, has every capability build its part, and runs the process.

``serve`` is one web process, ``work`` one worker; both share nothing with others but Redis and Postgres.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from latecomer import worker
from latecomer.api_docs.routes import add_documents
from latecomer.capabilities import CAPABILITIES
from latecomer.capability import Parts
from latecomer.config import Settings
from latecomer.core.errors import Exit, StartupError
from latecomer.core.ids import Instant
from latecomer.http import appkeys, memory
from latecomer.http.admission import PacedSite
from latecomer.http.application import mount, new_application, room_for_connections, stop
from latecomer.http.guard import Guard
from latecomer.http.handshake import keep_alive
from latecomer.http.health import keyless, observe_state
from latecomer.http.outgoing import OutgoingHttp
from latecomer.postgres.pool import NOT_TEXT, close_pool, open_pool
from latecomer.postgres.pool import OUTAGES as POSTGRES_OUTAGES
from latecomer.postgres.strangers import StrangersPool
from latecomer.redis.client import open_client
from latecomer.redis.functions import OUTAGES as REDIS_OUTAGES
from latecomer.redis.pubsub import Changes
from latecomer.redis.wrong_server import Reconnector
from latecomer.tasks import background

_CLOSE_S = 3.0
_LINGER_S = 2.0
"""Seconds for which the unread rest of a refused body is read."""


def clock() -> Instant:
    """Return the time, in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


@asynccontextmanager
async def build(
    settings: Settings, *, clock: Callable[[], Instant] = clock, process: str | None = None
) -> AsyncIterator[Parts]:
    """Open the engines and build every capability; the server and all tests come this way.

    Args:
        process: the name of this process among those that share the engines; a random one by default.
    """
    pool = await open_pool(settings.database_url)
    reconnecting = Reconnector()
    redis = await open_client(settings.redis_url, reconnecting=reconnecting)
    talk = await open_client(settings.redis_url, again=False, reconnecting=reconnecting)
    guard = Guard(settings.allowed_networks)
    outgoing = OutgoingHttp(guard)
    try:
        parts = Parts(
            settings=settings,
            clock=clock,
            process=process or secrets.token_hex(6),
            pool=pool,
            redis=redis,
            changes=Changes(talk),
            guard=guard,
            outgoing=outgoing,
            web=new_application(),
        )
        parts.web[appkeys.settings] = appkeys.WebSettings(
            public_url=settings.public_url,
            link_secret=settings.secret_key,
            recordings_dir=settings.recordings_dir,
            media_origin=None if settings.media_s3 is None else settings.media_s3.endpoint,
            media_x_accel=settings.media_x_accel,
            trusted_proxies=settings.trusted_proxies,
            security_contact=settings.security_contact,
        )
        parts.web[appkeys.clock] = clock
        parts.web[appkeys.outages] = (*POSTGRES_OUTAGES, *REDIS_OUTAGES)
        parts.web[appkeys.not_text] = NOT_TEXT
        parts.add(StrangersPool(pool))
        for capability in CAPABILITIES:
            await capability.build(parts)
            mount(parts.web, capability.endpoints)
        add_documents(parts.web)
        async with background(parts.changes.run()):
            yield parts
    finally:
        await outgoing.close()
        await redis.aclose()
        await talk.aclose()
        await close_pool(pool)


async def work(settings: Settings, *, clock: Callable[[], Instant] = clock) -> None:
    """Run one worker, until cancelled."""
    async with build(settings, clock=clock) as parts:
        await worker.run(parts)


async def serve(
    settings: Settings, *, ready: Callable[[], None], clock: Callable[[], Instant] = clock
) -> None:
    """Run one web process until it is cancelled. It then drains: asks clients to reconnect elsewhere, flushes,
    acknowledges and closes.

    Args:
        ready: called once connections are accepted.

    Errors: OSError when it cannot listen.
    """
    room = room_for_connections()
    async with build(settings, clock=clock) as parts:
        parts.web[appkeys.max_sockets] = min(parts.web[appkeys.max_sockets], room)
        runner = web.AppRunner(
            parts.web,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=_CLOSE_S,
            keepalive_timeout=settings.keepalive_s,
            lingering_time=_LINGER_S,
        )
        try:
            await runner.setup()
            async with background(keep_alive(parts.web)), background(observe_state(parts.web)):
                pace = parts.web[appkeys.pace]
                reuse = settings.workers > 1
                site = PacedSite(
                    runner,
                    settings.host,
                    settings.port,
                    pace,
                    room=room,
                    reuse_port=reuse,
                    trusted=settings.trusted_proxies,
                )
                await site.start()
                memory.settle()
                collector = memory.Collector(connections=lambda: site.connections)
                async with _aside(parts), background(collector.run()):
                    ready()
                    await asyncio.Event().wait()
        finally:
            await asyncio.shield(stop(runner))


@asynccontextmanager
async def _aside(parts: Parts) -> AsyncIterator[None]:
    """Serve metrics and health on a port of this machine alone, if one is configured. Raises: StartupError
    port_taken."""
    port = parts.settings.metrics_port
    if port is None:
        yield
        return
    runner = web.AppRunner(
        keyless(parts.web), access_log=None, handle_signals=False, keepalive_timeout=_LINGER_S
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, "127.0.0.1", port, reuse_port=parts.settings.workers > 1).start()
        except OSError as problem:
            where = f"127.0.0.1:{port} ({problem.strerror})"
            raise StartupError(
                Exit.PORT_TAKEN, f"cannot listen on {where}; set LATECOMER_METRICS_PORT to a free port"
            ) from problem
        yield
    finally:
        await runner.cleanup()
