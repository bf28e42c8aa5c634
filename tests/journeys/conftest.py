"""One installation for all journeys of a test process, and a real browser for each journey that wants one."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import asyncpg
import pytest

from client_demo.api import Api
from tests.journeys.system import System


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """`latecomer run`, embedded engines and all."""
    folder = Path(tempfile.mkdtemp(prefix="lc-journeys-"))
    started = System.start(folder / "data")
    yield started
    code = started.stop()
    log = started.log.read_text()
    shutil.rmtree(folder)
    assert code == 0, log
    assert "Traceback" not in log, log


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client that is nobody in particular."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as opened:
        yield opened


@pytest.fixture
def api(system: System, session: aiohttp.ClientSession) -> Api:
    """The REST API with every right."""
    return Api(session, system.url, system.key)


@pytest.fixture
async def database(system: System) -> AsyncIterator[asyncpg.Connection]:
    """The installation's own database, to recount."""
    connection = await asyncpg.connect(system.postgres_url)
    yield connection
    await connection.close()
