"""The join link: as a page, as JSON, as a calendar file, and its click."""

import gc
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from icalendar import Calendar

from latecomer.core.timestamps import to_text
from latecomer.joining.routes import click_limiter
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, MINUTE, STARTS_AT
from tests.support.site import BEFORE, Site

JSON = {"Accept": "application/json"}


def _token(member: Any) -> str:
    token: str = member["join_url"].rpartition("/")[2]
    return token


@pytest.fixture
def pages(site: Site) -> None:
    """Pages as the build leaves them."""
    site.write("static/watch/index.html", "<!doctype html><title>watch</title>")
    site.write("static/watch/style-hashes.json", "[\"'sha256-abc='\"]")


async def test_the_link_is_the_same_before_during_and_after(site: Site) -> None:
    webinar = await site.webinar(timezone="Europe/Berlin", live_url="https://meet.example/1")
    token = _token(await site.member(webinar))
    told: dict[str, Any] = {
        "name": "Composting for beginners",
        "starts_at": to_text(STARTS_AT),
        "ends_at": to_text(ENDS_AT),
        "closes_at": to_text(CLOSES_AT),
        "opens_at": to_text(STARTS_AT - 15 * MINUTE),
        "timezone": "Europe/Berlin",
        "recording": {"url": "/recordings/compost.mp4", "duration_s": 1800.0},
        "captions": [],
        "rundown": None,
        "live_url": "https://meet.example/1",
        "watch_url": None,
        "automated": False,
        "calendar_url": f"/j/{token}/calendar.ics",
        "click_decides": False,
        "status": "registered",
    }
    for now, phase, step in (
        (STARTS_AT - 15 * MINUTE - 1, "waiting", {"next": "wait"}),
        (STARTS_AT - 15 * MINUTE, "live", {"next": "live_url", "url": "https://meet.example/1"}),
        (ENDS_AT, "on_demand", {"next": "play"}),
        (CLOSES_AT - 1, "on_demand", {"next": "play"}),
    ):
        site.now = now
        response = await site.client.get(f"/j/{token}", headers=JSON)
        assert await site.decoded(response, 200) == told | {
            "phase": phase,
            "server_time": to_text(now),
            "click_decides": phase == "live",
        }
        assert response.headers["Vary"] == "Accept"
        assert await site.decoded(await site.client.post(f"/j/{token}/click"), 200) == step
    site.now = CLOSES_AT
    assert (await site.decoded(await site.client.get(f"/j/{token}", headers=JSON), 410))[
        "code"
    ] == "window_closed"
    assert (await site.decoded(await site.client.post(f"/j/{token}/click"), 410))["code"] == "window_closed"


async def test_a_watch_url_gets_the_token_as_its_fragment(site: Site) -> None:
    webinar = await site.webinar(watch_url="https://example.com/replay?x=1")
    token = _token(await site.member(webinar))
    site.now = ENDS_AT
    step = await site.decoded(await site.client.post(f"/j/{token}/click"), 200)
    assert step == {"next": "watch_url", "url": f"https://example.com/replay?x=1#latecomer={token}"}


async def test_unknown_altered_and_revoked_links_are_told_apart_by_nobody(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    revoked = _token(member)
    other = _token(await site.call("POST", f"/members/{member['id']}/link"))
    removed = await site.member(webinar, "bob@example.com")
    await site.call("POST", f"/members/{removed['id']}/status", {"status": "not_in_program"})
    altered = ("A" if other[0] != "A" else "B") + other[1:]
    answers = set()
    for token in (revoked, altered, "nonsense", "%00", "%F0%9F%90%9B", _token(removed)):
        for method, path, headers in (
            ("GET", f"/j/{token}", JSON),
            ("POST", f"/j/{token}/click", {}),
            ("GET", f"/j/{token}/calendar.ics", {}),
        ):
            problem = await site.decoded(await site.client.request(method, path, headers=headers), 404)
            answers.add((problem["code"], problem["detail"]))
    assert len(answers) == 1
    assert answers.pop()[0] == "unknown_link"
    assert (await site.client.get(f"/j/{other}", headers=JSON)).status == 200


@pytest.mark.parametrize("added", ["/", ".", ")", ",", "%3E", "%20", "%E2%80%8B", "A", "/)", "//"])
@pytest.mark.usefixtures("pages")
async def test_a_stray_character_behind_a_link_locks_nobody_out(site: Site, added: str) -> None:
    token = _token(await site.member(await site.webinar()))

    answer = await site.client.get(
        f"/j/{token}{added}?utm_source=mail", headers={"Accept": "text/html"}, allow_redirects=False
    )

    assert (answer.status, answer.headers["Location"]) == (302, f"/j/{token}?utm_source=mail")
    assert (await site.client.get(f"/j/{token}{added}", headers={"Accept": "text/html"})).status == 200
    assert (await site.client.get(f"/J/{token}", headers={"Accept": "text/html"})).status == 200


@pytest.mark.parametrize("added", ["/", ".", ")", ",", "%3E", "%E2%80%8B", "A"])
@pytest.mark.parametrize(("prefix", "length"), [("/c", 48), ("/x", 48), ("/u", 43), ("/p", 72)])
@pytest.mark.usefixtures("pages")
async def test_the_links_of_mails_and_presenters_lead_on_as_well(
    site: Site, prefix: str, length: int, added: str
) -> None:
    link = f"{prefix}/{'t' * length}"
    answer = await site.client.get(
        f"{link}{added}?a=1", headers={"Accept": "text/html"}, allow_redirects=False
    )
    assert (answer.status, answer.headers["Location"]) == (302, f"{link}?a=1")


@pytest.mark.parametrize(
    "path",
    [
        "/j",
        "/J/x",
        "/j/",
        "/j/nonsense/",
        "/j/nonsense/more",
        "/watch/",
        "/p",
        "/c/",
        "/r",
        "/x/",
        "/u/",
        "/W",
    ],
)
@pytest.mark.usefixtures("pages")
async def test_no_viewer_meets_the_operators_sign_in(site: Site, path: str) -> None:
    answer = await site.client.get(path, headers={"Accept": "text/html"})

    assert "<title>watch</title>" in await answer.text()


async def test_nothing_is_kept_of_refused_links_clicks_beacons_and_calendar_files(site: Site) -> None:
    invited = _token(await site.member(await site.webinar(), status="invited"))
    heartbeat = {"seq": 1, "state": "playing", "segments": []}
    site.now = ENDS_AT
    for token in ("nonsense", invited):
        beacon = {"join": token, "playback": str(uuid4()), "clock_ms": 0, "heartbeats": [heartbeat]}
        for _ in range(25):
            for method, path, body in (
                ("GET", f"/j/{token}", None),
                ("POST", f"/j/{token}/click", None),
                ("GET", f"/j/{token}/calendar.ics", None),
                ("POST", "/beacon", beacon),
            ):
                answer = await site.client.request(method, path, json=body, headers=JSON)
                assert answer.status in {403, 404, 429}
    gc.collect()
    assert sum(isinstance(each, web.Request) for each in gc.get_objects()) < 10


async def test_who_is_not_registered_is_told_so(site: Site) -> None:
    webinar = await site.webinar()
    token = _token(await site.member(webinar, status="invited"))
    problem = await site.decoded(await site.client.get(f"/j/{token}", headers=JSON), 403)
    assert problem["code"] == "not_registered"


@pytest.mark.usefixtures("pages")
async def test_the_page_has_the_status_of_what_the_link_is_worth(site: Site) -> None:
    webinar = await site.webinar()
    registered = _token(await site.member(webinar))
    invited = _token(await site.member(webinar, "bob@example.com", status="invited"))
    for token, now, status in (
        (registered, ENDS_AT, 200),
        (invited, ENDS_AT, 403),
        ("nonsense", ENDS_AT, 404),
        (registered, CLOSES_AT, 410),
    ):
        site.now = now
        response = await site.client.get(f"/j/{token}", headers={"Accept": "text/html,*/*;q=0.8"})
        assert (response.status, response.content_type) == (status, "text/html")
        assert "<title>watch</title>" in await response.text()
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.usefixtures("pages")
async def test_the_page_may_play_from_the_recordings_origin_and_where_it_may_redirect(site: Site) -> None:
    for url, allowed in (
        ("/recordings/compost.mp4", "media-src 'self' blob:;"),
        ("https://cdn.example:8443/a/b.m3u8?x=1", "media-src 'self' blob: https://cdn.example:8443 https:;"),
        ("https://cdn.example;sandbox/a.mp4", "media-src 'self' blob:;"),
        ("https://name:word@cdn.example/a.mp4", "media-src 'self' blob:;"),
    ):
        webinar = await site.webinar(recording={"url": url, "duration_s": 60})
        token = _token(await site.member(webinar))
        policy = (await site.client.get(f"/j/{token}")).headers["Content-Security-Policy"]
        assert allowed in policy + ";"
        assert "style-src 'self' 'sha256-abc=';" in policy
        assert "script-src 'self';" in policy
    reloaded = await site.client.get("/watch")
    assert "media-src 'self' blob: https:;" in reloaded.headers["Content-Security-Policy"]


async def test_the_calendar_file_has_the_event_and_the_link(site: Site) -> None:
    name = "Worms; a love story, \\ with\nEND:VEVENT"
    webinar = await site.webinar(name=name.replace("\n", " "))
    member = await site.member(webinar)
    response = await site.client.get(f"/j/{_token(member)}/calendar.ics")
    assert response.content_type == "text/calendar"
    text = await response.text()
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["SUMMARY"] == name.replace("\n", " ")
    assert event["URL"] == event["LOCATION"] == member["join_url"]
    assert event["UID"] == f"{member['id']}@latecomer"
    assert "DTSTART:20260304T160000Z" in text
    assert "DTEND:20260304T170000Z" in text


async def test_a_get_is_no_click_and_a_click_is_one(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = ENDS_AT + DAY
    await site.client.get(f"/j/{_token(member)}", headers=JSON)
    assert list(await site.clicks(member)) == []
    await site.client.post(f"/j/{_token(member)}/click", json={"sign": "gesture"})
    assert list(await site.clicks(member)) == [ENDS_AT + DAY]


@pytest.mark.parametrize("body", [b"", b"{}", b'{"sign": null}'])
async def test_without_a_sign_of_a_person_nothing_is_confirmed_and_the_link_leads_on(
    site: Site, body: bytes
) -> None:
    member = await site.member(await site.webinar(watch_url="https://example.com/replay", flip_on="click"))
    site.now = ENDS_AT + DAY
    unsigned = await site.client.post(f"/j/{_token(member)}/click", data=body)
    assert list(await site.clicks(member)) == []
    signed = await site.client.post(f"/j/{_token(member)}/click", json={"sign": "presence"})
    assert await site.decoded(unsigned, 200) == await site.decoded(signed, 200)
    assert list(await site.clicks(member)) == [ENDS_AT + DAY]


@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"sign": "robot"}', 422), (b'{"sing": "gesture"}', 422), (b"{", 400), (b" " * 1025, 413)],
)
async def test_a_click_that_cannot_be_read_is_refused(site: Site, body: bytes, status: int) -> None:
    member = await site.member(await site.webinar())
    await site.decoded(await site.client.post(f"/j/{_token(member)}/click", data=body), status)
    assert list(await site.clicks(member)) == []


@pytest.mark.parametrize(
    ("fields", "now", "decides"),
    [
        ({"live_url": "https://meet.example/1"}, STARTS_AT, True),
        ({"live_url": "https://meet.example/1"}, STARTS_AT - 15 * MINUTE - 1, False),
        ({"live_url": "https://meet.example/1"}, ENDS_AT, False),
        ({}, STARTS_AT, False),
        ({"flip_on": "click"}, ENDS_AT, True),
        ({"flip_on": "click"}, STARTS_AT, False),
        ({}, ENDS_AT, False),
    ],
)
async def test_the_page_knows_where_a_click_decides(
    site: Site, fields: dict[str, str], now: int, *, decides: bool
) -> None:
    token = _token(await site.member(await site.webinar(**fields)))
    site.now = now
    told = await site.decoded(await site.client.get(f"/j/{token}", headers=JSON), 200)
    assert told["click_decides"] is decides


async def test_clicks_of_one_link_are_limited_and_others_go_on(site: Site) -> None:
    webinar = await site.webinar()
    token, other = _token(await site.member(webinar)), _token(await site.member(webinar, "bob@example.com"))
    for _ in range(20):
        assert (await site.client.post(f"/j/{token}/click")).status == 200
    assert (await site.client.post(f"/j/{token}/click")).status == 429
    counted = site.parts.web[click_limiter]
    assert len(counted) == 1
    assert (await site.client.post("/j/made-up/click")).status == 404
    assert len(counted) == 1, "what is not a link takes no link's place"
    assert (await site.client.post(f"/j/{other}/click")).status == 200


async def test_another_webinars_token_opens_only_its_own(site: Site) -> None:
    first, second = await site.webinar(name="First"), await site.webinar(name="Second")
    token = _token(await site.member(first))
    await site.member(second)
    assert (await (await site.client.get(f"/j/{token}", headers=JSON)).json())["name"] == "First"


async def test_nobody_is_told_what_an_automated_webinar_plays_before_its_time(site: Site) -> None:
    token = _token(await site.member(await site.webinar()))
    for now, told in (
        (BEFORE, False),
        (STARTS_AT - 30_001, False),
        (STARTS_AT - 30_000, True),
        (STARTS_AT, True),
    ):
        site.now = now
        body = await site.decoded(await site.client.get(f"/j/{token}", headers=JSON), 200)
        assert (body["recording"] is not None) is told
