"""Faults of other products, each under its number in our list of twenty; the pages' own are in their tests as *case N*.

Source: docs/automated.md, Faults of others
"""

import asyncio
import csv
import io
from collections.abc import Sequence
from typing import Any

from latecomer.core.timestamps import from_text, to_text
from tests.automated.test_console import bearer, invite
from tests.automated.test_overlays import answer, asked, poll, shown
from tests.automated.test_room import ask
from tests.automated.test_rundowns import deck, empty, film, save, video
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import ADMIN, Site

SECOND = 1_000
__all__ = ["deck", "film"]


def stage(messages: Sequence[Any]) -> Any:
    told = messages[-1]
    return told.get("on_air", told)["stage"]


async def since(site: Site, member: Any, last: int) -> list[Any]:
    token = member["join_url"].rpartition("/")[2]
    body = {"since": last, "messages": []}
    decoded = await site.decoded(await site.client.post(f"/j/{token}/room", json=body), 200)
    return list(decoded["messages"])


async def test_case_2_and_3_neither_a_hosts_clock_nor_a_hosts_silence_moves_anybody(
    site: Site, film: str
) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), video(film, 60, 60))
    host = bearer(await invite(site, webinar, "host"))
    ada = await site.member(webinar)
    site.now = STARTS_AT + 20 * SECOND
    wrong = {"type": "clock", "t0": 9e15}
    told, on_air = await ask(site, ada, wrong)
    assert (told["t1"], on_air["stage"]["media_ms"]) == (site.now, 20_000)
    await site.call("GET", f"/webinars/{webinar['id']}/console", headers=host)
    # The host is not heard of again, and the programme goes on.
    site.now += 50 * SECOND
    assert stage(await ask(site, ada))["media_ms"] == 10_000


async def test_case_13_joining_late_shows_the_right_slide_and_moves_nobody(
    site: Site, film: str, deck: str
) -> None:
    webinar = await empty(site)
    slides = {**video(deck, 20 * 60, 30 * 60), "kind": "slides"}
    await save(site, webinar, 0, video(film, 0, 60), video(film, 60, 60), slides)
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    site.now = STARTS_AT + (20 + 17) * MINUTE
    before = stage(await ask(site, ada, {"type": "hello"}))
    joined = stage(await ask(site, bob, {"type": "hello"}))
    assert joined == before == stage(await ask(site, ada))
    assert (joined["item"]["kind"], joined["page"], joined["media_ms"]) == ("slides", 2, 17 * MINUTE)


async def test_case_14_and_15_the_clock_alone_begins_and_ends_an_item(site: Site, film: str) -> None:
    webinar = await empty(site)
    # The film has 60 s: one item is shorter, one longer.
    await save(site, webinar, 0, video(film, 0, 59.6), video(film, 59.6, 60.4), buffer_s=0)
    ada = await site.member(webinar)
    for at_ms, phase, media_ms in (
        (-1, "before", None),
        (0, "running", 0),
        (59_599, "running", 59_599),
        (59_600, "running", 0),
        (119_999, "running", 60_000),
        (120_000, "ended", None),
    ):
        site.now = STARTS_AT + at_ms
        on_air = (await ask(site, ada))[-1]
        found = on_air["stage"] and on_air["stage"]["media_ms"]
        assert (on_air["phase"], found) == (phase, media_ms), at_ms


async def test_case_16_mail_page_and_calendar_name_the_same_moment_in_a_clock_change(site: Site) -> None:
    # 02:30 does not exist on the last Sunday of March in Paris, and exists twice on that of October.
    for text, moment in (
        ("2027-03-28T02:30:00+01:00", "2027-03-28T01:30:00.000Z"),
        ("2027-10-31T02:30:00+02:00", "2027-10-31T00:30:00.000Z"),
    ):
        webinar = await site.webinar(
            starts_at=text, ends_at=to_text(from_text(moment) + 60 * MINUTE), timezone="Europe/Paris"
        )
        assert webinar["starts_at"] == moment
        ada = await site.member(webinar)
        token = ada["join_url"].rpartition("/")[2]
        page = await site.client.get(f"/j/{token}", headers={"Accept": "application/json"})
        assert (await page.json())["starts_at"] == moment
        calendar = await (await site.client.get(f"/j/{token}/calendar.ics")).text()
        stamp = moment.replace("-", "").replace(":", "").replace(".000Z", "Z")
        assert f"DTSTART:{stamp}" in calendar


async def test_case_17_after_any_cut_each_line_comes_once_and_in_order(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open"})
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    site.now = STARTS_AT
    lasts = [0]
    for n in range(12):
        site.now += 2 * SECOND
        line = {"type": "line", "client_id": str(n), "text": f"Line {n}"}
        # What was sent before the cut is sent again after it.
        await ask(site, ada, line)
        await ask(site, ada, line)
        site.now += SECOND
        lasts.append(
            next(each for each in await since(site, bob, lasts[-1]) if each["type"] == "chat")["last"]
        )
    site.now += 2 * SECOND
    for cut, last in enumerate(lasts):
        lines = [each for answer in await since(site, bob, last) for each in answer.get("lines", ())]
        assert [each["text"] for each in lines] == [f"Line {n}" for n in range(cut, 12)]
        assert len({each["id"] for each in lines}) == len(lines)


async def test_case_18_no_way_in_shows_a_held_or_deleted_line(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    path = f"/webinars/{webinar['id']}/chat"
    await site.call("PUT", f"{path}/mode", {"mode": "moderated"})
    ada, bob = await site.member(webinar), await site.member(webinar, "bob@people.example")
    site.now = STARTS_AT
    ids = {}
    for word in ("held", "deleted", "rejected"):
        answered, *_ = await ask(site, ada, {"type": "line", "client_id": word, "text": f"Text {word}"})
        ids[word] = answered["line"]["id"]
    await site.call("POST", f"{path}/{ids['rejected']}/reject")
    await site.call("POST", f"{path}/{ids['deleted']}/approve")
    site.now += 2 * SECOND
    (seen,) = [each for answer in await since(site, bob, 0) for each in answer.get("lines", ())]
    assert seen["id"] == ids["deleted"]
    await site.call("POST", f"{path}/{ids['deleted']}/delete")
    site.now += 2 * SECOND
    # A newcomer, a second tab, a reconnect from the beginning, the replay; and a key without the scope people.
    newcomer = await site.member(webinar, "cleo@people.example")
    site.now += 2 * SECOND
    for member in (bob, newcomer):
        (welcome,) = await ask(site, member, {"type": "hello"})
        assert (welcome["chat"]["lines"], welcome["chat"]["mine"]) == ([], [])
        assert [each for answer in await since(site, member, 0) for each in answer.get("lines", ())] == []
    key = await site.call("POST", "/keys", {"name": "numbers", "scopes": ["read"]}, expect=201)
    numbers = {"Authorization": f"Bearer {key['key']}"}
    for export in (path, f"{path}.csv"):
        await site.call("GET", export, expect=403, headers=numbers)
    log = await (await site.client.get(f"/api/v1{path}.csv", headers=ADMIN)).text()
    states = {row["text"]: row["state"] for row in csv.DictReader(io.StringIO(log.lstrip("\ufeff")))}
    assert states == {"Text held": "held", "Text deleted": "deleted", "Text rejected": "rejected"}


async def test_case_19_fifty_votes_at_once_are_one_and_a_reload_shows_it(site: Site) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always"))
    ada = await site.member(webinar)
    one, two = (option["id"] for option in single["options"])
    answers = await asyncio.gather(*(answer(site, ada, item, single, (one, two)[n % 2]) for n in range(50)))
    assert {each["type"] for each in answers} == {"accepted"}
    await answer(site, ada, item, single, two)
    view = await shown(site, ada)
    assert view["mine"] == {single["id"]: two}
    assert view["results"][0]["answered"] == 1
    assert {each["id"]: each["count"] for each in view["results"][0]["options"]} == {one: 0, two: 1}


async def test_case_20_the_same_link_after_the_end_is_another_mode(site: Site, film: str) -> None:
    webinar, item, (single, *_) = await asked(site, poll("always", in_replay=True), video(film, 0, 60))
    ada = await site.member(webinar)
    one, two = (option["id"] for option in single["options"])
    await answer(site, ada, item, single, one)
    ends_at = from_text((await site.call("GET", f"/webinars/{webinar['id']}"))["ends_at"])
    site.now = ends_at + 1
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert welcome["replay"]["spans"]
    await answer(site, ada, item, single, two)
    results = (await site.call("GET", f"/webinars/{webinar['id']}/polls"))["items"]
    counted = {
        each["mode"]: {option["id"]: option["count"] for option in each["questions"][0]["options"]}
        for each in results
    }
    assert counted == {"live": {one: 1, two: 0}, "replay": {one: 0, two: 1}}
    joined = await site.call("GET", f"/members/{ada['id']}")
    assert set(joined["watched_s"]) == {"live", "on_demand"}
