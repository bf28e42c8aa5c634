"""A number of the dashboard opens the segment that it counts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import BrowserContext, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS
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
    await expect(page.get_by_role("checkbox", name="No-Show")).to_be_checked()
