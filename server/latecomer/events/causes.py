"""Causes: events that may start campaigns, written in the transaction that records them.

Writers share a lock that activating a campaign takes alone, so that everybody is on exactly one side of the moment of
activation. While no campaign is active or paused nothing is written.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """An event in a member's history that can start campaigns. ``key`` is the same for each repetition of one event."""

    kind: CauseKind
    key: str
    member: MemberId
    data: Mapping[str, Any]
    happened_at: Instant


_INSERT = """
INSERT INTO causes (kind, key, member_id, data, happened_at, recorded_at)
SELECT kind, key, member_id, data, happened_at, $6
  FROM unnest($1::text[], $2::text[], $3::uuid[], $4::jsonb[], $5::timestamptz[])
       WITH ORDINALITY AS new (kind, key, member_id, data, happened_at, nth)
 ORDER BY key
    ON CONFLICT (key) DO NOTHING
"""


async def add(conn: Conn, causes: Sequence[Cause], now: Instant) -> None:
    """Write causes; they count if the transaction commits."""
    if not causes:
        return
    await conn.execute("SELECT pg_advisory_xact_lock_shared($1)", _LOCK)
    if not await conn.fetchval("SELECT EXISTS (SELECT FROM campaigns WHERE state IN ('active', 'paused'))"):
        return
    await conn.execute(
        _INSERT,
        [cause.kind for cause in causes],
        [cause.key for cause in causes],
        [cause.member for cause in causes],
        [dict(cause.data) for cause in causes],
        [cause.happened_at for cause in causes],
        now,
    )


async def lock_activation(conn: Conn) -> None:
    """Keep every writer of causes waiting until the end of the transaction."""
    await conn.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)
