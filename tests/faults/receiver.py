"""A receiver of our webhooks: strict about signatures, sometimes slow, sometimes away; takes each event once.

Source: docs/vendors.md, Webhooks
"""

import asyncio
import base64
import hmac
import json
import random
import time
from typing import Any, Final

import asyncpg
from aiohttp import web

from tests.faults.operators import Api
from tests.faults.plans import ReceiverPlan

_BODY_LIMIT: Final = 20_000
_CLOCKS_S: Final = 60
_MOST_REFUSALS: Final = 2
"""Of one event: the third attempt comes after minutes."""


class Receiver:
    """One endpoint."""

    def __init__(self, plan: ReceiverPlan) -> None:
        self.plan = plan
        self.connection = ""
        self.taken: dict[str, bytes] = {}
        """Events that were answered with success, by id: their bodies."""
        self.attempts = 0
        self.oddities: list[str] = []
        self._secret = b""
        self._bodies: dict[str, bytes] = {}
        self._refusals: dict[str, int] = {}
        self._rng = random.Random(plan.seed)
        self._began = time.monotonic()
        self._calm = False
        self._runner: web.AppRunner | None = None

    async def open(self, api: Api, webinars: list[str]) -> None:
        """Listen, and make a connection that tells of these webinars; of all when there are none."""
        app = web.Application()
        app.router.add_post("/hook", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        code, body = await api.call(
            "POST",
            "/connections",
            {
                "kind": "webhook",
                "name": "Receiver",
                "settings": {"url": f"http://127.0.0.1:{port}/hook"},
                "webinars": [{"webinar_id": each, "external_id": each} for each in webinars],
            },
        )
        if code != 201:
            raise AssertionError(f"no receiver: {code} {body}")
        self.connection = body["id"]
        self._secret = base64.b64decode(body["made"]["signing_secret"].removeprefix("whsec_"))

    def begin(self) -> None:
        """The history begins now."""
        self._began = time.monotonic()

    def calm(self) -> None:
        """From now on it is there, quick and content."""
        self._calm = True

    async def hurry(self, database: asyncpg.Connection) -> None:
        """Let time pass for what waits to be tried again, and for lanes whose holders are gone."""
        await database.execute(
            "UPDATE deliveries SET due_at = now() WHERE connection_id = $1 AND state = 'waiting'",
            self.connection,
        )
        await database.execute(
            "UPDATE delivery_lanes SET leased_until = '-infinity', held_until = '-infinity' WHERE connection_id = $1",
            self.connection,
        )

    async def close(self) -> None:
        """Listen no more."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.attempts += 1
        event = request.headers.get("webhook-id", "")
        if wrong := self._wrong(request, event, body):
            self.oddities.append(wrong)
            return web.Response(status=400)
        if self._bodies.setdefault(event, body) != body:
            self.oddities.append(f"{event} came with another body: {body!r}")
        if not self._calm:
            since_s = time.monotonic() - self._began
            away_s = self.plan.away_s
            if away_s is not None and away_s[0] <= since_s < away_s[1] and request.transport is not None:
                request.transport.abort()
                return web.Response(status=503)
            if self._rng.random() < self.plan.slow:
                await asyncio.sleep(self._rng.uniform(0.05, 0.5))
            refused = self._refusals.get(event, 0)
            if refused < _MOST_REFUSALS and self._rng.random() < self.plan.refuses:
                self._refusals[event] = refused + 1
                # Sometimes it was taken, and the answer says otherwise.
                if self._rng.random() < 0.5:
                    self.taken[event] = body
                return web.Response(status=500)
        self.taken[event] = body
        return web.Response(status=204)

    def _wrong(self, request: web.Request, event: str, body: bytes) -> str:
        stamp = request.headers.get("webhook-timestamp", "")
        if not event or not stamp.isdigit() or abs(time.time() - int(stamp)) > _CLOCKS_S:
            return f"an attempt with id {event!r} and timestamp {stamp!r}"
        signed = hmac.digest(self._secret, f"{event}.{stamp}.".encode() + body, "sha256")
        expected = f"v1,{base64.b64encode(signed).decode()}"
        if expected not in request.headers.get("webhook-signature", "").split(" "):
            return f"{event} has a wrong signature"
        if len(body) >= _BODY_LIMIT or list(json.loads(body)) != ["type", "timestamp", "data"]:
            return f"{event} has a body of another form: {body[:200]!r}"
        return ""


def told(receiver: Receiver) -> dict[str, Any]:
    """Return the events that the receiver accepted, by id."""
    return {event: json.loads(body) for event, body in receiver.taken.items()}
