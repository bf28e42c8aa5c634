"""A transaction pooler, such as PgBouncer, between us and PostgreSQL: recognised by itself, and used as it allows.

Such a pooler lends a server connection for one transaction. So every statement here runs inside one, nothing is
prepared beyond it, no setting is made for a session, and none is asked for at the start, which poolers refuse.

Source: https://www.pgbouncer.org/features.html (transaction pooling), https://www.pgbouncer.org/config.html
(ignore_startup_parameters)
"""

from __future__ import annotations

from typing import Any, Final

import asyncpg
from asyncpg.transaction import Transaction

_IDLE_LIMIT: Final = "SET LOCAL idle_in_transaction_session_timeout = '30s'"


def refuses_settings(error: BaseException) -> bool:
    """Return whether a connection was refused for the settings that it asked for: the answer of a pooler."""
    return isinstance(error, asyncpg.ProtocolViolationError) and "startup parameter" in str(error)


class PooledConnection(asyncpg.Connection):
    """A connection through a transaction pooler: each statement outside a transaction gets one of its own."""

    def transaction(self, **options: Any) -> Transaction:
        """Return a transaction whose idle time is bounded for itself alone."""
        return _BoundedTransaction(
            self, **{"isolation": None, "readonly": False, "deferrable": False} | options
        )

    async def _execute(self, *args: Any, **options: Any) -> Any:
        if self.is_in_transaction():
            return await super()._execute(*args, **options)  # type: ignore[misc]
        async with self.transaction():
            return await super()._execute(*args, **options)  # type: ignore[misc]

    async def _executemany(self, *args: Any, **options: Any) -> Any:
        if self.is_in_transaction():
            return await super()._executemany(*args, **options)  # type: ignore[misc]
        async with self.transaction():
            return await super()._executemany(*args, **options)  # type: ignore[misc]

    def get_reset_query(self) -> str:
        """Return nothing to be run between users: no session of the server is ours."""
        return ""


class _BoundedTransaction(Transaction):
    async def start(self) -> None:
        conn = self._connection  # type: ignore[attr-defined]
        outermost = not conn.is_in_transaction()
        await super().start()
        if outermost:
            await conn.execute(_IDLE_LIMIT)
