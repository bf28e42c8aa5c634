"""Paid entry put together as the application does, with a strict Stripe on the same clock."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from latecomer.http.guard import read_networks
from latecomer.integrations.inbox.routes import inbox_key
from latecomer.mail.build import mail_queue
from latecomer.registration_form.approval import Approvals
from latecomer.registration_form.payment.fulfilment import PaymentFulfilment
from latecomer.registration_form.worker import SubmissionWorker
from latecomer.webinars.members.waitlist import Waitlist
from tests.support.builders import MINUTE
from tests.support.site import Site, open_site
from tests.vendors.servers.stripe import ENDPOINT_SECRET, KEY, Session, Stripe, open_stripe

SLUG = "composting"
ADA, BOB, CARL = "ada@example.com", "bob@example.com", "carl@example.com"
PRICE = {"amount_minor": 4900, "currency": "eur"}


@dataclass
class Till:
    """A webinar with a price at /r/composting, and those who come to pay."""

    site: Site
    stripe: Stripe
    connection: Any = None
    webinar: Any = None

    def __post_init__(self) -> None:
        parts = self.site.parts
        self.queue = mail_queue(parts.pool, parts.settings, parts.redis, parts.clock)

    async def connect(self) -> None:
        """Make the connection to Stripe, and enter our address there."""
        self.connection = await self.site.call(
            "POST",
            "/connections",
            {
                "kind": "stripe",
                "name": "Stripe",
                "secrets": {"api_key": KEY, "webhook_secret": ENDPOINT_SECRET},
                "settings": {"base_url": self.stripe.url},
            },
            expect=201,
        )
        path = "/in/" + self.connection["url"].rpartition("/in/")[2]
        self.stripe.endpoints = [(str(self.site.client.make_url(path)), ENDPOINT_SECRET)]

    async def open(self, *, seats: int | None = None, **settings: Any) -> Any:
        """A webinar with a registration page that costs money."""
        self.webinar = await self.site.webinar(registrant_limit=seats)
        await self.save(**settings)
        return self.webinar

    async def save(self, *, expect: int = 200, **settings: Any) -> Any:
        """Save the registration page."""
        body = {"slug": SLUG, "price": PRICE} | settings
        return await self.site.call(
            "PUT", f"/webinars/{self.webinar['id']}/registration", body, expect=expect
        )

    async def send(self, email: str = ADA, **fields: str) -> str:
        """Send the form as a person does; returns where it leads."""
        page = await self.site.client.get(f"/r/{SLUG}")
        nonce = re.search(r'name="nonce" value="([^"]+)"', await page.text())
        assert nonce is not None
        self.site.now += MINUTE
        return await self.post({"nonce": nonce[1], "email": email} | fields)

    async def post(self, fields: dict[str, str]) -> str:
        """Post fields; returns the path that the answer leads to."""
        answer = await self.site.client.post(
            f"/r/{SLUG}",
            data=urlencode(fields),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            allow_redirects=False,
        )
        assert answer.status == 303, await answer.text()
        return str(answer.headers["Location"])

    async def to_stripe(self, path: str) -> Session:
        """Press the button of our page; returns the session that it leads to."""
        token = path.rpartition("/")[2]
        answer = await self.site.client.post(f"/pay/{token}", allow_redirects=False)
        text = await answer.text()
        assert answer.status == 200, text
        found = re.search(r"url=[^\"]+/c/pay/(cs_test_\w+)", text)
        assert found is not None, text
        return self.stripe.sessions[found[1]]

    async def pay(self, email: str = ADA, *, slow: bool = False) -> Session:
        """Register and pay; nothing has told us of it yet."""
        session = await self.to_stripe(await self.send(email))
        return self.stripe.pay(session.id, slow=slow)

    async def page(self, path: str, *, status: int = 200) -> str:
        """The text of our page for those who pay."""
        answer = await self.site.client.get(path, allow_redirects=False)
        text = await answer.text()
        assert answer.status == status, text
        return text

    async def deliver(self, **how: Any) -> list[int]:
        """Stripe sends its events, and the worker handles them."""
        statuses = await self.stripe.deliver(**how)
        while 503 in statuses:  # Stripe sends again what could not be stored in time
            statuses = await self.stripe.deliver()
        while await self.site.client.app[inbox_key].handle(100, self.site.now):
            pass
        await self.work()
        return statuses

    async def work(self) -> None:
        """The loops of a worker, once."""
        parts = self.site.parts
        await parts.get(SubmissionWorker).work(self.site.now)
        await parts.get(Approvals).work(self.site.now)
        await parts.get(PaymentFulfilment).work(self.site.now)
        await parts.get(Waitlist).promote_due(self.site.now)

    async def refund(self, payment: dict[str, Any]) -> Any:
        """Ask for the money of a payment back, as an operator does."""
        path = f"/webinars/{self.webinar['id']}/payments/{payment['id']}/refund"
        return await self.site.call("POST", path, expect=202)

    async def statuses(self) -> dict[str, str]:
        """The members by address."""
        members = await self.site.call("GET", f"/webinars/{self.webinar['id']}/members")
        return {each["email"]: each["status"] for each in members["items"]}

    async def payments(self) -> list[dict[str, Any]]:
        """The payments, newest first."""
        found = await self.site.call("GET", f"/webinars/{self.webinar['id']}/payments")
        return list(found["items"])

    async def states(self) -> list[str]:
        """The states of the payments, oldest first."""
        return [each["state"] for each in await self.payments()][::-1]

    async def mails(self, email: str = ADA) -> list[str]:
        """The kinds of mail to an address, in order, that were not skipped."""
        await self.queue.work()
        rows = await self.site.pool.fetch(
            "SELECT kind FROM mails WHERE email = $1 AND state = 'kept' ORDER BY number", email
        )
        return [row["kind"] for row in rows]

    async def text_of(self, kind: str, email: str = ADA) -> str:
        """The text of the last mail of a kind."""
        await self.queue.work()
        text = await self.site.pool.fetchval(
            "SELECT body FROM mails WHERE kind = $1 AND email = $2 ORDER BY number DESC LIMIT 1", kind, email
        )
        return str(text)

    async def outcomes(self) -> list[str | None]:
        """The outcomes of the forms, oldest first."""
        rows = await self.site.pool.fetch("SELECT outcome FROM submissions ORDER BY number")
        return [row["outcome"] for row in rows]


@asynccontextmanager
async def open_till(postgres_url: str, redis_url: str, folder: Path) -> AsyncIterator[Till]:
    """A till on fresh engines."""
    networks = read_networks(["127.0.0.1"])
    async with (
        open_site(postgres_url, redis_url, folder, allowed_networks=networks) as site,
        open_stripe(lambda: site.now / 1000) as stripe,
    ):
        till = Till(site, stripe)
        await till.connect()
        try:
            yield till
        finally:
            await till.queue.stop()
