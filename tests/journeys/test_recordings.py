"""Recordings that cannot be played, or that players take for a live stream, in a real Chromium."""

import re
import shutil
import subprocess
from typing import Final

import imageio_ffmpeg
from playwright.async_api import BrowserContext, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, DashboardPage, WatchPage
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System

TOLD: Final = re.compile("We have told the host")


def endless_playlist(recording: Recording) -> str:
    """Return the path of an HLS playlist of a minute without the mark of its end."""
    folder = recording.path.with_name("endless")
    folder.mkdir(exist_ok=True)
    playlist = folder / "main.m3u8"
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-stream_loop", "2"]
    segments = ["-c", "copy", "-f", "hls", "-hls_time", "2", "-hls_list_size", "0", str(playlist)]
    subprocess.run([*program, "-i", str(recording.path), *segments], check=True, timeout=60)
    text = playlist.read_text().replace("#EXT-X-ENDLIST", "")
    assert "PLAYLIST-TYPE" not in text
    playlist.write_text(text)
    return "/recordings/endless/main.m3u8"


async def test_a_recording_that_is_not_there_is_said_to_viewer_and_host_until_it_is(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    late = recording.path.with_name("late.mp4")
    scene = await Scene.past(api, recording_url=f"/recordings/{late.name}", duration_s=recording.duration_s)
    nora = (await scene.add({"Nora": "attended"}))["Nora"]
    host = (await DashboardPage.open(browser, system, scene.webinar.id)).page
    dead = host.get_by_test_id("recording-not-playable")
    await expect(dead).to_contain_text("There is no such file", timeout=PATIENCE_MS)

    page = await browser.new_page()
    await page.goto(nora.join_url or "")
    cover = page.get_by_test_id("unplayable")
    await expect(cover).to_contain_text(TOLD, timeout=PATIENCE_MS)
    await expect(page.locator("[data-curtain]")).to_have_count(0)
    await expect(host.get_by_test_id("recording-failed-for-viewers")).to_contain_text(
        "One viewer", timeout=PATIENCE_MS
    )

    shutil.copy(recording.path, late)
    await cover.get_by_role("button", name="Try again").click()
    await expect(cover).to_have_count(0, timeout=PATIENCE_MS)
    await WatchPage(page).play()
    await dead.get_by_role("button", name="Check again").click()
    await expect(dead).to_have_count(0, timeout=PATIENCE_MS)


async def test_a_playlist_without_an_end_begins_at_its_beginning_and_where_the_viewer_left_off(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    playlist = endless_playlist(recording)
    scene = await Scene.past(api, recording_url=playlist, duration_s=60)
    nora = (await scene.add({"Nora": "attended"}))["Nora"]

    watching = await WatchPage.open(browser, nora)
    await watching.press(re.compile("^Play$"))
    await watching.plays_to(0.5)
    assert await watching.position_s() < 10
    await watching.seek(20)
    await watching.plays_to(24)
    await watching.page.close()

    again = await WatchPage.open(browser, nora)
    await again.press(re.compile("^Continue from"))
    await again.plays_to(20)
    assert await again.position_s() < 40
    await again.seek(57)
    await again.page.wait_for_function("() => document.querySelector('video').ended", timeout=PATIENCE_MS)

    host = (await DashboardPage.open(browser, system, scene.webinar.id)).page
    await expect(host.get_by_test_id("recording-remarks")).to_contain_text(
        "EXT-X-ENDLIST", timeout=PATIENCE_MS
    )
