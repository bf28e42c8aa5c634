"""Presence over workers that come, go and die. Source: docs/domain.md, Dashboard numbers (Now)"""

from __future__ import annotations

from uuid import UUID

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.redis import keys
from latecomer.redis.functions import ShardNotReady
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import LEASE_MS, PresenceStore, WorkerPresence
from tests.support.builders import MEMBER, STARTS_AT, WEBINAR, S, webinar

NOW: Instant = STARTS_AT
OTHER = MemberId(UUID(int=2))
REAPED_MS = LEASE_MS + 1 * S


@pytest.fixture
async def store(client: Redis, ledger: Ledger) -> PresenceStore:
    store = PresenceStore(client, ledger.shards)
    for worker in ("a", "b"):
        await store.begin(worker, NOW)
    return store


def here(open_: int, *, playing: bool, member: MemberId = MEMBER) -> WorkerPresence:
    return WorkerPresence(WEBINAR.id, member, open_, playing)


async def now_of(ledger: Ledger) -> tuple[int, int]:
    """Members connected, members playing."""
    counters = await ledger.counters(WEBINAR.id)
    return counters.get("connected", 0), counters.get("playing", 0)


async def test_a_member_at_two_workers_counts_once(store: PresenceStore, ledger: Ledger) -> None:
    await store.say("a", [here(2, playing=True)])
    await store.say("b", [here(1, playing=True), here(1, playing=False, member=OTHER)])
    assert await now_of(ledger) == (2, 1)
    await store.say("a", [here(0, playing=False)])
    assert await now_of(ledger) == (2, 1)
    await store.say("b", [here(1, playing=False)])
    assert await now_of(ledger) == (2, 0)
    await store.say("b", [here(0, playing=False)])
    assert await now_of(ledger) == (1, 0)


async def test_what_comes_late_of_a_worker_that_is_gone_is_not_taken(
    store: PresenceStore, ledger: Ledger
) -> None:
    await store.say("a", [here(1, playing=True)])
    await store.leave("a")
    await store.say("a", [here(1, playing=True), here(1, playing=False, member=OTHER)])
    assert await now_of(ledger) == (0, 0)
    assert await store.reap(NOW + REAPED_MS) == ["b"]


async def test_saying_it_again_changes_nothing(store: PresenceStore, ledger: Ledger) -> None:
    for _ in range(3):
        await store.say("a", [here(1, playing=True)])
    assert await now_of(ledger) == (1, 1)
    await store.say("a", [here(0, playing=False)])
    assert await now_of(ledger) == (0, 0)


async def test_one_who_plays_by_beacon_is_not_connected(store: PresenceStore, ledger: Ledger) -> None:
    await store.say("a", [here(0, playing=True)])
    assert await now_of(ledger) == (0, 1)


async def test_webinars_are_counted_apart(store: PresenceStore, ledger: Ledger) -> None:
    other = webinar(id=WebinarId(UUID(int=2)))
    await store.say("a", [here(1, playing=True), WorkerPresence(other.id, MEMBER, 1, playing=False)])
    assert await now_of(ledger) == (1, 1)
    assert await ledger.counters(other.id) == {"connected": 1}


async def test_what_a_dead_worker_said_is_taken_back(
    store: PresenceStore, ledger: Ledger, client: Redis
) -> None:
    await store.say("a", [here(1, playing=True)])
    await store.say("b", [here(1, playing=True), here(1, playing=True, member=OTHER)])
    assert await store.renew("a", NOW + 10 * S)
    assert await store.reap(NOW + REAPED_MS - 1) == []
    assert await store.reap(NOW + REAPED_MS) == ["b"]
    assert await now_of(ledger) == (1, 1)
    assert await client.zrange(keys.LEASES, 0, -1) == [b"a"]
    assert not await client.exists(keys.here(0, "b"))


async def test_a_lease_that_has_ended_cannot_be_renewed(store: PresenceStore) -> None:
    assert await store.renew("a", NOW + LEASE_MS - 1)
    assert not await store.renew("b", NOW + LEASE_MS)
    assert not await store.renew("never begun", NOW)


async def test_reaping_continues_where_a_dead_reaper_stopped(
    store: PresenceStore, ledger: Ledger, client: Redis
) -> None:
    many = [here(1, playing=True, member=MemberId(UUID(int=n))) for n in range(1200)]
    await store.say("a", many)
    await store.say(
        "a", [here(0, playing=False, member=each.member) for each in many[:700]]
    )  # as far as it came
    assert set(await store.reap(NOW + REAPED_MS)) == {"a", "b"}
    assert await now_of(ledger) == (0, 0)
    assert await client.exists(keys.LEASES, keys.there(0, WEBINAR.id)) == 0


async def test_a_worker_that_leaves_takes_its_viewers_along(store: PresenceStore, ledger: Ledger) -> None:
    await store.say("a", [here(1, playing=True)])
    await store.leave("a")
    assert await now_of(ledger) == (0, 0)
    assert not await store.renew("a", NOW)


async def test_members_of_all_shards_are_told(client: Redis) -> None:
    ledger, store = Ledger(client, 3), PresenceStore(client, 3)
    for shard in range(3):
        await ledger.set_ready(shard)
    await store.begin("a", NOW)
    await store.say("a", [here(1, playing=True, member=MemberId(UUID(int=n))) for n in range(9)])
    assert await now_of(ledger) == (9, 9)
    await store.reap(NOW + REAPED_MS)
    assert await now_of(ledger) == (0, 0)


async def test_a_shard_that_is_not_ready_is_told_nothing(client: Redis) -> None:
    store = PresenceStore(client, 1)
    with pytest.raises(ShardNotReady):
        await store.say("a", [here(1, playing=True)])
    assert await client.keys("*") == []
