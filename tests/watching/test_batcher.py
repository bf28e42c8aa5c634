"""The way into the ledger: everything is counted or given up, told once, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.redis import keys
from latecomer.redis.client import open_server
from latecomer.redis.functions import LedgerAway
from latecomer.standalone.data_folder import DataFolder
from latecomer.standalone.engines import Valkey
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Counted, Entry, Greeted, Heartbeat, Hello, Outcome, Refusal
from tests.support import builders
from tests.support.builders import ENDS_AT, MEMBER, PLAYBACK, WEBINAR, webinar
from tests.support.turns import turns

NOW: Instant = ENDS_AT
OTHER = webinar(id=WebinarId(UUID(int=9)))
OTHER_MEMBER = MemberId(UUID(int=10))


class CountingLedger(Ledger):
    """A ledger that remembers the batches it was given."""

    def __init__(self, client: Redis) -> None:
        super().__init__(client)
        self.batches: list[int] = []

    async def apply(self, shard: int, entries: Sequence[Entry]) -> list[Outcome]:
        outcomes = await super().apply(shard, entries)
        self.batches.append(len(entries))
        return outcomes


@dataclass(eq=False)
class Listener:
    """A sink that remembers what it was told."""

    told: list[tuple[int, Outcome | None]] = field(default_factory=list)
    flushed: list[int] = field(default_factory=list)
    """The number of outcomes that had been sent at each flush."""
    fails: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, entry: Entry, tag: int, outcome: Outcome | None) -> None:
        assert isinstance(entry, Hello | Heartbeat)
        self.told.append((tag, outcome))

    def flush(self) -> None:
        self.flushed.append(len(self.told))
        self.changed.set()
        if self.fails:
            raise RuntimeError("of a test")

    async def until(self, told: int) -> list[Outcome | None]:
        async with asyncio.timeout(20):
            while len(self.told) < told:
                self.changed.clear()
                await self.changed.wait()
        assert len(self.told) == told
        return [outcome for _, outcome in self.told]


@dataclass
class House:
    """Watching on a real ledger, and what it asked of its collaborators."""

    ledger: CountingLedger
    client: Redis
    today: dict[WebinarId, Webinar | Exception | None] = field(default_factory=dict)
    """The result of a refresh; a webinar's card is put."""
    reloads: list[int] = field(default_factory=list)
    dues: int = 0
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(self) -> None:
        await self.ledger.set_ready(0)
        for home, member in ((WEBINAR, MEMBER), (OTHER, OTHER_MEMBER)):
            await self.ledger.put_webinar(home)
            card = LedgerMember(
                member=member, webinar=home.id, version=1, status=Status.NO_SHOW, link_serial=1, visitor=False
            )
            await self.ledger.put_members({home.id: home}, [card], NOW)
            await self.ledger.apply(0, [hello(webinar=home, member=member)])
        self.ledger.batches.clear()

    def watching(self, *, started: bool = True, **options: Any) -> Batcher:
        watching = Batcher(self.ledger, reload=self._reload, refresh=self._refresh, due=self._due, **options)
        if started:
            watching.start()
        self.stack.push_async_callback(watching.stop, 0)
        return watching

    async def _reload(self, shard: int) -> None:
        self.reloads.append(shard)
        await self.open()

    async def _refresh(self, webinar_id: WebinarId, _: MemberId) -> Webinar | None:
        found = self.today.get(webinar_id, WEBINAR if webinar_id == WEBINAR.id else OTHER)
        if isinstance(found, Exception):
            raise found
        if found is not None:
            await self.ledger.put_webinar(found)
        return found

    async def _due(self) -> None:
        self.dues += 1


@pytest.fixture
async def house(redis_url: str) -> AsyncIterator[House]:
    async with Redis.from_url(redis_url) as client:
        house = House(CountingLedger(client), client)
        await house.open()
        async with house.stack:
            yield house


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A Valkey that a test may stop."""
    path = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    folder = DataFolder(path)
    folder.open()
    engine = Valkey(folder)
    engine.start()
    yield engine
    engine.stop()
    folder.close()
    shutil.rmtree(path)


@pytest.fixture
async def breakable(own_valkey: Valkey) -> AsyncIterator[House]:
    client = open_server(own_valkey.url)
    house = House(CountingLedger(client), client)
    await house.open()
    async with house.stack:
        yield house
    await client.aclose()


def hello(**changes: Any) -> Hello:
    values: dict[str, Any] = {"member": MEMBER, "webinar": WEBINAR, "playback": PLAYBACK, "clock_ms": 0}
    return Hello(link_serial=1, now=NOW, **(values | changes))


def beat(from_ms: int, to_ms: int, **changes: Any) -> Heartbeat:
    values: dict[str, Any] = {"member": MEMBER, "webinar": WEBINAR, "playback": PLAYBACK}
    values["credits"] = (NOW + from_ms, NOW + to_ms, -1, -1)
    return builders.heartbeat(now=NOW, **(values | changes))


def other_beat(from_ms: int, to_ms: int) -> Heartbeat:
    return beat(from_ms, to_ms, webinar=OTHER, member=OTHER_MEMBER)


def on_demand(outcome: Outcome | None) -> int:
    assert isinstance(outcome, Counted), outcome
    return outcome.on_demand_ms


async def test_what_all_connections_brought_is_one_call(house: House) -> None:
    watching = house.watching()
    listeners = [Listener() for _ in range(5)]
    for seq in range(1, 11):
        for listener in listeners:
            watching.submit(beat(0, 10 * seq), listener, seq)
    for listener in listeners:
        outcomes = await listener.until(10)
        assert [tag for tag, _ in listener.told] == list(range(1, 11))
        assert [on_demand(outcome) for outcome in outcomes] == [10 * seq for seq in range(1, 11)]
        assert listener.flushed == [10]
    assert house.ledger.batches == [50]


async def test_a_batch_is_bounded(house: House) -> None:
    watching, listener = house.watching(), Listener()
    for seq in range(1, 1001):
        watching.submit(beat(0, seq), listener, seq)
    assert on_demand((await listener.until(1000))[-1]) == 1000
    assert house.ledger.batches == [400, 400, 200]


async def test_a_batch_is_bounded_by_what_its_entries_hold(house: House) -> None:
    watching, listener = house.watching(started=False), Listener()
    for seq in range(1, 101):
        flat = tuple(n for at in range(200) for n in (NOW + 1_000 * at, NOW + 1_000 * at + 1, -1, -1))
        watching.submit(beat(0, 0, credits=flat), listener, seq)
    watching.start()
    await listener.until(100)
    assert sum(house.ledger.batches) == 100
    assert max(house.ledger.batches) <= 30


class Babbler:
    """A connection whose messages bring nothing to count; ``most`` is the number that were read in one turn."""

    def __init__(self) -> None:
        self.read_now = self.read_all = self.most = 0

    def read(self, text: str, at: Instant) -> None:
        self.read_now += 1
        self.read_all += 1

    async def count_turns(self) -> None:
        while True:
            self.most = max(self.most, self.read_now)
            self.read_now = 0
            await turns(1)


@pytest.mark.parametrize(("size", "most"), [(10, 400), (16 * 1024, 16)])
async def test_messages_without_worth_leave_turns_to_others(house: House, size: int, most: int) -> None:
    watching, babbler = house.watching(started=False), Babbler()
    text = "x" * size
    for _ in range(4_000):
        watching.lane(MEMBER).hand_in((text, babbler, NOW))
    counting = asyncio.create_task(babbler.count_turns())
    watching.start()
    async with asyncio.timeout(20):
        while babbler.read_all < 4_000:
            await turns(1)
    counting.cancel()
    assert babbler.most <= most


async def test_who_watches_does_not_wait_for_all_who_come(house: House) -> None:
    watching, listener = house.watching(started=False), Listener()
    coming = [asyncio.ensure_future(watching.hello(hello())) for _ in range(450)]
    for _ in range(3):
        await asyncio.sleep(0)
    watching.submit(beat(0, 10), listener)
    watching.start()
    await listener.until(1)
    assert sum(each.done() for each in coming) <= 200
    assert all(isinstance(each, Greeted) for each in await asyncio.gather(*coming))
    assert house.ledger.batches == [201, 200, 50]


async def test_who_crosses_a_threshold_is_told_of_once_per_batch(house: House) -> None:
    watching, listener = house.watching(), Listener()
    watching.submit(beat(0, 60_000), listener)
    await listener.until(1)
    assert house.dues == 1  # somebody joined
    watching.submit(beat(0, 60_001), listener)
    watching.submit(other_beat(0, 60_001), listener)
    await listener.until(3)
    await watching.stop(5)
    assert house.dues == 2


async def test_asking_waits_for_the_outcome(house: House) -> None:
    watching = house.watching()
    assert isinstance(await watching.ask(hello()), Greeted)
    assert await watching.ask(beat(0, 1, playback=PlaybackId(UUID(int=5)))) is Refusal.NEVER_SAID_HELLO


class TestRedisAway:
    async def test_what_came_meanwhile_waits_and_is_counted_when_it_is_back(
        self, breakable: House, own_valkey: Valkey
    ) -> None:
        watching, listener = breakable.watching(max_waiting=10), Listener()
        watching.submit(beat(0, 5), listener, 1)
        await listener.until(1)
        await asyncio.to_thread(own_valkey.stop)
        for seq in range(2, 12):
            assert watching.lane(MEMBER).has_room
            watching.submit(beat(0, 5 * seq), listener, seq)
        assert not watching.lane(MEMBER).has_room
        await until(lambda: watching.away)
        assert len(listener.told) == 1

        room = asyncio.create_task(watching.lane(MEMBER).room())
        await asyncio.to_thread(own_valkey.start)
        outcomes = await listener.until(11)
        assert [on_demand(outcome) for outcome in outcomes] == [5 * seq for seq in range(1, 12)]
        await room
        assert watching.lane(MEMBER).has_room
        assert not watching.away

    async def test_a_stop_meanwhile_gives_up_what_waits_and_tells_so_once(
        self, breakable: House, own_valkey: Valkey
    ) -> None:
        watching, under_way, waits = breakable.watching(max_waiting=2), Listener(), Listener()
        await asyncio.to_thread(own_valkey.stop)
        watching.submit(beat(0, 5), under_way)
        await until(lambda: watching.away)
        watching.submit(beat(0, 6), waits)
        room = asyncio.create_task(watching.lane(MEMBER).room())
        await watching.stop(0.01)
        for listener in (under_way, waits):
            assert await listener.until(1) == [None]
            assert listener.flushed == [1]
        await room

    async def test_an_emptied_one_is_loaded_again_first(self, house: House) -> None:
        watching, listener = house.watching(), Listener()
        await house.client.flushall()
        watching.submit(beat(0, 5), listener)
        assert on_demand((await listener.until(1))[0]) == 5
        assert house.reloads == [0]


class TestStopping:
    async def test_what_waits_is_counted_first(self, house: House) -> None:
        watching, listener = house.watching(), Listener()
        for seq in range(1, 500):
            watching.submit(beat(0, seq), listener, seq)
        await watching.stop(5)
        assert on_demand((await listener.until(499))[-1]) == 499

    async def test_nothing_is_taken_afterwards(self, house: House) -> None:
        watching, listener = house.watching(), Listener()
        await watching.stop(5)
        watching.submit(beat(0, 5), listener)
        assert await listener.until(1) == [None]
        assert listener.flushed == [1]
        with pytest.raises(LedgerAway):
            await watching.ask(hello())


class TestOneEntrysTrouble:
    async def test_one_that_the_ledger_cannot_take_loses_nothing_else(self, house: House) -> None:
        watching, listener, unlucky = house.watching(), Listener(), Listener()
        watching.submit(beat(0, 5), listener)
        watching.submit(beat(0, 0, credits=("x", "y", -1, -1)), unlucky, 1)
        watching.submit(hello(clock_ms=2**80), unlucky, 2)
        watching.submit(beat(0, 7), listener)
        assert [on_demand(outcome) for outcome in await listener.until(2)] == [5, 7]
        assert await unlucky.until(2) == [None, None]
        assert isinstance(await watching.ask(hello()), Greeted)

    async def test_a_connection_that_fails_is_nobody_elses_trouble(self, house: House) -> None:
        watching, fails, listener = house.watching(), Listener(fails=True), Listener()
        for _ in range(2):
            watching.submit(beat(0, 5), fails)
            watching.submit(beat(0, 5), listener)
            await listener.until(len(listener.told) + 1)
        assert len(fails.told) == 2

    async def test_a_deleted_webinars_are_unknown_at_once_and_others_counted(self, house: House) -> None:
        watching, gone, listener = house.watching(), Listener(), Listener()
        await house.ledger.forget_webinar(OTHER)
        house.today[OTHER.id] = None
        watching.submit(other_beat(0, 5), gone)
        watching.submit(beat(0, 5), listener)
        assert await gone.until(1) == [Refusal.UNKNOWN]
        assert on_demand((await listener.until(1))[0]) == 5

    async def test_when_nobody_knows_the_webinar_its_entries_are_to_be_sent_again(self, house: House) -> None:
        watching, gone, listener = house.watching(), Listener(), Listener()
        await house.ledger.forget_webinar(OTHER)
        house.today[OTHER.id] = ConnectionError("Postgres is away")
        watching.submit(other_beat(0, 5), gone)
        watching.submit(beat(0, 5), listener)
        assert await gone.until(1) == [None]
        assert on_demand((await listener.until(1))[0]) == 5

    async def test_a_missing_card_is_put_and_the_entry_counted(self, house: House) -> None:
        watching, listener = house.watching(), Listener()
        await house.client.delete(keys.card(0, WEBINAR.id))
        watching.submit(beat(0, 5), listener)
        assert on_demand((await listener.until(1))[0]) == 5

    async def test_a_newer_recording_is_learnt_of(self, house: House) -> None:
        watching, listener = house.watching(), Listener()
        newer = webinar(version=2, recording=Recording(url="/b", duration_s=60.0, version=2))
        house.today[WEBINAR.id] = newer
        await house.ledger.put_webinar(newer)
        watching.submit(beat(0, 5), listener)
        (outcome,) = await listener.until(1)
        assert isinstance(outcome, Counted)
        assert outcome.webinar_version == 2


async def until(true: Callable[[], bool]) -> None:
    """Let others run until something is so."""
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - it may be anything
            await asyncio.sleep(0)
