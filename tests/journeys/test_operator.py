"""An operator's day, by mouse and keyboard alone: sign in, create, import, finish, look somebody up."""

import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import BrowserContext, Page, expect

from client_demo.api import Api, MemberRow
from tests.journeys.browser import PATIENCE_MS, DashboardPage, WatchPage
from tests.journeys.recording import Recording
from tests.journeys.system import System

MEMBERS = """\
\ufeffEmail;First Name;Last Name;Company;Status
nora@operators.example;Nora;<b>Okafor</b>;"Semicolon; Ltd";registered
NORA@operators.example;Nora;Again;;registered
ada@operators.example;Ada;O'Hara "Mc";=1+1;attended
not an address;Nobody;;;registered
otto@operators.example;Otto;;;registered
"""


async def test_an_operators_day(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    await browser.grant_permissions(["clipboard-read", "clipboard-write"], origin=system.url)
    page = await browser.new_page()
    await sign_in(page, system)
    await create(page, recording)
    await import_members(page)
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "live")
    dashboard = DashboardPage(page)
    await dashboard.shows({"status-registered": 2, "status-attended": 1})

    unfinished = page.get_by_test_id("unfinished")
    await expect(unfinished).to_contain_text("2 members wait for that", timeout=PATIENCE_MS)
    await unfinished.get_by_role("button", name="Finish").click()
    moves = page.get_by_test_id("moves").get_by_role("listitem")
    await expect(moves).to_have_text(["2 members change from Registered to No-Show."])
    await page.get_by_role("button", name="Finish event").click()
    await page.get_by_test_id("finish-result").get_by_role("button", name="Done").click()
    await dashboard.shows({"status-registered": 0, "status-no_show": 2, "status-attended": 1})
    await expect(unfinished).to_be_hidden()

    await page.get_by_role("link", name=re.compile("^Members")).click()
    await page.get_by_role("searchbox").fill("okafor")
    table = page.get_by_test_id("members")
    await expect(table.locator("tbody tr")).to_have_count(1)
    await expect(table).to_contain_text("Nora <b>Okafor</b>")
    await table.get_by_role("button", name=re.compile("^Copy join link")).click()
    join_url: str = await page.evaluate("navigator.clipboard.readText()")

    member = await listed(api, page, "nora@operators.example")
    assert member.join_url == join_url
    nora = await WatchPage.open(browser, member)
    await nora.play()
    await nora.plays_to(1.5)
    await nora.pause()
    await table.get_by_role("link", name=re.compile("^Nora")).click()
    drawer = page.get_by_test_id("member-drawer")
    await expect(drawer).to_contain_text("Attended On-Demand", timeout=PATIENCE_MS)
    await drawer.get_by_role("tab", name="Timeline").click()
    await expect(drawer.get_by_role("tabpanel")).to_contain_text("No-Show")
    await page.keyboard.press("Escape")
    await expect(drawer).to_be_hidden()


async def sign_in(page: Page, system: System) -> None:
    """Open a page without a session: it asks for a key, whatever page was wanted."""
    await page.goto(f"{system.url}/webinars")
    await page.get_by_label("API key").fill("lc_wrong")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("API key").fill(system.key)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Webinars")).to_be_visible()


async def create(page: Page, recording: Recording) -> None:
    """A webinar that ended yesterday."""
    ends_at = datetime.now(UTC) - timedelta(days=1)
    await page.get_by_role("button", name="New webinar").first.click()
    form = page.get_by_test_id("create-webinar")
    await form.get_by_label("Name").fill("An operator's day")
    await form.get_by_label("Time zone").fill("UTC")
    for label, at in (("Starts", ends_at - timedelta(hours=1)), ("Ends", ends_at)):
        await form.get_by_label(label, exact=True).fill(f"{at:%Y-%m-%d}")
        await form.get_by_label(f"{label}: time").fill(f"{at:%H:%M}")
    await form.get_by_label("Recording").fill(recording.url)
    await form.get_by_label("Length").fill(f"0:{recording.duration_s:02.0f}")
    await form.get_by_text("More settings").click()
    await form.get_by_label(re.compile("^View after")).fill("1")
    await form.get_by_role("button", name="Create webinar").click()
    await expect(form.get_by_test_id("past")).to_contain_text("Is the event over?")
    await form.get_by_role("button", name="Correct the times").click()
    await expect(form.get_by_label("Name")).to_have_value("An operator's day")
    await form.get_by_role("button", name="Create webinar").click()
    await form.get_by_role("button", name="It is over: create it").click()
    await expect(page.get_by_role("heading", name="An operator's day")).to_be_visible()


async def import_members(page: Page) -> None:
    """A file as spreadsheets write it, with rows that cannot be taken."""
    await page.get_by_role("button", name="Add members").first.click()
    dialog = page.get_by_test_id("add-members")
    await dialog.get_by_role("button", name="From a CSV file").click()
    await dialog.locator("input[type=file]").set_input_files(
        {"name": "members.csv", "mimeType": "text/csv", "buffer": MEMBERS.encode()}
    )
    preview = dialog.get_by_test_id("import-preview")
    await expect(preview).to_contain_text("UTF-8, separated by semicolons, headings in line 1")
    await expect(preview.get_by_label("Meaning of Company")).to_have_value("company")
    await preview.get_by_label("Meaning of Company").select_option("ignored")
    await expect(preview).to_contain_text("3 rows can be taken.")
    await dialog.get_by_role("button", name="Import 3").click()
    report = dialog.get_by_test_id("import-report")
    await expect(report).to_contain_text("3 created, 0 updated, 2 skipped")
    await dialog.get_by_role("button", name="Undo this import").click()
    await expect(dialog.get_by_test_id("import-undone")).to_be_visible()
    await dialog.locator("input[type=file]").set_input_files(
        {"name": "members.csv", "mimeType": "text/csv", "buffer": MEMBERS.encode()}
    )
    await expect(preview.get_by_label("Meaning of Company")).to_have_value("ignored")
    await dialog.get_by_role("button", name="Import 3").click()
    await expect(report).to_contain_text("0 created, 3 updated, 2 skipped")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()


async def listed(api: Api, page: Page, email: str) -> MemberRow:
    """The member of the webinar that the page shows."""
    webinar = re.findall(r"/webinars/([0-9a-f-]{36})", page.url)[0]
    (member,) = await api.members(webinar, email=email)
    return member
