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
    webinar = await site.webinar()
    member = await site.member(webinar)
    walk.ids += [webinar["id"], member["id"], member["person_id"]]
    with watched() as watch:
        await walk.go(CALLS, watch.note)
    printed = capfd.readouterr()
    assert "route=" in printed.out + printed.err
    assert [planted for planted in PLANTED if planted in printed.out + printed.err] == []
    with capfd.disabled():
        print(f"\n{CALLS} calls: {dict(sorted(walk.statuses.items()))}; {watch.told()}")
    assert not any(status >= 500 for status in walk.statuses)
    assert {200, 404, 422} <= walk.statuses.keys()
    assert walk.statuses[200] > CALLS // 20


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
