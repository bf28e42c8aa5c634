"""/media: the library, uploads by tus, and the files of assets for signed-in operators.

Source: docs/media.md, Uploads and The library
"""

from __future__ import annotations

import asyncio
import re
from email.utils import formatdate
from typing import Final
from urllib.parse import quote
from uuid import UUID

from aiohttp import web

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.auth import Scope, caller_of, require
from latecomer.http.endpoint import API, Call, endpoint
from latecomer.http.error_codes import status_of
from latecomer.http.files import FileAnswer
from latecomer.http.guard import Guard, NotAllowed
from latecomer.http.wire import Time
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetId, AssetState
from latecomer.media.rules.failures import MESSAGES
from latecomer.media.rules.media_types import media_type_of
from latecomer.media.s3 import S3Files, S3Unavailable
from latecomer.media.schemas import (
    AssetBody,
    AssetPageBody,
    AssetQuery,
    FetchMedia,
    LibrarySpaceBody,
    UseBody,
)
from latecomer.media.service import ListedAsset, MediaLibrary
from latecomer.media.storage import UploadTaken

library: web.AppKey[MediaLibrary] = web.AppKey("library", MediaLibrary)
guard: web.AppKey[Guard] = web.AppKey("media_guard", Guard)

UPLOADS: Final = f"{API}/media/uploads"
_SILENCE_S: Final = 60.0
"""A body of which nothing comes for so long is ended; what arrived is kept."""
_LOOK_S: Final = 1.0
"""Seconds between two checks of a request that waits for bytes: another request may have taken over."""

_SIGNED_MS: Final = 60 * 60 * 1_000
"""Milliseconds for which an operator's signed address opens a file."""
_PLAYLIST: Final = ".m3u8"


def asset_body(listed: ListedAsset, arrived: int | None = None) -> AssetBody:
    """Return an asset for operators; ``arrived`` is the number of received bytes of an upload."""
    asset = listed.asset
    progress = asset.progress
    if asset.state is AssetState.UPLOADING and arrived is not None:
        progress = arrived / asset.bytes if asset.bytes else 0.0
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
        captions=listed.captions,
        used_by=tuple(UseBody(webinar_id=use.webinar, name=use.name) for use in listed.used_by),
        is_fetched=asset.source_url is not None,
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
            converts_presentations=page.space.converts_presentations,
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
    await call.app[library].delete(asset, call.now)


@endpoint(
    "POST",
    "/media/from_url",
    tag="Media",
    scope=Scope.WRITE,
    summary="Fetch a file into the library",
    errors=("invalid_url", "https_required", "address_not_allowed", "too_many_fetches"),
    status=202,
)
async def fetch_media(call: Call, body: FetchMedia) -> AssetBody:
    """Fetch a file from a public address. It is fetched afterwards: the answer is the file's entry in the library, and
    its state says how far that is, or why it failed."""
    found = call.app[library]
    try:
        call.app[guard].check_url(body.url)
    except NotAllowed as error:
        raise Refused(error.code, str(error), (FieldError("/url", error.code, str(error)),)) from None
    asset_id = await found.from_url(body.url, body.name, call.now)
    return asset_body(await found.get(asset_id), 0)


ENDPOINTS: Final = (fetch_media, list_media, read_media, delete_media)


def add_media(app: web.Application) -> None:
    """Add the routes of uploads and files, which are not JSON."""
    app.on_response_prepare.append(_name_version)
    app.router.add_route("OPTIONS", f"{API}/media", options)
    app.router.add_post(f"{API}/media", create)
    app.router.add_route("HEAD", f"{UPLOADS}/{{upload}}", head)
    app.router.add_patch(f"{UPLOADS}/{{upload}}", patch)
    app.router.add_delete(f"{UPLOADS}/{{upload}}", terminate)
    app.router.add_get(f"{API}/media/{{asset}}/files/{{file}}", read_file)


async def _name_version(request: web.Request, response: web.StreamResponse) -> None:
    """Name the version that is taken where another one was refused. Source: tus 1.0.0, Tus-Version"""
    if response.status == status_of("tus_version", request.path) and request.path.startswith(f"{API}/media"):
        response.headers["Tus-Version"] = tus.VERSION


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
    return _answer(
        200,
        {
            "Upload-Offset": str(offset),
            "Upload-Length": str(asset.bytes),
            "Upload-Metadata": tus.write_name(asset.name),
        },
    )


async def patch(request: web.Request) -> web.StreamResponse:
    """Receive bytes of an upload. All received bytes are kept, also when the connection breaks.

    Raises: Refused tus_version (412), unsupported_media_type (415), invalid_offset (400), unknown_upload (404),
    wrong_offset (409), upload_busy (423), file_too_large, storage_full (413).
    """
    now = await _allowed(request)
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
    headers = {"Upload-Offset": str(reached)}
    if reached < asset.bytes:
        headers["Upload-Expires"] = _date(now + tus.KEPT_MS)
    return _answer(204, headers)


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
    name = request.match_info["file"]
    return await asset_file(request, _asset_id(request), name, until_at=now + _SIGNED_MS)


async def asset_file(
    request: web.Request, asset_id: AssetId, name: str, *, until_at: Instant, handout: str | None = None
) -> web.StreamResponse:
    """Return a file of an asset, ranges included. Where nginx was told to, nginx sends it; a file in S3 is reached by a
    signed address.

    Args:
        until_at: the time until which a signed address opens the file.
        handout: the name under which it is saved instead of shown.

    Raises: Refused unknown_asset (404), unavailable (503) while S3 is away.
    """
    found = request.app[library]
    path = found.storage.file(asset_id, name)
    if path is None:
        raise _unknown()
    headers = {
        "Content-Type": media_type_of(name),
        "Cache-Control": "private, max-age=3600",
        "X-Content-Type-Options": "nosniff",
    }
    is_saved = handout is not None or path.suffix == ".pdf"
    if is_saved:
        # A document of strangers is never opened as a page of ours.
        headers["Content-Disposition"] = disposition(handout or name, path.suffix)
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    if not await asyncio.to_thread(path.is_file):
        if found.s3 is None or not await found.is_in_s3(asset_id, name):
            raise _unknown()
        if is_saved or path.suffix == _PLAYLIST:
            return await _relayed(request, found.s3, asset_id, name, headers)
        address = await found.s3.address(asset_id, name, request.app[appkeys.clock](), until_at)
        raise web.HTTPFound(address, headers={"Cache-Control": "no-store"})
    if accelerated := request.app[appkeys.settings].media_x_accel:
        headers["X-Accel-Redirect"] = f"{accelerated}/{asset_id.hex}/files/{name}"
        return web.Response(headers=headers)
    return FileAnswer(path, headers=headers)


async def _relayed(
    request: web.Request, s3: S3Files, asset_id: AssetId, name: str, headers: dict[str, str]
) -> web.StreamResponse:
    """Send a file from S3 ourselves: a playlist, because the files that it names lie beside it here, and what is
    saved, because only we name it."""
    pieces = s3.read(asset_id, name)
    try:
        first = await anext(pieces, b"")
    except (S3Unavailable, FileNotFoundError) as error:
        raise Refused(
            "unavailable", "The file cannot be read at the moment; try again.", after_s=5
        ) from error
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    await response.write(first)
    async for piece in pieces:
        await response.write(piece)
    await response.write_eof()
    return response


def _unknown() -> Refused:
    return Refused("unknown_asset", "There is no such file in the media library.")


def disposition(name: str, suffix: str) -> str:
    """Return the header that has a file saved under the name of its asset, with the ending of what it is now.

    Source: RFC 6266, RFC 8187
    """
    stem = name.rpartition(".")[0] or name
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", stem)
    return f"attachment; filename=\"{plain}{suffix}\"; filename*=UTF-8''{quote(stem + suffix, safe='')}"


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
