"""Daily totals: each member's watch duration of a day is published once that day has not grown for 30 minutes, and
again when it grows later.

Totals are counted from the checkpoints in PostgreSQL, so published totals are durable, and each is published once:
the event's id is made of member, mode, day and revision, and it is put into the outbox in the transaction that marks it
as published.

Source: docs/domain.md, Watched time is a set
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final
from uuid import UUID, uuid5

from latecomer.core.ids import Instant, MemberId
from latecomer.core.phase import Mode
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind, Threshold
from latecomer.events.types import MemberWatched
from latecomer.postgres.pool import Pool
from latecomer.watching.queries import daily_totals as rows
from latecomer.watching.queries.daily_totals import Growth, UncountedMember, UnpublishedDay
from latecomer.watching.rules.days import WatchedDay, watched_days
from latecomer.watching.rules.totals import counted
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.engagement import EngagementLevels

QUIET_MS = 30 * 60 * 1000
"""Time without growth after which a day's total is published."""

_AT_ONCE = 100
"""Few enough that a flip does not wait for them."""
_IDS = UUID("6f1d0c52-6a1e-4b0e-9a43-6c6174656461")


class DailyTotals:
    """Counts days, and publishes their totals."""

    def __init__(self, pool: Pool, clock: Callable[[], Instant], levels: EngagementLevels) -> None:
        self._pool = pool
        self._clock = clock
        self._levels = levels

    async def count(self) -> int:
        """Count the days of every changed copy. Returns: the number of members."""
        done = 0
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                copies = await rows.uncounted(conn, _AT_ONCE)
                found = await webinars.load(conn, list({copy.webinar for copy in copies}))
                known = {webinar.id: webinar for webinar in found}
                days = [(copy, _days(known[copy.webinar], copy)) for copy in copies]
                now = self._clock()
                grown = await rows.write(conn, days, now)
                await self._levels.judge(conn, known, [copy.member for copy in copies])
                if grown:
                    await causes.add(conn, _reached(grown, await causes.watched_thresholds(conn), now), now)
            done += len(copies)
            if len(copies) < _AT_ONCE:
                return done

    async def tell(self) -> int:
        """Publish every day that is due. Returns: their number."""
        told = 0
        while True:
            now = self._clock()
            async with self._pool.acquire() as conn, conn.transaction():
                members = await rows.lock_due(conn, now - QUIET_MS, _AT_ONCE)
                days = await rows.untold(conn, members, now - QUIET_MS)
                await outbox.add(conn, list(_events(days, now)))
                await rows.told(conn, days)
            told += len(days)
            if not days:
                return told


def _days(webinar: Webinar, copy: UncountedMember) -> Sequence[WatchedDay]:
    watched = counted(webinar, copy.own, copy.reported_live, copy.reported_on_demand)
    return watched_days(webinar, watched)


_MINUTE_MS: Final = 60_000


def _reached(grown: Sequence[Growth], thresholds: Sequence[Threshold], now: Instant) -> list[Cause]:
    """Return a cause for each threshold that a member's watched time has reached."""
    found = []
    for each in grown:
        totals = {
            "live": (each.live_before_ms, each.live_ms),
            "on_demand": (each.on_demand_before_ms, each.on_demand_ms),
            "either": (each.live_before_ms + each.on_demand_before_ms, each.live_ms + each.on_demand_ms),
        }
        for threshold in thresholds:
            before_ms, after_ms = totals[threshold.mode]
            if before_ms < threshold.minutes * _MINUTE_MS <= after_ms:
                data = {"mode": threshold.mode, "minutes": threshold.minutes}
                found.append(
                    Cause(
                        kind=CauseKind.WATCHED,
                        key=f"watched {each.member} {threshold.mode} {threshold.minutes:g}",
                        member=each.member,
                        data=data,
                        happened_at=now,
                    )
                )
    return found


def event_id(member: MemberId, mode: Mode, day: WatchedDay, revision: int) -> UUID:
    """Return the id of a day's event: the same at every repetition, in any process."""
    return uuid5(_IDS, f"{member} {mode} {day.day.isoformat()} {revision}")


def _events(days: Sequence[UnpublishedDay], now: Instant) -> Iterator[outbox.Event]:
    for _, of_member in groupby(days, key=lambda each: each.member):
        for nth, each in enumerate(of_member, 1):
            day, revision, sequence = each.day, each.revision + 1, each.sequence + nth
            yield outbox.Event(
                id=event_id(each.member, day.mode, day, revision),
                webinar=each.webinar,
                member=each.member,
                at=now,
                data=MemberWatched(
                    sequence=sequence,
                    webinar_id=each.webinar,
                    member_id=each.member,
                    person_id=each.person,
                    email=each.email,
                    first_name=each.first_name,
                    last_name=each.last_name,
                    status=each.status,
                    mode=day.mode,
                    day=day.day.isoformat(),
                    revision=revision,
                    watched_s=day.watched_ms / 1000,
                    first_at=to_text(day.first_at),
                    last_at=to_text(day.last_at),
                ),
            )
