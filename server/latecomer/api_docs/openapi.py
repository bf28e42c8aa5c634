"""The OpenAPI 3.1 document, made from the endpoints' declarations and the types of their bodies.

Source: OpenAPI Specification 3.1.1.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from latecomer import __version__
from latecomer.api_docs.uploads import upload_paths
from latecomer.api_docs.webhook_schemas import schema_file
from latecomer.automated.room.schemas import RoomBody, RoomRequest
from latecomer.events.types import DATA, EventType
from latecomer.http.auth import COOKIE, Scope
from latecomer.http.endpoint import Endpoint
from latecomer.http.error_codes import CODES, ROW_CODES
from latecomer.http.readiness import Readiness
from latecomer.http.wire import Problem, schema_of_custom
from latecomer.joining.schemas import ClickBody, JoinBody
from latecomer.vendors.registry import DEFINITIONS
from latecomer.watching.playback.rules.messages import Beacon

Json = dict[str, Any]

_TEMPLATE: Final = "#/components/schemas/{name}"

_INTRODUCTION: Final = """\
Latecomer counts who watches the recording of a webinar, exactly and live.

**Times** are RFC 3339 in UTC with `Z` and milliseconds; a time that comes in needs a zone. `_s` is seconds,
`_ms` milliseconds. **Fields** that are not known are refused. **Lists** come in pages: pass `next_cursor` on
as `cursor` until it is null. **Errors** are `application/problem+json` (RFC 9457) with a `code` that stays.

Send an API key as `Authorization: Bearer …`. A key has scopes: `read`, `people` (names), `links` (join links),
`write`, `refunds`, `privacy` (export and erase persons), `admin` (keys; implies the others). The sockets of
viewers and dashboards are described in `asyncapi.json`.
"""

_TAGS: Final = {
    "Webinars": "One event with one recording.",
    "Captions": "What is said in a recording, as text in several languages.",
    "Corrections": "What was stated by mistake, retracted: facts, imports, finishes.",
    "Members": "Persons in a webinar: their status, their join link, and what they watched.",
    "Persons": "Who they are, in whatever webinars.",
    "Campaigns": "What happens by itself when somebody attends, changes status or registers.",
    "Segments": "Saved filters: who is in them, and why.",
    "Dashboard": "Numbers, as they are now.",
    "Automated webinars": "What plays by itself: rundowns, take overs, hosts and presenters.",
    "Media": "Files that webinars play: uploaded by tus, converted, listed.",
    "Connections": "Vendors that push in or hear of it.",
    "Access": "API keys and signed-in browsers.",
    "Join link": "What the member's own page asks; the token in the address is the only key.",
    "Viewer": "What a player tells where websockets are blocked.",
    "Operating": "Health and metrics.",
    "Webhooks": "What Latecomer sends to the connections that want it, signed as Standard Webhooks says.",
}


def openapi(endpoints: Sequence[Endpoint]) -> Json:
    """Return the whole document as JSON values."""
    types: list[Any] = [
        Problem,
        JoinBody,
        ClickBody,
        RoomRequest,
        RoomBody,
        Readiness,
        Beacon,
        *DATA.values(),
    ]
    for endpoint in endpoints:
        types += [kind for kind in (endpoint.documented_body, endpoint.response) if _is_struct(kind)]
        if endpoint.query is not None:
            types.append(endpoint.query)
    _, components = msgspec.json.schema_components(
        types, schema_hook=schema_of_custom, ref_template=_TEMPLATE
    )
    _name_kinds(components)
    _require_what_all_see(components)
    _order_times(components)
    paths: dict[str, Json] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, components)
    for path, item in upload_paths().items():
        paths.setdefault(path, {}).update(item)
    paths.update(_pages())
    for endpoint in endpoints:
        if endpoint.query is not None:
            components.pop(endpoint.query.__name__, None)  # a query is told as parameters
    document = {
        "openapi": "3.1.1",
        "info": {
            "title": "Latecomer",
            "version": __version__,
            "description": _INTRODUCTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items()],
        "paths": paths,
        "webhooks": {str(kind): {"post": _webhook(kind)} for kind in EventType},
        "components": {
            "schemas": components,
            "responses": _problem_responses(),
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "An API key."},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": COOKIE,
                    "description": "A signed-in browser; changes need a same-origin Origin header.",
                },
            },
        },
        "x-codes": {code: {"status": each.status, "meaning": each.meaning} for code, each in CODES.items()},
        "x-row-codes": ROW_CODES,
    }
    # Through JSON, so that tuples, enums and ids are what a reader of the file sees.
    result: Json = msgspec.json.decode(msgspec.json.encode(document))
    _name_types_of_sets(result)
    return result


def _name_types_of_sets(node: Any) -> None:
    """Add ``type: string`` beside every ``enum`` of texts, in place: msgspec omits it, and tools expect it."""
    if isinstance(node, list):
        for each in node:
            _name_types_of_sets(each)
    elif isinstance(node, dict):
        values = node.get("enum")
        if (
            isinstance(values, list)
            and "type" not in node
            and all(isinstance(value, str) for value in values)
        ):
            node["type"] = "string"
        for each in node.values():
            _name_types_of_sets(each)


def _require_what_all_see(components: Mapping[str, Any]) -> None:
    """Remove from ``required``, in place, the fields that only callers with a further scope receive."""
    for schema in components.values():
        properties = schema.get("properties", {})
        if "required" in schema:
            schema["required"] = [name for name in schema["required"] if "x-scopes" not in properties[name]]


def _name_kinds(schema: Any) -> None:
    """Insert the list of connection kinds wherever a schema has a kind: only this module knows all kinds."""
    if isinstance(schema, list):
        for each in schema:
            _name_kinds(each)
    elif isinstance(schema, dict):
        if schema.pop("x-one-of", None) is not None:
            del schema["maxLength"]
            schema["enum"] = sorted(DEFINITIONS)
        for each in schema.values():
            _name_kinds(each)


_EXAMPLES: Final = {
    "opens_at": "2026-03-04T16:45:00.000Z",
    "ends_at": "2026-03-04T18:00:00.000Z",
    "finished_at": "2026-03-04T18:02:00.000Z",
    "closes_at": "2026-04-03T18:00:00.000Z",
    "expires_at": "2027-03-04T17:00:00.000Z",
}
"""Times beside those that have the example of every other time: a webinar sent as it stands ends after it starts."""


def _order_times(components: dict[str, Any]) -> None:
    """Give the time fields of a schema examples in chronological order."""
    for schema in components.values():
        for name, example in _EXAMPLES.items():
            told = schema.get("properties", {}).get(name, {})
            for each in (told, *told.get("anyOf", ())):
                if each.get("format") == "date-time":
                    each["examples"] = [example]


def _operation(endpoint: Endpoint, components: dict[str, Any]) -> Json:
    operation: Json = {
        "operationId": endpoint.handler.__name__,
        "summary": endpoint.summary,
        "description": " ".join(endpoint.description.split()),
        "tags": [endpoint.tag],
        "responses": _responses(endpoint),
        "security": [] if endpoint.public else [{"key": []}, {"session": []}],
    }
    if endpoint.scope is not None:
        operation["x-scope"] = endpoint.scope.value
    if endpoint.host is not None:
        operation["x-host"] = endpoint.host.value
    if endpoint.shows_people:
        operation["x-also"] = Scope.PEOPLE.value
    parameters = [*_path_parameters(endpoint), *_query_parameters(endpoint, components)]
    if parameters:
        operation["parameters"] = parameters
    if endpoint.documented_body is bytes:
        content = {media: {"schema": {"type": "string"}} for media in endpoint.takes if media}
        operation["requestBody"] = {"required": True, "content": content}
    elif endpoint.documented_body is not None:
        operation["requestBody"] = {"required": True, "content": _json(endpoint.documented_body)}
    return operation


def _webhook(kind: EventType) -> Json:
    file = schema_file(kind)
    body = {
        "type": "object",
        "properties": file["properties"] | {"data": {"$ref": _TEMPLATE.format(name=DATA[kind].__name__)}},
        "required": file["required"],
    }
    content = {"application/json": {"schema": body, "example": file["examples"][0]}}
    return {
        "operationId": "send_" + kind.replace(".", "_"),
        "summary": str(kind),
        "description": file["description"],
        "tags": ["Webhooks"],
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": "Taken. Anything else is sent again, with growing pauses."}},
    }


def _path_parameters(endpoint: Endpoint) -> Iterable[Json]:
    for name in endpoint.path_parameters:
        schema = {"type": "string"} if name in endpoint.path_texts else {"type": "string", "format": "uuid"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _query_parameters(endpoint: Endpoint, components: dict[str, Any]) -> Iterable[Json]:
    if endpoint.query is None:
        return
    schema = components[endpoint.query.__name__]
    for name, kind in schema["properties"].items():
        described = {key: value for key, value in kind.items() if key != "description"}
        parameter: Json = {"name": name, "in": "query", "required": False, "schema": described}
        if description := kind.get("description"):
            parameter["description"] = description
        yield parameter


def _responses(endpoint: Endpoint) -> Json:
    status = str(endpoint.status)
    responses: Json = {status: {"description": _answer(endpoint)}}
    if endpoint.produces is not None:
        if endpoint.response is None or not _is_struct(endpoint.response):
            schema: Json = {"type": "string" if endpoint.produces.startswith("text/") else "object"}
            if endpoint.produces == "application/zip":
                schema = {"type": "string", "format": "binary"}
            responses[status]["content"] = {endpoint.produces: {"schema": schema}}
        else:
            responses[status]["content"] = _json(endpoint.response)
    codes: dict[int, list[str]] = {}
    for code in _codes(endpoint):
        codes.setdefault(CODES[code].status, []).append(code)
    for problem_status, named in sorted(codes.items()):
        responses[str(problem_status)] = {
            "description": ", ".join(f"`{code}`" for code in named),
            "content": {"application/problem+json": {"schema": {"$ref": _TEMPLATE.format(name="Problem")}}},
        }
    responses["default"] = {"$ref": "#/components/responses/Problem"}
    return responses


def _answer(endpoint: Endpoint) -> str:
    if endpoint.produces is None:
        return "Done."
    if not _is_struct(endpoint.response):
        return "The file."
    return " ".join((inspect.getdoc(endpoint.response) or "").split())


def _codes(endpoint: Endpoint) -> list[str]:
    codes: list[str] = []
    if not endpoint.public:
        codes += ["not_signed_in", "too_many_requests"]
        codes += ["origin_not_allowed"] if endpoint.method != "GET" else []
        codes += ["missing_scope"] if endpoint.scope is not None else []
    if endpoint.body is not None:
        codes += ["body_too_large", "unsupported_media_type", "unsupported_encoding"]
        codes += (
            []
            if endpoint.body is bytes
            else ["malformed_json", "unknown_field", "missing_field", "wrong_type", "invalid_characters"]
        )
    elif endpoint.query is not None:
        codes += ["unknown_field", "out_of_range"]
    return list(dict.fromkeys([*codes, *endpoint.errors]))


def _problem_responses() -> Json:
    schema = {"$ref": _TEMPLATE.format(name="Problem")}
    return {
        "Problem": {
            "description": "Any other problem; its `code` says which.",
            "content": {"application/problem+json": {"schema": schema}},
        }
    }


def _json(kind: type) -> Json:
    return {"application/json": {"schema": {"$ref": _TEMPLATE.format(name=kind.__name__)}}}


def _is_struct(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _pages() -> dict[str, Json]:
    """Return the paths outside /api/v1 that programs call as well."""
    token = [
        {"name": "token", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 512}}
    ]
    problems = {
        "403": {"$ref": "#/components/responses/Problem"},
        "404": {"$ref": "#/components/responses/Problem"},
        "410": {"$ref": "#/components/responses/Problem"},
    }

    def answer(kind: type, description: str) -> Json:
        return {"description": description, "content": _json(kind)}

    def operation(
        name: str, summary: str, tag: str, responses: Json, parameters: list[Json] | None = None
    ) -> Json:
        made: Json = {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "security": [],
            "responses": responses,
        }
        return made | ({"parameters": parameters} if parameters else {})

    ready = {
        "200": answer(Readiness, "Viewers can be counted."),
        "503": answer(Readiness, "Viewers cannot be counted now."),
    }
    text = {
        "200": {"description": "Prometheus text.", "content": {"text/plain": {"schema": {"type": "string"}}}}
    }
    file = {"200": {"description": "RFC 5545.", "content": {"text/calendar": {"schema": {"type": "string"}}}}}
    page = answer(JoinBody, "What the page shows; the page itself without `Accept: application/json`.")
    return {
        "/j/{token}": {
            "get": operation("join", "Open a join link", "Join link", {"200": page} | problems, token)
        },
        "/j/{token}/click": {
            "post": operation(
                "click",
                "Confirm a click",
                "Join link",
                {"200": answer(ClickBody, "Recorded; where to go now.")} | problems,
                token,
            )
        },
        "/j/{token}/room": {
            "post": operation(
                "room",
                "Ask the room of an automated webinar",
                "Join link",
                {"200": answer(RoomBody, "The answers, in the order of the messages, and what is on air.")}
                | problems,
                token,
            )
            | {"requestBody": {"required": True, "content": _json(RoomRequest)}}
        },
        "/j/{token}/calendar.ics": {
            "get": operation(
                "calendar", "Get the event as a calendar file", "Join link", file | problems, token
            )
        },
        "/healthz": {
            "get": operation("healthz", "Is it alive?", "Operating", {"200": {"description": "Yes."}})
        },
        "/readyz": {"get": operation("readyz", "Can viewers be counted?", "Operating", ready)},
        "/metrics": {
            "get": operation("metrics", "Prometheus metrics", "Operating", text)
            | {"security": [{"key": []}], "x-scope": Scope.READ.value}
        },
    }
