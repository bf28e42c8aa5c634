"""All operations at once: no deadlock, no seat given twice, and every status follows from its facts."""

import asyncio
import random
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import MemberId
from latecomer.core.status import Status
from latecomer.core.webinar import FlipOn
from latecomer.webinars.members.queries import facts as fact_rows
from latecomer.webinars.members.rules.status_decision import decide
from latecomer.webinars.members.settlement import Moments
from latecomer.webinars.service import WebinarChanges
from tests.support.builders import ENDS_AT, HOUR, STARTS_AT
from tests.support.services import BEFORE, House

SEATS = 15


async def quietly(attempt: Coroutine[Any, Any, object]) -> None:
    """Refusals are answers; anything else fails the test."""
    with suppress(Refused):
        await attempt


async def gather(*attempts: Coroutine[Any, Any, object]) -> None:
    """All of them at once."""
    await asyncio.gather(*map(quietly, attempts))


async def people(house: House, count: int) -> list[MemberId]:
    webinar = (await house.webinars.list(1, None)).items[0].webinar
    results = await house.add(webinar, *(f"{n}@example.com" for n in range(count)))
    return [result.member.id for result in results if result.member]


@pytest.mark.parametrize("seed", range(3))
async def test_before_the_end_no_seat_is_given_twice(house: House, seed: int) -> None:
    await house.warm_up()
    chance = random.Random(seed)
    webinar = await house.webinar(registrant_limit=SEATS)
    members = await people(house, 30)

    def attempt(now: int) -> Coroutine[Any, Any, object]:
        member = chance.choice(members)
        match chance.randrange(6):
            case 0:
                return house.add(
                    webinar,
                    *(f"{chance.randrange(40)}@example.com" for _ in range(chance.randrange(1, 12))),
                    now=now,
                )
            case 1:
                return house.registration.set_status(member, Status.NOT_IN_PROGRAM, None, now)
            case 2:
                return house.registration.set_status(member, Status.REGISTERED, None, now)
            case 3:
                return house.waitlist.promote(webinar.id, now)
            case 4:
                return house.settlement.settle_due(10, now)
            case _:
                return house.registration.new_link(member, now)

    await asyncio.gather(*(quietly(attempt(BEFORE + n)) for n in range(60)))
    await house.waitlist.promote(webinar.id, BEFORE + 100)

    counts = await house.timeline.status_counts(webinar.id)
    seated = sum(count for status, count in counts.items() if status.has_seat)
    assert seated <= SEATS
    assert seated == SEATS or counts[Status.WAITLISTED] == 0
    await check_statuses(house)


@pytest.mark.parametrize("seed", range(3))
async def test_around_the_finish_every_status_follows_from_its_facts(house: House, seed: int) -> None:
    await house.warm_up()
    chance = random.Random(seed)
    webinar = await house.webinar()
    members = await people(house, 25)

    def attempt(now: int) -> Coroutine[Any, Any, object]:
        some = chance.sample(members, chance.randrange(1, 15))
        match chance.randrange(6):
            case 0:
                return house.settlement.take_moments(
                    [Moments(member=m, view_at=ENDS_AT + HOUR) for m in some], now
                )
            case 1:
                moments = [Moments(member=m, joined_at=STARTS_AT, live_at=STARTS_AT) for m in some[:3]]
                return house.settlement.take_moments(moments, now)
            case 2:
                return house.settlement.take_moments(
                    [Moments(member=m, clicks=(ENDS_AT + 1,)) for m in some], now
                )
            case 3:
                finish = house.finisher.finish
                return finish(webinar.id, now) if now % 2 else house.finisher.finish_due(now)
            case 4:
                flip_on = chance.choice(list(FlipOn))
                return house.webinars.patch(webinar.id, WebinarChanges(flip_on=flip_on), now)
            case _:
                again = house.add(
                    webinar, *(f"{chance.randrange(25)}@example.com" for _ in range(9)), now=now
                )
                return gather(erase(house, some[0], now), again)

    await asyncio.gather(*(quietly(attempt(ENDS_AT + HOUR + n)) for n in range(50)))
    await house.settlement.settle_due(1000, ENDS_AT + 2 * HOUR)

    await check_statuses(house)
    still_linked = """SELECT count(*) FROM members m JOIN persons p ON p.id = m.person_id
                       WHERE p.erased_at IS NOT NULL AND m.link_serial = 1"""
    assert await house.pool.fetchval(still_linked) == 0
    links = await house.pool.fetch("SELECT from_status, to_status, member_id FROM status_events ORDER BY id")
    last: dict[MemberId, str] = {}
    for link in links:
        assert link["from_status"] == last.get(link["member_id"])
        last[link["member_id"]] = link["to_status"]
    numbers = await house.pool.fetch(
        "SELECT array_agg(sequence ORDER BY sequence) AS n FROM outbox GROUP BY member_id"
    )
    for row in numbers:
        assert row["n"] == list(range(1, len(row["n"]) + 1)) or row["n"][0] is None


async def test_a_webinar_can_be_deleted_while_everything_happens_to_it(house: House) -> None:
    await house.warm_up()
    for n in range(4):
        webinar = await house.webinar(registrant_limit=10)
        members = await people(house, 25)
        moments = [Moments(member=member, view_at=ENDS_AT + HOUR) for member in members]

        await asyncio.gather(
            house.settlement.take_moments(moments, ENDS_AT + HOUR),
            quietly(house.finisher.finish(webinar.id, ENDS_AT + HOUR)),
            *(
                quietly(house.registration.set_status(m, Status.NOT_IN_PROGRAM, None, BEFORE))
                for m in members[:n]
            ),
            house.webinars.delete(webinar.id),
            quietly(house.add(webinar, "new@example.com")),
            house.settlement.take_moments(moments, ENDS_AT + HOUR),
        )

        assert await house.pool.fetchval("SELECT count(*) FROM members") == 0


async def erase(house: House, member: MemberId, now: int) -> None:
    await house.erasure.erase((await house.load(member)).person.id, now)


async def check_statuses(house: House) -> None:
    """Check that no member is due, and that every status is at least what the facts say (a status that rules took back
    stays).
    """
    assert await house.settlement.settle_due(1000, ENDS_AT + 3 * HOUR) == []
    webinar = (await house.webinars.list(1, None)).items[0].webinar
    rows = await house.pool.fetch("SELECT id, status FROM members")
    async with house.pool.acquire() as conn:
        facts = await fact_rows.of_members(conn, [row["id"] for row in rows], ENDS_AT + 3 * HOUR)
        finishes = await fact_rows.finishes(conn, [webinar.id])
    times = [finish.at for finish in finishes.get(webinar.id, ())]
    for row in rows:
        status = Status(row["status"])
        assert decide(facts[row["id"]], times, webinar, current=status).status is status
        if webinar.flip_on is FlipOn.CLICK or status is not Status.ATTENDED_ON_DEMAND:
            assert decide(facts[row["id"]], times, webinar, current=None).status is status
