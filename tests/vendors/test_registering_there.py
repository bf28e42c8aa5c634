"""A journey: members are added by REST, a strict Zoom confirms them, and our join link leads to theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from latecomer.core.timestamps import to_text
from latecomer.http.guard import read_networks
from latecomer.integrations.provider_registration.worker import ProviderRegistrationWorker
from latecomer.tasks import background
from latecomer.watching.status_sync import StatusSync
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.server import ADMIN_KEY, Live, open_live
from tests.vendors.servers.zoom_rest import ACCOUNT, CLIENT_ID, CLIENT_SECRET, WEBINAR, ZoomRest, running_zoom

BEFORE = STARTS_AT - 2 * HOUR


@dataclass
class Journey:
    """An installation, a client of its API, and a Zoom beside it."""

    live: Live
    http: ClientSession
    zoom: ZoomRest

    async def call(self, method: str, path: str, body: Any = None, *, expect: int = 200) -> Any:
        async with self.http.request(method, f"/api/v1{path}", json=body) as response:
            assert response.status == expect, await response.text()
            return None if response.status == 204 else await response.json()

    async def click(self, member: Any) -> Any:
        """Open a member's join link and return the answer to the page's click."""
        token = member["join_url"].rpartition("/")[2]
        async with self.http.post(f"/j/{token}/click", json={"sign": "gesture"}) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def webinar(self, **fields: Any) -> Any:
        body = {"name": "Composting", "starts_at": to_text(STARTS_AT), "ends_at": to_text(ENDS_AT)} | fields
        return await self.call("POST", "/webinars", body, expect=201)

    async def connect(self, webinar: Any) -> Any:
        body = {
            "kind": "zoom",
            "name": "Zoom",
            "secrets": {
                "secret_token": "s3cr3t",
                "account_id": ACCOUNT,
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
            },
            "settings": {"api_url": f"{self.zoom.url}/v2", "token_url": f"{self.zoom.url}/oauth/token"},
            "webinars": [{"webinar_id": webinar["id"], "external_id": WEBINAR}],
        }
        return await self.call("POST", "/connections", body, expect=201)

    async def add(self, webinar: Any, *rows: Any) -> list[Any]:
        added = await self.call("POST", f"/webinars/{webinar['id']}/members", {"members": rows})
        return [each["member"] for each in added["results"]]

    async def registering(self, webinar: Any, which: str = "true") -> list[str]:
        page = await self.call("GET", f"/webinars/{webinar['id']}/members?registering={which}")
        return [each["email"] for each in page["items"]]

    async def answered(self, webinar: Any) -> None:
        """Wait until the provider has answered about everybody."""
        async with asyncio.timeout(20):
            while await self.registering(webinar):  # noqa: ASYNC110 - asked for as any client would
                await asyncio.sleep(0.05)
        await self.live.parts.get(StatusSync).sweep()


@pytest.fixture
async def journey(
    postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Journey]:
    networks = read_networks(["127.0.0.1"])
    async with (
        running_zoom() as zoom,
        open_live(postgres_url, redis_url, monkeypatch, allowed_networks=networks) as live,
        background(live.parts.get(ProviderRegistrationWorker).run()),
        ClientSession(live.address, headers={"Authorization": f"Bearer {ADMIN_KEY}"}) as http,
    ):
        live.clock.put(BEFORE)
        yield Journey(live, http, zoom)


async def test_members_are_registered_there_and_our_link_leads_to_theirs(journey: Journey) -> None:
    webinar = await journey.webinar(live_url="https://meet.example/everybody")
    assert not webinar["has_provider"]
    await journey.connect(webinar)
    assert (await journey.call("GET", f"/webinars/{webinar['id']}"))["has_provider"]

    ana, bo = await journey.add(
        webinar, {"email": "ana@example.org", "first_name": "Ana"}, {"email": "bo@example.org"}
    )
    assert {each["status"] for each in (ana, bo)} == {"invited"}
    assert {each["registering"] for each in (ana, bo)} == {True}
    await journey.answered(webinar)
    assert await journey.registering(webinar, "false") == ["ana@example.org", "bo@example.org"]

    ana, bo = [await journey.call("GET", f"/members/{each['id']}") for each in (ana, bo)]
    assert (ana["status"], bo["status"]) == ("registered", "registration_error")
    assert "first_name" in bo["status_reason"]
    assert "zoom" not in ana["join_url"]

    await journey.call("PATCH", f"/persons/{bo['person_id']}", {"first_name": "Bo"})
    assert await journey.call("POST", f"/webinars/{webinar['id']}/members/retry") == {"retried": 1}
    await journey.answered(webinar)
    bo = await journey.call("GET", f"/members/{bo['id']}")
    assert bo["status"] == "registered"
    assert await journey.call("POST", f"/webinars/{webinar['id']}/members/retry") == {"retried": 0}

    (cy,) = await journey.add(webinar, {"email": "cy@example.org", "status": "attended"})
    await journey.live.parts.get(StatusSync).sweep()
    journey.live.clock.put(STARTS_AT + MINUTE)
    for member, to in (
        (ana, f"https://example.zoom.us/w/{WEBINAR}?tk=rEg1"),
        (bo, f"https://example.zoom.us/w/{WEBINAR}?tk=rEg2"),
        (cy, "https://meet.example/everybody"),
    ):
        assert await journey.click(member) == {"next": "live_url", "url": to}
    journey.live.clock.put(ENDS_AT)
    assert await journey.click(ana) == {"next": "wait"}

    await journey.live.settle()
    assert (await journey.call("GET", f"/members/{ana['id']}"))["status"] == "registered", (
        "a click is no stay"
    )


async def test_while_postgres_cannot_answer_the_link_leads_to_the_room_of_everybody(journey: Journey) -> None:
    webinar = await journey.webinar(live_url="https://meet.example/everybody")
    await journey.connect(webinar)
    (ana,) = await journey.add(webinar, {"email": "ana@example.org", "first_name": "Ana"})
    await journey.answered(webinar)
    journey.live.clock.put(STARTS_AT + MINUTE)

    holders = [await journey.live.parts.pool.acquire() for _ in range(journey.live.parts.pool.get_max_size())]
    try:
        assert (await journey.click(ana))["url"] == "https://meet.example/everybody"
    finally:
        for each in holders:
            await journey.live.parts.pool.release(each)
    assert "zoom.us" in (await journey.click(ana))["url"]
