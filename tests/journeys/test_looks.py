"""The look at every page notices a fault of each kind that is planted in a page without any."""

from playwright.async_api import BrowserContext

from tests.journeys.looks import Findings

PAGE = """<!doctype html>
<html lang="en"><head><title>Latecomer</title><meta name="viewport" content="width=device-width">
<style>
  :root {{ color-scheme: light dark }} body {{ font: 16px sans-serif }}
  @media (prefers-color-scheme: dark) {{ body {{ background: #111; color: #eee }} }}
  button, select {{ min-block-size: 30px; min-inline-size: 30px }} {style}
</style></head><body><header>
<select data-testid="language" aria-label="URL" onchange="document.documentElement.lang = value">
  <option lang="en">en</option><option lang="fr">fr</option><option lang="nl">nl</option>
</select></header><main><h1>Latecomer</h1>{body}</main></body></html>"""


FAULTS = {
    "en, 1280 px, light: label": ("<input>", ""),
    "1280 px, dark: color-contrast": (
        "<p>Nora</p>",
        "@media (prefers-color-scheme: dark) and (min-width: 400px) { p { color: #333 } }",
    ),
    "320 px, dark: color-contrast": (
        "<p>Nora</p>",
        "@media (prefers-color-scheme: dark) and (max-width: 400px) { p { color: #333 } }",
    ),
    "320 px, light: color-contrast": (
        "<p>Nora</p>",
        "@media (prefers-color-scheme: light) and (max-width: 400px) { p { color: #eee } }",
    ),
    "cut off: <p>": ("<p>Journey Nora</p>", "p { width: 9ch; overflow: hidden; white-space: nowrap }"),
    "320 px, dark: the page is": ("<p>Journey Nora</p>", "p { min-width: 400px }"),
    "nl, 320 px, dark: the page is": ("<p>Journey Nora</p>", ":lang(nl) p { min-width: 400px }"),
    "fr, 320 px, light: label": ("<input class='fr'>", ":root:not(:lang(fr)) .fr { display: none }"),
    "by 20 px: <button>": ("<button>Nora</button>", "main button { min-block-size: 0; height: 20px }"),
    "fr: Recorded on Monday": (
        "<p class='fr'>Recorded on Monday</p>",
        ":root:not(:lang(fr)) .fr { display: none }",
    ),
    "untranslated: Nora goes home": ("<p>Nora goes home</p>", ""),
}
"""Bodies and styles, each by the finding that it causes."""


async def test_each_fault_is_found(browser: BrowserContext) -> None:
    page = await browser.new_page()
    findings = Findings()
    await page.set_content(PAGE.format(body="", style=""))
    await findings.look(page, "without any")
    assert findings.report == []
    for found, (body, style) in FAULTS.items():
        await page.set_content(PAGE.format(body=body, style=style))
        await findings.look(page, found)
        assert any(found in each for each in findings.all.get(found, [])), (found, findings.report)
