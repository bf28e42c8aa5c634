"""The API's own documents as JSON, and /api/docs, the page that shows them without any other site."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from typing import Final

import msgspec
from aiohttp import web

from latecomer.api_docs.asyncapi import asyncapi
from latecomer.api_docs.openapi import openapi
from latecomer.capabilities import ENDPOINTS
from latecomer.http.built_pages import shell
from latecomer.http.security_headers import page_policy

_INLINE_STYLES: Final = ("'unsafe-inline'",)
"""Scalar sets styles in the HTML that it makes. On this page alone they are allowed; scripts stay our own."""


def add_documents(app: web.Application) -> None:
    """Route the documents and the page that shows them."""
    _add(app, "/api/openapi.json", _openapi())
    _add(app, "/api/asyncapi.json", _asyncapi())
    app.router.add_get("/api/docs", docs_page)


async def docs_page(request: web.Request) -> web.StreamResponse:
    """Return the built page that shows the API. Raises: Refused pages_not_built (503)."""
    return shell(request, "api_docs", page_policy(request, styles=_INLINE_STYLES))


@cache
def _openapi() -> bytes:
    return msgspec.json.encode(openapi(ENDPOINTS))


@cache
def _asyncapi() -> bytes:
    return msgspec.json.encode(asyncapi())


def _add(app: web.Application, path: str, body: bytes) -> None:
    tag = f'"{sha256(body).hexdigest()[:16]}"'

    async def serve(request: web.Request) -> web.StreamResponse:
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, content_type="application/json", charset="utf-8", headers=headers)

    app.router.add_get(path, serve)
