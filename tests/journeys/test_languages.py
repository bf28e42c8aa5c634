"""French and Dutch, from the join link to the flip and through an operator's pages: no English word anywhere."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import urljoin

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from client_demo.api import Api
from tests.journeys.browser import PATIENCE_MS, WatchPage, launch
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.visible_text import english_in, visible

DATA: Final = frozenset(
    {
        "latecomer",
        "journey",
        "administrator",
        "nora",
        "otto",
        "français",
        "english",
        "nederlands",
        "people",
        "example",
        "now",
    }
)
"""Words of names, addresses, languages and of Intl's relative times, which no catalogue has."""
SECRETS: Final = {"stripe": "rk_test_" + "0" * 20}
"""Secrets of vendors that give theirs a form."""
REQUIRED: Final = {
    "client_id": "1",
    "url": "https://hooks.example/x",
    "endpoint": "https://123-abc-456.mktorest.com",
    "organizer": "Latecomer",
    "topic_arn": "arn:aws:sns:eu-west-1:123456789012:bounces",
}
"""A value for each setting that a kind of connection requires."""
BRANDS: Final = frozenset({"GoToWebinar", "HubSpot", "Adobe Marketo Engage", "ON24", "Zoom Webinars"})
FLIPPED: Final = {"fr": "Regardé en différé", "nl": "Teruggekeken"}
PLAY: Final = {"fr": "Lire", "nl": "Afspelen"}


@pytest.fixture(params=["fr", "nl"])
def language(request: pytest.FixtureRequest) -> str:
    """A language other than English."""
    return str(request.param)


@pytest.fixture
async def reader(language: str) -> AsyncIterator[BrowserContext]:
    """A browser that asks for that language, in its country."""
    tag = {"fr": "fr-BE", "nl": "nl-BE"}[language]
    async with async_playwright() as playwright, await launch(playwright) as chromium:
        context = await chromium.new_context(
            locale=tag, timezone_id="Europe/Brussels", viewport={"width": 1280, "height": 800}
        )
        yield context
        await context.close()


async def check(page: Page, language: str, where: str) -> None:
    """No text of the page has an English word."""
    await expect(page.locator("html")).to_have_attribute("lang", language)
    names = await names_of_others(page)
    await expect(page.get_by_test_id("loading")).to_have_count(0, timeout=PATIENCE_MS)
    texts = [text for text in await visible(page) if text not in names]
    assert english_in(texts, language, DATA) == [], where


async def names_of_others(page: Page) -> frozenset[str]:
    """Names that people gave to webinars and connections, which a reader sees who is signed in, and of products."""
    names = set(BRANDS)
    for path in ("/api/v1/webinars?limit=200", "/api/v1/connections"):
        answer = await page.request.get(urljoin(page.url, path))
        names |= {each["name"] for each in (await answer.json())["items"]} if answer.ok else set()
    return frozenset(names)


@pytest.fixture
async def every_kind(api: Api) -> AsyncIterator[None]:
    """A connection of each kind, so that the list shows what each is called; gone afterwards."""
    made = [
        await api.call("POST", "/connections", connection_of(kind))
        for kind in (await api.call("GET", "/connection-kinds"))["items"]
    ]
    yield
    for connection in made:
        await api.call("DELETE", f"/connections/{connection['id']}")


def connection_of(kind: Mapping[str, Any]) -> dict[str, object]:
    """Return the body that creates a connection of a kind, with what the kind requires and nothing else."""
    schema = kind["settings"]
    required = schema["$defs"][schema["$ref"].rsplit("/", 1)[-1]]["required"]
    return {
        "kind": kind["kind"],
        "name": f"Journey {kind['kind']}",
        "settings": {name: REQUIRED[name] for name in required},
        "secrets": {
            each["name"]: SECRETS.get(kind["kind"], "s3cret")
            for each in kind["secrets"]
            if each["required"] and not each["made_here"]
        },
    }


async def test_a_viewer_reads_and_flips_in_their_language(
    api: Api, recording: Recording, reader: BrowserContext, language: str
) -> None:
    waits = await Scene.create(
        api, datetime.now(UTC) + timedelta(days=2), datetime.now(UTC) + timedelta(days=2, hours=1)
    )
    waiting = (await waits.add({"Nora": "registered"}))["Nora"]
    page = await reader.new_page()
    assert waiting.join_url is not None
    await page.goto(waiting.join_url)
    await expect(page.get_by_role("timer")).to_be_attached()
    await check(page, language, "waiting")
    await page.goto(waiting.join_url[:-4] + "AAAA")
    await expect(page.get_by_role("heading")).to_be_visible()
    await check(page, language, "refused")

    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=2)
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    nora = await WatchPage.open(reader, people["Nora"])
    await check(nora.page, language, "before playing")
    await nora.press(re.compile(f"^{PLAY[language]}$"))
    await expect(nora.page.get_by_text(FLIPPED[language])).to_be_visible(timeout=PATIENCE_MS)
    await check(nora.page, language, "flipped")

    # A choice goes before what the browser asks, and is kept.
    await nora.page.locator("footer select").select_option("en")
    await expect(nora.page.locator("html")).to_have_attribute("lang", "en")
    await nora.reload()
    await expect(nora.page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.usefixtures("every_kind")
async def test_an_operator_works_in_their_language(
    system: System, api: Api, reader: BrowserContext, language: str
) -> None:
    scene = await Scene.past(api)
    people = await scene.add({"Nora": "registered", "Otto": "invited"})
    page = await reader.new_page()
    await page.goto(f"{system.url}/webinars")
    await check(page, language, "signing in")
    answer = await reader.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert answer.ok
    await page.goto(f"{system.url}/webinars")
    await expect(page.get_by_role("table")).to_be_visible()
    await check(page, language, "webinars")
    await page.locator("main header button").first.click()
    await check(page, language, "a new webinar")
    await page.keyboard.press("Escape")

    webinar = f"{system.url}/webinars/{scene.webinar.id}"
    await page.goto(webinar)
    await expect(page.get_by_test_id("connection-state")).to_have_attribute(
        "data-state", "live", timeout=PATIENCE_MS
    )
    await check(page, language, "a webinar")
    await page.goto(f"{webinar}/members?member={people['Nora'].id}")
    await expect(page.get_by_test_id("explanation")).to_be_visible(timeout=PATIENCE_MS)
    await check(page, language, "a member")
    await page.get_by_test_id("member-drawer").get_by_role("tab").nth(1).click()
    await expect(page.get_by_test_id("timeline")).to_be_visible()
    await check(page, language, "a timeline")
    for path in ("connections", "keys", "nowhere"):
        await page.goto(f"{system.url}/{path}")
        await expect(page.locator("main h1")).to_be_visible()
        await check(page, language, path)
