"""Baseline: the obvious server. aiohttp on uvloop, json, one HINCRBY awaited per heartbeat.

It adds up, so what arrives twice counts twice.
"""

import argparse
import json

import uvloop
from aiohttp import WSMsgType, web
from redis.asyncio import Redis


async def playback(request: web.Request) -> web.WebSocketResponse:
    redis: Redis = request.app[REDIS]
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    member = ""
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        said = json.loads(message.data)
        if said["type"] == "hello":
            member = said["join"]
            await socket.send_str(json.dumps({"type": "welcome"}))
        elif said["type"] == "heartbeat":
            played_ms = sum(int(segment[1] - segment[0]) for segment in said["segments"])
            watched_ms = await redis.hincrby("watched", member, played_ms)
            ack = {"type": "ack", "seq": said["seq"], "watched_s": watched_ms / 1000}
            await socket.send_str(json.dumps(ack))
    return socket


REDIS = web.AppKey("redis", Redis)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--redis", required=True)
    options = parser.parse_args()
    app = web.Application()
    app[REDIS] = Redis.from_url(options.redis, max_connections=10_000)
    app.router.add_get("/ws/playback", playback)
    web.run_app(
        app, host="127.0.0.1", port=options.port, access_log=None, print=None, loop=uvloop.new_event_loop()
    )


if __name__ == "__main__":
    main()
