"""The whole product on a real Valkey Cluster: the same journeys, and a primary that dies while everybody watches."""

import asyncio
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import UUID

import aiohttp
import asyncpg
import pytest

from client_demo.api import Api, MemberRow
from client_demo.viewer import Tab
from latecomer.core.ids import MemberId
from latecomer.redis import keys
from tests.journeys.recount import comparable, ms, recount
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.test_statuses import (  # the same journeys, on the installation below
    test_a_viewers_own_account_is_the_servers,  # noqa: F401
    test_attended_stays_attended,  # noqa: F401
    test_who_registers_after_the_finish_flips_as_well,  # noqa: F401
    test_who_watched_before_the_finish_flips_with_it,  # noqa: F401
    watched,
)
from tests.journeys.watching_dashboard import dashboard
from tests.support.valkey_cluster import ValkeyCluster

SHARDS = 64
DURATION_S = 60.0
PATIENCE_S = 20.0


@pytest.fixture(scope="module")
def nodes() -> Iterator[ValkeyCluster]:
    """Three Valkey nodes that are one cluster."""
    folder = Path(tempfile.mkdtemp(prefix="lc-cluster-"))
    cluster = ValkeyCluster(folder)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def system(nodes: ValkeyCluster) -> Iterator[System]:
    """`latecomer run` with two web processes on the cluster."""
    folder = Path(tempfile.mkdtemp(prefix="lc-journeys-"))
    started = System.start(folder / "data", REDIS_URL=nodes.url, WORKERS="2")
    yield started
    code = started.stop()
    log = started.log.read_text()
    shutil.rmtree(folder)
    assert code == 0, log
    assert "Traceback" not in log, log


def shard_of(member: MemberRow) -> int:
    return keys.shard_of(MemberId(UUID(member.id)), SHARDS)


async def one_in_each_shard(scene: Scene) -> Sequence[MemberRow]:
    """Members of one webinar, in the order of their shards."""
    found: dict[int, MemberRow] = {}
    number = 0
    while len(found) < SHARDS:
        rows = [{"email": f"viewer{number + each}@people.example"} for each in range(200)]
        number += len(rows)
        for result in await scene.api.add_members(scene.webinar.id, rows):
            member = MemberRow.of(result["member"])
            found.setdefault(shard_of(member), member)
    return [found[shard] for shard in range(SHARDS)]


@asynccontextmanager
async def all_playing(
    system: System, session: aiohttp.ClientSession, members: Sequence[MemberRow]
) -> AsyncIterator[list[Tab]]:
    """Each of them has a tab that plays."""
    async with AsyncExitStack() as stack:
        tabs = [
            Tab(system.url, member.token, DURATION_S, session, random.Random(member.id)) for member in members
        ]
        for tab in tabs:
            stack.push_async_callback(tab.close)
        assert all(await asyncio.gather(*(tab.ready() for tab in tabs)))
        for tab in tabs:
            tab.play()
        yield tabs


async def readiness(system: System, session: aiohttp.ClientSession) -> tuple[int, str]:
    async with session.get(f"{system.url}/readyz") as answer:
        return answer.status, (await answer.json())["redis"]


async def test_one_huge_webinar_goes_on_while_a_primary_is_dead(
    nodes: ValkeyCluster,
    system: System,
    api: Api,
    session: aiohttp.ClientSession,
    database: asyncpg.Connection,
) -> None:
    """Its members live in all shards, so on all three nodes. Some cross the threshold while a node is dead."""
    scene = await Scene.past(api, duration_s=DURATION_S, threshold_s=1)
    members = await one_in_each_shard(scene)
    await scene.finish()
    # The one through which workers are told that there is something to do.
    victim = nodes.owner(keys.changes(None))
    homes = [nodes.owner(keys.due(shard)) for shard in range(SHARDS)]
    assert {id(home) for home in homes} == {id(node) for node in nodes.nodes}
    async with (
        dashboard(system.url, system.key, scene.webinar.id) as page,
        all_playing(system, session, members) as tabs,
    ):
        waiting = [tab for tab, home in zip(tabs, homes, strict=True) if home is victim]
        others = [tab for tab, home in zip(tabs, homes, strict=True) if home is not victim]
        await asyncio.gather(*(watched(tab, 0.3) for tab in tabs))
        victim.kill()

        for tab in waiting:
            tab.report()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(watched(tab, 1.2) for tab in others))
        assert not any(tab.watched_s > 1 for tab in waiting), "nobody acknowledges what is not written"
        assert await readiness(system, session) == (200, "partly")
        await page.until(lambda data: data["status_counts"]["attended_on_demand"] == len(others))

        victim.start()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(watched(tab, 1.2) for tab in waiting))
        assert await readiness(system, session) == (200, "up")
        for tab in tabs:
            tab.pause()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(tab.acknowledged() for tab in tabs))
        await page.until(lambda data: data["on_demand_statistics"]["visitors"] == SHARDS)
        counted = await recount(database, api, scene.webinar.id)
        await page.until(lambda data: comparable(data) == counted.data)
        await page.until(lambda data: data["now"]["playing"] == 0)
        assert counted.data["visitors"] == SHARDS
        assert counted.drops == {}
        for tab, member in zip(tabs, members, strict=True):
            own_s = sum(end - begin for begin, end in tab.played)
            assert abs(ms(counted.watched[member.id].on_demand) - own_s * 1000) < 250
    flips = await database.fetch(
        "SELECT member_id FROM status_events WHERE webinar_id = $1 AND to_status = 'attended_on_demand'",
        scene.webinar.id,
    )
    assert {str(flip["member_id"]) for flip in flips} == {member.id for member in members}
    assert len(flips) == SHARDS, "once each"
