"""The load: viewers on raw websocket frames, as lean as Python allows, in a process of its own.

Run as ``python -m tests.bench.load``: reads a plan (JSON) from standard input, prints what it saw (JSON). It speaks
the playback protocol to our server and the same frames to the baselines.

    mode "closed": every viewer sends its next heartbeat when the last one was answered, ``heartbeats`` times each.
    mode "open":   every viewer sends one heartbeat each ``every_s``, for ``for_s`` seconds.
    mode "idle":   viewers say hello and stay, for ``for_s`` seconds.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from uuid import uuid4

import uvloop

_TEXT = 0x81
_SAMPLES = 200_000
_IP_BIND_ADDRESS_NO_PORT = 24
"""Linux's; the socket module has no name for it yet."""


@dataclass
class Plan:
    """The task of one load process. ``joins``: one token per viewer; ``source`` an address to connect from."""

    host: str
    port: int
    joins: list[str]
    mode: str
    heartbeats: int = 0
    every_s: float = 10.0
    for_s: float = 0.0
    connects_at_once: int = 100
    source: str = "127.0.0.1"


@dataclass
class Seen:
    """The measurements of one load process. ``latencies_ms`` is an even sample of at most _SAMPLES."""

    sent: int = 0
    acked: int = 0
    dropped: int = 0
    closed: int = 0
    latencies_ms: list[float] = field(default_factory=list)
    began_at: float = 0.0
    ended_at: float = 0.0
    began_cpu_s: float = 0.0

    def took(self, ms: float) -> None:
        """One heartbeat was acknowledged."""
        self.acked += 1
        if len(self.latencies_ms) < _SAMPLES:
            self.latencies_ms.append(ms)
        elif (place := random.randrange(self.acked)) < _SAMPLES:
            self.latencies_ms[place] = ms


def frame(payload: bytes) -> bytes:
    """A masked text frame whose mask is zero: valid, and free to make."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BBI", _TEXT, 0x80 | size, 0) + payload
    return struct.pack("!BBHI", _TEXT, 0x80 | 126, size, 0) + payload


class Viewer(asyncio.Protocol):
    """One viewer's socket: hello, then honest heartbeats: each reports what was played since the last."""

    def __init__(self, plan: Plan, join: str, seen: Seen) -> None:
        self._plan = plan
        self._join = join
        self._seen = seen
        self._buffer = b""
        self._upgraded = False
        self._began = time.perf_counter()
        self._reported_ms = 0
        self._seq = 0
        self._acked = 0
        self._sent_at: dict[int, float] = {}
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(  # type: ignore[attr-defined]
            f"GET /ws/playback HTTP/1.1\r\nHost: {self._plan.host}:{self._plan.port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: latecomer.playback.v1\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n", 1)[0]:
                raise RuntimeError(head.decode())
            self._upgraded = True
            self._buffer = rest
            clock_ms = (time.perf_counter() - self._began) * 1000
            hello = {"type": "hello", "join": self._join, "playback": str(uuid4()), "clock_ms": clock_ms}
            self._reported_ms = int(clock_ms) + 1
            self._write(json.dumps(hello).encode())
        while (payload := self._next()) is not None:
            self._take(payload)

    def _next(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        opcode, size, at = buffer[0] & 0x0F, buffer[1] & 0x7F, 2
        if size == 126:
            if len(buffer) < 4:
                return None
            size, at = int.from_bytes(buffer[2:4], "big"), 4
        if len(buffer) < at + size:
            return None
        payload, self._buffer = buffer[at : at + size], buffer[at + size :]
        if opcode == 9:
            self._transport.write(struct.pack("!BBI", 0x8A, 0x80 | size, 0) + payload)  # type: ignore[attr-defined]
        if opcode == 8:
            self._seen.closed += 1
            if not self.done.done():
                self.done.set_result(None)
        return payload if opcode == 1 else b""

    def _take(self, payload: bytes) -> None:
        if not payload:
            return
        if not self.greeted.done():
            self.greeted.set_result(None)
            return
        # {"type":"ack","seq":N,… from ours and the baselines; the bare echo answers the heartbeat itself
        if b'"seq"' not in payload[:40] or payload.startswith(b'{"type":"error"'):
            return
        at = payload.index(b'"seq"') + 6
        seq = int(payload[at : payload.index(b",", at)])
        now = time.perf_counter()
        if b'"dropped"' in payload:
            self._seen.dropped += 1
        for each in range(self._acked + 1, seq + 1):
            if (sent := self._sent_at.pop(each, None)) is not None:
                self._seen.took((now - sent) * 1000)
        self._acked = max(self._acked, seq)
        if self._plan.mode == "closed":
            if self._seq < self._plan.heartbeats:
                self.heartbeat()
            elif self._acked == self._seq and not self.done.done():
                self.done.set_result(None)

    def heartbeat(self) -> None:
        """Report what was played since the last report, at normal speed."""
        now = time.perf_counter()
        to_ms = max(self._reported_ms + 1, int((now - self._began) * 1000))
        self._seq += 1
        self._seen.sent += 1
        self._sent_at[self._seq] = now
        self._write(
            b'{"type":"heartbeat","seq":%d,"state":"playing","segments":[[%d,%d,%.3f,%.3f]]}'
            % (self._seq, self._reported_ms, to_ms, self._reported_ms / 1000, to_ms / 1000)
        )
        self._reported_ms = to_ms

    def close(self) -> None:
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        for future in (self.greeted, self.done):
            if not future.done():
                future.set_result(None)

    def _write(self, payload: bytes) -> None:
        self._transport.write(frame(payload))  # type: ignore[attr-defined]


async def connect(plan: Plan, seen: Seen) -> list[Viewer]:
    """All viewers, greeted."""
    loop = asyncio.get_running_loop()
    viewers: list[Viewer] = []
    gate = asyncio.Semaphore(plan.connects_at_once)

    async def one(join: str) -> None:
        async with gate:
            connected = await _connected(plan)
            _, viewer = await loop.create_connection(lambda: Viewer(plan, join, seen), sock=connected)
            await asyncio.wait_for(viewer.greeted, 60)
            viewers.append(viewer)

    await asyncio.gather(*(one(join) for join in plan.joins))
    return viewers


async def _connected(plan: Plan) -> socket.socket:
    """A connection from the plan's address. Its port is chosen when it connects: to choose it before takes milliseconds
    for each while thousands of an earlier run's are not free yet."""
    connecting = socket.socket()
    connecting.settimeout(0)
    connecting.setsockopt(socket.IPPROTO_IP, _IP_BIND_ADDRESS_NO_PORT, 1)
    connecting.bind((plan.source, 0))
    await asyncio.get_running_loop().sock_connect(connecting, (plan.host, plan.port))
    return connecting


async def run(plan: Plan) -> Seen:
    """Carry out the plan."""
    seen = Seen()
    viewers = await connect(plan, seen)
    say("connected")
    sys.stdin.readline()
    seen.began_at, seen.began_cpu_s = time.time(), _cpu_s()
    if plan.mode == "closed":
        for viewer in viewers:
            viewer.heartbeat()
        await asyncio.gather(*(viewer.done for viewer in viewers))
    elif plan.mode == "open":
        await _beat(plan, viewers)
    else:
        await asyncio.sleep(plan.for_s)
    seen.ended_at = time.time()
    return seen


async def _beat(plan: Plan, viewers: list[Viewer]) -> None:
    """Every viewer once per ``every_s``, spread evenly."""
    began = time.perf_counter()
    step_s = plan.every_s / len(viewers)
    due = 0
    while (elapsed := time.perf_counter() - began) < plan.for_s:
        while due * step_s <= elapsed:
            viewers[due % len(viewers)].heartbeat()
            due += 1
        await asyncio.sleep(0.002)
    await asyncio.sleep(1)


def say(text: str) -> None:
    print(text, flush=True)


def _cpu_s() -> float:
    cpu = os.times()
    return cpu.user + cpu.system


def main() -> None:
    plan = Plan(**json.loads(sys.stdin.readline()))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        seen = runner.run(run(plan))
    latencies = sorted(seen.latencies_ms)
    say(
        json.dumps(
            {
                "sent": seen.sent,
                "acked": seen.acked,
                "dropped": seen.dropped,
                "closed": seen.closed,
                "seconds": seen.ended_at - seen.began_at,
                "cpu_s": _cpu_s() - seen.began_cpu_s,
                "p50_ms": latencies[len(latencies) // 2] if latencies else None,
                "p99_ms": latencies[int(len(latencies) * 0.99)] if latencies else None,
            }
        )
    )
    sys.stdin.readline()


if __name__ == "__main__":
    main()
