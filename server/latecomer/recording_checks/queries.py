"""Checks of recordings, and the failures that viewers met, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import asyncpg

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.webinar import REPLAY_URL
from latecomer.postgres.leases import Lease
from latecomer.postgres.pool import Conn
from latecomer.recording_checks.rules.findings import Finding, FindingCode, Verdict

LEASE: Final = Lease("recording_checks", ("webinar_id",))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The check of a webinar's recording. ``verdict`` is None before the first; ``told`` the last one published."""

    webinar: WebinarId
    url: str
    verdict: Verdict | None
    findings: tuple[Finding, ...]
    length_s: float | None
    checked_at: Instant | None
    attempts: int
    told: Verdict | None


@dataclass(frozen=True, slots=True)
class ViewerFailures:
    """The viewers who could not play a recording: how many, and when the latest of them."""

    viewers: int
    latest_at: Instant | None


async def plan_new(conn: Conn, now: Instant, window_ms: int, webinar: WebinarId | None = None) -> None:
    """Plan a check of each recording that has none under its present address and can still be watched; of one
    ``webinar`` alone, if given."""
    await conn.execute(
        """INSERT INTO recording_checks (webinar_id, url, due_at)
           SELECT w.id, w.recording_url, $1 FROM webinars w
             LEFT JOIN recording_checks c ON c.webinar_id = w.id
            WHERE w.recording_url IS NOT NULL AND w.recording_url <> $3
              AND w.ends_at > $2 AND w.cancelled_at IS NULL
              AND c.url IS DISTINCT FROM w.recording_url AND ($4::uuid IS NULL OR w.id = $4)
              ON CONFLICT (webinar_id) DO UPDATE
             SET url = excluded.url, due_at = excluded.due_at, url_since = excluded.due_at, verdict = NULL,
                 findings = '[]', length_s = NULL, checked_at = NULL, attempts = 0,
                 holder = NULL, lease_until = NULL""",
        now,
        now - window_ms,
        REPLAY_URL,
        webinar,
    )


_COLUMNS: Final = "webinar_id, url, verdict, findings, length_s, checked_at, attempts, told"


async def claim(
    conn: Conn, holder: UUID, now: Instant, until: Instant, window_ms: int, limit: int
) -> list[Check]:
    """Lease the checks that are due, of recordings that can still be watched."""
    due = f"""SELECT recording_checks.webinar_id FROM recording_checks
                JOIN webinars w ON w.id = recording_checks.webinar_id
                 AND w.recording_url = recording_checks.url
               WHERE recording_checks.due_at <= $2 AND w.ends_at > $4 AND w.cancelled_at IS NULL
                 AND {LEASE.is_free}
               ORDER BY recording_checks.due_at LIMIT $5 FOR UPDATE OF recording_checks SKIP LOCKED"""
    rows = await conn.fetch(LEASE.claim(due, returning=_COLUMNS), holder, now, until, now - window_ms, limit)
    return [_check(row) for row in rows]


async def complete(conn: Conn, holder: UUID, check: Check, due_at: Instant, checked_at: Instant) -> bool:
    """Store a check and end its lease. Returns: False when the lease was lost, or the address changed."""
    done = await conn.fetchval(
        LEASE.end(
            "verdict = $4, findings = $5, length_s = $6, checked_at = $7, attempts = $8, due_at = $9, told = $10",
            only="url = $3",
        ),
        holder,
        check.webinar,
        check.url,
        check.verdict,
        [[finding.code, finding.value] for finding in check.findings],
        check.length_s,
        checked_at,
        check.attempts,
        due_at,
        check.told,
    )
    return done is not None


async def of_webinar(conn: Conn, webinar: WebinarId) -> Check | None:
    """Return the check of a webinar's present recording; None when there is none yet."""
    row = await conn.fetchrow(
        f"""SELECT {_COLUMNS} FROM recording_checks
             WHERE webinar_id = $1 AND url = (SELECT recording_url FROM webinars WHERE id = $1)""",
        webinar,
    )
    return None if row is None else _check(row)


async def ask(conn: Conn, webinar: WebinarId, now: Instant, at_least_ms: int) -> None:
    """Make a check due now, unless one was made less than ``at_least_ms`` ago."""
    await conn.execute(
        """UPDATE recording_checks SET due_at = least(due_at, $2)
            WHERE webinar_id = $1 AND (checked_at IS NULL OR checked_at <= $3)""",
        webinar,
        now,
        now - at_least_ms,
    )


async def add_failure(conn: Conn, webinar: WebinarId, member: MemberId, reason: str, now: Instant) -> None:
    """Record that a viewer could not play the recording; the latest time stands."""
    await conn.execute(
        """INSERT INTO playback_failures (webinar_id, member_id, reason, at)
           SELECT webinar_id, id, $3, $4 FROM members WHERE id = $2 AND webinar_id = $1
               ON CONFLICT (webinar_id, member_id) DO UPDATE SET reason = excluded.reason, at = excluded.at""",
        webinar,
        member,
        reason,
        now,
    )


async def failures(conn: Conn, webinar: WebinarId, since: Instant) -> ViewerFailures:
    """Return the failures since then and since the recording has its present address."""
    row = await conn.fetchrow(
        """SELECT count(*) AS viewers, max(f.at) AS latest_at FROM playback_failures f
             LEFT JOIN recording_checks c ON c.webinar_id = f.webinar_id
            WHERE f.webinar_id = $1 AND f.at > $2 AND (c.url_since IS NULL OR f.at >= c.url_since)""",
        webinar,
        since,
    )
    return ViewerFailures(0, None) if row is None else ViewerFailures(row["viewers"], row["latest_at"])


async def take_report(conn: Conn, webinar: WebinarId, now: Instant, not_since: Instant) -> bool:
    """Return True, once in a while, when the failures of viewers are to be published."""
    taken = await conn.fetchval(
        """UPDATE recording_checks SET viewers_told_at = $2
            WHERE webinar_id = $1 AND (viewers_told_at IS NULL OR viewers_told_at <= $3
                                       OR viewers_told_at < url_since)
        RETURNING true""",
        webinar,
        now,
        not_since,
    )
    return taken is not None


async def drop_old_failures(conn: Conn, before: Instant) -> None:
    """Delete the failures from before this moment."""
    await conn.execute("DELETE FROM playback_failures WHERE at < $1", before)


def _check(row: asyncpg.Record) -> Check:
    return Check(
        webinar=WebinarId(row["webinar_id"]),
        url=row["url"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        findings=_findings(row["findings"]),
        length_s=row["length_s"],
        checked_at=row["checked_at"],
        attempts=row["attempts"],
        told=None if row["told"] is None else Verdict(row["told"]),
    )


def _findings(stored: Sequence[Any]) -> tuple[Finding, ...]:
    return tuple(Finding(FindingCode(code), value) for code, value in stored)
