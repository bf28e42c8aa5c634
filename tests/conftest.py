"""Real engines for the tests: one PostgreSQL and one Valkey per test process, clean for each test."""

import asyncio
import concurrent.futures
import itertools
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import HealthCheck, settings

from latecomer.data_folder import DataFolder
from latecomer.embedded import Postgres, Valkey
from latecomer.store.postgres.migrate import migrate

# How long an example takes says something about the machine, nothing about the code.
settings.register_profile("latecomer", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("latecomer")

_TEMPLATE = "template_migrated"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def engines_folder() -> Iterator[DataFolder]:
    """A data folder of this test process's own."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    yield folder
    folder.close()
    shutil.rmtree(path)


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
