"""A tab of a viewer: plays, reports, loses its connection and comes back, as docs/protocol.md asks of a client,
and does on purpose what the protocol forgives: repeats, reorders, overtakes by beacon, claims nonsense.
"""

import asyncio
import contextlib
import json
import math
import random
import time
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import aiohttp
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from tests.faults.instants import instant_of, now_ms
from tests.faults.line import Line
from tests.faults.plans import Move, Step, TabPlan
from tests.faults.player import STRETCHES, Player, flood, odd_segments
from tests.faults.sent import Beat, Hello, MemberLog, PlaybackLog, Welcome

_SUBPROTOCOL: Final = Subprotocol("latecomer.playback.v1")
_CLOCK_MOVED: Final = 4005
_WINDOW_CLOSED: Final = 4503
_WAITS_FOR_OPERATOR: Final = (4501, 4504)
_BEACON_BEATS: Final = 20
_AGAIN_S: Final = 0.4


class Tab:
    """One tab. ``session`` carries its beacons and clicks."""

    def __init__(
        self, plan: TabPlan, member: MemberLog, line: Line, duration_s: float, session: aiohttp.ClientSession
    ) -> None:
        self.member = member
        self._plan = plan
        self._line = line
        self._session = session
        self._duration_s = duration_s
        self._rng = random.Random(plan.seed)
        self._player = Player(duration_s)
        self._changed = asyncio.Event()
        self._page: PlaybackLog
        self._pages: list[PlaybackLog] = []
        self._socket: ClientConnection | None = None
        self._carried: list[Beat] = []
        self._reload = False
        self._over = False
        self._sockets = plan.sockets
        self._errands: set[asyncio.Task[Any]] = set()
        self._living: asyncio.Task[None] | None = None

    async def run(self, began: float, lasts_s: float) -> None:
        """Do what the plan says; ``began`` in seconds of ``time.monotonic``."""
        await asyncio.sleep(began + self._plan.opens_s - time.monotonic())
        self._load()
        self._living = asyncio.create_task(self._live())
        for step in self._plan.steps:
            await self._until(began + step.at_s)
            self._do(step)
        await self._until(began + lasts_s)
        self._player.pause(self._clock)
        self._report()

    async def settle(self, within_s: float) -> bool:
        """Have everything acknowledged, whatever it takes. False when time ran out or the member is not inside."""
        if self._living is None:
            return True
        deadline = time.monotonic() + within_s
        self._sockets = True
        while time.monotonic() < deadline and self.member.inside and self._left():
            for page in self._pages:
                if page.unacked and (page is not self._page or self._over):
                    await self._beacon(page, page.unacked)
            self._changed.set()
            await asyncio.sleep(0.05)
        done = not self._left()
        await self.close()
        return done

    async def close(self) -> None:
        """Leave."""
        if self._living is not None:
            if self._socket is not None:
                with contextlib.suppress(ConnectionClosed, OSError):
                    await self._socket.send('{"type":"bye"}')
            for task in (self._living, *self._errands):
                task.cancel()
            await asyncio.gather(self._living, *self._errands, return_exceptions=True)

    def _left(self) -> bool:
        return any(page.unacked for page in self._pages)

    @property
    def _clock(self) -> float:
        return (time.monotonic() - self._page.loaded_at) * 1000

    def _load(self) -> None:
        """A page load."""
        playback = str(UUID(int=self._rng.getrandbits(128), version=4))
        self._page = PlaybackLog(playback, time.monotonic())
        self._pages.append(self._page)
        self.member.playbacks.append(self._page)
        self._player = Player(self._duration_s)

    async def _until(self, at: float) -> None:
        """Wait, and report every so often while playing."""
        while (left_s := at - time.monotonic()) > 0:
            await asyncio.sleep(min(left_s, self._plan.beat_s))
            if self._player.state == "playing":
                self._report()

    def _report(self, *more: Any, at: float | None = None) -> None:
        segments = [*self._player.take(self._clock if at is None else at), *more]
        state = self._player.state
        if segments or state != "playing":
            self._page.beats.append(Beat(len(self._page.beats) + 1, state, segments))
            self._changed.set()

    def _do(self, step: Step) -> None:
        rng = random.Random(step.value)
        clock = self._clock
        match step.move:
            case Move.PLAY:
                if not self._over:
                    self._player.play(clock)
                self._report(at=clock)
            case Move.PAUSE:
                self._player.pause(clock)
                self._report(at=clock)
            case Move.SEEK:
                self._player.seek(clock, rng.uniform(0.0, self._duration_s))
                self._report(at=clock)
            case Move.SPEED:
                self._player.set_rate(clock, rng.choice(STRETCHES))
                self._report(at=clock)
            case Move.CLICK:
                self._errand(self._click())
            case Move.ABORT:
                if self._socket is not None:
                    self._socket.transport.abort()
            case Move.RELOAD:
                self._report()
                left = self._page
                if left.unacked and rng.random() < 0.7:
                    self._errand(self._beacon(left, left.unacked))
                self._load()
                self._reload = True
                if self._socket is not None:
                    self._errand(self._socket.close())
                    self._socket = None  # whatever is sent from now on belongs to another playback
                self._player.play(self._clock)
            case Move.BEACON:
                self._report()
                beats = self._page.unacked + rng.sample(self._page.beats, min(3, len(self._page.beats)))
                rng.shuffle(beats)
                self._errand(self._beacon(self._page, beats))
            case Move.AGAIN:
                again = rng.sample(self._page.beats, min(4, len(self._page.beats)))
                self._errand(self._send(self._page, again))
            case Move.SHUFFLE:
                beats = self._page.beats[-6:]
                rng.shuffle(beats)
                self._errand(self._send(self._page, beats))
            case Move.ODD:
                self._report(*odd_segments(rng, clock, self._duration_s))
            case Move.FLOOD:
                self._report(*flood(clock, 230))
            case Move.BAD:
                self._errand(self._send_bad(rng, clock))
            case Move.CLOCK:
                self._move_clock(rng, clock)

    def _move_clock(self, rng: random.Random, clock: float) -> None:
        """The clock jumps, never to before zero. What was played over it is told as the clock has it, or in parts."""
        jump_s = max(rng.choice((rng.uniform(-40.0, 40.0), rng.uniform(-2.0, 2.0))), 0.01 - clock / 1000)
        playing = self._player.state == "playing"
        if jump_s < 0 or rng.random() < 0.5:
            self._player.pause(clock)
        self._page.loaded_at -= jump_s
        if playing:
            self._player.play(self._clock)
        self._report()

    def _errand(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _live(self) -> None:
        """Stay connected, or go by beacon, until closed."""
        while True:
            self._reload = False
            if not self.member.token:
                await asyncio.sleep(_AGAIN_S)
                continue
            if not self._sockets:
                if not self._page.hellos or self._page.unacked:
                    await self._beacon(self._page, self._page.unacked)
                await asyncio.sleep(self._plan.beat_s / 2)
                continue
            if self._over:
                await asyncio.sleep(_AGAIN_S)
                continue
            code: int | None = None
            socket: ClientConnection | None = None
            try:
                async with connect(
                    f"ws://127.0.0.1:{self._line.port}/ws/playback",
                    subprotocols=[_SUBPROTOCOL],
                    proxy=None,
                    ping_interval=None,
                    open_timeout=self._plan.patience_s,
                    close_timeout=0.3,
                ) as socket:
                    await self._converse(socket)
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError, EOFError):
                pass
            finally:
                self._socket = None
            if socket is not None:
                code = socket.close_code
            await self._closed(code)

    async def _closed(self, code: int | None) -> None:
        match code:
            case _ if self._reload:
                return
            case code if code == _CLOCK_MOVED:
                self._report()
                self._load()
            case code if code == _WINDOW_CLOSED:
                self._player.pause(self._clock)
                self._report()
                self._over = True
            case code if code in _WAITS_FOR_OPERATOR:
                await asyncio.sleep(_AGAIN_S)
            case int() if code >= 4500:
                self.member.oddities.append(f"socket closed with {code}")
            case _:
                pass
        await asyncio.sleep(self._rng.uniform(0.02, _AGAIN_S))

    async def _converse(self, socket: ClientConnection) -> None:
        page = self._page
        clock_ms = self._clock
        page.hellos.append(Hello(clock_ms, now_ms()))
        hello = {"type": "hello", "join": self.member.token, "playback": page.id, "clock_ms": clock_ms}
        carried: list[Beat] = []
        self._carried = carried
        self._socket = socket
        await socket.send(json.dumps(hello))
        heard = [time.monotonic()]
        writing = asyncio.create_task(self._write(socket, page, carried))
        minding = asyncio.create_task(self._mind(socket, page, carried, heard))
        try:
            async for frame in socket:
                heard[0] = time.monotonic()
                self._hear(json.loads(frame), page, carried)
        finally:
            for task in (writing, minding):
                task.cancel()
            await asyncio.gather(writing, minding, return_exceptions=True)

    async def _write(self, socket: ClientConnection, page: PlaybackLog, carried: list[Beat]) -> None:
        """Send every heartbeat once, in order."""
        done = 0
        while True:
            self._changed.clear()
            while done < len(page.beats):
                beat = page.beats[done]
                done += 1
                if not beat.acked and not beat.unwanted:
                    await self._put(socket, beat, carried)
            await self._changed.wait()

    async def _put(self, socket: ClientConnection, beat: Beat, carried: list[Beat]) -> None:
        beat.note_sent(now_ms())
        carried.append(beat)
        with contextlib.suppress(ConnectionClosed, OSError):
            await socket.send(json.dumps({"type": "heartbeat", **beat.wire}))

    async def _mind(
        self, socket: ClientConnection, page: PlaybackLog, carried: Sequence[Beat], heard: list[float]
    ) -> None:
        """Give a connection up that says nothing although something is open."""
        since = time.monotonic()
        while True:
            await asyncio.sleep(0.2)
            waiting = not page.welcomes or any(not beat.acked and not beat.unwanted for beat in carried)
            if not waiting:
                since = time.monotonic()
            if time.monotonic() - max(since, heard[0]) > self._plan.patience_s:
                socket.transport.abort()

    def _hear(self, message: dict[str, Any], page: PlaybackLog, carried: list[Beat]) -> None:
        match message["type"]:
            case "welcome":
                page.welcomes.append(Welcome(instant_of(message["anchor_at"]), now_ms()))
            case "ack":
                # What was sent after the heartbeat that is named may still be on its way.
                seqs = [beat.seq for beat in carried]
                if message["seq"] not in seqs:
                    self.member.oddities.append(
                        f"ack of {message['seq']}, which this connection never carried"
                    )
                    return
                for beat in carried[: seqs.index(message["seq"]) + 1]:
                    if beat.seq <= message["seq"]:
                        beat.note_ack(now_ms())
            case "error":
                if message["code"] not in {"bad_heartbeat", "malformed_json", "clock_moved"}:
                    self.member.oddities.append(f"error {message}")
                if "seq" in message and message["seq"] < 1_000_000:
                    self.member.oddities.append(f"refused a good heartbeat: {message}")
            case "stop" if message["reason"] == "window_closed":
                self._player.pause(self._clock)
                self._report()
            case "stop" | "status" | "reconnect" | "waiting":
                pass
            case other:
                self.member.oddities.append(f"unknown message {other}")

    async def _send(self, page: PlaybackLog, beats: Sequence[Beat]) -> None:
        """Send these of a page as they are, whatever was said of them before. Nothing once another page is there: on
        its connection they would be that one's."""
        socket, carried = self._socket, self._carried
        for beat in beats:
            if socket is None or socket is not self._socket or page is not self._page:
                return
            await self._put(socket, beat, carried)

    async def _send_bad(self, rng: random.Random, clock: float) -> None:
        """Frames that are refused; what they claim must not count."""
        claim = [[0, math.floor(clock) + 5000, 0, clock / 1000 + 5]]
        seq = 1_000_000 + rng.randrange(1_000_000)
        bad = rng.choice(
            (
                json.dumps({"type": "heartbeat", "seq": seq, "state": "dancing", "segments": claim}),
                json.dumps({"type": "heartbeat", "seq": 0, "state": "playing", "segments": claim}),
                json.dumps({"type": "heartbeat", "seq": seq, "state": "playing", "segments": {"0": claim}}),
                json.dumps({"type": "heartbeat", "seq": seq, "state": "playing", "segments": claim})[:-2],
            )
        )
        if self._socket is not None:
            with contextlib.suppress(ConnectionClosed, OSError):
                await self._socket.send(bad)

    async def _beacon(self, page: PlaybackLog, beats: Sequence[Beat]) -> None:
        """Tell by beacon; it is also a hello."""
        for start in range(0, max(1, len(beats)), _BEACON_BEATS):
            some = beats[start : start + _BEACON_BEATS]
            clock_ms = (time.monotonic() - page.loaded_at) * 1000
            body = {
                "join": self.member.token,
                "playback": page.id,
                "clock_ms": clock_ms,
                "heartbeats": [beat.wire for beat in some],
            }
            for beat in some:
                beat.note_sent(now_ms())
            page.hellos.append(Hello(clock_ms, now_ms()))
            status = await self._post("/beacon", json.dumps(body))
            if status == 204:
                for beat in some:
                    beat.note_ack(now_ms())
            elif status == 410:  # the window has closed, and the playback was not known before
                for beat in some:
                    beat.unwanted = True
            elif status in (400, 401, 409, 413, 422):
                self.member.oddities.append(f"beacon answered with {status}")

    async def _click(self) -> None:
        self.member.clicks_sent += 1
        if await self._post(f"/j/{self.member.token}/click", '{"sign": "gesture"}') == 200:
            self.member.clicks_done += 1

    async def _post(self, path: str, body: str) -> int | None:
        """The status of the answer, None when there was none."""
        try:
            async with self._session.post(
                f"http://127.0.0.1:{self._line.port}{path}", data=body, headers={"Content-Type": "text/plain"}
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None
