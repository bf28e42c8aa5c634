"""The fixtures of the media library's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from latecomer.postgres.pool import open_pool
from tests.media.house import House


@pytest.fixture
async def house(postgres_url: str, tmp_path: Path) -> AsyncIterator[House]:
    pool = await open_pool(postgres_url, max_size=4)
    try:
        yield House(pool, tmp_path)
    finally:
        await pool.close()
