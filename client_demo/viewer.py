"""One page load of one simulated viewer: a playback over a real websocket.

A ``Tab`` does what the viewer script in a browser does. It says hello with its own monotonic clock, reports
honest segments of a virtual player at each change of state and every few seconds while playing, keeps every
heartbeat until it is acknowledged, comes back after a lost connection with jittered waits and sends the rest
again, and posts what is left as a beacon when the page goes away.
"""

import asyncio
import contextlib
import json
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from client_demo.contract import contract
from client_demo.player import Player, Segment, State

SUBPROTOCOL = Subprotocol("latecomer.playback.v1")
CLOCK_MOVED = 4005
"""Come back under a new playback id."""
FINAL = range(4500, 5000)
"""Close codes after which there is nothing to come back for."""
LAST_ACK_S = 1.0
"""Seconds for which a closing tab waits for the last acknowledgement before it leaves the rest to a beacon."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """One report, kept until the server has it for good."""

    seq: int
    state: State
    segments: list[Segment]

    @property
    def wire(self) -> dict[str, Any]:
        """As the protocol has it, without its type."""
        return {"seq": self.seq, "state": self.state, "segments": self.segments}


class Tab:
    """One page load with one player.

    ``server`` is the server's base URL, ``token`` that of the member's join link, ``duration_s`` the length
    of the recording; ``session`` carries the beacons.
    """

    def __init__(
        self, server: str, token: str, duration_s: float, session: aiohttp.ClientSession, rng: random.Random
    ) -> None:
        self.player = Player(duration_s)
        self.status: str | None = None
        self.watched_s = 0.0
        self.played: list[tuple[float, float]] = []
        """This tab's own account: what it played, in seconds of ``time.monotonic``."""
        self._server = server.rstrip("/")
        self._token = token
        self._session = session
        self._rng = rng
        self._contract = contract()
        self._playback = str(uuid4())
        self._loaded = time.monotonic()
        self._unacked: deque[Heartbeat] = deque()
        self._seq = 0
        self._sent = 0
        self._heartbeat_s = 10.0
        self._changed = asyncio.Event()
        self._welcomed = asyncio.Event()
        self._over = asyncio.Event()
        self._told = asyncio.Event()
        self._emptied = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._come_back_s: float | None = None
        self._task = asyncio.create_task(self._live())

    @property
    def over(self) -> bool:
        """The server has said that there is nothing more to come back for."""
        return self._over.is_set()

    async def ready(self, timeout_s: float = 20.0) -> bool:
        """Wait for the first welcome; False when none came in time or the server wants no more."""
        waits = [asyncio.create_task(event.wait()) for event in (self._welcomed, self._over)]
        await asyncio.wait(waits, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return self._welcomed.is_set() and not self.over

    async def until_over(self, timeout_s: float) -> None:
        """Wait ``timeout_s`` seconds, less when the server wants no more."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._over.wait()

    async def told(self) -> None:
        """Wait for the next message of the server."""
        self._told.clear()
        await self._told.wait()

    def report(self) -> None:
        """Send a heartbeat now, before its time."""
        self._beat()

    async def acknowledged(self) -> None:
        """Wait until the server has everything that was reported."""
        await self._emptied.wait()

    def play(self) -> None:
        """Press play."""
        self.player.play(self._clock_ms)
        self._beat()

    def pause(self) -> None:
        """Press pause."""
        self.player.pause(self._clock_ms)
        self._beat()

    def seek(self, to_s: float) -> None:
        """Drag the playhead."""
        self.player.seek(self._clock_ms, to_s)
        self._beat()

    def set_rate(self, rate: float) -> None:
        """Choose another speed."""
        self.player.set_rate(self._clock_ms, rate)
        self._beat()

    @property
    def position_s(self) -> float:
        """Return the playhead's position now."""
        return self.player.position_at(self._clock_ms)

    def drop_connection(self) -> None:
        """Lose the network for a moment: the socket goes without a word, and the tab comes back by itself."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def close(self) -> None:
        """Leave the page: pause, tell the rest, say bye; what is not acknowledged in time goes by beacon."""
        self.player.pause(self._clock_ms)
        self._beat()
        if self._socket is not None and not self.over:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_ACK_S):
                    await self._emptied.wait()
        await self.vanish()

    async def vanish(self) -> None:
        """Reload or close the page at once: unacknowledged heartbeats go by beacon, as at ``pagehide``."""
        self.player.pause(self._clock_ms)
        self._beat()
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed, OSError):
                await self._socket.send('{"type":"bye"}')
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        if self._unacked and not self.over:
            await self._send_beacon()

    @property
    def _clock_ms(self) -> int:
        """The page's monotonic clock, in whole milliseconds."""
        return int((time.monotonic() - self._loaded) * 1000)

    def _beat(self) -> None:
        """Put what was played since the last one into a new heartbeat."""
        segments = self.player.take(self._clock_ms)
        self.played += [
            (self._loaded + begin / 1000, self._loaded + end / 1000) for begin, end, _, _ in segments
        ]
        self._seq += 1
        self._unacked.append(Heartbeat(self._seq, self.player.state, segments))
        self._emptied.clear()
        self._changed.set()

    async def _live(self) -> None:
        """Stay connected until the server or the viewer has enough."""
        failures = 0
        url = f"ws{self._server.removeprefix('http')}/ws/playback"
        while not self.over:
            self._come_back_s = None
            failures += 1
            try:
                async with connect(url, subprotocols=[SUBPROTOCOL], max_size=1 << 16, proxy=None) as socket:
                    self._socket = socket
                    self._sent = 0
                    await self._hello(socket)
                    writing = asyncio.create_task(self._write(socket))
                    try:
                        async for frame in socket:
                            failures = 0
                            message = json.loads(frame)
                            if self._contract is not None:
                                self._contract.message(message)
                            self._receive(message)
                    finally:
                        writing.cancel()
                        await asyncio.gather(writing, return_exceptions=True)
                await self._closed(socket.close_code)
            except ConnectionClosed as closed:
                await self._closed(closed.rcvd.code if closed.rcvd else None)
            except (OSError, InvalidHandshake, TimeoutError):
                pass
            finally:
                self._socket = None
            if not self.over:
                wait_s = self._come_back_s or min(0.5 * 2 ** min(failures, 5), 15.0)
                await asyncio.sleep(wait_s * self._rng.uniform(0.5, 1.0))

    async def _closed(self, code: int | None) -> None:
        if code == CLOCK_MOVED:
            await self._send_beacon()
            self._playback = str(uuid4())
            self._seq = 0
        elif code is not None and code in FINAL:
            self._over.set()

    async def _hello(self, socket: ClientConnection) -> None:
        hello = {
            "type": "hello",
            "join": self._token,
            "playback": self._playback,
            "clock_ms": self._clock_ms,
        }
        await socket.send(self._text(hello))

    async def _write(self, socket: ClientConnection) -> None:
        """Send every heartbeat in order, and make one whenever the time for it has come."""
        while True:
            self._changed.clear()
            for heartbeat in [kept for kept in self._unacked if kept.seq > self._sent]:
                self._sent = heartbeat.seq
                await socket.send(self._text({"type": "heartbeat", **heartbeat.wire}))
            end_ms = self.player.ends_in_ms(self._clock_ms)
            wait_s = None if end_ms is None else min(self._heartbeat_s, end_ms / 1000 + 0.01)
            try:
                async with asyncio.timeout(wait_s):
                    await self._changed.wait()
            except TimeoutError:
                self._beat()

    def _receive(self, message: dict[str, Any]) -> None:
        self._told.set()
        match message["type"]:
            case "welcome":
                self.status = message["status"]
                self.watched_s = message["watched_s"]
                self._heartbeat_s = message["heartbeat_s"]
                if not self._welcomed.is_set() and self.player.state is State.PAUSED:
                    self.player.seek(self._clock_ms, self._start_s(message["resume_s"]))
                self._welcomed.set()
            case "ack":
                self.watched_s = message["watched_s"]
                self._discard(lambda kept: kept.seq <= min(message["seq"], self._sent))
            case "error":
                self._discard(lambda kept: kept.seq == message.get("seq"))
            case "status":
                self.status = message["status"]
            case "reconnect":
                self._come_back_s = message["after_s"]
            case "stop":
                self._over.set()
            case _:
                pass

    def _start_s(self, resume_s: float) -> float:
        """Go on where the viewer stopped, unless that is nearly the end."""
        return resume_s if resume_s < self.player.duration_s - 5 else 0.0

    def _discard(self, done: Callable[[Heartbeat], bool]) -> None:
        self._unacked = deque(kept for kept in self._unacked if not done(kept))
        if not self._unacked:
            self._emptied.set()

    def _text(self, message: dict[str, Any], name: str | None = None) -> str:
        text = json.dumps(message)
        if self._contract is not None:
            self._contract.message(json.loads(text), name)
        return text

    async def _send_beacon(self) -> None:
        """Send the rest by beacon, under the id of its playback."""
        body = {
            "join": self._token,
            "playback": self._playback,
            "clock_ms": self._clock_ms,
            "heartbeats": [kept.wire for kept in self._unacked],
        }
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._session.post(
                f"{self._server}/beacon",
                data=self._text(body, "beacon"),
                headers={"Content-Type": "text/plain"},
            ) as answer:
                if answer.status == 204:
                    self._unacked.clear()
