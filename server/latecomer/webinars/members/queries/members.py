"""Members with their persons, and queries about the members of a webinar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import asyncpg

from latecomer.core.email_address import search_key
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.person import LedgerMember, Person
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.rules.engagement import EngagementLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """A member with its person. ``registering``: a provider was asked to register the member and has not
    answered yet."""

    id: MemberId
    webinar_id: WebinarId
    person: Person
    status: Status
    status_reason: str | None
    status_at: Instant
    visitor: bool
    link_serial: int
    version: int
    joined_at: Instant | None
    created_at: Instant
    registering: bool = False
    engagement: EngagementLevel | None = None

    @property
    def ledger_member(self) -> LedgerMember:
        """Return the ledger's data about the member."""
        return LedgerMember(
            member=self.id,
            webinar=self.webinar_id,
            version=self.version,
            status=self.status,
            link_serial=self.link_serial,
            visitor=self.visitor,
        )


_COLUMNS = f"""m.id, m.webinar_id, m.status, m.status_reason, m.status_at, m.visitor, m.link_serial,
       m.version, m.due_version, m.settled_version, m.sequence, m.waiting_since, m.joined_at, m.created_at,
       m.number, m.attended_at, m.viewed_at, m.registered_at, m.registered_source, m.attended_seen, m.viewed_seen,
       m.engagement,
       EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id) AS registering,
       {persons.COLUMNS}"""
SELECT = f"SELECT {_COLUMNS} FROM members m JOIN persons p ON p.id = m.person_id"


def _record(row: asyncpg.Record) -> MemberRecord:
    return MemberRecord(
        id=MemberId(row["id"]),
        webinar_id=WebinarId(row["webinar_id"]),
        person=persons.of_row(row),
        status=Status(row["status"]),
        status_reason=row["status_reason"],
        status_at=row["status_at"],
        visitor=row["visitor"],
        link_serial=row["link_serial"],
        version=row["version"],
        joined_at=row["joined_at"],
        created_at=row["created_at"],
        registering=row["registering"],
        engagement=EngagementLevel(row["engagement"]) if row["engagement"] else None,
    )


async def load(conn: Conn, member_ids: Sequence[MemberId]) -> Mapping[MemberId, MemberRecord]:
    """Return these members; unknown ones are missing."""
    rows = await conn.fetch(f"{SELECT} WHERE m.id = ANY ($1::uuid[])", member_ids)
    return {MemberId(row["id"]): _record(row) for row in rows}


async def of_person(conn: Conn, person_id: PersonId) -> list[MemberRecord]:
    """Return every member that is this person, oldest first."""
    rows = await conn.fetch(f"{SELECT} WHERE m.person_id = $1 ORDER BY m.number", person_id)
    return [_record(row) for row in rows]


# In: webinar, statuses (NULL: all), email key (NULL: any), LIKE pattern in lower case (NULL: any), after
# number, limit, whether a provider is being asked (NULL: either), levels of engagement (NULL: all).
_MATCHES = """
 WHERE m.webinar_id = $1
   AND ($2::text[] IS NULL OR m.status = ANY ($2))
   AND ($3::text IS NULL OR p.email_key = $3 OR starts_with(p.email_key, $3 || ' #'))
   AND ($4::text IS NULL
        OR coalesce(p.search_key, lower(concat_ws(E'\n', concat_ws(' ', p.first_name, p.last_name), p.email)))
           LIKE $4)
   AND m.number > $5
   AND ($8::text[] IS NULL OR m.engagement = ANY ($8))
   AND ($7::bool IS NULL OR $7 = EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id))"""
_PAGE = f"{SELECT} {_MATCHES} ORDER BY m.number LIMIT $6"
_COUNT = f"""SELECT count(*) FROM
    (SELECT FROM members m JOIN persons p ON p.id = m.person_id {_MATCHES} LIMIT $6) AS matches"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The members of a webinar to look for; empty or None stands for all."""

    webinar_id: WebinarId
    statuses: Sequence[Status]
    engagement: Sequence[EngagementLevel]
    registering: bool | None
    email_key: str | None
    q: str | None

    def arguments(self, after: int, limit: int) -> tuple[object, ...]:
        """Return the arguments of a query, which begins after the member with that number."""
        return (
            self.webinar_id,
            list(self.statuses) or None,
            self.email_key,
            None if self.q is None else _like(self.q),
            after,
            limit,
            self.registering,
            list(self.engagement) or None,
        )


async def page(conn: Conn, wanted: Wanted, after: int, limit: int) -> list[tuple[int, MemberRecord]]:
    """Return members in the order in which they were added, each with its number; the page begins after ``after``."""
    rows = await conn.fetch(_PAGE, *wanted.arguments(after, limit))
    return [(row["number"], _record(row)) for row in rows]


async def count(conn: Conn, wanted: Wanted, most: int) -> int:
    """Return the number of members, counted up to ``most``."""
    found: int = await conn.fetchval(_COUNT, *wanted.arguments(0, most))
    return found


def _like(q: str) -> str:
    escaped = search_key(q).replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


# In: ids, webinar, persons, now. New members are due at once: their first facts come in the same transaction.
# What they are until then is never seen.
_INSERT = """
INSERT INTO members (id, webinar_id, person_id, status, status_at, created_at)
SELECT id, $2, person_id, 'invited', $4, $4
  FROM unnest($1::uuid[], $3::uuid[]) WITH ORDINALITY AS new (id, person_id, nth)
 ORDER BY nth
"""


async def insert(
    conn: Conn, webinar_id: WebinarId, person_ids: Sequence[PersonId], now: Instant
) -> list[MemberId]:
    """Make these persons members, in order; the caller holds the webinar's lock and has checked that they are not
    members yet.
    """
    ids = [MemberId(uuid4()) for _ in person_ids]
    await conn.execute(_INSERT, ids, webinar_id, person_ids, now)
    return ids


async def property_names(conn: Conn, webinar_id: WebinarId, limit: int) -> dict[str, bool]:
    """Return names of properties of the members' persons, the most frequent first, and whether some values are not
    text."""
    rows = await conn.fetch(
        """SELECT e.key AS name, bool_or(jsonb_typeof(e.value) <> 'string') AS is_json
             FROM members m JOIN persons p ON p.id = m.person_id, jsonb_each(p.properties) e
            WHERE m.webinar_id = $1 GROUP BY e.key ORDER BY count(*) DESC, e.key LIMIT $2""",
        webinar_id,
        limit,
    )
    return {row["name"]: row["is_json"] for row in rows}


async def statuses(
    conn: Conn, webinar_id: WebinarId, after: MemberId | None, limit: int
) -> list[tuple[MemberId, Status | None]]:
    """Return members of a webinar in id order, after ``after``, with their statuses."""
    rows = await conn.fetch(
        """SELECT id, status FROM members
            WHERE webinar_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
        webinar_id,
        after,
        limit,
    )
    return [(MemberId(row["id"]), Status(row["status"]) if row["status"] else None) for row in rows]


async def places_of(
    conn: Conn, webinar_ids: Sequence[WebinarId], email_keys: Sequence[str]
) -> frozenset[tuple[WebinarId, str]]:
    """Return which of these addresses belong to members of these webinars."""
    if not email_keys:
        return frozenset()
    rows = await conn.fetch(
        """SELECT m.webinar_id, p.email_key FROM members m JOIN persons p ON p.id = m.person_id
            WHERE m.webinar_id = ANY ($1::uuid[]) AND p.email_key = ANY ($2::text[])""",
        list(webinar_ids),
        list(email_keys),
    )
    return frozenset((WebinarId(row["webinar_id"]), row["email_key"]) for row in rows)


async def renew_links(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Revoke the join links of these members; the new ones carry the next serial."""
    await conn.execute(
        "UPDATE members SET link_serial = link_serial + 1, version = version + 1 WHERE id = ANY ($1::uuid[])",
        member_ids,
    )


async def waiting(conn: Conn, webinar_id: WebinarId, limit: int) -> list[MemberId]:
    """Return the members who wait for a seat, the longest waiting first, except those who hold a seat while a provider
    is asked."""
    rows = await conn.fetch(
        """SELECT id FROM members m WHERE webinar_id = $1 AND waiting_since IS NOT NULL
              AND NOT EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id)
            ORDER BY waiting_since, number LIMIT $2""",
        webinar_id,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def in_error(conn: Conn, webinar_id: WebinarId, after: MemberId | None, limit: int) -> list[MemberId]:
    """Return the members whose registration failed and has no open request, after ``after``, in id order."""
    rows = await conn.fetch(
        """SELECT id FROM members m WHERE webinar_id = $1 AND status = $2 AND ($3::uuid IS NULL OR id > $3)
              AND NOT EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id)
            ORDER BY id LIMIT $4""",
        webinar_id,
        Status.REGISTRATION_ERROR,
        after,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def webinars_with_waiting(conn: Conn, now: Instant) -> list[WebinarId]:
    """Return webinars that have not ended and have members waiting for a seat."""
    rows = await conn.fetch(
        """SELECT id FROM webinars w WHERE ends_at > $1 AND EXISTS
             (SELECT FROM members m WHERE m.webinar_id = w.id AND m.waiting_since IS NOT NULL
                 AND NOT EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id))""",
        now,
    )
    return [WebinarId(row["id"]) for row in rows]


async def seats_taken(conn: Conn, webinar_id: WebinarId) -> int:
    """Return the number of members who are Registered or beyond, or about whom a provider is being asked, and of seats
    that are held for people who are paying; exact while the caller holds the webinar's lock."""
    taken: int = await conn.fetchval(
        """SELECT (SELECT count(*) FROM members m WHERE webinar_id = $1
                      AND (status = ANY ($2::text[]) OR EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id)))
                + (SELECT count(*) FROM payments WHERE webinar_id = $1 AND state IN ('open', 'processing'))""",
        webinar_id,
        [status for status in Status if status.has_seat],
    )
    return taken


async def status_counts(
    conn: Conn, webinar_ids: Sequence[WebinarId]
) -> Mapping[WebinarId, Mapping[Status, int]]:
    """Return the number of members per status of these webinars, all ten for each."""
    rows = await conn.fetch(
        """SELECT webinar_id, status, count(*) FROM members WHERE webinar_id = ANY ($1::uuid[])
            GROUP BY webinar_id, status""",
        webinar_ids,
    )
    counts = {webinar_id: dict.fromkeys(Status, 0) for webinar_id in webinar_ids}
    for row in rows:
        counts[WebinarId(row["webinar_id"])][Status(row["status"])] = row["count"]
    return counts


# In: webinar. What was watched a moment ago is in no copy yet, so whoever came since the start counts as watching.
_WATCHED = """
SELECT EXISTS (SELECT FROM facts f JOIN members m ON m.id = f.member_id JOIN webinars w ON w.id = m.webinar_id
                WHERE w.id = $1 AND f.kind IN ('joined', 'click', 'live', 'view') AND f.at >= w.starts_at
                  AND f.retraction_id IS NULL)
    OR EXISTS (SELECT FROM ledger_copies c JOIN members m ON m.id = c.member_id
                WHERE m.webinar_id = $1 AND NOT isempty(c.intervals))
    OR EXISTS (SELECT FROM reported r JOIN members m ON m.id = r.member_id
                WHERE m.webinar_id = $1 AND NOT (isempty(r.live) AND isempty(r.on_demand)))
"""


async def anybody_watched(conn: Conn, webinar_id: WebinarId) -> bool:
    """Return True when a member watched anything, in our player or by vendors' reports; a click before the start does
    not count.
    """
    watched: bool = await conn.fetchval(_WATCHED, webinar_id)
    return watched


async def attended_elsewhere(conn: Conn, webinar_id: WebinarId, *, strangers: bool) -> bool:
    """Return True when a vendor reported attendance of a webinar, all of it outside the event, and nobody watched.

    ``strangers``: such attendance is known of people who are no members.
    """
    elsewhere: bool = await conn.fetchval(
        """SELECT ($2 OR EXISTS (SELECT FROM vendor_rows v JOIN members m ON m.id = v.member_id
                                  WHERE m.webinar_id = $1 AND v.mode = 'live'))
              AND NOT EXISTS (SELECT FROM members WHERE webinar_id = $1
                                 AND status IN ('attended', 'attended_on_demand'))
              AND NOT EXISTS (SELECT FROM facts f JOIN members m ON m.id = f.member_id
                               WHERE m.webinar_id = $1 AND f.kind = 'view' AND f.retraction_id IS NULL)
              AND NOT EXISTS (SELECT FROM ledger_copies c JOIN members m ON m.id = c.member_id
                               WHERE m.webinar_id = $1 AND NOT isempty(c.intervals))""",
        webinar_id,
        strangers,
    )
    return elsewhere


async def language(conn: Conn, member_id: MemberId) -> str | None:
    """Return the tag of the language of a member's person, None where none is known."""
    found: str | None = await conn.fetchval(
        "SELECT p.language FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = $1", member_id
    )
    return found
