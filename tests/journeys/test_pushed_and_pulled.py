"""Platforms that push and are asked as well: what Zoom and GoToWebinar tell twice counts once, through the product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import msgspec

from client_demo.api import Api
from tests.journeys.scene import Scene, text
from tests.journeys.system import System
from tests.journeys.test_outgoing import Connecting, connecting
from tests.vendors.servers import gotowebinar_rest, zoom_rest
from tests.vendors.servers.gotowebinar import GoToServer
from tests.vendors.servers.gotowebinar_rest import running_goto
from tests.vendors.servers.zoom import Answer, ZoomServer, webinar_event
from tests.vendors.servers.zoom_rest import UUID, Occurrence, running_zoom
from tests.vendors.test_gotowebinar_rest import SESSION, attendee
from tests.vendors.test_gotowebinar_rest import session as session_row
from tests.vendors.test_zoom_rest import participant

__all__ = ["connecting"]

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Watching:
    """One webinar as its operator sees it."""

    def __init__(self, connecting: Connecting, scene: Scene) -> None:
        self.connecting = connecting
        self.path = f"/webinars/{scene.webinar.id}"

    async def members(self) -> dict[str, Any]:
        listed = await self.connecting.call("GET", f"{self.path}/members?limit=200")
        return {each["email"].partition("@")[0]: each for each in listed["items"]}

    async def until(self, **statuses: str) -> dict[str, Any]:
        """Wait for these members to have these statuses."""

        async def look() -> Any:
            found = await self.members()
            return found if statuses.items() <= {n: m["status"] for n, m in found.items()}.items() else None

        found: dict[str, Any] = await eventually(look, self.members)
        return found

    async def refresh(self) -> None:
        """Have the provider asked, and wait until it has answered."""

        async def idle() -> Any:
            (found,) = (await self.connecting.call("GET", f"{self.path}/provider"))["connections"]
            return found if not found["pulling"] and found["last_pulled_at"] != before else None

        (was,) = (await self.connecting.call("GET", f"{self.path}/provider"))["connections"]
        before = was["last_pulled_at"]
        await self.connecting.call("POST", f"{self.path}/refresh")
        found = await eventually(idle, lambda: self.connecting.call("GET", f"{self.path}/provider"))
        assert found["last_code"] == "pulled", found

    async def reports(self, member: Any) -> list[tuple[str, float]]:
        """The vendor's rows about a member: their mode and how many seconds they are."""
        found = (await self.connecting.call("GET", f"/members/{member['id']}/watch"))["reports"]
        return [
            (row["mode"], sum((read(end) - read(start)).total_seconds() for start, end in row["intervals"]))
            for row in found
        ]


async def eventually(look: Callable[[], Awaitable[Any]], tell: Callable[[], Awaitable[Any]]) -> Any:
    """Wait for what workers bring about. Returns: what was waited for."""
    deadline = time.monotonic() + 30
    while not (found := await look()):
        assert time.monotonic() < deadline, await tell()
        await asyncio.sleep(0.1)
    return found


async def test_what_zoom_pushed_and_reports_counts_once(
    system: System, api: Api, session: aiohttp.ClientSession, connecting: Connecting
) -> None:
    del system
    scene = await Scene.past(api, threshold_s=1, duration_s=600.0)
    seen = Watching(connecting, scene)
    starts_at, ends_at = scene.webinar.starts_at, scene.webinar.ends_at
    async with running_zoom() as zoom:
        zoom.registrants = [
            {
                "id": f"rEg{n}",
                "email": f"{name}@zoomed.example",
                "first_name": name,
                "status": "approved",
                "create_time": text(starts_at - HOUR),
                "join_url": f"https://example.zoom.us/w/{n}",
            }
            for n, name in enumerate(("ana", "ben", "cleo"))
        ]
        zoom.occurrences = [Occurrence(start_time=text(starts_at), end_time=None)]
        identifier = await connecting.make(
            "zoom",
            secrets={
                "secret_token": "s3cr3t-token-example",
                "account_id": zoom_rest.ACCOUNT,
                "client_id": zoom_rest.CLIENT_ID,
                "client_secret": zoom_rest.CLIENT_SECRET,
            },
            settings={"api_url": f"{zoom.url}/v2", "token_url": f"{zoom.url}/oauth/token"},
            webinars=[{"webinar_id": scene.webinar.id, "external_id": zoom_rest.WEBINAR}],
        )
        url = (await connecting.call("GET", f"/connections/{identifier}"))["url"]
        await seen.until(ana="registered", ben="registered", cleo="registered")

        async def post(body: bytes, headers: dict[str, str]) -> Answer:
            began = time.monotonic()
            async with session.post(url, data=body, headers=headers) as response:
                return Answer(response.status, await response.read(), time.monotonic() - began)

        pushing = ZoomServer("s3cr3t-token-example", post, _ms(datetime.now(UTC)))
        await pushing.validate("plain")
        tested = await connecting.call("POST", f"/connections/{identifier}/test")
        assert tested["works"], tested
        there = participant(0, user_email="ana@zoomed.example", registrant_id="rEg0")
        told = {name: there[name] for name in ("id", "user_id", "registrant_id")}
        joined = {**told, "user_name": "Ana", "email": "", "join_time": text(starts_at + 2 * MINUTE)}
        event = webinar_event(
            "participant_joined", _ms(starts_at + 2 * MINUTE), uuid=UUID, participant=joined
        )
        await pushing.send(event)
        await seen.until(ana="attended", ben="registered")

        times = {"join_time": text(starts_at + 2 * MINUTE), "leave_time": text(starts_at + 32 * MINUTE)}
        zoom.occurrences[0].participants = [there | times]
        zoom.occurrences[0].end_time = text(ends_at)
        zoom.occurrences[0].views = [
            {"date_time": text(ends_at + MINUTE), "name": "", "email": "CLEO@zoomed.example", "duration": 90}
        ]
        await seen.refresh()
        people = await seen.until(ana="attended", ben="no_show", cleo="attended_on_demand")
        assert await seen.reports(people["ana"]) == [("live", 1800.0)], "the report replaced what was pushed"
        await pushing.send(event)
        await seen.refresh()
        assert await seen.reports(people["ana"]) == [("live", 1800.0)]
        assert await seen.reports(people["cleo"]) == [("on_demand", 90.0)]


async def test_who_registers_here_is_registered_at_gotowebinar_and_pulled_from_there(
    system: System, api: Api, session: aiohttp.ClientSession, connecting: Connecting
) -> None:
    del system
    starts_at = datetime.now(UTC) + timedelta(days=2)
    scene = await Scene.create(api, starts_at, starts_at + HOUR)
    seen = Watching(connecting, scene)
    async with running_goto() as goto:
        goto.rotates = True
        identifier = await connecting.make(
            "gotowebinar",
            secrets={
                "secret_key": "f1679e36-17fe-48fa-93da-000000000000",
                "client_id": gotowebinar_rest.CLIENT_ID,
                "client_secret": gotowebinar_rest.CLIENT_SECRET,
                "refresh_token": gotowebinar_rest.REFRESH,
            },
            settings={
                "api_url": f"{goto.url}/G2W/rest/v2",
                "token_url": f"{goto.url}/oauth/token",
                "organizer_key": gotowebinar_rest.ORGANIZER,
            },
            webinars=[{"webinar_id": scene.webinar.id, "external_id": gotowebinar_rest.WEBINAR}],
        )
        url = (await connecting.call("GET", f"/connections/{identifier}"))["url"]
        dora = {
            "email": "dora@goto.example",
            "first_name": "Dora",
            "last_name": "Maar",
            "status": "registered",
        }
        nameless = {"email": "nina@goto.example", "first_name": "Nina", "status": "registered"}
        await api.add_members(scene.webinar.id, [dora, nameless])
        people = await seen.until(dora="registered", nina="registration_error")
        assert [each["email"] for each in goto.registrants] == ["dora@goto.example"]
        told = await connecting.call("GET", f"{seen.path}/provider")
        assert told["registration_errors"] == 1
        goto.expire()
        await connecting.call("PATCH", f"/persons/{people['nina']['person_id']}", {"last_name": "Simone"})
        await connecting.call("POST", f"{seen.path}/members/retry")
        await seen.until(nina="registered")
        assert goto.fetched >= 2, "with a refresh token that came with the first access token"

        starts_at = datetime.now(UTC) - MINUTE
        # The session's end comes less than 15 minutes before the planned one, so that it finishes the webinar.
        moved = {"starts_at": text(starts_at), "ends_at": text(starts_at + 10 * MINUTE)}
        await connecting.call("PATCH", seen.path, moved)
        key = goto.registrants[0]["registrantKey"]
        event = {
            "eventName": "registrant.joined",
            "eventVersion": "1.0.0",
            "product": "g2w",
            "eventKey": "6d0b7f0e-0000-4000-8000-000000000001",
            "timestamp": text(starts_at + MINUTE / 2),
            "webinarKey": gotowebinar_rest.WEBINAR,
            "sessionKey": str(SESSION),
            "registrantKey": str(key),
            "email": "dora@goto.example",
            "joinTime": _ms(starts_at + MINUTE / 2),
        }

        async def call(method: str, body: bytes, headers: dict[str, str]) -> int:
            async with session.request(method, url, data=body, headers=headers) as response:
                return response.status

        pushing = GoToServer("f1679e36-17fe-48fa-93da-000000000000", call, _ms(datetime.now(UTC)))
        await pushing.activate()
        assert await pushing.send(msgspec.json.encode(event)) == 204
        await seen.until(dora="attended")
        left_at = starts_at + MINUTE / 2 + timedelta(seconds=20)
        goto.sessions = [_session(starts_at, left_at)]
        times = (text(starts_at + MINUTE / 2), text(left_at))
        goto.attendees = [attendee(0, times, registrantKey=key, email="dora@goto.example")]
        await seen.refresh()
        people = await seen.until(dora="attended", nina="no_show")
        assert await seen.reports(people["dora"]) == [("live", 20.0)]


def read(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _session(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    return session_row(startTime=text(starts_at), endTime=text(ends_at))


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)
