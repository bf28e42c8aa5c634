"""The messages between a page and the room.

Source: docs/automated.md, The room
"""

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType

from latecomer.automated.room.rules import Entry
from latecomer.automated.rules.replay import Replay
from latecomer.automated.schemas import ItemBody, OnAirBody, file_of, on_air_body, room_item
from latecomer.core.ids import Instant
from latecomer.http.wire import Request, Response


class RoomHello(Struct, frozen=True, kw_only=True, tag="hello", tag_field="type"):
    """Enter the room, or ask for a new grant."""


class RoomClock(Struct, frozen=True, kw_only=True, tag="clock", tag_field="type"):
    """Ask the time; ``t0`` is the page's own clock and comes back as it is."""

    t0: float


RoomMessage: TypeAlias = RoomHello | RoomClock


class RoomRequest(Request, frozen=True, kw_only=True):
    """Messages to the room, answered in their order."""

    messages: Annotated[tuple[RoomMessage, ...], Meta(max_length=20)]


class SpanBody(Response, frozen=True, kw_only=True):
    """A stretch of the replay, in programme time."""

    from_ms: int
    to_ms: int
    item: ItemBody
    file: str | None


class ReplayBody(Response, frozen=True, kw_only=True):
    """The parts of a webinar that can be watched again; the player jumps over gaps."""

    duration_ms: int
    playable_ms: int
    spans: tuple[SpanBody, ...]
    overlays: tuple[ItemBody, ...]


class RoomWelcome(Response, frozen=True, kw_only=True, tag="welcome", tag_field="type"):
    """The room as it is; media are at ``/m/{grant}/{file}``."""

    server_ms: int
    grant: str
    on_air: OnAirBody
    replay: ReplayBody | UnsetType = UNSET


class RoomTime(Response, frozen=True, kw_only=True, tag="clock", tag_field="type"):
    """Room time when the question was read and when it was answered, ms since the epoch."""

    t0: float
    t1: int
    t2: int


class RoomOnAir(Response, frozen=True, kw_only=True, tag="on_air", tag_field="type"):
    """The items on air; the same for every viewer."""

    on_air: OnAirBody


RoomAnswer: TypeAlias = RoomWelcome | RoomTime | RoomOnAir


class RoomBody(Response, frozen=True, kw_only=True):
    """The answers, in the order of the questions; the items on air come last unless a welcome contains them."""

    messages: tuple[RoomAnswer, ...]


def welcome(entry: Entry, now: Instant) -> RoomWelcome:
    """Return the room as a viewer receives it on entering."""
    return RoomWelcome(
        server_ms=now,
        grant=entry.grant,
        on_air=on_air_body(entry.on_air, entry.webinar.starts_at),
        replay=UNSET if entry.replay is None else _replay(entry.replay),
    )


def _replay(replay: Replay) -> ReplayBody:
    return ReplayBody(
        duration_ms=replay.duration_ms,
        playable_ms=replay.playable_ms,
        spans=tuple(
            SpanBody(
                from_ms=span.from_ms, to_ms=span.to_ms, item=room_item(span.item), file=file_of(span.item)
            )
            for span in replay.spans
        ),
        overlays=tuple(room_item(item) for item in replay.overlays),
    )
