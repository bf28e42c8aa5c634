"""Steps that feed lists of HubSpot and Marketo, over the outgoing queue, against strict vendors."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import ConnectionId
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.hubspot.client import HubSpotSender
from latecomer.vendors.hubspot.settings import HubSpotSettings
from latecomer.vendors.marketo.client import MarketoSender
from latecomer.vendors.marketo.settings import MarketoSettings
from tests.campaigns.working import campaign, worked
from tests.support.posting import Post, open_post
from tests.support.site import Site
from tests.vendors.servers.hubspot import TOKEN, HubSpot, running_hubspot
from tests.vendors.servers.marketo import CLIENT_ID, CLIENT_SECRET, Marketo, running_marketo
from tests.vendors.servers.receiver import running_receiver


class Vendors:
    """A HubSpot and a Marketo with a list each, both connected."""

    def __init__(self, post: Post, hubspot: HubSpot, marketo: Marketo) -> None:
        self.post = post
        self.hubspot = hubspot
        self.marketo = marketo
        self.to_hubspot: ConnectionId
        self.to_marketo: ConnectionId

    async def connect(self, redis: Redis) -> None:
        http = self.post.http
        hubspot = HubSpotSettings(organizer="Ours", base_url=self.hubspot.url)
        account = Account(redis, f"hubspot {self.hubspot.url}", 95, 10_000)
        self.to_hubspot = await self.post.connect("hubspot", HubSpotSender(http, hubspot, TOKEN, {}, account))
        marketo = MarketoSettings(self.marketo.url)
        account = Account(redis, f"marketo {self.marketo.url}", 49, 20_000)
        sender = MarketoSender(http, marketo, (CLIENT_ID, CLIENT_SECRET), {}, account)
        self.to_marketo = await self.post.connect("marketo", sender)

    async def deliver(self, hubspot: int, marketo: int) -> None:
        """Send until so many deliveries of each are settled."""
        async with self.post.working():
            await self.post.until_settled(self.to_hubspot, hubspot)
            await self.post.until_settled(self.to_marketo, marketo)


@pytest.fixture
async def vendors(site: Site, redis_url: str) -> AsyncIterator[Vendors]:
    async with (
        open_post(site.pool) as post,
        running_hubspot() as hubspot,
        running_marketo() as marketo,
        Redis.from_url(redis_url) as redis,
    ):
        post.http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=5)
        hubspot.lists = {"12": ("MANUAL", set()), "14": ("DYNAMIC", set())}
        marketo.lists = {"1021": set()}
        connected = Vendors(post, hubspot, marketo)
        await connected.connect(redis)
        yield connected
        await post.http.close()


def put(connection: ConnectionId, list_id: str) -> dict[str, Any]:
    return {"do": "add_to_vendor_list", "connection": str(connection), "list": list_id}


async def steps_of(site: Site, made: Any) -> list[tuple[str, str, str | None]]:
    """Return did, state and code of what every step sent, of the newest run first."""
    page = await site.call("GET", f"/campaigns/{made['id']}/runs?limit=200")
    return [
        (step["did"], step["sent"]["state"], step["sent"]["code"])
        for run in page["items"]
        for step in run["steps"]
        if step["sent"]
    ]


async def test_lists_of_hubspot_and_marketo_get_who_registers_once(site: Site, vendors: Vendors) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[put(vendors.to_hubspot, "12"), put(vendors.to_marketo, "1021")])
    await site.member(webinar)
    await site.member(webinar, "bob@example.com")
    await worked(site)
    await site.pool.execute("UPDATE causes SET taken_at = NULL")  # delivered again
    await worked(site)
    await vendors.deliver(2, 2)
    assert vendors.hubspot.on("12") == ["ada@example.com", "bob@example.com"]
    assert vendors.marketo.on("1021") == ["ada@example.com", "bob@example.com"]
    assert (await steps_of(site, made))[:2] == [
        ("add_to_vendor_list", "delivered", "delivered"),
        ("add_to_vendor_list", "delivered", "delivered"),
    ]
    assert await site.pool.fetchval("SELECT count(*) FROM outbox WHERE type = 'campaign.list_step'") == 4


async def test_a_list_that_a_vendor_refuses_is_named_on_the_run(site: Site, vendors: Vendors) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[put(vendors.to_hubspot, "14"), put(vendors.to_marketo, "99")])
    await site.member(webinar)
    await worked(site)
    await vendors.deliver(1, 1)
    page = await site.call("GET", f"/campaigns/{made['id']}/runs")
    first, second = page["items"][0]["steps"]
    assert (first["outcome"], first["sent"]["state"], first["sent"]["code"]) == (
        "done",
        "dead",
        "hubspot_list",
    )
    assert "List 14" in first["sent"]["message"]
    assert "DYNAMIC" in first["sent"]["message"]
    assert (second["sent"]["state"], second["sent"]["code"]) == ("dead", "marketo_list")
    assert page["items"][0]["email"] == "ada@example.com"


async def test_a_step_for_a_connection_that_cannot_do_it_is_refused_with_its_place(
    site: Site, vendors: Vendors
) -> None:
    async with running_receiver() as receiver:
        endpoint = await vendors.post.connect_receiver(receiver)
        cases: tuple[tuple[Any, str, str], ...] = (
            (put(endpoint, "12"), "/flow/steps/0/connection", "wrong_connection"),
            (
                {"do": "call_webhook", "connection": str(vendors.to_hubspot)},
                "/flow/steps/0/connection",
                "wrong_connection",
            ),
            (put(vendors.to_hubspot, "twelve"), "/flow/steps/0/list", "invalid_format"),
            (put(ConnectionId(UUID(int=0)), "12"), "/flow/steps/0/connection", "unknown_value"),
        )
        for step, field, code in cases:
            flow = {"triggers": [{"on": "registered"}], "steps": [step]}
            refused = await site.call("POST", "/campaigns", {"name": "A", "flow": flow}, expect=422)
            assert [(each["field"], each["code"]) for each in refused["errors"]] == [(field, code)], refused
    assert (await site.call("GET", "/campaigns"))["items"] == []
