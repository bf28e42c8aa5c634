"""Segments as rows: the saved filters, which segments they name, and the rows of snapshots and lists."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from latecomer.audiences.rules.filters import Filter, leaves, read_filter, to_json
from latecomer.audiences.rules.leaves import RowScope, SegmentLeaf
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.postgres.pool import Conn

ERASED = "(erased)"
"""The text that replaces an erased person's name in a filter."""

MAX_LISTED = 100_000
"""Rows of a snapshot or list."""


def _segment(row: asyncpg.Record) -> Segment:
    scope = RowScope(row["scope"])
    return Segment(
        id=SegmentId(row["id"]),
        name=row["name"],
        scope=scope,
        webinar_id=None if row["webinar_id"] is None else WebinarId(row["webinar_id"]),
        kind=SegmentKind(row["kind"]),
        timezone=row["timezone"],
        filter=None if row["filter"] is None else read_filter(row["filter"], scope),
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        taken_at=row["taken_at"],
        announced=row["announced"],
    )


def names(tree: Filter | None) -> tuple[SegmentId, ...]:
    """Return the segments that a filter refers to."""
    found = () if tree is None else leaves(tree)
    return tuple(dict.fromkeys(SegmentId(leaf.id) for _, leaf in found if isinstance(leaf, SegmentLeaf)))


async def insert(conn: Conn, segment: Segment) -> None:
    """Write a new segment."""
    await conn.execute(
        """INSERT INTO segments (id, name, scope, webinar_id, kind, timezone, filter, created_at, changed_at, taken_at,
                                 announced)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        segment.id,
        segment.name,
        segment.scope,
        segment.webinar_id,
        segment.kind,
        segment.timezone,
        None if segment.filter is None else to_json(segment.filter),
        segment.created_at,
        segment.changed_at,
        segment.taken_at,
        segment.announced,
    )
    await _write_uses(conn, segment)


async def update(conn: Conn, segment: Segment) -> None:
    """Write a changed segment; scope, webinar and kind never change."""
    await conn.execute(
        """UPDATE segments SET name = $2, timezone = $3, filter = $4, changed_at = $5, taken_at = $6, announced = $7
            WHERE id = $1""",
        segment.id,
        segment.name,
        segment.timezone,
        None if segment.filter is None else to_json(segment.filter),
        segment.changed_at,
        segment.taken_at,
        segment.announced,
    )
    await conn.execute("DELETE FROM segment_uses WHERE segment_id = $1", segment.id)
    await _write_uses(conn, segment)


async def _write_uses(conn: Conn, segment: Segment) -> None:
    await conn.execute(
        "INSERT INTO segment_uses (segment_id, uses_id) SELECT $1, unnest($2::uuid[])",
        segment.id,
        list(names(segment.filter)),
    )


async def delete(conn: Conn, segment_id: SegmentId) -> None:
    """Delete a segment with its rows."""
    await conn.execute("DELETE FROM segments WHERE id = $1", segment_id)


async def load(conn: Conn, ids: Sequence[SegmentId], *, lock: bool = False) -> Mapping[SegmentId, Segment]:
    """Return these segments; unknown ids are left out. With ``lock`` they stay locked until the end of the
    transaction."""
    rows = await conn.fetch(
        "SELECT * FROM segments WHERE id = ANY ($1::uuid[]) ORDER BY id" + (" FOR UPDATE" if lock else ""),
        ids,
    )
    return {SegmentId(row["id"]): _segment(row) for row in rows}


async def load_deep(
    conn: Conn, tree: Filter | None, *, lock: bool = False, at_most: int = 100
) -> Mapping[SegmentId, Segment]:
    """Return the segments that a filter refers to, directly or through other segments."""
    found: dict[SegmentId, Segment] = {}
    missing = list(names(tree))
    while missing and len(found) <= at_most:
        loaded = await load(conn, missing, lock=lock)
        found.update(loaded)
        missing = [id_ for segment in loaded.values() for id_ in names(segment.filter) if id_ not in found]
    return found


async def page(conn: Conn, before: int | None, limit: int) -> list[tuple[int, Segment]]:
    """Return segments, newest first, each with its number; the page begins after ``before``."""
    rows = await conn.fetch(
        "SELECT * FROM segments WHERE $1::bigint IS NULL OR number < $1 ORDER BY number DESC LIMIT $2",
        before,
        limit,
    )
    return [(row["number"], _segment(row)) for row in rows]


async def users_of(conn: Conn, segment_id: SegmentId) -> list[str]:
    """Return the names of up to five segments that refer to this segment."""
    rows = await conn.fetch(
        """SELECT s.name FROM segment_uses u JOIN segments s ON s.id = u.segment_id
            WHERE u.uses_id = $1 AND u.segment_id <> $1 ORDER BY s.number LIMIT 5""",
        segment_id,
    )
    return [row["name"] for row in rows]


async def lock_uses(conn: Conn) -> None:
    """Prevent other transactions from saving segments until this one ends; reading goes on."""
    await conn.execute("LOCK TABLE segment_uses IN SHARE ROW EXCLUSIVE MODE")


async def users_deep(conn: Conn, segment_id: SegmentId) -> list[Segment]:
    """Return up to 100 segments that refer to this segment, directly or through others."""
    found = await conn.fetch(
        """WITH RECURSIVE above AS (
               SELECT segment_id FROM segment_uses WHERE uses_id = $1
               UNION SELECT u.segment_id FROM segment_uses u JOIN above a ON u.uses_id = a.segment_id)
           SELECT s.* FROM segments s JOIN above a ON a.segment_id = s.id WHERE s.id <> $1 ORDER BY s.id LIMIT 100""",
        segment_id,
    )
    return [_segment(row) for row in found]


async def zones(conn: Conn, webinars: Sequence[WebinarId] | None) -> Mapping[WebinarId, str]:
    """Return the time zones of these webinars (None: of all webinars); unknown webinars are left out."""
    rows = await conn.fetch(
        "SELECT id, timezone FROM webinars WHERE $1::uuid[] IS NULL OR id = ANY ($1)",
        None if webinars is None else list(webinars),
    )
    return {WebinarId(row["id"]): row["timezone"] for row in rows}


async def campaigns(conn: Conn, ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of these campaigns exist."""
    if not ids:
        return frozenset()
    rows = await conn.fetch("SELECT id FROM campaigns WHERE id = ANY ($1::uuid[])", list(ids))
    return frozenset(row["id"] for row in rows)


async def questions(conn: Conn, ids: Collection[str]) -> Mapping[str, frozenset[WebinarId]]:
    """Return the webinars whose registration form asks each of these questions."""
    if not ids:
        return {}
    rows = await conn.fetch(
        """SELECT q ->> 'id' AS id, array_agg(f.webinar_id) AS webinars
             FROM registration_forms f, jsonb_array_elements(f.settings -> 'questions') q
            WHERE q ->> 'id' = ANY ($1::text[]) GROUP BY 1""",
        list(ids),
    )
    return {row["id"]: frozenset(map(WebinarId, row["webinars"])) for row in rows}


async def form_names(conn: Conn, part: str, name: str) -> list[str]:
    """Return up to 1,000 names of a part of the registration forms: of their ``questions`` or ``consents``."""
    rows = await conn.fetch(
        """SELECT DISTINCT each ->> $2 AS name FROM registration_forms f, jsonb_array_elements(f.settings -> $1) each
            ORDER BY 1 LIMIT 1000""",
        part,
        name,
    )
    return [row["name"] for row in rows]


async def property_keys(conn: Conn) -> list[str]:
    """Return up to 1,000 keys of properties that are or were in use."""
    return [row["key"] for row in await conn.fetch("SELECT key FROM property_keys ORDER BY key LIMIT 1000")]


# --- rows of snapshots and lists ---


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list: the person, and the member in scope members."""

    person: PersonId
    member: MemberId | None


async def find_rows(conn: Conn, segment: Segment, ids: Sequence[str]) -> Mapping[str, ListRow]:
    """Return the rows of this segment for ids of members or of persons; unknown ids are left out."""
    if segment.scope is RowScope.MEMBERS:
        rows = await conn.fetch(
            "SELECT id, person_id FROM members WHERE webinar_id = $1 AND id::text = ANY ($2::text[])",
            segment.webinar_id,
            ids,
        )
        return {str(row["id"]): ListRow(PersonId(row["person_id"]), MemberId(row["id"])) for row in rows}
    rows = await conn.fetch(
        "SELECT id FROM persons WHERE erased_at IS NULL AND id::text = ANY ($1::text[])", ids
    )
    return {str(row["id"]): ListRow(PersonId(row["id"]), None) for row in rows}


async def add_rows(conn: Conn, segment_id: SegmentId, rows: Sequence[ListRow]) -> set[str]:
    """Add rows to a list. Returns: the ids of the rows that were not in it."""
    added = await conn.fetch(
        """INSERT INTO segment_rows (segment_id, row_id, person_id, member_id)
           SELECT $1, coalesce(member_id, person_id), person_id, member_id
             FROM unnest($2::uuid[], $3::uuid[]) AS new (person_id, member_id)
           ON CONFLICT (segment_id, row_id) DO NOTHING RETURNING row_id""",
        segment_id,
        [row.person for row in rows],
        [row.member for row in rows],
    )
    return {str(row["row_id"]) for row in added}


async def remove_rows(conn: Conn, segment_id: SegmentId, ids: Sequence[str]) -> set[str]:
    """Remove rows from a list. Returns: the ids of the rows that were in it."""
    removed = await conn.fetch(
        "DELETE FROM segment_rows WHERE segment_id = $1 AND row_id::text = ANY ($2::text[]) RETURNING row_id",
        segment_id,
        ids,
    )
    return {str(row["row_id"]) for row in removed}


async def count_rows(conn: Conn, segment_id: SegmentId) -> int:
    """Return the number of rows of a snapshot or list."""
    count: int = await conn.fetchval("SELECT count(*) FROM segment_rows WHERE segment_id = $1", segment_id)
    return count


async def forget_person(conn: Conn, person_id: PersonId, email: str) -> None:
    """Remove an erased person from every snapshot and list, and the email from the values of filters."""
    await conn.execute("DELETE FROM segment_rows WHERE person_id = $1", person_id)
    if not email:
        return
    found = await conn.fetch(
        "SELECT id, filter FROM segments WHERE position(lower($1) IN lower(filter::text)) > 0 ORDER BY id FOR UPDATE",
        email,
    )
    for row in found:
        await conn.execute(
            "UPDATE segments SET filter = $2 WHERE id = $1", row["id"], _without(row["filter"], email.lower())
        )


def _without(value: Any, email: str) -> Any:
    """Return JSON in which every text that contains an email is replaced by a note of the erasure."""
    match value:
        case dict():
            return {key: _without(inner, email) for key, inner in value.items()}
        case list():
            return [_without(inner, email) for inner in value]
        case str() if email in value.lower():
            return ERASED
        case _:
            return value
