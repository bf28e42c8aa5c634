"""The check before the start, a day and an hour before: hosts are mailed the errors that they have not been mailed.

Source: docs/automated.md, Pre-flight; docs/mail.md, Which mails there are
"""

from __future__ import annotations

from typing import Final

from latecomer.automated import queries
from latecomer.automated.host_mails import queue_problems
from latecomer.automated.rules.preflight import Severity
from latecomer.automated.rules.presenters import Role
from latecomer.automated.service import Rundowns
from latecomer.core.ids import Instant
from latecomer.mail.queries.mails import RundownProblem
from latecomer.mail.rules.schedule import is_too_late
from latecomer.postgres.pool import Pool
from latecomer.webinars import queries as webinars

CHECKS_S: Final = (86_400, 3_600)
"""Seconds before the start at which a rundown is checked."""


class PreflightMails:
    """Checks rundowns before their start, and mails hosts the errors that they have not been mailed."""

    def __init__(self, pool: Pool, rundowns: Rundowns) -> None:
        self._pool = pool
        self._rundowns = rundowns

    async def work(self, now: Instant) -> int:
        """Do the checks that are due, each once. Returns: the number of webinars."""
        async with self._pool.acquire() as conn:
            due = await queries.preflights_due(conn, now, CHECKS_S)
        for check in due:
            if is_too_late(check.starts_at - check.before_s * 1_000, check.before_s, now):
                continue
            await self._check(check, now)
        return len(due)

    async def _check(self, check: queries.PreflightCheck, now: Instant) -> None:
        errors = [
            RundownProblem(problem.code, problem.name)
            for problem in await self._rundowns.preflight(check.webinar)
            if problem.severity is Severity.ERROR
        ]
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, check.webinar)
            if webinar is None or webinar.starts_at != check.starts_at:
                return
            if not await queries.note_preflight(conn, check, now):
                return
            hosts = [each for each in await queries.presenters(conn, check.webinar) if each.role is Role.HOST]
            told = await queries.problems_told(conn, [each.id for each in hosts])
            for host in hosts:
                new = [error for error in dict.fromkeys(errors) if error not in told.get(host.id, ())]
                if new:
                    await queue_problems(conn, host, new, check.starts_at, check.before_s, now)
