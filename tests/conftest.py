"""Real engines for the tests: one PostgreSQL and one Valkey per test process, clean for each test."""

import asyncio
import concurrent.futures
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import redis
import uvloop
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis

from latecomer.postgres.migrate import migrate
from latecomer.postgres.pool import Pool, open_pool
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres, Valkey
from latecomer.watching.ledger.ledger import Ledger
from tests.support.server import live, live_database
from tests.support.services import House, open_house
from tests.support.site import Site, open_site

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("latecomer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("latecomer")

PLANTED = (b"@example.", b"the configured key", b"a secret of the tests", b"lc_")
"""Stands in what tests send and store, and must stand in no log of the engines after all of them."""
_TEMPLATE = "template_migrated"
_numbers = itertools.count(1)


def pytest_asyncio_loop_factories(
    config: pytest.Config,
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Return the event loop of every test: the product's, whose transports are classes of their own."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session")
def engines_folder() -> Iterator[DataFolder]:
    """A data folder of this test process's own."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    yield folder
    folder.close()
    logs = b"".join(log.read_bytes() for log in (path / "log").glob("*"))
    shutil.rmtree(path)
    assert logs
    assert [planted for planted in PLANTED if planted in logs] == []


@pytest.fixture(scope="session")
def postgres(engines_folder: DataFolder) -> Iterator[Postgres]:
    """A running PostgreSQL; `postgres_url` is what a test wants."""
    engine = Postgres(engines_folder, durable=False)
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def valkey(engines_folder: DataFolder) -> Iterator[Valkey]:
    """A running Valkey that flushes before it answers; `redis_url` is what a test wants."""
    engine = Valkey(engines_folder)
    engine.start()
    yield engine
    engine.stop()


@pytest.fixture(scope="session")
def _template(postgres: Postgres) -> str:
    """A database with every migration applied, to copy."""
    _sql(postgres, f"CREATE DATABASE {_TEMPLATE}")
    # A thread of its own: the tests' event loops are pytest-asyncio's business.
    with concurrent.futures.ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, migrate(_url(postgres, _TEMPLATE))).result()
    return _TEMPLATE


@pytest.fixture
def postgres_url(postgres: Postgres, _template: str) -> Iterator[str]:
    """The address of a fresh, migrated database."""
    yield from _database(postgres, f"TEMPLATE {_template} STRATEGY FILE_COPY")


@pytest.fixture
def empty_postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of a fresh database without any schema."""
    yield from _database(postgres, "TEMPLATE template0 STRATEGY FILE_COPY")


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """The address of an empty Valkey; functions that were loaded stay."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


def _database(postgres: Postgres, options: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    _sql(postgres, f"CREATE DATABASE {name} {options}")
    yield _url(postgres, name)
    _sql(postgres, f"DROP DATABASE {name} WITH (FORCE)")


def _url(postgres: Postgres, database: str) -> str:
    return postgres.url.replace("/postgres?", f"/{database}?")


def _sql(postgres: Postgres, statement: str) -> None:
    psql = postgres.program.with_name("psql")
    subprocess.run(
        [str(psql), "--no-psqlrc", "-q", "-c", statement, postgres.url],
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[Pool]:
    """A pool with codecs, on a fresh database."""
    pool = await open_pool(postgres_url)
    try:
        yield pool
    finally:
        await pool.close()


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    """A connection to an empty Valkey."""
    async with Redis.from_url(redis_url) as opened:
        yield opened


@pytest.fixture
async def ledger(client: Redis) -> Ledger:
    """An empty ledger of one shard, ready to count."""
    ledger = Ledger(client)
    await ledger.set_ready(0)
    return ledger


@pytest.fixture
async def house(postgres_url: str, redis_url: str) -> AsyncIterator[House]:
    """All services on PostgreSQL, with collaborators that only remember."""
    async with open_house(postgres_url, redis_url) as opened:
        yield opened


@pytest.fixture
async def site(postgres_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """All addresses of the web layer, on a fresh database and an empty ledger."""
    async with open_site(postgres_url, redis_url, tmp_path) as opened:
        yield opened


__all__ = ["live", "live_database"]
