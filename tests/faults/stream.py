"""`python -m tests.faults.stream`: one stream of vendors' events and heartbeats, told twice.

Once in order and in peace about one webinar; once shuffled, each event up to three times, about another webinar while
processes and engines are killed. Both have to end in the same statuses, durations and outgoing events; and each of
them has to be what the model recounts. The way to a status may differ, as the order did: of the changes that others
are told of the last one counts, and of the totals of a day, where a day that was taken back to nothing is as one that
never was; whoever ended outside the program may have had a seat on the way there. Everything else counts as often as
it is told.
"""

import argparse
import asyncio
import itertools
import json
import random
import secrets
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import aiohttp
import asyncpg

from tests.faults.compare import differences
from tests.faults.compare_days import Days
from tests.faults.compare_told import outgoing_differences, vendor_differences
from tests.faults.instants import now_ms
from tests.faults.line import Line
from tests.faults.operators import Api, Operators
from tests.faults.plans import Fault, ReceiverPlan, Scene, WebinarPlan
from tests.faults.receiver import Receiver
from tests.faults.seen import Follower, Seen, look
from tests.faults.sent import Beat, Hello, MemberLog, PlaybackLog
from tests.faults.stream_history import CLOCK_MS, beats_of, vendor_plans
from tests.faults.system import System
from tests.faults.vendor import Vendor

_HEARTBEATS: Final = 0.6
"""The share of heartbeats among the events."""
_BEATS_EACH: Final = 25
"""Heartbeats of a viewer."""
_AT_ONCE: Final = 16
_MOST_BEATS: Final = 8
"""In one beacon."""
_KILLS: Final = (Fault.KILL_WEB, Fault.KILL_WORK, Fault.KILL_VALKEY, Fault.KILL_WEB, Fault.KILL_POSTGRES)
_EVENTS_PER_KILL: Final = 500
_RECOVERS_S: Final = 60.0
_SETTLES_S: Final = 150.0
_CALLS_S: Final = 10.0
Sending = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Outcome:
    """The result of a stream."""

    events: int
    seed: int
    differs: list[str] = field(default_factory=list)
    sendings: Counter[str] = field(default_factory=Counter)
    kills: list[str] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)
    watched_ms: Counter[str] = field(default_factory=Counter)
    outgoing: list[Counter[str]] = field(default_factory=list)
    took_s: float = 0.0

    def __str__(self) -> str:
        verdict = "ok" if not self.differs else f"FAIL ({len(self.differs)})"
        lines = [
            f"stream of {self.events} events, seed {self.seed}: {verdict}, {self.took_s:.1f} s",
            f"    sent in order {self.sendings['ordered']}, shuffled {self.sendings['shuffled']}",
            f"    killed {len(self.kills)} times: {dict(Counter(self.kills))}",
            f"    statuses {dict(self.statuses)}",
            f"    watched {dict(self.watched_ms)} ms",
            *(f"    went out {dict(out)}" for out in self.outgoing),
            *(f"    {what}" for what in self.differs[:40]),
        ]
        return "\n".join(lines)


@dataclass(slots=True)
class _Telling:
    """The stream, told about one webinar."""

    operators: Operators
    vendors: list[Vendor]
    line: Line
    follower: Follower
    following: asyncio.Task[None]

    @property
    def viewers(self) -> Sequence[MemberLog]:
        return self.operators.members


class _Stream:
    """Tells a stream twice."""

    def __init__(self, outcome: Outcome, system: System, session: aiohttp.ClientSession) -> None:
        self._outcome = outcome
        self._system = system
        self._session = session
        self._rng = random.Random(outcome.seed)
        self._api = Api(session, system.url, system.key)
        self._tag = f"s{outcome.seed}x{secrets.token_hex(4)}"
        self._receiver = Receiver(
            ReceiverPlan(webinars=(), refuses=0.02, slow=0.0, away_s=None, seed=outcome.seed)
        )
        heartbeats = round(outcome.events * _HEARTBEATS)
        viewers = max(1, heartbeats // _BEATS_EACH)
        self._plan = WebinarPlan(
            scene=Scene.ENDED,
            turns_s=0.0,
            timezone="Europe/Lisbon",
            recording_s=90.0,
            threshold_s=3.0,
            removes=True,
            statuses=("registered",) * viewers,
            outsiders=viewers,
            operator=(),
        )
        self._vendor_plans = vendor_plans(self._rng, self._plan, outcome.events - heartbeats)
        self._beats = [beats_of(self._rng, heartbeats // viewers) for _ in range(viewers)]
        self._tellings: list[_Telling] = []

    async def tell(self) -> None:
        """Both times, and compare."""
        await self._receiver.open(self._api, [])
        began_at = now_ms()
        for _ in range(2):
            self._tellings.append(await self._set_up(began_at))
        ordered, shuffled = self._tellings
        await self._tell_in_order(ordered)
        await self._tell_in_any_order(shuffled)
        await self._api.ready(_RECOVERS_S)
        self._receiver.calm()
        database = await asyncpg.connect(self._system.postgres_url)
        try:
            await self._compare(database)
        finally:
            await database.close()

    async def end(self) -> None:
        """Leave nothing behind."""
        for telling in self._tellings:
            telling.following.cancel()
            await asyncio.gather(telling.following, return_exceptions=True)
            await telling.line.close()
        await self._receiver.close()

    async def _set_up(self, began_at: int) -> _Telling:
        members = [MemberLog(index) for index in range(len(self._plan.statuses))]
        operators = Operators(self._plan, self._outcome.seed, self._tag, self._api, members)
        await operators.set_up(began_at)
        follower = Follower(self._system.url, self._system.key, operators.webinar)
        following = asyncio.create_task(follower.run())
        line = await Line.open(self._system.port)
        vendors = [Vendor(plan, line, self._session, self._tag) for plan in self._vendor_plans]
        for vendor in vendors:
            await vendor.set_up(self._api, operators.webinar, operators.starts_at)
        await operators.open()
        for member, beats in zip(members, self._beats, strict=True):
            playback = str(UUID(int=random.getrandbits(128), version=4))
            log = PlaybackLog(playback, 0.0)
            log.beats = [Beat(nth, "playing", segments) for nth, segments in enumerate(beats, 1)]
            member.playbacks.append(log)
        telling = _Telling(operators, vendors, line, follower, following)
        await self._all_at_once([self._beacon(telling, member, []) for member in members])
        return telling

    async def _tell_in_order(self, telling: _Telling) -> None:
        """As it happened, one event of each kind after the other."""
        said = [(vendor, each) for vendor in telling.vendors for each in vendor.said]
        for vendor, each in sorted(said, key=lambda pair: pair[1].at):
            await vendor.say(each)
        for member in telling.viewers:
            for beat in member.playbacks[0].beats:
                await self._beacon(telling, member, [beat])()
        self._outcome.sendings["ordered"] += len(said) + sum(len(beats) for beats in self._beats)

    async def _tell_in_any_order(self, telling: _Telling) -> None:
        """Shuffled, up to three times each, while everything is killed."""
        rng = self._rng
        sendings: list[Sending] = []
        for vendor in telling.vendors:
            for each in vendor.said:
                sendings += [partial(vendor.say, each)] * rng.choice((1, 1, 2, 3))
        for member in telling.viewers:
            beats = [beat for beat in member.playbacks[0].beats for _ in range(rng.choice((1, 1, 2, 3)))]
            rng.shuffle(beats)
            while beats:
                some, beats = beats[: (size := rng.randint(1, _MOST_BEATS))], beats[size:]
                sendings.append(self._beacon(telling, member, some))
        rng.shuffle(sendings)
        kills = max(len(_KILLS), self._outcome.events // _EVENTS_PER_KILL)
        for nth, fault in zip(range(kills), itertools.cycle(_KILLS), strict=False):
            sendings.insert((2 * nth + 1) * len(sendings) // (2 * kills), partial(self._kill, fault))
        await self._all_at_once(sendings)
        said = sum(each.attempts for vendor in telling.vendors for each in vendor.said)
        beaten = sum(beat.sent for member in telling.viewers for beat in member.playbacks[0].beats)
        self._outcome.sendings["shuffled"] += said + beaten

    async def _all_at_once(self, sendings: Sequence[Sending]) -> None:
        waiting = iter(sendings)

        async def some() -> None:
            for sending in waiting:
                await sending()

        await asyncio.gather(*(some() for _ in range(_AT_ONCE)))

    async def _kill(self, fault: Fault) -> None:
        """Kill, once there is somebody to kill; meanwhile the others go on."""
        while not self._system.hurt(fault):  # noqa: ASYNC110 - processes set no events here
            await asyncio.sleep(0.1)
        self._outcome.kills.append(fault)

    def _beacon(self, telling: _Telling, member: MemberLog, beats: Sequence[Beat]) -> Sending:
        """Tell heartbeats until somebody says that they are durable."""
        log = member.playbacks[0]

        async def send() -> None:
            body = {
                "join": member.token,
                "playback": log.id,
                "clock_ms": CLOCK_MS,
                "heartbeats": [beat.wire for beat in beats],
            }
            while True:
                for beat in beats:
                    beat.note_sent(now_ms())
                log.hellos.append(Hello(CLOCK_MS, now_ms()))
                try:
                    async with self._session.post(
                        f"http://127.0.0.1:{telling.line.port}/beacon", data=json.dumps(body)
                    ) as answer:
                        status = answer.status
                except (aiohttp.ClientError, OSError, TimeoutError):
                    status = 503
                if status == 204:
                    for beat in beats:
                        beat.note_ack(now_ms())
                    return
                if status < 500 and status != 429:
                    member.oddities.append(f"beacon answered with {status}")
                    return
                await asyncio.sleep(0.3)

        return send

    async def _compare(self, database: asyncpg.Connection) -> None:
        days = Days(database, [telling.operators.webinar for telling in self._tellings])
        last = time.monotonic() + _SETTLES_S
        while True:
            await days.pass_by()
            await self._receiver.hurry(database)
            seen = [
                await look(
                    self._api,
                    database,
                    telling.operators.webinar,
                    [vendor.connection for vendor in telling.vendors],
                    telling.follower.data,
                )
                for telling in self._tellings
            ]
            differs = outgoing_differences(seen, self._receiver)
            for telling, each in zip(self._tellings, seen, strict=True):
                differs += differences(each, telling.operators, telling.vendors, now_ms())
                differs += vendor_differences(each, telling.operators, telling.vendors)
                differs += days.differences(each)
            differs += _unlike(*(_ended(each) for each in seen))
            if not differs or time.monotonic() > last:
                break
            await asyncio.sleep(2.0)
        self._outcome.differs += differs
        members = list(seen[1].members.values())
        self._outcome.statuses = Counter(member.status for member in members)
        self._outcome.watched_ms["live"] = sum(member.live.length for member in members)
        self._outcome.watched_ms["on_demand"] = sum(member.on_demand.length for member in members)
        self._outcome.outgoing = [Counter(kind for kind, _ in each.outbox.values()) for each in seen]


def _ended(seen: Seen) -> Iterator[tuple[str, Any]]:
    """Return the final statuses of all members, and the last status that was published of each."""
    told: dict[str, dict[Any, Any]] = {}
    ordered = sorted(seen.outbox.values(), key=lambda each: each[1].get("sequence", 0))
    for kind, data in ordered:
        mine = told.setdefault(data.get("member_id", ""), {})
        match kind:
            case "member.status_changed":
                mine[kind] = data["status"]
            case "member.watched":
                day = (kind, data["mode"], data["day"])
                mine.pop(day, None)
                if data["watched_s"]:
                    mine[day] = data["watched_s"]
            case "member.registered":
                # Whoever cancelled and came back lost a seat and got one again, or neither, where both became known
                # together: that is told as often as it happened.
                mine[kind] = 1
            case _:
                mine[kind] = mine.get(kind, 0) + 1
    yield "finishes", told.get("")
    for member in seen.members.values():
        if member.status == "not_in_program":
            told.get(member.id, {}).pop("member.registered", None)
        yield (
            member.email.lower(),
            {
                "status": member.status,
                "visitor": member.visitor,
                "ms": (member.live.length, member.on_demand.length),
                "covered": len(member.covered),
                "told": told.get(member.id, {}),
            },
        )


def _unlike(ordered: Iterator[tuple[str, Any]], shuffled: Iterator[tuple[str, Any]]) -> Iterator[str]:
    one, other = dict(ordered), dict(shuffled)
    for who in sorted(one.keys() | other.keys()):
        if one.get(who) != other.get(who):
            yield f"{who}: in order {one.get(who)}, shuffled {other.get(who)}"


def stream(events: int, seed: int, system: System) -> Outcome:
    """Tell a stream of so many events on an installation that is started for it and stopped after it."""
    outcome = Outcome(events, seed)
    began = time.monotonic()
    try:
        system.start()
        asyncio.run(_run(outcome, system))
    finally:
        if (code := system.stop()) != 0:
            outcome.differs.append(f"latecomer run ended with {code}")
    outcome.took_s = time.monotonic() - began
    return outcome


async def _run(outcome: Outcome, system: System) -> None:
    timeout = aiohttp.ClientTimeout(total=_CALLS_S)
    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        telling = _Stream(outcome, system, session)
        try:
            await telling.tell()
        finally:
            await telling.end()


def main() -> int:
    """Tell a stream. Returns: 0 when both ends are the same, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.stream", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of what is told and of the order (1)")
    parser.add_argument("--events", type=int, default=10_000, help="how many events (10,000)")
    parser.add_argument("--keep", type=Path, help="folder for the server's own log")
    parser.add_argument(
        "--root", type=Path, default=Path(__file__).parents[2], help="the tree whose server is run"
    )
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix="lc-stream-") as folder:
        system = System(Path(folder) / "system", options.root)
        outcome = stream(options.events, options.seed, system)
        if options.keep:
            (options.keep / f"stream-{options.seed}.log").write_text(system.told(), encoding="utf-8")
    print(outcome)
    return 1 if outcome.differs else 0


if __name__ == "__main__":
    sys.exit(main())
