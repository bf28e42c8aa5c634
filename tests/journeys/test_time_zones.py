"""Times in a real browser: each says its zone, everywhere the same; one unknown there is UTC and blanks nothing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Final

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, launch, sign_in
from tests.journeys.scene import Scene
from tests.journeys.system import System

STARTS: Final = datetime(2031, 3, 4, 17, 0, tzinfo=UTC)
ENDS: Final = datetime(2031, 3, 4, 18, 0, tzinfo=UTC)
UNKNOWN: Final = """
  const Own = Intl.DateTimeFormat;
  Intl.DateTimeFormat = new Proxy(Own, {
    apply: (own, _, given) => new Intl.DateTimeFormat(...given),
    construct(own, [locale, options]) {
      if (options?.timeZone === "Asia/Kathmandu") throw new RangeError("Invalid time zone specified");
      return new Own(locale, options);
    },
  });
"""
"""A browser whose database is older than a zone."""


@pytest.fixture
async def in_kolkata(system: System) -> AsyncIterator[BrowserContext]:
    """A browser in India, with English as in the United States, signed in; what goes wrong in a page fails the test."""
    problems: list[str] = []
    async with async_playwright() as playwright, await launch(playwright) as chromium:
        context = await chromium.new_context(locale="en-US", timezone_id="Asia/Kolkata")
        context.on("weberror", lambda problem: problems.append(str(problem.error)))
        await sign_in(context, system)
        yield context
        await context.close()
    assert problems == []


async def times_of(page: Page, system: System, scene: Scene, member: str) -> dict[str, str]:
    """Return what each place says of the start of a webinar."""
    webinar = f"{system.url}/webinars/{scene.webinar.id}"
    await page.goto(f"{system.url}/webinars")
    row = page.get_by_role("row").filter(has_text=scene.webinar.name)
    said = {"list": await row.inner_text()}
    await page.goto(webinar)
    await expect(page.get_by_role("heading", name=scene.webinar.name)).to_be_visible(timeout=PATIENCE_MS)
    said["head"] = await page.locator("main header").first.inner_text()
    await page.get_by_role("button", name="Webinar settings").click()
    await expect(page.get_by_label("Starts", exact=True)).to_have_value("2031-03-04")
    said["form"] = await page.locator("dialog p", has_text="2031").first.inner_text()
    said["time of the form"] = await page.get_by_label("Starts: time").input_value()
    await page.goto(f"{webinar}/members?member={member}")
    drawer = page.get_by_test_id("member-drawer")
    await expect(drawer.get_by_test_id("explanation")).to_be_visible(timeout=PATIENCE_MS)
    said["drawer"] = await drawer.inner_text()
    await drawer.get_by_role("tab").nth(1).click()
    said["timeline"] = await drawer.get_by_test_id("timeline").locator("h3").first.inner_text()
    await page.goto(f"{system.url}/people")
    return said


async def test_every_place_agrees_on_the_zone_and_an_unknown_one_is_utc(
    system: System, api: Api, in_kolkata: BrowserContext
) -> None:
    page = await in_kolkata.new_page()
    for zone, start, says in (
        ("Europe/Kyiv", "7:00", "Kyiv, UTC+2"),
        ("Asia/Kathmandu", "5:00", "UTC"),
    ):
        scene = await Scene.create(api, STARTS, ENDS, timezone=zone)
        nora = (await scene.add({"Nora": "registered"}))["Nora"]
        if says == "UTC":
            await page.add_init_script(UNKNOWN)
        said = await times_of(page, system, scene, nora.id)
        assert {
            place for place, text in said.items() if place != "time of the form" and f"({says})" not in text
        } == set()
        for place in ("list", "head", "form"):
            assert re.search(rf"{start}\sPM", said[place]), (place, said[place])
        # By the clock of the page, not by another one beside it.
        assert re.fullmatch(rf"{start}\sPM", said["time of the form"])


async def test_zones_are_offered_by_their_names_of_today_and_found_by_city(
    system: System, in_kolkata: BrowserContext
) -> None:
    page = await in_kolkata.new_page()
    await page.goto(f"{system.url}/webinars")
    await page.get_by_role("button", name="New webinar").first.click()
    form = page.get_by_test_id("create-webinar")
    zone = form.get_by_label("Time zone")
    await expect(zone).to_have_value("Asia/Kolkata")
    offered: list[str] = await form.locator("datalist option").evaluate_all(
        "options => options.map(({ value, label }) => `${value} ${label}`)"
    )
    assert {"Europe/Kyiv Kyiv, UTC+2", "Asia/Kolkata Kolkata, UTC+5:30"} <= {
        each.replace("UTC+3", "UTC+2") for each in offered
    }
    assert [each for each in offered if re.match("Europe/Kiev|Asia/Calcutta|Factory|localtime", each)] == []
    for typed, meant in (
        ("kyiv", "Europe/Kyiv"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("new york", "America/New_York"),
    ):
        await zone.fill(typed)
        await zone.blur()
        await expect(zone).to_have_value(meant)

    await form.get_by_label("Name").fill("Nowhere")
    await form.get_by_label("Ends", exact=True).fill("2031-03-04")
    for typed in ("Factory", "localtime", "posixrules"):
        await zone.fill(typed)
        await form.get_by_role("button", name="Create webinar").click()
        await expect(zone).to_have_attribute("aria-invalid", "true")
        await expect(form.get_by_text("Choose a time zone from the list")).to_be_visible()
        await zone.fill("UTC")
