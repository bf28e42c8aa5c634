"""The web layer put together as the application does, on real engines, with a clock that the test sets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from aiohttp import ClientResponse, ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis

from latecomer.access.service import Access
from latecomer.audiences.reader import Reader
from latecomer.audiences.routes import segments
from latecomer.audiences.service import Segments
from latecomer.core.ids import Instant, MemberId
from latecomer.core.timestamps import to_text
from latecomer.dashboards.service import Dashboards
from latecomer.dashboards.socket import dashboard_socket
from latecomer.http import appkeys
from latecomer.http.appkeys import WebSettings
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.deliveries.dispatcher import DeadLetters
from latecomer.integrations.inbox.overflow import Spill
from latecomer.integrations.inbox.receiver import Receiving
from latecomer.integrations.inbox.service import Inbox
from latecomer.integrations.pulls.refresh import Refreshing
from latecomer.joining.service import Joining
from latecomer.media import routes as media
from latecomer.media.service import Library
from latecomer.media.storage import Storage
from latecomer.postgres.pool import Pool, open_pool
from latecomer.privacy.service import Persons
from latecomer.readiness import Durability, EngineState, Readiness
from latecomer.redis.pubsub import Changes
from latecomer.site import new_application
from latecomer.watching.batcher import Watching
from latecomer.watching.checkpoint import Copying
from latecomer.watching.due_members import Noticing
from latecomer.watching.explanation import Explaining
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import PresenceStore
from latecomer.watching.playback.beacon import beacon, preflight
from latecomer.watching.playback.socket import playback_socket
from latecomer.watching.playback.viewers import Audience
from latecomer.watching.presence import Presence
from latecomer.watching.status_sync import Carding
from latecomer.watching.vendor_totals import Reporting
from latecomer.watching.webinar_cache import KnownWebinars
from latecomer.webinars.finish import Finishing
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.settlement import Settling
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.service import Webinars
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT

BEFORE: Instant = STARTS_AT - 24 * HOUR
"""When a site's clock begins."""
SECRET = b"a secret of the tests"
ADMIN_KEY = "the configured key"
PUBLIC_URL = "https://webinars.example"
ADMIN = {"Authorization": f"Bearer {ADMIN_KEY}"}


@dataclass
class Site:
    """A running web layer, and a client that calls it with an API key of every scope."""

    client: TestClient[web.Request, web.Application] = field(init=False)
    pool: Pool
    access: Access
    ledger: Ledger
    noticing: Noticing
    """What a worker does: turns what the ledger saw into facts."""
    folder: Path
    now: Instant = BEFORE
    ready: Readiness = field(
        default_factory=lambda: Readiness(
            ready=True, redis=EngineState.UP, postgres=EngineState.UP, ack=Durability.FLUSHED
        )
    )

    def write(self, name: str, content: str | bytes) -> None:
        """A file below ``folder``."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    async def clicks(self, member: Any) -> Sequence[Instant]:
        """When the member's join link was clicked, as the ledger has it."""
        identifier = MemberId(UUID(member["id"]))
        return (await self.ledger.read([identifier]))[identifier].clicks

    def not_ready(self) -> Readiness:
        """What is told while Redis is away."""
        return replace(self.ready, ready=False, redis=EngineState.DOWN)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        expect: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """Make a REST call; returns the decoded answer, whose status must be ``expect``."""
        response = await self.client.request(
            method, "/api/v1" + path, json=body, headers=ADMIN if headers is None else headers
        )
        return await self.decoded(response, expect)

    async def decoded(self, response: ClientResponse, expect: int) -> Any:
        """The JSON of an answer; a problem must be told as one."""
        text = await response.text()
        assert response.status == expect, text
        if response.status >= 400:
            assert response.content_type == "application/problem+json", text
            problem = await response.json(content_type=None)
            assert problem["status"] == response.status
            assert problem["request_id"] == response.headers["X-Request-Id"]
            return problem
        return await response.json(content_type=None) if text else None

    async def webinar(self, **fields: Any) -> Any:
        """Create a webinar by REST: from STARTS_AT to ENDS_AT, with a recording."""
        body = {
            "name": "Composting for beginners",
            "starts_at": to_text(STARTS_AT),
            "ends_at": to_text(ENDS_AT),
            "recording": {"url": "/recordings/compost.mp4", "duration_s": 1800},
        }
        return await self.call("POST", "/webinars", body | fields, expect=201)

    async def add(self, webinar: Any, *rows: dict[str, Any]) -> Any:
        """Add members by REST; returns the results."""
        answer = await self.call("POST", f"/webinars/{webinar['id']}/members", {"members": list(rows)})
        return answer["results"]

    async def member(self, webinar: Any, email: str = "ada@example.com", **fields: Any) -> Any:
        """Add one member by REST."""
        (result,) = await self.add(webinar, {"email": email, **fields})
        return result["member"]

    async def watch(self, member: Any, *segments: Any) -> None:
        """Play: a beacon of a new page load whose clock begins now."""
        heartbeat = {"seq": 1, "state": "playing", "segments": segments}
        token = member["join_url"].rpartition("/")[2]
        beacon = {"join": token, "playback": str(uuid4()), "clock_ms": 0, "heartbeats": [heartbeat]}
        response = await self.client.post("/beacon", json=beacon)
        await self.decoded(response, 204)

    @asynccontextmanager
    async def playback(
        self, member: Any, *, playback: UUID | None = None, clock_ms: float = 0, **headers: str
    ) -> AsyncIterator[ClientWebSocketResponse[bool]]:
        """A playback's socket that has said hello and was welcomed."""
        async with self.socket("playback", **headers) as socket:
            await socket.send_json(self.hello(member, playback=playback, clock_ms=clock_ms))
            assert (await socket.receive_json(timeout=5))["type"] == "welcome"
            yield socket

    def hello(self, member: Any, *, playback: UUID | None = None, clock_ms: float = 0) -> dict[str, Any]:
        """The first message of a playback."""
        token = member["join_url"].rpartition("/")[2]
        return {"type": "hello", "join": token, "playback": str(playback or uuid4()), "clock_ms": clock_ms}

    def socket(self, name: str, **headers: str) -> AbstractAsyncContextManager[ClientWebSocketResponse[bool]]:
        """A bare socket: ``playback`` or ``dashboard``."""
        return self.client.ws_connect(f"/ws/{name}", protocols=(f"latecomer.{name}.v1",), headers=headers)


@asynccontextmanager
async def open_site(postgres_url: str, redis_url: str, folder: Path) -> AsyncIterator[Site]:
    """A web layer whose files lie in ``folder``: ``static/`` and ``recordings/``."""
    pool = await open_pool(postgres_url, max_size=6)
    reader = Reader(postgres_url)
    redis = Redis.from_url(redis_url)
    try:
        site, app, changes = await _put_together(pool, redis, folder, reader)
        watching = app[appkeys.watching]
        watching.start()
        listening = asyncio.create_task(changes.run())
        site.client = TestClient(TestServer(app))
        await site.client.start_server()
        try:
            yield site
        finally:
            await site.client.close()
            await app[appkeys.dashboards].stop()
            await app[appkeys.receiving].stop()
            await watching.stop(1)
            listening.cancel()
            await asyncio.wait({listening})
    finally:
        await redis.aclose()
        await reader.close()
        await pool.close()


async def _put_together(
    pool: Pool, redis: Redis, folder: Path, reader: Reader
) -> tuple[Site, web.Application, Changes]:
    """As ``latecomer.app`` does it, with the tests' clock and without workers."""

    def clock() -> Instant:
        return site.now

    async def readiness() -> Readiness:
        return site.ready

    async def nothing_due() -> None:
        return None

    ledger = Ledger(redis)
    await ledger.set_ready(0)
    changes = Changes(redis)
    carding = Carding(pool, ledger, changes, clock)
    settling = Settling(pool, carding.announce)
    noticing = Noticing(ledger, settling, clock)
    registering = Registering(pool, settling)
    known = KnownWebinars(ledger, pool, clock)
    timeline = Timeline(pool)
    presence = Presence(PresenceStore(redis, 1), "tests", clock)
    watching = Watching(
        ledger,
        reload=Copying(pool, ledger, clock).make_ready,
        refresh=known.refresh,
        due=nothing_due,
        linger_ms=0,
    )
    site = Site(pool, Access(pool, ADMIN_KEY), ledger, noticing, folder)
    for name in ("static", "recordings"):
        (folder / name).mkdir()

    app = new_application()
    app[appkeys.settings] = WebSettings(
        public_url=PUBLIC_URL,
        link_secret=SECRET,
        recordings_dir=folder / "recordings",
        static_dir=folder / "static",
    )
    app[appkeys.clock] = clock
    app[appkeys.readiness] = readiness
    app[appkeys.access] = site.access
    app[appkeys.webinars] = Webinars(
        pool, settling, carding.webinar_changed, carding.webinar_deleted, registering.promote
    )
    app[appkeys.registering] = registering
    finishing = Finishing(pool, settling, noticing.drain, carding.webinar_changed)
    connections = Connections(pool, SECRET)
    app[appkeys.finishing] = finishing
    app[appkeys.connections] = connections
    app[appkeys.inbox] = Inbox(pool, settling, finishing, Reporting(pool, ledger, changes, clock).announce)
    app[appkeys.receiving] = Receiving(pool, connections, Spill(redis), clock, nothing_due)
    app[appkeys.refreshing] = Refreshing(pool, lambda _: None)
    app[appkeys.dead_letters] = DeadLetters(pool, nothing_due)
    app[appkeys.persons] = Persons(pool, settling)
    app[appkeys.timeline] = timeline
    app[segments] = Segments(pool, reader, clock)
    app[appkeys.explaining] = Explaining(ledger, pool)
    app[appkeys.dashboards] = Dashboards(ledger, pool, timeline, known, changes, clock, epoch="tests")
    app[appkeys.watching] = watching
    app[appkeys.presence] = presence
    app[appkeys.audience] = Audience(changes, known, ledger, "tests")
    app[appkeys.known_webinars] = known
    app[media.library] = Library(pool, Storage(folder / "media"), has_ffmpeg=True)
    app[appkeys.sockets] = set()
    app[appkeys.max_sockets] = 20
    app[appkeys.joining] = Joining(
        SECRET, ledger, watching, known, pool, (PUBLIC_URL,), presence.open_playbacks
    )
    app.router.add_get("/ws/playback", playback_socket)
    app.router.add_get("/ws/dashboard", dashboard_socket)
    app.router.add_post("/beacon", beacon)
    app.router.add_options("/beacon", preflight)
    return site, app, changes
