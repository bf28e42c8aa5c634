"""The ledger on a Valkey of the tests' own."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from latecomer.store.redis.ledger import Ledger


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
