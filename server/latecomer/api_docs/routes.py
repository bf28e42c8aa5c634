"""The API's own documents as JSON, and /api/docs, which shows the first without asking anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web

from latecomer.api_docs.asyncapi import asyncapi
from latecomer.api_docs.openapi import openapi
from latecomer.http.endpoint import Endpoint
from latecomer.http.security_headers import page_policy

_DIRECTORY: Final = Path(__file__).parent / "page"
_FILES: Final = {
    "/api/docs": ("index.html", "text/html"),
    "/api/docs/style.css": ("style.css", "text/css"),
    "/api/docs/script.js": ("script.js", "text/javascript"),
}


def add_documents(app: web.Application, endpoints: Sequence[Endpoint]) -> None:
    """Route the document and the page that shows it."""
    _add(app, "/api/openapi.json", msgspec.json.encode(openapi(endpoints)), "application/json")
    _add(app, "/api/asyncapi.json", msgspec.json.encode(asyncapi()), "application/json")
    for path, (name, kind) in _FILES.items():
        _add(app, path, (_DIRECTORY / name).read_bytes(), kind)


def _add(app: web.Application, path: str, body: bytes, kind: str) -> None:
    tag = f'"{sha256(body).hexdigest()[:16]}"'

    async def serve(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if kind == "text/html":
            headers["Content-Security-Policy"] = page_policy(request)
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=headers)

    app.router.add_get(path, serve)
