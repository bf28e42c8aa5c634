"""The data with which an empty ledger is loaded, besides the copies of records."""

from __future__ import annotations

from uuid import UUID

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.queries import ledger_members


async def webinars_in_ledger(conn: Conn) -> list[WebinarId]:
    """Return every webinar that is not archived."""
    return [
        WebinarId(row["id"]) for row in await conn.fetch("SELECT id FROM webinars WHERE archived_at IS NULL")
    ]


async def cards_page(conn: Conn, after: MemberId | None, limit: int) -> list[LedgerMember]:
    """Return the status data of members in member order, after the given one, for webinars that are not archived."""
    rows = await conn.fetch(
        """SELECT m.id FROM members m JOIN webinars w ON w.id = m.webinar_id
            WHERE m.id > $1 AND w.archived_at IS NULL ORDER BY m.id LIMIT $2""",
        after or UUID(int=0),
        limit,
    )
    cards = await ledger_members.load(conn, [MemberId(row["id"]) for row in rows])
    return sorted(cards, key=lambda card: card.member)


async def members_page(conn: Conn, webinar: WebinarId, after: MemberId | None, limit: int) -> list[MemberId]:
    """Return the members of one webinar in their order, after the given one."""
    rows = await conn.fetch(
        "SELECT id FROM members WHERE webinar_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        webinar,
        after or UUID(int=0),
        limit,
    )
    return [MemberId(row["id"]) for row in rows]
