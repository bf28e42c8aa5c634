"""The main journey: somebody who did not come opens the join link, watches, and is seen to flip."""

import re
import time
from datetime import UTC, datetime, timedelta

from playwright.async_api import BrowserContext, expect

from client_demo.api import Api
from tests.journeys.browser import DashboardPage, WatchPage
from tests.journeys.recording import Recording
from tests.journeys.recount import Watched, acknowledged, average_min, ms
from tests.journeys.scene import Scene
from tests.journeys.system import System

THRESHOLD_S = 5.0


async def test_a_no_show_watches_and_flips_before_our_eyes(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    """A pause, a seek, a reload and a second tab in between change nothing that they should not."""
    scene = await Scene.past(
        api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=THRESHOLD_S
    )
    people = await scene.add({"Nora": "registered", "Otto": "registered", "Ada": "attended"})
    await scene.finish()
    before = {"status-no_show": 2, "status-attended_on_demand": 0, "status-attended": 1, "visitors": 0}
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    await page.shows({**before, "now-playing": 0, "now-connected": 0, "average": 0})

    began = time.monotonic()
    nora = await WatchPage.open(browser, people["Nora"])
    await page.shows({"now-connected": 1})
    await nora.press(re.compile("^Play$"))
    await page.shows({"now-playing": 1, **before})

    await nora.plays_to(1.5)
    await nora.pause()
    await page.shows({"now-playing": 0, "now-connected": 1})
    paused = await acknowledged(api, people["Nora"].id, at_least_ms=1_000)
    await nora.seek(10)
    assert ms((await Watched.of(api, people["Nora"].id)).on_demand) == ms(paused.on_demand)

    await nora.play()
    await nora.plays_to(11.2)
    await nora.reload()
    await page.shows({"now-connected": 1})
    await nora.plays_to(10)  # it stands there before anything is pressed: the space bar goes on there, too
    await nora.press(re.compile("^Continue from"))
    assert await nora.position_s() > 10
    await page.shows({"now-playing": 1, **before})

    beside = await WatchPage.open(browser, people["Nora"])
    await beside.seek(12)
    await beside.play()
    await page.shows({"now-playing": 1, "now-connected": 1})
    await page.shows({"status-attended_on_demand": 1, "status-no_show": 1, "status-attended": 1})
    await page.shows({"visitors": 1})
    assert await page.number("average") >= 0.1
    await expect(page.page.get_by_test_id("activity")).to_contain_text("Nora")

    await nora.pause()
    await beside.pause()
    await page.shows({"now-playing": 0})
    elapsed_s = time.monotonic() - began
    watched = await acknowledged(api, people["Nora"].id, at_least_ms=int(THRESHOLD_S * 1000) + 1)
    assert ms(watched.on_demand) <= elapsed_s * 1000, "two tabs at once count once"
    assert not watched.live
    await page.shows({"average": average_min([ms(watched.on_demand)]), "visitors": 1})
    covered = {second for begin, end in watched.covered for second in range(begin, end)}
    assert {0, 10} <= covered
    assert not covered & {4, 5, 6, 7, 8, 9}, "what was jumped over is not covered"
    assert (await scene.member(people["Nora"].id)).status == "attended_on_demand"
    assert (await scene.member(people["Otto"].id)).status == "no_show"
    await page.check_never_reloaded()


async def test_nobody_is_counted_for_looking(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    """The page is open, the recording stands still: connected, and nothing else."""
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s)
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    nora = await WatchPage.open(browser, people["Nora"])
    await nora.pause()
    await nora.seek(15)
    await page.shows({"now-connected": 1, "now-playing": 0, "visitors": 0, "status-no_show": 1})
    await nora.page.close()
    await page.shows({"now-connected": 0})
    watched = await Watched.of(api, people["Nora"].id)
    assert ms(watched.on_demand) < 1_000, "no more than an autoplay that was stopped at once"


async def test_an_automated_webinar_plays_in_the_live_room_and_on(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    """A member that plays in the live room attended, and keeps the status while watching past the end."""
    now = datetime.now(UTC)
    scene = await Scene.create(
        api,
        now + timedelta(minutes=5),
        now + timedelta(hours=1),
        recording={"url": recording.url, "duration_s": recording.duration_s},
        watch_threshold_s=2,
        finish_grace_s=0,
    )
    people = await scene.add({"Liv": "registered", "Nora": "registered"})
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    await scene.start()
    liv = await WatchPage.open(browser, people["Liv"])
    await liv.press(re.compile("^Join the session$"))
    await page.shows({"now-playing": 1, "status-attended": 1, "status-registered": 1})
    await scene.finish()
    await page.shows({"status-attended": 1, "status-no_show": 1, "status-registered": 0})
    await acknowledged(api, people["Liv"].id, at_least_ms=2_100)
    await page.shows({"status-attended": 1, "status-attended_on_demand": 0, "visitors": 0})
    assert (await Watched.of(api, people["Liv"].id)).live
