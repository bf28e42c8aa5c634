"""A room whose media lie in S3, in a real browser: led there by a grant, allowed by the page and by the bucket."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Response

from client_demo.api import Api
from latecomer.core.timestamps import to_text
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.system import System
from tests.journeys.uploading import upload
from tests.media.files import ffmpeg, picture
from tests.media.s3_server import BUCKET, REGION, S3Server


@pytest.fixture
async def s3() -> AsyncIterator[S3Server]:
    """A server of S3."""
    server = await asyncio.to_thread(S3Server)
    yield server
    await asyncio.to_thread(server.stop)


@pytest.fixture
async def stored(s3: S3Server) -> AsyncIterator[System]:
    """An installation whose finished media go to S3; films above 5 s are cut into pieces."""
    folder = Path(tempfile.mkdtemp(prefix="lc-s3-"))
    secret = quote(s3.secret, safe="")
    address = f"http://{s3.key_id}:{secret}@{s3.url.removeprefix('http://')}/{BUCKET}/library?region={REGION}"
    system = await asyncio.to_thread(
        lambda: System.start(folder / "data", MEDIA_S3=address, HLS_ABOVE_S="5", WORKERS="1")
    )
    s3.allowed_origin = system.url
    yield system
    code = await asyncio.to_thread(system.stop)
    log = system.log.read_text()
    shutil.rmtree(folder)
    assert code == 0, log
    assert "Traceback" not in log, log


async def moved(s3: S3Server, asset: str, name: str) -> None:
    """Wait until a file is in S3."""
    while f"library/{asset.replace('-', '')}/{name}" not in await asyncio.to_thread(s3.names):  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0.1)


@pytest.mark.timeout(120)
async def test_a_film_in_pieces_and_a_picture_are_played_from_the_bucket(
    s3: S3Server, stored: System, session: aiohttp.ClientSession, browser: BrowserContext, tmp_path: Path
) -> None:
    film = tmp_path / "film.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc=d=20:s=320x180:r=10", "-f", "lavfi", "-i", "sine=d=20"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(film)),
    )
    shown = await upload(session, stored, "Journey 1", film.read_bytes())
    still = await upload(session, stored, "Journey 2", picture(size=(640, 360)))
    await moved(s3, shown, "high.mp4")
    await moved(s3, still, "main.webp")
    api = Api(session, stored.url, stored.key)
    later = to_text(int(time.time() * 1_000) + 3_600_000)
    webinar = await api.call("POST", "/webinars", {"name": "Journey", "starts_at": later})
    path = f"/webinars/{webinar['id']}"
    items = [
        {"kind": "video", "start_ms": 0, "duration_ms": 20_000, "asset_id": shown},
        {"kind": "image", "start_ms": 20_000, "duration_ms": 60_000, "asset_id": still},
    ]
    await api.call("PUT", f"{path}/rundown", {"version": 0, "items": items})
    added = await api.call("POST", f"{path}/members", {"members": [{"email": "nora@people.example"}]})
    page = await browser.new_page()
    from_bucket: list[str] = []

    def note(response: Response) -> None:
        if response.url.startswith(s3.url) and response.status in (200, 206):
            from_bucket.append(response.url.partition("?")[0].rpartition("/")[2])

    page.on("response", note)
    await api.call("PATCH", path, {"starts_at": to_text(int(time.time() * 1_000) + 500)})
    # Whoever waits from before the start is let in without a button.
    while (await api.call("GET", f"{path}/on_air"))["phase"] == "before":  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0.05)
    await page.goto(added["results"][0]["member"]["join_url"])
    await page.get_by_role("button", name="Join").click(timeout=PATIENCE_MS)
    await page.wait_for_function(
        "() => document.querySelector('video')?.currentTime > 1", timeout=PATIENCE_MS
    )
    await page.wait_for_function(
        "() => [...document.images].some(each => each.src.includes('/m/') && each.naturalWidth === 640)",
        timeout=2 * PATIENCE_MS,
    )
    assert "main.webp" in from_bucket
    assert {"high.mp4", "low.mp4"} & set(from_bucket), "in whichever quality the link takes"
