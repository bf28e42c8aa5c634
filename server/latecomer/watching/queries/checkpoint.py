"""Copies of the members' ledger records; the newest version wins. For archived webinars they are the only records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import asyncpg
import msgspec

from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCopy:
    """One member's ledger record, complete.

    ``intervals``: sorted, disjoint wall-clock pairs in ms, half open. ``covered``: seconds of the recording, half open.
    The last four are JSON values in the ledger's own form: playbacks, drops by reason, the last drops, and the moments
    that become facts.
    """

    member: MemberId
    version: int
    intervals: tuple[tuple[Instant, Instant], ...]
    covered: tuple[tuple[int, int], ...]
    recording_version: int
    resume_s: float
    playbacks: object
    drops: object
    recent_drops: object
    moments: object
    webinar: WebinarId | None = None
    """Known when read back."""


# In: parallel arrays of the columns, now. Multiranges and JSON travel as text: an array of lists would read
# as a matrix.
_STORE = """
INSERT INTO ledger_copies (member_id, version, intervals, covered, recording_version, resume_s,
                           playbacks, drops, recent_drops, moments, copied_at)
SELECT m.id, c.version, c.intervals::int8multirange, c.covered::int4multirange, c.recording_version, c.resume_s,
       c.playbacks::jsonb, c.drops::jsonb, c.recent_drops::jsonb, c.moments::jsonb, $11
  FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::int[], $6::float8[],
              $7::text[], $8::text[], $9::text[], $10::text[])
       AS c (member_id, version, intervals, covered, recording_version, resume_s,
             playbacks, drops, recent_drops, moments)
  JOIN members m ON m.id = c.member_id
 ORDER BY m.id  -- two copiers wait for each other instead of deadlocking
   FOR KEY SHARE OF m
    ON CONFLICT (member_id) DO UPDATE
       SET version = excluded.version, intervals = excluded.intervals, covered = excluded.covered,
           recording_version = excluded.recording_version, resume_s = excluded.resume_s,
           playbacks = excluded.playbacks, drops = excluded.drops, recent_drops = excluded.recent_drops,
           moments = excluded.moments, copied_at = excluded.copied_at
     WHERE ledger_copies.version < excluded.version
"""


async def store(conn: Conn, copies: Sequence[LedgerCopy], now: Instant) -> None:
    """Insert or update up to 1000 copies of different members. A copy that is not newer than the stored one changes
    nothing, nor does the copy of a deleted member."""
    if not copies:
        return
    await conn.execute(
        _STORE,
        [copy.member for copy in copies],
        [copy.version for copy in copies],
        [_multirange(copy.intervals) for copy in copies],
        [_multirange(copy.covered) for copy in copies],
        [copy.recording_version for copy in copies],
        [copy.resume_s for copy in copies],
        [_json(copy.playbacks) for copy in copies],
        [_json(copy.drops) for copy in copies],
        [_json(copy.recent_drops) for copy in copies],
        [_json(copy.moments) for copy in copies],
        now,
    )


_SELECT = "SELECT c.*, m.webinar_id FROM ledger_copies c JOIN members m ON m.id = c.member_id"


async def load(conn: Conn, member_ids: Sequence[MemberId]) -> list[LedgerCopy]:
    """Return the copies of these members; members without one are left out."""
    rows = await conn.fetch(f"{_SELECT} WHERE c.member_id = ANY ($1::uuid[])", member_ids)
    return [_of_row(row) for row in rows]


async def of_person(conn: Conn, person_id: PersonId) -> list[LedgerCopy]:
    """Return the copies of all members that are this person."""
    rows = await conn.fetch(f"{_SELECT} WHERE m.person_id = $1", person_id)
    return [_of_row(row) for row in rows]


def _of_row(row: asyncpg.Record) -> LedgerCopy:
    return LedgerCopy(
        member=MemberId(row["member_id"]),
        webinar=WebinarId(row["webinar_id"]),
        version=row["version"],
        intervals=tuple((piece.lower, piece.upper) for piece in row["intervals"]),
        covered=tuple((piece.lower, piece.upper) for piece in row["covered"]),
        recording_version=row["recording_version"],
        resume_s=row["resume_s"],
        playbacks=row["playbacks"],
        drops=row["drops"],
        recent_drops=row["recent_drops"],
        moments=row["moments"],
    )


def _multirange(pieces: Iterable[tuple[int, int]]) -> str:
    return "{" + ",".join(f"[{start},{end})" for start, end in pieces) + "}"


async def drops(conn: Conn, webinar_id: WebinarId) -> dict[str, int]:
    """Return the number of dropped segments by reason, of all members of a webinar."""
    rows = await conn.fetch(
        """SELECT d.key AS reason, sum(d.value::bigint)::bigint AS deliveries
             FROM ledger_copies c JOIN members m ON m.id = c.member_id, jsonb_each_text(c.drops) AS d
            WHERE m.webinar_id = $1 GROUP BY d.key""",
        webinar_id,
    )
    return {row["reason"]: row["deliveries"] for row in rows}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
