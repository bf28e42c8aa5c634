"""The dashboard socket over a real network. Source: docs/protocol.md, Dashboard"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from websockets.exceptions import InvalidStatus

from latecomer.access.routes import access_key
from latecomer.access.service import Access
from latecomer.dashboards import socket as dashboard_ws
from latecomer.dashboards.rules.feed import MAX_QUEUE
from latecomer.dashboards.rules.numbers import apply_patch
from latecomer.dashboards.slots import dashboards_key
from latecomer.http import appkeys
from latecomer.http.auth import HOST_COOKIE, Scope
from latecomer.http.close_codes import CloseCode
from latecomer.redis import keys
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL
from latecomer.webinars.finish import Finisher
from tests.support.builders import ENDS_AT, S
from tests.support.server import ADMIN_KEY, PUBLIC_URL, Guest, Live, Tab


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show of a finished webinar."""
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


async def connect(live: Live, **options: Any) -> Tab:
    return await live.connect(subprotocol=DASHBOARD_SUBPROTOCOL, path="/ws/dashboard", **options)


async def subscribe(live: Live, webinar: object, key: str | None = ADMIN_KEY, **options: Any) -> Tab:
    tab = await connect(live, **options)
    await tab.send({"type": "subscribe", "webinar": str(webinar)} | ({} if key is None else {"key": key}))
    return tab


async def make_key(live: Live, scope: Scope) -> str:
    """A new key with that scope alone."""
    made = await live.parts.get(Access).create_key("of a test", frozenset({scope}), live.clock())
    return str(made.secret)


async def cookie(live: Live) -> str:
    """A signed-in browser's."""
    async with (
        ClientSession() as session,
        session.post(live.address + "/api/v1/session", json={"key": ADMIN_KEY}) as response,
    ):
        return f"{HOST_COOKIE}={response.cookies[HOST_COOKIE].value}"


async def test_a_snapshot_then_patches_by_one(live: Live, guest: Guest) -> None:
    tab = await subscribe(live, guest.webinar.id)
    frame = await tab.next()
    assert (frame["type"], frame["epoch"]) == ("snapshot", "worker")
    state, version = frame["data"], frame["version"]
    await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)
    await live.settle()
    while state["on_demand_statistics"]["visitors"] != 1 or state["status_counts"]["attended_on_demand"] != 1:
        frame = await tab.next()
        assert (frame["type"], frame["epoch"], frame["version"]) == ("patch", "worker", version + 1)
        assert "null" not in json.dumps(frame)
        state, version = apply_patch(state, frame["data"]), frame["version"]
    assert state["status_counts"]["no_show"] == 0


async def test_it_says_what_the_rest_call_says(live: Live, guest: Guest) -> None:
    tab = await subscribe(live, guest.webinar.id)
    frame = await tab.next()
    path = f"{live.address}/api/v1/webinars/{guest.webinar.id}/dashboard"
    async with (
        ClientSession() as session,
        session.get(path, headers={"Authorization": f"Bearer {ADMIN_KEY}"}) as response,
    ):
        assert await response.json() == {name: frame[name] for name in ("epoch", "version", "data")}


async def test_every_dashboard_of_a_webinar_is_sent_the_same(live: Live, guest: Guest) -> None:
    tabs = [await subscribe(live, guest.webinar.id) for _ in range(3)]
    snapshots = [await tab.next() for tab in tabs]
    assert snapshots[0] == snapshots[1] == snapshots[2]
    await live.watch(guest, ENDS_AT, ENDS_AT + 61 * S)
    await live.settle()
    patches = [await tab.next() for tab in tabs]
    assert patches[0] == patches[1] == patches[2]


class TestWhoMayLook:
    async def test_a_key_with_the_scope_read_may(self, live: Live, guest: Guest) -> None:
        key = await make_key(live, Scope.READ)
        assert (await (await subscribe(live, guest.webinar.id, key)).next())["type"] == "snapshot"

    async def test_others_may_not(self, live: Live, guest: Guest) -> None:
        writes = await make_key(live, Scope.WRITE)
        for key in (None, "", "wrong", writes, "x" * 3000):
            tab = await subscribe(live, guest.webinar.id, key)
            assert await tab.close_code() == CloseCode.NOT_ALLOWED

    async def test_who_may_not_is_not_told_what_exists(self, live: Live) -> None:
        assert await (await subscribe(live, uuid4(), "wrong")).close_code() == CloseCode.NOT_ALLOWED

    async def test_a_signed_in_browser_may_from_our_own_pages(self, live: Live, guest: Guest) -> None:
        signed_in = {"Cookie": await cookie(live)}
        for origin in (PUBLIC_URL, live.address):
            tab = await subscribe(live, guest.webinar.id, None, origin=origin, additional_headers=signed_in)
            assert (await tab.next())["type"] == "snapshot"
        for foreign in ("https://evil.example", None):
            with pytest.raises(InvalidStatus) as refused:
                await subscribe(live, guest.webinar.id, None, origin=foreign, additional_headers=signed_in)
            assert refused.value.response.status_code == 403

    @pytest.mark.parametrize("by", ["key", "session"])
    async def test_who_may_look_no_longer_is_cut_off(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch, by: str
    ) -> None:
        monkeypatch.setattr(dashboard_ws, "_LOOK_AGAIN_S", 0.05)
        access, now = live.app[access_key], live.clock()
        issued = await access.create_key("dashboards", frozenset({Scope.READ}), now)
        if by == "key":
            tab = await subscribe(live, guest.webinar.id, issued.secret)
        else:
            session = await access.sign_in_with_key(issued.secret, now)
            signed_in = {"Cookie": f"{HOST_COOKIE}={session.secret}"}
            tab = await subscribe(
                live, guest.webinar.id, None, origin=PUBLIC_URL, additional_headers=signed_in
            )
        assert (await tab.next())["type"] == "snapshot"
        await access.revoke_key(issued.key.id, now)
        assert await tab.close_code() == CloseCode.NOT_ALLOWED

    async def test_a_wrong_key_is_not_mended_by_a_cookie(self, live: Live, guest: Guest) -> None:
        signed_in = {"Cookie": await cookie(live)}
        tab = await subscribe(
            live, guest.webinar.id, "wrong", origin=PUBLIC_URL, additional_headers=signed_in
        )
        assert await tab.close_code() == CloseCode.NOT_ALLOWED


class TestBadInput:
    async def test_an_unknown_webinar_is_none(self, live: Live) -> None:
        assert await (await subscribe(live, uuid4())).close_code() == CloseCode.UNKNOWN_WEBINAR

    async def test_the_first_message_subscribes(self, live: Live) -> None:
        for first in (
            "no JSON",
            "[]",
            {"type": "hello"},
            {"type": "subscribe"},
            {"type": "subscribe", "webinar": "no uuid"},
            {"type": "subscribe", "webinar": str(uuid4()), "key": 7},
            '{"type":"subscribe","webinar":NaN}',
            "[" * 4000,
        ):
            tab = await connect(live)
            await tab.send(first)
            assert await tab.close_code() == CloseCode.BAD_HELLO, first

    async def test_and_comes_in_time(self, live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dashboard_ws, "_SUBSCRIBE_S", 0.05)
        assert await (await connect(live)).close_code() == CloseCode.TOO_SLOW

    async def test_binary_frames_and_a_second_message_violate_the_protocol(
        self, live: Live, guest: Guest
    ) -> None:
        tab = await connect(live)
        await tab.send(b"{}")
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION
        tab = await subscribe(live, guest.webinar.id)
        await tab.next()
        await tab.send({"type": "subscribe", "webinar": str(guest.webinar.id), "key": ADMIN_KEY})
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION

    async def test_the_subprotocol_is_asked_for(self, live: Live) -> None:
        for subprotocol in (None, "latecomer.playback.v1"):
            with pytest.raises(InvalidStatus) as refused:
                await live.connect(subprotocol=subprotocol, path="/ws/dashboard")
            assert refused.value.response.status_code == 400

    async def test_a_full_process_asks_to_come_back(self, live: Live) -> None:
        live.app._state[appkeys.max_sockets] = 0
        with pytest.raises(InvalidStatus) as refused:
            await connect(live)
        assert refused.value.response.status_code == 503
        assert int(refused.value.response.headers["Retry-After"]) > 0


class TestTrouble:
    async def test_who_cannot_be_answered_comes_back_later(self, live: Live, guest: Guest) -> None:
        await live.redis.delete(keys.ready(0))
        assert await (await subscribe(live, guest.webinar.id)).close_code() == CloseCode.TOO_SLOW
        await live.ledger.set_ready(0)
        assert (await (await subscribe(live, guest.webinar.id)).next())["type"] == "snapshot"

    async def test_who_takes_nothing_is_cut_off(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(dashboard_ws, "_SLOW_S", 0.05)
        tab = await subscribe(live, guest.webinar.id)
        await tab.next()
        (socket,) = live.app[appkeys.sockets].all()
        socket.pause_writing()  # as the event loop does when the client takes no more
        assert await tab.close_code() == CloseCode.TOO_SLOW

    async def test_who_is_slow_for_a_moment_gets_one_fresh_snapshot(self, live: Live, guest: Guest) -> None:
        tab = await subscribe(live, guest.webinar.id)
        first = await tab.next()
        (socket,) = live.app[appkeys.sockets].all()
        socket.pause_writing()
        quick = await subscribe(live, guest.webinar.id)
        await quick.next()
        for _ in range(MAX_QUEUE + 2):
            await live.guest(guest.webinar)
            await quick.until("patch")
        socket.resume_writing()
        fresh = await tab.next()
        assert fresh["type"] == "snapshot"
        assert fresh["version"] > first["version"] + MAX_QUEUE

    async def test_who_leaves_is_looked_for_no_more(self, live: Live, guest: Guest) -> None:
        tab = await subscribe(live, guest.webinar.id)
        await tab.next()
        boards = live.app[dashboards_key]._boards
        assert boards
        await tab.connection.close()
        async with asyncio.timeout(10):
            while boards:  # noqa: ASYNC110
                await asyncio.sleep(0)
        assert not live.app[appkeys.sockets]
