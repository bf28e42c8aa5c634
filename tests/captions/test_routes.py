"""Captions by REST, at the join link, and as files for players."""

from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from latecomer.captions.service import CaptionLibrary
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from tests.captions.test_webvtt import SRT
from tests.support.site import Site

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello <b>there</b>\n"


@pytest.fixture
async def webinar(site: Site) -> Any:
    return await site.webinar()


async def put(site: Site, webinar: Any, *, expect: int = 200, **body: str) -> Any:
    return await site.call("PUT", f"/webinars/{webinar['id']}/captions", body, expect=expect)


async def test_captions_go_from_the_upload_to_the_players_of_the_join_link(site: Site, webinar: Any) -> None:
    french = (await put(site, webinar, language="fr", text=SRT))["captions"]
    await put(site, webinar, language="nl-be", text=VTT)
    assert (french["language"], french["cues"]) == ("fr", 2)

    listed = (await site.call("GET", f"/webinars/{webinar['id']}/captions"))["items"]
    assert [each["language"] for each in listed] == ["fr", "nl-BE"]
    read = await site.call("GET", f"/webinars/{webinar['id']}")
    assert [each["language"] for each in read["captions"]] == ["fr", "nl-BE"]

    member = await site.member(webinar)
    site.now += 5_000
    link = f"/j/{member['join_url'].rpartition('/')[2]}"
    shown = await site.decoded(await site.client.get(link, headers={"Accept": "application/json"}), 200)
    assert shown["captions"] == [{"language": each["language"], "url": each["url"]} for each in listed]

    file = await site.client.get(french["url"])
    assert (file.status, file.content_type, file.charset) == (200, "text/vtt", "utf-8")
    assert file.headers["Access-Control-Allow-Origin"] == "*"
    assert (await file.text()).startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour")


async def test_another_file_takes_the_place_of_the_first_under_another_address(
    site: Site, webinar: Any
) -> None:
    first = (await put(site, webinar, language="fr", text=SRT))["captions"]
    second = (await put(site, webinar, language="fr", text=VTT))["captions"]
    assert first["url"] != second["url"]
    assert (await site.client.get(first["url"])).status == 404
    path = f"/webinars/{webinar['id']}/captions"
    await site.call("DELETE", f"{path}/{second['id']}", expect=204)
    assert (await site.call("GET", path))["items"] == []
    assert (await site.client.get(second["url"])).status == 404
    gone = await site.call("DELETE", f"{path}/{second['id']}", expect=404)
    assert gone["code"] == "unknown_captions"


async def test_what_was_mended_is_told_with_its_line(site: Site, webinar: Any) -> None:
    text = f"{VTT}\n00:05.000 --> 00:04.000\nBackwards\n\n10:00:00.000 --> 99:00:00.000\nFar\n"
    taken = await put(site, webinar, language="en", text=text)
    assert taken["mended"] == [{"line": 6, "code": "backwards"}, {"line": 9, "code": "beyond_recording"}]
    assert taken["captions"]["cues"] == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"language": "fr", "text": "nothing of the kind"}, 422, "malformed_captions"),
        ({"language": "fr", "text": "WEBVTT\n"}, 422, "no_captions"),
        ({"language": "parlé", "text": VTT}, 422, "unknown_language"),
        ({"language": "fr"}, 422, "missing_field"),
        ({"language": "fr", "text": VTT, "url": "https://example.com/a.vtt"}, 422, "missing_field"),
        ({"language": "fr", "text": VTT + "x" * 5_000_000}, 413, "body_too_large"),
        ({"language": "fr", "url": "https://user:secret@example.com/a.vtt"}, 422, "invalid_url"),
        ({"language": "fr", "url": "https://10.0.0.1/a.vtt"}, 422, "address_not_allowed"),
    ],
)
async def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    site: Site, webinar: Any, body: dict[str, str], status: int, code: str
) -> None:
    before = await put(site, webinar, language="fr", text=SRT)
    assert (await put(site, webinar, expect=status, **body))["code"] == code
    items = (await site.call("GET", f"/webinars/{webinar['id']}/captions"))["items"]
    assert items == [before["captions"]]


async def test_captions_are_fetched_from_an_address(site: Site, webinar: Any) -> None:
    async def serve(request: web.Request) -> web.Response:
        if request.path == "/gone":
            raise web.HTTPNotFound
        return web.Response(body=SRT.encode("cp1252"))

    app = web.Application()
    app.router.add_get("/{name}", serve)
    library = site.parts.get(CaptionLibrary)
    local = OutgoingHttp(Guard(read_networks(["127.0.0.1"])))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(local.close)
        server = await stack.enter_async_context(TestServer(app))
        library._outgoing = local
        taken = await put(site, webinar, language="fr", url=str(server.make_url("/fr.srt")))
        assert taken["captions"]["cues"] == 2
        assert "à tous" in await (await site.client.get(taken["captions"]["url"])).text()
        refused = await put(site, webinar, expect=422, language="fr", url=str(server.make_url("/gone")))
        assert refused["code"] == "captions_unreachable"


async def test_captions_go_with_their_webinar(site: Site, webinar: Any) -> None:
    url = (await put(site, webinar, language="fr", text=SRT))["captions"]["url"]
    await site.call("DELETE", f"/webinars/{webinar['id']}", expect=204)
    assert (await site.client.get(url)).status == 404
    assert (await put(site, webinar, expect=404, language="fr", text=SRT))["code"] == "unknown_webinar"
