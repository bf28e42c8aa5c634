"""The page Media: files uploaded through cuts, a pause and a reload, converted, looked at, used and deleted."""

from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from playwright.async_api import BrowserContext, FilePayload, Locator, Page, Route, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, sign_in
from tests.journeys.system import System
from tests.media.files import ffmpeg, pdf, picture

UPLOADS: Final = "**/api/v1/media/uploads/*"
CONVERTED_MS: Final = 60_000


class Line:
    """The way of pieces from the browser to the server: cut, held, or open."""

    def __init__(self) -> None:
        self.pieces = 0
        self.cut: set[int] = set()
        self.held = False

    async def __call__(self, route: Route) -> None:
        if route.request.method == "PATCH":
            self.pieces += 1
            if self.pieces in self.cut or self.held:
                await route.abort("connectionreset")
                return
        await route.continue_()


def row(page: Page, name: str) -> Locator:
    """Return a file's line in the library."""
    named = page.get_by_role("button", name=name, exact=True)
    return page.get_by_test_id("media").get_by_role("listitem").filter(has=named)


def upload(page: Page, name: str) -> Locator:
    """Return a file's line among the uploads."""
    return page.get_by_test_id("uploads").get_by_role("listitem").filter(has_text=name)


@pytest.mark.timeout(240)
async def test_files_are_uploaded_converted_used_and_deleted(
    system: System, api: Api, browser: BrowserContext, tmp_path: Path
) -> None:
    film = tmp_path / "Journey 1"
    ffmpeg(
        *("-f", "lavfi", "-i", "testsrc2=d=8:s=640x360:r=25", "-f", "lavfi", "-i", "sine=d=8"),
        *("-c:v", "mjpeg", "-q:v", "2", "-shortest", "-f", "avi", str(film)),
    )
    assert film.stat().st_size > 3_000_000, "it takes several pieces"
    small = (
        FilePayload(name="Journey 2", mimeType="application/pdf", buffer=pdf(3)),
        FilePayload(name="Journey 3", mimeType="image/png", buffer=picture(size=(640, 360))),
        FilePayload(name="Journey 4", mimeType="image/png", buffer=b"#!/bin/sh\necho\n"),
    )
    await sign_in(browser, system)
    page = await browser.new_page()
    line = Line()
    await page.route(UPLOADS, line)
    await page.goto(f"{system.url}/media")
    files = page.locator("input[type=file]")
    await expect(page.get_by_test_id("media-space")).to_be_visible(timeout=PATIENCE_MS)

    # Two cuts on the way, then a line that stays dead: paused, and the page is loaded again.
    line.cut, line.held = {2, 4}, False
    await files.set_input_files(film)
    await expect(upload(page, film.name).get_by_role("status")).to_have_text(
        "Waiting for the server or the network", timeout=PATIENCE_MS
    )
    line.held = True
    await page.wait_for_function("() => document.querySelector('progress').value > 0", timeout=PATIENCE_MS)
    await upload(page, film.name).get_by_role("button", name=f"Pause the upload of {film.name}").click()
    await expect(upload(page, film.name).get_by_role("status")).to_have_text("Paused")
    await page.reload()
    await expect(row(page, film.name)).to_contain_text("Choose the same file again", timeout=PATIENCE_MS)
    begun = await page.evaluate("() => Object.values(JSON.parse(localStorage['latecomer-uploads']))")
    assert len(begun) == 1

    # The same file again goes on, beside three others at once; another page of the dashboard stops nothing.
    line.held, line.pieces, line.cut = False, 0, {1}
    await page.unroute(UPLOADS)
    await page.route(UPLOADS, line)
    await files.set_input_files(film)
    await files.set_input_files(files=list(small))
    await page.get_by_role("link", name="Webinars", exact=True).click()
    await page.get_by_role("link", name="Media", exact=True).click()
    for name in (film.name, "Journey 2", "Journey 3"):
        await expect(row(page, name).get_by_text("Ready", exact=True)).to_be_visible(timeout=CONVERTED_MS)
    await expect(row(page, "Journey 4")).to_contain_text("This is not a file that can be shown")
    assets = {asset["name"]: asset for asset in (await api.call("GET", "/media"))["items"]}
    assert assets[film.name]["id"] == begun[0], "it went on with what had arrived"
    assert 7_800 <= assets[film.name]["duration_ms"] <= 8_200
    assert assets["Journey 2"]["pages"] == 3
    for name in (film.name, "Journey 2", "Journey 3"):
        await upload(page, name).get_by_role("button", name=f"Take {name} off this list").click()

    # By keyboard: the film plays as viewers will see it, and slides are turned.
    await row(page, film.name).get_by_role("button", name=film.name).focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_test_id("asset")
    await dialog.locator("video").evaluate("video => video.play()")
    await page.wait_for_function("() => document.querySelector('dialog video').currentTime > 0.5")
    await expect(dialog).to_contain_text("No webinar uses this file.")
    await page.keyboard.press("Escape")
    await row(page, "Journey 2").get_by_role("button").click()
    await dialog.get_by_role("button", name="Page after").click()
    await expect(dialog.get_by_role("img", name="Journey 2, page 2")).to_have_js_property(
        "complete", value=True
    )
    await page.keyboard.press("Escape")

    # What a webinar plays cannot be deleted, and the page says where it is played; anything else can.
    webinar = await api.call("POST", "/webinars", {"name": "Journey", "starts_at": "2040-01-01T10:00:00Z"})
    slides = {
        "kind": "slides",
        "start_ms": 0,
        "duration_ms": 9_000,
        "asset_id": assets["Journey 2"]["id"],
    }
    await api.call("PUT", f"/webinars/{webinar['id']}/rundown", {"version": 0, "items": [slides]})
    await page.reload()
    await expect(row(page, "Journey 2")).to_contain_text("in Journey", timeout=PATIENCE_MS)
    await row(page, "Journey 2").get_by_role("button").click()
    await expect(dialog.get_by_role("link", name="Journey")).to_have_attribute(
        "href", f"/webinars/{webinar['id']}"
    )
    await dialog.get_by_role("button", name="Delete file").click()
    await (
        page.get_by_role("dialog", name="Delete this file?").get_by_role("button", name="Delete file").click()
    )
    await expect(page.get_by_role("alert")).to_contain_text("used by: Journey", timeout=PATIENCE_MS)
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await row(page, "Journey 4").get_by_role("button").click()
    await dialog.get_by_role("button", name="Delete file").click()
    await (
        page.get_by_role("dialog", name="Delete this file?").get_by_role("button", name="Delete file").click()
    )
    await expect(row(page, "Journey 4")).to_have_count(0, timeout=PATIENCE_MS)
    await api.call("DELETE", f"/webinars/{webinar['id']}")
    folder = system.data / "media" / UUID(assets[film.name]["id"]).hex
    assert sorted(path.name for path in folder.iterdir()) == ["files"], "nothing of the upload is left"


@pytest.mark.timeout(120)
async def test_a_hundred_megabytes_arrive_whole_through_five_cuts(
    system: System, api: Api, browser: BrowserContext, tmp_path: Path
) -> None:
    content = tmp_path / "Journey 5"
    raw = ("-c:v", "rawvideo", "-pix_fmt", "yuv420p", "-f", "avi", str(content))
    ffmpeg("-f", "lavfi", "-i", "testsrc2=d=12:s=640x360:r=25", *raw)
    assert content.stat().st_size > 100_000_000
    await sign_in(browser, system)
    page = await browser.new_page()
    line = Line()
    line.cut = {2, 4, 6, 8, 10}
    await page.route(UPLOADS, line)
    await page.goto(f"{system.url}/media")
    await page.locator("input[type=file]").set_input_files(content)
    await expect(row(page, content.name).get_by_text("Ready", exact=True)).to_be_visible(timeout=CONVERTED_MS)
    assert line.pieces >= 10
    (asset,) = [each for each in (await api.call("GET", "/media"))["items"] if each["name"] == content.name]
    assert 11_900 <= asset["duration_ms"] <= 12_100
