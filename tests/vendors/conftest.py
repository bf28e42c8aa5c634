"""The web layer on real engines, for senders and receivers of the tests' own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.site import Site, open_site


@pytest.fixture
async def site(postgres_url: str, redis_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """All addresses of the web layer, on a fresh database and an empty ledger."""
    async with open_site(postgres_url, redis_url, tmp_path) as opened:
        yield opened
