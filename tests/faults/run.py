"""One history from its beginning to the verdict."""

import asyncio
import contextlib
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import asyncpg

from tests.faults.compare import differences
from tests.faults.history import LASTS_S, Fault, FaultStep, History, Move, Step, TabPlan
from tests.faults.instants import now_ms
from tests.faults.line import Line
from tests.faults.operators import Api, Operators, Waiter
from tests.faults.seen import Follower, look
from tests.faults.sent import MemberLog
from tests.faults.system import FREEZES, System
from tests.faults.tab import Tab

_RECOVERS_S: Final = 40.0
_RESENDS_S: Final = 40.0
_CALM_S: Final = 2.2
_TOLD_WITHIN_S: Final = 1.0
"""Numbers equal a recount so soon after facts stop. Source: docs/domain.md, Dashboard numbers"""
_SLACK_S: Final = 3.0
"""What a busy machine may need on top; how late it really was is reported."""
_LEASE_S: Final = 9.0
"""A worker that was killed is back, and what it had taken up is taken up again, so long after at the latest."""
_LEFT_S: Final = 19.0
"""What a worker that was killed had said of its viewers is taken back so long after."""
_BEACON_S: Final = 25.0
"""What came by beacon stands so long."""
_PATIENT_EVERY: Final = 6
"""Waiting for that takes longer than the history: one in so many does."""
_CALLS_S: Final = 10.0
_VARYING: Final = re.compile(r"^\d\S+Z \[\w+ *\] |request_id=\S+|0x[0-9a-f]+|process=\w+")
_STRUCTURED: Final = re.compile(r"\d{4}-\S+Z \[")
_UNHANDLED: Final = re.compile(r"internal_error|Error handling request|never retrieved|Unhandled")
_AWAY: Final = re.compile(
    r"(?:\S+\.)?(?:Connection\w*Error|BrokenPipeError|TimeoutError|CannotConnectNowError|InterfaceError"
    r"|ConnectionDoesNotExistError|InternalClientError|LedgerAway|ShardNotReady)\b"
)
"""What is raised, and logged by whoever goes on all the same, while an engine is away."""


@dataclass(slots=True)
class Result:
    """What became of a history."""

    history: History
    differs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    beats: int = 0
    sendings: int = 0
    acked: int = 0
    left: int = 0
    """Heartbeats that could not be sent again: their members are out of the program."""
    late_s: float = 0.0
    """How long after facts stopped the last number was right."""
    took_s: float = 0.0

    def __str__(self) -> str:
        verdict = "ok  " if not self.differs else f"FAIL ({len(self.differs)})"
        return (
            f"seed {self.history.seed:<6} {verdict} {self.history.scene:<9} {self.took_s:5.1f} s, "
            f"{len(self.history.statuses)} members, {len(self.history.tabs)} tabs, {self.beats} heartbeats, "
            f"sent {self.sendings}, acked {self.acked}, left {self.left}, right after {self.late_s:.1f} s; "
            + " ".join(self.faults)
        )


async def run(history: History, system: System) -> Result:
    """Let a history happen on a system that runs, and compare."""
    began = time.monotonic()
    result = Result(history)
    timeout = aiohttp.ClientTimeout(total=_CALLS_S)
    connector = aiohttp.TCPConnector(force_close=True, limit=0)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        happening = _Happening(history, system, session, result)
        try:
            await happening.happen()
        except (AssertionError, TimeoutError, ExceptionGroup, OSError) as problem:
            result.differs.append(f"the history did not come to its end: {problem!r}")
        finally:
            await happening.end()
    result.differs += [f"log: {times} × {what}" for what, times in _trouble(system.told()).items()]
    if not system.runs:
        result.differs.append("the supervisor has ended")
    result.took_s = time.monotonic() - began
    return result


class _Happening:
    """A history while it happens."""

    def __init__(
        self, history: History, system: System, session: aiohttp.ClientSession, result: Result
    ) -> None:
        self._history = history
        self._system = system
        self._session = session
        self._result = result
        self._members = [MemberLog(index) for index in range(len(history.statuses))]
        self._operators = Operators(history, Api(session, system.url, system.key), self._members)
        self._tabs: list[Tab] = []
        self._lines: list[Line] = []
        self._followers: list[tuple[Follower, asyncio.Task[None]]] = []
        self._hurt_at = 0.0

    async def happen(self) -> None:
        """All of it."""
        await self._operators.set_up(now_ms())
        follower = Follower(self._system.url, self._system.key, self._operators.webinar)
        self._followers.append((follower, asyncio.create_task(follower.run())))
        for plan in self._history.tabs:
            await self._open(plan)
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for tab in self._tabs:
                group.create_task(tab.run(began, LASTS_S))
            group.create_task(self._operators.run(Waiter(began)))
            group.create_task(self._fail(Waiter(began)))
        await self._recover()
        await asyncio.gather(*(tab.settle(_RESENDS_S) for tab in self._tabs))
        await self._calm()
        await self._compare(follower)
        self._count()
        await self._nobody_left()

    async def end(self) -> None:
        """Leave nothing behind."""
        self._system.wake()
        await asyncio.gather(*(tab.close() for tab in self._tabs))
        for _, following in self._followers:
            following.cancel()
        await asyncio.gather(*(following for _, following in self._followers), return_exceptions=True)
        await asyncio.gather(*(line.close() for line in self._lines))

    async def _open(self, plan: TabPlan) -> Tab:
        line = await Line.open(self._system.port)
        tab = Tab(plan, self._members[plan.member], line, self._history.recording_s, self._session)
        self._lines.append(line)
        self._tabs.append(tab)
        return tab

    async def _fail(self, until: Waiter) -> None:
        async with asyncio.TaskGroup() as group:
            for step in self._history.faults:
                await until(step.at_s)
                group.create_task(self._do(step))

    async def _do(self, step: FaultStep) -> None:
        lines = [self._lines[tab] for tab in step.targets] if step.fault in _OF_LINES else []
        happened = True
        match step.fault:
            case Fault.CUT:
                for line in lines:
                    line.cut()
            case Fault.LOSE:
                for line in lines:
                    line.lose()
            case Fault.STALL:
                for line in lines:
                    line.stall(step.for_s)
            case _:
                happened = self._system.hurt(step.fault, *step.targets)
                self._hurt_at = time.monotonic()
                if happened and step.fault is Fault.EMPTY_VALKEY:
                    self._operators.forgot_at = now_ms()
                if step.fault in FREEZES:
                    await asyncio.sleep(step.for_s)
                    self._system.wake()
        self._result.faults.append(f"{step.fault}@{step.at_s:.1f}" + ("" if happened else "(nobody)"))

    async def _recover(self) -> None:
        """Everything is repaired; wait until the system says that it is."""
        self._system.wake()
        async with asyncio.timeout(_RECOVERS_S):
            while True:
                with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                    async with self._session.get(f"{self._system.url}/readyz") as answer:
                        state = await answer.json(content_type=None)
                        if answer.status == 200 and state["postgres"] == "up":
                            return
                await asyncio.sleep(0.1)

    async def _calm(self) -> None:
        """After the storm some go on watching, so that there is news to be late with."""
        inside = [member for member in self._members if member.inside][:6]
        began = time.monotonic()
        calm = [
            await self._open(
                TabPlan(
                    member=member.index,
                    opens_s=0.0,
                    beat_s=0.5,
                    patience_s=5.0,
                    sockets=True,
                    seed=self._history.seed * 1000 + member.index,
                    steps=(Step(0.1, Move.PLAY),),
                )
            )
            for member in inside
        ]
        await asyncio.gather(*(tab.run(began, _CALM_S) for tab in calm))
        settled = await asyncio.gather(*(tab.settle(_RESENDS_S) for tab in calm))
        if not all(settled):
            raise AssertionError("after the storm, not everything was acknowledged")

    async def _compare(self, follower: Follower) -> None:
        """Compare until all is equal, or until it had to be."""
        stopped = time.monotonic()
        last = max(stopped + _TOLD_WITHIN_S, self._hurt_at + _LEASE_S) + _SLACK_S
        api = Api(self._session, self._system.url, self._system.key)
        database = await asyncpg.connect(self._system.postgres_url)
        try:
            while True:
                looked = time.monotonic()
                seen = await look(api, database, self._operators.webinar, follower.data)
                differs = differences(seen, self._operators, now_ms())
                differs += [f"dashboard: {oddity}" for oddity in follower.oddities]
                if not differs or looked > last:
                    break
                await asyncio.sleep(0.1)
        finally:
            await database.close()
        self._result.late_s = looked - stopped
        self._result.differs += differs

    async def _nobody_left(self) -> None:
        """All tabs are closed: once leases have ended and beacons are forgotten, nobody is there."""
        if self._history.seed % _PATIENT_EVERY != 0:
            return
        for line in self._lines:
            line.cut()
        last = max(time.monotonic() + _BEACON_S, self._hurt_at + _LEFT_S) + _SLACK_S
        api = Api(self._session, self._system.url, self._system.key)
        while True:
            present = (await api.get(f"/webinars/{self._operators.webinar}/dashboard"))["data"]["now"]
            if present == {"playing": 0, "connected": 0}:
                return
            if time.monotonic() > last:
                self._result.differs.append(f"nobody is there, and the dashboard says {present}")
                return
            await asyncio.sleep(0.2)

    def _count(self) -> None:
        beats = [beat for member in self._members for log in member.playbacks for beat in log.beats]
        self._result.beats = len(beats)
        self._result.sendings = sum(beat.sent for beat in beats)
        self._result.acked = sum(beat.acked for beat in beats)
        self._result.left = sum(not beat.acked for beat in beats)
        inside = {member.index for member in self._members if member.inside}
        stuck = _stuck([self._members[index] for index in sorted(inside)])
        self._result.differs += [f"member {index} could not have everything acknowledged" for index in stuck]


_OF_LINES: Final = frozenset({Fault.CUT, Fault.LOSE, Fault.STALL})


def _stuck(members: Sequence[MemberLog]) -> list[int]:
    return [member.index for member in members if any(log.unacked for log in member.playbacks)]


def _trouble(log: str) -> Counter[str]:
    """Exceptions in the log that nobody expected: what was logged about each, and its last line."""
    found: Counter[str] = Counter()
    head, raised = "", False
    for line in log.splitlines():
        if _STRUCTURED.match(line):
            head, raised = _VARYING.sub("", line).strip(), False
        elif line.startswith("Traceback"):
            raised = True
        elif raised and line and not line[0].isspace():
            if not head or _UNHANDLED.search(head) or not _AWAY.match(line):
                found[f"{head}: {line}"[:300]] += 1
            raised = False
    return found
