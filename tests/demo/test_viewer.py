"""One simulated tab against a scripted server: what is not acknowledged is sent again, and nothing else."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from websockets.asyncio.server import ServerConnection, serve

from client_demo.viewer import SUBPROTOCOL, Tab

WELCOME = {"type": "welcome", "status": "no_show", "watched_s": 0, "heartbeat_s": 10, "resume_s": 0}


class Server:
    """A server that does what the test says, connection after connection."""

    def __init__(self) -> None:
        self.scripts: list[Callable[[ServerConnection], Awaitable[None]]] = []
        self.connections = 0
        self.url = ""

    async def handle(self, socket: ServerConnection) -> None:
        script = self.scripts[min(self.connections, len(self.scripts) - 1)]
        self.connections += 1
        await script(socket)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    scripted = Server()
    async with serve(scripted.handle, "127.0.0.1", 0, subprotocols=[SUBPROTOCOL]) as listening:
        port = next(iter(listening.sockets)).getsockname()[1]
        scripted.url = f"http://127.0.0.1:{port}"
        yield scripted


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def receive(socket: ServerConnection) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(await socket.recv())
    return message


def tab(server: Server, session: aiohttp.ClientSession) -> Tab:
    return Tab(server.url, "token", 60.0, session, random.Random(1))


async def test_sends_the_rest_again_after_a_lost_connection(
    server: Server, session: aiohttp.ClientSession
) -> None:
    seen: list[list[int]] = []
    playbacks: set[str] = set()
    done = asyncio.Event()

    async def lossy(socket: ServerConnection) -> None:
        hello = await receive(socket)
        playbacks.add(hello["playback"])
        await socket.send(json.dumps(WELCOME))
        beats = [await receive(socket) for _ in range(3)]
        seen.append([beat["seq"] for beat in beats])
        await socket.send(json.dumps({"type": "ack", "seq": 1, "watched_s": 0}))
        socket.transport.abort()

    async def steady(socket: ServerConnection) -> None:
        hello = await receive(socket)
        playbacks.add(hello["playback"])
        await socket.send(json.dumps(WELCOME))
        beats = [await receive(socket) for _ in range(2)]
        seen.append([beat["seq"] for beat in beats])
        await socket.send(json.dumps({"type": "ack", "seq": 3, "watched_s": 1.5}))
        done.set()
        await socket.wait_closed()

    server.scripts = [lossy, steady]
    one = tab(server, session)
    assert await one.ready()
    one.play()
    one.seek(20)
    one.pause()
    await done.wait()
    assert seen in ([[1, 2, 3], [2, 3]], [[1, 2, 3], [1, 2]]), (
        "the ack may have been lost with the connection"
    )
    assert len(playbacks) == 1
    await one.close()


async def test_does_not_come_back_when_told_so(server: Server, session: aiohttp.ClientSession) -> None:
    async def refuse(socket: ServerConnection) -> None:
        await receive(socket)
        await socket.close(4501)

    server.scripts = [refuse]
    one = tab(server, session)
    assert not await one.ready()
    assert one.over
    await one.close()
    assert server.connections == 1


async def test_comes_back_under_a_new_id_when_the_clock_moved(
    server: Server, session: aiohttp.ClientSession
) -> None:
    playbacks: list[str] = []

    async def moved(socket: ServerConnection) -> None:
        playbacks.append((await receive(socket))["playback"])
        await socket.close(4005)

    async def welcome(socket: ServerConnection) -> None:
        playbacks.append((await receive(socket))["playback"])
        await socket.send(json.dumps(WELCOME | {"resume_s": 12}))
        await socket.wait_closed()

    server.scripts = [moved, welcome]
    one = tab(server, session)
    assert await one.ready()
    assert len(set(playbacks)) == 2
    assert one.position_s == 12
    await one.vanish()
