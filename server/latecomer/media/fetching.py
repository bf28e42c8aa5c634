"""The worker that fetches files into the library from addresses that people gave.

Each address, and each that it leads on to, is checked like those of webhooks, so that nothing of our own network is
read. A file that comes incompletely is fetched again from its beginning, up to three times. Source: docs/media.md,
Files from an address
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from urllib.parse import urljoin
from uuid import UUID, uuid4

import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpStream, NoAnswer, OutgoingHttp
from latecomer.media import queries
from latecomer.media.queries import MAX_TRIES, AssetRow
from latecomer.media.rules import tus
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.service import MediaLibrary
from latecomer.postgres.leases import LeaseLost, held
from latecomer.postgres.pool import Pool

log = structlog.get_logger(__name__)

LEASE_MS: Final = 60_000
AGAIN_MS: Final = 30_000
"""The pause after the first attempt; after the second it is twice as long."""
_EXTEND_S: Final = 5.0
_LONGEST_S: Final = 6 * 60 * 60.0
_SILENCE_S: Final = 60.0
_REDIRECTS_MAX: Final = 5
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STEP_BYTES: Final = 256 * 1024**2
"""Bytes that are reserved at once for a file whose length is not announced."""
_PAGES: Final = ("text/html", "application/xhtml+xml")


class _Interrupted(Exception):
    """Raised for a failure that may pass."""


class Fetching:
    """The worker that fetches files."""

    def __init__(
        self, pool: Pool, library: MediaLibrary, outgoing: OutgoingHttp, clock: Callable[[], Instant]
    ) -> None:
        self._pool = pool
        self._library = library
        self._outgoing = outgoing
        self._clock = clock

    async def fetch_next(self) -> bool:
        """Fetch the file that has waited longest. Returns: False when none waits."""
        lease, now = uuid4(), self._clock()
        async with self._pool.acquire() as conn:
            asset = await queries.claim_fetch(conn, lease, now, now + LEASE_MS)
        if asset is None or asset.source_url is None:
            return False

        async def extend() -> bool:
            with suppress(OSError):
                async with self._pool.acquire() as conn:
                    return await queries.extend_fetch(conn, asset.id, lease, self._clock() + LEASE_MS)
            return True

        if asset.tries > MAX_TRIES:
            await self._fail(asset, lease, Failure.ADDRESS_UNREACHABLE)
            return True
        try:
            async with held(extend, _EXTEND_S):
                await self._fetch(asset, asset.source_url, lease)
            await self._library.arrived(asset.id, lease)
        except asyncio.CancelledError:
            async with self._pool.acquire() as conn:
                await queries.release_fetch(conn, asset.id, lease)
            raise
        except (LeaseLost, FileNotFoundError):  # the file was deleted meanwhile
            log.info("fetch_lost", asset=str(asset.id))
        except ConversionFailed as error:
            await self._fail(asset, lease, error.failure)
        except Refused:  # by Writer.write: the disk is full
            await self._fail(asset, lease, Failure.DISK_FULL)
        except _Interrupted as error:
            log.info("fetch_failed", asset=str(asset.id), reason=str(error), retry=asset.tries < MAX_TRIES)
            if asset.tries >= MAX_TRIES:
                await self._fail(asset, lease, Failure.ADDRESS_UNREACHABLE)
            else:
                await self._postpone(asset, lease, self._clock() + AGAIN_MS * asset.tries)
        return True

    async def _fetch(self, asset: AssetRow, url: str, lease: UUID) -> None:
        try:
            for _ in range(_REDIRECTS_MAX + 1):
                async with self._outgoing.open(
                    "GET", url, within_s=_LONGEST_S, silence_s=_SILENCE_S
                ) as answer:
                    if answer.status not in _REDIRECTS:
                        await self._receive(asset, answer, lease)
                        return
                    url = urljoin(url, answer.headers.get("location", ""))
        except NotAllowed as error:
            raise ConversionFailed(Failure.ADDRESS_NOT_PUBLIC) from error
        except (NoAnswer, BlockingIOError) as error:
            raise _Interrupted(str(error)) from error
        raise ConversionFailed(Failure.ADDRESS_NOT_PUBLIC)

    async def _receive(self, asset: AssetRow, answer: HttpStream, lease: UUID) -> None:
        if answer.status >= 500 or answer.status in (408, 425, 429):
            raise _Interrupted(f"The address answered {answer.status}.")
        if answer.status != 200:
            raise ConversionFailed(Failure.ADDRESS_REFUSED)
        if answer.headers.get("content-type", "").partition(";")[0].strip().lower() in _PAGES:
            raise ConversionFailed(Failure.WEB_PAGE)
        length = answer.response.content_length
        if length is not None:
            await self._library.reserve(asset.id, lease, length)
        with self._library.storage.fetching(asset.id) as writer:
            reserved = length or 0
            async for piece in answer.pieces():
                if writer.offset + len(piece) > reserved and length is None:
                    reserved += _STEP_BYTES
                    await self._library.reserve(asset.id, lease, min(reserved, tus.MAX_BYTES))
                if writer.offset + len(piece) > tus.MAX_BYTES:
                    raise ConversionFailed(Failure.FILE_TOO_LARGE)
                await asyncio.to_thread(writer.write, piece)
            await asyncio.to_thread(writer.flush)
        if writer.offset == 0:
            raise ConversionFailed(Failure.EMPTY)
        if length is None:
            await self._library.reserve(asset.id, lease, writer.offset)

    async def _postpone(self, asset: AssetRow, lease: UUID, again_at: Instant) -> None:
        async with self._pool.acquire() as conn:
            await queries.postpone_fetch(conn, asset.id, lease, again_at)

    async def _fail(self, asset: AssetRow, lease: UUID, failure: Failure) -> None:
        async with self._pool.acquire() as conn:
            failed = await queries.fail(conn, asset.id, lease, failure)
        if failed:
            self._library.storage.drop(asset.id)
