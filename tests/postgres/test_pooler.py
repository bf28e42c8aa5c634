"""PostgreSQL behind a real PgBouncer in transaction mode."""

from __future__ import annotations

import asyncio
import getpass
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import asyncpg
import pytest

from latecomer.core.ids import PersonId
from latecomer.core.person import Person
from latecomer.people.queries import persons
from latecomer.postgres.migrate import MigrationError, migrate, pending
from latecomer.postgres.pool import connect, goes_through_pooler, open_pool

PGBOUNCER = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _start(url: str, folder: Path, ignores: str) -> tuple[subprocess.Popen[bytes], str, int]:
    """Start PgBouncer in front of the database of ``url``; it refuses to run as root."""
    parts = urlsplit(url)
    where = Path(parse_qs(parts.query)["host"][0])
    database, user, port = parts.path[1:], parts.username or getpass.getuser(), _free_port()
    ini = folder / "pgbouncer.ini"
    ini.write_text(
        f"[databases]\n{database} = host={where} dbname={database} user={user}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\npool_mode = transaction\n"
        f"default_pool_size = 3\nunix_socket_dir =\nignore_startup_parameters = {ignores}\n"
    )
    as_user = None
    if os.getuid() == 0:
        as_user = pwd.getpwuid(where.stat().st_uid).pw_name
        shutil.chown(folder, as_user)
        shutil.chown(ini, as_user)
        for each in folder.parents:
            if each.stat().st_uid == 0 and "pytest" in str(each):
                each.chmod(0o755)
    process = subprocess.Popen(
        [PGBOUNCER, "-q", str(ini)], user=as_user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return process, f"postgresql://{user}@127.0.0.1:{port}/{database}", port


@asynccontextmanager
async def _bouncer(url: str, folder: Path, *, ignores: str = "") -> AsyncIterator[str]:
    """Run PgBouncer in front of the database of ``url``; yields the address through it."""
    process, through, port = await asyncio.to_thread(_start, url, folder, ignores)
    try:
        async with asyncio.timeout(20):
            await _until_it_listens(process, port)
        yield through
    finally:
        process.terminate()
        process.wait()


async def _until_it_listens(process: subprocess.Popen[bytes], port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            assert process.poll() is None, "pgbouncer has ended"
            await asyncio.sleep(0.05)
        else:
            writer.close()
            return


@pytest.mark.parametrize("ignores", ["", "idle_in_transaction_session_timeout,jit,application_name"])
async def test_many_users_share_few_server_connections(
    postgres_url: str, tmp_path: Path, ignores: str
) -> None:
    async with _bouncer(postgres_url, tmp_path, ignores=ignores) as url:
        assert await goes_through_pooler(url)
        pool = await open_pool(url, max_size=12)

        async def one(number: int) -> None:
            for turn in range(20):
                async with pool.acquire() as conn:
                    assert await conn.fetchval("SELECT $1::int + $2::int", number, turn) == number + turn
                    async with conn.transaction():
                        person = Person(id=PersonId(uuid4()), email=f"n{number}.{turn}@example.org")
                        await persons.ensure(conn, [person])
                        assert (
                            await conn.fetchval(
                                "SELECT current_setting('idle_in_transaction_session_timeout')"
                            )
                            == "30s"
                        )
                    await conn.executemany(
                        "UPDATE persons SET city = $2 WHERE email = $1",
                        [(f"n{number}.{turn}@example.org", "Gent"), ("nobody@example.org", "Lyon")],
                    )

        await asyncio.gather(*(one(number) for number in range(12)))
        async with pool.acquire() as conn:
            assert await conn.fetchval("SELECT count(*) FROM persons WHERE city = 'Gent'") == 240
            assert await conn.fetchval("SELECT created_at FROM persons LIMIT 1") == 0
        await pool.close()
        direct = await connect(url)
        assert await pending(direct) == []
        await direct.close()


async def test_a_migration_through_it_is_refused_by_name(postgres_url: str, tmp_path: Path) -> None:
    async with _bouncer(postgres_url, tmp_path) as url:
        assert await migrate(url) == []  # nothing is to be done
        conn = await connect(postgres_url)
        await conn.execute("DELETE FROM applied_migrations WHERE name LIKE '0013%'")
        await conn.close()
        with pytest.raises(MigrationError, match="LATECOMER_DATABASE_DIRECT_URL"):
            await migrate(url)
    assert not await goes_through_pooler(postgres_url)


async def test_what_a_pooler_does_not_allow_would_fail(postgres_url: str, tmp_path: Path) -> None:
    async with _bouncer(postgres_url, tmp_path) as url:
        plain = await asyncpg.connect(url)
        with pytest.raises(asyncpg.PostgresError):
            await asyncpg.connect(url, server_settings={"jit": "off"})
        await plain.close()
