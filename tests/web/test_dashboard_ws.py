"""The dashboard socket: a snapshot, then what changes; and who may not look."""

from typing import Any
from uuid import uuid4

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError

from latecomer.core.dashboard import apply_patch
from latecomer.protocol.close_codes import CloseCode
from latecomer.web import dashboard_ws
from tests.builders import ENDS_AT
from tests.web.site import ADMIN_KEY, PUBLIC_URL, Site


async def test_a_snapshot_comes_first_and_patches_lead_to_the_same_state(site: Site) -> None:
    webinar = await site.webinar()
    async with site.socket("dashboard") as socket:
        await socket.send_json({"type": "subscribe", "webinar": webinar["id"], "key": ADMIN_KEY})
        snapshot = await socket.receive_json(timeout=5)
        assert (snapshot["type"], snapshot["epoch"]) == ("snapshot", "tests")
        assert snapshot["data"]["status_counts"]["registered"] == 0
        await site.add(webinar, {"email": "ada@example.com"}, {"email": "bob@example.com"})
        data: Any = snapshot["data"]
        version = snapshot["version"]
        while data["status_counts"]["registered"] != 2:
            site.now += 1000
            patch = await socket.receive_json(timeout=5)
            version += 1
            assert (patch["type"], patch["epoch"], patch["version"]) == ("patch", "tests", version)
            data = apply_patch(data, patch["data"])
        told = await site.call("GET", f"/webinars/{webinar['id']}/dashboard")
        assert told["data"]["status_counts"] == data["status_counts"]


async def test_a_signed_in_browser_of_our_own_needs_no_key(site: Site) -> None:
    webinar = await site.webinar()
    signed_in = await site.client.post("/api/v1/session", json={"key": ADMIN_KEY})
    cookie = f"latecomer_session={signed_in.cookies['latecomer_session'].value}"
    async with site.socket("dashboard", Cookie=cookie, Origin=PUBLIC_URL) as socket:
        await socket.send_json({"type": "subscribe", "webinar": webinar["id"]})
        assert (await socket.receive_json(timeout=5))["type"] == "snapshot"


async def _closed_with(site: Site, first: str | bytes | dict[str, Any]) -> int | None:
    async with site.socket("dashboard") as socket:
        match first:
            case dict():
                await socket.send_json(first)
            case str():
                await socket.send_str(first)
            case bytes():
                await socket.send_bytes(first)
        frame = await socket.receive(timeout=5)
        assert frame.type is WSMsgType.CLOSE
        return socket.close_code


async def test_who_may_not_look_and_what_is_not_there(site: Site) -> None:
    webinar = await site.webinar()
    writer = await site.call("POST", "/keys", {"name": "w", "scopes": ["write"]}, expect=201)
    subscribe = {"type": "subscribe", "webinar": webinar["id"]}
    for key in ({}, {"key": "wrong"}, {"key": writer["key"]}, {"key": ""}):
        assert await _closed_with(site, subscribe | key) == CloseCode.NOT_ALLOWED
    unknown = subscribe | {"webinar": str(uuid4()), "key": ADMIN_KEY}
    assert await _closed_with(site, unknown) == CloseCode.UNKNOWN_WEBINAR


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("{", CloseCode.BAD_HELLO),
        ({"type": "hello"}, CloseCode.BAD_HELLO),
        ({"type": "subscribe"}, CloseCode.BAD_HELLO),
        ({"type": "subscribe", "webinar": "1 OR 1=1"}, CloseCode.BAD_HELLO),
        (b"{}", CloseCode.PROTOCOL_VIOLATION),
    ],
)
async def test_whatever_is_no_subscription_ends_the_connection(
    site: Site, first: Any, code: CloseCode
) -> None:
    assert await _closed_with(site, first) == code


async def test_a_second_subscription_ends_the_connection(site: Site) -> None:
    webinar = await site.webinar()
    subscribe = {"type": "subscribe", "webinar": webinar["id"], "key": ADMIN_KEY}
    async with site.socket("dashboard") as socket:
        await socket.send_json(subscribe)
        await socket.receive_json(timeout=5)
        await socket.send_json(subscribe)
        while (await socket.receive(timeout=5)).type is WSMsgType.TEXT:
            pass
        assert socket.close_code == CloseCode.PROTOCOL_VIOLATION


async def test_who_says_nothing_is_let_go(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard_ws, "_SUBSCRIBE_S", 0.05)
    async with site.socket("dashboard") as socket:
        await socket.receive(timeout=5)
        assert socket.close_code == CloseCode.TOO_SLOW


async def test_another_subprotocol_is_refused_before_the_socket_opens(site: Site) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await site.client.ws_connect("/ws/dashboard", protocols=("latecomer.playback.v1",))
    assert refused.value.status == 400


async def test_what_viewers_do_moves_the_numbers(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    site.now = ENDS_AT + 1000
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    async with site.socket("dashboard") as socket:
        await socket.send_json({"type": "subscribe", "webinar": webinar["id"], "key": ADMIN_KEY})
        data: Any = (await socket.receive_json(timeout=5))["data"]
        assert data["status_counts"]["no_show"] == 1
        site.now += 100_000
        await site.watch(member, [0, 9000, 0, 9])
        while not any(data["retention"]["counts"]):
            site.now += 1000
            data = apply_patch(data, (await socket.receive_json(timeout=5))["data"])
        assert data["retention"]["counts"][:10] == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
