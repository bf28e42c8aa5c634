"""Real engines for the tests: one PostgreSQL and one Valkey per test process, clean for each test."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
import redis
import uvloop
from hypothesis import HealthCheck, settings
from redis.asyncio import Redis

from latecomer.postgres.pool import Pool, open_pool
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres, Valkey
from latecomer.watching.ledger.ledger import Ledger
from tests.support.clean_database import CleanDatabase
from tests.support.server import live
from tests.support.services import House, open_house
from tests.support.site import Site, open_site

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("latecomer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("latecomer")

PLANTED = (b"@example.", b"the configured key", b"a secret of the tests", b"lc_")
"""Stands in what tests send and store, and must stand in no log of the engines after all of them."""


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
def clean_database(postgres: Postgres) -> Iterator[CleanDatabase]:
    """The migrated database of this process; `postgres_url` is what a test wants."""
    database = CleanDatabase(postgres)
    yield database
    database.close()


@pytest.fixture
def postgres_url(clean_database: CleanDatabase) -> str:
    """The address of a migrated database that nobody has written to."""
    return clean_database.url()


@pytest.fixture
def empty_postgres_url(clean_database: CleanDatabase) -> str:
    """The address of a new database without any schema."""
    return clean_database.new()


@pytest.fixture
def redis_url(valkey: Valkey) -> str:
    """The address of an empty Valkey; functions that were loaded stay."""
    with redis.Redis.from_url(valkey.url) as client:
        client.flushall()
    return valkey.url


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


__all__ = ["live"]
