"""Assets as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant
from latecomer.media.rules.assets import AssetId, AssetKind, AssetState
from latecomer.media.rules.failures import Failure
from latecomer.media.rules.formats import ConversionLane
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn

_STORAGE_LOCK: Final = 0x6D65_6469  # any number, as long as every version of this program locks the same
MAX_TRIES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRow:
    """A stored asset; ``files`` are the names of the files that can be fetched, the main one first."""

    id: AssetId
    name: str
    state: AssetState
    kind: AssetKind | None
    lane: ConversionLane | None
    format: str | None
    bytes: int
    """The announced length while the original is there, then 0."""
    result_bytes: int
    progress: float
    left_s: int | None
    failure: Failure | None
    duration_ms: int | None
    width: int | None
    height: int | None
    pages: int | None
    files: tuple[str, ...]
    tries: int
    source_url: str | None
    """The address from which the file is fetched; None: it is uploaded."""
    created_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of a conversion."""

    kind: AssetKind
    files: tuple[str, ...]
    bytes: int
    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None


def _of_row(row: asyncpg.Record) -> AssetRow:
    return AssetRow(
        id=AssetId(row["id"]),
        name=row["name"],
        state=AssetState(row["state"]),
        kind=None if row["kind"] is None else AssetKind(row["kind"]),
        lane=None if row["lane"] is None else ConversionLane(row["lane"]),
        format=row["format"],
        bytes=row["bytes"],
        result_bytes=row["result_bytes"],
        progress=row["progress"],
        left_s=row["left_s"],
        failure=None if row["failure"] is None else Failure(row["failure"]),
        duration_ms=row["duration_ms"],
        width=row["width"],
        height=row["height"],
        pages=row["pages"],
        files=tuple(row["files"]),
        tries=row["tries"],
        source_url=row["source_url"],
        created_at=row["created_at"],
    )


async def reserve(
    conn: Conn, asset_id: AssetId, name: str, length: int, limit: int | None, now: Instant
) -> bool:
    """Write an asset that is about to be uploaded. Returns: False when the library would exceed ``limit`` bytes.

    Within a transaction.
    """
    if limit is not None:
        await conn.execute("SELECT pg_advisory_xact_lock($1)", _STORAGE_LOCK)
        if await used_bytes(conn) + length > limit:
            return False
    await conn.execute(
        "INSERT INTO assets (id, name, state, bytes, created_at) VALUES ($1, $2, 'uploading', $3, $4)",
        asset_id,
        name,
        length,
        now,
    )
    return True


async def plan_fetch(conn: Conn, asset_id: AssetId, name: str, url: str, most: int, now: Instant) -> bool:
    """Write an asset that a worker fetches from ``url``. Returns: False while ``most`` others wait for that."""
    status: str = await conn.execute(
        """INSERT INTO assets (id, name, state, bytes, source_url, fetch_at, created_at)
           SELECT $1, $2, 'uploading', 0, $3, $5, $5
            WHERE (SELECT count(*) FROM assets WHERE fetch_at IS NOT NULL) < $4""",
        asset_id,
        name,
        url,
        most,
        now,
    )
    return status == "INSERT 0 1"


async def set_length(
    conn: Conn, asset_id: AssetId, lease: UUID, length: int, limit: int | None
) -> bool | None:
    """Reserve ``length`` bytes for a file that is fetched.

    Within a transaction. Returns: False when the library would exceed ``limit`` bytes; None when the lease is lost.
    """
    if limit is not None:
        await conn.execute("SELECT pg_advisory_xact_lock($1)", _STORAGE_LOCK)
    row = await conn.fetchrow("SELECT bytes FROM assets WHERE id = $1 AND lease = $2", asset_id, lease)
    if row is None:
        return None
    if limit is not None and await used_bytes(conn) - row["bytes"] + length > limit:
        return False
    await conn.execute("UPDATE assets SET bytes = $3 WHERE id = $1 AND lease = $2", asset_id, lease, length)
    return True


async def used_bytes(conn: Conn) -> int:
    """Return the bytes that originals and results use, announced uploads included."""
    used: int = await conn.fetchval("SELECT coalesce(sum(bytes + result_bytes), 0)::bigint FROM assets")
    return used


async def load(conn: Conn, asset_ids: Sequence[AssetId]) -> list[AssetRow]:
    """Return these assets; unknown ones are missing."""
    return [
        _of_row(row)
        for row in await conn.fetch("SELECT * FROM assets WHERE id = ANY ($1::uuid[])", asset_ids)
    ]


async def load_to_use(conn: Conn, asset_ids: Sequence[AssetId]) -> list[AssetRow]:
    """Return these assets as ``load`` does, and let none of them be deleted before the end of the transaction."""
    return [
        _of_row(row)
        for row in await conn.fetch(
            "SELECT * FROM assets WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE", asset_ids
        )
    ]


async def lock(conn: Conn, asset_id: AssetId) -> AssetRow | None:
    """Lock one asset until the end of the transaction; None when unknown."""
    row = await conn.fetchrow("SELECT * FROM assets WHERE id = $1 FOR UPDATE", asset_id)
    return None if row is None else _of_row(row)


async def page(conn: Conn, before: tuple[Instant, AssetId] | None, limit: int) -> list[AssetRow]:
    """Return assets, newest first, after the given one."""
    created_at, asset_id = before or (None, None)
    rows = await conn.fetch(
        """SELECT * FROM assets WHERE $1::timestamptz IS NULL OR (created_at, id) < ($1, $2)
            ORDER BY created_at DESC, id DESC LIMIT $3""",
        created_at,
        asset_id,
        limit,
    )
    return [_of_row(row) for row in rows]


async def uploaded(
    conn: Conn,
    asset_id: AssetId,
    kind: AssetKind,
    format_: str,
    lane: ConversionLane,
    lease: UUID | None = None,
) -> bool:
    """Record that the whole file has arrived, so that it waits for its conversion; ``lease`` is that of the worker that
    fetched it. Returns: False when that was recorded before."""
    status: str = await conn.execute(
        """UPDATE assets SET state = 'waiting', kind = $2, format = $3, lane = $4,
                  fetch_at = NULL, tries = 0, lease = NULL, leased_until = NULL
            WHERE id = $1 AND state = 'uploading' AND lease IS NOT DISTINCT FROM $5""",
        asset_id,
        kind,
        format_,
        lane,
        lease,
    )
    return status == "UPDATE 1"


_LEASE: Final = Lease("assets", ("id",), holder="lease", until="leased_until")
_CLAIM: Final = _LEASE.claim(
    f"""SELECT id FROM assets WHERE lane = $4 AND (state = 'waiting' OR state = 'converting' AND {_LEASE.is_free})
         ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED""",
    "state = 'converting', tries = tries + 1, progress = 0, left_s = NULL",
    returning="assets.*",
)
_CLAIM_FETCH: Final = _LEASE.claim(
    f"""SELECT id FROM assets WHERE fetch_at <= $2 AND {_LEASE.is_free}
         ORDER BY fetch_at LIMIT 1 FOR UPDATE SKIP LOCKED""",
    "tries = tries + 1",
    returning="assets.*",
)
_EXTEND_FETCH: Final = _LEASE.extend()
_POSTPONE: Final = _LEASE.end("fetch_at = $3, bytes = 0")
_RELEASE_FETCH: Final = _LEASE.end("tries = greatest(0, tries - 1), bytes = 0")
_EXTEND: Final = _LEASE.extend("progress = $4, left_s = $5")
_COMPLETE: Final = _LEASE.end(
    """state = 'ready', kind = $3, files = $4, result_bytes = $5, bytes = 0, duration_ms = $6, width = $7, height = $8,
       pages = $9, progress = 1, left_s = NULL"""
)
_FAIL: Final = _LEASE.end(
    "state = 'failed', failure = $3, bytes = 0, left_s = NULL, fetch_at = NULL", "state <> 'ready'"
)
_MOVE: Final = _LEASE.end("state = 'waiting', tries = 0, lane = $3")
_RELEASE: Final = _LEASE.end("state = 'waiting', tries = greatest(0, tries - 1)")


async def claim(
    conn: Conn, lane: ConversionLane, lease: UUID, now: Instant, until_at: Instant
) -> AssetRow | None:
    """Claim the asset that has waited longest in ``lane``, or whose worker has died; None without one."""
    row = await conn.fetchrow(_CLAIM, lease, now, until_at, lane)
    return None if row is None else _of_row(row)


async def claim_fetch(conn: Conn, lease: UUID, now: Instant, until_at: Instant) -> AssetRow | None:
    """Claim the next file to fetch; None without one."""
    row = await conn.fetchrow(_CLAIM_FETCH, lease, now, until_at)
    return None if row is None else _of_row(row)


async def extend_fetch(conn: Conn, asset_id: AssetId, lease: UUID, until_at: Instant) -> bool:
    """Extend the lease of a fetch. Returns: False when another worker has it, or the asset was deleted."""
    return bool(await conn.fetchval(_EXTEND_FETCH, lease, until_at, asset_id))


async def postpone_fetch(conn: Conn, asset_id: AssetId, lease: UUID, again_at: Instant) -> None:
    """End a fetch that is tried again at that time."""
    await conn.execute(_POSTPONE, lease, asset_id, again_at)


async def release_fetch(conn: Conn, asset_id: AssetId, lease: UUID) -> None:
    """Release a fetch without counting the attempt, because the worker is asked to stop."""
    await conn.execute(_RELEASE_FETCH, lease, asset_id)


async def extend(
    conn: Conn, asset_id: AssetId, lease: UUID, until_at: Instant, progress: float, left_s: int | None
) -> bool:
    """Extend a lease and record the conversion's progress. Returns: False when another worker has the lease, or the
    asset was deleted."""
    return bool(await conn.fetchval(_EXTEND, lease, until_at, asset_id, progress, left_s))


async def complete(conn: Conn, asset_id: AssetId, lease: UUID, result: Result) -> bool:
    """Record the end of a conversion. Returns: False when another worker has the lease, or the asset was deleted."""
    return bool(
        await conn.fetchval(
            _COMPLETE,
            lease,
            asset_id,
            result.kind,
            result.files,
            result.bytes,
            result.duration_ms,
            result.width,
            result.height,
            result.pages,
        )
    )


async def fail(conn: Conn, asset_id: AssetId, lease: UUID | None, failure: Failure) -> bool:
    """Record that the asset cannot be used; ``lease`` None: before any conversion."""
    return bool(await conn.fetchval(_FAIL, lease, asset_id, failure))


async def release(conn: Conn, asset_id: AssetId, lease: UUID) -> None:
    """Release an asset without counting the attempt, because the worker is asked to stop."""
    await conn.execute(_RELEASE, lease, asset_id)


async def move(conn: Conn, asset_id: AssetId, lease: UUID, lane: ConversionLane) -> None:
    """Let an asset wait in another lane."""
    await conn.execute(_MOVE, lease, asset_id, lane)


async def delete(conn: Conn, asset_id: AssetId) -> None:
    """Delete an asset that the caller has locked."""
    await conn.execute("DELETE FROM assets WHERE id = $1", asset_id)


async def uploads(conn: Conn) -> list[tuple[AssetId, int]]:
    """Return unfinished uploads, and the length that each announced."""
    rows = await conn.fetch(
        "SELECT id, bytes FROM assets WHERE state = 'uploading' AND source_url IS NULL LIMIT 1000"
    )
    return [(AssetId(row["id"]), row["bytes"]) for row in rows]


async def abandoned(conn: Conn, before: Instant) -> list[AssetId]:
    """Return uploads that were begun before that time and never completed."""
    rows = await conn.fetch(
        "SELECT id FROM assets WHERE state = 'uploading' AND created_at < $1 LIMIT 100", before
    )
    return [AssetId(row["id"]) for row in rows]
