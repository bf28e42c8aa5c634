"""The inspection of real files, from a folder and from real servers that behave as servers do."""

from __future__ import annotations

import re
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import imageio_ffmpeg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.recording_checks.inspection import Inspection, inspect
from latecomer.recording_checks.reader import Reader
from latecomer.recording_checks.rules.findings import Finding, FindingCode, Verdict, verdict_of

PAGE: Final = "http://page.example"
LENGTH_S: Final = 9.9
_SOURCE: Final = ("-f", "lavfi", "-i", f"testsrc=size=64x36:rate=10:duration={LENGTH_S}")
_SOUND: Final = ("-f", "lavfi", "-i", f"sine=duration={LENGTH_S}")
FILES: Final = {
    "index_last.mp4": (*_SOURCE, "-pix_fmt", "yuv420p", "-b:v", "2M"),
    "index_first.mp4": (*_SOURCE, "-pix_fmt", "yuv420p", "-movflags", "+faststart"),
    "film.mov": (*_SOURCE, "-pix_fmt", "yuv420p"),
    "film.webm": (*_SOURCE, "-c:v", "libvpx"),
    "film.mkv": (*_SOURCE, "-pix_fmt", "yuv420p"),
    "sound.m4a": _SOUND,
    "sound.mp3": _SOUND,
    "sound.wav": _SOUND,
    "sound.ogg": (*_SOUND, "-c:a", "libvorbis"),
    "fragments.mp4": (*_SOURCE, "-pix_fmt", "yuv420p", "-movflags", "frag_keyframe+empty_moov"),
    "hls/main.m3u8": (*_SOURCE, "-pix_fmt", "yuv420p", "-g", "20", "-hls_time", "2", "-hls_list_size", "0"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of recordings as ffmpeg writes them, and of files that are none."""
    folder = tmp_path_factory.mktemp("recordings")
    (folder / "hls").mkdir()
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    for name, options in FILES.items():
        subprocess.run([ffmpeg, "-loglevel", "error", *options, str(folder / name)], check=True, timeout=60)
    whole = (folder / "hls/main.m3u8").read_text()
    (folder / "hls/open.m3u8").write_text(whole.replace("#EXT-X-ENDLIST", ""))
    (folder / "hls/gone.m3u8").write_text(re.sub(r"main\d+\.ts", "gone.ts", whole))
    (folder / "hls/empty.m3u8").write_text("#EXTM3U\n#EXT-X-ENDLIST\n")
    (folder / "hls/master.m3u8").write_text(
        "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\nmain.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\ngone.m3u8\n"
    )
    (folder / "hls/bad.m3u8").write_text("#EXTM3U\nhttp://[x/\n#EXT-X-ENDLIST\n")
    (folder / "far.mp4").write_bytes(b"\0\0\0\1free" + b"\xff" * 8)
    (folder / "page.mp4").write_text("\n<!doctype html><title>A video site</title>")
    (folder / "list.mpd").write_text('<?xml version="1.0"?>\n<MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>')
    (folder / "words.mp4").write_text("no film at all")
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "cut.mp4").write_bytes((folder / "index_first.mp4").read_bytes()[:60])
    return folder


@asynccontextmanager
async def checked_by(folder: Path, public_url: str = PAGE) -> AsyncIterator[Reader]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=1.0)
    try:
        yield Reader(http, folder, public_url)
    finally:
        await http.close()


@asynccontextmanager
async def serving(
    folder: Path, *, ranges: bool = True, allow: str | None = None
) -> AsyncIterator[TestServer]:
    """A server of these files; below /to/ it redirects, and /status/404 answers with that status."""

    async def file(request: web.Request) -> web.StreamResponse:
        path = folder / request.match_info["name"]
        if not path.is_file():
            raise web.HTTPNotFound
        headers = {} if allow is None else {"Access-Control-Allow-Origin": allow}
        if ranges:
            return web.FileResponse(path, headers=headers)
        return web.Response(body=path.read_bytes(), headers=headers)

    async def redirect(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(f"/{request.match_info['name']}")

    async def circle(request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(request.path)

    async def nowhere(_: web.Request) -> web.StreamResponse:
        return web.Response(status=302, headers={"Location": "http://[x/"})

    async def status(request: web.Request) -> web.StreamResponse:
        return web.Response(status=int(request.match_info["status"]))

    app = web.Application()
    app.router.add_get("/circle", circle)
    app.router.add_get("/nowhere", nowhere)
    app.router.add_get("/to/{name:.+}", redirect)
    app.router.add_get("/status/{status}", status)
    app.router.add_get("/{name:.+}", file)
    server = TestServer(app)
    async with server:
        yield server


def codes(inspection: Inspection) -> Sequence[FindingCode]:
    return [finding.code for finding in inspection.findings]


@pytest.mark.parametrize(
    ("name", "length_s"),
    [
        *((name, LENGTH_S) for name in FILES if name.startswith(("index", "film"))),
        ("sound.m4a", LENGTH_S),
        ("sound.mp3", None),
        ("sound.wav", None),
        ("sound.ogg", None),
        ("fragments.mp4", None),
        ("hls/main.m3u8", LENGTH_S),
        ("hls/master.m3u8", LENGTH_S),
    ],
)
async def test_files_that_play_are_known_with_their_length(
    folder: Path, name: str, length_s: float | None
) -> None:
    async with serving(folder, allow="*") as server, checked_by(folder) as reader:
        for url in (f"/recordings/{name}", f"{PAGE}/recordings/{name}", str(server.make_url(f"/to/{name}"))):
            if url.startswith(("/", PAGE)) and not name.endswith((".mp4", ".webm", ".m3u8")):
                continue  # the folder serves no others
            found = await inspect(reader, url)
            assert (url, codes(found)) == (url, [])
            assert found.length_s == (None if length_s is None else pytest.approx(length_s, abs=0.06))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("gone.mp4", FindingCode.NO_FILE),
        ("../main.mp4", FindingCode.NO_FILE),
        ("page.mp4", FindingCode.WEB_PAGE),
        ("words.mp4", FindingCode.NOT_MEDIA),
        ("empty.mp4", FindingCode.NOT_MEDIA),
        ("hls/gone.m3u8", FindingCode.SEGMENT),
        ("hls/empty.m3u8", FindingCode.EMPTY_PLAYLIST),
        ("hls/bad.m3u8", FindingCode.EMPTY_PLAYLIST),
        ("hls/open.m3u8", FindingCode.NO_END),
    ],
)
async def test_what_is_wrong_with_a_file_of_the_folder_is_said(
    folder: Path, name: str, code: FindingCode
) -> None:
    async with checked_by(folder) as reader:
        assert codes(await inspect(reader, f"/recordings/{name}")) == [code]


async def test_an_index_that_leads_beyond_every_file_has_no_length(folder: Path) -> None:
    async with checked_by(folder) as reader:
        assert await inspect(reader, "/recordings/far.mp4") == Inspection(())


async def test_what_is_wrong_at_an_address_is_said(folder: Path) -> None:
    async with serving(folder) as server, checked_by(folder) as reader:

        async def found(path: str) -> tuple[Finding, ...]:
            return (await inspect(reader, str(server.make_url(path)))).findings

        assert await found("/gone.mp4") == (Finding(FindingCode.STATUS, "404"),)
        assert await found("/status/503") == (Finding(FindingCode.STATUS, "503"),)
        assert await found("/circle") == (Finding(FindingCode.TOO_MANY_REDIRECTS),)
        assert await found("/list.mpd") == (Finding(FindingCode.DASH),)
        assert await found("/index_first.mp4") == (Finding(FindingCode.NO_CORS),)
        assert await found("/hls/main.m3u8") == (Finding(FindingCode.HLS_NO_CORS),)
        assert await found("/cut.mp4") == (Finding(FindingCode.NO_CORS),)
        assert await found("/nowhere") == (Finding(FindingCode.STATUS, "302"),)
        address = str(server.make_url("/index_first.mp4"))
    async with checked_by(folder) as reader:
        dead = await inspect(reader, address)
        assert codes(dead) == [FindingCode.UNREACHABLE]


async def test_a_server_without_ranges_is_said_and_its_index_at_the_end_is_not_looked_for(
    folder: Path,
) -> None:
    async with serving(folder, ranges=False, allow=PAGE) as server, checked_by(folder) as reader:
        first = await inspect(reader, str(server.make_url("/index_first.mp4")))
        assert codes(first) == [FindingCode.NO_RANGES]
        assert first.length_s == pytest.approx(LENGTH_S, abs=0.06)
        last = await inspect(reader, str(server.make_url("/index_last.mp4")))
        assert codes(last) == [FindingCode.NO_RANGES]


@pytest.mark.parametrize(
    "address", ["https://10.0.0.1/a.mp4", "https://[::1]/a.mp4", "https://169.254.169.254/a"]
)
async def test_private_addresses_are_not_asked_and_nothing_is_said_of_them(
    folder: Path, address: str
) -> None:
    async with checked_by(folder) as reader:
        found = await inspect(reader, address)
    assert codes(found) == [FindingCode.NOT_ALLOWED]
    assert verdict_of(found.findings) is Verdict.NOT_CHECKED


async def test_http_is_not_played_on_pages_of_https(folder: Path) -> None:
    async with serving(folder) as server, checked_by(folder, "https://page.example") as reader:
        found = await inspect(reader, str(server.make_url("/index_first.mp4")))
    assert codes(found) == [FindingCode.NOT_SECURE]


async def test_a_process_without_the_folder_says_nothing(tmp_path: Path) -> None:
    async with checked_by(tmp_path / "nowhere") as reader:
        found = await inspect(reader, "/recordings/a.mp4")
    assert verdict_of(found.findings) is Verdict.NOT_CHECKED
