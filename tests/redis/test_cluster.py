"""The store on a real Valkey Cluster: keys live where they should, and a node that is away is nobody else's trouble."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from structlog.testing import capture_logs

from latecomer.core.ids import ConnectionId, Instant, MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.status import Status
from latecomer.integrations.inbox.overflow import Overflow
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.redis import keys
from latecomer.redis.client import OtherShards, agree_on_shards, open_client, stops_as_one
from latecomer.redis.cluster import Cluster
from latecomer.redis.functions import LedgerAway, ShardNotReady, redis_errors
from latecomer.redis.pubsub import Changes, Message, Missed, WebinarChanged
from latecomer.redis.quota import Account
from latecomer.redis.wrong_server import Reconnector
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Counted, Heartbeat, Hello, Player
from latecomer.watching.ledger.presence_store import LEASE_MS, PresenceStore, WorkerPresence
from latecomer.watching.ledger.record import Reports
from tests.support.builders import ENDS_AT, HOUR, PLAYBACK, WEBINAR, S, webinar
from tests.support.valkey_cluster import Node, ValkeyCluster

SHARDS = 64
NOW: Instant = ENDS_AT + HOUR
AT_ONCE_S = 1.0
"""Seconds that a call of a healthy node may take, regardless of the others."""

pytestmark = pytest.mark.xdist_group("cluster")


def member_of(shard: int) -> MemberId:
    """A member whose record that shard keeps."""
    return MemberId(UUID(int=(0x0B << 120) | shard))


@pytest.fixture(scope="module")
def nodes() -> Iterator[ValkeyCluster]:
    """Three primaries; whatever a test breaks it mends again."""
    folder = Path(tempfile.mkdtemp(prefix="latecomer-test-"))
    cluster = ValkeyCluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


@pytest.fixture
async def cluster(nodes: ValkeyCluster) -> AsyncIterator[Cluster]:
    """A client of the emptied cluster; functions that were loaded stay."""
    for node in nodes.nodes:
        node.call("FLUSHALL")
    client = await open_client(nodes.url)
    assert isinstance(client, Cluster)
    yield client
    await client.aclose()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients that are opened from now on give a node that hangs up soon."""
    monkeypatch.setattr("latecomer.redis.client._ANSWER_WITHIN_S", 0.5)


@pytest.fixture
async def ledger(cluster: Cluster) -> Ledger:
    """A ledger of 64 shards with a member in each."""
    ledger = Ledger(cluster, SHARDS)
    await asyncio.gather(*(ledger.set_ready(shard) for shard in range(SHARDS)))
    await ledger.put_webinar(WEBINAR)
    await ledger.put_members({WEBINAR.id: WEBINAR}, [card(shard) for shard in range(SHARDS)], NOW)
    return ledger


def card(shard: int) -> LedgerMember:
    return LedgerMember(
        member=member_of(shard),
        webinar=WEBINAR.id,
        version=1,
        status=Status.ATTENDED_ON_DEMAND,
        link_serial=1,
        visitor=True,
    )


async def watch(ledger: Ledger, shard: int, *, until_s: int = 10) -> Counted:
    """The member of a shard has watched so far."""
    member = member_of(shard)
    outcomes = await ledger.apply(
        shard,
        [
            Hello(member=member, webinar=WEBINAR, link_serial=1, now=NOW, playback=PLAYBACK, clock_ms=0),
            Heartbeat(
                Player(member, 1, PLAYBACK), WEBINAR, NOW, (ENDS_AT, ENDS_AT + until_s * S, 0, until_s)
            ),
        ],
    )
    assert isinstance(outcomes[-1], Counted), outcomes
    return outcomes[-1]


def shards_at(nodes: ValkeyCluster, node: Node) -> list[int]:
    return [shard for shard in range(SHARDS) if nodes.owner(keys.due(shard)) is node]


async def back(ledger: Ledger, shard: int) -> Counted:
    """Return the counted entries once the shard's node answers again."""
    async with asyncio.timeout(20):
        while True:
            with suppress(LedgerAway):
                return await watch(ledger, shard)
            await asyncio.sleep(0.05)


class TestFinding:
    async def test_a_cluster_is_known_by_any_of_its_nodes(self, nodes: ValkeyCluster) -> None:
        for node in nodes.nodes:
            client = await open_client(node.url)
            assert isinstance(client, Cluster)
            assert len(await client.primaries()) == 3
            await client.aclose()

    async def test_the_first_host_that_answers_is_enough(self, nodes: ValkeyCluster) -> None:
        client = await open_client(f"redis://127.0.0.1:1,127.0.0.1:{nodes.nodes[2].port}")
        assert isinstance(client, Cluster)
        await client.aclose()
        with pytest.raises(RedisConnectionError):
            await open_client("redis://127.0.0.1:1")

    async def test_a_nodes_password_that_was_changed_is_said_with_its_setting(
        self, nodes: ValkeyCluster
    ) -> None:
        client = await open_client(nodes.nodes[0].url, reconnecting=Reconnector())
        assert isinstance(client, Cluster)
        node = nodes.nodes[1]
        node.call("CONFIG SET", "requirepass", "another")
        try:
            refused = 0
            with capture_logs() as logs:
                for shard in range(SHARDS):
                    try:
                        async with redis_errors():
                            await client.execute_command("GET", keys.due(shard))
                    except LedgerAway:
                        refused += 1
            assert 0 < refused < SHARDS, "the other nodes answer"
            said = [each for each in logs if each["event"] == "redis_password_refused"]
            assert [each["setting"] for each in said] == ["LATECOMER_REDIS_URL"]
        finally:
            admin = Redis.from_url(node.url, password="another")
            await admin.config_set("requirepass", "")
            await admin.aclose()
            await client.aclose()

    async def test_a_single_server_is_none(self, redis_url: str) -> None:
        client = await open_client(redis_url)
        assert isinstance(client, Redis)
        assert await agree_on_shards(client, None) == 1
        await client.aclose()

    async def test_one_whose_nodes_stop_together_is_told(
        self, nodes: ValkeyCluster, cluster: Cluster
    ) -> None:
        assert not await stops_as_one(cluster)
        nodes.nodes[1].call("CONFIG SET", "cluster-require-full-coverage", "yes")
        assert await stops_as_one(cluster)
        nodes.nodes[1].call("CONFIG SET", "cluster-require-full-coverage", "no")

    async def test_shards_are_64_unless_told_otherwise_and_stay(self, cluster: Cluster) -> None:
        assert await agree_on_shards(cluster, None) == SHARDS
        assert await agree_on_shards(cluster, 7) == 7
        await Ledger(cluster, 7).set_ready(3)
        assert await agree_on_shards(cluster, None) == 7
        with pytest.raises(OtherShards, match="7 shards"):
            await agree_on_shards(cluster, SHARDS)


class TestCounting:
    async def test_one_webinar_is_spread_over_all_shards_and_nodes(
        self, nodes: ValkeyCluster, ledger: Ledger
    ) -> None:
        for shard in range(SHARDS):
            await watch(ledger, shard)
        assert all(len(shards_at(nodes, node)) > 10 for node in nodes.nodes)
        counters = await ledger.counters(WEBINAR.id)
        assert counters["visitors"] == SHARDS
        assert counters["visitor_ms"] == SHARDS * 10 * S
        assert await ledger.retention(WEBINAR.id, 1) == {"0": SHARDS, "10": -SHARDS}
        members = [member_of(shard) for shard in range(SHARDS)]
        assert {record.on_demand_ms for record in (await ledger.read(members)).values()} == {10 * S}
        for claim in (ledger.claim_due, ledger.claim_dirty):
            claims = await claim(NOW, 1, 10)
            assert set(claims.members) == set(range(SHARDS))
            assert not claims.failures

    async def test_every_call_of_the_ledger_stays_in_its_slot(self, ledger: Ledger, cluster: Cluster) -> None:
        await watch(ledger, 5)
        member = member_of(5)
        record = (await ledger.read([member]))[member]
        await ledger.settled(5, {member: record.due}, NOW)
        await ledger.copied(5, {member: record.version}, NOW)
        assert await ledger.due(5) == []
        said = Reports(member=member, webinar=WEBINAR.id, version=1, live=(), on_demand=())
        await ledger.put_reports({WEBINAR.id: WEBINAR}, [said], NOW)
        assert await ledger.lock([5, 6], "a", 60) == [5, 6]
        assert await ledger.lock([4, 5], "b", 60) == [4]
        assert await ledger.keep([4, 5, 6], "a", 60) == [5, 6]
        assert [await ledger.set_ready(shard, "a") for shard in (4, 5)] == [False, True]
        await ledger.unlock([4, 5, 6], "a")
        assert await ledger.lock([4, 5, 6], "c", 60) == [5, 6]
        await ledger.unlock([4], "b")
        await ledger.unlock([5, 6], "c")
        assert await ledger.unready() == []
        assert await ledger.webinar(WEBINAR.id, member) == WEBINAR
        await ledger.forget([member_of(shard) for shard in range(SHARDS)])
        await ledger.forget_webinar(WEBINAR)
        left = [await node.keys("*") for node in await cluster.primaries()]
        assert not [key for found in left for key in found if b":ready" not in key and b":homes" not in key]

    async def test_functions_are_loaded_wherever_they_are_missing(
        self, nodes: ValkeyCluster, ledger: Ledger
    ) -> None:
        for node in nodes.nodes:
            node.call("FUNCTION", "FLUSH")
        assert (await ledger.counters(WEBINAR.id))["visitors"] == SHARDS
        nodes.nodes[1].call("FUNCTION", "FLUSH")
        for shard in range(SHARDS):
            await watch(ledger, shard)

    async def test_presence_quotas_and_the_spill_work_as_on_one_server(
        self, ledger: Ledger, cluster: Cluster
    ) -> None:
        presence = PresenceStore(cluster, SHARDS)
        await presence.begin("a", NOW)
        everybody = [WorkerPresence(WEBINAR.id, member_of(shard), 1, playing=True) for shard in range(SHARDS)]
        await presence.say("a", everybody)
        assert (await ledger.counters(WEBINAR.id))["playing"] == SHARDS
        assert await presence.reap(NOW + LEASE_MS + 1_001) == ["a"]
        assert (await ledger.counters(WEBINAR.id))["playing"] == 0

        account = Account(cluster, "an account", 1, 60_000)
        assert await account.take_call() == 0
        assert await account.take_call() > 0
        await account.keep_token("t", 60)
        await account.drop_token("t")
        assert await account.token() is None
        assert await account.begin_writing("me", 1000)
        await account.end_writing("me")

        overflow = Overflow(cluster)
        assert await overflow.add(
            ReceivedDelivery(
                connection=ConnectionId(uuid4()), dedupe_key="key", received_at=NOW, headers={}, body=b"{}"
            )
        )
        await overflow.remove(await overflow.oldest(10))
        assert await overflow.waiting() == 0


class TestANodeAway:
    @pytest.mark.parametrize("frozen", [False, True], ids=["killed", "frozen"])
    async def test_the_others_go_on_at_once_and_nothing_is_lost(
        self, nodes: ValkeyCluster, impatient: None, ledger: Ledger, *, frozen: bool
    ) -> None:
        victim = nodes.nodes[1]
        away = shards_at(nodes, victim)
        for shard in range(SHARDS):
            await watch(ledger, shard)
        (victim.freeze if frozen else victim.kill)()
        waiting = [asyncio.create_task(watch(ledger, shard, until_s=20)) for shard in away[:3]]
        newer = webinar(version=2)
        putting = asyncio.create_task(ledger.put_webinar(newer))
        while not all(task.done() for task in waiting):
            for shard in {0, 1, 2, 3} - set(away):
                began = time.monotonic()
                assert (await watch(ledger, shard)).on_demand_ms == 10 * S
                assert time.monotonic() - began < AT_ONCE_S
            await asyncio.sleep(0.01)
        for task in (*waiting, putting):
            with pytest.raises(LedgerAway):
                await task
        claims = await ledger.claim_dirty(NOW, 1, 10)
        assert set(claims.members) == set(range(SHARDS)) - set(away)
        assert len(claims.failures) == len(away)
        with pytest.raises(LedgerAway):  # half of the counters would be numbers that nobody ever had
            await ledger.counters(WEBINAR.id)
        looks = await ledger.nodes()
        assert [look is None for look in looks].count(True) == 1
        here = next(shard for shard in range(SHARDS) if shard not in away)
        found = await ledger.webinar(WEBINAR.id, member_of(here))
        assert found is not None
        assert found.version == 2

        (victim.thaw if frozen else victim.start)()
        nodes.until_whole()
        assert (await back(ledger, away[0])).on_demand_ms in (
            10 * S,
            20 * S,
        )  # the frozen one took what waited
        for shard in away:
            assert (await watch(ledger, shard)).on_demand_ms >= 10 * S
        assert all(look is not None for look in await ledger.nodes())

    async def test_one_that_comes_back_empty_is_loaded_before_it_counts(
        self, nodes: ValkeyCluster, ledger: Ledger
    ) -> None:
        victim = nodes.nodes[2]
        away = shards_at(nodes, victim)
        victim.kill()
        victim.forget_data()
        victim.start()
        nodes.until_whole()
        async with asyncio.timeout(20):
            for shard in range(SHARDS):
                if shard in away:
                    with pytest.raises(ShardNotReady):
                        await back(ledger, shard)
                    assert not await ledger.is_ready(shard)
                else:
                    await watch(ledger, shard)
        with pytest.raises(ShardNotReady):
            await ledger.counters(WEBINAR.id)


class TestRoundTrips:
    async def test_calls_for_one_node_share_a_round_trip(self, nodes: ValkeyCluster, ledger: Ledger) -> None:
        node = nodes.nodes[0]
        shards = shards_at(nodes, node)
        assert len(shards) > 12
        before = node.call("INFO", "stats")["total_reads_processed"]
        await asyncio.gather(*(watch(ledger, shard) for shard in shards))
        assert node.call("INFO", "stats")["total_reads_processed"] - before < 6

    async def test_a_caller_that_was_cancelled_costs_the_others_nothing(
        self, nodes: ValkeyCluster, ledger: Ledger
    ) -> None:
        first, *others = shards_at(nodes, nodes.nodes[0])
        calls = [asyncio.create_task(watch(ledger, shard)) for shard in (first, *others)]
        await asyncio.sleep(0)
        calls[0].cancel()
        calls[-1].cancel()
        counted = await asyncio.gather(*calls, return_exceptions=True)
        assert all(isinstance(each, Counted) for each in counted[1:-1])
        assert (await watch(ledger, first)).on_demand_ms == 10 * S


class TestASlotMoves:
    async def test_what_was_ready_elsewhere_is_not_ready_here(
        self, nodes: ValkeyCluster, ledger: Ledger, cluster: Cluster
    ) -> None:
        shard = 7
        home = nodes.owner(keys.due(shard))
        other = next(node for node in nodes.nodes if node is not home)
        await watch(ledger, shard)
        for to in (other, home):  # back again: what was once ready there was overtaken
            nodes.move_slot(keys.due(shard), to)
            with pytest.raises(LedgerAway):  # its ready key names the old home
                await watch(ledger, shard)
            with pytest.raises(ShardNotReady):
                await back(ledger, shard)
            await ledger.set_ready(shard)
            assert (await watch(ledger, shard)).on_demand_ms == 10 * S
        assert await cluster.smembers(keys.homes(shard)) == {home.id.encode()}

    async def test_plain_calls_follow_it(self, nodes: ValkeyCluster, cluster: Cluster) -> None:
        await cluster.set("lc:a", "1")
        home = nodes.owner("lc:a")
        other = next(node for node in nodes.nodes if node is not home)
        nodes.move_slot("lc:a", other)
        assert await cluster.get("lc:a") == b"1"
        nodes.move_slot("lc:a", home)
        assert await cluster.get("lc:a") == b"1"

    async def test_a_call_is_made_where_its_slot_is_just_going(
        self, nodes: ValkeyCluster, cluster: Cluster
    ) -> None:
        home = nodes.owner("lc:b")
        other = next(node for node in nodes.nodes if node is not home)
        slot = home.call("CLUSTER KEYSLOT", "lc:b")
        other.call("CLUSTER SETSLOT", slot, "IMPORTING", home.id)
        home.call("CLUSTER SETSLOT", slot, "MIGRATING", other.id)
        await cluster.set("lc:b", "1")
        assert home.call("CLUSTER COUNTKEYSINSLOT", slot) == 0
        assert await cluster.get("lc:b") == b"1"
        for node in (other, home):
            node.call("CLUSTER SETSLOT", slot, "STABLE")


class Listener:
    """A listener that records all messages, in order."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[Message] = asyncio.Queue()

    def __call__(self, message: Message) -> None:
        self.heard.put_nowait(message)

    async def until(self, wanted: Message) -> None:
        async with asyncio.timeout(20):
            while await self.heard.get() != wanted:
                pass


class TestTelling:
    @pytest.fixture
    async def changes(self, nodes: ValkeyCluster, cluster: Cluster) -> AsyncIterator[Changes]:
        talk = await open_client(nodes.url, again=False)
        changes = Changes(talk)
        running = asyncio.create_task(changes.run())
        yield changes
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await talk.aclose()

    async def test_messages_of_every_node_are_heard_and_a_lost_node_is_noticed(
        self, nodes: ValkeyCluster, changes: Changes
    ) -> None:
        some = [WebinarId(UUID(int=number)) for number in range(12)]
        listeners = {each: Listener() for each in some}
        for each, listener in listeners.items():
            changes.subscribe(each, listener)
        for listener in listeners.values():
            await listener.until(Missed())
        for each, listener in listeners.items():
            await changes.publish(each, WebinarChanged(1))
            await listener.until(WebinarChanged(1))
        victim = nodes.nodes[0]
        lost = {each for each in some if nodes.owner(keys.changes(each)) is victim}
        assert lost
        assert lost != set(some)
        victim.kill()
        for each in set(some) - lost:
            await changes.publish(each, WebinarChanged(2))
            await listeners[each].until(WebinarChanged(2))
        for each in lost:
            with pytest.raises(LedgerAway):
                await changes.publish(each, WebinarChanged(2))
        victim.start()
        nodes.until_whole()
        for each in lost:
            await listeners[each].until(Missed())
            await changes.publish(each, WebinarChanged(3))
            await listeners[each].until(WebinarChanged(3))

    async def test_a_channel_whose_slot_has_moved_is_followed(
        self, nodes: ValkeyCluster, changes: Changes
    ) -> None:
        listener = Listener()
        changes.subscribe(WEBINAR.id, listener)
        await listener.until(Missed())
        channel = keys.changes(WEBINAR.id)
        home = nodes.owner(channel)
        other = next(node for node in nodes.nodes if node is not home)
        for to in (other, home):
            nodes.move_slot(channel, to)
            await listener.until(Missed())
            await changes.publish(WEBINAR.id, WebinarChanged(1))
            await listener.until(WebinarChanged(1))


class TestFailover:
    async def test_a_replica_that_takes_over_is_loaded_before_it_counts(
        self, nodes: ValkeyCluster, ledger: Ledger
    ) -> None:
        """Last: the replica stays the primary."""
        for shard in range(SHARDS):
            await watch(ledger, shard)
        victim = nodes.nodes[1]
        away = shards_at(nodes, victim)
        replica = nodes.add_replica(victim)
        victim.kill()
        async with asyncio.timeout(20):
            for shard in away:
                with pytest.raises(ShardNotReady):
                    await back(ledger, shard)
        assert nodes.owner(keys.due(away[0])) is replica
        for shard in away:
            await ledger.set_ready(shard)
            assert (await watch(ledger, shard)).on_demand_ms == 10 * S
        assert (await ledger.counters(WEBINAR.id))["visitor_ms"] == SHARDS * 10 * S
