"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from aiohttp import web

from latecomer.attendance.hooks import AttendanceHooks
from latecomer.capability import Capability, Parts
from latecomer.http import appkeys
from latecomer.http.application import draining
from latecomer.http.handshake import close_sockets, outages
from latecomer.http.health import away_key
from latecomer.http.rate_limit import Limiter
from latecomer.redis.client import agree_on_shards
from latecomer.redis.functions import LedgerAway, LedgerBroken, ShardNotReady
from latecomer.redis.pubsub import Due
from latecomer.tasks import background, until_done
from latecomer.watching import routes
from latecomer.watching.archive import Archiver
from latecomer.watching.batcher import Batcher
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.daily_totals import DailyTotals
from latecomer.watching.due_members import DueMembers
from latecomer.watching.explanation import Explanations
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import PresenceStore
from latecomer.watching.playback import beacon
from latecomer.watching.playback.page_notes import PageNotes
from latecomer.watching.playback.rules.messages import Reconnect, encode
from latecomer.watching.playback.slots import (
    audience_key,
    batcher_key,
    known_webinars_key,
    notes_key,
    presence_key,
    viewer_admission_key,
)
from latecomer.watching.playback.socket import playback_socket
from latecomer.watching.playback.viewer_admission import ViewerAdmission
from latecomer.watching.playback.viewers import Viewers
from latecomer.watching.presence import Presence
from latecomer.watching.readiness import ReadinessCheck
from latecomer.watching.routes import explanations_key
from latecomer.watching.status_sync import StatusSync
from latecomer.watching.vendor_totals import VendorTotals
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.engagement import EngagementLevels
from latecomer.webinars.members.settlement import Settlement

_LOAD_S = 5.0
_DRAIN_S = 4.0
_COME_BACK_S = 2.0


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    pool, clock, changes = parts.pool, parts.clock, parts.changes
    ledger = Ledger(parts.redis, await agree_on_shards(parts.redis, parts.settings.ledger_shards))
    known = WebinarCache(ledger, pool, clock)
    status_sync = StatusSync(pool, ledger, changes, clock)
    checkpoint = Checkpoint(pool, ledger, clock)
    due_members = DueMembers(ledger, parts.get(Settlement), clock)
    reporting = VendorTotals(pool, ledger, changes, clock)
    explanations = Explanations(ledger, pool)
    store = PresenceStore(parts.redis, ledger.shards)
    presence = Presence(store, parts.process, clock)
    parts.add(ledger, known, status_sync, checkpoint, due_members, reporting, explanations, presence)

    hooks = parts.get(WebinarHooks)
    hooks.settled.subscribe(status_sync.announce)
    hooks.changed.subscribe(status_sync.webinar_changed)
    hooks.changed.subscribe(known.changed)  # after its copy in the ledger, from which it is read again
    hooks.deleted.subscribe(status_sync.webinar_deleted)
    hooks.finishing.subscribe(due_members.drain)
    hooks.watched.answer(explanations.watched)
    parts.get(AttendanceHooks).reported.subscribe(reporting.announce)

    async def due() -> None:
        with contextlib.suppress(LedgerAway, LedgerBroken):
            await changes.publish(None, Due())

    watching = Batcher(ledger, reload=checkpoint.make_ready, refresh=known.refresh, due=due)
    parts.add(watching)
    _serve(parts)
    _work(parts, store)


def _serve(parts: Parts) -> None:
    """Add the routes of the viewer's socket and beacon, and the background work of a web process."""
    watching, presence, ledger = parts.get(Batcher), parts.get(Presence), parts.get(Ledger)
    known, checkpoint = parts.get(WebinarCache), parts.get(Checkpoint)
    parts.web[batcher_key] = watching
    parts.web[presence_key] = presence
    parts.web[audience_key] = Viewers(parts.changes, known, ledger, parts.process)
    parts.web[known_webinars_key] = known
    parts.web[explanations_key] = parts.get(Explanations)
    allowed_origins = (parts.settings.public_url, *parts.settings.allowed_origins)
    notes = PageNotes(parts.pool, parts.clock, allowed_origins)
    parts.web[notes_key] = notes
    parts.web[viewer_admission_key] = ViewerAdmission(
        parts.settings.secret_key, watching, known, allowed_origins, presence.open_playbacks, notes
    )
    parts.web[away_key] = lambda: watching.away
    parts.web[appkeys.readiness] = ReadinessCheck(ledger, parts.pool, parts.clock).readiness
    parts.web[beacon.limiter] = Limiter(per_s=1, burst=60)
    parts.web.router.add_get("/ws/playback", playback_socket)
    parts.web.router.add_post("/beacon", beacon.beacon)
    parts.web.router.add_options("/beacon", beacon.preflight)
    parts.web.cleanup_ctx.append(_present(presence))
    parts.web.on_startup.append(_load(checkpoint))
    parts.web.on_startup.append(_start(watching))
    parts.web[draining].append(_drain(watching))
    parts.web.on_shutdown.append(_stop(watching))
    parts.web.on_shutdown.append(lambda _: notes.close())


def _work(parts: Parts, store: PresenceStore) -> None:
    """Add the loops of workers."""
    checkpoint, status_sync = parts.get(Checkpoint), parts.get(StatusSync)
    due_members, reporting = parts.get(DueMembers), parts.get(VendorTotals)

    def reloading(piece: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """Wrap a piece of work, so that a shard that it finds empty is loaded from PostgreSQL."""

        async def run() -> None:
            try:
                await piece()
            except ShardNotReady:
                await checkpoint.make_all_ready()

        return run

    archiver = Archiver(parts.pool, parts.get(Ledger), checkpoint, parts.clock)
    watched_days = DailyTotals(parts.pool, parts.clock, parts.get(EngagementLevels))
    parts.repeat("notice", reloading(lambda: until_done(due_members.take)), every_s=1, on=Due)
    parts.repeat("card", reloading(lambda: until_done(status_sync.sweep)), every_s=1)
    parts.repeat("copy", reloading(checkpoint.copy), every_s=5)
    parts.repeat("reap", reloading(lambda: store.reap(parts.clock())), every_s=2)
    parts.repeat("archive", reloading(archiver.archive_due), every_s=600)
    parts.repeat("report", reloading(lambda: until_done(reporting.sweep)), every_s=1)
    parts.repeat("count_days", watched_days.count, every_s=20)
    parts.repeat("tell_days", watched_days.tell, every_s=20)


_Signal = Callable[[web.Application], Awaitable[None]]


def _load(checkpoint: Checkpoint) -> _Signal:
    async def load(app: web.Application) -> None:
        """Load an empty Redis before viewers connect; viewers of a shard that takes longer wait for it."""
        with contextlib.suppress(*outages(app)):
            async with asyncio.timeout(_LOAD_S):
                await checkpoint.make_all_ready()

    return load


def _start(watching: Batcher) -> _Signal:
    async def start(_: web.Application) -> None:
        watching.start()

    return start


def _drain(watching: Batcher) -> _Signal:
    async def drain(app: web.Application) -> None:
        """Ask viewers to reconnect elsewhere, count and acknowledge what they sent, and close."""
        await close_sockets(
            app, goodbye=encode(Reconnect(after_s=_COME_BACK_S)), meanwhile=watching.stop(_DRAIN_S)
        )

    return drain


def _stop(watching: Batcher) -> _Signal:
    async def stop(_: web.Application) -> None:
        await watching.stop(_DRAIN_S)

    return stop


def _present(presence: Presence) -> Callable[[web.Application], AsyncIterator[None]]:
    async def present(_: web.Application) -> AsyncIterator[None]:
        async with background(presence.run()):
            yield
        with contextlib.suppress(LedgerAway, LedgerBroken, ShardNotReady):
            await presence.leave()

    return present


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
