"""One history of mail: workers and the relay are killed at every step, and every mail is counted again.

The relay is a real SMTP server that says how far each conversation has come, so that a kill hits the step that it is
meant for. Workers are real processes. Their clock is the history's: leases and retries of minutes pass at once, but
only while no worker lives that could hold one.

Source: docs/mail.md, Nothing lost and nothing twice
"""

import asyncio
import multiprocessing
import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import Any, Final
from uuid import UUID

import psutil

from latecomer.mail.compose import MailIdentity
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.states import MailState
from latecomer.mail.rules.still_true import Skip
from tests.faults import mail_worker
from tests.faults.mail_history import Harm, MailHistory, Trap
from tests.mail.relay import Step
from tests.registration_form.desk import SECRET, Desk
from tests.support.builders import DAY, HOUR, MINUTE, STARTS_AT

_WORKERS: Final = 2
_LOOK_S: Final = 0.5
_LOOKS: Final = 20
_AWAY_S: Final = 0.1
_BOUNCES: Final = "bounces@webinars.example"
_HARMLESS_MS: Final = 11_000
"""So far a clock may go while workers live: a queue that stopped goes on, and no lease ends."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.mail_worker"])


@dataclass
class MailResult:
    """The result of a history; there are no differences when all is as promised."""

    history: MailHistory
    differs: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    missed: list[Trap] = field(default_factory=list)
    """Traps into which no conversation went."""


class _Happening:
    def __init__(self, history: MailHistory, desk: Desk, url: str, *, forgets: bool) -> None:
        self._history = history
        self._forgets = forgets
        self._desk = desk
        self._url = url
        self._clock = _context.Value("q", desk.now, lock=False)  # a killed worker would keep the lock
        self._workers: list[BaseProcess] = []
        self._who = MailIdentity(
            public_url="https://webinars.example",
            secret=SECRET,
            sender="events@webinars.example",
            bounces=_BOUNCES,
        )
        self._reminded = 0
        """The number of people at the time when reminders came due."""
        self._result = MailResult(history)

    async def happen(self) -> MailResult:
        desk = self._desk
        self._to(STARTS_AT - DAY - 2 * HOUR)
        webinar = await desk.webinar()
        people = 0
        try:
            for number, trap in enumerate(self._history.traps):
                due = number == self._history.reminders
                if due or trap.step is Step.CONNECTED:  # connections that are open stay so
                    self._kill(self._workers)
                if due:
                    self._reminded = people
                    self._to(STARTS_AT - DAY)
                self._start_workers()
                sprung = self._set(trap)
                emails = [f"p{people + nth}@example.com" for nth in range(self._history.people)]
                people += len(emails)
                await desk.register(webinar, *emails)
                await self._wait(sprung)
                if not sprung.is_set():
                    self._result.missed.append(trap)
                if trap.harm is Harm.KILL_RELAY and sprung.is_set():
                    await asyncio.sleep(_AWAY_S)
                    await desk.relay.come_back()
        finally:
            self._kill(self._workers)
        await self._calm()
        await self._compare(people)
        return self._result

    async def _wait(self, sprung: asyncio.Event) -> None:
        """Wait for a trap. A queue that stopped after the last one goes on meanwhile."""
        for _ in range(_LOOKS):
            with suppress(TimeoutError):
                await asyncio.wait_for(sprung.wait(), _LOOK_S)
                return
            self._to(self._desk.now + _HARMLESS_MS)

    def _to(self, now: int) -> None:
        self._desk.now = max(now, self._desk.now)
        self._clock.value = self._desk.now

    def _start_workers(self) -> None:
        self._workers = [worker for worker in self._workers if worker.is_alive()]
        while len(self._workers) < _WORKERS:
            arguments = (self._url, self._desk.relay.port, self._who, self._clock)
            worker = _context.Process(
                target=mail_worker.work, args=arguments, kwargs={"forgets": self._forgets}, daemon=True
            )
            worker.start()
            self._workers.append(worker)

    def _kill(self, workers: list[BaseProcess]) -> None:
        for worker in workers:
            if worker.pid is not None and worker.is_alive():
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGKILL)
                worker.join()
                self._result.kills += 1

    def _set(self, trap: Trap) -> asyncio.Event:
        """Set a trap. Returns: set when it has sprung."""
        relay, sprung, left = self._desk.relay, asyncio.Event(), trap.nth

        def spring(transport: Any) -> None:
            relay.on_step = None
            match trap.harm:
                case Harm.KILL_WORKER:
                    talking = [worker for worker in self._workers if _talks(worker, transport)]
                    self._kill((talking or self._workers)[:1])
                case Harm.KILL_WORKERS:
                    self._kill(self._workers)
                case Harm.CUT:
                    relay.cut()
                case Harm.KILL_RELAY:
                    relay.die()
            sprung.set()

        def reached(step: Step, transport: Any) -> None:
            nonlocal left
            if step is trap.step:
                left -= 1
                if left == 0:
                    spring(transport)

        if trap.step is None:
            asyncio.get_running_loop().call_later(trap.after_s, spring, None)
        else:
            relay.on_step = reached
        return sprung

    async def _calm(self) -> None:
        """Wait without further faults until every lease has ended and every mail that can be sent is sent."""
        desk = self._desk
        desk.relay.on_step = None
        desk.who = self._who
        queue = desk.new_queue()
        for _ in range(60):
            self._to(desk.now + 11 * MINUTE)
            await queue._plan()
            await queue.work()
            if all(mail.state.is_final for mail in await desk.mails()):
                break
        await queue.stop()

    async def _compare(self, people: int) -> None:
        desk, differs = self._desk, self._result.differs
        arrived = Counter(UUID(str(taken.message["X-Latecomer-Mail"])) for taken in desk.relay.taken)
        went_ahead = Counter(_mail_of(sender) for sender in desk.relay.went_ahead)
        mails = await desk.mails()
        self._result.states = Counter(f"{mail.kind}/{mail.state}" for mail in mails)
        made = Counter(mail.kind for mail in mails)
        if made[MailKind.CONFIRMATION] != people or made[MailKind.REMINDER] < self._reminded:
            differs.append(f"{dict(made)} were made for {people} people, {self._reminded} at the reminder")
        for mail in mails:
            times = arrived.pop(mail.id, 0)
            where = f"{mail.kind} to {mail.email} ({mail.state}, {mail.reason})"
            if times > 1:
                differs.append(f"{where} arrived {times} times")
            match mail.state:
                case MailState.SENT if times != 1:
                    differs.append(f"{where} arrived {times} times")
                case MailState.SENT:
                    pass
                case MailState.UNKNOWN if not went_ahead[mail.id]:
                    differs.append(f"{where} is unknown, and 354 was never answered")
                case MailState.UNKNOWN:
                    pass
                case MailState.SKIPPED if mail.reason == Skip.JUST_CONFIRMED and not times:
                    pass
                case _:
                    differs.append(f"{where} was not sent")
        if arrived:
            differs.append(f"mails that nobody knows arrived: {dict(arrived)}")


async def mail_history(history: MailHistory, desk: Desk, url: str, *, forgets: bool = False) -> MailResult:
    """Let a history happen on a fresh database, and compare.

    Args:
        forgets: True breaks the workers: they send again what a dead worker may have sent.
    """
    return await _Happening(history, desk, url, forgets=forgets).happen()


def _talks(worker: BaseProcess, transport: Any) -> bool:
    """Return True when this conversation is the worker's."""
    peer = None if transport is None else transport.get_extra_info("peername")
    if peer is None or worker.pid is None or not worker.is_alive():
        return False
    try:
        held = psutil.Process(worker.pid).net_connections("tcp4")
    except psutil.Error:
        return False
    return any(connection.laddr == tuple(peer) for connection in held)


def _mail_of(sender: str) -> UUID:
    return UUID(sender.partition("+")[2].partition("@")[0])
