"""The rows that a question finds: their number, a page, all of them, and the reasons for one row.

Every function compiles the same question, so that number, page, export and explanation cannot disagree.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg

from latecomer.audiences.checks import Parameters
from latecomer.audiences.compile import ResolvedFilter, compile_filter, compile_leaf
from latecomer.audiences.rules.filters import leaves
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import SegmentId
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.person import Person
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.rules.engagement import EngagementLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberItem:
    """The member of a result row, with the watch durations that the filter compared, in ms."""

    id: MemberId
    webinar_id: WebinarId
    status: Status
    status_reason: str | None
    status_at: Instant
    visitor: bool
    link_serial: int
    registered_at: Instant | None
    attended_at: Instant | None
    viewed_at: Instant | None
    live_ms: int
    on_demand_ms: int
    engagement: EngagementLevel | None


@dataclass(frozen=True, slots=True)
class Item:
    """A row: the person, and the member in scope members."""

    person: Person
    member: MemberItem | None

    @property
    def id(self) -> UUID:
        """The id of the member, or in scope people of the person."""
        return self.person.id if self.member is None else self.member.id


_SORTS: Final[Mapping[RowScope, Mapping[str, tuple[str, str]]]] = {
    RowScope.MEMBERS: {
        "added": ("m.number", "bigint"),
        "email": ("coalesce(lower(p.email), '')", "text"),
        "name": ("coalesce(lower(concat_ws(' ', p.last_name, p.first_name)), '')", "text"),
        "company": ("coalesce(lower(p.company), '')", "text"),
        "status_at": ("m.status_at", "timestamptz"),
        "watched_live": ("m.live_ms", "bigint"),
        "watched_on_demand": ("m.on_demand_ms", "bigint"),
    },
    RowScope.PEOPLE: {
        "added": ("p.created_at", "timestamptz"),
        "email": ("coalesce(lower(p.email), '')", "text"),
        "name": ("coalesce(lower(concat_ws(' ', p.last_name, p.first_name)), '')", "text"),
        "company": ("coalesce(lower(p.company), '')", "text"),
    },
}
"""The columns that rows can be sorted by: an expression that is never NULL, and its type."""


def sorts(scope: RowScope) -> tuple[str, ...]:
    """Return the accepted values of ``sort``; each may have a leading minus."""
    return tuple(_SORTS[scope])


@dataclass(frozen=True, slots=True)
class PageStart:
    """The start of a page: after the row with this sort value and id."""

    value: str | int
    id: UUID


_MEMBER: Final = """m.id AS member_id, m.webinar_id, m.status, m.status_reason, m.status_at, m.visitor, m.link_serial,
       m.registered_at, m.attended_at, m.viewed_at, m.live_ms, m.on_demand_ms, m.engagement"""


def source_of(question: ResolvedFilter, parameters: Parameters) -> str:
    """Return FROM and WHERE of all rows of a question; its predicate follows after AND."""
    if question.scope is RowScope.PEOPLE:
        return "FROM persons p WHERE p.erased_at IS NULL"
    webinar = parameters.add(question.webinar_id, "uuid")
    return f"FROM members m JOIN persons p ON p.id = m.person_id WHERE m.webinar_id = {webinar}"


def _item(row: asyncpg.Record, scope: RowScope) -> Item:
    member = None
    if scope is RowScope.MEMBERS:
        member = MemberItem(
            id=MemberId(row["member_id"]),
            webinar_id=WebinarId(row["webinar_id"]),
            status=Status(row["status"]),
            status_reason=row["status_reason"],
            status_at=row["status_at"],
            visitor=row["visitor"],
            link_serial=row["link_serial"],
            registered_at=row["registered_at"],
            attended_at=row["attended_at"],
            viewed_at=row["viewed_at"],
            live_ms=row["live_ms"],
            on_demand_ms=row["on_demand_ms"],
            engagement=EngagementLevel(row["engagement"]) if row["engagement"] else None,
        )
    return Item(persons.of_row(row), member)


def check(question: ResolvedFilter) -> None:
    """Compile a question without running it. Raises: Gone, BadFilter."""
    compile_filter(question, Parameters())


async def count(conn: Conn, question: ResolvedFilter) -> int:
    """Return how many rows match."""
    parameters = Parameters()
    rows = source_of(question, parameters)
    predicate = compile_filter(question, parameters)
    number: int = await conn.fetchval(f"SELECT count(*) {rows} AND {predicate}", *parameters.values)
    return number


async def page(
    conn: Conn, question: ResolvedFilter, sort: str, after: PageStart | None, limit: int
) -> list[tuple[PageStart, Item]]:
    """Return up to ``limit`` rows in the order of ``sort`` (descending with a minus), each with its place."""
    sql, parameters = _page(question, sort, after)
    limited = parameters.add(limit, "int")
    rows = await conn.fetch(f"{sql} LIMIT {limited}", *parameters.values)
    return [(PageStart(row["sort_value"], row["row_id"]), _item(row, question.scope)) for row in rows]


async def each(conn: Conn, question: ResolvedFilter, sort: str) -> AsyncIterator[Item]:
    """Yield every row in the order of ``sort``; the caller has begun a transaction."""
    sql, parameters = _page(question, sort, None)
    async for row in conn.cursor(sql, *parameters.values, prefetch=1000):
        yield _item(row, question.scope)


async def ids(conn: Conn, question: ResolvedFilter, limit: int) -> list[tuple[PersonId, MemberId | None]]:
    """Return person and member of up to ``limit`` rows."""
    parameters = Parameters()
    rows = source_of(question, parameters)
    predicate = compile_filter(question, parameters)
    member = "m.id" if question.scope is RowScope.MEMBERS else "NULL::uuid"
    limited = parameters.add(limit, "int")
    found = await conn.fetch(
        f"SELECT p.id AS person_id, {member} AS member_id {rows} AND {predicate} LIMIT {limited}",
        *parameters.values,
    )
    return [
        (PersonId(row["person_id"]), None if row["member_id"] is None else MemberId(row["member_id"]))
        for row in found
    ]


def _page(question: ResolvedFilter, sort: str, after: PageStart | None) -> tuple[str, Parameters]:
    descending = sort.startswith("-")
    expression, sql_type = _SORTS[question.scope][sort.lstrip("-")]
    own_id = "m.id" if question.scope is RowScope.MEMBERS else "p.id"
    parameters = Parameters()
    rows = source_of(question, parameters)
    predicate = compile_filter(question, parameters)
    behind = ""
    if after is not None:
        value, row_id = parameters.add(after.value, sql_type), parameters.add(after.id, "uuid")
        behind = f" AND ({expression}, {own_id}) {'<' if descending else '>'} ({value}, {row_id})"
    way = "DESC" if descending else "ASC"
    member = f", {_MEMBER}" if question.scope is RowScope.MEMBERS else ""
    return (
        f"""SELECT {own_id} AS row_id, {expression} AS sort_value, {persons.COLUMNS}{member} {rows}
               AND {predicate}{behind} ORDER BY {expression} {way}, {own_id} {way}""",
        parameters,
    )


@dataclass(frozen=True, slots=True)
class Reason:
    """The result of one leaf for one row: its place, its truth, and the value that decided it."""

    path: str
    matches: bool
    value: Any


async def explain(conn: Conn, question: ResolvedFilter, row: UUID) -> tuple[bool, Sequence[Reason]] | None:
    """Return whether a row matches, and why; None for an unknown row. The row is named by the member's id, in scope
    people by the person's."""
    parameters = Parameters()
    rows = source_of(question, parameters)
    own_id = "m.id" if question.scope is RowScope.MEMBERS else "p.id"
    which = parameters.add(row, "uuid")
    found = [f"({compile_filter(question, parameters)}) IS TRUE AS whole"]
    paths = []
    for nth, (path, leaf) in enumerate(leaves(question.filter)):
        compiled = compile_leaf(question, path, leaf, parameters)
        found += [f"({compiled.sql}) IS TRUE AS truth_{nth}", f"{compiled.value} AS value_{nth}"]
        paths.append(path)
    seen = await conn.fetchrow(f"SELECT {', '.join(found)} {rows} AND {own_id} = {which}", *parameters.values)
    if seen is None:
        return None
    reasons = [Reason(path, seen[f"truth_{nth}"], seen[f"value_{nth}"]) for nth, path in enumerate(paths)]
    return seen["whole"], reasons


async def watched_as_of(conn: Conn, webinar_id: WebinarId | None, now: Instant) -> Instant:
    """Return the moment up to which watch durations are counted: ``now``, or the time of the oldest uncounted copy."""
    oldest: Instant | None = await conn.fetchval(
        """SELECT min(c.copied_at) FROM ledger_copies c
            WHERE c.counted_version < c.version
              AND ($1::uuid IS NULL OR c.member_id IN (SELECT id FROM members WHERE webinar_id = $1))""",
        webinar_id,
    )
    return now if oldest is None else min(oldest, now)


async def member_of_person(conn: Conn, webinar_id: WebinarId, person_id: PersonId) -> MemberId | None:
    """Return the member that a person is in a webinar."""
    found: UUID | None = await conn.fetchval(
        "SELECT id FROM members WHERE webinar_id = $1 AND person_id = $2", webinar_id, person_id
    )
    return None if found is None else MemberId(found)


async def person_of_member(conn: Conn, member_id: MemberId) -> PersonId | None:
    """Return the person that a member is."""
    found: UUID | None = await conn.fetchval("SELECT person_id FROM members WHERE id = $1", member_id)
    return None if found is None else PersonId(found)


async def take_snapshot(conn: Conn, segment_id: SegmentId, question: ResolvedFilter, at_most: int) -> int:
    """Replace a snapshot's rows with the rows that match now. Returns: their number; the caller refuses more than
    ``at_most``."""
    await conn.execute("DELETE FROM segment_rows WHERE segment_id = $1", segment_id)
    parameters = Parameters()
    own = parameters.add(segment_id, "uuid")
    rows = source_of(question, parameters)
    predicate = compile_filter(question, parameters)
    member = "m.id" if question.scope is RowScope.MEMBERS else "NULL::uuid"
    order = "m.number" if question.scope is RowScope.MEMBERS else "p.created_at, p.id"
    limited = parameters.add(at_most + 1, "int")
    done: str = await conn.execute(
        f"""INSERT INTO segment_rows (segment_id, row_id, person_id, member_id)
            SELECT {own}, coalesce({member}, p.id), p.id, {member} {rows} AND {predicate}
             ORDER BY {order} LIMIT {limited}""",
        *parameters.values,
    )
    return int(done.rpartition(" ")[2])
