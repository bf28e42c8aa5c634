"""Facts about members and finishes of webinars, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.rules.event_window import touches_event
from latecomer.core.facts import Fact, FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFact:
    """A fact to record. Facts with the same member, kind and ``key`` are the same fact; without a key each is
    separate."""

    member: MemberId
    kind: FactKind
    at: Instant
    source: Source
    reason: str | None = None
    key: str | None = None
    wish: UUID | None = None
    """The import or the one call that asked for it: retracted, it takes along what came of it."""


@dataclass(frozen=True, slots=True)
class Finish:
    """One finish of a webinar that was not retracted."""

    at: Instant
    source: Source


# In: members, kinds, times, sources, reasons, keys (parallel), now, wishes (parallel). Out: a member per new fact.
# The members' rows are locked, so nobody disappears between the join and the foreign key's check.
_INSERT = """
INSERT INTO facts (member_id, kind, at, source, reason, key, recorded_at, wish_id)
SELECT f.member_id, f.kind, f.at, f.source, f.reason, f.key, $7, f.wish_id
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $8::uuid[])
       WITH ORDINALITY AS f (member_id, kind, at, source, reason, key, wish_id, nth)
  JOIN members m ON m.id = f.member_id
 ORDER BY f.nth  -- ids in the order given: they order facts of the same time
    ON CONFLICT (member_id, kind, key) DO NOTHING
RETURNING member_id
"""

# Everybody locks members in id order; NO KEY, so that it does not clash with foreign keys' checks.
_LOCK = "SELECT id FROM members WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"

_RAISE = "UPDATE members SET due_version = due_version + 1 WHERE id = ANY ($1::uuid[])"


async def record(conn: Conn, facts: Sequence[NewFact], now: Instant) -> list[MemberId]:
    """Insert facts and raise due_version of every member that got a new one; unknown members are skipped.

    Returns: those members, in id order.
    """
    if not facts:
        return []
    await conn.fetch(_LOCK, list({fact.member for fact in facts}))
    rows = await conn.fetch(
        _INSERT,
        [fact.member for fact in facts],
        [fact.kind for fact in facts],
        [fact.at for fact in facts],
        [fact.source for fact in facts],
        [fact.reason for fact in facts],
        [fact.key for fact in facts],
        now,
        [fact.wish for fact in facts],
    )
    members = sorted({MemberId(row["member_id"]) for row in rows})
    if members:
        await conn.execute(_RAISE, members)
    return members


async def make_due(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Raise due_version of these locked members, because the basis of their status has changed."""
    await conn.execute(_RAISE, list(member_ids))


async def of_members(
    conn: Conn, member_ids: Sequence[MemberId], now: Instant
) -> Mapping[MemberId, list[Fact]]:
    """Return all facts of these members that were not retracted; members without facts are left out."""
    rows = await conn.fetch(
        """SELECT id, member_id, kind, at, source, reason FROM facts
            WHERE member_id = ANY ($1::uuid[]) AND retraction_id IS NULL""",
        member_ids,
    )
    facts: dict[MemberId, list[Fact]] = {}
    for row in rows:
        facts.setdefault(MemberId(row["member_id"]), []).append(
            Fact(
                id=row["id"],
                kind=FactKind(row["kind"]),
                at=row["at"],
                source=Source(row["source"]),
                reason=row["reason"],
            )
        )
    return await _of_this_event(conn, facts, now)


async def _of_this_event(
    conn: Conn, facts: dict[MemberId, list[Fact]], now: Instant
) -> Mapping[MemberId, list[Fact]]:
    """Return the facts without reported attendance that belongs to another event, judged by the vendors' rows.

    Source: docs/domain.md, Attendance of this event
    """
    reported = [member for member, known in facts.items() if any(map(_is_reported, known))]
    for member, is_here in (await presence(conn, reported, now)).items():
        if not is_here:
            facts[member] = [fact for fact in facts[member] if not _is_reported(fact)]
    return facts


async def presence(conn: Conn, member_ids: Sequence[MemberId], now: Instant) -> Mapping[MemberId, bool]:
    """Return of each member with live rows of vendors whether one of the stays is of this event.

    Source: docs/domain.md, Attendance of this event
    """
    rows = await vendor_rows.live_presence(conn, member_ids) if member_ids else {}
    if not rows:
        return {}
    places = await conn.fetch("SELECT id, webinar_id FROM members WHERE id = ANY ($1::uuid[])", list(rows))
    webinar_of = {MemberId(row["id"]): WebinarId(row["webinar_id"]) for row in places}
    windows = await webinars.windows(conn, list(set(webinar_of.values())))
    return {
        member: any(
            touches_event(windows[webinar_of[member]], row.joins, row.leaves, row.ended_at, now)
            for row in stays
        )
        for member, stays in rows.items()
    }


async def reported_elsewhere(conn: Conn, member_ids: Sequence[MemberId], now: Instant) -> frozenset[MemberId]:
    """Return the members whose attendance, as vendors report it, is of another event alone."""
    rows = await conn.fetch(
        """SELECT DISTINCT member_id FROM facts
            WHERE member_id = ANY ($1::uuid[]) AND kind = $2 AND source = $3 AND retraction_id IS NULL""",
        list(member_ids),
        FactKind.ATTENDED,
        Source.VENDOR,
    )
    here = await presence(conn, [MemberId(row["member_id"]) for row in rows], now)
    return frozenset(member for member, is_here in here.items() if not is_here)


async def starts_of(conn: Conn, member_ids: Sequence[MemberId]) -> Mapping[MemberId, Instant]:
    """Lock these members in id order, and return when the webinar of each starts."""
    await conn.fetch(_LOCK, list(member_ids))
    rows = await conn.fetch(
        """SELECT m.id, w.starts_at FROM members m JOIN webinars w ON w.id = m.webinar_id
            WHERE m.id = ANY ($1::uuid[])""",
        list(member_ids),
    )
    return {MemberId(row["id"]): row["starts_at"] for row in rows}


def _is_reported(fact: Fact) -> bool:
    return fact.kind is FactKind.ATTENDED and fact.source is Source.VENDOR


async def finishes(conn: Conn, webinar_ids: Sequence[WebinarId]) -> Mapping[WebinarId, list[Finish]]:
    """Return the finishes of these webinars that were not retracted, by time; a webinar without any is left out."""
    rows = await conn.fetch(
        """SELECT webinar_id, at, source FROM finishes
            WHERE webinar_id = ANY ($1::uuid[]) AND retraction_id IS NULL ORDER BY at, id""",
        webinar_ids,
    )
    found: dict[WebinarId, list[Finish]] = {}
    for row in rows:
        found.setdefault(WebinarId(row["webinar_id"]), []).append(Finish(row["at"], Source(row["source"])))
    return found


async def add_finish(
    conn: Conn,
    webinar_id: WebinarId,
    at: Instant,
    source: Source,
    now: Instant,
    *,
    key: str | None = None,
    planned_ends_at: Instant | None = None,
) -> bool:
    """Record a finish. Returns: whether it is new; with a ``key`` there is one per webinar and key.

    Args: ``planned_ends_at``: the end that it moves, None when it moves none.
    """
    row = await conn.fetchrow(
        """INSERT INTO finishes (webinar_id, at, source, recorded_at, key, planned_ends_at)
           VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (webinar_id, key) DO NOTHING RETURNING id""",
        webinar_id,
        at,
        source,
        now,
        key,
        planned_ends_at,
    )
    return row is not None
