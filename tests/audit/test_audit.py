"""The audit log: who did what is written before the answer leaves, and stays as it was written."""

from typing import Any

import asyncpg
import pytest

from latecomer.audit.service import ADDRESS_KEPT_MS, KEPT_MS, Actor, Audit, Who
from latecomer.postgres.pool import Pool
from tests.support.server import AFTER
from tests.support.site import ADMIN_KEY, PUBLIC_URL, Site

NOW = 1_500_000_000_000
"""Years ago: what happened then may be swept."""


async def _entries(site: Site, **query: str) -> list[dict[str, Any]]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    items: list[dict[str, Any]] = (await site.call("GET", f"/audit?{asked}"))["items"]
    return items


async def test_what_is_done_has_an_entry_without_names_or_emails(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar, "ada@example.com", first_name="Ada")
    await site.call("POST", f"/members/{member['id']}/status", {"status": "not_in_program", "reason": "x"})
    await site.client.get(
        f"/api/v1/webinars/{webinar['id']}/members.csv", headers={"Authorization": f"Bearer {ADMIN_KEY}"}
    )
    await site.call("DELETE", f"/persons/{member['person_id']}", expect=204)
    entries = await _entries(site)
    assert [entry["action"] for entry in entries] == [
        "erase_person",
        "export_members",
        "set_status",
        "add_members",
        "create_webinar",
    ]
    assert (entries[2]["target"], entries[2]["target_id"]) == ("member", member["id"])
    assert {entry["actor"] for entry in entries} == {"configured_key"}
    assert entries[0]["address"] == "127.0.0.1"
    told = str(entries)
    for secret in ("ada@", "Ada", ADMIN_KEY):
        assert secret not in told


async def test_a_session_has_an_entry_for_each_call_and_a_key_one_an_hour(site: Site) -> None:
    made = await site.call("POST", "/keys", {"name": "importer", "scopes": ["write"]}, expect=201)
    webinar = await site.webinar()
    for number in range(5):
        body = {"members": [{"email": f"guest{number}@example.com"}]}
        by_key = {"Authorization": f"Bearer {made['key']}"}
        await site.call("POST", f"/webinars/{webinar['id']}/members", body, headers=by_key)
    (summed,) = [entry for entry in await _entries(site, action="add_members") if entry["actor"] == "key"]
    assert (summed["calls"], summed["actor_id"], summed["actor_name"]) == (5, made["id"], "importer")
    response = await site.client.post("/api/v1/session", json={"key": ADMIN_KEY})
    cookie = {
        "Cookie": "; ".join(f"{m.key}={m.value}" for m in response.cookies.values()),
        "Origin": PUBLIC_URL,
    }
    for name in ("a", "b"):
        await site.call("PATCH", f"/webinars/{webinar['id']}", {"name": name}, headers=cookie)
    changed = await _entries(site, action="change_webinar")
    assert [(each["actor"], each["calls"]) for each in changed] == [("session", 1)] * 2
    assert (await _entries(site, action="sign_in"))[0]["details"] == {"with": "key"}


async def test_what_only_asks_has_no_entry(site: Site) -> None:
    """The page of segments asks with every key that is typed."""
    everybody = {"filter": "person", "field": "email", "op": "is_not_empty"}
    await site.call("POST", "/segments/preview", {"scope": "people", "filter": everybody})
    await site.call("POST", "/segments/text", {"scope": "people", "filter": everybody})
    assert await _entries(site) == []


async def test_a_preview_has_no_entry(site: Site) -> None:
    webinar = await site.webinar()
    site.now = AFTER
    await site.call("POST", f"/webinars/{webinar['id']}/finish?preview=true")
    assert [entry["action"] for entry in await _entries(site)] == ["create_webinar"]
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    assert len(await _entries(site)) == 2


async def test_failures_are_summed_for_an_address_and_a_minute(site: Site) -> None:
    for number in range(7):
        await site.call("POST", "/session", {"key": f"wrong {number}"}, headers={}, expect=401)
    await site.call("GET", "/webinars", headers={"Authorization": "Bearer wrong"}, expect=401)
    use, signed = await _entries(site)
    assert (use["action"], use["details"]) == ("use_key", {"refused": "not_signed_in"})
    assert (signed["action"], signed["actor"], signed["details"]) == (
        "sign_in",
        "nobody",
        {"refused": "invalid_key"},
    )
    assert 1 <= signed["calls"] <= 7
    assert signed["address"] == "127.0.0.1"


async def test_pages_follow_each_other(site: Site) -> None:
    for number in range(5):
        await site.call("POST", "/keys", {"name": f"key {number}", "scopes": ["read"]}, expect=201)
    first = await site.call("GET", "/audit?limit=3")
    second = await site.call("GET", f"/audit?limit=3&cursor={first['next_cursor']}")
    ids = [entry["id"] for entry in (*first["items"], *second["items"])]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), second["next_cursor"]) == (5, None)


async def test_an_entry_is_not_changed_and_goes_after_a_year(pool: Pool) -> None:
    audit = Audit(pool)
    who = Who(actor=Actor.KEY, id=None, name="importer", address="93.184.215.14")
    await audit.done(who, "delete_webinar", NOW)
    async with pool.acquire() as conn:
        await conn.execute(
            "INSERT INTO audit_entries (happened_at, last_at, actor, actor_name, action, address) "
            "VALUES (now(), now(), 'key', 'x', 'y', '1.1.1.1')"
        )
        for statement in (
            "UPDATE audit_entries SET action = 'read'",
            "UPDATE audit_entries SET actor_name = 'somebody else'",
            "UPDATE audit_entries SET address = '1.2.3.4'",
            "UPDATE audit_entries SET address = NULL WHERE action = 'y'",
            "UPDATE audit_entries SET calls = 0",
            "DELETE FROM audit_entries WHERE action = 'y'",
        ):
            with pytest.raises(asyncpg.PostgresError):
                await conn.execute(statement)
    await audit.sweep(NOW + ADDRESS_KEPT_MS + 1)
    assert [entry.address for entry in (await audit.page(10, None, "delete_webinar")).items] == [None]
    await audit.sweep(NOW + KEPT_MS + 1)
    assert [entry.action for entry in (await audit.page(10, None, None)).items] == ["y"]


async def test_an_entry_names_what_it_is_about_as_long_as_that_is_there(site: Site) -> None:
    webinar = await site.webinar(name="Evening")
    await site.call("POST", "/keys", {"name": "Reports", "scopes": ["read"]}, expect=201)
    await site.client.get(
        f"/api/v1/webinars/{webinar['id']}/members.csv", headers={"Authorization": f"Bearer {ADMIN_KEY}"}
    )
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"name": "Morning"})
    named = {entry["action"]: entry["target_name"] for entry in await _entries(site)}
    assert (named["create_key"], named["export_members"]) == ("Reports", "Morning")
    await site.call("DELETE", f"/webinars/{webinar['id']}", expect=204)
    assert [entry["target_name"] for entry in await _entries(site, action="export_members")] == [None]
