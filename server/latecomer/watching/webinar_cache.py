"""The webinars that this process knows: read from the ledger's copies, cached for a few seconds, read again after a
change."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import LedgerAway
from latecomer.watching.archive import is_archived
from latecomer.watching.ledger.ledger import Ledger
from latecomer.webinars import queries as webinars

_FRESH_MS = 2_000
_MOST = 1_000


class WebinarCache:
    """A bounded cache of webinars. They are read from the ledger, and from PostgreSQL when the ledger has no copy."""

    def __init__(self, ledger: Ledger, pool: Pool, clock: Callable[[], Instant]) -> None:
        self._ledger = ledger
        self._pool = pool
        self._clock = clock
        self._known: OrderedDict[WebinarId, tuple[Webinar, Instant]] = OrderedDict()
        self._reading: dict[WebinarId, asyncio.Task[Webinar | None]] = {}
        self._forgotten = 0

    async def get(self, webinar: WebinarId, member: MemberId | None = None) -> Webinar | None:
        """Return the webinar, at most two seconds old while the ledger answers; None when unknown. Concurrent calls,
        such as thousands of reconnects, share one reading."""
        known = self._known.get(webinar)
        if known is not None and self._clock() - known[1] < _FRESH_MS:
            return known[0]
        reading = self._reading.get(webinar)
        if reading is None:
            reading = self._reading[webinar] = asyncio.ensure_future(self.refresh(webinar, member))
            reading.add_done_callback(lambda done: self._read(webinar, done))
        return await asyncio.shield(reading)

    def _read(self, webinar: WebinarId, done: asyncio.Task[Webinar | None]) -> None:
        if self._reading.get(webinar) is done:
            del self._reading[webinar]
        if not done.cancelled():
            done.exception()  # whoever asked was told, if they still wait

    async def refresh(self, webinar: WebinarId, member: MemberId | None = None) -> Webinar | None:
        """Return the webinar as it is now, and copy it to the ledger if it is missing there. While Redis is
        unavailable: the last known version."""
        before = self._forgotten
        try:
            found = await self._ledger.webinar(webinar, member)
        except LedgerAway:
            known = self._known.get(webinar)
            if known is not None:
                return known[0]
            found = None
        if found is None:
            async with self._pool.acquire() as conn:
                found = next(iter(await webinars.load(conn, [webinar])), None)
            if found is not None and not is_archived(found, self._clock()):
                try:
                    await self._ledger.put_webinar(found)
                except LedgerAway:
                    return found
        if found is None:
            self._known.pop(webinar, None)
            return None
        if before != self._forgotten:  # something changed while it was read, perhaps this
            return found
        self._known[webinar] = (found, self._clock())
        self._known.move_to_end(webinar)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return found

    async def changed(self, webinar: Webinar) -> None:
        """Read a webinar that this process changed again at the next call."""
        self.forget(webinar.id)

    def forget(self, webinar: WebinarId) -> None:
        """Read the webinar again at the next call, even if it is being read now."""
        self._forgotten += 1
        self._known.pop(webinar, None)
        self._reading.pop(webinar, None)
