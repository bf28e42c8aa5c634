"""The timeline as rows: status events to write, and entries to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

import asyncpg
import msgspec

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.activity import Activity, ActivityKind
from latecomer.webinars.members.queries import retractions


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent:
    """A change of status, to be written."""

    member: MemberId
    webinar: WebinarId
    from_status: Status | None
    to_status: Status
    fact_ids: tuple[int, ...]
    source: Source
    reason: str | None
    at: Instant


# In: parallel arrays; fact ids as text, because an array of arrays would read as a matrix.
_INSERT = """
INSERT INTO status_events (member_id, webinar_id, from_status, to_status, fact_ids, source, reason, at)
SELECT member_id, webinar_id, from_status, to_status, fact_ids::bigint[], source, reason, at
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
              $8::timestamptz[])
       WITH ORDINALITY
       AS new (member_id, webinar_id, from_status, to_status, fact_ids, source, reason, at, nth)
 ORDER BY nth
"""


async def add_status_events(conn: Conn, events: Sequence[StatusEvent]) -> None:
    """Append changes of status."""
    if not events:
        return
    await conn.execute(
        _INSERT,
        [event.member for event in events],
        [event.webinar for event in events],
        [event.from_status for event in events],
        [event.to_status for event in events],
        ["{" + ",".join(map(str, event.fact_ids)) + "}" for event in events],
        [event.source for event in events],
        [event.reason for event in events],
        [event.at for event in events],
    )


class EntryKind(StrEnum):
    """The subject of a timeline entry."""

    FACT = "fact"
    FINISH = "finish"
    STATUS = "status"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """An entry of the timeline. A fact has ``fact``; a change of status has ``from_status`` (None for the first),
    ``to_status`` and its facts; an entry of another folder has a kind and ``details`` of its own."""

    kind: str
    id: int
    at: Instant
    source: Source
    reason: str | None = None
    fact: FactKind | None = None
    from_status: Status | None = None
    to_status: Status | None = None
    fact_ids: tuple[int, ...] = ()
    retracted_at: Instant | None = None
    """Of a fact or a finish that counts for nothing any more: since when."""
    details: Mapping[str, str] = field(default_factory=dict)


Rank: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=99)]
"""Entries of the same time go facts (0), finishes (1), changes of status (2), then those of other folders, each at a
rank of its own from 3 on."""


@dataclass(frozen=True, slots=True)
class EntryPosition:
    """The start of a page; entries of the same time and rank are ordered by id."""

    at: Instant
    rank: Rank
    id: int


FIRST_FREE_RANK: Final = 3
_KINDS: Mapping[Rank, EntryKind] = {0: EntryKind.FACT, 1: EntryKind.FINISH, 2: EntryKind.STATUS}
_RANKS: Mapping[EntryKind, Rank] = {kind: rank for rank, kind in _KINDS.items()}

# In: member, position (at, rank, id; NULL: from the newest), limit. Out: newest first.
_ENTRIES = """
SELECT * FROM (
    SELECT 0 AS rank, id, at, source, reason, kind AS fact, NULL AS from_status, NULL AS to_status,
           '{}'::bigint[] AS fact_ids, (SELECT r.at FROM retractions r WHERE r.id = retraction_id) AS retracted_at
      FROM facts WHERE member_id = $1
    UNION ALL
    SELECT 1, f.id, f.at, f.source, NULL, NULL, NULL, NULL, '{}',
           (SELECT r.at FROM retractions r WHERE r.id = f.retraction_id)
      FROM finishes f JOIN members m ON m.webinar_id = f.webinar_id WHERE m.id = $1
    UNION ALL
    SELECT 2, id, at, source, reason, NULL, from_status, to_status, fact_ids, NULL
      FROM status_events WHERE member_id = $1
) AS entry
 WHERE $2::timestamptz IS NULL OR (at, rank, id) < ($2, $3::int, $4::bigint)
 ORDER BY at DESC, rank DESC, id DESC
 LIMIT $5
"""


async def entries(
    conn: Conn, member_id: MemberId, after: EntryPosition | None, limit: int | None
) -> list[TimelineEntry]:
    """Return a member's timeline, newest first, after the given position; ``limit`` None means all."""
    position = (after.at, after.rank, after.id) if after else (None, None, None)
    return [_entry(row) for row in await conn.fetch(_ENTRIES, member_id, *position, limit)]


def rank_of(kind: str) -> Rank:
    """Return the rank of a kind of entry of this file, which orders entries of the same time."""
    return _RANKS[EntryKind(kind)]


def _entry(row: asyncpg.Record) -> TimelineEntry:
    return TimelineEntry(
        kind=_KINDS[row["rank"]],
        id=row["id"],
        at=row["at"],
        source=Source(row["source"]),
        reason=row["reason"],
        fact=None if row["fact"] is None else FactKind(row["fact"]),
        from_status=_status(row["from_status"]),
        to_status=_status(row["to_status"]),
        fact_ids=tuple(row["fact_ids"]),
        retracted_at=row["retracted_at"],
    )


async def forget_reasons(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Remove the reasons that people wrote about these members: erasing a person is the one exception to
    append-only."""
    for table in ("facts", "status_events"):
        await conn.execute(
            f"UPDATE {table} SET reason = NULL WHERE member_id = ANY ($1::uuid[]) AND reason IS NOT NULL",
            member_ids,
        )
    await retractions.forget_reasons(conn, member_ids)
    await conn.execute("UPDATE members SET status_reason = NULL WHERE id = ANY ($1::uuid[])", member_ids)


# In: webinar, limit. Out: the newest flips, joins and changes that a vendor brought about, newest first. What a vendor
# flips is a flip.
_ACTIVITY = """
SELECT a.kind, a.at, a.member_id, a.from_status, a.to_status,
       coalesce(nullif(concat_ws(' ', nullif(p.first_name, ''), nullif(p.last_name, '')), ''), p.email, '') AS
       name
  FROM (
      (SELECT 'flip' AS kind, at, member_id, from_status, to_status FROM status_events
        WHERE webinar_id = $1 AND to_status = 'attended_on_demand' ORDER BY id DESC LIMIT $2)
      UNION ALL
      (SELECT 'join', joined_at, id, NULL, NULL FROM members
        WHERE webinar_id = $1 AND joined_at IS NOT NULL ORDER BY joined_at DESC, id DESC LIMIT $2)
      UNION ALL
      (SELECT 'vendor', at, member_id, from_status, to_status FROM status_events
        WHERE webinar_id = $1 AND source = 'vendor' AND to_status <> 'attended_on_demand' ORDER BY id DESC LIMIT $2)
  ) AS a
  JOIN members m ON m.id = a.member_id
  JOIN persons p ON p.id = m.person_id
 ORDER BY a.at DESC, a.kind, a.member_id
 LIMIT $2
"""


async def activity(conn: Conn, webinar_id: WebinarId, limit: int) -> list[Activity]:
    """Return the latest events of a webinar, newest first; the name of an erased person is empty."""
    return [
        Activity(
            at=row["at"],
            kind=ActivityKind(row["kind"]),
            member_id=MemberId(row["member_id"]),
            name=row["name"],
            status=_status(row["to_status"]),
            previous=_status(row["from_status"]),
        )
        for row in await conn.fetch(_ACTIVITY, webinar_id, limit)
    ]


def _status(name: str | None) -> Status | None:
    return None if name is None else Status(name)
