"""The worker that moves files of ready assets to S3, and deletes there what the library has deleted.

While S3 is away everything stays where it is and is served from there; each file is tried again with growing pauses.
Source: docs/media.md, In S3
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final
from uuid import UUID, uuid4

import structlog

from latecomer.core.ids import Instant
from latecomer.media.moves import queries as moves
from latecomer.media.moves.queries import Movable
from latecomer.media.rules.media_types import media_type_of
from latecomer.media.s3 import S3Files, S3Unavailable
from latecomer.media.storage import Storage
from latecomer.postgres.leases import LeaseLost, held
from latecomer.postgres.pool import Pool

log = structlog.get_logger(__name__)

LEASE_MS: Final = 60_000
_EXTEND_S: Final = 5.0
FIRST_WAIT_MS: Final = 10_000
LONGEST_WAIT_MS: Final = 10 * 60_000


def wait_ms(tries: int) -> int:
    """Return the pause after the ``tries``-th failure, from 1 on."""
    return int(min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1)))


class Moving:
    """The worker of S3."""

    def __init__(self, pool: Pool, storage: Storage, s3: S3Files, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._storage = storage
        self._s3 = s3
        self._clock = clock

    async def move_next(self) -> bool:
        """Move the files of the next ready asset. Returns: False when none waits."""
        lease, now = uuid4(), self._clock()
        async with self._pool.acquire() as conn:
            asset = await moves.claim(conn, lease, now, now + LEASE_MS)
        if asset is None:
            return False

        async def extend() -> bool:
            with suppress(OSError):
                async with self._pool.acquire() as conn:
                    return await moves.extend(conn, asset.id, lease, self._clock() + LEASE_MS)
            return True

        try:
            async with held(extend, _EXTEND_S):
                for path in self._storage.files(asset.id, asset.files):
                    await self._s3.put(asset.id, path, media_type_of(path.name))
        except asyncio.CancelledError:
            await self._postpone(asset, lease, asset.tries, self._clock())
            raise
        except (LeaseLost, FileNotFoundError):  # deleted, or moved by another worker
            log.info("move_lost", asset=str(asset.id))
            return True
        except S3Unavailable as error:
            log.warning("move_failed", asset=str(asset.id), reason=str(error), retry=True)
            tries = asset.tries + 1
            await self._postpone(asset, lease, tries, self._clock() + wait_ms(tries))
            return True
        async with self._pool.acquire() as conn:
            moved = await moves.complete(conn, asset.id, lease)
        if moved:
            self._storage.drop(asset.id)
        return True

    async def delete_next(self) -> bool:
        """Delete the files of the next asset that is gone. Returns: False when none waits."""
        holder, now = uuid4(), self._clock()
        async with self._pool.acquire() as conn:
            gone = await moves.claim_deletion(conn, holder, now, now + LEASE_MS)
        if gone is None:
            return False
        try:
            for name in gone.files:
                await self._s3.delete(gone.id, name)
        except S3Unavailable as error:
            log.warning("deletion_failed", asset=str(gone.id), reason=str(error), retry=True)
            tries = gone.tries + 1
            async with self._pool.acquire() as conn:
                await moves.postpone_deletion(conn, gone.id, holder, tries, self._clock() + wait_ms(tries))
            return True
        async with self._pool.acquire() as conn:
            await moves.complete_deletion(conn, gone.id, holder)
        return True

    async def _postpone(self, asset: Movable, lease: UUID, tries: int, again_at: Instant) -> None:
        async with self._pool.acquire() as conn:
            await moves.postpone(conn, asset.id, lease, tries, again_at)
