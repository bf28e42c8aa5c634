"""The built pages, the viewer script, recordings in ranges, and what must not be served."""

import re
from pathlib import Path

import pytest

from tests.support.site import Site

MOVIE = bytes(range(256)) * 8


@pytest.fixture(autouse=True)
def _files(site: Site) -> None:
    site.write("static/dashboard/index.html", "<!doctype html><title>dashboard</title>")
    site.write("static/assets/main-4f2a.js", "export {}")
    site.write("static/viewer.js", "/* viewer */")
    site.write("static/secret.txt", "secret")
    site.write("recordings/demo.mp4", MOVIE)
    site.write("recordings/hls/main.m3u8", "#EXTM3U")
    site.write("recordings/notes.txt", "secret")
    site.write("recordings/.hidden.mp4", "secret")
    site.write("secret.mp4", "secret")
    (site.folder / "recordings" / "link.mp4").symlink_to(Path("..") / "secret.mp4")


async def test_every_page_of_the_dashboard_can_be_opened_directly(site: Site) -> None:
    router = (Path(__file__).parents[2] / "pages/dashboard/app.tsx").read_text()
    paths = re.findall(r'<Route path="(/[^"]*)"', router)
    assert len(paths) > 10
    for path in paths:
        assert (await site.client.get(re.sub(r":\w+\??", "1", path))).status == 200, path


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/keys",
        "/webinars",
        "/webinars/1",
        "/webinars/1/members/2",
        "/connections",
        "/connections/1",
    ],
)
async def test_the_dashboards_pages_are_one_shell(site: Site, path: str) -> None:
    response = await site.client.get(path)
    assert (response.status, response.content_type) == (200, "text/html")
    assert "dashboard" in await response.text()
    policy = response.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert f"wss://{site.client.host}:{site.client.port}" in policy
    assert "frame-ancestors 'none'" in policy
    assert (await site.client.head(path)).status == 200


@pytest.mark.parametrize(
    ("headers", "language", "title"),
    [
        ({}, "en", "Webinar"),
        ({"Accept-Language": "fr-CA,en;q=0.5"}, "fr", "Webinaire"),
        ({"Accept-Language": "nl-BE"}, "nl", "Webinar"),
        ({"Accept-Language": "tlh, x-" + "y" * 8_000}, "en", "Webinar"),
        ({"Accept-Language": "fr", "Cookie": "latecomer_language=nl"}, "nl", "Webinar"),
        ({"Accept-Language": "fr", "Cookie": "latecomer_language=<script>"}, "fr", "Webinaire"),
        ({"Cookie": "latecomer_language=en-XA"}, "en-XA", "[Wéébîîñåår]"),
    ],
)
async def test_a_page_comes_in_the_language_of_its_reader(
    site: Site, headers: dict[str, str], language: str, title: str
) -> None:
    site.write(
        "static/watch/index.html",
        '<!doctype html><html lang="en" dir="ltr"><title>{text watch-title}</title>',
    )
    response = await site.client.get("/watch", headers=headers)
    assert await response.text() == f'<!doctype html><html lang="{language}" dir="ltr"><title>{title}</title>'
    assert response.headers["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= set(response.headers["Vary"].split(", "))


async def test_a_person_who_takes_a_wrong_turn_gets_a_page_and_a_program_a_problem(site: Site) -> None:
    person = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    lost = await site.client.get("/webinar", headers=person)
    assert (lost.status, lost.content_type) == (404, "text/html")
    for path, headers in (("/webinar", {}), ("/api/v1/x", person), ("/recordings/x", person)):
        response = await site.client.get(path, headers=headers)
        assert (await site.decoded(response, 404))["code"] == "not_found"
    (site.folder / "static/dashboard/index.html").unlink()
    assert (await site.client.get("/webinar", headers=person)).status == 503


async def test_a_host_of_somebodys_own_making_adds_nothing_to_the_policy(site: Site) -> None:
    response = await site.client.get("/", headers={"Host": "a.example; script-src *"})
    assert "script-src *" not in response.headers["Content-Security-Policy"]


async def test_a_server_without_pages_says_so(site: Site) -> None:
    (site.folder / "static/dashboard/index.html").unlink()
    assert (await site.decoded(await site.client.get("/"), 503))["code"] == "pages_not_built"


async def test_hashed_assets_are_kept_for_ever_and_nothing_else_is_an_asset(site: Site) -> None:
    response = await site.client.get("/assets/main-4f2a.js")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content_type == "text/javascript"
    for path in (
        "/assets/none.js",
        "/assets/",
        "/assets/..%2Fsecret.txt",
        "/assets/.x",
        "/assets/%2e%2e/secret.txt",
    ):
        assert (await site.client.get(path)).status == 404


async def test_any_page_may_load_the_viewer_script(site: Site) -> None:
    response = await site.client.get("/viewer.js", headers={"Origin": "https://elsewhere.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in response.headers
    again = await site.client.get("/viewer.js", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status == 304


async def test_recordings_come_in_ranges(site: Site) -> None:
    whole = await site.client.get("/recordings/demo.mp4")
    assert (whole.status, whole.content_type, await whole.read()) == (200, "video/mp4", MOVIE)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for asked, first, last in (("bytes=0-99", 0, 99), ("bytes=2000-", 2000, 2047), ("bytes=-48", 2000, 2047)):
        part = await site.client.get("/recordings/demo.mp4", headers={"Range": asked})
        assert part.status == 206
        assert part.headers["Content-Range"] == f"bytes {first}-{last}/2048"
        assert await part.read() == MOVIE[first : last + 1]
        assert part.headers["Access-Control-Allow-Origin"] == "*"
    asked_first = await site.client.options("/recordings/demo.mp4", headers={"Origin": "https://x.example"})
    assert (asked_first.status, asked_first.headers["Access-Control-Allow-Headers"]) == (204, "Range")
    beyond = await site.client.get("/recordings/demo.mp4", headers={"Range": "bytes=9999-"})
    assert beyond.status == 416
    assert (
        await site.client.get("/recordings/hls/main.m3u8")
    ).content_type == "application/vnd.apple.mpegurl"


@pytest.mark.parametrize(
    "name",
    [
        "none.mp4",
        "notes.txt",
        ".hidden.mp4",
        "link.mp4",
        "hls",
        "hls/",
        "../secret.mp4",
        "%2e%2e/secret.mp4",
        "..%2fsecret.mp4",
        "hls/../../secret.mp4",
        "hls%2f..%2f..%2fsecret.mp4",
        "%2Fetc%2Fpasswd.mp4",
        "..%5csecret.mp4",
        "demo.mp4%00.txt",
        "demo.mp4%00",
        "a" * 5000 + ".mp4",
    ],
)
async def test_nothing_but_recordings_is_a_recording(site: Site, name: str) -> None:
    response = await site.client.get(f"/recordings/{name}")
    assert response.status == 404
    assert "secret" not in await response.text()


async def test_search_engines_stay_out(site: Site) -> None:
    assert "Disallow: /" in await (await site.client.get("/robots.txt")).text()
