"""Connections and the webinars that they are bound to, as rows. Secrets are stored encrypted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import asyncpg

from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.postgres.pool import Conn


class ConnectionState(StrEnum):
    """The state of a connection. A paused one stores deliveries, and handles them when it is resumed."""

    ACTIVE = "active"
    PAUSED = "paused"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionRow:
    """A connection. ``sealed``: its encrypted secrets, which only ``integrations/connections/service.py`` decrypts.
    ``events``: the types of events that it receives, None for all."""

    id: ConnectionId
    kind: str
    name: str
    path_token: str
    sealed: bytes
    settings: Mapping[str, object]
    state: ConnectionState
    state_reason: str | None
    created_at: Instant
    events: tuple[str, ...] | None = None
    reports_attendance: bool = False
    """The vendor reports who registered and who was there."""
    last_heard_at: Instant | None = None
    last_spoke_at: Instant | None = None
    refused: int = 0
    last_refused_at: Instant | None = None
    last_refused_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """A webinar that a connection is bound to; ``external_id`` is the vendor's id of it."""

    webinar: WebinarId
    external_id: str
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """The number of unhandled deliveries of a connection, by state."""

    new: int = 0
    waiting: int = 0
    failed: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """The backlog of a connection: deliveries that wait for a first attempt, for a retry, and dead letters, with the
    outcome of the latest attempt at any of these; and those that a vendor was not sent because it cannot go back.
    """

    waiting: int = 0
    retrying: int = 0
    dead: int = 0
    cannot_go_back: int = 0
    last_code: str | None = None
    last_message: str | None = None


def _of_row(row: asyncpg.Record) -> ConnectionRow:
    return ConnectionRow(
        id=ConnectionId(row["id"]),
        kind=row["kind"],
        name=row["name"],
        path_token=row["path_token"],
        sealed=row["secrets"],
        settings=row["settings"],
        state=ConnectionState(row["state"]),
        state_reason=row["state_reason"],
        created_at=row["created_at"],
        events=None if row["events"] is None else tuple(row["events"]),
        reports_attendance=row["reports_attendance"],
        last_heard_at=row["last_heard_at"],
        last_spoke_at=row["last_spoke_at"],
        refused=row["refused"],
        last_refused_at=row["last_refused_at"],
        last_refused_code=row["last_refused_code"],
    )


async def insert(conn: Conn, row: ConnectionRow) -> None:
    """Write a new connection."""
    await conn.execute(
        """INSERT INTO connections (id, kind, name, path_token, secrets, settings, state, created_at, events,
                                    reports_attendance)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        row.id,
        row.kind,
        row.name,
        row.path_token,
        row.sealed,
        dict(row.settings),
        row.state,
        row.created_at,
        row.events,
        row.reports_attendance,
    )


async def load(conn: Conn, connection: ConnectionId, *, lock: bool = False) -> ConnectionRow | None:
    """Return one connection, None when unknown; with ``lock`` none of its deliveries is applied until the transaction
    ends."""
    row = await conn.fetchrow(
        "SELECT * FROM connections WHERE id = $1" + (" FOR UPDATE" if lock else ""), connection
    )
    return None if row is None else _of_row(row)


async def hold(conn: Conn, connections: Sequence[ConnectionId]) -> list[ConnectionRow]:
    """Lock these connections against new bindings and deletion until the end of the transaction."""
    rows = await conn.fetch(
        "SELECT * FROM connections WHERE id = ANY ($1::uuid[]) ORDER BY id FOR KEY SHARE", connections
    )
    return [_of_row(row) for row in rows]


async def page(conn: Conn) -> list[ConnectionRow]:
    """Return all connections, oldest first."""
    return [_of_row(row) for row in await conn.fetch("SELECT * FROM connections ORDER BY created_at, id")]


async def update(conn: Conn, row: ConnectionRow) -> None:
    """Write name, secrets, settings, state and event types of a connection."""
    await conn.execute(
        """UPDATE connections SET name = $2, secrets = $3, settings = $4, state = $5, state_reason = $6, events = $7
            WHERE id = $1""",
        row.id,
        row.name,
        row.sealed,
        dict(row.settings),
        row.state,
        row.state_reason,
        row.events,
    )


async def delete(conn: Conn, connection: ConnectionId) -> bool:
    """Delete a connection with everything it sent. Returns: whether it existed."""
    return bool(await conn.fetchval("DELETE FROM connections WHERE id = $1 RETURNING true", connection))


async def heard(conn: Conn, connection: ConnectionId, now: Instant) -> None:
    """Record that a delivery was stored; written at most once a second."""
    await conn.execute(
        """UPDATE connections SET last_heard_at = $2
            WHERE id = $1 AND (last_heard_at IS NULL OR last_heard_at <= $2::timestamptz - interval '1 second')""",
        connection,
        now,
    )


async def spoke(conn: Conn, connection: ConnectionId, now: Instant) -> None:
    """Record that the vendor answered a call of ours; written at most once a second."""
    await conn.execute(
        """UPDATE connections SET last_spoke_at = $2
            WHERE id = $1 AND (last_spoke_at IS NULL OR last_spoke_at <= $2::timestamptz - interval '1 second')""",
        connection,
        now,
    )


async def refused(conn: Conn, connection: ConnectionId, count: int, code: str, now: Instant) -> None:
    """Add to the number of deliveries that could not be verified."""
    await conn.execute(
        """UPDATE connections SET refused = refused + $2, last_refused_code = $3, last_refused_at = $4
            WHERE id = $1""",
        connection,
        count,
        code,
        now,
    )


async def set_state(
    conn: Conn, connection: ConnectionId, state: ConnectionState, reason: str | None
) -> ConnectionRow | None:
    """Change a connection's state. Returns: the connection, None when unknown."""
    row = await conn.fetchrow(
        "UPDATE connections SET state = $2, state_reason = $3 WHERE id = $1 RETURNING *",
        connection,
        state,
        reason,
    )
    return None if row is None else _of_row(row)


async def bindings(
    conn: Conn, connections: Sequence[ConnectionId]
) -> Mapping[ConnectionId, tuple[Binding, ...]]:
    """Return the webinars that these connections are bound to; a connection without any is left out."""
    rows = await conn.fetch(
        """SELECT * FROM connection_webinars WHERE connection_id = ANY ($1::uuid[])
            ORDER BY connection_id, webinar_id""",
        connections,
    )
    found: dict[ConnectionId, tuple[Binding, ...]] = {}
    for row in rows:
        binding = Binding(
            webinar=WebinarId(row["webinar_id"]), external_id=row["external_id"], settings=row["settings"]
        )
        connection = ConnectionId(row["connection_id"])
        found[connection] = (*found.get(connection, ()), binding)
    return found


async def bind(conn: Conn, connection: ConnectionId, binding: Binding) -> None:
    """Bind a webinar, or change the vendor's id of it. Raises: asyncpg.UniqueViolationError when the id is taken,
    asyncpg.ForeignKeyViolationError for an unknown webinar; both end the transaction.
    """
    await conn.execute(
        """INSERT INTO connection_webinars (connection_id, webinar_id, external_id, settings)
           VALUES ($1, $2, $3, $4)
               ON CONFLICT (connection_id, webinar_id)
               DO UPDATE SET external_id = excluded.external_id, settings = excluded.settings""",
        connection,
        binding.webinar,
        binding.external_id,
        dict(binding.settings),
    )


async def unbind(conn: Conn, connection: ConnectionId, webinar: WebinarId) -> bool:
    """Remove a binding. Returns: whether the webinar was bound."""
    return bool(
        await conn.fetchval(
            "DELETE FROM connection_webinars WHERE connection_id = $1 AND webinar_id = $2 RETURNING true",
            connection,
            webinar,
        )
    )


async def of_webinar(conn: Conn, webinar: WebinarId) -> list[tuple[ConnectionRow, Binding]]:
    """Return the connections that a webinar is bound to, oldest first."""
    rows = await conn.fetch(
        """SELECT c.*, b.webinar_id, b.external_id, b.settings AS binding_settings
             FROM connection_webinars b JOIN connections c ON c.id = b.connection_id
            WHERE b.webinar_id = $1 ORDER BY c.created_at, c.id""",
        webinar,
    )
    return [
        (
            _of_row(row),
            Binding(webinar=webinar, external_id=row["external_id"], settings=row["binding_settings"]),
        )
        for row in rows
    ]
