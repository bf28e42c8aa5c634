"""Persons who wait for their erasure, as rows: a worker erases them one by one."""

from __future__ import annotations

from collections.abc import Sequence

from latecomer.core.ids import Instant, PersonId
from latecomer.postgres.pool import Conn


async def ask(conn: Conn, persons: Sequence[PersonId], now: Instant) -> None:
    """Ask for the erasure of these persons, in the caller's transaction."""
    await conn.execute(
        """INSERT INTO erasures_due (person_id, asked_at) SELECT id, $2 FROM unnest($1::uuid[]) AS id
           ON CONFLICT (person_id) DO NOTHING""",
        list(persons),
        now,
    )


async def due(conn: Conn, limit: int) -> list[PersonId]:
    """Return the persons who have waited longest."""
    rows = await conn.fetch("SELECT person_id FROM erasures_due ORDER BY asked_at, person_id LIMIT $1", limit)
    return [PersonId(row["person_id"]) for row in rows]


async def done(conn: Conn, person: PersonId) -> None:
    """Remove a person from the queue."""
    await conn.execute("DELETE FROM erasures_due WHERE person_id = $1", person)
