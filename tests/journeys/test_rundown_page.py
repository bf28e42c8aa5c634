"""The rundown editor: a programme that is typed, moved by keys, dragged, kept as a draft, and saved by two people."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Dialog, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, sign_in
from tests.journeys.keyboard import move_to, press
from tests.journeys.rundown_editor import add, block, drag, fill, reach, save, second_px, shows, times
from tests.journeys.system import System
from tests.journeys.uploading import upload
from tests.media.files import ffmpeg, pdf


@pytest.mark.timeout(240)
async def test_a_programme_is_typed_moved_by_keys_dragged_and_saved(
    system: System, api: Api, session: aiohttp.ClientSession, browser: BrowserContext, tmp_path: Path
) -> None:
    """Keys and typing do all that dragging does: openscreen PR#35, aria-practices#3172,
    vis-timeline#1915."""
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=20:s=320x180:r=25", str(tmp_path / "film.mpg"))
    film = await upload(session, system, "Journey", (tmp_path / "film.mpg").read_bytes())
    deck = await upload(session, system, "Nora", pdf(2))
    starts_at = datetime.now(UTC) + timedelta(days=2)
    webinar = await api.call("POST", "/webinars", {"name": "Journey", "starts_at": starts_at.isoformat()})
    path = f"/webinars/{webinar['id']}"

    async def saved() -> dict[str, Any]:
        answer = await api.call("GET", f"{path}/rundown")
        return {item.get("title") or item.get("text"): item for item in answer["items"]}

    await sign_in(browser, system)
    page = await browser.new_page()
    left: list[str] = []

    async def leave(dialog: Dialog) -> None:
        left.append(dialog.type)
        await dialog.accept()

    page.on("dialog", lambda dialog: asyncio.create_task(leave(dialog)))
    await page.goto(f"{system.url}{path}/rundown")

    # Typed, by keyboard alone: the film of the library, as long as it is.
    await press(page, page.get_by_role("button", name="Add an item"))
    dialog = page.get_by_test_id("rundown-item")
    await move_to(page, dialog.get_by_label("File", exact=True))
    await page.keyboard.type("Journey")
    await press(page, dialog.get_by_role("button", name="Add to the rundown"))
    await shows(page, "Journey", "0:00 – 0:20")
    await add(page, "slides", "Nora", Length="20")
    await shows(page, "Nora", "0:20 – 0:40")
    await add(
        page,
        "call_to_action",
        **{
            "Text": "Order",
            "Words on the button": "Now",
            "Address": "https://example.com/",
            "Start": "10",
            "Length": "15",
        },
    )
    await page.get_by_role("button", name="Add an item").click()
    await dialog.get_by_label("Kind", exact=True).select_option("poll")
    await dialog.get_by_role("button", name="Add to the rundown").click()
    await expect(dialog.get_by_text("Give at least two options, one a line.")).to_be_visible()
    await fill(page, Title="Size", Start="25", Length="12", Question="How big?", Options="Small\nLarge")
    await dialog.get_by_role("button", name="Add to the rundown").click()
    await save(page, 1)
    items = await saved()
    assert {title: (each["start_ms"], each["duration_ms"]) for title, each in items.items()} == {
        "Journey": (0, 20_000),
        "Nora": (20_000, 20_000),
        "Order": (10_000, 15_000),
        "Size": (25_000, 12_000),
    }
    assert (items["Journey"]["asset_id"], items["Nora"]["asset_id"]) == (film, deck)
    assert [each["text"] for each in items["Size"]["questions"][0]["options"]] == ["Small", "Large"]
    assert (await api.call("GET", path))["ends_at"].startswith(
        (starts_at + timedelta(seconds=50)).strftime("%Y-%m-%dT%H:%M:%S")
    )

    # Keys: seconds, tens of seconds, neighbours, the next item; what came of it is said once.
    await reach(page, "Order")
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight"):
        await page.keyboard.press(key)
    await shows(page, "Order", "0:22 – 0:37")
    said = page.get_by_test_id("rundown-said")
    await expect(said).to_have_text("Call to action: Order – starts at 22 seconds, lasts 15 seconds.")
    await page.keyboard.press("ArrowUp")
    await expect(block(page, "Nora")).to_be_focused()
    await page.keyboard.press("PageDown")
    await shows(page, "Nora", "1:20 – 1:40")
    await page.keyboard.press("Home")
    await shows(page, "Nora", "0:20 – 0:40")
    await page.keyboard.press("Control+z")
    await shows(page, "Nora", "1:20 – 1:40")
    await page.keyboard.press("Control+z")
    await shows(page, "Nora", "0:20 – 0:40")
    end = page.get_by_role("slider", name="End of Nora")
    await move_to(page, end)
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Shift+ArrowLeft")
    await shows(page, "Nora", "0:20 – 0:29")
    await expect(end).to_have_attribute("aria-valuetext", "29 seconds")
    await page.keyboard.press("Escape")
    await shows(page, "Nora", "0:20 – 0:40")
    await reach(page, "Size")
    await page.keyboard.press("Delete")
    await expect(block(page, "Size")).to_have_count(0)
    await expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await shows(page, "Size", "0:25 – 0:37")

    # The mouse: to the edge of a neighbour, the end, a film's beginning, and taken back with Esc.
    whole = await second_px(page)
    await page.get_by_role("button", name="Zoom in").click()
    second = await second_px(page)
    assert second > 1.2 * whole
    await page.get_by_role("button", name="Zoom out").click()
    assert await second_px(page) == pytest.approx(whole, rel=0.02)
    await page.get_by_role("button", name="Zoom in").click()
    assert await second_px(page) == pytest.approx(second, rel=0.02)
    await drag(page, "Order", -1.85 * second)
    await shows(page, "Order", "0:20 – 0:35")  # it snapped to where the slides begin
    await drag(page, "Nora", 5 * second, "end")
    assert re.fullmatch(r"0:20 – 0:4[45](\.\d+)?", await times(page, "Nora"))
    await drag(page, "Journey", 5 * second, "start")
    assert re.fullmatch(r"0:0[45](\.\d+)? – 0:20", await times(page, "Journey"))
    await page.keyboard.press("Control+z")
    await page.keyboard.press("Control+z")
    await shows(page, "Journey", "0:00 – 0:20")
    await shows(page, "Nora", "0:20 – 0:40")
    await page.get_by_role("button", name="Show all").click()

    # A fault is named before anything is sent, and its item is found from there.
    await block(page, "Nora").click()
    await fill(page, Start="19")
    await dialog.get_by_role("button", name="Apply").click()
    faults = page.get_by_test_id("faults")
    await expect(faults).to_contain_text("begins while the item before it is still on stage")
    await expect(page.get_by_role("button", name="Save rundown")).to_be_disabled()
    await faults.get_by_role("button", name="Nora").click()
    await expect(page.get_by_test_id("inspector")).to_contain_text("Nora")
    await page.keyboard.press("Control+z")
    await expect(faults).to_have_count(0)

    # The preview at any moment, without saving: the second page of the slides, with what lies over it.
    moment = page.get_by_role("slider", name="Moment of the preview")
    await moment.evaluate(
        "(slider) => { slider.value = 31_000; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    preview = page.get_by_test_id("preview")
    await expect(preview.get_by_role("img", name="Nora, page 2")).to_be_visible()
    await expect(page.get_by_test_id("preview-overlays").get_by_role("listitem")).to_have_count(2)
    await moment.evaluate(
        "(slider) => { slider.value = 5_000; slider.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    await preview.get_by_role("button", name="Play the preview").click()
    await page.wait_for_function(
        "() => document.querySelector('[data-testid=preview] video')?.currentTime > 5.5"
    )
    await preview.get_by_role("button", name="Pause the preview").click()

    # The draft outlives the page, which warns; then somebody else saves.
    await expect(page.get_by_test_id("rundown-state")).to_have_text("Draft, not saved")
    await page.reload()
    assert left == ["beforeunload"]
    await expect(page.get_by_test_id("draft-restored")).to_be_visible(timeout=PATIENCE_MS)
    await shows(page, "Order", "0:20 – 0:35")
    theirs = list((await saved()).values())
    notice = {"kind": "announcement", "start_ms": 1_000, "duration_ms": 5_000, "text": "Hello"}
    theirs = [each | ({"duration_ms": 11_000} if each.get("title") == "Size" else {}) for each in theirs]
    await api.call("PUT", f"{path}/rundown", {"version": 1, "items": [*theirs, notice]})
    await page.get_by_role("button", name="Save rundown").click()
    conflict = page.get_by_test_id("conflict")
    await expect(conflict).to_contain_text("Changed: Size", timeout=PATIENCE_MS)
    await expect(conflict).to_contain_text("Added: Hello")
    await expect(conflict).not_to_contain_text("Order")
    await conflict.get_by_role("button", name="Put my changes on top").click()
    await shows(page, "Size", "0:25 – 0:36")
    await save(page, 3)
    items = await saved()
    assert items["Order"]["start_ms"] == 20_000
    assert items["Size"]["duration_ms"] == 11_000
    assert items["Hello"]["start_ms"] == 1_000
    await expect(page.get_by_test_id("preflight")).to_contain_text("The file has no captions")
    await expect(page.get_by_test_id("preflight").get_by_role("listitem")).to_have_count(1)

    # Next week again: the copy has the programme, and nobody.
    await page.get_by_role("button", name="Copy", exact=True).click()
    copying = page.get_by_test_id("copy-webinar")
    await copying.get_by_label("Name", exact=True).fill("Nora")
    await copying.get_by_role("button", name="Copy webinar").click()
    await expect(page.get_by_role("heading", name="Nora", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_role("link", name="Rundown", exact=True).click()
    await shows(page, "Order", "0:20 – 0:35")
    await expect(page.get_by_test_id("rundown-state")).to_have_text("Version 1, saved")
    copied = page.url.rstrip("/").split("/")[-2]
    made = await api.call("GET", f"/webinars/{copied}")
    assert made["starts_at"].startswith((starts_at + timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))
    await api.call("DELETE", f"/webinars/{copied}")
    await page.goto(f"{system.url}{path}/rundown")

    # While it runs, what is on air keeps its beginning.
    began = datetime.now(UTC) - timedelta(seconds=2)
    await api.call("PATCH", path, {"starts_at": began.isoformat()})
    await page.reload()
    await expect(page.get_by_text("The webinar is running")).to_be_visible(timeout=PATIENCE_MS)
    await reach(page, "Journey")
    await page.keyboard.press("ArrowRight")
    await shows(page, "Journey", "0:00 – 0:20")
    await block(page, "Journey").click()
    await fill(page, Title="Nora 2")
    await dialog.get_by_role("button", name="Apply").click()
    await page.get_by_role("button", name="Save rundown").click()
    await expect(faults).to_contain_text("only its end can move", timeout=PATIENCE_MS)
    await api.call("DELETE", path)
