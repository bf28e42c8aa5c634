"""Connections for queries that anybody may cause without a key or a link: a few of the pool's, so that floods of them
leave the others to those who have one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from latecomer.postgres.pool import Conn, Pool

_AT_ONCE: Final = 3


class StrangersPool:
    """The few connections for strangers' queries, shared by all folders."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._places = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Conn]:
        """Lend a connection, in order of arrival. Errors: Postgres's."""
        async with self._places, self._pool.acquire() as conn:
            yield conn
