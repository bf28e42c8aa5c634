"""Copying: each member's ledger record reaches Postgres as one versioned row, within 60 s of a change.

And back: a shard of a Redis that came back empty is loaded from those rows before it counts again.
Source: ARCHITECTURE.md, One heartbeat (step 7)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import msgspec
import structlog

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.member import MemberCard
from latecomer.core.webinar import Webinar
from latecomer.store.postgres import copies, reload, vendor_rows, webinars
from latecomer.store.postgres.copies import LedgerCopy
from latecomer.store.postgres.pool import Pool
from latecomer.store.postgres.vendor_rows import Reported
from latecomer.store.redis.ledger import Ledger
from latecomer.store.redis.library import raise_first
from latecomer.store.redis.record import DropRecord, PlaybackRecord, Record

_log = structlog.get_logger()

COPY_AFTER_MS = 15_000
"""A record is copied this long after its first change, so that a watching member is not copied with each heartbeat."""
_LEASE_MS = 30_000
_AT_ONCE = 500
_LOCK_S = 60


class _Moments(msgspec.Struct):
    joined_at: int | None = None
    live_at: int | None = None
    view_at: int | None = None
    clicks: list[int] = []
    due: int = 0


class Copying:
    """Ledger to Postgres and back."""

    def __init__(self, pool: Pool, ledger: Ledger, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._ledger = ledger
        self._clock = clock

    async def copy(self, *, after_ms: int = COPY_AFTER_MS) -> int:
        """Copy records that changed at least ``after_ms`` ago. Returns: how many.

        Errors: Postgres's; LedgerAway and ShardNotReady of some shards, after the others were copied. What was not
        copied is copied later.
        """
        copied = 0
        while True:
            now = self._clock()
            claims = await self._ledger.claim_dirty(now - after_ms, _LEASE_MS, _AT_ONCE)
            for shard, dirty in claims.members.items():
                await self._copy(shard, dirty, now)
                copied += len(dirty)
            raise_first(claims.failures)
            if not claims.members:
                return copied

    async def _copy(self, shard: int, dirty: Sequence[MemberId], now: Instant) -> None:
        records = await self._ledger.read(dirty)
        async with self._pool.acquire() as conn:
            await copies.store(conn, [copy_of(member, record) for member, record in records.items()], now)
        versions = {member: records[member].version if member in records else 0 for member in dirty}
        await self._ledger.copied(shard, versions, now)

    async def make_ready(self, shard: int) -> None:
        """Load a shard that is not ready; one process does it, the others wait for it.

        Errors: LedgerAway, Postgres's; then the shard stays not ready.
        """
        while not await self._ledger.is_ready(shard):
            if not await self._ledger.lock(shard, _LOCK_S):
                await asyncio.sleep(0.2)
                continue
            try:
                loaded = await self._load(shard)
                if loaded is not None:
                    await self._ledger.set_ready(shard)
                    _log.info("shard_loaded", shard=shard, members=loaded)
            finally:
                await self._ledger.unlock(shard)

    async def _load(self, shard: int) -> int | None:
        """Load everybody. Returns: how many, None when Redis was emptied again meanwhile."""
        async with self._pool.acquire() as conn:
            ids = await reload.webinars_in_ledger(conn)
            known: dict[WebinarId, Webinar] = {each.id: each for each in await webinars.load(conn, ids)}
        for webinar in known.values():
            await self._ledger.put_webinar(webinar, [shard])
        after: MemberId | None = None
        loaded = 0
        while True:
            async with self._pool.acquire() as conn:
                cards = await reload.cards_page(conn, after, _AT_ONCE)
                found = await copies.load(conn, [card.member for card in cards])
                reported = await vendor_rows.reported(conn, [card.member for card in cards])
            if not cards:
                return loaded if await self._ledger.lock(shard, _LOCK_S, again=True) else None
            after = cards[-1].member
            by_member: Mapping[MemberId, LedgerCopy] = {copy.member: copy for copy in found}
            records = [
                (
                    known[card.webinar],
                    card.member,
                    record_of(card, by_member.get(card.member), reported.get(card.member)),
                )
                for card in cards
                if card.webinar in known and self._ledger.shard_of(card.member) == shard
            ]
            if records:
                await self._ledger.load(shard, records, self._clock())
            if not await self._ledger.lock(shard, _LOCK_S, again=True):
                return None
            loaded += len(records)


def copy_of(member: MemberId, record: Record) -> LedgerCopy:
    """A record as its row."""
    return LedgerCopy(
        member=member,
        version=record.version,
        intervals=record.intervals,
        covered=record.covered,
        recording_version=record.recording_version,
        resume_s=record.resume_s,
        playbacks=msgspec.to_builtins(record.playbacks),
        drops=dict(record.drops),
        recent_drops=msgspec.to_builtins(record.recent_drops),
        moments=msgspec.to_builtins(
            _Moments(record.joined_at, record.live_at, record.view_at, list(record.clicks), record.due)
        ),
    )


def record_of(card: MemberCard, copy: LedgerCopy | None, reported: Reported | None) -> Record:
    """A member's record from its card, its row, and what vendors report."""
    return replace(
        with_reported(Record() if copy is None else record_of_copy(copy), reported),
        card_version=card.version,
        status=card.status,
        link_serial=card.link_serial,
        visitor=card.visitor,
    )


def with_reported(record: Record, reported: Reported | None) -> Record:
    """The record with what vendors report."""
    if reported is None:
        return record
    return replace(
        record,
        reported=reported.version,
        reported_live=reported.live,
        reported_on_demand=reported.on_demand,
    )


def record_of_copy(copy: LedgerCopy) -> Record:
    """What a row says was watched, without the member's card; its totals are left to whoever counts."""
    moments = msgspec.convert(copy.moments, _Moments)
    return Record(
        version=copy.version,
        intervals=copy.intervals,
        covered=copy.covered,
        recording_version=copy.recording_version,
        due=moments.due,
        joined_at=moments.joined_at,
        live_at=moments.live_at,
        view_at=moments.view_at,
        clicks=tuple(moments.clicks),
        resume_s=copy.resume_s,
        playbacks=msgspec.convert(copy.playbacks, tuple[PlaybackRecord, ...]),
        drops=msgspec.convert(copy.drops, dict[str, int]),
        recent_drops=msgspec.convert(copy.recent_drops, tuple[DropRecord, ...]),
    )
