"""Pages as people see them in a real Chromium: an operator with the dashboard open, a viewer with the recording."""

import re
import shutil
from collections.abc import Mapping
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from client_demo.api import MemberRow
from tests.journeys.system import System

PATIENCE_MS = 15_000
"""Milliseconds that a number may take on a busy machine; a test waits no longer than needed."""
expect.set_options(timeout=PATIENCE_MS)


async def launch(playwright: Playwright) -> Browser:
    """The machine's own Chromium, else the one that Playwright has installed."""
    own = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return await playwright.chromium.launch(
        executable_path=own,
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--autoplay-policy=no-user-gesture-required",
            "--disable-background-networking",
            "--no-first-run",
            "--mute-audio",
        ],
    )


async def sign_in(context: BrowserContext, system: System) -> None:
    """Sign in with the key that may do everything."""
    answer = await context.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert answer.ok, await answer.text()


class DashboardPage:
    """The page of one webinar, signed in; it is loaded once and never again."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(cls, context: BrowserContext, system: System, webinar: str) -> "DashboardPage":
        """Sign in with the key, open the webinar, and wait until it is live."""
        await sign_in(context, system)
        page = await context.new_page()
        await page.goto(f"{system.url}/webinars/{webinar}")
        await expect(page.get_by_test_id("connection-state")).to_have_attribute(
            "data-state", "live", timeout=PATIENCE_MS
        )
        await page.evaluate("window.neverReloaded = true")
        return cls(page)

    async def shows(self, numbers: Mapping[str, float]) -> None:
        """Wait until all these numbers are on the page, by the name of their test id."""
        for name, value in numbers.items():
            number = self.page.get_by_test_id(name)
            await expect(number).to_have_attribute("data-value", f"{value:g}", timeout=PATIENCE_MS)

    async def number(self, name: str) -> float:
        """A number as it is now."""
        return float(await self.page.get_by_test_id(name).get_attribute("data-value") or "nan")

    async def check_never_reloaded(self) -> None:
        """It is still the same page load."""
        assert await self.page.evaluate("window.neverReloaded") is True


class WatchPage:
    """A page with a player: ours, or anybody's with the viewer script on it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def open(cls, context: BrowserContext, member: MemberRow) -> "WatchPage":
        """Open the member's join link as a person does."""
        page = await context.new_page()
        assert member.join_url is not None
        await page.goto(member.join_url)
        watching = cls(page)
        await watching.loaded()
        return watching

    @property
    def video(self) -> Locator:
        """The player's media element."""
        return self.page.locator("video")

    async def loaded(self) -> None:
        """Wait until the player knows its recording."""
        await expect(self.video).to_have_js_property("error", None)
        await self.page.wait_for_function(
            "() => document.querySelector('video')?.readyState >= 1", timeout=PATIENCE_MS
        )

    async def press(self, label: re.Pattern[str]) -> None:
        """Press what lies over the picture: Play, Continue from …, Start over, Join the session."""
        await self.page.get_by_role("button", name=label).click()
        await self.page.wait_for_function("() => !document.querySelector('video').paused")

    async def play(self) -> None:
        """Start, and wait until the playhead moves."""
        from_s = await self.position_s()
        await self.video.evaluate("video => video.play()")
        await self.plays_to(from_s + 0.1)

    async def plays_to(self, second: float) -> None:
        """Wait until it has played as far as that second."""
        await self.page.wait_for_function(
            "second => document.querySelector('video').currentTime >= second",
            arg=second,
            timeout=PATIENCE_MS,
        )

    async def pause(self) -> None:
        """Stop."""
        await self.video.evaluate("video => video.pause()")

    async def seek(self, to_s: float) -> None:
        """Jump, and wait until the player is there."""
        await self.video.evaluate(
            """(video, second) => new Promise(done => {
                video.addEventListener('seeked', done, {once: true});
                video.currentTime = second;
            })""",
            to_s,
        )

    async def position_s(self) -> float:
        """Return the playhead's position."""
        position: Any = await self.video.evaluate("video => video.currentTime")
        return float(position)

    async def reload(self) -> None:
        """Load the page again."""
        await self.page.reload()
        await self.loaded()
