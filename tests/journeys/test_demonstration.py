"""The demonstration's data: everything a dashboard can show, and the same again when it is started again."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

from client_demo.api import Api
from client_demo.fill import HANDS, LATE, NEXT_NAME, PEOPLE, STRANGERS, fill
from tests.journeys.recount import STATUSES


async def test_filling_in_twice_is_filling_in_once(api: Api) -> None:
    now = datetime.now(UTC)
    first = await fill(api, now, "/recordings/demo.mp4", 180)
    names = sorted(webinar.name for webinar in await api.webinars())
    again = await fill(api, now, "/recordings/demo.mp4", 180)
    assert again.webinar.id == first.webinar.id
    assert (again.crowd, again.hands) == (first.crowd, first.hands)
    assert sorted(webinar.name for webinar in await api.webinars()) == names
    served = await api.call("GET", f"/webinars/{first.webinar.id}")
    counts = served["status_counts"]
    assert sum(counts.values()) == PEOPLE + LATE
    assert [status for status in STATUSES if not counts[status]] == ["attended_on_demand"]
    assert len(first.hands) == HANDS
    assert not {member.id for member in first.hands} & {member.id for member in first.crowd}

    (upcoming,) = [webinar.id for webinar in await api.webinars() if webinar.name == NEXT_NAME]
    sent = await api.call("GET", f"/webinars/{upcoming}/submissions")
    assert len(sent["items"]) == STRANGERS
    await reached(api, upcoming, approved=STRANGERS - 2, rejected=1)


async def reached(api: Api, webinar: str, **wanted: int) -> None:
    """Wait until that many mails of each kind are there to be read."""
    counts: Counter[str] = Counter()
    async with asyncio.timeout(20):
        while not wanted.items() <= counts.items():
            page = await api.call("GET", "/mails", query={"webinar": webinar})
            counts = Counter(mail["kind"] for mail in page["items"] if mail["state"] == "kept")
