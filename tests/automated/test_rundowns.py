"""Rundowns over HTTP: saved, refused, taken over and given back, and the webinar's end that follows."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from latecomer.automated import routes as automated
from latecomer.automated.service import NOBODY_THERE_MS, Limits
from latecomer.core.timestamps import from_text, to_text
from latecomer.media import queries as media
from latecomer.media import routes as media_routes
from latecomer.media.queries import Result
from latecomer.media.rules.assets import AssetId, AssetKind
from latecomer.media.rules.formats import ConversionLane
from latecomer.postgres.pool import connect
from tests.automated.room_files import ask, fetch, put_file
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import ADMIN, Site

SECOND = 1_000


@pytest.fixture
async def film(site: Site, postgres_url: str) -> str:
    """A film of a minute in the library."""
    return str(await asset(site, postgres_url, AssetKind.VIDEO, duration_ms=60_000))


@pytest.fixture
async def deck(site: Site, postgres_url: str) -> str:
    """Three slides in the library."""
    return str(await asset(site, postgres_url, AssetKind.SLIDES, pages=3))


async def asset(site: Site, postgres_url: str, kind: AssetKind, **fields: int) -> AssetId:
    assert site.client.app is not None
    asset_id = await site.client.app[media_routes.library].create("Film", 10, site.now)
    conn = await connect(postgres_url)
    lease = uuid4()
    await media.uploaded(conn, asset_id, kind, "mp4", ConversionLane.FILM)
    await media.claim(conn, ConversionLane.FILM, lease, site.now, site.now + MINUTE)
    await media.complete(conn, asset_id, lease, Result(kind=kind, files=("main.mp4",), bytes=5, **fields))
    await conn.close()
    return asset_id


def video(film: str, start_s: float, duration_s: float, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "video",
        "start_ms": round(start_s * SECOND),
        "duration_ms": round(duration_s * SECOND),
        "asset_id": film,
    } | fields


def button(start_s: float, duration_s: float, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "call_to_action",
        "start_ms": round(start_s * SECOND),
        "duration_ms": round(duration_s * SECOND),
        "text": "Try it",
        "button": "Go",
        "url": "https://example.com/",
    } | fields


async def save(site: Site, webinar: Any, version: int, *items: Any, expect: int = 200, **fields: Any) -> Any:
    body = {"version": version, "items": items} | fields
    return await site.call("PUT", f"/webinars/{webinar['id']}/rundown", body, expect=expect)


async def empty(site: Site, **fields: Any) -> Any:
    """A webinar without a recording and without an end of its own."""
    body = {"name": "Composting", "starts_at": to_text(STARTS_AT)} | fields
    return await site.call("POST", "/webinars", body, expect=201)


async def read(site: Site, webinar: Any) -> Any:
    return await site.call("GET", f"/webinars/{webinar['id']}")


async def test_a_rundown_sets_the_end_and_is_what_is_watched(site: Site, film: str) -> None:
    webinar = await empty(site)
    assert from_text(webinar["ends_at"]) == STARTS_AT + 60 * MINUTE
    assert (await site.call("GET", f"/webinars/{webinar['id']}/rundown"))["version"] == 0
    saved = await save(site, webinar, 0, video(film, 0, 60), video(film, 70, 30), button(90, 20), buffer_s=30)
    assert (saved["version"], saved["duration_ms"]) == (1, 110_000)
    assert [(item["kind"], item["track"]) for item in saved["items"]] == [
        ("video", "stage"),
        ("video", "stage"),
        ("call_to_action", "overlay"),
    ]
    webinar = await read(site, webinar)
    assert from_text(webinar["ends_at"]) == STARTS_AT + 140 * SECOND
    assert webinar["recording"] is None
    assert webinar["rundown"] == {"version": 1, "duration_s": 100.0, "playable_s": 90.0}
    # What was answered can be saved again, and items keep their ids.
    again = await save(site, webinar, 1, *saved["items"], buffer_s=30)
    assert again["items"] == saved["items"]


async def test_what_is_on_air_is_told_without_what_names_files(site: Site, film: str, deck: str) -> None:
    webinar = await empty(site)
    await save(
        site, webinar, 0, video(film, 0, 60), {**video(deck, 60, 30), "kind": "slides"}, button(50, 30)
    )
    at = to_text(STARTS_AT + 65 * SECOND)
    told = await site.call("GET", f"/webinars/{webinar['id']}/on_air?at={at}")
    stage = told["stage"]
    assert (told["phase"], told["programme_ms"], stage["media_ms"], stage["page"]) == (
        "running",
        65_000,
        5_000,
        1,
    )
    assert stage["file"] == stage["item"]["id"]
    assert "asset_id" not in stage["item"]
    assert [(one["item"]["kind"], one["state"]) for one in told["overlays"]] == [("call_to_action", "open")]
    assert from_text(told["next_at"]) == STARTS_AT + 70 * SECOND
    before = await site.call("GET", f"/webinars/{webinar['id']}/on_air?at={to_text(STARTS_AT - MINUTE)}")
    assert (before["phase"], before["stage"]) == ("before", None)
    assert [item["kind"] for item in before["soon"]] == ["video"]


async def test_a_recording_alone_is_an_implied_rundown(site: Site) -> None:
    webinar = await site.webinar()
    told = await site.call("GET", f"/webinars/{webinar['id']}/on_air?at={to_text(STARTS_AT + 5_000)}")
    assert (told["version"], told["stage"]["media_ms"], told["stage"]["file"]) == (0, 5_000, "recording")


async def test_the_end_and_the_recording_belong_to_the_rundown(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    path = f"/webinars/{webinar['id']}"
    refused = await site.call("PATCH", path, {"ends_at": to_text(STARTS_AT + 60 * MINUTE)}, expect=409)
    assert refused["code"] == "set_by_rundown"
    recording = {"url": "/recordings/other.mp4", "duration_s": 60}
    assert (await site.call("PATCH", path, {"recording": recording}, expect=409))["code"] == "has_rundown"
    assert (await site.call("PATCH", path, {"live_url": "https://meet.example/1"}, expect=422))["code"] == (
        "live_url_with_rundown"
    )
    moved = await site.call("PATCH", path, {"starts_at": to_text(STARTS_AT + MINUTE)})
    assert from_text(moved["ends_at"]) == STARTS_AT + MINUTE + 70 * SECOND
    site.now = STARTS_AT + MINUTE + 4 * SECOND
    for at in (site.now + 2 * MINUTE, site.now - 40 * SECOND):
        refused = await site.call("PATCH", path, {"starts_at": to_text(at)}, expect=409)
        assert (refused["code"], refused["errors"][0]["field"]) == ("programme_running", "/starts_at")
        assert "end it and copy" in refused["detail"]
    await site.call("PATCH", path, {"name": "Composting again"})
    assert (await site.call("GET", f"{path}/on_air"))["programme_ms"] == 4 * SECOND, "nobody was moved"
    site.now = STARTS_AT + 60 * MINUTE
    replaced = await site.call("PATCH", path, {"recording": recording})
    assert replaced["rundown"] is None
    assert replaced["recording"] == {**recording, "version": 2}


async def test_a_recording_without_a_rundown_is_taken_over_and_goes_on(site: Site) -> None:
    recording = {"url": "/recordings/compost.mp4", "duration_s": 600}
    body = {"name": "Compost", "starts_at": to_text(STARTS_AT), "ends_at": to_text(STARTS_AT + 15 * MINUTE)}
    webinar = await site.call("POST", "/webinars", body | {"recording": recording}, expect=201)
    path = f"/webinars/{webinar['id']}"
    member = await site.member(webinar)
    token = member["join_url"].rpartition("/")[2]
    site.now = STARTS_AT + 2 * MINUTE
    told = await site.call("POST", f"{path}/take_over", {"to": "chat"})
    assert (told["phase"], told["stage"]["kind"]) == ("taken_over", "take_over")
    site.now += MINUTE
    told = await site.call("POST", f"{path}/give_back", {"resume": "where_stopped"})
    assert (told["phase"], told["stage"]["media_ms"]) == ("running", 2 * MINUTE)
    assert "compost" not in str(told), "media are not named"
    now = await read(site, webinar)
    assert from_text(now["ends_at"]) == STARTS_AT + 16 * MINUTE, "its own end moves with the film"
    answer = await site.client.post(f"/j/{token}/room", json={"messages": [{"type": "hello"}]})
    (welcome,) = (await site.decoded(answer, 200))["messages"]
    film = await site.client.get(
        f"/m/{welcome['grant']}/{welcome['on_air']['stage']['id']}", allow_redirects=False
    )
    assert (film.status, film.headers["Location"]) == (302, "/recordings/compost.mp4")
    # It can be edited and copied like any other rundown; the address is the server's.
    saved = await site.call("GET", f"{path}/rundown")
    again = {"version": saved["version"], "buffer_s": saved["buffer_s"], "items": saved["items"]}
    assert (await site.call("PUT", f"{path}/rundown", again))["items"] == saved["items"]
    site.now = STARTS_AT + 30 * MINUTE
    copy = await site.call(
        "POST", f"{path}/copy", {"starts_at": to_text(STARTS_AT + 60 * MINUTE)}, expect=201
    )
    (item,) = (await site.call("GET", f"/webinars/{copy['id']}/rundown"))["items"]
    assert (item["kind"], item["duration_ms"]) == ("video", 600_000)
    other = await empty(site)
    film_item = video(str(UUID(int=9)), 0, 60, url="https://evil.example/film.mp4")
    assert (await save(site, other, 0, film_item, expect=422))["code"] == "asset_not_ready"


async def test_a_rundown_without_items_is_none(site: Site, film: str) -> None:
    webinar = await empty(site, live_url="https://meet.example/1")
    path = f"/webinars/{webinar['id']}"
    assert (await save(site, webinar, 0))["version"] == 1
    same = await read(site, webinar)
    assert (same["rundown"], same["ends_at"], same["live_url"]) == (
        None,
        webinar["ends_at"],
        webinar["live_url"],
    )
    await site.call("PATCH", path, {"live_url": None})
    await save(site, webinar, 1, video(film, 0, 60))
    assert (await read(site, webinar))["rundown"]["version"] == 2
    assert (await save(site, webinar, 2))["items"] == []
    emptied = await read(site, webinar)
    assert (emptied["rundown"], emptied["recording"]) == (None, None)
    ends_at = to_text(STARTS_AT + 30 * MINUTE)
    own = {"ends_at": ends_at, "live_url": "https://meet.example/1"}
    assert (await site.call("PATCH", path, own))["ends_at"] == ends_at
    assert await site.call("GET", f"{path}/preflight") == {"ok": True, "problems": []}
    site.now = STARTS_AT
    taken = await site.call("POST", f"{path}/take_over", {"to": "chat"}, expect=409)
    assert taken["code"] == "no_rundown"
    # A recording may be set again, and the room plays it.
    await site.call(
        "PATCH", path, {"live_url": None, "recording": {"url": "/recordings/a.mp4", "duration_s": 60}}
    )
    on_air = await site.call("GET", f"{path}/on_air?at={to_text(STARTS_AT + 5 * SECOND)}")
    assert on_air["stage"]["media_ms"] == 5_000


async def test_an_edit_of_the_end_of_slides_on_air_moves_no_page(site: Site, deck: str) -> None:
    webinar = await empty(site)
    slides = {**video(deck, 0, 90), "kind": "slides"}
    (on_air,) = (await save(site, webinar, 0, slides))["items"]
    site.now = STARTS_AT + 31 * SECOND

    async def page(at_s: int) -> int:
        at = to_text(STARTS_AT + at_s * SECOND)
        told = await site.call("GET", f"/webinars/{webinar['id']}/on_air?at={at}")
        return int(told["stage"]["page"])

    assert [await page(at) for at in (29, 31, 59, 60)] == [1, 2, 2, 3]
    (shorter,) = (await save(site, webinar, 1, {**on_air, "duration_ms": 65_000}))["items"]
    assert [await page(at) for at in (29, 31, 59, 60, 64)] == [1, 2, 2, 3, 3]
    assert sum(shorter["page_ms"]) == 65_000
    await save(site, webinar, 2, {**shorter, "duration_ms": 120_000})
    assert [await page(at) for at in (29, 31, 59, 60, 119)] == [1, 2, 2, 3, 3]


async def test_a_live_room_takes_no_rundown(site: Site, film: str) -> None:
    webinar = await empty(site, live_url="https://meet.example/1")
    assert (await save(site, webinar, 0, video(film, 0, 60), expect=422))["code"] == "live_url_with_rundown"


async def test_the_second_of_two_editors_is_told_what_changed_and_by_whom(site: Site, film: str) -> None:
    webinar = await empty(site)
    path = f"/webinars/{webinar['id']}/rundown"
    saved = await save(
        site, webinar, 0, video(film, 0, 60, title="Intro"), video(film, 60, 60, title="Outro")
    )
    intro, outro = saved["items"]
    key = await site.call("POST", "/keys", {"name": "Bea's script", "scopes": ["read", "write"]}, expect=201)
    theirs = {"version": 1, "items": [{**intro, "duration_ms": 30_000}, button(0, 10)]}
    by_bea = {"Authorization": f"Bearer {key['key']}"}
    assert (await site.call("PUT", path, theirs, headers=by_bea))["saved_by"] == "Bea's script"
    refused = await save(site, webinar, 1, {**outro, "title": "The end"}, intro, expect=409)
    assert refused["code"] == "rundown_changed"
    assert "Version 2" in refused["detail"]
    assert "Bea's script" in refused["detail"]
    assert refused["values"] == {"version": 2, "by": "Bea's script"}
    assert {(each["field"], each["message"]) for each in refused["errors"]} == {
        ("/items/1", "Changed meanwhile: Intro"),
        ("/items/0", "Removed meanwhile: Outro"),
        ("/items", "Added meanwhile: Try it"),
    }
    now = await site.call("GET", path)
    assert (now["version"], now["saved_by"], now["saved_at"]) == (2, "Bea's script", to_text(site.now))
    assert {each["id"]: each["duration_ms"] for each in now["items"]}[intro["id"]] == 30_000


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"start_ms": -1}, "/items/0/start_ms", "negative_start"),
        ({"duration_ms": 999}, "/items/0/duration_ms", "too_short"),
        ({"duration_ms": 10**12}, "/items/0/duration_ms", "too_long"),
        ({"start_ms": 10**15}, "/items/0/duration_ms", "too_long"),
        ({"start_ms": 10**30}, "/items/0/start_ms", "out_of_range"),
        ({"start_ms": -(10**15)}, "/items/0/start_ms", "negative_start"),
        ({"duration_ms": -1}, "/items/0/duration_ms", "too_short"),
        ({"media_from_ms": -1}, "/items/0/media_from_ms", "beyond_media"),
        ({"asset_id": str(UUID(int=9))}, "/items/0/asset_id", "asset_not_ready"),
        ({"kind": "slides"}, "/items/0/kind", "wrong_kind"),
        ({"kind": "poll"}, "/items/0/questions", "missing_field"),
        ({"track": "overlay"}, "/items/0/track", "wrong_kind"),
        ({"id": "mine"}, "/items/0/id", "unknown_item"),
        ({"kind": "film"}, "/items/0/kind", "unknown_value"),
        ({"colour": "red"}, "/items/0/colour", "invalid_format"),
        ({"speed": 2}, "/items/0/speed", "unknown_field"),
    ],
)
async def test_a_bad_item_is_named_and_nothing_is_saved(
    site: Site, film: str, change: dict[str, Any], field: str, code: str
) -> None:
    webinar = await empty(site)
    refused = await save(site, webinar, 0, {**video(film, 0, 5), **change}, expect=422)
    assert (refused["errors"][0]["field"], refused["code"]) == (field, code)
    assert (await read(site, webinar))["rundown"] is None


async def test_an_asset_that_is_still_converted_cannot_be_planned(site: Site) -> None:
    assert site.client.app is not None
    uploading = await site.client.app[media_routes.library].create("Film", 10, site.now)
    refused = await save(site, await empty(site), 0, video(str(uploading), 0, 5), expect=422)
    assert refused["code"] == "asset_not_ready"


async def test_while_it_runs_what_is_on_air_stays_and_what_comes_may_change(site: Site, film: str) -> None:
    webinar = await empty(site)
    saved = await save(site, webinar, 0, video(film, 0, 60), video(film, 120, 60))
    site.now = STARTS_AT + 10 * SECOND
    first, second = saved["items"]
    refused = await save(site, webinar, 1, {**first, "start_ms": 1_000}, second, expect=409)
    assert (refused["code"], refused["errors"][0]["field"]) == ("frozen", "/items/0")
    changed = await save(site, webinar, 1, first, {**second, "start_ms": 100_000}, button(40, 10))
    assert changed["version"] == 2
    site.now = STARTS_AT + 60 * MINUTE
    assert (await save(site, webinar, 2, *changed["items"], expect=409))["code"] == "event_over"


async def test_a_host_takes_over_and_gives_back(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    path = f"/webinars/{webinar['id']}"
    slate = {"to": "slate", "message": "One moment"}
    assert (await site.call("POST", f"{path}/take_over", slate, expect=409))["code"] == "not_open"
    site.now = STARTS_AT + 20 * SECOND
    assert (await site.call("POST", f"{path}/give_back", {"resume": "wall_clock"}, expect=409))["code"] == (
        "not_taken_over"
    )
    told = await site.call("POST", f"{path}/take_over", slate)
    assert (told["phase"], told["stage"]["item"]["message"], told["stage"]["end_ms"]) == (
        "taken_over",
        "One moment",
        None,
    )
    assert from_text((await read(site, webinar))["ends_at"]) >= site.now + 15 * MINUTE
    assert (await site.call("POST", f"{path}/take_over", {"to": "live_url"}, expect=422))[
        "code"
    ] == "invalid_url"
    site.now += 30 * SECOND
    told = await site.call("POST", f"{path}/give_back", {"resume": "where_stopped"})
    assert (told["phase"], told["stage"]["media_ms"]) == ("running", 20_000)
    assert from_text((await read(site, webinar))["ends_at"]) == STARTS_AT + 100 * SECOND


async def test_a_take_over_that_nobody_attends_to_is_given_back_and_another_keeps_the_end_ahead(
    site: Site, film: str
) -> None:
    assert site.client.app is not None
    service = site.client.app[automated.rundowns]
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    site.now = STARTS_AT + 20 * SECOND
    path = f"/webinars/{webinar['id']}"
    await site.call("POST", f"{path}/take_over", {"to": "live_url", "url": "https://meet.example/1"})
    site.now += 20 * MINUTE
    assert from_text((await read(site, webinar))["ends_at"]) < site.now, "nobody kept it ahead"
    site.now -= 6 * MINUTE
    assert await service.tend(site.now) == 1
    assert from_text((await read(site, webinar))["ends_at"]) >= site.now + 15 * MINUTE
    assert await service.tend(site.now) == 0, "in steps"
    await site.call("POST", f"{path}/take_over", {"to": "chat"})
    site.now += NOBODY_THERE_MS
    assert await service.tend(site.now) == 0
    site.now += 1
    assert await service.tend(site.now) == 1
    assert (await site.call("GET", f"{path}/on_air"))["phase"] == "running"


async def test_an_early_end_is_a_finish(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    site.now = STARTS_AT + 20 * SECOND
    path = f"/webinars/{webinar['id']}"
    assert (await site.call("GET", path))["rundown"]["duration_s"] == 60
    ended = await site.call("POST", f"{path}/end")
    assert from_text(ended["ends_at"]) == site.now
    assert (await site.call("GET", f"{path}/on_air"))["phase"] == "ended"
    aired = ended["rundown"]
    assert (aired["duration_s"], aired["playable_s"]) == (20, 20), "what was aired can be watched"
    (finish,) = (await site.call("GET", f"{path}/finishes"))["items"]
    site.now += SECOND
    await site.call("POST", f"/finishes/{finish['finish_id']}/retract", {}, expect=202)
    assert (await site.call("GET", path))["rundown"]["duration_s"] == 60


async def test_a_take_over_that_goes_on_at_the_end_ends_with_it(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    path = f"/webinars/{webinar['id']}"
    site.now = STARTS_AT + 10 * SECOND
    await site.call("POST", f"{path}/take_over", {"to": "chat"})
    site.now += 5 * SECOND
    await site.call("POST", f"{path}/end")
    items = (await site.call("GET", f"{path}/rundown"))["items"]
    (taken,) = [item for item in items if item["kind"] == "take_over"]
    assert (taken["start_ms"], taken["duration_ms"]) == (10_000, 5_000)


async def test_the_longest_programme_is_the_operators_to_set(site: Site, film: str) -> None:
    assert site.client.app is not None
    site.client.app[automated.rundowns]._limits = Limits(longest_ms=15 * MINUTE)
    webinar = await empty(site)
    refused = await save(site, webinar, 0, button(0, 60), button(60, 840.001), video(film, 0, 60), expect=422)
    assert (refused["code"], refused["errors"][0]["field"]) == ("too_long", "/items/1/duration_ms")
    assert "15 minutes" in refused["detail"]
    await save(site, webinar, 0, button(0, 900))


async def test_pre_flight_says_what_would_go_wrong(site: Site, film: str) -> None:
    webinar = await empty(site)
    path = f"/webinars/{webinar['id']}/preflight"
    assert await site.call("GET", path) == {"ok": True, "problems": []}
    await save(site, webinar, 0, video(film, 0, 70))
    told = await site.call("GET", path)
    assert told["ok"]
    assert [problem["code"] for problem in told["problems"]] == ["no_captions", "asset_short"]
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n"
    captions = f"/api/v1/media/{film}/captions/en"
    assert (await site.client.put(captions, data=vtt.encode(), headers=ADMIN)).status == 200
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "moderated"})
    told = await site.call("GET", path)
    assert {problem["code"] for problem in told["problems"]} == {"asset_short", "no_moderator"}
    host = {"email": "ada@example.com", "name": "Ada", "role": "host"}
    await site.call("POST", f"/webinars/{webinar['id']}/presenters", host, expect=201)
    assert [problem["code"] for problem in (await site.call("GET", path))["problems"]] == ["asset_short"]


async def test_a_file_in_a_rundown_cannot_be_deleted(site: Site, film: str) -> None:
    webinar = await empty(site)
    saved = await save(site, webinar, 0, video(film, 0, 60))
    assert (await site.call("DELETE", f"/media/{film}", expect=409))["code"] == "asset_in_use"
    assert (await site.call("GET", f"/media/{film}"))["used_by"] == [
        {"webinar_id": webinar["id"], "name": "Composting"}
    ]
    await save(site, webinar, saved["version"], button(0, 5))
    await site.call("DELETE", f"/media/{film}", expect=204)


async def test_a_file_is_in_use_until_the_window_of_its_webinar_has_closed(site: Site, film: str) -> None:
    webinar = await empty(site)
    paper = {"kind": "handout", "start_ms": 0, "duration_ms": 60_000, "asset_id": film}
    await save(site, webinar, 0, paper, buffer_s=0)
    window_ms = 30 * 24 * 60 * MINUTE
    site.now = STARTS_AT + MINUTE + window_ms - 1
    assert "Composting" in (await site.call("DELETE", f"/media/{film}", expect=409))["detail"]
    site.now += 1
    assert (await site.call("GET", f"/media/{film}"))["used_by"] == []
    await site.call("DELETE", f"/media/{film}", expect=204)


async def test_a_film_of_the_library_is_a_recording(site: Site, film: str, deck: str) -> None:
    webinar = await empty(site)
    path = f"/webinars/{webinar['id']}"
    for asset_id, code in ((deck, "wrong_kind"), (str(UUID(int=5)), "asset_not_ready")):
        refused = await site.call("PATCH", path, {"recording": {"asset_id": asset_id}}, expect=422)
        assert (refused["code"], refused["errors"][0]["field"]) == (code, "/recording/asset_id")
    both = {"url": "/recordings/a.mp4", "asset_id": film}
    for recording, code in (({}, "missing_field"), (both, "invalid_url")):
        refused = await site.call("PATCH", path, {"recording": recording}, expect=422)
        assert refused["errors"][0]["code"] == code
    changed = await site.call("PATCH", path, {"recording": {"asset_id": film}})
    assert (changed["recording"]["asset_id"], changed["recording"]["duration_s"]) == (film, 60)
    address = changed["recording"]["url"]
    put_file(site, film, "main.mp4", b"0123456789")
    site.now = STARTS_AT - 30 * SECOND - 1
    assert (await fetch(site, address, 403))["code"] == "not_yet"
    site.now += 1
    part = await fetch(site, address, 206, Range="bytes=2-4")
    assert await part.read() == b"234"
    member = await site.member(webinar)
    site.now = STARTS_AT + SECOND
    (welcome,) = await ask(site, member, {"type": "hello"})
    led = await fetch(site, f"/m/{welcome['grant']}/recording", 302)
    assert led.headers["Location"] == address
    assert (await site.call("GET", f"/media/{film}"))["used_by"][0]["name"] == "Composting"
    assert (await site.call("DELETE", f"/media/{film}", expect=409))["code"] == "asset_in_use"
    assert (await fetch(site, address.replace(film, str(UUID(int=5))), 403))["code"] == "not_yet"
    await site.call("PATCH", path, {"recording": None})
    await site.call("DELETE", f"/media/{film}", expect=204)


async def test_a_film_of_the_library_replaces_the_replay_of_a_rundown_after_the_end(
    site: Site, film: str
) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), buffer_s=0)
    path, recording = f"/webinars/{webinar['id']}", {"recording": {"asset_id": film}}
    site.now = STARTS_AT + MINUTE - 1
    assert (await site.call("PATCH", path, recording, expect=409))["code"] == "has_rundown"
    site.now += 1
    changed = await site.call("PATCH", path, recording)
    assert (changed["recording"]["asset_id"], changed["rundown"]) == (film, None)


async def test_a_file_that_is_planned_while_it_is_deleted_is_kept_or_missed(
    site: Site, film: str, postgres_url: str
) -> None:
    """Answer the second of both: a rundown never names a file that is gone."""
    webinar = await empty(site)
    conn = await connect(postgres_url)
    async with conn.transaction():
        # A saving that has looked at the film, and is not at its end.
        assert len(await media.load_to_use(conn, [AssetId(UUID(film))])) == 1
        deleting = asyncio.create_task(site.call("DELETE", f"/media/{film}", expect=409))
        done, _ = await asyncio.wait([deleting], timeout=0.3)
        assert not done, "it waits for the saving"
        await conn.execute(
            "INSERT INTO rundowns (webinar_id, version, buffer_s, items, saved_at) VALUES ($1, 1, 0, $2, $3)",
            UUID(webinar["id"]),
            [{"kind": "handout", "id": "a", "asset_id": film}],
            site.now,
        )
        await conn.execute("UPDATE webinars SET rundown_version = 1 WHERE id = $1", UUID(webinar["id"]))
    await conn.close()
    assert (await deleting)["code"] == "asset_in_use"


async def test_hosts_have_links_of_their_own(site: Site) -> None:
    webinar = await empty(site)
    path = f"/webinars/{webinar['id']}/presenters"
    host = await site.call(
        "POST", path, {"email": "ada@example.com", "name": "Ada", "role": "host"}, expect=201
    )
    assert "/p/" in host["presenter_url"]
    for nothing in (" ", "\u200b", "\n"):
        body = {"email": "bob@example.com", "name": nothing, "role": "host"}
        refused = await site.call("POST", path, body, expect=422)
        assert (refused["code"], refused["errors"][0]["field"]) == ("missing_field", "/name")
    turned = {"email": "ada@example.com", "name": " A\u202ed\na  ", "role": "host"}
    assert (await site.call("POST", path, turned, expect=201))["name"] == "Ad a"
    again = await site.call(
        "POST", path, {"email": "Ada@Example.com", "name": "Ada L.", "role": "presenter"}, expect=201
    )
    assert (again["id"], again["role"], again["presenter_url"]) == (
        host["id"],
        "presenter",
        host["presenter_url"],
    )
    assert [one["name"] for one in (await site.call("GET", path))["items"]] == ["Ada L."]
    await site.call("DELETE", f"{path}/{host['id']}", expect=204)
    assert (await site.call("DELETE", f"{path}/{host['id']}", expect=404))["code"] == "unknown_presenter"
