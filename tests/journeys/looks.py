"""One page looked at in every language, light and dark, wide and at 320 px: what is wrong with it, in words.

Each language is seen in both themes and at both widths, and every rule of axe runs in each language at each width, but
for two that take most of its time: contrast is of a theme and a width, whatever the language, and the room between
targets of a width; their size is measured everywhere. The page is opened once: language, theme and width change under
it, as a reader changes them.

Source: docs/accessibility.md, What is tested, and how; WCAG 2.2, level AA
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Page

from tests.journeys.visible_text import english_in, untranslated, visible

AXE: Final = (Path(__file__).parents[2] / "pages/node_modules/axe-core/axe.min.js").read_text(
    encoding="utf-8"
)
ALL_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PSEUDO: Final = "en-XA"
Theme = Literal["light", "dark"]
WIDE: Final = (1280, 720)
NARROW: Final = (320, 720)
"""320 px are also what 1280 px are at 400 %."""
CONTRAST: Final = "color-contrast"
TARGETS: Final = "target-size"
SIGHTS: Final[tuple[tuple[tuple[int, int], str, Theme, frozenset[str]], ...]] = (
    (WIDE, "en", "light", frozenset({CONTRAST, TARGETS})),
    (WIDE, "nl", "light", frozenset()),
    (WIDE, "fr", "dark", frozenset({CONTRAST})),
    (NARROW, "en", "dark", frozenset({CONTRAST})),
    (NARROW, "nl", "dark", frozenset({TARGETS})),
    (NARROW, "fr", "light", frozenset({CONTRAST})),
)
"""One after the other, with as little to change between two as there can be: the pseudo language comes last. At the
end of each are the slow rules that run."""
BRANDS: Final = ("GoToWebinar", "HubSpot", "Adobe Marketo Engage", "ON24", "Zoom Webinars")
CURRENCIES: Final = frozenset(
    ["EUR", "USD", "GBP", "CHF", "CAD", "AUD", "SEK", "NOK", "DKK", "PLN", "CZK", "JPY"]
)
GIVEN: Final = frozenset({"Webinar ID", "URL", "lc_…", "UTC"}) | CURRENCIES
"""Words of vendors and of forms, and codes of currencies, the same in every language."""
DATA: Final = frozenset(
    {
        "latecomer",
        "journey",
        "people",
        "nora",
        "administrator",
        "chrome",
        "linux",
        "english",
        "français",
        "nederlands",
        "example",
        "now",
        "heard",
    }
)
"""Words of names, languages and of Intl's relative times, which no catalogue has."""

_RUN: Final = """
  async ([tags, left]) => {
    const dialogs = document.querySelectorAll("dialog:modal");
    const { violations } = await axe.run(dialogs[dialogs.length - 1] ?? document, {
      runOnly: tags, resultTypes: ["violations"],
      rules: Object.fromEntries(left.map((rule) => [rule, { enabled: false }])),
    });
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => {
      const [check] = [...node.any, ...node.all, ...node.none];
      return `${id}: ${node.target.join(" ")}: ${check ? check.message : node.html}`;
    }));
  }
"""
"""The run of axe over the dialog in front, else the page: the page behind a dialog was looked at without it."""
_SWITCH: Final = """
  async ([tag, theme]) => {
    const { documentElement: root } = document;
    if (root.lang !== tag) {
      const choice = document.querySelector("[data-testid=language]");
      if (![...choice.options].some(({ value }) => value === tag)) choice.add(new Option(tag, tag));
      choice.value = tag;
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const settled = () => root.lang === tag && matchMedia(`(prefers-color-scheme: ${theme})`).matches
      && document.getAnimations().every(({ playState }) => playState !== "running");
    const until = performance.now() + 10_000;
    while (!settled()) {
      if (performance.now() > until) throw new Error(`the page does not come to rest in ${tag}, ${theme}`);
      await frame();
    }
    // Effects run behind a frame: the title.
    await frame();
  }
"""
_MEASURE: Final = (Path(__file__).with_name("looks.js")).read_text(encoding="utf-8")


@dataclass
class Findings:
    """Findings by the state of the page."""

    all: dict[str, list[str]] = field(default_factory=dict)
    looked: int = 0
    theme: Theme | None = None
    """The theme that the page has now; None before the first look."""

    @property
    def report(self) -> list[str]:
        """Return everything that was found, a line each."""
        return [f"{state}: {each}" for state, found in self.all.items() for each in found]

    async def look(self, page: Page, state: str, kept: Collection[str] = ()) -> None:
        """Look at a page whose language can be switched where it is.

        Args:
            kept: what was said before the switch, and stands until something else is said.
        """
        found: list[str] = []
        await self._load_axe(page)
        for size, language, theme, slow in SIGHTS:
            await self._turn(page, size, language, theme)
            found += await self._seen(page, size, language, theme, slow, kept)
        await self._turn(page, NARROW, PSEUDO, "light")
        found += [f"en-XA: {each}" for each in await page.evaluate(_MEASURE)]
        found += [f"untranslated: {each}" for each in untranslated(await self._texts(page, kept), DATA)]
        self.note(state, found)

    async def look_once(self, page: Page, state: str, language: str) -> None:
        """Look at a page that was rendered in a language: wide and narrow, light and dark."""
        found: list[str] = []
        await self._load_axe(page)
        sights: tuple[tuple[tuple[int, int], Theme], ...] = ((WIDE, "light"), (NARROW, "dark"))
        for size, theme in sights:
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found += await self._seen(page, size, language, theme, frozenset({CONTRAST, TARGETS}))
        self.note(f"{state}, {language}", found)

    def note(self, state: str, found: list[str]) -> None:
        """Keep what was found in a state, each thing once."""
        self.looked += 1
        if found:
            self.all[state] = list(dict.fromkeys(found))

    async def _load_axe(self, page: Page) -> None:
        if not await page.evaluate("() => 'axe' in window"):
            await page.evaluate(AXE)

    async def _turn(self, page: Page, size: tuple[int, int], language: str, theme: Theme) -> None:
        if page.viewport_size != {"width": size[0], "height": size[1]}:
            await page.set_viewport_size({"width": size[0], "height": size[1]})
        if theme != self.theme:
            await page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            self.theme = theme
        await page.evaluate(_SWITCH, [language, theme])

    async def _seen(
        self,
        page: Page,
        size: tuple[int, int],
        language: str,
        theme: Theme,
        slow: frozenset[str],
        kept: Collection[str] = (),
    ) -> list[str]:
        where = f"{language}, {size[0]} px, {theme}"
        left = sorted({CONTRAST, TARGETS} - slow)
        found: list[str] = await page.evaluate(_RUN, [ALL_RULES, left])
        found += await page.evaluate(_MEASURE)
        found = [f"{where}: {each}" for each in found]
        if size == WIDE and language != "en":
            found += [
                f"{language}: {each}" for each in english_in(await self._texts(page, kept), language, DATA)
            ]
        return found

    async def _texts(self, page: Page, kept: Collection[str]) -> list[str]:
        texts = [text for text in await visible(page) if text not in GIVEN | {PSEUDO, *kept}]
        return [reduce(lambda rest, brand: rest.replace(brand, ""), BRANDS, text) for text in texts]
