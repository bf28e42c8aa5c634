"""The numbers of an archived webinar, counted from its rows in Postgres."""

from __future__ import annotations

from typing import Final

from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.dashboards.rules.numbers import Numbers
from latecomer.dashboards.rules.recount import recount
from latecomer.postgres.pool import Pool
from latecomer.watching.queries import archive
from latecomer.watching.rules.totals import WatchedSets

_AT_ONCE: Final = 500


async def archived_numbers(pool: Pool, webinar: Webinar) -> Numbers:
    """Return the dashboard numbers of an archived webinar, counted from its rows."""
    sets: list[WatchedSets] = []
    after: MemberId | None = None
    while True:
        async with pool.acquire() as conn:
            page = await archive.sets_page(conn, WebinarId(webinar.id), after, _AT_ONCE)
        if not page:
            return recount(webinar, sets)
        after = page[-1][0]
        sets += [each for _, each in page]
