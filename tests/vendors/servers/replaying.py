"""A vendor that only repeats what was recorded, or whatever a test puts in its place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import msgspec
from aiohttp import web


@dataclass(frozen=True, slots=True)
class Recorded:
    """One answer. ``query``: what has to stand in the query, where answers differ by it."""

    method: str
    path: str
    body: Any
    query: str = ""
    status: int = 200


@dataclass
class Replaying:
    """Answers below ``/{anything}``, so that each client may have an address, and a quota, of its own."""

    answers: Sequence[Recorded]
    token: Recorded | None
    url: str = ""
    instead: Callable[[Recorded], tuple[int, bytes]] | None = None
    """The replacement of a recorded answer, except for the token's."""
    asked: list[str] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        path = "/" + unquote(unquote(request.rel_url.raw_path)).split("/", 2)[2]
        self.asked.append(f"{request.method} {path}")
        if self.token is not None and path == self.token.path:
            return web.json_response(self.token.body)
        for each in self.answers:
            if (each.method, each.path) == (request.method, path) and each.query in request.query_string:
                status, body = self.instead(each) if self.instead else (each.status, as_json(each.body))
                return web.Response(status=status, body=body, content_type="application/json")
        return web.json_response({"message": "Not recorded"}, status=404)


def as_json(body: object) -> bytes:
    """As vendors send it."""
    return msgspec.json.encode(body)


@asynccontextmanager
async def replaying(answers: Sequence[Recorded], token: Recorded | None) -> AsyncIterator[Replaying]:
    """On a free port of 127.0.0.1."""
    vendor = Replaying(answers, token)
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", vendor.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    vendor.url = f"http://127.0.0.1:{port}"
    try:
        yield vendor
    finally:
        await runner.cleanup()


def with_url(settings: Mapping[str, object], url: str) -> Mapping[str, object]:
    """Settings with ``{url}`` filled in."""
    return {
        name: value.replace("{url}", url) if isinstance(value, str) else value
        for name, value in settings.items()
    }
