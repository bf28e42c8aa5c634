"""The AsyncAPI 3.0 document of the three sockets, made from the types of their messages.

Source: AsyncAPI Specification 3.0.0; docs/protocol.md, Viewer, Dashboard and Room.
"""

from __future__ import annotations

import inspect
from typing import Any, Final

from latecomer import __version__
from latecomer.api_docs.message_schemas import MESSAGES, Channel, Message, payloads
from latecomer.automated.room.protocol import ROOM_SUBPROTOCOL
from latecomer.http.close_codes import CloseCode
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL, PLAYBACK_SUBPROTOCOL

Json = dict[str, Any]

_INTRODUCTION: Final = """\
Three websockets, JSON in text frames. Viewers tell what they played and are told when it is counted and durable;
dashboards are told the numbers of a webinar and then what changes; a room tells everybody in it what is on air, the
chat and the polls. Fields that are not known are ignored. A close code
from 4000 to 4499 asks the client to come back later, one from 4500 on not to. docs/protocol.md explains the whole.
"""

_SOCKETS: Final = {
    Channel.PLAYBACK: (
        "playback",
        PLAYBACK_SUBPROTOCOL,
        "One playback of one member. The client says hello within 10 seconds; frames have at most 16 KiB.",
    ),
    Channel.DASHBOARD: (
        "dashboard",
        DASHBOARD_SUBPROTOCOL,
        "The live numbers of one webinar, for an API key or a signed-in browser with the scope read.",
    ),
    Channel.ROOM: (
        "room",
        ROOM_SUBPROTOCOL,
        "The room of an automated webinar, for viewers, presenters, hosts and signed-in operators. The client says "
        "hello within 10 seconds; frames have at most 16 KiB.",
    ),
}

CLOSE_CODES: Final = {
    CloseCode.TOO_SLOW: "the client takes messages too slowly, or the server cannot count now: come back later",
    CloseCode.SHUTTING_DOWN: "the server is shutting down: come back",
    CloseCode.GAVE_UP_UNACKED: "heartbeats could not be counted: come back and send them again",
    CloseCode.REPLACED: "a newer connection of the same playback has taken over",
    CloseCode.CLOCK_MOVED: "the playback's clock has moved: come back under a new playback id",
    CloseCode.TOO_EARLY: "the room is not open yet",
    CloseCode.TOO_MANY_PLAYBACKS: "the member has ten playbacks, or ten rooms, open",
    CloseCode.BAD_HELLO: "the first message is no hello (or no subscription)",
    CloseCode.UNKNOWN_TOKEN: "the join link is unknown or revoked",
    CloseCode.PROTOCOL_VIOLATION: "the client broke the protocol",
    CloseCode.WINDOW_CLOSED: "the 30 days on demand are over",
    CloseCode.NOT_REGISTERED: "the member is not registered yet",
    CloseCode.NOT_ALLOWED: "no key or session with the scope read",
    CloseCode.UNKNOWN_WEBINAR: "there is no such webinar, or it has no room",
    CloseCode.ORIGIN_NOT_ALLOWED: "the page's origin may not carry the viewer script",
    CloseCode.EVENT_CANCELLED: "the event does not take place",
}
"""The meaning of each close code."""


def asyncapi() -> Json:
    """Return the whole document as JSON values."""
    named, shared = payloads("#/components/schemas/{name}")
    told = [each for each in MESSAGES if Channel.BEACON not in each.channels]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Latecomer",
            "version": __version__,
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {name: _channel(channel) for channel, (name, _, _) in _SOCKETS.items()},
        "operations": _operations(),
        "components": {
            "messages": {each.name: _message(each, named[each.name]) for each in told},
            "schemas": shared,
        },
        "x-close-codes": {int(code): meaning for code, meaning in CLOSE_CODES.items()},
    }


def _channel(channel: Channel) -> Json:
    _, subprotocol, description = _SOCKETS[channel]
    return {
        "address": channel.value,
        "description": description,
        "messages": {
            each.name: {"$ref": f"#/components/messages/{each.name}"}
            for each in MESSAGES
            if channel in each.channels
        },
        "bindings": {
            "ws": {
                "method": "GET",
                "headers": {
                    "type": "object",
                    "properties": {"Sec-WebSocket-Protocol": {"type": "string", "const": subprotocol}},
                },
            }
        },
    }


def _operations() -> Json:
    """Describe the server's operations: it receives the messages that clients send, and sends the rest."""
    operations: Json = {}
    for channel, (name, _, _) in _SOCKETS.items():
        for from_client, verb, action in ((True, "take", "receive"), (False, "tell", "send")):
            operations[f"{verb}_{name}"] = {
                "action": action,
                "channel": {"$ref": f"#/channels/{name}"},
                "messages": [
                    {"$ref": f"#/channels/{name}/messages/{each.name}"}
                    for each in MESSAGES
                    if channel in each.channels and each.from_client is from_client
                ],
            }
    return operations


def _message(message: Message, payload: Json) -> Json:
    examples = payload.pop("examples")
    return {
        "name": message.name,
        "summary": " ".join((inspect.getdoc(message.kind) or "").split()),
        "payload": payload,
        "examples": [{"payload": example} for example in examples],
    }
