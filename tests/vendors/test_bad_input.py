"""Bad input of any kind, pushed over real HTTP at each vendor's address: a coded outcome, and nothing lost.

Source: docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

import gzip
import hmac
import json
from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.timestamps import to_text
from latecomer.integrations.inbox.receiver import BODY_MAX
from latecomer.integrations.inbox.routes import receiver_key
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.registry import DEFINITIONS
from tests.support.builders import HOUR, MINUTE, STARTS_AT
from tests.support.site import Site
from tests.vendors.servers.gotowebinar import GoToServer
from tests.vendors.servers.zoom import ZoomServer, webinar_event
from tests.vendors.test_pushed_in import connect, handle, member, path

ANA = "ana@example.org"


class Vendor(ABC):
    """The signature and the reports of one vendor."""

    kind: Kind
    secret: str
    external = "98765432109"
    malformed: Mapping[str, str]
    """Headers with which nothing is a signature."""

    @abstractmethod
    def sign(self, body: bytes, now: int, secret: str | None = None) -> dict[str, str]: ...

    @abstractmethod
    def tell(self, what: str, at: int, *, webinar: str, ref: str, email: str | None, stay: str) -> Any:
        """``what``: registered, joined, left, or something that nobody knows."""


class Zoom(Vendor):
    kind = "zoom"
    secret = "s3cr3t-token-example"
    malformed = {"x-zm-signature": "ü"}  # noqa: RUF012

    def sign(self, body: bytes, now: int, secret: str | None = None) -> dict[str, str]:
        return ZoomServer(secret or self.secret, None, now).headers(body)  # type: ignore[arg-type]

    def tell(self, what: str, at: int, *, webinar: str, ref: str, email: str | None, stay: str) -> Any:
        if what == "registered":
            registrant = {"id": ref, "email": email or "", "status": "approved"}
            return webinar_event("registration_created", at, webinar, registrant=registrant)
        if what not in {"joined", "left"}:
            return webinar_event(what, at, webinar)
        when = {"join_time" if what == "joined" else "leave_time": to_text(at)}
        told = {"user_id": stay, "user_name": "Ana", "id": "", "email": email or "", "registrant_id": ref}
        return webinar_event(f"participant_{what}", at, webinar, participant=told | when)


class GoToWebinar(Vendor):
    kind = "gotowebinar"
    secret = "f1679e36-17fe-48fa-93da-000000000000"
    malformed = {"X-Webhook-Signature": "ü"}  # noqa: RUF012

    def sign(self, body: bytes, now: int, secret: str | None = None) -> dict[str, str]:
        return GoToServer(secret or self.secret, None, now).headers(body)  # type: ignore[arg-type]

    def tell(self, what: str, at: int, *, webinar: str, ref: str, email: str | None, stay: str) -> Any:
        name = {"registered": "added", "joined": "joined"}.get(what, what)
        return {
            "eventName": f"registrant.{name}",
            "eventVersion": "1.0.0",
            "product": "g2w",
            "eventKey": str(uuid4()),
            "timestamp": to_text(at),
            "webinarKey": webinar,
            "sessionKey": stay,
            "registrantKey": ref,
            "joinTime": at,
            **({"email": email} if email else {}),
        }


class Standard(Vendor):
    kind = "standard_webhooks_in"
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    malformed = {"webhook-timestamp": "now"}  # noqa: RUF012

    def sign(self, body: bytes, now: int, secret: str | None = None) -> dict[str, str]:
        message, timestamp = f"msg_{uuid4()}", str(now // 1000)
        key = b64decode((secret or self.secret).removeprefix("whsec_"))
        digest = hmac.digest(key, f"{message}.{timestamp}.".encode() + body, sha256)
        return {
            "Content-Type": "application/json",
            "webhook-id": message,
            "webhook-timestamp": timestamp,
            "webhook-signature": f"v1,{b64encode(digest).decode()}",
        }

    def tell(self, what: str, at: int, *, webinar: str, ref: str, email: str | None, stay: str) -> Any:
        kind = "registration.created" if what == "registered" else f"attendance.{what}"
        data = {"webinar": webinar, "attendee": ref, "stay": stay, **({"email": email} if email else {})}
        return {"type": kind, "timestamp": to_text(at), "data": data}


VENDORS: tuple[Vendor, ...] = (Zoom(), GoToWebinar(), Standard())
ANOTHER = {"standard_webhooks_in": "whsec_" + "A" * 44}


class Push:
    """A connection of one vendor, at which anything is pushed."""

    def __init__(self, site: Site, vendor: Vendor, webinar: Any, connection: Any) -> None:
        self.site = site
        self.vendor = vendor
        self.webinar = webinar
        self.connection = connection

    def body(self, what: str, at: int | None = None, **told: Any) -> bytes:
        """An event as the vendor writes it, about its webinar, unless said otherwise."""
        common = {"webinar": self.vendor.external, "ref": "7", "email": ANA, "stay": "1"}
        event = self.vendor.tell(what, self.site.now if at is None else at, **(common | told))
        return json.dumps(event, separators=(",", ":")).encode()

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> Any:
        signed = self.vendor.sign(body, self.site.now) if headers is None else headers
        return await self.site.client.post(path(self.connection), data=body, headers=signed)

    async def taken(self, body: bytes) -> None:
        """Push it, and have it handled."""
        assert (await self.post(body)).status == 204
        await handle(self.site)

    async def refused(self, body: bytes, headers: dict[str, str], status: int, code: str) -> None:
        """It is refused with that code, and kept nowhere."""
        answer = await self.site.decoded(await self.post(body, headers), status)
        assert answer["code"] == code
        assert await self.outcomes() == []

    async def outcomes(self) -> list[tuple[str, str | None]]:
        """Return the outcome of each delivery, the oldest first."""
        page = await self.site.call("GET", f"/connections/{self.connection['id']}/inbox")
        return [(each["state"], each["outcome"]) for each in reversed(page["items"])]

    async def counted(self) -> tuple[int, str | None]:
        """Return the number of refused deliveries, and the last one's code."""
        await self.site.client.app[receiver_key]._write_counts()
        found = await self.site.call("GET", f"/connections/{self.connection['id']}")
        return found["refused"], found["last_refused_code"]


@pytest.fixture(params=VENDORS, ids=lambda vendor: vendor.kind)
async def push(site: Site, request: pytest.FixtureRequest) -> Push:
    vendor: Vendor = request.param
    inbound = DEFINITIONS[vendor.kind].inbound
    assert inbound is not None
    secrets = {inbound.signing_secret: vendor.secret}
    webinar, connection = await connect(site, vendor.kind, secrets, vendor.external)
    site.now = STARTS_AT + HOUR
    return Push(site, vendor, webinar, connection)


def test_every_vendor_that_pushes_is_here() -> None:
    assert {each.kind for each in VENDORS} == {
        definition.kind
        for definition in DEFINITIONS.values()
        if definition.inbound is not None and definition.reports_attendance
    }


async def test_what_is_not_signed_just_so_is_refused_and_counted(push: Push) -> None:
    body = push.body("joined")
    good = push.vendor.sign(body, push.site.now)
    other = push.vendor.sign(body, push.site.now, ANOTHER.get(push.vendor.kind, "another secret"))
    await push.refused(body, other, 401, "wrong_signature")
    await push.refused(body, {}, 401, "missing_signature")
    await push.refused(body, {**good, **push.vendor.malformed}, 401, "malformed_signature")
    await push.refused(json.dumps(json.loads(body), indent=1).encode(), good, 401, "wrong_signature")
    push.site.now += HOUR
    await push.refused(body, good, 401, "stale_signature")
    assert await push.counted() == (5, "stale_signature")


async def test_a_replayed_delivery_is_taken_once(push: Push) -> None:
    body = push.body("joined")
    headers = push.vendor.sign(body, push.site.now)
    for _ in range(3):
        assert (await push.post(body, headers)).status == 204
        await handle(push.site)
    assert await push.outcomes() == [("done", "applied")]


async def test_twenty_megabytes_are_not_taken(push: Push) -> None:
    body = b"x" * (20 * 1024 * 1024)
    await push.refused(body, push.vendor.sign(body, push.site.now), 413, "body_too_large")
    squeezed = gzip.compress(b"x" * (4 * BODY_MAX))
    headers = {**push.vendor.sign(squeezed, push.site.now), "Content-Encoding": "gzip"}
    assert (await push.post(squeezed, headers)).status == 413
    assert await push.outcomes() == []


async def test_what_came_compressed_is_verified_as_it_was_before(push: Push) -> None:
    body = push.body("joined")
    headers = {**push.vendor.sign(body, push.site.now), "Content-Encoding": "gzip"}
    assert (await push.post(gzip.compress(body), headers)).status == 204
    await handle(push.site)
    assert await push.outcomes() == [("done", "applied")]


async def test_what_is_signed_and_no_text_is_kept_with_its_code(push: Push) -> None:
    await push.taken(push.body("joined").replace(b"7", b"\xff\xfe"))
    assert await push.outcomes() == [("done", "malformed_body")]


async def test_an_event_that_nobody_knows_is_kept_and_counted(push: Push) -> None:
    await push.taken(push.body("weather_changed"))
    assert await push.outcomes() == [("done", "unknown_event")]
    assert await push.counted() == (0, None)


async def test_an_event_for_an_unknown_webinar_waits_until_it_is_bound(push: Push) -> None:
    await push.taken(push.body("joined", STARTS_AT + MINUTE, webinar="12345678901"))
    assert await push.outcomes() == [("waiting", "unknown_webinar")]
    bound = {"webinars": [{"webinar_id": push.webinar["id"], "external_id": "12345678901"}]}
    await push.site.call("PATCH", f"/connections/{push.connection['id']}", bound)
    await handle(push.site)
    assert await push.outcomes() == [("done", "applied")]
    assert (await member(push.site, push.webinar, ANA))["status"] == "attended"


async def test_somebody_without_an_email_waits_until_somebody_says_who(push: Push) -> None:
    await push.taken(push.body("joined", STARTS_AT + MINUTE, email=None))
    assert await push.outcomes() == [("waiting", "no_email")]
    await push.taken(push.body("registered", STARTS_AT - HOUR))
    assert await push.outcomes() == [("done", "applied")] * 2
    assert (await member(push.site, push.webinar, ANA))["status"] == "attended"


@pytest.mark.parametrize("push", [VENDORS[0], VENDORS[2]], indirect=True, ids=["zoom", "standard"])
async def test_a_leave_before_its_join_and_rooms_that_overlap_count_once(push: Push) -> None:
    """GoToWebinar tells of no leave."""
    rooms = (("1", 1, 10), ("2", 5, 20), ("3", 30, 31))
    for stay, joined, left in rooms:
        await push.taken(push.body("left", STARTS_AT + left * MINUTE, stay=stay))
        await push.taken(push.body("joined", STARTS_AT + joined * MINUTE, stay=stay))
    assert await push.outcomes() == [("done", "applied")] * 6
    assert (await member(push.site, push.webinar, ANA))["watched_s"]["live"] == 20 * 60


async def test_nobodys_address_is_none(site: Site) -> None:
    response = await site.client.post("/in/nobody", data=b"{}")
    assert (await site.decoded(response, 404))["code"] == "unknown_connection"


async def test_a_method_that_is_none_of_the_vendors_is_refused(site: Site) -> None:
    _, connection = await connect(site, "zoom", {"secret_token": Zoom.secret})
    response = await site.client.get(path(connection))
    assert (await site.decoded(response, 405))["code"] == "method_not_allowed"
