"""The length of a take over: while somebody attends to it, at most four hours, and the end stays ahead meanwhile.

Source: docs/automated.md, Take over
"""

from typing import Any

import pytest

from latecomer.automated.host_links import HostLinks
from latecomer.automated.service import NOBODY_THERE_MS, Rundowns
from latecomer.core.timestamps import from_text
from tests.automated.test_console import bearer, invite
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, empty, film, read, save, video
from tests.support.builders import HOUR, MINUTE, STARTS_AT
from tests.support.site import Site

SECOND = 1_000
__all__ = ["film"]
ELSEWHERE = {"to": "live_url", "url": "https://meet.example/1"}


async def taken(site: Site, film: str, where: Any, **headers: str) -> Any:
    """A webinar that was taken over 20 s after its start."""
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    site.now = STARTS_AT + 20 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", where, headers=headers or None)
    return webinar


async def phase(site: Site, webinar: Any) -> str:
    return str((await site.call("GET", f"/webinars/{webinar['id']}/on_air"))["phase"])


async def test_it_is_given_back_after_four_hours_wherever_it_led_meanwhile(site: Site, film: str) -> None:
    webinar = await taken(site, film, ELSEWHERE)
    rundowns, began = site.parts.get(Rundowns), site.now
    for minutes in range(0, 240, 5):
        site.now = began + minutes * MINUTE
        await rundowns.tend(site.now)
        assert from_text((await read(site, webinar))["ends_at"]) >= site.now + 15 * MINUTE, minutes
        if minutes == 200:  # a second take over only changes where to
            await site.call(
                "POST",
                f"/webinars/{webinar['id']}/take_over",
                {"to": "live_url", "url": "https://meet.example/2"},
            )
    site.now = began + 4 * HOUR
    await rundowns.tend(site.now)
    assert await phase(site, webinar) == "taken_over"
    site.now += 1
    assert await rundowns.tend(site.now) == 1
    told = await site.call("GET", f"/webinars/{webinar['id']}/on_air")
    assert (told["phase"], told["stage"]["media_ms"]) == ("running", 20_000)
    assert from_text((await read(site, webinar))["ends_at"]) == site.now + 50 * SECOND


@pytest.mark.parametrize(
    "where", [{"to": "chat"}, {"to": "slate", "message": "Back soon"}], ids=lambda where: where["to"]
)
async def test_five_minutes_without_anybody_give_it_back(site: Site, film: str, where: Any) -> None:
    link = bearer(await invite(site, webinar := await empty(site), "host"))
    await save(site, webinar, 0, video(film, 0, 60))
    site.now = STARTS_AT + 20 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", where, headers=link)
    rundowns = site.parts.get(Rundowns)
    site.now += 4 * MINUTE
    await site.call("GET", f"/webinars/{webinar['id']}/console", headers=link)
    site.now += NOBODY_THERE_MS
    await rundowns.tend(site.now)
    assert await phase(site, webinar) == "taken_over"
    site.now += 1
    assert await rundowns.tend(site.now) == 1
    assert await phase(site, webinar) == "running"


async def test_an_operator_with_an_open_console_keeps_it_and_a_reader_does_not(site: Site, film: str) -> None:
    webinar = await taken(site, film, {"to": "chat"})
    rundowns, links = site.parts.get(Rundowns), site.parts.get(HostLinks)
    for _ in range(12):
        site.now += MINUTE
        await site.call("GET", f"/webinars/{webinar['id']}/console")
        await rundowns.tend(site.now)
    assert await phase(site, webinar) == "taken_over"
    reader = await site.call("POST", "/keys", {"name": "r", "scopes": ["read", "people"]}, expect=201)
    site.now += NOBODY_THERE_MS + 1
    headers = {"Authorization": f"Bearer {reader['key']}"}
    await site.call("GET", f"/webinars/{webinar['id']}/console", headers=headers)
    assert await rundowns.tend(site.now) == 1
    await site.call("DELETE", f"/webinars/{webinar['id']}", expect=204)
    await links.note_operator(webinar["id"], site.now)  # one that is gone


async def test_it_is_possible_from_the_opening_to_the_end_and_in_the_buffer(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), buffer_s=600)
    path = f"/webinars/{webinar['id']}"
    site.now = STARTS_AT - 15 * MINUTE - 1
    assert (await site.call("POST", f"{path}/take_over", {"to": "chat"}, expect=409))["code"] == "not_open"
    site.now += 1
    told = await site.call("POST", f"{path}/take_over", {"to": "chat"})
    assert (told["phase"], told["stage"]["item"]["kind"]) == ("before", "take_over")
    site.now += 10 * SECOND
    await site.call("POST", f"{path}/give_back", {"resume": "wall_clock"})
    assert from_text((await read(site, webinar))["ends_at"]) == STARTS_AT + 660 * SECOND
    site.now = STARTS_AT + 660 * SECOND - 1
    assert await phase(site, webinar) == "buffer"
    assert (await site.call("POST", f"{path}/take_over", {"to": "chat"}))["phase"] == "taken_over"
    site.now += 10 * SECOND
    await site.call("POST", f"{path}/end")
    assert (await site.call("POST", f"{path}/take_over", {"to": "chat"}, expect=409))["code"] == "event_over"
    assert (await site.call("POST", f"{path}/give_back", {"resume": "wall_clock"}, expect=409))["code"] == (
        "event_over"
    )


async def test_it_is_never_saved_by_hand_and_an_edit_leaves_it(site: Site, film: str) -> None:
    webinar = await taken(site, film, {"to": "chat"})
    path = f"/webinars/{webinar['id']}/rundown"
    rundown = await site.call("GET", path)
    plan = [each for each in rundown["items"] if each["kind"] != "take_over"]
    saved = await save(site, webinar, rundown["version"], *plan, button(3_600, 10))
    assert [each["kind"] for each in saved["items"]].count("take_over") == 1
    assert await phase(site, webinar) == "taken_over"
    forged = {
        "track": "stage",
        "kind": "take_over",
        "start_ms": 4_000_000,
        "duration_ms": 5_000,
        "to": "chat",
    }
    refused = await save(site, webinar, saved["version"], *plan, forged, expect=422)
    assert refused["status"] == 422


async def test_viewers_follow_it_and_what_is_open_stays_open(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), button(10, 40))
    ada = await site.member(webinar)
    site.now = STARTS_AT + 20 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", ELSEWHERE)
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert (welcome["on_air"]["phase"], welcome["on_air"]["stage"]["item"]["url"]) == (
        "taken_over",
        ELSEWHERE["url"],
    )
    site.now += 10 * MINUTE
    told = (await ask(site, ada))[-1]
    assert [each["item"]["kind"] for each in told["overlays"]] == ["call_to_action"]
