"""Migrations: every file once, whoever runs them, and never on a database that does not fit."""

import asyncio

import asyncpg
import pytest

from latecomer.postgres import migrate as module
from latecomer.postgres.migrate import Migration, MigrationError, migrate, migrations, pending
from latecomer.postgres.pool import connect


@pytest.fixture
def extra(monkeypatch: pytest.MonkeyPatch) -> list[Migration]:
    """The migrations that this version is made to have, to be changed."""
    known = migrations()
    monkeypatch.setattr(module, "migrations", lambda: list(known))
    return known


async def test_every_file_is_applied_once(empty_postgres_url: str) -> None:
    names = [migration.name for migration in migrations()]
    conn = await connect(empty_postgres_url)
    assert await pending(conn) == names

    assert await migrate(empty_postgres_url) == names
    assert await migrate(empty_postgres_url) == []

    assert await pending(conn) == []
    await conn.close()


async def test_several_processes_at_once_apply_every_file_once(empty_postgres_url: str) -> None:
    applied = await asyncio.gather(*(migrate(empty_postgres_url) for _ in range(4)))

    assert sorted(name for names in applied for name in names) == [
        migration.name for migration in migrations()
    ]


async def test_a_new_file_is_applied_to_an_old_database(postgres_url: str, extra: list[Migration]) -> None:
    extra.append(Migration("9999_more.sql", "CREATE TABLE more (); CREATE TABLE yet_more ();"))

    assert await migrate(postgres_url) == ["9999_more.sql"]


async def test_a_file_that_fails_leaves_nothing(postgres_url: str, extra: list[Migration]) -> None:
    extra.append(Migration("9999_more.sql", "CREATE TABLE more (); SELECT 1 / 0;"))

    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate(postgres_url)

    conn = await connect(postgres_url)
    assert await conn.fetchval("SELECT to_regclass('more')") is None
    assert await pending(conn) == ["9999_more.sql"]
    await conn.close()


async def test_an_edited_file_is_refused(postgres_url: str, extra: list[Migration]) -> None:
    extra[0] = Migration(extra[0].name, extra[0].sql + " -- edited")

    with pytest.raises(MigrationError, match="was edited"):
        await migrate(postgres_url)


async def test_a_newer_database_is_refused(postgres_url: str, extra: list[Migration]) -> None:
    extra.pop()

    with pytest.raises(MigrationError, match="newer than this program"):
        await migrate(postgres_url)


async def test_every_file_has_a_number_of_its_own() -> None:
    numbers = [migration.name.partition("_")[0] for migration in migrations()]

    assert all(len(number) == 4 and number.isdigit() for number in numbers)
    assert len(set(numbers)) == len(numbers)
