"""axe-core in a page: what it finds against WCAG 2.2 AA and good practice, in light and in dark."""

from pathlib import Path
from typing import Literal

from playwright.async_api import Page

_AXE = (Path(__file__).parents[2] / "pages/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
_ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that a theme can break; all others find in the dark what they found in the light."""
_RUN = """
  async (rules) => {
    const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => {
      const [check] = [...node.any, ...node.all, ...node.none];
      return `${id}: ${node.target.join(" ")}: ${check ? check.message : node.html}`;
    }));
  }
"""
_BACKGROUND = "() => getComputedStyle(document.documentElement).backgroundColor"
_TURNED = """
  (before) => getComputedStyle(document.documentElement).backgroundColor !== before
    && document.getAnimations().every(({ playState }) => playState !== "running")
"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Findings:
    """The findings so far, by the state of the page."""

    def __init__(self) -> None:
        self.all: dict[str, list[str]] = {}
        self.looked = 0

    async def look(self, page: Page, state: str) -> None:
        """Run axe on the page as it is, in light and in dark; note also whether the page is wider than its window."""
        await page.evaluate(_AXE)
        found: list[str] = await page.evaluate(_RUN, _ALL)
        if await page.evaluate(_OVERFLOW) > 0:
            found.append("the page is wider than its window")
        await self._turn(page, "dark")
        found += [f"in dark: {each}" for each in await page.evaluate(_RUN, _OF_COLOURS)]
        await self._turn(page, "light")
        if found:
            self.all[state] = found
        self.looked += 1

    async def _turn(self, page: Page, scheme: Literal["light", "dark"]) -> None:
        before = await page.evaluate(_BACKGROUND)
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        await page.wait_for_function(_TURNED, arg=before)
