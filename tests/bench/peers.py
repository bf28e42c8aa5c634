"""``make bench-peers``: traces that make peers count wrong, replayed against ours; our totals beside theirs.

PeerTube 6.3.0 and Shynet 0.13 were driven with these; what they credited then is in ``TRACES``. Where a trace plays at
normal speed ours is a tenth as long: what is not played in its time is not counted, so 200 seconds would take 200.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse

from tests.bench import systems
from tests.bench.systems import System


@dataclass(frozen=True)
class Totals:
    """The server's totals of a member: seconds watched, and seconds of the recording covered."""

    watched_s: float
    covered_s: int


class Tab:
    """One playback: it says what was played by its own clock, and sends every heartbeat twice."""

    def __init__(self, socket: ClientWebSocketResponse, anchor_ms: float, totals: Totals) -> None:
        self._socket = socket
        self._began_s = time.perf_counter()
        self.anchor_ms = anchor_ms
        """The server's time at which the playback's clock read zero."""
        self.totals = totals
        self._seq = 0

    @classmethod
    async def open(cls, session: ClientSession, system: System, join: str) -> Tab:
        url = f"ws://127.0.0.1:{system.port}/ws/playback"
        socket = await session.ws_connect(url, protocols=("latecomer.playback.v1",))
        await socket.send_json({"type": "hello", "join": join, "playback": str(uuid4()), "clock_ms": 0})
        welcome = await socket.receive_json()
        anchor = datetime.fromisoformat(welcome["anchor_at"]).timestamp() * 1000
        return cls(socket, anchor, Totals(welcome["watched_s"], welcome["covered_s"]))

    @property
    def clock_ms(self) -> int:
        """Its clock."""
        return int((time.perf_counter() - self._began_s) * 1000)

    async def report(self, *segments: Sequence[float]) -> None:
        """Report segments, and wait until they are counted."""
        self._seq += 1
        beat = {"type": "heartbeat", "seq": self._seq, "state": "playing", "segments": segments}
        await self._socket.send_json(beat)
        await self._socket.send_json(beat)  # as a client does that has lost the ack
        message = await self._socket.receive_json()
        while message["type"] != "ack" or message["seq"] < self._seq:
            message = await self._socket.receive_json()
        self.totals = Totals(message["watched_s"], message["covered_s"])

    async def play(self, seconds: float, media_s: float) -> None:
        """Play for so long from there, with a heartbeat each half second."""
        begin_ms = from_ms = self.clock_ms
        end_ms = begin_ms + int(seconds * 1000)
        while from_ms < end_ms:
            await asyncio.sleep(0.5)
            to_ms = min(self.clock_ms, end_ms)
            places = (media_s + (at_ms - begin_ms) / 1000 for at_ms in (from_ms, to_ms))
            await self.report([from_ms, to_ms, *places])
            from_ms = to_ms


Replayed = Callable[[ClientSession, System, str], Awaitable[Totals]]


async def jump(session: ClientSession, system: System, join: str) -> Totals:
    """Be at second 0, then at second 3500 a second later."""
    tab = await Tab.open(session, system, join)
    await asyncio.sleep(1)
    await tab.report([0, 1000, 0, 3500])
    return tab.totals


async def replay(session: ClientSession, system: System, join: str) -> Totals:
    """Play the same ten seconds twice."""
    tab = await Tab.open(session, system, join)
    await tab.play(10, 0)
    await tab.play(10, 0)
    return tab.totals


async def two_tabs(session: ClientSession, system: System, join: str) -> Totals:
    """Play two places at the same time."""
    one, other = await Tab.open(session, system, join), await Tab.open(session, system, join)
    await asyncio.gather(one.play(2, 0), other.play(2, 1000))
    return (await Tab.open(session, system, join)).totals


async def rewind(session: ClientSession, system: System, join: str) -> Totals:
    """Play ten seconds, then go back to the fifth without saying so."""
    tab = await Tab.open(session, system, join)
    await tab.play(10, 0)
    await tab.report([tab.clock_ms, tab.clock_ms + 1, 5.0, 5.0])
    return tab.totals


CONNECTIONS: Final = 8
BEATS: Final = 400


async def race(session: ClientSession, system: System, join: str) -> Totals:
    """Send 400 heartbeats of one member, 20 ms each, over eight connections at once."""
    tabs = [await Tab.open(session, system, join) for _ in range(CONNECTIONS)]
    first_ms = max(tab.anchor_ms for tab in tabs)

    async def some(number: int, tab: Tab) -> None:
        begin = first_ms - tab.anchor_ms
        for beat in range(number, BEATS, CONNECTIONS):
            from_ms = begin + 20 * beat
            await tab.report([from_ms, from_ms + 20, beat / 50, (beat + 1) / 50])

    await asyncio.gather(*(some(number, tab) for number, tab in enumerate(tabs)))
    return (await Tab.open(session, system, join)).totals


async def killed(session: ClientSession, system: System, join: str) -> Totals:
    """Have six seconds acknowledged, then kill -9 the web process and Valkey."""
    tab = await Tab.open(session, system, join)
    await tab.play(6, 0)
    for process in (*system.web, *system.redis):
        process.kill()
    while True:
        try:
            return (await Tab.open(session, system, join)).totals
        except Exception:  # noqa: BLE001 - it is being started again
            await asyncio.sleep(0.2)


@dataclass(frozen=True)
class Trace:
    """A trace, what a peer makes of it, and what is true of ours."""

    name: str
    replayed: Replayed
    peer: str
    peers_total: str
    truth: Totals
    slack_s: float = 0.05


TRACES: Final = (
    Trace("second 0, then second 3500 a second later", jump, "PeerTube", "3500 s", Totals(0, 0)),
    Trace(
        "0 to 10 s, twice",
        replay,
        "PeerTube",
        "200 s of 200 played, 100 covered: cannot tell",
        Totals(20, 10),
    ),
    Trace(
        "two tabs, 2 s each at once", two_tabs, "PeerTube", "1020 s of 40 played", Totals(2, 4), slack_s=0.3
    ),
    Trace("10 s, then back to 5 without a word", rewind, "PeerTube", "50 s of 100", Totals(10, 10)),
    Trace("400 beats of one member, 8 connections", race, "Shynet", "236 of 400 beats", Totals(8, 8)),
    Trace("acknowledged, then SIGKILL", killed, "PeerTube", "nothing of 60 s", Totals(6, 6)),
)


async def run(system: System) -> list[tuple[Trace, Totals]]:
    """Replay everything; what kills processes comes last."""
    async with ClientSession() as session:
        *together, last = TRACES
        found = await asyncio.gather(
            *(
                each.replayed(session, system, join)
                for each, join in zip(together, system.joins, strict=False)
            )
        )
        found.append(await last.replayed(session, system, system.joins[len(together)]))
    return list(zip(TRACES, found, strict=True))


def right(trace: Trace, ours: Totals) -> bool:
    """Return whether our totals are those that are true."""
    return (
        abs(ours.watched_s - trace.truth.watched_s) <= trace.slack_s
        and ours.covered_s == trace.truth.covered_s
    )


def table(found: Sequence[tuple[Trace, Totals]]) -> str:
    """Return the totals as Markdown."""
    rows = ["| trace | peer | it credits | ours: watched, covered | true | |", "|---|---|---|---|---|---|"]
    rows += [
        f"| {trace.name} | {trace.peer} | {trace.peers_total} | {ours.watched_s:.1f} s, {ours.covered_s} s "
        f"| {trace.truth.watched_s:.1f} s, {trace.truth.covered_s} s | {'right' if right(trace, ours) else 'WRONG'} |"
        for trace, ours in found
    ]
    return "\n".join(rows)


def main() -> int:
    """Print the table; returns 1 where ours is wrong."""
    with systems.ours(len(TRACES)) as system:
        found = asyncio.run(run(system))
    print(table(found))
    (systems.ROOT / "build").mkdir(exist_ok=True)
    (systems.ROOT / "build" / "peers.json").write_text(
        json.dumps({trace.name: [ours.watched_s, ours.covered_s] for trace, ours in found}, indent=1)
    )
    return 0 if all(right(trace, ours) for trace, ours in found) else 1


if __name__ == "__main__":
    raise SystemExit(main())
