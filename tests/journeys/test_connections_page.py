"""Connections by mouse and keyboard: made, tested, mended, watched, replayed, paused and deleted on their page."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import aiohttp
from playwright.async_api import BrowserContext, Locator, Page, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, DashboardPage
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.vendors.servers.receiver import Told, running_receiver
from tests.vendors.servers.zoom import Answer, ZoomServer, webinar_event
from tests.vendors.servers.zoom_rest import ACCOUNT, CLIENT_ID, CLIENT_SECRET, WEBINAR, running_zoom

TOKEN = "s3cr3t-token-of-the-page"
NUMBER = "98765432101"
OTHER_NUMBER = "98765432102"


async def signed_in(system: System, browser: BrowserContext, key: str | None = None) -> Page:
    """A page whose browser is signed in, at the list of webinars."""
    await browser.grant_permissions(["clipboard-read", "clipboard-write"], origin=system.url)
    answer = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": key or system.key}, headers={"Origin": system.url}
    )
    assert answer.ok, await answer.text()
    page = await browser.new_page()
    await page.goto(f"{system.url}/webinars")
    return page


async def start(page: Page, kind: str) -> Locator:
    """Begin to make a connection; returns the form's dialog."""
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Connections").click()
    await page.get_by_role("button", name="New connection").click()
    await page.get_by_test_id("choose-kind").locator(f"[data-kind={kind}]").click()
    return page.get_by_test_id("create-connection")


async def trial(page: Page) -> Locator:
    """Press Test and wait for what it says."""
    async with page.expect_response(re.compile("/test$")):
        await page.get_by_role("button", name="Test", exact=True).click()
    return page.get_by_test_id("tested")


async def bind(page: Page, webinar: str, number: str) -> None:
    """Bind a webinar by its name."""
    bindings = page.get_by_test_id("bindings")
    option = bindings.get_by_role("option", name=re.compile(f"^{re.escape(webinar)},"))
    value = await option.get_attribute("value")
    await bindings.get_by_label("Webinar", exact=True).select_option(value)
    await bindings.get_by_label("Webinar ID").fill(number)
    await bindings.get_by_role("button", name="Bind", exact=True).click()
    await expect(bindings.get_by_role("link", name=webinar, exact=True)).to_be_visible()


async def delete(page: Page, name: str) -> None:
    """Delete the connection whose page this is."""
    await page.get_by_role("button", name="Delete connection").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete connection").click()
    await expect(page).to_have_url(re.compile("/connections$"))
    await expect(page.get_by_role("link", name=name)).to_have_count(0)


async def test_a_webhook_from_its_secret_to_its_last_dead_letter(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s)
    page = await signed_in(system, browser)
    async with running_receiver() as receiver:
        form = await start(page, "webhook")
        await form.get_by_label("Name").fill("Warehouse")
        await form.get_by_role("button", name="Connect", exact=True).click()
        url = form.get_by_label("URL")
        await expect(url).to_have_attribute("aria-invalid", "true")
        await expect(url).to_be_focused()
        await url.fill(receiver.url)
        await form.get_by_label("Signing secret").fill("too short")
        await form.get_by_role("button", name="Connect", exact=True).click()
        await expect(form.get_by_label("Signing secret")).to_be_focused()
        await expect(form).to_contain_text("not in the form of such a secret")
        await form.get_by_label("Signing secret").fill("")
        await form.get_by_role("button", name="Connect", exact=True).click()

        shown = page.get_by_test_id("connection-made")
        await shown.get_by_role("button", name="Copy").click()
        secret: str = await page.evaluate("navigator.clipboard.readText()")
        assert secret.startswith("whsec_")
        await shown.get_by_role("button", name="Done").click()
        await expect(page.get_by_role("heading", name="Warehouse")).to_be_visible()
        assert secret not in await page.content()

        note = await trial(page)
        await expect(note).to_contain_text("answered 401")
        receiver.secret = secret  # what a person does at the receiver
        await expect(await trial(page)).to_have_attribute("data-code", "works")

        receiver.always = Told(500)
        await scene.add({"Hanna": "registered"})
        outgoing = page.get_by_test_id("outgoing")
        row = outgoing.get_by_role("row").filter(has_text="Became Registered").filter(has_text="Hanna")
        await expect(row).to_contain_text("answered 500", timeout=PATIENCE_MS)
        await expect(row).to_have_attribute("data-state", "waiting")
        connection = urlsplit(page.url).path.rpartition("/")[2]
        await expect(page.get_by_test_id("trouble")).to_contain_text("answered 500", timeout=PATIENCE_MS)
        await until_dead(api, connection, int(await attempts(row)))
        await expect(row).to_have_attribute("data-state", "dead", timeout=PATIENCE_MS)
        await expect(row).to_contain_text("10 attempts")
        await outgoing.get_by_role("button", name=re.compile("^Dead letter")).click()
        await expect(outgoing.get_by_role("row")).to_have_count(3)  # one of a head, two events

        receiver.always = None
        await row.get_by_role("button", name=re.compile("^Try again")).click()
        await outgoing.get_by_role("button", name="Try 1 dead letter again").click()
        await expect(outgoing).to_contain_text("Nothing in this state", timeout=PATIENCE_MS)
        await outgoing.get_by_role("button", name="Delivered", exact=True).click()
        await expect(row).to_have_attribute("data-state", "delivered", timeout=PATIENCE_MS)
        assert {one.body["type"] for one in receiver.taken} == {
            "connection.tested",
            "member.registered",
            "member.status_changed",
        }

        await page.get_by_role("button", name="Change secrets").click()
        await page.get_by_test_id("rotate-secrets").get_by_role("button", name="Change secrets").click()
        await expect(shown.get_by_text("whsec_")).to_be_visible()
        await page.keyboard.press("Escape")  # it was not copied, so the page asks first
        await page.get_by_test_id("leave-dialog").get_by_role("button", name="Discard").click()
        await expect(await trial(page)).to_have_attribute("data-code", "works")
        await delete(page, "Warehouse")


async def attempts(row: Locator) -> str:
    """Return the number of attempts that a row shows."""
    found = re.search(r"(\d+) attempt", await row.inner_text())
    assert found
    return found[1]


async def until_dead(api: Api, connection: str, made: int) -> None:
    """Let every delivery that waits be tried anew, at once, until ten attempts have failed."""
    deadline = time.monotonic() + 30
    while True:
        listed = await api.call("GET", f"/connections/{connection}/deliveries")
        waiting = [each for each in listed["items"] if each["state"] == "waiting"]
        if not waiting:
            return
        assert time.monotonic() < deadline, (made, listed)
        for each in waiting:
            await api.call("POST", f"/deliveries/{each['id']}/replay")


async def test_a_zoom_account_that_pushes(
    system: System, api: Api, browser: BrowserContext, session: aiohttp.ClientSession
) -> None:
    scene, other = await Scene.past(api), await Scene.past(api)
    page = await signed_in(system, browser)
    form = await start(page, "zoom")
    await form.get_by_label("Name").fill("")
    await form.get_by_role("button", name="Connect", exact=True).click()
    for label in ("Name", "Secret token"):  # all that is missing at once
        await expect(form.get_by_label(label)).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("Name")).to_be_focused()
    await form.get_by_label("Name").fill("Zoom of the page")
    await form.get_by_role("button", name="Connect", exact=True).click()
    await expect(form.get_by_label("Secret token")).to_be_focused()
    await form.get_by_label("Secret token").fill(TOKEN)
    await form.get_by_role("button", name="Connect", exact=True).click()
    shown = page.get_by_test_id("connection-made")
    await expect(shown).to_be_visible()
    address = await shown.locator("[data-copied=address]").inner_text()
    await page.keyboard.press("Escape")
    await expect(await trial(page)).to_have_attribute("data-code", "no_webinars")
    await bind(page, scene.webinar.name, NUMBER)
    await expect(await trial(page)).to_have_attribute("data-code", "never_heard")

    async def post(body: bytes, headers: dict[str, str]) -> Answer:
        began = time.monotonic()
        async with session.post(address, data=body, headers=headers) as answer:
            return Answer(answer.status, await answer.read(), time.monotonic() - began)

    zoom = ZoomServer(TOKEN, post, int(time.time() * 1000))
    await zoom.validate("qgg8vlvZRS6UYooatFL8Aw")

    async def register(name: str, number: str) -> None:
        zoom.now = int(time.time() * 1000)
        registrant = {
            "id": f"id-{name}",
            "email": f"{name}@push.example",
            "first_name": name,
            "status": "approved",
        }
        await zoom.send(webinar_event("registration_created", zoom.now, number, registrant=registrant))

    await register("Ana", NUMBER)
    inbox = page.get_by_test_id("inbox")
    rows = inbox.locator("tbody tr")
    await expect(rows.filter(has_text="Taken over")).to_have_count(1, timeout=PATIENCE_MS)
    await expect(rows.first).to_contain_text("Registration: Ana")
    await expect(rows.first.get_by_role("link", name=scene.webinar.name)).to_be_visible()
    (ana,) = await api.members(scene.webinar.id, email="ana@push.example")
    assert ana.status == "registered"
    await expect(await trial(page)).to_have_attribute("data-code", "works")

    await register("Ben", OTHER_NUMBER)
    waits = rows.filter(has_text="Of a webinar that is not bound")
    await expect(waits).to_have_attribute("data-state", "waiting", timeout=PATIENCE_MS)
    await expect(waits).to_contain_text(OTHER_NUMBER)
    await bind(page, other.webinar.name, OTHER_NUMBER)
    await expect(rows.filter(has_text="Taken over")).to_have_count(2, timeout=PATIENCE_MS)
    await rows.first.get_by_role("button", name=re.compile("^Handle again")).click()
    await expect(page.get_by_text("1 delivery tried again")).to_be_visible()

    zoom.secret = "changed at Zoom"
    await register("Mallory", NUMBER)
    await expect(page.get_by_test_id("refused")).to_contain_text(
        "1 refused, the last not signed with our secret", timeout=PATIENCE_MS
    )
    await expect(await trial(page)).to_have_attribute("data-code", "wrong_signature")
    zoom.secret, zoom.waiting = TOKEN, []

    await page.get_by_role("button", name="Pause").click()
    await expect(page.locator("header [data-state=paused]")).to_be_visible()
    await register("Cleo", NUMBER)
    await expect(rows.first).to_have_attribute("data-state", "new", timeout=PATIENCE_MS)
    assert await api.members(scene.webinar.id, email="cleo@push.example") == []
    await page.get_by_role("button", name="Resume").click()
    await expect(rows.filter(has_text="Taken over")).to_have_count(3, timeout=PATIENCE_MS)

    await page.get_by_role("link", name="Connections").last.click()
    listed = page.get_by_test_id("connections").get_by_role("row").filter(has_text="Zoom of the page")
    await expect(listed).to_contain_text("2 webinars")
    await expect(listed).to_contain_text("Active")
    await listed.get_by_role("link").click()
    await page.get_by_role("button", name=f"Unbind {other.webinar.name}", exact=True).click()
    bound = page.get_by_test_id("bindings")
    await expect(bound.get_by_role("link", name=other.webinar.name, exact=True)).to_have_count(0)
    await delete(page, "Zoom of the page")


async def test_who_is_no_administrator_is_told_so(system: System, api: Api, browser: BrowserContext) -> None:
    made = await api.call("POST", "/keys", {"name": "a reader", "scopes": ["read", "write"]})
    page = await signed_in(system, browser, made["key"])
    await expect(page.get_by_role("heading", name="Webinars")).to_be_visible()
    await expect(page.get_by_role("link", name="Connections")).to_have_count(0)
    await page.goto(f"{system.url}/connections")
    await expect(page.get_by_role("heading", name="Connections are for administrators")).to_be_visible()


async def test_a_provider_that_is_asked(system: System, api: Api, browser: BrowserContext) -> None:
    starts_at = datetime.now(UTC) + timedelta(hours=2)
    scene = await Scene.create(api, starts_at, starts_at + timedelta(hours=1))
    page = await signed_in(system, browser)
    async with running_zoom() as zoom:
        zoom.registrants.append(
            {"id": "r1", "email": "vera@zoom.example", "first_name": "Vera", "status": "approved"}
            | {"create_time": "2026-03-01T10:00:00Z", "join_url": "https://example.zoom.us/w/1?tk=r1"}
        )
        form = await start(page, "zoom")
        await form.get_by_label("Name").fill("Zoom that is asked")
        await form.get_by_label("Secret token").fill(TOKEN)
        await form.get_by_text("API credentials", exact=True).click()
        await form.get_by_label("Account ID").fill(ACCOUNT)
        await form.get_by_label("Client ID").fill(CLIENT_ID)
        await form.get_by_label("Client secret").fill("not this one")
        await form.get_by_text("More settings").click()
        await form.get_by_label("API URL").fill(f"{zoom.url}/v2")
        await form.get_by_label("Token URL").fill(f"{zoom.url}/oauth/token")
        await form.get_by_role("button", name="Connect", exact=True).click()
        await page.get_by_test_id("connection-made").get_by_role("button", name="Done").click()
        await bind(page, scene.webinar.name, WEBINAR)
        await expect(await trial(page)).to_contain_text("It does not work yet.")
        await expect(page.locator("header [data-state=broken]")).to_be_visible(timeout=PATIENCE_MS)
        await page.get_by_role("button", name="Change secrets").click()
        rotating = page.get_by_test_id("rotate-secrets")
        await rotating.get_by_label("Client secret").fill(CLIENT_SECRET)
        await rotating.get_by_label("The old ones stay good").select_option("no longer")
        await rotating.get_by_role("button", name="Change secrets").click()
        await expect(rotating).to_be_hidden()
        await expect(page.locator("header [data-state=active]")).to_be_visible()
        note = await trial(page)
        await expect(note).to_have_text(re.compile("^REST works; nothing has been pushed yet"))
        await expect(note).to_have_attribute("data-code", "never_heard")

        await page.get_by_test_id("bindings").get_by_role("link", name=scene.webinar.name).click()
        panel = page.get_by_test_id("provider")
        await expect(panel).to_contain_text("Zoom that is asked")
        await panel.get_by_role("button", name="Refresh from provider").click()
        dashboard = DashboardPage(page)
        await dashboard.shows({"status-registered": 1})
        await expect(panel.locator("li")).to_have_attribute("data-code", "pulled", timeout=PATIENCE_MS)

        zoom.questions = [{"title": "Role", "required": True}]
        people = await scene.add({"Otto": "registered"})
        await expect(panel).to_contain_text("1 Registration Error", timeout=2 * PATIENCE_MS)
        await panel.get_by_role("link", name="1 Registration Error").click()
        members = page.get_by_test_id("members")
        await expect(members.locator("tbody tr")).to_have_count(1)
        await expect(members).to_contain_text("Role")
        zoom.questions = []
        await panel.get_by_role("button", name="Try again").click()
        await expect(page.get_by_text("1 member registered again")).to_be_visible()
        await page.get_by_role("link", name="Overview").click()
        await dashboard.shows({"status-registered": 2, "status-registration_error": 0})
        assert (await scene.member(people["Otto"].id)).status == "registered"
        await expect(panel).not_to_contain_text("Registration Error", timeout=PATIENCE_MS)
        for connection in (await api.call("GET", "/connections"))["items"]:
            if connection["name"] == "Zoom that is asked":
                await api.call("DELETE", f"/connections/{connection['id']}")
