"""Files as answers: clients that read slowly, or not at all, cost neither descriptors nor much memory."""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from latecomer.http import connection
from latecomer.http.admission import PacedSite
from latecomer.http.connection import Connection
from latecomer.http.files import FileAnswer
from latecomer.http.pacing import Pace
from tests.support.turns import turns

FILM = os.urandom(3_000_000)


@dataclass
class Cinema:
    """A server with one film."""

    film: Path
    site: PacedSite
    port: int

    @asynccontextmanager
    async def ask(self, path: str = "/film") -> AsyncIterator[asyncio.StreamReader]:
        """A client that takes as little as a client can."""
        taken = socket.socket()
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        taken.settimeout(0)
        await asyncio.get_running_loop().sock_connect(taken, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=taken, limit=1024)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        try:
            await reader.readuntil(b"\r\n\r\n")
            yield reader
        finally:
            writer.transport.abort()

    @property
    def handlers(self) -> list[Connection]:
        return [each.holder for each in self.site._peers._unvouched if isinstance(each.holder, Connection)]

    async def stuck(self, count: int) -> None:
        """Until so many answers wait for their clients."""
        async with asyncio.timeout(20):
            while sum(each._paused for each in self.handlers) != count:
                await turns(1)

    def opened(self) -> int:
        """Return the number of times that this process has the film open."""
        found = 0
        for each in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                found += each.readlink() == self.film
        return found


@pytest.fixture
async def cinema(tmp_path: Path) -> AsyncIterator[Cinema]:
    film = tmp_path / "film.mp4"
    film.write_bytes(FILM)

    async def show(_: web.Request) -> web.StreamResponse:
        return FileAnswer(film, headers={"Content-Type": "video/mp4"})

    async def long(_: web.Request) -> web.StreamResponse:
        return web.Response(body=FILM[:1_000_000])

    app = web.Application()
    app.router.add_get("/film", show)
    app.router.add_get("/long", long)
    runner = web.AppRunner(app, access_log=None, handle_signals=False, shutdown_timeout=0.1)
    await runner.setup()
    site = PacedSite(runner, "127.0.0.1", 0, Pace(), room=1_000, reuse_port=False)
    await site.start()
    try:
        yield Cinema(film, site, runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def test_who_does_not_read_a_file_holds_it_neither_open_nor_in_memory(cinema: Cinema) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(20):
            await stack.enter_async_context(cinema.ask())
        await cinema.stuck(20)
        assert cinema.opened() == 0
        for each in cinema.handlers:
            here, in_kernel = each._unread_bytes()
            assert 0 < here <= 32 * 1024
            assert in_kernel <= 128 * 1024
        assert cinema.site._peers.held_bytes >= 20 * 4096


async def test_who_reads_slowly_gets_all_of_it(cinema: Cinema) -> None:
    async with cinema.ask() as reader:
        await cinema.stuck(1)
        got = bytearray()
        while len(got) < len(FILM):
            got += await asyncio.wait_for(reader.read(1 << 16), 20)
        assert got == FILM


@pytest.mark.parametrize("asked", [(0, 0), (5, 2_999_999), (2_999_000, 2_999_999), (65_536, 200_000)])
async def test_a_range_is_exactly_that_range(cinema: Cinema, asked: tuple[int, int]) -> None:
    first, last = asked
    async with (
        ClientSession() as session,
        session.get(
            f"http://127.0.0.1:{cinema.port}/film", headers={"Range": f"bytes={first}-{last}"}
        ) as answer,
    ):
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {first}-{last}/3000000"
        assert await answer.read() == FILM[first : last + 1]


@pytest.mark.parametrize("other", [b"x" * 3_000_000, None], ids=["replaced", "deleted"])
async def test_of_a_file_that_is_replaced_meanwhile_nothing_else_is_sent(
    cinema: Cinema, other: bytes | None
) -> None:
    async with cinema.ask() as reader:
        await cinema.stuck(1)
        cinema.film.unlink()
        if other is not None:
            cinema.film.write_bytes(other)
        got = bytearray()
        with contextlib.suppress(ConnectionResetError):
            while piece := await asyncio.wait_for(reader.read(1 << 16), 20):
                got += piece
        assert 0 < len(got) < len(FILM)
        assert got == FILM[: len(got)]


async def test_what_is_not_read_is_bounded_and_the_oldest_go(cinema: Cinema) -> None:
    peers = cinema.site._peers
    peers._held_max = 2_500_000
    async with contextlib.AsyncExitStack() as stack:
        for number in range(1, 6):
            await stack.enter_async_context(cinema.ask("/long"))
            await cinema.stuck(min(number, 2))
        assert 1_000_000 < peers.held_bytes <= 2_500_000


async def test_who_takes_nothing_is_sent_away_and_who_takes_a_little_is_not(
    cinema: Cinema, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "UNREAD_S", 1_000.0)
    async with cinema.ask("/long") as reader:
        await cinema.stuck(1)
        (handler,) = cinema.handlers
        handler._since_s -= 2_000
        before = handler._unread_bytes()
        await reader.readexactly(20_000)
        async with asyncio.timeout(20):
            while handler._unread_bytes() == before:
                await turns(1)
        handler._look_whether_read()
        assert cinema.site._peers.count == 1
        async with asyncio.timeout(20):
            while handler._unread != handler._unread_bytes():
                await turns(20)
                handler._unread = handler._unread_bytes()
        handler._look_whether_read()
        async with asyncio.timeout(20):
            while cinema.site._peers.count:
                await turns(1)


async def test_who_showed_a_valid_link_may_take_its_time(cinema: Cinema) -> None:
    async with cinema.ask("/long"):
        await cinema.stuck(1)
        (handler,) = cinema.handlers
        handler.vouch("a link")
        handler._since_s -= 2_000
        handler._unread = handler._unread_bytes()
        handler._look_whether_read()
        await turns(5)
        assert cinema.site._peers.count == 1
        assert cinema.site._peers.held_bytes == 0
