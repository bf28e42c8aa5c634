"""A strict receiver of Standard Webhooks: verifies with the reference library, holds bodies against the published
schemas, answers as it is told."""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from jsonschema import Draft202012Validator, FormatChecker
from standardwebhooks import Webhook, WebhookVerificationError

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_SCHEMAS = Path(__file__).parents[3] / "schemas" / "webhooks"


@cache
def _schema(kind: str) -> Draft202012Validator | None:
    path = _SCHEMAS / f"{kind}.json"
    if not path.is_file():
        return None
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["properties"]["data"]["additionalProperties"] = False  # what is told is documented
    return Draft202012Validator(schema, format_checker=FormatChecker())


def wrong_with(body: dict[str, Any]) -> str | None:
    """Return the errors of a body by the schema of its type; None also for a type without one."""
    schema = _schema(str(body.get("type")))
    return next((problem.message for problem in schema.iter_errors(body)), None) if schema else None


@dataclass(frozen=True, slots=True)
class Told:
    """A single answer to give. ``delay_s`` passes first."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Received:
    """A request whose signature was right."""

    id: str
    body: dict[str, Any]
    signatures: int
    at: float


class Receiver:
    """Remembers what it took; refuses with 401 what is not signed with its secret, with 400 a body of another form."""

    def __init__(self, secret: str = SECRET) -> None:
        self.secret = secret
        self.url = ""
        self.received: list[Received] = []
        """Every well-signed request, also those that were answered with an error."""
        self.taken: list[Received] = []
        """The deliveries that were answered with success."""
        self.refused: list[str] = []
        self.answers: deque[Told] = deque()
        """The next answers; 204 when empty."""
        self.always: Told | None = None
        self._more = asyncio.Event()

    async def until(self, count: int, *, within_s: float = 10.0) -> list[Received]:
        """Wait until that many were taken. Raises: TimeoutError."""
        async with asyncio.timeout(within_s):
            while len(self.taken) < count:
                self._more.clear()
                await self._more.wait()
        return self.taken

    async def until_received(self, count: int, *, within_s: float = 10.0) -> None:
        """Wait until that many have come, however they are answered. Raises: TimeoutError."""
        async with asyncio.timeout(within_s):
            while len(self.received) < count:
                self._more.clear()
                await self._more.wait()

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            if request.content_type != "application/json":
                raise ValueError("content type")  # noqa: TRY301 - one way out for whatever is wrong
            Webhook(self.secret).verify(body, dict(request.headers))
            parsed = msgspec.json.decode(body, type=dict[str, Any])
            if list(parsed) != ["type", "timestamp", "data"] or len(body) >= 20_000:
                raise ValueError(f"a body with {list(parsed)}")  # noqa: TRY301
            if wrong := wrong_with(parsed):
                raise ValueError(wrong)  # noqa: TRY301
        except WebhookVerificationError as problem:
            self.refused.append(str(problem))
            return web.Response(status=401)
        except ValueError as problem:
            self.refused.append(str(problem))
            return web.Response(status=400)
        one = Received(
            request.headers["webhook-id"],
            parsed,
            len(request.headers["webhook-signature"].split()),
            time.time(),
        )
        self.received.append(one)
        self._more.set()
        told = self.answers.popleft() if self.answers else self.always or Told(204)
        if told.delay_s:
            await asyncio.sleep(told.delay_s)
        if 200 <= told.status < 300:
            self.taken.append(one)
            self._more.set()
        return web.Response(status=told.status, headers=told.headers, body=told.body)


@asynccontextmanager
async def running_receiver(secret: str = SECRET) -> AsyncIterator[Receiver]:
    """A receiver on a free port of 127.0.0.1."""
    receiver = Receiver(secret)
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    receiver.url = f"http://127.0.0.1:{port}/hook"
    try:
        yield receiver
    finally:
        await runner.cleanup()
