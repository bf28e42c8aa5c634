"""The calls about a webinar's providers."""

from __future__ import annotations

from uuid import uuid4

from tests.support.site import Site


async def test_a_webinar_without_a_provider_has_nobody_to_ask(site: Site) -> None:
    webinar = await site.webinar()
    assert await site.call("POST", f"/webinars/{webinar['id']}/refresh", expect=202) == {"connections": []}
    assert await site.call("GET", f"/webinars/{webinar['id']}/provider") == {
        "connections": [],
        "registering": 0,
        "registering_code": None,
        "registering_message": None,
        "registration_errors": 0,
    }


async def test_what_was_never_asked_says_so(site: Site) -> None:
    webinar = await site.webinar()
    bound = {"webinar_id": webinar["id"], "external_id": "98765432109"}
    made = await site.call(
        "POST",
        "/connections",
        {"kind": "zoom", "name": "Zoom", "secrets": {"secret_token": "one"}, "webinars": [bound]},
        expect=201,
    )
    hook = {"kind": "webhook", "name": "CRM", "settings": {"url": "https://crm.example"}}
    await site.call("POST", "/connections", {**hook, "webinars": [bound]}, expect=201)
    (provider,) = (await site.call("GET", f"/webinars/{webinar['id']}/provider"))["connections"]
    assert provider == {
        "connection_id": made["id"],
        "kind": "zoom",
        "name": "Zoom",
        "external_id": "98765432109",
        "state": "active",
        "last_pulled_at": None,
        "last_code": None,
        "last_message": None,
        "next_pull_at": None,
        "pulling": False,
    }
    asked = await site.call("POST", f"/webinars/{webinar['id']}/refresh", expect=202)
    assert asked == {
        "connections": [{"connection_id": made["id"], "state": "nothing_to_ask", "code": "no_credentials"}]
    }


async def test_an_unknown_webinar_is_refused(site: Site) -> None:
    for method, name in (("POST", "refresh"), ("GET", "provider")):
        problem = await site.call(method, f"/webinars/{uuid4()}/{name}", expect=404)
        assert problem["code"] == "unknown_webinar"
