"""Captions of files in the media library: put, replaced, read, deleted, and fetched by viewers with a grant."""

from typing import Any
from uuid import uuid4

from tests.automated.test_room import ask, fetch
from tests.automated.test_rundowns import empty, film, save, video
from tests.captions.test_webvtt import SRT
from tests.support.builders import STARTS_AT
from tests.support.site import ADMIN, Site

__all__ = ["film"]
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello <b>there</b>\n"
SECOND = 1_000


async def put(site: Site, asset: str, language: str, text: str | bytes, expect: int = 200) -> Any:
    data = text.encode() if isinstance(text, str) else text
    headers = {**ADMIN, "Content-Type": "text/vtt"}
    path = f"/api/v1/media/{asset}/captions/{language}"
    return await site.decoded(await site.client.put(path, data=data, headers=headers), expect)


async def test_captions_of_a_file_are_put_replaced_read_and_deleted(site: Site, film: str) -> None:
    taken = await put(site, film, "fr", SRT)
    assert (taken["captions"]["language"], taken["captions"]["cues"], taken["mended"]) == ("fr", 2, [])
    await put(site, film, "nl-be", VTT)
    await put(site, film, "fr", VTT.replace("Hello", "Bonjour").encode("utf-16-le"), expect=422)
    await put(site, film, "fr", VTT.replace("Hello", "Été").encode("cp1252"))
    path = f"/media/{film}/captions"
    assert [each["language"] for each in (await site.call("GET", path))["items"]] == ["fr", "nl-BE"]
    assert (await site.call("GET", f"/media/{film}"))["captions"] == ["fr", "nl-BE"]
    read = await site.client.get(f"/api/v1{path}/nl-be", headers=ADMIN)
    assert (read.status, read.content_type) == (200, "text/vtt")
    assert await read.text() == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHello <b>there</b>\n"
    assert "Été" in await (await site.client.get(f"/api/v1{path}/fr", headers=ADMIN)).text()
    await site.call("DELETE", f"{path}/fr", expect=204)
    assert (await site.call("DELETE", f"{path}/fr", expect=404))["code"] == "unknown_captions"
    assert (await site.call("GET", f"/media/{film}"))["captions"] == ["nl-BE"]


async def test_files_of_captions_that_are_refused_leave_what_was_there(site: Site, film: str) -> None:
    await put(site, film, "en", VTT)
    for text, language, code in (
        ("<html>", "en", "malformed_captions"),
        ("WEBVTT\n\n99:00.000 --> 99:01.000\nToo late\n", "en", "no_captions"),
        (VTT, "not a language", "unknown_language"),
    ):
        assert (await put(site, film, language, text, expect=422))["code"] == code
    assert (await put(site, film, "en", b"x" * 2**20 + b"x", expect=413))["code"] == "body_too_large"
    assert (await put(site, str(uuid4()), "en", VTT, expect=404))["code"] == "unknown_asset"
    wrong = await site.client.put(f"/api/v1/media/{film}/captions/en", json={"text": VTT}, headers=ADMIN)
    assert (await site.decoded(wrong, 415))["code"] == "unsupported_media_type"
    assert (await site.call("GET", f"/media/{film}"))["captions"] == ["en"]


async def test_a_grant_opens_the_captions_of_an_item_from_its_time_on(site: Site, film: str) -> None:
    await put(site, film, "nl", VTT)
    webinar = await empty(site)
    await save(site, webinar, 0, video(film, 60, 60))
    member = await site.member(webinar)
    site.now = STARTS_AT
    (welcome,) = await ask(site, member, {"type": "hello"})
    path = f"/m/{welcome['grant']}/{welcome['on_air']['soon'][0]['id']}"
    for early in ("captions", "nl.vtt"):
        assert (await fetch(site, f"{path}/{early}", 403))["code"] == "not_yet"
    site.now += 30 * SECOND
    listed = await (await fetch(site, f"{path}/captions", 200)).json()
    assert listed == {"items": [{"language": "nl", "url": f"{path}/nl.vtt"}]}
    shown = await fetch(site, f"{path}/nl.vtt", 200)
    assert (shown.content_type, shown.headers["Cache-Control"]) == ("text/vtt", "private, max-age=60")
    assert (await shown.text()).startswith("WEBVTT\n\n00:00:01.000")
    assert (await fetch(site, f"{path}/de.vtt", 404))["code"] == "unknown_captions"
