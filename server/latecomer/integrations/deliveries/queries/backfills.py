"""Backfills: past events that a connection is to receive, and the deliveries made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class PastEvents:
    """The past events that a connection is to receive: their earliest time, their webinars (None: all that it
    receives), and their types."""

    connection: ConnectionId
    from_at: Instant
    webinars: Sequence[WebinarId] | None
    types: Sequence[str]
    unbound: bool
    """Bound to no webinar, it receives the events of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillRow:
    """One backfill, and the number of its events that wait."""

    id: UUID
    at: Instant
    from_at: Instant
    events: int
    waiting: int
    stopped_at: Instant | None


# In: connection, from, webinars (NULL: all), types, unbound. Out: past events that it lacks, or that are dead.
_MISSED = """
SELECT o.id, o.number FROM outbox o JOIN connections c ON c.id = $1
 WHERE o.spread_at IS NOT NULL AND o.at >= $2 AND o.type = ANY ($4::text[])
   AND (c.events IS NULL OR o.type = ANY (c.events))
   AND ($3::uuid[] IS NULL OR o.webinar_id = ANY ($3))
   AND (EXISTS (SELECT FROM connection_webinars b WHERE b.connection_id = c.id AND b.webinar_id = o.webinar_id)
        OR ($5 AND NOT EXISTS (SELECT FROM connection_webinars b WHERE b.connection_id = c.id)))
   AND NOT EXISTS (SELECT FROM deliveries d
                    WHERE d.connection_id = c.id AND d.number = o.number AND d.state <> 'dead')
"""


async def count(conn: Conn, past: PastEvents, limit: int) -> int:
    """Return how many past events a connection would receive, at most ``limit``."""
    count: int = await conn.fetchval(
        f"SELECT count(*) FROM ({_MISSED} LIMIT $6) AS missed", *_past(past), limit
    )
    return count


def _past(past: PastEvents) -> tuple[object, ...]:
    webinars = None if past.webinars is None else list(past.webinars)
    return past.connection, past.from_at, webinars, list(past.types), past.unbound


async def add(conn: Conn, past: PastEvents, backfill: UUID, now: Instant) -> int:
    """Create deliveries of past events for a connection; existing deliveries stay as they are. Returns: the number
    created."""
    rows = await conn.fetch(
        f"""INSERT INTO deliveries (connection_id, event_id, number, due_at, backfill_id)
            SELECT $1, id, number, $6, $7 FROM ({_MISSED}) AS missed
                ON CONFLICT (connection_id, number) DO UPDATE
               SET state = 'waiting', again = false, attempts = 0, due_at = excluded.due_at,
                   backfill_id = excluded.backfill_id
             WHERE deliveries.state = 'dead'
            RETURNING 1""",
        *_past(past),
        now,
        backfill,
    )
    await conn.execute(
        """INSERT INTO delivery_lanes (connection_id, again) VALUES ($1, false), ($1, true)
               ON CONFLICT DO NOTHING""",
        past.connection,
    )
    await conn.execute(
        "INSERT INTO backfills (id, connection_id, at, from_at, events) VALUES ($1, $2, $3, $4, $5)",
        backfill,
        past.connection,
        now,
        past.from_at,
        len(rows),
    )
    return len(rows)


async def stop(conn: Conn, connection: ConnectionId, now: Instant) -> None:
    """Withdraw past events that were not attempted; attempted ones go on."""
    await conn.execute(
        """DELETE FROM deliveries WHERE connection_id = $1 AND state = 'waiting' AND backfill_id IS NOT NULL
              AND attempts = 0 AND code IS DISTINCT FROM 'sending'""",
        connection,
    )
    await conn.execute(
        "UPDATE backfills SET stopped_at = $2 WHERE connection_id = $1 AND stopped_at IS NULL",
        connection,
        now,
    )


async def last(conn: Conn, connection: ConnectionId) -> BackfillRow | None:
    """Return the latest backfill of a connection."""
    row = await conn.fetchrow(
        """SELECT b.*, (SELECT count(*) FROM deliveries d WHERE d.connection_id = b.connection_id
                           AND d.state = 'waiting' AND d.backfill_id = b.id) AS waiting
             FROM backfills b WHERE b.connection_id = $1 ORDER BY b.at DESC LIMIT 1""",
        connection,
    )
    if row is None:
        return None
    return BackfillRow(
        id=row["id"],
        at=row["at"],
        from_at=row["from_at"],
        events=row["events"],
        waiting=row["waiting"],
        stopped_at=row["stopped_at"],
    )
