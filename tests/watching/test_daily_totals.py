"""member.watched: a day that has been quiet for half an hour is told of once, and again when it grows."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

from latecomer.core.ids import MemberId
from latecomer.hooks import Question
from latecomer.watching.daily_totals import QUIET_MS, DailyTotals
from latecomer.watching.queries import checkpoint as copies
from latecomer.watching.queries.checkpoint import LedgerCopy
from latecomer.webinars.members.engagement import EngagementLevels, Interactions
from tests.support.builders import ENDS_AT, HOUR, MINUTE
from tests.support.posting import Clock
from tests.support.services import House

EMPTY = LedgerCopy(
    member=MemberId(UUID(int=0)),
    version=1,
    intervals=(),
    covered=(),
    recording_version=1,
    resume_s=0.0,
    playbacks=[],
    drops={},
    recent_drops=[],
    moments={},
)


def levels(house: House) -> EngagementLevels:
    """Levels of webinars that have no room."""
    return EngagementLevels(house.pool, Question(default=Interactions()))


class Day:
    """A member, and the copies of what they watched."""

    def __init__(self, house: House, member: MemberId) -> None:
        self.house = house
        self.member = member
        self.clock = Clock()
        self.days = DailyTotals(house.pool, self.clock, levels(house))
        self.version = 0

    async def watch(self, *intervals: tuple[int, int]) -> None:
        self.version += 1
        copy = replace(EMPTY, member=self.member, version=self.version, intervals=intervals)
        async with self.house.pool.acquire() as conn:
            await copies.store(conn, [copy], self.clock())
        assert await self.days.count() == 1

    async def told(self) -> list[dict[str, Any]]:
        async with self.house.pool.acquire() as conn:
            rows = await conn.fetch("SELECT data FROM outbox WHERE type = 'member.watched' ORDER BY number")
        return [row["data"] for row in rows]


async def test_a_quiet_day_is_told_once_and_again_when_it_grows(house: House) -> None:
    webinar = await house.webinar(timezone="Europe/Berlin")
    member = await house.member(webinar)
    day = Day(house, member)
    await day.watch((ENDS_AT, ENDS_AT + MINUTE))
    day.clock.turn(QUIET_MS - 1)
    assert await day.days.tell() == 0
    await day.watch((ENDS_AT, ENDS_AT + 2 * MINUTE))  # it grows: the half hour begins anew
    day.clock.turn(QUIET_MS - 1)
    assert await day.days.tell() == 0
    day.clock.turn(1)
    assert await day.days.tell() == 1
    assert await day.days.tell() == 0
    (first,) = await day.told()
    assert first["mode"] == "on_demand"
    assert (first["day"], first["watched_s"], first["revision"], first["sequence"]) == (
        "2026-03-04",
        120,
        1,
        3,
    )
    assert (first["first_at"], first["last_at"]) == ("2026-03-04T17:00:00.000Z", "2026-03-04T17:02:00.000Z")

    await day.watch((ENDS_AT, ENDS_AT + 2 * MINUTE))  # a newer copy with the same day is no growth
    day.clock.turn(QUIET_MS)
    assert await day.days.tell() == 0
    next_day = ENDS_AT + 12 * HOUR
    await day.watch((ENDS_AT, ENDS_AT + 3 * MINUTE), (next_day, next_day + MINUTE))
    day.clock.turn(QUIET_MS)
    assert await day.days.tell() == 2
    again = (await day.told())[1:]
    assert [(each["day"], each["watched_s"], each["revision"], each["sequence"]) for each in again] == [
        ("2026-03-04", 180, 2, 4),
        ("2026-03-05", 60, 1, 5),
    ]
    # What settling tells next goes on counting from there.
    await house.finisher.finish(webinar.id, ENDS_AT)
    async with house.pool.acquire() as conn:
        sequences = await conn.fetch(
            "SELECT sequence FROM outbox WHERE member_id = $1 ORDER BY number", member
        )
    assert [row["sequence"] for row in sequences] == list(range(1, len(sequences) + 1))


async def test_an_older_copy_takes_nothing_back(house: House) -> None:
    webinar = await house.webinar()
    day = Day(house, await house.member(webinar))
    await day.watch((ENDS_AT, ENDS_AT + 2 * MINUTE))
    async with house.pool.acquire() as conn:
        await conn.execute("UPDATE ledger_copies SET version = 0, counted_version = -1, intervals = '{}'")
    await day.days.count()
    day.clock.turn(QUIET_MS)
    await day.days.tell()
    assert [each["watched_s"] for each in await day.told()] == [120]


async def test_what_vendors_report_counts_together_with_what_was_played(house: House) -> None:
    webinar = await house.webinar()
    seen, unseen = [
        each.member.id for each in await house.add(webinar, "a@example.com", "b@example.com") if each.member
    ]
    day = Day(house, seen)
    await day.watch((ENDS_AT - 3 * MINUTE, ENDS_AT + MINUTE))

    async def report(member: MemberId, version: int, minutes: int) -> None:
        async with house.pool.acquire() as conn:
            await conn.execute(
                """INSERT INTO reported (member_id, live, on_demand, version)
                   VALUES ($1, int8multirange(int8range($2, $3)), '{}', $4)
                       ON CONFLICT (member_id) DO UPDATE SET live = excluded.live, version = excluded.version""",
                member,
                ENDS_AT - minutes * MINUTE,
                ENDS_AT + HOUR,
                version,
            )

    await report(seen, 1, 5)
    await report(unseen, 1, 7)
    assert await day.days.count() == 2
    assert await day.days.count() == 0
    day.clock.turn(QUIET_MS)
    assert await day.days.tell() == 3
    told = {(each["member_id"], each["mode"]): each["watched_s"] for each in await day.told()}
    assert told == {(str(seen), "live"): 300, (str(seen), "on_demand"): 60, (str(unseen), "live"): 420}
    await report(seen, 2, 4)  # corrected downwards
    assert await day.days.count() == 1
    day.clock.turn(QUIET_MS)
    assert await day.days.tell() == 1
    corrected = (await day.told())[-1]
    assert (corrected["watched_s"], corrected["revision"]) == (240, 2)
    await report(unseen, 2, 0)  # and taken back
    assert await day.days.count() == 1
    day.clock.turn(QUIET_MS)
    assert await day.days.tell() == 1
    assert ((await day.told())[-1]["watched_s"], await day.days.tell()) == (0, 0)


async def test_several_workers_tell_everything_once(house: House) -> None:
    webinar = await house.webinar()
    added = await house.add(webinar, *(f"{n}@example.com" for n in range(40)))
    members = [each.member.id for each in added if each.member]
    clock = Clock()
    stored = [replace(EMPTY, member=member, intervals=((ENDS_AT, ENDS_AT + MINUTE),)) for member in members]
    async with house.pool.acquire() as conn:
        await copies.store(conn, stored, clock())
    workers = [DailyTotals(house.pool, clock, levels(house)) for _ in range(4)]
    await asyncio.gather(*(worker.count() for worker in workers))
    clock.turn(QUIET_MS)
    await asyncio.gather(*(worker.tell() for worker in workers))
    await workers[0].tell()
    async with house.pool.acquire() as conn:
        told = await conn.fetch("SELECT member_id FROM outbox WHERE type = 'member.watched'")
    assert sorted(row["member_id"] for row in told) == sorted(members)


async def _totals(house: House, member: MemberId) -> tuple[int, int]:
    row = await house.pool.fetchrow("SELECT live_ms, on_demand_ms FROM members WHERE id = $1", member)
    assert row is not None
    return row["live_ms"], row["on_demand_ms"]


async def test_a_member_has_the_sum_of_its_days_per_mode(house: House) -> None:
    webinar = await house.webinar()
    day = Day(house, await house.member(webinar))
    await day.watch((ENDS_AT - MINUTE, ENDS_AT + MINUTE), (ENDS_AT + 30 * HOUR, ENDS_AT + 30 * HOUR + MINUTE))
    assert await _totals(house, day.member) == (MINUTE, 2 * MINUTE)
    await day.watch((ENDS_AT - MINUTE, ENDS_AT))
    assert await _totals(house, day.member) == (MINUTE, 0)


async def test_days_are_counted_again_when_the_event_ends_earlier(house: House) -> None:
    webinar = await house.webinar()
    day = Day(house, await house.member(webinar))
    await day.watch((ENDS_AT - 2 * MINUTE, ENDS_AT))
    assert await _totals(house, day.member) == (2 * MINUTE, 0)
    await house.finisher.finish(webinar.id, ENDS_AT - MINUTE)
    assert await day.days.count() == 1
    assert await _totals(house, day.member) == (MINUTE, MINUTE)
    assert await day.days.count() == 0
