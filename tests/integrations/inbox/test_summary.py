"""The summary of each delivery in the inbox, as long as its body exists."""

from __future__ import annotations

import json

from latecomer.core.ids import ConnectionId
from latecomer.core.timestamps import to_text
from latecomer.integrations.connections.service import Binding
from latecomer.integrations.inbox import queries as rows
from latecomer.integrations.inbox.queries import BODY_SHOWN_MAX, ReceivedDelivery
from latecomer.integrations.inbox.service import BODY_KEPT_MS
from latecomer.integrations.inbox.summary import SummaryLine
from tests.support.builders import ENDS_AT
from tests.support.services import BEFORE, House


async def store(house: House, connection: ConnectionId, key: str, body: bytes) -> int:
    delivery = ReceivedDelivery(
        connection=connection, dedupe_key=key, received_at=ENDS_AT, headers={"webhook-id": key}, body=body
    )
    async with house.pool.acquire() as conn:
        assert await rows.store(conn, [delivery]) == 1
        return int(await conn.fetchval("SELECT max(id) FROM inbox"))


def body(kind: str, **data: str) -> bytes:
    return json.dumps({"type": kind, "timestamp": to_text(ENDS_AT), "data": data}).encode()


async def test_each_delivery_tells_what_of_which_webinar_and_of_whom(house: House) -> None:
    webinar = await house.webinar()
    bindings = [Binding(webinar=webinar.id, external_id="q1", settings={})]
    made = await house.connections.create("standard_webhooks_in", "S", {}, {}, bindings, BEFORE)
    connection = made.connection.id
    named = body(
        "registration.created", webinar="q1", email="ana@a.example", first_name="Ana", last_name="Diaz"
    )
    ana = await store(house, connection, "1", named)
    ben = await store(
        house, connection, "2", body("registration.created", webinar="q2", email="ben@a.example")
    )
    odd = await store(house, connection, "3", body("poll.closed", webinar="q1"))
    broken = await store(house, connection, "4", b"{")
    large = await store(house, connection, "5", body("session.ended", webinar="q1", pad="x" * BODY_SHOWN_MAX))
    page = await house.inbox.page(connection, None, None, 10)
    assert [row.id for row in page.items] == [large, broken, odd, ben, ana]
    assert page.contents[ana] == (
        SummaryLine(event="registered", external_id="q1", webinar=webinar.id, who="Ana Diaz"),
    )
    assert page.contents[ben] == (SummaryLine(event="registered", external_id="q2", who="ben@a.example"),)
    assert page.contents[odd] == (SummaryLine(event="unknown", vendor_event="poll.closed"),)
    assert [each.event for each in page.contents[broken]] == ["unknown"]
    assert page.contents[large] == ()

    assert await house.inbox.handle(10, ENDS_AT) == 5
    await house.inbox.sweep(ENDS_AT + BODY_KEPT_MS + 1)
    later = await house.inbox.page(connection, None, None, 10)
    assert [row.id for row in later.items] == [large, broken, odd, ben, ana]
    assert set(later.contents.values()) == {()}
