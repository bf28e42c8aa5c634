"""Vendors' rows about the attendance of members, the ends of sessions, and the merged totals.

Every function that writes needs the webinar's lock, so that one writer at a time merges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.core.phase import Mode
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorRow:
    """A vendor's row about a person's attendance.

    ``joins`` and ``leaves``: pushed moments of arrival and departure. ``as_of``: the time of the pull for a pulled row,
    of which the newest wins; None for a pushed row. ``intervals``: the attendance that the row amounts to.
    """

    connection: ConnectionId
    webinar: WebinarId
    key: str
    member: MemberId
    mode: Mode
    session: str
    joins: tuple[Instant, ...] = ()
    leaves: tuple[Instant, ...] = ()
    as_of: Instant | None = None
    intervals: Intervals = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """All rows of a member together, per mode; the newest version wins."""

    member: MemberId
    webinar: WebinarId
    version: int
    live: Intervals
    on_demand: Intervals


def _of_row(row: asyncpg.Record) -> VendorRow:
    return VendorRow(
        connection=ConnectionId(row["connection_id"]),
        webinar=WebinarId(row["webinar_id"]),
        key=row["key"],
        member=MemberId(row["member_id"]),
        mode=Mode(row["mode"]),
        session=row["session"],
        joins=tuple(row["joins"]),
        leaves=tuple(row["leaves"]),
        as_of=row["as_of"],
        intervals=_intervals(row["intervals"]),
    )


async def by_keys(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, keys: Sequence[str]
) -> dict[str, VendorRow]:
    """Return the rows with these keys; unknown keys are missing."""
    rows = await conn.fetch(
        """SELECT r.* FROM unnest($3::text[]) AS w (key)
             JOIN vendor_rows r ON r.connection_id = $1 AND r.webinar_id = $2 AND r.key = w.key""",
        connection,
        webinar,
        list(keys),
    )
    return {row["key"]: _of_row(row) for row in rows}


async def open_in(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, sessions: Sequence[str]
) -> list[VendorRow]:
    """Return the rows of these sessions that have no departure yet; the end of the session closes them."""
    rows = await conn.fetch(
        """SELECT * FROM vendor_rows
            WHERE connection_id = $1 AND webinar_id = $2 AND session = ANY ($3::text[])
              AND (as_of IS NULL OR cardinality(joins) > cardinality(leaves))""",
        connection,
        webinar,
        list(sessions),
    )
    return [_of_row(row) for row in rows]


async def of_member(conn: Conn, member: MemberId) -> list[VendorRow]:
    """Return a member's rows, to explain the member's attendance."""
    rows = await conn.fetch(
        "SELECT * FROM vendor_rows WHERE member_id = $1 ORDER BY connection_id, key", member
    )
    return [_of_row(row) for row in rows]


@dataclass(frozen=True, slots=True)
class LivePresence:
    """The moments of one live row, and when its session ended."""

    joins: tuple[Instant, ...]
    leaves: tuple[Instant, ...]
    ended_at: Instant | None


async def live_presence(
    conn: Conn, member_ids: Sequence[MemberId]
) -> Mapping[MemberId, Sequence[LivePresence]]:
    """Return the live rows of these members; a member without any is left out."""
    rows = await conn.fetch(
        """SELECT v.member_id, v.joins, v.leaves, s.ended_at
             FROM vendor_rows v LEFT JOIN vendor_sessions s
               ON (s.connection_id, s.webinar_id, s.session) = (v.connection_id, v.webinar_id, v.session)
            WHERE v.member_id = ANY ($1::uuid[]) AND v.mode = 'live'""",
        list(member_ids),
    )
    found: dict[MemberId, list[LivePresence]] = {}
    for row in rows:
        found.setdefault(MemberId(row["member_id"]), []).append(
            LivePresence(tuple(row["joins"]), tuple(row["leaves"]), row["ended_at"])
        )
    return found


async def came_after(conn: Conn, webinar: WebinarId, at: Instant) -> bool:
    """Return True when a vendor reported an arrival, or a session that went on, after ``at``."""
    return bool(
        await conn.fetchval(
            """SELECT EXISTS (SELECT FROM vendor_rows WHERE webinar_id = $1 AND mode = 'live'
                                 AND EXISTS (SELECT FROM unnest(joins) AS j WHERE j > $2))
                   OR EXISTS (SELECT FROM vendor_sessions WHERE webinar_id = $1 AND ended_at > $3)""",
            webinar,
            at,
            at,
        )
    )


async def write(conn: Conn, rows: Sequence[VendorRow]) -> None:
    """Write whole rows. A row that is older than the stored pulled row changes nothing, and a stored row keeps its
    member. The caller then sums up the members concerned."""
    await conn.executemany(
        """INSERT INTO vendor_rows (connection_id, webinar_id, key, member_id, mode, session, joins, leaves, as_of,
                                    intervals)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::text::int8multirange)
               ON CONFLICT (connection_id, webinar_id, key) DO UPDATE
              SET mode = excluded.mode, session = excluded.session, joins = excluded.joins,
                  leaves = excluded.leaves, as_of = excluded.as_of, intervals = excluded.intervals
            WHERE vendor_rows.as_of IS NULL OR excluded.as_of >= vendor_rows.as_of""",
        [
            (
                row.connection,
                row.webinar,
                row.key,
                row.member,
                row.mode,
                row.session,
                list(row.joins),
                list(row.leaves),
                row.as_of,
                _multirange(row.intervals),
            )
            for row in rows
        ],
    )


async def delete(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, keys: Sequence[str]
) -> list[MemberId]:
    """Delete rows that a vendor no longer reports. Returns: their members, whose sums must be computed again."""
    rows = await conn.fetch(
        """DELETE FROM vendor_rows WHERE connection_id = $1 AND webinar_id = $2 AND key = ANY ($3::text[])
        RETURNING member_id""",
        connection,
        webinar,
        list(keys),
    )
    return sorted({MemberId(row["member_id"]) for row in rows})


async def end_sessions(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, ends: Mapping[str, Instant]
) -> list[str]:
    """Record the ends of sessions; the latest report wins. Returns: the sessions whose end has changed."""
    rows = await conn.fetch(
        """INSERT INTO vendor_sessions (connection_id, webinar_id, session, ended_at)
           SELECT $1, $2, e.session, e.ended_at FROM unnest($3::text[], $4::timestamptz[]) AS e (session, ended_at)
               ON CONFLICT (connection_id, webinar_id, session) DO UPDATE SET ended_at = excluded.ended_at
            WHERE excluded.ended_at > vendor_sessions.ended_at
           RETURNING session""",
        connection,
        webinar,
        list(ends),
        list(ends.values()),
    )
    return [row["session"] for row in rows]


async def ends(
    conn: Conn, connection: ConnectionId, webinar: WebinarId, sessions: Sequence[str]
) -> Mapping[str, Instant]:
    """Return the known ends of these sessions; sessions without a reported end are missing."""
    rows = await conn.fetch(
        """SELECT session, ended_at FROM vendor_sessions
            WHERE connection_id = $1 AND webinar_id = $2 AND session = ANY ($3::text[])""",
        connection,
        webinar,
        list(sessions),
    )
    return {row["session"]: row["ended_at"] for row in rows}


# In: members. Out: those whose sum changed. The version grows with each change.
_SUM = """
INSERT INTO reported (member_id, live, on_demand)
SELECT m.id, coalesce(range_agg(v.intervals) FILTER (WHERE v.mode = 'live'), '{}'),
       coalesce(range_agg(v.intervals) FILTER (WHERE v.mode = 'on_demand'), '{}')
  FROM members m LEFT JOIN (
           SELECT member_id, key, mode, intervals FROM vendor_rows WHERE member_id = ANY ($1::uuid[])
            UNION ALL
           SELECT member_id, import_id::text, 'live', intervals FROM import_stays WHERE member_id = ANY ($1::uuid[])
       ) v ON v.member_id = m.id
 WHERE m.id = ANY ($1::uuid[])
 GROUP BY m.id
HAVING count(v.key) > 0 OR EXISTS (SELECT FROM reported r WHERE r.member_id = m.id)
 ORDER BY m.id
    ON CONFLICT (member_id) DO UPDATE
       SET live = excluded.live, on_demand = excluded.on_demand, version = reported.version + 1
     WHERE (reported.live, reported.on_demand) IS DISTINCT FROM (excluded.live, excluded.on_demand)
RETURNING member_id
"""


async def add_import_stays(conn: Conn, import_id: UUID, stays: Mapping[MemberId, Intervals]) -> None:
    """Store the live attendance that an import states, and sum it up; unknown members are skipped."""
    await conn.executemany(
        """INSERT INTO import_stays (import_id, member_id, intervals)
           SELECT $1, id, $3::text::int8multirange FROM members WHERE id = $2
               ON CONFLICT (member_id, import_id) DO UPDATE
              SET intervals = import_stays.intervals + excluded.intervals""",
        [(import_id, member, _multirange(intervals)) for member, intervals in stays.items()],
    )
    await sum_up(conn, stays)


async def drop_import_stays(conn: Conn, import_id: UUID, members: Sequence[MemberId]) -> None:
    """Remove the attendance that an import stated for these members, and sum up the rest."""
    rows = await conn.fetch(
        "DELETE FROM import_stays WHERE import_id = $1 AND member_id = ANY ($2::uuid[]) RETURNING member_id",
        import_id,
        list(members),
    )
    await sum_up(conn, sorted({MemberId(row["member_id"]) for row in rows}))


async def import_stays(conn: Conn, member: MemberId) -> list[tuple[UUID, Intervals]]:
    """Return the live attendance that imports state for a member, to explain the member's attendance."""
    rows = await conn.fetch(
        "SELECT import_id, intervals FROM import_stays WHERE member_id = $1 ORDER BY import_id", member
    )
    return [(row["import_id"], _intervals(row["intervals"])) for row in rows]


async def sum_up(conn: Conn, members: Iterable[MemberId]) -> list[MemberId]:
    """Sum up all rows of each member. Returns: the members whose sum changed, for an update of the ledger."""
    return [MemberId(row["member_id"]) for row in await conn.fetch(_SUM, list(members))]


_REPORTED = "SELECT r.*, m.webinar_id FROM reported r JOIN members m ON m.id = r.member_id"


def _reported(row: asyncpg.Record) -> Reported:
    return Reported(
        member=MemberId(row["member_id"]),
        webinar=WebinarId(row["webinar_id"]),
        version=row["version"],
        live=_intervals(row["live"]),
        on_demand=_intervals(row["on_demand"]),
    )


async def reported(conn: Conn, members: Sequence[MemberId]) -> dict[MemberId, Reported]:
    """Return the vendors' merged reports about these members; a member without any is missing."""
    rows = await conn.fetch(f"{_REPORTED} WHERE r.member_id = ANY ($1::uuid[])", list(members))
    return {MemberId(row["member_id"]): _reported(row) for row in rows}


async def not_in_ledger(conn: Conn, limit: int) -> list[Reported]:
    """Return reports that the ledger may not hold yet, for webinars that the ledger holds."""
    rows = await conn.fetch(
        f"""{_REPORTED} JOIN webinars w ON w.id = m.webinar_id
             WHERE r.carded_version < r.version AND w.archived_at IS NULL LIMIT $1""",
        limit,
    )
    return [_reported(row) for row in rows]


async def mark_copied(conn: Conn, copied: Sequence[Reported]) -> None:
    """Record that the ledger holds these versions; an older version never lowers the mark."""
    await conn.execute(
        """UPDATE reported r SET carded_version = c.version
             FROM unnest($1::uuid[], $2::bigint[]) AS c (member_id, version)
            WHERE r.member_id = c.member_id AND r.carded_version < c.version""",
        [each.member for each in copied],
        [each.version for each in copied],
    )


def _intervals(multirange: Iterable[Any]) -> Intervals:
    return tuple((piece.lower, piece.upper) for piece in multirange)


def _multirange(pieces: Iterable[tuple[int, int]]) -> str:
    return "{" + ",".join(f"[{start},{end})" for start, end in pieces) + "}"
