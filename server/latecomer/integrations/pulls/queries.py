"""Pulls as rows: for each webinar that a connection is bound to, the time of the next pull, its holder, and the last
result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplanned:
    """A binding whose next pull is not planned since it was bound, or since the webinar changed."""

    connection: ConnectionId
    webinar: WebinarId
    kind: str
    pulled_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PullPlan:
    """The time of the next pull, for that version of the webinar; None: no further pull without a request."""

    connection: ConnectionId
    webinar: WebinarId
    version: int
    next_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPull:
    """A due pull that ``holder`` has claimed."""

    connection: ConnectionId
    webinar: WebinarId
    holder: UUID
    pulled_at: Instant | None
    asked: bool
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PullRow:
    """A pull as operators see it."""

    next_at: Instant | None
    pulled_at: Instant | None
    code: str | None
    message: str | None
    lease_until: Instant | None


_PULLING: Final = 0x4C61_7465_0002
"""The advisory lock of the one who claims: a connection is asked by one at a time."""


async def unplanned(conn: Conn, kinds: Sequence[str], limit: int) -> list[Unplanned]:
    """Return the bindings of these kinds that have no planned pull yet."""
    rows = await conn.fetch(
        """SELECT b.connection_id, b.webinar_id, c.kind, p.pulled_at
             FROM connection_webinars b
             JOIN connections c ON c.id = b.connection_id
             JOIN webinars w ON w.id = b.webinar_id
             LEFT JOIN pulls p ON p.connection_id = b.connection_id AND p.webinar_id = b.webinar_id
            WHERE c.kind = ANY ($1::text[]) AND p.planned_version IS DISTINCT FROM w.version
            LIMIT $2""",
        list(kinds),
        limit,
    )
    return [
        Unplanned(
            connection=ConnectionId(row["connection_id"]),
            webinar=WebinarId(row["webinar_id"]),
            kind=row["kind"],
            pulled_at=row["pulled_at"],
        )
        for row in rows
    ]


# In: connections, webinars, times, versions (parallel). What failed or was asked for keeps its time.
_PLAN = """
INSERT INTO pulls (connection_id, webinar_id, next_at, planned_version)
SELECT b.connection_id, b.webinar_id, n.next_at, n.version
  FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::int[])
       AS n (connection_id, webinar_id, next_at, version)
  JOIN connection_webinars b ON b.connection_id = n.connection_id AND b.webinar_id = n.webinar_id
   FOR KEY SHARE OF b
    ON CONFLICT (connection_id, webinar_id) DO UPDATE
       SET planned_version = excluded.planned_version,
           next_at = CASE WHEN pulls.attempts = 0 AND pulls.asked_at IS NULL THEN excluded.next_at
                          ELSE pulls.next_at END
"""


async def plan(conn: Conn, plans: Sequence[PullPlan]) -> None:
    """Write the times of these pulls; webinars that are no longer bound are skipped."""
    await conn.execute(
        _PLAN,
        [each.connection for each in plans],
        [each.webinar for each in plans],
        [each.next_at for each in plans],
        [each.version for each in plans],
    )


async def ask(conn: Conn, connection: ConnectionId, webinar: WebinarId, version: int, now: Instant) -> bool:
    """Make a full pull of a webinar from a connection due at once. Returns: False when the connection has no pull for
    this webinar."""
    return bool(
        await conn.fetchval(
            """INSERT INTO pulls (connection_id, webinar_id, next_at, planned_version, asked_at)
               SELECT connection_id, webinar_id, $3, $4, $3 FROM connection_webinars
                WHERE connection_id = $1 AND webinar_id = $2 FOR KEY SHARE
                   ON CONFLICT (connection_id, webinar_id) DO UPDATE
                  SET next_at = excluded.next_at, asked_at = excluded.asked_at
               RETURNING true""",
            connection,
            webinar,
            now,
            version,
        )
    )


_LEASE: Final = Lease("pulls", ("connection_id", "webinar_id"))

# In: holder, now, until, limit. What was asked for comes first; a connection that is being asked is left alone.
_CLAIM: Final = _LEASE.claim(
    """
    SELECT * FROM (
        SELECT DISTINCT ON (p.connection_id) p.connection_id, p.webinar_id
          FROM pulls p JOIN connections c ON c.id = p.connection_id
         WHERE c.state = 'active' AND p.next_at <= $2
           AND NOT EXISTS (SELECT FROM pulls o WHERE o.connection_id = p.connection_id AND o.lease_until > $2)
         ORDER BY p.connection_id, p.asked_at NULLS LAST, p.next_at) each
     LIMIT $4""",
    returning="connection_id, webinar_id, pulled_at, asked_at, attempts",
)
_EXTEND: Final = _LEASE.extend()
_COMPLETE: Final = _LEASE.end(
    """pulled_at = $4, attempts = 0, code = $5, message = $6, planned_version = $7,
       next_at = CASE WHEN asked_at > $4 THEN $9::timestamptz ELSE $8 END,
       asked_at = CASE WHEN asked_at > $4 THEN asked_at END"""
)
_FAIL: Final = _LEASE.end("attempts = attempts + 1, next_at = $4, code = $5, message = $6")
_RELEASE: Final = _LEASE.end()


async def claim(conn: Conn, holder: UUID, now: Instant, until: Instant, limit: int) -> list[TakenPull]:
    """Claim due pulls, one of each connection, in the caller's transaction, which holds a lock until its end.

    A lease that ran out belonged to a worker that died, or whose vendor is too slow.
    """
    await conn.execute("SELECT pg_advisory_xact_lock($1)", _PULLING)
    return [
        TakenPull(
            connection=ConnectionId(row["connection_id"]),
            webinar=WebinarId(row["webinar_id"]),
            holder=holder,
            pulled_at=row["pulled_at"],
            asked=row["asked_at"] is not None,
            attempts=row["attempts"],
        )
        for row in await conn.fetch(_CLAIM, holder, now, until, limit)
    ]


async def extend(conn: Conn, taken: TakenPull, until: Instant) -> bool:
    """Extend the lease of a pull. Returns: False when another holder has it; its row stays locked."""
    return bool(await conn.fetchval(_EXTEND, taken.holder, until, taken.connection, taken.webinar))


async def complete(
    conn: Conn, taken: TakenPull, began_at: Instant, plan: PullPlan, code: str, message: str, now: Instant
) -> None:
    """Record the end of a pull; a pull that was requested meanwhile stays due."""
    await conn.execute(
        _COMPLETE,
        taken.holder,
        taken.connection,
        taken.webinar,
        began_at,
        code,
        message,
        plan.version,
        plan.next_at,
        now,
    )


async def fail(conn: Conn, taken: TakenPull, next_at: Instant | None, code: str, message: str) -> None:
    """Record a failed pull; requests for a pull stay."""
    await conn.execute(_FAIL, taken.holder, taken.connection, taken.webinar, next_at, code, message)


async def release(conn: Conn, taken: TakenPull) -> None:
    """Release a pull, so that another worker may claim it as if nothing had happened."""
    await conn.execute(_RELEASE, taken.holder, taken.connection, taken.webinar)


def _of_row(row: asyncpg.Record) -> PullRow:
    return PullRow(
        next_at=row["next_at"],
        pulled_at=row["pulled_at"],
        code=row["code"],
        message=row["message"],
        lease_until=row["lease_until"],
    )


async def of_webinar(conn: Conn, webinar: WebinarId) -> Mapping[ConnectionId, PullRow]:
    """Return the pulls of a webinar, by connection; connections without a planned pull are left out."""
    rows = await conn.fetch("SELECT * FROM pulls WHERE webinar_id = $1", webinar)
    return {ConnectionId(row["connection_id"]): _of_row(row) for row in rows}
