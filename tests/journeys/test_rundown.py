"""An automated webinar from upload to replay: nobody from the team is there, and both viewers see the same."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import aiohttp
import asyncpg
import pytest
from playwright.async_api import BrowserContext, Page, expect

from client_demo.api import Api
from latecomer.core.timestamps import to_text
from tests.journeys.browser import PATIENCE_MS, sign_in
from tests.journeys.rundown_editor import add, block, drag, fill, reach, save, second_px, shows
from tests.journeys.running_room import running_room
from tests.journeys.system import System
from tests.journeys.test_elsewhere import NO_WEBSOCKETS
from tests.media.files import ffmpeg, pdf

FILM_S = 50
SLIDES_S = 8
LEAD_S = 8
LATE_S = 40
IN_STEP_S = 0.5

TEN_MINUTES_AHEAD = """
const wall = Date.now.bind(Date);
Date.now = () => wall() + 600_000;
"""


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


async def upload_both(page: Page, system: System, folder: Path) -> None:
    """Upload an AVI and a PDF on the page Media, and wait until both can be used."""
    film = folder / "Journey Nora"
    ffmpeg(
        *("-f", "lavfi", "-i", f"testsrc=d={FILM_S}:s=160x90:r=10", "-f", "lavfi", "-i", f"sine=d={FILM_S}"),
        *("-c:v", "mpeg4", "-shortest", "-f", "avi", str(film)),
    )
    deck = folder / "Nora Journey"
    deck.write_bytes(pdf(2))
    await page.goto(f"{system.url}/media")
    await page.locator("input[type=file]").set_input_files([film, deck])
    for name in (film.name, deck.name):
        named = page.get_by_role("button", name=name, exact=True)
        row = page.get_by_test_id("media").get_by_role("listitem").filter(has=named)
        await expect(row.get_by_text("Ready")).to_be_visible(timeout=60_000)


async def plan(page: Page, system: System, path: str) -> None:
    """Plan the programme: typed, moved to the middle by keys, and dragged."""
    await page.goto(f"{system.url}{path}/rundown")
    await add(page, "video", "Journey Nora")
    await add(page, "slides", "Nora Journey", Length=str(SLIDES_S))
    button = {"Text": "Order", "Words on the button": "Now", "Address": "https://example.com/"}
    await add(page, "call_to_action", **button, Start="5", Length="33")
    await reach(page, "Order")
    await page.keyboard.press("Shift+ArrowRight")
    await shows(page, "Order", "0:15 – 0:48")
    await page.get_by_role("button", name="Add an item").click()
    dialog = page.get_by_test_id("rundown-item")
    await dialog.get_by_label("Kind", exact=True).select_option("poll")
    await fill(page, Title="Size", Start="10", Length="50", Question="How big?", Options="Small\nLarge")
    await dialog.get_by_label("Results are shown", exact=True).select_option("after_answering")
    await dialog.get_by_role("button", name="Add to the rundown").click()
    await drag(page, "Size", -11 * await second_px(page))
    await expect(block(page, "Size")).to_have_attribute("title", re.compile(r" · 0:00 – 0:50"))
    await save(page, 1)


async def ask(early: Page, late: Page | None, api: Api, path: str) -> None:
    """Ask a question, which is held: nobody else sees it, newcomers neither."""
    await early.get_by_label("Your line").fill("Do worms sleep?")
    await early.get_by_label("This is a question").check()
    await early.get_by_role("button", name="Send", exact=True).click()
    await expect(early.get_by_text("waits for a host")).to_be_visible(timeout=PATIENCE_MS)
    (held,) = (await api.call("GET", f"{path}/chat"))["items"]
    assert (held["state"], held["question"]) == ("held", True)
    if late is not None:
        await expect(late.get_by_text("Do worms sleep?", exact=True)).to_have_count(0)


async def answer(host: Page, viewers: tuple[Page, ...]) -> None:
    """The host approves the question, then answers it; all see both once, the answer with its question."""
    await host.get_by_role("button", name=re.compile("^Approve: ")).click()
    for page in viewers:
        await expect(page.get_by_text("Do worms sleep?", exact=True)).to_have_count(1, timeout=PATIENCE_MS)
    await host.get_by_text("All lines", exact=True).click()
    await host.get_by_role("button", name="Answer:").click()
    await host.get_by_label("Your answer").fill("They rest.")
    await host.get_by_role("button", name="Send", exact=True).first.click()
    for page in viewers:
        await expect(page.get_by_text("They rest.")).to_have_count(1, timeout=PATIENCE_MS)
        await expect(page.get_by_text("Do worms sleep?", exact=True)).to_have_count(1)
    await expect(viewers[0].get_by_text("waits for a host")).to_have_count(0)


async def vote(voter: Page, other: Page, host: Page) -> None:
    """One votes and sees the result, and so does the host; who has not voted does not."""
    await voter.get_by_label("Large").check()
    await voter.get_by_role("button", name="Send the answers").click()
    await expect(voter.get_by_text("Large: 1")).to_be_visible(timeout=PATIENCE_MS)
    await expect(other.get_by_text("Large: 1")).to_have_count(0)
    await expect(host.get_by_text("Large: 1")).to_be_visible(timeout=PATIENCE_MS)


async def refuse(viewer: Page, api: Api, path: str) -> None:
    """A line that comes too soon is refused, and is in its box again."""
    await api.call("PUT", f"{path}/chat/mode", {"mode": "moderated", "slow_s": 60})
    await viewer.get_by_label("Your line").fill("Nora Journey")
    await viewer.get_by_role("button", name="Send", exact=True).click()
    await expect(viewer.get_by_role("alert")).to_be_visible(timeout=PATIENCE_MS)
    await expect(viewer.get_by_label("Your line")).to_have_value("Nora Journey")


async def follow(viewer: Page, api: Api, path: str) -> None:
    """The chat goes on to its last line, but stays where somebody reads an earlier one."""
    await viewer.set_viewport_size({"width": 1_280, "height": 500})
    scroll = viewer.get_by_role("region", name="Lines")
    await tell(api, path, [f"Nora {number}" for number in range(10)])
    await expect(viewer.get_by_text("Nora 9", exact=True)).to_be_in_viewport(timeout=PATIENCE_MS)
    await scroll.evaluate("(each) => { each.scrollTop = 0; }")
    await tell(api, path, ["Nora 10"])
    await expect(viewer.get_by_text("Nora 10", exact=True)).to_have_count(1, timeout=PATIENCE_MS)
    assert await scroll.evaluate("(each) => each.scrollTop") == 0


async def tell(api: Api, path: str, texts: list[str]) -> None:
    """Write lines as an operator."""
    for text in texts:
        await api.call("POST", f"{path}/chat", {"client_id": str(uuid4()), "text": text})


async def take_over(host: Page, viewers: tuple[Page, ...]) -> None:
    """The host pauses the programme with a message that all see."""
    await host.get_by_role("button", name="Take over").click()
    await host.get_by_label("Lead everybody to").select_option("slate")
    await host.get_by_label("Message").fill("Back in a minute")
    await host.get_by_role("dialog").get_by_role("button", name="Take over").click()
    for page in viewers:
        await expect(page.get_by_text("Back in a minute")).to_be_visible(timeout=PATIENCE_MS)


async def give_back(host: Page, viewers: tuple[Page, ...]) -> None:
    """The host lets the programme go on where it stopped."""
    await host.get_by_role("button", name="Go on where it stopped").click()
    for page in viewers:
        await expect(page.get_by_text("Back in a minute")).to_have_count(0, timeout=PATIENCE_MS)


async def become(statuses: Callable[[], Awaitable[dict[str, str]]], wanted: dict[str, str]) -> None:
    """Wait until everybody has this status: nothing tells when a webinar has been finished."""
    now: dict[str, str] = {}
    for _ in range(150):
        now = await statuses()
        if now == wanted:
            return
        await asyncio.sleep(0.2)
    assert now == wanted


async def recount(api: Api, system: System, database: asyncpg.Connection, webinar: str) -> None:
    """Count lines, votes and clicks from the tables, and compare them with what is read and downloaded."""
    path = f"/webinars/{webinar}"

    async def rows(name: str) -> list[dict[str, str]]:
        headers = {"Authorization": f"Bearer {system.key}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.get(f"{system.url}/api/v1{path}/{name}.csv") as answer,
        ):
            assert answer.status == 200
            return list(csv.DictReader(io.StringIO((await answer.text()).lstrip("\ufeff"))))

    lines = await database.fetch(
        "SELECT line, state, role FROM chat_lines WHERE webinar_id = $1 ORDER BY number", webinar
    )
    assert [(each["line"], each["state"], each["role"]) for each in lines] == [
        ("Do worms sleep?", "visible", None),
        ("They rest.", "visible", "host"),
    ]
    listed = (await api.call("GET", f"{path}/chat"))["items"]
    assert [(each["text"], each["state"], each["role"]) for each in listed] == [
        (each["line"], each["state"], each["role"]) for each in lines
    ]
    assert [each["text"] for each in await rows("chat")] == [each["line"] for each in lines]
    votes = await database.fetch("SELECT mode, value FROM poll_answers WHERE webinar_id = $1", webinar)
    assert [(each["mode"], each["value"]) for each in votes] == [("live", '"o2"')]
    results = (await api.call("GET", f"{path}/polls"))["items"]
    counted = {
        (each["mode"], option["text"]): option["count"]
        for each in results
        for option in each["questions"][0]["options"]
    }
    assert {key: count for key, count in counted.items() if count} == {("live", "Large"): 1}
    assert len(await rows("polls")) == 1
    uses = Counter(
        each["use"]
        for each in await database.fetch("SELECT use FROM overlay_uses WHERE webinar_id = $1", webinar)
    )
    assert uses["clicked"] == 1
    clicks = (await api.call("GET", f"{path}/clicks"))["items"]
    assert {use: sum(each[use] for each in clicks) for use in ("seen", "clicked", "closed")} == {
        use: uses[use] for use in ("seen", "clicked", "closed")
    }


@pytest.mark.timeout(300)
async def test_it_starts_by_itself_and_everybody_sees_the_same(
    system: System, api: Api, browser: BrowserContext, database: asyncpg.Connection, tmp_path: Path
) -> None:
    await sign_in(browser, system)
    page = await browser.new_page()
    await upload_both(page, system, tmp_path)
    webinar = await api.call(
        "POST",
        "/webinars",
        {
            "name": "Journey Nora",
            "starts_at": to_text(int(time.time() * 1_000) + 600_000),  # its room is open already
            "watch_threshold_s": 5,
            "finish_grace_s": 0,
        },
    )
    path = f"/webinars/{webinar['id']}"
    await plan(page, system, path)
    await page.close()
    await api.call("PUT", f"{path}/chat/mode", {"mode": "moderated"})
    rows = [{"email": f"{name}@example.com"} for name in ("early", "late", "never")]
    added = await api.call("POST", f"{path}/members", {"members": rows})
    early_url, late_url, never_url = (result["member"]["join_url"] for result in added["results"])
    body = {"email": "hera@example.com", "name": "Hera", "role": "host"}
    host_url = (await api.call("POST", f"{path}/presenters", body))["presenter_url"]

    early = await browser.new_page()
    sockets: list[str] = []
    early.on("websocket", lambda socket: sockets.append(socket.url))
    await early.goto(early_url)
    await expect(early.get_by_text("begins")).to_be_visible(timeout=PATIENCE_MS)
    # What begins within 30 s is frozen, so the start is brought forward once everything is planned.
    starts_at = int(time.time() * 1_000) + LEAD_S * 1_000
    await api.call("PATCH", path, {"starts_at": to_text(starts_at)})
    # Who is there before the start sees it begin: nobody from the team is there.
    await early.wait_for_function(
        "() => document.querySelector('video')?.currentTime > 3", timeout=PATIENCE_MS + LEAD_S * 1_000
    )
    assert any(url.endswith("/ws/room") for url in sockets)
    await ask(early, None, api, path)
    async with browser.expect_page(timeout=PATIENCE_MS + 15_000) as opened:
        await early.get_by_role("link", name="Now").click(timeout=PATIENCE_MS + 15_000)
    await (await opened.value).close()

    late = await browser.new_page()
    await late.add_init_script(TEN_MINUTES_AHEAD)
    await asyncio.sleep(max(0, starts_at / 1_000 + LATE_S - time.time()))  # 40 seconds late is what is tested
    positions: list[float] = []

    def played(position: float) -> None:
        positions.append(position)

    await late.expose_function("played", played)
    await late.goto(late_url)
    await late.get_by_role("button", name="Join the session").wait_for()
    await late.evaluate(
        "() => document.querySelector('video').addEventListener('timeupdate',"
        " (event) => played(event.target.currentTime))"
    )
    assert not await late.locator("video[data-shown]").is_visible(), "no picture of another place"
    await late.get_by_role("button", name="Join the session").click()
    await expect(late.locator("video[data-shown]")).to_be_visible(timeout=PATIENCE_MS)
    await late.wait_for_function("() => !document.querySelector('video').paused", timeout=PATIENCE_MS)
    await asyncio.gather(*(is_in_step(each, starts_at) for each in (early, late)))
    await late.wait_for_function(f"() => document.querySelector('video').currentTime > {LATE_S + 1}")
    assert min(positions) >= LATE_S - 1, "nothing of the film's beginning was played"
    await expect(late.get_by_text("Do worms sleep?", exact=True)).to_have_count(0)

    host = await browser.new_page()
    await host.goto(host_url)
    await take_over(host, (early, late))
    assert host_url.rpartition("/")[2] not in host.url
    await answer(host, (early, late))
    await vote(late, early, host)
    await give_back(host, (early, late))
    for name in ("page-001.webp", "page-002.webp"):
        await asyncio.gather(
            *(
                expect(each.locator(f"img[src$='{name}']")).to_be_visible(
                    timeout=PATIENCE_MS + FILM_S * 1_000
                )
                for each in (early, late)
            )
        )

    # The end: who was there attended, who never came is a No-Show, by itself.
    async def statuses() -> dict[str, str]:
        members = await api.call("GET", f"{path}/members")
        return {one["email"].partition("@")[0]: one["status"] for one in members["items"]}

    await expect(early.get_by_role("slider")).to_be_visible(timeout=PATIENCE_MS + SLIDES_S * 1_000)
    await become(statuses, {"early": "attended", "late": "attended", "never": "no_show"})

    # The same link: the replay, which counts on demand.
    never = await browser.new_page()
    await never.goto(never_url)
    await never.get_by_role("button", name="Play").first.click()
    await never.wait_for_function(
        "() => document.querySelector('video').currentTime > 6", timeout=PATIENCE_MS
    )
    await never.get_by_role("button", name="Pause").click()
    await become(statuses, {"early": "attended", "late": "attended", "never": "attended_on_demand"})
    members = await api.call("GET", f"{path}/members")
    watched: dict[str, Any] = {one["email"].partition("@")[0]: one["watched_s"] for one in members["items"]}
    assert watched["early"]["live"] > watched["late"]["live"] >= 5
    assert watched["early"]["live"] >= LATE_S
    assert watched["never"]["live"] == 0
    assert watched["never"]["on_demand"] >= 5
    await recount(api, system, database, webinar["id"])


async def test_the_room_works_where_websockets_are_refused(
    system: System, api: Api, session: aiohttp.ClientSession, browser: BrowserContext
) -> None:
    room = await running_room(system, api, session)
    viewer, host = await browser.new_page(), await browser.new_page()
    sockets: list[str] = []
    for page, url in ((viewer, room.viewer), (host, room.host)):
        page.on("websocket", lambda socket: sockets.append(socket.url))
        await page.add_init_script(NO_WEBSOCKETS)
        await page.goto(url)
    await viewer.get_by_label("Your line").fill("Journey Nora")
    await viewer.get_by_role("button", name="Send", exact=True).click()
    await expect(viewer.get_by_text("waits for a host").first).to_be_visible(timeout=PATIENCE_MS)
    await expect(host.get_by_text("Journey Nora").first).to_be_visible(timeout=PATIENCE_MS)
    await host.get_by_role("button", name=re.compile("^Approve: ")).last.click()
    await expect(viewer.get_by_text("waits for a host")).to_have_count(1, timeout=PATIENCE_MS)
    await viewer.get_by_role("radio").first.check()
    await viewer.get_by_role("button", name="Send the answers").click()
    await expect(viewer.get_by_text("Nora: 1")).to_be_visible(timeout=PATIENCE_MS)
    await take_over(host, (viewer,))
    await give_back(host, (viewer,))
    await refuse(viewer, api, f"/webinars/{room.webinar}")
    await follow(viewer, api, f"/webinars/{room.webinar}")
    assert sockets == []
    await api.call("DELETE", f"/webinars/{room.webinar}")
