"""The whole way by keyboard alone, at 320 px: making a webinar, registering, watching, the flip, and its mail.

Source: docs/accessibility.md; WCAG 2.1.1, 2.1.2, 2.4.3, 2.4.7
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.journeys.browser import PATIENCE_MS
from tests.journeys.house import House, link_in, noon_zone
from tests.journeys.keyboard import move_to, narrow, press, tab_order, write

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAME = "By keys alone"
EMAIL = "kay@keyboards.example"


async def people(house: House) -> BrowserContext:
    """A person's browser, where it is noon."""
    return await house.browser.new_context(locale="en-GB", timezone_id=noon_zone())


async def type_moment(page: Page, label: str, at: datetime) -> None:
    """Type a day, one part after the other as the machine's language has them, and a time."""
    await move_to(page, page.get_by_label(label, exact=True))
    await page.keyboard.type(f"{at:%m%d%Y}")
    await write(page, page.get_by_label(f"{label}: time"), f"{at:%H:%M}")


async def make_webinar(page: Page, house: House) -> None:
    """Sign in and create a webinar that ended an hour ago, with its recording."""
    await page.goto(f"{house.system.url}/webinars")
    await expect(page.get_by_label("API key")).to_be_focused(timeout=PATIENCE_MS)
    await page.keyboard.type(house.system.key)
    await page.keyboard.press("Enter")
    await press(page, page.get_by_role("button", name="New webinar").first)
    form = page.get_by_test_id("create-webinar")
    await expect(form.get_by_label("Name")).to_be_focused()
    await page.keyboard.type(NAME)
    ends_at = datetime.now(UTC) - timedelta(hours=1)
    await type_moment(page, "Starts", ends_at - timedelta(hours=1))
    await type_moment(page, "Ends", ends_at)
    await write(page, form.get_by_label("Time zone"), "UTC")
    await write(page, form.get_by_label("Recording"), house.recording.url)
    await write(page, form.get_by_label("Length"), f"0:{house.recording.duration_s:02.0f}")
    await press(page, form.get_by_text("More settings"))
    await write(page, form.get_by_label(re.compile("^View after")), "1")
    await page.keyboard.press("Enter")
    await press(page, form.get_by_role("button", name="It is over: create it"))
    await expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible(timeout=PATIENCE_MS)


async def open_registration(page: Page) -> str:
    """Add a question and a consent to the suggested registration page and save it. Returns its address."""
    await press(page, page.get_by_role("link", name="Registration", exact=True))
    await press(page, page.get_by_text("Questions", exact=True))
    await press(page, page.get_by_role("button", name="Add question"))
    await expect(page.locator("legend").get_by_text("Question 1", exact=True)).to_be_focused()
    await write(page, page.get_by_label("Question (English)"), "Team size")
    await move_to(page, page.get_by_label("Answer", exact=True))
    await page.keyboard.type("One of")
    await write(page, page.get_by_label("Choice (English)"), "Large")
    await press(page, page.get_by_role("button", name="Add choice"))
    await write(page, page.get_by_label("Choice (English)").nth(1), "Small")
    await press(page, page.get_by_role("button", name="Move up: Choice 2"))
    await expect(page.locator("legend").get_by_text("Choice 1", exact=True)).to_be_focused()
    await expect(page.get_by_label("Choice (English)").first).to_have_value("Small")
    await press(page, page.get_by_text("Consents", exact=True))
    await press(page, page.get_by_role("button", name="Add consent"))
    await write(page, page.get_by_label("Purpose"), "newsletter")
    await write(page, page.get_by_label("Text (English)"), "Write to me about what comes next.")
    await press(page, page.get_by_role("button", name="Save", exact=True))
    preview = page.get_by_role("link", name="See the page")
    await expect(preview).to_be_visible(timeout=PATIENCE_MS)
    address = await preview.get_attribute("href")
    assert address is not None
    return address


async def start_campaign(page: Page) -> None:
    """Thank everybody who attends, from now on: a template as it is."""
    await press(page, page.get_by_role("link", name="Campaigns"))
    await press(page, page.get_by_role("link", name=re.compile("^Thank who attended")))
    await press(page, page.get_by_role("button", name="Save campaign"))
    await press(page, page.get_by_role("button", name="Activate"))
    await press(page, page.get_by_role("button", name="From now on"))
    await expect(page.get_by_role("button", name="Pause")).to_be_visible(timeout=PATIENCE_MS)


async def register(page: Page, address: str) -> None:
    """Fill in the form and send it with Enter."""
    await page.goto(address)
    await write(page, page.get_by_label("Email"), EMAIL)
    for label, text in {"First name": "Kay", "Last name": "Keys"}.items():
        await write(page, page.get_by_label(label), text)
    await press(page, page.get_by_role("radio", name="Small"), "Space")
    await press(page, page.get_by_label("Write to me"), "Space")
    await page.wait_for_timeout(2_100)  # a person takes longer than two seconds to fill it in
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading")).to_have_text("Thank you")


async def watch(page: Page, link: str) -> None:
    """Open the link of the mail, press Play, and watch longer than a view takes."""
    await page.goto(link)
    await page.wait_for_function("() => document.querySelector('video')?.readyState >= 1")
    await press(page, page.get_by_role("button", name="Play", exact=True))
    await page.wait_for_function("() => document.querySelector('video').currentTime > 2")
    await page.keyboard.press("Space")
    await page.wait_for_function("() => document.querySelector('video').paused")


@pytest.mark.timeout(180)
async def test_from_a_new_webinar_to_a_flip_and_its_mail(house: House) -> None:
    operator, viewer = await people(house), await people(house)
    page, phone = await narrow(operator), await narrow(viewer)
    await make_webinar(page, house)
    overview = page.url
    address = await open_registration(page)
    await start_campaign(page)

    await register(phone, address)
    confirmation = await house.mail(EMAIL, "You are registered")
    (sent,) = (await house.call("GET", f"/webinars/{overview.rsplit('/', 1)[1]}/submissions"))["items"]
    assert [(each["id"], each["value"]) for each in sent["answers"]] == [("team-size", "Small")]
    assert [each["purpose"] for each in sent["consents"]] == ["newsletter"]
    await page.goto(overview)
    unfinished = page.get_by_test_id("unfinished")
    await expect(unfinished).to_contain_text("1 member waits for that", timeout=PATIENCE_MS)
    await press(page, unfinished.get_by_role("button", name="Finish"))
    await press(page, page.get_by_role("button", name="Finish event"))
    await press(page, page.get_by_test_id("finish-result").get_by_role("button", name="Done"))
    await expect(page.get_by_test_id("status-no_show")).to_have_attribute(
        "data-value", "1", timeout=PATIENCE_MS
    )

    await watch(phone, link_in(confirmation, "j"))
    flipped = page.get_by_test_id("status-attended_on_demand")
    await expect(flipped).to_have_attribute("data-value", "1", timeout=PATIENCE_MS)
    thanks = await house.mail(EMAIL, "Thank you for watching")
    assert link_in(thanks, "j")
    assert thanks.message["List-Unsubscribe"] is not None
    for path in ("", "/members", "/registration", "/mail"):
        await page.goto(overview + path)
        await expect(page.get_by_test_id("loading")).to_have_count(0, timeout=PATIENCE_MS)
        assert len(await tab_order(page)) > 12
    mails = page.get_by_role("row", name=re.compile(f"{EMAIL} Campaign Sent"))
    await expect(mails).to_have_count(1, timeout=PATIENCE_MS)
    await operator.close()
    await viewer.close()
