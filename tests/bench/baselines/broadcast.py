"""Baseline for dashboards: bare aiohttp on uvloop sends the same bytes to every socket, so many times a second."""

import argparse
import asyncio

import uvloop
from aiohttp import web

SOCKETS: web.AppKey[set[web.WebSocketResponse]] = web.AppKey("sockets")


async def subscribe(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    async for _ in socket:
        await socket.send_str('{"type":"snapshot"}')
    request.app[SOCKETS].discard(socket)
    return socket


async def broadcast(app: web.Application, size: int, per_s: float) -> None:
    text = '{"type":"patch","data":"' + "x" * (size - 26) + '"}'
    while True:
        await asyncio.sleep(1 / per_s)
        for socket in app[SOCKETS].copy():
            await socket.send_str(text)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--size", type=int, required=True)
    parser.add_argument("--per-s", type=float, required=True)
    options = parser.parse_args()

    async def start(app: web.Application) -> None:
        app[TASK] = asyncio.create_task(broadcast(app, options.size, options.per_s))

    app = web.Application()
    sockets: set[web.WebSocketResponse] = set()
    app[SOCKETS] = sockets
    app.router.add_get("/ws/dashboard", subscribe)
    app.on_startup.append(start)
    web.run_app(
        app, host="127.0.0.1", port=options.port, access_log=None, print=None, loop=uvloop.new_event_loop()
    )


TASK: web.AppKey[asyncio.Task[None]] = web.AppKey("task")

if __name__ == "__main__":
    main()
