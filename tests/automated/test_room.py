"""The room over HTTP: what a viewer is told, and which media open when."""

from typing import Any
from uuid import UUID

import pytest

from tests.automated.room_files import ask, fetch, put_file
from tests.automated.test_rundowns import button, empty, film, save, video
from tests.support.builders import MINUTE, STARTS_AT
from tests.support.site import Site

SECOND = 1_000
__all__ = ["ask", "fetch", "film", "put_file"]


async def test_a_viewer_enters_and_is_told_what_is_on_air(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), button(30, 10))
    member = await site.member(webinar)
    assert (await ask(site, member, {"type": "hello"}, expect=425))["code"] == "too_early"
    site.now = STARTS_AT + 40 * SECOND
    (welcome,) = await ask(site, member, {"type": "hello"})
    assert (welcome["type"], welcome["server_ms"]) == ("welcome", site.now)
    assert welcome["on_air"]["stage"]["media_ms"] == 40_000
    assert "replay" not in welcome
    clock, told = await ask(site, member, {"type": "clock", "t0": 123.5})
    assert clock == {"type": "clock", "t0": 123.5, "t1": site.now, "t2": site.now}
    assert told == {"type": "on_air", **welcome["on_air"]}
    assert welcome["role"] == "viewer"


async def test_media_open_30_s_before_their_start_and_not_earlier(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, button(0, 60), video(film, 60, 60))
    put_file(site, film, "main.mp4", b"0123456789")
    member = await site.member(webinar)
    site.now = STARTS_AT
    (welcome,) = await ask(site, member, {"type": "hello"})
    (item,) = [item for item in welcome["on_air"]["soon"] if item["kind"] == "video"]
    path = f"/m/{welcome['grant']}/{item['id']}"
    site.now = STARTS_AT + 30 * SECOND - 1
    refused = await site.client.get(path)
    assert (refused.status, refused.headers["Cache-Control"]) == (403, "no-store")
    assert (await fetch(site, path, 403))["code"] == "not_yet"
    site.now += 1
    assert (await fetch(site, path, 302)).headers["Location"] == f"{path}/main.mp4"
    whole = await fetch(site, f"{path}/main.mp4", 206, Range="bytes=2-4")
    assert await whole.read() == b"234"
    assert whole.headers["Cache-Control"].startswith("private")
    for other in ("main.webp", "..%2Fsource", "source"):
        assert (await fetch(site, f"{path}/{other}", 404))["code"] == "unknown_asset"


async def test_an_altered_grant_and_a_revoked_link_open_nothing(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    put_file(site, film, "main.mp4", b"0123456789")
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * SECOND
    (welcome,) = await ask(site, member, {"type": "hello"})
    grant, item = welcome["grant"], welcome["on_air"]["stage"]["file"]
    altered = ("A" if grant[0] != "A" else "B") + grant[1:]
    assert (await fetch(site, f"/m/{altered}/{item}/main.mp4", 403))["code"] == "grant_over"
    await fetch(site, f"/m/{grant}/{item}/main.mp4", 200)
    await site.call("POST", f"/members/{member['id']}/link")
    assert (await fetch(site, f"/m/{grant}/{item}/main.mp4", 403))["code"] == "grant_over"
    assert (await fetch(site, f"/m/{grant}/nothing/main.mp4", 403))["code"] == "grant_over"


async def test_a_presenters_grant_opens_what_a_viewers_does_until_they_are_dismissed(
    site: Site, film: str
) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), video(film, 120, 60))
    put_file(site, film, "main.mp4", b"0123456789")
    path = f"/webinars/{webinar['id']}/presenters"
    body = {"email": "pia@people.example", "name": "Pia", "role": "presenter"}
    pia = await site.call("POST", path, body, expect=201)
    site.now = STARTS_AT + 10 * SECOND
    token = pia["presenter_url"].rpartition("/")[2]
    answered = await site.client.post(f"/j/{token}/room", json={"messages": [{"type": "hello"}]})
    welcome, _ = (await site.decoded(answered, 200))["messages"]
    item = welcome["on_air"]["stage"]["id"]
    later = (await site.call("GET", f"/webinars/{webinar['id']}/rundown"))["items"][1]["id"]
    await fetch(site, f"/m/{welcome['grant']}/{item}/main.mp4", 200)
    assert (await fetch(site, f"/m/{welcome['grant']}/{later}/main.mp4", 403))["code"] == "not_yet"
    await site.call("DELETE", f"{path}/{pia['id']}", expect=204)
    refused = await fetch(site, f"/m/{welcome['grant']}/{item}/main.mp4", 403)
    assert refused["code"] == "grant_over"


async def test_a_grant_ends_ten_minutes_after_the_end_and_the_replay_has_one_of_its_own(
    site: Site, film: str
) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), button(0, 90, in_replay=True))
    put_file(site, film, "main.mp4", b"0123456789")
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * SECOND
    (welcome,) = await ask(site, member, {"type": "hello"})
    path = f"/m/{welcome['grant']}/{welcome['on_air']['stage']['file']}/main.mp4"
    site.now = STARTS_AT + 100 * SECOND + 10 * MINUTE - 1
    await fetch(site, path, 200)
    site.now += 1
    assert (await fetch(site, path, 403))["code"] == "grant_over"
    (again,) = await ask(site, member, {"type": "hello"})
    replay = again["replay"]
    assert (replay["duration_ms"], replay["playable_ms"]) == (60_000, 60_000)
    assert [(span["from_ms"], span["to_ms"]) for span in replay["spans"]] == [(0, 60_000)]
    assert [item["kind"] for item in replay["overlays"]] == ["call_to_action"]
    assert again["on_air"]["phase"] == "ended"
    await fetch(site, f"/m/{again['grant']}/{replay['spans'][0]['file']}/main.mp4", 200)


async def test_what_the_end_came_before_is_never_opened(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60), video(film, 120, 60))
    put_file(site, film, "main.mp4", b"0123456789")
    shown, never = (await site.call("GET", f"/webinars/{webinar['id']}/rundown"))["items"]
    member = await site.member(webinar)
    site.now = STARTS_AT + 30 * SECOND
    await site.call("POST", f"/webinars/{webinar['id']}/end")
    site.now += 10 * MINUTE
    (welcome,) = await ask(site, member, {"type": "hello"})
    await fetch(site, f"/m/{welcome['grant']}/{shown['id']}/main.mp4", 200)
    assert (await fetch(site, f"/m/{welcome['grant']}/{never['id']}/main.mp4", 403))["code"] == "not_yet"


async def test_a_removed_member_and_another_webinars_grant_open_nothing(site: Site, film: str) -> None:
    webinar, other = await empty(site), await empty(site, name="Worms")
    await save(site, webinar, 0, video(film, 0, 60))
    await save(site, other, 0, video(film, 0, 60))
    put_file(site, film, "main.mp4", b"0123456789")
    member = await site.member(webinar)
    site.now = STARTS_AT + 10 * SECOND
    (welcome,) = await ask(site, member, {"type": "hello"})
    grant, item = welcome["grant"], welcome["on_air"]["stage"]["file"]
    (foreign,) = (await site.call("GET", f"/webinars/{other['id']}/rundown"))["items"]
    assert (await fetch(site, f"/m/{grant}/{foreign['id']}/main.mp4", 404))["code"] == "unknown_media"
    await fetch(site, f"/m/{grant}/{item}/main.mp4", 200)
    await site.call("POST", f"/members/{member['id']}/status", {"status": "not_in_program"})
    assert (await fetch(site, f"/m/{grant}/{item}/main.mp4", 403))["code"] == "grant_over"


async def test_no_file_of_a_film_in_pieces_is_open_without_a_grant_or_before_its_time(
    site: Site, film: str
) -> None:
    """PeerTube#6170: the playlist of a private film was closed, and its pieces were not."""
    webinar = await empty(site)
    await save(site, webinar, 0, button(0, 120), video(film, 60, 60))
    member = await site.member(webinar)
    site.now = STARTS_AT
    (welcome,) = await ask(site, member, {"type": "hello"})
    (item,) = [item for item in welcome["on_air"]["soon"] if item["kind"] == "video"]
    library = f"/api/v1/media/{film}/files"
    for name in ("main.m3u8", "high.m3u8", "high.mp4", "low.m3u8", "low.mp4", "poster.jpg"):
        put_file(site, film, name, b"0123456789")
        path = f"/m/{welcome['grant']}/{item['id']}/{name}"
        assert (await fetch(site, path, 403))["code"] == "not_yet"
        for grant in ("x", "A" * 80):
            closed = path.replace(welcome["grant"], grant)
            assert (await fetch(site, closed, 403))["code"] == "grant_over"
        assert (await fetch(site, f"{library}/{name}", 401))["code"] == "not_signed_in"
        hexadecimal = UUID(film).hex
        for path in (
            f"/recordings/../media/{hexadecimal}/files/{name}",
            f"/media/{hexadecimal}/files/{name}",
        ):
            answer = await site.client.get(path)
            assert b"0123456789" not in await answer.read()


async def test_a_recording_alone_is_reached_by_way_of_the_room_too(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = STARTS_AT - MINUTE
    (welcome,) = await ask(site, member, {"type": "hello"})
    path = f"/m/{welcome['grant']}/recording"
    assert (await fetch(site, path, 403))["code"] == "not_yet"
    site.now = STARTS_AT - 30 * SECOND
    assert (await fetch(site, path, 302)).headers["Location"] == "/recordings/compost.mp4"


async def test_who_has_no_room(site: Site) -> None:
    webinar = await site.webinar(live_url="https://meet.example/1")
    member = await site.member(webinar)
    site.now = STARTS_AT
    assert (await ask(site, member, {"type": "hello"}, expect=404))["code"] == "no_room"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"messages": "hello"}, "wrong_type"),
        ({"messages": [{"type": "hello"}] * 21}, "wrong_length"),
        ({"messages": [], "more": 1}, "unknown_field"),
    ],
)
async def test_what_is_no_message(site: Site, body: Any, code: str) -> None:
    member = await site.member(await site.webinar())
    site.now = STARTS_AT
    token = member["join_url"].rpartition("/")[2]
    assert (await site.decoded(await site.client.post(f"/j/{token}/room", json=body), 422))["code"] == code


async def test_a_message_that_cannot_be_used_is_refused_by_itself(site: Site) -> None:
    member = await site.member(await site.webinar())
    site.now = STARTS_AT
    answers = await ask(
        site,
        member,
        {"type": "dance"},
        {"type": "line", "client_id": "c-1", "text": 7},
        "hello",
        {"type": "clock", "t0": 5},
        {"type": "seen", "item": "nothing"},
    )
    assert [(each["type"], each.get("code"), each.get("client_id")) for each in answers[:5]] == [
        ("error", "unknown_type", None),
        ("error", "bad_message", "c-1"),
        ("error", "unknown_type", None),
        ("clock", None, None),
        ("error", "unknown_item", None),
    ]


async def test_a_request_says_hello_once(site: Site, film: str) -> None:
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 0, 60))
    member = await site.member(webinar)
    site.now = STARTS_AT
    first, clock, second = await ask(
        site, member, {"type": "hello"}, {"type": "clock", "t0": 1}, {"type": "hello"}
    )
    assert [each["type"] for each in (first, clock)] == ["welcome", "clock"]
    assert (second["type"], second["code"]) == ("error", "bad_request")
