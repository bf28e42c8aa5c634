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
from yarl import URL

from latecomer.access.service import Access
from latecomer.app import build
from latecomer.capability import Parts
from latecomer.config import Settings
from latecomer.core.ids import Instant, MemberId
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.admission import PacedSite
from latecomer.http.readiness import EngineState, Readiness
from latecomer.redis.durability import Durability
from latecomer.watching.due_members import DueMembers
from latecomer.watching.ledger.ledger import Ledger
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT

BEFORE: Instant = STARTS_AT - 24 * HOUR
"""The start of a site's clock."""
SECRET = b"a secret of the tests"
ADMIN_KEY = "the configured key"
PUBLIC_URL = "https://webinars.example"
ADMIN = {"Authorization": f"Bearer {ADMIN_KEY}"}


@dataclass
class Site:
    """A running web layer, and a client that calls it with an API key of every scope."""

    client: TestClient[web.Request, web.Application] = field(init=False)
    parts: Parts
    folder: Path
    now: Instant = BEFORE
    ready: Readiness = field(
        default_factory=lambda: Readiness(
            ready=True, redis=EngineState.UP, postgres=EngineState.UP, ack=Durability.FLUSHED
        )
    )

    def __post_init__(self) -> None:
        self.pool = self.parts.pool
        self.access = self.parts.get(Access)
        self.ledger = self.parts.get(Ledger)
        self.due_members = self.parts.get(DueMembers)  # a worker's: turns what the ledger saw into facts

    def write(self, name: str, content: str | bytes) -> None:
        """A file below ``folder``."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    async def clicks(self, member: Any) -> Sequence[Instant]:
        """Return the times of the clicks on the member's join link, as the ledger has them."""
        identifier = MemberId(UUID(member["id"]))
        return (await self.ledger.read([identifier]))[identifier].clicks

    def not_ready(self) -> Readiness:
        """Return the readiness problem while Redis is away."""
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


class _Server(TestServer):
    """The application on a port of its own, behind the product's admission of connections."""

    async def start_server(self, loop: asyncio.AbstractEventLoop | None = None, **_options: Any) -> None:
        self.runner = web.AppRunner(self.app, access_log=None, handle_signals=False, shutdown_timeout=1)
        await self.runner.setup()
        pace = self.app[appkeys.pace]
        await PacedSite(self.runner, self.host, 0, pace, room=20_000, reuse_port=False).start()
        self.port = self.runner.addresses[0][1]
        self._root = URL.build(scheme="http", host=self.host, port=self.port)


@asynccontextmanager
async def open_site(postgres_url: str, redis_url: str, folder: Path, **changes: Any) -> AsyncIterator[Site]:
    """A web process whose files lie in ``folder``: ``static/`` and ``recordings/``. ``changes``: other settings."""
    settings = Settings(
        database_url=postgres_url,
        redis_url=redis_url,
        secret_key=SECRET,
        admin_key=ADMIN_KEY,
        public_url=PUBLIC_URL,
        data_dir=folder,
        recordings_dir=folder / "recordings",
        **changes,
    )

    async def readiness() -> Readiness:
        return site.ready

    for name in ("static", "recordings"):
        (folder / name).mkdir()
    async with build(settings, clock=lambda: site.now, process="tests") as parts:
        site = Site(parts, folder)
        app = parts.web
        app[appkeys.settings] = replace(app[appkeys.settings], static_dir=folder / "static")
        app[appkeys.readiness] = readiness
        app[appkeys.max_sockets] = 20
        site.client = TestClient(_Server(app))
        await site.client.start_server()
        try:
            yield site
        finally:
            await site.client.close()
