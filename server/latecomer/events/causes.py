"""Causes: events that may start campaigns, written in the transaction that records them.

Writers share a lock that the activation of a campaign takes alone, so that every cause comes clearly before or after
the activation. While no campaign is active or paused, no causes are written. A cause that results from a campaign's
step counts the chain of campaigns behind it (``chain_depth()`` in SQL).

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from latecomer.core.ids import Instant, MemberId
from latecomer.postgres.pool import Conn

_LOCK: Final = 0x6361_7573
"""The advisory lock of activation."""


class CauseKind(StrEnum):
    """The kind of a cause."""

    ATTENDS_EVENT = "attends_event"
    STATUS_CHANGED = "status_changed"
    REGISTERED = "registered"
    WATCHED = "watched"
    """The watched time of a mode grew."""
    ENTERED_SEGMENT = "entered_segment"
    INTERACTION = "interaction"
    """A member did something in the room."""
    SUBMITTED = "submitted"
    """A registration form of a member was received."""
    MAIL_BOUNCED = "mail_bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """An event in a member's history that can start campaigns. ``key`` is the same for each repetition of one event."""

    kind: CauseKind
    key: str
    member: MemberId
    data: Mapping[str, Any]
    happened_at: Instant
    depth: int = 0


_INSERT = """
INSERT INTO causes (kind, key, member_id, data, happened_at, recorded_at, depth)
SELECT kind, key, member_id, data, happened_at, $6, greatest(depth, chain_depth())
  FROM unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[], $7::int[])
       WITH ORDINALITY AS new (kind, key, member_id, data, happened_at, depth, nth)
 ORDER BY key
    ON CONFLICT (key) DO NOTHING
"""


async def add(conn: Conn, causes: Sequence[Cause], now: Instant) -> None:
    """Write causes in the caller's transaction."""
    if not causes:
        return
    if not await wanted(conn):
        return
    await conn.execute(
        _INSERT,
        [cause.kind for cause in causes],
        [cause.key for cause in causes],
        [cause.member for cause in causes],
        [dict(cause.data) for cause in causes],
        [cause.happened_at for cause in causes],
        now,
        [cause.depth for cause in causes],
    )


async def wanted(conn: Conn) -> bool:
    """Return whether causes are written at present; the answer holds until the transaction ends."""
    await conn.execute("SELECT pg_advisory_xact_lock_shared($1)", _LOCK)
    return bool(
        await conn.fetchval("SELECT EXISTS (SELECT FROM campaigns WHERE state IN ('active', 'paused'))")
    )


@dataclass(frozen=True, slots=True)
class Threshold:
    """A watched time that an active or paused campaign waits for: live, on_demand or either, and the minutes."""

    mode: str
    minutes: float


async def watched_thresholds(conn: Conn) -> list[Threshold]:
    """Return the watched times that active and paused campaigns wait for; the answer holds until the
    transaction ends."""
    await conn.execute("SELECT pg_advisory_xact_lock_shared($1)", _LOCK)
    rows = await conn.fetch(
        """SELECT DISTINCT coalesce(t ->> 'mode', 'either') AS mode, (t ->> 'minutes')::float8 AS minutes
             FROM campaigns c JOIN campaign_versions v ON v.campaign_id = c.id AND v.version = c.version,
                  jsonb_array_elements(v.flow -> 'triggers') t
            WHERE c.state IN ('active', 'paused') AND t ->> 'on' = 'watched_at_least'"""
    )
    return [Threshold(row["mode"], row["minutes"]) for row in rows]


async def set_depth(conn: Conn, depth: int) -> None:
    """Set the length of the chain of campaigns that causes of this transaction get."""
    await conn.execute("SELECT set_config('latecomer.chain_depth', $1::text, true)", str(depth))


async def lock_activation(conn: Conn) -> None:
    """Make every writer of causes wait until the end of the transaction."""
    await conn.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
