"""Requests to a provider to register members, until the provider has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRequest:
    """An open request. ``asked_at``: the time from which a confirmation counts; ``source`` and ``reason``: those of the
    request."""

    member: MemberId
    webinar: WebinarId
    asked_at: Instant
    source: Source
    reason: str | None = None
    attempts: int = 0
    wish: UUID | None = None
    """The import or the one call that asked for it."""


async def ask(conn: Conn, provider_requests: Sequence[ProviderRequest], now: Instant) -> None:
    """Open requests that are due at once. A request that is open already keeps its time, and becomes due at once too.

    The webinar and the members are locked.
    """
    await conn.executemany(
        """INSERT INTO enrolments (member_id, webinar_id, asked_at, source, reason, due_at, wish_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
               ON CONFLICT (member_id) DO UPDATE SET due_at = excluded.due_at, attempts = 0""",
        [
            (each.member, each.webinar, each.asked_at, each.source, each.reason, now, each.wish)
            for each in provider_requests
        ],
    )


async def withdraw(conn: Conn, member_ids: Sequence[MemberId]) -> None:
    """Delete the open requests about these members; their rows are locked."""
    await conn.execute("DELETE FROM enrolments WHERE member_id = ANY ($1::uuid[])", list(member_ids))


async def asked(conn: Conn, member_ids: Sequence[MemberId]) -> frozenset[MemberId]:
    """Return the members among these with an open request."""
    rows = await conn.fetch(
        "SELECT member_id FROM enrolments WHERE member_id = ANY ($1::uuid[])", list(member_ids)
    )
    return frozenset(MemberId(row["member_id"]) for row in rows)


async def of_members(conn: Conn, member_ids: Sequence[MemberId]) -> Mapping[MemberId, ProviderRequest]:
    """Return the open requests about these members."""
    rows = await conn.fetch("SELECT * FROM enrolments WHERE member_id = ANY ($1::uuid[])", list(member_ids))
    return {each.member: each for each in map(_of_row, rows)}


def _of_row(row: asyncpg.Record) -> ProviderRequest:
    return ProviderRequest(
        member=MemberId(row["member_id"]),
        webinar=WebinarId(row["webinar_id"]),
        asked_at=row["asked_at"],
        source=Source(row["source"]),
        reason=row["reason"],
        attempts=row["attempts"],
        wish=row["wish_id"],
    )


async def due(conn: Conn, now: Instant, without: Sequence[WebinarId], limit: int) -> list[WebinarId]:
    """Return webinars with due requests, except the given ones."""
    rows = await conn.fetch(
        """SELECT DISTINCT webinar_id FROM enrolments
            WHERE due_at <= $1 AND webinar_id <> ALL ($2::uuid[]) LIMIT $3""",
        now,
        list(without),
        limit,
    )
    return [WebinarId(row["webinar_id"]) for row in rows]


async def claim(
    conn: Conn, webinar: WebinarId, now: Instant, until: Instant, limit: int
) -> list[ProviderRequest]:
    """Lease due requests, the oldest first, so that no other worker takes them before ``until``."""
    rows = await conn.fetch(
        """UPDATE enrolments e SET due_at = $3
             FROM (SELECT member_id FROM enrolments WHERE webinar_id = $1 AND due_at <= $2
                    ORDER BY asked_at, member_id LIMIT $4 FOR UPDATE SKIP LOCKED) AS taken
            WHERE e.member_id = taken.member_id
        RETURNING e.*""",
        webinar,
        now,
        until,
        limit,
    )
    return sorted(map(_of_row, rows), key=lambda each: (each.asked_at, each.member))


async def complete(conn: Conn, provider_request: ProviderRequest) -> bool:
    """Close a request with its answer. Returns: True if it was open; otherwise it was withdrawn or closed before."""
    return bool(
        await conn.fetchval(
            "DELETE FROM enrolments WHERE member_id = $1 AND asked_at = $2 RETURNING true",
            provider_request.member,
            provider_request.asked_at,
        )
    )


async def fail(
    conn: Conn, provider_request: ProviderRequest, *, due_at: Instant, attempts: int, code: str, message: str
) -> None:
    """Record an attempt without an answer: try again at ``due_at``."""
    await conn.execute(
        """UPDATE enrolments SET due_at = $3, attempts = $4, code = $5, message = $6
            WHERE member_id = $1 AND asked_at = $2""",
        provider_request.member,
        provider_request.asked_at,
        due_at,
        attempts,
        code,
        message,
    )


async def hold(conn: Conn, webinar: WebinarId, until: Instant) -> None:
    """Postpone this webinar's requests to the given time."""
    await conn.execute(
        """WITH held AS MATERIALIZED
             (SELECT member_id FROM enrolments WHERE webinar_id = $1 AND due_at < $2
               ORDER BY member_id FOR UPDATE SKIP LOCKED)
           UPDATE enrolments e SET due_at = $2 FROM held WHERE e.member_id = held.member_id""",
        webinar,
        until,
    )


async def drop(conn: Conn, webinar: WebinarId) -> None:
    """Delete this webinar's requests."""
    await conn.execute("DELETE FROM enrolments WHERE webinar_id = $1", webinar)


async def counts(conn: Conn, webinars: Sequence[WebinarId]) -> Mapping[WebinarId, int]:
    """Return the number of open requests; a webinar without any is missing."""
    rows = await conn.fetch(
        """SELECT webinar_id, count(*) AS n FROM enrolments WHERE webinar_id = ANY ($1::uuid[])
            GROUP BY webinar_id""",
        list(webinars),
    )
    return {WebinarId(row["webinar_id"]): row["n"] for row in rows}


async def trouble(conn: Conn, webinar: WebinarId) -> tuple[str, str] | None:
    """Return the reason why a webinar's requests wait: code and message of the request that has failed most often."""
    row = await conn.fetchrow(
        """SELECT code, message FROM enrolments WHERE webinar_id = $1 AND code IS NOT NULL
            ORDER BY attempts DESC, due_at DESC LIMIT 1""",
        webinar,
    )
    return None if row is None else (row["code"], row["message"])
