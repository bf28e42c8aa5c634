"""Decoding outside of a playback session: beacons and subscriptions."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.errors import Refused
from latecomer.watching.playback.rules.decoding import read_beacon, read_subscribe, read_usual_heartbeat
from latecomer.watching.playback.rules.messages import PlayState
from latecomer.watching.rules.heartbeat_segments import (
    DropReason,
    Playback,
    bounds,
    judge,
    judge_well_formed,
    judge_whole,
)
from tests.support.builders import ENDS_AT, PLAYBACK, WEBINAR

BEACON: dict[str, Any] = {
    "join": "TOKEN",
    "playback": str(PLAYBACK),
    "clock_ms": 90_000.5,
    "heartbeats": [{"seq": 1, "state": "ended", "segments": [[0, 1000, 0, 1]]}],
}


def body(**changes: object) -> bytes:
    return json.dumps(BEACON | changes).encode()


def test_a_beacon() -> None:
    beacon = read_beacon(body(later="fields are ignored"))
    assert (beacon.join, beacon.playback, beacon.clock_ms) == ("TOKEN", PLAYBACK, 90_000.5)
    [heartbeat] = beacon.heartbeats
    assert (heartbeat.seq, heartbeat.state) == (1, PlayState.ENDED)
    assert heartbeat.segments == [[0, 1000, 0, 1]]


def test_an_empty_beacon_is_a_hello() -> None:
    assert read_beacon(body(heartbeats=[])).heartbeats == []


@pytest.mark.parametrize("segment", ["null", "[1]", "[0,1e999,0,1]", "9" * 5000])
def test_an_odd_segment_never_costs_its_beacon(segment: str) -> None:
    [heartbeat] = read_beacon(body().replace(b"[0, 1000, 0, 1]", segment.encode())).heartbeats
    assert len(heartbeat.segments) == 1


_number = st.one_of(
    st.integers(-2, 200_000),
    st.floats(0, 200_000, allow_subnormal=False),
    st.sampled_from(
        [True, -0.0, 172_800_000, 172_800_000.5, 10**30, -1, float("nan"), float("inf"), "1", None]
    ),
)


@given(st.lists(st.one_of(st.lists(_number, min_size=3, max_size=5), _number), max_size=3))
def test_what_is_read_at_once_is_read_the_same(segments: list[Any]) -> None:
    text = json.dumps({"type": "heartbeat", "seq": 7, "state": "playing", "segments": segments})
    usual = read_usual_heartbeat(text)
    by, now = Playback(PLAYBACK, ENDS_AT, ENDS_AT, 1), ENDS_AT + 150_000
    malformed = [
        each for each in judge(segments, by, WEBINAR, now).drops if each.reason is DropReason.MALFORMED
    ]
    assert (usual is None) is bool(malformed)
    if usual is not None:
        within = bounds(by, WEBINAR)
        assert judge_well_formed(usual.segments, within, now) == judge_whole(segments, within, now)


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000, b'{"clock_ms": NaN}', b'"\xed\xa0\x80"'])
def test_what_is_no_json_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_beacon(raw)
    assert refused.value.code == "malformed_json"


@pytest.mark.parametrize(
    "raw",
    [
        b"[]",
        b"{}",
        b'"x"',
        body(join=None),
        body(playback="x"),
        body(clock_ms=-1),
        body().replace(b"90000.5", b"1e999"),
        body(heartbeats=None),
        body(heartbeats=[{"seq": 1, "state": "ended"}]),
        body(heartbeats=[{"seq": 0, "state": "ended", "segments": []}]),
        body(heartbeats=[{"seq": 1, "state": "\ud800", "segments": []}]),
    ],
)
def test_what_is_no_beacon_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_beacon(raw)
    assert refused.value.code == "bad_beacon"
    assert refused.value.message.isascii()


def test_a_subscription_with_and_without_a_key() -> None:
    with_key = read_subscribe(f'{{"type":"subscribe","webinar":"{WEBINAR.id}","key":"k","new":1}}')
    assert with_key is not None
    assert (with_key.webinar, with_key.key) == (WEBINAR.id, "k")
    assert read_subscribe(f'{{"type":"subscribe","webinar":"{WEBINAR.id}"}}') is not None


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "{",
        "[]",
        "[" * 10_000,
        '{"type":"subscribe"}',
        '{"type":"hello"}',
        '{"type":"subscribe","webinar":1}',
    ],
)
def test_what_is_no_subscription(raw: str) -> None:
    assert read_subscribe(raw) is None
