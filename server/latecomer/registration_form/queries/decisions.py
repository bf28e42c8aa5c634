"""Decisions about members who wait for approval, applied when they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.postgres.pool import Conn

DecisionId = NewType("DecisionId", UUID)


class Verdict(StrEnum):
    """An operator's decision."""

    APPROVE = "approve"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision about one or many members, in the order in which seats are given."""

    id: DecisionId
    webinar: WebinarId
    verdict: Verdict
    reason: str | None
    members: tuple[MemberId, ...]
    decided_at: Instant
    apply_at: Instant
    applied_at: Instant | None = None
    withdrawn_at: Instant | None = None


def _of_row(row: asyncpg.Record) -> Decision:
    return Decision(
        id=DecisionId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        verdict=Verdict(row["decision"]),
        reason=row["reason"],
        members=tuple(MemberId(each) for each in row["member_ids"]),
        decided_at=row["decided_at"],
        apply_at=row["apply_at"],
        applied_at=row["applied_at"],
        withdrawn_at=row["withdrawn_at"],
    )


async def insert(conn: Conn, decision: Decision) -> None:
    """Write a decision."""
    await conn.execute(
        """INSERT INTO registration_decisions (id, webinar_id, decision, reason, member_ids, decided_at, apply_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        decision.id,
        decision.webinar,
        decision.verdict,
        decision.reason,
        list(decision.members),
        decision.decided_at,
        decision.apply_at,
    )


async def load(conn: Conn, identifier: DecisionId, *, lock: bool = False) -> Decision | None:
    """Return one decision; None when unknown."""
    row = await conn.fetchrow(
        "SELECT * FROM registration_decisions WHERE id = $1" + (" FOR UPDATE" if lock else ""), identifier
    )
    return None if row is None else _of_row(row)


async def due(conn: Conn, now: Instant) -> list[Decision]:
    """Return the due decisions, oldest first."""
    rows = await conn.fetch(
        """SELECT * FROM registration_decisions
            WHERE applied_at IS NULL AND withdrawn_at IS NULL AND apply_at <= $1 ORDER BY decided_at LIMIT 100""",
        now,
    )
    return [_of_row(row) for row in rows]


async def waiting(conn: Conn, webinar: WebinarId) -> list[Decision]:
    """Return the decisions of a webinar that are not applied yet."""
    rows = await conn.fetch(
        """SELECT * FROM registration_decisions
            WHERE webinar_id = $1 AND applied_at IS NULL AND withdrawn_at IS NULL ORDER BY decided_at""",
        webinar,
    )
    return [_of_row(row) for row in rows]


async def mark(
    conn: Conn, identifiers: Sequence[DecisionId], *, applied_at: Instant | None, withdrawn_at: Instant | None
) -> None:
    """Record that decisions were applied or withdrawn."""
    await conn.execute(
        "UPDATE registration_decisions SET applied_at = $2, withdrawn_at = $3 WHERE id = ANY ($1::uuid[])",
        list(identifiers),
        applied_at,
        withdrawn_at,
    )
