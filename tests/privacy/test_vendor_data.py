"""Vendors' data about an erased person: deleted wherever it lies, and no vendor brings it back."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import PersonId
from latecomer.core.timestamps import to_text
from latecomer.http.outgoing import HttpAnswer
from latecomer.integrations.connections.service import Binding
from latecomer.integrations.inbox import queries as rows
from latecomer.integrations.inbox.overflow import Overflow
from latecomer.integrations.inbox.published_keys import PublishedKeys
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.integrations.inbox.receiver import Receiver
from latecomer.privacy.erase import Erasure
from tests.integrations.inbox.test_service import NOW, WEBINAR_ID, Sender, open_sender
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE
from tests.support.services import BEFORE, House

ANA = "ana@example.org"


@pytest.fixture
async def sender(house: House) -> Sender:
    return await open_sender(house)


async def person(sender: Sender, email: str = ANA) -> PersonId:
    return (await sender.house.load(await sender.member(email))).person.id


async def registered(sender: Sender, **data: Any) -> int:
    return await sender.send(
        "registration.created",
        BEFORE,
        **({"attendee": "1", "email": ANA, "join_url": "https://there.example/1"} | data),
    )


async def stored(house: House) -> dict[int, tuple[str, str | None, bool]]:
    """State, outcome, and whether there is a body."""
    found = await house.pool.fetch("SELECT id, state, outcome, body IS NOT NULL AS kept FROM inbox")
    return {row["id"]: (row["state"], row["outcome"], row["kept"]) for row in found}


async def people(house: House) -> list[str | None]:
    return [
        row["email"] for row in await house.pool.fetch("SELECT email FROM persons ORDER BY created_at, id")
    ]


async def test_everything_about_an_erased_person_goes_wherever_it_lies(sender: Sender) -> None:
    house = sender.house
    handled = await registered(sender)
    late = await sender.send(
        "attendance.joined", NOW, now=ENDS_AT + 31 * DAY, email=" Ana@Example.org", session="1", stay="1"
    )
    elsewhere = await sender.send("registration.created", BEFORE, webinar="unbound", email=ANA)
    unread = await sender.send_raw(b'{"type": "survey.answered", "by": "ANA@example.org"}')
    new = await sender.send("registration.created", BEFORE, handle=False, email="ana@example.org")
    by_name = await sender.send("attendance.joined", NOW, handle=False, attendee="1", session="1", stay="2")
    others = [
        await sender.send("registration.created", BEFORE, handle=False, email="diana@example.org"),
        await sender.send_raw(b'{"type": "survey.answered", "by": "diana@example.org"}', handle=False),
        await sender.send(
            "registration.created", BEFORE, webinar="unbound", handle=False, email="bo@example.org"
        ),
    ]

    await house.erasure.erase(await person(sender), NOW)

    after = await stored(house)
    assert {after[each][2] for each in (handled, late, elsewhere, unread, new, by_name)} == {False}
    assert {after[each][0] for each in (handled, late, elsewhere, unread, new, by_name)} == {"done"}
    assert [after[each][1] for each in (handled, new, elsewhere)] == ["applied", "erased", "erased"]
    assert {after[each][2] for each in others} == {True}

    webinar = await house.webinar()
    await house.connections.change(
        sender.connection,
        bindings=[
            Binding(webinar=sender.webinar.id, external_id=WEBINAR_ID, settings={}),
            Binding(webinar=webinar.id, external_id="unbound", settings={}),
        ],
        now=NOW,
    )
    while await house.inbox.handle(100, NOW + HOUR):
        pass
    assert sorted(filter(None, await people(house))) == ["bo@example.org", "diana@example.org"]


async def test_what_had_spilled_goes_too(sender: Sender, redis_url: str) -> None:
    house = sender.house
    await registered(sender)

    async def nothing() -> None:
        return None

    async def unused(method: str, address: str) -> HttpAnswer:
        raise AssertionError((method, address))

    async with Redis.from_url(redis_url) as redis:
        overflow = Overflow(redis)
        receiver = Receiver(
            house.pool, house.connections, overflow, lambda: NOW, nothing, PublishedKeys(unused)
        )
        body = {
            "type": "registration.created",
            "timestamp": to_text(BEFORE),
            "data": {"webinar": WEBINAR_ID, "email": ANA},
        }
        await overflow.add(
            ReceivedDelivery(
                connection=sender.connection,
                dedupe_key="spilled",
                received_at=NOW,
                headers={"webhook-id": "spilled"},
                body=json.dumps(body).encode(),
            )
        )
        await Erasure(house.pool, house.settlement, receiver.move).erase(await person(sender), NOW)
        await receiver.move()
        await receiver.stop()
    assert len(await stored(house)) == 2
    await house.inbox.handle(100, NOW + HOUR)
    assert await people(house) == [None]


async def test_no_vendor_brings_an_erased_person_back(sender: Sender) -> None:
    house = sender.house
    await registered(sender)
    member, erased = await sender.member(), await person(sender)
    await sender.send("attendance.left", ENDS_AT, attendee="1", session="1", email=ANA)
    await house.erasure.erase(erased, NOW)
    keys = [row["key"] for row in await house.pool.fetch("SELECT key FROM vendor_rows")]
    assert len(keys) == 1
    assert ANA not in keys[0]
    names = await house.pool.fetch("SELECT ref, join_url FROM vendor_identities")
    assert [row["join_url"] for row in names] == [None]
    assert names[0]["ref"].startswith("erased:")
    assert "attendee" not in names[0]["ref"]

    await registered(sender, first_name="Ana")
    await sender.send("attendance.joined", NOW, attendee="1", session="1", stay="1", email=ANA)
    assert await people(house) == [None]
    assert (await house.load(member)).status == "attended", "what happened still counts, without a name"
    assert await house.pool.fetch("SELECT ref, join_url FROM vendor_identities") == names
    await house.erasure.erase(erased, NOW + MINUTE)
    assert await house.pool.fetch("SELECT ref, join_url FROM vendor_identities") == names


async def test_an_export_tells_what_vendors_sent_and_call_somebody(sender: Sender) -> None:
    await registered(sender)
    await sender.send("registration.created", BEFORE, webinar="unbound", email=ANA)
    await sender.send("registration.created", BEFORE, attendee="2", email="bo@example.org")

    export: Any = await sender.house.export.export(await person(sender), NOW)

    (member,) = export["members"]
    (identity,) = member["identities"]
    assert identity["join_url"] == "https://there.example/1"
    assert identity["ref"].endswith("1")
    assert [each["state"] for each in export["deliveries"]] == ["done", "waiting"]
    assert all(ANA in each["body"] for each in export["deliveries"])
    assert "bo@example.org" not in json.dumps(export)


async def test_a_person_may_be_erased_while_deliveries_about_them_are_handled(sender: Sender) -> None:
    house = sender.house
    await registered(sender)
    erased = await person(sender)
    async with house.pool.acquire() as conn, conn.transaction():
        waiting = await sender.send("registration.created", BEFORE, handle=False, email=ANA)
        assert [row.id for row in await rows.take(conn, 10, NOW)] == [waiting]
        erasing = asyncio.create_task(house.erasure.erase(erased, NOW))
        await asyncio.wait([erasing], timeout=0.2)
        assert not erasing.done(), "it waits for who handles the delivery, with nothing of its own locked"
        await conn.execute("SELECT FROM persons WHERE id = $1 FOR UPDATE NOWAIT", erased)
    await erasing
    assert not (await stored(house))[waiting][2]
