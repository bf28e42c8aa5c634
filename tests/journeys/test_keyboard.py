"""The main way through the product by keyboard alone, at 320 px: where the focus goes, and in which order.

Source: docs/accessibility.md; WCAG 2.1.1, 2.4.3, 2.4.7
"""

from playwright.async_api import BrowserContext, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.keyboard import focus, narrow, tab_order, tab_to, to_the_top
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System


async def test_an_operator_needs_no_mouse(system: System, api: Api, browser: BrowserContext) -> None:
    page = await narrow(browser)
    await page.goto(f"{system.url}/webinars")
    await expect(page.get_by_label("API key")).to_be_focused(timeout=PATIENCE_MS)
    await page.keyboard.type(system.key)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Webinars")).to_be_visible(timeout=PATIENCE_MS)

    # What was typed is not thrown away by Esc alone; the focus comes back to where it was.
    await tab_to(page, "New webinar")
    await page.keyboard.press("Enter")
    name = page.get_by_test_id("create-webinar").get_by_label("Name")
    await expect(name).to_be_focused()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("leave-dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(name).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="By keyboard", level=1)).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_test_id("status-attended")).to_be_visible(timeout=PATIENCE_MS)

    assert (await tab_order(page))[:19] == [
        "Skip to the content",
        "Latecomer, all webinars",
        "Webinars",
        "People",
        "Segments",
        "Campaigns",
        "Media",
        "Connections",
        "API keys",
        "Language",
        "Use dark colours",
        "Sign out",
        "Webinars",
        "Webinar settings",
        "Copy",
        "Cancel the event",
        "Add members",
        "Hold",
        "Read the numbers out (Alt+Shift+S)",
    ]

    await to_the_top(page)
    await tab_to(page, "Add members")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("add-members").get_by_label("Email")).to_be_focused()
    await page.keyboard.type("kay@keyboards.example")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("add-members")).to_contain_text("Created", timeout=PATIENCE_MS)
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("add-members")).to_be_hidden()
    await expect(page.get_by_role("button", name="Add members")).to_be_focused()

    # The numbers are read out when asked for, and stand still when held.
    await page.keyboard.press("Alt+Shift+KeyS")
    await expect(page.get_by_test_id("said")).to_contain_text("Visitors: 0")
    await expect(page.get_by_test_id("status-registered")).to_have_attribute("data-value", "1")
    await tab_to(page, "Hold")
    await page.keyboard.press("Space")
    webinar = page.url.rsplit("/", 1)[-1]
    await api.add_members(webinar, [{"email": "otto@keyboards.example", "status": "registered"}])
    await page.keyboard.press("Alt+Shift+KeyS")
    await expect(page.get_by_test_id("status-registered")).to_have_attribute("data-value", "1")
    await page.keyboard.press("Space")
    await expect(page.get_by_test_id("status-registered")).to_have_attribute("data-value", "2")

    await page.goto(f"{page.url}/members")
    await expect(page.get_by_test_id("members")).to_be_visible(timeout=PATIENCE_MS)
    # What is searched for is in the address, and Back leads to the whole list.
    await page.get_by_role("searchbox").focus()
    await page.keyboard.type("otto")
    await expect(page.get_by_text("1 member matches")).to_be_visible(timeout=PATIENCE_MS)
    assert page.url.endswith("?q=otto")
    await page.go_back()
    await expect(page.get_by_role("searchbox")).to_have_value("")
    await expect(page.get_by_text("kay@keyboards.example")).to_be_visible(timeout=PATIENCE_MS)

    await tab_to(page, "kay@keyboards.example")
    await page.keyboard.press("Enter")
    drawer = page.get_by_test_id("member-drawer")
    await expect(drawer.get_by_role("tab").first).to_be_visible(timeout=PATIENCE_MS)
    await tab_to(page, "What counted")
    await page.keyboard.press("ArrowRight")
    await expect(drawer.get_by_test_id("timeline")).to_be_visible(timeout=PATIENCE_MS)
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()
    assert await focus(page) == "kay@keyboards.example"


async def test_a_viewer_needs_no_mouse(api: Api, recording: Recording, browser: BrowserContext) -> None:
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s)
    people = await scene.add({"Nora": "registered"})
    page = await narrow(browser)
    await page.goto(people["Nora"].join_url or "")
    await expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    await page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    await tab_to(page, "Play")
    await page.keyboard.press("Enter")
    await page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    assert await page.evaluate("() => document.activeElement.localName") == "media-play-button"
    await page.keyboard.press("Space")
    await page.wait_for_function("() => document.querySelector('video').paused")


async def test_nothing_vanishes_where_colours_are_forced(
    system: System, api: Api, browser: BrowserContext
) -> None:
    scene = await Scene.past(api)
    await scene.add({"Ada": "attended", "Nora": "registered"})
    answer = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert answer.ok
    page = await browser.new_page()
    await page.emulate_media(forced_colors="active", reduced_motion="reduce")
    await page.goto(f"{system.url}/webinars/{scene.webinar.id}")
    await expect(page.get_by_test_id("status-attended")).to_be_visible(timeout=PATIENCE_MS)
    colours: list[str] = await page.evaluate(
        "() => [...document.querySelectorAll('[data-fill]')].map((each) => getComputedStyle(each).outlineStyle)"
    )
    assert len(colours) > 10
    assert set(colours) == {"solid"}
    assert await page.evaluate("() => document.getAnimations().length") == 0
