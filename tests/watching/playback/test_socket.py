"""The playback socket over a real network. Source: docs/protocol.md, Viewer"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from latecomer import app as composition
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.status import Status
from latecomer.http import admission as arriving
from latecomer.http import appkeys
from latecomer.http.application import stop
from latecomer.http.close_codes import CloseCode
from latecomer.redis import keys
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.operations import Heartbeat
from latecomer.watching.playback import socket as playback_ws
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL
from latecomer.watching.playback.rules.protocol import MAX_MESSAGE_BYTES
from latecomer.watching.playback.slots import audience_key
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.cancel import Canceller
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.service import RecordingChange, WebinarChanges, Webinars
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.server import AFTER, PUBLIC_URL, Guest, Live, Tab
from tests.support.turns import turns

CLOSES_AT = ENDS_AT + 30 * DAY

BAD_HELLOS: tuple[Any, ...] = (
    {"type": "heartbeat", "seq": 1, "state": "playing", "segments": []},
    {"type": "bye"},
    "no JSON",
    '{"type":"hello","join":',
    {"type": "hello"},
    {"type": "hello", "join": 7, "playback": str(uuid4()), "clock_ms": 0},
    {"type": "hello", "join": "x", "playback": "no uuid", "clock_ms": 0},
    {"type": "hello", "join": "x", "playback": str(uuid4()), "clock_ms": -1},
    {"type": "hello", "join": "x" * 600, "playback": str(uuid4()), "clock_ms": 0},
    f'{{"type":"hello","join":"x","playback":"{uuid4()}","clock_ms":NaN}}',
    f'{{"type":"hello","join":"x","playback":"{uuid4()}","clock_ms":1e999}}',
    "[" * 5000,
)

REFUSED: tuple[tuple[str, str, int | None], ...] = (
    ("no JSON", "malformed_json", None),
    ('{"type":"heartbeat","seq":1,"state":"playing","segments":[NaN]}', "malformed_json", None),
    ('{"type":"heartbeat","seq":1,', "malformed_json", None),
    ("[" * 9000, "malformed_json", None),
    ('{"type":"unheard of","seq":3}', "unknown_type", 3),
    ("[]", "unknown_type", None),
    ('{"type":"heartbeat","seq":0,"state":"playing","segments":[]}', "bad_heartbeat", None),
    ('{"type":"heartbeat","seq":4,"state":"dancing","segments":[]}', "bad_heartbeat", 4),
    ('{"type":"heartbeat","seq":5,"state":"playing","segments":{}}', "bad_heartbeat", 5),
    ('{"type":"heartbeat","seq":6,"state":"playing"}', "bad_heartbeat", 6),
    ('{"type":"heartbeat","seq":1e300,"state":"playing","segments":[]}', "bad_heartbeat", None),
)
"""Text, and the error that it is answered by."""


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show, who has not watched yet."""
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


async def watching(live: Live, guest: Guest, *, clock_ms: float = HOUR, **options: Any) -> Tab:
    """A tab whose clock has run for a while; what it plays begins at its hello."""
    tab = await live.enter(guest, clock_ms=clock_ms, **options)
    assert (await tab.next())["type"] == "welcome"
    return tab


async def dashboard_tab(live: Live) -> Tab:
    """A dashboard's socket that has not subscribed."""
    return await live.connect(subprotocol=DASHBOARD_SUBPROTOCOL, path="/ws/dashboard")


def played(seconds: float, *, after: float = 0, at: float = 0) -> list[float]:
    """A segment that began so many seconds after the hello (of a clock at one hour), at this place."""
    begin = HOUR + after * 1000
    return [begin, begin + seconds * 1000, at, at + seconds]


class TestHello:
    async def test_it_is_answered_by_how_things_stand(self, live: Live, guest: Guest) -> None:
        await live.watch(guest, AFTER - HOUR, AFTER - HOUR + 12_345, covers=(0, 12))
        playback = uuid4()
        tab = await live.enter(guest, playback, clock_ms=500.9)
        welcome = await tab.next()
        anchor = welcome.pop("anchor_at")
        assert welcome.pop("server_time") > anchor
        assert welcome == {
            "type": "welcome",
            "playback": str(playback),
            "mode": "on_demand",
            "heartbeat_s": 10,
            "watched_s": 12.345,
            "covered_s": 12,
            "threshold_s": 60.0,
            "status": "no_show",
            "resume_s": 0.0,
            "recording": {"duration_s": 1800.0, "url": f"{PUBLIC_URL}/recordings/compost.mp4"},
        }

    async def test_the_first_anchor_is_told_again(self, live: Live, guest: Guest) -> None:
        playback = uuid4()
        first = await (await live.enter(guest, playback, clock_ms=1000)).next()
        live.clock.put(live.clock() + 9 * S)
        second = await (await live.enter(guest, playback, clock_ms=10_500)).next()
        assert second["anchor_at"] == first["anchor_at"]

    async def test_never_said_it_ends_the_connection(
        self, live: Live, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(playback_ws, "HELLO_TIMEOUT_MS", 50)
        tab = await live.connect()
        assert await tab.close_code() == CloseCode.TOO_SLOW

    async def test_anything_else_first_is_a_bad_one(self, live: Live) -> None:
        for first in BAD_HELLOS:
            tab = await live.connect()
            await tab.send(first)
            assert await tab.close_code() == CloseCode.BAD_HELLO, first

    async def test_a_clock_older_than_time_is_a_bad_one(self, live: Live, guest: Guest) -> None:
        tab = await live.enter(guest, clock_ms=2**53)
        assert await tab.close_code() == CloseCode.BAD_HELLO
        assert (await live.ledger.read([guest.id]))[guest.id].playbacks == ()

    async def test_a_second_one_violates_the_protocol(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.send({"type": "hello", "join": guest.token, "playback": str(uuid4()), "clock_ms": 0})
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION

    async def test_a_token_that_is_not_valid_lets_nobody_in(self, live: Live, guest: Guest) -> None:
        tampered = guest.token[:20] + ("A" if guest.token[20] != "A" else "B") + guest.token[21:]
        later = live.token(guest.webinar, guest.id, serial=2)
        nobody = live.token(await live.webinar(), MemberId(uuid4()))
        nowhere = live.token(replace(guest.webinar, id=WebinarId(uuid4())), guest.id)
        for token in ("", "x", guest.token + "A", tampered, later, nobody, nowhere):
            assert await (await live.enter(token)).close_code() == CloseCode.UNKNOWN_TOKEN

    async def test_a_revoked_token_lets_nobody_in(self, live: Live, guest: Guest) -> None:
        await live.parts.get(Registration).new_link(guest.id, live.clock())
        await live.settle()
        assert await (await live.enter(guest)).close_code() == CloseCode.UNKNOWN_TOKEN

    async def test_another_members_token_makes_a_playback_of_their_own(
        self, live: Live, guest: Guest
    ) -> None:
        other, playback = await live.guest(guest.webinar), uuid4()
        mine, theirs = await live.enter(guest, playback), await live.enter(other, playback)
        assert (await mine.next())["type"] == (await theirs.next())["type"] == "welcome"
        await theirs.beat(1, [0, 5000, 0, 5])
        assert (await theirs.acked(1))["watched_s"] == 5.0
        await mine.beat(1)
        assert (await mine.acked(1))["watched_s"] == 0.0

    async def test_who_is_not_registered_comes_in_vain(self, live: Live, guest: Guest) -> None:
        for status in ("invited", "waitlisted", "pending_approval"):
            waits = await live.guest(guest.webinar, status=status)
            assert await (await live.enter(waits)).close_code() == CloseCode.NOT_REGISTERED

    async def test_outside_its_time_nobody_is_let_in(self, live: Live, guest: Guest) -> None:
        for at, code in (
            (STARTS_AT - 15 * MINUTE - 1 * S, CloseCode.TOO_EARLY),
            (CLOSES_AT, CloseCode.WINDOW_CLOSED),
            (CLOSES_AT + 2 * DAY, CloseCode.WINDOW_CLOSED),
        ):
            live.clock.put(at)
            assert await (await live.enter(guest)).close_code() == code
        live.clock.put(STARTS_AT - 15 * MINUTE)
        assert (await (await live.enter(guest)).next())["mode"] == "live"

    async def test_a_clock_that_moved_needs_a_new_playback(self, live: Live, guest: Guest) -> None:
        playback = uuid4()
        await (await live.enter(guest, playback, clock_ms=0)).next()
        live.clock.put(live.clock() + HOUR)
        tab = await live.enter(guest, playback, clock_ms=5000)  # it slept for an hour
        refused = await tab.next()
        assert (refused["type"], refused["code"]) == ("error", "clock_moved")
        assert await tab.close_code() == CloseCode.CLOCK_MOVED

    async def test_the_eleventh_playback_of_a_member_is_one_too_many(self, live: Live, guest: Guest) -> None:
        tabs = [await watching(live, guest) for _ in range(10)]
        assert await (await live.enter(guest)).close_code() == CloseCode.TOO_MANY_PLAYBACKS
        assert (await (await live.enter(await live.guest(guest.webinar))).next())["type"] == "welcome"
        await tabs[0].connection.close()
        await until_open(live, guest, 9)
        await until_told_open(live, guest, 9)
        assert (await (await live.enter(guest)).next())["type"] == "welcome"

    async def test_so_is_each_beyond_ten_when_many_come_at_once(self, live: Live, guest: Guest) -> None:
        tabs = [await live.connect() for _ in range(15)]
        for tab in tabs:
            hello = {"type": "hello", "join": guest.token, "playback": str(uuid4()), "clock_ms": 0}
            await tab.send(hello)
        answers = await asyncio.gather(*(tab.next() for tab in tabs), return_exceptions=True)
        welcomed = [answer for answer in answers if isinstance(answer, dict)]
        assert len(welcomed) == 10
        codes = [
            await tab.close_code()
            for tab, answer in zip(tabs, answers, strict=True)
            if answer not in welcomed
        ]
        assert codes == [CloseCode.TOO_MANY_PLAYBACKS] * 5

    async def test_while_postgres_and_the_card_are_away_one_comes_back_later(
        self, live: Live, guest: Guest
    ) -> None:
        await live.ledger.forget_webinar(guest.webinar)
        live.parts.get(WebinarCache).forget(guest.webinar.id)
        await live.parts.pool.close()
        assert await (await live.enter(guest)).close_code() == CloseCode.TOO_SLOW

    async def test_while_postgres_is_away_viewers_are_let_in_and_counted(
        self, live: Live, guest: Guest
    ) -> None:
        await live.parts.pool.close()
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        assert (await tab.acked(1))["watched_s"] == 5.0


class TestUpgrade:
    async def test_the_subprotocol_is_asked_for(self, live: Live) -> None:
        for subprotocol in (None, "latecomer.dashboard.v1", "xlatecomer.playback.v1"):
            with pytest.raises(InvalidStatus) as refused:
                await live.connect(subprotocol=subprotocol)
            assert refused.value.response.status_code == 400
            assert json.loads(refused.value.response.body or b"")["code"] == "bad_request"

    async def test_a_full_process_asks_to_come_back(self, live: Live, guest: Guest) -> None:
        live.app._state[appkeys.max_sockets] = 1
        tab = await watching(live, guest)
        with pytest.raises(InvalidStatus) as refused:
            await live.connect()
        assert refused.value.response.status_code == 503
        assert int(refused.value.response.headers["Retry-After"]) > 0
        await tab.send({"type": "bye"})
        assert await tab.close_code() == 1000
        assert (await watching(live, guest)).connection.subprotocol == "latecomer.playback.v1"

    async def test_a_foreign_page_is_not_let_in(self, live: Live, guest: Guest) -> None:
        for origin in ("https://evil.example", "null", PUBLIC_URL + ".evil.example", "http://[", "https://"):
            tab = await live.enter(guest, origin=origin)
            assert await tab.close_code() == CloseCode.ORIGIN_NOT_ALLOWED

    async def test_our_own_pages_are_by_any_name_of_ours(self, live: Live, guest: Guest) -> None:
        for origin in (PUBLIC_URL, live.address):
            await watching(live, guest, origin=origin)

    async def test_a_webinars_allowed_origin_is(self, live: Live) -> None:
        webinar = await live.webinar(allowed_origins=("https://ours.example",))
        await watching(live, await live.guest(webinar), origin="https://ours.example")


class TestHeartbeats:
    async def test_each_is_acknowledged_with_the_totals(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        for seq in (1, 2):
            await tab.beat(seq, played(4.5, after=4.5 * (seq - 1), at=4.5 * (seq - 1)))
            assert await tab.acked(seq) == {
                "type": "ack",
                "seq": seq,
                "mode": "on_demand",
                "watched_s": 4.5 * seq,
                "covered_s": (0, 4, 9)[seq],
            }

    async def test_an_ack_means_written_and_flushed(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        await tab.acked(1)
        assert (await live.ledger.read([guest.id]))[guest.id].on_demand_ms == 5000
        assert (await live.redis.config_get("appendfsync")) == {"appendfsync": "always"}

    async def test_an_older_seq_is_applied_and_acknowledged_again(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.beat(5, played(5))
        await tab.acked(5)
        await tab.beat(2, played(3, after=5, at=5))
        ack = await tab.until("ack")
        assert (ack["seq"], ack["watched_s"]) == (2, 8.0)
        await tab.beat(5, played(5))
        ack = await tab.until("ack")
        assert (ack["seq"], ack["watched_s"]) == (5, 8.0)

    async def test_two_tabs_at_once_count_once(self, live: Live, guest: Guest) -> None:
        one, two = await watching(live, guest), await watching(live, guest)
        await one.beat(1, played(8))
        await one.acked(1)
        await two.beat(1, played(8, at=100))
        ack = await two.acked(1)
        assert 8.0 <= ack["watched_s"] < 9.0  # they began some milliseconds apart
        assert ack["covered_s"] == 16

    async def test_what_is_dropped_is_told_by_reason(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        begin = HOUR
        text = json.dumps(
            {
                "type": "heartbeat",
                "seq": 1,
                "state": "playing",
                "segments": [
                    "x",
                    [1, 2, 3],
                    [begin, begin + 5000, 5, 1],  # backwards
                    [begin, begin + 1000, 0, 900],  # too fast
                    [begin, begin + 9000, 0, 0.1],  # stalled
                    [0, 1000, 0, 1],  # before the hello
                    [begin, begin + 30_000, 0, 30],  # from the future, in part
                ],
            }
        )
        await tab.send(text)
        ack = await tab.acked(1)
        assert ack["dropped"] == {
            "malformed": 2,
            "backwards": 1,
            "too_fast": 1,
            "stalled": 1,
            "before_hello": 1,
            "future": 1,
        }
        assert 10.0 <= ack["watched_s"] < 12.0
        await tab.beat(2)
        assert "dropped" not in await tab.acked(2)

    async def test_numbers_that_nobody_can_hold_cost_their_segment_alone(
        self, live: Live, guest: Guest
    ) -> None:
        tab = await watching(live, guest)
        good = json.dumps(played(5))
        huge = "9" * 400
        await tab.send(
            f'{{"type":"heartbeat","seq":1,"state":"playing","segments":[[0,1e999,0,1],[0,{huge},0,1],{good}]}}'
        )
        ack = await tab.acked(1)
        assert (ack["watched_s"], ack["dropped"]) == (5.0, {"malformed": 2})

    async def test_of_thousands_of_segments_the_first_200_are_judged(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        segments = [[HOUR + n, HOUR + n + 1, 0, 0.001] for n in range(300)]
        await tab.beat(1, *segments)
        ack = await tab.acked(1)
        assert (ack["watched_s"], ack["dropped"]) == (0.2, {"limit": 100})
        await tab.send('{"type":"heartbeat","seq":2,"state":"paused","segments":[' + "[]," * 5000 + "[]]}")
        assert (await tab.acked(2))["dropped"] == {"malformed": 200, "limit": 4801}
        kept = (await live.ledger.read([guest.id]))[guest.id]
        assert kept.drops == {"malformed": 200, "limit": 10}

    async def test_above_one_a_second_the_server_reads_slower_and_refuses_nothing(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rests: list[float] = []

        async def rest(seconds: float) -> None:
            rests.append(seconds)
            live.clock.put(live.clock() + round(seconds * 1000))

        monkeypatch.setattr(playback_ws, "asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": rest}))
        tab = await watching(live, guest)
        for seq in range(1, 391):
            await tab.beat(seq)
        await tab.acked(390)
        assert rests == []
        for seq in range(391, 421):
            await tab.beat(seq)
        await tab.acked(420)
        assert 10 < sum(rests) < 21
        assert max(rests) <= 1.0

    async def test_the_window_counts_to_its_last_millisecond(self, live: Live, guest: Guest) -> None:
        live.clock.put(CLOSES_AT - 5 * S)
        tab = await watching(live, guest)
        live.clock.put(CLOSES_AT + 10 * S)
        await tab.beat(1, played(12))
        ack = await tab.acked(1)
        assert 4.0 < ack["watched_s"] <= 5.0
        assert ack["dropped"] == {"out_of_window": 1}
        assert await tab.next() == {"type": "stop", "reason": "window_closed"}
        live.clock.put(CLOSES_AT + 59 * S)
        await tab.beat(2, played(1))
        assert (await tab.acked(2))["watched_s"] == ack["watched_s"]
        live.clock.put(CLOSES_AT + 60 * S)
        await tab.beat(3, played(1))
        assert await tab.close_code() == CloseCode.WINDOW_CLOSED

    async def test_in_the_60_s_after_the_window_a_known_playback_may_come_back(
        self, live: Live, guest: Guest
    ) -> None:
        live.clock.put(CLOSES_AT - 5 * S)
        playback = uuid4()
        await (await live.enter(guest, playback, clock_ms=0)).next()
        live.clock.put(CLOSES_AT + 20 * S)
        tab = await live.enter(guest, playback, clock_ms=25_000)
        assert (await tab.next())["type"] == "welcome"
        await tab.beat(1, [0, 4000, 0, 4])
        assert (await tab.acked(1))["watched_s"] == 4.0
        assert await (await live.enter(guest)).close_code() == CloseCode.WINDOW_CLOSED

    async def test_the_end_of_the_event_changes_the_mode(self, live: Live) -> None:
        guest = await live.guest(await live.webinar())
        live.clock.put(ENDS_AT - 5 * S)
        tab = await watching(live, guest)
        await tab.beat(1, played(3))
        ack = await tab.acked(1)
        assert (ack["mode"], ack["watched_s"]) == ("live", 3.0)
        live.clock.put(ENDS_AT + 5 * S)
        await tab.beat(2, played(3), played(2, after=7, at=9))
        ack = await tab.acked(2)
        assert (ack["mode"], ack["watched_s"]) == ("on_demand", 2.0)

    async def test_a_playback_on_an_older_recording_goes_on_with_watch_duration_alone(
        self, live: Live, guest: Guest
    ) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        assert (await tab.acked(1))["covered_s"] == 5
        newer = RecordingChange(url="/recordings/new.mp4", duration_s=900.0)
        await live.parts.get(Webinars).patch(guest.webinar.id, WebinarChanges(recording=newer), live.clock())
        await tab.beat(2, played(3, after=5, at=5))
        ack = await tab.acked(2)
        assert (ack["watched_s"], ack["covered_s"]) == (8.0, 0)
        again = await watching(live, guest)
        await again.beat(1, played(3, at=5))
        assert (await again.acked(1))["covered_s"] == 3

    async def test_where_one_stopped_is_where_one_goes_on(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(5, at=100))
        await tab.acked(1)
        assert (await (await live.enter(guest)).next())["resume_s"] == 105.0
        await tab.beat(2, played(1, after=5, at=1799), state="ended")
        await tab.acked(2)
        assert (await (await live.enter(guest)).next())["resume_s"] == 0.0

    async def test_whoever_reached_the_end_has_covered_the_last_second(
        self, live: Live, guest: Guest
    ) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(2.9, at=1796.2))
        assert (await tab.acked(1))["covered_s"] == 3
        await tab.beat(2, played(0.4, after=2.9, at=1799.1), state="ended")
        assert (await tab.acked(2))["covered_s"] == 4
        other = await watching(live, guest)
        await other.beat(1, [1, 2], played(4, at=1794), state="ended")
        assert (await other.acked(1))["covered_s"] == 6


class TestRefusedMessages:
    async def test_the_message_is_refused_and_the_connection_lives(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        for text, code, seq in REFUSED:
            await tab.send(text)
            error = await tab.next()
            assert (error["type"], error["code"], error.get("seq")) == ("error", code, seq), text
            assert error["message"]
        await tab.beat(7, played(5))
        assert (await tab.acked(7))["watched_s"] == 5.0

    async def test_unknown_fields_are_ignored(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.send({"type": "heartbeat", "seq": 1, "state": "paused", "segments": [], "later": {"x": 1}})
        await tab.acked(1)

    async def test_a_binary_frame_violates_the_protocol(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.send(b'{"type":"bye"}')
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION

    async def test_16_kib_are_taken_and_one_byte_more_is_not(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        beat = json.dumps({"type": "heartbeat", "seq": 1, "state": "paused", "segments": []})
        await tab.send(beat + " " * (MAX_MESSAGE_BYTES - len(beat)))
        await tab.acked(1)
        await tab.send(beat + " " * (MAX_MESSAGE_BYTES - len(beat) + 1))
        assert await tab.close_code() == CloseCode.PROTOCOL_VIOLATION

    async def test_what_is_far_larger_is_not_even_read(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.send(" " * 100_000)
        assert await tab.close_code() == 1009


class TestLeaving:
    async def test_what_was_sent_before_the_end_is_counted_and_nobody_watches_any_more(
        self, live: Live, guest: Guest
    ) -> None:
        await watching(live, guest)
        (socket,) = live.app[appkeys.sockets].all()
        assert isinstance(socket, playback_ws.PlaybackSocket)
        beat = {"type": "heartbeat", "seq": 1, "state": "playing", "segments": [played(5)]}
        socket.text_received(json.dumps(beat))
        socket.ended()
        async with asyncio.timeout(20):
            while socket.playing.unacked:  # noqa: ASYNC110 - a state, no event
                await asyncio.sleep(0.01)
        assert (await live.ledger.read([guest.id]))[guest.id].on_demand_ms == 5000
        viewer = live.presence._viewers.get((guest.webinar.id, guest.id))
        assert viewer is None or not viewer.playing_until


class TestTold:
    async def test_a_flip_is_told(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await live.watch(guest, AFTER - HOUR, AFTER - HOUR + 60_000)
        await tab.beat(1, played(5))
        await tab.acked(1)
        await live.settle()
        assert await tab.next() == {"type": "status", "status": "attended_on_demand"}
        await tab.beat(2)
        assert (await tab.next())["type"] == "ack"

    async def test_a_status_is_never_told_backwards(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        (connection,) = live.app[audience_key].connections()
        connection.playing.status_is(Status.ATTENDED)
        connection.playing.status_is(Status.ATTENDED_ON_DEMAND)
        await tab.beat(1)
        code = [await tab.next(), await tab.next()]
        assert [message["type"] for message in code] == ["status", "ack"]

    async def test_a_new_link_stops_the_old_ones_playbacks(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await live.parts.get(Registration).new_link(guest.id, live.clock())
        await live.settle()
        code, said = await tab.closed()
        assert (code, said) == (CloseCode.UNKNOWN_TOKEN, [{"type": "stop", "reason": "revoked"}])

    async def test_a_removal_stops_them_as_well(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await live.parts.get(Registration).set_status(guest.id, Status.NOT_IN_PROGRAM, None, live.clock())
        await live.settle()
        code, said = await tab.closed()
        assert (code, said) == (CloseCode.UNKNOWN_TOKEN, [{"type": "stop", "reason": "revoked"}])

    async def test_whoever_was_not_told_learns_it_by_the_next_heartbeat(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tab = await watching(live, guest)

        async def lost(*_: object) -> None:
            pass

        monkeypatch.setattr(live.parts.changes, "publish", lost)
        await live.parts.get(Registration).new_link(guest.id, live.clock())
        await live.settle()
        await tab.beat(1, played(5))
        code, said = await tab.closed()
        assert (code, said) == (CloseCode.UNKNOWN_TOKEN, [{"type": "stop", "reason": "revoked"}])
        assert (await live.ledger.read([guest.id]))[guest.id].on_demand_ms == 0

    async def test_what_was_said_while_nobody_listened_is_found_out(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("latecomer.redis.pubsub._RETRY_S", 0.01)
        tab = await watching(live, guest)

        async def lost(*_: object) -> None:
            pass

        with monkeypatch.context() as away:
            away.setattr(live.parts.changes, "publish", lost)
            await live.parts.get(Registration).new_link(guest.id, live.clock())
            await live.settle()
        await live.redis.client_kill_filter(_type="pubsub")
        assert await tab.close_code() == CloseCode.UNKNOWN_TOKEN

    async def test_a_newer_socket_replaces_an_older_one(self, live: Live, guest: Guest) -> None:
        playback = uuid4()
        older = await live.enter(guest, playback)
        await older.next()
        newer = await live.enter(guest, playback)
        await newer.next()
        assert await older.close_code() == CloseCode.REPLACED
        await newer.beat(1, [0, 5000, 0, 5])
        await newer.acked(1)
        assert len(live.app[audience_key]) == 1

    async def test_also_one_at_another_process(self, live: Live, guest: Guest) -> None:
        building = composition.build(live.settings, clock=live.clock, process="another worker")
        parts = await live.stack.enter_async_context(building)
        other, their_watching = parts.web, parts.get(Batcher)
        their_watching.start()
        live.stack.push_async_callback(their_watching.stop, 0)
        playback = uuid4()
        older = await live.enter(guest, playback)
        await older.next()
        live.app._router, router = other._router, live.app._router
        live.app._state, state = other._state, live.app._state
        newer = await live.enter(guest, playback)
        await newer.next()
        assert await older.close_code() == CloseCode.REPLACED
        live.app._router, live.app._state = router, state

    async def test_a_bye_is_answered_by_all_acks_and_the_end(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        await tab.send({"type": "bye"})
        code, said = await tab.closed()
        assert (code, [message["seq"] for message in said]) == (1000, [1])
        await until_open(live, guest, 0)

    async def test_a_deleted_webinars_viewers_come_no_more(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await live.parts.get(Webinars).delete(guest.webinar.id)
        with suppress(ConnectionClosed):  # the process may have heard of it first
            await tab.beat(1, played(5))
        assert await tab.close_code() == CloseCode.UNKNOWN_TOKEN
        assert await (await live.enter(guest)).close_code() == CloseCode.UNKNOWN_TOKEN

    async def test_a_heartbeat_that_is_given_up_ends_the_connection_without_an_ack_past_it(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tab = await watching(live, guest)
        apply = live.ledger.apply

        async def picky(shard: int, entries: Any) -> Any:
            if any(isinstance(entry, Heartbeat) and entry.resume_s == 13.0 for entry in entries):
                raise ValueError("of a test")
            return await apply(shard, entries)

        monkeypatch.setattr(live.ledger, "apply", picky)
        for seq in (1, 2, 3):
            await tab.beat(seq, played(3, after=3 * seq, at=10 if seq == 2 else 20))
        code, said = await tab.closed()
        assert code == CloseCode.GAVE_UP_UNACKED
        assert [message["seq"] for message in said] == [1]


class TestDraining:
    async def test_viewers_are_asked_to_come_back_once_all_is_counted(self, live: Live, guest: Guest) -> None:
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        draining = asyncio.create_task(stop(live.runner))
        code, said = await tab.closed()
        await draining
        assert code == CloseCode.SHUTTING_DOWN
        assert {message["type"] for message in said} == {"ack", "reconnect"}
        assert next(each for each in said if each["type"] == "reconnect")["after_s"] > 0
        with pytest.raises(OSError, match="onnect"):
            await live.connect()

    async def test_one_who_takes_nothing_holds_nobody_up(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("latecomer.http.handshake._GOODBYE_S", 0.05)
        stuck, *tabs = [await watching(live, guest) for _ in range(3)]
        for tab in (stuck, *tabs):
            await (await tab.beat(1, played(5))).acked(1)
        stuck.connection.transport.pause_reading()
        began_s = asyncio.get_running_loop().time()
        await stop(live.runner)
        assert asyncio.get_running_loop().time() - began_s < 4
        for tab in tabs:
            code, said = await tab.closed()
            assert code == CloseCode.SHUTTING_DOWN
            assert [message["type"] for message in said] == ["reconnect"]
        stuck.connection.transport.resume_reading()

    async def test_a_whole_process_serves_and_drains(
        self, live: Live, guest: Guest, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ready = asyncio.Event()
        ports: list[int] = []
        start = arriving.PacedSite.start

        async def started(site: Any) -> None:
            await start(site)
            ports.append(site._server.sockets[0].getsockname()[1])

        monkeypatch.setattr(arriving.PacedSite, "start", started)
        settings = live.settings.__class__(
            database_url=live.settings.database_url,
            redis_url=live.settings.redis_url,
            secret_key=live.settings.secret_key,
            public_url=PUBLIC_URL,
            port=0,
        )
        serving = asyncio.create_task(composition.serve(settings, ready=ready.set, clock=live.clock))
        await ready.wait()
        live.address = f"http://127.0.0.1:{ports[0]}"
        tab = await watching(live, guest)
        await tab.beat(1, played(5))
        await tab.acked(1)
        serving.cancel()
        code, said = await tab.closed()
        assert (code, [message["type"] for message in said]) == (CloseCode.SHUTTING_DOWN, ["reconnect"])
        with pytest.raises(asyncio.CancelledError):
            await serving


async def until_told_open(live: Live, guest: Guest, n: int) -> None:
    """Wait until all processes know that so many playbacks of the guest are open."""
    async with asyncio.timeout(10):
        there = keys.there(0, guest.webinar.id)
        while int(await live.ledger._client.hget(there, guest.id.bytes) or 0) // 4096 != n:
            pass


async def until_open(live: Live, guest: Guest, n: int) -> None:
    """Wait until so many playbacks of the guest are open."""
    async with asyncio.timeout(10):
        while len(live.presence.open_playbacks(guest.webinar.id, guest.id)) != n:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_half_a_message_counts_as_a_strangers_until_the_hello_was_good(
    live: Live, guest: Guest
) -> None:
    (site,) = live.runner.sites
    peers = site._peers  # type: ignore[attr-defined]
    half = b"\x81\xfe\x3e\x80" + bytes(4) + b"a" * 12_000
    stranger, dashboard = await live.connect(), await dashboard_tab(live)
    viewer = await watching(live, guest)
    for tab in (viewer, stranger, dashboard):
        tab.connection.transport.write(half)
    async with asyncio.timeout(20):
        while peers.held_bytes < 24_000:
            await turns(1)
    assert peers.held_bytes < 26_000
    for tab in (stranger, dashboard):
        tab.connection.transport.abort()
    async with asyncio.timeout(20):
        while peers.held_bytes:
            await turns(1)


async def test_a_cancelled_event_ends_its_playbacks_and_credits_nothing_until_it_is_reinstated(
    live: Live,
) -> None:
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    live.clock.put(STARTS_AT - 5 * MINUTE)
    tab = await live.enter(guest, clock_ms=HOUR)
    assert (await tab.next())["type"] == "welcome"
    await live.parts.get(Canceller).cancel(webinar.id, "The room is flooded.", live.clock())
    code, told = await tab.closed()
    assert code == CloseCode.EVENT_CANCELLED
    assert {"type": "stop", "reason": "event_cancelled"} in told
    assert await (await live.enter(guest)).close_code() == CloseCode.EVENT_CANCELLED
    await live.parts.get(Canceller).reinstate(webinar.id, live.clock())
    live.clock.put(STARTS_AT + MINUTE)
    tab = await live.enter(guest, clock_ms=HOUR)
    assert (await tab.next())["type"] == "welcome"
    await tab.beat(1, played(0.5))
    assert (await tab.acked(1))["watched_s"] == 0.5
