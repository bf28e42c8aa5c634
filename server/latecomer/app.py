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

from latecomer.access.service import Access
from latecomer.audiences.reader import Reader
from latecomer.audiences.routes import segments
from latecomer.audiences.service import Segments
from latecomer.config import Settings
from latecomer.core.ids import Instant
from latecomer.dashboards.service import Dashboards
from latecomer.dashboards.socket import dashboard_socket
from latecomer.http import appkeys
from latecomer.http.admission import PacedSite
from latecomer.http.close_codes import CloseCode
from latecomer.http.descriptors import raise_descriptors
from latecomer.http.health import observe_state
from latecomer.http.outgoing import Guard, OutgoingHttp
from latecomer.http.peers import RESERVED
from latecomer.http.websockets import keep_alive
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.deliveries.dispatcher import DeadLetters, Outbox
from latecomer.integrations.deliveries.senders import Opening, Senders
from latecomer.integrations.inbox.overflow import Spill
from latecomer.integrations.inbox.receiver import Receiving
from latecomer.integrations.inbox.service import Inbox
from latecomer.integrations.provider_registration.registrar import Offices
from latecomer.integrations.provider_registration.worker import Enrolling
from latecomer.integrations.pulls.providers import Providers
from latecomer.integrations.pulls.refresh import Refreshing
from latecomer.integrations.pulls.worker import Pulling
from latecomer.joining.service import Joining
from latecomer.media import routes as media
from latecomer.media.service import Library
from latecomer.media.storage import Storage
from latecomer.media.worker import Conversion, find_ffmpeg
from latecomer.postgres.pool import Pool, open_pool
from latecomer.privacy.service import Persons
from latecomer.readiness import Watchman
from latecomer.redis.client import agree_on_shards, open_client
from latecomer.redis.functions import CardMissing, LedgerAway, LedgerBroken, ShardNotReady
from latecomer.redis.pubsub import Changes, Due, Posted, Received
from latecomer.redis.wrong_server import Reconnecting
from latecomer.site import new_application
from latecomer.vendors.kit.kind import Kind
from latecomer.vendors.kit.provider import Puller
from latecomer.watching.archive import Archiving
from latecomer.watching.batcher import Watching
from latecomer.watching.checkpoint import Copying
from latecomer.watching.daily_totals import WatchedDays
from latecomer.watching.due_members import Noticing
from latecomer.watching.explanation import Explaining
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import PresenceStore
from latecomer.watching.playback.beacon import beacon, preflight
from latecomer.watching.playback.rules.messages import Reconnect, encode
from latecomer.watching.playback.socket import playback_socket
from latecomer.watching.playback.viewers import Audience
from latecomer.watching.presence import Presence
from latecomer.watching.status_sync import Carding
from latecomer.watching.vendor_totals import Reporting
from latecomer.watching.webinar_cache import KnownWebinars
from latecomer.webinars.finish import Finishing
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.settlement import Settled, Settling
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.service import Webinars
from latecomer.worker import Work

_log = structlog.get_logger()

_GOODBYE_S = 0.5
_DRAIN_S = 4.0
_CLOSE_S = 3.0
_COME_BACK_S = 2.0
_LOAD_S = 5.0
_MAX_SOCKETS = 20_000
_LINGER_S = 2.0
"""How long the rest of a body is read that nobody wants."""
_OUTAGES: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it starts up, or is being shut down
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,  # it is a replica now: its connections are made again
    asyncpg.InvalidAuthorizationSpecificationError,  # the password was changed
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
    library: Library
    conversion: Conversion


@asynccontextmanager
async def _parts(settings: Settings) -> AsyncIterator[_Parts]:
    pool = await open_pool(settings.database_url)
    reconnecting = Reconnecting()
    client = await open_client(settings.redis_url, reconnecting=reconnecting)
    talk = await open_client(settings.redis_url, again=False, reconnecting=reconnecting)
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
        storage = Storage(settings.data_dir / "media")
        ffmpeg = find_ffmpeg()
        limit = None if settings.max_storage_gib is None else settings.max_storage_gib * 1024**3
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
            library=Library(pool, storage, has_ffmpeg=ffmpeg is not None, limit=limit),
            conversion=Conversion(pool, storage, ffmpeg, clock),
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
            library=parts.library,
            conversion=parts.conversion,
            clock=clock,
        ).run()


async def serve(settings: Settings, *, ready: Callable[[], None]) -> None:
    """One web process, until cancelled; then it drains: asks clients to come back, flushes, acks, closes.

    Args:
        ready: called once connections are taken.

    Errors: OSError when it cannot listen.
    """
    worker = secrets.token_hex(6)
    room = _room()
    async with _parts(settings) as parts:
        app, watching, presence = _application(settings, parts, worker)
        runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=_CLOSE_S,
            keepalive_timeout=settings.keepalive_s,
            lingering_time=_LINGER_S,
        )
        app[appkeys.max_sockets] = min(_MAX_SOCKETS, room)
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
                    runner,
                    settings.host,
                    settings.port,
                    app[appkeys.pace],
                    room=room,
                    reuse_port=settings.workers > 1,
                ).start()
                _settle_memory()
                ready()
                await asyncio.Event().wait()
            finally:
                await asyncio.shield(_drain(app, runner, watching))
                with contextlib.suppress(LedgerAway, LedgerBroken, ShardNotReady):
                    await presence.leave()


def _room() -> int:
    """How many connections this process takes: what it may have open, but for what everything else needs."""
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
    reader = Reader(settings.database_url)
    app[segments] = Segments(parts.pool, reader, clock)

    async def close_reader(_: web.Application) -> None:
        await reader.close()

    app.on_cleanup.append(close_reader)
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
    app[media.library] = parts.library
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
