"""The SEQUENCE of members' events in calendars.

Source: docs/mail.md, Calendar; RFC 5546, section 2.1.4
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from latecomer.core.ids import MemberId
from latecomer.postgres.pool import Conn


async def sequences(conn: Conn, members: Collection[MemberId]) -> Mapping[MemberId, int]:
    """Return the SEQUENCE of each of these members that exists. It only grows.

    It is the sum of what grows with the webinar's time, name, cancellation and reinstatement, with the member's
    status, and with each registration and cancellation of the member, also when the status stays.
    """
    rows = await conn.fetch(
        """SELECT m.id, w.invitation_version + m.version
                  + (SELECT count(*) FROM facts f
                      WHERE f.member_id = m.id AND f.kind IN ('registered', 'added', 'cancelled')) AS sequence
             FROM members m JOIN webinars w ON w.id = m.webinar_id
            WHERE m.id = ANY ($1::uuid[])""",
        list(members),
    )
    return {MemberId(row["id"]): row["sequence"] for row in rows}
