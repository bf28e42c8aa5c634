import json
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.watching.playback.rules.messages import (
    Ack,
    Error,
    ErrorCode,
    Patch,
    Reconnect,
    ServerMessage,
    Snapshot,
    StatusChanged,
    Stop,
    StopReason,
    Waiting,
    Welcome,
    encode,
    encode_ack,
)
from tests.support.builders import ENDS_AT, PLAYBACK


@pytest.mark.parametrize(
    ("message", "wire"),
    [
        (
            Welcome(
                playback=UUID(str(PLAYBACK)),
                anchor_at=to_text(ENDS_AT),
                mode=Mode.ON_DEMAND,
                heartbeat_s=10,
                watched_s=12.345,
                covered_s=12,
                threshold_s=60,
                status=Status.NO_SHOW,
                resume_s=12.5,
                server_time=to_text(ENDS_AT + 1),
            ),
            {
                "type": "welcome",
                "playback": str(PLAYBACK),
                "anchor_at": "2026-03-04T17:00:00.000Z",
                "mode": "on_demand",
                "heartbeat_s": 10,
                "watched_s": 12.345,
                "covered_s": 12,
                "threshold_s": 60,
                "status": "no_show",
                "resume_s": 12.5,
                "server_time": "2026-03-04T17:00:00.001Z",
            },
        ),
        (StatusChanged(Status.ATTENDED), {"type": "status", "status": "attended"}),
        (Stop(StopReason.WINDOW_CLOSED), {"type": "stop", "reason": "window_closed"}),
        (Reconnect(2.5), {"type": "reconnect", "after_s": 2.5}),
        (Waiting(), {"type": "waiting"}),
        (Error(ErrorCode.CLOCK_MOVED, "m"), {"type": "error", "code": "clock_moved", "message": "m"}),
        (
            Error(ErrorCode.BAD_HEARTBEAT, "m", 4),
            {"type": "error", "code": "bad_heartbeat", "message": "m", "seq": 4},
        ),
        (
            Snapshot("e", 1, {"a": 1}),
            {"type": "snapshot", "epoch": "e", "version": 1, "data": {"a": 1}},
        ),
        (Patch("e", 2, {"a": 2}), {"type": "patch", "epoch": "e", "version": 2, "data": {"a": 2}}),
    ],
)
def test_a_message_on_the_wire(message: ServerMessage, wire: object) -> None:
    assert json.loads(encode(message)) == wire


@given(
    st.integers(1, 2**53),
    st.sampled_from(Mode),
    st.integers(0, 10**12),
    st.integers(0, 10**6),
    st.dictionaries(st.sampled_from(["future", "limit"]), st.integers(1, 200)),
)
def test_the_fast_ack_is_the_ack(
    seq: int, mode: Mode, watched_ms: int, covered_s: int, dropped: dict[str, int]
) -> None:
    fast = msgspec.json.decode(encode_ack(seq, mode, watched_ms, covered_s, dropped), type=Ack)
    assert fast == Ack(seq, mode, watched_ms / 1000, covered_s, dropped or msgspec.UNSET)


def test_an_ack_without_drops_does_not_mention_them() -> None:
    assert encode_ack(7, Mode.LIVE, 60_001, 59, {}) == (
        b'{"type":"ack","seq":7,"mode":"live","watched_s":60.001,"covered_s":59}'
    )
