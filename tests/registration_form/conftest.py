"""Registration and mail on a fresh PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from tests.registration_form.desk import Desk, open_desk


@pytest.fixture
async def desk(postgres_url: str) -> AsyncIterator[Desk]:
    """Registration and mail with a relay of the test's own."""
    async with open_desk(postgres_url) as opened:
        yield opened
