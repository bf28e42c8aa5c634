"""The demonstration's simulated vendors, against the real system: pushed in, told on, flipped, and told again."""

from __future__ import annotations

import asyncio
import random

import aiohttp

from client_demo.api import Api
from client_demo.vendors import launch
from client_demo.vendors.marketo import CALLS, Marketo
from tests.journeys.system import System

QUICK = launch.Script(before_s=3.0, live_s=5.0, people=18, viewers=6, threshold_s=1.0)


async def test_an_event_in_zoom_ends_up_in_marketo(
    system: System, api: Api, session: aiohttp.ClientSession
) -> None:
    async with Marketo().serving() as marketo:
        launched = await launch.set_up(api, session, marketo, ("/recordings/none.mp4", 20.0), QUICK)
        connections = (await api.call("GET", "/connections"))["items"]
        theirs = {each["kind"]: each["id"] for each in connections if each["name"] in launch.NAMES}
        assert (await api.call("POST", f"/connections/{theirs['marketo']}/test"))["works"]

        playing = asyncio.create_task(
            launch.play(api, session, system.url, launched, QUICK, random.Random(1))
        )
        try:
            async with asyncio.timeout(60):
                while "Attended On-demand" not in marketo.statuses().values():
                    assert not playing.done(), playing.exception()
                    await asyncio.sleep(0.1)
        finally:
            playing.cancel()
            await asyncio.wait({playing})

        members = {each.email: each.status for each in await api.members(launched.webinar.id)}
        told = marketo.statuses()
        assert (len(members), set(told)) == (QUICK.people, set(members))
        came = {email for email, status in members.items() if status == "attended"}
        assert len(came) == 11  # two of three, but for one whose registration was denied
        assert {email for email, status in told.items() if status == "Attended"} == came
        assert (launched.zoom.lost, marketo.calls < CALLS) == (0, True)
        zoom = await api.call("GET", f"/connections/{theirs['zoom']}")
        assert (zoom["refused"], zoom["inbox"]["failed"], zoom["inbox"]["done"]) == (0, 0, launched.zoom.sent)
        for identifier in theirs.values():
            await api.call("DELETE", f"/connections/{identifier}")
