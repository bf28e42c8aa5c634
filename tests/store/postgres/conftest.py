"""Connections to a fresh, migrated PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from latecomer.store.postgres.pool import Pool, open_pool


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[Pool]:
    """A pool with codecs."""
    pool = await open_pool(postgres_url)
    try:
        yield pool
    finally:
        await pool.close()
