"""The demonstration's data: everything a dashboard can show, and the same again when it is started again."""

import asyncio
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp

from client_demo.api import Api
from client_demo.fill import HANDS, LATE, NEXT_NAME, PEOPLE, STRANGERS, fill
from client_demo.room import BEGINS_AFTER, ROOM_NAME, attend_room, make_room
from tests.journeys.recording import Recording
from tests.journeys.recount import STATUSES
from tests.journeys.system import System


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


async def test_its_automated_webinar_has_a_film_slides_a_poll_and_people(
    api: Api, system: System, recording: Recording, session: aiohttp.ClientSession
) -> None:
    people = [{"email": f"guest{nth}@example.com", "status": "registered"} for nth in range(3)]
    room = await make_room(api, session, system.url, recording.url, people)
    assert room is not None
    assert timedelta(seconds=90) < room.starts_at - datetime.now(UTC) <= BEGINS_AFTER
    (webinar,) = [one.id for one in await api.webinars() if one.name == ROOM_NAME]
    rundown = await api.call("GET", f"/webinars/{webinar}/rundown")
    assert Counter(item["kind"] for item in rundown["items"]) == {
        "video": 1,
        "slides": 1,
        "poll": 1,
        "call_to_action": 1,
    }
    assert (await api.call("GET", f"/webinars/{webinar}/preflight"))["ok"]
    assert await make_room(api, session, system.url, recording.url, people) is None

    await api.call("PATCH", f"/webinars/{webinar}", {"starts_at": soon()})
    (started,) = [one for one in await api.webinars() if one.name == ROOM_NAME]
    sitting = asyncio.create_task(
        attend_room(replace(room, starts_at=started.starts_at), system.url, session, random.Random(1))
    )
    try:
        await said(api, webinar, lines=2, answers=1)
    finally:
        sitting.cancel()
        await asyncio.gather(sitting, return_exceptions=True)


def soon() -> str:
    return (datetime.now(UTC) + timedelta(seconds=1)).isoformat()


async def said(api: Api, webinar: str, *, lines: int, answers: int) -> None:
    """Wait until the guests have written and answered."""
    async with asyncio.timeout(60):
        while True:
            chat = await api.call("GET", f"/webinars/{webinar}/chat")
            polls = await api.call("GET", f"/webinars/{webinar}/polls")
            answered = sum(question["answered"] for item in polls["items"] for question in item["questions"])
            if len(chat["items"]) >= lines and answered >= answers:
                return
            await asyncio.sleep(0.2)
