"""Levels of engagement of a room's members: judged as they act, as they watch, and when facts are retracted."""

from __future__ import annotations

import csv
import io
from typing import Any

from tests.audiences.evening import filtered, play, who, work
from tests.automated.test_overlays import answer, asked, poll
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, film, video
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import ADMIN, Site

__all__ = ["film"]


async def attended_room(site: Site, film: str) -> tuple[Any, dict[str, Any]]:
    """A minute with a poll of three choices, a button and a chat; a buffer of 10 s makes it 70 s.

    ada: all of it, all choices, a question · bob: 45 s and the button · cy: all of it and the replay's button ·
    dora: nothing.
    """
    webinar, item, (single, several, rating, again, _) = await asked(
        site, video(film, 0, 60), poll("never"), button(0, 60, title="Order worms", in_replay=True)
    )
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open"})
    names = ("ada", "bob", "cy", "dora")
    members = {name: await site.member(webinar, f"{name}@example.com") for name in names}
    ada, bob, cy = members["ada"], members["bob"], members["cy"]
    (told,) = [each for each in await ask(site, bob) if each["type"] == "on_air"]
    call = next(each["item"]["id"] for each in told["overlays"] if each["item"]["kind"] == "call_to_action")
    for question, value in (
        (single, single["options"][0]["id"]),
        (several, [several["options"][0]["id"]]),
        (rating, 3),
        (again, True),
    ):
        await answer(site, ada, item, question, value)
    line = {"type": "line", "client_id": "1", "text": "Do worms sleep?", "question": True}
    await ask(site, ada, line)
    await ask(site, bob, {"type": "clicked", "item": call})
    for member, minutes in ((ada, 70 / 60), (bob, 45 / 60), (cy, 70 / 60)):
        await play(site, member, minutes, STARTS_AT)
    site.now = STARTS_AT + 2 * MINUTE
    await ask(site, cy, {"type": "clicked", "item": call})
    return webinar, members


async def levels(site: Site, webinar: Any) -> dict[str, str | None]:
    """The level of each member, by the first part of the address."""
    listed = await site.call("GET", f"/webinars/{webinar['id']}/members")
    return {each["email"].partition("@")[0]: each["engagement"] for each in listed["items"]}


async def test_levels_follow_what_was_watched_and_done(site: Site, film: str) -> None:
    webinar, members = await attended_room(site, film)
    await work(site)
    assert await levels(site, webinar) == {"ada": "high", "bob": "moderate", "cy": "low", "dora": None}

    why = await site.call("GET", f"/members/{members['ada']['id']}/engagement")
    assert why == {
        "level": "high",
        "share": 100,
        "watched_s": 70,
        "event_s": 70,
        "by_time_alone": False,
        "offered": {"choices": 3, "answers": 5, "files": 0, "clicks": 1, "chat": True, "questions": True},
        "took_part": {"choices": 3, "answers": 4, "files": 0, "clicks": 0, "lines": 0, "questions": 1},
    }
    nothing = await site.call("GET", f"/members/{members['dora']['id']}/engagement")
    assert nothing == {"level": None}

    found = await site.call("GET", f"/webinars/{webinar['id']}/members?engagement=high&engagement=moderate")
    assert [each["email"] for each in found["items"]] == ["ada@example.com", "bob@example.com"]
    exported = await site.client.get(
        f"/api/v1/webinars/{webinar['id']}/members.csv?engagement=low", headers=ADMIN
    )
    (row,) = csv.DictReader(io.StringIO((await exported.text()).removeprefix("\ufeff")))
    assert (row["email"], row["engagement"]) == ("cy@example.com", "low")
    numbers = await site.call("GET", f"/webinars/{webinar['id']}/dashboard")
    assert numbers["data"]["engagement"] == {"high": 1, "moderate": 1, "low": 1}


async def test_a_filter_asks_for_levels_and_says_why(site: Site, film: str) -> None:
    webinar, members = await attended_room(site, film)
    await work(site)
    leaf = {"filter": "engagement", "level": ["high", "moderate"]}
    assert await who(site, filtered(webinar, leaf)) == ["ada", "bob"]
    assert await who(site, filtered(webinar, {"not": leaf})) == ["cy", "dora"]
    people = {"scope": "people", "timezone": "UTC", "filter": leaf | {"webinar": "any"}}
    assert await who(site, people) == ["ada", "bob"]
    body = {**filtered(webinar, leaf), "member_id": members["bob"]["id"]}
    why = await site.call("POST", "/segments/explain", body)
    assert why["leaves"] == [
        {
            "path": "",
            "matches": True,
            "value": [{"webinar_id": webinar["id"], "level": "moderate", "watched_live_min": 0.75}],
        }
    ]
    for wrong, code, path in (
        ({"filter": "engagement"}, "missing_field", "/filter/level"),
        ({"filter": "engagement", "level": []}, "wrong_length", "/filter/level"),
        ({"filter": "engagement", "level": ["medium"]}, "unknown_value", "/filter/level/0"),
        ({"filter": "engagement", "level": 3}, "wrong_type", "/filter/level"),
    ):
        problem = await site.call("POST", "/segments/preview", filtered(webinar, wrong), expect=422)
        assert [(each["code"], each["field"]) for each in problem["errors"]] == [(code, path)], wrong


async def test_a_level_follows_what_changes_later(site: Site, film: str) -> None:
    webinar, members = await attended_room(site, film)
    await work(site)
    lines = await site.call("GET", f"/webinars/{webinar['id']}/chat")
    (question,) = lines["items"]
    await site.call("POST", f"/webinars/{webinar['id']}/chat/{question['id']}/reject")
    stated = await site.call("POST", f"/members/{members['dora']['id']}/status", {"status": "attended"})
    assert stated["status"] == "attended"
    await work(site)
    assert await levels(site, webinar) == {"ada": "moderate", "bob": "moderate", "cy": "low", "dora": "low"}

    timeline = await site.call("GET", f"/members/{members['dora']['id']}/timeline")
    fact = next(each for each in timeline["items"] if each.get("fact") == "attended")
    await site.call("POST", f"/facts/{fact['fact_id']}/retract", {}, expect=202)
    await work(site)
    assert (await levels(site, webinar))["dora"] is None


async def test_without_a_room_time_alone_decides_and_a_moved_end_judges_again(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    await play(site, member, 30, STARTS_AT)
    await work(site)
    assert await levels(site, webinar) == {"ada": "low"}  # half of the hour
    site.now = STARTS_AT + 35 * MINUTE
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    await work(site)
    why = await site.call("GET", f"/members/{member['id']}/engagement")
    assert (why["level"], why["share"], why["by_time_alone"]) == ("high", 85, True)
    assert await levels(site, webinar) == {"ada": "high"}
