"""No call that can be made up ends in a failure of ours, and every answer is one that the document knows."""

import gc
import os
import random

from aiohttp import web

from tests.hostile.walk import Walk
from tests.support.site import Site

CALLS = int(os.environ.get("WALK", "3000"))
SEED = int(os.environ.get("SEED", "1"))


async def test_a_walk_finds_no_failure_and_no_answer_that_is_not_documented(site: Site) -> None:
    walk = Walk(site, random.Random(SEED))
    webinar = await site.webinar()
    member = await site.member(webinar)
    walk.ids += [webinar["id"], member["id"], member["person_id"]]
    await walk.go(CALLS)
    assert {200, 404, 422} <= walk.statuses.keys()
    assert walk.statuses[200] > CALLS // 20


async def test_thousands_of_refused_links_leave_nothing(site: Site) -> None:
    for number in range(2_000):
        token = f"nonsense{number}"
        for method, path in (
            ("GET", f"/j/{token}"),
            ("POST", f"/j/{token}/click"),
            ("GET", f"/j/{token}/calendar.ics"),
            ("POST", "/beacon"),
        ):
            answer = await site.client.request(
                method, path, data=b"{}", headers={"Accept": "application/json"}
            )
            assert answer.status in {400, 404, 422, 429}
            await answer.read()
    gc.collect()
    assert sum(isinstance(each, web.Request) for each in gc.get_objects()) < 10
