"""Deliveries by REST: what waits, what failed and why, and replaying it."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import UUID, uuid4

import pytest

from latecomer.core.ids import ConnectionId
from latecomer.core.retry import Attempt, AttemptOutcome, decide
from latecomer.integrations.deliveries.dispatcher import KINDS
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.deliveries.queries.deliveries import AttemptResult, DueDelivery
from latecomer.postgres.pool import connect
from tests.support.site import ADMIN, Site


@pytest.fixture
async def connection(site: Site, postgres_url: str) -> str:
    """A webhook with two dead letters and two deliveries that wait, of four events."""
    identifier = uuid4()
    conn = await connect(postgres_url)
    try:
        await conn.execute(
            """INSERT INTO connections (id, kind, name, path_token, secrets, created_at)
               VALUES ($1, 'webhook', 'a receiver', 'x', '', $2)""",
            identifier,
            site.now,
        )
        webinar = await site.webinar()
        await site.add(webinar, {"email": "ada@example.com"}, {"email": "bob@example.com"})
        async with conn.transaction():
            assert await deliveries.spread(conn, KINDS, site.now, 100) == 4
        await conn.execute(
            """UPDATE deliveries SET state = 'dead', attempts = 10, again = true, attempted_at = $1,
                      code = 'bad_answer', message = 'answered 500'
                WHERE number IN (SELECT min(number) + i FROM deliveries, generate_series(0, 1) i GROUP BY i)""",
            site.now,
        )
    finally:
        await conn.close()
    return str(identifier)


async def test_what_failed_is_listed_and_replayed(site: Site, connection: str) -> None:
    path = f"/connections/{connection}/deliveries"
    everything = await site.call("GET", path)
    assert [each["state"] for each in everything["items"]] == ["waiting", "waiting", "dead", "dead"]
    assert (everything["waiting"], everything["retrying"], everything["dead"]) == (2, 0, 2)

    first = await site.call("GET", path + "?state=dead&limit=1")
    dead = first["items"][0]
    assert dead | {"id": "", "event_id": "", "data": {}, "at": "", "attempted_at": ""} == {
        "id": "",
        "connection_id": connection,
        "event_id": "",
        "type": dead["type"],
        "at": "",
        "data": {},
        "state": "dead",
        "attempts": 10,
        "next_attempt_at": None,
        "attempted_at": "",
        "code": "bad_answer",
        "message": "answered 500",
        "answer": None,
    }
    second = await site.call("GET", f"{path}?state=dead&limit=1&cursor={first['next_cursor']}")
    assert second["next_cursor"] is None
    assert second["items"][0]["id"] != dead["id"]

    replayed = await site.call("POST", f"/deliveries/{dead['id']}/replay")
    assert (replayed["state"], replayed["attempts"]) == ("waiting", 0)
    assert replayed["next_attempt_at"] is not None
    assert await site.call("POST", path + "/replay") == {"replayed": 1}
    counts = await site.call("GET", path + "?state=dead")
    assert (counts["items"], counts["retrying"], counts["dead"]) == ([], 2, 0)


async def test_what_is_unknown_or_delivered_is_refused(
    site: Site, connection: str, postgres_url: str
) -> None:
    async def code(method: str, path: str, expect: int) -> Any:
        return (await site.call(method, path, expect=expect))["code"]

    nobody = uuid4()
    assert await code("GET", f"/connections/{nobody}/deliveries", 404) == "unknown_connection"
    assert await code("POST", f"/connections/{nobody}/deliveries/replay", 404) == "unknown_connection"
    assert await code("POST", f"/deliveries/{nobody}/replay", 404) == "unknown_delivery"
    assert await code("GET", f"/connections/{connection}/deliveries?state=lost", 422)
    assert await code("GET", f"/connections/{connection}/deliveries?cursor=x", 422) == "invalid_cursor"

    (newest,) = (await site.call("GET", f"/connections/{connection}/deliveries?limit=1"))["items"]
    conn = await connect(postgres_url)
    try:
        await conn.execute("UPDATE deliveries SET state = 'delivered'")
    finally:
        await conn.close()
    assert await code("POST", f"/deliveries/{newest['id']}/replay", 409) == "already_delivered"


async def test_what_a_vendor_cannot_take_back_is_no_dead_letter_and_lists_its_people(
    site: Site, connection: str, postgres_url: str
) -> None:
    conn = await connect(postgres_url)
    try:
        row = await conn.fetchrow(
            """SELECT d.*, o.type, o.at, o.data FROM deliveries d JOIN outbox o ON o.id = d.event_id
                WHERE d.state = 'waiting' AND o.type = 'member.status_changed' LIMIT 1"""
        )
        assert row is not None
        due = DueDelivery(
            id=row["id"],
            event=row["event_id"],
            type=row["type"],
            at=row["at"],
            data=row["data"],
            attempts=0,
            code=None,
        )
        refused = Attempt(outcome=AttemptOutcome.REJECTED, code="cannot_go_back")
        async with conn.transaction():
            result = AttemptResult(due, refused, decide(refused, 0, site.now, 0))
            await deliveries.decide(conn, ConnectionId(UUID(connection)), [result], site.now)
    finally:
        await conn.close()
    path = f"/connections/{connection}/deliveries"
    page = await site.call("GET", f"{path}?state=cannot_go_back")
    assert (page["cannot_go_back"], page["dead"]) == (1, 2)
    (item,) = page["items"]
    assert (item["state"], item["code"], item["next_attempt_at"]) == (
        "cannot_go_back",
        "cannot_go_back",
        None,
    )
    assert (await site.call("GET", f"/connections/{connection}"))["outgoing"]["cannot_go_back"] == 1
    assert await site.call("POST", f"{path}/replay") == {"replayed": 2}
    assert len((await site.call("GET", f"{path}?state=cannot_go_back"))["items"]) == 1
    answer = await site.client.get(f"/api/v1/connections/{connection}/cannot-go-back.csv", headers=ADMIN)
    (person,) = csv.DictReader(io.StringIO((await answer.read()).decode("utf-8-sig")))
    assert (person["email"], person["status"]) == (item["data"]["email"], "registered")
    assert person["webinar"] == "Composting for beginners"
