"""Daily totals as rows: one for each member, mode and local day, counted from the checkpoints of watch time
in PostgreSQL, and the totals that were last published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn
from latecomer.watching.rules.days import WatchedDay


@dataclass(frozen=True, slots=True, kw_only=True)
class UncountedMember:
    """A member's watch time that is not counted by day yet: that of our own player, from the last checkpoint, and that
    of the vendors' reports, each with its version."""

    member: MemberId
    webinar: WebinarId
    own_version: int
    reported_version: int
    own: Intervals
    reported_live: Intervals
    reported_on_demand: Intervals

    @property
    def version(self) -> int:
        """The sum of both versions; it grows whenever one of them grows."""
        return self.own_version + self.reported_version


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpublishedDay:
    """A day with an unpublished total; the member's row is locked. ``sequence`` and ``revision`` are those of the last
    publication."""

    member: MemberId
    webinar: WebinarId
    person: PersonId
    email: str | None
    first_name: str | None
    last_name: str | None
    status: Status
    sequence: int
    day: WatchedDay
    revision: int


async def uncounted(conn: Conn, limit: int) -> list[UncountedMember]:
    """Lock and return members whose data are newer than their days, in id order."""
    rows = await conn.fetch(
        """SELECT m.id, m.webinar_id, coalesce(c.version, 0) AS own_version, c.intervals,
                  coalesce(r.version, 0) AS reported_version, r.live, r.on_demand
             FROM members m LEFT JOIN ledger_copies c ON c.member_id = m.id
                  LEFT JOIN reported r ON r.member_id = m.id
            WHERE m.id IN ((SELECT member_id FROM ledger_copies WHERE counted_version < version
                             ORDER BY member_id LIMIT $1)
                           UNION
                           (SELECT member_id FROM reported WHERE counted_version < version
                             ORDER BY member_id LIMIT $1)
                           UNION
                           (SELECT id FROM members WHERE days_stale ORDER BY id LIMIT $1))
            ORDER BY m.id LIMIT $1 FOR NO KEY UPDATE OF m SKIP LOCKED""",
        limit,
    )
    return [
        UncountedMember(
            member=MemberId(row["id"]),
            webinar=WebinarId(row["webinar_id"]),
            own_version=row["own_version"],
            reported_version=row["reported_version"],
            own=_intervals(row["intervals"]),
            reported_live=_intervals(row["live"]),
            reported_on_demand=_intervals(row["on_demand"]),
        )
        for row in rows
    ]


def _intervals(pieces: Iterable[Any] | None) -> Intervals:
    return tuple((piece.lower, piece.upper) for piece in pieces or ())


# In: parallel arrays, one entry per day; now. An older copy overwrites nothing; only a new total counts as growth.
_WRITE = """
INSERT INTO watched_days AS was (member_id, mode, day, watched_ms, first_at, last_at, version, grown_at)
SELECT member_id, mode, day, watched_ms, first_at, last_at, version, $8
  FROM unnest($1::uuid[], $2::text[], $3::date[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::bigint[])
       AS new (member_id, mode, day, watched_ms, first_at, last_at, version)
 ORDER BY member_id, mode, day
    ON CONFLICT (member_id, mode, day) DO UPDATE
       SET watched_ms = excluded.watched_ms, first_at = excluded.first_at, last_at = excluded.last_at,
           version = excluded.version, grown_at = excluded.grown_at
     WHERE was.version <= excluded.version AND was.watched_ms <> excluded.watched_ms
"""


# In: the members that were counted, and their versions; member, mode and day of what was written; now.
# A day that is gone, because a vendor corrected what it reported, is an empty one.
_EMPTY = """
UPDATE watched_days d SET watched_ms = 0, version = m.version, grown_at = $6
  FROM unnest($1::uuid[], $2::bigint[]) AS m (member_id, version)
 WHERE d.member_id = m.member_id AND d.version <= m.version AND d.watched_ms <> 0
   AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::text[], $5::date[]) AS n (member_id, mode, day)
                    WHERE n.member_id = d.member_id AND n.mode = d.mode AND n.day = d.day)
"""

_COUNTED = """
UPDATE {table} c SET counted_version = greatest(c.counted_version, done.version)
  FROM unnest($1::uuid[], $2::bigint[]) AS done (member_id, version)
 WHERE c.member_id = done.member_id AND c.counted_version < done.version
"""


# In: the members that were counted, and the versions that their days rest on now. Days that rest on something older
# than what is there by now stay stale.
_TOTALS = """
UPDATE members m SET live_ms = t.live_ms, on_demand_ms = t.on_demand_ms, days_stale = m.days_stale AND t.outdated
  FROM members was JOIN
       (SELECT done.id, coalesce(sum(d.watched_ms) FILTER (WHERE d.mode = 'live'), 0) AS live_ms,
               coalesce(sum(d.watched_ms) FILTER (WHERE d.mode = 'on_demand'), 0) AS on_demand_ms,
               EXISTS (SELECT FROM ledger_copies c WHERE c.member_id = done.id AND c.version > done.own)
                 OR EXISTS (SELECT FROM reported r WHERE r.member_id = done.id AND r.version > done.reported)
               AS outdated
          FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS done (id, own, reported)
               LEFT JOIN watched_days d ON d.member_id = done.id
         GROUP BY done.id, done.own, done.reported) t ON t.id = was.id
 WHERE m.id = t.id AND (m.live_ms, m.on_demand_ms, m.days_stale)
       IS DISTINCT FROM (t.live_ms, t.on_demand_ms, m.days_stale AND t.outdated)
RETURNING m.id, was.live_ms AS live_before, was.on_demand_ms AS on_demand_before, m.live_ms, m.on_demand_ms
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """A member's watched time in each mode, before and after a count, in ms."""

    member: MemberId
    live_before_ms: int
    on_demand_before_ms: int
    live_ms: int
    on_demand_ms: int


async def write(
    conn: Conn, counted: Sequence[tuple[UncountedMember, Sequence[WatchedDay]]], now: Instant
) -> list[Growth]:
    """Write the days and totals of these locked members, with the versions of the data that were counted.

    Returns: the members whose totals changed.
    """
    flat = [(copy, day) for copy, days in counted for day in days]
    await conn.execute(
        _WRITE,
        [copy.member for copy, _ in flat],
        [day.mode for _, day in flat],
        [day.day for _, day in flat],
        [day.watched_ms for _, day in flat],
        [day.first_at for _, day in flat],
        [day.last_at for _, day in flat],
        [copy.version for copy, _ in flat],
        now,
    )
    members = [copy.member for copy, _ in counted]
    await conn.execute(
        _EMPTY,
        members,
        [copy.version for copy, _ in counted],
        [copy.member for copy, _ in flat],
        [day.mode for _, day in flat],
        [day.day for _, day in flat],
        now,
    )
    await conn.execute(
        _COUNTED.format(table="ledger_copies"), members, [copy.own_version for copy, _ in counted]
    )
    await conn.execute(
        _COUNTED.format(table="reported"), members, [copy.reported_version for copy, _ in counted]
    )
    changed = await conn.fetch(
        _TOTALS,
        members,
        [copy.own_version for copy, _ in counted],
        [copy.reported_version for copy, _ in counted],
    )
    return [
        Growth(
            member=MemberId(row["id"]),
            live_before_ms=row["live_before"],
            on_demand_before_ms=row["on_demand_before"],
            live_ms=row["live_ms"],
            on_demand_ms=row["on_demand_ms"],
        )
        for row in changed
    ]


async def lock_due(conn: Conn, grown_before: Instant, limit: int) -> list[MemberId]:
    """Lock members with an unpublished day that has not grown since that instant, in id order."""
    rows = await conn.fetch(
        """SELECT id FROM members
            WHERE id IN (SELECT member_id FROM watched_days
                          WHERE watched_ms <> told_ms AND grown_at <= $1 ORDER BY grown_at LIMIT $2)
            ORDER BY id FOR NO KEY UPDATE SKIP LOCKED""",
        grown_before,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def untold(conn: Conn, member_ids: Sequence[MemberId], grown_before: Instant) -> list[UnpublishedDay]:
    """Return the unpublished days of these locked members, in the order of publishing."""
    rows = await conn.fetch(
        """SELECT d.*, m.webinar_id, m.person_id, m.status, m.sequence, p.email, p.first_name, p.last_name
             FROM watched_days d JOIN members m ON m.id = d.member_id JOIN persons p ON p.id = m.person_id
            WHERE d.member_id = ANY ($1::uuid[]) AND d.watched_ms <> d.told_ms AND d.grown_at <= $2
            ORDER BY d.member_id, d.first_at, d.mode""",
        member_ids,
        grown_before,
    )
    return [
        UnpublishedDay(
            member=MemberId(row["member_id"]),
            webinar=WebinarId(row["webinar_id"]),
            person=PersonId(row["person_id"]),
            email=row["email"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            status=Status(row["status"]),
            sequence=row["sequence"],
            day=WatchedDay(
                mode=Mode(row["mode"]),
                day=row["day"],
                watched_ms=row["watched_ms"],
                first_at=row["first_at"],
                last_at=row["last_at"],
            ),
            revision=row["revision"],
        )
        for row in rows
    ]


async def told(conn: Conn, days: Sequence[UnpublishedDay]) -> None:
    """Record that these days were published with their next revisions, each with its member's next sequence."""
    await conn.execute(
        """UPDATE watched_days d SET told_ms = t.watched_ms, revision = d.revision + 1
             FROM unnest($1::uuid[], $2::text[], $3::date[], $4::bigint[]) AS t (member_id, mode, day, watched_ms)
            WHERE d.member_id = t.member_id AND d.mode = t.mode AND d.day = t.day""",
        [each.member for each in days],
        [each.day.mode for each in days],
        [each.day.day for each in days],
        [each.day.watched_ms for each in days],
    )
    await conn.execute(
        """UPDATE members m SET sequence = m.sequence + t.events
             FROM (SELECT id, count(*) AS events FROM unnest($1::uuid[]) AS id GROUP BY id) t WHERE m.id = t.id""",
        [each.member for each in days],
    )
