"""A strict Marketo: success in the body, tokens that expire, quotas, duplicate leads, steps that only go forward."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec
from aiohttp import web

CLIENT_ID: Final = "b417d98f"
CLIENT_SECRET: Final = "Zpx40vFh"
PROGRAM: Final = "1044"
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
ACTIVITY: Final = 100001
ATTRIBUTES: Final = frozenset(("eventMode", "watchDate", "watchDuration", "eventId"))


class _Refused(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Marketo:
    """The state of one instance; times are the wall clock's."""

    url: str = ""
    steps: dict[str, int] = field(default_factory=lambda: dict(STEPS))
    leads: list[dict[str, Any]] = field(default_factory=list)
    """By id - 1; two with the same email are duplicates."""
    members: dict[tuple[str, int], str] = field(default_factory=dict)
    activities: list[dict[str, Any]] = field(default_factory=list)
    lists: dict[str, set[int]] = field(default_factory=dict)
    """Static lists: the leads on each."""
    lists_allowed: bool = True
    """The API role may change lists."""
    token: str = ""
    tokens: int = 0
    expires_at: float = 0.0
    life_s: int = 3600
    quota: int = 100
    calls: list[tuple[float, str]] = field(default_factory=list)
    troubles: deque[str | bytes] = field(default_factory=deque)
    """The results of the next calls: an error's code, or a raw answer."""
    swallow: set[str] = field(default_factory=set)
    """Paths that are done, but whose answer never comes, once."""
    upsert_delay_s: float = 0.0
    endless: bool = False
    """True when the first page of activities names itself as the next one."""

    def paths(self) -> list[str]:
        """Return the calls in order, without tokens."""
        return [path for _, path in self.calls if "identity" not in path]

    def statuses(self) -> dict[str, str]:
        """The program's members by email."""
        return {self.leads[lead - 1]["email"]: status for (_, lead), status in self.members.items()}

    async def identity(self, request: web.Request) -> web.Response:
        self.calls.append((time.monotonic(), request.path))
        if self.troubles and isinstance(self.troubles[0], bytes):
            return web.Response(body=self.troubles.popleft(), content_type="application/json")
        query = dict(request.query)
        if query != {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }:
            return web.json_response({"error": "unauthorized", "error_description": "No client"}, status=401)
        if time.monotonic() >= self.expires_at:
            self.tokens += 1
            self.token = f"token-{self.tokens}:sj"
            self.expires_at = time.monotonic() + self.life_s
        left = int(self.expires_at - time.monotonic())
        return web.json_response(
            {
                "access_token": self.token,
                "token_type": "bearer",
                "expires_in": left,
                "scope": "api@example.org",
            }
        )

    async def handle(self, request: web.Request) -> web.Response:
        now = time.monotonic()
        self.calls.append((now, request.path))
        try:
            if self.troubles:
                trouble = self.troubles.popleft()
                if isinstance(trouble, bytes):
                    return web.Response(body=trouble, content_type="text/html")
                raise _Refused(trouble)  # noqa: TRY301
            if "access_token" in request.query:
                raise _Refused("600")  # noqa: TRY301
            if request.headers.get("Authorization") != f"Bearer {self.token}":
                raise _Refused("601")  # noqa: TRY301
            if now >= self.expires_at:
                raise _Refused("602")  # noqa: TRY301
            if sum(at > now - 20 for at, _ in self.calls) > self.quota:
                raise _Refused("606")  # noqa: TRY301
            found = await self._route(request)
        except _Refused as refused:
            return web.json_response(
                {
                    "requestId": "e42b#14272d07d78",
                    "success": False,
                    "errors": [{"code": refused.code, "message": "…"}],
                }
            )
        if request.path in self.swallow:
            self.swallow.discard(request.path)
            await asyncio.sleep(3600)
        return web.json_response({"requestId": "e42b#14272d07d78", "success": True} | found)

    async def _route(self, request: web.Request) -> dict[str, Any]:  # noqa: PLR0911 - one line per address
        match (request.method, request.path.split("/")[2:]):
            case "POST", ["v1", "leads.json"]:
                return {"result": await self._leads(await _body(request, {"action", "lookupField", "input"}))}
            case "POST", ["v1", "programs", program, "members", "status.json"]:
                return {"result": self._status(program, await _body(request, {"statusName", "input"}))}
            case ("POST" | "DELETE") as method, ["v1", "lists", list_id, "leads.json"]:
                return {"result": self._list(list_id, request.query.getall("id", []), adds=method == "POST")}
            case "POST", ["v1", "activities", "external.json"]:
                return {"result": self._add(await _body(request, {"input"}))}
            case "GET", ["v1", "activities", "pagingtoken.json"]:
                datetime.strptime(request.query["sinceDatetime"], "%Y-%m-%dT%H:%M:%SZ").astimezone()
                return {"nextPageToken": "page-0"}
            case "GET", ["v1", "activities.json"]:
                return self._activities(request.query)
            case "GET", ["asset", "v1", "program", name]:
                known = name == f"{PROGRAM}.json"
                return {"result": [{"id": int(PROGRAM), "name": "Q1", "channel": "Webinar"}]} if known else {}
            case "GET", ["asset", "v1", "channel", "byName.json"] if request.query["name"] == "Webinar":
                statuses = [
                    {"name": name, "step": step, "success": False} for name, step in self.steps.items()
                ]
                return {"result": [{"id": 4, "name": "Webinar", "progressionStatuses": statuses}]}
        raise _Refused("610")

    async def _leads(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        if body["action"] != "createOrUpdate" or body["lookupField"] != "email":
            raise _Refused("609")
        rows = _rows(body, {"email"}, {"firstName", "lastName"})
        known = [[lead for lead in self.leads if lead["email"] == row["email"]] for row in rows]
        await asyncio.sleep(self.upsert_delay_s)  # two that look at once both find nobody
        result = []
        for row, found in zip(rows, known, strict=True):
            if not row["email"].isascii() or "@" not in row["email"]:
                result.append(_skipped("1003"))
            elif len(found) > 1:
                result.append(_skipped("1007"))
            elif found:
                found[0].update(row)
                result.append({"id": found[0]["id"], "status": "updated"})
            else:
                self.leads.append({"id": len(self.leads) + 1, **row})
                result.append({"id": len(self.leads), "status": "created"})
        return result

    def _status(self, program: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        name = body["statusName"]
        if program != PROGRAM or name not in self.steps:
            raise _Refused("611")
        result = []
        for seq, row in enumerate(_rows(body, {"leadId"})):
            lead = row["leadId"]
            was = self.members.get((program, lead))
            if not 0 < lead <= len(self.leads):
                result.append({"seq": seq, **_skipped("1004")})
            elif was is not None and self.steps[was] >= self.steps[name]:
                result.append({"seq": seq, "leadId": lead, **_skipped("1037")})
            else:
                self.members[program, lead] = name
                result.append({"seq": seq, "leadId": lead, "status": "updated"})
        return result

    def on(self, list_id: str) -> list[str]:
        """The emails on a static list."""
        return sorted(self.leads[lead - 1]["email"] for lead in self.lists[list_id])

    def _list(self, list_id: str, ids: list[str], *, adds: bool) -> list[dict[str, Any]]:
        if not self.lists_allowed:
            raise _Refused("603")
        if list_id not in self.lists:
            raise _Refused("1013")
        if not 0 < len(ids) <= 300:
            raise _Refused("1080")
        members = self.lists[list_id]
        result: list[dict[str, Any]] = []
        for lead in map(int, ids):
            if not 0 < lead <= len(self.leads):
                result.append({"id": lead, **_skipped("1004")})
            elif adds:
                result.append({"id": lead, "status": "memberof" if lead in members else "added"})
                members.add(lead)
            else:
                result.append({"id": lead, "status": "removed" if lead in members else "notmemberof"})
                members.discard(lead)
        return result

    def _add(self, body: Mapping[str, Any]) -> list[dict[str, Any]]:
        fields = {"leadId", "activityDate", "activityTypeId", "primaryAttributeValue", "attributes"}
        result = []
        for row in _rows(body, fields):
            datetime.strptime(row["activityDate"], "%Y-%m-%dT%H:%M:%SZ").astimezone()
            names = {each["apiName"] for each in row["attributes"]}
            if row["activityTypeId"] != ACTIVITY or names != ATTRIBUTES:
                result.append(_skipped("1006"))
                continue
            attributes = [{"name": each["apiName"], "value": each["value"]} for each in row["attributes"]]
            self.activities.append(row | {"id": len(self.activities) + 1, "attributes": attributes})
            result.append(
                {"id": len(self.activities), "marketoGUID": str(len(self.activities)), "status": "added"}
            )
        return result

    def _activities(self, query: Mapping[str, str]) -> dict[str, Any]:
        """Two to a page."""
        leads = {int(lead) for lead in query["leadIds"].split(",")}
        if len(leads) > 30 or query["activityTypeIds"] != str(ACTIVITY):
            raise _Refused("609")
        start = int(query["nextPageToken"].removeprefix("page-"))
        if self.endless:
            return {"result": [], "nextPageToken": "page-0", "moreResult": True}
        theirs = [activity for activity in self.activities if activity["leadId"] in leads]
        return {
            "result": theirs[start : start + 2],
            "nextPageToken": f"page-{start + 2}",
            "moreResult": start + 2 < len(theirs),
        }


async def _body(request: web.Request, fields: set[str]) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise _Refused("612")
    body = msgspec.json.decode(await request.read(), type=dict[str, Any])
    if set(body) != fields:
        raise _Refused("609")
    return body


def _rows(
    body: Mapping[str, Any], required: set[str], optional: set[str] | None = None
) -> list[dict[str, Any]]:
    rows = body["input"]
    if not 0 < len(rows) <= 300:
        raise _Refused("1080")
    if any(not required <= set(row) <= required | (optional or set()) for row in rows):
        raise _Refused("609")
    return list(rows)


def _skipped(code: str) -> dict[str, Any]:
    return {"status": "skipped", "reasons": [{"code": code, "message": "…"}]}


@asynccontextmanager
async def running_marketo() -> AsyncIterator[Marketo]:
    """An instance on a free port of 127.0.0.1."""
    marketo = Marketo()
    app = web.Application()
    app.router.add_get("/identity/oauth/token", marketo.identity)
    app.router.add_route("*", "/rest/{rest:.*}", marketo.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    marketo.url = f"http://127.0.0.1:{port}"
    try:
        yield marketo
    finally:
        await runner.cleanup()
