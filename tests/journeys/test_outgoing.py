"""From a viewer's heartbeat to the systems that hear of it, through the whole product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from client_demo.api import Api
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.test_statuses import playing, watched
from tests.vendors.servers.marketo import CLIENT_ID, CLIENT_SECRET, PROGRAM, running_marketo
from tests.vendors.servers.receiver import running_receiver

WITHIN_S = 3.0
"""On a machine that does much else; tests/bench measures the second that is promised."""


class Connecting:
    """Makes connections by REST and takes them away again: every journey has the same installation."""

    def __init__(self, system: System, session: aiohttp.ClientSession) -> None:
        self._api = f"{system.url}/api/v1"
        self._session = session
        self._headers = {"Authorization": f"Bearer {system.key}"}
        self.made: list[str] = []

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with self._session.request(
            method, self._api + path, json=body, headers=self._headers
        ) as response:
            assert response.status < 300, await response.text()
            return await response.json(content_type=None) if response.status != 204 else None

    async def make(self, kind: str, **fields: Any) -> Any:
        created = await self.call("POST", "/connections", {"kind": kind, "name": kind, **fields})
        identifier = (created.get("connection") or created)["id"]
        self.made.append(identifier)
        return identifier


@pytest.fixture
async def connecting(system: System, session: aiohttp.ClientSession) -> AsyncIterator[Connecting]:
    opened = Connecting(system, session)
    yield opened
    for identifier in opened.made:
        await opened.call("DELETE", f"/connections/{identifier}")


async def test_a_flip_is_told_within_moments(
    system: System, api: Api, session: aiohttp.ClientSession, connecting: Connecting
) -> None:
    scene = await Scene.past(api, threshold_s=1)
    async with running_receiver() as receiver, running_marketo() as marketo:
        bound = {"webinar_id": scene.webinar.id, "external_id": PROGRAM}
        hook = await connecting.make(
            "webhook", secrets={"signing_secret": receiver.secret}, settings={"url": receiver.url}
        )
        sales = await connecting.make(
            "marketo",
            secrets={"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
            settings={"endpoint": marketo.url},
            webinars=[bound],
        )
        for connection in (hook, sales):
            tested = await connecting.call("POST", f"/connections/{connection}/test")
            assert tested["works"], tested
        people = await scene.add({"Nora": "registered"})
        await scene.finish()
        async with playing(system, session, people["Nora"]) as tab:
            await watched(tab, 1.1)
            crossed_at = time.time()
            while not any(one.body["data"].get("status") == "attended_on_demand" for one in receiver.taken):
                await receiver.until(len(receiver.taken) + 1)
        flip = next(one for one in receiver.taken if one.body["data"].get("status") == "attended_on_demand")
        assert flip.at - crossed_at < WITHIN_S
        of_nora = [
            one.body for one in receiver.taken if one.body["data"].get("member_id") == people["Nora"].id
        ]
        assert [body["data"]["sequence"] for body in of_nora] == list(range(1, len(of_nora) + 1))
        assert [body["data"]["status"] for body in of_nora if body["type"] == "member.status_changed"] == [
            "registered",
            "no_show",
            "attended_on_demand",
        ]
        assert not receiver.refused
        listed = await connecting.call("GET", f"/connections/{hook}/deliveries")
        assert listed["dead"] == listed["retrying"] == 0
        deadline = time.monotonic() + 10
        while marketo.statuses().get(people["Nora"].email) != "Attended On-demand":
            assert time.monotonic() < deadline, marketo.members
            await asyncio.sleep(0.05)
        assert len(marketo.leads) == 1
