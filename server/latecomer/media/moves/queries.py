"""Assets that are to be moved to S3, and files that are to be deleted there, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.media.rules.assets import AssetId
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn

_LEASE: Final = Lease("assets", ("id",), holder="lease", until="leased_until")
_CLAIM: Final = _LEASE.claim(
    "SELECT id FROM assets WHERE state = 'ready' AND NOT in_s3 AND (move_at IS NULL OR move_at <= $2)"
    " AND " + _LEASE.is_free + " ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED",
    returning="assets.id, files, move_tries",
)
_EXTEND: Final = _LEASE.extend()
_COMPLETE: Final = _LEASE.end("in_s3 = true, move_at = NULL")
_POSTPONE: Final = _LEASE.end("move_tries = $3, move_at = $4")

_DELETIONS: Final = Lease("s3_deletions", ("asset_id",))
_CLAIM_DELETION: Final = _DELETIONS.claim(
    "SELECT asset_id FROM s3_deletions WHERE delete_at <= $2 AND "
    + _DELETIONS.is_free
    + " ORDER BY delete_at LIMIT 1 FOR UPDATE SKIP LOCKED",
    returning="asset_id, files, tries",
)
_POSTPONE_DELETION: Final = _DELETIONS.end("tries = $3, delete_at = $4")


@dataclass(frozen=True, slots=True)
class Movable:
    """The files of an asset, and the failures so far of moving or deleting them."""

    id: AssetId
    files: tuple[str, ...]
    tries: int


async def claim(conn: Conn, lease: UUID, now: Instant, until_at: Instant) -> Movable | None:
    """Claim the next ready asset that is not in S3; None without one."""
    row = await conn.fetchrow(_CLAIM, lease, now, until_at)
    return None if row is None else Movable(AssetId(row["id"]), tuple(row["files"]), row["move_tries"])


async def extend(conn: Conn, asset_id: AssetId, lease: UUID, until_at: Instant) -> bool:
    """Extend a lease. Returns: False when another worker has it, or the asset was deleted."""
    return bool(await conn.fetchval(_EXTEND, lease, until_at, asset_id))


async def complete(conn: Conn, asset_id: AssetId, lease: UUID) -> bool:
    """Record that all files are in S3. Returns: False when the lease is lost."""
    return bool(await conn.fetchval(_COMPLETE, lease, asset_id))


async def postpone(conn: Conn, asset_id: AssetId, lease: UUID, tries: int, again_at: Instant) -> None:
    """End an attempt that is repeated at that time."""
    await conn.execute(_POSTPONE, lease, asset_id, tries, again_at)


async def is_in_s3(conn: Conn, asset_id: AssetId, name: str) -> bool:
    """Return True when S3 has this file."""
    found: bool = await conn.fetchval(
        "SELECT EXISTS (SELECT 1 FROM assets WHERE id = $1 AND in_s3 AND $2 = ANY (files))", asset_id, name
    )
    return found


async def plan_deletion(conn: Conn, asset_id: AssetId, delete_at: Instant) -> None:
    """Plan to delete an asset's files from S3, in the transaction that deletes the asset."""
    await conn.execute(
        """INSERT INTO s3_deletions (asset_id, files, delete_at)
           SELECT id, files, $2 FROM assets WHERE id = $1 AND state = 'ready' ON CONFLICT DO NOTHING""",
        asset_id,
        delete_at,
    )


async def claim_deletion(conn: Conn, holder: UUID, now: Instant, until_at: Instant) -> Movable | None:
    """Claim the next asset whose files are to be deleted; None without one."""
    row = await conn.fetchrow(_CLAIM_DELETION, holder, now, until_at)
    return None if row is None else Movable(AssetId(row["asset_id"]), tuple(row["files"]), row["tries"])


async def postpone_deletion(
    conn: Conn, asset_id: AssetId, holder: UUID, tries: int, again_at: Instant
) -> None:
    """End an attempt to delete that is repeated at that time."""
    await conn.execute(_POSTPONE_DELETION, holder, asset_id, tries, again_at)


async def complete_deletion(conn: Conn, asset_id: AssetId, holder: UUID) -> None:
    """Forget an asset whose files are gone."""
    await conn.execute("DELETE FROM s3_deletions WHERE asset_id = $1 AND holder = $2", asset_id, holder)
