"""The finish: the event is over, by request or by the clock, and all members' statuses follow.

A finish is recorded together with the due marks of all members; after a crash the members are still due, and the sweep
settles them.

Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TypeAlias

import structlog

from latecomer.attendance.queries import vendor_rows
from latecomer.core.errors import Refused
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.events import outbox
from latecomer.events.types import WebinarFinished
from latecomer.postgres.pool import Conn, Pool
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import facts, locked_members, members
from latecomer.webinars.members.rules.status_decision import decide
from latecomer.webinars.members.settlement import CHUNK, Settlement

Drain: TypeAlias = Callable[[WebinarId], Awaitable[None]]
"""Brings what the ledger knows of a webinar's members (views above all) into facts before they are settled."""

WebinarChanged: TypeAlias = Callable[[Webinar], Awaitable[None]]
"""Called after a commit that changed a webinar. It may fail: a sweep copies to the ledger what is missing there."""

AskAired: TypeAlias = Callable[[Conn, Webinar], Awaitable[Webinar | None]]
"""Returns a webinar with a rundown with the replay that its end leaves, None for others."""

SWEEP = 100
"""Automatic finishes looked at in one go."""

_STARTED_MS = 6 * 3_600_000
"""Time after the start in which those are looked for who came early."""

log = structlog.get_logger(__name__)


class Finisher:
    """Records finishes, and settles until no member is due."""

    def __init__(
        self, pool: Pool, settlement: Settlement, drain: Drain, changed: WebinarChanged, aired: AskAired
    ) -> None:
        self._pool = pool
        self._settlement = settlement
        self._drain = drain
        self._changed = changed
        self._aired = aired

    async def finish(self, webinar_id: WebinarId, now: Instant) -> Mapping[Status, int]:
        """Finish a webinar by request; before ``ends_at`` that also moves ``ends_at`` to now.

        Returns: the number of members per status, all ten, once everybody is settled. Raises: Refused unknown_webinar,
        event_not_started (now is not after ``starts_at``).
        """
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = _check(await webinars.lock(conn, webinar_id), now)
            await facts.add_finish(
                conn, webinar_id, now, Source.OPERATOR, now, planned_ends_at=_moved_end(webinar, now)
            )
            webinar = await self._record(conn, webinar, now, now)
        await self.follow(webinar, now)
        async with self._pool.acquire() as conn:
            return (await members.status_counts(conn, [webinar_id]))[webinar_id]

    async def preview(self, webinar_id: WebinarId, now: Instant) -> Mapping[Status, Mapping[Status, int]]:
        """Return the number of members whose status a finish by request would change, by their status now and then.

        Raises: as ``finish``.
        """
        async with self._pool.acquire() as conn:
            webinar = _check(next(iter(await webinars.load(conn, [webinar_id])), None), now)
        await self._drained(webinar_id)
        webinar = replace(webinar, ends_at=min(webinar.ends_at, now))
        changes: dict[Status, Counter[Status]] = {}
        after: MemberId | None = None
        while True:
            async with self._pool.acquire() as conn, conn.transaction(readonly=True):
                chunk = await members.statuses(conn, webinar_id, after, CHUNK)
                known = await facts.of_members(conn, [member for member, _ in chunk], now)
                finishes = (await facts.finishes(conn, [webinar_id])).get(webinar_id, ())
            ends = [*(finish.at for finish in finishes), now]
            for member, status in chunk:
                then = decide(known.get(member, ()), ends, webinar, current=status).status
                if status is not None and then is not status:
                    changes.setdefault(status, Counter())[then] += 1
            if len(chunk) < CHUNK:
                return changes
            after = chunk[-1][0]

    async def finish_due(self, now: Instant) -> list[WebinarId]:
        """Record every automatic finish whose time (``ends_at + finish_grace_s``) has passed, with that time.

        Each is recorded exactly once, however many workers do this. Returns: the webinars that this call finished.
        """
        async with self._pool.acquire() as conn:
            due = await webinars.finish_due(conn, now, SWEEP)
        finished = []
        for webinar_id in due:
            if (webinar := await self._finish_automatically(webinar_id, now)) is not None:
                await self.follow(webinar, now)
                finished.append(webinar_id)
        return finished

    async def _finish_automatically(self, webinar_id: WebinarId, now: Instant) -> Webinar | None:
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, webinar_id)
            if webinar is None or webinar.cancelled_at is not None:
                return None
            if (due_at := await webinars.take_finish(conn, webinar_id, now)) is None:
                return None  # another worker was faster, or the webinar changed
            if not await facts.add_finish(conn, webinar_id, due_at, Source.CLOCK, now, key="automatic"):
                return None
            return await self._record(conn, webinar, due_at, now)

    async def finish_held(self, now: Instant) -> list[WebinarId]:
        """Decide about the ends that vendors reported early and that were held for 15 minutes: each finishes its
        webinar, unless somebody arrived after it. Returns: the webinars that this call finished."""
        async with self._pool.acquire() as conn:
            due = await webinars.held_ends_due(conn, now, SWEEP)
        finished = []
        for webinar_id in due:
            async with self._pool.acquire() as conn, conn.transaction():
                webinar = await webinars.lock(conn, webinar_id)
                held = await webinars.take_held_end(conn, webinar_id, now)
                if webinar is None or held is None or webinar.cancelled_at is not None:
                    continue
                ended_at, key = held
                if await vendor_rows.came_after(conn, webinar_id, ended_at):
                    continue
                webinar = await self.record_report(conn, webinar, ended_at, key, now)
            if webinar is not None:
                await self.follow(webinar, now)
                finished.append(webinar_id)
        return finished

    async def settle_started(self, now: Instant) -> int:
        """Settle members who came to a vendor's room early and were there when it started. Returns: their number."""
        async with self._pool.acquire() as conn, conn.transaction():
            early = await webinars.started_with_early(conn, now - _STARTED_MS, now, SWEEP)
            await facts.make_due(conn, early)
        await self._settlement.settle_members(early, now)
        return len(early)

    async def record_report(
        self, conn: Conn, webinar: Webinar, at: Instant, key: str, now: Instant
    ) -> Webinar | None:
        """Record a provider's final report as a finish, replacing an automatic finish that has not happened yet.

        The webinar is locked. Args: ``key``: identifies the report. Returns: the changed webinar; None when the report
        was recorded before, or the automatic finish came first. The caller calls ``follow`` after the commit.
        """
        known = (await facts.finishes(conn, [webinar.id])).get(webinar.id, ())
        if any(finish.source is Source.CLOCK for finish in known):
            return None
        if not await facts.add_finish(
            conn, webinar.id, at, Source.VENDOR, now, key=key, planned_ends_at=_moved_end(webinar, at)
        ):
            return None
        await webinars.drop_finish(conn, webinar.id)
        return await self._record(conn, webinar, at, now)

    async def _record(self, conn: Conn, webinar: Webinar, at: Instant, now: Instant) -> Webinar:
        """Write all that a finish at ``at`` changes besides the fact itself; the webinar is locked."""
        webinar = replace(
            webinar,
            ends_at=min(webinar.ends_at, at),
            version=webinar.version + 1,
            finished_at=max(webinar.finished_at or at, at),
        )
        webinar = await self._aired(conn, webinar) or webinar
        await webinars.update(conn, webinar)
        await locked_members.make_due(conn, webinar.id)
        await outbox.add(
            conn,
            [
                outbox.Event(
                    webinar=webinar.id,
                    at=now,
                    data=WebinarFinished(webinar_id=webinar.id, name=webinar.name, finished_at=to_text(at)),
                )
            ],
        )
        return webinar

    async def follow(self, webinar: Webinar, now: Instant) -> None:
        """Perform the steps after a committed finish. The drain comes first: members who passed the threshold before
        the finish then change at once, otherwise at the next sweep."""
        await notify(self._changed, webinar)
        await self._drained(webinar.id)
        await self._settlement.settle_webinar(webinar.id, now)

    async def _drained(self, webinar: WebinarId) -> None:
        try:
            await self._drain(webinar)
        except Exception:
            log.exception("drain_failed", retry=True, webinar=str(webinar))


def _check(webinar: Webinar | None, now: Instant) -> Webinar:
    """Return a webinar that a request may finish. Raises: Refused unknown_webinar, event_cancelled,
    event_not_started."""
    if webinar is None:
        raise Refused("unknown_webinar", "There is no such webinar.")
    if webinar.cancelled_at is not None:
        raise Refused("event_cancelled", "This event was cancelled, so it cannot be finished.")
    if now <= webinar.starts_at:
        raise Refused("event_not_started", "The event has not begun, so it cannot be over.")
    return webinar


def _moved_end(webinar: Webinar, at: Instant) -> Instant | None:
    """Return the planned end that a finish at ``at`` moves, None when it moves none."""
    return webinar.ends_at if at < webinar.ends_at else None


async def notify(changed: WebinarChanged, webinar: Webinar) -> None:
    """Call a subscriber after a commit; its failure is only logged."""
    try:
        await changed(webinar)
    except Exception:
        log.exception("announcement_failed", retry=True, webinar=str(webinar.id))
