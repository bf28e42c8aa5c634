"""Engagement levels: judged by one function whenever a member's days are counted, and stored with the member.

What happens to a member or to the whole webinar only marks days as uncounted; the next count judges. Between counts a
level is at most a minute old, like watch durations. The folder ``automated`` answers what rooms offered.

Source: docs/audiences.md, Engagement
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TypeAlias

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.hooks import Question
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import engagement as rows
from latecomer.webinars.members.queries.engagement import Attendee
from latecomer.webinars.members.rules.engagement import Engagement, Offered, TookPart, engagement


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactions:
    """The offers of an event, and what members made of them; members who did nothing are missing."""

    offered: Offered = field(default_factory=Offered)
    of_members: Mapping[MemberId, TookPart] = field(default_factory=dict)


AskInteractions: TypeAlias = Question[[Conn, Webinar, Sequence[MemberId]], Interactions]
"""Some members of a webinar."""

_NOTHING = TookPart()


class EngagementLevels:
    """Judges levels, and explains them."""

    def __init__(self, pool: Pool, interactions: AskInteractions) -> None:
        self._pool = pool
        self._interactions = interactions

    async def judge(
        self, conn: Conn, known: Mapping[WebinarId, Webinar], member_ids: Sequence[MemberId]
    ) -> None:
        """Store the levels of these locked members of known webinars."""
        attendees = await rows.attendees(conn, member_ids)
        found = await self._judged(conn, known, attendees)
        changed = [
            (each.member, level)
            for each in attendees
            if (level := found[each.member].level if each.member in found else None) is not each.level
        ]
        if changed:
            await rows.write(conn, changed)

    async def explain(
        self, webinar_id: WebinarId, member_ids: Sequence[MemberId]
    ) -> Mapping[MemberId, Engagement]:
        """Return the levels of members of a webinar with their reasons; those who did not attend live are missing."""
        async with self._pool.acquire() as conn:
            for webinar in await webinars.load(conn, [webinar_id]):
                return await self.of(conn, webinar, member_ids)
        return {}

    async def of(
        self, conn: Conn, webinar: Webinar, member_ids: Sequence[MemberId]
    ) -> Mapping[MemberId, Engagement]:
        """Return what ``explain`` does, as the connection's transaction sees it."""
        return await self._judged(conn, {webinar.id: webinar}, await rows.attendees(conn, member_ids))

    async def _judged(
        self, conn: Conn, known: Mapping[WebinarId, Webinar], attendees: Sequence[Attendee]
    ) -> Mapping[MemberId, Engagement]:
        found: dict[MemberId, Engagement] = {}
        attended = sorted((each for each in attendees if each.attended), key=lambda each: each.webinar)
        for webinar_id, group in groupby(attended, key=lambda each: each.webinar):
            webinar = known[webinar_id]
            live_ms = {each.member: each.live_ms for each in group}
            done = await self._interactions(conn, webinar, list(live_ms))
            event_ms = webinar.ends_at - webinar.starts_at
            for member, watched_ms in live_ms.items():
                took_part = done.of_members.get(member, _NOTHING)
                found[member] = engagement(watched_ms, event_ms, done.offered, took_part)
        return found
