"""API keys and sign-in links by command line, for operators with access to the database."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TypeVar

from latecomer.access.service import Access
from latecomer.config import data_dir
from latecomer.core.errors import Exit, Refused, StartupError
from latecomer.postgres.pool import open_pool
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Postgres
from latecomer.standalone.preflight import bring_up_to_date

T = TypeVar("T")


def now() -> int:
    """Return the current time, in ms since the Unix epoch."""
    return time.time_ns() // 1_000_000


def with_access(database_url: str, ask: Callable[[Access], Awaitable[T]]) -> T:
    """Open the database, call a function with the access service, and close the database.

    Raises: StartupError: the database cannot be reached, or the request is refused.
    """

    async def asked() -> T:
        await bring_up_to_date(database_url)
        async with _access(database_url) as access:
            return await ask(access)

    try:
        return asyncio.run(asked())
    except Refused as refusal:
        raise StartupError(Exit.REFUSED, str(refusal)) from refusal


@contextlib.contextmanager
def reachable_database(environment: Mapping[str, str]) -> Iterator[str]:
    """Return the database of this installation: the configured one, or the embedded one, which is started if it is not
    running.

    Raises: StartupError: there is none.
    """
    url = environment.get("LATECOMER_DATABASE_URL", "").strip()
    if url:
        yield url
        return
    data = DataFolder(data_dir(environment))
    engine = Postgres(data)
    try:
        data.open()
    except StartupError as problem:
        if problem.exit_code is not Exit.DATA_DIR_IN_USE:
            raise
        yield engine.url
        return
    try:
        engine.start()
        yield engine.url
    finally:
        engine.stop()
        data.close()


@contextlib.asynccontextmanager
async def _access(database_url: str) -> AsyncIterator[Access]:
    pool = await open_pool(database_url, min_size=1, max_size=1)
    try:
        yield Access(pool)
    finally:
        await pool.close()
