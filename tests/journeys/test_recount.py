"""After a crowd has watched and gone, every number on the dashboard equals a recount."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import aiohttp
import asyncpg

from client_demo.api import Api
from client_demo.crowd import Crowd
from tests.journeys.recount import comparable, recount
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.watching_dashboard import dashboard

LIVE_S = 8.0
DURATION_S = 12.0


async def test_every_number_equals_a_recount(
    system: System, api: Api, session: aiohttp.ClientSession, database: asyncpg.Connection
) -> None:
    """A crowd watches an automated webinar through its end and goes on with the recording; then they stop."""
    now = datetime.now(UTC)
    scene = await Scene.create(
        api,
        now - timedelta(seconds=2),
        now + timedelta(seconds=LIVE_S),
        timezone="Asia/Kolkata",
        recording={"url": "/recordings/none.mp4", "duration_s": DURATION_S},
        watch_threshold_s=2,
        finish_grace_s=0,
    )
    statuses = ["registered"] * 30 + ["attended", "invited", "waitlisted", "rejected"]
    people = await scene.add({f"Viewer{index}": status for index, status in enumerate(statuses)})
    members = [member for member in people.values() if member.status in ("registered", "attended")]
    async with dashboard(system.url, system.key, scene.webinar.id) as page:
        crowd = Crowd(system.url, members, DURATION_S, session, random.Random(5), size=14, arrival_s=0.4)
        watching = asyncio.create_task(crowd.run())
        try:
            await page.until(lambda data: data["now"]["playing"] >= 5)
            await page.until(lambda data: data["webinar"]["mode"] == "on_demand")
            await page.until(lambda data: data["on_demand_statistics"]["visitors"] >= 6, 40)
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        await page.until(lambda data: data["now"] == {"playing": 0, "connected": 0}, 90)
        counted = await recount(database, api, scene.webinar.id)
        await page.until(lambda data: comparable(data) == counted.data, 5)
        assert counted.data["visitors"] >= 6
        assert counted.data["status_counts"]["attended"] > 1, "somebody was there live"
        assert sum(counted.data["retention"]["counts"]) > 0
        assert sum(counted.data["attendance"]["shares"]) > 0
        assert page.patches > 5
        assert page.snapshots == 1
    served = await api.call("GET", f"/webinars/{scene.webinar.id}/dashboard")
    assert comparable(served["data"]) == counted.data
    assert await api.call("GET", f"/webinars/{scene.webinar.id}/drops") == {"drops": {}}
    assert counted.drops == {}, "simulated viewers are honest"
    async for member in api.items(f"/webinars/{scene.webinar.id}/members"):
        watched = counted.watched[member["id"]]
        assert member["covered_s"] == sum(end - begin for begin, end in watched.covered)
