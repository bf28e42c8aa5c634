"""The viewer script on pages as people build them: other videos, advertisements, players that are replaced or hidden in
custom elements, scripts that run as text. What is not the recording neither counts nor covers; what is wrong is said.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, ConsoleMessage, Page, expect

from client_demo.api import Api, MemberRow
from tests.journeys.browser import PATIENCE_MS, DashboardPage, WatchPage
from tests.journeys.recording import Recording
from tests.journeys.recount import Watched, acknowledged, ms
from tests.journeys.scene import Scene
from tests.journeys.system import System

HLS_VIDEO = """<script>
customElements.define("hls-video", class extends HTMLElement {
  connectedCallback() {
    const video = document.createElement("video");
    video.src = this.getAttribute("src");
    setTimeout(() => this.attachShadow({mode: "open"}).append(video), 200);
  }
});
</script><hls-video id="talk" src="/talk.mp4"></hls-video>"""
"""A player as a custom element, which upgrades and opens its shadow root late."""
AS_TEXT = """<script>
fetch("{server}/viewer.js").then((answer) => answer.text()).then((text) => new Function(text)());
</script>"""
"""A script as tag managers and jQuery run it."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A site on an origin of its own; ``pages`` is what it serves, by path."""

    origin: str
    server: str
    pages: dict[str, str]

    def page(self, path: str, body: str, script: str = '<script src="{server}/viewer.js"></script>') -> str:
        """Put up a page; returns its address."""
        tag = script.replace("{server}", self.server)
        self.pages[path] = (
            f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Elsewhere</title>{body}{tag}"
        )
        return f"{self.origin}{path}"


@pytest.fixture(scope="session")
def advertisement(system: System, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """Four seconds of something else."""
    return Recording.make(tmp_path_factory.mktemp("advertisement"), 4)


@pytest.fixture
async def elsewhere(
    system: System, recording: Recording, advertisement: Recording
) -> AsyncIterator[Elsewhere]:
    """A site with the recording, an advertisement, and whatever pages a test puts up."""
    pages: dict[str, str] = {}

    def file(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.FileResponse(path)

        return answer

    async def page(request: web.Request) -> web.Response:
        return web.Response(text=pages[request.path], content_type="text/html")

    app = web.Application()
    for name, path in {"talk": recording.path, "ad": advertisement.path}.items():
        app.router.add_get(f"/{name}.mp4", file(path))
    app.router.add_get("/{path:.*}", page)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 0).start()
    yield Elsewhere(f"http://localhost:{runner.addresses[0][1]}", system.url, pages)
    await runner.cleanup()


async def nora_of(api: Api, recording: Recording, elsewhere: Elsewhere, **fields: object) -> MemberRow:
    """A No-Show of a webinar that is over, with that site allowed."""
    allowed = {"allowed_origins": [elsewhere.origin], "duration_s": recording.duration_s} | fields
    scene = await Scene.past(api, recording_url=recording.url, threshold_s=1, **allowed)  # type: ignore[arg-type]
    nora = (await scene.add({"Nora": "registered"}))["Nora"]
    await scene.finish()
    return nora


async def visit(browser: BrowserContext, url: str, nora: MemberRow, said: list[str]) -> WatchPage:
    """Open a page as Nora; ``said`` gets what the script says in the console."""

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith("Latecomer:"):
            said.append(message.text)

    page = await browser.new_page()
    page.on("console", hear)
    async with page.expect_event("websocket"):
        await page.goto(f"{url}#latecomer={nora.token}")
    return WatchPage(page)


async def play(page: Page, selector: str, to_s: float) -> None:
    """Play what an element holds up to a second, and let it rest there."""
    await page.evaluate(
        """async ([selector, second]) => {
            const found = document.querySelector(selector);
            const video = found.shadowRoot?.querySelector("video") ?? found;
            await video.play();
            await new Promise((done) => {
                const look = () => (video.currentTime >= second ? done() : setTimeout(look, 20));
                look();
            });
            video.pause();
        }""",
        [selector, to_s],
    )


async def test_only_the_recording_counts_and_it_is_followed(
    api: Api, recording: Recording, browser: BrowserContext, elsewhere: Elsewhere
) -> None:
    """Decoration comes first, an advertisement plays in the recording's own element, and the page replaces the element.
    One playback counts what was played of the recording, and nothing else."""
    nora = await nora_of(api, recording, elsewhere)
    url = elsewhere.page(
        "/talk",
        '<video src="/talk.mp4" autoplay loop muted playsinline></video>'
        '<div id="app"><video id="talk" src="/ad.mp4" controls></video></div>',
    )
    said: list[str] = []
    page = (await visit(browser, url, nora, said)).page
    await page.wait_for_function("document.querySelector('video').currentTime > 2")
    await play(page, "#talk", 2.0)
    await page.evaluate("document.querySelector('#talk').src = '/talk.mp4'")
    await play(page, "#talk", 2.1)
    watched = await acknowledged(api, nora.id, at_least_ms=1_500)
    assert watched.covered == [(0, 2)]
    assert ms(watched.on_demand) < 3_000
    await page.evaluate(
        "document.querySelector('#app').innerHTML = '<video src=\"/talk.mp4\" controls></video>'"
    )
    await page.evaluate("document.querySelector('#app video').currentTime = 10")
    await play(page, "#app video", 12.1)
    watched = await acknowledged(api, nora.id, at_least_ms=3_500)
    assert watched.covered == [(0, 2), (10, 12)]
    assert ms(watched.on_demand) < 5_500
    explained = await api.call("GET", f"/members/{nora.id}/watch")
    assert len(explained["playbacks"]) == 1
    [line] = said
    assert "lasts 4 s, the webinar's recording 20 s" in line
    assert 'data-counts="all"' in line


@pytest.mark.parametrize(
    ("body", "script"),
    [
        (HLS_VIDEO, '<script src="{server}/viewer.js" data-media="#talk"></script>'),
        (HLS_VIDEO.replace(' id="talk"', ""), '<script type="module" src="{server}/viewer.js"></script>'),
        ('<video id="talk" src="/talk.mp4"></video>', AS_TEXT),
    ],
)
async def test_custom_elements_modules_and_text_work(
    api: Api, recording: Recording, browser: BrowserContext, elsewhere: Elsewhere, body: str, script: str
) -> None:
    nora = await nora_of(api, recording, elsewhere)
    said: list[str] = []
    page = (await visit(browser, elsewhere.page("/talk", body, script), nora, said)).page
    await play(page, "hls-video, #talk", 1.6)
    await acknowledged(api, nora.id, at_least_ms=1_001)
    assert said == []


async def test_a_lone_recording_of_another_length_counts_and_its_host_is_told(
    system: System, api: Api, recording: Recording, browser: BrowserContext, elsewhere: Elsewhere
) -> None:
    nora = await nora_of(api, recording, elsewhere, duration_s=60)
    url = elsewhere.page("/talk", '<video src="/talk.mp4"></video>')
    said: list[str] = []
    page = (await visit(browser, url, nora, said)).page
    await play(page, "video", 1.6)
    watched = await acknowledged(api, nora.id, at_least_ms=1_001)
    assert watched.covered == [(0, 1)]
    [line] = said
    assert '"duration_s": 20' in line
    webinar = await api.call("GET", f"/members/{nora.id}")
    dashboard = await DashboardPage.open(browser, system, webinar["webinar_id"])
    note = dashboard.page.get_by_test_id("page-note-other_length")
    await expect(note).to_contain_text(elsewhere.origin, timeout=PATIENCE_MS)
    await expect(note).to_contain_text("0:20")
    changed = {"recording": {"url": recording.url, "duration_s": recording.duration_s}}
    await api.call("PATCH", f"/webinars/{webinar['webinar_id']}", changed)
    notes = await api.call("GET", f"/webinars/{webinar['webinar_id']}/page-notes")
    assert notes["items"] == []


@pytest.mark.parametrize("network", ["sockets", "beacons"])
async def test_a_page_that_nobody_allowed_says_once_which_line_allows_it(
    system: System,
    api: Api,
    recording: Recording,
    browser: BrowserContext,
    elsewhere: Elsewhere,
    network: str,
) -> None:
    nora = await nora_of(api, recording, elsewhere, allowed_origins=[])
    page = await browser.new_page()
    if network == "beacons":
        await page.add_init_script(
            "window.WebSocket = class { constructor() { throw new Error('blocked'); } }"
        )
    url = elsewhere.page("/talk", '<video src="/talk.mp4"></video>')
    async with page.expect_console_message(lambda message: "Latecomer:" in message.text) as heard:
        await page.goto(f"{url}#latecomer={nora.token}")
    line = (await heard.value).text
    assert f'"allowed_origins": ["{elsewhere.origin}"]' in line
    assert f"LATECOMER_ALLOWED_ORIGINS={elsewhere.origin}" in line
    await play(page, "video", 1.2)
    assert (await Watched.of(api, nora.id)).on_demand == []
    webinar = (await api.call("GET", f"/members/{nora.id}"))["webinar_id"]
    dashboard = await DashboardPage.open(browser, system, webinar)
    note = dashboard.page.get_by_test_id("page-note-origin_not_allowed")
    await expect(note).to_contain_text(elsewhere.origin, timeout=PATIENCE_MS)


@pytest.mark.parametrize(
    ("body", "script", "words"),
    [
        ("<p>", '<script src="{server}/viewer.js" data-media="#talk"></script>', 'data-media="#talk" yet'),
        ("<p>", '<script src="{server}/viewer.js" data-media="#"></script>', "no CSS selector"),
        ("<p>", "<script>document.currentScript.remove();{text}</script>", "run as text"),
        (
            '<video src="/talk.mp4" autoplay loop muted></video>',
            '<script src="{server}/viewer.js"></script>',
            "as decoration does",
        ),
        (
            '<iframe id="talk"></iframe>',
            '<script src="{server}/viewer.js" data-media="#talk"></script>',
            "frame",
        ),
        ("<x-player>", '<script src="{server}/viewer.js" data-media="x-player"></script>', "<x-player>"),
    ],
)
async def test_misplacement_is_said_once_with_the_line_to_write(
    api: Api, browser: BrowserContext, elsewhere: Elsewhere, body: str, script: str, words: str
) -> None:
    page = await browser.new_page()
    text = await (await page.request.get(f"{elsewhere.server}/viewer.js")).text()
    url = elsewhere.page("/talk", body, script.replace("{text}", text))
    async with page.expect_console_message(lambda message: "Latecomer:" in message.text) as heard:
        await page.goto(f"{url}#latecomer=anybody")
    line = (await heard.value).text
    assert words in line
    assert "data-media=" in line or "Latecomer.attach(" in line
