"""Dashboard subscribers, in a process of their own; run as ``python -m tests.bench.dashboards_load`` like the load.

Each subscribes and reads; the first one also notes when it saw which member flip.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector, WSMsgType


class Seen:
    """The measurements of the subscribers."""

    def __init__(self) -> None:
        self.frames = 0
        self.bytes = 0
        self.flips: dict[str, float] = {}


async def read(socket: ClientWebSocketResponse, seen: Seen, *, notes: bool) -> None:
    async for message in socket:
        if message.type is not WSMsgType.TEXT:
            continue
        seen.frames += 1
        seen.bytes += len(message.data)
        if notes:
            now = time.time()
            for each in json.loads(message.data)["data"].get("activity", ()):
                if each["kind"] == "flip":
                    seen.flips.setdefault(each["member_id"], now)


async def run(plan: dict[str, object]) -> Seen:
    seen = Seen()
    url = f"ws://127.0.0.1:{plan['port']}/ws/dashboard"
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        readers: list[asyncio.Task[None]] = []
        for n in range(int(str(plan["subscribers"]))):
            socket = await session.ws_connect(url, protocols=("latecomer.dashboard.v1",), max_msg_size=0)
            subscribe = {"type": "subscribe", "webinar": plan["webinar"], "key": plan["key"]}
            await socket.send_str(json.dumps(subscribe))
            await socket.receive()
            readers.append(asyncio.create_task(read(socket, seen, notes=n == 0)))
        print("connected", flush=True)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, sys.stdin.readline)
        seen.frames = seen.bytes = 0
        await loop.run_in_executor(None, sys.stdin.readline)
        frames, size = seen.frames, seen.bytes
        for reader in readers:
            reader.cancel()
        seen.frames, seen.bytes = frames, size
    return seen


def main() -> None:
    seen = asyncio.run(run(json.loads(sys.stdin.readline())))
    print(json.dumps({"frames": seen.frames, "bytes": seen.bytes, "flips": seen.flips}), flush=True)


if __name__ == "__main__":
    main()
