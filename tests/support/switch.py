"""One address in front of several servers, as a failover leaves it: new connections go to the current server."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


class Switch:
    """Passes connections on to a Unix socket; those that are open stay where they are."""

    def __init__(self, target: str) -> None:
        """``target``: path of the socket that new connections lead to."""
        self.target = target
        self.port = 0
        self.opened = 0
        self._serving: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass one connection on until either side closes it."""
        self.opened += 1
        there = await asyncio.open_unix_connection(self.target)
        await asyncio.gather(_pump(reader, there[1]), _pump(there[0], writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.close()


@contextlib.asynccontextmanager
async def open_switch(target: str) -> AsyncIterator[Switch]:
    """A switch that listens on a port of its own on 127.0.0.1."""
    switch = Switch(target)
    server = await asyncio.start_server(switch.serve, "127.0.0.1", 0)
    switch.port = server.sockets[0].getsockname()[1]
    try:
        yield switch
    finally:
        server.close()
