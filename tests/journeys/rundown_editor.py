"""The rundown editor as people use it: by form, by keys, with the mouse."""

from __future__ import annotations

import re
from typing import Final

from playwright.async_api import Locator, Page, expect

from tests.journeys.browser import PATIENCE_MS

_SECOND_PX: Final = """
() => {
  const [first, second] = [...document.querySelectorAll("[class*=tick]")];
  const [minutes, seconds] = second.textContent.split(":").map(Number);
  return (second.getBoundingClientRect().left - first.getBoundingClientRect().left) / (minutes * 60 + seconds);
}
"""


async def second_px(page: Page) -> float:
    """Return the width of a second on the tracks, in px."""
    return float(await page.evaluate(_SECOND_PX))


def block(page: Page, name: str) -> Locator:
    """Return an item's button on its track."""
    return page.get_by_test_id("rundown").get_by_role("button", name=re.compile(rf": {name} – "))


async def reach(page: Page, name: str) -> None:
    """Go to an item by keyboard: Tab leads to one of them, the arrows to the others, by their starts."""
    focused = page.locator("[data-item]:focus")
    for _ in range(150):
        if await focused.count():
            break
        await page.keyboard.press("Tab")
    for key in (*["ArrowUp"] * 10, *["ArrowDown"] * 10):
        if await block(page, name).evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"no key leads to {name}")


async def times(page: Page, name: str) -> str:
    """Return the start and the end of an item as its tooltip has them."""
    return (await block(page, name).get_attribute("title") or "").rpartition(" · ")[2]


async def shows(page: Page, name: str, span: str) -> None:
    """Wait until an item has this start and end."""
    await expect(block(page, name)).to_have_attribute("title", f"{name} · {span}", timeout=PATIENCE_MS)


async def fill(page: Page, **fields: str) -> None:
    """Type into fields of the open form, named by their labels."""
    dialog = page.get_by_test_id("rundown-item")
    for label, value in fields.items():
        await dialog.get_by_label(label, exact=True).fill(value)


async def add(page: Page, kind: str, file: str | None = None, **fields: str) -> None:
    """Add an item by its form."""
    await page.get_by_role("button", name="Add an item").click()
    dialog = page.get_by_test_id("rundown-item")
    await dialog.get_by_label("Kind", exact=True).select_option(kind)
    if file is not None:
        await dialog.get_by_label("File", exact=True).select_option(label=file)
    await fill(page, **fields)
    await dialog.get_by_role("button", name="Add to the rundown").click()
    await expect(dialog).to_have_count(0)


async def save(page: Page, version: int) -> None:
    """Save, and wait for the new version."""
    await page.get_by_role("button", name="Save rundown").click()
    await expect(page.get_by_test_id("rundown-state")).to_have_text(
        f"Version {version}, saved", timeout=PATIENCE_MS
    )


async def drag(page: Page, name: str, by_px: float, grip: str = "whole") -> None:
    """Drag an item, or its end, sideways with the mouse."""
    await block(page, name).scroll_into_view_if_needed()
    box = await block(page, name).bounding_box()
    assert box is not None
    x = box["x"] + (box["width"] - 3 if grip == "end" else 3 if grip == "start" else box["width"] / 2)
    y = box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + by_px / 2, y, steps=4)
    await page.mouse.move(x + by_px, y, steps=4)
    await page.mouse.up()
