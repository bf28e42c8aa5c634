"""Migrations: numbered .sql files, applied once each, in order, under a lock."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import resources

import structlog

from latecomer.postgres.pool import Conn, connect, goes_through_pooler

log = structlog.get_logger(__name__)

_LOCK = 0x6C61_7465  # any number, as long as every version of this program locks the same
_CREATE = """
CREATE TABLE IF NOT EXISTS applied_migrations (
    name text PRIMARY KEY,
    checksum text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)"""


class MigrationError(Exception):
    """Raised when the database and this program do not fit together; the message has the reason."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered .sql file."""

    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """The SHA-256 of its text."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def migrations() -> list[Migration]:
    """Return the migrations of this version, in order."""
    folder = resources.files(__package__) / "migrations"
    files = (file for file in folder.iterdir() if file.name.endswith(".sql"))
    return [
        Migration(file.name, file.read_text("utf-8")) for file in sorted(files, key=lambda file: file.name)
    ]


@asynccontextmanager
async def _connection(url: str) -> AsyncIterator[Conn]:
    """Yield a connection that is closed at the end."""
    conn = await connect(url)
    try:
        yield conn
    finally:
        await conn.close()


async def migrate(url: str, afterwards: Sequence[Callable[[Conn], Awaitable[None]]] = ()) -> list[str]:
    """Bring the database to the newest schema. Several processes may run this at once.

    Args:
        afterwards: further updates of rows, under the same lock.

    Returns: the names of the migrations that this call applied.
    Raises: MigrationError when an applied file was edited since, or the database is newer than this program;
        OSError, asyncpg.PostgresError when the server cannot be reached or a migration fails (it leaves
        nothing).
    """
    if await goes_through_pooler(url):
        async with _connection(url) as conn:
            if not await pending(conn):
                return []
        raise MigrationError(
            "a transaction pooler cannot hold the lock of a migration: name the server itself in "
            "LATECOMER_DATABASE_DIRECT_URL"
        )
    async with _connection(url) as conn:  # its end gives the advisory lock back too
        await conn.execute("SELECT pg_advisory_lock($1)", _LOCK)
        await conn.execute(_CREATE)
        done = await _apply(conn, migrations())
        for step in afterwards:
            await step(conn)
        return done


async def pending(conn: Conn) -> list[str]:
    """Return the names of the migrations that this version has and the database lacks."""
    if await conn.fetchval("SELECT to_regclass('applied_migrations') IS NULL"):
        return [migration.name for migration in migrations()]
    applied = await _applied(conn)
    return [migration.name for migration in migrations() if migration.name not in applied]


async def _apply(conn: Conn, known: list[Migration]) -> list[str]:
    applied = await _applied(conn)
    if newer := sorted(applied.keys() - {migration.name for migration in known}):
        raise MigrationError(f"the database is newer than this program: it has {', '.join(newer)}")
    done = []
    for migration in known:
        if migration.name in applied:
            if applied[migration.name] != migration.checksum:
                raise MigrationError(
                    f"{migration.name} was edited after it had been applied to this database"
                )
            continue
        async with conn.transaction():
            await conn.execute(migration.sql)
            await conn.execute(
                "INSERT INTO applied_migrations (name, checksum) VALUES ($1, $2)",
                migration.name,
                migration.checksum,
            )
        done.append(migration.name)
    return done


async def _applied(conn: Conn) -> Mapping[str, str]:
    rows = await conn.fetch("SELECT name, checksum FROM applied_migrations")
    return {row["name"]: row["checksum"] for row in rows}
