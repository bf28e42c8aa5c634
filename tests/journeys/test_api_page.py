"""The page that shows the API: it works under its policy, asks nobody else, and its calls reach the server."""

from playwright.async_api import BrowserContext, expect

from tests.journeys.browser import PATIENCE_MS
from tests.journeys.system import System

_NOTE_VIOLATIONS = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


async def test_the_api_page_stays_within_its_policy_and_asks_nobody_else(
    system: System, browser: BrowserContext
) -> None:
    page = await browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.add_init_script(_NOTE_VIOLATIONS)
    await page.goto(f"{system.url}/api/docs")

    await expect(page.get_by_role("heading", name="Latecomer", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_role("heading", name="/ws/playback")).to_be_visible()
    await expect(page.get_by_role("heading", name="Close codes")).to_be_visible()

    # A call is found and tried out; it goes to this server, with no proxy between.
    await page.goto(f"{system.url}/api/docs#tag/operating")
    await page.get_by_role("button", name="Test Request (get /healthz)").click(timeout=PATIENCE_MS)
    async with page.expect_response(f"{system.url}/healthz") as answered:
        await page.get_by_role("button", name="Send get request").click()
    assert (await answered.value).status == 200

    elsewhere = [url for url in asked if not url.startswith((system.url, "data:", "blob:"))]
    assert elsewhere == []
    assert await page.evaluate("window.violations") == []


async def test_webhooks_are_shown_with_their_examples(system: System, browser: BrowserContext) -> None:
    page = await browser.new_page()
    await page.goto(f"{system.url}/api/docs#tag/webhooks")
    await expect(page.get_by_role("heading", name="member.watched")).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_text("1259.6").first).to_be_visible(timeout=PATIENCE_MS)


async def test_the_address_in_a_problem_leads_to_the_line_of_its_code(
    system: System, browser: BrowserContext
) -> None:
    answer = await browser.request.get(f"{system.url}/api/v1/webinars")
    problem = await answer.json()
    page = await browser.new_page()
    await page.goto(system.url + problem["type"])
    line = page.get_by_role("row", name=f"{problem['code']} {problem['status']} ")
    await expect(line).to_be_in_viewport(timeout=PATIENCE_MS)
