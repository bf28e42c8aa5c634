"""Keys, sessions and the audit log by mouse: rotating a key, typing the name of one's own, signing others out."""

import re

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.journeys.browser import PATIENCE_MS, sign_in
from tests.journeys.system import System


async def _made_key(page: Page, name: str, *scopes: str) -> str:
    await page.get_by_role("button", name="New key").click()
    dialog = page.get_by_test_id("create-key")
    await dialog.get_by_label("Name").fill(name)
    for scope in scopes:
        await dialog.get_by_role("checkbox", name=re.compile(f"^{scope}")).check()
    await dialog.get_by_label("Expires").select_option("30")
    await dialog.get_by_role("button", name="Create key").click()
    return await _shown_key(page)


async def _refused_name(page: Page) -> None:
    """See a refusal say the rule, and the focus stay at the button."""
    await page.get_by_role("button", name="New key").click()
    dialog = page.get_by_test_id("create-key")
    await dialog.get_by_label("Name").fill("n" * 300)
    await dialog.get_by_role("checkbox").first.check()
    make = dialog.get_by_role("button", name="Create key")
    await make.click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "The name must have 1 to 200 printable characters.", timeout=PATIENCE_MS
    )
    await expect(make).to_be_focused()
    await dialog.get_by_label("Name").fill("")
    await dialog.get_by_role("button", name="Cancel").click()


async def _shown_key(page: Page) -> str:
    shown = page.get_by_test_id("new-key")
    await expect(shown).to_contain_text("lc_", timeout=PATIENCE_MS)
    key = re.search(r"lc_[\w-]+", await shown.inner_text())
    assert key is not None
    await shown.get_by_role("button", name=re.compile("^Copy")).first.click()
    await shown.get_by_role("button", name="Done").click()
    return key[0]


@pytest.mark.timeout(240)
async def test_keys_are_rotated_and_ones_own_is_revoked_by_its_typed_name_alone(
    system: System, browser: BrowserContext
) -> None:
    await browser.grant_permissions(["clipboard-read", "clipboard-write"], origin=system.url)
    await sign_in(browser, system)
    page = await browser.new_page()
    await page.goto(f"{system.url}/keys")
    await _refused_name(page)
    key = await _made_key(page, "Journey Nora", "Admin")
    row = page.get_by_role("row").filter(has_text="Journey Nora")
    await expect(row).to_contain_text("never", timeout=PATIENCE_MS)  # used

    chromium = browser.browser
    assert isinstance(chromium, Browser)
    other = await chromium.new_context(user_agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
    try:
        answer = await other.request.post(
            f"{system.url}/api/v1/session", data={"key": key}, headers={"Origin": system.url}
        )
        assert answer.ok
        theirs = await other.new_page()
        await theirs.goto(f"{system.url}/keys")
        own = theirs.get_by_role("row").filter(has_text="Journey Nora")
        await own.get_by_role("button", name="Revoke").click()
        dialog = theirs.get_by_test_id("revoke-key")
        await expect(dialog).to_contain_text("You signed in with this key", timeout=PATIENCE_MS)
        revoke = dialog.get_by_role("button", name="Revoke key")
        await expect(revoke).to_be_disabled()
        await dialog.get_by_label("Type Journey Nora to confirm").fill("Journey Nor")
        await expect(revoke).to_be_disabled()
        await dialog.get_by_label("Type Journey Nora to confirm").fill("Journey Nora")
        await expect(revoke).to_be_enabled()
        await theirs.keyboard.press("Escape")

        await row.get_by_role("button", name="Rotate").click()
        await page.get_by_label("The old key stays valid").select_option("604800")
        await page.get_by_role("button", name="Make the new key").click()
        assert await _shown_key(page) != key
        await expect(page.get_by_role("row").filter(has_text="Journey Nora")).to_have_count(
            2, timeout=PATIENCE_MS
        )

        await page.get_by_role("link", name="Sessions").click()
        sessions = page.get_by_test_id("sessions")
        await expect(sessions).to_contain_text("Firefox · Linux", timeout=PATIENCE_MS)
        await expect(sessions.get_by_text("This one")).to_have_count(1)
        await sessions.get_by_role("button", name="End the session of Journey Nora").first.click()
        await page.get_by_role("button", name="End session", exact=True).click()
        await expect(sessions.get_by_text("Firefox · Linux")).to_have_count(0, timeout=PATIENCE_MS)
        await theirs.reload()
        await expect(theirs.get_by_label("API key")).to_be_visible(timeout=PATIENCE_MS)
    finally:
        await other.close()

    await page.get_by_role("link", name="Audit log").click()
    log = page.get_by_test_id("audit")
    await expect(log.get_by_text("End a session", exact=True).first).to_be_visible(timeout=PATIENCE_MS)
    await page.get_by_label("What", exact=True).select_option("rotate_key")
    await expect(log.get_by_text("End a session", exact=True)).to_have_count(0, timeout=PATIENCE_MS)
    await expect(log.get_by_text("Rotate a key", exact=True).first).to_be_visible()
    await page.get_by_label("Who", exact=True).fill("nobody of that name")
    await expect(page.get_by_text("No entry", exact=True)).to_be_visible(timeout=PATIENCE_MS)
