"""The ledger's copies in Postgres, and the way back when Redis has lost everything.

Source: ARCHITECTURE.md, One heartbeat (step 7); docs/domain.md, Watched time is a set (explained)
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import accumulate

import pytest

from latecomer.core.phase import WINDOW_MS
from latecomer.core.status import Status
from latecomer.redis import keys
from latecomer.redis.functions import ShardNotReady
from latecomer.watching.archive import KEPT_MS, Archiver
from latecomer.watching.checkpoint import COPY_AFTER_MS, Checkpoint
from latecomer.watching.explanation import Explanations
from latecomer.watching.ledger.operations import Click, Hello
from latecomer.watching.ledger.record import Record
from latecomer.watching.status_sync import StatusSync
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from tests.support import builders
from tests.support.builders import ENDS_AT, MINUTE, PLAYBACK, STARTS_AT, S
from tests.support.server import AFTER, Guest, Live

COUNT = "SELECT count(*) FROM ledger_copies"


async def crowd(live: Live) -> list[Guest]:
    """People of two webinars who did all kinds of things; all of it copied and settled."""
    first, second = await live.webinar(), await live.webinar(timezone="Asia/Kolkata", recording=None)
    guests = [await live.guest(webinar) for webinar in (first, first, first, second)]
    one, two, three, four = guests
    await live.parts.get(Finisher).finish(first.id, ENDS_AT)
    await live.watch(one, ENDS_AT, ENDS_AT + 70 * S, covers=(0, 70))
    await live.watch(one, AFTER - MINUTE, AFTER, covers=(90, 91))
    await live.watch(two, STARTS_AT, STARTS_AT + 50 * MINUTE, covers=(0, 1800))
    await live.watch(four, ENDS_AT, ENDS_AT + S)
    drops = ("too_fast", "[0,1,2,3]", "future", '["x"]')
    beat = builders.heartbeat(
        member=three.id,
        webinar=first,
        link_serial=1,
        now=AFTER,
        playback=PLAYBACK,
        credits=(),
        drops=drops,
        resume_s=12.5,
    )
    hello = Hello(member=three.id, webinar=first, link_serial=1, now=AFTER, playback=PLAYBACK, clock_ms=17)
    click = Click(member=three.id, webinar=first, link_serial=1, now=AFTER)
    for entry in (hello, beat, click):
        await live.watching.ask(entry)
    await live.settle()
    await live.parts.get(Checkpoint).copy(after_ms=0)
    return guests


async def numbers(live: Live, guests: list[Guest]) -> tuple[object, ...]:
    """Every counter, without the zeros, and the retention curves."""
    found: list[object] = []
    for webinar in {guest.webinar.id: guest.webinar for guest in guests}.values():
        found.append({name: n for name, n in (await live.ledger.counters(webinar.id)).items() if n})
        steps = await live.ledger.retention(webinar.id, 1)
        found.append(list(accumulate(steps.get(str(second), 0) for second in range(1801))))
    return tuple(found)


async def records(live: Live, guests: list[Guest]) -> dict[object, Record]:
    """Every record; due marks are raised by loading, and versions by whatever follows."""
    read = await live.ledger.read([guest.id for guest in guests])
    return {member: replace(record, due=0, version=0) for member, record in read.items()}


async def test_what_changed_is_copied_once(live: Live) -> None:
    guest = await live.guest(await live.webinar())
    assert await live.parts.get(Checkpoint).copy(after_ms=0) == 0
    await live.watch(guest, AFTER - S, AFTER)
    assert await live.parts.get(Checkpoint).copy() == 0  # not yet
    live.clock.put(live.clock() + COPY_AFTER_MS)
    assert await live.parts.get(Checkpoint).copy() == 1
    assert await live.parts.get(Checkpoint).copy(after_ms=0) == 0
    assert await live.parts.pool.fetchval(COUNT) == 1


async def test_an_older_copy_never_replaces_a_newer_one(live: Live) -> None:
    guest = await live.guest(await live.webinar())
    await live.watch(guest, AFTER - S, AFTER)
    await live.parts.get(Checkpoint).copy(after_ms=0)
    raise_version = "UPDATE ledger_copies SET version = version + 100, resume_s = 7"
    await live.parts.pool.execute(raise_version)
    await live.watch(guest, AFTER - 2 * S, AFTER)
    await live.parts.get(Checkpoint).copy(after_ms=0)
    assert await live.parts.pool.fetchval("SELECT resume_s FROM ledger_copies") == 7


async def test_a_redis_that_lost_everything_gets_it_back_to_the_last_bit(live: Live) -> None:
    guests = await crowd(live)
    before, counted = await records(live, guests), await numbers(live, guests)
    statuses = [await live.status(guest) for guest in guests]
    assert Status.ATTENDED_ON_DEMAND in statuses
    await live.redis.flushall()
    with pytest.raises(ShardNotReady):
        await live.ledger.counters(guests[0].webinar.id)

    await live.parts.get(Checkpoint).make_ready(0)
    assert await records(live, guests) == before
    assert await numbers(live, guests) == counted
    await live.settle()  # everything is due once more, and nothing comes of it
    assert [await live.status(guest) for guest in guests] == statuses
    assert await records(live, guests) == before
    assert await numbers(live, guests) == counted
    assert await live.parts.get(Checkpoint).copy(after_ms=0) == 0


async def test_moments_that_were_no_facts_yet_are_after_the_loss(live: Live) -> None:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)
    await live.parts.get(Checkpoint).copy(after_ms=0)
    await live.redis.flushall()
    await live.parts.get(Checkpoint).make_ready(0)
    await live.settle()
    assert await live.status(guest) is Status.ATTENDED_ON_DEMAND


async def test_many_processes_at_once_load_once(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    guests = await crowd(live)
    counted = await numbers(live, guests)
    await live.redis.flushall()
    loads = 0
    load = live.ledger.load

    async def counting(*args: object) -> None:
        nonlocal loads
        loads += 1
        await load(*args)

    monkeypatch.setattr(live.ledger, "load", counting)
    await asyncio.gather(*(live.parts.get(Checkpoint).make_ready(0) for _ in range(4)))
    assert loads == 1
    assert await numbers(live, guests) == counted


async def test_being_emptied_again_while_loading_starts_anew(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = await crowd(live)
    counted = await numbers(live, guests)
    await live.redis.flushall()
    load = live.ledger.load

    async def once_in_vain(*args: object) -> None:
        await load(*args)
        await live.redis.flushall()
        monkeypatch.setattr(live.ledger, "load", load)

    monkeypatch.setattr(live.ledger, "load", once_in_vain)
    await live.parts.get(Checkpoint).make_ready(0)
    assert await numbers(live, guests) == counted


async def test_who_loses_the_lock_to_another_leaves_the_shard_to_them(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = await crowd(live)
    counted = await numbers(live, guests)
    await live.redis.flushall()
    load, unlock = live.ledger.load, live.ledger.unlock
    gave_up = asyncio.Event()

    async def overtaken(*args: object) -> None:
        await load(*args)
        await live.redis.flushall()
        assert await live.ledger.lock([0], "another", 60) == [0]
        monkeypatch.setattr(live.ledger, "load", load)

    async def noticed(*args: object) -> None:
        await unlock(*args)
        gave_up.set()

    monkeypatch.setattr(live.ledger, "load", overtaken)
    monkeypatch.setattr(live.ledger, "unlock", noticed)
    ours = asyncio.create_task(live.parts.get(Checkpoint).make_ready(0))
    async with asyncio.timeout(10):
        await gave_up.wait()
        assert not await live.ledger.is_ready(0), "nothing of it is there any more"
        assert await live.redis.get(keys.loading(0)) == b"another"
        await unlock([0], "another")
        await ours
    assert await numbers(live, guests) == counted


async def test_a_viewer_who_comes_back_first_waits_for_the_load_and_is_counted(live: Live) -> None:
    guests = await crowd(live)
    await live.redis.flushall()
    counted = await live.watch(guests[0], ENDS_AT, ENDS_AT + 71 * S, covers=(0, 71))
    assert (counted.on_demand_ms, counted.covered_s) == (131 * S, 72)


async def test_members_and_webinars_of_all_shards_come_back(live: Live) -> None:
    guests = await crowd(live)
    live.ledger.shards = 2  # as if started so: every shard loads its own
    await live.redis.flushall()
    for shard in range(2):
        await live.parts.get(Checkpoint).make_ready(shard)
    read = await live.ledger.read([guest.id for guest in guests])
    assert set(read) == {guest.id for guest in guests}
    assert (await live.ledger.counters(guests[0].webinar.id))["visitors"] == 1


class TestExplaining:
    async def test_it_reads_the_ledger(self, live: Live) -> None:
        guests = await crowd(live)
        explanations = Explanations(live.ledger, live.parts.pool)
        told = await explanations.watch(guests[0].webinar, guests[0].id)
        assert told.live.watched_ms == 0
        assert told.on_demand.intervals == ((ENDS_AT, ENDS_AT + 70 * S), (AFTER - MINUTE, AFTER))
        assert told.on_demand.watched_ms == 130 * S
        assert told.covered == ((0, 70), (90, 91))
        assert [each.playback for each in told.playbacks] == [PLAYBACK]
        told = await explanations.watch(guests[2].webinar, guests[2].id)
        assert told.drops == {"too_fast": 1, "future": 1}
        assert [drop.reason for drop in told.recent_drops] == ["future", "too_fast"]
        assert await explanations.drops(guests[2].webinar) == {"too_fast": 1, "future": 1}
        nobody = await live.guest(guests[0].webinar)
        watched = await explanations.watched(guests[0].webinar.id, [guests[1].id, nobody.id])
        assert (watched[guests[1].id].live_ms, watched[guests[1].id].covered_s) == (50 * MINUTE, 1800)
        assert (watched[guests[1].id].first_at, watched[guests[1].id].last_at) == (
            STARTS_AT,
            STARTS_AT + 50 * MINUTE,
        )
        assert watched[nobody.id].first_at is None

    async def test_while_the_ledger_is_being_loaded_it_reads_the_copies(self, live: Live) -> None:
        guests = await crowd(live)
        explanations = Explanations(live.ledger, live.parts.pool)
        before = [await explanations.watch(guest.webinar, guest.id) for guest in guests]
        drops = await explanations.drops(guests[0].webinar)
        await live.redis.flushall()
        assert [await explanations.watch(guest.webinar, guest.id) for guest in guests] == before
        assert await explanations.drops(guests[0].webinar) == drops


class TestArchiving:
    async def test_an_archived_webinar_leaves_redis_and_is_still_explained(self, live: Live) -> None:
        guests = await crowd(live)
        explanations = Explanations(live.ledger, live.parts.pool)
        before = [await explanations.watch(guest.webinar, guest.id) for guest in guests]
        drops = await explanations.drops(guests[0].webinar)
        archiver = Archiver(live.parts.pool, live.ledger, live.parts.get(Checkpoint), live.clock)
        live.clock.put(ENDS_AT + WINDOW_MS + KEPT_MS - 1000)
        assert await archiver.archive_due() == 0
        live.clock.put(ENDS_AT + WINDOW_MS + KEPT_MS + 1)
        assert await archiver.archive_due() == 2
        assert await archiver.archive_due() == 0
        assert set(await live.redis.keys("lc:{0}*")) == {keys.ready(0).encode()}
        assert [await explanations.watch(guest.webinar, guest.id) for guest in guests] == before
        assert await explanations.drops(guests[0].webinar) == drops

        # What changes about its members afterwards puts nothing back that would hide the copies.
        await live.parts.get(Registration).set_status(guests[0].id, Status.NOT_IN_PROGRAM, None, live.clock())
        assert await live.parts.get(StatusSync).sweep() == 0
        assert set(await live.redis.keys("lc:{0}*")) == {keys.ready(0).encode()}
        assert await explanations.watch(guests[0].webinar, guests[0].id) == before[0]

    async def test_who_died_while_archiving_is_followed_by_another(
        self, live: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await crowd(live)
        live.clock.put(ENDS_AT + WINDOW_MS + KEPT_MS + 1)
        archiver = Archiver(live.parts.pool, live.ledger, live.parts.get(Checkpoint), live.clock)

        async def dies(_: object) -> None:
            raise ConnectionError("Redis is away")

        with monkeypatch.context() as broken:
            broken.setattr(live.ledger, "forget", dies)
            with pytest.raises(ConnectionError):
                await archiver.archive_due()
        assert await archiver.archive_due() == 2
        assert set(await live.redis.keys("lc:{0}*")) == {keys.ready(0).encode()}
