"""A failover behind one address: the old primary lives on, with our connections open, and takes no writes."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
from structlog.testing import capture_logs

from latecomer.http.readiness import EngineState
from latecomer.postgres.pool import OUTAGES, open_pool
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.readiness import ReadinessCheck
from tests.support.switch import open_switch

WITHIN_S = 15.0


@pytest.fixture(scope="module")
def second_folder() -> Iterator[DataFolder]:
    """A data folder for the servers that take over."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    yield folder
    folder.close()
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def second_postgres(second_folder: DataFolder) -> Iterator[Postgres]:
    engine = Postgres(second_folder, durable=False)
    engine.start()
    yield engine
    engine.stop()


async def _administer(postgres: Postgres, *statements: str) -> None:
    conn = await asyncpg.connect(postgres.url)
    for statement in statements:
        await conn.execute(statement)
    await conn.close()


async def test_postgres_sessions_that_stay_read_only_are_made_again(
    postgres: Postgres, second_postgres: Postgres
) -> None:
    where = [parse_qs(urlsplit(each.url).query)["host"][0] for each in (postgres, second_postgres)]
    port = parse_qs(urlsplit(postgres.url).query).get("port", ["5432"])[0]
    user = urlsplit(postgres.url).username or "postgres"
    for each in (postgres, second_postgres):
        await _administer(each, "DROP TABLE IF EXISTS written", "CREATE TABLE written (n int)")
    async with open_switch(f"{where[0]}/.s.PGSQL.{port}") as switch:
        pool = await open_pool(
            f"postgresql://{user}@127.0.0.1:{switch.port}/postgres?sslmode=disable", max_size=4
        )
        watchman = ReadinessCheck(_NoLedger(), pool, iter(range(0, 10**9, 2000)).__next__)
        async with asyncio.TaskGroup() as group:  # so that several sessions are open
            for _ in range(4):
                group.create_task(pool.execute("SELECT pg_sleep(0.05)"))
        try:
            await _administer(
                postgres, "ALTER SYSTEM SET default_transaction_read_only = on", "SELECT pg_reload_conf()"
            )
            async with asyncio.timeout(WITHIN_S):
                while True:
                    try:
                        await pool.execute("INSERT INTO written VALUES (1)")
                    except asyncpg.ReadOnlySQLTransactionError:
                        break
                assert (await watchman.readiness()).postgres is EngineState.READ_ONLY
                switch.target = f"{where[1]}/.s.PGSQL.{port}"
                while True:
                    try:
                        await pool.execute("INSERT INTO written VALUES (2)")
                    except (asyncpg.ReadOnlySQLTransactionError, asyncpg.InternalClientError, OSError):
                        await asyncio.sleep(0.05)
                    else:
                        break
                assert await pool.fetchval("SELECT n FROM written") == 2
                assert (await watchman.readiness()).postgres is EngineState.UP
        finally:
            await _administer(
                postgres,
                "SET default_transaction_read_only = off",
                "ALTER SYSTEM RESET default_transaction_read_only",
                "SELECT pg_reload_conf()",
                "DROP TABLE written",
            )
            pool.terminate()


async def test_a_password_that_was_changed_is_said_once_with_its_setting(
    second_postgres: Postgres,
) -> None:
    """On a server of its own, which asks one account for a password."""
    host = parse_qs(urlsplit(second_postgres.url).query)["host"][0]
    admin = await asyncpg.connect(second_postgres.url)
    rules = Path(await admin.fetchval("SHOW hba_file"))
    before = await asyncio.to_thread(rules.read_text)
    await admin.execute("CREATE ROLE rotated LOGIN PASSWORD 'one'")
    await asyncio.to_thread(rules.write_text, "local all rotated scram-sha-256\n" + before)
    await admin.execute("SELECT pg_reload_conf()")
    pool = await open_pool(f"postgresql://rotated:one@/postgres?host={host}", max_size=2)
    try:
        await admin.execute("ALTER ROLE rotated PASSWORD 'two'")
        await pool.expire_connections()
        with capture_logs() as logs:
            for _ in range(3):
                with pytest.raises(OUTAGES):  # a call answers 503 unavailable
                    await pool.fetchval("SELECT 1")
        said = [each for each in logs if each["event"] == "postgres_password_refused"]
        assert [each["setting"] for each in said] == ["LATECOMER_DATABASE_URL"]
        await admin.execute("ALTER ROLE rotated PASSWORD 'one'")
        assert await pool.fetchval("SELECT 1") == 1
    finally:
        pool.terminate()
        await asyncio.to_thread(rules.write_text, before)
        await admin.execute("SELECT pg_reload_conf()")
        await admin.execute("DROP ROLE rotated")
        await admin.close()


async def test_a_server_without_a_free_connection_or_without_room_is_an_outage_that_passes(
    second_postgres: Postgres,
) -> None:
    """A call then answers 503 unavailable (53300, 53400), and the same pool goes on once there is room again."""
    host = parse_qs(urlsplit(second_postgres.url).query)["host"][0]
    await _administer(
        second_postgres, "CREATE ROLE crowded LOGIN", "ALTER ROLE crowded SET temp_file_limit = '64kB'"
    )
    pool = await open_pool(f"postgresql://crowded@/postgres?host={host}", max_size=2)
    try:
        sorting = "SELECT count(*) FROM (SELECT g FROM generate_series(1, 400000) g ORDER BY random()) s"
        async with pool.acquire() as conn:
            await conn.execute("SET work_mem = '64kB'")
            with pytest.raises(OUTAGES):  # the disk that it may use is full
                await conn.fetchval(sorting)
        await _administer(second_postgres, "ALTER ROLE crowded CONNECTION LIMIT 0")
        await pool.expire_connections()
        with pytest.raises(OUTAGES) as caught:
            await pool.fetchval("SELECT 1")
        assert isinstance(caught.value, asyncpg.TooManyConnectionsError)
        await _administer(second_postgres, "ALTER ROLE crowded CONNECTION LIMIT -1")
        assert await pool.fetchval("SELECT 1") == 1
    finally:
        pool.terminate()
        await _administer(second_postgres, "DROP ROLE crowded")


class _NoLedger(Ledger):
    """Redis is away: only PostgreSQL is looked at."""

    def __init__(self) -> None:
        pass

    async def nodes(self) -> list[None]:
        return []
