"""The media of a room in a real browser: a film in pieces, captions by key, and a transcript that ends at now."""

import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Page, Route, expect

from client_demo.api import Api
from latecomer.core.timestamps import to_text
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.system import System
from tests.journeys.uploading import upload
from tests.media.files import ffmpeg

FILM_S = 58
"""Above the length from which the installation of the tests cuts films into pieces."""
VTT = "WEBVTT\n\n00:01.000 --> 00:57.000\nJourney\n\n00:57.000 --> 00:58.000\nNora\n"


async def film_on_stage(
    system: System, api: Api, session: aiohttp.ClientSession, folder: Path
) -> tuple[Any, str]:
    """Play a film of 58 s with captions to everybody from now on; returns the webinar and a viewer's link."""
    film = folder / "film.mp4"
    ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc=d={FILM_S}:s=160x90:r=10", "-f", "lavfi", "-i", f"sine=d={FILM_S}"),
        *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", str(film)),
    )
    asset = await upload(session, system, "Journey", film.read_bytes())
    headers = {"Authorization": f"Bearer {system.key}", "Content-Type": "text/vtt"}
    address = f"{system.url}/api/v1/media/{asset}/captions/en"
    async with session.put(address, data=VTT.encode(), headers=headers) as put:
        assert put.status == 200, await put.text()
    planned_at = int(time.time() * 1_000) + 3_600_000
    webinar = await api.call("POST", "/webinars", {"name": "Journey", "starts_at": to_text(planned_at)})
    path = f"/webinars/{webinar['id']}"
    item = {"kind": "video", "start_ms": 0, "duration_ms": FILM_S * 1_000, "asset_id": asset}
    await api.call("PUT", f"{path}/rundown", {"version": 0, "items": [item]})
    added = await api.call("POST", f"{path}/members", {"members": [{"email": "nora@people.example"}]})
    await api.call("PATCH", path, {"starts_at": to_text(int(time.time() * 1_000) + 500)})
    return webinar, added["results"][0]["member"]["join_url"]


class Media:
    """The way of media to the browser: open, but one piece is refused, as with a grant that has ended."""

    REFUSED = 4

    def __init__(self) -> None:
        self.playlists = 0
        self.pieces = 0

    async def __call__(self, route: Route) -> None:
        self.playlists += route.request.url.endswith("/main.m3u8")
        self.pieces += route.request.url.endswith(".mp4")
        if self.pieces == self.REFUSED and route.request.url.endswith(".mp4"):
            await route.fulfill(status=403)
        else:
            await route.continue_()


async def plays_on(page: Page) -> None:
    """Wait until the film has moved on by a second from where it is."""
    at_s = await page.evaluate("document.querySelector('video').currentTime")
    await page.wait_for_function(
        "at => document.querySelector('video').currentTime > at + 1", arg=at_s, timeout=PATIENCE_MS
    )


@pytest.mark.timeout(150)
async def test_captions_are_turned_by_a_key_and_the_transcript_ends_at_now(
    system: System, api: Api, session: aiohttp.ClientSession, browser: BrowserContext, tmp_path: Path
) -> None:
    webinar, link = await film_on_stage(system, api, session, tmp_path)
    page = await browser.new_page()
    media = Media()
    await page.route("**/m/**", media)
    await page.goto(link)
    await page.get_by_role("button", name="Join").click(timeout=PATIENCE_MS)
    await expect(page.get_by_role("button", name="Captions: off")).to_be_visible(timeout=PATIENCE_MS)
    await plays_on(page)
    await page.keyboard.press("c")
    await expect(page.get_by_role("button", name="Captions: English")).to_be_visible()
    tracks = "[...document.querySelector('video').textTracks]"
    shown = f"() => {tracks}.some(each => each.activeCues?.[0]?.text === 'Journey')"
    await page.wait_for_function(shown, timeout=PATIENCE_MS)
    await page.get_by_text("Transcript", exact=True).click()
    lines = page.get_by_test_id("transcript").get_by_role("listitem")
    await expect(lines).to_contain_text(["Journey"], timeout=PATIENCE_MS)
    assert await lines.count() == 1, "what has not been said is not there"

    assert await page.evaluate("document.querySelector('video').src.startsWith('blob:')"), "by hls.js"
    assert media.playlists == 2, "a grant that had ended was renewed, and the film went on"

    # The choice is kept for the replay, where the transcript is whole and leads to its places.
    await api.call("POST", f"/webinars/{webinar['id']}/end")
    await page.get_by_role("button", name="Play").click(timeout=PATIENCE_MS)
    await expect(page.get_by_role("button", name="Captions: English")).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_text("Transcript", exact=True).click()
    await expect(lines).to_have_count(2, timeout=PATIENCE_MS)
    await page.keyboard.press("c")
    await expect(page.get_by_role("button", name="Captions: off")).to_be_visible()
