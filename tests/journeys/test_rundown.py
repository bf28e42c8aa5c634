"""An automated webinar from upload to replay: nobody from the team is there, and both viewers see the same."""

import asyncio
import time
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import BrowserContext, Page, expect

from client_demo.api import Api
from latecomer.core.timestamps import to_text
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.system import System
from tests.journeys.uploading import upload
from tests.media.files import ffmpeg, pdf

FILM_S = 20
SLIDES_S = 20
LEAD_S = 8
IN_STEP_S = 0.5

TEN_MINUTES_AHEAD = """
const wall = Date.now.bind(Date);
Date.now = () => wall() + 600_000;
"""


async def call(session: aiohttp.ClientSession, system: System, method: str, path: str, body: Any) -> Any:
    headers = {"Authorization": f"Bearer {system.key}"}
    async with session.request(method, f"{system.url}/api/v1{path}", json=body, headers=headers) as answer:
        assert answer.status < 300, await answer.text()
        return await answer.json()


async def is_in_step(page: Page, starts_at: int) -> None:
    """Wait until the film is where everybody is, by this machine's clock, which is the server's, too."""
    await page.wait_for_function(
        """([startsAt, withinS]) => {
            const nowS = (performance.timeOrigin + performance.now() - startsAt) / 1_000;
            return Math.abs(document.querySelector('video').currentTime - nowS) <= withinS;
        }""",
        arg=[starts_at, IN_STEP_S],
        timeout=PATIENCE_MS,
    )


async def talk(
    session: aiohttp.ClientSession, system: System, path: str, early: Page, late: Page, host: Page
) -> None:
    """One asks and is held until the host answers, for both; the other votes and sees the result."""
    await early.get_by_label("Your line").fill("Do worms sleep?")
    await early.get_by_label("This is a question").check()
    await early.get_by_role("button", name="Send", exact=True).click()
    await expect(early.get_by_text("waits for a host")).to_be_visible(timeout=PATIENCE_MS)
    (held,) = (await call(session, system, "GET", f"{path}/chat", None))["items"]
    assert (held["state"], held["question"]) == ("held", True)
    await expect(late.get_by_text("Do worms sleep?")).to_have_count(0)
    await host.get_by_role("button", name="Answer:").click()
    await host.get_by_label("Your answer").fill("They rest.")
    await host.get_by_role("button", name="Send", exact=True).first.click()
    for page in (early, late):
        await expect(page.get_by_text("Do worms sleep?")).to_have_count(1, timeout=PATIENCE_MS)
        await expect(page.get_by_text("They rest.")).to_have_count(1, timeout=PATIENCE_MS)
    await expect(early.get_by_text("waits for a host")).to_have_count(0)

    await late.get_by_label("Large").check()
    await late.get_by_role("button", name="Send the answers").click()
    await expect(late.get_by_text("Large: 1")).to_be_visible(timeout=PATIENCE_MS)
    await expect(early.get_by_text("Large: 1")).to_have_count(0)
    results = (await call(session, system, "GET", f"{path}/polls", None))["items"]
    assert [each["questions"][0]["answered"] for each in results if each["mode"] == "live"] == [1]
    await expect(host.get_by_text("Large: 1")).to_be_visible(timeout=PATIENCE_MS)


async def take_over(host: Page, viewers: tuple[Page, Page]) -> None:
    """The host pauses the programme with a message that all see, and lets it go on where it stopped."""
    await host.get_by_role("button", name="Take over").click()
    await host.get_by_label("Lead everybody to").select_option("slate")
    await host.get_by_label("Message").fill("Back in a minute")
    await host.get_by_role("dialog").get_by_role("button", name="Take over").click()
    for page in viewers:
        await expect(page.get_by_text("Back in a minute")).to_be_visible(timeout=PATIENCE_MS)
    await host.get_by_role("button", name="Go on where it stopped").click()
    # On a slow machine what is left of the film may be over by now: then the slides are there.
    await asyncio.gather(
        *(
            page.wait_for_function(
                "() => !document.querySelector('video').paused || document.querySelector(\"img[src*='page-']\")",
                timeout=PATIENCE_MS,
            )
            for page in viewers
        )
    )
    for page in viewers:
        await expect(page.get_by_text("Back in a minute")).to_have_count(0, timeout=PATIENCE_MS)


async def test_it_starts_by_itself_and_everybody_sees_the_same(
    system: System, api: Api, session: aiohttp.ClientSession, browser: BrowserContext, tmp_path: Path
) -> None:
    ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc=d={FILM_S}:s=320x180:r=25", "-f", "lavfi", "-i", f"sine=d={FILM_S}"),
        *("-c:v", "mpeg4", "-shortest", str(tmp_path / "film.avi")),
    )
    film = await upload(session, system, "Journey", (tmp_path / "film.avi").read_bytes())
    deck = await upload(session, system, "Nora", pdf(2))
    planned_at = int(time.time() * 1_000) + 3_600_000
    webinar = await call(
        session,
        system,
        "POST",
        "/webinars",
        {"name": "Journey Nora", "starts_at": to_text(planned_at)},
    )
    items = [
        {"kind": "video", "start_ms": 0, "duration_ms": FILM_S * 1_000, "asset_id": film},
        {"kind": "slides", "start_ms": FILM_S * 1_000, "duration_ms": SLIDES_S * 1_000, "asset_id": deck},
        {
            "kind": "call_to_action",
            "start_ms": 2_000,
            "duration_ms": (FILM_S + SLIDES_S) * 1_000,
            "text": "Order your worms",
            "button": "Order",
            "url": "https://example.com/worms",
        },
        {
            "kind": "poll",
            "start_ms": 0,
            "duration_ms": (FILM_S + SLIDES_S) * 1_000,
            "title": "Your bin",
            "results": "after_answering",
            "questions": [
                {"type": "single", "text": "How big?", "options": [{"text": "Small"}, {"text": "Large"}]}
            ],
        },
    ]
    path = f"/webinars/{webinar['id']}"
    await call(session, system, "PUT", f"{path}/rundown", {"version": 0, "items": items, "buffer_s": 0})
    await call(session, system, "PUT", f"{path}/chat/mode", {"mode": "moderated"})
    rows = [{"email": "early@example.com"}, {"email": "late@example.com"}]
    added = await call(session, system, "POST", f"{path}/members", {"members": rows})
    early_url, late_url = (result["member"]["join_url"] for result in added["results"])

    body = {"email": "hera@example.com", "name": "Hera", "role": "host"}
    host_url = (await call(session, system, "POST", f"{path}/presenters", body))["presenter_url"]

    # What begins within 30 s is frozen, so the rundown is saved first and brought forward then.
    starts_at = int(time.time() * 1_000) + LEAD_S * 1_000
    await call(session, system, "PATCH", path, {"starts_at": to_text(starts_at)})
    early = await browser.new_page()
    await early.goto(early_url)
    late = await browser.new_page()
    await late.add_init_script(TEN_MINUTES_AHEAD)
    # The one who is there before the start sees it begin; the other comes when it runs.
    await early.wait_for_function(
        "() => document.querySelector('video')?.currentTime > 3", timeout=PATIENCE_MS + LEAD_S * 1_000
    )
    await late.goto(late_url)
    await late.get_by_role("button", name="Join the session").click()
    await late.wait_for_function("() => !document.querySelector('video').paused", timeout=PATIENCE_MS)
    await late.wait_for_function("() => document.querySelector('video').currentTime > 5", timeout=PATIENCE_MS)
    await asyncio.gather(*(is_in_step(page, starts_at) for page in (early, late)))
    for page in (early, late):
        await expect(page.get_by_role("link", name="Order")).to_be_visible()
    host = await browser.new_page()
    await host.goto(host_url)
    await talk(session, system, path, early, late, host)
    assert host_url.rpartition("/")[2] not in host.url
    began = time.monotonic()
    await take_over(host, (early, late))
    paused_s = time.monotonic() - began
    for name in ("page-001.webp", "page-002.webp"):
        await asyncio.gather(
            *(
                expect(page.locator(f"img[src$='{name}']")).to_be_visible(
                    timeout=PATIENCE_MS + FILM_S * 1_000
                )
                for page in (early, late)
            )
        )

    # The same link, the same page load: now it is the replay.
    await expect(early.get_by_role("slider")).to_be_visible(timeout=PATIENCE_MS + SLIDES_S * 1_000)
    await early.get_by_role("button", name="Play").first.click()
    await early.wait_for_function(
        "() => document.querySelector('video').currentTime > 1", timeout=PATIENCE_MS
    )

    members = await call(session, system, "GET", f"{path}/members", None)
    live_s = {one["email"]: one["watched_s"]["live"] for one in members["items"]}
    assert FILM_S - 2 <= live_s["early@example.com"] <= FILM_S + SLIDES_S + paused_s + 1
    assert 3 <= live_s["late@example.com"] < live_s["early@example.com"]
