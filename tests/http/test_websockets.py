"""What both sockets have in common, over a real network."""

from __future__ import annotations

import asyncio

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestClient, TestServer

from latecomer.http import appkeys
from latecomer.http.pacing import Pace
from latecomer.http.websockets import keep_alive, open_socket

SUBPROTOCOL = "latecomer.playback.v1"


async def test_everybody_is_pinged_again_and_again_without_saying_anything() -> None:
    async def serve(request: web.Request) -> web.StreamResponse:
        socket = await open_socket(request, SUBPROTOCOL, max_bytes=1024, compress=False)
        await socket.receive()
        return socket

    app = web.Application()
    app[appkeys.sockets] = set()
    app[appkeys.pace] = Pace()
    app.router.add_get("/", serve)
    async with TestClient(TestServer(app)) as client:
        sockets = [await client.ws_connect("/", protocols=(SUBPROTOCOL,), autoping=False) for _ in range(3)]
        pinging = asyncio.create_task(keep_alive(app, every_s=0.1))
        for _ in range(2):
            for socket in sockets:
                assert (await socket.receive()).type is WSMsgType.PING
        pinging.cancel()
