"""Journeys of what is pushed in, over real HTTP, from senders that behave as the vendors do."""

from __future__ import annotations

import asyncio
import json
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import pytest

from latecomer.core.ids import ConnectionId
from latecomer.core.timestamps import to_text
from latecomer.integrations.inbox import overflow, receiver
from latecomer.integrations.inbox.overflow import Overflow
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.integrations.inbox.routes import inbox_key, receiver_key
from latecomer.redis import keys
from tests.support.builders import ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.site import ADMIN, Site
from tests.vendors.recorded import sample
from tests.vendors.servers.gotowebinar import GoToServer, NotActive
from tests.vendors.servers.zoom import Answer, NotValidated, ZoomServer, webinar_event

SECRET = "s3cr3t-token-example"
EXTERNAL = "98765432109"


async def connect(
    site: Site, kind: str, secrets: dict[str, str], external: str = EXTERNAL
) -> tuple[Any, Any]:
    """A webinar, and a connection that is bound to it."""
    webinar = await site.webinar(finish_grace_s=10_800)
    body = {
        "kind": kind,
        "name": "Ours",
        "secrets": secrets,
        "webinars": [{"webinar_id": webinar["id"], "external_id": external}],
    }
    return webinar, await site.call("POST", "/connections", body, expect=201)


def path(connection: Any) -> str:
    return urlsplit(str(connection["url"])).path


def zoom(site: Site, connection: Any, secret: str = SECRET) -> ZoomServer:
    async def post(body: bytes, headers: dict[str, str]) -> Answer:
        began = monotonic()
        response = await site.client.post(path(connection), data=body, headers=headers)
        return Answer(response.status, await response.read(), monotonic() - began)

    return ZoomServer(secret, post, site.now)


async def handle(site: Site) -> None:
    while await site.client.app[inbox_key].handle(100, site.now):
        pass


async def member(site: Site, webinar: Any, email: str) -> Any:
    page = await site.call("GET", f"/webinars/{webinar['id']}/members?email={email}")
    (found,) = page["items"]
    return found


def participant(at_name: str, at: int, **more: Any) -> dict[str, Any]:
    person = {
        "user_id": "16778240",
        "user_name": "Ana Ruiz",
        "id": "",
        "participant_uuid": "9F2A",
        "email": "",
    }
    return {"participant": person | {at_name: to_text(at)} | more}


async def test_zoom_from_the_validation_to_the_end(site: Site) -> None:
    webinar, connection = await connect(site, "zoom", {"secret_token": SECRET})
    sender = zoom(site, connection)
    await sender.validate("qgg8vlvZRS6UYooatFL8Aw")
    for number, name in enumerate(("ana", "ben")):
        registrant = {
            "id": f"r{number}",
            "email": f"{name}@example.org",
            "first_name": name,
            "status": "approved",
        }
        await sender.send(
            webinar_event("registration_created", site.now, int(EXTERNAL), registrant=registrant)
        )
    await handle(site)
    assert (await member(site, webinar, "ana@example.org"))["status"] == "registered"

    site.now = sender.now = STARTS_AT + MINUTE
    joined = participant("join_time", sender.now, registrant_id="r0")
    await sender.send(webinar_event("participant_joined", sender.now, **joined))
    site.now = sender.now = STARTS_AT + 31 * MINUTE
    await sender.send(webinar_event("participant_left", sender.now, **participant("leave_time", sender.now)))
    site.now = sender.now = ENDS_AT + 20 * S
    await sender.send(webinar_event("ended", sender.now, end_time=to_text(ENDS_AT + 10 * S)))
    await handle(site)

    ana, ben = [await member(site, webinar, f"{name}@example.org") for name in ("ana", "ben")]
    assert (ana["status"], ben["status"]) == ("attended", "no_show")
    assert ana["watched_s"] == {"live": 1800, "on_demand": 0}
    why = await site.call("GET", f"/members/{ana['id']}/watch")
    (row,) = why["reports"]
    assert (row["connection_id"], row["mode"]) == (connection["id"], "live")
    assert row["intervals"] == [[to_text(STARTS_AT + MINUTE), to_text(STARTS_AT + 31 * MINUTE)]]
    board = await site.call("GET", f"/webinars/{webinar['id']}/dashboard")
    assert board["data"]["attendance"]["shares"][5] == 1

    site.now = ENDS_AT + HOUR
    await site.watch(ben, [0, 61_000, 0, 61])
    site.now += 61 * S
    assert (sender.waiting, sender.lost) == ([], [])
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert (now["inbox"], now["refused"]) == ({"new": 0, "done": 5, "waiting": 0, "failed": 0}, 0)
    tested = await site.call("POST", f"/connections/{connection['id']}/test")
    assert tested["works"], tested


async def test_our_own_player_and_zoom_are_a_union(site: Site) -> None:
    webinar, connection = await connect(site, "zoom", {"secret_token": SECRET})
    sender = zoom(site, connection)
    await sender.validate("t")
    ana = await site.member(webinar, "ana@example.org")
    site.now = STARTS_AT + 10 * MINUTE
    await site.watch(ana, [0, 10_000, 0, 10])
    for name, at in (("join", STARTS_AT + 5 * S), ("leave", STARTS_AT + 10 * MINUTE + 4 * S)):
        sender.now = site.now
        told = participant(f"{name}_time", at, email="ANA@example.org")
        await sender.send(
            webinar_event("participant_joined" if name == "join" else "participant_left", at, **told)
        )
    await handle(site)
    watched = (await member(site, webinar, "ana@example.org"))["watched_s"]
    assert watched["live"] == 605, "from 5 s to 10 min 10 s: 599 s there, 10 s here, 4 s of them together"


async def test_zoom_tries_again_and_it_counts_once(site: Site) -> None:
    webinar, connection = await connect(site, "zoom", {"secret_token": SECRET})
    sender = zoom(site, connection)
    await sender.validate("t")
    post, down = sender.post, True

    async def flaky(body: bytes, headers: dict[str, str]) -> Answer:
        answer = await post(body, headers)  # it arrives; the answer is lost
        return Answer(504, b"", 4) if down else answer

    sender.post = flaky
    registrant = {"id": "r0", "email": "ana@example.org", "status": "approved"}
    await sender.send(webinar_event("registration_created", site.now, registrant=registrant))
    for minutes in (5, 25):
        sender.now += minutes * MINUTE
        site.now = sender.now
        await sender.run()
        assert len(sender.waiting) == 1
    down = False
    site.now = sender.now = sender.now + 90 * MINUTE
    await sender.run()
    assert (sender.waiting, sender.lost) == ([], [])
    await handle(site)
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert now["inbox"]["done"] == 1, "four attempts under four signatures are one delivery"
    assert (await member(site, webinar, "ana@example.org"))["status"] == "registered"


async def test_zoom_under_another_secret_is_not_validated_and_counted(site: Site) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    with pytest.raises(NotValidated):
        await zoom(site, connection, "another").validate("t")
    await site.client.app[receiver_key].stop()
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert (now["refused"], now["last_refused_code"]) == (1, "wrong_signature")
    tested = await site.call("POST", f"/connections/{connection['id']}/test")
    assert (tested["works"], tested["code"]) == (False, "wrong_signature")


async def test_gotowebinar_from_the_validation_on(site: Site) -> None:
    joined = sample("gotowebinar", "registrant_joined")
    webinar, connection = await connect(
        site, "gotowebinar", {"secret_key": joined.secret}, "4811111111111111111"
    )

    async def call(method: str, body: bytes, headers: dict[str, str]) -> int:
        response = await site.client.request(method, path(connection), data=body, headers=headers)
        return response.status

    site.now = joined.now
    sender = GoToServer(joined.secret, call, site.now)
    with pytest.raises(NotActive):
        await sender.send(joined.body)
    await sender.activate()
    added = sample("gotowebinar", "registrant_added").body
    added = added.replace(b"77123456789012345678", b"7712345678901234567")
    for body in (joined.body, added, joined.body, added):
        assert await sender.send(body) == 204
    await handle(site)
    ana = await member(site, webinar, "ana@example.org")
    assert (ana["status"], ana["watched_s"]["live"]) == ("attended", 0)
    assert (await site.call("GET", f"/connections/{connection['id']}"))["inbox"]["done"] == 2


async def test_while_postgres_is_slow_it_is_answered_within_a_second_and_moves_over_later(
    site: Site, postgres_url: str
) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    sender = zoom(site, connection)
    await sender.validate("t")
    taking = site.client.app[receiver_key]
    conn = await asyncpg.connect(postgres_url)
    async with conn.transaction():
        await conn.execute("LOCK TABLE inbox, connections IN ACCESS EXCLUSIVE MODE")
        site.now = sender.now = sender.now + MINUTE
        for number in range(3):
            event = webinar_event("registration_created", site.now + number, registrant={"id": str(number)})
            began = monotonic()
            await sender.send(event)
            assert monotonic() - began < 1
        assert sender.waiting == [], "all were taken"
        assert await taking._overflow.waiting() == 3
    await conn.close()
    async with asyncio.timeout(10):
        assert await taking.move() == 3
    assert await taking._overflow.waiting() == 0
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert now["inbox"]["new"] == 3, "whichever way each came, once"


async def test_a_full_spill_says_come_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    sender = zoom(site, connection)
    await sender.validate("t")
    taking = site.client.app[receiver_key]
    monkeypatch.setattr(receiver, "_UNDERWAY_MAX", 0)
    monkeypatch.setattr(taking, "_overflow", Overflow(taking._overflow._client, max_entries=2))
    for number in range(3):
        await sender.send(webinar_event("started", site.now + number))
    assert len(sender.waiting) == 1
    body = sender.waiting[0].body
    response = await site.client.post(path(connection), data=body, headers=sender.headers(body))
    assert (await site.decoded(response, 503))["code"] == "inbox_full"
    assert await taking.move() == 2
    sender.now += 5 * MINUTE
    site.now = sender.now
    await sender.run()
    assert sender.waiting == []
    assert await taking.move() == 1


async def test_what_postgres_refuses_does_not_hold_up_what_spilled_with_it(site: Site) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    taking = site.client.app[receiver_key]
    for key in ("one", "no\x00key", "three"):
        delivery = ReceivedDelivery(
            connection=ConnectionId(UUID(connection["id"])),
            dedupe_key=key,
            received_at=site.now,
            headers={},
            body=b"{}",
        )
        assert await taking._overflow.add(delivery)
    assert await taking.move() == 3
    assert await taking._overflow.waiting() == 0
    await taking._write_counts()
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert (now["inbox"]["new"], now["refused"], now["last_refused_code"]) == (2, 1, "not_storable")
    tested = await site.call("POST", f"/connections/{connection['id']}/test")
    assert (tested["code"], "could not be stored" in tested["message"]) == ("not_storable", True)


async def test_what_nobody_can_read_is_set_aside_and_the_rest_moves_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    taking = site.client.app[receiver_key]
    redis: Any = taking._overflow._client
    monkeypatch.setattr(receiver, "_MOVED_AT_ONCE", 10)
    bad = [{"d": b"\xc1%d" % number} for number in range(overflow.MAX_ASIDE + 5)]
    deep = {"d": b"\x91" * 5000}
    for fields in (*bad, deep, {"e": b"from elsewhere"}):
        await redis.xadd(keys.SPILL, fields)
    await redis.set(keys.SPILL_BYTES, sum(len(each.get("d", b"")) for each in (*bad, deep)))
    delivery = ReceivedDelivery(
        connection=ConnectionId(UUID(connection["id"])),
        dedupe_key="one",
        received_at=site.now,
        headers={},
        body=b"{}",
    )
    assert await taking._overflow.add(delivery)
    assert await taking.move() == 1
    assert await taking._overflow.waiting() == 0
    assert await redis.get(keys.SPILL_BYTES) is None
    kept = [fields for _, fields in await redis.xrange(keys.SPILL_UNREADABLE)]
    assert len(kept) == overflow.MAX_ASIDE
    assert kept[-3:] == [{b"d": bad[-1]["d"]}, {b"d": deep["d"]}, {b"e": b"from elsewhere"}]
    assert 0 < await redis.ttl(keys.SPILL_UNREADABLE) <= 30 * 24 * 3600
    now = await site.call("GET", f"/connections/{connection['id']}")
    assert now["inbox"]["new"] == 1
    assert await taking.move() == 0


async def test_old_and_new_secret_while_it_rotates(site: Site) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": SECRET})
    body = {"secrets": {"secret_token": "the new one"}, "keep_s": 3600}
    await site.call("POST", f"/connections/{connection['id']}/secrets", body)
    site.now += 3 * S
    for secret in (SECRET, "the new one"):
        sender = zoom(site, connection, secret)
        raw = json.dumps(webinar_event("started", site.now, topic=secret)).encode()
        response = await site.client.post(path(connection), data=raw, headers=sender.headers(raw))
        assert response.status == 204
    site.now += HOUR
    old = zoom(site, connection)
    raw = json.dumps(webinar_event("started", site.now)).encode()
    response = await site.client.post(path(connection), data=raw, headers=old.headers(raw))
    assert response.status == 401


async def test_a_secret_is_never_shown_again(site: Site, postgres_url: str) -> None:
    _, zoomed = await connect(site, "zoom", {"secret_token": SECRET})
    made = (await connect(site, "standard_webhooks_in", {}))[1]
    assert made["made"]["signing_secret"].startswith("whsec_")
    listed = await site.client.get("/api/v1/connections", headers=ADMIN)
    text = await listed.text()
    assert SECRET not in text
    assert made["made"]["signing_secret"] not in text
    conn = await asyncpg.connect(postgres_url)
    for row in await conn.fetch("SELECT secrets FROM connections"):
        assert SECRET.encode() not in row["secrets"]
    await conn.close()
    assert zoomed["secret_names"] == ["secret_token"]
