"""Checkpoints: each member's ledger record is copied to PostgreSQL as one versioned row, within 60 s of a change.

In the other direction, when Redis has lost its data, a shard is loaded from those rows before it counts again. Source:
ARCHITECTURE.md, One heartbeat (step 7)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import uuid4

import msgspec
import structlog

from latecomer.attendance.queries import vendor_rows
from latecomer.attendance.queries.vendor_rows import Reported
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Pool
from latecomer.redis.functions import LedgerAway, raise_first
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.record import DropRecord, PlaybackRecord, Record
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries import reload
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars import queries as webinars

_log = structlog.get_logger()

COPY_AFTER_MS = 15_000
"""A record is copied this long after its first change, so that a watching member is not copied with each heartbeat."""
_LEASE_MS = 30_000
_COPIED_AT_ONCE = 100
"""Few enough that a flip does not wait for them."""
_LOADED_AT_ONCE = 500
_LOCK_S = 15
"""Seconds of a loader's lock, renewed with every page. Nothing is counted while a killed loader still holds it."""
_LOOK_AGAIN_S = 0.2


class _Moments(msgspec.Struct):
    joined_at: int | None = None
    live_at: int | None = None
    view_at: int | None = None
    clicks: list[int] = []
    due: int = 0


class Checkpoint:
    """Copies records from the ledger to PostgreSQL, and back into an empty Redis."""

    def __init__(self, pool: Pool, ledger: Ledger, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._ledger = ledger
        self._clock = clock
        self._loading = asyncio.Lock()

    async def copy(self, *, after_ms: int = COPY_AFTER_MS) -> int:
        """Copy records that changed at least ``after_ms`` ago. It uses at most half of the time, since changes of
        status are more urgent.

        Returns: the number of copies.

        Errors: Postgres's; LedgerAway and ShardNotReady of some shards, after the others were copied. Records that were
        not copied are copied later.
        """
        copied = 0
        while True:
            now = self._clock()
            claims = await self._ledger.claim_dirty(now - after_ms, _LEASE_MS, _COPIED_AT_ONCE)
            for shard, dirty in claims.members.items():
                await self._copy(shard, dirty, now)
                copied += len(dirty)
            raise_first(claims.failures)
            if not claims.members:
                return copied
            await asyncio.sleep((self._clock() - now) / 1000)

    async def _copy(self, shard: int, dirty: Sequence[MemberId], now: Instant) -> None:
        records = await self._ledger.read(dirty)
        async with self._pool.acquire() as conn:
            await copies.store(conn, [copy_of(member, record) for member, record in records.items()], now)
        versions = {member: records[member].version if member in records else 0 for member in dirty}
        await self._ledger.copied(shard, versions, now)

    async def make_ready(self, shard: int) -> None:
        """Load a shard that is not ready, and all others that are not: the rows are read once for all of them. One
        process loads a shard, the others wait for it.

        Errors: LedgerAway, Postgres's; the shard then stays not ready.
        """
        while not await self._ledger.is_ready(shard):
            async with self._loading:
                us = uuid4().hex
                mine = await self._ledger.lock(await self._ledger.unready(), us, _LOCK_S)
                try:
                    if mine:
                        await self._load(mine, us)
                finally:
                    await self._ledger.unlock(mine, us)
            if not mine:
                await asyncio.sleep(_LOOK_AGAIN_S)

    async def make_all_ready(self) -> None:
        """Load every shard that is not ready. Errors: as ``make_ready``."""
        for shard in await self._ledger.unready():
            await self.make_ready(shard)

    async def _load(self, shards: Sequence[int], us: str) -> None:
        """Load all members of these shards, whose locks this process holds. A shard is left out when its server fails,
        when it loses its data again, or when another process loads it by now."""
        async with self._pool.acquire() as conn:
            ids = await reload.webinars_in_ledger(conn)
            known: dict[WebinarId, Webinar] = {each.id: each for each in await webinars.load(conn, ids)}
        left, loaded = list(shards), 0
        for webinar in known.values():
            await self._ledger.put_webinar(webinar, left)
        after: MemberId | None = None
        while left:
            async with self._pool.acquire() as conn:
                cards = await reload.cards_page(conn, after, _LOADED_AT_ONCE)
                here = [
                    card
                    for card in cards
                    if card.webinar in known and self._ledger.shard_of(card.member) in left
                ]
                members = [card.member for card in here]
                found = {copy.member: copy for copy in await copies.load(conn, members)}
                reported = await vendor_rows.reported(conn, members)
            grouped: dict[int, list[tuple[Webinar, MemberId, Record]]] = {}
            for card in here:
                record = record_of(card, found.get(card.member), reported.get(card.member))
                grouped.setdefault(self._ledger.shard_of(card.member), []).append(
                    (known[card.webinar], card.member, record)
                )
            for shard, records in grouped.items():
                try:
                    await self._ledger.load(shard, records, self._clock())
                except LedgerAway:
                    left.remove(shard)
                loaded += len(records)
            left = await self._ledger.keep(left, us, _LOCK_S)
            if not cards:
                break
            after = cards[-1].member
        ready = [shard for shard in left if await self._ledger.set_ready(shard, us)]
        _log.info("shards_loaded", shards=len(ready), members=loaded)


def copy_of(member: MemberId, record: Record) -> LedgerCopy:
    """Return the row for a record."""
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


def record_of(card: LedgerMember, copy: LedgerCopy | None, reported: Reported | None) -> Record:
    """Return a member's record from its status data, its row, and the vendors' reports."""
    return replace(
        with_reported(Record() if copy is None else record_of_copy(copy), reported),
        card_version=card.version,
        status=card.status,
        link_serial=card.link_serial,
        visitor=card.visitor,
    )


def with_reported(record: Record, reported: Reported | None) -> Record:
    """Return the record with the vendors' reports."""
    if reported is None:
        return record
    return replace(
        record,
        reported=reported.version,
        reported_live=reported.live,
        reported_on_demand=reported.on_demand,
    )


def record_of_copy(copy: LedgerCopy) -> Record:
    """Return the watched sets of a row, without the member's status data; the caller fills in the totals."""
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
