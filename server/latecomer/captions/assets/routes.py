"""Captions of files in the media library, by REST."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.captions.assets.queries import AssetCaptionFile
from latecomer.captions.assets.service import AssetCaptions
from latecomer.captions.schemas import (
    AssetCaptionsBody,
    AssetCaptionsPageBody,
    MendedLineBody,
    TakenAssetCaptionsBody,
)
from latecomer.core.errors import Refused
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time
from latecomer.media.rules.assets import AssetId

asset_captions: web.AppKey[AssetCaptions] = web.AppKey("asset_captions", AssetCaptions)

_BYTES_MAX: Final = 1024 * 1024
_TYPES: Final = ("text/vtt", "application/x-subrip", "text/srt", "text/plain", "application/octet-stream", "")


@endpoint(
    "GET",
    "/media/{asset}/captions",
    tag="Media",
    scope=Scope.READ,
    summary="List the captions of a file",
    errors=("unknown_asset", "wrong_kind"),
)
async def list_asset_captions(call: Call, asset: AssetId) -> AssetCaptionsPageBody:
    """List the captions of a film or sound, by language."""
    return AssetCaptionsPageBody(items=tuple(map(_body, await call.app[asset_captions].list(asset))))


@endpoint(
    "GET",
    "/media/{asset}/captions/{language}",
    tag="Media",
    scope=Scope.READ,
    summary="Read the captions of a file",
    errors=("unknown_captions",),
    answers=str,
    produces="text/vtt",
)
async def read_asset_captions(call: Call, asset: AssetId, language: str) -> web.StreamResponse:
    """Return captions as WebVTT."""
    return vtt_file(await call.app[asset_captions].text(asset, language))


@endpoint(
    "PUT",
    "/media/{asset}/captions/{language}",
    tag="Media",
    scope=Scope.WRITE,
    summary="Upload captions of a file",
    errors=(
        "unknown_asset",
        "wrong_kind",
        "unknown_language",
        "malformed_captions",
        "no_captions",
        "too_many_captions",
        "too_many_languages",
    ),
    takes=_TYPES,
)
async def put_asset_captions(
    call: Call, asset: AssetId, language: str, body: bytes
) -> TakenAssetCaptionsBody:
    """Upload captions of a film or sound as WebVTT or SubRip, up to 1 MiB; the body is the file. Every webinar that
    plays the file shows them. Errors that can be corrected are corrected and reported with their line."""
    if len(body) > _BYTES_MAX:
        raise Refused("body_too_large", f"this call accepts bodies of up to {_BYTES_MAX} bytes")
    file, findings = await call.app[asset_captions].put(asset, language, body, call.now)
    mended = tuple(MendedLineBody(line=finding.line, code=finding.code) for finding in findings)
    return TakenAssetCaptionsBody(captions=_body(file), mended=mended)


@endpoint(
    "DELETE",
    "/media/{asset}/captions/{language}",
    tag="Media",
    scope=Scope.WRITE,
    summary="Delete captions of a file",
    errors=("unknown_asset", "wrong_kind", "unknown_captions"),
    status=204,
)
async def delete_asset_captions(call: Call, asset: AssetId, language: str) -> None:
    """Delete the captions in a language."""
    await call.app[asset_captions].delete(asset, language)


def vtt_file(text: str) -> web.Response:
    """Return captions as an answer that only its reader may cache, for a short time: they can be replaced."""
    return web.Response(
        text=text,
        content_type="text/vtt",
        charset="utf-8",
        headers={"Cache-Control": "private, max-age=60"},
    )


def _body(captions: AssetCaptionFile) -> AssetCaptionsBody:
    return AssetCaptionsBody(
        language=captions.language, cues=captions.cues, created_at=Time(captions.created_at)
    )


ENDPOINTS: Final = (list_asset_captions, read_asset_captions, put_asset_captions, delete_asset_captions)
