"""Explaining: why a second of a member was counted, and why another was not; and the totals of the member table.

Reads the ledger; where a record is gone (archived webinars, Redis away), its copy in Postgres.
Source: docs/domain.md, Watched time is a set (Explainable)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.core import intervals
from latecomer.core.ids import Instant, MemberId
from latecomer.core.intervals import Intervals
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.services.copying import record_of_copy
from latecomer.store.postgres import copies
from latecomer.store.postgres.pool import Pool
from latecomer.store.redis.ledger import Ledger
from latecomer.store.redis.library import LedgerAway, ShardNotReady
from latecomer.store.redis.record import DropRecord, PlaybackRecord, Record


@dataclass(frozen=True, slots=True)
class Watched:
    """One member's totals for the member table; ms of the union per mode, whole seconds of coverage."""

    live_ms: int = 0
    on_demand_ms: int = 0
    covered_s: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class ModeWatch:
    """What counted in one mode: the cut of the member's union to it."""

    watched_ms: int
    intervals: Intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why which second of a member was counted."""

    live: ModeWatch
    on_demand: ModeWatch
    covered: Intervals
    playbacks: tuple[PlaybackRecord, ...]
    drops: Mapping[str, int]
    recent_drops: tuple[DropRecord, ...]


class Explaining:
    """Reads what was watched."""

    def __init__(self, ledger: Ledger, pool: Pool) -> None:
        self._ledger = ledger
        self._pool = pool

    async def watch(self, webinar: Webinar, member: MemberId) -> Explanation:
        """The explanation of one member; empty for one that never watched."""
        record = (await self._records([member])).get(member, Record())
        return Explanation(
            live=_cut(record.intervals, webinar.starts_at, webinar.ends_at),
            on_demand=_cut(record.intervals, webinar.ends_at, closes_at(webinar)),
            covered=record.covered,
            playbacks=record.playbacks,
            drops=record.drops,
            recent_drops=tuple(reversed(record.recent_drops)),
        )

    async def watched(self, webinar: Webinar, members: Sequence[MemberId]) -> dict[MemberId, Watched]:
        """The totals of these members of one webinar."""
        records = await self._records(members)
        return {member: _watched(webinar, record) for member, record in records.items()}

    async def drops(self, webinar: Webinar) -> dict[str, int]:
        """Deliveries dropped per reason, of all members of the webinar."""
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
                rows = await copies.load(conn, missing)
            found.update((row.member, record_of_copy(row)) for row in rows)
        return found


def _cut(union: Intervals, low: Instant, high: Instant) -> ModeWatch:
    inside = intervals.clip(union, low, high)
    return ModeWatch(intervals.length(inside), inside)


def _watched(webinar: Webinar, record: Record) -> Watched:
    if not record.intervals:
        return Watched()
    return Watched(
        live_ms=_cut(record.intervals, webinar.starts_at, webinar.ends_at).watched_ms,
        on_demand_ms=_cut(record.intervals, webinar.ends_at, closes_at(webinar)).watched_ms,
        covered_s=intervals.length(record.covered),
        first_at=record.intervals[0][0],
        last_at=record.intervals[-1][1],
    )
