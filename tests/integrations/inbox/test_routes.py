"""The limits of pushing: kinds, rates and sizes, checked before a body is read, with a time to come back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.integrations.inbox.routes import Gate, gate, receiver_key
from tests.support.builders import S
from tests.support.site import Site
from tests.vendors.servers.zoom import ZoomServer, webinar_event

SECRET = "s3cr3t-token-example"


async def connect(site: Site) -> str:
    """A connection to Zoom. Returns: its path."""
    body = {"kind": "zoom", "name": "Ours", "secrets": {"secret_token": SECRET}}
    made = await site.call("POST", "/connections", body, expect=201)
    return urlsplit(str(made["url"])).path


def narrow(site: Site, **limits: Any) -> None:
    """Set the limits of the running site."""
    vars(site.client.app[gate]).update(vars(Gate(**limits)))


def signed(site: Site, secret: str = SECRET) -> dict[str, Any]:
    """A request of Zoom's."""

    async def nowhere(*_: object) -> Any:
        raise AssertionError

    body = json.dumps(webinar_event("started", site.now)).encode()
    return {"data": body, "headers": ZoomServer(secret, nowhere, site.now).headers(body)}


@asynccontextmanager
async def slow_body(
    site: Site, path: str
) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A request whose head has come, and of whose body a byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", site.client.port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nx".encode())
    await writer.drain()
    try:
        yield reader, writer
    finally:
        writer.close()


async def head(reader: asyncio.StreamReader) -> str:
    async with asyncio.timeout(10):
        return (await reader.readuntil(b"\r\n\r\n")).decode()


async def test_a_connection_that_pushes_too_often_is_told_when_to_come_back(site: Site) -> None:
    path, other = await connect(site), await connect(site)
    narrow(site, per_s=0.5, burst=3)
    for _ in range(3):
        assert (await site.client.post(path, **signed(site))).status == 204
    refused = await site.client.post(path, **signed(site))
    assert (await site.decoded(refused, 429))["code"] == "too_many_requests"
    assert refused.headers["Retry-After"] == "2"
    assert (await site.client.post(other, **signed(site))).status == 204, "nobody else is held up"
    site.now += 2 * S
    assert (await site.client.post(path, **signed(site))).status == 204


async def test_who_cannot_sign_is_soon_not_read_any_more(site: Site) -> None:
    path, other = await connect(site), await connect(site)
    narrow(site, refused_per_s=0.25, refused_burst=2)
    for code in ("wrong_signature", "wrong_signature"):
        refused = await site.client.post(path, **signed(site, "another"))
        assert (await site.decoded(refused, 401))["code"] == code
    async with slow_body(site, path) as (reader, _):
        said = await head(reader)
        assert said.startswith("HTTP/1.1 429")
        assert "Retry-After: 4" in said
    assert (await site.client.post(other, **signed(site))).status == 204
    site.now += 4 * S
    assert (await site.client.post(path, **signed(site))).status == 204


def test_what_one_caller_cannot_sign_is_no_other_callers_fault() -> None:
    door = Gate(refused_per_s=1, refused_burst=1)
    for _ in range(3):
        door.note_refusal("connection", "203.0.113.7", 0)
    with pytest.raises(TooManyRequests):
        door.check("connection", "203.0.113.7", 0)
    door.check("connection", "192.0.2.1", 0)
    door.check("other", "203.0.113.7", 0)
    door.check("connection", "203.0.113.7", S)


async def test_only_so_many_bodies_are_read_at_once(site: Site) -> None:
    path, other = await connect(site), await connect(site)
    narrow(site, bodies=3, bodies_each=2)
    async with slow_body(site, path), slow_body(site, path):
        await _reading(site, 2)
        refused = await site.client.post(path, **signed(site))
        assert (await site.decoded(refused, 503))["code"] == "inbox_busy"
        assert refused.headers["Retry-After"] == "5"
        async with slow_body(site, other):
            await _reading(site, 3)
            refused = await site.client.post(other, **signed(site))
            assert (await site.decoded(refused, 503))["code"] == "inbox_busy"
    await _reading(site, 0)
    assert (await site.client.post(path, **signed(site))).status == 204


async def _reading(site: Site, bodies: int) -> None:
    async with asyncio.timeout(10):
        while site.client.app[gate]._reading.total() != bodies:  # noqa: ASYNC110 - a number, no event
            await asyncio.sleep(0)


async def test_a_body_has_to_come_in_time(site: Site) -> None:
    path = await connect(site)
    narrow(site, body_s=0.05)
    async with slow_body(site, path) as (reader, _):
        assert (await head(reader)).startswith("HTTP/1.1 408")
    await _reading(site, 0)


async def test_nobodys_address_is_not_read(site: Site) -> None:
    async with slow_body(site, "/in/nobody") as (reader, _):
        assert (await head(reader)).startswith("HTTP/1.1 404")


async def test_who_tries_addresses_is_soon_stopped(site: Site) -> None:
    path = await connect(site)
    assert (await site.client.post(path, **signed(site))).status == 204
    narrow(site, refused_per_s=0.5, refused_burst=2)
    for token in ("one", "two"):
        assert (await site.client.post(f"/in/{token}")).status == 404
    refused = await site.client.post("/in/three")
    assert (await site.decoded(refused, 429))["code"] == "too_many_requests"
    assert (await site.client.post(path, **signed(site))).status == 204, "what is known is not held up"


async def test_a_refusal_for_now_says_when_to_come_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = await connect(site)
    receiver = site.client.app[receiver_key]

    async def full(*_: object) -> bool:
        return False

    monkeypatch.setattr("latecomer.integrations.inbox.receiver._UNDERWAY_MAX", 0)
    monkeypatch.setattr(receiver._overflow, "add", full)
    refused = await site.client.post(path, **signed(site))
    assert (await site.decoded(refused, 503))["code"] == "inbox_full"
    assert refused.headers["Retry-After"] == "5"


def test_a_gate_counts_who_went_through_and_out_again() -> None:
    door = Gate(bodies=1)
    with door.admit("a", 0), pytest.raises(Refused), door.admit("b", 0):
        pass
    with door.admit("b", 0):
        pass
