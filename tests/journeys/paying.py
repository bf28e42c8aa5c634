"""A webinar that costs money, a Stripe that takes it, and people who have come so far in paying."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import aiohttp

from client_demo.api import Api
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.vendors.servers.stripe import ENDPOINT_SECRET, KEY, Stripe, open_stripe

_PRICE = {"amount_minor": 4900, "currency": "eur"}


@dataclass
class PaidEntry:
    """A webinar with a price."""

    system: System
    api: Api
    session: aiohttp.ClientSession
    stripe: Stripe
    slug: str = ""
    webinar: str = ""

    async def open(self) -> None:
        """Make the webinar and its page."""
        starts_at = datetime.now(UTC) + timedelta(days=3)
        scene = await Scene.create(self.api, starts_at, starts_at + timedelta(hours=1))
        self.webinar, self.slug = scene.webinar.id, uuid4().hex
        body = {"slug": self.slug, "price": _PRICE}
        await self.api.call("PUT", f"/webinars/{self.webinar}/registration", body)

    async def send(self, email: str, language: str = "en") -> str:
        """Send the form; returns the path of the page to pay on."""
        async with self.session.post(
            f"{self.system.url}/r/{self.slug}", data={"email": email, "lang": language}, allow_redirects=False
        ) as answer:
            location = answer.headers["Location"]
            assert "/pay/" in location, location
        return f"/pay/{location.rpartition('/')[2]}"

    async def pay(self, path: str, *, amount: int | None = None, slow: bool = False) -> None:
        """Go to Stripe by our page, pay there, and come back."""
        async with self.session.post(self.system.url + path) as answer:
            text = await answer.text()
        (session,) = (each for each in self.stripe.sessions.values() if each.id in text)
        session.amount = amount or session.amount
        self.stripe.pay(session.id, slow=slow)
        async with self.session.get(f"{self.system.url}{path}/done") as answer:
            assert answer.status == 200, await answer.text()

    async def until(self, *states: str) -> None:
        """Wait until the payments have these states, newest first."""
        async with asyncio.timeout(20):
            while True:
                found = await self.api.call("GET", f"/webinars/{self.webinar}/payments")
                if [each["state"] for each in found["items"]] == list(states):
                    return
                await asyncio.sleep(0.1)

    async def every_state(self) -> None:
        """People who pay, paid, paid a wrong amount, pay slowly, have it back, and did not pay."""
        mail = "nora@{}.people.example"
        paths = [await self.send(mail.format(number)) for number in range(6)]
        await self.pay(paths[1])
        await self.pay(paths[2], amount=100)
        await self.pay(paths[3], slow=True)
        await self.pay(paths[4])
        items = (await self.api.call("GET", f"/webinars/{self.webinar}/payments"))["items"]
        await self.api.call("POST", f"/webinars/{self.webinar}/payments/{items[1]['id']}/refund")
        await self.until("open", "refunded", "processing", "not_paid", "paid", "open")


@asynccontextmanager
async def paid_entry(system: System, api: Api, session: aiohttp.ClientSession) -> AsyncIterator[PaidEntry]:
    """Connect a Stripe, and make a webinar with a price; the connection is paused in the end."""
    async with open_stripe(time.time) as stripe:
        secrets = {"api_key": KEY, "webhook_secret": ENDPOINT_SECRET}
        body = {"kind": "stripe", "name": "Nora", "secrets": secrets, "settings": {"base_url": stripe.url}}
        connection = await api.call("POST", "/connections", body)
        stripe.endpoints = [(system.url + urlsplit(connection["url"]).path, ENDPOINT_SECRET)]
        entry = PaidEntry(system, api, session, stripe)
        await entry.open()
        try:
            yield entry
        finally:
            await api.call("POST", f"/connections/{connection['id']}/pause")


async def pages_to_pay(entry: PaidEntry, language: str) -> Mapping[str, str]:
    """Return the paths of pages of payments in a language: to pay, paid, and of another amount."""
    paths = [await entry.send(f"nora@{language}{number}.people.example", language) for number in range(3)]
    await entry.pay(paths[1])
    await entry.pay(paths[2], amount=100)
    return {"paying": paths[0], "paid": paths[1], "mismatch": paths[2]}
