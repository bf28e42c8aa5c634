"""Settling: facts in, statuses out, once and completely, whoever settles when."""

import asyncio
from itertools import permutations

import pytest

from latecomer.core.facts import FactKind, Source
from latecomer.core.status import Status
from latecomer.webinars.members.queries import ledger_members
from latecomer.webinars.members.settlement import Moments, NewFact
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.services import BEFORE, House

AFTER = ENDS_AT + HOUR


async def test_a_new_member_has_one_status_event_and_numbered_outgoing_events(house: House) -> None:
    member = await house.member(await house.webinar())

    assert await house.status(member) is Status.REGISTERED
    assert await house.events(member) == [(None, Status.REGISTERED)]
    assert await house.outbox(member) == [("member.registered", 1), ("member.status_changed", 2)]


async def test_settling_again_changes_nothing(house: House) -> None:
    member = await house.member(await house.webinar())
    before = await house.load(member)

    assert await house.settlement.settle_members([member], AFTER) == []
    assert await house.settlement.settle_due(1000, AFTER) == []
    assert await house.load(member) == before
    assert await house.events(member) == [(None, Status.REGISTERED)]


async def test_two_settlers_of_one_member_write_one_status_event(house: House) -> None:
    await house.warm_up()
    member = await house.member(await house.webinar())
    await house.record(member, FactKind.LIVE, STARTS_AT + 1, settle=False)

    settled = await asyncio.gather(
        *(house.settlement.settle_members([member], AFTER) for _ in range(4)),
        *(house.settlement.settle_due(10, AFTER) for _ in range(4)),
    )

    assert sum(len(each) for each in settled) == 1
    assert await house.events(member) == [(None, Status.REGISTERED), (Status.REGISTERED, Status.ATTENDED)]


async def test_settlers_share_what_is_due(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar()
    results = await house.add(webinar, *(f"{n}@example.com" for n in range(40)))
    ids = [result.member.id for result in results if result.member]
    for member in ids:
        await house.record(member, FactKind.LIVE, STARTS_AT + 1, settle=False)

    shares = await asyncio.gather(*(house.settlement.settle_due(10, AFTER) for _ in range(4)))

    taken = [each.member for share in shares for each in share]
    assert len(taken) == len(set(taken))
    while await house.settlement.settle_due(10, AFTER):
        pass
    assert await house.statuses(webinar) == {Status.ATTENDED: 40}


async def test_a_fact_that_was_not_settled_is_found_by_the_sweep(house: House) -> None:
    member = await house.member(await house.webinar())
    await house.record(member, FactKind.REMOVED, STARTS_AT, settle=False)
    assert await house.status(member) is Status.REGISTERED

    await house.settlement.settle_due(1000, AFTER)

    assert await house.status(member) is Status.NOT_IN_PROGRAM


@pytest.mark.parametrize("order", list(permutations(("registered", "finish", "view"))))
async def test_facts_in_any_order_end_in_the_same_status(house: House, order: tuple[str, ...]) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar, status="invited")
    for step in order:
        if step == "finish":
            await house.finisher.finish(webinar.id, ENDS_AT)
        elif step == "view":
            await house.settlement.take_moments([Moments(member=member, view_at=AFTER)], AFTER)
        else:
            await house.record(member, FactKind.REGISTERED, BEFORE)

    assert await house.status(member) is Status.ATTENDED_ON_DEMAND
    assert (await house.load(member)).visitor


async def test_moments_become_facts_once(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.finisher.finish(webinar.id, ENDS_AT)
    moments = Moments(member=member, joined_at=AFTER, view_at=AFTER + MINUTE, clicks=(AFTER, AFTER + 5))

    first = await house.settlement.take_moments([moments], AFTER + MINUTE)
    again = await house.settlement.take_moments([moments], AFTER + HOUR)

    assert [(each.from_status, each.to_status, each.visitor, each.joined) for each in first] == [
        (Status.NO_SHOW, Status.ATTENDED_ON_DEMAND, True, True)
    ]
    assert again == []
    record = await house.load(member)
    assert record.joined_at == AFTER
    kinds = [entry.fact for entry in (await house.timeline.of_member(member, 200, None)).items if entry.fact]
    assert sorted(kinds) == ["click", "click", "joined", "registered", "view"]
    assert await house.outbox(member) == [
        ("member.registered", 1),
        ("member.status_changed", 2),
        ("member.status_changed", 3),
        ("member.joined", 4),
        ("member.status_changed", 5),
    ]


async def test_moments_of_a_member_that_is_gone_are_passed_over(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.webinars.delete(webinar.id)

    assert await house.settlement.take_moments([Moments(member=member, view_at=AFTER)], AFTER) == []


async def test_moments_taken_at_once_by_several_workers_count_once(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar()
    results = await house.add(webinar, *(f"{n}@example.com" for n in range(30)))
    await house.finisher.finish(webinar.id, ENDS_AT)
    moments = [Moments(member=result.member.id, view_at=AFTER) for result in results if result.member]

    settled = await asyncio.gather(
        house.settlement.take_moments(moments, AFTER),
        house.settlement.take_moments(moments[::-1], AFTER),
        house.settlement.take_moments(moments[10:], AFTER),
    )

    assert sum(len(each) for each in settled) == 30
    assert await house.statuses(webinar) == {Status.ATTENDED_ON_DEMAND: 30}
    assert await house.pool.fetchval("SELECT count(*) FROM facts WHERE kind = 'view'") == 30


async def test_a_live_click_attends_where_there_is_a_live_url(house: House) -> None:
    webinar = await house.webinar(live_url="https://live.example/room")
    member = await house.member(webinar)

    await house.settlement.take_moments([Moments(member=member, clicks=(STARTS_AT,))], STARTS_AT)

    assert await house.status(member) is Status.ATTENDED


async def test_attended_is_never_touched_by_watching_again(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.settlement.take_moments([Moments(member=member, live_at=STARTS_AT)], STARTS_AT)
    await house.finisher.finish(webinar.id, ENDS_AT)
    before = await house.load(member)

    await house.settlement.take_moments([Moments(member=member, view_at=AFTER)], AFTER)

    assert await house.load(member) == before


async def test_what_is_announced_is_what_the_ledger_must_hold(house: House) -> None:
    member = await house.member(await house.webinar())

    (announced,) = house.announced
    async with house.pool.acquire() as conn:
        assert (
            [announced.ledger_member]
            == await ledger_members.load(conn, [member])
            == await ledger_members.missing(conn, 10)
        )
        await ledger_members.mark_copied(conn, [announced.ledger_member])
        assert await ledger_members.missing(conn, 10) == []


async def test_a_failing_announcement_loses_nothing(house: House) -> None:
    webinar = await house.webinar()
    house.broken = True
    member = await house.member(webinar)
    await house.finisher.finish(webinar.id, ENDS_AT)

    async with house.pool.acquire() as conn:
        (card,) = await ledger_members.missing(conn, 10)
    assert (card.member, card.status, card.version) == (member, Status.NO_SHOW, 2)


async def test_a_version_that_was_outrun_never_lowers_the_mark(house: House) -> None:
    webinar = await house.webinar()
    await house.member(webinar)
    (old,) = house.announced
    await house.finisher.finish(webinar.id, ENDS_AT)
    new = house.announced[-1]

    async with house.pool.acquire() as conn:
        await ledger_members.mark_copied(conn, [new.ledger_member])
        await ledger_members.mark_copied(conn, [old.ledger_member])
        assert await ledger_members.missing(conn, 10) == []


async def test_a_settling_that_fails_leaves_no_trace(house: House) -> None:
    member = await house.member(await house.webinar())

    async def fail_after_settling() -> None:
        async with house.pool.acquire() as conn, conn.transaction():
            fact = NewFact(member=member, kind=FactKind.ATTENDED, at=AFTER, source=Source.OPERATOR)
            await house.settlement.record(conn, [fact], AFTER)
            assert len(await house.settlement.settle(conn, [member], AFTER)) == 1
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await fail_after_settling()
    assert await house.events(member) == [(None, Status.REGISTERED)]
    assert len(await house.outbox(member)) == 2
    assert await house.settlement.settle_due(10, AFTER) == []


async def test_status_events_name_their_facts_and_who_said_so(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.finisher.finish_due(ENDS_AT + HOUR)
    await house.settlement.take_moments([Moments(member=member, view_at=AFTER)], AFTER)

    entries = (await house.timeline.of_member(member, 200, None)).items
    facts = {entry.id: entry.fact for entry in entries if entry.fact}
    changes = [
        (entry.to_status, entry.source, {facts[number] for number in entry.fact_ids})
        for entry in reversed(entries)
        if entry.to_status
    ]
    assert changes == [
        (Status.REGISTERED, Source.OPERATOR, {FactKind.REGISTERED}),
        (Status.NO_SHOW, Source.CLOCK, {FactKind.REGISTERED}),
        (Status.ATTENDED_ON_DEMAND, Source.VIEWER, {FactKind.REGISTERED, FactKind.VIEW}),
    ]


async def test_a_member_keeps_its_milestones_whatever_its_status(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.record(member, FactKind.VIEW, ENDS_AT + MINUTE)
    await house.record(member, FactKind.LIVE, STARTS_AT + MINUTE)
    await house.record(member, FactKind.REMOVED, ENDS_AT + HOUR)
    row = await house.pool.fetchrow(
        "SELECT status, attended_at, viewed_at, registered_at, registered_source FROM members WHERE id = $1",
        member,
    )
    assert row is not None
    assert tuple(row) == ("not_in_program", STARTS_AT + MINUTE, ENDS_AT + MINUTE, BEFORE, "operator")
