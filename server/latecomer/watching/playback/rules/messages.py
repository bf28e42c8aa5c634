"""Every message of both sockets and of the beacon; names and units are those of the wire.

Client messages are decoded by type; unknown fields are ignored. Server messages have one encoder.

Source: docs/protocol.md, Viewer and Dashboard
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import TimeText

PLAYBACK_SUBPROTOCOL: Final = "latecomer.playback.v1"
DASHBOARD_SUBPROTOCOL: Final = "latecomer.dashboard.v1"
HEARTBEAT_S: Final = 10
"""Seconds between two heartbeats of a playing client."""

Seq = Annotated[int, Meta(ge=1, le=2**53)]
ClockMs = Annotated[float, Meta(ge=0, le=2**53, description="The playback's monotonic clock.")]
JoinToken = Annotated[str, Meta(max_length=512)]
Json: TypeAlias = Any
"""A JSON value that nothing is known about."""


class PlayState(StrEnum):
    """The state of the player."""

    PLAYING = "playing"
    PAUSED = "paused"
    BUFFERING = "buffering"
    ENDED = "ended"


class Hello(Struct, frozen=True, tag="hello"):
    """The first message of a playback's connection."""

    join: JoinToken
    playback: UUID
    clock_ms: ClockMs


class Heartbeat(Struct, frozen=True, gc=False, tag="heartbeat"):
    """The segments played since the last heartbeat; each is judged on its own."""

    seq: Seq
    state: PlayState
    segments: list[Json]


MediaLength = Annotated[float, Meta(gt=0, le=172_800, description="Length of what is played, seconds.")]


class Length(Struct, frozen=True, tag="length"):
    """The length of a film that counts although it differs from the recording's length; the host is informed."""

    media_s: MediaLength


class Bye(Struct, frozen=True, tag="bye"):
    """The page is leaving."""


class BeaconHeartbeat(Heartbeat, frozen=True, gc=False, tag=False):
    """A heartbeat inside a beacon."""


class Beacon(Struct, frozen=True):
    """A hello and heartbeats in one request, for pages that leave and networks that block websockets."""

    join: JoinToken
    playback: UUID
    clock_ms: ClockMs
    heartbeats: list[BeaconHeartbeat]
    media_s: MediaLength | UnsetType = UNSET
    """As in :class:`Length`."""


class Subscribe(Struct, frozen=True, tag="subscribe"):
    """The first and only message of a dashboard; without a key the signed-in cookie counts."""

    webinar: UUID
    key: str | UnsetType = UNSET


class PlayedRecording(Struct, frozen=True):
    """The recording's length and address, with which a page tells the recording from an advertisement."""

    duration_s: float
    url: str


class Welcome(Struct, frozen=True, tag="welcome"):
    """The answer to a hello. ``resume_s`` is the position in the recording at which the member stopped; ``recording``
    is present on demand, when the recording has an address."""

    playback: UUID
    anchor_at: TimeText
    mode: Mode
    heartbeat_s: int
    watched_s: float
    covered_s: int
    threshold_s: float
    status: Status
    resume_s: float
    server_time: TimeText
    recording: PlayedRecording | UnsetType = UNSET


class Ack(Struct, frozen=True, tag="ack"):
    """The confirmation that everything this connection sent up to ``seq`` is durable and counted; ``watched_s`` is the
    watch duration in ``mode``."""

    seq: Seq
    mode: Mode
    watched_s: float
    covered_s: int
    dropped: dict[str, int] | UnsetType = UNSET


class StatusChanged(Struct, frozen=True, tag="status"):
    """The member's status has changed to this one."""

    status: Status


class StopReason(StrEnum):
    """The reason why the server accepts no more messages from a playback."""

    WINDOW_CLOSED = "window_closed"
    EVENT_CANCELLED = "event_cancelled"
    REVOKED = "revoked"


class Stop(Struct, frozen=True, tag="stop"):
    """The server accepts nothing more from this playback."""

    reason: StopReason


class Reconnect(Struct, frozen=True, tag="reconnect"):
    """The server is about to shut down: connect again after about this many seconds."""

    after_s: float


class Waiting(Struct, frozen=True, tag="waiting"):
    """The server cannot count at the moment: the page keeps what it sent, and the ack follows when counting resumes.
    Sent once for each outage."""


class ErrorCode(StrEnum):
    """The reason why a message was refused."""

    MALFORMED_JSON = "malformed_json"
    UNKNOWN_TYPE = "unknown_type"
    BAD_HELLO = "bad_hello"
    BAD_HEARTBEAT = "bad_heartbeat"
    BAD_LENGTH = "bad_length"
    CLOCK_MOVED = "clock_moved"


class Error(Struct, frozen=True, tag="error"):
    """The refusal of a message, which must not be sent again; ``seq`` is the message's own, if it could be read."""

    code: ErrorCode
    message: str
    seq: Seq | UnsetType = UNSET


class Snapshot(Struct, frozen=True, tag="snapshot"):
    """A dashboard's whole state."""

    epoch: str
    version: int
    data: Json


class Patch(Struct, frozen=True, tag="patch"):
    """The changes since ``version - 1`` of the same epoch, as a JSON Merge Patch (RFC 7396)."""

    epoch: str
    version: int
    data: Json


PlaybackClientMessage: TypeAlias = Hello | Heartbeat | Length | Bye
PlaybackServerMessage: TypeAlias = Welcome | Ack | StatusChanged | Stop | Reconnect | Waiting | Error
DashboardServerMessage: TypeAlias = Snapshot | Patch | Error
ServerMessage: TypeAlias = PlaybackServerMessage | Snapshot | Patch

_encoder: Final = msgspec.json.Encoder()
_LIVE: Final = Mode.LIVE
_ACK: Final = b'{"type":"ack","seq":%d,"mode":"%b","watched_s":%d.%03d,"covered_s":%d%b}'


def encode(message: ServerMessage) -> bytes:
    """Return a server message as the payload of a text frame."""
    return _encoder.encode(message)


def encode_ack(seq: int, mode: Mode, watched_ms: int, covered_s: int, dropped: Mapping[str, int]) -> bytes:
    """Return an :class:`Ack` as the payload of a text frame; written by hand for speed, since every heartbeat is
    acknowledged."""
    name = b"live" if mode is _LIVE else b"on_demand"
    drops = b',"dropped":' + _encoder.encode(dropped) if dropped else b""
    return _ACK % (seq, name, watched_ms // 1000, watched_ms % 1000, covered_s, drops)
