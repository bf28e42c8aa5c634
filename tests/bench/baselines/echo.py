"""Baseline: a bare aiohttp websocket echo. It counts nothing; every server on this stack costs at least this."""

import argparse

import uvloop
from aiohttp import WSMsgType, web


async def echo(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    async for message in socket:
        if message.type is WSMsgType.TEXT:
            await socket.send_str(message.data)
    return socket


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--asyncio", action="store_true", help="on asyncio's own loop instead of uvloop")
    options = parser.parse_args()
    app = web.Application()
    app.router.add_get("/ws/playback", echo)
    loop = None if options.asyncio else uvloop.new_event_loop()
    web.run_app(app, host="127.0.0.1", port=options.port, access_log=None, print=None, loop=loop)


if __name__ == "__main__":
    main()
