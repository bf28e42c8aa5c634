"""Kept segments as rows: the rows in each, how often they entered, and the persons about whom something was
recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.audiences.checks import Parameters
from latecomer.audiences.compile import ResolvedFilter, compile_filter
from latecomer.audiences.queries.results import source_of
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import SegmentId
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept segment, locked by the worker that judges it."""

    id: SegmentId
    stale: bool
    swept_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A row of a segment that entered or left it."""

    person: PersonId
    member: MemberId | None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The member that an event is about, with the event's number for this member."""

    member: MemberId
    webinar: WebinarId
    person: PersonId
    sequence: int
    status: Status
    email: str | None
    first_name: str | None
    last_name: str | None


async def count(conn: Conn) -> int:
    """Return the number of kept segments."""
    found: int = await conn.fetchval("SELECT count(*) FROM kept_segments")
    return found


async def ids(conn: Conn) -> list[SegmentId]:
    """Return the ids of the kept segments."""
    return [
        SegmentId(row["segment_id"])
        for row in await conn.fetch("SELECT segment_id FROM kept_segments ORDER BY segment_id")
    ]


async def lock(conn: Conn, segment_id: SegmentId) -> Kept | None:
    """Lock a kept segment until the end of the transaction. Returns: None when the segment is not kept."""
    row = await conn.fetchrow("SELECT * FROM kept_segments WHERE segment_id = $1 FOR UPDATE", segment_id)
    if row is None:
        return None
    return Kept(id=SegmentId(row["segment_id"]), stale=row["stale"], swept_at=row["swept_at"])


async def insert(conn: Conn, segment_id: SegmentId, now: Instant) -> bool:
    """Begin to keep a segment. Returns: True when it was not kept before."""
    added = await conn.fetchval(
        """INSERT INTO kept_segments (segment_id, swept_at) VALUES ($1, $2)
           ON CONFLICT (segment_id) DO NOTHING RETURNING true""",
        segment_id,
        now,
    )
    return added is True


async def delete(conn: Conn, segment_id: SegmentId) -> None:
    """Stop keeping a segment."""
    await conn.execute("DELETE FROM kept_segments WHERE segment_id = $1", segment_id)


async def mark_stale(conn: Conn, segments: Sequence[SegmentId]) -> None:
    """Mark segments whose meaning changed, so that all their rows are judged again."""
    await conn.execute(
        "UPDATE kept_segments SET stale = true WHERE segment_id = ANY ($1::uuid[])", list(segments)
    )


async def mark_swept(conn: Conn, segment_id: SegmentId, now: Instant) -> None:
    """Record that all rows of a segment were judged."""
    await conn.execute(
        "UPDATE kept_segments SET swept_at = $2, stale = false WHERE segment_id = $1", segment_id, now
    )


def _matched(question: ResolvedFilter, persons: Sequence[PersonId] | None, parameters: Parameters) -> str:
    """Return the query of the matching rows, of all persons or of some."""
    rows = source_of(question, parameters)
    predicate = compile_filter(question, parameters)
    member = "m.id" if question.scope is RowScope.MEMBERS else "NULL::uuid"
    some = "" if persons is None else f" AND p.id = ANY ({parameters.add(list(persons), 'uuid[]')})"
    return (
        f"SELECT coalesce({member}, p.id) AS row_id, p.id AS person_id, {member} AS member_id"
        f" {rows}{some} AND {predicate}"
    )


async def come_in(
    conn: Conn,
    segment_id: SegmentId,
    question: ResolvedFilter,
    persons: Sequence[PersonId] | None,
    limit: int | None,
) -> list[Moved]:
    """Write and return up to ``limit`` matching rows that were not in the segment, of all persons or of some."""
    parameters = Parameters()
    own = parameters.add(segment_id, "uuid")
    matched = _matched(question, persons, parameters)
    at_most = "" if limit is None else f"LIMIT {parameters.add(limit, 'int')}"
    rows = await conn.fetch(
        f"""INSERT INTO kept_rows AS k (segment_id, row_id, person_id, member_id, inside, times)
            SELECT {own}, found.row_id, found.person_id, found.member_id, true, 1 FROM ({matched}) found
             WHERE NOT EXISTS (SELECT FROM kept_rows i
                                WHERE i.segment_id = {own} AND i.row_id = found.row_id AND i.inside)
             ORDER BY found.row_id {at_most}
                ON CONFLICT (segment_id, row_id) DO UPDATE SET inside = true, times = k.times + 1
         RETURNING k.person_id, k.member_id, k.times""",
        *parameters.values,
    )
    return [
        Moved(
            person=PersonId(row["person_id"]),
            member=None if row["member_id"] is None else MemberId(row["member_id"]),
            times=row["times"],
        )
        for row in rows
    ]


async def go_out(
    conn: Conn,
    segment_id: SegmentId,
    question: ResolvedFilter,
    persons: Sequence[PersonId] | None,
    limit: int | None,
) -> list[Moved]:
    """Remove and return up to ``limit`` rows of the segment that no longer match, of all persons or of some."""
    parameters = Parameters()
    own = parameters.add(segment_id, "uuid")
    matched = _matched(question, persons, parameters)
    some = "" if persons is None else f" AND i.person_id = ANY ({parameters.add(list(persons), 'uuid[]')})"
    at_most = "" if limit is None else f"LIMIT {parameters.add(limit, 'int')}"
    rows = await conn.fetch(
        f"""UPDATE kept_rows k SET inside = false
              FROM (SELECT i.row_id FROM kept_rows i
                     WHERE i.segment_id = {own} AND i.inside{some}
                       AND i.row_id NOT IN (SELECT found.row_id FROM ({matched}) found)
                     ORDER BY i.row_id {at_most}) gone
             WHERE k.segment_id = {own} AND k.row_id = gone.row_id
         RETURNING k.person_id, k.member_id, k.times""",
        *parameters.values,
    )
    return [
        Moved(
            person=PersonId(row["person_id"]),
            member=None if row["member_id"] is None else MemberId(row["member_id"]),
            times=row["times"],
        )
        for row in rows
    ]


async def take_changes(conn: Conn, limit: int) -> Mapping[PersonId, int]:
    """Remove and return the persons about whom something was recorded, each with the length of the longest chain of
    campaigns behind it."""
    rows = await conn.fetch(
        """DELETE FROM audience_changes WHERE number IN
               (SELECT number FROM audience_changes ORDER BY number LIMIT $1 FOR UPDATE SKIP LOCKED)
           RETURNING person_id, depth""",
        limit,
    )
    depths: dict[PersonId, int] = {}
    for row in rows:
        person = PersonId(row["person_id"])
        depths[person] = max(depths.get(person, 0), row["depth"])
    return depths


async def newest_members(conn: Conn, persons: Sequence[PersonId]) -> Mapping[PersonId, MemberId]:
    """Return, for each person, the member of the webinar that the person was last added to; persons without one are
    missing."""
    rows = await conn.fetch(
        """SELECT DISTINCT ON (person_id) person_id, id FROM members
            WHERE person_id = ANY ($1::uuid[]) AND status <> 'not_in_program' ORDER BY person_id, number DESC""",
        list(persons),
    )
    return {PersonId(row["person_id"]): MemberId(row["id"]) for row in rows}


async def number_events(conn: Conn, members: Sequence[MemberId]) -> Mapping[MemberId, Told]:
    """Lock these members and give each event its number for its member; a member named twice gets the higher of the
    two."""
    rows = await conn.fetch(
        """WITH wanted AS (SELECT id, count(*) AS events FROM unnest($1::uuid[]) AS u (id) GROUP BY id),
                locked AS (SELECT m.id, w.events FROM members m JOIN wanted w ON w.id = m.id
                            ORDER BY m.id FOR NO KEY UPDATE OF m)
           UPDATE members m SET sequence = m.sequence + l.events FROM locked l, persons p
            WHERE m.id = l.id AND p.id = m.person_id
           RETURNING m.id, m.webinar_id, m.person_id, m.sequence, m.status, p.email, p.first_name, p.last_name""",
        list(members),
    )
    return {
        MemberId(row["id"]): Told(
            member=MemberId(row["id"]),
            webinar=WebinarId(row["webinar_id"]),
            person=PersonId(row["person_id"]),
            sequence=row["sequence"],
            status=Status(row["status"]),
            email=row["email"],
            first_name=row["first_name"],
            last_name=row["last_name"],
        )
        for row in rows
    }
