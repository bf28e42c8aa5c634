"""Every page, phase and dialog by axe-core, in light and dark, wide and at 320 px; and the main way by keyboard alone.

Source: docs/accessibility.md; WCAG 2.2, level AA
"""

import asyncio
import random
import re
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Page, expect

from client_demo.api import Api, MemberRow
from client_demo.viewer import Tab
from tests.journeys.axe import Findings
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System

WIDTHS = (1280, 320)
"""320 px is also what 1280 px are at 400 %."""
STATUSES = (
    "not_in_program",
    "invited",
    "waitlisted",
    "pending_approval",
    "rejected",
    "registration_error",
    "registered",
    "attended",
)


async def signed_in(browser: BrowserContext, system: System, width: int) -> Page:
    """A page of somebody who may do everything."""
    answer = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert answer.ok, await answer.text()
    page = await browser.new_page()
    await page.set_viewport_size({"width": width, "height": 720})
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return page


async def opened(page: Page, url: str, *buttons: str | re.Pattern[str]) -> None:
    """Go there, and press these one after the other."""
    await page.goto(url)
    await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_test_id("loading")).to_have_count(0, timeout=PATIENCE_MS)
    for name in buttons:
        await page.get_by_role("button", name=name).first.click(timeout=PATIENCE_MS)


async def event_with_everything(
    system: System, api: Api, session: aiohttp.ClientSession, recording: Recording
) -> tuple[Scene, dict[str, MemberRow]]:
    """A finished event with members of every status, one of whom has watched."""
    scene = await Scene.past(
        api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=0.5
    )
    people = await scene.add({f"P{number}": status for number, status in enumerate(STATUSES)})
    await scene.finish()
    viewer = people["P6"]
    tab = Tab(system.url, viewer.token, recording.duration_s, session, random.Random(1))
    assert await tab.ready()
    tab.play()
    async with asyncio.timeout(20):
        while tab.watched_s < 1:
            await tab.until_over(tab.watched_s + 0.3)
            tab.report()
            await tab.acknowledged()
    await tab.close()
    return scene, people


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_about_webinars_and_members(
    system: System,
    api: Api,
    session: aiohttp.ClientSession,
    recording: Recording,
    browser: BrowserContext,
    width: int,
) -> None:
    scene, people = await event_with_everything(system, api, session, recording)
    empty = await Scene.create(
        api, datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) + timedelta(days=3)
    )
    findings = Findings()
    page = await signed_in(browser, system, width)
    webinar = f"{system.url}/webinars/{scene.webinar.id}"

    await opened(page, f"{system.url}/webinars")
    await expect(page.get_by_role("table")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "webinars")
    await opened(page, f"{system.url}/webinars", "New webinar")
    await page.get_by_text("More settings").click()
    await page.get_by_role("button", name="Create webinar").click()
    await expect(page.get_by_text("Give it a name.")).to_be_visible()
    await findings.look(page, "new webinar, with what is missing")
    await page.get_by_label("Name").fill("Half typed")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("leave-dialog")).to_be_visible()
    await findings.look(page, "what was typed would be lost")

    await opened(page, webinar)
    await expect(page.get_by_test_id("status-attended_on_demand")).to_have_attribute(
        "data-value", "1", timeout=PATIENCE_MS
    )
    for table in await page.get_by_text("As a table").all():
        await table.click()
    await findings.look(page, "overview, tables open")
    for name, buttons in {
        "settings": ["Webinar settings"],
        "delete webinar": ["Webinar settings", "Delete"],
        "finish": ["Finish again"],
        "finished": ["Finish again", "Finish event"],
        "add by hand": ["Add members"],
        "import": ["Add members", "From a CSV file"],
    }.items():
        await opened(page, webinar, *buttons)
        await expect(page.get_by_role("dialog")).to_be_visible(timeout=PATIENCE_MS)
        await findings.look(page, name)
    past = await Scene.past(api)
    await past.add({"Nora": "registered"})
    await opened(page, f"{system.url}/webinars/{past.webinar.id}")
    await expect(page.get_by_test_id("unfinished")).to_contain_text("1 member", timeout=PATIENCE_MS)
    await findings.look(page, "a past event that nobody has finished")
    await opened(page, f"{system.url}/webinars/{past.webinar.id}", "Add members", "From a CSV file")
    await page.locator("input[type=file]").set_input_files(
        {
            "name": "people.csv",
            "mimeType": "text/csv",
            "buffer": b"Email;Note\nada@people.example;x\nnobody;y\n",
        }
    )
    await expect(page.get_by_test_id("import-preview")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "a file before its import")
    await page.get_by_role("button", name="Import 1").click()
    await expect(page.get_by_role("button", name="Undo this import")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "a file after its import")
    await opened(page, f"{system.url}/webinars/{empty.webinar.id}")
    await expect(page.get_by_test_id("status-attended")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "overview of an event to come")

    await opened(page, f"{webinar}/members")
    await expect(page.get_by_test_id("members")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "members")
    await opened(page, f"{webinar}/members?q=nobody")
    await expect(page.get_by_text("Nobody matches")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "no member matches")
    member = f"{webinar}/members?member={people['P6'].id}"
    await opened(page, member)
    drawer = page.get_by_test_id("member-drawer")
    await expect(drawer.get_by_test_id("explanation")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "what counted")
    await drawer.get_by_role("tab").last.click()
    await expect(drawer.get_by_test_id("timeline")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "timeline")
    for name in ("Change status", "Correct", "New link", "Erase"):
        await opened(page, member, name)
        await findings.look(page, name)

    assert findings.all == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_about_connections_keys_and_signing_in(
    system: System, browser: BrowserContext, width: int
) -> None:
    findings = Findings()
    page = await signed_in(browser, system, width)

    await opened(page, f"{system.url}/connections")
    await findings.look(page, "connections")
    await opened(page, f"{system.url}/connections", "New connection")
    await findings.look(page, "kinds of connections")
    await page.get_by_test_id("choose-kind").locator("[data-kind=webhook]").click()
    await findings.look(page, "new connection")
    await page.get_by_label("Name").fill(f"Accessible {width}")
    await page.get_by_label(re.compile("^(Url|URL|Address)", re.IGNORECASE)).first.fill(
        "https://hooks.example/x"
    )
    await page.get_by_role("button", name="Connect", exact=True).click()
    await expect(page.get_by_test_id("connection-made")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "shown once")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("leave-dialog")).to_be_visible()
    await findings.look(page, "shown once, not copied")
    await page.get_by_role("button", name="Discard").click()
    await expect(page.get_by_role("heading", name=f"Accessible {width}", level=1)).to_be_visible(
        timeout=PATIENCE_MS
    )
    await findings.look(page, "connection")
    address = page.url
    for name in ("Connection settings", "Change secrets", "Delete connection"):
        await opened(page, address, name)
        await findings.look(page, name)

    await opened(page, f"{system.url}/keys", "New key")
    await findings.look(page, "new key")
    await page.get_by_label("Name").fill(f"axe {width}")
    await page.get_by_role("button", name="Create key").click()
    await expect(page.get_by_test_id("new-key")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "key, shown once")
    await opened(page, f"{system.url}/keys")
    await expect(page.get_by_role("table")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "keys")
    await opened(page, f"{system.url}/keys", "Revoke")
    await findings.look(page, "revoke")
    await opened(page, f"{system.url}/keys", re.compile("^Rotate"))
    await findings.look(page, "rotate")
    for name in ("sessions", "audit"):
        await opened(page, f"{system.url}/{name}")
        await expect(page.get_by_test_id(name)).to_be_visible(timeout=PATIENCE_MS)
        await findings.look(page, name)

    await opened(page, f"{system.url}/campaigns")
    await findings.look(page, "campaigns")
    await opened(page, f"{system.url}/campaigns/new?template=missed", "Add step")
    await findings.look(page, "a new campaign")
    await page.get_by_role("button", name="Save campaign").click()
    await expect(page.get_by_role("button", name="Activate")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "a campaign")
    await page.get_by_role("button", name="Activate").click()
    await expect(page.get_by_role("button", name="From now on")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "activating a campaign")

    await opened(page, f"{system.url}/nothing")
    await findings.look(page, "nothing here")

    await browser.clear_cookies()
    await page.goto(f"{system.url}/sign-in")
    await page.get_by_label("API key").fill("lc_wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "sign in, refused")

    assert findings.all == {}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("width", WIDTHS)
async def test_axe_finds_nothing_on_the_join_links_pages(
    system: System, api: Api, recording: Recording, browser: BrowserContext, width: int
) -> None:
    now = datetime.now(UTC)
    film = {"url": recording.url, "duration_s": recording.duration_s}
    hour = timedelta(hours=1)
    scenes = {
        "waiting": await Scene.create(api, now + 50 * hour, now + 51 * hour),
        "the room": await Scene.create(api, now - hour / 4, now + hour),
        "lobby": await Scene.create(api, now + hour / 5, now + hour, recording=film),
        "broadcast": await Scene.create(
            api, now - hour / 60, now + hour, recording=film | {"duration_s": 3000}
        ),
        "recording to come": await Scene.create(api, now - 3 * hour, now - 2 * hour),
        "recording": await Scene.create(api, now - 3 * hour, now - 2 * hour, recording=film),
    }
    findings = Findings()
    page = await browser.new_page()
    await page.set_viewport_size({"width": width, "height": 720})
    await page.emulate_media(color_scheme="light", reduced_motion="reduce")
    for name, scene in scenes.items():
        people = await scene.add({"Nora": "registered"})
        await page.goto(people["Nora"].join_url or "")
        await expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("Journey|coming"), timeout=PATIENCE_MS
        )
        await findings.look(page, name)
    await page.get_by_role("button", name="Play", exact=True).click()
    await page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    await findings.look(page, "playing")
    refused = (await scenes["recording"].add({"Ida": "invited"}))["Ida"]
    for name, link in {"not registered": refused.join_url, "unknown link": f"{system.url}/j/none"}.items():
        if link is not None:
            await page.goto(link)
            await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
            await findings.look(page, name)
    await page.evaluate("sessionStorage.clear()")
    await page.goto(f"{system.url}/watch")
    await expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
    await findings.look(page, "no link")
    assert findings.all == {}
