"""A strict HubSpot: unknown fields and events refused, every key required, a real rate limit, partial success."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import unquote

import msgspec
from aiohttp import web

TOKEN: Final = "pat-na1-11111111-2222-3333-4444-555555555555"
PREFIX: Final = "/marketing/v3/marketing-events"
CUSTOM_EVENT: Final = "pe123_watched_on_demand"
CUSTOM_PROPERTIES: Final = frozenset(("webinar", "moment", "watch_seconds", "watch_date"))
_EVENT_FIELDS: Final = {
    "externalAccountId",
    "externalEventId",
    "eventName",
    "eventOrganizer",
    "customProperties",
}
_EVENT_MORE: Final = {
    "startDateTime",
    "endDateTime",
    "eventType",
    "eventUrl",
    "eventDescription",
    "eventCancelled",
}
_RECORD_FIELDS: Final = {"email", "interactionDateTime", "properties", "contactProperties"}
_CONTACT_FIELDS: Final = {"firstname", "lastname"}
_STATES: Final = {"register": "REGISTERED", "attend": "ATTENDED", "cancel": "CANCELLED"}


class _Refused(Exception):
    def __init__(self, status: int, category: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "status": "error",
            "category": category,
            "message": message,
            "correlationId": "a3f1",
            **more,
        }
        self.headers: dict[str, str] = {}


@dataclass
class HubSpot:
    """The state of one account; times are the wall clock's."""

    url: str = ""
    prefix: str = PREFIX
    token: str = TOKEN
    scopes: bool = True
    list_scopes: bool = True
    """The app's scopes for contacts and lists."""
    lists: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    """By id: MANUAL, SNAPSHOT or DYNAMIC, and the ids of contacts on it."""
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    upserts: int = 0
    contacts: dict[str, dict[str, str]] = field(default_factory=dict)
    participations: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    """By event and email: state, and the properties of the last attendance."""
    history: list[tuple[str, str, str]] = field(default_factory=list)
    """Event, email and action in the order in which they were told."""
    completed: dict[str, dict[str, str]] = field(default_factory=dict)
    custom: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By uuid: a second one with the same uuid is taken and changes nothing."""
    repeated: int = 0
    quota: int = 190
    window_s: float = 10.0
    calls: list[tuple[float, str]] = field(default_factory=list)
    troubles: deque[web.Response] = field(default_factory=deque)
    """The results of the next calls."""
    swallow: set[str] = field(default_factory=set)
    """Ends of paths that are done, but whose answer never comes, once."""
    partial: bool = True
    """Bad records among good ones are answered with 207; else they spoil the whole call with 400."""

    def paths(self) -> list[str]:
        """Return the calls in order."""
        return [path for _, path in self.calls]

    def states(self, event: str) -> dict[str, str]:
        """Return the participants with their states: after the end, a registrant that did not come is a no-show."""
        ended = event in self.completed
        return {
            email: "NO_SHOW" if ended and each["state"] == "REGISTERED" else each["state"]
            for (of, email), each in self.participations.items()
            if of == event
        }

    async def handle(self, request: web.Request) -> web.Response:
        now = time.monotonic()
        self.calls.append((now, request.path))
        try:
            if self.troubles:
                return self.troubles.popleft()
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                raise _Refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")  # noqa: TRY301
            if not self.scopes:
                raise _Refused(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes")  # noqa: TRY301
            if sum(at > now - self.window_s for at, _ in self.calls) > self.quota:
                raise _rate()
            status, found = await self._route(request)
        except _Refused as refused:
            return web.json_response(refused.body, status=refused.status, headers=refused.headers)
        if ended := next((end for end in self.swallow if request.path.endswith(end)), None):
            self.swallow.discard(ended)
            await asyncio.sleep(3600)
        return web.json_response(found, status=status) if found is not None else web.Response(status=status)

    async def _route(self, request: web.Request) -> tuple[int, Any]:
        if (request.method, request.path) == ("POST", "/events/v3/send"):
            self._send(await _body(request, {"eventName", "email", "occurredAt", "uuid", "properties"}))
            return 204, None
        if request.path.startswith("/crm/v3/"):
            return await self._crm(request)
        path = request.rel_url.raw_path.removeprefix(self.prefix)
        if path == request.rel_url.raw_path:
            raise _Refused(404, "OBJECT_NOT_FOUND", "resource not found")
        match (request.method, [unquote(part) for part in path.split("/")[1:]]):
            case "POST", ["events", "upsert"]:
                return 200, self._upsert(await _body(request, {"inputs"}))
            case method, ["events", event, *rest] if (method, rest) in (("GET", []), ("POST", ["complete"])):
                known = self._event(request, event)
                if method == "POST":
                    body = await _body(request, {"startDateTime", "endDateTime"})
                    _later(body["startDateTime"], body["endDateTime"])
                    self.completed[event] = body
                return 200, known
            case "POST", ["attendance", event, action, "email-create"] if action in _STATES:
                self._event(request, event)
                return self._attendance(event, action, await _body(request, {"inputs"}))
        raise _Refused(404, "OBJECT_NOT_FOUND", "resource not found")

    def on(self, list_id: str) -> list[str]:
        """The emails on a list."""
        return sorted(email for email in self.contacts if self._id(email) in self.lists[list_id][1])

    def _id(self, email: str) -> str:
        return str(501 + list(self.contacts).index(email))

    async def _crm(self, request: web.Request) -> tuple[int, Any]:
        if not self.list_scopes:
            raise _Refused(403, "MISSING_SCOPES", "This app hasn't been granted all required scopes")
        match (request.method, request.path.split("/")[3:]):
            case "POST", ["objects", "contacts", "batch", "read"]:
                return self._found(await _body(request, {"idProperty", "properties", "inputs"}))
            case "POST", ["objects", "contacts", "batch", "upsert"]:
                return self._upserted(await _body(request, {"inputs"}))
            case "PUT", ["lists", list_id, "memberships", ("add" | "remove") as change]:
                return self._change(list_id, change, await _json(request))
        raise _Refused(404, "OBJECT_NOT_FOUND", "resource not found")

    def _found(self, body: Mapping[str, Any]) -> tuple[int, Any]:
        if body["idProperty"] != "email" or body["properties"] != ["email"]:
            raise _invalid("idProperty")
        emails = [row["id"] for row in _rows(body) if set(row) == {"id"}]
        missing = [each for each in emails if each not in self.contacts]
        found = {
            "status": "COMPLETE",
            "results": [self._contact(each) for each in emails if each not in missing],
        }
        if not missing:
            return 200, found
        error = {
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": "Could not get some contacts",
            "context": {"ids": missing},
        }
        return 207, found | {"numErrors": 1, "errors": [error]}

    def _upserted(self, body: Mapping[str, Any]) -> tuple[int, Any]:
        rows = _rows(body)
        for row in rows:
            properties = row["properties"]
            if (
                set(row) - {"objectWriteTraceId"} != {"id", "idProperty", "properties"}
                or row["idProperty"] != "email"
            ):
                raise _invalid(f"fields {sorted(row)}")
            if set(properties) - _CONTACT_FIELDS != {"email"} or properties["email"] != row["id"]:
                raise _invalid("properties")
            if "@" not in row["id"]:
                raise _invalid(f"Email address {row['id']} is invalid")
        for row in rows:
            self.contacts.setdefault(row["id"], {}).update(row["properties"])
        results = [self._contact(row["id"]) | {"new": True} for row in rows]
        return 200, {"status": "COMPLETE", "results": results}

    def _contact(self, email: str) -> dict[str, Any]:
        return {"id": self._id(email), "properties": {"email": email}, "archived": False}

    def _change(self, list_id: str, change: str, ids: Any) -> tuple[int, Any]:
        if not isinstance(ids, list) or not ids or not all(isinstance(each, str) for each in ids):
            raise _invalid("an array of ids as text")
        kind, members = self.lists.get(list_id, ("", set()))
        if not kind:
            raise _Refused(404, "OBJECT_NOT_FOUND", f"List does not exist with ID {list_id}")
        if kind == "DYNAMIC":
            raise _Refused(400, "VALIDATION_ERROR", "Memberships of a DYNAMIC list cannot be changed")
        known = {self._id(email) for email in self.contacts}
        changed = set(ids) & known & (known - members if change == "add" else members)
        members ^= changed
        missing = [each for each in ids if each not in known]
        done = {"recordsIdsAdded": [], "recordIdsRemoved": [], "recordIdsMissing": missing}
        name = "recordsIdsAdded" if change == "add" else "recordIdsRemoved"
        return 200, done | {name: sorted(changed)}

    def _event(self, request: web.Request, event: str) -> dict[str, Any]:
        known = self.events.get(event)
        if known is None or dict(request.query) != {"externalAccountId": known["externalAccountId"]}:
            raise _Refused(404, "OBJECT_NOT_FOUND", f"No marketing event {event}")
        return known

    def _upsert(self, body: Mapping[str, Any]) -> dict[str, Any]:
        for row in _rows(body):
            if not _EVENT_FIELDS <= set(row) <= _EVENT_FIELDS | _EVENT_MORE:
                raise _invalid(f"fields {sorted(row)}")
            if not all(
                isinstance(row[name], str) and row[name] for name in _EVENT_FIELDS - {"customProperties"}
            ):
                raise _invalid("empty")
            _later(row["startDateTime"], row["endDateTime"])
            self.upserts += 1
            self.events[row["externalEventId"]] = row
        return {"status": "COMPLETE", "results": body["inputs"], "startedAt": "…", "completedAt": "…"}

    def _attendance(self, event: str, action: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        rows = _rows(body)
        if len({row.get("email") for row in rows}) < len(rows):
            raise _invalid("the same email twice")
        good: list[dict[str, Any]] = []
        bad: list[dict[str, Any]] = []
        for row in rows:
            if set(row) != _RECORD_FIELDS or type(row["interactionDateTime"]) is not int:
                raise _invalid(f"Some required fields were not set: {sorted(row)}")
            if not 10**12 < row["interactionDateTime"] < 10**13:
                raise _invalid("interactionDateTime is in milliseconds")
            if set(row["properties"]) - ({"joinedAt", "leftAt"} if action == "attend" else set()):
                raise _invalid("properties")
            for at in row["properties"].values():
                datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").astimezone()
            if set(row["contactProperties"]) - _CONTACT_FIELDS or not all(row["contactProperties"].values()):
                raise _invalid("contactProperties")
            (good if "@" in row["email"] else bad).append(row)
        if bad and not self.partial:
            raise _invalid("Email address is invalid")
        results = [self._record(event, action, row) for row in good]
        done = {"status": "COMPLETE", "results": results, "startedAt": "…", "completedAt": "…"}
        if not bad:
            return 200, done
        errors = [
            {
                "status": "error",
                "category": "VALIDATION_ERROR",
                "message": "Email address is invalid",
                "context": {"email": [row["email"]]},
            }
            for row in bad
        ]
        return 207, done | {"numErrors": len(errors), "errors": errors}

    def _record(self, event: str, action: str, row: Mapping[str, Any]) -> dict[str, Any]:
        email = row["email"]
        self.contacts.setdefault(email, dict(row["contactProperties"]))  # one that is known stays as it is
        self.history.append((event, email, action))
        self.participations[event, email] = {
            "state": _STATES[action],
            "at": row["interactionDateTime"],
        } | row["properties"]
        return {"email": email, "vid": list(self.contacts).index(email) + 1}

    def _send(self, body: Mapping[str, Any]) -> None:
        datetime.strptime(body["occurredAt"], "%Y-%m-%dT%H:%M:%SZ").astimezone()
        if body["eventName"] != CUSTOM_EVENT:
            raise _Refused(404, "OBJECT_NOT_FOUND", f"No event type {body['eventName']}")
        properties = body["properties"]
        if set(properties) - CUSTOM_PROPERTIES or not all(
            isinstance(each, str) for each in properties.values()
        ):
            raise _invalid(f"properties {sorted(properties)}")
        if body["uuid"] in self.custom:
            self.repeated += 1
        else:
            self.custom[body["uuid"]] = dict(body)


def _rate() -> _Refused:
    refused = _Refused(
        429,
        "RATE_LIMITS",
        "You have reached your ten_secondly_rolling limit.",
        policyName="TEN_SECONDLY_ROLLING",
    )
    refused.headers = {"X-HubSpot-RateLimit-Remaining": "0", "X-HubSpot-RateLimit-Daily-Remaining": "249000"}
    return refused


def _invalid(message: str) -> _Refused:
    return _Refused(400, "VALIDATION_ERROR", f"Invalid input JSON: {message}")


def _later(starts: str, ends: str) -> None:
    if datetime.fromisoformat(starts) >= datetime.fromisoformat(ends):
        raise _invalid("endDateTime")


async def _json(request: web.Request) -> Any:
    if request.content_type != "application/json":
        raise _Refused(415, "VALIDATION_ERROR", "media type")
    return msgspec.json.decode(await request.read())


async def _body(request: web.Request, fields: set[str]) -> dict[str, Any]:
    body: dict[str, Any] = await _json(request)
    if set(body) != fields:
        raise _invalid(f"fields {sorted(body)}")
    return body


def _rows(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = body["inputs"]
    if not 0 < len(rows) <= 100:
        raise _invalid("inputs")
    return list(rows)


@asynccontextmanager
async def running_hubspot() -> AsyncIterator[HubSpot]:
    """An account on a free port of 127.0.0.1."""
    hubspot = HubSpot()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", hubspot.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    hubspot.url = f"http://127.0.0.1:{port}"
    try:
        yield hubspot
    finally:
        await runner.cleanup()
