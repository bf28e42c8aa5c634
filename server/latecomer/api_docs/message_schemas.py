"""The JSON Schema of every message on the three sockets and of the beacon, with examples made by the code.

Source: JSON Schema 2020-12; docs/protocol.md, Viewer, Dashboard and Room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from latecomer.api_docs.room_examples import room_examples
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.join_link import JoinLink, issue
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.dashboards.rules.feed import to_data
from latecomer.dashboards.rules.numbers import Dashboard, Numbers, render
from latecomer.http.wire import encode, schema_of_custom
from latecomer.watching.playback.rules import messages
from latecomer.watching.playback.rules.messages import ErrorCode, PlayState, StopReason
from latecomer.webinars.members.activity import Activity, ActivityKind

Json = dict[str, Any]


class Channel(StrEnum):
    """The route of a message: a websocket, a webhook, or the database's channel."""

    PLAYBACK = "/ws/playback"
    DASHBOARD = "/ws/dashboard"
    ROOM = "/ws/room"
    BEACON = "/beacon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message: its type in the code, its sender and channel, and examples."""

    name: str
    kind: type[msgspec.Struct]
    channels: tuple[Channel, ...]
    from_client: bool
    examples: tuple[msgspec.Struct, ...]


_PLAYBACK: Final = UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d10")
_WEBINAR: Final = WebinarId(UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d11"))
_MEMBER: Final = MemberId(UUID("0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d12"))
_TOKEN: Final = issue(b"the examples' own secret", JoinLink(_WEBINAR, _MEMBER, 1))
_SEGMENTS: Final = [[1204.5, 11204, 0, 9.96], [12950, 14100.25, 42, 43.2]]
_STARTS_AT: Final = 1_772_640_000_000


def _state() -> Dashboard:
    webinar = Webinar(
        id=_WEBINAR,
        name="Composting for beginners",
        starts_at=_STARTS_AT,
        ends_at=_STARTS_AT + 3_600_000,
        recording=Recording(url="/recordings/compost.mp4", duration_s=5.0),
    )
    numbers = Numbers(
        status_counts={Status.NO_SHOW: 41, Status.ATTENDED_ON_DEMAND: 7, Status.ATTENDED: 12},
        playing=3,
        connected=4,
        visitors=7,
        visitor_ms=5_250_000,
        visitors_per_day=(2, 5),
        tenths=(0, 1, 0, 0, 0, 2, 0, 1, 3, 5),
        retention=(7, 7, 6, 6, 5),
        activity=(
            Activity(
                at=_STARTS_AT + 90_000_000,
                kind=ActivityKind.FLIP,
                member_id=_MEMBER,
                name="Ada Lovelace",
                status=Status.ATTENDED_ON_DEMAND,
                previous=Status.NO_SHOW,
            ),
        ),
    )
    return render(webinar, numbers, _STARTS_AT + 90_000_000)


MESSAGES: Final = (
    Message(
        name="hello",
        kind=messages.Hello,
        channels=(Channel.PLAYBACK,),
        from_client=True,
        examples=(messages.Hello(join=_TOKEN, playback=_PLAYBACK, clock_ms=1204.5),),
    ),
    Message(
        name="heartbeat",
        kind=messages.Heartbeat,
        channels=(Channel.PLAYBACK,),
        from_client=True,
        examples=(
            messages.Heartbeat(seq=1, state=PlayState.PLAYING, segments=_SEGMENTS),
            messages.Heartbeat(seq=2, state=PlayState.PAUSED, segments=[]),
        ),
    ),
    Message(
        name="length",
        kind=messages.Length,
        channels=(Channel.PLAYBACK,),
        from_client=True,
        examples=(messages.Length(media_s=1_812.4),),
    ),
    Message(
        name="bye",
        kind=messages.Bye,
        channels=(Channel.PLAYBACK,),
        from_client=True,
        examples=(messages.Bye(),),
    ),
    Message(
        name="welcome",
        kind=messages.Welcome,
        channels=(Channel.PLAYBACK,),
        from_client=False,
        examples=(
            messages.Welcome(
                playback=_PLAYBACK,
                anchor_at="2026-03-05T09:12:31.204Z",
                mode=Mode.ON_DEMAND,
                heartbeat_s=messages.HEARTBEAT_S,
                watched_s=48.12,
                covered_s=47,
                threshold_s=60.0,
                status=Status.NO_SHOW,
                resume_s=51.5,
                server_time="2026-03-05T09:12:32.410Z",
                recording=messages.PlayedRecording(1_800.0, "https://cdn.example.com/talk.mp4"),
            ),
        ),
    ),
    Message(
        name="ack",
        kind=messages.Ack,
        channels=(Channel.PLAYBACK,),
        from_client=False,
        examples=(
            messages.Ack(seq=1, mode=Mode.ON_DEMAND, watched_s=58.12, covered_s=57),
            messages.Ack(seq=4, mode=Mode.LIVE, watched_s=12.0, covered_s=0, dropped={"future": 1}),
        ),
    ),
    Message(
        name="status",
        kind=messages.StatusChanged,
        channels=(Channel.PLAYBACK,),
        from_client=False,
        examples=(messages.StatusChanged(status=Status.ATTENDED_ON_DEMAND),),
    ),
    Message(
        name="stop",
        kind=messages.Stop,
        channels=(Channel.PLAYBACK, Channel.ROOM),
        from_client=False,
        examples=tuple(messages.Stop(reason=reason) for reason in StopReason),
    ),
    Message(
        name="reconnect",
        kind=messages.Reconnect,
        channels=(Channel.PLAYBACK, Channel.DASHBOARD, Channel.ROOM),
        from_client=False,
        examples=(messages.Reconnect(after_s=2.0),),
    ),
    Message(
        name="waiting",
        kind=messages.Waiting,
        channels=(Channel.PLAYBACK,),
        from_client=False,
        examples=(messages.Waiting(),),
    ),
    Message(
        name="error",
        kind=messages.Error,
        channels=(Channel.PLAYBACK,),
        from_client=False,
        examples=(
            messages.Error(code=ErrorCode.BAD_HEARTBEAT, message="mend the heartbeat: …", seq=3),
            messages.Error(code=ErrorCode.MALFORMED_JSON, message="send JSON: …"),
        ),
    ),
    Message(
        name="beacon",
        kind=messages.Beacon,
        channels=(Channel.BEACON,),
        from_client=True,
        examples=(
            messages.Beacon(
                join=_TOKEN,
                playback=_PLAYBACK,
                clock_ms=15_000.0,
                heartbeats=[
                    messages.BeaconHeartbeat(seq=3, state=PlayState.ENDED, segments=_SEGMENTS),
                ],
            ),
            messages.Beacon(join=_TOKEN, playback=_PLAYBACK, clock_ms=0.0, heartbeats=[]),
        ),
    ),
    Message(
        name="subscribe",
        kind=messages.Subscribe,
        channels=(Channel.DASHBOARD,),
        from_client=True,
        examples=(messages.Subscribe(webinar=_WEBINAR), messages.Subscribe(webinar=_WEBINAR, key="lc_…")),
    ),
    Message(
        name="snapshot",
        kind=messages.Snapshot,
        channels=(Channel.DASHBOARD,),
        from_client=False,
        examples=(messages.Snapshot(epoch="5f0c2a", version=1, data=to_data(_state())),),
    ),
    Message(
        name="patch",
        kind=messages.Patch,
        channels=(Channel.DASHBOARD,),
        from_client=False,
        examples=(messages.Patch(epoch="5f0c2a", version=2, data={"now": {"playing": 4}}),),
    ),
    *(
        Message(
            name=name,
            kind=type(examples[0]),
            channels=(Channel.ROOM,),
            from_client=from_client,
            examples=examples,
        )
        for name, from_client, examples in room_examples(_TOKEN, _WEBINAR, _MEMBER, _STARTS_AT)
    ),
)
"""Every message, in the order in which a reader meets them."""


def payloads(template: str) -> tuple[dict[str, Json], Json]:
    """Return the schema of each message by its name, and the schemas that they share; ``template`` is the form of
    references to shared schemas."""
    kinds = [each.kind for each in MESSAGES]
    _, shared = msgspec.json.schema_components(
        [*kinds, Dashboard], schema_hook=schema_of_custom, ref_template=template
    )
    _mend(shared, template)
    named = {each.name: shared.pop(each.kind.__name__) for each in MESSAGES}
    for each in MESSAGES:
        named[each.name]["examples"] = [msgspec.json.decode(encode(example)) for example in each.examples]
    return _plain(named), _plain(shared)


def schema_file(name: str) -> Json:
    """Return one message's schema as a document of its own."""
    named, shared = payloads("#/$defs/{name}")
    schema = named[name]
    needed = _needed(schema, shared)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:latecomer:message:{name}",
        **schema,
        **({"$defs": {key: shared[key] for key in sorted(needed)}} if needed else {}),
    }


def _mend(shared: dict[str, Json], template: str) -> None:
    """Add to the schemas what the types cannot express: segments are judged one by one, and a snapshot's data contain
    no null."""
    segments = {
        "type": "array",
        "description": "Each is judged on its own; what is no segment is dropped as malformed.",
        "items": {
            "type": "array",
            "description": "[clock_from_ms, clock_to_ms, media_from_s, media_to_s]",
            "items": {"type": "number"},
            "minItems": 4,
            "maxItems": 4,
        },
    }
    for name in ("Heartbeat", "BeaconHeartbeat"):
        shared[name]["properties"]["segments"] = segments
    shared["Snapshot"]["properties"]["data"] = {"$ref": template.format(name="Dashboard")}
    shared["Patch"]["properties"]["data"] = {
        "type": "object",
        "description": "A JSON Merge Patch (RFC 7396) of the state; null takes a key away.",
    }
    activity = shared["Activity"]["properties"]
    activity["at"] = {"type": "string", "format": "date-time"}
    shared["Activity"]["required"].remove("name")  # needs the scope people
    for optional in ("status", "previous"):
        activity[optional] = {"$ref": template.format(name="Status")}


def _needed(schema: object, shared: Mapping[str, Json]) -> set[str]:
    """Return the names in ``shared`` that a schema refers to, directly or through others."""
    found: set[str] = set()
    waiting = [schema]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference)}:
                name = reference.rpartition("/")[2]
                if name not in found:
                    found.add(name)
                    waiting.append(shared[name])
            case dict(fields):
                waiting += fields.values()
            case list(items):
                waiting += items
            case _:
                pass
    return found


def _plain(value: dict[str, Json]) -> dict[str, Json]:
    """Convert a value to JSON and back, so that tuples, enums and ids look as they do in the written file."""
    plain: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(value))
    return plain
