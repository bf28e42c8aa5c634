"""Archived webinars: those that are due for the archive, and the watched sets of their members."""

from __future__ import annotations

from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import WINDOW_MS
from latecomer.postgres.pool import Conn
from latecomer.watching.rules.totals import WatchedSets


async def due(conn: Conn, closed_before: Instant) -> list[WebinarId]:
    """Return webinars in the ledger whose window closed before that instant."""
    rows = await conn.fetch(
        "SELECT id FROM webinars WHERE archived_at IS NULL AND ends_at < $1 LIMIT 50",
        closed_before - WINDOW_MS,
    )
    return [WebinarId(row["id"]) for row in rows]


async def mark(conn: Conn, webinar: WebinarId, now: Instant) -> None:
    """Record that a webinar is archived: its rows are the only copy."""
    await conn.execute(
        "UPDATE webinars SET archived_at = $2 WHERE id = $1 AND archived_at IS NULL", webinar, now
    )


async def sets_page(
    conn: Conn, webinar: WebinarId, after: MemberId | None, limit: int
) -> list[tuple[MemberId, WatchedSets]]:
    """Return the watched sets of a webinar's members, in member order after the given one."""
    rows = await conn.fetch(
        """SELECT m.id, m.visitor, coalesce(c.intervals, '{}') AS intervals, coalesce(c.covered, '{}') AS covered,
                  coalesce(c.recording_version, 0) AS recording_version, coalesce(r.live, '{}') AS live,
                  coalesce(r.on_demand, '{}') AS on_demand
             FROM members m
             LEFT JOIN ledger_copies c ON c.member_id = m.id LEFT JOIN reported r ON r.member_id = m.id
            WHERE m.webinar_id = $1 AND m.id > $2 AND (c.member_id IS NOT NULL OR r.member_id IS NOT NULL)
            ORDER BY m.id LIMIT $3""",
        webinar,
        after or UUID(int=0),
        limit,
    )
    return [
        (
            MemberId(row["id"]),
            WatchedSets(
                intervals=tuple((piece.lower, piece.upper) for piece in row["intervals"]),
                covered=tuple((piece.lower, piece.upper) for piece in row["covered"]),
                recording_version=row["recording_version"],
                visitor=row["visitor"],
                reported_live=tuple((piece.lower, piece.upper) for piece in row["live"]),
                reported_on_demand=tuple((piece.lower, piece.upper) for piece in row["on_demand"]),
            ),
        )
        for row in rows
    ]
