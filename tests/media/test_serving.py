"""Files as they are served: handouts that no browser opens as a page of ours, and by way of a real nginx."""

import asyncio
import shutil
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import aiohttp
import pytest

from latecomer.http import appkeys
from latecomer.media.rules.assets import AssetKind
from latecomer.media.service import MediaLibrary
from tests.automated.test_room import ask, fetch, put_file
from tests.automated.test_rundowns import asset, empty, film, save, video
from tests.support.builders import STARTS_AT
from tests.support.site import Site

__all__ = ["film"]
CONTENT = bytes(range(256)) * 40


async def grant_of(site: Site, *items: dict[str, Any]) -> tuple[str, Any]:
    """Put these on air; returns a viewer's grant, and what is on air."""
    webinar = await empty(site)
    await save(site, webinar, 0, *items)
    member = await site.member(webinar)
    site.now = STARTS_AT
    (welcome,) = await ask(site, member, {"type": "hello"})
    return welcome["grant"], welcome["on_air"]


async def test_a_handout_of_a_pdf_is_the_pdf_under_its_name(site: Site, postgres_url: str) -> None:
    deck = str(await asset(site, postgres_url, AssetKind.SLIDES, pages=1))
    async with site.pool.acquire() as conn:
        await conn.execute(
            "UPDATE assets SET name = $2, files = '{page-001.webp,original.pdf}' WHERE id = $1",
            UUID(deck),
            'Été "2026".pptx',
        )
    put_file(site, deck, "original.pdf", b"%PDF-1.7 <script>")
    paper = {"kind": "handout", "start_ms": 0, "duration_ms": 60_000, "asset_id": deck}
    grant, on_air = await grant_of(site, paper)
    path = f"/m/{grant}/{on_air['overlays'][0]['item']['id']}"
    assert (await fetch(site, path, 302)).headers["Location"] == f"{path}/original.pdf"
    given = await fetch(site, f"{path}/original.pdf", 200)
    assert given.headers["Content-Disposition"] == (
        "attachment; filename=\"_t_ _2026_.pdf\"; filename*=UTF-8''%C3%89t%C3%A9%20%222026%22.pdf"
    )
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given.content_type == "application/pdf"


@pytest.fixture
async def nginx(site: Site, tmp_path: Path) -> AsyncIterator[str]:
    """A real nginx before the site, as docs/media.md says; returns its address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    assert program is not None, "install nginx-light"
    socket = tmp_path / "nginx.sock"
    folder = site.parts.get(MediaLibrary).storage.folder
    folder.mkdir(parents=True, exist_ok=True)
    config = tmp_path / "nginx.conf"
    places = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{place}_temp_path {tmp_path}/{place};" for place in places)
    config.write_text(
        f"user root; daemon off; worker_processes 1; pid {tmp_path}/nginx.pid; error_log stderr;"
        f"events {{}} http {{ access_log off; {temporary} server {{ listen unix:{socket};"
        f" location / {{ proxy_pass {site.client.make_url('/')}; proxy_set_header Host $host; }}"
        f" location /media-files/ {{ internal; alias {folder}/; }} }} }}"
    )
    command = [program, "-e", "stderr", "-c", str(config)]
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE)
    try:
        while not socket.exists():
            assert process.returncode is None, await process.communicate()
            await asyncio.sleep(0.02)
        yield str(socket)
    finally:
        process.terminate()
        await process.wait()


async def test_nginx_sends_the_files_and_we_say_which(site: Site, film: str, nginx: str) -> None:
    put_file(site, film, "main.mp4", CONTENT)
    assert site.client.app is not None
    settings = replace(site.client.app[appkeys.settings], media_x_accel="/media-files")
    site.client.app._state[appkeys.settings] = settings
    grant, on_air = await grant_of(site, video(film, 0, 60))
    path = f"/m/{grant}/{on_air['stage']['item']['id']}/main.mp4"
    bare = await fetch(site, path, 200)
    assert await bare.read() == b""
    assert bare.headers["X-Accel-Redirect"] == f"/media-files/{UUID(film).hex}/files/main.mp4"
    async with aiohttp.ClientSession(connector=aiohttp.UnixConnector(nginx)) as client:
        async with client.get(f"http://localhost{path}", headers={"Range": "bytes=300-309"}) as part:
            assert (part.status, await part.read()) == (206, CONTENT[300:310])
            assert part.headers["Content-Type"] == "video/mp4"
            assert part.headers["Cache-Control"] == "private, max-age=3600"
            assert "X-Accel-Redirect" not in part.headers
        async with client.get(f"http://localhost{path}") as whole:
            assert await whole.read() == CONTENT
        altered = path.replace(grant[:4], "AAAA", 1)
        for closed, status in ((altered, 403), (f"/media-files/{UUID(film).hex}/files/main.mp4", 404)):
            async with client.get(f"http://localhost{closed}") as refused:
                assert refused.status == status
