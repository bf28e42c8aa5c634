"""A platform that pushes nothing: everything that ON24 knows arrives by being asked, through the whole product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from client_demo.api import Api
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.test_outgoing import Connecting, connecting
from tests.journeys.test_statuses import playing, watched
from tests.vendors.servers.on24 import CLIENT, EVENT, KEY, QUOTA, SECRET, Event, hms, pacific, running_on24
from tests.vendors.servers.receiver import running_receiver

__all__ = ["connecting"]

HOUR, MINUTE, S = 3_600_000, 60_000, 1_000


async def eventually(is_so: Callable[[], Awaitable[Any]], within_s: float = 30.0) -> Any:
    """Wait for what workers bring about. Returns: what was waited for."""
    deadline = time.monotonic() + within_s
    while not (found := await is_so()):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.1)
    return found


async def test_what_on24_knows_becomes_what_everybody_sees(
    system: System, api: Api, session: aiohttp.ClientSession, connecting: Connecting
) -> None:
    scene = await Scene.past(api, threshold_s=1, duration_s=600.0)
    ends_at = _ms(scene.webinar.ends_at)
    path = f"/webinars/{scene.webinar.id}"

    async def statuses() -> dict[str, str]:
        listed = await connecting.call("GET", f"{path}/members?limit=200")
        return {each["email"]: each["status"] for each in listed["items"]}

    async def provider() -> Any:
        (found,) = (await connecting.call("GET", f"{path}/provider"))["connections"]
        return found

    async with running_on24() as on24, running_receiver() as receiver:
        event = on24.events[EVENT] = Event(ends_at - HOUR, ends_at)
        for name in ("ana", "ben", "cleo"):
            event.register(
                f"{name}@journey.example", ends_at - 2 * HOUR, firstname=name.title(), lastname="Ruiz"
            )
        event.watch("ana@journey.example", ends_at - 40 * MINUTE, ends_at - 10 * MINUTE)
        short = event.watch("ben@journey.example", ends_at + MINUTE, ends_at + MINUTE, archived=True)
        await connecting.make(
            "webhook", secrets={"signing_secret": receiver.secret}, settings={"url": receiver.url}
        )
        on24.troubles.append((403, QUOTA.encode()))
        connection = await connecting.make(
            "on24",
            secrets={"access_token_key": KEY, "access_token_secret": SECRET},
            settings={"client_id": CLIENT, "base_url": on24.url, "report_after_s": 0},
            webinars=[{"webinar_id": scene.webinar.id, "external_id": EVENT}],
        )

        waiting = await eventually(_when(provider, last_code="quota"))
        assert waiting["last_message"] == QUOTA
        assert waiting["state"] == "active", "a quota that is used up breaks nothing"
        tested = await connecting.call("POST", f"/connections/{connection}/test")
        assert tested == {"works": True, "code": "works", "message": "The vendor answers."}

        asked = await connecting.call("POST", f"{path}/refresh")
        assert asked == {"connections": [{"connection_id": connection, "state": "asked", "code": None}]}
        await eventually(_when(provider, last_code="pulled"))
        assert await statuses() == {
            "ana@journey.example": "attended",
            "ben@journey.example": "no_show",
            "cleo@journey.example": "no_show",
        }, "the end was told, so nobody waits for the clock"

        short |= {"duration": hms(90 * S), "endtime": pacific(ends_at + MINUTE + 90 * S)}
        await connecting.call("POST", f"{path}/refresh")
        await eventually(_reaches(statuses, "ben@journey.example", "attended_on_demand"))

        listed = await connecting.call("GET", f"{path}/members?limit=200")
        ben = next(each for each in listed["items"] if each["email"] == "ben@journey.example")
        async with playing(system, session, await scene.member(ben["id"])) as tab:
            await watched(tab, 1.1)
        explained = await connecting.call("GET", f"/members/{ben['id']}/watch")
        assert [row["mode"] for row in explained["reports"]] == ["on_demand"]

        async def told() -> list[str] | None:
            """The statuses of Ben that were told of, once the last one was."""
            found = [
                one.body["data"]["status"]
                for one in receiver.taken
                if one.body["type"] == "member.status_changed" and one.body["data"]["member_id"] == ben["id"]
            ]
            return found if found[-1:] == ["attended_on_demand"] else None

        assert await eventually(told) == ["registered", "no_show", "attended_on_demand"]

        on24.secret = "somebody has revoked it"
        await connecting.call("POST", f"{path}/refresh")
        broken = await eventually(_when(provider, state="broken"))
        assert broken["last_code"] == "unauthorized"
        (nothing,) = (await connecting.call("POST", f"{path}/refresh"))["connections"]
        assert (nothing["state"], nothing["code"]) == ("nothing_to_ask", "broken")


async def test_who_registers_here_is_registered_at_on24(
    system: System, api: Api, session: aiohttp.ClientSession, connecting: Connecting
) -> None:
    del session
    starts_at = datetime.now(UTC) + timedelta(days=2)
    scene = await Scene.create(api, starts_at, starts_at + timedelta(hours=1))
    async with running_on24() as on24:
        event = on24.events[EVENT] = Event(_ms(starts_at), _ms(starts_at) + HOUR)
        event.register("hana@journey.example", _ms(starts_at) - 72 * HOUR)
        on24.join_url = "https://event.on24.example/wcc/r/1"
        bound = {"webinar_id": scene.webinar.id, "external_id": EVENT}
        await connecting.make(
            "on24",
            secrets={"access_token_key": KEY, "access_token_secret": SECRET},
            settings={"client_id": CLIENT, "base_url": on24.url, "fields": {"colour": "std3"}},
            webinars=[bound],
        )
        row = {
            "email": "dora@journey.example",
            "first_name": "Dora",
            "company": "Compost & Co",
            "properties": {"colour": "green", "depth": 1},
            "status": "registered",
        }
        await api.add_members(scene.webinar.id, [row])

        async def members() -> dict[str, Any]:
            listed = await connecting.call("GET", f"/webinars/{scene.webinar.id}/members?limit=200")
            return {each["email"]: each for each in listed["items"]}

        async def registering() -> dict[str, str]:
            return {email: each["status"] for email, each in (await members()).items()}

        async def provider() -> Any:
            return await connecting.call("GET", f"/webinars/{scene.webinar.id}/provider")

        await eventually(_reaches(registering, "hana@journey.example", "registered"))
        await eventually(_reaches(registering, "dora@journey.example", "registration_error"))
        assert "The field lastname is required." in (await members())["dora@journey.example"]["status_reason"]
        assert (await provider())["registration_errors"] == 1
        event.required = frozenset()  # somebody mends the form at ON24
        retried = await connecting.call("POST", f"/webinars/{scene.webinar.id}/members/retry")
        assert retried == {"retried": 1}
        await eventually(_reaches(registering, "dora@journey.example", "registered"))
        hana, dora = event.registrants
        assert (hana["email"], dora["email"]) == ("hana@journey.example", "dora@journey.example")
        assert (dora["firstname"], dora["company"], dora["std3"]) == ("Dora", "Compost & Co", "green")
        assert (await members())["dora@journey.example"]["join_url"].startswith(system.url)

        on24.secret = "somebody has revoked it"
        late = {"email": "lena@journey.example", "status": "registered"}
        await api.add_members(scene.webinar.id, [late])

        async def broken() -> bool:
            (connection,) = (await provider())["connections"]
            return bool(connection["state"] == "broken")

        await eventually(broken)
        lena = (await members())["lena@journey.example"]
        assert (lena["status"], lena["registering"]) == ("invited", True), "nobody refused her"
        assert len(event.registrants) == 2


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _when(read: Callable[[], Awaitable[Any]], **wanted: Any) -> Callable[[], Awaitable[Any]]:
    """Return the text once it contains that."""

    async def look() -> Any:
        found = await read()
        return found if all(found[name] == value for name, value in wanted.items()) else None

    return look


def _reaches(
    statuses: Callable[[], Awaitable[dict[str, str]]], email: str, status: str
) -> Callable[[], Awaitable[bool]]:
    async def look() -> bool:
        return (await statuses()).get(email) == status

    return look
