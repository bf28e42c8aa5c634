"""Workers of campaigns are killed at every step: each cause is one run, each step one mail, one event, one status.

Source: docs/audiences.md, Campaigns
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import random
import signal
from collections import Counter
from typing import Any, Final

import pytest

from tests.campaigns.working import MAIL, MARK, campaign, segment
from tests.faults import campaign_worker
from tests.faults.campaign_worker import POINTS
from tests.faults.trap import Trap
from tests.support.builders import MINUTE
from tests.support.posting import open_post
from tests.support.site import BEFORE, Site

SEEDS: Final = range(20)
_EACH: Final = 2
_PEOPLE: Final = 2
_ALL: Final = tuple(itertools.product(POINTS, (False, True)))

ACTION_TRAPS: Final = {
    4 * nth: Trap(point, after, nth=nth % _PEOPLE + 1)
    for nth, (point, after) in enumerate(
        (("step", False), ("mails.add", True), ("add_step", True), ("write_run", True), ("step", True))
    )
}
"""The seeds under which a bulk action is done as well, and where its worker dies."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.campaign_worker"])


def traps_of(seed: int) -> list[Trap]:
    """Return where workers die under this seed; all seeds together hold each point, before and after."""
    chance = random.Random(f"campaigns {seed}")
    chosen = [_ALL[(seed * _EACH + nth) % len(_ALL)] for nth in range(_EACH)]
    once = ("add_occurrence", "take_changes", "look", "take_causes", "take")
    return [
        Trap(point, after, nth=1 if point in once else chance.randint(1, _PEOPLE)) for point, after in chosen
    ]


async def history(site: Site, url: str, traps: list[Trap], dies_in_action: Trap | None = None) -> list[str]:
    """Let people register, and workers die and come again; then mail everybody in a segment at once, while a worker
    dies, too. Returns: what differs from what should have happened."""
    clock = _context.Value("q", BEFORE, lock=False)  # a killed worker would keep the lock
    webinar = await site.webinar()
    steps = [MAIL, {"do": "set_status", "status": "attended"}, MARK, MAIL]
    async with open_post(site.pool) as post:
        connection = await post.connect("webhook", None)
    inside = await segment(site, webinar, {"filter": "member", "status": ["attended"]})
    calling = {"do": "call_webhook", "connection": str(connection)}
    schedule = {"every": "day", "at": "00:00"}
    await campaign(site, steps=[*steps[:2], calling, *steps[2:]])
    await campaign(site, triggers=[{"on": "entered_segment", "id": inside["id"]}], steps=[MAIL, calling])
    await campaign(site, schedule=schedule, webinar=webinar["id"], runs="every_time", steps=[MARK])
    differs = []
    for nth, trap in enumerate(traps):
        rows = [{"email": f"p{nth}.{number}@example.com"} for number in range(_PEOPLE)]
        site.now = clock.value
        await site.add(webinar, *rows)
        clock.value += 2 * MINUTE
        if trap.point in ("add_occurrence", "look"):
            clock.value += 24 * 60 * MINUTE
        if await _live(url, clock, trap, 1) != [-signal.SIGKILL]:
            differs.append(f"nobody came to {trap}")
        codes = await _live(url, clock, None, 2)
        if set(codes) != {0}:
            differs.append(f"workers ended with {codes}")
    people = len(traps) * _PEOPLE
    if dies_in_action is not None:
        site.now = clock.value
        body = {"action": MAIL, "expected": people}
        await site.call("POST", f"/segments/{inside['id']}/actions", body, expect=202)
        if await _live(url, clock, dies_in_action, 1) != [-signal.SIGKILL]:
            differs.append(f"nobody came to {dies_in_action}")
        await _live(url, clock, None, 2)
    return differs + await _recount(site, webinar, people, actions=dies_in_action is not None)


async def _live(url: str, clock: Any, trap: Trap | None, lives: int) -> list[int | None]:
    workers = [
        _context.Process(target=campaign_worker.work, args=(url, clock, trap), daemon=True)
        for _ in range(lives)
    ]
    for worker in workers:
        worker.start()
    await asyncio.gather(*(asyncio.to_thread(worker.join, 60) for worker in workers))
    return [worker.exitcode for worker in workers]


async def _recount(site: Site, webinar: Any, people: int, *, actions: bool) -> list[str]:
    """Count what happened to each member, from the rows that others read."""
    pool = site.pool
    differs = []
    members = [
        row["id"]
        for row in await pool.fetch("SELECT id FROM members WHERE webinar_id = $1::text::uuid", webinar["id"])
    ]
    if len(members) != people:
        differs.append(f"{len(members)} members of {people}")
    for name, query, expected in (
        ("mails", "SELECT member_id AS id FROM mails WHERE kind = 'campaign'", 4 if actions else 3),
        ("events", "SELECT member_id AS id FROM outbox WHERE type = 'campaign.step'", 2),
        ("flips", "SELECT member_id AS id FROM status_events WHERE to_status = 'attended'", 1),
        (
            "runs",
            """SELECT member_id AS id FROM campaign_runs
                WHERE state = 'done' AND (cause LIKE 'registered %' OR cause LIKE 'entered %')""",
            2,
        ),
        ("causes", "SELECT member_id AS id FROM causes WHERE kind = 'entered_segment'", 1),
    ):
        counted = Counter(row["id"] for row in await pool.fetch(query))
        differs += [
            f"{counted[member]} {name} of {member}" for member in members if counted[member] != expected
        ]
    unfinished = await pool.fetch(
        "SELECT state, reason, place, attempts FROM campaign_runs WHERE state NOT IN ('done', 'skipped')"
    )
    differs += [f"unfinished {dict(row)}" for row in unfinished]
    sequences = await pool.fetch(
        "SELECT member_id, array_agg(sequence ORDER BY number) AS s FROM outbox GROUP BY 1"
    )
    differs += [
        f"numbers {row['s']}"
        for row in sequences
        if row["member_id"] is not None and row["s"] != list(range(1, len(row["s"]) + 1))
    ]
    doubled = await pool.fetch(
        """SELECT campaign_id, key, nominal_at FROM campaign_occurrences o
            WHERE outcome = 'looked' AND runs <> (SELECT count(*) FROM campaign_runs r
              WHERE r.campaign_id = o.campaign_id AND r.cause LIKE 'schedule %'
                AND r.created_at = o.at)"""
    )
    return differs + [f"an occurrence whose runs differ: {dict(row)}" for row in doubled]


@pytest.mark.xdist_group("campaign-faults")
@pytest.mark.parametrize("seed", SEEDS)
async def test_each_cause_is_one_run_and_each_step_happens_once(
    seed: int, site: Site, postgres_url: str
) -> None:
    assert await history(site, postgres_url, traps_of(seed), ACTION_TRAPS.get(seed)) == []


def test_the_seeds_kill_before_and_after_every_point() -> None:
    traps = [trap for seed in SEEDS for trap in traps_of(seed)]
    assert {(trap.point, trap.after) for trap in traps} == set(_ALL)


@pytest.mark.xdist_group("campaign-faults")
async def test_a_trap_kills(site: Site, postgres_url: str) -> None:
    """The control: a worker that comes to its trap is gone, with its work half done."""
    webinar = await site.webinar()
    await campaign(site, steps=[MAIL])
    await site.member(webinar)
    clock = _context.Value("q", BEFORE, lock=False)  # a killed worker would keep the lock
    assert await _live(postgres_url, clock, Trap("mails.add", after=True, nth=1), 1) == [-signal.SIGKILL]
    assert await site.pool.fetchval("SELECT count(*) FROM mails WHERE kind = 'campaign'") == 0
