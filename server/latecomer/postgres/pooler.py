"""Support for transaction poolers such as PgBouncer between this process and PostgreSQL; they are detected
automatically.

Such a pooler lends a server connection for one transaction. So every statement runs inside a transaction, no statement
is prepared beyond it, and no setting is made for a session, at its start or later.

Source: https://www.pgbouncer.org/features.html (transaction pooling), https://www.pgbouncer.org/config.html
(ignore_startup_parameters)
"""

from __future__ import annotations

from typing import Any, Final

import asyncpg
from asyncpg.transaction import Transaction

_IDLE_LIMIT: Final = "SET LOCAL idle_in_transaction_session_timeout = '30s'"


def refuses_settings(error: BaseException) -> bool:
    """Return whether a connection was refused because of the settings that it asked for, as poolers do."""
    return isinstance(error, asyncpg.ProtocolViolationError) and "startup parameter" in str(error)


class PooledConnection(asyncpg.Connection):
    """A connection through a transaction pooler: each statement outside a transaction gets one of its own."""

    def transaction(self, **options: Any) -> Transaction:
        """Return a transaction that bounds its own idle time."""
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
        """Return no statements: the sessions of the server do not belong to us, so nothing is reset between users."""
        return ""


class _BoundedTransaction(Transaction):
    async def start(self) -> None:
        conn = self._connection  # type: ignore[attr-defined]
        outermost = not conn.is_in_transaction()
        await super().start()
        if outermost:
            await conn.execute(_IDLE_LIMIT)
