"""People across webinars: find a person, and read all memberships.

Source: docs/dashboard.md, People
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, PersonId
from latecomer.core.person import Person
from latecomer.people.queries import persons
from latecomer.postgres import cursors
from latecomer.postgres.pool import CANCELLED, Pool
from latecomer.webinars.members.queries import memberships
from latecomer.webinars.members.queries.memberships import ListedPerson, Membership
from latecomer.webinars.members.rules.search import prefix_query

MAX_MEMBERSHIPS: Final = 200
SEARCH_MS: Final = 3000
"""Milliseconds for which a search may go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """A page of people; ``more``: a search found more people than the page has."""

    items: Sequence[ListedPerson]
    next_cursor: str | None
    more: bool


class Memberships:
    """The service that reads people with their memberships."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def page(self, q: str | None, limit: int, cursor: str | None) -> PeoplePage:
        """Return people, newest first. With ``q`` one page of those who have, for each word of ``q``, a word that
        begins with it, by name.

        Raises: Refused invalid_limit, invalid_cursor, too_slow.
        """
        cursors.check_limit(limit)
        query = None if q is None else prefix_query(q)
        if query is not None:
            return await self._search(query, limit)
        after = None if cursor is None else cursors.decode(cursor, tuple[Instant, UUID])
        async with self._pool.acquire() as conn:
            found = await memberships.page(conn, after, limit + 1)
        items, more = found[:limit], len(found) > limit
        last = items[-1].person if items else None
        next_cursor = cursors.encode((last.created_at, last.id)) if more and last else None
        return PeoplePage(items=items, next_cursor=next_cursor, more=more)

    async def _search(self, query: str, limit: int) -> PeoplePage:
        try:
            async with self._pool.acquire() as conn, conn.transaction(readonly=True):
                await conn.execute(f"SET LOCAL statement_timeout = {SEARCH_MS}")
                found = await memberships.search(conn, query, limit + 1)
        except CANCELLED:
            raise Refused("too_slow", "The search took too long. Write more of the name.") from None
        return PeoplePage(items=found[:limit], next_cursor=None, more=len(found) > limit)

    async def of_person(self, person: PersonId) -> tuple[Person, Sequence[Membership]]:
        """Return a person with up to 200 memberships, the latest webinar first. Raises: Refused unknown_person."""
        async with self._pool.acquire() as conn:
            known = await persons.load(conn, person)
            if known is None:
                raise Refused("unknown_person", "There is no such person.")
            return known, await memberships.of_person(conn, person, MAX_MEMBERSHIPS)
