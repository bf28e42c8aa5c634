"""An installation with a relay, and strangers who register there and read their mails."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from playwright.async_api import Browser, Page

from client_demo.api import Api
from tests.journeys.recording import Recording
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.mail.relay import RelayServer, Taken

PHONE: Any = {"width": 360, "height": 740}


@dataclass
class House:
    """An installation with a relay, and a browser."""

    system: System
    api: Api
    relay: RelayServer
    browser: Browser
    recording: Recording

    async def page(self, scene: Scene, slug: str, **settings: Any) -> str:
        """Give a webinar a registration page; returns its address."""
        body = {"slug": slug, "fields": {"first_name": "required"}} | settings
        await self.call("PUT", f"/webinars/{scene.webinar.id}/registration", body)
        return f"{self.system.url}/r/{slug}"

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        """Make a REST call with every right."""
        headers = {"Authorization": f"Bearer {self.system.key}"}
        async with (
            aiohttp.ClientSession(headers=headers) as session,
            session.request(method, f"{self.system.url}/api/v1{path}", json=body) as answer,
        ):
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.status != 204 else None

    async def mail(self, email: str, subject: str) -> Taken:
        """Wait for a mail to an address whose subject has these words."""
        async with asyncio.timeout(20):
            while True:
                found = [each for each in self.relay.to(email) if subject in str(each.message["Subject"])]
                if found:
                    return found[-1]
                self.relay.text_came.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.relay.text_came.wait(), 1)

    async def stranger(self, *, script: bool = False) -> Page:
        """A person with a phone."""
        context = await self.browser.new_context(viewport=PHONE, java_script_enabled=script, locale="en-GB")
        return await context.new_page()


def noon_zone() -> str:
    """Return a time zone in which it is noon, so that no quiet hours hold a mail back.

    The signs of these names are the other way round: Etc/GMT+3 is three hours behind UTC.
    """
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


def link_in(mail: Taken, path: str) -> str:
    """The address in a mail that leads to a path of ours."""
    found = re.search(rf"http://\S+/{path}/\S+", mail.text)
    assert found is not None, mail.text
    return found[0]
