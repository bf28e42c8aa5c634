"""A strict Zoom REST API: tokens that expire, scopes, limits a second and a day, pages, ids encoded twice."""

from __future__ import annotations

import time
from base64 import b64encode
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote

import msgspec
from aiohttp import web

ACCOUNT: Final = "AbC123"
CLIENT_ID: Final = "cl13nt"
CLIENT_SECRET: Final = "s3cr3t/with:signs"
WEBINAR: Final = "98765432109"
UUID: Final = "/k3Yx+Q0p7T//2mV1s8=="
"""As awkward as Zoom's may be."""
SCOPES: Final = (
    "webinar:read:webinar:admin",
    "webinar:read:list_registrants:admin",
    "webinar:read:list_registration_questions:admin",
    "webinar:write:registrant:admin",
    "webinar:read:list_past_instances:admin",
    "webinar:read:list_absentees:admin",
    "report:read:webinar:admin",
    "report:read:list_webinar_participants:admin",
    "cloud_recording:read:recording_analytics_details:admin",
)
_FIELDS: Final = frozenset(
    (
        "email",
        "first_name",
        "last_name",
        "phone",
        "org",
        "job_title",
        "industry",
        "address",
        "city",
        "state",
        "zip",
        "country",
        "custom_questions",
    )
)
_ADDS_A_DAY: Final = 3
_MIDNIGHT: Final = "2026-03-05T00:00:00Z"


class _Refused(Exception):
    def __init__(self, status: int, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "message": message, **more.get("body", {})}
        self.headers: dict[str, str] = more.get("headers", {})


@dataclass
class Occurrence:
    """An occurrence that is over; without a report yet where ``end_time`` is None."""

    uuid: str = UUID
    start_time: str = "2026-03-04T16:00:00Z"
    end_time: str | None = "2026-03-04T17:00:00Z"
    participants: list[dict[str, Any]] = field(default_factory=list)
    absentees: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] | None = None
    """None: there is no recording."""


@dataclass
class ZoomRest:
    """The state of one account with one webinar."""

    url: str = ""
    secret: str = CLIENT_SECRET
    scopes: tuple[str, ...] = SCOPES
    life_s: int = 3600
    tokens: dict[str, float] = field(default_factory=dict)
    fetched: int = 0
    approval_type: int = 0
    host: str = "h0sT"
    questions: list[dict[str, Any]] = field(default_factory=list)
    registrants: list[dict[str, Any]] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    adds: Counter[str] = field(default_factory=Counter)
    page_most: int = 300
    per_s: int = 30
    says_status: bool = True
    endless: str | None = None
    """The list whose next page is always the same one."""
    calls: list[tuple[float, str, str]] = field(default_factory=list)
    troubles: deque[web.Response | None] = field(default_factory=deque)
    """The answers to the next calls; None: the usual one."""
    token_troubles: deque[web.Response] = field(default_factory=deque)

    def paths(self) -> list[str]:
        """Return the calls in order."""
        return [f"{method} {path}" for _, method, path in self.calls]

    def expire(self) -> None:
        """Every token is over now."""
        self.tokens = dict.fromkeys(self.tokens, 0.0)

    async def token(self, request: web.Request) -> web.StreamResponse:
        self.fetched += 1
        if self.token_troubles:
            return self.token_troubles.popleft()
        if dict(request.query) != {"grant_type": "account_credentials", "account_id": ACCOUNT}:
            return web.json_response({"reason": "Bad Request", "error": "invalid_request"}, status=400)
        given = b64encode(f"{CLIENT_ID}:{self.secret}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {given}":
            said = {"reason": "Invalid client_id or client_secret", "error": "invalid_client"}
            return web.json_response(said, status=400)
        token = f"eyJ.zoom-{self.fetched}"
        self.tokens[token] = time.monotonic() + self.life_s
        return web.json_response(
            {
                "access_token": token,
                "token_type": "bearer",
                "expires_in": self.life_s,
                "scope": " ".join(self.scopes),
                "api_url": "https://api.zoom.us",
            }
        )

    async def handle(self, request: web.Request) -> web.StreamResponse:
        now = time.monotonic()
        path = unquote(request.rel_url.raw_path).removeprefix("/v2/")  # as a gateway does before it routes
        self.calls.append((now, request.method, path))
        try:
            if self.troubles and (trouble := self.troubles.popleft()) is not None:
                return trouble
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or token not in self.tokens:
                raise _Refused(401, 124, "Invalid access token.")  # noqa: TRY301
            if now >= self.tokens[token]:
                raise _Refused(401, 124, "Access token is expired.")  # noqa: TRY301
            if sum(at > now - 1 for at, _, _ in self.calls) > self.per_s:
                said = "You have reached the maximum per-second rate limit for this API. Try again later."
                raise _Refused(429, 429, said, headers={"X-RateLimit-Type": "QPS"})  # noqa: TRY301
            status, body = await self._route(request, [unquote(part) for part in path.split("/")])
        except _Refused as refused:
            return web.json_response(refused.body, status=refused.status, headers=refused.headers)
        return web.json_response(body, status=status)

    async def _route(self, request: web.Request, parts: Sequence[str]) -> tuple[int, dict[str, Any]]:  # noqa: PLR0911
        query = dict(request.query)
        match request.method, parts:
            case "GET", ["webinars", webinar]:
                self._want("webinar:read:webinar", webinar, query, set())
                settings = {"approval_type": self.approval_type}
                return 200, {"id": int(WEBINAR), "host_id": self.host, "settings": settings}
            case "GET", ["webinars", webinar, "registrants", "questions"]:
                self._want("webinar:read:list_registration_questions", webinar, query, set())
                return 200, {"questions": [], "custom_questions": self.questions}
            case "GET", ["webinars", webinar, "registrants"]:
                self._want("webinar:read:list_registrants", webinar, query, {"status"})
                if query["status"] not in {"approved", "pending", "denied"}:
                    raise _Refused(400, 300, "Validation Failed.")
                rows = [each for each in self.registrants if each["status"] == query["status"]]
                return 200, self._page("registrants", rows, query)
            case "POST", ["webinars", webinar, "registrants"]:
                self._want("webinar:write:registrant", webinar, query, set())
                return 201, self._register(await _body(request))
            case "GET", ["past_webinars", webinar, "instances"]:
                self._want("webinar:read:list_past_instances", webinar, query, set())
                known = [{"uuid": each.uuid, "start_time": each.start_time} for each in self.occurrences]
                return 200, {"webinars": known}
        # A uuid with slashes that was encoded once has fallen apart into more parts, and is unknown.
        match request.method, parts:
            case "GET", ["report", "webinars", uuid]:
                found = self._occurrence("report:read:webinar", uuid)
                if found.end_time is None:
                    raise _Refused(404, 3001, "This webinar report is not available.")
                times = {"start_time": found.start_time, "end_time": found.end_time}
                return 200, {"uuid": uuid, "id": int(WEBINAR), "type": 5, **times}
            case "GET", ["report", "webinars", uuid, "participants"]:
                found = self._occurrence("report:read:list_webinar_participants", uuid)
                rows = found.participants
                if query.pop("include_fields", None) != "registrant_id":
                    rows = [{name: row[name] for name in row if name != "registrant_id"} for row in rows]
                return 200, self._page("participants", rows, query)
            case "GET", ["past_webinars", uuid, "absentees"]:
                found = self._occurrence("webinar:read:list_absentees", uuid)
                return 200, self._page("registrants", found.absentees, query)
            case "GET", ["meetings", uuid, "recordings", "analytics_details"]:
                found = self._occurrence("cloud_recording:read", uuid)
                first, last = date.fromisoformat(query.pop("from")), date.fromisoformat(query.pop("to"))
                if query.pop("type") != "by_view" or not timedelta() <= last - first <= timedelta(days=30):
                    raise _Refused(400, 300, "Validation Failed.")
                if found.views is None:
                    raise _Refused(404, 3301, "There is no recording for this meeting.")
                rows = [
                    each
                    for each in found.views
                    if first <= datetime.fromisoformat(each["date_time"]).date() <= last
                ]
                return 200, self._page("analytics_details", rows, query)
        raise _Refused(404, 2300, "This API endpoint is not recognized.")

    def _want(self, scope: str, webinar: str, query: Mapping[str, str], known: set[str]) -> None:
        self._scope(scope)
        if webinar != WEBINAR:
            raise _Refused(404, 3001, f"Webinar does not exist: {webinar}.")
        if unknown := query.keys() - known - {"page_size", "next_page_token"}:
            raise _Refused(400, 300, f"Unknown parameters: {unknown}.")

    def _scope(self, scope: str) -> None:
        if not any(each.startswith(scope) for each in self.scopes):
            raise _Refused(400, 4711, f"Invalid access token, does not contain scopes:[{scope}:admin].")

    def _occurrence(self, scope: str, uuid: str) -> Occurrence:
        self._scope(scope)
        for each in self.occurrences:
            if each.uuid == uuid:
                return each
        raise _Refused(404, 3001, f"Webinar does not exist: {uuid}.")

    def _page(self, name: str, rows: Sequence[Any], query: Mapping[str, str]) -> dict[str, Any]:
        if not 0 < int(query["page_size"]) <= 300:
            raise _Refused(400, 300, "Validation Failed.")
        size, asked = min(int(query["page_size"]), self.page_most), query.get("next_page_token", "")
        start = 0
        if asked:
            what, _, text = asked.partition("+/")
            if what != name or not text.isdigit():
                raise _Refused(400, 300, "The next page token is invalid.")
            start = int(text)
        more = start + size < len(rows)
        following = f"{name}+/{start + size}" if more else ""
        if self.endless == name:
            following, start = f"{name}+/{len(self.calls)}", 0
        return {
            "page_size": size,
            "total_records": len(rows),
            "next_page_token": following,
            name: list(rows[start : start + size]),
        }

    def _register(self, body: Mapping[str, Any]) -> dict[str, Any]:
        wrong = [{"field": name, "message": "Unknown field."} for name in body.keys() - _FIELDS]
        wrong += [
            {"field": name, "message": "This field is required."}
            for name in ("email", "first_name")
            if not body.get(name)
        ]
        if "@" not in body.get("email", "@") or len(body.get("first_name", "")) > 64:
            wrong.append({"field": "email", "message": "Invalid field."})
        if len(body.get("country", "ES")) != 2:
            wrong.append({"field": "country", "message": "Invalid country."})
        answers = {each["title"]: each["value"] for each in body.get("custom_questions", ())}
        known = {each["title"]: each for each in self.questions}
        wrong += [{"field": title, "message": "No such question."} for title in answers.keys() - known.keys()]
        wrong += [
            {"field": title, "message": "Answer this question."}
            for title, question in known.items()
            if question.get("required") and not answers.get(title)
        ]
        if wrong:
            raise _Refused(400, 300, "Validation Failed.", body={"errors": wrong})
        email = body["email"].casefold()
        if self.adds[email] >= _ADDS_A_DAY:
            said = f"You have exceeded the daily rate limit of (3) API requests for the registrant ({email})."
            headers = {"Retry-After": _MIDNIGHT, "X-RateLimit-Type": "Daily-limit"}
            raise _Refused(429, 429, said, headers=headers)
        self.adds[email] += 1
        found = next((each for each in self.registrants if each["email"].casefold() == email), None)
        if found is None:
            found = {
                **body,
                "id": f"rEg{len(self.registrants) + 1}",
                "status": "pending" if self.approval_type == 1 else "approved",
                "create_time": "2026-03-01T10:00:00Z",
            }
            found["join_url"] = f"https://example.zoom.us/w/{WEBINAR}?tk={found['id']}"
            self.registrants.append(found)
        answer = {"id": int(WEBINAR), "registrant_id": found["id"], "topic": "Composting"}
        if found["status"] == "approved":
            answer["join_url"] = found["join_url"]
        return answer | ({"status": found["status"]} if self.says_status else {})


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise _Refused(415, 415, "Unsupported media type.")
    found: dict[str, Any] = msgspec.json.decode(await request.read())
    return found


@asynccontextmanager
async def running_zoom() -> AsyncIterator[ZoomRest]:
    """An account on a free port of 127.0.0.1."""
    zoom = ZoomRest()
    app = web.Application()
    app.router.add_post("/oauth/token", zoom.token)
    app.router.add_route("*", "/v2/{rest:.*}", zoom.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    zoom.url = f"http://127.0.0.1:{port}"
    try:
        yield zoom
    finally:
        await runner.cleanup()
