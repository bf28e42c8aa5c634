"""Engagement levels as a column of members, and what they are judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.core.ids import MemberId, WebinarId
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.rules.engagement import EngagementLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """A member who attended live, or has a level from a time when that was so."""

    member: MemberId
    webinar: WebinarId
    attended: bool
    live_ms: int
    level: EngagementLevel | None


async def attendees(conn: Conn, member_ids: Sequence[MemberId]) -> list[Attendee]:
    """Return those of these members who have a level or should have one, in id order."""
    rows = await conn.fetch(
        """SELECT id, webinar_id, attended_at IS NOT NULL AS attended, live_ms, engagement FROM members
            WHERE id = ANY ($1::uuid[]) AND (attended_at IS NOT NULL OR engagement IS NOT NULL) ORDER BY id""",
        member_ids,
    )
    return [
        Attendee(
            member=MemberId(row["id"]),
            webinar=WebinarId(row["webinar_id"]),
            attended=row["attended"],
            live_ms=row["live_ms"],
            level=EngagementLevel(row["engagement"]) if row["engagement"] else None,
        )
        for row in rows
    ]


async def write(conn: Conn, levels: Sequence[tuple[MemberId, EngagementLevel | None]]) -> None:
    """Write the levels of these locked members."""
    await conn.execute(
        """UPDATE members m SET engagement = e.level
             FROM unnest($1::uuid[], $2::text[]) AS e (id, level) WHERE m.id = e.id""",
        [member for member, _ in levels],
        [level for _, level in levels],
    )


async def counts(conn: Conn, webinar_id: WebinarId) -> Mapping[EngagementLevel, int]:
    """Return the number of members per level of a webinar, all three."""
    rows = await conn.fetch(
        """SELECT engagement, count(*) FROM members WHERE webinar_id = $1 AND engagement IS NOT NULL
            GROUP BY engagement""",
        webinar_id,
    )
    found = {EngagementLevel(row["engagement"]): row["count"] for row in rows}
    return {level: found.get(level, 0) for level in EngagementLevel}
