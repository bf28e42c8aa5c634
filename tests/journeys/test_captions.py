"""Captions in a real player: for a film and for HLS, in two languages, by one key, with a transcript."""

import subprocess
from typing import Final

import imageio_ffmpeg
import pytest
from playwright.async_api import BrowserContext, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, WatchPage
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System

WORDS: Final = {"fr": "Bonjour à tous", "nl": "Welkom allemaal"}
SHOWN: Final = """(wanted) => [...document.querySelector("video").textTracks]
  .filter((track) => track.mode === "showing")
  .flatMap((track) => [...(track.activeCues ?? [])].map((cue) => `${track.language} ${cue.text}`))
  .join() === wanted"""
"""A script that returns True when these words, and no others, are shown."""


def hls_of(recording: Recording, system: System) -> str:
    """The same recording as HLS, in a folder of its own."""
    folder = recording.path.with_name("captioned")
    folder.mkdir(exist_ok=True)
    playlist = folder / "main.m3u8"
    program = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", "-i", str(recording.path)]
    segments = ["-c", "copy", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod", str(playlist)]
    subprocess.run([*program, *segments], check=True, timeout=60)
    return f"{system.url}/recordings/captioned/main.m3u8"


@pytest.mark.parametrize("kind", ["mp4", "hls"])
async def test_captions_are_shown_in_two_languages(
    system: System, api: Api, recording: Recording, browser: BrowserContext, kind: str
) -> None:
    url = recording.url if kind == "mp4" else hls_of(recording, system)
    scene = await Scene.past(api, recording_url=url, duration_s=recording.duration_s)
    for language, words in WORDS.items():
        text = f"WEBVTT\n\n00:00.000 --> 00:15.000\n{words}\n\n00:15.000 --> 00:19.000\n{language}\n"
        await api.call("PUT", f"/webinars/{scene.webinar.id}/captions", {"language": language, "text": text})
    nora = await WatchPage.open(browser, (await scene.add({"Nora": "attended"}))["Nora"])
    page = nora.page
    await nora.play()
    for language, words in WORDS.items():
        await page.keyboard.press("c")
        await page.wait_for_function(SHOWN, arg=f"{language} {words}", timeout=PATIENCE_MS)
    await page.locator("summary").click()
    transcript = page.get_by_test_id("transcript")
    await expect(transcript.locator("li")).to_have_count(2)
    await expect(transcript).to_contain_text(WORDS["nl"])
    await transcript.get_by_role("button").nth(1).click()
    await nora.plays_to(15)
    await page.keyboard.press("c")
    await page.wait_for_function(SHOWN, arg="")
