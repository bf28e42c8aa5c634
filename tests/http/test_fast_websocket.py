"""What the direct socket needs of aiohttp's inside: a test goes red when an upgrade changes it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer
from websockets.asyncio.client import connect

from latecomer.http.fast_websocket import MAX_SHORT, DirectSocket
from latecomer.http.pacing import Pace
from tests.support.turns import turns


@dataclass
class Heard:
    """What came directly, and what was read; ``willing`` decides whether a text is taken."""

    directly: list[str] = field(default_factory=list)
    read: list[object] = field(default_factory=list)
    willing: bool = True

    def take(self, text: str) -> bool:
        if self.willing:
            self.directly.append(text)
        return self.willing


@pytest.fixture
async def heard() -> Heard:
    return Heard()


@pytest.fixture
async def url(heard: Heard) -> AsyncIterator[str]:
    async def listen(request: web.Request) -> web.StreamResponse:
        socket = DirectSocket()
        await socket.prepare(request)
        socket.take_directly(heard.take)
        async for message in socket:
            heard.read.append(message.data)
            if message.type is WSMsgType.TEXT:
                heard.willing = True
                await socket.send_str("read")
        return socket

    app = web.Application()
    app.router.add_get("/", listen)
    async with TestServer(app) as server:
        yield f"ws://127.0.0.1:{server.port}/"


async def test_texts_are_taken_without_being_read(url: str, heard: Heard) -> None:
    async with connect(url) as client:
        for text in ("one", "two"):
            await client.send(text)
        await (await client.ping())  # whatever was sent before has arrived
    assert heard.directly == ["one", "two"]
    assert heard.read == []


async def test_what_is_not_taken_is_read_and_nothing_overtakes_it(url: str, heard: Heard) -> None:
    heard.willing = False
    async with connect(url) as client:
        await client.send("one")
        await client.send("two")
        assert await client.recv() == "read"
        await (await client.ping())
        await client.send("three")
        await (await client.ping())
    assert [*heard.read, *heard.directly] == ["one", "two", "three"]
    assert heard.directly[-1] == "three"


async def test_other_frames_are_read(url: str, heard: Heard) -> None:
    async with connect(url) as client:
        await client.send(b"binary")
        await (await client.ping())
        await client.send("text")
        await (await client.ping())
    assert heard.read == [b"binary"]
    assert heard.directly == ["text"]


async def test_that_the_other_end_is_gone_is_heard_at_a_pace() -> None:
    steps: list[Callable[[], None]] = []
    ended = asyncio.Event()

    class Held(Pace):
        def add(self, step: Callable[[], None]) -> None:
            steps.append(step)

    async def listen(request: web.Request) -> web.StreamResponse:
        socket = DirectSocket(pace=Held())
        await socket.prepare(request)
        async for _ in socket:
            pass
        ended.set()
        return socket

    app = web.Application()
    app.router.add_get("/", listen)
    runner = web.AppRunner(app)  # unlike a TestServer it does not cancel who is gone
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with asyncio.timeout(20):
        client = await connect(f"ws://127.0.0.1:{runner.addresses[0][1]}/")
        client.transport.abort()
        while not steps:
            await turns(1)
        await turns(5)
        assert not ended.is_set()
        for step in steps:
            step()
        await ended.wait()
    await runner.cleanup()


async def test_a_request_that_was_forgotten_costs_the_connection_nothing() -> None:
    ended: list[web.Request] = []

    async def listen(request: web.Request) -> web.StreamResponse:
        socket = DirectSocket()
        await socket.prepare(request)
        socket.forget_request(request)
        ended.append(request)
        async for message in socket:
            socket.write_text(message.data.encode())
        return socket

    app = web.Application()
    app.router.add_get("/", listen)
    async with TestServer(app) as server:
        async with connect(
            f"ws://127.0.0.1:{server.port}/", additional_headers={"X-Long": "x" * 2000}
        ) as client:
            for size in (0, 1, MAX_SHORT):
                await client.send("y" * size)
                assert await client.recv() == "y" * size
        assert client.close_code == 1000
    assert "X-Long" not in ended[0].headers
    assert ended[0].raw_headers == ()
