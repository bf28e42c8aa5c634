"""Members in the form in which the ledger holds them, and the versions that it holds already."""

from __future__ import annotations

from collections.abc import Sequence

import asyncpg

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn

_SELECT = "SELECT id, webinar_id, version, status, link_serial, visitor FROM members"


def _ledger_member(row: asyncpg.Record) -> LedgerMember:
    return LedgerMember(
        member=MemberId(row["id"]),
        webinar=WebinarId(row["webinar_id"]),
        version=row["version"],
        status=Status(row["status"]),
        link_serial=row["link_serial"],
        visitor=row["visitor"],
    )


async def load(conn: Conn, member_ids: Sequence[MemberId]) -> list[LedgerMember]:
    """Return the ledger's data about these members; unknown ones are missing."""
    return [
        _ledger_member(row) for row in await conn.fetch(f"{_SELECT} WHERE id = ANY ($1::uuid[])", member_ids)
    ]


async def missing(conn: Conn, limit: int) -> list[LedgerMember]:
    """Return members whose present version the ledger may not hold yet (carded_version < version)."""
    return [
        _ledger_member(row)
        for row in await conn.fetch(f"{_SELECT} WHERE carded_version < version LIMIT $1", limit)
    ]


async def mark_copied(conn: Conn, copied: Sequence[LedgerMember]) -> None:
    """Record that the ledger holds these versions; an older version never lowers the mark."""
    await conn.execute(
        """WITH card AS (SELECT * FROM unnest($1::uuid[], $2::bigint[]) AS card (id, version)),
                locked AS MATERIALIZED
             (SELECT m.id, card.version FROM members m JOIN card ON card.id = m.id
               WHERE m.carded_version < card.version ORDER BY m.id FOR NO KEY UPDATE OF m)
           UPDATE members m SET carded_version = locked.version FROM locked
            WHERE m.id = locked.id AND m.carded_version < locked.version""",
        [each.member for each in copied],
        [each.version for each in copied],
    )
