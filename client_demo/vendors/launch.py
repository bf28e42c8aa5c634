"""A webinar that is held in Zoom and followed by Marketo, both simulated: connected, live, and watched afterwards."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe

import aiohttp

from client_demo.api import Api, MemberRow, WebinarRow
from client_demo.crowd import Crowd
from client_demo.fill import text
from client_demo.people import Person, invent
from client_demo.vendors.marketo import ACTIVITY, PROGRAM, Marketo
from client_demo.vendors.zoom import Zoom

NAME = "Launch Day, Live in Zoom"
NAMES = ("Zoom (simulated)", "Marketo (simulated)")
"""Of the connections; those of an earlier run make room for new ones."""
NUMBER = "98765432109"
SEED = 1702


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a launch: durations and numbers of people.

    Args:
        before_s: from now until the event starts, while people register.
        live_s: how long it lasts.
        people: who register; two of three come.
        viewers: how many watch the recording at a time, afterwards.
        threshold_s: watching longer than this is a view.
    """

    before_s: float = 25.0
    live_s: float = 120.0
    people: int = 36
    viewers: int = 6
    threshold_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Launch:
    """A launch that was set up: a webinar, and its two connected vendors."""

    webinar: WebinarRow
    zoom: Zoom
    starts_at: datetime
    ends_at: datetime


async def set_up(
    api: Api, session: aiohttp.ClientSession, marketo: Marketo, recording: tuple[str, float], script: Script
) -> Launch:
    """Make the webinar and the connections, as an administrator would.

    Args:
        api: a client with a key of the scope admin.
        recording: where it is played from, and its length in s.

    Raises: ApiError, NotValidated.
    """
    now = datetime.now(UTC)
    starts_at = now + timedelta(seconds=script.before_s)
    ends_at = starts_at + timedelta(seconds=script.live_s)
    url, duration_s = recording
    webinar = await api.create_webinar(
        {
            "name": NAME,
            "starts_at": text(starts_at),
            "ends_at": text(ends_at),
            "timezone": "Europe/Berlin",
            "live_url": f"https://zoom.example/w/{NUMBER}",
            "recording": {"url": url, "duration_s": duration_s},
            "watch_threshold_s": script.threshold_s,
        }
    )
    for old in (await api.call("GET", "/connections"))["items"]:
        if old["name"] in NAMES:
            await api.call("DELETE", f"/connections/{old['id']}")
    token = token_urlsafe(16)
    listening = await api.call(
        "POST",
        "/connections",
        {
            "kind": "zoom",
            "name": NAMES[0],
            "secrets": {"secret_token": token},
            "webinars": [{"webinar_id": webinar.id, "external_id": NUMBER}],
        },
    )
    telling = await api.call(
        "POST",
        "/connections",
        {
            "kind": "marketo",
            "name": NAMES[1],
            "secrets": {"client_id": marketo.client_id, "client_secret": marketo.client_secret},
            "settings": {"endpoint": marketo.url, "activity": {"type_id": ACTIVITY}},
            "webinars": [{"webinar_id": webinar.id, "external_id": PROGRAM}],
        },
    )
    await api.call("POST", f"/connections/{telling['id']}/test")
    zoom = Zoom(session, listening["url"], token, NUMBER)
    await zoom.validate(datetime.now(UTC))
    return Launch(webinar, zoom, starts_at, ends_at)


async def play(
    api: Api,
    session: aiohttp.ClientSession,
    server: str,
    launch: Launch,
    script: Script,
    rng: random.Random,
) -> None:
    """Hold the event; those who did not come watch its recording then, until cancelled."""
    people = invent(script.people, SEED)
    async with asyncio.TaskGroup() as group:
        for number, person in enumerate(people):
            group.create_task(_take_part(launch, number, person, script, rng))
    await _until(launch.ends_at)
    await launch.zoom.ended(datetime.now(UTC))
    absent: list[MemberRow] = []
    while not absent:
        absent = await api.members(launch.webinar.id, status="no_show")
        await asyncio.sleep(0.5)
    duration_s = launch.webinar.duration_s or 60.0
    await Crowd(server, absent, duration_s, session, rng, size=script.viewers).run()


async def _take_part(launch: Launch, number: int, person: Person, script: Script, rng: random.Random) -> None:
    """One person's registration and visits: two of three come, some go and come again."""
    zoom, before_s, live_s = launch.zoom, script.before_s, script.live_s
    await asyncio.sleep(before_s * 0.7 * number / script.people)
    waits = number % 9 == 4
    await zoom.registered(person, number, datetime.now(UTC), status="pending" if waits else "approved")
    if waits:
        await asyncio.sleep(before_s * 0.1)
        denied = number % 2 == 1
        what = "denied" if denied else "approved"
        await zoom.registered(person, number, datetime.now(UTC), what=what, status=what)
        if denied:
            return
    if number % 3 == 2:
        return
    comes_at = launch.starts_at + timedelta(seconds=rng.uniform(0.0, 0.3) * live_s)
    await _until(comes_at)
    await zoom.joined(person, number, 1, datetime.now(UTC))
    if rng.random() < 0.3:
        await asyncio.sleep(rng.uniform(0.05, 0.2) * live_s)
        await zoom.left(person, number, 1, datetime.now(UTC))
        await asyncio.sleep(rng.uniform(0.05, 0.15) * live_s)
        await zoom.joined(person, number, 2, datetime.now(UTC))


async def _until(at: datetime) -> None:
    await asyncio.sleep(max(0.0, (at - datetime.now(UTC)).total_seconds()))
