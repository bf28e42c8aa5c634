"""A number of the dashboard opens the segment that it counts."""

from __future__ import annotations

import asyncio
import random
import re
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from playwright.async_api import BrowserContext, Page, expect

from client_demo.api import Api
from client_demo.viewer import Tab
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System


async def test_a_number_of_the_dashboard_opens_its_segment(
    system: System, api: Api, browser: BrowserContext
) -> None:
    ends_at = datetime.now(UTC) - timedelta(days=1)
    webinar = await api.create_webinar(
        {
            "name": "Vermicompost",
            "starts_at": (ends_at - timedelta(hours=1)).isoformat(),
            "ends_at": ends_at.isoformat(),
        }
    )
    await api.add_members(webinar.id, [{"email": f"p{n}@numbers.example"} for n in range(3)])
    await api.finish(webinar.id)
    signed_in = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert signed_in.ok
    page = await browser.new_page()
    await page.goto(f"{system.url}/webinars/{webinar.id}")
    await expect(page.get_by_test_id("status-no_show")).to_have_attribute(
        "data-value", "3", timeout=PATIENCE_MS
    )
    await page.get_by_role("link", name=re.compile("No-Show")).click()
    await expect(page.get_by_test_id("segment-count")).to_have_text("3 matches", timeout=PATIENCE_MS)
    await expect(page.get_by_role("checkbox", name="No-Show").first).to_be_checked()
    await page.get_by_label("Name", exact=True).fill("Vermicompost absent")
    await page.get_by_role("button", name="Save segment").click()
    rows = page.get_by_test_id("segment-rows")
    await expect(rows.get_by_role("row")).to_have_count(4, timeout=PATIENCE_MS)
    await rows.get_by_label("Sort by").select_option("email")
    await rows.get_by_role("checkbox", name="Company").uncheck()
    await expect(rows.get_by_role("columnheader", name="Company")).to_have_count(0)
    await expect(rows.get_by_role("row").nth(1)).to_contain_text("p0@numbers.example")
    await page.get_by_role("button", name="Act on these people").click()
    dialog = page.get_by_test_id("act")
    await expect(dialog).to_contain_text("each of 3 people")
    await dialog.get_by_label("Action").select_option("set_status")
    await dialog.get_by_role("button", name="Do it").click()
    await expect(page).to_have_url(re.compile("/campaigns/"), timeout=PATIENCE_MS)
    await page.goto(f"{system.url}/webinars/{webinar.id}")
    await expect(page.get_by_test_id("status-attended")).to_have_attribute(
        "data-value", "3", timeout=PATIENCE_MS
    )


async def triggers_and_batches(page: Page, url: str, webinar: str) -> None:
    """Trigger Attends Event by mode, and statuses in a trigger and in a batch campaign, by their controls.

    Nora attended on demand, Omar is a No-Show, Lina attended live.
    """
    numbers = page.get_by_test_id("campaign-numbers")

    async def done(number: int) -> None:
        async with asyncio.timeout(40):
            while f"Done: {number}" not in (await numbers.text_content() or ""):
                await page.get_by_role("button", name="Look again").click()
                await page.wait_for_timeout(500)

    async def new(name: str, begins: str) -> None:
        await page.goto(f"{url}/campaigns/new")
        await page.get_by_label("Name", exact=True).fill(name)
        await page.get_by_label("Begins when").select_option(begins)
        await page.get_by_label("Webinar", exact=True).first.select_option(label=webinar)

    async def save(step: str) -> None:
        await page.get_by_role("button", name="Add step").click()
        await page.get_by_label("Do", exact=True).select_option(step)
        await page.get_by_role("button", name="Save campaign").click()
        await page.get_by_role("button", name="Activate").click()

    for mode, number in (("either", 2), ("live", 1), ("on_demand", 1)):
        await new(f"Journey attends {mode}", "attends_event")
        await page.get_by_label("Event mode").first.select_option(mode)
        await save("set_property")
        await expect(page.get_by_text(f"{number} match already")).to_be_visible(timeout=PATIENCE_MS)
        await page.get_by_role("button", name=f"Also for the {number} who match now").click()
        await done(number)

    await new("Journey trigger", "status_changed")
    await page.get_by_label("New status").select_option("attended")
    await save("set_property")
    await page.get_by_role("button", name="From now on").click()
    await expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)
    trigger = page.url
    await new("Journey batch", "schedule")
    await page.get_by_label("How often", exact=True).select_option("once")
    day, time = (await page.evaluate("new Date().toLocaleString('sv')"))[:16].split()
    await page.get_by_label("Time", exact=True).fill(day)
    await page.get_by_label("Time: time", exact=True).fill(
        time
    )  # this minute: it is made up when it has passed
    await page.get_by_role("button", name="Add condition").click()
    await page.get_by_label("Condition", exact=True).select_option("member")  # No-Show is ticked first
    await save("set_status")
    await page.get_by_role("button", name="From now on").click()
    await done(1)
    await page.goto(trigger)
    await done(1)
    for template in ("last_call", "missed", "thanks", "sales", "no_seat"):
        await page.goto(f"{url}/campaigns/new?template={template}")
        await page.get_by_label("Webinar", exact=True).first.select_option(label=webinar)
        await page.get_by_role("button", name="Save campaign").click()
        await page.get_by_role("button", name="Activate").click()
        await page.get_by_role("button", name="From now on").click()
        await expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.timeout(240)
async def test_the_sentences_of_the_documents_are_built_by_their_controls(
    system: System, api: Api, session: ClientSession, recording: Recording, browser: BrowserContext
) -> None:
    """Watch Date and Watch Duration, which are counted within a minute, are in test_campaigns_page.py."""
    scene = await Scene.past(
        api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=0.5
    )
    people = await scene.add({"Nora": "registered", "Omar": "registered", "Lina": "attended"})
    await scene.finish()
    tab = Tab(system.url, people["Nora"].token, recording.duration_s, session, random.Random(1))
    assert await tab.ready()
    tab.play()
    async with asyncio.timeout(30):
        while tab.watched_s < 1:
            await tab.until_over(tab.watched_s + 0.3)
            tab.report()
            await tab.acknowledged()
    await tab.close()
    signed_in = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert signed_in.ok
    page = await browser.new_page()
    await page.goto(f"{system.url}/segments/new?webinar={scene.webinar.id}")

    async def finds(*names: str) -> None:
        number = "1 match" if len(names) == 1 else f"{len(names)} matches"
        await expect(page.get_by_test_id("segment-count")).to_have_text(number, timeout=PATIENCE_MS)
        rows = page.get_by_role("table", name="Who matches").get_by_role("row")
        await expect(rows).to_have_count(len(names) + 1 if names else 0, timeout=PATIENCE_MS)
        for name in names:
            await expect(rows.filter(has_text=name)).to_have_count(1)

    await finds("Nora", "Omar", "Lina")
    await page.get_by_role("button", name="Add condition").click()
    await finds("Nora", "Lina")  # Event Mode left out: either
    await page.get_by_label("Event mode").select_option("live")
    await finds("Lina")
    await page.get_by_label("Event mode").select_option("on_demand")
    await finds("Nora")
    condition = page.get_by_label("Condition", exact=True)
    await condition.select_option("not_attended_event")
    await finds("Omar")
    await page.get_by_label("Event mode").select_option("on_demand")
    await finds("Omar", "Lina")
    await page.get_by_label("Event mode").select_option("live")
    await finds("Nora", "Omar")
    await condition.select_option("member")  # statuses in a batch: No-Show is ticked first
    await finds("Omar")
    await page.get_by_role("checkbox", name="Attended On-Demand").first.check()
    await finds("Nora", "Omar")
    await triggers_and_batches(page, system.url, scene.webinar.name)
    # One of them, across webinars
    await page.goto(f"{system.url}/people?q=nora")
    await page.get_by_role("link", name="Nora", exact=True).click()
    await expect(page.get_by_test_id("memberships")).to_contain_text(
        "Attended On-Demand", timeout=PATIENCE_MS
    )
    await expect(page.get_by_test_id("person-timeline")).to_contain_text("Attended On-Demand")
