"""The web layer put together as the application does, on a test client; the ledger follows at once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.protocol.times import to_text
from latecomer.services.dashboards import Dashboards
from latecomer.services.explaining import Explaining
from latecomer.services.joining import Joining
from latecomer.services.known_webinars import KnownWebinars
from latecomer.services.presence import Presence
from latecomer.services.readiness import Durability, EngineState, Readiness
from latecomer.services.settling import Settled
from latecomer.services.watching import Watching
from latecomer.store.postgres.pool import open_pool
from latecomer.store.redis.ledger import Ledger
from latecomer.store.redis.presence import PresenceStore
from latecomer.store.redis.pubsub import Changes
from latecomer.web import appkeys
from latecomer.web.appkeys import WebSettings
from latecomer.web.beacon import beacon
from latecomer.web.dashboard_ws import dashboard_socket
from latecomer.web.site import new_application
from tests.builders import ENDS_AT, STARTS_AT
from tests.services.house import BEFORE, House

ADMIN_KEY = "the configured key"
PUBLIC_URL = "https://webinars.example"
ADMIN = {"Authorization": f"Bearer {ADMIN_KEY}"}


@dataclass
class WiredHouse(House):
    """The services on PostgreSQL, whose news go into the ledger at once."""

    ledger: Ledger | None = None

    async def _announce(self, settled: Sequence[Settled]) -> None:
        assert self.ledger is not None
        listed = {each.webinar: await self.webinars.get(each.webinar) for each in settled}
        await self.ledger.put_members(
            listed, [each.card for each in settled], max(each.at for each in settled)
        )

    async def _change(self, webinar: Webinar) -> None:
        assert self.ledger is not None
        await self.ledger.put_webinar(webinar)


@dataclass
class Site:
    """A running web layer, and a client that calls it with an API key of every scope."""

    client: TestClient[web.Request, web.Application]
    house: WiredHouse
    ledger: Ledger
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
async def open_site(postgres_url: str, redis_url: str, folder: Path) -> AsyncIterator[Site]:
    """A web layer whose files lie in ``folder``: ``static/`` and ``recordings/``."""
    pool = await open_pool(postgres_url, max_size=6)
    redis = Redis.from_url(redis_url)
    ledger = Ledger(redis)
    await ledger.set_ready(0)
    house = WiredHouse(pool, ledger=ledger)
    app = new_application()
    client = TestClient(TestServer(app))
    site = Site(client, house, ledger, folder)
    watching = _fill(app, site, redis, folder)
    watching.start()
    await client.start_server()
    try:
        yield site
    finally:
        await client.close()
        await watching.stop(1)
        await redis.aclose()
        await pool.close()


def _fill(app: web.Application, site: Site, redis: Redis, folder: Path) -> Watching:
    house, ledger = site.house, site.ledger

    def clock() -> Instant:
        return site.now

    async def no_reload(_: int) -> None:
        await ledger.set_ready(0)

    async def nothing_due() -> None:
        return None

    async def readiness() -> Readiness:
        return site.ready

    known = KnownWebinars(ledger, house.pool, clock)

    async def refresh(webinar: WebinarId, member: MemberId) -> Webinar | None:
        return await known.refresh(webinar, member)

    watching = Watching(ledger, reload=no_reload, refresh=refresh, due=nothing_due, linger_ms=0)
    secret = b"a secret of the tests"
    for name in ("static", "recordings"):
        (folder / name).mkdir()
    app[appkeys.settings] = WebSettings(
        public_url=PUBLIC_URL,
        link_secret=secret,
        recordings_dir=folder / "recordings",
        static_dir=folder / "static",
    )
    app[appkeys.clock] = clock
    app[appkeys.readiness] = readiness
    app[appkeys.access] = house.access
    app[appkeys.webinars] = house.webinars
    app[appkeys.registering] = house.registering
    app[appkeys.finishing] = house.finishing
    app[appkeys.persons] = house.persons
    app[appkeys.timeline] = house.timeline
    presence = Presence(PresenceStore(redis, 1), "tests", clock)
    app[appkeys.presence] = presence
    app[appkeys.watching] = watching
    app[appkeys.sockets] = set()
    app[appkeys.max_sockets] = 100
    app[appkeys.joining] = Joining(
        secret, ledger, watching, known, house.pool, (PUBLIC_URL,), presence.open_playbacks
    )
    app.router.add_post("/beacon", beacon)
    app.router.add_get("/ws/dashboard", dashboard_socket)
    app[appkeys.explaining] = Explaining(ledger, house.pool)
    app[appkeys.dashboards] = Dashboards(
        ledger, house.pool, house.timeline, known, Changes(redis), clock, epoch="tests"
    )
    return watching
