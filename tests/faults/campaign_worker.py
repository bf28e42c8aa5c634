"""A worker of campaigns, in a process of its own that kills itself at a step that the history chooses."""

import asyncio
from collections.abc import Sequence
from ctypes import c_long
from typing import Any, Final

from latecomer.audiences.hooks import AudienceHooks
from latecomer.audiences.kept_segments import KeptSegments
from latecomer.audiences.queries import kept
from latecomer.campaigns import queries as rows
from latecomer.campaigns.scheduler import Scheduler
from latecomer.campaigns.worker import CampaignWorker
from latecomer.core.ids import Instant
from latecomer.events import outbox
from latecomer.mail import triggers
from latecomer.mail.queries import mails
from latecomer.people.queries import persons
from latecomer.postgres.pool import Pool, open_pool
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.settlement import Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist
from tests.faults.trap import Trap

POINTS: Final[dict[str, Any]] = {
    "take_causes": rows,
    "add_runs": rows,
    "enter": rows,
    "add_step": rows,
    "write_run": rows,
    "add_occurrence": rows,
    "take_changes": kept,
    "come_in": kept,
    "number_events": kept,
    "outbox.add": outbox,
    "mails.add": mails,
    "update": persons,
    "set_status": Registration,
    "take": CampaignWorker,
    "step": CampaignWorker,
    "judge": KeptSegments,
    "look": Scheduler,
}
"""The functions before or after which a worker dies; after the last ones its transaction is committed."""


def work(url: str, clock: c_long, trap: Trap | None) -> None:
    """Work until nothing is due, or until the trap.

    Args:
        url: the database. ``clock``: ms since the epoch.
    """
    if trap is not None:
        trap.set_in(POINTS)
    asyncio.run(_work(url, clock))


def registration(pool: Pool) -> Registration:
    """Return what statuses are set with; their mails are queued in the same transaction."""

    async def announce(_: Sequence[Settled]) -> None:
        return None

    settlement = Settlement(pool, announce, triggers.queue_for_changes)
    seat_plans = SeatPlans(settlement)
    return Registration(pool, settlement, seat_plans, Waitlist(pool, settlement, seat_plans))


async def _work(url: str, clock: c_long) -> None:
    pool = await open_pool(url, max_size=6)

    def now() -> Instant:
        return clock.value

    worker = CampaignWorker(pool, registration(pool), now)
    segments, scheduler = KeptSegments(pool, AudienceHooks(), now), Scheduler(pool, now)
    idle = 0
    while idle < 2:
        moved = await scheduler.look() + await segments.judge() + await segments.sweep() + await worker.take()
        while await worker.step():
            moved += 1
        idle = 0 if moved else idle + 1
    await pool.close()
