"""Away from home: the viewer script on somebody else's page, and networks that block websockets."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, Route, WebSocketRoute, expect

from client_demo.api import Api
from client_demo.third_party.site import site
from tests.journeys.browser import PATIENCE_MS, DashboardPage, WatchPage, sign_in
from tests.journeys.recording import Recording
from tests.journeys.recount import Watched, acknowledged, ms
from tests.journeys.scene import Scene
from tests.journeys.system import System

NO_WEBSOCKETS = """
window.WebSocket = class extends EventTarget {
    constructor(url) {
        super();
        this.url = url;
        this.readyState = 3;
        this.binaryType = "blob";
        const tell = (name, event) => { this["on" + name]?.(event); this.dispatchEvent(event); };
        setTimeout(() => {
            tell("error", new Event("error"));
            tell("close", new CloseEvent("close", {code: 1006}));
        });
    }
    send() { throw new DOMException("not open", "InvalidStateError"); }
    close() {}
};
"""
"""The page's environment behind a proxy that lets no websocket through."""


@pytest.fixture
async def somebody_else(system: System, recording: Recording) -> AsyncIterator[str]:
    """Another site with a recording and the viewer script, on an origin of its own."""
    runner = web.AppRunner(site(system.url, recording.path))
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0).start()
    yield f"http://localhost:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_third_party_page_counts_as_our_own(
    system: System, api: Api, recording: Recording, browser: BrowserContext, somebody_else: str
) -> None:
    """The join link leads to the page; the token leaves the address bar; the seconds count."""
    scene = await Scene.past(
        api,
        recording_url=recording.url,
        duration_s=recording.duration_s,
        threshold_s=1,
        watch_url=f"{somebody_else}/",
        allowed_origins=[somebody_else],
    )
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    nora = await WatchPage.open(browser, people["Nora"])
    await expect(nora.page).to_have_url(f"{somebody_else}/")
    await nora.play()
    await page.shows({"now-playing": 1})
    await nora.plays_to(1.5)
    await nora.pause()
    await page.shows({"status-attended_on_demand": 1, "visitors": 1, "now-playing": 0})
    await expect(nora.page.locator("[data-of=status]")).to_contain_text(
        re.compile("on.demand", re.IGNORECASE)
    )


async def test_a_page_that_nobody_allowed_counts_nothing(
    system: System, api: Api, recording: Recording, browser: BrowserContext, somebody_else: str
) -> None:
    scene = await Scene.past(
        api,
        recording_url=recording.url,
        duration_s=recording.duration_s,
        watch_url=f"{somebody_else}/",
    )
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    page = await browser.new_page()
    async with page.expect_event("websocket") as opened:
        await page.goto(f"{somebody_else}/#latecomer={people['Nora'].token}")
    socket = await opened.value
    if not socket.is_closed():
        await socket.wait_for_event("close")
    nora = WatchPage(page)
    await nora.loaded()
    await nora.play()
    await nora.plays_to(1.0)
    await nora.pause()
    await page.close()
    watched = await Watched.of(api, people["Nora"].id)
    assert watched.on_demand == []


async def test_beacons_take_over_where_websockets_are_blocked(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=1)
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    blocked = await browser.new_page()
    await blocked.add_init_script(NO_WEBSOCKETS)
    join_url = people["Nora"].join_url
    assert join_url is not None
    async with blocked.expect_request(lambda request: request.url.endswith("/beacon")):
        await blocked.goto(join_url)
    nora = WatchPage(blocked)
    await nora.loaded()
    await nora.play()
    await page.shows({"now-playing": 1, "now-connected": 0})
    await nora.plays_to(1.5)
    await nora.pause()
    await page.shows({"status-attended_on_demand": 1, "visitors": 1})
    await acknowledged(api, people["Nora"].id, at_least_ms=1_001)


async def test_what_was_not_acknowledged_survives_the_page(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    """The network fails while it plays; the page is closed; the next visit brings the rest."""
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s)
    people = await scene.add({"Nora": "registered"})
    await scene.finish()
    page = await DashboardPage.open(browser, system, scene.webinar.id)
    lost = await browser.new_page()
    blocked = False

    def lossy(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda message: None if blocked else server.send(message))

    async def beacons(route: Route) -> None:
        await (route.abort() if blocked else route.continue_())

    await lost.add_init_script("navigator.sendBeacon = () => false")
    await lost.route_web_socket("**/ws/playback", lossy)
    await lost.route("**/beacon", beacons)
    join_url = people["Nora"].join_url
    assert join_url is not None
    await lost.goto(join_url)
    player = WatchPage(lost)
    await player.loaded()
    await page.shows({"now-connected": 1})
    blocked = True
    await player.play()
    await player.plays_to(2.1)
    await player.pause()
    await lost.close()
    await page.shows({"now-connected": 0})
    assert ms((await Watched.of(api, people["Nora"].id)).on_demand) == 0
    await WatchPage.open(browser, people["Nora"])
    watched = await acknowledged(api, people["Nora"].id, at_least_ms=1_500)
    assert watched.covered == [(0, 2)]


async def test_a_dashboard_without_websockets_asks_and_says_so(
    system: System, api: Api, recording: Recording, browser: BrowserContext
) -> None:
    """The numbers come by polling while no socket opens, and are live again once one does."""
    scene = await Scene.past(api, recording_url=recording.url, duration_s=recording.duration_s)
    await scene.add({"Nora": "registered"})
    blocked = True

    async def proxy(socket: WebSocketRoute) -> None:
        if blocked:
            await socket.close()
        else:
            socket.connect_to_server()

    await browser.route_web_socket("**/ws/dashboard", proxy)
    await sign_in(browser, system)
    page = await browser.new_page()
    await page.goto(f"{system.url}/webinars/{scene.webinar.id}")
    state = page.get_by_test_id("connection-state")
    await expect(state).to_have_attribute("data-state", "polling", timeout=PATIENCE_MS)
    await expect(state).to_have_text("By polling")
    dashboard = DashboardPage(page)
    await dashboard.shows({"status-registered": 1})
    await scene.finish()
    await dashboard.shows({"status-no_show": 1})
    blocked = False
    await expect(state).to_have_attribute("data-state", "live", timeout=2 * PATIENCE_MS)
    await scene.add({"Otto": "registered"})
    await dashboard.shows({"status-registered": 1})
