"""Cancellation of a webinar, and its withdrawal.

Statuses stay as they are. There is no finish, by the clock or on request, nobody is promoted, and reports of vendors or
players about that time change no status.

Source: docs/domain.md, A cancelled webinar
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.webinar import Webinar
from latecomer.people.rules import text_of
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import WebinarChanged, notify
from latecomer.webinars.members.queries import provider_requests
from latecomer.webinars.parallel import ParallelEvents

Changing: TypeAlias = Callable[[Conn, Webinar, Instant], Awaitable[object]]
"""Called inside the transaction with the webinar as it is since."""


class Canceller:
    """The service that cancels and reinstates webinars."""

    def __init__(
        self,
        pool: Pool,
        changing: Changing,
        changed: WebinarChanged,
        parallel: ParallelEvents | None = None,
    ) -> None:
        self._pool = pool
        self._parallel = parallel or ParallelEvents()
        self._changing = changing
        self._changed = changed

    async def cancel(self, webinar_id: WebinarId, reason: str | None, now: Instant) -> Webinar:
        """Cancel an event. A repetition changes nothing.

        Args: ``reason``: shown to people, at most 500 characters. Raises: Refused unknown_webinar, event_over,
        field_too_long, invalid_characters.
        """
        reason = text_of("reason", reason)
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _locked(conn, webinar_id)
            if webinar.cancelled_at is not None:
                return webinar
            if now >= webinar.ends_at or webinar.finished_at is not None:
                raise Refused("event_over", "The event is over, so it cannot be cancelled.")
            await webinars.set_cancelled(conn, webinar_id, now, reason)
            webinar = await _locked(conn, webinar_id)
            await self._changing(conn, webinar, now)
            await provider_requests.drop(conn, webinar_id)
        await notify(self._changed, webinar)
        return webinar

    async def reinstate(self, webinar_id: WebinarId, now: Instant) -> Webinar:
        """Withdraw a cancellation. A repetition changes nothing.

        Raises: Refused unknown_webinar, event_over (its start has passed), another_event_running.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await _locked(conn, webinar_id)
            if webinar.cancelled_at is None:
                return webinar
            if now >= webinar.starts_at:
                raise Refused("event_over", "The start has passed: create a new event.")
            was = webinar
            await webinars.set_cancelled(conn, webinar_id, None, None)
            webinar = await _locked(conn, webinar_id)
            await self._parallel.check(conn, webinar, was, now)
            await self._changing(conn, webinar, now)
        await notify(self._changed, webinar)
        return webinar


async def _locked(conn: Conn, webinar_id: WebinarId) -> Webinar:
    webinar = await webinars.lock(conn, webinar_id)
    if webinar is None:
        raise Refused("unknown_webinar", "There is no such webinar.")
    return webinar
