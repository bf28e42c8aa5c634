"""The keyboard of somebody without a mouse: Tab to what is wanted, and a key there."""

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.journeys.browser import PATIENCE_MS

_NAME = """
  () => {
    const at = document.activeElement;
    if (at === null || at === document.body) return "nothing";
    const label = at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText ?? at.innerText;
    return label.trim().split("\\n")[0];
  }
"""
_FOCUS_IS_SEEN = """
  () => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    return box.width > 0 && (at.contains(middle) || middle?.contains(at) || middle?.control === at);
  }
"""
MOST_STOPS = 80


async def focus(page: Page) -> str:
    """The name of what has the focus."""
    name: str = await page.evaluate(_NAME)
    return name


async def to_the_top(page: Page) -> None:
    """As after loading: the next Tab comes to the first stop."""
    await page.evaluate(
        "() => { document.body.tabIndex = -1; document.body.focus();"
        " document.body.removeAttribute('tabindex'); scrollTo(0, 0); }"
    )


async def tab_order(page: Page) -> list[str]:
    """Return all stops of the Tab key, from the top of the page to its end; each stop can be seen."""
    await to_the_top(page)
    stops: list[str] = []
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        name = await focus(page)
        if name == "nothing" or (stops and name == stops[0]):
            return stops
        assert await page.evaluate(_FOCUS_IS_SEEN), f"{name} has the focus and cannot be seen"
        stops.append(name)
    raise AssertionError(f"no end of {stops}")


async def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control with a name has the focus."""
    for _ in range(MOST_STOPS):
        await page.keyboard.press("Tab")
        if await focus(page) == name:
            return
    raise AssertionError(f"Tab does not come to {name}")


async def move_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus, at once where it has; fails where no Tab leads there."""
    await expect(wanted).to_be_visible(timeout=PATIENCE_MS)
    for _ in range(2 * MOST_STOPS):
        if await wanted.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"no Tab leads to {wanted}")


async def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    """Move to an element and press a key there."""
    await move_to(page, wanted)
    await page.keyboard.press(key)


async def write(page: Page, wanted: Locator, text: str) -> None:
    """Move to a field and type, instead of what is in it."""
    await press(page, wanted, "ControlOrMeta+A")
    await page.keyboard.type(text)


async def narrow(browser: BrowserContext) -> Page:
    """A page as wide as 1280 px are at 400 %."""
    page = await browser.new_page()
    await page.set_viewport_size({"width": 320, "height": 640})
    return page
