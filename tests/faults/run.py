"""One history from its beginning to the verdict."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import aiohttp
import asyncpg
import msgspec

from tests.faults.compare import differences
from tests.faults.compare_days import Days
from tests.faults.compare_told import outgoing_differences, vendor_differences
from tests.faults.instants import now_ms
from tests.faults.line import Line
from tests.faults.operators import Api, Operators, Waiter
from tests.faults.plans import LASTS_S, Fault, FaultStep, History, Move, Step, TabPlan
from tests.faults.receiver import Receiver
from tests.faults.result import Result, trouble_in
from tests.faults.seen import Follower, Seen, look
from tests.faults.sent import MemberLog
from tests.faults.system import FREEZES, System
from tests.faults.tab import Tab
from tests.faults.vendor import Vendor

_RECOVERS_S: Final = 40.0
_RESENDS_S: Final = 40.0
_CALM_S: Final = 2.2
_TOLD_WITHIN_S: Final = 1.0
"""Numbers equal a recount so soon after facts stop. Source: docs/domain.md, Dashboard numbers"""
_SLACK_S: Final = 3.0
"""Seconds that a busy machine may need on top; the real delay is reported."""
_LEASE_S: Final = 9.0
"""A worker that was killed is back, and what it had taken up is taken up again, so long after at the latest."""
_STARTS_S: Final = 3.0
"""Seconds that an idle machine takes to start all of it."""
_LEFT_S: Final = 19.0
"""Seconds after which the presence reported by a killed worker ends."""
_BEACON_S: Final = 25.0
"""Seconds for which presence reported by beacon stands."""
_PATIENT_EVERY: Final = 6
"""Waiting for that takes longer than the history: one in so many does."""
_DAYS_S: Final = 60.0
"""Copies are left every 5 s, days counted and told every 20 s."""
_HURRIES_S: Final = 1.5
"""Outgoing events that were not taken at once wait for minutes, and so may the lane of a worker that was killed: as
often as this the suite lets those minutes pass."""
_GOES_OUT_S: Final = 12.0
_CALLS_S: Final = 10.0


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
            result.ended = False
            result.differs.append(f"the history did not come to its end: {problem!r}")
        finally:
            await happening.end()
    result.differs += [f"log: {times} × {what}" for what, times in trouble_in(system.told()).items()]
    if not system.runs:
        result.differs.append("the supervisor has ended")
    result.took_s = time.monotonic() - began
    return result


@dataclass(slots=True)
class _Stage:
    """One webinar of a history, and everybody around it."""

    operators: Operators
    vendors: list[Vendor]
    follower: Follower
    following: asyncio.Task[None] | None = None


class _Happening:
    """A history while it happens."""

    def __init__(
        self, history: History, system: System, session: aiohttp.ClientSession, result: Result
    ) -> None:
        self._history = history
        self._system = system
        self._session = session
        self._result = result
        self._api = Api(session, system.url, system.key)
        self._tag = f"h{history.seed}x{secrets.token_hex(4)}"
        self._stages: list[_Stage] = []
        self._receivers = [Receiver(plan) for plan in history.receivers]
        self._tabs: list[Tab] = []
        self._lines: list[Line] = []
        self._hurt_at = 0.0

    async def happen(self) -> None:
        """All of it."""
        await self._set_up()
        for plan in self._history.tabs:
            await self._open(plan)
        await self._set_up_vendors()
        began = time.monotonic()
        for receiver in self._receivers:
            receiver.begin()
        async with asyncio.TaskGroup() as group:
            for tab in self._tabs:
                group.create_task(tab.run(began, LASTS_S))
            for stage in self._stages:
                group.create_task(stage.operators.run(Waiter(began)))
                for vendor in stage.vendors:
                    group.create_task(vendor.run(self._api, Waiter(began)))
            group.create_task(self._fail(Waiter(began)))
        await self._recover()
        for receiver in self._receivers:
            receiver.calm()
        await asyncio.gather(
            *(tab.settle(_RESENDS_S) for tab in self._tabs), *(v.settle(_RESENDS_S) for v in self._vendors)
        )
        await self._calm()
        async with contextlib.AsyncExitStack() as stack:
            database = await asyncpg.connect(self._system.postgres_url)
            stack.push_async_callback(database.close)
            await self._compare(database)
            self._count()
            if self._history.seed % _PATIENT_EVERY == 0:
                await asyncio.gather(self._nobody_left(), self._days(database))

    async def end(self) -> None:
        """Leave nothing behind."""
        self._system.wake()
        await asyncio.gather(*(tab.close() for tab in self._tabs), *(v.close() for v in self._vendors))
        following = [stage.following for stage in self._stages if stage.following is not None]
        for each in following:
            each.cancel()
        await asyncio.gather(*following, return_exceptions=True)
        await asyncio.gather(*(line.close() for line in self._lines))
        with contextlib.suppress(TimeoutError):
            mine = [
                *(each.connection for each in self._receivers),
                *(each.connection for each in self._vendors),
            ]
            for connection in filter(None, mine):
                await self._api.call("DELETE", f"/connections/{connection}")
        await asyncio.gather(*(receiver.close() for receiver in self._receivers))

    @property
    def _vendors(self) -> list[Vendor]:
        return [vendor for stage in self._stages for vendor in stage.vendors]

    async def _set_up(self) -> None:
        """The webinars, who hears of them, and the members from the beginning."""
        began_at = now_ms()
        for plan in self._history.webinars:
            members = [MemberLog(index) for index in range(len(plan.statuses))]
            operators = Operators(plan, self._history.seed, self._tag, self._api, members)
            await operators.set_up(began_at)
            follower = Follower(self._system.url, self._system.key, operators.webinar)
            following = asyncio.create_task(follower.run())
            self._stages.append(_Stage(operators, [], follower, following))
        webinars = [stage.operators.webinar for stage in self._stages]
        for receiver in self._receivers:
            await receiver.open(self._api, [webinars[index] for index in receiver.plan.webinars])
        for stage in self._stages:
            await stage.operators.open()

    async def _set_up_vendors(self) -> None:
        for plan in self._history.vendors:
            stage = self._stages[plan.webinar]
            line = await Line.open(self._system.port)
            self._lines.append(line)
            vendor = Vendor(plan, line, self._session, self._tag)
            stage.vendors.append(vendor)
            await vendor.set_up(self._api, stage.operators.webinar, stage.operators.starts_at)

    async def _open(self, plan: TabPlan) -> Tab:
        line = await Line.open(self._system.port)
        operators = self._stages[plan.webinar].operators
        member = operators.members[plan.member]
        tab = Tab(plan, member, line, operators.plan.recording_s, self._session)
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
                    for stage in self._stages:
                        stage.operators.forgot_at = now_ms()
                if step.fault in FREEZES:
                    await asyncio.sleep(step.for_s)
                    self._system.wake()
        self._result.faults.append(f"{step.fault}@{step.at_s:.1f}" + ("" if happened else "(nobody)"))

    async def _recover(self) -> None:
        """Repair everything, and wait until the system reports that it is ready."""
        self._system.wake()
        await self._api.ready(_RECOVERS_S)

    async def _calm(self) -> None:
        """After the storm some go on watching, so that there is news to be late with."""
        inside = [
            (index, member)
            for index, stage in enumerate(self._stages)
            for member in [each for each in stage.operators.members if each.inside][: 6 // len(self._stages)]
        ]
        began = time.monotonic()
        calm = [
            await self._open(
                TabPlan(
                    webinar=index,
                    member=member.index,
                    opens_s=0.0,
                    beat_s=0.5,
                    patience_s=5.0,
                    sockets=True,
                    seed=self._history.seed * 1000 + index * 100 + member.index,
                    steps=(Step(0.1, Move.PLAY),),
                )
            )
            for index, member in inside
        ]
        await asyncio.gather(*(tab.run(began, _CALM_S) for tab in calm))
        settled = await asyncio.gather(*(tab.settle(_RESENDS_S) for tab in calm))
        if not all(settled):
            raise AssertionError("after the storm, not everything was acknowledged")

    async def _look(self, database: asyncpg.Connection) -> list[Seen]:
        return [
            await look(
                self._api,
                database,
                stage.operators.webinar,
                [vendor.connection for vendor in stage.vendors],
                stage.follower.data,
            )
            for stage in self._stages
        ]

    async def _compare(self, database: asyncpg.Connection) -> None:
        """Compare until all is equal, or until it had to be."""
        stopped = time.monotonic()
        # A machine on which the start takes long takes as much longer to come back.
        busy = max(1.0, self._system.started_s / _STARTS_S)
        last = max(stopped + _TOLD_WITHIN_S, self._hurt_at + _LEASE_S * busy) + _SLACK_S * busy
        late, hurried = last + _GOES_OUT_S, stopped
        while True:
            looked = time.monotonic()
            seen = await self._look(database)
            differs, now = [], now_ms()
            for stage, each in zip(self._stages, seen, strict=True):
                differs += differences(each, stage.operators, stage.vendors, now)
                differs += vendor_differences(each, stage.operators, stage.vendors)
                differs += [f"dashboard: {oddity}" for oddity in stage.follower.oddities]
            if not differs:
                last = looked
            # What goes out has minutes; they are made to pass.
            out = [what for receiver in self._receivers for what in outgoing_differences(seen, receiver)]
            if (not differs and not out) or (differs and looked > last) or looked > late:
                break
            if out and looked > hurried + _HURRIES_S:
                for receiver in self._receivers:
                    await receiver.hurry(database)
                hurried = looked
            await asyncio.sleep(0.1)
        self._result.late_s = (looked if differs else last) - stopped
        self._result.differs += differs + out
        if differs or out:
            sent = [stage.operators.members for stage in self._stages]
            self._result.evidence = msgspec.json.encode({"sent": sent, "seen": seen}, enc_hook=vars)

    async def _nobody_left(self) -> None:
        """All tabs are closed: once leases have ended and beacons are forgotten, nobody is there."""
        for line in self._lines:
            line.cut()
        last = max(time.monotonic() + _BEACON_S, self._hurt_at + _LEFT_S) + _SLACK_S
        for stage in self._stages:
            while True:
                dashboard = await self._api.get(f"/webinars/{stage.operators.webinar}/dashboard")
                present = dashboard["data"]["now"]
                if present == {"playing": 0, "connected": 0}:
                    break
                if time.monotonic() > last:
                    self._result.differs.append(f"nobody is there, and the dashboard says {present}")
                    break
                await asyncio.sleep(0.2)

    async def _days(self, database: asyncpg.Connection) -> None:
        """Half an hour later, what was watched each day is told, once."""
        days = Days(database, [stage.operators.webinar for stage in self._stages])
        last = time.monotonic() + _DAYS_S
        while True:
            await days.pass_by()
            for receiver in self._receivers:
                await receiver.hurry(database)
            seen = await self._look(database)
            out = [what for receiver in self._receivers for what in outgoing_differences(seen, receiver)]
            differs = [*out, *(what for each in seen for what in days.differences(each))]
            if not differs or time.monotonic() > last:
                break
            await asyncio.sleep(1.0)
        self._result.differs += differs

    def _count(self) -> None:
        members = [member for stage in self._stages for member in stage.operators.members]
        beats = [beat for member in members for log in member.playbacks for beat in log.beats]
        self._result.beats = len(beats)
        self._result.sendings = sum(beat.sent for beat in beats)
        self._result.acked = sum(beat.acked for beat in beats)
        self._result.left = sum(not beat.acked for beat in beats)
        self._result.told = sum(len(vendor.said) for vendor in self._vendors)
        self._result.pushed = sum(said.attempts for vendor in self._vendors for said in vendor.said)
        self._result.outgoing = sum(len(receiver.taken) for receiver in self._receivers)
        stuck = _stuck([member for member in members if member.inside])
        self._result.differs += [f"member {index} could not have everything acknowledged" for index in stuck]


_OF_LINES: Final = frozenset({Fault.CUT, Fault.LOSE, Fault.STALL})


def _stuck(members: Sequence[MemberLog]) -> list[int]:
    return [member.index for member in members if any(log.unacked for log in member.playbacks)]
