"""Viewers in a room, in a process of their own; run as ``python -m tests.bench.room_load`` like the load.

Each says hello and listens. A line whose text is a time (s since the epoch) tells how long it was on its way.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import struct
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop

from tests.bench.load import frame

GROUP = 1_000
_LINE = re.compile(rb'"text":"(\d+\.\d+)"')


@dataclass
class Seen:
    """The measurements of the viewers."""

    lines: int = 0
    frames: int = 0
    closed: int = 0
    latencies_ms: list[float] = field(default_factory=list)


class Viewer(asyncio.Protocol):
    """One viewer's socket."""

    def __init__(self, plan: dict[str, Any], join: str, seen: Seen) -> None:
        self._plan = plan
        self._join = join
        self._seen = seen
        self._buffer = b""
        self._upgraded = False
        self.upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.greeted: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(  # type: ignore[attr-defined]
            f"GET /ws/room HTTP/1.1\r\nHost: 127.0.0.1:{self._plan['port']}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: latecomer.room.v1\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                raise RuntimeError(head.decode())
            self._upgraded, self._buffer = True, rest
            self.upgraded.set_result(None)
        while (read := self._next()) is not None:
            self._take(*read)

    def greet(self) -> None:
        """Say hello."""
        self._transport.write(frame(json.dumps({"type": "hello", "join": self._join}).encode()))

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, at = buffer[1] & 0x7F, 2
        if size > 125:
            at = 4 if size == 126 else 10
            if len(buffer) < at:
                return None
            size = int.from_bytes(buffer[2:at], "big")
        if len(buffer) < at + size:
            return None
        self._buffer = buffer[at + size :]
        return buffer[0] & 0x0F, buffer[at : at + size]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 9:
            self._transport.write(struct.pack("!BBI", 0x8A, 0x80 | len(payload), 0) + payload)
        elif opcode == 8:
            self._seen.closed += 1
        elif not self.greeted.done():
            self.greeted.set_result(None)
        elif payload.startswith(b'{"type":"lines"'):
            now = time.time()
            self._seen.frames += 1
            for sent in _LINE.findall(payload):
                self._seen.lines += 1
                self._seen.latencies_ms.append((now - float(sent)) * 1_000)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.greeted.done():
            self.greeted.set_result(None)


async def run(plan: dict[str, Any]) -> Seen:
    seen = Seen()
    loop = asyncio.get_running_loop()
    gate = asyncio.Semaphore(100)

    async def open_one(join: str) -> Viewer:
        async with gate:
            _, viewer = await loop.create_connection(
                lambda: Viewer(plan, join, seen), "127.0.0.1", plan["port"]
            )
            await asyncio.wait_for(viewer.upgraded, 60)
            return viewer

    async def greet(viewer: Viewer) -> None:
        async with gate:
            viewer.greet()
            await asyncio.wait_for(viewer.greeted, 60)

    # A socket that says nothing is closed after a few seconds, so they come in groups.
    for start in range(0, len(plan["joins"]), GROUP):
        await loop.run_in_executor(None, sys.stdin.readline)
        opened = await asyncio.gather(*map(open_one, plan["joins"][start : start + GROUP]))
        print("open", flush=True)
        await loop.run_in_executor(None, sys.stdin.readline)
        await asyncio.gather(*map(greet, opened))
        print("greeted", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    return seen


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        seen = runner.run(run(plan))
    ordered = sorted(seen.latencies_ms)
    print(
        json.dumps(
            {
                "lines": seen.lines,
                "frames": seen.frames,
                "closed": seen.closed,
                "p50_ms": ordered[len(ordered) // 2] if ordered else None,
                "p99_ms": ordered[int(len(ordered) * 0.99)] if ordered else None,
            }
        ),
        flush=True,
    )


if __name__ == "__main__":
    main()
