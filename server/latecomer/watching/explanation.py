"""Explanations: why a second of a member was counted or not; and the totals of the member table.

The data come from the ledger; without a record there (archived webinars, Redis unavailable), from its copy in
PostgreSQL. Source: docs/domain.md, Watched time is a set (Explainable)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.queries.vendor_rows import VendorRow
from latecomer.core import intervals
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.intervals import Intervals
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import LedgerAway, ShardNotReady
from latecomer.watching.checkpoint import record_of_copy, with_reported
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.record import DropRecord, PlaybackRecord, Record
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.rules.totals import WatchedTotals, counted
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.watched import Watched


@dataclass(frozen=True, slots=True)
class ModeWatch:
    """The watched intervals that counted in one mode: the part of the member's watched time that lies in it."""

    watched_ms: int
    intervals: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The reasons why each second of a member was counted or not."""

    live: ModeWatch
    on_demand: ModeWatch
    covered: Intervals
    playbacks: tuple[PlaybackRecord, ...]
    drops: Mapping[str, int]
    recent_drops: tuple[DropRecord, ...]
    reports: Sequence[VendorRow]
    """The vendors' reports, row by row; they count together with our own player's data."""


class Explanations:
    """The service that explains a member's numbers."""

    def __init__(self, ledger: Ledger, pool: Pool) -> None:
        self._ledger = ledger
        self._pool = pool

    async def watch(self, webinar: Webinar, member: MemberId) -> Explanation:
        """Return the explanation of one member; empty for a member who never watched."""
        record = (await self._records([member])).get(member, Record())
        live, on_demand = _counted(webinar, record)
        async with self._pool.acquire() as conn:
            reports = await vendor_rows.of_member(conn, member)
        return Explanation(
            live=ModeWatch(intervals.length(live), live),
            on_demand=ModeWatch(intervals.length(on_demand), on_demand),
            covered=record.covered,
            playbacks=record.playbacks,
            drops=record.drops,
            recent_drops=tuple(reversed(record.recent_drops)),
            reports=reports,
        )

    async def watched(self, webinar: WebinarId, members: Sequence[MemberId]) -> Mapping[MemberId, Watched]:
        """Return the totals of these members of one webinar; nothing for a deleted webinar."""
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [webinar])
        if not found:
            return {}
        records = await self._records(members)
        return {member: _watched(found[0], record) for member, record in records.items()}

    async def drops(self, webinar: Webinar) -> dict[str, int]:
        """Return the number of dropped segments by reason, of all members of the webinar."""
        try:
            counters = await self._ledger.counters(webinar.id)
        except (LedgerAway, ShardNotReady):
            counters = {}
        if not counters:
            async with self._pool.acquire() as conn:
                return await copies.drops(conn, webinar.id)
        prefix = "drop:"
        return {name.removeprefix(prefix): n for name, n in counters.items() if name.startswith(prefix)}

    async def _records(self, members: Sequence[MemberId]) -> dict[MemberId, Record]:
        try:
            found = await self._ledger.read(members)
        except LedgerAway:
            found = {}
        if missing := [member for member in members if member not in found]:
            async with self._pool.acquire() as conn:
                rows = {row.member: row for row in await copies.load(conn, missing)}
                reported = await vendor_rows.reported(conn, missing)
            found.update(
                (
                    member,
                    with_reported(
                        record_of_copy(rows[member]) if member in rows else Record(), reported.get(member)
                    ),
                )
                for member in missing
                if member in rows or member in reported
            )
        return found


def _counted(webinar: Webinar, record: Record) -> WatchedTotals:
    return counted(webinar, record.intervals, record.reported_live, record.reported_on_demand)


def _watched(webinar: Webinar, record: Record) -> Watched:
    live, on_demand = _counted(webinar, record)
    whole = intervals.union(record.intervals, live, on_demand)
    heard_at = max((each.heard_at for each in record.playbacks), default=None)
    if not whole:
        return Watched(heard_at=heard_at)
    return Watched(
        live_ms=intervals.length(live),
        on_demand_ms=intervals.length(on_demand),
        covered_s=intervals.length(record.covered),
        first_at=whole[0][0],
        last_at=whole[-1][1],
        heard_at=heard_at,
    )
