"""A web layer and a strict Stripe, on one clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.registration_form.payment.till import Till, open_till


@pytest.fixture
async def till(postgres_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Till]:
    """A webinar with a price, and a Stripe that takes the money."""
    async with open_till(postgres_url, redis_url, tmp_path) as opened:
        yield opened
