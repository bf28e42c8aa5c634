"""People with the webinars that they are members of, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.person import Person
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """A person with the numbers of webinars: all memberships, attended live, watched on demand."""

    person: Person
    webinars: int
    live: int
    on_demand: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A member of a webinar, as its person's page shows it; durations in ms, of counted days."""

    member: MemberId
    webinar: WebinarId
    webinar_name: str
    starts_at: Instant
    timezone: str
    status: Status
    status_reason: str | None
    status_at: Instant
    visitor: bool
    registered_at: Instant | None
    attended_at: Instant | None
    viewed_at: Instant | None
    live_ms: int
    on_demand_ms: int


_COUNTS: Final = """LEFT JOIN LATERAL (
    SELECT count(*) AS webinars, count(m.attended_at) AS live, count(m.viewed_at) AS on_demand
      FROM members m WHERE m.person_id = p.id AND m.status <> 'not_in_program') c ON true"""


def _listed(row: asyncpg.Record) -> ListedPerson:
    return ListedPerson(
        person=persons.of_row(row), webinars=row["webinars"], live=row["live"], on_demand=row["on_demand"]
    )


async def page(conn: Conn, after: tuple[Instant, UUID] | None, limit: int) -> Sequence[ListedPerson]:
    """Return persons who are not erased, newest first, after the given one."""
    at, identifier = after or (None, None)
    rows = await conn.fetch(
        f"""SELECT {persons.COLUMNS}, c.* FROM (
                SELECT * FROM persons
                 WHERE erased_at IS NULL AND ($1::timestamptz IS NULL OR (created_at, id) < ($1, $2::uuid))
                 ORDER BY created_at DESC, id DESC LIMIT $3) p {_COUNTS}
             ORDER BY p.created_at DESC, p.id DESC""",
        at,
        identifier,
        limit,
    )
    return [_listed(row) for row in rows]


async def search(conn: Conn, query: str, limit: int) -> Sequence[ListedPerson]:
    """Return up to ``limit`` persons whose words match a tsquery, by name and email."""
    rows = await conn.fetch(
        f"""SELECT {persons.COLUMNS}, c.* FROM (
                SELECT * FROM persons
                 WHERE erased_at IS NULL AND search_words(search_key, company) @@ to_tsquery('simple', $1)
                 LIMIT $2) p {_COUNTS}
             ORDER BY p.search_key, p.id""",
        query,
        limit,
    )
    return [_listed(row) for row in rows]


async def of_person(conn: Conn, person: PersonId, limit: int) -> Sequence[Membership]:
    """Return up to ``limit`` memberships of a person, the latest webinar first."""
    rows = await conn.fetch(
        """SELECT m.id, m.webinar_id, w.name, w.starts_at, w.timezone, m.status, m.status_reason, m.status_at,
                  m.visitor, m.registered_at, m.attended_at, m.viewed_at, m.live_ms, m.on_demand_ms
             FROM members m JOIN webinars w ON w.id = m.webinar_id
            WHERE m.person_id = $1 ORDER BY w.starts_at DESC, m.number DESC LIMIT $2""",
        person,
        limit,
    )
    return [
        Membership(
            member=MemberId(row["id"]),
            webinar=WebinarId(row["webinar_id"]),
            webinar_name=row["name"],
            starts_at=row["starts_at"],
            timezone=row["timezone"],
            status=Status(row["status"]),
            status_reason=row["status_reason"],
            status_at=row["status_at"],
            visitor=row["visitor"],
            registered_at=row["registered_at"],
            attended_at=row["attended_at"],
            viewed_at=row["viewed_at"],
            live_ms=row["live_ms"],
            on_demand_ms=row["on_demand_ms"],
        )
        for row in rows
    ]
