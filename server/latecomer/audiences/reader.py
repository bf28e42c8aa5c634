"""Database connections for filter queries: a few at a time, each with one snapshot and a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from latecomer.core.errors import Refused
from latecomer.postgres.pool import CANCELLED, Conn, Pool, open_pool

AT_ONCE: Final = 2
"""Questions that one process asks at a time."""

REPORTS_AT_ONCE: Final = 1
"""Reports that one process writes at a time."""

WAIT_S: Final = 3.0
"""Seconds for which a query waits for a free slot."""

PREVIEW_S: Final = 3.0
EXPORT_S: Final = 60.0
REPORT_S: Final = 300.0


def too_slow() -> Refused:
    """Return the refusal of a query that took too long, or that waited too long for a connection."""
    return Refused("too_slow", "The query took too long. Ask for less, or try again in a moment.")


class Reader:
    """Runs filter queries without delaying the rest of the process."""

    def __init__(self, url: str, at_once: int = AT_ONCE) -> None:
        self._url = url
        self._at_once = at_once
        self._pool: Pool | None = None
        self._opening = asyncio.Lock()

    async def close(self) -> None:
        """Close the connections."""
        if self._pool is not None:
            await self._pool.close()

    @asynccontextmanager
    async def snapshot(self, within_s: float) -> AsyncIterator[Conn]:
        """Yield a connection in a read-only transaction that sees one moment.

        Args: ``within_s``: the time that its statements may take in all, approximately. Raises: Refused too_slow. A
        cancelled task cancels its statement.
        """
        pool = await self._opened()
        try:
            conn = await pool.acquire(timeout=WAIT_S)
        except TimeoutError:
            raise too_slow() from None
        try:
            async with conn.transaction(isolation="repeatable_read", readonly=True):
                await conn.execute(f"SET LOCAL statement_timeout = {round(within_s * 1000)}")
                yield conn
        except (CANCELLED, TimeoutError) as error:
            raise too_slow() from error
        finally:
            await pool.release(conn)

    async def _opened(self) -> Pool:
        """Return the pool; the first questions come together, and open one."""
        async with self._opening:
            if self._pool is None:
                self._pool = await open_pool(self._url, min_size=0, max_size=self._at_once)
            return self._pool
