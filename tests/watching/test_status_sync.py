"""From heartbeats to statuses and back into the ledger: carding and noticing on real engines, and crashes between them.

Source: docs/domain.md, Facts and statuses
"""

from __future__ import annotations

import time
from typing import Any

import pytest

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.http import appkeys
from latecomer.redis import keys
from latecomer.redis.functions import LedgerAway, ShardNotReady
from latecomer.redis.pubsub import Due, MembersChanged, Message, WebinarChanged
from latecomer.watching.due_members import DueMembers
from latecomer.watching.status_sync import StatusSync
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.settlement import NewFact, Settlement
from latecomer.webinars.service import WebinarChanges, Webinars
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.server import AFTER, Guest, Live


async def watched(live: Live, guest: Guest, ms: int) -> None:
    await live.watch(guest, AFTER - HOUR, AFTER - HOUR + ms)


async def visitors(live: Live, guest: Guest) -> tuple[int, int]:
    counters = await live.ledger.counters(guest.webinar.id)
    return counters.get("visitors", 0), counters.get("visitor_ms", 0)


async def finished(live: Live, **fields: Any) -> Guest:
    """A No-Show of a finished webinar."""
    webinar = await live.webinar(**fields)
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    assert await live.status(guest) is Status.NO_SHOW
    return guest


def listen(live: Live, webinar: WebinarId | None) -> list[Message]:
    """Collect everything that is published, without a network in between."""
    heard: list[Message] = []
    publish = live.parts.changes.publish

    async def also(of: WebinarId | None, message: Message) -> None:
        if of == webinar:
            heard.append(message)
        await publish(of, message)

    changes: Any = live.parts.changes
    changes.publish = also
    return heard


async def test_a_no_show_who_watches_flips_and_becomes_a_visitor(live: Live) -> None:
    guest = await finished(live)
    told = listen(live, guest.webinar.id)
    await watched(live, guest, 60_000)
    await live.settle()
    assert await live.status(guest) is Status.NO_SHOW
    await watched(live, guest, 60_001)
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
    assert await visitors(live, guest) == (1, 60_001)
    (change,) = [message for message in told if isinstance(message, MembersChanged)][-1].members
    assert (change.member, change.status) == (guest.id, "attended_on_demand")
    assert await live.ledger.due(0) == []


async def test_crossing_the_threshold_wakes_a_worker(live: Live) -> None:
    guest = await finished(live)
    told = listen(live, None)
    await watched(live, guest, 60_001)
    await live.watching.stop(5)
    assert Due() in told


async def test_who_viewed_before_the_finish_flips_with_it(live: Live) -> None:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.watch(guest, ENDS_AT, ENDS_AT + 60_001)
    await live.settle()
    assert await live.status(guest) is Status.REGISTERED
    await live.parts.get(Finisher).finish(webinar.id, AFTER)
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
    assert await visitors(live, guest) == (1, 60_001)


async def test_a_finish_brings_views_that_no_worker_had_noticed_yet(live: Live) -> None:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.watch(guest, ENDS_AT, ENDS_AT + 60_001)
    await live.parts.get(Finisher).finish(webinar.id, AFTER)
    assert (await live.parts.get(Registration).member(guest.id)).status is Status.ATTENDED_ON_DEMAND


async def test_attended_is_never_touched_by_watching_again(live: Live) -> None:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.watch(guest, STARTS_AT, STARTS_AT + 1)
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED
    await live.parts.get(Finisher).finish(webinar.id, AFTER)
    await live.watch(guest, ENDS_AT, ENDS_AT + 10 * MINUTE)
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED
    assert await visitors(live, guest) == (0, 0)
    assert (await live.ledger.read([guest.id]))[guest.id].on_demand_ms == 10 * MINUTE


async def test_a_lower_threshold_settles_everybody_again(live: Live) -> None:
    guest = await finished(live, watch_threshold_s=300.0)
    await watched(live, guest, 61_000)
    await live.settle()
    assert await live.status(guest) is Status.NO_SHOW
    await live.parts.get(Webinars).patch(
        guest.webinar.id, WebinarChanges(watch_threshold_s=60.0), live.clock()
    )
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
    assert await visitors(live, guest) == (1, 61_000)


async def test_a_removal_revokes_the_link_and_adding_again_restores_all(live: Live) -> None:
    guest = await finished(live)
    await watched(live, guest, 60_001)
    await live.settle()
    await live.parts.get(Registration).set_status(guest.id, Status.NOT_IN_PROGRAM, None, live.clock())
    await live.settle()
    assert await visitors(live, guest) == (0, 0)
    with pytest.raises(Refused, match="not valid"):
        await live.joining.state(guest.token, live.clock())
    await live.parts.get(Registration).set_status(guest.id, Status.REGISTERED, None, live.clock())
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
    assert await visitors(live, guest) == (1, 60_001)
    assert (await live.joining.state(guest.token, live.clock())).member_id == guest.id


async def test_a_new_link_revokes_the_old_one(live: Live) -> None:
    guest = await finished(live)
    await live.parts.get(Registration).new_link(guest.id, live.clock())
    await live.settle()
    with pytest.raises(Refused, match="not valid"):
        await live.joining.state(guest.token, live.clock())
    newer = live.token(guest.webinar, guest.id, serial=2)
    assert (await live.joining.state(newer, live.clock())).member_id == guest.id


class TestCrashes:
    async def test_a_due_mark_outlives_whoever_died_before_its_facts_committed(
        self, live: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guest = await finished(live)
        await watched(live, guest, 60_001)

        async def dies(*_: object) -> None:
            raise ConnectionError("Postgres is away")

        with monkeypatch.context() as broken:
            broken.setattr(live.parts.get(Settlement), "take_moments", dies)
            with pytest.raises(ConnectionError):
                await live.parts.get(DueMembers).take()
        assert await live.ledger.due(0) == [guest.id]
        assert await live.parts.get(DueMembers).take() == 0  # whoever claimed it may yet be at it
        live.clock.put(live.clock() + 10 * S)
        await live.settle()
        assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
        assert await live.ledger.due(0) == []

    async def test_facts_that_committed_before_the_mark_went_are_not_made_twice(
        self, live: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        guest = await finished(live)
        await watched(live, guest, 60_001)

        async def dies(*_: object) -> None:
            raise LedgerAway("of a test")

        with monkeypatch.context() as broken:
            broken.setattr(live.ledger, "settled", dies)
            with pytest.raises(LedgerAway):
                await live.parts.get(DueMembers).take()
        assert (await live.parts.get(Registration).member(guest.id)).status is Status.ATTENDED_ON_DEMAND
        live.clock.put(live.clock() + 10 * S)
        await live.settle()
        count = "SELECT count(*) FROM facts WHERE member_id = $1 AND kind = 'view'"
        assert await live.parts.pool.fetchval(count, guest.id) == 1
        assert await live.ledger.due(0) == []

    async def test_a_card_that_could_not_be_put_is_swept(self, live: Live) -> None:
        guest = await finished(live)
        await watched(live, guest, 60_001)
        view = NewFact(
            member=guest.id, kind=FactKind.VIEW, at=live.clock(), source=Source.VIEWER, key="first"
        )
        async with live.parts.pool.acquire() as conn, conn.transaction():
            await live.parts.get(Settlement).record(conn, [view], live.clock())
        await live.redis.delete(keys.ready(0))
        settled = await live.parts.get(Settlement).settle_due(500, live.clock())
        assert [each.to_status for each in settled] == [Status.ATTENDED_ON_DEMAND]
        assert (await live.ledger.read([guest.id]))[guest.id].status is Status.NO_SHOW
        with pytest.raises(ShardNotReady):
            await live.parts.get(StatusSync).sweep()
        await live.ledger.set_ready(0)
        await live.settle()
        assert await live.status(guest) is Status.ATTENDED_ON_DEMAND
        assert await visitors(live, guest) == (1, 60_001)

    async def test_a_sweep_ends(self, live: Live) -> None:
        await finished(live)
        assert await live.parts.get(StatusSync).sweep() == 0


async def test_a_deleted_webinar_lets_nobody_in(live: Live) -> None:
    guest = await finished(live)
    told = listen(live, guest.webinar.id)
    await live.parts.get(Webinars).delete(guest.webinar.id)
    assert WebinarChanged(0) in told
    live.parts.get(WebinarCache).forget(guest.webinar.id)
    with pytest.raises(Refused, match="not valid"):
        await live.joining.state(guest.token, live.clock())
    assert not await live.redis.exists(keys.card(0, guest.webinar.id))


class TestJoinLink:
    @pytest.mark.parametrize(
        ("now", "step"),
        [
            (STARTS_AT - HOUR, "wait"),
            (STARTS_AT - MINUTE, "wait"),
            (STARTS_AT, "play"),
            (ENDS_AT, "play"),
            (ENDS_AT + 30 * DAY - S, "play"),
        ],
    )
    async def test_a_click_opens_what_the_moment_has(self, live: Live, now: Instant, step: str) -> None:
        guest = await live.guest(await live.webinar())
        live.clock.put(now)
        assert (await live.joining.click(guest.token, now, signed=True)).next == step

    async def test_it_goes_where_the_webinar_says(self, live: Live) -> None:
        webinar = await live.webinar(
            live_url="https://live.example/1", watch_url="https://ours.example/watch"
        )
        guest = await live.guest(webinar)
        step = await live.joining.click(guest.token, STARTS_AT, signed=True)
        assert (step.next, step.url) == ("live_url", "https://live.example/1")
        step = await live.joining.click(guest.token, ENDS_AT, signed=True)
        assert (step.next, step.url) == ("watch_url", f"https://ours.example/watch#latecomer={guest.token}")

    async def test_without_a_recording_one_waits(self, live: Live) -> None:
        guest = await live.guest(await live.webinar(recording=None))
        assert (await live.joining.click(guest.token, AFTER, signed=True)).next == "wait"

    async def test_a_click_during_the_event_attends_where_nothing_better_is_known(self, live: Live) -> None:
        guest = await live.guest(await live.webinar(live_url="https://live.example/1"))
        await live.joining.click(guest.token, STARTS_AT - 15 * MINUTE, signed=True)
        await live.settle()
        assert await live.status(guest) is Status.ATTENDED

    async def test_two_clicks_in_one_millisecond_are_two(self, live: Live) -> None:
        guest, other = await live.guest(await live.webinar()), await live.guest(await live.webinar())
        for each in (guest, guest, other):
            await live.joining.click(each.token, AFTER, signed=True)
        records = await live.ledger.read([guest.id, other.id])
        assert records[guest.id].clicks == (AFTER, AFTER + 1)
        assert records[other.id].clicks == (AFTER,)

    @pytest.mark.parametrize(
        ("status", "code"), [("invited", "not_registered"), ("waitlisted", "not_registered")]
    )
    async def test_who_is_not_registered_is_told_so(self, live: Live, status: str, code: str) -> None:
        guest = await live.guest(await live.webinar(), status=status)
        with pytest.raises(Refused) as refused:
            await live.joining.click(guest.token, AFTER, signed=True)
        assert refused.value.code == code

    async def test_after_the_window_it_is_closed(self, live: Live) -> None:
        guest = await live.guest(await live.webinar())
        with pytest.raises(Refused) as refused:
            await live.joining.state(guest.token, ENDS_AT + 30 * DAY)
        assert refused.value.code == "window_closed"

    async def test_while_redis_is_away_the_page_still_shows_and_a_click_can_be_tried_again(
        self, live: Live
    ) -> None:
        guest = await live.guest(await live.webinar())
        await live.watching.stop(1)
        with pytest.raises(Refused) as refused:
            await live.joining.click(guest.token, AFTER, signed=True)
        assert refused.value.code == "unavailable"

    async def test_a_record_that_is_not_loaded_yet_is_looked_up_in_postgres(self, live: Live) -> None:
        guest = await live.guest(await live.webinar())
        await live.redis.flushall()
        live.parts.get(WebinarCache).forget(guest.webinar.id)
        assert (await live.joining.state(guest.token, AFTER)).status is Status.REGISTERED
        with pytest.raises(Refused, match="not valid"):
            await live.joining.state(live.token(guest.webinar, guest.id, serial=2), AFTER)


async def test_readiness_says_what_an_ack_is_worth(live: Live) -> None:
    readiness = await live.app[appkeys.readiness]()
    assert (readiness.redis, readiness.postgres, readiness.ack) == ("clock_off", "up", "flushed")
    live.clock.put(time.time_ns() // 1_000_000)
    readiness = await live.app[appkeys.readiness]()
    assert (readiness.ready, readiness.redis) == (True, "up")
