"""The composition root: the one file that knows every driver and puts the parts together.

``serve`` is one web process, ``work`` one worker; both share nothing with others but Redis and Postgres.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import structlog
from aiohttp import web
from redis.exceptions import RedisError

from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.protocol.close_codes import CloseCode
from latecomer.protocol.messages import Reconnect, encode
from latecomer.services.access import Access
from latecomer.services.archiving import Archiving
from latecomer.services.audience import Audience
from latecomer.services.carding import Carding
from latecomer.services.connections import Connections
from latecomer.services.copying import Copying
from latecomer.services.dashboards import Dashboards
from latecomer.services.enrolling import Enrolling
from latecomer.services.explaining import Explaining
from latecomer.services.finishing import Finishing
from latecomer.services.inbox import Inbox
from latecomer.services.joining import Joining
from latecomer.services.known_webinars import KnownWebinars
from latecomer.services.noticing import Noticing
from latecomer.services.offices import Offices
from latecomer.services.outbox import DeadLetters, Outbox
from latecomer.services.persons import Persons
from latecomer.services.presence import Presence
from latecomer.services.providers import Providers
from latecomer.services.pulling import Pulling
from latecomer.services.readiness import Watchman
from latecomer.services.receiving import Receiving
from latecomer.services.refreshing import Refreshing
from latecomer.services.registering import Registering
from latecomer.services.reporting import Reporting
from latecomer.services.senders import Opening, Senders
from latecomer.services.settling import Settled, Settling
from latecomer.services.timeline import Timeline
from latecomer.services.watched_days import WatchedDays
from latecomer.services.watching import Watching
from latecomer.services.webinars import Webinars
from latecomer.services.work import Work
from latecomer.store.postgres.connections import ConnectionRow
from latecomer.store.postgres.pool import Pool, open_pool
from latecomer.store.redis.client import agree_on_shards, open_client
from latecomer.store.redis.ledger import Ledger
from latecomer.store.redis.library import CardMissing, LedgerAway, LedgerBroken, ShardNotReady
from latecomer.store.redis.presence import PresenceStore
from latecomer.store.redis.pubsub import Changes, Due, Posted, Received
from latecomer.store.redis.spill import Spill
from latecomer.vendors.kind import Kind
from latecomer.vendors.outgoing_http import Guard, OutgoingHttp
from latecomer.vendors.providing import Puller
from latecomer.web import appkeys
from latecomer.web.arriving import PacedSite
from latecomer.web.beacon import beacon, preflight
from latecomer.web.dashboard_ws import dashboard_socket
from latecomer.web.pages.operating import observe_state
from latecomer.web.playback_ws import playback_socket
from latecomer.web.site import new_application
from latecomer.web.upgrading import keep_alive

_log = structlog.get_logger()

_GOODBYE_S = 0.5
_DRAIN_S = 4.0
_CLOSE_S = 3.0
_COME_BACK_S = 2.0
_LOAD_S = 5.0
_MAX_SOCKETS = 20_000
_OUTAGES: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it starts up, or is being shut down
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection says that was lost in the wrong moment
    RedisError,
    LedgerAway,
    LedgerBroken,
    ShardNotReady,
    CardMissing,
)
"""What it looks like when an engine is away."""


def clock() -> Instant:
    """Now."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What web processes and workers have in common."""

    pool: Pool
    ledger: Ledger
    presence: PresenceStore
    changes: Changes
    known: KnownWebinars
    carding: Carding
    copying: Copying
    settling: Settling
    noticing: Noticing
    registering: Registering
    enrolling: Enrolling
    pulling: Pulling
    refreshing: Refreshing
    finishing: Finishing
    webinars: Webinars
    connections: Connections
    opening: Opening
    receiving: Receiving
    inbox: Inbox
    reporting: Reporting
    dead_letters: DeadLetters
    access: Access


@asynccontextmanager
async def _parts(settings: Settings) -> AsyncIterator[_Parts]:
    pool = await open_pool(settings.database_url)
    client = await open_client(settings.redis_url)
    talk = await open_client(settings.redis_url, again=False)
    guard = Guard(settings.allowed_networks)
    http = OutgoingHttp(guard)
    try:
        ledger = Ledger(client, await agree_on_shards(client, settings.ledger_shards))
        changes = Changes(talk)
        carding = Carding(pool, ledger, changes, clock)

        async def posted() -> None:
            with contextlib.suppress(LedgerAway, LedgerBroken):
                await changes.publish(None, Posted())

        async def received() -> None:
            with contextlib.suppress(LedgerAway, LedgerBroken):
                await changes.publish(None, Received())

        async def announce(settled: Sequence[Settled]) -> None:
            await posted()
            await carding.announce(settled)

        settling = Settling(pool, announce)
        noticing = Noticing(ledger, settling, clock)
        finishing = Finishing(pool, settling, noticing.drain, carding.webinar_changed)
        senders = Senders(pool, http, client, clock)
        providers = Providers(http, client, clock)
        connections = Connections(
            pool, settings.secret_key, {**senders.testers, **providers.testers}, finishing.follow, guard
        )
        offices = Offices(connections, providers.registrar)
        registering = Registering(pool, settling, offices.ask)

        def open_puller(row: ConnectionRow) -> Puller | None:
            return providers.puller(Kind(row.kind), row.settings, connections.open(row))

        reporting = Reporting(pool, ledger, changes, clock)
        yield _Parts(
            pool=pool,
            ledger=ledger,
            presence=PresenceStore(client, ledger.shards),
            changes=changes,
            known=KnownWebinars(ledger, pool, clock),
            carding=carding,
            copying=Copying(pool, ledger, clock),
            settling=settling,
            noticing=noticing,
            registering=registering,
            enrolling=Enrolling(pool, settling, offices, clock),
            pulling=Pulling(pool, open_puller, settling, finishing, reporting.announce, clock),
            refreshing=Refreshing(pool, open_puller),
            finishing=finishing,
            webinars=Webinars(
                pool, settling, carding.webinar_changed, carding.webinar_deleted, registering.promote
            ),
            connections=connections,
            opening=Opening(pool, connections, senders),
            receiving=Receiving(pool, connections, Spill(client), clock, received),
            inbox=Inbox(pool, settling, finishing, reporting.announce),
            reporting=reporting,
            dead_letters=DeadLetters(pool, posted),
            access=Access(pool, settings.admin_key),
        )
    finally:
        await http.close()
        await client.aclose()
        await talk.aclose()
        await _close(pool)


async def _close(pool: Pool) -> None:
    try:
        async with asyncio.timeout(2):
            await pool.close()
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        pool.terminate()


async def work(settings: Settings) -> None:
    """One worker, until cancelled."""
    async with _parts(settings) as parts, _background(parts.changes.run()):
        await Work(
            ledger=parts.ledger,
            presence=parts.presence,
            changes=parts.changes,
            settling=parts.settling,
            noticing=parts.noticing,
            registering=parts.registering,
            enrolling=parts.enrolling,
            pulling=parts.pulling,
            finishing=parts.finishing,
            carding=parts.carding,
            copying=parts.copying,
            archiving=Archiving(parts.pool, parts.ledger, parts.copying, clock),
            receiving=parts.receiving,
            inbox=parts.inbox,
            reporting=parts.reporting,
            outbox=Outbox(parts.pool, parts.opening.open, clock),
            watched_days=WatchedDays(parts.pool, clock),
            access=parts.access,
            clock=clock,
        ).run()


async def serve(settings: Settings, *, ready: Callable[[], None]) -> None:
    """One web process, until cancelled; then it drains: asks clients to come back, flushes, acks, closes.

    Args:
        ready: called once connections are taken.

    Errors: OSError when it cannot listen.
    """
    worker = secrets.token_hex(6)
    async with _parts(settings) as parts:
        app, watching, presence = _application(settings, parts, worker)
        runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=_CLOSE_S)
        await runner.setup()
        await _load_ledger(parts.copying)
        watching.start()
        async with (
            _background(parts.changes.run()),
            _background(presence.run()),
            _background(keep_alive(app)),
            _background(observe_state(app)),
        ):
            try:
                await PacedSite(
                    runner, settings.host, settings.port, app[appkeys.pace], reuse_port=settings.workers > 1
                ).start()
                _settle_memory()
                ready()
                await asyncio.Event().wait()
            finally:
                await asyncio.shield(_drain(app, runner, watching))
                with contextlib.suppress(LedgerAway, LedgerBroken, ShardNotReady):
                    await presence.leave()


async def _load_ledger(copying: Copying) -> None:
    """Have a Redis that is empty loaded before anybody comes; what takes longer is waited for by those who need it."""
    with contextlib.suppress(OSError, *_OUTAGES):
        async with asyncio.timeout(_LOAD_S):
            await copying.make_all_ready()


def _settle_memory() -> None:
    """What has been made until now lives as long as the process: no later collection looks through it again. Later ones
    come seldom: what a message or a connection leaves behind is mostly in no cycle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _application(
    settings: Settings, parts: _Parts, worker: str
) -> tuple[web.Application, Watching, Presence]:
    async def due() -> None:
        with contextlib.suppress(LedgerAway, LedgerBroken):
            await parts.changes.publish(None, Due())

    watching = Watching(parts.ledger, reload=parts.copying.make_ready, refresh=parts.known.refresh, due=due)
    presence = Presence(parts.presence, worker, clock)
    timeline = Timeline(parts.pool)
    app = new_application()
    app[appkeys.settings] = appkeys.WebSettings(
        public_url=settings.public_url,
        link_secret=settings.secret_key,
        recordings_dir=settings.recordings_dir,
    )
    app[appkeys.clock] = clock
    app[appkeys.outages] = _OUTAGES
    app[appkeys.readiness] = Watchman(parts.ledger, parts.pool, clock).readiness
    app[appkeys.access] = parts.access
    app[appkeys.webinars] = parts.webinars
    app[appkeys.registering] = parts.registering
    app[appkeys.finishing] = parts.finishing
    app[appkeys.dead_letters] = parts.dead_letters
    app[appkeys.persons] = Persons(parts.pool, parts.settling, parts.receiving.move)
    app[appkeys.timeline] = timeline
    app[appkeys.connections] = parts.connections
    app[appkeys.inbox] = parts.inbox
    app[appkeys.receiving] = parts.receiving
    app[appkeys.refreshing] = parts.refreshing
    app[appkeys.explaining] = Explaining(parts.ledger, parts.pool)
    app[appkeys.dashboards] = Dashboards(
        parts.ledger, parts.pool, timeline, parts.known, parts.changes, clock, epoch=worker
    )
    app[appkeys.joining] = Joining(
        settings.secret_key,
        parts.ledger,
        watching,
        parts.known,
        parts.pool,
        (settings.public_url, *settings.allowed_origins),
        presence.open_playbacks,
    )
    app[appkeys.watching] = watching
    app[appkeys.presence] = presence
    app[appkeys.audience] = Audience(parts.changes, parts.known, parts.ledger, worker)
    app[appkeys.known_webinars] = parts.known
    sockets: set[web.WebSocketResponse] = set()
    app[appkeys.sockets] = sockets
    app[appkeys.max_sockets] = _MAX_SOCKETS
    app.router.add_get("/ws/playback", playback_socket)
    app.router.add_get("/ws/dashboard", dashboard_socket)
    app.router.add_post("/beacon", beacon)
    app.router.add_options("/beacon", preflight)
    return app, watching, presence


async def _drain(app: web.Application, runner: web.AppRunner, watching: Watching) -> None:
    """Ask viewers to come back, count and acknowledge what they sent, close."""
    for site in list(runner.sites):
        await site.stop()
    goodbye = encode(Reconnect(after_s=_COME_BACK_S))
    sockets = app[appkeys.sockets].copy()
    await asyncio.gather(*(_send(socket, goodbye) for socket in sockets))
    await watching.stop(_DRAIN_S)
    await asyncio.gather(
        *(socket.close(code=CloseCode.SHUTTING_DOWN, message=b"shutting down") for socket in sockets),
        return_exceptions=True,
    )
    await app[appkeys.dashboards].stop()
    await app[appkeys.receiving].stop()
    await runner.cleanup()


async def _send(socket: web.WebSocketResponse, frame: bytes) -> None:
    """Send, unless the client is gone or takes too long; nobody else waits for it."""
    with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
        async with asyncio.timeout(_GOODBYE_S):
            await socket.send_str(frame.decode())


@asynccontextmanager
async def _background(work_: Coroutine[object, object, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work_)
    try:
        yield
    finally:
        # A driver that is just connecting may swallow the cancellation: ask until it is heard.
        while not task.done():
            task.cancel()
            await asyncio.wait([task], timeout=0.2)
        with contextlib.suppress(asyncio.CancelledError):
            task.result()
