"""Locked members: rows of members with their persons, locked for a settlement, and the results that it writes."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from latecomer.core.facts import Source
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries.members import SELECT
from latecomer.webinars.members.rules.locked_member import LockedMember
from latecomer.webinars.members.rules.status_decision import Milestones


def _locked(row: asyncpg.Record) -> LockedMember:
    return LockedMember(
        id=MemberId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        person=persons.of_row(row),
        status=Status(row["status"]) if row["settled_version"] else None,
        reason=row["status_reason"],
        status_at=row["status_at"],
        visitor=row["visitor"],
        link_serial=row["link_serial"],
        version=row["version"],
        due_version=row["due_version"],
        sequence=row["sequence"],
        waiting_since=row["waiting_since"],
        joined_at=row["joined_at"],
        milestones=Milestones(
            attended_at=row["attended_at"],
            viewed_at=row["viewed_at"],
            registered_at=row["registered_at"],
            registered_source=Source(row["registered_source"]) if row["registered_source"] else None,
            attended_seen=row["attended_seen"],
            viewed_seen=row["viewed_seen"],
        ),
    )


async def lock(
    conn: Conn,
    member_ids: Sequence[MemberId],
    *,
    due: bool = False,
) -> list[LockedMember]:
    """Lock these members in id order and return their rows; with ``due`` only those that are due."""
    rows = await conn.fetch(
        f"""{SELECT} WHERE m.id = ANY ($1::uuid[]) AND (NOT $2 OR m.settled_version < m.due_version)
             ORDER BY m.id FOR NO KEY UPDATE OF m""",
        member_ids,
        due,
    )
    return [_locked(row) for row in rows]


async def lock_persons(
    conn: Conn, webinar_id: WebinarId, person_ids: Sequence[PersonId]
) -> list[LockedMember]:
    """Lock the members that these persons are in a webinar, in id order, and return their rows."""
    rows = await conn.fetch(
        f"""{SELECT} WHERE m.webinar_id = $1 AND m.person_id = ANY ($2::uuid[])
             ORDER BY m.id FOR NO KEY UPDATE OF m""",
        webinar_id,
        person_ids,
    )
    return [_locked(row) for row in rows]


# In: members, webinars and persons (parallel), webinars whose members all are meant.
_LOCK = """
SELECT m.id FROM members m
 WHERE m.id IN (SELECT unnest($1::uuid[])
                UNION SELECT o.id FROM unnest($2::uuid[], $3::uuid[]) AS p (webinar_id, person_id)
                        JOIN members o ON o.webinar_id = p.webinar_id AND o.person_id = p.person_id
                UNION SELECT id FROM members WHERE webinar_id = ANY ($4::uuid[]))
 ORDER BY m.id FOR NO KEY UPDATE OF m
"""


async def lock_together(
    conn: Conn,
    member_ids: Sequence[MemberId],
    places: Sequence[tuple[WebinarId, PersonId]],
    webinar_ids: Sequence[WebinarId],
) -> None:
    """Lock members of several webinars at once, in id order: the given members, those of the given webinars and
    persons, and all members of some webinars. No members may be locked before."""
    webinars, persons = [webinar for webinar, _ in places], [person for _, person in places]
    await conn.execute(_LOCK, member_ids, webinars, persons, webinar_ids)


async def lock_due(conn: Conn, limit: int) -> list[MemberId]:
    """Lock due members that no other worker has locked."""
    rows = await conn.fetch(
        """SELECT id FROM members WHERE settled_version < due_version
            ORDER BY id LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED""",
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def due_of_webinar(conn: Conn, webinar_id: WebinarId, limit: int) -> list[MemberId]:
    """Return the due members of a webinar, locked or not."""
    rows = await conn.fetch(
        """SELECT id FROM members WHERE webinar_id = $1 AND settled_version < due_version ORDER BY id LIMIT
        $2""",
        webinar_id,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def make_due(conn: Conn, webinar_id: WebinarId) -> None:
    """Raise due_version of all members of a webinar, and have their days counted again, because something changed that
    every status depends on, such as the start or the end of the event."""
    await conn.execute(
        """WITH locked AS MATERIALIZED
             (SELECT id FROM members WHERE webinar_id = $1 ORDER BY id FOR NO KEY UPDATE)
           UPDATE members SET due_version = due_version + 1, days_stale = true
             FROM locked WHERE members.id = locked.id""",
        webinar_id,
    )


async def count_again(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Have these members' days, and with them their engagement, counted again if they attended live."""
    await conn.execute(
        """UPDATE members SET days_stale = true
            WHERE id = ANY ($1::uuid[]) AND attended_at IS NOT NULL AND NOT days_stale""",
        member_ids,
    )


async def count_webinar_again(conn: Conn, webinar_id: WebinarId) -> None:
    """Have the engagement of everybody who attended a webinar live judged again, because what it offered changed."""
    await conn.execute(
        """WITH locked AS MATERIALIZED
             (SELECT id FROM members WHERE webinar_id = $1 AND attended_at IS NOT NULL AND NOT days_stale
               ORDER BY id FOR NO KEY UPDATE)
           UPDATE members SET days_stale = true FROM locked WHERE members.id = locked.id""",
        webinar_id,
    )


# In: parallel arrays, one entry per member that was settled. Who attends live, or no longer does, gets a level or
# loses it with the next count.
_WRITE = """
UPDATE members m
   SET status = s.status, status_reason = s.reason, status_at = s.status_at, visitor = s.visitor,
       version = s.version, settled_version = s.due_version, sequence = s.sequence,
       waiting_since = s.waiting_since, joined_at = s.joined_at, attended_at = s.attended_at,
       viewed_at = s.viewed_at, registered_at = s.registered_at, registered_source = s.registered_source,
       attended_seen = s.attended_seen, viewed_seen = s.viewed_seen,
       days_stale = m.days_stale OR (m.attended_at IS NULL) <> (s.attended_at IS NULL)
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bool[], $6::bigint[], $7::bigint[],
              $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
              $13::timestamptz[], $14::text[], $15::bool[], $16::bool[])
       AS s (id, status, reason, status_at, visitor, version, due_version, sequence, waiting_since, joined_at,
             attended_at, viewed_at, registered_at, registered_source, attended_seen, viewed_seen)
 WHERE m.id = s.id
"""


async def write(conn: Conn, settled: Sequence[LockedMember]) -> None:
    """Write the results of a settlement; the rows are locked and every status is known."""
    await conn.execute(
        _WRITE,
        [member.id for member in settled],
        [member.status for member in settled],
        [member.reason for member in settled],
        [member.status_at for member in settled],
        [member.visitor for member in settled],
        [member.version for member in settled],
        [member.due_version for member in settled],
        [member.sequence for member in settled],
        [member.waiting_since for member in settled],
        [member.joined_at for member in settled],
        [member.milestones.attended_at for member in settled],
        [member.milestones.viewed_at for member in settled],
        [member.milestones.registered_at for member in settled],
        [member.milestones.registered_source for member in settled],
        [member.milestones.attended_seen for member in settled],
        [member.milestones.viewed_seen for member in settled],
    )


async def mark_settled(conn: Conn, settled: Sequence[LockedMember]) -> None:
    """Record that these members are settled without a change: their status considers all their facts."""
    await conn.execute(
        """UPDATE members m SET settled_version = s.due_version
             FROM unnest($1::uuid[], $2::bigint[]) AS s (id, due_version) WHERE m.id = s.id""",
        [member.id for member in settled],
        [member.due_version for member in settled],
    )
