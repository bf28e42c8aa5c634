"""A simulated Marketo: one instance with one program, and a page that shows what it was told."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Final

from aiohttp import web

from client_demo.api import Json

PROGRAM: Final = "1044"
ACTIVITY: Final = 100001
STEPS: Final = {
    "Invited": 10,
    "Waitlisted": 20,
    "Pending Approval": 20,
    "Rejected": 25,
    "Registration Error": 20,
    "Registered": 30,
    "No Show": 40,
    "Attended On-demand": 50,
    "Attended": 60,
}
CALLS: Final = 100
WINDOW_S: Final = 20.0
TOKEN_LIFE_S: Final = 90
"""Short, so that a demonstration sees one expire."""
_HERE: Final = Path(__file__).parent


class _Refused(Exception):
    """A whole call is refused; Marketo says so with status 200."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class Lead:
    """A person known to Marketo, and their step in the program."""

    id: int
    email: str
    name: str = ""
    status: str = ""
    activities: list[Json] = field(default_factory=list)

    def row(self) -> Json:
        """As the page shows it: ``watched_s`` by mode."""
        watched: dict[str, int] = {}
        for each in self.activities:
            said = {one["apiName"]: one["value"] for one in each["attributes"]}
            # The newest about a mode and a day replaces the ones before it.
            watched[said["eventMode"]] = int(said["watchDuration"])
        return {"email": self.email, "name": self.name, "status": self.status, "watched_s": watched}


class Marketo:
    """One instance: its leads by email, its tokens, its quota."""

    def __init__(self) -> None:
        self.client_id = token_hex(8)
        self.client_secret = token_urlsafe(24)
        self.url = ""
        self.leads: dict[str, Lead] = {}
        self.calls = 0
        self._recent: deque[float] = deque()
        self._token = ""
        self._expires_at = 0.0

    @asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncIterator[Marketo]:
        """Listen on the loopback while the context lasts; ``url`` is where. Port 0: any that is free."""
        app = web.Application()
        app.router.add_get("/identity/oauth/token", self._identity)
        app.router.add_route("*", "/rest/{path:.*}", self._rest)
        app.router.add_get("/", _page)
        app.router.add_get("/{name:program\\.(?:css|js)}", _page)
        app.router.add_get("/program.json", self._program)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()

    def statuses(self) -> dict[str, str]:
        """The program's members: email to status."""
        return {lead.email: lead.status for lead in self.leads.values() if lead.status}

    async def _program(self, _: web.Request) -> web.Response:
        members = [lead.row() for lead in self.leads.values() if lead.status]
        return web.json_response({"members": members, "calls": self.calls, "steps": STEPS})

    async def _identity(self, request: web.Request) -> web.Response:
        query = request.query
        if (query.get("client_id"), query.get("client_secret")) != (self.client_id, self.client_secret):
            problem = {"error": "unauthorized", "error_description": "No client with requested id"}
            return web.json_response(problem, status=401)
        if time.monotonic() >= self._expires_at:
            self._token = token_urlsafe(24) + ":sj"
            self._expires_at = time.monotonic() + TOKEN_LIFE_S
        left_s = int(self._expires_at - time.monotonic())
        return web.json_response({"access_token": self._token, "token_type": "bearer", "expires_in": left_s})

    async def _rest(self, request: web.Request) -> web.Response:
        try:
            answer: Json = {"success": True, **await self._answer(request)}
        except _Refused as refused:
            answer = {"success": False, "errors": [{"code": refused.code, "message": str(refused)}]}
        return web.json_response({"requestId": token_hex(8), **answer})

    async def _answer(self, request: web.Request) -> Json:  # noqa: PLR0911 - one for each address
        self._admit(request)
        body = await _body(request) if request.method == "POST" else {}
        match (request.method, request.match_info["path"]):
            case "POST", "v1/leads.json":
                return {"result": [self._upsert(row) for row in _rows(body)]}
            case "POST", path if path == f"v1/programs/{PROGRAM}/members/status.json":
                return {"result": [self._move(row, body.get("statusName")) for row in _rows(body)]}
            case "POST", "v1/activities/external.json":
                return {"result": [self._note(row) for row in _rows(body)]}
            case "GET", "v1/activities/pagingtoken.json":
                return {"nextPageToken": "only-one-page"}
            case "GET", "v1/activities.json":
                return self._activities(request)
            case "GET", path if path == f"asset/v1/program/{PROGRAM}.json":
                return {"result": [{"id": int(PROGRAM), "name": "Launch day", "channel": "Webinar"}]}
            case "GET", "asset/v1/channel/byName.json" if request.query.get("name") == "Webinar":
                steps = [{"name": name, "step": step} for name, step in STEPS.items()]
                return {"result": [{"id": 4, "name": "Webinar", "progressionStatuses": steps}]}
        raise _Refused("610", "Requested resource not found")

    def _admit(self, request: web.Request) -> None:
        now = time.monotonic()
        if request.headers.get("Authorization") != f"Bearer {self._token}":
            raise _Refused("601", "Access token invalid")
        if now >= self._expires_at:
            raise _Refused("602", "Access token expired")
        while self._recent and self._recent[0] < now - WINDOW_S:
            self._recent.popleft()
        if len(self._recent) >= CALLS:
            raise _Refused("606", f"Max rate limit '{CALLS}' exceeded with in '{WINDOW_S:g}' secs")
        self._recent.append(now)
        self.calls += 1

    def _upsert(self, row: Json) -> Json:
        email = row.get("email")
        if not isinstance(email, str) or "@" not in email or not email.isascii():
            return _skipped("1003")
        known = email in self.leads
        lead = self.leads.setdefault(email, Lead(len(self.leads) + 1, email))
        names = [row.get("firstName"), row.get("lastName")]
        lead.name = " ".join(name for name in names if isinstance(name, str)) or lead.name
        return {"id": lead.id, "status": "updated" if known else "created"}

    def _move(self, row: Json, status: object) -> Json:
        if not isinstance(status, str) or status not in STEPS:
            raise _Refused("611", "System error")
        lead = self._by_id(row)
        if lead is None:
            return _skipped("1004")
        if lead.status and STEPS[lead.status] >= STEPS[status]:
            return {"leadId": lead.id, **_skipped("1037")}
        lead.status = status
        return {"leadId": lead.id, "status": "updated"}

    def _note(self, row: Json) -> Json:
        lead = self._by_id(row)
        if lead is None or row.get("activityTypeId") != ACTIVITY:
            return _skipped("1006")
        lead.activities.append(row)
        return {"id": token_hex(4), "status": "added"}

    def _activities(self, request: web.Request) -> Json:
        wanted = set(request.query.get("leadIds", "").split(","))
        result = [
            {
                "leadId": lead.id,
                "attributes": [
                    {"name": each["apiName"], "value": each["value"]} for each in row["attributes"]
                ],
            }
            for lead in self.leads.values()
            if str(lead.id) in wanted
            for row in lead.activities
        ]
        return {"result": result, "moreResult": False}

    def _by_id(self, row: Json) -> Lead | None:
        return next((lead for lead in self.leads.values() if lead.id == row.get("leadId")), None)


async def _body(request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise _Refused("612", "Invalid content type")
    body = await request.json()
    if not isinstance(body, dict):
        raise _Refused("609", "Invalid JSON")
    return body


def _rows(body: Json) -> list[Json]:
    rows = body.get("input")
    if not isinstance(rows, list) or not 0 < len(rows) <= 300:
        raise _Refused("1080", "Between 1 and 300 records")
    return rows


def _skipped(code: str) -> Json:
    return {"status": "skipped", "reasons": [{"code": code, "message": "see the code"}]}


async def _page(request: web.Request) -> web.StreamResponse:
    return web.FileResponse(_HERE / request.match_info.get("name", "program.html"))
