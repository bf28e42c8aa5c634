"""Finishing: everybody who registered before is somewhere else afterwards, exactly once."""

import asyncio

import pytest

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.webinars.members.settlement import Moments
from latecomer.webinars.members.timeline import EntryKind
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.services import BEFORE, House

GRACE = 120 * S


async def test_finishing_counts_everybody_settled(house: House) -> None:
    webinar = await house.webinar()
    await house.add(webinar, *(f"{n}@example.com" for n in range(3)))
    await house.add(webinar, "live@example.com", status="attended")
    await house.add(webinar, "no@example.com", status="rejected")

    counts = await house.finisher.finish(webinar.id, ENDS_AT)

    assert len(counts) == 10
    assert {status: count for status, count in counts.items() if count} == {
        Status.NO_SHOW: 3,
        Status.ATTENDED: 1,
        Status.REJECTED: 1,
    }


async def test_finishing_early_ends_the_event_now(house: House) -> None:
    webinar = await house.webinar()
    await house.member(webinar)

    await house.finisher.finish(webinar.id, STARTS_AT + MINUTE)

    after = await house.webinars.get(webinar.id)
    assert (after.ends_at, after.finished_at, after.version) == (
        STARTS_AT + MINUTE,
        STARTS_AT + MINUTE,
        webinar.version + 1,
    )
    assert house.changed[-1] == after


async def test_finishing_late_leaves_the_end_alone(house: House) -> None:
    webinar = await house.webinar()

    await house.finisher.finish(webinar.id, ENDS_AT + HOUR)

    after = await house.webinars.get(webinar.id)
    assert (after.ends_at, after.finished_at) == (ENDS_AT, ENDS_AT + HOUR)


async def test_an_event_that_has_not_begun_cannot_be_over(house: House) -> None:
    webinar = await house.webinar()

    with pytest.raises(Refused) as refusal:
        await house.finisher.finish(webinar.id, STARTS_AT)

    assert refusal.value.code == "event_not_started"
    assert (await house.webinars.get(webinar.id)).finished_at is None


async def test_an_unknown_webinar_cannot_be_finished(house: House) -> None:
    webinar = await house.webinar()
    await house.webinars.delete(webinar.id)

    with pytest.raises(Refused) as refusal:
        await house.finisher.finish(webinar.id, ENDS_AT)

    assert refusal.value.code == "unknown_webinar"


async def test_who_passed_the_threshold_before_flips_in_the_same_breath(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    house.in_ledger = [Moments(member=member, view_at=ENDS_AT + MINUTE)]

    counts = await house.finisher.finish(webinar.id, ENDS_AT + GRACE)

    assert counts[Status.ATTENDED_ON_DEMAND] == 1
    assert (await house.load(member)).visitor


async def test_a_view_before_the_finish_flips_nothing_yet(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.settlement.take_moments([Moments(member=member, view_at=ENDS_AT + MINUTE)], ENDS_AT + MINUTE)
    assert await house.status(member) is Status.REGISTERED

    assert await house.finisher.finish_due(ENDS_AT + GRACE) == [webinar.id]

    assert await house.events(member) == [
        (None, Status.REGISTERED),
        (Status.REGISTERED, Status.ATTENDED_ON_DEMAND),
    ]


async def test_the_automatic_finish_comes_at_its_time_with_its_time(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    late = await house.member(webinar, "late@example.com", now=ENDS_AT + GRACE + 1)

    assert await house.finisher.finish_due(ENDS_AT + GRACE - 1) == []
    assert await house.finisher.finish_due(ENDS_AT + HOUR) == [webinar.id]

    assert (await house.webinars.get(webinar.id)).finished_at == ENDS_AT + GRACE
    assert await house.status(member) is Status.NO_SHOW
    assert await house.status(late) is Status.REGISTERED


async def test_the_automatic_finish_happens_once_however_many_ask(house: House) -> None:
    await house.warm_up()
    webinars = [await house.webinar() for _ in range(3)]
    for webinar in webinars:
        await house.add(webinar, *(f"{n}@example.com" for n in range(20)))

    finished = await asyncio.gather(*(house.finisher.finish_due(ENDS_AT + HOUR) for _ in range(6)))

    assert sorted(each for some in finished for each in some) == sorted(webinar.id for webinar in webinars)
    assert await house.pool.fetchval("SELECT count(*) FROM finishes") == 3
    assert await house.pool.fetchval("SELECT count(*) FROM outbox WHERE type = 'webinar.finished'") == 3
    assert await house.pool.fetchval("SELECT count(*) FROM status_events WHERE to_status = 'no_show'") == 60
    assert await house.finisher.finish_due(ENDS_AT + 2 * HOUR) == []


async def test_finishing_by_request_and_by_the_clock_at_once(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar()
    await house.add(webinar, *(f"{n}@example.com" for n in range(50)))

    await asyncio.gather(
        house.finisher.finish(webinar.id, ENDS_AT + HOUR),
        house.finisher.finish_due(ENDS_AT + HOUR),
        house.settlement.settle_due(1000, ENDS_AT + HOUR),
        house.settlement.settle_due(1000, ENDS_AT + HOUR),
    )

    assert await house.statuses(webinar) == {Status.NO_SHOW: 50}
    assert await house.pool.fetchval("SELECT count(*) FROM status_events WHERE to_status = 'no_show'") == 50


async def test_after_an_early_finish_the_clock_still_finishes(house: House) -> None:
    webinar = await house.webinar()
    await house.finisher.finish(webinar.id, STARTS_AT + MINUTE)
    member = await house.member(webinar, now=STARTS_AT + 2 * MINUTE)
    assert await house.status(member) is Status.REGISTERED

    assert await house.finisher.finish_due(STARTS_AT + MINUTE + GRACE) == [webinar.id]

    assert await house.status(member) is Status.NO_SHOW


async def test_a_webinar_created_in_the_past_is_finished_only_when_asked(house: House) -> None:
    webinar = await house.webinar(now=ENDS_AT)
    member = await house.member(webinar, now=ENDS_AT)

    assert await house.finisher.finish_due(ENDS_AT + 24 * HOUR) == []
    assert await house.status(member) is Status.REGISTERED
    await house.finisher.finish(webinar.id, ENDS_AT + HOUR)
    assert await house.status(member) is Status.NO_SHOW


async def test_finishing_again_takes_who_registered_since(house: House) -> None:
    webinar = await house.webinar()
    await house.finisher.finish(webinar.id, ENDS_AT)
    member = await house.member(webinar, now=ENDS_AT + MINUTE)

    await house.finisher.finish(webinar.id, ENDS_AT + HOUR)

    assert await house.status(member) is Status.NO_SHOW
    entries = (await house.timeline.of_member(member, 10, None)).items
    assert [entry.at for entry in entries if entry.kind is EntryKind.FINISH] == [ENDS_AT + HOUR, ENDS_AT]


async def test_collaborators_that_fail_stop_no_finish(house: House) -> None:
    webinar = await house.webinar()
    member = await house.member(webinar)
    house.broken = True

    counts = await house.finisher.finish(webinar.id, ENDS_AT)

    assert counts[Status.NO_SHOW] == 1
    assert await house.status(member) is Status.NO_SHOW


async def test_a_worker_that_died_after_the_finish_leaves_it_to_the_sweep(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    webinar = await house.webinar()
    members = [await house.member(webinar, f"{n}@example.com") for n in range(3)]
    await house.record(members[0], FactKind.VIEW, ENDS_AT + MINUTE)

    async def die(webinar_id: WebinarId, now: Instant) -> None:
        raise SystemExit

    monkeypatch.setattr(house.settlement, "settle_webinar", die)
    with pytest.raises(SystemExit):
        await house.finisher.finish(webinar.id, ENDS_AT + GRACE)
    assert await house.statuses(webinar) == {Status.REGISTERED: 3}

    await house.settlement.settle_due(1000, ENDS_AT + HOUR)

    assert await house.statuses(webinar) == {Status.NO_SHOW: 2, Status.ATTENDED_ON_DEMAND: 1}


async def test_a_member_registered_while_the_event_is_finished_is_not_missed(house: House) -> None:
    await house.warm_up()
    webinar = await house.webinar()

    await asyncio.gather(
        *(house.add(webinar, f"{n}@example.com", now=BEFORE) for n in range(10)),
        house.finisher.finish(webinar.id, ENDS_AT),
        *(house.add(webinar, f"{n}@example.com", now=BEFORE) for n in range(10, 20)),
    )

    assert await house.statuses(webinar) == {Status.NO_SHOW: 20}
    sources = await house.pool.fetch("SELECT DISTINCT source FROM status_events WHERE to_status = 'no_show'")
    assert [row["source"] for row in sources] == [Source.OPERATOR]


async def test_a_preview_says_who_would_change_and_changes_nothing(house: House) -> None:
    webinar = await house.webinar()
    await house.add(webinar, *(f"{n}@example.com" for n in range(3)))
    await house.add(webinar, "live@example.com", status="attended")
    member = await house.member(webinar)
    house.in_ledger = [Moments(member=member, view_at=ENDS_AT + MINUTE)]
    before = await house.webinars.get(webinar.id)

    preview = await house.finisher.preview(webinar.id, ENDS_AT + GRACE)

    assert preview == {Status.REGISTERED: {Status.NO_SHOW: 3, Status.ATTENDED_ON_DEMAND: 1}}
    assert await house.webinars.get(webinar.id) == before
    counts = await house.finisher.finish(webinar.id, ENDS_AT + GRACE)
    assert (counts[Status.NO_SHOW], counts[Status.ATTENDED_ON_DEMAND]) == (3, 1)
    assert await house.finisher.preview(webinar.id, ENDS_AT + HOUR) == {}


async def test_a_preview_refuses_what_a_finish_refuses(house: House) -> None:
    webinar = await house.webinar()
    with pytest.raises(Refused) as refusal:
        await house.finisher.preview(webinar.id, STARTS_AT)
    assert refusal.value.code == "event_not_started"
    await house.webinars.delete(webinar.id)
    with pytest.raises(Refused) as refusal:
        await house.finisher.preview(webinar.id, ENDS_AT)
    assert refusal.value.code == "unknown_webinar"
