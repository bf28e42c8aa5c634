"""The state of the queue that all workers share: whether it is stopped, and why."""

from __future__ import annotations

from dataclasses import dataclass

from latecomer.core.ids import Instant
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True)
class QueueState:
    """``stopped_until``: nothing is sent before; None: it runs."""

    stopped_until: Instant | None
    reason: str | None


async def state(conn: Conn) -> QueueState:
    """Return whether the queue runs."""
    row = await conn.fetchrow("SELECT stopped_until, stopped_reason FROM mail_queue")
    return QueueState(None, None) if row is None else QueueState(row["stopped_until"], row["stopped_reason"])


async def stop(conn: Conn, until: Instant, reason: str) -> None:
    """Send nothing before ``until``."""
    await conn.execute(
        "UPDATE mail_queue SET stopped_until = $1, stopped_reason = $2, refused_running = 0", until, reason
    )


async def go_on(conn: Conn) -> None:
    """Record that the relay accepted a mail: the queue runs, and the count of refused recipients begins anew."""
    await conn.execute(
        """UPDATE mail_queue SET stopped_until = NULL, stopped_reason = NULL, refused_running = 0
            WHERE stopped_until IS NOT NULL OR refused_running <> 0"""
    )


async def count_refused(conn: Conn) -> int:
    """Count a refused recipient. Returns: the number of recipients refused in a row."""
    running: int = await conn.fetchval(
        "UPDATE mail_queue SET refused_running = refused_running + 1 RETURNING refused_running"
    )
    return running
