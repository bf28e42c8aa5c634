"""Work: everything that happens without anybody asking. Any number of workers may run it.

Each piece of work is a state in a store (a due mark, a version that is behind, a time that has come), taken by whoever
gets to it; nothing depends on which worker that is, nor on its finishing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from latecomer.access.service import Access
from latecomer.core.ids import Instant
from latecomer.integrations.deliveries.dispatcher import Outbox
from latecomer.integrations.inbox.receiver import Receiving
from latecomer.integrations.inbox.service import Inbox
from latecomer.integrations.provider_registration.worker import Enrolling
from latecomer.integrations.pulls.worker import Pulling
from latecomer.media.rules.formats import Lane
from latecomer.media.service import Library
from latecomer.media.worker import Conversion
from latecomer.redis.functions import ShardNotReady
from latecomer.redis.pubsub import Changes, Due, Message, Missed, Posted, Received
from latecomer.watching.archive import Archiving
from latecomer.watching.checkpoint import Copying
from latecomer.watching.daily_totals import WatchedDays
from latecomer.watching.due_members import Noticing
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import PresenceStore
from latecomer.watching.status_sync import Carding
from latecomer.watching.vendor_totals import Reporting
from latecomer.webinars.finish import Finishing
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.settlement import Settling

_log = structlog.get_logger()

_SETTLED_AT_ONCE = 500
_HANDLED_AT_ONCE = 100
_HANDLE_S = 0.5
"""How often the inbox is looked at by itself: for what waits for its time, and where a message was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The services that work by themselves."""

    ledger: Ledger
    presence: PresenceStore
    changes: Changes
    settling: Settling
    noticing: Noticing
    registering: Registering
    enrolling: Enrolling
    pulling: Pulling
    finishing: Finishing
    carding: Carding
    copying: Copying
    archiving: Archiving
    receiving: Receiving
    inbox: Inbox
    reporting: Reporting
    outbox: Outbox
    watched_days: WatchedDays
    access: Access
    library: Library
    conversion: Conversion
    clock: Callable[[], Instant]

    async def run(self) -> None:
        """Work until cancelled."""
        due = asyncio.Event()
        posted = asyncio.Event()
        received = asyncio.Event()

        def listen(message: Message) -> None:
            if isinstance(message, Due | Missed):
                due.set()
            if isinstance(message, Posted | Missed):
                posted.set()
            if isinstance(message, Received | Missed):
                received.set()

        self.changes.subscribe(None, listen)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._repeat("notice", self._notice, 1.0, due))
            group.create_task(self._repeat("settle", self._settle, 1.0))
            group.create_task(self._repeat("finish", lambda: self.finishing.finish_due(self.clock()), 1.0))
            group.create_task(
                self._repeat("promote", lambda: self.registering.promote_due(self.clock()), 5.0)
            )
            group.create_task(self._repeat("card", self._card, 1.0))
            group.create_task(self._repeat("copy", self.copying.copy, 5.0))
            group.create_task(self._repeat("reap", lambda: self.presence.reap(self.clock()), 2.0))
            group.create_task(self._repeat("archive", self.archiving.archive_due, 600.0))
            group.create_task(self._repeat("move", self.receiving.move, 1.0))
            group.create_task(self._repeat("handle", self._handle, _HANDLE_S, received))
            group.create_task(self._repeat("report", self._report, 1.0))
            group.create_task(self._repeat("sweep_inbox", lambda: self.inbox.sweep(self.clock()), 3600.0))
            group.create_task(self.outbox.run(posted))
            group.create_task(self.enrolling.run())
            group.create_task(self.pulling.run())
            group.create_task(self._repeat("count_days", self.watched_days.count, 20.0))
            group.create_task(self._repeat("tell_days", self.watched_days.tell, 20.0))
            group.create_task(self._repeat("sweep_outbox", self.outbox.sweep, 3600.0))
            for lane in Lane:
                group.create_task(self._repeat(f"convert_{lane}", partial(self._convert, lane), 1.0))
            group.create_task(self._repeat("sweep_uploads", lambda: self.library.sweep(self.clock()), 3600.0))
            group.create_task(self._repeat("sweep_access", lambda: self.access.sweep(self.clock()), 600.0))

    async def _handle(self) -> None:
        while await self.inbox.handle(_HANDLED_AT_ONCE, self.clock()):
            pass

    async def _convert(self, lane: Lane) -> None:
        while await self.conversion.convert_next(lane):
            pass

    async def _report(self) -> None:
        while await self.reporting.sweep():
            pass

    async def _notice(self) -> None:
        while await self.noticing.take():
            pass

    async def _settle(self) -> None:
        while await self.settling.settle_due(_SETTLED_AT_ONCE, self.clock()):
            pass

    async def _card(self) -> None:
        while await self.carding.sweep():
            pass

    async def _repeat(
        self,
        name: str,
        piece: Callable[[], Awaitable[object]],
        every_s: float,
        wake: asyncio.Event | None = None,
    ) -> None:
        """Do a piece of work again and again; what fails is tried again with the next round."""
        wake = wake or asyncio.Event()
        while True:
            wake.clear()
            try:
                await piece()
            except ShardNotReady:
                await self._make_ready()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next round tries again
                _log.warning("work_waits", work=name, error=repr(error))
            task = asyncio.current_task()
            if task is not None and task.cancelling():  # a driver may have swallowed that
                return
            try:
                async with asyncio.timeout(every_s):
                    await wake.wait()
            except TimeoutError:
                pass

    async def _make_ready(self) -> None:
        try:
            await self.copying.make_all_ready()
        except Exception as error:  # noqa: BLE001 - tried again with the next round
            _log.warning("work_waits", work="load", error=repr(error))
