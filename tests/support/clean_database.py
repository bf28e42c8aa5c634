"""One database for all tests of a process, which each of them finds as the migrations left it.

To empty what a test wrote takes some milliseconds, to copy a database a hundred times as long. A test that changes the
schema, or leaves behind what emptying does not undo, costs a copy.
"""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import asyncpg

from latecomer.postgres.migrate import migrate
from latecomer.standalone.engines import Postgres

T = TypeVar("T")

_TEMPLATE: Final = "template_migrated"

_TABLES: Final = """
    SELECT format('%I', relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_SEQUENCES: Final = """
    SELECT format('SELECT setval(%L, %s, %L)', format('%I.%I', schemaname, sequencename),
                  coalesce(last_value, start_value), last_value IS NOT NULL)
      FROM pg_sequences WHERE schemaname = 'public'
"""
_SCHEMA: Final = """
    SELECT count(*), max(xmin::text::bigint)
      FROM (SELECT xmin FROM pg_class UNION ALL SELECT xmin FROM pg_attribute UNION ALL SELECT xmin FROM pg_constraint
            UNION ALL SELECT xmin FROM pg_proc UNION ALL SELECT xmin FROM pg_trigger
            UNION ALL SELECT xmin FROM pg_statistic) AS objects
"""
"""A row that differs after any change of the schema, and after ANALYZE."""
_END_OTHERS: Final = """
    SELECT bool_and(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass(frozen=True, slots=True)
class _Copy:
    """A copy of the template, and the one connection that empties it."""

    name: str
    conn: asyncpg.Connection
    schema: asyncpg.Record | None
    emptying: str


class CleanDatabase:
    """The database of a test process. Its methods may be called beside a running event loop: it has one of its own."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._numbers = itertools.count(1)
        self._copy: _Copy | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._admin = self._wait(self._open())

    def url(self) -> str:
        """Return the address of the database, in which nothing is but what the migrations wrote."""
        return self._wait(self._clean())

    def new(self) -> str:
        """Create a database without any schema; returns its address."""
        return self._wait(self._new("template0"))

    def close(self) -> None:
        """Close its connections."""
        self._wait(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _address(self, name: str) -> str:
        return self._postgres.url.replace("/postgres?", f"/{name}?")

    async def _open(self) -> asyncpg.Connection:
        admin = await asyncpg.connect(self._postgres.url)
        # What autovacuum would learn from one test must not plan the statements of another.
        await admin.execute("ALTER SYSTEM SET autovacuum = off")
        await admin.execute("SELECT pg_reload_conf()")
        await admin.execute(f"CREATE DATABASE {_TEMPLATE}")
        await migrate(self._address(_TEMPLATE))
        return admin

    async def _new(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        await self._admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return self._address(name)

    async def _clean(self) -> str:
        if self._copy is not None and not await self._emptied(self._copy):
            await self._drop(self._copy)
            self._copy = None
        if self._copy is None:
            self._copy = await self._copied()
        return self._address(self._copy.name)

    async def _emptied(self, copy: _Copy) -> bool:
        """Empty it; returns False where that does not bring back what the migrations left."""
        try:
            await copy.conn.execute(_END_OTHERS)
            if await copy.conn.fetchrow(_SCHEMA) != copy.schema:
                return False
            await copy.conn.execute(copy.emptying)
        except (asyncpg.AdminShutdownError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, OSError):
            return False  # a test ended every connection of the database
        return True

    async def _copied(self) -> _Copy:
        url = await self._new(_TEMPLATE)
        conn = await asyncpg.connect(url)
        tables = [row[0] for row in await conn.fetch(_TABLES)]
        kept = [table for table in tables if await conn.fetchval(f"SELECT EXISTS (SELECT FROM {table})")]
        for table in kept:
            await conn.execute(f"CREATE TEMPORARY TABLE kept_{table} AS TABLE {table}")
        statements = [
            "SET session_replication_role = replica",  # no triggers, and foreign keys in any order
            *(f"DELETE FROM {table}" for table in tables),
            *(f"INSERT INTO {table} SELECT * FROM pg_temp.kept_{table}" for table in kept),
            *[row[0] for row in await conn.fetch(_SEQUENCES)],
        ]
        name = await conn.fetchval("SELECT current_database()")
        return _Copy(name, conn, await conn.fetchrow(_SCHEMA), ";".join(statements))

    async def _drop(self, copy: _Copy) -> None:
        copy.conn.terminate()
        await self._admin.execute(f"DROP DATABASE {copy.name} WITH (FORCE)")

    async def _close(self) -> None:
        if self._copy is not None:
            await self._drop(self._copy)
        await self._admin.close()
