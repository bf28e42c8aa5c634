"""Kept segments: their rows are stored, so that rows that enter or leave start campaigns and are published.

Triggers of ``audience_changes`` note, in the same transaction, every person about whom something is recorded. A worker
takes the notes, judges these persons again, and writes the rows that entered or left together with their causes and
events in one transaction. Conditions that depend on time alone are judged every quarter of an hour; every local
midnight falls on a quarter.

Source: docs/audiences.md, Entering a segment
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import structlog

from latecomer.audiences.compile import ResolvedFilter
from latecomer.audiences.hooks import AudienceHooks
from latecomer.audiences.queries import kept
from latecomer.audiences.queries import segments as rows
from latecomer.audiences.queries.kept import Moved
from latecomer.audiences.question import question_of
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.segment import Segment, SegmentId, SegmentKind
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PersonId
from latecomer.events import causes, outbox
from latecomer.events.causes import Cause, CauseKind
from latecomer.events.types import SegmentEntered, SegmentLeft
from latecomer.postgres.pool import Conn, Pool

_log = structlog.get_logger()

MAX_KEPT: Final = 20
"""Segments that are kept at a time."""

QUARTER_MS: Final = 15 * 60 * 1000
_AT_ONCE: Final = 500


class KeptSegments:
    """The service that keeps the rows of segments on which a campaign or a webhook depends."""

    def __init__(self, pool: Pool, hooks: AudienceHooks, clock: Callable[[], Instant]) -> None:
        self._pool = pool
        self._hooks = hooks
        self._clock = clock

    async def judge(self) -> int:
        """Judge up to 500 noted persons again. Returns: the number of persons.

        Notes are removed in the transaction that writes their results: a worker that dies leaves its notes to others.
        """
        now = self._clock()
        async with self._pool.acquire() as conn, conn.transaction():
            await causes.wanted(conn)  # the lock of activation comes before all others
            depths = await kept.take_changes(conn, _AT_ONCE)
            if depths:
                for segment_id in await kept.ids(conn):
                    await self._judge(conn, segment_id, depths, now)
        return len(depths)

    async def sweep(self) -> int:
        """Judge all rows of the segments whose quarter of an hour has come. Returns: the number of rows that entered or
        left."""
        moved = 0
        async with self._pool.acquire() as conn:
            waiting = await kept.ids(conn)
        for segment_id in waiting:
            while True:
                some = await self._sweep(segment_id, self._clock())
                moved += some
                if some < _AT_ONCE:
                    break
        return moved

    async def _judge(
        self, conn: Conn, segment_id: SegmentId, depths: Mapping[PersonId, int], now: Instant
    ) -> None:
        state = await kept.lock(conn, segment_id)
        found = None if state is None else await _asked(conn, segment_id, now)
        if state is None or found is None or state.stale:  # a stale one gets a new beginning as a whole
            return
        segment, question = found
        came = await kept.come_in(conn, segment_id, question, list(depths), None)
        left = await kept.go_out(conn, segment_id, question, list(depths), None)
        await _publish(conn, segment, came, left, depths, now)

    async def _sweep(self, segment_id: SegmentId, now: Instant) -> int:
        async with self._pool.acquire() as conn, conn.transaction():
            await causes.wanted(conn)
            state = await kept.lock(conn, segment_id)
            if state is None or not (state.stale or state.swept_at // QUARTER_MS < now // QUARTER_MS):
                return 0
            found = await _asked(conn, segment_id, now)
            if found is None:
                return 0
            segment, question = found
            at_most = None if state.stale else _AT_ONCE
            came = await kept.come_in(conn, segment_id, question, None, at_most)
            left = await kept.go_out(conn, segment_id, question, None, at_most)
            if state.stale:
                _log.info("segment_rebased", segment=str(segment_id), came=len(came), left=len(left))
                came, left = [], []
            await _publish(conn, segment, came, left, {}, now)
            moved = max(len(came), len(left))
            if moved < _AT_ONCE:
                await kept.mark_swept(conn, segment_id, now)
            return moved


async def keep(conn: Conn, segment_id: SegmentId, now: Instant) -> None:
    """Keep the rows of a segment from now on. Rows that are in it already are the starting point and cause nothing.

    The caller holds the activation lock (events/causes.py), so that every change comes clearly before or after. Raises:
    Refused too_many_kept, wrong_segment_kind, segment_broken, unknown_segment.
    """
    segment = (await rows.load(conn, [segment_id], lock=True)).get(segment_id)
    if segment is None:
        raise Refused("unknown_segment", "No segment has this id.")
    if segment.kind is SegmentKind.SNAPSHOT:
        raise Refused("wrong_segment_kind", "A snapshot has no new rows; use a live segment or a list.")
    if not await kept.insert(conn, segment_id, now):
        return
    if await kept.count(conn) > MAX_KEPT:
        raise Refused(
            "too_many_kept",
            f"At most {MAX_KEPT} segments can start campaigns or report their changes at a time.",
        )
    question = await question_of(conn, segment, now)
    await kept.come_in(conn, segment_id, question, None, None)


async def release(conn: Conn, hooks: AudienceHooks, segment_id: SegmentId) -> None:
    """Stop keeping the rows of a segment, unless something still depends on them."""
    segment = (await rows.load(conn, [segment_id], lock=True)).get(segment_id)
    if segment is not None and not segment.announced and not await hooks.triggers(conn, segment_id):
        await kept.delete(conn, segment_id)


async def _asked(conn: Conn, segment_id: SegmentId, now: Instant) -> tuple[Segment, ResolvedFilter] | None:
    """Return a segment with its question; None when it was deleted or is broken, so that other segments go on."""
    segment = (await rows.load(conn, [segment_id])).get(segment_id)
    if segment is None:
        return None
    try:
        return segment, await question_of(conn, segment, now)
    except Refused as broken:
        _log.warning("kept_segment_broken", segment=str(segment_id), code=broken.code)
        return None


async def _publish(
    conn: Conn,
    segment: Segment,
    came: Sequence[Moved],
    left: Sequence[Moved],
    depths: Mapping[PersonId, int],
    now: Instant,
) -> None:
    """Write causes for the rows that entered, and events for a segment whose changes are published."""
    members = await _members(conn, segment, [*came, *left])
    await causes.add(
        conn,
        [
            Cause(
                kind=CauseKind.ENTERED_SEGMENT,
                key=f"entered {segment.id} {row.member or row.person} {row.times}",
                member=members[row.person],
                data={"segment": str(segment.id)},
                happened_at=now,
                depth=depths.get(row.person, 0),
            )
            for row in came
            if row.person in members
        ],
        now,
    )
    if segment.announced:
        await _announce(conn, segment, came, members, now, SegmentEntered)
        await _announce(conn, segment, left, members, now, SegmentLeft)


async def _members(conn: Conn, segment: Segment, moved: Iterable[Moved]) -> Mapping[PersonId, MemberId]:
    """Return the member that each row is about: its own, or in scope people the member added last."""
    if segment.scope is RowScope.MEMBERS:
        return {row.person: row.member for row in moved if row.member is not None}
    return await kept.newest_members(conn, [row.person for row in moved])


async def _announce(
    conn: Conn,
    segment: Segment,
    moved: Sequence[Moved],
    members: Mapping[PersonId, MemberId],
    now: Instant,
    kind: type[SegmentEntered | SegmentLeft],
) -> None:
    """Put one event for each row that has a member into the outbox."""
    told = await kept.number_events(conn, [members[row.person] for row in moved if row.person in members])
    events = []
    for row in moved:
        about = told.get(members[row.person]) if row.person in members else None
        if about is None:
            continue
        data = kind(
            sequence=about.sequence,
            webinar_id=about.webinar,
            member_id=about.member,
            person_id=about.person,
            email=about.email,
            first_name=about.first_name,
            last_name=about.last_name,
            status=about.status,
            segment_id=segment.id,
            segment_name=segment.name,
            times=row.times,
        )
        events.append(outbox.Event(webinar=about.webinar, member=about.member, at=now, data=data))
    await outbox.add(conn, events)
