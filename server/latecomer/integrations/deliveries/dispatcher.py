"""The dispatcher: sends committed events to every connection that receives them, at least once.

``spread`` turns events into deliveries; each connection has one or two lanes of deliveries (``queries/deliveries.py``).
A worker drives each lane that it holds in a task of its own, so that a slow or dead endpoint delays no other. The
leases of a worker that dies run out; an attempt that it did not record is repeated under the same id.
"""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import structlog

from latecomer.core.ids import ConnectionId, Instant
from latecomer.core.phase import DAY_MS
from latecomer.core.retry import Attempt, AttemptOutcome, decide
from latecomer.integrations.connections import queries as connections
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.deliveries.queries.deliveries import (
    AttemptResult,
    DueDelivery,
    Kinds,
    Lane,
)
from latecomer.postgres.pool import Pool
from latecomer.tasks import repeat
from latecomer.vendors.kit.sender import OutgoingEvent, Sender
from latecomer.vendors.registry import DEFINITIONS

_log = structlog.get_logger()

KINDS: Final = Kinds(
    understood={kind: definition.events for kind, definition in DEFINITIONS.items()},
    unbound=frozenset(kind for kind, definition in DEFINITIONS.items() if definition.unbound),
    batching=frozenset(kind for kind, definition in DEFINITIONS.items() if definition.batching),
    ordered=frozenset(kind for kind, definition in DEFINITIONS.items() if definition.ordered),
)
KEPT_MS: Final = 30 * DAY_MS
"""Time for which events stay that no connection waits for any more."""

_UNOPENED_MS: Final = 60_000
_LOOK_S: Final = 1.0
_OPEN_MS: Final = 1_000
_LEASE_MS: Final = 90_000
"""Longer than a round: the rounds below end after 20 s, and an attempt takes at most 15 s more."""
_LONGER: Final = 4
"""A batch is several calls: it takes that many times as long."""
_ROUND_MS: Final = 20_000
_SPREAD_AT_ONCE: Final = 500
_MOST_LANES: Final = 1_000
"""Tasks that mostly wait for answers: so many that endpoints which never answer do not take them all."""
_FIRST_AT_ONCE: Final = 50
_AGAIN_AT_ONCE: Final = 8
_BATCH: Final = 300
_SWEEP_AT_ONCE: Final = 1000

Open: TypeAlias = Callable[[ConnectionId], Awaitable[Sender | None]]
"""The sender of a connection as it is configured now; None when the connection is gone or sends nothing."""


class Dispatcher:
    """Sends events to connections."""

    def __init__(
        self, pool: Pool, open_sender: Open, clock: Callable[[], Instant], *, lease_ms: int = _LEASE_MS
    ) -> None:
        self._pool = pool
        self._open = open_sender
        self._clock = clock
        self._lease_ms = lease_ms
        self._lanes: set[asyncio.Task[None]] = set()
        self._opened: dict[Lane, tuple[Instant, Sender]] = {}

    async def run(self, wake: asyncio.Event) -> None:
        """Work until cancelled; ``wake`` announces possible work."""
        try:
            async with asyncio.TaskGroup() as group:
                await repeat("deliveries", lambda: self._look(group, wake), _LOOK_S, wake)
        finally:
            self._lanes.clear()

    async def _look(self, group: asyncio.TaskGroup, wake: asyncio.Event) -> None:
        while await self.spread() == _SPREAD_AT_ONCE:
            await self._start(group, wake)
        await self._start(group, wake)

    async def spread(self) -> int:
        """Turn some events into deliveries. Returns: the number of events."""
        async with self._pool.acquire() as conn, conn.transaction():
            return await deliveries.spread(conn, KINDS, self._clock(), _SPREAD_AT_ONCE)

    async def _start(self, group: asyncio.TaskGroup, wake: asyncio.Event) -> None:
        if len(self._lanes) >= _MOST_LANES:
            return
        now = self._clock()
        holder = uuid.uuid4()
        async with self._pool.acquire() as conn:
            lanes = await deliveries.claim(
                conn, KINDS, holder, now, now + self._lease_ms, _MOST_LANES - len(self._lanes)
            )
        for lane in lanes:
            task = group.create_task(self._drive(lane, holder, wake))
            self._lanes.add(task)
            task.add_done_callback(self._lanes.discard)

    async def _drive(self, lane: Lane, holder: UUID, wake: asyncio.Event) -> None:
        """Send the due deliveries of a lane, release the lane, and look once more for deliveries that came in
        between."""
        try:
            while await self._round(lane, holder):
                pass
            async with self._pool.acquire() as conn:
                await deliveries.release(conn, lane, holder)
        except Exception as error:  # noqa: BLE001 - the lease runs out and somebody tries again
            _log.warning(
                "lane_failed",
                retry=True,
                connection=str(lane.connection),
                again=lane.again,
                error=repr(error),
            )
        else:
            wake.set()
        finally:
            self._opened.pop(lane, None)

    async def _round(self, lane: Lane, holder: UUID) -> bool:
        """Attempt some deliveries. Returns: whether the lane may have more to send."""
        now = self._clock()
        limit = _BATCH if lane.kind in KINDS.batching else _AGAIN_AT_ONCE if lane.again else _FIRST_AT_ONCE
        lease_ms = self._lease_ms * (_LONGER if lane.kind in KINDS.batching else 1)
        async with self._pool.acquire() as conn:
            if not await deliveries.extend(conn, lane, holder, now, now + lease_ms):
                return False
            waiting = await deliveries.take(conn, KINDS, lane, now, limit)
            if lane.kind in KINDS.batching:
                await deliveries.mark_sending(conn, waiting)
        if not waiting:
            return False
        sender = await self._sender(lane, now)
        if sender is None:  # it is gone, or broken in a way that only a person can mend
            async with self._pool.acquire() as conn:
                await deliveries.hold(conn, lane.connection, now + _UNOPENED_MS)
            return False
        if lane.kind in KINDS.batching:
            return await self._send(lane, sender, waiting)
        if lane.again:
            return all(await asyncio.gather(*(self._send(lane, sender, [one]) for one in waiting)))
        return await self._send_in_order(lane, sender, waiting, now + _ROUND_MS)

    async def _sender(self, lane: Lane, now: Instant) -> Sender | None:
        """Return the sender of a connection, made anew every second: new settings are noticed, and not read for each
        delivery."""
        opened_at, sender = self._opened.get(lane, (0, None))
        if sender is None or now - opened_at >= _OPEN_MS:
            sender = await self._open(lane.connection)
            if sender is not None:
                self._opened[lane] = now, sender
        return sender

    async def _send_in_order(
        self, lane: Lane, sender: Sender, waiting: Sequence[DueDelivery], until: Instant
    ) -> bool:
        """Send events one after the other; each result is stored while the next event is being sent."""
        goes_on = True
        unwritten: list[tuple[DueDelivery, Attempt]] = []
        writing: asyncio.Task[None] | None = None
        async with asyncio.TaskGroup() as group:
            for one in waiting:
                (attempt,) = await self._attempt(lane, sender, [_outgoing(one)])
                unwritten.append((one, attempt))
                goes_on = _goes_on(attempt)
                if writing is None or writing.done():
                    writing = group.create_task(self._write(lane, unwritten))
                    unwritten = []
                if not goes_on or self._clock() > until:
                    break
        if unwritten:
            await self._write(lane, unwritten)
        return goes_on

    async def _send(self, lane: Lane, sender: Sender, waiting: Sequence[DueDelivery]) -> bool:
        """Attempt these deliveries and store the outcomes. Returns: whether the lane may go on."""
        attempts = await self._attempt(lane, sender, [_outgoing(one) for one in waiting])
        await self._write(lane, list(zip(waiting, attempts, strict=True)))
        return all(map(_goes_on, attempts))

    async def _write(self, lane: Lane, came_to: Sequence[tuple[DueDelivery, Attempt]]) -> None:
        now = self._clock()
        decided = [
            AttemptResult(one, attempt, decide(attempt, one.attempts, now, random.random()))  # noqa: S311 - jitter
            for one, attempt in came_to
        ]
        async with self._pool.acquire() as conn, conn.transaction():
            await deliveries.decide(conn, lane.connection, decided, now)
            if any(attempt.outcome is AttemptOutcome.DELIVERED for _, attempt in came_to):
                await connections.spoke(conn, lane.connection, now)

    async def _attempt(
        self, lane: Lane, sender: Sender, events: Sequence[OutgoingEvent]
    ) -> Sequence[Attempt]:
        try:
            return await sender.send(events, self._clock())
        except Exception as error:  # noqa: BLE001 - logged in full; a fault of ours must not be tried again without a pause
            _log.error("sender_failed", connection=str(lane.connection), kind=lane.kind, exc_info=error)
            failure = Attempt(
                outcome=AttemptOutcome.FAILED, code="internal_error", message=type(error).__name__
            )
            return [failure] * len(events)

    async def sweep(self) -> int:
        """Delete events that are over 30 days old and no longer wait for any connection. Returns: their number."""
        swept = 0
        while True:
            async with self._pool.acquire() as conn:
                some = await deliveries.sweep(conn, self._clock() - KEPT_MS, _SWEEP_AT_ONCE)
            swept += some
            if some < _SWEEP_AT_ONCE:
                return swept


def _goes_on(attempt: Attempt) -> bool:
    """Return True when more may be sent after this attempt: the receiver answers, and did not ask for a pause."""
    match attempt.outcome:
        case AttemptOutcome.DELIVERED | AttemptOutcome.REJECTED:
            return True
        case AttemptOutcome.FAILED:
            return attempt.retry_after_ms is None
        case AttemptOutcome.POSTPONED | AttemptOutcome.SHUT:
            return False


def _outgoing(one: DueDelivery) -> OutgoingEvent:
    return OutgoingEvent(
        id=one.event,
        type=one.type,
        at=one.at,
        data=one.data,
        attempts=one.attempts,
        last_code=one.code,
        follows_correction=one.follows_correction,
    )
