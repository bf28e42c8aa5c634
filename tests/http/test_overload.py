"""Too much of everything: bounded, counted, explained, and other viewers notice nothing.

Source: docs/protocol.md, Viewer; docs/domain.md, Watched time is a set
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from prometheus_client import REGISTRY

from latecomer.watching.ledger.record import Record
from latecomer.webinars.finish import Finisher
from tests.support.builders import ENDS_AT, HOUR, MINUTE, S
from tests.support.server import Guest, Live, Tab, open_live
from tests.support.valkey_cluster import Node

NOTICED_S = 3.0
"""Seconds that an ack of another viewer may take on a busy machine."""


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show who can watch the recording."""
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


async def welcomed(live: Live, guest: Guest, *args: Any, **options: Any) -> Tab:
    tab = await live.enter(guest, *args, **options)
    assert (await tab.next())["type"] == "welcome"
    return tab


async def record(live: Live, guest: Guest) -> Record:
    found: Record = (await live.ledger.read([guest.id]))[guest.id]
    return found


def refused(code: str) -> float:
    """Return the number of refusals with that code in this process."""
    return REGISTRY.get_sample_value("latecomer_refused_total", {"code": code}) or 0.0


@asynccontextmanager
async def somebody_else(live: Live, guest: Guest) -> AsyncIterator[list[float]]:
    """Another viewer of the same webinar, who beats all along; how long each ack took, in seconds."""
    tab = await welcomed(live, await live.guest(guest.webinar))
    took: list[float] = []

    async def beat() -> None:
        for seq in range(1, 10_000):
            sent = time.monotonic()
            await tab.beat(seq)
            await tab.acked(seq)
            took.append(time.monotonic() - sent)
            await asyncio.sleep(0.02)

    beating = asyncio.create_task(beat())
    try:
        yield took
        while len(took) < 2:  # noqa: ASYNC110 - its acks
            await asyncio.sleep(0.01)
        assert not beating.done()
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
    assert max(took) < NOTICED_S


async def test_an_hours_backlog_at_once_is_taken_whole(live: Live, guest: Guest) -> None:
    playback = uuid4()
    await (await welcomed(live, guest, playback)).connection.close()
    live.clock.put(live.clock() + HOUR)
    tab = await welcomed(live, guest, playback, clock_ms=HOUR)
    async with somebody_else(live, guest):
        for seq in range(1, 361):
            at = (seq - 1) * 10 * S
            await tab.beat(seq, [at, at + 10 * S, at / 1000, at / 1000 + 10])
        ack = await tab.acked(360)
    assert (ack["watched_s"], ack["covered_s"], ack.get("dropped")) == (3600.0, 1800, None)


async def test_a_millisecond_on_and_one_off_for_an_hour_keeps_2000_intervals(
    live: Live, guest: Guest
) -> None:
    playback = uuid4()
    await (await welcomed(live, guest, playback)).connection.close()
    live.clock.put(live.clock() + HOUR)
    tab = await welcomed(live, guest, playback, clock_ms=HOUR)
    dropped = 0
    async with somebody_else(live, guest):
        for seq in range(1, 31):  # 6,000 of them; an hour has 1.8 million, 200 to a heartbeat
            first = (seq - 1) * 200
            await tab.beat(seq, *([2 * n, 2 * n + 1, 0, 0.001] for n in range(first, first + 200)))
            ack = await tab.acked(seq)
            dropped += ack.get("dropped", {}).get("limit", 0)
        assert (ack["watched_s"], dropped) == (2.0, 4000)
        await tab.beat(31, [3999, 5000, 0, 1.0])  # one that touches still counts
        assert (await tab.acked(31))["watched_s"] == 3.001
    kept = await record(live, guest)
    assert len(kept.intervals) == 2000
    assert kept.drops == {"limit": 4000}
    assert len(kept.recent_drops) == 50


async def test_a_thousand_malformed_frames_a_second_are_answered_and_read_slower(
    live: Live, guest: Guest
) -> None:
    before = refused("malformed_json")
    tab = await welcomed(live, guest)

    async def flood() -> None:
        for _ in range(3000):
            await tab.send("{no JSON")

    async with somebody_else(live, guest) as took:
        flooding = asyncio.create_task(flood())
        for _ in range(400):
            assert (await tab.until("error"))["code"] == "malformed_json"
        beats = len(took)
        async with asyncio.timeout(20):
            while len(took) < beats + 20:  # noqa: ASYNC110 - the other one's acks
                await asyncio.sleep(0.02)
        assert 400 <= refused("malformed_json") - before <= 400 + 10 * 20
        flooding.cancel()
        await asyncio.gather(flooding, return_exceptions=True)
        tab.connection.transport.abort()


async def test_a_thousand_clients_that_come_back_at_once_are_all_let_in_and_counted(
    live: Live, guest: Guest
) -> None:
    clients = 1000
    guests = [guest, *[await live.guest(guest.webinar) for _ in range(clients // 10 - 1)]]

    async def come_back(number: int) -> int:
        async with asyncio.timeout(60):
            tab = await welcomed(live, guests[number // 10])
            await tab.beat(1, [0, 5 * S, 0, 5])
            ack = await tab.acked(1)
        return int(ack["watched_s"] * 1000)

    totals = await asyncio.gather(*(come_back(number) for number in range(clients)))
    assert min(totals) >= 5 * S
    for one in guests:
        assert len((await record(live, one)).playbacks) == 10
        assert await (await live.enter(one)).close_code() == 4007, "an eleventh"


async def test_a_clock_that_jumps_both_ways_earns_nothing_and_loses_nothing(live: Live, guest: Guest) -> None:
    tab = await welcomed(live, guest)
    begins = live.clock()
    await tab.beat(1, [0, 5 * S, 0, 5])
    assert (await tab.acked(1))["watched_s"] == 5.0
    await tab.beat(2, [HOUR, HOUR + 5 * S, 5, 10])  # ahead by an hour
    assert (await tab.acked(2))["dropped"] == {"future": 1}
    await tab.beat(3, [2 * S, 5 * S, 10, 13], [5 * S, 3 * S, 13, 15])  # and back
    ack = await tab.acked(3)
    assert (ack["watched_s"], ack["dropped"]) == (5.0, {"backwards": 1})
    for clock_ms in (MINUTE, 0):  # a hello of the same playback, ahead and back
        playback = uuid4()
        await (await welcomed(live, guest, playback, clock_ms=30 * S)).connection.close()
        moved = await live.enter(guest, playback, clock_ms=clock_ms)
        assert await moved.close_code() == 4005
    assert (await record(live, guest)).on_demand_ms == 5 * S
    assert live.clock() - begins < MINUTE


async def test_a_server_whose_clock_jumps_both_ways_goes_on_reading(live: Live, guest: Guest) -> None:
    playback = uuid4()
    tab = await welcomed(live, guest, playback)
    await tab.beat(1, [0, 5 * S, 0, 5])
    assert (await tab.acked(1))["watched_s"] == 5.0
    live.clock.put(live.clock() + HOUR // 2)
    await tab.beat(2, [5 * S, 8 * S, 5, 8])
    assert (await tab.acked(2))["watched_s"] == 8.0, "what was played lies where it was played"
    live.clock.put(live.clock() - HOUR)
    async with asyncio.timeout(10):
        for seq in (3, 4):
            await tab.beat(seq, [8 * S, 9 * S, 8, 9])
            ack = await tab.acked(seq)
            assert (ack["watched_s"], ack["dropped"]) == (8.0, {"future": 1})
    assert await (await live.enter(guest, playback, clock_ms=9 * S)).close_code() == 4005
    again = await welcomed(live, guest)
    await again.beat(1, [0, 2 * S, 0, 2])
    assert (await again.acked(1))["watched_s"] == 10.0
    live.clock.put(live.clock() + HOUR // 2)  # it is right again
    await tab.beat(5, [8 * S, 9 * S, 8, 9])
    assert (await tab.acked(5))["watched_s"] == 11.0
    assert (await record(live, guest)).drops == {"future": 2}


async def ready(live: Live) -> tuple[int, str]:
    async with ClientSession() as http, http.get(f"{live.address}/readyz") as answer:
        return answer.status, (await answer.json())["redis"]


async def until_redis_is(live: Live, *states: str) -> int:
    """Wait until readiness, which is looked at once a second, names one of these states; return its status."""
    async with asyncio.timeout(10):
        while True:
            status, state = await ready(live)
            if state in states:
                return status
            await asyncio.sleep(0.1)


async def test_while_redis_is_full_heartbeats_wait_and_viewers_are_told(live: Live, guest: Guest) -> None:
    tab, late = await welcomed(live, guest), await welcomed(live, await live.guest(guest.webinar))
    await live.redis.config_set("maxmemory", 1)
    try:
        await tab.beat(1, [0, 5 * S, 0, 5])
        async with asyncio.timeout(20):
            while not live.watching.away:  # noqa: ASYNC110 - a state, no event
                await asyncio.sleep(0.01)
        await tab.beat(2, [5 * S, 6 * S, 5, 6])
        assert await tab.next() == {"type": "waiting"}
        await late.beat(1, [0, 7 * S, 0, 7])
        assert await late.next() == {"type": "waiting"}
        assert await until_redis_is(live, "down") == 503
    finally:
        await live.redis.config_set("maxmemory", 0)
    assert (await tab.acked(2))["watched_s"] == 6.0
    assert (await late.acked(1))["watched_s"] == 7.0
    await until_redis_is(live, "up", "clock_off")
    assert not live.watching.away


async def test_while_the_disk_under_redis_is_full_heartbeats_wait(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With ``appendfsync everysec``: with ``always`` Valkey ends instead, which is like any other death of it."""
    valkey = Node(tmp_path / "valkey")
    valkey.start(cluster_enabled="no", appendfsync="everysec")
    try:
        async with open_live(postgres_url, valkey.url, monkeypatch) as live:
            webinar = await live.webinar()
            tab = await welcomed(live, await live.guest(webinar))
            await tab.beat(1, [0, 5 * S, 0, 5])
            assert (await tab.acked(1))["watched_s"] == 5.0
            valkey.fill_disk()
            seq = 1
            async with asyncio.timeout(20):
                while not live.watching.away:
                    seq += 1
                    await tab.beat(seq, [5 * S, 5 * S + seq, 5, 5 + seq / 1000])
                    await asyncio.sleep(0.05)
            assert await until_redis_is(live, "down") == 503
            await tab.beat(seq + 1, [5 * S, 7 * S, 5, 7])
            await tab.until("waiting")
            valkey.clear_disk()
            assert (await tab.acked(seq + 1))["watched_s"] == 7.0
            await until_redis_is(live, "up", "clock_off")
    finally:
        valkey.kill()
