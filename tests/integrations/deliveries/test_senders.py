"""Senders as connections configure them: secrets that rotate, settings that change, and trying a connection."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant
from latecomer.events.types import ConnectionTested, to_fields
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.service import Binding, Connection, Connections
from latecomer.integrations.deliveries.senders import SenderFactory, Senders
from latecomer.vendors.hubspot.client import HubSpotSender
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.kit.sender import OutgoingEvent
from tests.support.builders import HOUR
from tests.support.services import House
from tests.vendors.servers.hubspot import TOKEN, running_hubspot
from tests.vendors.servers.marketo import CLIENT_ID, CLIENT_SECRET, PROGRAM, running_marketo
from tests.vendors.servers.receiver import Told, running_receiver

OLD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEW = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


class Office:
    """Connections of one database, and who makes their senders; the clock is the test's."""

    def __init__(self, house: House, http: OutgoingHttp, redis: Redis) -> None:
        self.now: Instant = int(time.time() * 1000)
        senders = Senders(house.pool, http, redis, lambda: self.now)
        self.connections = Connections(house.pool, b"a key of the tests", senders.testers, guard=http.guard)
        self.opening = SenderFactory(house.pool, self.connections, senders)

    async def make(self, kind: Kind, *bindings: Binding, secrets: Any, **settings: Any) -> Connection:
        return (await self.connections.create(kind, "Ours", secrets, settings, bindings, self.now)).connection

    async def send(self, connection: Connection) -> str:
        """Send an event. Returns: what it came to."""
        sender = await self.opening.open(connection.id)
        assert sender is not None
        data = ConnectionTested(name="Ours")
        event = OutgoingEvent(id=connection.id, type=data.type, at=self.now, data=to_fields(data))
        (attempt,) = await sender.send([event], int(time.time() * 1000))
        return attempt.code

    async def test(self, connection: Connection) -> tuple[bool, str]:
        tested = await self.connections.test(connection.id, self.now)
        return tested.works, tested.code


@pytest.fixture
async def registering_connection(house: House, redis_url: str) -> AsyncIterator[Office]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=2.0)
    async with Redis.from_url(redis_url) as redis:
        yield Office(house, http, redis)
    await http.close()


async def test_while_a_secret_rotates_whoever_knows_either_takes_it(registering_connection: Office) -> None:
    async with running_receiver(OLD) as before, running_receiver(NEW) as after:
        hook = await registering_connection.make("webhook", secrets={"signing_secret": OLD}, url=before.url)
        assert await registering_connection.send(hook) == "delivered"
        await registering_connection.connections.rotate(
            hook.id, {"signing_secret": NEW}, registering_connection.now, keep_ms=HOUR
        )
        for receiver in (before, after):
            await registering_connection.connections.change(
                hook.id, settings={"url": receiver.url}, now=registering_connection.now
            )
            assert await registering_connection.send(hook) == "delivered"
            assert receiver.taken[-1].signatures == 2
        registering_connection.now += HOUR
        assert await registering_connection.send(hook) == "delivered"
        assert after.taken[-1].signatures == 1
        await registering_connection.connections.change(
            hook.id, settings={"url": before.url}, now=registering_connection.now
        )
        assert await registering_connection.send(hook) == "bad_answer"
        assert len(before.refused) == 1


async def test_trying_a_webhook_says_what_came_back(registering_connection: Office, house: House) -> None:
    async with running_receiver() as receiver:
        hook = await registering_connection.make(
            "webhook", secrets={"signing_secret": receiver.secret}, url=receiver.url
        )
        assert await registering_connection.test(hook) == (True, "works")
        assert receiver.taken[0].body["data"] == {"name": "Ours"}
        receiver.answers.append(Told(410))
        assert await registering_connection.test(hook) == (False, "gone")
        receiver.answers.append(Told(500))
        assert await registering_connection.test(hook) == (False, "bad_answer")
    assert await registering_connection.test(hook) == (False, "unreachable")
    settings = {"url": "https://169.254.169.254/latest/meta-data"}  # allowed once
    await house.pool.execute("UPDATE connections SET settings = $2 WHERE id = $1", hook.id, settings)
    assert await registering_connection.test(hook) == (False, "address_not_allowed")


async def test_trying_marketo_and_hubspot_asks_them_about_what_is_bound(
    registering_connection: Office, house: House
) -> None:
    webinar = await house.webinar()
    async with running_marketo() as marketo, running_hubspot() as hubspot:
        program = Binding(webinar=webinar.id, external_id=PROGRAM, settings={})
        credentials = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        sales = await registering_connection.make(
            "marketo", program, secrets=credentials, endpoint=marketo.url
        )
        assert await registering_connection.test(sales) == (True, "works")
        marketo.steps["Attended On-demand"] = 1
        assert await registering_connection.test(sales) == (False, "channel_steps")

        event = Binding(webinar=webinar.id, external_id="e-1", settings={})
        settings = {"base_url": hubspot.url, "organizer": "Ours"}
        crm = await registering_connection.make("hubspot", event, secrets={"access_token": TOKEN}, **settings)
        assert await registering_connection.test(crm) == (True, "works")
        assert hubspot.events["e-1"]["eventName"] == webinar.name
        assert isinstance(await registering_connection.opening.open(crm.id), HubSpotSender)
        await registering_connection.connections.rotate(
            crm.id, {"access_token": "of somebody else"}, registering_connection.now
        )
        assert await registering_connection.test(crm) == (False, "hubspot_credentials")


async def test_what_cannot_be_opened_sends_nothing(registering_connection: Office, house: House) -> None:
    inward = await registering_connection.make("zoom", secrets={"secret_token": "one"})
    assert await registering_connection.opening.open(inward.id) is None
    hook = await registering_connection.make("webhook", secrets={}, url="https://hooks.example.org/")
    async with house.pool.acquire() as conn:
        await conn.execute("UPDATE connections SET settings = '{}' WHERE id = $1", hook.id)
    assert await registering_connection.opening.open(hook.id) is None
    await registering_connection.connections.delete(hook.id, registering_connection.now)
    assert await registering_connection.opening.open(hook.id) is None
