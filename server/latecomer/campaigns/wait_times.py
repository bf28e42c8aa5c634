"""The end of a wait: a moment of the run's webinar as it is now, or the next local time.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

from typing import assert_never

from latecomer.campaigns.queries import Run
from latecomer.campaigns.rules.flow import MomentOf, Until, offset_ms
from latecomer.campaigns.rules.schedule import Schedule, next_after
from latecomer.core.ids import Instant
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars


def moment_of(webinar: Webinar, of: MomentOf) -> Instant:
    """Return a moment of a webinar."""
    match of:
        case MomentOf.STARTS_AT:
            return webinar.starts_at
        case MomentOf.ENDS_AT:
            return webinar.ends_at
        case MomentOf.CLOSES_AT:
            return closes_at(webinar)
        case _:
            assert_never(of)


async def waits_until(conn: Conn, run: Run, until: Until, now: Instant, timezone: str) -> Instant | None:
    """Return the end of a wait that a run reaches now; None when its webinar was deleted."""
    if until.of is not None:
        found = await webinars.load(conn, [run.webinar])
        return moment_of(found[0], until.of) + offset_ms(until.offset or "0 days") if found else None
    schedule = Schedule(every="week" if until.on else "day", on=until.on, at=until.at)
    return next_after(schedule, timezone, now)
