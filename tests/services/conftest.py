"""The services on a fresh PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.live import Live, open_live
from tests.services.house import House, open_house


@pytest.fixture
async def house(postgres_url: str) -> AsyncIterator[House]:
    """All services on PostgreSQL, with collaborators that only remember."""
    async with open_house(postgres_url) as opened:
        yield opened


@pytest.fixture
async def live(postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Live]:
    """A whole web process, with a clock that the test moves."""
    async with open_live(postgres_url, redis_url, monkeypatch) as opened:
        yield opened
