"""Deliveries: each event on its way to each connection, in lanes that one worker at a time holds.

A connection has one lane for first attempts, which go in the order of the events, and one for retries, so that a
retry holds nothing back. Kinds that take events in batches have one lane for both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.retry import (
    CANNOT_GO_BACK,
    Again,
    Answered,
    Attempt,
    Bury,
    Decision,
    Disable,
    Done,
)
from latecomer.integrations.connections.queries import Counts
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn


class DeliveryState(StrEnum):
    """The state of a delivery."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"
    CANNOT_GO_BACK = "cannot_go_back"
    """Not sent after a retraction: the vendor moves forward alone. A person corrects it there."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The part of a connection's deliveries that one worker holds: first attempts (``again`` false), or retries."""

    connection: ConnectionId
    kind: str
    again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """A delivery whose time has come, with its event."""

    id: UUID
    event: UUID
    type: str
    at: Instant
    data: Mapping[str, object]
    attempts: int
    code: str | None
    follows_correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A delivery as the API shows it. ``due_at``: the time of the next attempt, for a delivery that waits."""

    id: UUID
    connection: ConnectionId
    event: UUID
    number: int
    type: str
    at: Instant
    data: Mapping[str, object]
    state: DeliveryState
    attempts: int
    due_at: Instant
    attempted_at: Instant | None
    code: str | None
    message: str | None
    answer: Mapping[str, Any] | None = None


_SAID_MAX: Final = 1_000
_SPREADING: Final = 0x4C61_7465_0001
"""The advisory lock of the one who spreads: events become deliveries in the order of their numbers."""

# In: now, limit; parallel arrays: each kind that sends with each type of event that it understands; kinds that hear of
# every webinar while bound to none; kinds with a single lane.
# Out: how many events were spread. The statement takes its snapshot after the lock, so what is visible is
# complete for each member: settling writes a member's events one after the other, under the member's lock.
_SPREAD = """
WITH next AS MATERIALIZED (
    SELECT id FROM outbox WHERE spread_at IS NULL ORDER BY number LIMIT $2
), taken AS (
    UPDATE outbox o SET spread_at = $1 FROM next WHERE o.id = next.id
    RETURNING o.id, o.number, o.type, o.webinar_id, o.connection_id
), wanted AS (
    SELECT c.id AS connection_id, c.kind, t.id AS event_id, t.number
      FROM taken t
      JOIN unnest($3::text[], $4::text[]) AS u (kind, type) ON u.type = t.type
      JOIN connections c ON c.kind = u.kind
       AND (c.id = t.connection_id
            OR t.connection_id IS NULL AND (c.events IS NULL OR t.type = ANY (c.events))
               AND (EXISTS (SELECT FROM connection_webinars b
                             WHERE b.connection_id = c.id AND b.webinar_id = t.webinar_id)
                    OR (c.kind = ANY ($5::text[])
                        AND NOT EXISTS (SELECT FROM connection_webinars b WHERE b.connection_id = c.id))))
), written AS (
    INSERT INTO deliveries (connection_id, event_id, number, due_at)
    SELECT connection_id, event_id, number, $1 FROM wanted
        ON CONFLICT DO NOTHING
), lanes AS (
    INSERT INTO delivery_lanes (connection_id, again)
    SELECT DISTINCT connection_id, again FROM wanted, unnest(ARRAY[false, true]) AS again
     WHERE NOT (again AND kind = ANY ($6::text[]))
        ON CONFLICT DO NOTHING
)
SELECT count(*) FROM taken
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The connection kinds, by their way of receiving events.

    ``understood``: the types of events that each kind can receive. ``unbound`` kinds receive the events of every
    webinar while they are bound to none. ``batching`` kinds take several events at once, retries among them; of these,
    ``ordered`` kinds receive no event about a member while an earlier one about that member waits.
    """

    understood: Mapping[str, frozenset[str]]
    unbound: frozenset[str]
    batching: frozenset[str]
    ordered: frozenset[str]

    @property
    def sending(self) -> frozenset[str]:
        """Return the kinds that receive events at all."""
        return frozenset(kind for kind, types in self.understood.items() if types)


async def spread(conn: Conn, kinds: Kinds, now: Instant, limit: int) -> int:
    """Create deliveries of the oldest events that have none yet, for every connection that receives them.

    Runs in the caller's transaction, which holds a lock until its end. Deliveries of a paused connection wait. Returns:
    the number of events, at most ``limit``.
    """
    await conn.execute("SELECT pg_advisory_xact_lock($1)", _SPREADING)
    pairs = [(kind, each) for kind, types in kinds.understood.items() for each in types]
    taken: int = await conn.fetchval(
        _SPREAD,
        now,
        limit,
        [kind for kind, _ in pairs],
        [each for _, each in pairs],
        list(kinds.unbound),
        list(kinds.batching),
    )
    return taken


# Whether a delivery d waits behind an earlier one about the same member, which is not due at $2.
_BEHIND = """
EXISTS (SELECT FROM outbox o JOIN outbox f ON f.member_id = o.member_id AND f.number < o.number
          JOIN deliveries e ON e.connection_id = d.connection_id AND e.number = f.number
         WHERE o.id = d.event_id AND e.state = 'waiting' AND e.due_at > $2)
"""

_LEASE: Final = Lease("delivery_lanes", ("connection_id", "again"), until="leased_until", never="'-infinity'")

# In: holder, now, until, limit, kinds with a single lane, and of these those that keep a member's order.
# Out: lanes that are free and have something to do.
_CLAIM: Final = _LEASE.claim(
    f"""
    SELECT delivery_lanes.connection_id, delivery_lanes.again, c.kind
      FROM delivery_lanes JOIN connections c ON c.id = delivery_lanes.connection_id
     WHERE {_LEASE.is_free} AND delivery_lanes.held_until <= $2 AND c.state = 'active'
       AND EXISTS (SELECT FROM deliveries d
                    WHERE d.connection_id = delivery_lanes.connection_id AND d.state = 'waiting' AND d.due_at <= $2
                      AND (d.again = delivery_lanes.again OR c.kind = ANY ($5::text[]))
                      AND NOT (c.kind = ANY ($6::text[]) AND {_BEHIND}))
     LIMIT $4
       FOR UPDATE OF delivery_lanes SKIP LOCKED""",
    returning="connection_id, again, kind",
)
_EXTEND: Final = _LEASE.extend(
    only="""held_until <= $5
        AND EXISTS (SELECT FROM connections c WHERE c.id = delivery_lanes.connection_id AND c.state = 'active')"""
)
_RELEASE: Final = _LEASE.end()


async def claim(
    conn: Conn, kinds: Kinds, holder: UUID, now: Instant, until: Instant, limit: int
) -> list[Lane]:
    """Claim free lanes with due deliveries, until ``until``."""
    rows = await conn.fetch(_CLAIM, holder, now, until, limit, list(kinds.batching), list(kinds.ordered))
    return [Lane(ConnectionId(row["connection_id"]), row["kind"], row["again"]) for row in rows]


async def extend(conn: Conn, lane: Lane, holder: UUID, now: Instant, until: Instant) -> bool:
    """Extend the lease of a lane to ``until``. Returns: False when another worker holds it by now."""
    return bool(await conn.fetchval(_EXTEND, holder, until, lane.connection, lane.again, now))


async def release(conn: Conn, lane: Lane, holder: UUID) -> None:
    """Release a lane, if this worker holds it."""
    await conn.execute(_RELEASE, holder, lane.connection, lane.again)


# Whether a live event waits behind an event about the same member that is sent because somebody asked for the past.
_BEHIND_PAST = """
EXISTS (SELECT FROM outbox f JOIN deliveries e ON e.event_id = f.id AND e.connection_id = d.connection_id
         WHERE f.member_id = o.member_id AND f.number < o.number
           AND e.state = 'waiting' AND NOT e.again AND e.backfill_id IS NOT NULL)
"""

_LIVE = f"d.backfill_id IS NULL AND NOT {_BEHIND_PAST}"
_PAST = "d.backfill_id IS NOT NULL"
_TAKE = """
SELECT d.id, d.event_id, o.type, o.at, o.data, d.attempts, d.code
  FROM deliveries d JOIN outbox o ON o.id = d.event_id
 WHERE d.connection_id = $1 AND d.state = 'waiting' AND d.due_at <= $2 AND {which} AND {{part}}
 ORDER BY {order} LIMIT $3
"""
_TAKE_FIRST = _TAKE.format(which="NOT d.again", order="d.number")
_TAKE_AGAIN = _TAKE.format(which="d.again", order="d.due_at")
_TAKE_ALL = _TAKE.format(which="true", order="d.number")
_TAKE_ORDERED = _TAKE.format(which=f"NOT {_BEHIND}", order="d.number")


async def take(conn: Conn, kinds: Kinds, lane: Lane, now: Instant, limit: int) -> list[DueDelivery]:
    """Return the due deliveries of a lane that the caller holds: first attempts in the order of the events."""
    if lane.kind in kinds.ordered:
        query = _TAKE_ORDERED
    elif lane.kind in kinds.batching:
        query = _TAKE_ALL
    else:
        query = _TAKE_AGAIN if lane.again else _TAKE_FIRST
    if query == _TAKE_AGAIN:
        rows = await conn.fetch(query.format(part="true"), lane.connection, now, limit)
    else:  # what is live goes first, and the past takes half of a round at most
        rows = await conn.fetch(query.format(part=_LIVE), lane.connection, now, limit)
        if (room := min(limit - len(rows), max(1, limit // 2))) > 0:
            rows += await conn.fetch(query.format(part=_PAST), lane.connection, now, room)
    corrected: frozenset[UUID] = frozenset()
    if lane.kind in kinds.batching and rows:
        corrected = await _after_corrections(conn, [row["event_id"] for row in rows])
    return [
        DueDelivery(
            id=row["id"],
            event=row["event_id"],
            type=row["type"],
            at=row["at"],
            data=row["data"],
            attempts=row["attempts"],
            code=row["code"],
            follows_correction=row["event_id"] in corrected,
        )
        for row in rows
    ]


async def _after_corrections(conn: Conn, events: Sequence[UUID]) -> frozenset[UUID]:
    """Return the events that come after one that told of a retraction, about the same member."""
    rows = await conn.fetch(
        """SELECT o.id FROM outbox o
            WHERE o.id = ANY ($1::uuid[])
              AND EXISTS (SELECT FROM outbox c WHERE c.member_id = o.member_id AND c.sequence < o.sequence
                             AND c.type = 'member.status_changed' AND c.data ->> 'correction' = 'true')""",
        events,
    )
    return frozenset(row["id"] for row in rows)


async def mark_sending(conn: Conn, waiting: Sequence[DueDelivery]) -> None:
    """Mark deliveries as being sent, so that after a crash the next worker knows that they may have been sent."""
    await conn.execute(
        "UPDATE deliveries SET code = 'sending' WHERE id = ANY ($1::uuid[])", [one.id for one in waiting]
    )


# In: parallel arrays, one entry per delivery; now. What was delivered meanwhile stays so.
_DECIDED = """
UPDATE deliveries d
   SET state = n.state, attempts = n.attempts, due_at = n.due_at, attempted_at = $7, code = n.code,
       message = n.message, answer = n.answer, again = d.again OR n.attempts > d.attempts
  FROM unnest($1::uuid[], $2::text[], $3::int[], $4::timestamptz[], $5::text[], $6::text[], $8::jsonb[])
       AS n (id, state, attempts, due_at, code, message, answer)
 WHERE d.id = n.id AND d.state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """The outcome of an attempt, and the next step."""

    delivery: DueDelivery
    attempt: Attempt
    decision: Decision


async def decide(
    conn: Conn, connection: ConnectionId, decided: Sequence[AttemptResult], now: Instant
) -> None:
    """Store the outcomes of attempts for a connection, in the caller's transaction."""
    written = [_written(each, now) for each in decided]
    await conn.execute(
        _DECIDED,
        [each.delivery.id for each in decided],
        [state for state, _, _ in written],
        [attempts for _, attempts, _ in written],
        [due_at for _, _, due_at in written],
        [_kept(each.attempt.code) for each in decided],
        [_kept(each.attempt.message) for each in decided],
        now,
        [_answer(each.attempt.answer) for each in decided],
    )
    holds = [
        each.decision.hold_until
        for each in decided
        if isinstance(each.decision, Again) and each.decision.hold_until is not None
    ]
    if holds:
        await hold(conn, connection, max(holds))
    for each in decided:
        if isinstance(each.decision, Disable):
            await conn.execute(
                """UPDATE connections SET state = 'broken', state_reason = $2
                    WHERE id = $1 AND state = 'active'""",
                connection,
                _kept(each.attempt.message or each.attempt.code),
            )
            break


def _answer(answer: Answered | None) -> dict[str, Any] | None:
    """Return a receiver's answer as it is stored."""
    if answer is None:
        return None
    headers = {_kept(name): _kept(value) for name, value in answer.headers.items()}
    body = answer.body.replace("\0", "").encode("utf-8", "replace").decode()
    return {"status": answer.status, "headers": headers, "body": body}


def _kept(said: str) -> str:
    """Return the part of a receiver's text that is stored."""
    return said.replace("\0", "").encode("utf-8", "replace").decode()[:_SAID_MAX]


def _written(each: AttemptResult, now: Instant) -> tuple[DeliveryState, int, Instant]:
    match each.decision:
        case Done():
            return DeliveryState.DELIVERED, each.delivery.attempts + 1, now
        case Bury(attempts) if each.attempt.code == CANNOT_GO_BACK:
            return DeliveryState.CANNOT_GO_BACK, attempts, now
        case Bury(attempts):
            return DeliveryState.DEAD, attempts, now
        case Again(at, attempts):
            return DeliveryState.WAITING, attempts, at
        case Disable():
            return DeliveryState.WAITING, each.delivery.attempts, now


async def hold(conn: Conn, connection: ConnectionId, until: Instant) -> None:
    """Send nothing to a connection until the given time."""
    await conn.execute(
        "UPDATE delivery_lanes SET held_until = greatest(held_until, $2) WHERE connection_id = $1",
        connection,
        until,
    )


_DELIVERY = """
SELECT d.*, o.type, o.at, o.data FROM deliveries d JOIN outbox o ON o.id = d.event_id
"""


async def page(
    conn: Conn, connection: ConnectionId, states: Sequence[DeliveryState], before: int | None, limit: int
) -> list[Delivery]:
    """Return deliveries of a connection in these states, newest event first, before event number ``before``."""
    rows = await conn.fetch(
        f"""{_DELIVERY} WHERE d.connection_id = $1 AND d.state = ANY ($2::text[])
              AND ($3::bigint IS NULL OR d.number < $3)
            ORDER BY d.number DESC LIMIT $4""",
        connection,
        [str(state) for state in states],
        before,
        limit,
    )
    return [_delivery(row) for row in rows]


def _delivery(row: asyncpg.Record) -> Delivery:
    return Delivery(
        id=row["id"],
        connection=ConnectionId(row["connection_id"]),
        event=row["event_id"],
        number=row["number"],
        type=row["type"],
        at=row["at"],
        data=row["data"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        due_at=row["due_at"],
        attempted_at=row["attempted_at"],
        code=row["code"],
        message=row["message"],
        answer=row["answer"],
    )


async def exists(conn: Conn, connection: ConnectionId) -> bool:
    """Return True when the connection exists."""
    return bool(await conn.fetchval("SELECT true FROM connections WHERE id = $1", connection))


async def counts(conn: Conn, connections: Sequence[ConnectionId]) -> Mapping[ConnectionId, Counts]:
    """Return the numbers of deliveries of these connections that wait, are dead or cannot go back; a connection without
    any is missing."""
    rows = await conn.fetch(
        """SELECT connection_id, CASE WHEN again THEN 'retrying' ELSE 'waiting' END AS standing, count(*) AS n
             FROM deliveries WHERE connection_id = ANY ($1::uuid[]) AND state = 'waiting' GROUP BY 1, 2
            UNION ALL
           SELECT connection_id, state, count(*)
             FROM deliveries WHERE connection_id = ANY ($1::uuid[]) AND state IN ('dead', 'cannot_go_back')
            GROUP BY 1, 2""",
        connections,
    )
    found: dict[ConnectionId, dict[str, int]] = {}
    for row in rows:
        found.setdefault(ConnectionId(row["connection_id"]), {})[row["standing"]] = row["n"]
    said = await conn.fetch(
        """SELECT DISTINCT ON (connection_id) connection_id, code, message FROM deliveries
            WHERE connection_id = ANY ($1::uuid[]) AND state IN ('waiting', 'dead') AND attempted_at IS NOT NULL
              AND code <> 'sending'
            ORDER BY connection_id, attempted_at DESC""",
        list(found),
    )
    last = {ConnectionId(row["connection_id"]): (row["code"], row["message"]) for row in said}
    return {
        connection: Counts(**standing, last_code=code, last_message=message)
        for connection, standing in found.items()
        for code, message in [last.get(connection, (None, None))]
    }


async def forget_answers(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Remove the receivers' answers to events about erased people."""
    await conn.execute(
        """UPDATE deliveries d SET answer = NULL FROM outbox o
            WHERE o.id = d.event_id AND o.member_id = ANY ($1::uuid[]) AND d.answer IS NOT NULL""",
        list(member_ids),
    )


async def replay(conn: Conn, delivery: UUID, now: Instant) -> Delivery | None:
    """Make a dead or waiting delivery due at once. Returns: the delivery, None for an unknown one; a delivered one is
    not changed."""
    await conn.execute(
        """UPDATE deliveries SET state = 'waiting', again = again OR state = 'dead', due_at = $2,
                  attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END
            WHERE id = $1 AND state <> 'delivered'""",
        delivery,
        now,
    )
    row = await conn.fetchrow(f"{_DELIVERY} WHERE d.id = $1", delivery)
    return None if row is None else _delivery(row)


async def replay_dead(conn: Conn, connection: ConnectionId, now: Instant) -> int:
    """Make every dead letter of a connection due again. Returns: the number."""
    rows = await conn.fetch(
        """UPDATE deliveries SET state = 'waiting', again = true, attempts = 0, due_at = $2
            WHERE connection_id = $1 AND state = 'dead' RETURNING 1""",
        connection,
        now,
    )
    return len(rows)


# A delivery of a broken connection keeps nothing: nobody may ever mend it.
_SWEEP = """
DELETE FROM outbox WHERE id IN (
    SELECT o.id FROM outbox o
     WHERE o.at < $1 AND o.spread_at IS NOT NULL
       AND NOT EXISTS (SELECT FROM deliveries d JOIN connections c ON c.id = d.connection_id
                        WHERE d.event_id = o.id AND d.state <> 'delivered' AND c.state <> 'broken')
     ORDER BY o.at LIMIT $2)
RETURNING 1
"""


async def sweep(conn: Conn, before: Instant, limit: int) -> int:
    """Delete events from before an instant that were delivered everywhere, or that no connection receives. Returns: the
    number."""
    return len(await conn.fetch(_SWEEP, before, limit))
