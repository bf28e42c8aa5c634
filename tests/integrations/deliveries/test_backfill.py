"""Send what happened: past events for a connection that was made, or repaired, later."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from latecomer.core.ids import ConnectionId
from latecomer.core.phase import DAY_MS
from latecomer.core.timestamps import to_text
from latecomer.integrations.deliveries.dispatcher import KINDS
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.integrations.deliveries.queries.deliveries import DueDelivery, Lane
from tests.support.site import Site


@pytest.fixture
async def connection(site: Site) -> str:
    """A webhook that was made after two members were registered."""
    webinar = await site.webinar()
    await site.add(webinar, {"email": "ada@example.com"}, {"email": "bob@example.com"})
    await _spread(site)
    identifier = uuid4()
    async with site.pool.acquire() as conn:
        await conn.execute(
            """INSERT INTO connections (id, kind, name, path_token, secrets, created_at)
               VALUES ($1, 'webhook', 'a receiver', 'x', '', $2)""",
            identifier,
            site.now,
        )
    return str(identifier)


async def _spread(site: Site) -> None:
    async with site.pool.acquire() as conn, conn.transaction():
        await deliveries.spread(conn, KINDS, site.now, 100)


async def _take(site: Site, connection: str) -> list[DueDelivery]:
    lane = Lane(ConnectionId(UUID(connection)), "webhook", again=False)
    async with site.pool.acquire() as conn:
        return await deliveries.take(conn, KINDS, lane, site.now, 20)


def _from(site: Site, days: int) -> dict[str, Any]:
    return {"from": to_text(site.now - days * DAY_MS)}


async def test_the_past_is_counted_sent_once_and_in_order(site: Site, connection: str) -> None:
    path = f"/connections/{connection}/backfill"
    assert (await site.call("GET", path, expect=404))["code"] == "unknown_backfill"
    assert await site.call("POST", f"{path}?preview=true", _from(site, 1), expect=202) == {"events": 4}
    only = _from(site, 1) | {"types": ["member.registered"]}
    assert await site.call("POST", f"{path}?preview=true", only, expect=202) == {"events": 2}
    none = _from(site, 1) | {"webinar_ids": [str(uuid4())]}
    assert await site.call("POST", f"{path}?preview=true", none, expect=202) == {"events": 0}
    listed = await site.call("GET", f"/connections/{connection}/deliveries")
    assert listed["items"] == []

    begun = await site.call("POST", path, _from(site, 1), expect=202)
    assert begun["events"] == 4
    again = await site.call("POST", path, _from(site, 1), expect=202)
    assert again["events"] == 0
    async with site.pool.acquire() as conn:
        known = [row["id"] for row in await conn.fetch("SELECT id FROM outbox ORDER BY number")]
    assert [each.event for each in await _take(site, connection)] == known


async def test_what_is_refused_says_why(site: Site, connection: str) -> None:
    path = f"/connections/{connection}/backfill"
    assert (await site.call("POST", path, _from(site, 31), expect=422))["code"] == "backfill_too_old"
    unknown = _from(site, 1) | {"types": ["member.rated"]}
    assert (await site.call("POST", path, unknown, expect=422))["code"] == "unknown_event_type"
    nobody = f"/connections/{uuid4()}/backfill"
    assert (await site.call("POST", nobody, _from(site, 1), expect=404))["code"] == "unknown_connection"


async def test_live_events_wait_only_behind_their_own_members_past(site: Site, connection: str) -> None:
    await site.call("POST", f"/connections/{connection}/backfill", _from(site, 1), expect=202)
    webinar = (await site.call("GET", "/webinars"))["items"][0]
    ada = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"][0]
    await site.member(webinar, "carol@example.com")
    await site.call("POST", f"/members/{ada['id']}/status", {"status": "attended"})
    await _spread(site)
    emails = [each.data["email"] for each in await _take(site, connection)]
    assert emails[:2] == ["carol@example.com"] * 2
    assert sorted(map(str, emails[2:])) == ["ada@example.com"] * 2 + ["bob@example.com"] * 2


async def test_it_is_stopped(site: Site, connection: str) -> None:
    path = f"/connections/{connection}/backfill"
    await site.call("POST", path, _from(site, 1), expect=202)
    await site.call("DELETE", path, expect=204)
    assert await _take(site, connection) == []
    read = await site.call("GET", path)
    assert (read["events"], read["waiting"], "stopped_at" in read) == (4, 0, True)


async def test_a_dead_letter_is_sent_again_and_what_was_delivered_is_not(site: Site, connection: str) -> None:
    path = f"/connections/{connection}/backfill"
    await site.call("POST", path, _from(site, 1), expect=202)
    async with site.pool.acquire() as conn:
        await conn.execute("UPDATE deliveries SET state = 'delivered', attempts = 1")
        await conn.execute(
            "UPDATE deliveries SET state = 'dead' WHERE number = (SELECT min(number) FROM deliveries)"
        )
    assert (await site.call("POST", path, _from(site, 1), expect=202))["events"] == 1
