"""The archive: seven days after the end of its window a webinar is removed from Redis; its rows in PostgreSQL are then
the only copy.

Source: docs/domain.md, Watched time is a set (The window); ARCHITECTURE.md, One heartbeat (step 7)
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from latecomer.core.ids import Instant, MemberId
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.queries import archive, reload
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()

KEPT_MS = 7 * DAY_MS
_AT_ONCE = 500


def is_archived(webinar: Webinar, now: Instant) -> bool:
    """Return True when the webinar's rows in PostgreSQL are final: playback is refused, and everything was copied days
    ago."""
    return now >= closes_at(webinar) + KEPT_MS


class Archiver:
    """Removes old webinars from Redis."""

    def __init__(
        self, pool: Pool, ledger: Ledger, checkpoint: Checkpoint, clock: Callable[[], Instant]
    ) -> None:
        self._pool = pool
        self._ledger = ledger
        self._checkpoint = checkpoint
        self._clock = clock

    async def archive_due(self) -> int:
        """Archive every webinar that is due. Returns: their number. Errors: those of Redis and Postgres."""
        async with self._pool.acquire() as conn:
            due = await archive.due(conn, self._clock() - KEPT_MS)
            found = await webinars.load(conn, due)
        if found:
            await self._checkpoint.copy(after_ms=0)
        for webinar in found:
            await self._archive(webinar)
            _log.info("webinar_archived", webinar=str(webinar.id))
        return len(found)

    async def _archive(self, webinar: Webinar) -> None:
        after: MemberId | None = None
        while True:
            async with self._pool.acquire() as conn:
                page = await reload.members_page(conn, webinar.id, after, _AT_ONCE)
            if not page:
                break
            after = page[-1]
            await self._ledger.forget(page)
        await self._ledger.forget_webinar(webinar)
        async with self._pool.acquire() as conn:  # last: whoever dies before is followed by another
            await archive.mark(conn, webinar.id, self._clock())
