"""Checks of recordings: when they are saved, every day, and when a viewer cannot play one.

Source: docs/domain.md, The recording is checked
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal
from uuid import uuid4

import structlog

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import WINDOW_MS
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.events import outbox
from latecomer.events.types import WebinarRecordingFailed, WebinarRecordingRestored
from latecomer.postgres.pool import Conn, Pool
from latecomer.recording_checks import queries
from latecomer.recording_checks.inspection import INSPECTION_S, Inspection, inspect
from latecomer.recording_checks.queries import Check, ViewerFailures
from latecomer.recording_checks.reader import Reader
from latecomer.recording_checks.rules.findings import (
    FailureReason,
    Finding,
    Verdict,
    is_passing,
    next_look_s,
    of_length,
    verdict_of,
)
from latecomer.webinars import queries as webinars

log = structlog.get_logger(__name__)

AT_ONCE: Final = 8
_LEASE_MS: Final = round(INSPECTION_S * 1000) + 60_000
_AGAIN_MS: Final = 60_000
"""The time after a check in which viewers' failures ask for no other."""
_FAILURES_MS: Final = 86_400_000
"""The time for which a viewer's failure is shown, and after which the next one is published again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingState:
    """The state of a webinar's recording: its check (None before the first), and the failures of viewers."""

    verdict: Verdict | None
    findings: tuple[Finding, ...]
    length_s: float | None
    checked_at: Instant | None
    failures: ViewerFailures


class RecordingChecks:
    """The checks of all recordings."""

    def __init__(self, pool: Pool, reader: Reader) -> None:
        self._pool = pool
        self._reader = reader

    async def length(self, url: str) -> float | None:
        """Return the length in seconds of the recording at this address, None where it cannot be read."""
        return (await inspect(self._reader, url)).length_s

    async def of(self, webinar: Webinar, now: Instant) -> RecordingState:
        """Return the state of a webinar's recording."""
        async with self._pool.acquire() as conn:
            check = await queries.of_webinar(conn, webinar.id)
            failures = await queries.failures(conn, webinar.id, now - _FAILURES_MS)
        if check is None or webinar.recording is None:
            return RecordingState(
                verdict=None, findings=(), length_s=None, checked_at=None, failures=failures
            )
        length = of_length(check.length_s, webinar.recording.duration_s)
        return RecordingState(
            verdict=check.verdict,
            findings=(*check.findings, *length),
            length_s=check.length_s,
            checked_at=check.checked_at,
            failures=failures,
        )

    async def ask(self, webinar: WebinarId, now: Instant) -> None:
        """Have a recording checked now."""
        async with self._pool.acquire() as conn:
            await queries.ask(conn, webinar, now, 0)

    async def viewer_failed(
        self, webinar: Webinar, member: MemberId, reason: FailureReason, now: Instant
    ) -> None:
        """Record that a viewer cannot play the recording, and tell the host. Raises: Refused no_recording."""
        if webinar.recording is None or webinar.recording.is_replay:
            raise Refused("no_recording", "This webinar has no recording.")
        async with self._pool.acquire() as conn, conn.transaction():
            await queries.add_failure(conn, webinar.id, member, reason, now)
            await queries.plan_new(conn, now, WINDOW_MS, webinar.id)
            await queries.ask(conn, webinar.id, now, _AGAIN_MS)
            if await queries.take_report(conn, webinar.id, now, now - _FAILURES_MS):
                await _publish_failure(conn, webinar, "viewer", [reason], now)

    async def check_due(self, now: Instant) -> int:
        """Check the recordings that are due. Returns: how many."""
        holder = uuid4()
        async with self._pool.acquire() as conn, conn.transaction():
            await queries.plan_new(conn, now, WINDOW_MS)
            due = await queries.claim(conn, holder, now, now + _LEASE_MS, WINDOW_MS, AT_ONCE)
        found = await asyncio.gather(*(inspect(self._reader, check.url) for check in due))
        for check, inspection in zip(due, found, strict=True):
            new = _follows(check, inspection)
            verdict = new.verdict or Verdict.NOT_CHECKED
            due_at = now + next_look_s(verdict, new.attempts) * 1000
            async with self._pool.acquire() as conn, conn.transaction():
                if await queries.complete(conn, holder, new, due_at, now):
                    await _publish(conn, check, new, now)
            log.info(
                "recording_checked",
                webinar=str(check.webinar),
                verdict=verdict,
                findings=[finding.code.value for finding in inspection.findings],
            )
        return len(due)

    async def sweep(self, now: Instant) -> None:
        """Delete viewers' failures that are not shown any more."""
        async with self._pool.acquire() as conn:
            await queries.drop_old_failures(conn, now - _FAILURES_MS)


def _follows(check: Check, inspection: Inspection) -> Check:
    """Return a check after an inspection. One that could be played is said to be gone when it stays away."""
    verdict = verdict_of(inspection.findings)
    gone = check.verdict is Verdict.PLAYABLE and verdict is Verdict.NOT_PLAYABLE
    if gone and is_passing(inspection.findings) and check.attempts < 2:
        return replace(check, attempts=check.attempts + 1)
    told = check.told if verdict is Verdict.NOT_CHECKED else verdict
    return replace(
        check,
        verdict=verdict,
        findings=inspection.findings,
        length_s=inspection.length_s,
        attempts=0,
        told=told,
    )


async def _publish(conn: Conn, before: Check, after: Check, now: Instant) -> None:
    """Publish that a recording cannot be played, or can be played again."""
    if after.told is before.told:
        return
    found = await webinars.load(conn, [after.webinar])
    if not found:
        return
    if after.told is Verdict.NOT_PLAYABLE:
        await _publish_failure(conn, found[0], "check", [each.code for each in after.findings], now)
    elif before.told is Verdict.NOT_PLAYABLE:
        restored = WebinarRecordingRestored(
            webinar_id=after.webinar, name=found[0].name, restored_at=to_text(now)
        )
        await outbox.add(conn, [outbox.Event(webinar=after.webinar, at=now, data=restored)])


async def _publish_failure(
    conn: Conn, webinar: Webinar, by: Literal["check", "viewer"], codes: Sequence[str], now: Instant
) -> None:
    failed = WebinarRecordingFailed(
        webinar_id=webinar.id, name=webinar.name, noticed_by=by, reasons=list(codes), failed_at=to_text(now)
    )
    await outbox.add(conn, [outbox.Event(webinar=webinar.id, at=now, data=failed)])
