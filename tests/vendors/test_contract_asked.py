"""The contract of every vendor that can be pulled; a new vendor is found by itself, with its recorded answers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.secrets import OpenSecrets, StoredSecrets
from latecomer.integrations.pulls.providers import Providers
from latecomer.vendors.kit.definition import Kind
from latecomer.vendors.kit.inbound import Attendee, Registered, RegistrationCancelled, SessionEnded
from latecomer.vendors.kit.provider import (
    Answer,
    AttendanceRow,
    Confirmed,
    Denied,
    PendingApproval,
    VendorPage,
    VendorTrouble,
)
from latecomer.vendors.registry import DEFINITIONS
from tests.vendors.servers.replaying import Recorded, Replaying, as_json, replaying, with_url

SAMPLES = Path(__file__).with_name("samples")
ASKED = [kind for kind, definition in DEFINITIONS.items() if definition.can_be_pulled]
ANA = Attendee(
    refs=("registrant:rEg1",),
    email="ana@example.org",
    first_name="Ana",
    last_name="Ruiz",
    properties={"Why?": "Worms"},
)
CODE = re.compile(r"[a-z][a-zA-Z0-9_]*")


def recorded(kind: Kind) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / kind / "asked" / "answers.json").read_text("utf-8"))
    return found


class _Home:
    """Keeps the secrets of one connection."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.secrets = OpenSecrets(StoredSecrets(values=dict(values)), (self, None))  # type: ignore[arg-type]

    async def secrets_of(self, _: object) -> OpenSecrets:
        return self.secrets

    async def replace_secret(self, _: object, name: str, value: str) -> None:
        values = {n: self.secrets.get(n) or "" for n in self.secrets.names}
        self.secrets = OpenSecrets(StoredSecrets(values={**values, name: value}), (self, None))  # type: ignore[arg-type]


@dataclass
class Vendor:
    """A vendor that repeats itself, and who asks it."""

    kind: Kind
    raw: dict[str, Any]
    server: Replaying
    providers: Providers
    clients: int = 0

    def settings(self) -> Mapping[str, object]:
        """Return the settings of a client with a token and a quota of its own."""
        self.clients += 1
        return with_url(self.raw["settings"], f"{self.server.url}/{self.clients}")

    async def pull(self) -> list[VendorPage | VendorTrouble]:
        puller = self.providers.puller(self.kind, self.settings(), _Home(self.raw["secrets"]).secrets)
        assert puller is not None
        return [page async for page in puller.pull(self.raw["webinar"], None, self.raw["now"])]

    async def register(self) -> Answer:
        registrar = self.providers.registrar(self.kind, self.settings(), _Home(self.raw["secrets"]).secrets)
        assert registrar is not None
        return await registrar.register(self.raw["webinar"], ANA, self.raw["now"])


@pytest.fixture(params=ASKED, ids=lambda kind: kind)
async def vendor(request: pytest.FixtureRequest, redis_url: str) -> AsyncIterator[Vendor]:
    raw = recorded(request.param)
    answers = [Recorded(**each) for each in raw["answers"]]
    token = Recorded("POST", **raw["token"]) if "token" in raw else None
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=5)
    async with Redis.from_url(redis_url) as redis, replaying(answers, token) as server:
        yield Vendor(request.param, raw, server, Providers(http, redis, lambda: int(raw["now"])))
    await http.close()


def test_there_are_vendors_that_can_be_asked() -> None:
    assert {"zoom", "gotowebinar", "on24"} <= set(ASKED)


async def test_what_was_recorded_is_read(vendor: Vendor) -> None:
    pages = await vendor.pull()
    assert all(isinstance(page, VendorPage) for page in pages), pages
    items = [item for page in pages if isinstance(page, VendorPage) for item in page.items]
    assert [type(item).__name__ for item in items] == vendor.raw["pulled"]
    assert type(await vendor.register()).__name__ == vendor.raw["registered"]
    recorded_paths = {f"{each.method} {each.path}" for each in vendor.server.answers}
    assert recorded_paths <= set(vendor.server.asked), "every answer is asked for"


async def test_pulled_twice_it_is_the_same(vendor: Vendor) -> None:
    assert await vendor.pull() == await vendor.pull()


async def test_any_values_in_the_fields_are_read(vendor: Vendor) -> None:
    """Any values in any fields of an answer give items and troubles alone, with texts and instants in them."""
    for seed in range(60):
        chance = random.Random(seed)
        vendor.server.instead = lambda each, chance=chance: (each.status, as_json(_vary(each.body, chance)))
        for page in await vendor.pull():
            _check(page, vendor)
        answer = await vendor.register()
        assert isinstance(answer, Confirmed | PendingApproval | Denied | VendorTrouble)
        if isinstance(answer, Confirmed | PendingApproval):
            assert all(isinstance(ref, str) for ref in answer.refs)


ODD: list[tuple[int, bytes]] = [
    (status, body)
    for status in (200, 204, 301, 400, 401, 403, 404, 409, 410, 418, 429, 500, 502, 599)
    for body in (
        b"",
        b"[]",
        b"null",
        b'"text"',
        b"<html>Please sign in</html>",
        b"\xff\xfe\x00",
        b"[" * 5000,
        b'{"code": {"code": []}, "message": 5, "errors": [1, {"field": 2}]}',
        b'{"data": [',
    )
]


async def test_whatever_comes_instead_has_a_code(vendor: Vendor) -> None:
    for odd in ODD:
        vendor.server.instead = lambda _, odd=odd: odd
        for page in await vendor.pull():
            _check(page, vendor)
        answer = await vendor.register()
        if isinstance(answer, Denied | VendorTrouble):
            assert CODE.fullmatch(answer.code), answer
            assert answer.message, answer
        else:
            assert odd[0] in (200, 204, 409), (odd, answer)


JSON: list[object] = [
    None, True, 0, -1, 1.5, 10**25, -(10**25), "", " ", "x", "é\x00\ud7ff", "2026-03-04T16:00:00Z", "9" * 40, [], {},
    [None], [[]], {"a": {}}, [{}], 2**53 + 1, "https://example.org", "Cancelled", "1e400",
]  # fmt: skip


def _vary(value: object, chance: random.Random) -> object:
    if chance.random() < 0.08:
        return chance.choice(JSON)
    if isinstance(value, dict):
        return {name: _vary(inner, chance) for name, inner in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [_vary(inner, chance) for inner in value] * chance.choice((1, 1, 2))
    return value


def _check(page: VendorPage | VendorTrouble, vendor: Vendor) -> None:
    if isinstance(page, VendorTrouble):
        assert CODE.fullmatch(page.code), page
        assert page.message
        assert page.not_before is None or page.not_before > vendor.raw["now"]
        return
    assert page.as_of == vendor.raw["now"]
    assert all(CODE.fullmatch(code) and n > 0 for code, n in page.skipped.items())
    for item in page.items:
        assert item.webinar == vendor.raw["webinar"]
        match item:
            case Registered() | RegistrationCancelled():
                assert isinstance(item.at, int)
                assert item.at > 0
            case SessionEnded():
                assert isinstance(item.at, int)
                assert isinstance(item.session, str)
            case AttendanceRow():
                assert isinstance(item.row, str)
                assert item.row
                assert isinstance(item.session, str)
                assert item.joined_at is not None or item.duration_ms is not None
                assert item.duration_ms is None or 0 <= item.duration_ms < 10**12
                assert item.left_at is None or item.joined_at is None or item.joined_at <= item.left_at
