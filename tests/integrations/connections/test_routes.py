"""Connections by REST, as whoever makes one by a form needs them: kinds, refusals beside their field, counts."""

from __future__ import annotations

from typing import Any

import pytest

from latecomer.integrations.deliveries.dispatcher import KINDS
from latecomer.integrations.deliveries.queries import deliveries
from latecomer.postgres.pool import connect
from latecomer.vendors.registry import DEFINITIONS
from tests.support.site import Site

HOOK = {"kind": "webhook", "name": "CRM", "settings": {"url": "https://crm.example/hook"}}


async def test_every_kind_says_what_one_is_made_of(site: Site) -> None:
    kinds = {each["kind"]: each for each in (await site.call("GET", "/connection-kinds"))["items"]}
    assert set(kinds) == set(DEFINITIONS)
    zoom, hook = kinds["zoom"], kinds["webhook"]
    assert zoom["secrets"][0] == {"name": "secret_token", "required": True, "made_here": False}
    assert (zoom["receives_webhooks"], zoom["sends_events"], zoom["external_id"]) == (
        True,
        False,
        "Webinar ID",
    )
    assert (hook["receives_webhooks"], hook["sends_events"], hook["sends_all_webinars"]) == (
        False,
        True,
        True,
    )
    for kind in kinds.values():
        settings = kind["settings"]
        shape = settings["$defs"][settings["$ref"].rpartition("/")[2]]
        assert shape["type"] == "object", kind


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " "}, "invalid_name", "/name"),
        ({"settings": {}}, "invalid_settings", "/settings/url"),
        ({"settings": {"url": 7}}, "invalid_settings", "/settings/url"),
        ({"settings": {"url": "https://a.example:99999"}}, "invalid_url", "/settings/url"),
        ({"settings": {"url": "http://a.example"}}, "https_required", "/settings/url"),
        ({"settings": {"url": "https://169.254.169.254"}}, "address_not_allowed", "/settings/url"),
        ({"settings": {"url": "https://a.example", "port": 1}}, "invalid_settings", "/settings/port"),
        ({"secrets": {"signing_secret": "short"}}, "invalid_secret", "/secrets/signing_secret"),
        ({"kind": "zoom", "settings": {}}, "missing_secret", "/secrets/secret_token"),
        ({"events": ["member.joined", "member.danced"]}, "unknown_event_type", "/events/1"),
        ({"events": ["connection.tested"]}, "unknown_event_type", "/events/0"),
        ({"events": []}, "invalid_value", "/events"),
    ],
)
async def test_a_refusal_names_the_field(site: Site, changes: dict[str, Any], code: str, field: str) -> None:
    refused = await site.call("POST", "/connections", HOOK | changes, expect=422)
    assert refused["code"] == code
    assert [each["field"] for each in refused["errors"]] == [field]


async def test_a_connection_says_which_events_it_wants(site: Site) -> None:
    kinds = {each["kind"]: each for each in (await site.call("GET", "/connection-kinds"))["items"]}
    assert kinds["zoom"]["events"] == []
    assert kinds["marketo"]["events"] == ["campaign.list_step", "member.status_changed", "member.watched"]
    everything = await site.call("POST", "/connections", HOOK, expect=201)
    assert everything["events"] is None
    wanted = {"events": ["webinar.finished", "member.joined", "member.joined"]}
    made = await site.call("POST", "/connections", HOOK | wanted, expect=201)
    path = f"/connections/{made['id']}"
    assert made["events"] == ["member.joined", "webinar.finished"]
    assert (await site.call("PATCH", path, {"name": "Other"}))["events"] == made["events"]
    assert (await site.call("PATCH", path, {"events": ["member.watched"]}))["events"] == ["member.watched"]
    refused = await site.call("PATCH", path, {"events": ["x"]}, expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("unknown_event_type", "/events/0")
    assert (await site.call("PATCH", path, {"events": None}))["events"] is None


async def test_what_goes_out_is_counted(site: Site, postgres_url: str) -> None:
    made = await site.call("POST", "/connections", HOOK, expect=201)
    untried = {"last_code": None, "last_message": None}
    assert made["outgoing"] == {"waiting": 0, "retrying": 0, "dead": 0, "cannot_go_back": 0} | untried
    quiet = await site.call("POST", "/connections", HOOK | {"name": "Quiet"}, expect=201)
    await site.call("POST", f"/connections/{quiet['id']}/pause")
    webinar = await site.webinar()
    await site.add(webinar, {"email": "ada@example.com"}, {"email": "bob@example.com"})
    conn = await connect(postgres_url)
    try:
        async with conn.transaction():
            assert await deliveries.spread(conn, KINDS, site.now, 100) == 4
        await conn.execute(
            """UPDATE deliveries SET state = CASE event_id WHEN (SELECT min(event_id::text)::uuid FROM deliveries)
                      THEN 'dead' ELSE 'waiting' END, again = true WHERE connection_id = $1""",
            made["id"],
        )
        await conn.execute(
            """UPDATE deliveries d SET code = 'http_' || n, message = 'answered ' || n,
                      attempted_at = now() - n * '1 s'::interval
                 FROM (SELECT id, 500 + row_number() OVER (ORDER BY id) AS n FROM deliveries
                        WHERE connection_id = $1) AS tried
                WHERE d.id = tried.id""",
            made["id"],
        )
    finally:
        await conn.close()
    listed = await site.call("GET", "/connections")
    assert {each["name"]: each["outgoing"] for each in listed["items"]} == {
        "CRM": {
            "waiting": 0,
            "retrying": 3,
            "dead": 1,
            "cannot_go_back": 0,
            "last_code": "http_501",
            "last_message": "answered 501",
        },
        "Quiet": {"waiting": 4, "retrying": 0, "dead": 0, "cannot_go_back": 0} | untried,
    }


async def test_the_secret_address_is_shown_to_admins_alone(site: Site) -> None:
    zoom = {"kind": "zoom", "name": "Zoom", "secrets": {"secret_token": "one"}}
    made = await site.call("POST", "/connections", zoom, expect=201)
    path = f"/connections/{made['id']}"
    secret = made["url"].rpartition("/")[2]
    assert (await site.call("GET", path))["url"] == made["url"]
    key = (await site.call("POST", "/keys", {"name": "crm", "scopes": ["read", "write"]}, expect=201))["key"]
    bearer = {"Authorization": f"Bearer {key}"}
    for method, where in (("GET", "/connections"), ("GET", path), ("POST", path + "/pause")):
        told = await site.call(method, where, headers=bearer)
        assert secret not in str(told)
    assert told["url"] is None
