"""The worker of pulls: requests attendance from vendors on a schedule, and applies their answers page by page.

Workers claim due pulls under a lease; one worker at a time calls a connection, and no transaction is open during a
call. Each page is committed by itself, and only while the lease holds. When a worker dies, another begins anew: pages
that were applied already change nothing.

Source: docs/vendors.md, Pulling
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

import msgspec
import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.connections.queries import ConnectionRow, ConnectionState
from latecomer.integrations.inbox import queries as inbox
from latecomer.integrations.pulls import queries as pulls
from latecomer.integrations.pulls.queries import PullPlan, TakenPull
from latecomer.integrations.vendor_reports import apply as telling
from latecomer.integrations.vendor_reports.apply import Aftermath, Applied
from latecomer.integrations.vendor_reports.types import VendorReport, has_ids_that_fit
from latecomer.postgres.pool import Conn, Pool
from latecomer.tasks import repeat
from latecomer.vendors.kit.inbound import SessionEnded
from latecomer.vendors.kit.provider import AttendanceRow, PulledItem, Puller, VendorPage, VendorTrouble
from latecomer.vendors.kit.pull_schedule import GIVE_UP_MS, Rhythm, again_at, next_pull, reaches_back_to
from latecomer.vendors.registry import SCHEDULES
from latecomer.webinars import queries as webinars
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.settlement import Settlement

_log = structlog.get_logger(__name__)

_LOOK_S: Final = 1.0
_LOOKS_A_PLAN: Final = 3
"""Planning looks at everything that is bound."""
_LEASE_MS: Final = 120_000
"""Longer than a vendor may take for one page, and a page for being applied."""
_AT_ONCE: Final = 16
_ITEMS_AT_ONCE: Final = 500
_PAGES_MAX: Final = 10_000
_IDLE_MS: Final = 3600_000
_MESSAGE_MAX: Final = 500
_PLANNED_AT_ONCE: Final = 200

OpenPuller: TypeAlias = Callable[[ConnectionRow], Puller | None]
"""The puller of a connection as it is configured now; None when it has no credentials for that. Raises: Refused,
msgspec.ValidationError."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A running pull: the connection and the webinar as they were when it began."""

    taken: TakenPull
    connection: ConnectionRow
    webinar: Webinar
    external_id: str
    began_at: Instant

    @property
    def rhythm(self) -> Rhythm:
        return SCHEDULES[self.connection.kind]


class _Lost(Exception):
    """Raised when another worker has the pull now, or the pull was deleted."""


class PullWorker:
    """Pulls from vendors."""

    def __init__(
        self,
        pool: Pool,
        open_puller: OpenPuller,
        settlement: Settlement,
        finisher: Finisher,
        reported: Callable[[Sequence[MemberId]], Awaitable[None]],
        clock: Callable[[], Instant],
        *,
        lease_ms: int = _LEASE_MS,
    ) -> None:
        """``reported``: as in ``Aftermath``."""
        self._pool = pool
        self._open = open_puller
        self._settlement = settlement
        self._finisher = finisher
        self._aftermath = Aftermath(settlement, finisher, reported)
        self._clock = clock
        self._lease_ms = lease_ms
        self._running: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            looks = count()

            async def look() -> None:
                if next(looks) % _LOOKS_A_PLAN == 0:
                    await self.plan()
                for taken in await self._claim():
                    task = group.create_task(self._pull(taken))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)

            await repeat("pulls", look, _LOOK_S)

    async def pull_due(self) -> int:
        """Perform the due pulls, one webinar of each connection. Returns: their number. Errors: Postgres's."""
        await self.plan()
        taken = await self._claim()
        await asyncio.gather(*(self._pull(each) for each in taken))
        return len(taken)

    async def plan(self) -> None:
        """Plan the next pull of webinars that were bound, or whose times have changed."""
        async with self._pool.acquire() as conn:
            found = await pulls.unplanned(conn, list(SCHEDULES), _PLANNED_AT_ONCE)
            if not found:
                return
            known = {each.id: each for each in await webinars.load(conn, list({u.webinar for u in found}))}
            now = self._clock()
            await pulls.plan(
                conn,
                [
                    _plan(each.connection, known[each.webinar], SCHEDULES[each.kind], each.pulled_at, now)
                    for each in found
                    if each.webinar in known
                ],
            )

    async def _claim(self) -> list[TakenPull]:
        free = _AT_ONCE - len(self._running)
        if free <= 0:
            return []
        now = self._clock()
        async with self._pool.acquire() as conn, conn.transaction():
            return await pulls.claim(conn, uuid.uuid4(), now, now + self._lease_ms, free)

    async def _pull(self, taken: TakenPull) -> None:
        """Perform one pull, to its end or to a failure."""
        try:
            case = await self._begin(taken)
            outcome = await self._ask(case)
        except _Lost:
            with contextlib.suppress(Exception):
                async with self._pool.acquire() as conn:
                    await pulls.release(conn, taken)
            return
        except Exception as error:  # noqa: BLE001 - logged in full; the lease runs out and somebody tries again
            _log.error("pull_failed", connection=str(taken.connection), exc_info=error)
            case, outcome = None, VendorTrouble(code="internal_error", message=type(error).__name__)
        try:
            await self._end(taken, case, outcome)
        except Exception as error:  # noqa: BLE001 - the lease runs out and somebody tries again
            _log.warning("pull_interrupted", retry=True, connection=str(taken.connection), error=repr(error))

    async def _begin(self, taken: TakenPull) -> _Case:
        async with self._pool.acquire() as conn:
            row = await connections.load(conn, taken.connection)
            bound = (await connections.bindings(conn, [taken.connection])).get(taken.connection, ())
            found = await webinars.load(conn, [taken.webinar])
        name = next((each.external_id for each in bound if each.webinar == taken.webinar), None)
        if row is None or name is None or not found:
            raise _Lost
        return _Case(taken, row, found[0], name, self._clock())

    async def _ask(self, case: _Case) -> VendorTrouble | str:
        """Request page after page, and apply each. Returns: the problem, or a summary for people."""
        now = case.began_at
        if now >= closes_at(case.webinar) + GIVE_UP_MS:
            return "The window has closed."
        puller = self._opened(case)
        if isinstance(puller, VendorTrouble):
            return puller
        since = None
        if not case.taken.asked:
            since = reaches_back_to(case.rhythm, case.webinar, case.taken.pulled_at, now)
        rows, number = 0, 0
        left_out: Counter[str] = Counter()
        before: tuple[PulledItem, ...] = ()
        async with aclosing(_closable(puller.pull(case.external_id, since, now))) as pages:
            async for page in pages:
                if isinstance(page, VendorTrouble):
                    return page
                number += 1
                if number > _PAGES_MAX or (page.items and page.items == before):
                    return VendorTrouble(
                        code="endless_pages", message="The vendor gives the same page for ever."
                    )
                before = page.items
                rows += len(page.items)
                left_out.update(page.skipped)
                left_out.update(await self._apply(case, page))
        return _said(rows, left_out)

    def _opened(self, case: _Case) -> Puller | VendorTrouble:
        code, message = "no_credentials", "This connection has no credentials to ask with."
        try:
            if (puller := self._open(case.connection)) is not None:
                return puller
        except Refused as refusal:
            code, message = refusal.code, refusal.message
        except msgspec.ValidationError as error:
            code, message = "invalid_settings", str(error)
        return VendorTrouble(code=code, message=message, not_before=case.began_at + _IDLE_MS)

    async def _apply(self, case: _Case, page: VendorPage) -> Counter[str]:
        """Apply a page in pieces, so that locks are held only briefly. Returns: the skipped items, by code."""
        left_out: Counter[str] = Counter()
        for start in range(0, len(page.items), _ITEMS_AT_ONCE):
            items = page.items[start : start + _ITEMS_AT_ONCE]
            some = [item for item in items if has_ids_that_fit(item)]
            left_out["malformed_row"] += len(items) - len(some)
            now = self._clock()
            async with self._pool.acquire() as conn:
                await connections.spoke(conn, case.connection.id, now)
                async with conn.transaction():
                    told = await self._hold(conn, case, some, page.as_of, now)
                    applied = await telling.apply(conn, self._settlement, self._finisher, told, now)
                    await _wake(conn, applied, now)
            left_out.update(
                each.outcome for each in told if each.outcome not in ("applied", "already_finished")
            )
            left_out["window_closed"] += len(some) - len(told)
            await self._aftermath.follow(applied, now)
        return +left_out

    async def _hold(
        self, conn: Conn, case: _Case, items: Sequence[PulledItem], as_of: Instant, now: Instant
    ) -> list[VendorReport]:
        """Lock all rows to write, in the common order. Raises: _Lost."""
        held = await connections.hold(conn, [case.connection.id])
        if not held or held[0].state is not ConnectionState.ACTIVE:
            raise _Lost
        webinar = await webinars.lock(conn, case.webinar.id)
        if webinar is None:
            raise _Lost
        # Behind the webinar: deleting one, or unbinding it, takes its pulls away in that order.
        if not await pulls.extend(conn, case.taken, now + self._lease_ms):
            raise _Lost
        # After the close nobody registers any more, but what was watched before it counts whenever it is told.
        is_open = now < closes_at(webinar)
        return [
            VendorReport(
                event=item,
                connection=held[0],
                webinar=webinar,
                key=_key(case.connection.id, item),
                received_at=as_of,
            )
            for item in items
            if is_open or isinstance(item, AttendanceRow)
        ]

    async def _end(self, taken: TakenPull, case: _Case | None, outcome: VendorTrouble | str) -> None:
        now = self._clock()
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [taken.webinar])
            if not found:
                return
            if case is not None and isinstance(outcome, str):
                plan = _plan(taken.connection, found[0], case.rhythm, case.began_at, now)
                await connections.spoke(conn, taken.connection, now)
                await pulls.complete(conn, taken, case.began_at, plan, "pulled", outcome[:_MESSAGE_MAX], now)
                return
            trouble = (
                outcome
                if isinstance(outcome, VendorTrouble)
                else VendorTrouble(code="internal_error", message="")
            )
            stopped = trouble.stops and case is not None and await _break(conn, case, trouble)
            next_at: Instant | None = now  # whoever mends the connection wants to see it work
            if not stopped:
                next_at = again_at(taken.attempts + 1, trouble.not_before, now, random.random())  # noqa: S311 - jitter
                if next_at >= closes_at(found[0]) + GIVE_UP_MS:
                    next_at = None
            await pulls.fail(conn, taken, next_at, trouble.code, trouble.message[:_MESSAGE_MAX])
        _log.info("pull_denied", connection=str(taken.connection), trouble=trouble.code)


async def _closable(
    pages: AsyncIterator[VendorPage | VendorTrouble],
) -> AsyncGenerator[VendorPage | VendorTrouble, None]:
    async for page in pages:
        yield page


def _plan(
    connection: ConnectionId, webinar: Webinar, rhythm: Rhythm, pulled_at: Instant | None, now: Instant
) -> PullPlan:
    return PullPlan(
        connection=connection,
        webinar=webinar.id,
        version=webinar.version,
        next_at=next_pull(rhythm, webinar, pulled_at, now),
    )


async def _wake(conn: Conn, applied: Applied, now: Instant) -> None:
    """Make deliveries due that waited for people who are known now."""
    for connection, refs in applied.learned.items():
        await inbox.wake(conn, connection, sorted(refs), now)


async def _break(conn: Conn, case: _Case, trouble: VendorTrouble) -> bool:
    """Mark a connection as broken until an operator repairs it. Returns: True unless it was repaired meanwhile."""
    row = await connections.load(conn, case.connection.id)
    if row is None or (row.sealed, row.settings) != (case.connection.sealed, case.connection.settings):
        return False
    await connections.set_state(conn, row.id, ConnectionState.BROKEN, f"{trouble.code}: {trouble.message}")
    return True


def _key(connection: ConnectionId, item: PulledItem) -> str:
    """Return a key that is the same for every repetition of a report; it distinguishes a member's facts."""
    match item:
        case AttendanceRow():
            return f"{connection.hex}:row:{item.row}"
        case SessionEnded():
            return f"{connection.hex}:{item.session}"
        case _:
            return f"{connection.hex}:pulled:{item.at}"


def _said(rows: int, left_out: Mapping[str, int]) -> str:
    """Return the result of a pull as a text for people."""
    named = ", ".join(f"{count} {code}" for code, count in sorted(left_out.items()) if count)
    return f"{rows} rows." + (f" Left out: {named}." if named else "")
