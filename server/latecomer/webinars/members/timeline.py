"""The timeline of a member, the member table, the activity and the status counts of a webinar; it only reads."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status
from latecomer.people.queries import persons
from latecomer.postgres import cursors
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.activity import MAX_ACTIVITY, Activity
from latecomer.webinars.members.queries import engagement, members, memberships, timeline
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.queries.timeline import EntryKind, EntryPosition, TimelineEntry
from latecomer.webinars.members.rules.engagement import EngagementLevel

MAX_MERGED: Final = 50
"""Members whose timelines make up a person's."""

__all__ = [
    "EntryKind",
    "EntryPage",
    "MemberFilter",
    "MemberPage",
    "Timeline",
    "TimelineEntry",
    "TimelineSource",
]


MOST_COUNTED: Final = 10_001
"""One more than a page says in full: the count costs as much as a search without matches, and not more."""


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page, newest first; ``next_cursor`` None on the last."""

    items: tuple[TimelineEntry, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PersonEntryPage:
    """One page of entries with the member of each, newest first; ``next_cursor`` None on the last."""

    items: tuple[tuple[MemberId, TimelineEntry], ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """The members to list: with any of the statuses (empty: all), with any of the levels of engagement (empty: all),
    with or without an open provider request (None: either), with this email (compared as a key), and with ``q``
    somewhere in name or email, ignoring case.
    """

    statuses: tuple[Status, ...] = ()
    engagement: tuple[EngagementLevel, ...] = ()
    registering: bool | None = None
    email: str | None = None
    q: str | None = None


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page, in the order in which members were added; ``next_cursor`` None on the last."""

    items: tuple[MemberRecord, ...]
    next_cursor: str | None
    matches: int | None
    """All that match, counted up to `MOST_COUNTED`; None where nobody asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineSource:
    """Another folder's addition to the timelines of members.

    ``page`` returns at most ``limit`` entries of a member, newest first, after the position; all of one ``kind``, and
    of those of the same instant later ones have larger ids. ``rank`` is from 3 to 99, different for each source.
    """

    kind: str
    rank: timeline.Rank
    page: Callable[[Conn, MemberId, EntryPosition | None, int], Awaitable[Sequence[TimelineEntry]]]


class Timeline:
    """Reads timelines."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sources: list[TimelineSource] = []

    def add_source(self, source: TimelineSource) -> None:
        """Merge the entries of another folder into every timeline.

        Raises: ValueError for a kind or rank that is taken.
        """
        taken = {(each.kind, each.rank) for each in self._sources}
        if source.rank < timeline.FIRST_FREE_RANK or any(
            source.kind == kind or source.rank == rank for kind, rank in taken
        ):
            raise ValueError(source)
        self._sources.append(source)

    async def of_member(self, member_id: MemberId, limit: int, cursor: str | None) -> EntryPage:
        """Return facts, status changes and finishes, newest first, 1 ≤ limit ≤ 200.

        Raises: Refused unknown_member, invalid_limit, invalid_cursor.
        """
        cursors.check_limit(limit)
        after = _after(cursor)
        async with self._pool.acquire() as conn:
            found = await self._entries(conn, member_id, after, limit + 1)
            # Every member has a fact, so only an empty page leaves the question open.
            if not found and not await members.load(conn, [member_id]):
                raise Refused("unknown_member", "There is no such member.")
        found.sort(key=self._position, reverse=True)
        items = tuple(found[:limit])
        if len(found) <= limit:
            return EntryPage(items, None)
        return EntryPage(items, cursors.encode(self._position(items[-1])))

    async def of_person(self, person_id: PersonId, limit: int, cursor: str | None) -> PersonEntryPage:
        """Return entries of all members of a person, of the 50 latest webinars, newest first, 1 ≤ limit ≤ 200.

        Raises: Refused unknown_person, invalid_limit, invalid_cursor.
        """
        cursors.check_limit(limit)
        after = _after(cursor)
        found: list[tuple[MemberId, TimelineEntry]] = []
        async with self._pool.acquire() as conn:
            if await persons.load(conn, person_id) is None:
                raise Refused("unknown_person", "There is no such person.")
            for each in await memberships.of_person(conn, person_id, MAX_MERGED):
                entries = await self._entries(conn, each.member, after, limit + 1)
                found += [(each.member, entry) for entry in entries]
        found.sort(key=lambda each: self._position(each[1]), reverse=True)
        items = tuple(found[:limit])
        more = len(found) > limit
        return PersonEntryPage(items, cursors.encode(self._position(items[-1][1])) if more else None)

    async def _entries(
        self, conn: Conn, member: MemberId, after: EntryPosition | None, limit: int
    ) -> list[TimelineEntry]:
        found = list(await timeline.entries(conn, member, after, limit))
        for source in self._sources:
            found += await source.page(conn, member, after, limit)
        return found

    def _position(self, entry: TimelineEntry) -> tuple[Instant, timeline.Rank, int]:
        ranks = {each.kind: each.rank for each in self._sources}
        return entry.at, ranks[entry.kind] if entry.kind in ranks else timeline.rank_of(entry.kind), entry.id

    async def property_names(self, webinar_id: WebinarId, limit: int) -> Mapping[str, bool]:
        """Return the properties that members of a webinar have, the most frequent first, and for each whether some
        values are not text.
        """
        async with self._pool.acquire() as conn:
            return await members.property_names(conn, webinar_id, limit)

    async def members(
        self,
        webinar_id: WebinarId,
        which: MemberFilter,
        limit: int,
        cursor: str | None,
        *,
        count: bool = False,
    ) -> MemberPage:
        """Return a page of the member table, 1 ≤ limit ≤ 200, and with ``count`` the number of all that match.

        Raises: Refused unknown_webinar, invalid_limit, invalid_cursor.
        """
        cursors.check_limit(limit)
        after = 0 if cursor is None else cursors.decode(cursor, int)
        q = _searchable(which.q)
        email = _searchable(which.email)
        wanted = members.Wanted(
            webinar_id=webinar_id,
            statuses=which.statuses,
            engagement=which.engagement,
            registering=which.registering,
            email_key=None if email is None else email_key(email),
            q=q,
        )
        async with self._pool.acquire() as conn:
            found = await members.page(conn, wanted, after, limit + 1)
            matches = await members.count(conn, wanted, MOST_COUNTED) if count else None
            if not found and not await webinars.load(conn, [webinar_id]):
                raise Refused("unknown_webinar", "There is no such webinar.")
        items = found[:limit]
        return MemberPage(
            tuple(record for _, record in items),
            cursors.encode(items[-1][0]) if len(found) > limit else None,
            matches,
        )

    async def activity(self, webinar_id: WebinarId, limit: int = MAX_ACTIVITY) -> Sequence[Activity]:
        """Return the last joins and the last changes of status by a view or a vendor, newest first."""
        async with self._pool.acquire() as conn:
            return await timeline.activity(conn, webinar_id, limit)

    async def engagement_counts(self, webinar_id: WebinarId) -> Mapping[EngagementLevel, int]:
        """Return the number of members per level of engagement, all three."""
        async with self._pool.acquire() as conn:
            return await engagement.counts(conn, webinar_id)

    async def status_counts(self, webinar_id: WebinarId) -> Mapping[Status, int]:
        """Return the number of members per status, all ten."""
        async with self._pool.acquire() as conn:
            return (await members.status_counts(conn, [webinar_id]))[webinar_id]


def _after(cursor: str | None) -> EntryPosition | None:
    if cursor is None:
        return None
    return EntryPosition(*cursors.decode(cursor, tuple[Instant, timeline.Rank, int]))


def _searchable(text: str | None) -> str | None:
    """Return the search text without characters that no stored text contains and PostgreSQL cannot compare; None when
    empty."""
    if text is None:
        return None
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode().strip() or None
