"""Statuses end to end, by simulated viewers over real websockets."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp

from client_demo.api import Api, MemberRow
from client_demo.viewer import Tab
from tests.journeys.recount import Watched, ms
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.watching_dashboard import dashboard

DURATION_S = 20.0


@asynccontextmanager
async def playing(system: System, session: aiohttp.ClientSession, member: MemberRow) -> AsyncIterator[Tab]:
    """A tab that plays, and leaves as a tab does that is closed."""
    tab = Tab(system.url, member.token, DURATION_S, session, random.Random(member.id))
    try:
        assert await tab.ready()
        tab.play()
        yield tab
    finally:
        await tab.close()


async def watched(tab: Tab, seconds: float) -> None:
    """Play on until the server has acknowledged more than so many seconds."""
    async with asyncio.timeout(20):
        while True:
            tab.report()
            await tab.acknowledged()
            left_s = seconds - tab.watched_s
            if left_s < 0:
                return
            await tab.until_over(left_s + 0.001)


async def test_attended_stays_attended(system: System, api: Api, session: aiohttp.ClientSession) -> None:
    scene = await Scene.past(api, threshold_s=1)
    people = await scene.add({"Ada": "attended", "Nora": "registered"})
    await scene.finish()
    async with dashboard(system.url, system.key, scene.webinar.id) as page:
        async with (
            playing(system, session, people["Ada"]) as ada,
            playing(system, session, people["Nora"]) as nora,
        ):
            await watched(ada, 1.2)
            await watched(nora, 1.2)
            await page.until(lambda data: data["status_counts"]["attended_on_demand"] == 1)
        assert page.data["status_counts"]["attended"] == 1
        await page.until(lambda data: data["on_demand_statistics"]["visitors"] == 1)
    assert (await scene.member(people["Ada"].id)).status == "attended"
    assert ms((await Watched.of(api, people["Ada"].id)).on_demand) > 1_200, "recorded all the same"


async def test_who_watched_before_the_finish_flips_with_it(
    system: System, api: Api, session: aiohttp.ClientSession
) -> None:
    scene = await Scene.past(api, threshold_s=1)
    people = await scene.add({"Nora": "registered", "Otto": "registered"})
    async with dashboard(system.url, system.key, scene.webinar.id) as page:
        async with playing(system, session, people["Nora"]) as nora:
            await watched(nora, 1.2)
        kinds = [item["kind"] async for item in api.items(f"/members/{people['Nora'].id}/timeline")]
        assert page.data["status_counts"]["registered"] == 2
        await scene.finish()
        await page.until(
            lambda data: (
                (
                    data["status_counts"]["attended_on_demand"],
                    data["status_counts"]["no_show"],
                    data["on_demand_statistics"]["visitors"],
                )
                == (1, 1, 1)
            )
        )
    assert kinds, "the view was told before the finish"


async def test_who_registers_after_the_finish_flips_as_well(
    system: System, api: Api, session: aiohttp.ClientSession
) -> None:
    scene = await Scene.past(api, threshold_s=1)
    await scene.add({"Otto": "registered"})
    await scene.finish()
    people = await scene.add({"Vera": "registered"})
    async with playing(system, session, people["Vera"]) as vera:
        await watched(vera, 1.2)
        async with asyncio.timeout(15):
            while vera.status != "attended_on_demand":
                await vera.told()


async def test_a_viewers_own_account_is_the_servers(
    system: System, api: Api, session: aiohttp.ClientSession
) -> None:
    """Lost connections, a second tab and a reload: the server ends with what was really played."""
    scene = await Scene.past(api, threshold_s=60)
    people = await scene.add({"Nora": "registered"})
    nora = people["Nora"]
    async with playing(system, session, nora) as first:
        await watched(first, 0.5)
        first.drop_connection()
        async with playing(system, session, nora) as beside:
            await watched(beside, 1.0)
            first.drop_connection()
        await watched(first, 1.5)
        await first.vanish()
        own = first.played + beside.played
        async with playing(system, session, nora) as again:
            await watched(again, 2.0)
        own += again.played
    union = 0.0
    end = 0.0
    for begins, ends in sorted(own):
        union += max(0.0, ends - max(begins, end))
        end = max(end, ends)
    counted = await Watched.of(api, nora.id)
    assert abs(ms(counted.on_demand) - union * 1000) < 250, "anchors differ by the way of a hello at most"
    assert counted.drops == {}
