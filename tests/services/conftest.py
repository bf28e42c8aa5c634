"""The services on a fresh PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.live import live, live_database
from tests.services.house import House, open_house


@pytest.fixture
async def house(postgres_url: str) -> AsyncIterator[House]:
    """All services on PostgreSQL, with collaborators that only remember."""
    async with open_house(postgres_url) as opened:
        yield opened


__all__ = ["live", "live_database"]
