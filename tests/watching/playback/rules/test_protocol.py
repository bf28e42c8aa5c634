"""A connection of the playback socket, message by message."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from latecomer.http.close_codes import CloseCode, Closing
from latecomer.watching.playback.rules.decoding import UsualHeartbeat
from latecomer.watching.playback.rules.messages import ErrorCode, Heartbeat, PlayState
from latecomer.watching.playback.rules.protocol import (
    MAX_MESSAGE_BYTES,
    ByeReceived,
    HelloReceived,
    MessageRefused,
    PlaybackProtocol,
    ProtocolState,
)
from tests.support.builders import PLAYBACK

HELLO = {"type": "hello", "join": "TOKEN", "playback": str(PLAYBACK), "clock_ms": 1234.9}
HEARTBEAT: dict[str, Any] = {
    "type": "heartbeat",
    "seq": 3,
    "state": "playing",
    "segments": [[0, 10_000.5, 0, 10]],
}


def text(message: dict[str, Any], **changes: object) -> str:
    return json.dumps(message | changes)


def greeted() -> PlaybackProtocol:
    session = PlaybackProtocol()
    assert isinstance(session.receive(text(HELLO), 0), HelloReceived)
    return session


def test_a_hello_is_received_with_its_clock_floored() -> None:
    session = PlaybackProtocol()
    assert session.receive(text(HELLO), 5) == HelloReceived("TOKEN", PLAYBACK, 1234)
    assert session.state is ProtocolState.GREETED


def test_a_heartbeat_is_received_as_it_was_sent() -> None:
    event = greeted().receive(text(HEARTBEAT), 77)
    assert event == UsualHeartbeat(3, PlayState.PLAYING, [(0, 10_000.5, 0, 10)])


def test_one_malformed_segment_is_received_with_the_others() -> None:
    event = greeted().receive(text(HEARTBEAT, segments=[[0, 1, 0, 1], [-1, 0, 0]]), 0)
    assert event == Heartbeat(3, PlayState.PLAYING, [[0, 1, 0, 1], [-1, 0, 0]])


@pytest.mark.parametrize("state", ["playing", "paused", "buffering", "ended"])
def test_every_state_of_a_player(state: str) -> None:
    event = greeted().receive(text(HEARTBEAT, state=state, segments=[]), 0)
    assert event == UsualHeartbeat(3, PlayState(state), [])


def test_seq_may_go_back_and_repeat() -> None:
    session = greeted()
    for seq in (9, 1, 1, 2**53):
        event = session.receive(text(HEARTBEAT, seq=seq), 0)
        assert isinstance(event, Heartbeat)
        assert event.seq == seq


def test_unknown_fields_are_ignored() -> None:
    session = PlaybackProtocol()
    assert isinstance(session.receive(text(HELLO, brand="new"), 0), HelloReceived)
    assert isinstance(session.receive(text(HEARTBEAT, brand={"new": None}), 0), Heartbeat)


def test_a_bye_ends_the_connection() -> None:
    session = greeted()
    assert session.receive('{"type":"bye"}', 0) == ByeReceived()
    assert session.receive(text(HEARTBEAT), 0) == Closing(
        CloseCode.PROTOCOL_VIOLATION, "this connection is over"
    )


@pytest.mark.parametrize(
    "first",
    [
        text(HEARTBEAT),
        '{"type":"bye"}',
        "",
        "{",
        "[]",
        "null",
        '{"type":"subscribe"}',
        text(HELLO, clock_ms=-1),
        text(HELLO, clock_ms="0"),
        text(HELLO, clock_ms=None),
        text(HELLO, clock_ms=2**53 + 2),
        text(HELLO, playback="me"),
        text(HELLO, playback=None),
        text(HELLO, join=7),
        text(HELLO, join="x" * 513),
        text({"type": "hello"}),
        text(HELLO).replace("1234.9", "NaN"),
        text(HELLO).replace("1234.9", "1e999"),
        text(HEARTBEAT, state="\ud800" * 1000),
    ],
)
def test_anything_but_a_hello_first_closes(first: str) -> None:
    session = PlaybackProtocol()
    closing = session.receive(first, 0)
    assert isinstance(closing, Closing)
    assert closing.code is CloseCode.BAD_HELLO
    assert 0 < len(closing.reason.encode()) <= 123
    assert session.state is ProtocolState.CLOSED


def test_no_hello_in_time_may_come_back() -> None:
    session = PlaybackProtocol()
    assert session.hello_timed_out() == Closing(CloseCode.TOO_SLOW, "say hello within 10 seconds")
    assert session.state is ProtocolState.CLOSED


@pytest.mark.parametrize("session", [PlaybackProtocol(), greeted()])
@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"{}", "send text frames only"),
        (" " * (MAX_MESSAGE_BYTES + 1), "send at most 16 KiB in a message"),
    ],
)
def test_binary_and_oversized_frames_close(
    session: PlaybackProtocol, frame: str | bytes, reason: str
) -> None:
    session.state = ProtocolState.GREETED
    assert session.receive(frame, 0) == Closing(CloseCode.PROTOCOL_VIOLATION, reason)
    assert session.state is ProtocolState.CLOSED


@pytest.mark.parametrize("second", [text(HELLO), text(HELLO, clock_ms="late")])
def test_a_second_hello_closes(second: str) -> None:
    assert greeted().receive(second, 0) == Closing(CloseCode.PROTOCOL_VIOLATION, "say hello once")


@pytest.mark.parametrize(
    ("message", "code", "seq"),
    [
        ("", ErrorCode.MALFORMED_JSON, UNSET),
        ('{"type":"heartbeat","seq":5', ErrorCode.MALFORMED_JSON, UNSET),
        ("[" * 10_000, ErrorCode.MALFORMED_JSON, UNSET),
        (text(HEARTBEAT).replace("10000.5", "NaN"), ErrorCode.MALFORMED_JSON, UNSET),
        (text(HEARTBEAT).replace("10000.5", "-Infinity"), ErrorCode.MALFORMED_JSON, UNSET),
        ("[]", ErrorCode.UNKNOWN_TYPE, UNSET),
        ("7", ErrorCode.UNKNOWN_TYPE, UNSET),
        ("{}", ErrorCode.UNKNOWN_TYPE, UNSET),
        (text(HEARTBEAT, type="Heartbeat"), ErrorCode.UNKNOWN_TYPE, 3),
        (text(HEARTBEAT, type=["heartbeat"]), ErrorCode.UNKNOWN_TYPE, 3),
        (text(HEARTBEAT, state="dancing"), ErrorCode.BAD_HEARTBEAT, 3),
        (text(HEARTBEAT, state=None), ErrorCode.BAD_HEARTBEAT, 3),
        (text(HEARTBEAT, segments=None), ErrorCode.BAD_HEARTBEAT, 3),
        (text(HEARTBEAT, segments={"0": []}), ErrorCode.BAD_HEARTBEAT, 3),
        (text(HEARTBEAT, seq=0), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq=-1), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq=2**53 + 1), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq=10**30), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq=1.5), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq=True), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text(HEARTBEAT, seq="3"), ErrorCode.BAD_HEARTBEAT, UNSET),
        (text({"type": "heartbeat", "seq": 8}), ErrorCode.BAD_HEARTBEAT, 8),
    ],
)
def test_a_message_of_no_use_is_refused_and_the_connection_lives(
    message: str, code: ErrorCode, seq: object
) -> None:
    session = greeted()
    event = session.receive(message, 0)
    assert isinstance(event, MessageRefused)
    assert (event.error.code, event.error.seq) == (code, seq)
    assert event.error.message.isascii()
    assert isinstance(session.receive(text(HEARTBEAT), 0), Heartbeat)


@pytest.mark.parametrize(
    "segment",
    [
        "null",
        '"x"',
        "[]",
        "[1,2]",
        "{}",
        "true",
        "1e999",
        "[0,1e999,0,1]",
        "9" * 5000,
        '"\\ud800"',
        "1" + "0" * 30,
    ],
)
def test_an_odd_segment_never_costs_its_heartbeat(segment: str) -> None:
    message = text(HEARTBEAT, segments=[]).replace("[]", f"[{segment},[0,1000,0,1]]")
    event = greeted().receive(message, 0)
    assert isinstance(event, Heartbeat)
    assert len(event.segments) == 2
    assert event.segments[1] == [0, 1000, 0, 1]


def test_thousands_of_segments_are_received() -> None:
    event = greeted().receive(text(HEARTBEAT, segments=[0] * 4_000), 0)
    assert isinstance(event, Heartbeat)
    assert len(event.segments) == 4_000


def test_four_hundred_messages_at_once_and_then_one_a_second() -> None:
    session = PlaybackProtocol()
    for _ in range(400):
        session.receive("malformed or not", 1_000)
        assert session.rests_until <= 1_000
    session.receive("", 1_000)
    assert session.rests_until == 1_000 + 1_000
    assert session.rests_until == 1_900 + 100
    assert session.rests_until <= 2_000
    session.receive("", 2_000)
    assert session.rests_until == 2_000 + 1_000


def test_a_message_a_second_is_never_delayed() -> None:
    session = PlaybackProtocol()
    for second in range(2_000):
        session.receive("", second * 1_000)
        assert session.rests_until <= second * 1_000


def test_a_clock_that_goes_back_costs_a_second_and_no_more() -> None:
    session = PlaybackProtocol()
    session.receive("", 10_000_000)
    session.receive("", 1_000)
    assert session.rests_until == 1_000 + 1_000
    session.receive("", 401_000)
    assert session.rests_until <= 401_000 - 300_000


def test_silence_saves_up_no_more_than_the_burst() -> None:
    session = PlaybackProtocol()
    session.receive("", 0)
    later = 10_000_000
    for _ in range(401):
        session.receive("", later)
    assert session.rests_until == later + 1_000


@given(
    st.lists(st.text() | st.binary(max_size=9) | st.sampled_from([text(HELLO), text(HEARTBEAT)]), max_size=5)
)
def test_no_frame_is_too_odd(frames: list[str | bytes]) -> None:
    session = PlaybackProtocol()
    for frame in frames:
        session.receive(frame, 0)
    assert session.state in ProtocolState


def test_ids_are_read_as_uuids() -> None:
    session = PlaybackProtocol()
    event = session.receive(text(HELLO, playback="0C000000-0000-4000-8000-000000000001"), 0)
    assert isinstance(event, HelloReceived)
    assert event.playback == UUID(str(PLAYBACK))
