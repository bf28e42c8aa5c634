"""No call that can be made up ends in a failure of ours, and every answer is one that the document knows."""

import gc
import os
import random

import pytest
from aiohttp import web

from tests.hostile.walk import Walk
from tests.hostile.watch import PLANTED, watched
from tests.support.site import Site

CALLS = int(os.environ.get("WALK", "3000"))
LINKS = int(os.environ.get("LINKS", "2000"))
SEED = int(os.environ.get("SEED", "1"))


async def test_a_walk_finds_no_failure_and_no_answer_that_is_not_documented(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    walk = Walk(site, random.Random(SEED))
    walk.found = await furnished(site)
    with watched() as watch:
        await walk.go(CALLS, watch)
    printed = capfd.readouterr()
    assert "route=" in printed.out + printed.err
    assert [planted for planted in PLANTED if planted in printed.out + printed.err] == []
    with capfd.disabled():
        print(f"\n{CALLS} calls: {dict(sorted(walk.statuses.items()))}; {watch.told()}")
    assert not any(status >= 500 for status in walk.statuses)
    assert {200, 404, 422} <= walk.statuses.keys()
    assert walk.statuses[200] > CALLS // 8


async def furnished(site: Site) -> dict[str, list[str]]:
    """Make one of each, and return their ids by the part of the path in front of them."""
    webinars = [await site.webinar() for _ in range(2)]
    member = await site.member(webinars[0])
    everybody = {"filter": "person", "field": "email", "op": "is_not_empty"}
    mark = {"do": "set_property", "key": "touched", "value": True}
    made = {
        "segments": {"name": "Everybody", "scope": "people", "filter": everybody},
        "campaigns": {"name": "Mark", "flow": {"triggers": [{"on": "registered"}], "steps": [mark]}},
        "connections": {"kind": "webhook", "name": "A CRM", "settings": {"url": "https://hooks.example/x"}},
    }
    found = {
        name: [(await site.call("POST", f"/{name}", body, expect=201))["id"]] for name, body in made.items()
    }
    return found | {
        "webinars": [each["id"] for each in webinars],
        "members": [member["id"]],
        "people": [member["person_id"]],
    }


async def test_thousands_of_refused_links_leave_nothing(
    site: Site, capfd: pytest.CaptureFixture[str]
) -> None:
    with watched() as watch:
        for number in range(LINKS):
            watch.note(number / LINKS)
            await refused_links(site, f"nonsense{number}")
    with capfd.disabled():
        print(f"\n{4 * LINKS} refused links: {watch.told()}")
    gc.collect()
    assert sum(isinstance(each, web.Request) for each in gc.get_objects()) < 10


async def refused_links(site: Site, token: str) -> None:
    """One page, click, calendar file and beacon."""
    for method, path in (
        ("GET", f"/j/{token}"),
        ("POST", f"/j/{token}/click"),
        ("GET", f"/j/{token}/calendar.ics"),
        ("POST", "/beacon"),
    ):
        # TestClient itself remembers every answer.
        address = site.client.make_url(path)
        answer = await site.client.session.request(
            method, address, data=b"{}", headers={"Accept": "application/json"}
        )
        assert answer.status in {400, 404, 422, 429}
        await answer.read()
