"""/media: the library, uploads by tus, and the files of assets for signed-in operators.

Source: docs/media.md, Uploads and The library
"""

from __future__ import annotations

import asyncio
from email.utils import formatdate
from typing import Final
from uuid import UUID

from aiohttp import web

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.auth import Scope, caller_of, require
from latecomer.http.endpoint import API, Call, endpoint
from latecomer.http.files import FileAnswer
from latecomer.http.wire import Time
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetId, AssetState
from latecomer.media.rules.failures import MESSAGES
from latecomer.media.schemas import AssetBody, AssetPageBody, AssetQuery, LibrarySpaceBody, UseBody
from latecomer.media.service import ListedAsset, MediaLibrary
from latecomer.media.storage import UploadTaken

library: web.AppKey[MediaLibrary] = web.AppKey("library", MediaLibrary)

UPLOADS: Final = f"{API}/media/uploads"
_SILENCE_S: Final = 60.0
"""A body of which nothing comes for so long is ended; what arrived is kept."""
_LOOK_S: Final = 1.0
"""Seconds between two checks of a request that waits for bytes: another request may have taken over."""

_TYPES: Final = {"mp4": "video/mp4", "webp": "image/webp", "pdf": "application/pdf"}


def asset_body(listed: ListedAsset, arrived: int | None = None) -> AssetBody:
    """Return an asset for operators; ``arrived`` is the number of received bytes of an upload."""
    asset = listed.asset
    progress = asset.progress
    if asset.state is AssetState.UPLOADING and arrived is not None:
        progress = arrived / asset.bytes
    return AssetBody(
        id=asset.id,
        name=asset.name,
        kind=asset.kind,
        state=asset.state,
        progress=min(1.0, progress),
        left_s=asset.left_s,
        code=asset.failure,
        message=None if asset.failure is None else MESSAGES[asset.failure],
        duration_ms=asset.duration_ms,
        width=asset.width,
        height=asset.height,
        pages=asset.pages,
        bytes=asset.bytes or asset.result_bytes,
        files=asset.files,
        used_by=tuple(UseBody(webinar_id=use.webinar, name=use.name) for use in listed.used_by),
        created_at=Time(asset.created_at),
    )


@endpoint(
    "GET",
    "/media",
    tag="Media",
    scope=Scope.READ,
    summary="List the media library",
    errors=("invalid_cursor",),
)
async def list_media(call: Call, query: AssetQuery) -> AssetPageBody:
    """List files, newest first, with the webinars that play each, and the space that the library has."""
    found = call.app[library]
    page = await found.list(query.limit, query.cursor)
    return AssetPageBody(
        items=tuple(asset_body(item, found.storage.offset(item.asset.id)) for item in page.items),
        next_cursor=page.next_cursor,
        space=LibrarySpaceBody(
            used_bytes=page.space.used_bytes,
            limit_bytes=page.space.limit_bytes,
            max_file_bytes=tus.MAX_BYTES,
            converts_film=page.space.converts_film,
        ),
    )


@endpoint(
    "GET",
    "/media/{asset}",
    tag="Media",
    scope=Scope.READ,
    summary="Read a file of the library",
    errors=("unknown_asset",),
)
async def read_media(call: Call, asset: AssetId) -> AssetBody:
    """Return a file with its state and, while it is uploaded or converted, the progress."""
    found = call.app[library]
    return asset_body(await found.get(asset), found.storage.offset(asset))


@endpoint(
    "DELETE",
    "/media/{asset}",
    tag="Media",
    scope=Scope.WRITE,
    summary="Delete a file of the library",
    errors=("unknown_asset", "asset_in_use"),
)
async def delete_media(call: Call, asset: AssetId) -> None:
    """Delete a file. A file in a rundown cannot be deleted; the answer names the webinars that play it."""
    await call.app[library].delete(asset)


ENDPOINTS: Final = (list_media, read_media, delete_media)


def add_media(app: web.Application) -> None:
    """Add the routes of uploads and files, which are not JSON."""
    app.router.add_route("OPTIONS", f"{API}/media", options)
    app.router.add_post(f"{API}/media", create)
    app.router.add_route("HEAD", f"{UPLOADS}/{{upload}}", head)
    app.router.add_patch(f"{UPLOADS}/{{upload}}", patch)
    app.router.add_delete(f"{UPLOADS}/{{upload}}", terminate)
    app.router.add_get(f"{API}/media/{{asset}}/files/{{file}}", read_file)


async def options(_: web.Request) -> web.StreamResponse:
    """Return the supported tus version and extensions."""
    return web.Response(
        status=204,
        headers={
            "Tus-Resumable": tus.VERSION,
            "Tus-Version": tus.VERSION,
            "Tus-Extension": tus.EXTENSIONS,
            "Tus-Max-Size": str(tus.MAX_BYTES),
        },
    )


async def create(request: web.Request) -> web.StreamResponse:
    """Begin an upload (tus creation); its address is in ``Location``.

    Raises: Refused tus_version (412), invalid_length, invalid_metadata (400), file_too_large, storage_full (413).
    """
    now = await _allowed(request)
    tus.check_version(request.headers)
    length, name = tus.read_length(request.headers), tus.read_name(request.headers)
    asset_id = await request.app[library].create(name, length, now)
    return _answer(
        201,
        {
            "Location": f"{UPLOADS}/{asset_id}",
            "Upload-Offset": "0",
            "Upload-Expires": _date(now + tus.KEPT_MS),
        },
    )


async def head(request: web.Request) -> web.StreamResponse:
    """Return the number of received bytes. Raises: Refused tus_version, unknown_upload."""
    await _allowed(request)
    tus.check_version(request.headers)
    asset, offset = await request.app[library].upload(_upload_id(request))
    return _answer(200, {"Upload-Offset": str(offset), "Upload-Length": str(asset.bytes)})


async def patch(request: web.Request) -> web.StreamResponse:
    """Receive bytes of an upload. All received bytes are kept, also when the connection breaks.

    Raises: Refused tus_version (412), unsupported_media_type (415), invalid_offset (400), unknown_upload (404),
    wrong_offset (409), upload_busy (423), file_too_large, storage_full (413).
    """
    await _allowed(request)
    tus.check_version(request.headers)
    offset = tus.read_offset(request.headers)
    upload = _upload_id(request)
    found = request.app[library]
    asset, _ = await found.upload(upload)
    try:
        async with found.append(upload, offset) as writer:
            silent_s = 0.0
            while silent_s < _SILENCE_S:
                try:
                    async with asyncio.timeout(_LOOK_S):
                        data = await request.content.readany()
                except TimeoutError:
                    silent_s += _LOOK_S
                    writer.check()
                    continue
                if not data:
                    break
                silent_s = 0.0
                writer.check()
                if writer.offset + len(data) > asset.bytes:
                    raise Refused("file_too_large", "The upload has more bytes than announced.")
                writer.write(data)
            reached = writer.offset
    except UploadTaken:
        raise Refused("upload_busy", "Another request has taken over this upload.") from None
    return _answer(204, {"Upload-Offset": str(reached)})


async def terminate(request: web.Request) -> web.StreamResponse:
    """Cancel an upload (tus termination). Raises: Refused tus_version (412), unknown_upload (404)."""
    await _allowed(request)
    tus.check_version(request.headers)
    await request.app[library].cancel(_upload_id(request))
    return _answer(204, {})


async def read_file(request: web.Request) -> web.StreamResponse:
    """Send one file of an asset to operators. Raises: Refused not_signed_in, unknown_asset."""
    now = request.app[appkeys.clock]()
    require(await caller_of(request, now), Scope.READ)
    return asset_file(request, _asset_id(request), request.match_info["file"])


def asset_file(request: web.Request, asset_id: AssetId, name: str) -> web.StreamResponse:
    """Return a file of an asset, ranges included. Raises: Refused unknown_asset (404)."""
    path = request.app[library].storage.file(asset_id, name)
    if path is None or not path.is_file():
        raise Refused("unknown_asset", "There is no such file in the media library.")
    return FileAnswer(
        path,
        headers={
            "Content-Type": _TYPES.get(path.suffix[1:], "application/octet-stream"),
            "Cache-Control": "private, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _allowed(request: web.Request) -> Instant:
    now = request.app[appkeys.clock]()
    require(await caller_of(request, now), Scope.WRITE)
    return now


def _asset_id(request: web.Request) -> AssetId:
    try:
        return AssetId(UUID(request.match_info["asset"]))
    except ValueError:
        raise Refused("unknown_asset", "There is no such file in the media library.") from None


def _upload_id(request: web.Request) -> AssetId:
    try:
        return AssetId(UUID(request.match_info["upload"]))
    except ValueError:
        raise Refused(
            "unknown_upload", "There is no such upload; it may be complete, or older than a week."
        ) from None


def _answer(status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status, headers={"Tus-Resumable": tus.VERSION, "Cache-Control": "no-store", **headers}
    )


def _date(at: Instant) -> str:
    return formatdate(at / 1_000, usegmt=True)
