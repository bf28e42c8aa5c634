"""One web process as the application puts it together, on fresh engines, with a clock that tests move.

Workers do not run by themselves: `settle` and `copy` do what they would do.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Self
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from latecomer.app import build
from latecomer.capability import Parts
from latecomer.config import Settings
from latecomer.core import join_link
from latecomer.core.ids import Instant, MemberId
from latecomer.core.join_link import JoinLink
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http import appkeys
from latecomer.http.admission import PacedSite
from latecomer.http.application import stop
from latecomer.joining.routes import join_links_key
from latecomer.watching.batcher import Batcher
from latecomer.watching.due_members import DueMembers
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Counted, Hello
from latecomer.watching.playback.rules.messages import PLAYBACK_SUBPROTOCOL
from latecomer.watching.presence import Presence
from latecomer.watching.status_sync import StatusSync
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.members.registration import NewMemberRow, Registration
from latecomer.webinars.members.settlement import Settlement
from latecomer.webinars.service import NewWebinar, RecordingChange, Webinars
from tests.support import builders
from tests.support.builders import ENDS_AT, HOUR, PLAYBACK, STARTS_AT

ADMIN_KEY = "the configured key"
PUBLIC_URL = "https://webinars.example"
AFTER: Instant = ENDS_AT + HOUR
"""The start of the clock: the recording can be watched."""


class Clock:
    """Goes on by itself, and where a test puts it."""

    def __init__(self) -> None:
        self.put(AFTER)

    def __call__(self) -> Instant:
        return self._base_at + int(time.monotonic() * 1000)

    def put(self, at: Instant) -> None:
        """It is this late now."""
        self._base_at = at - int(time.monotonic() * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A member, and the token of its join link."""

    id: MemberId
    webinar: Webinar
    token: str


@dataclass
class Live:
    """The running process."""

    settings: Settings
    parts: Parts
    redis: Redis
    clock: Clock
    runner: web.AppRunner
    stack: AsyncExitStack
    address: str = ""
    numbers: int = 0
    joining: Any = field(init=False)

    def __post_init__(self) -> None:
        self.app = self.parts.web
        self.joining = self.app[join_links_key]
        self.ledger: Any = self.parts.get(Ledger)
        self.watching = self.parts.get(Batcher)
        self.presence = self.parts.get(Presence)

    async def webinar(self, **fields: Any) -> Webinar:
        """A new webinar, from STARTS_AT to ENDS_AT with a recording of 30 minutes."""
        new: dict[str, Any] = {
            "name": "Composting",
            "starts_at": STARTS_AT,
            "ends_at": ENDS_AT,
            "recording": RecordingChange(url="/recordings/compost.mp4", duration_s=1800.0),
        }
        now, registered_at = self.clock(), STARTS_AT - HOUR
        self.clock.put(registered_at)
        made: Webinar = await self.parts.get(Webinars).create(NewWebinar(**(new | fields)), registered_at)
        self.clock.put(now)
        return made

    async def guest(self, webinar: Webinar, *, status: str | None = None, at: Instant | None = None) -> Guest:
        """A new member, registered before the webinar unless said otherwise."""
        self.numbers += 1
        row = NewMemberRow(
            email=f"guest{self.numbers}@example.com", first_name=f"Guest {self.numbers}", status=status
        )
        at = STARTS_AT - HOUR if at is None else at
        (result,) = await self.parts.get(Registration).add_members(webinar.id, [row], at)
        assert result.member is not None, result
        await self.parts.get(StatusSync).sweep()
        member = MemberId(result.member.id)
        return Guest(id=member, webinar=webinar, token=self.token(webinar, member))

    def token(self, webinar: Webinar, member: MemberId, serial: int = 1) -> str:
        """The token of a join link."""
        return join_link.issue(self.settings.secret_key, JoinLink(webinar.id, member, serial))

    async def watch(
        self, guest: Guest, from_at: Instant, to_at: Instant, *, covers: tuple[int, int] = (-1, -1)
    ) -> Counted:
        """Have this much counted, as if by a playback."""
        webinar = await self.parts.get(WebinarCache).refresh(guest.webinar.id)
        common: dict[str, Any] = {
            "member": guest.id,
            "webinar": webinar,
            "link_serial": 1,
            "now": self.clock(),
            "playback": PLAYBACK,
        }
        await self.watching.ask(Hello(**common, clock_ms=0))
        outcome = await self.watching.ask(builders.heartbeat(**common, credits=(from_at, to_at, *covers)))
        assert isinstance(outcome, Counted), outcome
        return outcome

    async def settle(self) -> None:
        """Do what workers do about whoever is due."""
        while await self.parts.get(StatusSync).sweep():
            pass
        while await self.parts.get(DueMembers).take():
            pass
        while await self.parts.get(Settlement).settle_due(500, self.clock()):
            pass
        while await self.parts.get(StatusSync).sweep():
            pass

    async def status(self, guest: Guest) -> Status:
        """The member's status in Postgres, which is the ledger's as well."""
        stored: Status = (await self.parts.get(Registration).member(guest.id)).status
        carded: Status = (await self.ledger.read([guest.id]))[guest.id].status
        assert carded is stored
        return carded

    async def enter(
        self, guest: Guest | str, playback: UUID | None = None, *, clock_ms: float = 0, **options: Any
    ) -> Tab:
        """Open a socket and say hello; the welcome is still to be read."""
        tab = await self.connect(**options)
        token = guest if isinstance(guest, str) else guest.token
        await tab.send(
            {"type": "hello", "join": token, "playback": str(playback or uuid4()), "clock_ms": clock_ms}
        )
        return tab

    async def connect(
        self, *, subprotocol: str | None = PLAYBACK_SUBPROTOCOL, path: str = "/ws/playback", **options: Any
    ) -> Tab:
        """Open a socket."""
        origin = options.pop("origin", None)
        opened = connect(
            self.address.replace("http", "ws") + path,
            subprotocols=[Subprotocol(subprotocol)] if subprotocol else None,
            origin=None if origin is None else Origin(origin),
            compression=None,
            max_size=2**24,
            **options,
        )
        return Tab(await self.stack.enter_async_context(opened))


class Tab:
    """A client of either socket."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, message: Any) -> None:
        """A message, or text as it is."""
        await self.connection.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def beat(self, seq: int, *segments: Any, state: str = "playing") -> Self:
        """A heartbeat."""
        await self.send({"type": "heartbeat", "seq": seq, "state": state, "segments": segments})
        return self

    async def next(self) -> Any:
        """The next message."""
        async with asyncio.timeout(20):
            return json.loads(await self.connection.recv())

    async def until(self, type_: str) -> Any:
        """The next message of that type; others are passed over."""
        while (message := await self.next())["type"] != type_:
            pass
        return message

    async def acked(self, seq: int) -> Any:
        """The ack that covers this heartbeat."""
        while (ack := await self.until("ack"))["seq"] < seq:
            pass
        return ack

    async def closed(self) -> tuple[int, list[Any]]:
        """The close code, and what was said before."""
        said = []
        try:
            while True:
                said.append(await self.next())
        except ConnectionClosed as closed:
            return (closed.rcvd.code if closed.rcvd else 1006), said

    async def close_code(self) -> int:
        return (await self.closed())[0]


@asynccontextmanager
async def open_live(
    postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch, **options: Any
) -> AsyncIterator[Live]:
    """A web process that takes connections on a port of its own."""
    clock = Clock()
    monkeypatch.setattr("latecomer.watching.build._DRAIN_S", 1)
    settings = Settings(
        database_url=postgres_url,
        redis_url=redis_url,
        secret_key=b"a secret of the tests, long enough",
        admin_key=ADMIN_KEY,
        public_url=PUBLIC_URL,
        **options,
    )
    async with AsyncExitStack() as stack:
        parts = await stack.enter_async_context(build(settings, clock=clock, process="worker"))
        redis = await stack.enter_async_context(Redis.from_url(redis_url))
        runner = web.AppRunner(parts.web, access_log=None, handle_signals=False, shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(stop, runner)
        await PacedSite(
            runner, "127.0.0.1", 0, parts.web[appkeys.pace], room=20_000, reuse_port=False
        ).start()
        host, port = runner.addresses[0]
        yield Live(settings, parts, redis, clock, runner, stack, f"http://{host}:{port}")


@pytest.fixture
async def live(postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    """A whole web process that listens, on empty engines, with a clock that the test moves."""
    async with open_live(postgres_url, redis_url, monkeypatch) as opened:
        yield opened
