"""The media library: uploads that survive interruptions, and the assets made of them.

Source: docs/media.md, Uploads
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, TypeAlias
from urllib.parse import unquote, urlsplit
from uuid import UUID, uuid4

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.media import queries
from latecomer.media.moves import queries as move_queries
from latecomer.media.queries import AssetRow
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetId, AssetKind, AssetState, Use
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.rules.formats import HEAD_BYTES, is_presentation, recognise
from latecomer.media.rules.tus import clean_name
from latecomer.media.s3 import S3Files
from latecomer.media.storage import Storage, UploadTaken, Writer
from latecomer.postgres import cursors
from latecomer.postgres.leases import LeaseLost
from latecomer.postgres.pool import Conn, Pool

_TAKE_OVER_S: Final = 5.0
"""Seconds that a request waits for another request to release the same upload."""
_STEP_S: Final = 0.05
_FETCHES_MAX: Final = 200
_MOVED_MS: Final = 2 * 60 * 1_000


UsedBy: TypeAlias = Callable[[Conn, Sequence[AssetId]], Awaitable[Mapping[AssetId, tuple[Use, ...]]]]
"""Returns the webinars that use these assets; a higher folder fills it."""


CaptionsOf: TypeAlias = Callable[[Conn, Sequence[AssetId]], Awaitable[Mapping[AssetId, tuple[str, ...]]]]
"""Returns the languages in which these assets have captions; a higher folder fills it."""


async def nobody(_: Conn, __: Sequence[AssetId]) -> Mapping[AssetId, tuple[Use, ...]]:
    """Answer that no asset is used."""
    return {}


async def no_captions(_: Conn, __: Sequence[AssetId]) -> Mapping[AssetId, tuple[str, ...]]:
    """Answer that no asset has captions."""
    return {}


@dataclass(frozen=True, slots=True)
class ListedAsset:
    """An asset, the webinars that use it, and the languages of its captions."""

    asset: AssetRow
    used_by: tuple[Use, ...]
    captions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssetPage:
    """A page, the newest first; ``next_cursor`` None on the last."""

    items: tuple[ListedAsset, ...]
    next_cursor: str | None
    space: LibrarySpace


@dataclass(frozen=True, slots=True)
class LibrarySpace:
    """The space of the library: bytes in use, bytes allowed (None without a limit), and what is converted here."""

    used_bytes: int
    limit_bytes: int | None
    converts_film: bool
    converts_presentations: bool


class MediaLibrary:
    """The assets of this installation.

    Args:
        has_ffmpeg: whether film and sound can be converted here.
        has_office: whether presentations can be converted here.
        limit: the bytes that originals and results may use, None for no limit.
        used_by: returns the webinars that use an asset.
        s3: where finished files go; None: they stay in the folder.
    """

    def __init__(
        self,
        pool: Pool,
        storage: Storage,
        *,
        has_ffmpeg: bool,
        has_office: bool = False,
        limit: int | None = None,
        used_by: UsedBy = nobody,
        s3: S3Files | None = None,
    ) -> None:
        self.s3 = s3
        self.storage = storage
        self._pool = pool
        self._has_ffmpeg = has_ffmpeg
        self._has_office = has_office
        self._limit = limit
        self.used_by = used_by
        self.captions_of: CaptionsOf = no_captions

    async def create(self, name: str, length: int, now: Instant) -> AssetId:
        """Begin an upload; its length is reserved. Raises: Refused storage_full."""
        asset_id = AssetId(uuid4())
        async with self._pool.acquire() as conn, conn.transaction():
            if not await queries.reserve(conn, asset_id, name, length, self._limit, now):
                raise Refused(
                    "storage_full", "The media library is full: delete files that no webinar plays."
                )
        try:
            await asyncio.to_thread(self.storage.begin, asset_id)
        except Refused:
            await self.cancel(asset_id)
            raise
        return asset_id

    async def from_url(self, url: str, name: str | None, now: Instant) -> AssetId:
        """Plan to fetch a file from an address that was checked. Raises: Refused too_many_fetches."""
        asset_id = AssetId(uuid4())
        named = clean_name(name or unquote(urlsplit(url).path))
        async with self._pool.acquire() as conn:
            if not await queries.plan_fetch(conn, asset_id, named, url, _FETCHES_MAX, now):
                raise Refused(
                    "too_many_fetches", f"{_FETCHES_MAX} files wait to be fetched; try again later."
                )
        return asset_id

    async def reserve(self, asset_id: AssetId, lease: UUID, length: int) -> None:
        """Reserve bytes for a file that is fetched. Raises: ConversionFailed; LeaseLost."""
        if length > tus.MAX_BYTES:
            raise ConversionFailed(Failure.FILE_TOO_LARGE)
        async with self._pool.acquire() as conn, conn.transaction():
            reserved = await queries.set_length(conn, asset_id, lease, length, self._limit)
        if reserved is None:
            raise LeaseLost
        if not reserved:
            raise ConversionFailed(Failure.STORAGE_FULL)

    async def upload(self, asset_id: AssetId) -> tuple[AssetRow, int]:
        """Return an upload and the number of bytes that are on the disk. Raises: Refused unknown_upload."""
        asset = await self._find(asset_id)
        if asset is None:
            raise _unknown_upload()
        if asset.state is not AssetState.UPLOADING:
            return asset, asset.bytes
        kept = await asyncio.to_thread(self.storage.kept, asset_id)
        if asset.source_url is None and kept >= asset.bytes:
            # The request that received the last byte may have died before it said so.
            await self.arrived(asset_id)
        return asset, kept

    @asynccontextmanager
    async def append(self, asset_id: AssetId, offset: int) -> AsyncIterator[Writer]:
        """Continue an upload at ``offset``; an earlier request that still writes it, perhaps over a dead connection, is
        ended.

        At the end all received bytes are on the disk, and a complete file waits for its conversion. Raises: Refused
        unknown_upload, wrong_offset, upload_busy, storage_full.
        """
        asset = await self._find(asset_id)
        if asset is None or asset.state is not AssetState.UPLOADING or asset.source_url is not None:
            raise _unknown_upload()
        for _ in range(round(_TAKE_OVER_S / _STEP_S)):
            try:
                with self.storage.writing(asset_id, secrets.token_hex(8)) as writer:
                    if writer.offset != offset:
                        raise Refused("wrong_offset", f"{writer.offset} bytes have arrived: continue there.")
                    try:
                        yield writer
                    finally:
                        await asyncio.to_thread(writer.flush)
                        if writer.offset >= asset.bytes:
                            await self.arrived(asset_id)
                    return
            except FileNotFoundError:  # it was given up or completed meanwhile
                raise _unknown_upload() from None
            except BlockingIOError:
                await asyncio.sleep(_STEP_S)
        raise Refused("upload_busy", "Another request is still sending this upload; try again.")

    async def arrived(self, asset_id: AssetId, lease: UUID | None = None) -> None:
        """Record that a whole file is there, so that it is converted; ``lease`` is that of the worker that fetched
        it."""
        try:
            head = self.storage.head(asset_id, HEAD_BYTES)
        except FileNotFoundError:
            if lease is not None:
                raise
            return  # another request has recorded it, or it was given up
        format_ = recognise(head)
        failure = None
        if format_ is None:
            failure = Failure.PRESENTATION if is_presentation(head) else Failure.UNKNOWN_FORMAT
        elif format_.demuxer and not self._has_ffmpeg:
            failure = Failure.NO_CONVERTER
        elif format_.needs_office and not self._has_office:
            failure = Failure.PRESENTATION
        async with self._pool.acquire() as conn:
            if format_ is not None and failure is None:
                await queries.uploaded(conn, asset_id, format_.kind, format_.name, format_.lane, lease)
                return
            await queries.fail(conn, asset_id, lease, failure or Failure.UNKNOWN_FORMAT)
        self.storage.drop(asset_id)

    async def cancel(self, asset_id: AssetId) -> None:
        """Cancel an upload. Raises: Refused unknown_upload."""
        async with self._pool.acquire() as conn, conn.transaction():
            asset = await queries.lock(conn, asset_id)
            if asset is None or asset.state is not AssetState.UPLOADING:
                raise _unknown_upload()
            await queries.delete(conn, asset_id)
        self.storage.drop(asset_id)

    async def get(self, asset_id: AssetId) -> ListedAsset:
        """Return an asset. Raises: Refused unknown_asset."""
        async with self._pool.acquire() as conn:
            found = await self._listed(conn, await queries.load(conn, [asset_id]))
        if not found:
            raise _unknown()
        return found[0]

    async def list(self, limit: int, cursor: str | None) -> AssetPage:
        """Return a page of assets, 1 ≤ limit ≤ 200. Raises: Refused invalid_limit, invalid_cursor."""
        cursors.check_limit(limit)
        before = None
        if cursor is not None:
            created_at, last = cursors.decode(cursor, tuple[int, UUID])
            before = (created_at, AssetId(last))
        async with self._pool.acquire() as conn:
            found = await queries.page(conn, before, limit + 1)
            items = await self._listed(conn, found[:limit])
            space = LibrarySpace(
                await queries.used_bytes(conn), self._limit, self._has_ffmpeg, self._has_office
            )
        end = items[-1].asset if len(found) > limit else None
        return AssetPage(items, cursors.encode((end.created_at, end.id)) if end else None, space)

    async def is_in_s3(self, asset_id: AssetId, name: str) -> bool:
        """Return True when this file was moved to S3."""
        async with self._pool.acquire() as conn:
            return await move_queries.is_in_s3(conn, asset_id, name)

    async def delete(self, asset_id: AssetId, now: Instant) -> None:
        """Delete an asset that no webinar uses. Raises: Refused unknown_asset, asset_in_use."""
        async with self._pool.acquire() as conn, conn.transaction():
            if await queries.lock(conn, asset_id) is None:
                raise _unknown()
            uses = (await self.used_by(conn, [asset_id])).get(asset_id, ())
            if uses:
                names = ", ".join(use.name for use in uses)
                raise Refused("asset_in_use", f"This file is used by: {names}. Remove it there first.")
            if self.s3 is not None:
                # A worker may be moving it now, and stops soon.
                await move_queries.plan_deletion(conn, asset_id, now + _MOVED_MS)
            await queries.delete(conn, asset_id)
        self.storage.drop(asset_id)

    async def complete_uploads(self) -> None:
        """Record uploads of which every byte is there, and whose last request died before it recorded that."""
        async with self._pool.acquire() as conn:
            running = await queries.uploads(conn)
        for asset_id, length in running:
            if await asyncio.to_thread(self.storage.offset, asset_id) >= length:
                await self.upload(asset_id)

    async def sweep(self, now: Instant) -> None:
        """Delete uploads without progress for a week, and what processes that were killed left of uploads and
        conversions."""
        before = now - tus.KEPT_MS
        async with self._pool.acquire() as conn:
            old = await queries.abandoned(conn, before)
        for asset_id in old:
            if self.storage.progressed_at(asset_id) < before:
                with suppress(Refused):
                    await self.cancel(asset_id)
        left = await asyncio.to_thread(self.storage.with_source)
        async with self._pool.acquire() as conn:
            known = {asset.id: asset.state for asset in await queries.load(conn, left)}
        for asset_id in left:
            match known.get(asset_id):
                case None | AssetState.READY:
                    await asyncio.to_thread(self.storage.drop_source, asset_id)
                case AssetState.FAILED:
                    await asyncio.to_thread(self.storage.drop, asset_id)
                case AssetState.UPLOADING | AssetState.WAITING | AssetState.CONVERTING:
                    pass

    async def _find(self, asset_id: AssetId) -> AssetRow | None:
        async with self._pool.acquire() as conn:
            found = await queries.load(conn, [asset_id])
        return found[0] if found else None

    async def _listed(self, conn: Conn, assets: Sequence[AssetRow]) -> tuple[ListedAsset, ...]:
        ids = [asset.id for asset in assets]
        uses, captions = await self.used_by(conn, ids), await self.captions_of(conn, ids)
        return tuple(
            ListedAsset(asset, uses.get(asset.id, ()), captions.get(asset.id, ())) for asset in assets
        )


def _unknown() -> Refused:
    return Refused("unknown_asset", "There is no such file in the media library.")


def _unknown_upload() -> Refused:
    return Refused("unknown_upload", "There is no such upload; it may be complete, or older than a week.")


__all__ = ["AssetKind", "AssetPage", "ListedAsset", "MediaLibrary", "UploadTaken", "Use", "UsedBy"]
