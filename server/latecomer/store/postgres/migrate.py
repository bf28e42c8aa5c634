"""Migrations: numbered .sql files, applied once each, in order, under a lock."""

from __future__ import annotations


async def migrate(url: str) -> list[str]:
    """Bring the database to the newest schema. Safe to run from several processes at once.

    Returns: the names of the migrations that this call applied.
    Raises: MigrationError when an applied file was edited since, or the database is newer than this program;
    OSError, asyncpg.PostgresError when the server cannot be reached or a migration fails (it leaves nothing behind).
    """
    raise NotImplementedError
