"""Boards: what a dashboard is shown, how soon, and what it is spared.

Source: docs/protocol.md, Dashboard; docs/domain.md, Dashboard numbers
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.errors import Refused
from latecomer.core.ids import WebinarId
from latecomer.core.phase import WINDOW_MS
from latecomer.core.status import Status
from latecomer.dashboards.rules.feed import MAX_QUEUE
from latecomer.dashboards.rules.numbers import apply_patch
from latecomer.dashboards.service import BoardSubscriber, Dashboards
from latecomer.dashboards.slots import dashboards_key
from latecomer.redis.functions import ShardNotReady
from latecomer.redis.pubsub import Changes
from latecomer.watching.archive import KEPT_MS, Archiver
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.routes import timeline_key
from latecomer.webinars.service import WebinarChanges, Webinars
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.server import AFTER, Guest, Live


class Watcher:
    """A subscriber that keeps the state as RFC 7396 says, and every frame."""

    def __init__(self, viewing: BoardSubscriber) -> None:
        self.viewing = viewing
        self.news = asyncio.Event()
        viewing.on_news = self.news.set
        self.frames: list[Any] = []
        self.state: Any = None

    async def next(self) -> Any:
        async with asyncio.timeout(20):
            while (message := self.viewing.take()) is None:
                self.news.clear()
                await self.news.wait()
        frame = json.loads(message.payload(names=True))
        self.frames.append(frame)
        if frame["type"] == "snapshot":
            self.state = frame["data"]
        else:
            assert frame["version"] == self.frames[-2]["version"] + 1
            assert frame["epoch"] == self.frames[-2]["epoch"]
            self.state = apply_patch(self.state, frame["data"])
        return frame

    async def until(self, *path: str, is_: Any) -> None:
        """Take frames until the state says so."""
        while self.at(*path) != is_:
            await self.next()

    def at(self, *path: str) -> Any:
        found = self.state
        for name in path:
            found = None if found is None else found[name]
        return found


@asynccontextmanager
async def looking(live: Live, webinar: WebinarId) -> AsyncIterator[Watcher]:
    viewing = await live.app[dashboards_key].watch(webinar)
    watcher = Watcher(viewing)
    await watcher.next()
    yield watcher
    viewing.close()


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show of a finished webinar."""
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


async def test_it_begins_with_a_snapshot_of_everything(live: Live, guest: Guest) -> None:
    await live.watch(guest, ENDS_AT, ENDS_AT + 90 * S, covers=(0, 90))
    await live.settle()
    async with looking(live, guest.webinar.id) as watcher:
        (frame,) = watcher.frames
        assert (frame["type"], frame["epoch"]) == ("snapshot", "worker")
        state = watcher.state
        assert state["webinar"] == {
            "id": str(guest.webinar.id),
            "name": "Composting",
            "mode": "on_demand",
            "days_left": 30,
        }
        assert set(state["status_counts"]) == set(Status)
        assert state["status_counts"]["attended_on_demand"] == 1
        assert state["now"] == {"playing": 0, "connected": 0}
        assert state["on_demand_summary"] == [{"date": "2026-03-04", "visitors": 1}]
        assert state["on_demand_statistics"] == {"days_left": 30, "visitors": 1, "average_watch_min": 1.5}
        assert state["retention"]["step_s"] == 3
        assert state["retention"]["counts"] == [1] * 30 + [0] * 570
        assert state["attendance"] == {"shares": [0] * 10, "highly": 0, "moderately": 0}
        assert [each["kind"] for each in state["activity"]] == ["flip", "join"]


async def test_patches_lead_to_what_a_fresh_snapshot_says(live: Live, guest: Guest) -> None:
    async with looking(live, guest.webinar.id) as watcher:
        await live.watch(guest, STARTS_AT, STARTS_AT + 50 * MINUTE, covers=(0, 1800))
        await live.settle()
        await watcher.until("status_counts", "attended", is_=1)
        await watcher.until("attendance", "highly", is_=1)
        await watcher.until("retention", "counts", is_=[1] * 600)
        assert [frame["type"] for frame in watcher.frames[1:]] == ["patch"] * (len(watcher.frames) - 1)
        async with looking(live, guest.webinar.id) as fresh:
            assert fresh.state == watcher.state
            assert fresh.frames[0]["version"] == watcher.frames[-1]["version"]


async def test_a_change_of_status_goes_out_at_once(
    live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other_reason in ("_NUMBERS_EVERY_MS", "_RECOUNT_EVERY_MS"):
        monkeypatch.setattr(f"latecomer.dashboards.service.{other_reason}", 600_000)
    async with looking(live, guest.webinar.id) as watcher:
        await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)
        await live.settle()
        await watcher.until("status_counts", "attended_on_demand", is_=1)
        assert watcher.at("activity")[0]["name"] == "Guest 1"


async def test_of_two_changes_of_status_the_second_does_not_wait_for_a_rest(
    live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [await live.guest(guest.webinar, at=AFTER) for _ in range(2)]
    for never in ("_NUMBERS_EVERY_MS", "_RECOUNT_EVERY_MS", "_STATUS_EVERY_MS"):
        monkeypatch.setattr(f"latecomer.dashboards.service.{never}", 600_000)
    async with looking(live, guest.webinar.id) as watcher:  # which has counted them a first time
        await live.parts.get(Registration).set_status(others[0].id, Status.NOT_IN_PROGRAM, None, live.clock())
        await watcher.until("status_counts", "not_in_program", is_=1)
        board = watcher.viewing.board
        assert board._status_due_at > live.clock() + 500_000


async def test_numbers_change_at_most_four_times_a_second_and_retention_once(
    live: Live, guest: Guest
) -> None:
    async with looking(live, guest.webinar.id) as watcher:
        began_at = live.clock()
        for second in range(10_000):
            await live.watch(guest, STARTS_AT, STARTS_AT + second + 1, covers=(0, 1 + second % 1799))
            if live.clock() - began_at > 1_500:
                break
        await watcher.until("retention", "counts", is_=await curve(live, guest))
        took_s = (live.clock() - began_at) / 1000
        retention = [frame for frame in watcher.frames[1:] if "retention" in frame["data"]]
        assert 1 <= len(retention) <= took_s + 1
        assert len(watcher.frames) - 1 <= took_s * 4 + 2


async def curve(live: Live, guest: Guest) -> list[int]:
    covered = (await live.ledger.read([guest.id]))[guest.id].covered_s
    return [int(3 * i < covered) for i in range(600)]


async def test_many_changes_of_status_are_coalesced(live: Live, guest: Guest) -> None:
    others = [await live.guest(guest.webinar, at=AFTER) for _ in range(12)]
    async with looking(live, guest.webinar.id) as watcher:
        began_at = live.clock()
        for other in others:
            await live.parts.get(Registration).set_status(other.id, Status.NOT_IN_PROGRAM, None, live.clock())
        await watcher.until("status_counts", "not_in_program", is_=12)
        took_s = (live.clock() - began_at) / 1000
        assert len(watcher.frames) - 1 <= took_s * 24 + 2


async def test_who_cannot_keep_up_gets_one_fresh_snapshot(live: Live, guest: Guest) -> None:
    async with looking(live, guest.webinar.id) as watcher, looking(live, guest.webinar.id) as quick:
        for number in range(MAX_QUEUE + 2):
            await live.guest(guest.webinar, at=AFTER)
            await quick.until("status_counts", "registered", is_=number + 1)
        assert (await watcher.next())["type"] == "snapshot"
        assert watcher.state == quick.state
        await live.guest(guest.webinar, at=AFTER)
        await live.settle()
        await watcher.until("status_counts", "registered", is_=MAX_QUEUE + 3)
        assert [frame["type"] for frame in watcher.frames[2:]] == ["patch"] * (len(watcher.frames) - 2)


async def test_when_nobody_looks_the_board_is_gone_and_its_versions_never_come_again(
    live: Live, guest: Guest
) -> None:
    dashboards = live.app[dashboards_key]
    async with looking(live, guest.webinar.id) as one:
        async with looking(live, guest.webinar.id) as two:
            assert one.viewing.board is two.viewing.board
        board = one.viewing.board
        assert dashboards._boards
        await live.guest(guest.webinar, at=AFTER)
        await live.settle()
        await one.until("status_counts", "registered", is_=1)
        last = one.frames[-1]["version"]
    assert not dashboards._boards
    assert board._task is not None
    with pytest.raises(asyncio.CancelledError):
        await board._task
    async with looking(live, guest.webinar.id) as again:
        assert again.viewing.board is not board
        assert again.frames[0]["version"] > last


async def test_those_who_poll_share_a_board_that_lives_half_a_minute(
    live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each poll sees what is true now, whether the board has heard of it or not; nobody builds a second one."""
    dashboards = live.app[dashboards_key]
    first = await dashboards.snapshot(guest.webinar.id)
    (board,) = dashboards._boards.values()
    await live.guest(guest.webinar, at=AFTER)
    await live.settle()
    live.clock.put(live.clock() + 5 * S)
    second = await dashboards.snapshot(guest.webinar.id)
    counts: list[Any] = [snapshot.data["status_counts"] for snapshot in (first, second)]
    assert counts[1]["registered"] == counts[0]["registered"] + 1
    assert list(dashboards._boards.values()) == [board]
    assert second.version > first.version
    async with looking(live, guest.webinar.id) as one:
        assert one.viewing.board is board
    dashboards._forget_polled(guest.webinar.id)
    assert not dashboards._boards
    await dashboards.snapshot(guest.webinar.id)
    await live.parts.get(Webinars).delete(guest.webinar.id)
    live.clock.put(live.clock() + 5 * S)
    with pytest.raises(Refused, match="no such webinar"):
        await dashboards.snapshot(guest.webinar.id)


async def test_an_unknown_webinar_is_refused_and_leaves_nothing(live: Live) -> None:
    dashboards = live.app[dashboards_key]
    with pytest.raises(Refused, match="no such webinar"):
        await dashboards.watch(WebinarId(uuid4()))
    assert not dashboards._boards


async def test_many_who_come_at_once_share_one_reading(live: Live, guest: Guest) -> None:
    dashboards = live.app[dashboards_key]
    viewings = await asyncio.gather(*(dashboards.watch(guest.webinar.id) for _ in range(20)))
    assert len({id(viewing.board) for viewing in viewings}) == 1
    for viewing in viewings:
        viewing.close()
        viewing.close()
    assert not dashboards._boards


class TestAnEngineIsAway:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("latecomer.dashboards.service._RETENTION_EVERY_MS", 50)
        monkeypatch.setattr("latecomer.dashboards.service._RECOUNT_EVERY_MS", 600_000)

    async def test_without_postgres_the_ledgers_numbers_go_on(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        timeline = live.app[timeline_key]

        async def away(_: object) -> Any:
            raise ConnectionError("Postgres is away")

        async with looking(live, guest.webinar.id) as watcher:
            other = await live.guest(guest.webinar, at=AFTER)
            await watcher.until("status_counts", "registered", is_=1)
            with monkeypatch.context() as outage:
                outage.setattr(timeline, "status_counts", away)
                await live.parts.get(Registration).set_status(other.id, Status.NOT_IN_PROGRAM, None, AFTER)
                await live.watch(guest, STARTS_AT, STARTS_AT + 50 * MINUTE)
                await watcher.until("attendance", "highly", is_=1)
                assert watcher.at("status_counts", "registered") == 1
            await watcher.until("status_counts", "not_in_program", is_=1)  # no hint is lost with the outage

    async def test_an_emptied_redis_shows_no_zeros(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await live.watch(guest, ENDS_AT, ENDS_AT + 90 * S)
        await live.settle()
        await live.parts.get(Checkpoint).copy(after_ms=0)
        async with looking(live, guest.webinar.id) as watcher:
            await live.redis.flushall()
            read = asyncio.Event()
            counters = live.ledger.counters

            async def reading(*args: Any) -> Any:
                try:
                    return await counters(*args)
                except ShardNotReady:
                    read.set()
                    raise

            monkeypatch.setattr(live.ledger, "counters", reading)
            await read.wait()
            await live.parts.get(Checkpoint).make_ready(0)
            await live.watch(guest, ENDS_AT, ENDS_AT + 180 * S)
            await watcher.until("on_demand_statistics", "average_watch_min", is_=3.0)
            averages = [
                frame["data"]["on_demand_statistics"]["average_watch_min"]
                for frame in watcher.frames[1:]
                if "average_watch_min" in frame["data"].get("on_demand_statistics", {})
            ]
            assert averages == [3.0]

    async def test_without_either_nobody_begins_to_look_and_nothing_is_left(
        self, live: Live, guest: Guest
    ) -> None:
        await live.redis.flushall()
        dashboards = live.app[dashboards_key]
        with pytest.raises(ShardNotReady):
            await dashboards.watch(guest.webinar.id)
        assert not dashboards._boards


async def test_a_changed_webinar_is_shown_at_once(live: Live, guest: Guest) -> None:
    async with looking(live, guest.webinar.id) as watcher:
        await live.parts.get(Webinars).patch(guest.webinar.id, WebinarChanges(name="Other"), live.clock())
        await watcher.until("webinar", "name", is_="Other")


async def test_who_watches_now_is_counted(live: Live, guest: Guest) -> None:
    async with looking(live, guest.webinar.id) as watcher:
        tab = await live.enter(guest)
        await watcher.until("now", "connected", is_=1)
        await tab.beat(1)
        await watcher.until("now", "playing", is_=1)
        await tab.beat(2, state="paused")
        await watcher.until("now", "playing", is_=0)
        await tab.send({"type": "bye"})
        await watcher.until("now", "connected", is_=0)


async def test_an_archived_webinar_is_counted_from_its_rows(live: Live, guest: Guest) -> None:
    await live.watch(guest, ENDS_AT, ENDS_AT + 90 * S, covers=(0, 90))
    await live.settle()
    async with looking(live, guest.webinar.id) as watcher:
        before = watcher.state
    live.clock.put(ENDS_AT + WINDOW_MS + KEPT_MS + HOUR)
    await Archiver(live.parts.pool, live.ledger, live.parts.get(Checkpoint), live.clock).archive_due()
    live.parts.get(WebinarCache).forget(guest.webinar.id)
    async with looking(live, guest.webinar.id) as watcher:
        for widget in ("status_counts", "retention", "attendance", "activity"):
            assert watcher.state[widget] == before[widget]
        assert watcher.state["on_demand_statistics"] == {
            "days_left": 0,
            "visitors": 1,
            "average_watch_min": 1.5,
        }
        assert watcher.state["on_demand_summary"][0] == {"date": "2026-03-04", "visitors": 1}


async def test_a_stopped_process_has_no_boards(live: Live, guest: Guest) -> None:
    dashboards = Dashboards(
        live.ledger,
        live.parts.pool,
        live.app[timeline_key],
        live.parts.get(WebinarCache),
        Changes(live.redis),
        live.clock,
        "epoch",
    )
    for _ in range(2):
        await dashboards.watch(guest.webinar.id)
    await dashboards.stop()
    assert not dashboards._boards
