"""The console over HTTP: the room as its hosts see it, and what the holder of a presenter's link may do.

Source: docs/automated.md, The console
"""

from typing import Any

import pytest

from latecomer.automated.service import Rundowns
from latecomer.core.timestamps import from_text
from tests.automated.test_overlays import poll
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, empty, film, save, video
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import Site

SECOND = 1_000
__all__ = ["film"]


async def invite(site: Site, webinar: Any, role: str, email: str = "hera@people.example") -> Any:
    body = {"email": email, "name": "Hera", "role": role}
    return await site.call("POST", f"/webinars/{webinar['id']}/presenters", body, expect=201)


def bearer(presenter: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {presenter['presenter_url'].rpartition('/')[2]}"}


async def line(site: Site, member: Any, client_id: str, text: str) -> Any:
    answer, *_ = await ask(site, member, {"type": "line", "client_id": client_id, "text": text})
    return answer["line"]


async def test_a_host_sees_the_whole_room_and_what_changes_in_it(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), video(film, 70, 60), button(90, 10), poll("never"))
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "moderated"})
    host = bearer(await invite(site, webinar, "host"))
    ada = await site.member(webinar, first_name="Ada", last_name="Lovelace")
    site.now = STARTS_AT + 40 * SECOND
    held = await line(site, ada, "1", "Do worms sleep?")
    path = f"/webinars/{webinar['id']}/console"
    seen = await site.call("GET", path, headers=host)
    assert (seen["server_ms"], seen["on_air"]["stage"]["media_ms"]) == (site.now, 40_000)
    assert [item["start_ms"] for item in seen["next"]] == [70_000, 90_000]
    assert [(each["name"], each["role"], each["here"]) for each in seen["people"]] == [("Hera", "host", True)]
    assert (seen["viewers"], seen["watching"], seen["may_direct"]) == (1, 0, True)
    (first,) = seen["chat"]["lines"]
    assert (first["id"], first["state"], first["name"], first["full_name"], first["member_id"]) == (
        held["id"],
        "held",
        "Ada L.",
        "Ada Lovelace",
        ada["id"],
    )
    assert [(each["state"], each["results"]["kind"]) for each in seen["polls"]] == [("open", "poll")]

    # Only what is new or changed comes with `since`.
    since = f"{path}?since={seen['chat']['last']}"
    assert (await site.call("GET", since, headers=host))["chat"]["lines"] == []
    await site.call("POST", f"/webinars/{webinar['id']}/chat/{held['id']}/approve", headers=host)
    said = {"client_id": "h1", "text": "Welcome, everybody"}
    for _ in range(2):
        mine = await site.call("POST", f"/webinars/{webinar['id']}/chat", said, expect=201, headers=host)
    await site.call("POST", f"/webinars/{webinar['id']}/bans/{ada['id']}", expect=204, headers=host)
    changed = (await site.call("GET", since, headers=host))["chat"]
    assert [(each["id"], each["state"]) for each in changed["lines"]] == [
        (held["id"], "visible"),
        (mine["id"], "visible"),
    ]
    assert (mine["name"], mine["role"], changed["banned"]) == ("Hera", "host", [ada["id"]])
    site.now += 3 * SECOND
    (welcome,) = await ask(site, ada, {"type": "hello"})
    assert [(each["text"], each.get("role")) for each in welcome["chat"]["lines"]] == [
        ("Do worms sleep?", None),
        ("Welcome, everybody", "host"),
    ]


async def test_a_long_chat_comes_with_all_that_waits(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "moderated"})
    ada = await site.member(webinar)
    site.now = STARTS_AT
    waiting = await line(site, ada, "first", "Waits")
    for n in range(201):
        await site.call(
            "POST", f"/webinars/{webinar['id']}/chat", {"client_id": f"{n}", "text": f"Line {n}"}, expect=201
        )
    lines = (await site.call("GET", f"/webinars/{webinar['id']}/console"))["chat"]["lines"]
    assert [lines[0]["id"], len(lines), lines[-1]["text"]] == [waiting["id"], 201, "Line 200"]


@pytest.mark.parametrize("role", ["host", "presenter"])
async def test_a_link_opens_its_own_webinar_with_its_own_rights(site: Site, film: str, role: str) -> None:
    webinar, other = await empty(site), await empty(site)
    for each in (webinar, other):
        await save(site, each, 0, video(film, 0, 60))
    link = bearer(await invite(site, webinar, role))
    path = f"/webinars/{webinar['id']}"
    site.now = STARTS_AT + 10 * SECOND
    body: Any
    for method, call, body in (
        ("GET", f"{path}/rundown", None),
        ("GET", f"{path}/preflight", None),
        ("GET", f"{path}/polls", None),
        ("GET", f"{path}/chat", None),
        ("PUT", f"{path}/chat/mode", {"mode": "open"}),
        ("POST", f"{path}/take_over", {"to": "chat"}),
        ("POST", f"{path}/give_back", {"resume": "where_stopped"}),
    ):
        await site.call(method, call, body, headers=link)
    for method, call, body in (
        ("GET", "/webinars", None),
        ("POST", "/webinars", {"name": "Mine", "starts_at": "2027-01-01T00:00:00Z"}),
        ("GET", path, None),
        ("PATCH", path, {"name": "Mine"}),
        ("DELETE", path, None),
        ("GET", f"{path}/members", None),
        ("POST", f"{path}/finish", None),
        ("PUT", f"{path}/rundown", {"version": 1, "items": []}),
        ("GET", "/keys", None),
        ("GET", "/session", None),
        ("GET", "/media", None),
        ("GET", f"/webinars/{other['id']}/chat", None),
        ("POST", f"/webinars/{other['id']}/take_over", {"to": "chat"}),
        ("GET", f"/webinars/{other['id']}/console", None),
    ):
        refused = await site.call(method, call, body, expect=403, headers=link)
        assert refused["code"] == "missing_scope", call
    status = 200 if role == "host" else 403
    listed = await site.call("GET", f"{path}/presenters", expect=status, headers=link)
    if role == "host":
        assert listed["items"][0]["presenter_url"].startswith("http")
    await site.call("POST", f"{path}/end", expect=status, headers=link)


async def test_a_link_that_is_taken_away_or_altered_opens_nothing(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    presenter = await invite(site, webinar, "host")
    link = bearer(presenter)
    path = f"/webinars/{webinar['id']}/console"
    await site.call("GET", path, headers=link)
    token = link["Authorization"]
    altered = {"Authorization": token[:-1] + ("A" if token[-1] != "A" else "B")}
    assert (await site.call("GET", path, expect=401, headers=altered))["code"] == "not_signed_in"
    await site.call("DELETE", f"/webinars/{webinar['id']}/presenters/{presenter['id']}", expect=204)
    assert (await site.call("GET", path, expect=401, headers=link))["code"] == "not_signed_in"


async def test_a_host_starts_before_the_time_and_nobody_is_mailed(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    path = f"/webinars/{webinar['id']}"
    site.now = STARTS_AT - 15 * MINUTE - 1
    assert (await site.call("POST", f"{path}/start", expect=409))["code"] == "not_open"
    site.now = STARTS_AT - 5 * MINUTE
    told = await site.call("POST", f"{path}/start")
    assert (told["phase"], told["programme_ms"]) == ("before", -10_000)
    read = await site.call("GET", path)
    assert from_text(read["starts_at"]) == site.now + 10 * SECOND
    assert from_text(read["ends_at"]) == site.now + 80 * SECOND
    async with site.pool.acquire() as conn:
        assert await conn.fetchval("SELECT count(*) FROM mail_moves") == 0
    assert (await site.call("POST", f"{path}/start", expect=409))["code"] == "event_running"
    site.now += 20 * SECOND
    on_air = await site.call("GET", f"{path}/on_air")
    assert on_air["stage"]["media_ms"] == 10_000


async def test_a_presenter_with_an_open_console_keeps_the_take_over(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    link = bearer(await invite(site, webinar, "presenter"))
    site.now = STARTS_AT + 10 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/take_over", {"to": "chat"}, headers=link)
    rundowns = site.parts.get(Rundowns)
    for _ in range(12):
        site.now += MINUTE
        await site.call("GET", f"/webinars/{webinar['id']}/console", headers=link)
        await rundowns.tend(site.now)
    seen = await site.call("GET", f"/webinars/{webinar['id']}/console", headers=link)
    assert seen["on_air"]["phase"] == "taken_over"
