"""Vendors' reports, counted by the ledger together with our own player's data."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from redis.asyncio import Redis

from latecomer.core import intervals
from latecomer.core.intervals import Intervals
from latecomer.core.status import Status
from latecomer.dashboards.rules.recount import recount
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.record import Reports
from latecomer.watching.rules.totals import WatchedSets, counted
from tests.support.builders import ENDS_AT, HOUR, MEMBER, MINUTE, STARTS_AT, WEBINAR, webinar
from tests.watching.ledger.test_ledger import CARD, NOW, count, heartbeat, put, record

VISITOR = replace(CARD, version=2, status=Status.ATTENDED_ON_DEMAND, visitor=True)


async def report(
    ledger: Ledger, version: int, live: Intervals = (), on_demand: Intervals = (), *, now: int = NOW
) -> None:
    said = Reports(member=MEMBER, webinar=WEBINAR.id, version=version, live=live, on_demand=on_demand)
    await ledger.put_reports({WEBINAR.id: WEBINAR}, [said], now)


def live(low: int, high: int) -> tuple[int, int]:
    return STARTS_AT + low * MINUTE, STARTS_AT + high * MINUTE


async def test_a_vendors_stay_and_our_own_player_are_a_union(ledger: Ledger) -> None:
    await put(ledger)
    await report(ledger, 1, (live(0, 10), live(55, 90)))
    assert (await record(ledger)).live_ms == 15 * MINUTE, "the live room counts until the event's end"
    low, high = live(5, 12)
    counted_ = await count(ledger, heartbeat(low, high, -1, -1))
    assert (counted_.live_ms, counted_.on_demand_ms) == (17 * MINUTE, 0)
    assert (await ledger.counters(WEBINAR.id))["t2"] == 1


async def test_a_report_replaces_the_one_before_whole_and_never_by_an_older_one(ledger: Ledger) -> None:
    await put(ledger)
    await report(ledger, 1, (live(0, 30),))
    await report(ledger, 3, (live(0, 12),))
    await report(ledger, 2, (live(0, 60),))
    await report(ledger, 3, (live(0, 60),))
    found = await record(ledger)
    assert (found.live_ms, found.reported, found.reported_live) == (12 * MINUTE, 3, (live(0, 12),))
    counters = await ledger.counters(WEBINAR.id)
    assert {name: n for name, n in counters.items() if n} == {"t2": 1}
    await report(ledger, 4)
    assert (await record(ledger)).live_ms == 0
    assert not any((await ledger.counters(WEBINAR.id)).values())


async def test_what_a_vendor_saw_live_is_the_vendors_fact_and_what_passes_the_threshold_is_a_view(
    ledger: Ledger,
) -> None:
    await put(ledger)
    await report(ledger, 1, (live(0, 30),))
    found = await record(ledger)
    assert (found.live_at, found.view_at, found.due) == (None, None, 0)
    await report(ledger, 2, (live(0, 30),), ((ENDS_AT, ENDS_AT + 30_000),))
    await count(ledger, heartbeat(ENDS_AT + 29_000, ENDS_AT + 60_000, -1, -1))
    assert (await record(ledger)).view_at is None, "60 s together are no view"
    await report(
        ledger, 3, (live(0, 30),), ((ENDS_AT, ENDS_AT + 30_000), (ENDS_AT + HOUR, ENDS_AT + HOUR + 1))
    )
    found = await record(ledger)
    assert found.view_at == NOW
    assert await ledger.due(0) == [MEMBER]
    low, high = live(40, 41)
    await count(ledger, heartbeat(low, high, -1, -1))
    assert (await record(ledger)).live_at == NOW


async def test_a_member_whose_card_comes_later_keeps_its_report(ledger: Ledger) -> None:
    await ledger.put_webinar(WEBINAR)
    await report(ledger, 1, (live(0, 10),))
    await put(ledger)
    found = await record(ledger)
    assert (found.live_ms, found.status) == (10 * MINUTE, Status.NO_SHOW)


async def test_a_record_that_is_loaded_counts_its_report(ledger: Ledger, client: Redis) -> None:
    await put(ledger, VISITOR)
    await report(ledger, 2, (live(0, 10),), ((ENDS_AT, ENDS_AT + HOUR),))
    low, high = ENDS_AT + HOUR, ENDS_AT + 2 * HOUR
    await count(ledger, heartbeat(low, high, -1, -1, now=high))
    before, counters = await record(ledger), await ledger.counters(WEBINAR.id)
    await client.flushall()
    await ledger.put_webinar(WEBINAR)
    await ledger.load(0, [(WEBINAR, MEMBER, before)], NOW)
    await ledger.set_ready(0)
    assert await ledger.counters(WEBINAR.id) == counters
    after = await record(ledger)
    assert (after.on_demand_ms, after.reported) == (2 * HOUR, 2)


async def test_a_webinar_that_ends_otherwise_is_counted_anew(ledger: Ledger) -> None:
    await put(ledger)
    await report(ledger, 1, (live(0, 60),))
    shorter = webinar(ends_at=STARTS_AT + 30 * MINUTE, version=2)
    await ledger.put_webinar(shorter)
    await ledger.put_members({shorter.id: shorter}, [replace(CARD, version=2)], NOW)
    found = await record(ledger)
    assert (found.live_ms, found.on_demand_ms) == (30 * MINUTE, 0)


@pytest.mark.parametrize("seed", range(5))
async def test_whatever_comes_when_the_numbers_equal_a_recount(ledger: Ledger, seed: int) -> None:
    chance = random.Random(seed)
    await put(ledger, VISITOR)
    own: Intervals = ()
    said: tuple[Intervals, Intervals] = ((), ())
    for version in range(1, 30):
        if chance.random() < 0.5:
            low = STARTS_AT + chance.randrange(-10, 200) * MINUTE
            high = low + chance.randrange(1, 20) * MINUTE
            low = max(low, STARTS_AT)
            if low < high:
                own = intervals.union(own, [(low, high)])
                await count(ledger, heartbeat(low, high, -1, -1))
        else:
            said = (_some(chance), _some(chance))
            await report(ledger, version, *said)
        live_, on_demand = counted(WEBINAR, own, *said)
        found = await record(ledger)
        assert found.live_ms == intervals.length(live_)
        assert found.on_demand_ms == intervals.length(on_demand)
        sets = WatchedSets(
            intervals=own,
            covered=(),
            recording_version=1,
            visitor=True,
            reported_live=said[0],
            reported_on_demand=said[1],
        )
        numbers, counters = recount(WEBINAR, [sets]), await ledger.counters(WEBINAR.id)
        assert counters.get("visitor_ms", 0) == numbers.visitor_ms
        assert [counters.get(f"t{nth}", 0) for nth in range(10)] == list(numbers.tenths)
        days = [counters.get(f"d{nth}", 0) for nth in range(len(numbers.visitors_per_day))]
        assert days == list(numbers.visitors_per_day)


def _some(chance: random.Random) -> Intervals:
    lows = [STARTS_AT + chance.randrange(-20, 4000) * MINUTE for _ in range(chance.randrange(4))]
    return intervals.union([(low, low + chance.randrange(1, 40) * MINUTE) for low in lows])
