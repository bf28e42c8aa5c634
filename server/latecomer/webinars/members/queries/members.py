"""Members as rows: with their persons (records), for the ledger (cards), and as settling sees them (standings)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

import asyncpg

from latecomer.core.email_address import search_key
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.person import LedgerMember, Person
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.rules.locked_member import LockedMember
from latecomer.webinars.members.rules.status_decision import Milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRecord:
    """A member with its person. ``registering``: a provider has been asked and did not answer yet."""

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

    @property
    def card(self) -> LedgerMember:
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
       EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id) AS registering,
       {persons.COLUMNS}"""
_FROM = f"SELECT {_COLUMNS} FROM members m JOIN persons p ON p.id = m.person_id"


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
    )


def _standing(row: asyncpg.Record) -> LockedMember:
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


async def load(conn: Conn, member_ids: Sequence[MemberId]) -> Mapping[MemberId, MemberRecord]:
    """Return these members; unknown ones are missing."""
    rows = await conn.fetch(f"{_FROM} WHERE m.id = ANY ($1::uuid[])", member_ids)
    return {MemberId(row["id"]): _record(row) for row in rows}


async def of_person(conn: Conn, person_id: PersonId) -> list[MemberRecord]:
    """Every member that is this person, oldest first."""
    rows = await conn.fetch(f"{_FROM} WHERE m.person_id = $1 ORDER BY m.number", person_id)
    return [_record(row) for row in rows]


# In: webinar, statuses (NULL: all), email key (NULL: any), LIKE pattern in lower case (NULL: any), after
# number, limit, whether a provider is being asked (NULL: either).
_PAGE = f"""{_FROM}
 WHERE m.webinar_id = $1
   AND ($2::text[] IS NULL OR m.status = ANY ($2))
   AND ($3::text IS NULL OR p.email_key = $3 OR starts_with(p.email_key, $3 || ' #'))
   AND ($4::text IS NULL
        OR coalesce(p.search_key, lower(concat_ws(E'\n', concat_ws(' ', p.first_name, p.last_name), p.email)))
           LIKE $4)
   AND m.number > $5
   AND ($7::bool IS NULL OR $7 = EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id))
 ORDER BY m.number
 LIMIT $6"""


async def page(
    conn: Conn,
    webinar_id: WebinarId,
    *,
    statuses: Sequence[Status],
    registering: bool | None,
    email_key: str | None,
    q: str | None,
    after: int,
    limit: int,
) -> list[tuple[int, MemberRecord]]:
    """Members in the order in which they were added, each with its number; the page begins behind ``after``."""
    rows = await conn.fetch(
        _PAGE,
        webinar_id,
        list(statuses) or None,
        email_key,
        None if q is None else _like(q),
        after,
        limit,
        registering,
    )
    return [(row["number"], _record(row)) for row in rows]


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
    """Return members of a webinar in id order, from the one behind ``after`` on, with their statuses."""
    rows = await conn.fetch(
        """SELECT id, status FROM members
            WHERE webinar_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3""",
        webinar_id,
        after,
        limit,
    )
    return [(MemberId(row["id"]), Status(row["status"]) if row["status"] else None) for row in rows]


async def standings(
    conn: Conn,
    member_ids: Sequence[MemberId],
    *,
    due: bool = False,
) -> list[LockedMember]:
    """Lock these members in id order and say how they stand; with ``due`` only those that are."""
    rows = await conn.fetch(
        f"""{_FROM} WHERE m.id = ANY ($1::uuid[]) AND (NOT $2 OR m.settled_version < m.due_version)
             ORDER BY m.id FOR NO KEY UPDATE OF m""",
        member_ids,
        due,
    )
    return [_standing(row) for row in rows]


async def standings_of_persons(
    conn: Conn, webinar_id: WebinarId, person_ids: Sequence[PersonId]
) -> list[LockedMember]:
    """Lock the members that these persons are in a webinar and say how they stand."""
    rows = await conn.fetch(
        f"""{_FROM} WHERE m.webinar_id = $1 AND m.person_id = ANY ($2::uuid[])
             ORDER BY m.id FOR NO KEY UPDATE OF m""",
        webinar_id,
        person_ids,
    )
    return [_standing(row) for row in rows]


# In: members, webinars and persons (parallel), webinars whose members all are meant.
_LOCK = """
SELECT m.id FROM members m
 WHERE m.id IN (SELECT unnest($1::uuid[])
                UNION SELECT o.id FROM unnest($2::uuid[], $3::uuid[]) AS p (webinar_id, person_id)
                        JOIN members o ON o.webinar_id = p.webinar_id AND o.person_id = p.person_id
                UNION SELECT id FROM members WHERE webinar_id = ANY ($4::uuid[]))
 ORDER BY m.id FOR NO KEY UPDATE OF m
"""


async def lock(
    conn: Conn,
    member_ids: Sequence[MemberId],
    places: Sequence[tuple[WebinarId, PersonId]],
    webinar_ids: Sequence[WebinarId],
) -> None:
    """Lock members of several webinars at once, in the common id order: these, those in these places, and all of these
    webinars. No members may be locked before.
    """
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
    """Raise due_version of all members of a webinar, and have their days counted again: something changed that every
    status rests on, such as when the event began and ended."""
    await conn.execute(
        """WITH locked AS MATERIALIZED
             (SELECT id FROM members WHERE webinar_id = $1 ORDER BY id FOR NO KEY UPDATE)
           UPDATE members SET due_version = due_version + 1, days_stale = true
             FROM locked WHERE members.id = locked.id""",
        webinar_id,
    )


# In: parallel arrays, one entry per member that was settled.
_SETTLE = """
UPDATE members m
   SET status = s.status, status_reason = s.reason, status_at = s.status_at, visitor = s.visitor,
       version = s.version, settled_version = s.due_version, sequence = s.sequence,
       waiting_since = s.waiting_since, joined_at = s.joined_at, attended_at = s.attended_at,
       viewed_at = s.viewed_at, registered_at = s.registered_at, registered_source = s.registered_source,
       attended_seen = s.attended_seen, viewed_seen = s.viewed_seen
  FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bool[], $6::bigint[], $7::bigint[],
              $8::bigint[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
              $13::timestamptz[], $14::text[], $15::bool[], $16::bool[])
       AS s (id, status, reason, status_at, visitor, version, due_version, sequence, waiting_since, joined_at,
             attended_at, viewed_at, registered_at, registered_source, attended_seen, viewed_seen)
 WHERE m.id = s.id
"""


async def write_standings(conn: Conn, standings: Sequence[LockedMember]) -> None:
    """Write what a settling decided; the rows are locked and every status is known."""
    await conn.execute(
        _SETTLE,
        [standing.id for standing in standings],
        [standing.status for standing in standings],
        [standing.reason for standing in standings],
        [standing.status_at for standing in standings],
        [standing.visitor for standing in standings],
        [standing.version for standing in standings],
        [standing.due_version for standing in standings],
        [standing.sequence for standing in standings],
        [standing.waiting_since for standing in standings],
        [standing.joined_at for standing in standings],
        [standing.milestones.attended_at for standing in standings],
        [standing.milestones.viewed_at for standing in standings],
        [standing.milestones.registered_at for standing in standings],
        [standing.milestones.registered_source for standing in standings],
        [standing.milestones.attended_seen for standing in standings],
        [standing.milestones.viewed_seen for standing in standings],
    )


async def mark_settled(conn: Conn, standings: Sequence[LockedMember]) -> None:
    """Record that these members are settled without a change: their status rests on all their facts."""
    await conn.execute(
        """UPDATE members m SET settled_version = s.due_version
             FROM unnest($1::uuid[], $2::bigint[]) AS s (id, due_version) WHERE m.id = s.id""",
        [standing.id for standing in standings],
        [standing.due_version for standing in standings],
    )


async def places_of(
    conn: Conn, webinar_ids: Sequence[WebinarId], email_keys: Sequence[str]
) -> frozenset[tuple[WebinarId, str]]:
    """Return which of these addresses are members of these webinars."""
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
    """Return the members that wait for a seat, longest first, without those that hold one while a provider is asked."""
    rows = await conn.fetch(
        """SELECT id FROM members m WHERE webinar_id = $1 AND waiting_since IS NOT NULL
              AND NOT EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id)
            ORDER BY waiting_since, number LIMIT $2""",
        webinar_id,
        limit,
    )
    return [MemberId(row["id"]) for row in rows]


async def in_error(conn: Conn, webinar_id: WebinarId, after: MemberId | None, limit: int) -> list[MemberId]:
    """Return the members whose registration failed and has no open request, behind ``after``, in id order."""
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
    """Members at Registered or beyond, or about whom a provider is being asked; exact while the caller holds the
    webinar's lock."""
    taken: int = await conn.fetchval(
        """SELECT count(*) FROM members m WHERE webinar_id = $1
              AND (status = ANY ($2::text[]) OR EXISTS (SELECT FROM enrolments e WHERE e.member_id = m.id))""",
        webinar_id,
        [status for status in Status if status.has_seat],
    )
    return taken


async def status_counts(
    conn: Conn, webinar_ids: Sequence[WebinarId]
) -> Mapping[WebinarId, Mapping[Status, int]]:
    """Members per status of these webinars, all ten for each."""
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


_CARD = "SELECT id, webinar_id, version, status, link_serial, visitor FROM members"


def _card(row: asyncpg.Record) -> LedgerMember:
    return LedgerMember(
        member=MemberId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        version=row["version"],
        status=Status(row["status"]),
        link_serial=row["link_serial"],
        visitor=row["visitor"],
    )


async def cards(conn: Conn, member_ids: Sequence[MemberId]) -> list[LedgerMember]:
    """Return the ledger's data about these members; unknown ones are missing."""
    return [_card(row) for row in await conn.fetch(f"{_CARD} WHERE id = ANY ($1::uuid[])", member_ids)]


async def language(conn: Conn, member_id: MemberId) -> str | None:
    """Return the tag of the language of a member's person, None where none is known."""
    found: str | None = await conn.fetchval(
        "SELECT p.language FROM members m JOIN persons p ON p.id = m.person_id WHERE m.id = $1", member_id
    )
    return found


async def uncarded(conn: Conn, limit: int) -> list[LedgerMember]:
    """Members whose present version the ledger may not hold yet (carded_version < version)."""
    return [_card(row) for row in await conn.fetch(f"{_CARD} WHERE carded_version < version LIMIT $1", limit)]


async def mark_carded(conn: Conn, carded: Sequence[LedgerMember]) -> None:
    """The ledger holds these versions now; an older one never lowers the mark."""
    await conn.execute(
        """WITH card AS (SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS card (id, version)),
                locked AS MATERIALIZED
             (SELECT m.id, card.version FROM members m JOIN card ON card.id = m.id
               WHERE m.carded_version < card.version ORDER BY m.id FOR NO KEY UPDATE OF m)
           UPDATE members m SET carded_version = locked.version FROM locked
            WHERE m.id = locked.id AND m.carded_version < locked.version""",
        [card.member for card in carded],
        [card.version for card in carded],
    )
