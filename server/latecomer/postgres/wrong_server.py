"""Reconnection when PostgreSQL can no longer write: all connections of the pool are made again.

After a failover behind one address the sessions of the old primary may live on, read-only. New connections ask for a
server that accepts writes (``target_session_attrs=read-write``).

Source: docs/operating.md, Engines that move; https://www.postgresql.org/docs/current/errcodes-appendix.html
"""

from __future__ import annotations

import asyncio
import random
from typing import Any

import asyncpg
import structlog

from latecomer.tasks import OneAtATime

_log = structlog.get_logger(__name__)
_REST_S = 1.0
_JITTER_S = 0.2
_WRONG_SERVER = (asyncpg.ReadOnlySQLTransactionError, asyncpg.OperatorInterventionError)
"""SQLSTATE 25006 and 57P0x."""
_REFUSED = (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError)


class Reconnector:
    """Makes all connections of a pool again, at most once a second, when one of them cannot write."""

    def __init__(self) -> None:
        self.pool: asyncpg.Pool[asyncpg.Record] | None = None
        self._expiring = OneAtATime(self._expire)
        self._warned = False

    def watch(self, conn: asyncpg.Connection[asyncpg.Record]) -> None:
        """Watch a connection for statements that fail because its server is read-only."""
        conn.add_query_logger(self._noticed)

    def wrong_server(self) -> None:
        """Make all connections again soon."""
        if self.pool is not None:
            self._expiring.start()

    async def connect(self, *args: Any, **options: Any) -> asyncpg.Connection[asyncpg.Record]:
        """Open a connection. When its password is refused, log once which setting holds it."""
        try:
            conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(*args, **options)
        except _REFUSED as error:
            if not self._warned:
                self._warned = True
                _log.error("postgres_password_refused", setting="LATECOMER_DATABASE_URL", error=str(error))
            raise
        self._warned = False
        return conn

    def _noticed(self, record: Any) -> None:
        if isinstance(record.exception, _WRONG_SERVER):
            self.wrong_server()

    async def _expire(self) -> None:
        await asyncio.sleep(random.uniform(0, _JITTER_S))  # noqa: S311 - processes need not all come at once
        _log.warning("postgres_connections_dropped", reason="the server does not take writes")
        if self.pool is not None:
            await self.pool.expire_connections()
        await asyncio.sleep(_REST_S)
