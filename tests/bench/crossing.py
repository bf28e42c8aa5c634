"""Members who cross a threshold of one second, so many a second; run as ``python -m tests.bench.crossing``."""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from uuid import UUID, uuid4

from aiohttp import ClientSession, TCPConnector


async def cross(session: ClientSession, port: int, join: str, crossed: dict[str, float]) -> None:
    """Say hello, play for 0.9 s and report it, play on and report the rest: that one crosses."""
    url = f"ws://127.0.0.1:{port}/ws/playback"
    async with session.ws_connect(url, protocols=("latecomer.playback.v1",)) as socket:
        await socket.send_json({"type": "hello", "join": join, "playback": str(uuid4()), "clock_ms": 0})
        await socket.receive()
        for seq, (from_ms, to_ms) in enumerate(((5, 905), (905, 1105)), 1):
            await asyncio.sleep((to_ms - from_ms) / 1000)
            segment = [from_ms, to_ms, from_ms / 1000, to_ms / 1000]
            sent_at = time.time()
            await socket.send_json(
                {"type": "heartbeat", "seq": seq, "state": "playing", "segments": [segment]}
            )
            await socket.receive()
        # A token begins with the ids of its webinar and its member.
        raw = base64.urlsafe_b64decode(join)
        crossed[str(UUID(bytes=raw[16:32]))] = sent_at


async def main() -> None:
    plan = json.load(sys.stdin)
    crossed: dict[str, float] = {}
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        tasks = []
        for join in plan["joins"]:
            tasks.append(asyncio.create_task(cross(session, plan["port"], join, crossed)))
            await asyncio.sleep(1 / plan["per_s"])
        await asyncio.gather(*tasks)
    print(json.dumps(crossed))


if __name__ == "__main__":
    asyncio.run(main())
