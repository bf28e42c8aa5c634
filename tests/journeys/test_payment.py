"""Entry that costs money, in a real Chromium: a price, the payment service's page, the seat, the mail, the refund."""

import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.journeys.browser import DashboardPage
from tests.journeys.house import House
from tests.journeys.scene import Scene
from tests.vendors.servers.stripe import ENDPOINT_SECRET, KEY, open_stripe

pytestmark = pytest.mark.asyncio(loop_scope="session")
PIA = "pia@payments.example"


async def test_a_stranger_pays_for_a_seat_and_has_the_money_back(house: House) -> None:
    starts_at = datetime.now(UTC) + timedelta(days=3)
    scene = await Scene.create(house.api, starts_at, starts_at + timedelta(hours=1))
    async with open_stripe(time.time) as stripe:
        connection = await house.call(
            "POST",
            "/connections",
            {
                "kind": "stripe",
                "name": "Stripe",
                "secrets": {"api_key": KEY, "webhook_secret": ENDPOINT_SECRET},
                "settings": {"base_url": stripe.url},
            },
        )
        path = urlsplit(connection["url"]).path
        stripe.endpoints = [(house.system.url + path, ENDPOINT_SECRET)]
        address = await house.page(scene, "paid-entry")

        operator = await house.browser.new_context(viewport={"width": 1280, "height": 900})
        dashboard = (await DashboardPage.open(operator, house.system, scene.webinar.id)).page
        await dashboard.get_by_role("link", name="Registration", exact=True).click()
        await dashboard.get_by_label("Price", exact=True).fill("49.00")
        await dashboard.get_by_role("button", name="Save", exact=True).click()
        await expect(dashboard.get_by_text("Registration saved")).to_be_visible()

        page = await house.stranger()
        await page.wait_for_timeout(2_100)  # what is known of a registration page is at most 2 s old
        await page.goto(address)
        await expect(page.get_by_text("Price: €49.00")).to_be_visible()
        await page.get_by_label("Email").fill(PIA)
        await page.get_by_label("First name").fill("Pia")
        await page.wait_for_timeout(2_100)  # a person takes longer than two seconds to fill it in
        await page.get_by_role("button", name="Continue to payment").click()
        await expect(page.get_by_role("heading")).to_have_text("Pay for your seat")
        await page.get_by_role("button", name="Pay €49.00").click()
        await page.wait_for_url(re.compile(re.escape(stripe.url)))
        await page.get_by_role("button", name="Pay by card").click()
        await expect(page.get_by_role("heading")).to_have_text("Thank you, you are registered")
        mail = await house.mail(PIA, "You are registered")
        assert "/j/" in mail.text
        assert set(await stripe.deliver(times=2)) == {204}

        payments = dashboard.get_by_test_id("payments")
        await expect(payments.get_by_role("cell", name="Paid", exact=True)).to_be_visible()
        await payments.get_by_role("button", name=f"Refund {PIA}").click()
        dialog = dashboard.get_by_role("dialog", name="Give the money back?")
        await expect(dialog).to_contain_text(f"{PIA} gets it back by the way they paid")
        await dialog.get_by_role("button", name="Refund €49.00").click()
        await expect(dialog).to_have_count(0)
        await house.mail(PIA, "Your payment is refunded")
        await expect(payments.get_by_role("cell", name="Refunded by an operator")).to_be_visible()
        assert stripe.refunds == [(stripe.only().intent, 4900)]
        members = await house.call("GET", f"/webinars/{scene.webinar.id}/members")
        assert [each["status"] for each in members["items"]] == ["not_in_program"]
        await page.context.close()
        await operator.close()
        await house.call("DELETE", f"/connections/{connection['id']}")
