"""The event loops of these tests: the product's, as everywhere, and asyncio's as well where connections are held."""

import asyncio
from collections.abc import Callable, Mapping

import pytest
import uvloop

_BOTH = {"test_admission", "test_files", "test_handshake"}


def pytest_asyncio_loop_factories(
    config: pytest.Config,
    item: pytest.Item,
) -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Return the loops for a test."""
    loops: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {"uvloop": uvloop.new_event_loop}
    if item.path.stem in _BOTH:
        loops["asyncio"] = asyncio.new_event_loop
    return loops
