"""A dashboard without a page: subscribes as any client may, applies patches, and insists on their order.

Source: docs/protocol.md, Dashboard; RFC 7396
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol


def merge(target: Any, patch: Any) -> Any:
    """RFC 7396, section 2."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = merge(merged.get(key), value)
    return merged


class DashboardClient:
    """The state as this subscriber has it, and how it came to it."""

    def __init__(self) -> None:
        self.data: dict[str, Any] = {}
        self.patches = 0
        self.snapshots = 0
        self._epoch = ""
        self._version = 0
        self._news = asyncio.Condition()

    async def until(self, condition: Callable[[dict[str, Any]], bool], timeout_s: float = 20.0) -> None:
        """Wait until the state satisfies a condition."""
        async with asyncio.timeout(timeout_s), self._news:
            await self._news.wait_for(lambda: bool(self.data) and condition(self.data))

    async def follow(self, socket: ClientConnection) -> None:
        """Take every message until the socket closes."""
        async for frame in socket:
            message = json.loads(frame)
            async with self._news:
                match message["type"]:
                    case "snapshot":
                        self.data, self._epoch = message["data"], message["epoch"]
                        self.snapshots += 1
                    case "patch":
                        assert message["epoch"] == self._epoch
                        assert message["version"] == self._version + 1
                        self.data = merge(self.data, message["data"])
                        self.patches += 1
                    case other:
                        raise AssertionError(f"a dashboard got {other}")
                self._version = message["version"]
                self._news.notify_all()


@contextlib.asynccontextmanager
async def dashboard(url: str, key: str, webinar: str) -> AsyncIterator[DashboardClient]:
    """A subscribed dashboard; what goes wrong while it follows fails the test at the end."""
    client = DashboardClient()
    socket_url = f"ws{url.removeprefix('http')}/ws/dashboard"
    async with connect(
        socket_url, subprotocols=[Subprotocol("latecomer.dashboard.v1")], max_size=1 << 22, proxy=None
    ) as socket:
        await socket.send(json.dumps({"type": "subscribe", "webinar": webinar, "key": key}))
        following = asyncio.create_task(client.follow(socket))
        try:
            yield client
        finally:
            await socket.close()
            await following
