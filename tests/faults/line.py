"""The network of one tab: a TCP proxy in front of the server that can be cut, lose its peer, or stall."""

import asyncio
import contextlib
from typing import Self


class Line:
    """One tab's way to the server."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listener: asyncio.Server | None = None
        self._links: set[_Link] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self.port = 0

    @classmethod
    async def open(cls, server_port: int) -> Self:
        """Begin to listen on a port of its own."""
        line = cls(server_port)
        line._listener = await asyncio.start_server(line._begin, "127.0.0.1", 0)
        line.port = line._listener.sockets[0].getsockname()[1]
        return line

    def cut(self) -> None:
        """Break every connection, on both sides."""
        for link in list(self._links):
            link.cut()

    def lose(self) -> None:
        """Break every connection towards the viewer; the server is not told, and gets what was on its way."""
        for link in list(self._links):
            link.lose()

    def stall(self, for_s: float) -> None:
        """Let nothing through for so long; what is sent meanwhile arrives after it."""
        self._flowing.clear()
        asyncio.get_running_loop().call_later(for_s, self._flowing.set)

    async def close(self) -> None:
        """No more connections."""
        self._flowing.set()
        if self._listener is not None:
            self._listener.close()
        self.cut()
        await asyncio.gather(*self._serving, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        link = _Link(writer, theirs[1])
        self._links.add(link)
        try:
            await asyncio.gather(
                self._pump(reader, theirs[1], link),
                self._pump(theirs[0], writer, link),
                return_exceptions=True,
            )
        finally:
            self._links.discard(link)
            link.cut()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, link: "_Link") -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        if link.lost:
            await link.gone.wait()
        with contextlib.suppress(OSError):
            writer.close()


class _Link:
    """One connection and its continuation."""

    def __init__(self, near: asyncio.StreamWriter, far: asyncio.StreamWriter) -> None:
        self._near = near
        self._far = far
        self.lost = False
        self.gone = asyncio.Event()

    def cut(self) -> None:
        self.gone.set()
        self._near.transport.abort()
        self._far.transport.abort()

    def lose(self) -> None:
        self.lost = True
        self._near.transport.abort()
