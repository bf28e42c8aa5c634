"""A marketer builds a segment by keyboard alone, sees whom it finds and why, saves it, and starts a campaign on it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from tests.journeys.browser import PATIENCE_MS, WatchPage
from tests.journeys.house import House, noon_zone
from tests.journeys.keyboard import move_to, press

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "Keyboard evening"
COUNTED = timedelta(seconds=75)
"""Watch durations reach filters within a minute."""


@pytest.mark.timeout(240)
async def test_a_segment_and_a_campaign_on_it_are_built_by_keyboard(house: House) -> None:
    system, api, recording = house.system, house.api, house.recording
    browser = await house.browser.new_context(locale="en-GB")

    def subjects(email: str) -> list[str]:
        """Return the subjects of the campaign's mails to an address."""
        found = [str(each.message["Subject"]) for each in house.relay.to(email)]
        return [subject for subject in found if subject == "You came after all"]

    ends_at = datetime.now(UTC) - timedelta(days=1)
    webinar = await api.create_webinar(
        {
            "name": NAME,
            "starts_at": (ends_at - timedelta(hours=1)).isoformat(),
            "ends_at": ends_at.isoformat(),
            "timezone": noon_zone(),
            "recording": {"url": recording.url, "duration_s": recording.duration_s},
            "watch_threshold_s": 1,
        }
    )
    people = ("late@keys.example", "absent@keys.example")
    await api.add_members(webinar.id, [{"email": email} for email in people])
    await api.add_members(webinar.id, [{"email": "live@keys.example", "status": "attended"}])
    await house.call("PUT", f"/webinars/{webinar.id}/mail_settings", {"enabled": True})
    await api.finish(webinar.id)
    (late,) = await api.members(webinar.id, email="late@keys.example")
    viewer = await WatchPage.open(browser, late)
    await viewer.play()
    await viewer.plays_to(7)
    await viewer.pause()

    page = await browser.new_page()
    signed_in = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert signed_in.ok
    await page.goto(f"{system.url}/segments")
    await press(page, page.get_by_role("link", name="New segment").first)
    await move_to(page, page.get_by_label("Rows"))
    await page.keyboard.press("ArrowDown")
    await move_to(page, page.get_by_label("Webinar", exact=True))
    await page.keyboard.type(NAME)
    count = page.get_by_test_id("segment-count")
    await expect(count).to_have_text("3 matches", timeout=PATIENCE_MS)

    add = page.get_by_role("button", name="Add condition")
    await press(page, add)
    not_live = page.get_by_role("group", name=re.compile("^Not attended event"))
    await move_to(page, page.get_by_label("Condition", exact=True))
    await page.keyboard.type("Not")
    await move_to(page, not_live.get_by_label("Event mode"))
    await page.keyboard.press("ArrowDown")
    await expect(count).to_have_text("2 matches", timeout=PATIENCE_MS)

    await press(page, add)
    on_demand = page.get_by_role("group", name=re.compile("^Attended event"))
    await move_to(page, on_demand.get_by_label("Event mode"))
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await press(page, on_demand.get_by_role("checkbox", name="Watch date"), "Space")
    await press(page, on_demand.get_by_role("checkbox", name="Watch duration, minutes"), "Space")
    await press(page, on_demand.get_by_label("Watch duration, minutes: value"), "ControlOrMeta+A")
    await page.keyboard.type("0.1")
    await move_to(page, page.get_by_role("button", name="Ask again"))
    deadline = datetime.now(UTC) + COUNTED
    while await count.text_content() != "1 match" and datetime.now(UTC) < deadline:
        await page.keyboard.press("Enter")  # what was watched a moment ago may not be counted yet
        await page.wait_for_timeout(1000)
    await expect(count).to_have_text("1 match")

    await press(page, page.get_by_role("button", name=re.compile("^Why is late@")))
    await expect(page.get_by_text("late@keys.example matches.")).to_be_visible()
    await expect(not_live.locator("legend").first).to_contain_text("True")
    await expect(on_demand.locator("legend").first).to_contain_text("True")

    await move_to(page, page.get_by_label("Name", exact=True))
    await page.keyboard.type("Watched the recording instead")
    await press(page, page.get_by_role("button", name="Save segment"))
    await expect(page.get_by_role("heading", name="Watched the recording instead")).to_be_visible()
    await expect(page).to_have_url(re.compile(r"/segments/[0-9a-f-]{36}$"))
    await page.reload()
    await expect(count).to_have_text("1 match", timeout=PATIENCE_MS)
    await expect(not_live.get_by_label("Event mode")).to_have_value("live")

    await press(page, page.get_by_role("link", name="Start a campaign on it"))
    await expect(page.get_by_label("Segment", exact=True)).to_be_visible()
    await move_to(page, page.get_by_label("Name", exact=True))
    await page.keyboard.type("Thank the late ones")
    await press(page, page.get_by_role("button", name="Add step"))
    await press(page, page.get_by_label("Subject"), "ControlOrMeta+A")
    await page.keyboard.type("You came after all")
    await move_to(page, page.get_by_label("May be sent because"))
    await page.keyboard.press("ArrowDown")  # they agreed to nothing: a legitimate interest
    await press(page, page.get_by_role("button", name="Save campaign"))
    await expect(page.get_by_role("heading", name="Thank the late ones")).to_be_visible()
    await press(page, page.get_by_role("button", name="Activate"))
    await expect(page.get_by_text("1 match already")).to_be_visible()
    await press(page, page.get_by_role("button", name="From now on"))
    await expect(page.get_by_role("button", name="Pause")).to_be_visible()

    (absent,) = await api.members(webinar.id, email="absent@keys.example")
    viewer = await WatchPage.open(browser, absent)
    await viewer.play()
    await viewer.plays_to(7)
    await viewer.pause()
    deadline = datetime.now(UTC) + COUNTED
    while not subjects("absent@keys.example") and datetime.now(UTC) < deadline:
        await page.wait_for_timeout(500)
    assert subjects("absent@keys.example") == ["You came after all"]
    assert subjects("late@keys.example") == [], "who was in the segment before is not told"
    await press(page, page.get_by_role("button", name="Look again"))
    await expect(page.get_by_test_id("campaign-numbers")).to_contain_text("Done: 1")
    await browser.close()
