"""Imports and retractions as rows: what was retracted, by whom, and how many members are settled since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from latecomer.attendance.rules.event_window import EventWindow
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.rules.status_decision import LIVE_EARLY_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """One import of members, and its retraction if there is one."""

    id: UUID
    webinar: WebinarId
    at: Instant
    imported_by: str
    created: int = 0
    updated: int = 0
    skipped: int = 0
    retracted_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """One fact, with the data that its retraction needs."""

    id: int
    webinar: WebinarId
    member: MemberId
    kind: FactKind
    source: Source
    retraction: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishRow:
    """One finish of a webinar, retracted or not."""

    id: int
    webinar: WebinarId
    at: Instant
    source: Source
    planned_ends_at: Instant | None
    retraction: UUID | None
    retracted_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """One retraction: of a fact, an import, a finish, or, with none of them, of attendance that moved times put outside
    the event. ``settled`` of ``members`` have their new status."""

    id: UUID
    webinar: WebinarId
    fact: int | None = None
    import_id: UUID | None = None
    finish: int | None = None
    at: Instant
    retracted_by: str
    reason: str | None
    watchers: bool = False
    end_kept: bool = False
    erase_persons: bool = False
    erased: int = 0
    """The number of persons handed to the erasure."""
    member: MemberId | None = None
    """The only member whose attendance is corrected; None for all."""
    members: int = 0
    settled: int = 0
    settled_to: UUID | None = None
    done_at: Instant | None = None

    @property
    def is_of_one(self) -> bool:
        """Return whether a single member is concerned."""
        return self.fact is not None or self.member is not None

    @property
    def is_of_attendance(self) -> bool:
        """Return whether attendance outside the event is retracted."""
        return self.fact is None and self.import_id is None and self.finish is None


def _retraction(row: asyncpg.Record) -> Retraction:
    return Retraction(
        id=row["id"],
        webinar=WebinarId(row["webinar_id"]),
        fact=row["fact_id"],
        import_id=row["import_id"],
        finish=row["finish_id"],
        at=row["at"],
        retracted_by=row["retracted_by"],
        reason=row["reason"],
        watchers=row["watchers"],
        end_kept=row["end_kept"],
        erase_persons=row["erase_persons"],
        erased=row["erased"],
        member=None if row["member_id"] is None else MemberId(row["member_id"]),
        members=row["members"],
        settled=row["settled"],
        settled_to=row["settled_to"],
        done_at=row["done_at"],
    )


async def add_import(conn: Conn, import_id: UUID, webinar: WebinarId, imported_by: str, now: Instant) -> None:
    """Record the beginning of an import."""
    await conn.execute(
        "INSERT INTO imports (id, webinar_id, at, imported_by) VALUES ($1, $2, $3, $4)",
        import_id,
        webinar,
        now,
        imported_by,
    )


async def count_import(conn: Conn, import_id: UUID, *, created: int, updated: int, skipped: int) -> None:
    """Write the numbers of an import."""
    await conn.execute(
        "UPDATE imports SET created = $2, updated = $3, skipped = $4 WHERE id = $1",
        import_id,
        created,
        updated,
        skipped,
    )


_IMPORTS = """
SELECT i.*, r.at AS retracted_at FROM imports i LEFT JOIN retractions r ON r.import_id = i.id
"""


def _import(row: asyncpg.Record) -> ImportRow:
    return ImportRow(
        id=row["id"],
        webinar=WebinarId(row["webinar_id"]),
        at=row["at"],
        imported_by=row["imported_by"],
        created=row["created"],
        updated=row["updated"],
        skipped=row["skipped"],
        retracted_at=row["retracted_at"],
    )


async def load_import(conn: Conn, import_id: UUID) -> ImportRow | None:
    """Return one import; None for an unknown one."""
    row = await conn.fetchrow(f"{_IMPORTS} WHERE i.id = $1", import_id)
    return None if row is None else _import(row)


async def imports(conn: Conn, webinar: WebinarId, limit: int) -> list[ImportRow]:
    """Return the latest imports of a webinar, newest first."""
    rows = await conn.fetch(
        f"{_IMPORTS} WHERE i.webinar_id = $1 ORDER BY i.at DESC, i.id DESC LIMIT $2", webinar, limit
    )
    return [_import(row) for row in rows]


async def load_fact(conn: Conn, fact: int) -> FactRow | None:
    """Return one fact; None for an unknown one."""
    row = await conn.fetchrow(
        "SELECT f.*, m.webinar_id FROM facts f JOIN members m ON m.id = f.member_id WHERE f.id = $1", fact
    )
    return None if row is None else _fact(row)


def _fact(row: asyncpg.Record) -> FactRow:
    return FactRow(
        id=row["id"],
        webinar=WebinarId(row["webinar_id"]),
        member=MemberId(row["member_id"]),
        kind=FactKind(row["kind"]),
        source=Source(row["source"]),
        retraction=row["retraction_id"],
    )


_FINISHES = """
SELECT f.*, r.at AS retracted_at FROM finishes f LEFT JOIN retractions r ON r.id = f.retraction_id
"""


def _finish(row: asyncpg.Record) -> FinishRow:
    return FinishRow(
        id=row["id"],
        webinar=WebinarId(row["webinar_id"]),
        at=row["at"],
        source=Source(row["source"]),
        planned_ends_at=row["planned_ends_at"],
        retraction=row["retraction_id"],
        retracted_at=row["retracted_at"],
    )


async def load_finish(conn: Conn, finish: int) -> FinishRow | None:
    """Return one finish; None for an unknown one."""
    row = await conn.fetchrow(f"{_FINISHES} WHERE f.id = $1", finish)
    return None if row is None else _finish(row)


async def finishes(conn: Conn, webinar: WebinarId) -> list[FinishRow]:
    """Return all finishes of a webinar, retracted ones too, by time."""
    rows = await conn.fetch(f"{_FINISHES} WHERE f.webinar_id = $1 ORDER BY f.at, f.id", webinar)
    return [_finish(row) for row in rows]


async def retract_finishes(conn: Conn, finishes_: Sequence[int], retraction: UUID) -> None:
    """Mark these finishes as retracted; the webinar is locked."""
    await conn.execute(
        "UPDATE finishes SET retraction_id = $2, key = NULL WHERE id = ANY ($1::bigint[]) AND retraction_id IS NULL",
        list(finishes_),
        retraction,
    )


async def plan_finish(conn: Conn, webinar: WebinarId, due_at: Instant | None) -> None:
    """Write the time of the automatic finish, None for never; the webinar is locked."""
    await conn.execute("UPDATE webinars SET finish_due_at = $2 WHERE id = $1", webinar, due_at)


async def add(conn: Conn, new: Retraction) -> None:
    """Write a retraction; the webinar is locked, and the same thing was not retracted before."""
    await conn.execute(
        """INSERT INTO retractions (id, webinar_id, fact_id, import_id, finish_id, at, retracted_by, reason, watchers,
                                    end_kept, erase_persons, member_id, members)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)""",
        new.id,
        new.webinar,
        new.fact,
        new.import_id,
        new.finish,
        new.at,
        new.retracted_by,
        new.reason,
        new.watchers,
        new.end_kept,
        new.erase_persons,
        new.member,
        new.members,
    )


async def load(conn: Conn, retraction: UUID, *, lock: bool = False) -> Retraction | None:
    """Return one retraction; None for an unknown one."""
    row = await conn.fetchrow(
        f"SELECT * FROM retractions WHERE id = $1 {'FOR UPDATE' if lock else ''}", retraction
    )
    return None if row is None else _retraction(row)


async def of_fact(conn: Conn, fact: int) -> Retraction | None:
    """Return the retraction of a single fact."""
    row = await conn.fetchrow("SELECT * FROM retractions WHERE fact_id = $1", fact)
    return None if row is None else _retraction(row)


async def of_import(conn: Conn, import_id: UUID) -> Retraction | None:
    """Return the retraction of an import."""
    row = await conn.fetchrow("SELECT * FROM retractions WHERE import_id = $1", import_id)
    return None if row is None else _retraction(row)


async def of_finish(conn: Conn, finish: int) -> Retraction | None:
    """Return the retraction of a finish by request."""
    row = await conn.fetchrow("SELECT * FROM retractions WHERE finish_id = $1", finish)
    return None if row is None else _retraction(row)


async def of_attendance(conn: Conn, webinar: WebinarId, member: MemberId | None) -> Retraction | None:
    """Return the latest retraction of a member's attendance of another event, or of all members' on request."""
    row = await conn.fetchrow(
        """SELECT * FROM retractions
            WHERE webinar_id = $1 AND num_nonnulls(fact_id, import_id, finish_id) = 0 AND retracted_by <> ''
              AND (member_id = $2 OR member_id IS NULL)
            ORDER BY member_id IS NULL, at DESC LIMIT 1""",
        webinar,
        member,
    )
    return None if row is None else _retraction(row)


# In: webinar, start and end of its window, time before which a live millisecond is of no event, limit. Out: members who
# attended by a vendor's report or a player, none of it surely of this event.
_MAYBE_OUTSIDE = """
SELECT m.id FROM members m
 WHERE m.webinar_id = $1 AND m.status = 'attended'
   AND EXISTS (SELECT FROM facts f WHERE f.member_id = m.id AND f.retraction_id IS NULL
                  AND ((f.kind = 'attended' AND f.source = 'vendor') OR (f.kind = 'live' AND f.at < $4)))
   AND NOT EXISTS (SELECT FROM facts f WHERE f.member_id = m.id AND f.retraction_id IS NULL
                      AND ((f.kind = 'attended' AND f.source <> 'vendor') OR (f.kind = 'live' AND f.at >= $4)))
   AND NOT EXISTS (SELECT FROM vendor_rows v CROSS JOIN unnest(v.joins || v.leaves) AS moment
                    WHERE v.member_id = m.id AND v.mode = 'live' AND moment BETWEEN $2 AND $3)
 ORDER BY m.id LIMIT $5
"""


async def maybe_outside(conn: Conn, webinar: WebinarId, window: EventWindow, limit: int) -> list[MemberId]:
    """Return members who attended, as far as it is known, at another event alone; the rules judge them."""
    rows = await conn.fetch(
        _MAYBE_OUTSIDE,
        webinar,
        window.starts_at,
        window.until_at,
        window.starts_at - LIVE_EARLY_MS,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def open_one(conn: Conn) -> UUID | None:
    """Return the oldest retraction with members who are still to be settled."""
    found: UUID | None = await conn.fetchval(
        "SELECT id FROM retractions WHERE done_at IS NULL ORDER BY at, id LIMIT 1"
    )
    return found


async def proceed(
    conn: Conn,
    retraction: UUID,
    settled: int,
    settled_to: UUID | None,
    done_at: Instant | None,
    *,
    erased: int = 0,
) -> None:
    """Record the number of further settled members, and of persons to erase; ``done_at`` marks the end."""
    await conn.execute(
        """UPDATE retractions SET settled = settled + $2, settled_to = coalesce($3, settled_to), done_at = $4,
                  erased = erased + $5
            WHERE id = $1""",
        retraction,
        settled,
        settled_to,
        done_at,
        erased,
    )


# In: members, facts that count as retracted, sources of what people do themselves, a time before which nobody was made
# by an import, an import whose requests to providers count as withdrawn. Out: persons.
_ONLY_IMPORTED = """
SELECT DISTINCT p.id FROM members m JOIN persons p ON p.id = m.person_id
 WHERE m.id = ANY ($1::uuid[]) AND p.erased_at IS NULL
   AND p.created_at >= least($4, (SELECT min(i.at) FROM members o JOIN facts f ON f.member_id = o.id
                                    JOIN imports i ON i.id = f.wish_id WHERE o.person_id = p.id))
   AND NOT EXISTS (SELECT FROM members o JOIN facts f ON f.member_id = o.id
                    WHERE o.person_id = p.id
                      AND (f.source = ANY ($3::text[])
                           OR (f.retraction_id IS NULL AND f.kind <> 'removed' AND f.id <> ALL ($2::bigint[]))))
   AND NOT EXISTS (SELECT FROM members o JOIN enrolments e ON e.member_id = o.id
                    WHERE o.person_id = p.id AND e.wish_id IS DISTINCT FROM $5)
 ORDER BY p.id
"""


async def only_imported(
    conn: Conn,
    member_ids: Sequence[MemberId],
    gone: Collection[int],
    since: Instant,
    wish: UUID | None,
) -> list[PersonId]:
    """Return the persons of these members whom imports made, and about whom nothing else is known.

    ``gone``: facts that count as retracted; ``since``: the time of the undone import; ``wish``: its id. Who clicked,
    watched, was reported by a vendor or sent a form is left out, as are persons of whom something still stands.
    """
    rows = await conn.fetch(
        _ONLY_IMPORTED,
        list(member_ids),
        list(gone),
        [Source.VIEWER, Source.VENDOR, Source.FORM],
        since,
        wish,
    )
    return [PersonId(row["id"]) for row in rows]


_WISHED = """
SELECT member_id FROM facts WHERE wish_id = $1 AND retraction_id IS NULL
UNION SELECT member_id FROM enrolments WHERE wish_id = $1
"""


async def wished_members(conn: Conn, wish: UUID, after: UUID | None, limit: int) -> list[MemberId]:
    """Return the members with facts of this wish that were not retracted, after ``after``, in id order.

    A wish is one request to change members, such as an import or a call of the API.
    """
    rows = await conn.fetch(
        f"""SELECT member_id FROM ({_WISHED}) AS w WHERE $2::uuid IS NULL OR member_id > $2
             ORDER BY member_id LIMIT $3""",
        wish,
        after,
        limit,
    )
    return [MemberId(row["member_id"]) for row in rows]


async def count_wished(conn: Conn, wish: UUID) -> int:
    """Return the number of members with facts of this wish that were not retracted."""
    count: int = await conn.fetchval(f"SELECT count(*) FROM ({_WISHED}) AS w", wish)
    return count


async def webinar_members(conn: Conn, webinar: WebinarId, after: UUID | None, limit: int) -> list[MemberId]:
    """Return members of a webinar after ``after``, in id order."""
    rows = await conn.fetch(
        "SELECT id FROM members WHERE webinar_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        webinar,
        after,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def attended_members(conn: Conn, webinar: WebinarId, after: UUID | None, limit: int) -> list[MemberId]:
    """Return members who attended live, after ``after``, in id order."""
    rows = await conn.fetch(
        """SELECT id FROM members WHERE webinar_id = $1 AND status = $4 AND ($2::uuid IS NULL OR id > $2)
            ORDER BY id LIMIT $3""",
        webinar,
        after,
        limit,
        Status.ATTENDED,
    )
    return [MemberId(row["id"]) for row in rows]


async def count_members(conn: Conn, webinar: WebinarId) -> int:
    """Return the number of members of a webinar."""
    count: int = await conn.fetchval("SELECT count(*) FROM members WHERE webinar_id = $1", webinar)
    return count


async def count_attended(conn: Conn, webinar: WebinarId) -> int:
    """Return the number of members of a webinar who attended live."""
    count: int = await conn.fetchval(
        "SELECT count(*) FROM members WHERE webinar_id = $1 AND status = $2", webinar, Status.ATTENDED
    )
    return count


async def facts_of_wish(
    conn: Conn, wish: UUID, member_ids: Sequence[MemberId]
) -> Mapping[MemberId, frozenset[int]]:
    """Return the facts of these members that belong to the wish and were not retracted."""
    rows = await conn.fetch(
        """SELECT member_id, array_agg(id) AS ids FROM facts
            WHERE wish_id = $1 AND member_id = ANY ($2::uuid[]) AND retraction_id IS NULL GROUP BY member_id""",
        wish,
        list(member_ids),
    )
    return {MemberId(row["member_id"]): frozenset(row["ids"]) for row in rows}


async def wish_of_fact(conn: Conn, fact: int) -> UUID | None:
    """Return the wish that a fact belongs to; None for a fact from before wishes were stored."""
    wish: UUID | None = await conn.fetchval("SELECT wish_id FROM facts WHERE id = $1", fact)
    return wish


async def wishes_of_waiting(conn: Conn, member_ids: Sequence[MemberId]) -> Mapping[MemberId, UUID]:
    """Return the wishes by which these members wait for a seat, as far as they are known."""
    rows = await conn.fetch(
        """SELECT DISTINCT ON (member_id) member_id, wish_id FROM facts
            WHERE member_id = ANY ($1::uuid[]) AND kind = 'waitlisted' AND retraction_id IS NULL
              AND wish_id IS NOT NULL
            ORDER BY member_id, at DESC, id DESC""",
        list(member_ids),
    )
    return {MemberId(row["member_id"]): row["wish_id"] for row in rows}


async def retract_facts(conn: Conn, facts: Sequence[int], retraction: UUID) -> None:
    """Mark these facts as retracted; their members are locked."""
    await conn.execute(
        "UPDATE facts SET retraction_id = $2, key = NULL WHERE id = ANY ($1::bigint[]) AND retraction_id IS NULL",
        list(facts),
        retraction,
    )


async def withdraw_wish(conn: Conn, wish: UUID, member_ids: Sequence[MemberId]) -> None:
    """Delete the requests to providers that this wish caused for these members; their rows are locked."""
    await conn.execute(
        "DELETE FROM enrolments WHERE wish_id = $1 AND member_id = ANY ($2::uuid[])", wish, list(member_ids)
    )


async def forget_reasons(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Remove the reasons that people wrote about facts of these erased members."""
    await conn.execute(
        """UPDATE retractions r SET reason = NULL FROM facts f
            WHERE f.id = r.fact_id AND f.member_id = ANY ($1::uuid[])""",
        list(member_ids),
    )
