"""The playback socket: what good clients get, and what bad ones are closed with."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType, WSServerHandshakeError

from latecomer.protocol.close_codes import CloseCode
from latecomer.web import playback_ws
from tests.builders import CLOSES_AT, DAY, ENDS_AT, MINUTE, STARTS_AT, S
from tests.web.site import PUBLIC_URL, Site

Socket = ClientWebSocketResponse[bool]


async def _member(site: Site, now: int = ENDS_AT + DAY, **webinar: Any) -> Any:
    member = await site.member(await site.webinar(**webinar))
    site.now = now
    return member


async def _says(socket: Socket) -> dict[str, Any]:
    message: dict[str, Any] = await socket.receive_json(timeout=5)
    return message


async def _closes(socket: Socket) -> int | None:
    """The code with which the server closes, after whatever else it says."""
    while True:
        frame = await socket.receive(timeout=5)
        if frame.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING):
            return socket.close_code


def _heartbeat(seq: Any, *segments: Any, state: str = "playing", **more: Any) -> dict[str, Any]:
    return {"type": "heartbeat", "seq": seq, "state": state, "segments": list(segments), **more}


async def test_a_hello_is_welcomed_and_heartbeats_are_acked_once_they_count(site: Site) -> None:
    member = await _member(site)
    playback = uuid4()
    async with site.socket("playback", Origin=PUBLIC_URL) as socket:
        await socket.send_json(
            site.hello(member, playback=playback, clock_ms=1000.9) | {"unknown": "ignored"}
        )
        assert await _says(socket) == {
            "type": "welcome",
            "playback": str(playback),
            "anchor_at": "2026-03-05T16:59:59.000Z",
            "mode": "on_demand",
            "heartbeat_s": 10,
            "watched_s": 0.0,
            "covered_s": 0,
            "threshold_s": 60.0,
            "status": "registered",
            "resume_s": 0.0,
            "server_time": "2026-03-05T17:00:00.000Z",
        }
        await socket.send_json(_heartbeat(1, [1000, 3500, 0, 2.5], more="ignored"))
        ack = {"type": "ack", "seq": 1, "mode": "on_demand", "watched_s": 2.5, "covered_s": 2}
        assert await _says(socket) == ack
        # Again, in another order, overlapping: sets do not care.
        await socket.send_json(_heartbeat(1, [2000, 3500, 1, 2.5], [1000, 3500, 0, 2.5]))
        assert await _says(socket) == ack
    (listed,) = (await site.call("GET", f"/webinars/{member['webinar_id']}/members"))["items"]
    assert (listed["watched_s"]["on_demand"], listed["covered_s"]) == (2.5, 2)


async def test_a_playback_that_comes_back_goes_on_where_it_was(site: Site) -> None:
    member = await _member(site)
    playback = uuid4()
    async with site.playback(member, playback=playback) as socket:
        await socket.send_json(_heartbeat(1, [0, 4000, 0, 4]))
        await _says(socket)
    site.now += 8 * S
    async with site.socket("playback") as socket:
        await socket.send_json(site.hello(member, playback=playback, clock_ms=8000))
        welcome = await _says(socket)
        assert (welcome["watched_s"], welcome["resume_s"]) == (4.0, 4.0)
        await socket.send_json(_heartbeat(1, [0, 4000, 0, 4]))
        assert (await _says(socket))["watched_s"] == 4.0


@pytest.mark.parametrize(
    "bad",
    [
        "nonsense",
        None,
        {},
        [],
        [0, 1000],
        [0, 1000, 0, "1"],
        [0, 1000, 0, True],
        [-1, 1000, 0, 1],
        [0, 10**18, 0, 1],
        [1000, 0, 0, 1],
        [0, 1000, 5, 1],
        [0, 1000, 0, 100],
        [0, 100_000, 0, 1],
    ],
)
async def test_a_bad_segment_is_dropped_and_takes_nothing_with_it(site: Site, bad: Any) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_json(_heartbeat(1, bad, [2000, 5000, 0, 3]))
        ack = await _says(socket)
        assert (ack["type"], ack["watched_s"], ack["covered_s"]) == ("ack", 3.0, 3)
        assert sum(ack["dropped"].values()) == 1


async def test_numbers_that_are_no_json_cost_a_message_and_huge_ones_a_segment(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_str(json.dumps(_heartbeat(1, [0, float("nan"), 0, 1])))
        assert (await _says(socket))["code"] == "malformed_json"
        await socket.send_str(
            '{"type":"heartbeat","seq":2,"state":"playing","segments":[[0,1e999,0,1],[0,1000,0,1]]}'
        )
        ack = await _says(socket)
        assert (ack["seq"], ack["watched_s"], ack["dropped"]) == (2, 1.0, {"malformed": 1})


async def test_thousands_of_segments_are_judged_up_to_the_limit(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_json(_heartbeat(1, *([n, n + 1, 0, 0] for n in range(900))))
        ack = await _says(socket)
        assert ack["dropped"] == {"stalled": 200, "limit": 700}


@pytest.mark.parametrize(
    ("text", "code", "seq"),
    [
        ("{", "malformed_json", None),
        ("null", "unknown_type", None),
        ('{"type":"drop table"}', "unknown_type", None),
        (json.dumps(_heartbeat(0)), "bad_heartbeat", None),
        (json.dumps(_heartbeat(-1)), "bad_heartbeat", None),
        (json.dumps(_heartbeat(2**60)), "bad_heartbeat", None),
        (json.dumps(_heartbeat("1")), "bad_heartbeat", None),
        (json.dumps(_heartbeat(7, state="flying")), "bad_heartbeat", 7),
        (json.dumps(_heartbeat(7) | {"segments": 3}), "bad_heartbeat", 7),
        ('{"type":"heartbeat","seq":7}', "bad_heartbeat", 7),
    ],
)
async def test_a_bad_message_is_refused_and_the_connection_lives(
    site: Site, text: str, code: str, seq: int | None
) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_str(text)
        error = await _says(socket)
        assert (error["type"], error["code"], error.get("seq")) == ("error", code, seq)
        await socket.send_json(_heartbeat(1, [0, 1000, 0, 1]))
        assert (await _says(socket))["watched_s"] == 1.0


async def test_a_seq_that_goes_back_is_applied_and_acked(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        for seq, from_ms in ((5, 0), (2, 2000), (5, 4000)):
            await socket.send_json(_heartbeat(seq, [from_ms, from_ms + 1000, 0, 1]))
            ack = await _says(socket)
        assert ack["watched_s"] == 3.0


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("{", CloseCode.BAD_HELLO),
        (json.dumps(_heartbeat(1)), CloseCode.BAD_HELLO),
        ('{"type":"bye"}', CloseCode.BAD_HELLO),
        ('{"type":"hello"}', CloseCode.BAD_HELLO),
        (b"\x00\x01", CloseCode.PROTOCOL_VIOLATION),
    ],
)
async def test_whatever_is_no_hello_ends_the_connection(
    site: Site, first: str | bytes, code: CloseCode
) -> None:
    async with site.socket("playback") as socket:
        await (socket.send_bytes(first) if isinstance(first, bytes) else socket.send_str(first))
        assert await _closes(socket) == code


@pytest.mark.parametrize(
    "change",
    [
        {"join": "nonsense"},
        {"join": "x" * 600},
        {"join": None},
        {"playback": "not a uuid"},
        {"playback": "' OR 1=1 --"},
        {"clock_ms": -1},
        {"clock_ms": 1e300},
        {"clock_ms": "0"},
    ],
)
async def test_a_hello_with_something_wrong_in_it_ends_the_connection(
    site: Site, change: dict[str, Any]
) -> None:
    member = await _member(site)
    async with site.socket("playback") as socket:
        await socket.send_json(site.hello(member) | change)
        expected = CloseCode.UNKNOWN_TOKEN if change == {"join": "nonsense"} else CloseCode.BAD_HELLO
        assert await _closes(socket) == expected


async def test_who_says_nothing_is_let_go(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playback_ws, "HELLO_TIMEOUT_MS", 50)
    async with site.socket("playback") as socket:
        assert await _closes(socket) == CloseCode.TOO_SLOW


async def test_binary_frames_second_hellos_and_large_frames_end_the_connection(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_bytes(json.dumps(_heartbeat(1)).encode())
        assert await _closes(socket) == CloseCode.PROTOCOL_VIOLATION
    async with site.playback(member) as socket:
        await socket.send_json(site.hello(member))
        assert await _closes(socket) == CloseCode.PROTOCOL_VIOLATION
    async with site.playback(member) as socket:
        await socket.send_str(" " * 20_000)
        assert await _closes(socket) == CloseCode.PROTOCOL_VIOLATION


@pytest.mark.parametrize(
    "protocols", [(), ("latecomer.playback.v2",), ("latecomer.dashboard.v1",), ("chat",)]
)
async def test_another_subprotocol_is_refused_before_the_socket_opens(
    site: Site, protocols: tuple[str, ...]
) -> None:
    with pytest.raises(WSServerHandshakeError) as refused:
        await site.client.ws_connect("/ws/playback", protocols=protocols)
    assert refused.value.status == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "null", PUBLIC_URL + ".evil.example"])
async def test_a_page_of_a_foreign_origin_is_turned_away(site: Site, origin: str) -> None:
    member = await _member(site)
    async with site.socket("playback", Origin=origin) as socket:
        await socket.send_json(site.hello(member))
        assert await _closes(socket) == CloseCode.ORIGIN_NOT_ALLOWED


async def test_a_webinars_own_origins_are_let_in(site: Site) -> None:
    member = await _member(site, allowed_origins=["https://partner.example"])
    async with site.playback(member, Origin="https://partner.example") as socket:
        await socket.send_json(_heartbeat(1, [0, 1000, 0, 1]))
        assert (await _says(socket))["type"] == "ack"


async def test_who_may_not_watch_is_told_why(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    invited = await site.member(webinar, "bob@example.com", status="invited")
    for who, now, code in (
        (member, STARTS_AT - 15 * MINUTE - 1, CloseCode.TOO_EARLY),
        (member, CLOSES_AT + MINUTE, CloseCode.WINDOW_CLOSED),
        (invited, ENDS_AT, CloseCode.NOT_REGISTERED),
    ):
        site.now = now
        async with site.socket("playback") as socket:
            await socket.send_json(site.hello(who))
            assert await _closes(socket) == code


async def test_a_revoked_link_is_worth_nothing_and_stops_who_watches_by_it(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await site.call("POST", f"/members/{member['id']}/link")
        assert await _says(socket) == {"type": "stop", "reason": "revoked"}
    async with site.socket("playback") as socket:
        await socket.send_json(site.hello(member))
        assert await _closes(socket) == CloseCode.UNKNOWN_TOKEN


async def test_another_members_playback_id_gains_nothing(site: Site) -> None:
    webinar = await site.webinar()
    ada, eve = await site.member(webinar), await site.member(webinar, "eve@example.com")
    site.now = ENDS_AT + DAY
    playback = uuid4()
    async with site.playback(ada, playback=playback) as socket:
        await socket.send_json(_heartbeat(1, [0, 3000, 0, 3]))
        await _says(socket)
        async with site.socket("playback") as other:
            await other.send_json(site.hello(eve, playback=playback))
            welcome = await _says(other)
            assert (welcome["type"], welcome["watched_s"]) == ("welcome", 0.0)
            await other.send_json(_heartbeat(1, [0, 1000, 0, 1]))
            assert (await _says(other))["watched_s"] == 1.0
        await socket.send_json(_heartbeat(2, [3000, 4000, 3, 4]))
        assert (await _says(socket))["watched_s"] == 4.0


async def test_a_newer_socket_of_a_playback_takes_over(site: Site) -> None:
    member = await _member(site)
    playback = uuid4()
    async with (
        site.playback(member, playback=playback) as old,
        site.playback(member, playback=playback) as new,
    ):
        assert await _closes(old) == CloseCode.REPLACED
        await new.send_json(_heartbeat(1, [0, 1000, 0, 1]))
        assert (await _says(new))["type"] == "ack"


async def test_a_clock_that_moved_needs_a_new_playback(site: Site) -> None:
    member = await _member(site)
    playback = uuid4()
    async with site.playback(member, playback=playback):
        pass
    site.now += 60 * S
    async with site.socket("playback") as socket:
        await socket.send_json(site.hello(member, playback=playback, clock_ms=1000))
        assert await _closes(socket) == CloseCode.CLOCK_MOVED


async def test_a_bye_after_a_heartbeat_is_an_end_that_loses_nothing(site: Site) -> None:
    member = await _member(site)
    async with site.playback(member) as socket:
        await socket.send_json(_heartbeat(1, [0, 1000, 0, 1]))
        await socket.send_json({"type": "bye"})
        assert (await _says(socket))["type"] == "ack"
        await _closes(socket)
        assert socket.close_code == 1000


async def test_a_flip_reaches_who_watches(site: Site) -> None:
    member = await _member(site)
    await site.call("POST", f"/webinars/{member['webinar_id']}/finish")
    async with site.playback(member) as socket:
        for seq in range(7):
            site.now += 10 * S
            await socket.send_json(
                _heartbeat(seq + 1, [seq * 10_000, (seq + 1) * 10_000, seq * 10, seq * 10 + 10])
            )
            ack = await _says(socket)
        assert ack["watched_s"] == 70.0
        assert await site.noticing.take() == 1
        assert await _says(socket) == {"type": "status", "status": "attended_on_demand"}
    counts = (await site.call("GET", f"/webinars/{member['webinar_id']}"))["status_counts"]
    assert counts["attended_on_demand"] == 1


async def test_more_sockets_than_this_process_takes_are_turned_away(site: Site) -> None:
    member = await _member(site)
    async with asyncio.TaskGroup():
        sockets = [
            await site.client.ws_connect("/ws/playback", protocols=("latecomer.playback.v1",))
            for _ in range(20)
        ]
    with pytest.raises(WSServerHandshakeError) as refused:
        async with site.playback(member):
            pass
    assert refused.value.status == 503
    for socket in sockets:
        await socket.close()
