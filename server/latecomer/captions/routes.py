"""Captions by REST, and as the files that players fetch."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aiohttp import web

from latecomer.captions.queries import CaptionFile
from latecomer.captions.schemas import (
    CaptionsBody,
    CaptionsPageBody,
    MendedLineBody,
    PutCaptions,
    TakenCaptionsBody,
)
from latecomer.captions.service import CaptionLibrary
from latecomer.core.errors import Refused
from latecomer.core.ids import WebinarId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time

library: web.AppKey[CaptionLibrary] = web.AppKey("captions", CaptionLibrary)


def captions_url(captions: UUID) -> str:
    """Return the path under which captions are served."""
    return f"/captions/{captions}.vtt"


@endpoint(
    "GET",
    "/webinars/{webinar}/captions",
    tag="Captions",
    scope=Scope.READ,
    summary="List captions",
    errors=("unknown_webinar",),
)
async def list_captions(call: Call, webinar: WebinarId) -> CaptionsPageBody:
    """List the captions of a webinar's recording, by language."""
    return CaptionsPageBody(items=tuple(map(_body, await call.app[library].list(webinar))))


@endpoint(
    "PUT",
    "/webinars/{webinar}/captions",
    tag="Captions",
    scope=Scope.WRITE,
    summary="Upload captions",
    errors=(
        "unknown_webinar",
        "unknown_language",
        "malformed_captions",
        "no_captions",
        "too_many_captions",
        "too_many_languages",
        "captions_unreachable",
        "invalid_url",
        "https_required",
        "address_not_allowed",
    ),
)
async def put_captions(call: Call, webinar: WebinarId, body: PutCaptions) -> TakenCaptionsBody:
    """Upload captions as WebVTT or SubRip. Errors that can be corrected are corrected and reported with their line:
    overlaps, cues after the end of the recording, markup that captions do not need."""
    if (body.text is None) == (body.url is None):
        raise Refused("missing_field", "Give either text or url.")
    captions = call.app[library]
    if body.url is not None:
        taken = await captions.fetch(webinar, body.language, body.url, call.now)
    else:
        taken = await captions.put(webinar, body.language, body.text or "", call.now)
    mended = tuple(MendedLineBody(line=finding.line, code=finding.code) for finding in taken.findings)
    return TakenCaptionsBody(captions=_body(taken.file), mended=mended)


@endpoint(
    "DELETE",
    "/webinars/{webinar}/captions/{captions}",
    tag="Captions",
    scope=Scope.WRITE,
    summary="Delete captions",
    errors=("unknown_webinar", "unknown_captions"),
    status=204,
)
async def delete_captions(call: Call, webinar: WebinarId, captions: UUID) -> None:
    """Delete captions. Players that show them keep them until the page is loaded again."""
    await call.app[library].delete(webinar, captions)


async def file(request: web.Request) -> web.StreamResponse:
    """Serve captions to players of any origin; a file never changes under its address."""
    text = await request.app[library].text(UUID(request.match_info["captions"]))
    if text is None:
        raise web.HTTPNotFound
    return web.Response(
        text=text,
        content_type="text/vtt",
        charset="utf-8",
        headers={
            "Cache-Control": "public, max-age=86400, immutable",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


_FILE: Final = "/captions/{captions:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}}.vtt"


def add_captions(app: web.Application) -> None:
    """Route the files of captions."""
    app.router.add_get(_FILE, file)


def _body(captions: CaptionFile) -> CaptionsBody:
    return CaptionsBody(
        id=captions.id,
        language=captions.language,
        cues=captions.cues,
        url=captions_url(captions.id),
        created_at=Time(captions.created_at),
    )


ENDPOINTS = (list_captions, put_captions, delete_captions)
