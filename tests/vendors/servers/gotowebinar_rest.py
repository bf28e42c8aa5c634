"""A strict GoToWebinar REST API: refresh tokens that may rotate, 10 calls a second, pages, keys beyond 2^53, 409."""

from __future__ import annotations

import time
from base64 import b64encode
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from aiohttp import web

CLIENT_ID: Final = "9b5c-client"
CLIENT_SECRET: Final = "3nabO10IA2agcvG+9I9TGEQ=="
REFRESH: Final = "eyJraWQ.refresh-0"
ORGANIZER: Final = "8439885694023999999"
WEBINAR: Final = "4811111111111111111"
FIRST_KEY: Final = 7_712_345_678_901_234_567
"""More digits than a float can tell apart."""
_REQUIRED: Final = frozenset(("firstName", "lastName", "email"))
_FIELDS: Final = _REQUIRED | frozenset(
    ("source", "address", "city", "state", "zipCode", "country", "phone", "organization", "jobTitle")
)
_MORE_FIELDS: Final = frozenset(("questionsAndComments", "industry", "numberOfEmployees", "responses"))


class _Refused(Exception):
    def __init__(self, status: int, code: str, description: str, **more: Any) -> None:
        super().__init__(code)
        self.status = status
        self.body = {"errorCode": code, "description": description, "incident": "1234", **more}


@dataclass
class GoToRest:
    """The state of one organizer with one webinar."""

    url: str = ""
    refresh_tokens: set[str] = field(default_factory=lambda: {REFRESH})
    rotates: bool = False
    life_s: int = 3600
    tokens: dict[str, float] = field(default_factory=dict)
    fetched: int = 0
    per_s: int = 10
    page_most: int = 200
    approval: str = "APPROVED"
    tells_key: bool = True
    """True when 409 names the registrant."""
    endless: str | None = None
    questions: list[dict[str, Any]] = field(default_factory=list)
    registrants: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    attendees: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[float, str, str]] = field(default_factory=list)
    troubles: deque[web.Response | None] = field(default_factory=deque)
    token_troubles: deque[web.Response] = field(default_factory=deque)

    def paths(self) -> list[str]:
        """Return the calls in order, below the webinar."""
        return [f"{method} {path.partition(WEBINAR)[2]}" for _, method, path in self.calls]

    def expire(self) -> None:
        """Every access token is over now."""
        self.tokens = dict.fromkeys(self.tokens, 0.0)

    async def token(self, request: web.Request) -> web.StreamResponse:
        self.fetched += 1
        if self.token_troubles:
            return self.token_troubles.popleft()
        given = b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {given}":
            return web.json_response({"error": "invalid_client"}, status=401)
        form = dict(await request.post())
        refresh = str(form.pop("refresh_token", ""))
        if form != {"grant_type": "refresh_token"} or refresh not in self.refresh_tokens:
            said = {"error": "invalid_grant", "error_description": "refresh token is not valid"}
            return web.json_response(said, status=400)
        token = f"eyJ.goto-{self.fetched}"
        self.tokens[token] = time.monotonic() + self.life_s
        answer: dict[str, Any] = {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": self.life_s,
            "scope": "collab:",
            "principal": "host@example.org",
        }
        if self.rotates:
            answer["refresh_token"] = f"eyJraWQ.refresh-{self.fetched}"
            self.refresh_tokens = {answer["refresh_token"]}
        return web.json_response(answer)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        now = time.monotonic()
        self.calls.append((now, request.method, request.path))
        try:
            if self.troubles and (trouble := self.troubles.popleft()) is not None:
                return trouble
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme != "Bearer" or now >= self.tokens.get(token, 0.0):
                raise _Refused(401, "InvalidToken", "Invalid token passed")  # noqa: TRY301
            if sum(at > now - 1 for at, _, _ in self.calls) > self.per_s:
                return web.Response(status=429)
            status, body = await self._route(request)
        except _Refused as refused:
            return web.json_response(refused.body, status=refused.status)
        return web.Response(status=status, body=msgspec.json.encode(body), content_type="application/json")

    async def _route(self, request: web.Request) -> tuple[int, Any]:  # noqa: PLR0911 - one line per address
        query = dict(request.query)
        match request.method, request.path.removeprefix("/G2W/rest/v2/").split("/"):
            case _, ["organizers", organizer, *_] if organizer != ORGANIZER:
                raise _Refused(403, "Forbidden", "The organizer is another")
            case _, ["organizers", _, "webinars", webinar, *_] if webinar != WEBINAR:
                raise _Refused(404, "NotFound", f"Webinar with key {webinar} does not exist")
            case "GET", [_, _, _, _, "registrants", "fields"]:
                return 200, {"fields": [], "questions": self.questions}
            case "GET", [_, _, _, _, "registrants", key]:
                for each in self.registrants:
                    if str(each["registrantKey"]) == key:
                        return 200, each
                raise _Refused(404, "NotFound", "No such registrant")
            case "GET", [_, _, _, _, "registrants"] if query:
                page, size = self._asked(query, "limit")
                rows = self._cut("registrants", self.registrants, page, size)
                total = 10**6 if self.endless == "registrants" else len(self.registrants)
                sizes = {"total": total, "page": page, "limit": size, "pageSize": len(rows)}
                return 200, {"data": rows, **sizes}
            case "GET", [_, _, _, _, "registrants"]:
                return 200, self.registrants
            case "POST", [_, _, _, _, "registrants"]:
                return 201, self._register(await _body(request))
            case "GET", [_, _, _, _, "sessions"]:
                return 200, self._hal("sessionInfoResources", self.sessions, query)
            case "GET", [_, _, _, _, "attendees"]:
                return 200, self._hal("attendeeParticipationResponses", self.attendees, query)
        raise _Refused(404, "NotFound", "No such resource")

    def _asked(self, query: dict[str, str], size: str) -> tuple[int, int]:
        page, most = int(query.pop("page", "0")), int(query.pop(size, "20"))
        if query or page < 0 or not 0 < most <= 200:
            raise _Refused(400, "InvalidRequest", "Unknown or invalid parameters")
        return page, min(most, self.page_most)

    def _cut(self, name: str, rows: Sequence[Any], page: int, size: int) -> Sequence[Any]:
        return rows[:size] if self.endless == name else rows[page * size : (page + 1) * size]

    def _hal(self, name: str, rows: Sequence[Any], query: dict[str, str]) -> dict[str, Any]:
        page, size = self._asked(query, "size")
        total = -(-len(rows) // size) if self.endless != name else 10**6
        sizes = {"size": size, "totalElements": len(rows), "totalPages": total, "number": page}
        found = self._cut(name, rows, page, size)
        return {"page": sizes} | ({"_embedded": {name: found}} if found else {})

    def _register(self, body: Mapping[str, Any]) -> dict[str, Any]:
        if unknown := body.keys() - _FIELDS - _MORE_FIELDS:
            raise _Refused(400, "InvalidRequest", f"Unknown fields: {sorted(unknown)}")
        if missing := [name for name in sorted(_REQUIRED) if not body.get(name)]:
            raise _Refused(400, "InvalidRequest", f"Required: {', '.join(missing)}")
        asked = {each["questionKey"]: each for each in self.questions}
        given = {each["questionKey"]: each for each in body.get("responses", ())}
        if given.keys() - asked.keys():
            raise _Refused(400, "InvalidRequest", "No such question")
        for key, question in asked.items():
            response = given.get(key, {})
            choices = {each["answerKey"] for each in question.get("answers", ())}
            if choices and response and response.get("answerKey") not in choices:
                raise _Refused(400, "InvalidRequest", "Choose an answer")
            if question["required"] and not response:
                raise _Refused(400, "InvalidRequest", f"Required: {question['question']}")
        for each in self.registrants:
            if each["email"].casefold() == body["email"].casefold():
                key = {"registrantKey": each["registrantKey"]} if self.tells_key else {}
                raise _Refused(409, "DuplicateRegistrant", "The user is already registered", **key)
        key = FIRST_KEY + len(self.registrants)
        registrant = {
            **body,
            "registrantKey": key,
            "registrationDate": "2026-03-01T10:00:00Z",
            "status": self.approval,
            "joinUrl": f"https://global.gotowebinar.com/join/{WEBINAR}/{key}",
            "timeZone": "Europe/Madrid",
        }
        self.registrants.append(registrant)
        link = {"joinUrl": registrant["joinUrl"]} if self.approval == "APPROVED" else {}
        return {"registrantKey": key, "status": self.approval, **link}


async def _body(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise _Refused(415, "UnsupportedMediaType", "Send JSON")
    found: dict[str, Any] = msgspec.json.decode(await request.read())
    if request.headers.get("Accept") != "application/json":
        return {name: value for name, value in found.items() if name in _REQUIRED}
    return found


@asynccontextmanager
async def running_goto() -> AsyncIterator[GoToRest]:
    """An organizer on a free port of 127.0.0.1."""
    goto = GoToRest()
    app = web.Application()
    app.router.add_post("/oauth/token", goto.token)
    app.router.add_route("*", "/G2W/rest/v2/{rest:.*}", goto.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    goto.url = f"http://127.0.0.1:{port}"
    try:
        yield goto
    finally:
        await runner.cleanup()
