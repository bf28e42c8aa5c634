"""Entries of the audit log as rows: written, summed, read, and swept when they are old."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry to write. ``summed_by`` is the key under which further calls are added to it; None gives each call its
    own entry.
    """

    happened_at: Instant
    actor: str
    actor_id: UUID | None
    actor_name: str
    action: str
    target: str | None
    target_id: str | None
    address: str | None
    details: Mapping[str, object]
    summed_by: str | None
    calls: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """One entry; ``calls`` calls from ``happened_at`` to ``last_at``."""

    id: int
    happened_at: Instant
    last_at: Instant
    calls: int
    actor: str
    actor_id: UUID | None
    actor_name: str
    action: str
    target: str | None
    target_id: str | None
    target_name: str | None
    """The name that a webinar, connection, key, segment, campaign or file has now."""
    address: str | None
    details: Mapping[str, object]


async def add(conn: Conn, entry: NewEntry) -> None:
    """Write an entry, or add a call to the entry that sums up calls under the same key."""
    await conn.execute(
        """INSERT INTO audit_entries (happened_at, last_at, actor, actor_id, actor_name, action, target, target_id,
                                      address, details, summed_by, calls)
           VALUES ($1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (summed_by) DO UPDATE
              SET calls = audit_entries.calls + excluded.calls,
                  last_at = greatest(audit_entries.last_at, excluded.last_at)""",
        entry.happened_at,
        entry.actor,
        entry.actor_id,
        entry.actor_name,
        entry.action,
        entry.target,
        entry.target_id,
        entry.address,
        dict(entry.details),
        entry.summed_by,
        entry.calls,
    )


async def page(
    conn: Conn, before: int | None, action: str | None, who: str | None, limit: int
) -> list[EntryRow]:
    """Return entries before an id, latest first; ``who`` is a part of the caller's name."""
    rows = await conn.fetch(
        """SELECT id, happened_at, last_at, calls, actor, actor_id, actor_name, action, target, target_id, address,
                  details,
                  CASE target
                      WHEN 'webinar' THEN (SELECT name FROM webinars WHERE id = target_id::uuid)
                      WHEN 'connection' THEN (SELECT name FROM connections WHERE id = target_id::uuid)
                      WHEN 'key' THEN (SELECT name FROM api_keys WHERE id = target_id::uuid)
                      WHEN 'segment' THEN (SELECT name FROM segments WHERE id = target_id::uuid)
                      WHEN 'campaign' THEN (SELECT name FROM campaigns WHERE id = target_id::uuid)
                      WHEN 'asset' THEN (SELECT name FROM assets WHERE id = target_id::uuid)
                  END AS target_name
             FROM audit_entries
            WHERE ($1::bigint IS NULL OR id < $1) AND ($2::text IS NULL OR action = $2)
              AND ($3::text IS NULL OR position(lower($3) IN lower(actor_name)) > 0)
            ORDER BY id DESC LIMIT $4""",
        before,
        action,
        who,
        limit,
    )
    return [EntryRow(**row) for row in rows]


async def sweep(conn: Conn, forget_addresses_before: Instant, delete_before: Instant) -> None:
    """Delete addresses and entries whose retention time is over."""
    await conn.execute(
        "UPDATE audit_entries SET address = NULL WHERE address IS NOT NULL AND last_at < $1",
        forget_addresses_before,
    )
    await conn.execute("DELETE FROM audit_entries WHERE last_at < $1", delete_before)
