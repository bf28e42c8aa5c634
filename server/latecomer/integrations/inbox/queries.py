"""The inbox: deliveries that vendors pushed, stored unchanged, handled once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.integrations.connections.queries import Backlog
from latecomer.integrations.vendor_reports.types import waits_for_times
from latecomer.postgres.pool import Conn

BODY_SHOWN_MAX = 32 * 1024
"""Bytes of a body that a list reads: a page of the largest is a few MiB. Platforms send one or two KiB."""


class InboxState(StrEnum):
    """The state of a received delivery."""

    NEW = "new"
    DONE = "done"
    WAITING = "waiting"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDelivery:
    """A verified delivery that was received from a vendor."""

    connection: ConnectionId
    dedupe_key: str
    received_at: Instant
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A delivery in the inbox; ``body`` is None once it is deleted."""

    id: int
    connection: ConnectionId
    dedupe_key: str
    received_at: Instant
    headers: Mapping[str, str]
    body: bytes | None
    state: InboxState
    handled_at: Instant | None
    outcome: str | None
    detail: str | None
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """The outcome of handling a delivery."""

    id: int
    state: InboxState
    outcome: str
    detail: str | None = None
    waits_for: tuple[str, ...] = ()
    members: tuple[MemberId, ...] = ()


def waits_for_webinar(external_id: str) -> str:
    """Return the key under which a delivery waits for a webinar that is not bound yet."""
    return f"webinar:{external_id}"


def _of_row(row: asyncpg.Record) -> InboxRow:
    return InboxRow(
        id=row["id"],
        connection=ConnectionId(row["connection_id"]),
        dedupe_key=row["dedupe_key"],
        received_at=row["received_at"],
        headers=row["headers"],
        body=row["body"],
        state=InboxState(row["state"]),
        handled_at=row["handled_at"],
        outcome=row["outcome"],
        detail=row["detail"],
        attempts=row["attempts"],
    )


async def store(conn: Conn, deliveries: Sequence[ReceivedDelivery]) -> int:
    """Put deliveries into the inbox; one that is stored already, or whose connection was deleted, changes nothing.

    Returns: the number of new deliveries.
    """
    rows = await conn.fetch(
        """INSERT INTO inbox (connection_id, dedupe_key, received_at, headers, body, next_at)
           SELECT d.connection_id, d.dedupe_key, d.received_at, d.headers, d.body, d.received_at
             FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::jsonb[], $5::bytea[])
                  WITH ORDINALITY AS d (connection_id, dedupe_key, received_at, headers, body, nth)
             JOIN connections c ON c.id = d.connection_id
            ORDER BY d.nth
               ON CONFLICT (connection_id, dedupe_key) DO NOTHING
           RETURNING id""",
        [each.connection for each in deliveries],
        [each.dedupe_key for each in deliveries],
        [each.received_at for each in deliveries],
        [dict(each.headers) for each in deliveries],
        [each.body for each in deliveries],
    )
    return len(rows)


async def take(conn: Conn, limit: int, now: Instant) -> list[InboxRow]:
    """Lock and return due deliveries of active connections that no other worker has locked, in order."""
    rows = await conn.fetch(
        """SELECT i.* FROM inbox i JOIN connections c ON c.id = i.connection_id
            WHERE i.state = 'new' AND i.next_at <= $2 AND c.state = 'active'
            ORDER BY i.next_at, i.id LIMIT $1 FOR UPDATE OF i SKIP LOCKED""",
        limit,
        now,
    )
    return [_of_row(row) for row in rows]


async def finish(conn: Conn, handled: Sequence[Handled], now: Instant) -> None:
    """Write the outcomes of deliveries that are locked."""
    await conn.executemany(
        """UPDATE inbox SET state = $2, outcome = $3, detail = $4, waits_for = $5, member_ids = $6, handled_at = $7
            WHERE id = $1""",
        [
            (each.id, each.state, each.outcome, each.detail, list(each.waits_for), list(each.members), now)
            for each in handled
        ],
    )


async def fail(conn: Conn, row: InboxRow, detail: str, now: Instant, next_at: Instant | None) -> None:
    """Record that handling failed through an error of ours: it is tried again at ``next_at``, or with None only on
    request."""
    await conn.execute(
        """UPDATE inbox SET attempts = attempts + 1, outcome = 'failed', detail = $2, handled_at = $3,
                  state = CASE WHEN $4::timestamptz IS NULL THEN 'failed' ELSE 'new' END,
                  next_at = coalesce($4, next_at)
            WHERE id = $1""",
        row.id,
        detail,
        now,
        next_at,
    )


async def wake(conn: Conn, connection: ConnectionId, marks: Sequence[str], now: Instant) -> int:
    """Make deliveries due that wait under any of these keys. Returns: their number."""
    rows = await conn.fetch(
        """UPDATE inbox SET state = 'new', waits_for = '{}', next_at = $3
            WHERE connection_id = $1 AND state = 'waiting' AND waits_for && $2::text[] AND body IS NOT NULL
        RETURNING id""",
        connection,
        list(marks),
        now,
    )
    return len(rows)


async def wake_times(conn: Conn, webinar: WebinarId, now: Instant) -> None:
    """Make deliveries due that belonged to another event by the former times of a webinar."""
    await conn.execute(
        """UPDATE inbox SET state = 'new', waits_for = '{}', next_at = $2
            WHERE state = 'waiting' AND waits_for && ARRAY[$1::text] AND body IS NOT NULL""",
        waits_for_times(webinar),
        now,
    )


async def waits_for_times_of(conn: Conn, webinar: WebinarId) -> bool:
    """Return True when deliveries wait because they belong to another event by the times of a webinar."""
    found: bool = await conn.fetchval(
        "SELECT EXISTS (SELECT FROM inbox WHERE state = 'waiting' AND waits_for && ARRAY[$1::text])",
        waits_for_times(webinar),
    )
    return found


async def wake_started(conn: Conn, started_after: Instant, now: Instant) -> int:
    """Make deliveries due about unknown people who arrived before a start that has passed since. Returns: their
    number."""
    rows = await conn.fetch(
        """UPDATE inbox i SET state = 'new', waits_for = '{}', next_at = $2
             FROM webinars w
            WHERE w.starts_at > $1 AND w.starts_at <= $2 AND i.state = 'waiting'
              AND i.waits_for && ARRAY['times:' || w.id::text] AND i.handled_at < w.starts_at
              AND i.body IS NOT NULL
        RETURNING i.id""",
        started_after,
        now,
    )
    return len(rows)


async def replay(conn: Conn, connection: ConnectionId, ids: Sequence[int] | None, now: Instant) -> int:
    """Make these deliveries due again, or all that failed or wait; deliveries whose body was deleted are skipped."""
    rows = await conn.fetch(
        """UPDATE inbox SET state = 'new', attempts = 0, waits_for = '{}', next_at = $3
            WHERE connection_id = $1 AND body IS NOT NULL AND state <> 'new'
              AND (id = ANY ($2::bigint[]) OR ($2 IS NULL AND state IN ('failed', 'waiting')))
        RETURNING id""",
        connection,
        None if ids is None else list(ids),
        now,
    )
    return len(rows)


async def page(
    conn: Conn, connection: ConnectionId, state: InboxState | None, before: int | None, limit: int
) -> list[InboxRow]:
    """Return deliveries of a connection, newest first, after the given one. A body larger than ``BODY_SHOWN_MAX`` is
    left out."""
    rows = await conn.fetch(
        """SELECT id, connection_id, dedupe_key, received_at, headers, state, handled_at, outcome, detail, attempts,
                  CASE WHEN octet_length(body) <= $5 THEN body END AS body
             FROM inbox WHERE connection_id = $1 AND ($2::text IS NULL OR state = $2)
              AND ($3::bigint IS NULL OR id < $3)
            ORDER BY id DESC LIMIT $4""",
        connection,
        state,
        before,
        limit,
        BODY_SHOWN_MAX,
    )
    return [_of_row(row) for row in rows]


async def backlogs(conn: Conn, connections: Sequence[ConnectionId]) -> Mapping[ConnectionId, Backlog]:
    """Return the number of deliveries of these connections by state."""
    rows = await conn.fetch(
        """SELECT connection_id, state, count(*) AS n FROM inbox WHERE connection_id = ANY ($1::uuid[])
            GROUP BY connection_id, state""",
        connections,
    )
    counts: dict[ConnectionId, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(ConnectionId(row["connection_id"]), {})[row["state"]] = row["n"]
    return {connection: Backlog(**found) for connection, found in counts.items()}


async def sweep(conn: Conn, handled_before: Instant) -> int:
    """Delete the bodies of deliveries that were handled before that instant; their keys stay, so that nothing is
    handled twice."""
    rows = await conn.fetch(
        """UPDATE inbox SET body = NULL, headers = '{}' WHERE body IS NOT NULL AND handled_at < $1
              AND state <> 'new' RETURNING id""",
        handled_before,
    )
    return len(rows)


async def about(conn: Conn, member_ids: Sequence[MemberId]) -> list[InboxRow]:
    """Return handled deliveries about any of these members that still have their body."""
    rows = await conn.fetch(
        "SELECT * FROM inbox WHERE body IS NOT NULL AND member_ids && $1::uuid[] ORDER BY id",
        list(member_ids),
    )
    return [_of_row(row) for row in rows]


async def unplaced(conn: Conn, after: int, limit: int) -> list[InboxRow]:
    """Return deliveries with a body whose person is not known, after the given one, in order."""
    rows = await conn.fetch(
        """SELECT * FROM inbox WHERE body IS NOT NULL AND member_ids = '{}' AND id > $1 ORDER BY id LIMIT $2""",
        after,
        limit,
    )
    return [_of_row(row) for row in rows]


async def forget(conn: Conn, ids: Sequence[int], now: Instant) -> None:
    """Delete the bodies of these deliveries; unhandled ones will never be handled."""
    await conn.execute(
        """WITH held AS MATERIALIZED (SELECT id FROM inbox WHERE id = ANY ($1::bigint[]) ORDER BY id FOR UPDATE)
           UPDATE inbox i SET body = NULL, headers = '{}', detail = NULL, waits_for = '{}', state = 'done',
                  outcome = CASE WHEN state = 'done' THEN outcome ELSE 'erased' END,
                  handled_at = coalesce(handled_at, $2)
             FROM held WHERE i.id = held.id""",
        list(ids),
        now,
    )


async def wake_bound(conn: Conn, connection: ConnectionId, external_ids: Sequence[str], now: Instant) -> None:
    """Make deliveries due that wait for a webinar that has been bound since."""
    await wake(conn, connection, list(map(waits_for_webinar, external_ids)), now)
