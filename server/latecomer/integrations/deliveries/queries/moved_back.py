"""Members whose status a retraction led back, and whom a vendor that moves forward alone was not sent.

Source: docs/vendors.md, Adobe Marketo Engage
"""

from __future__ import annotations

from dataclasses import dataclass

from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.status import Status
from latecomer.postgres.pool import Conn

# In: connection, last member, limit. Out: the latest event of each member that was not sent, in the order of ids.
_MOVED_BACK = """
SELECT DISTINCT ON (o.member_id) o.member_id, o.at, o.data, w.name AS webinar,
       m.status, p.email, p.first_name, p.last_name
  FROM deliveries d
  JOIN outbox o ON o.id = d.event_id
  JOIN members m ON m.id = o.member_id
  JOIN persons p ON p.id = m.person_id
  JOIN webinars w ON w.id = m.webinar_id
 WHERE d.connection_id = $1 AND d.state = 'cannot_go_back' AND p.erased_at IS NULL
   AND ($2::uuid IS NULL OR o.member_id > $2)
 ORDER BY o.member_id, o.sequence DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedBack:
    """A member whom a vendor could not be told to move back: ``told`` is the status that the vendor may have."""

    member: MemberId
    email: str | None
    first_name: str | None
    last_name: str | None
    webinar: str
    told: Status | None
    status: Status
    at: Instant


async def load(conn: Conn, connection: ConnectionId, after: MemberId | None, limit: int) -> list[MovedBack]:
    """Return members whom the vendor could not be told to move back, after ``after``, in the order of ids."""
    rows = await conn.fetch(_MOVED_BACK, connection, after, limit)
    return [
        MovedBack(
            member=MemberId(row["member_id"]),
            email=row["email"],
            first_name=row["first_name"],
            last_name=row["last_name"],
            webinar=row["webinar"],
            told=None if (was := row["data"].get("from_status")) is None else Status(was),
            status=Status(row["status"]),
            at=row["at"],
        )
        for row in rows
    ]
