"""A stranger registers, reads the mail, and watches: the whole product with a relay, in a real Chromium."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from client_demo.registering import PAGE
from client_demo.third_party.site import site
from tests.journeys.browser import DashboardPage, WatchPage
from tests.journeys.house import PHONE, House, link_in
from tests.journeys.scene import Scene
from tests.mail.relay import Taken
from tests.vendors.servers.zoom_rest import ACCOUNT, CLIENT_ID, CLIENT_SECRET, WEBINAR, running_zoom

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def fill_in(page: Page, address: str, email: str, **fields: str) -> None:
    """Register by hand on the page, as a person does who takes longer than two seconds."""
    await page.goto(address)
    await page.get_by_label("Email").fill(email)
    for label, value in fields.items():
        await page.get_by_label(label.replace("_", " ").capitalize()).fill(value)
    await page.wait_for_timeout(2_100)
    await page.get_by_role("button", name="Register").click()
    await expect(page.get_by_role("heading")).to_have_text("Thank you")


async def opens(house: House, mail: Taken, scene: Scene) -> None:
    """Open the link in a mail, and see that it leads to the webinar."""
    page = await house.stranger(script=True)
    await page.goto(link_in(mail, "j"))
    await expect(page.get_by_role("heading", name=scene.webinar.name)).to_be_visible()
    await page.context.close()


async def coming(house: House, **fields: Any) -> Scene:
    """A webinar in three days."""
    starts_at = datetime.now(UTC) + timedelta(days=3)
    return await Scene.create(house.api, starts_at, starts_at + timedelta(hours=1), **fields)


async def test_a_stranger_registers_without_a_script_confirms_watches_and_flips(house: House) -> None:
    scene = await Scene.past(
        house.api,
        recording_url=house.recording.url,
        duration_s=house.recording.duration_s,
        threshold_s=1,
        ended=timedelta(hours=1),
    )
    await scene.finish()
    address = await house.page(scene, "stranger", confirm_address=True)
    page = await house.stranger()
    await page.goto(address)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.get_by_label("Email").fill("nora@people.example")
    await page.get_by_role("button", name="Register").click()
    await expect(page.get_by_role("alert")).to_contain_text("First name")
    await page.get_by_label("First name").fill("Nora")
    await page.wait_for_timeout(2_100)  # a person takes longer than two seconds to fill it in
    await page.get_by_role("button", name="Register").click()
    await expect(page.get_by_role("heading")).to_have_text("Thank you")

    proof = link_in(await house.mail("nora@people.example", "confirm your address"), "c")
    await page.goto(proof)
    await page.get_by_role("button", name="Confirm").click()
    await expect(page.get_by_role("heading")).to_have_text("Your address is confirmed")

    link = link_in(await house.mail("nora@people.example", "You are registered"), "j")
    viewer = await house.browser.new_context()
    dashboard = await DashboardPage.open(viewer, house.system, scene.webinar.id)
    watching = WatchPage(await viewer.new_page())
    await watching.page.goto(link)
    await watching.play()
    await watching.plays_to(1.5)
    await dashboard.shows({"status-attended_on_demand": 1, "visitors": 1})
    await viewer.close()


@asynccontextmanager
async def other_site(house: House, slug: str) -> AsyncIterator[str]:
    """Serve a third party's site with the form of a page of its own. Yields its origin."""
    scene = await Scene.past(house.api, ended=timedelta(hours=1))
    await house.page(scene, **{**PAGE, "slug": slug, "approval": "automatic"})
    runner = web.AppRunner(site(house.system.url, house.recording.path, slug))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
    await house.call("PATCH", f"/webinars/{scene.webinar.id}", {"allowed_origins": [origin]})
    yield origin
    await runner.cleanup()


async def test_forms_on_other_peoples_pages(house: House) -> None:
    """The script, a frame and a plain form, each from another origin, without a cookie."""
    async with other_site(house, "elsewhere") as elsewhere:
        page = await house.stranger(script=True)
        await page.wait_for_timeout(2_100)  # what is known of a registration page is at most 2 s old
        for way in ("script", "frame", "form"):
            await page.goto(f"{elsewhere}/register-{way}")
            where: Any = page.frame_locator("iframe") if way == "frame" else page
            await where.get_by_label("Email").fill(f"{way}@people.example")
            await where.get_by_label("First name").fill("Nora")
            await where.get_by_label("Last name").fill("Okafor")
            if way == "form":
                await where.get_by_label("Topic").select_option("replay")
            else:
                await where.get_by_label("Replay").check()
            await page.wait_for_timeout(2_100)  # a person takes longer than two seconds to fill it in
            await where.get_by_role("button", name="Register").click()
            await expect(where.get_by_text("What comes of it we write to that address.")).to_be_visible()
            if way != "form":
                await expect(page.get_by_text("the form was sent")).to_be_visible()
            await house.mail(f"{way}@people.example", "You are registered")
        assert await page.context.cookies() == []
        await page.context.close()


async def test_two_forms_on_one_page(house: House) -> None:
    """An error is shown in its own form, and the other keeps what was typed."""
    async with other_site(house, "twice") as elsewhere:
        page = await house.stranger(script=True)
        await page.wait_for_timeout(2_100)  # what is known of a registration page is at most 2 s old
        await page.goto(f"{elsewhere}/register-script")
        await page.evaluate(
            """() => {
                const first = document.querySelector("script[data-webinar]");
                const second = document.createElement("script");
                Object.assign(second, { src: first.src });
                second.dataset.webinar = first.dataset.webinar;
                document.querySelector("main").append(second);
            }"""
        )
        forms = page.locator(".latecomer-form")
        await expect(forms.nth(1).get_by_label("Email")).to_be_visible()
        await forms.first.get_by_label("Email").fill("kept@people.example")
        await forms.nth(1).get_by_label("Email").fill("other@people")  # which a browser takes
        await forms.nth(1).get_by_label("First name").fill("Nora")
        await forms.nth(1).get_by_label("Last name").fill("Okafor")
        await forms.nth(1).get_by_label("Replay").check()
        await page.wait_for_timeout(2_100)  # a person takes longer than two seconds to fill it in
        await forms.nth(1).get_by_role("button", name="Register").click()
        await expect(forms.nth(1).get_by_role("alert")).to_contain_text("Email")
        await expect(forms.nth(1).get_by_text("This is not an email address.")).to_be_visible()
        await expect(forms.first.get_by_role("alert")).to_be_hidden()
        await expect(forms.first.get_by_label("Email")).to_have_value("kept@people.example")
        await page.context.close()


async def settings_name_what_is_wrong(dashboard: Page) -> None:
    """Every field says what is wrong with it; the introduction is written in each language."""
    settings = dashboard.get_by_test_id("registration")
    save = settings.get_by_role("button", name="Save", exact=True)
    address = settings.get_by_label("Address of the page")
    was = await address.input_value()
    await address.fill("Ü b€r /x")
    await save.click()
    await expect(address).to_have_attribute("aria-invalid", "true")
    await expect(settings.get_by_text("Use 3 to 80 of the characters")).to_be_visible()
    await address.fill(was)
    await settings.get_by_label("Domains that are not taken").fill("spam.example\nno domain")
    await settings.get_by_label("Where the thanks page goes on to").fill("javascript:alert(1)")
    await save.click()
    await expect(settings.get_by_text("Line 2: write a domain")).to_be_visible()
    await expect(settings.get_by_text("Write the whole address of a page").first).to_be_visible()
    await settings.get_by_label("Domains that are not taken").fill("spam.example")
    await settings.get_by_label("Where the thanks page goes on to").fill("")
    await settings.get_by_label("Text above the form (Français)").fill("Bienvenue")
    until = settings.get_by_label("Forms are taken until", exact=True)
    await until.fill("2020-01-01")
    await until.fill("")
    await save.click()
    await expect(dashboard.get_by_text("Registration saved")).to_be_visible()


async def test_an_operator_approves_by_keyboard_and_the_link_goes_out(house: House) -> None:
    scene = await coming(house)
    address = await house.page(scene, "by-approval", approval="manual", tell_rejected=True)
    page = await house.stranger()
    for name in ("ana", "ben"):
        await fill_in(page, address, f"{name}@approval.example", first_name=name.title())
        pending = await house.mail(f"{name}@approval.example", "")
        assert "/j/" not in pending.text, "no link before the decision"

    operator = await house.browser.new_context(viewport={"width": 1280, "height": 800})
    dashboard = (await DashboardPage.open(operator, house.system, scene.webinar.id)).page
    await dashboard.get_by_role("link", name="Registration", exact=True).click()
    await settings_name_what_is_wrong(dashboard)
    queue = dashboard.get_by_test_id("approval-queue")
    ana, ben = (queue.get_by_role("checkbox", name=f"{name}@approval.example") for name in ("ana", "ben"))
    await ana.focus()
    await dashboard.keyboard.press("r")
    await expect(ana).to_have_count(0)
    await expect(queue.get_by_role("status")).to_contain_text("1 decided")
    await ben.focus()
    await dashboard.keyboard.press("u")
    await expect(ana).to_be_visible()
    await ben.focus()
    await dashboard.keyboard.press("ArrowUp")
    await expect(ana).to_be_focused()
    await dashboard.keyboard.press("Space")
    await dashboard.keyboard.press("a")
    await expect(ana).to_have_count(0)
    await ben.focus()
    await dashboard.keyboard.press("r")
    approved = await house.mail("ana@approval.example", "is approved")
    await house.mail("ben@approval.example", "Your registration")
    assert all("/j/" not in mail.text for mail in house.relay.to("ben@approval.example"))
    await operator.close()

    await opens(house, approved, scene)
    await page.context.close()


async def test_a_freed_seat_of_a_full_webinar_goes_to_who_waits_longest(house: House) -> None:
    scene = await coming(house, registrant_limit=1, cancellations="remove")
    address = await house.page(scene, "full-house")
    page = await house.stranger()
    await fill_in(page, address, "first@full.example", first_name="Ada")
    confirmed = await house.mail("first@full.example", "You are registered")
    await page.wait_for_timeout(2_100)  # what is known of a registration page is at most 2 s old
    await page.goto(address)
    await expect(page.get_by_text("All seats are taken")).to_be_visible()
    for name in ("second", "third"):
        await fill_in(page, address, f"{name}@full.example", first_name="Bo")
        waiting = await house.mail(f"{name}@full.example", "waiting list")
        assert "/j/" not in waiting.text

    await page.goto(link_in(confirmed, "x"))
    await page.get_by_role("button", name="I cannot come").click()
    await house.mail("first@full.example", "cancelled")
    promoted = await house.mail("second@full.example", "You are registered")
    await opens(house, promoted, scene)
    assert len(house.relay.to("third@full.example")) == 1
    await page.context.close()


async def test_with_zoom_bound_the_confirmation_goes_when_zoom_has_confirmed(house: House) -> None:
    scene = await coming(house, live_url="https://meet.example/everybody")
    address = await house.page(scene, "at-zoom", fields={"first_name": "optional", "last_name": "hidden"})
    async with running_zoom() as zoom:
        connection = await house.call(
            "POST",
            "/connections",
            {
                "kind": "zoom",
                "name": "Zoom",
                "secrets": {
                    "secret_token": "s3cr3t",
                    "account_id": ACCOUNT,
                    "client_id": CLIENT_ID,
                    "client_secret": CLIENT_SECRET,
                },
                "settings": {"api_url": f"{zoom.url}/v2", "token_url": f"{zoom.url}/oauth/token"},
                "webinars": [{"webinar_id": scene.webinar.id, "external_id": WEBINAR}],
            },
        )
        page = await house.stranger()
        await page.wait_for_timeout(2_100)  # what is known of a registration page is at most 2 s old
        await page.goto(address)
        await page.get_by_label("Email").fill("zoe@zoom.example")
        await page.get_by_role("button", name="Register").click()
        await expect(page.get_by_role("alert")).to_contain_text("First name")
        await expect(page.get_by_role("alert")).to_contain_text("Last name")
        await fill_in(page, address, "zoe@zoom.example", first_name="Zoe", last_name="Quist")
        confirmed = await house.mail("zoe@zoom.example", "You are registered")
        (registrant,) = zoom.registrants
        named = (registrant["email"], registrant["first_name"], registrant["last_name"])
        assert named == ("zoe@zoom.example", "Zoe", "Quist")
        assert "zoom.us" not in confirmed.text, "the link is ours, and leads there when it is time"
        await house.call("DELETE", f"/connections/{connection['id']}")
    await page.context.close()


async def test_an_operator_rewords_a_mail_tests_it_and_cancels_the_event(house: House) -> None:
    scene = await coming(house)
    address = await house.page(scene, "reworded")
    operator = await house.browser.new_context(viewport={"width": 1280, "height": 800})
    dashboard = (await DashboardPage.open(operator, house.system, scene.webinar.id)).page
    await dashboard.get_by_role("link", name="Mail", exact=True).click()
    await dashboard.get_by_role("button", name="Reminder", exact=True).click()
    dialog = dashboard.get_by_test_id("mail-kind")
    await dialog.get_by_label("Minutes before the start").fill("30, ten")
    await expect(dialog.get_by_text("Up to ten whole numbers from 1")).to_be_visible()
    await dialog.get_by_label("Minutes before the start").fill("30, 10")
    await dialog.get_by_role("button", name="Save", exact=True).first.click()
    await dialog.get_by_text("Change the words").click()
    await dialog.get_by_label("Text", exact=True).fill("Without the address")
    await dialog.get_by_role("button", name="Save", exact=True).last.click()
    await expect(dialog.get_by_role("alert")).to_contain_text("link")
    await dialog.get_by_label("Text", exact=True).fill("Come along: {{ link }}")
    await dialog.get_by_role("button", name="Preview").click()
    await dialog.get_by_role("button", name="Plain text").click()
    await expect(dialog.get_by_text("Come along: http")).to_be_visible()
    await dialog.get_by_label("HTML", exact=True).fill('<p style="color: red">Come {{ link }}</p>')
    await dialog.get_by_role("button", name="Preview").click()
    await dialog.get_by_role("button", name="Phone").click()
    looked = dialog.frame_locator("iframe").get_by_text("Come http")
    await expect(looked).to_be_visible()
    assert await looked.evaluate("(each) => getComputedStyle(each).color") == "rgb(255, 0, 0)"
    assert await looked.evaluate("() => innerWidth") <= 360
    await dialog.get_by_role("button", name="Save", exact=True).last.click()
    await dialog.get_by_label("Send a test to").fill("operator@reworded.example")
    await dialog.get_by_role("button", name="Send a test").click()
    assert "Come along: http" in (await house.mail("operator@reworded.example", "")).text
    await dialog.get_by_role("button", name="Close").last.click()

    page = await house.stranger()
    await fill_in(page, address, "told@reworded.example", first_name="Ada")
    await house.mail("told@reworded.example", "You are registered")
    await dashboard.get_by_role("button", name="Cancel the event").click()
    await dashboard.get_by_label("What people are told").fill("The room is flooded.")
    await dashboard.get_by_role("dialog").get_by_role("button", name="Cancel the event").click()
    await expect(dashboard.get_by_text("This event was cancelled")).to_be_visible()
    assert "The room is flooded." in (await house.mail("told@reworded.example", "Cancelled:")).text
    await dashboard.get_by_role("button", name="Reinstate the event").click()
    await dashboard.get_by_role("dialog").get_by_role("button", name="Reinstate the event").click()
    await expect(dashboard.get_by_text("This event was cancelled")).to_have_count(0)
    await house.mail("told@reworded.example", "It takes place:")
    await page.context.close()
    await operator.close()
