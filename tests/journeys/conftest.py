"""One installation for all journeys of a test process, and a real browser for each journey that wants one."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import asyncpg
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, async_playwright

from client_demo.api import Api
from client_demo.contract import SWITCH, contract
from tests.journeys.browser import launch
from tests.journeys.house import House
from tests.journeys.recording import Recording
from tests.journeys.system import System
from tests.mail.relay import open_relay

os.environ[SWITCH] = "1"


@pytest.fixture(autouse=True)
def contract_kept() -> Iterator[None]:
    """Check that simulated outsiders send and receive what the published schemas allow."""
    kept = contract()
    assert kept is not None
    kept.broken.clear()
    yield
    assert kept.broken == []


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    """`latecomer run`, embedded engines and all."""
    folder = Path(tempfile.mkdtemp(prefix="lc-journeys-"))
    started = System.start(folder / "data", HLS_ABOVE_S="55")
    yield started
    code = started.stop()
    log = started.log.read_text()
    shutil.rmtree(folder)
    assert code == 0, log
    assert "Traceback" not in log, log


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client that is nobody in particular."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as opened:
        yield opened


@pytest.fixture
def api(system: System, session: aiohttp.ClientSession) -> Api:
    """The REST API with every right."""
    return Api(session, system.url, system.key)


@pytest.fixture
async def database(system: System) -> AsyncIterator[asyncpg.Connection]:
    """The installation's own database, to recount."""
    connection = await asyncpg.connect(system.postgres_url)
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
def recording(system: System) -> Recording:
    """Twenty seconds with a time code and a tone."""
    return Recording.make(system.data / "recordings")


@pytest.fixture
async def browser() -> AsyncIterator[BrowserContext]:
    """A fresh profile of a real Chromium. What goes wrong in a page fails the journey."""
    problems: list[str] = []
    async with async_playwright() as playwright, await launch(playwright) as chromium:
        context = await chromium.new_context(viewport={"width": 1280, "height": 800})
        context.on("weberror", lambda problem: problems.append(str(problem.error)))
        yield context
        await context.close()
    assert problems == []


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house() -> AsyncIterator[House]:
    """One installation with a relay, for all journeys with mails."""
    folder = Path(tempfile.mkdtemp(prefix="lc-registration-"))
    async with open_relay() as relay, async_playwright() as playwright:
        system = await asyncio.to_thread(
            System.start,
            folder / "data",
            SMTP_URL=f"smtp://127.0.0.1:{relay.port}?starttls=no",
            MAIL_FROM="events@webinars.example",
            WORKERS="1",
        )
        browser = await launch(playwright)
        async with aiohttp.ClientSession() as session:
            recording = await asyncio.to_thread(Recording.make, system.data / "recordings")
            yield House(system, Api(session, system.url, system.key), relay, browser, recording)
        await browser.close()
        code = await asyncio.to_thread(system.stop)
        log = system.log.read_text()
    shutil.rmtree(folder)
    assert code == 0, log
    assert "Traceback" not in log, log


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group all journeys of an installation in one of several test processes."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            of_house = "house" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("journeys-with-mails" if of_house else "journeys"))
