"""A strict ON24: two headers, whole days of Pacific time, pages, quotas that are a 403, upserts by email."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

CLIENT: Final = "22950"
EVENT: Final = "10432146"
KEY: Final = "63129107067A520E6B7DE18D5E1CB2BF"
SECRET: Final = "072639740ac239333e3708a1623b9de3590d972e6b1060071b726ecfd9b21600"
QUOTA: Final = "You have reached the maximum number of calls for this api."

_PACIFIC: Final = ZoneInfo("America/Los_Angeles")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PAGING: Final = {"pageoffset", "itemsperpage"}
_DATES: Final = {"startdate", "enddate"}
_FORM: Final = frozenset(
    [
        "email",
        "firstname",
        "lastname",
        "company",
        "jobtitle",
        "addressstreet1",
        "addressstreet2",
        "city",
        "state",
        "zip",
        "country",
        "workphone",
        "homephone",
        "companyindustry",
        "companysize",
        "partnerref",
        "std1",
        "std2",
        "std3",
        "std4",
        "std5",
        "std6",
        "std7",
        "std8",
        "std9",
        "std10",
    ]
)


def pacific(at: int) -> str:
    """An instant as ON24 writes it."""
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(_PACIFIC).isoformat(timespec="seconds")


def hms(ms: int) -> str:
    """A duration as ON24 writes it."""
    seconds = ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


@dataclass
class Event:
    """One event: what its lists give, as it stands."""

    began_at: int
    ended_at: int
    registrants: list[dict[str, Any]] = field(default_factory=list)
    attendees: list[dict[str, Any]] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    required: frozenset[str] = frozenset(("firstname", "lastname"))

    def register(self, email: str, at: int, **fields: Any) -> dict[str, Any]:
        """Register a person, or confirm an earlier registration."""
        row = {
            "eventuserid": 49_177_000 + len(self.registrants),
            "email": email,
            "userstatus": "active",
            "createtimestamp": pacific(at),
            "lastactivity": pacific(at),
            "eventid": int(EVENT),
        }
        self.registrants.append(row | fields)
        return self.registrants[-1]

    def delete(self, email: str, at: int) -> None:
        """A registration is softly deleted."""
        (row,) = (each for each in self.registrants if each["email"] == email)
        row |= {"userstatus": "deleted", "lastactivity": pacific(at)}

    def watch(self, email: str, began_at: int, ended_at: int, *, archived: bool = False) -> dict[str, Any]:
        """Add a viewing."""
        row = {
            "id": 150_332_406 + len(self.sessions),
            "email": email,
            "duration": hms(ended_at - began_at),
            "starttime": pacific(began_at),
            "endtime": pacific(ended_at),
            "usage": "Archived" if archived else "Live",
            "launchmode": "Watching remote",
        }
        self.sessions.append(row)
        return row

    def attend(self, email: str, **fields: Any) -> dict[str, Any]:
        """Add an attendance, as the sum over sessions."""
        row = {
            "email": email,
            "eventuserid": 49_502_000 + len(self.attendees),
            "userstatus": "active",
            "isblocked": "N",
            "liveminutes": 0,
            "archiveminutes": 0,
        }
        self.attendees.append(row | fields)
        return self.attendees[-1]


@dataclass
class On24:
    """The state of one client's account."""

    url: str = ""
    events: dict[str, Event] = field(default_factory=dict)
    key: str = KEY
    secret: str = SECRET
    calls: list[str] = field(default_factory=list)
    troubles: deque[tuple[int, bytes]] = field(default_factory=deque)
    """The results of the next calls: a status and a body."""
    endless: str | None = None
    """The list that gives its first page for ever, and tells no totals."""
    unpaged: bool = False
    """True when all attendees come at once, for any page."""
    join_url: str | None = None
    gate: asyncio.Event | None = None
    """While there is one, and it is not set, sessions are not answered."""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a call waits at the gate."""

    def paths(self) -> list[str]:
        """Return the calls without queries."""
        return [call.partition("?")[0].rpartition(f"/event/{EVENT}")[2] for call in self.calls]

    async def handle(self, request: web.Request) -> web.Response:
        self.calls.append(request.path_qs)
        if self.troubles:
            status, body = self.troubles.popleft()
            return web.Response(status=status, body=body, content_type="text/html")
        given = request.headers.get("accessTokenKey"), request.headers.get("accessTokenSecret")
        if given != (self.key, self.secret):
            return _problem(401, "AccessTokenKey and AccessTokenSecret are wrong or invalid.")
        if request.match_info["client"] != CLIENT:
            return _problem(403, "You do not have permission to perform the requested operation.")
        event = self.events.get(request.match_info["event"])
        if event is None:
            return _problem(404, f"The event {request.match_info['event']} doesn't exist.")
        try:
            return await self._route(request, event)
        except _BadRequestError as problem:
            return _problem(400, str(problem))

    async def _route(self, request: web.Request, event: Event) -> web.Response:
        query = request.query
        match request.method, request.match_info.get("list", ""):
            case "GET", "":
                _only(query, set())
                return web.json_response(
                    {
                        "eventid": int(request.match_info["event"]),
                        "clientid": int(CLIENT),
                        "livestart": pacific(event.began_at),
                        "liveend": pacific(event.ended_at),
                        "istestevent": False,
                    }
                )
            case "GET", "registrant":
                _only(
                    query, _PAGING | _DATES | {"userstatus", "excludeanonymous", "datefiltermode", "noshow"}
                )
                rows = [each for each in event.registrants if _is_active(each["lastactivity"], query)]
                if query.get("userstatus") != "any":
                    rows = [each for each in rows if each["userstatus"] == "active"]
                return self._page("registrant", "registrants", "totalregistrants", rows, query)
            case "GET", "attendee":
                _only(query, _PAGING | _DATES | {"excludeanonymous", "datefiltermode"})
                rows = [each for each in event.attendees if _was_active(each, query)]
                return self._page("attendee", "attendees", "totalattendees", rows, query)
            case "GET", "attendeesession":
                _only(query, _PAGING | _DATES | {"sessiontype"})
                if self.gate is not None:
                    self.asked.set()
                    await self.gate.wait()
                kind = {"live": ("Live",), "ondemand": ("Archived",)}.get(
                    query.get("sessiontype", "all"), ("Live", "Archived")
                )
                rows = [each for each in event.sessions if each["usage"] in kind]
                rows = [each for each in rows if _is_active(each["starttime"], query)]
                return self._page("attendeesession", "attendeesession", "totalattendeesessions", rows, query)
            case "POST", "registrant":
                return await self._register(request, event)
        return _problem(404, "There is nothing here.")

    def _page(
        self, address: str, name: str, total: str, rows: list[dict[str, Any]], query: Mapping[str, str]
    ) -> web.Response:
        offset, size = int(query.get("pageoffset", "0")), int(query.get("itemsperpage", "100"))
        if not 0 < size <= 1000 or offset < 0:
            raise _BadRequestError("itemsperpage")
        if address == self.endless:
            return web.json_response({name: rows[:size]})
        if address == "attendee" and self.unpaged:
            return web.json_response({"eventid": int(EVENT), total: len(rows), name: rows})
        paging = (
            {"pagecount": max(1, -(-len(rows) // size)), "currentpage": offset}
            if address == "attendeesession"
            else {"eventid": int(EVENT)}
        )
        return web.json_response(
            {total: len(rows), **paging, name: rows[offset * size : (offset + 1) * size]}
        )

    async def _register(self, request: web.Request, event: Event) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            return _problem(415, "The content type is none that this takes.")
        form = {name: str(value) for name, value in (await request.post()).items()}
        if unknown := set(form) - _FORM:
            raise _BadRequestError(f"Unknown field {min(unknown)}.")
        if missing := {each for each in event.required | {"email"} if not form.get(each)}:
            raise _BadRequestError(f"The field {min(missing)} is required.")
        found = next((each for each in event.registrants if each["email"] == form["email"]), None)
        if found is None:
            found = event.register(form["email"], event.began_at - 3_600_000)
        found |= {name.lower(): value for name, value in form.items()}
        answer = {name: found[name] for name in ("eventuserid", "email", "eventid")}
        if self.join_url is not None:
            answer["joinurl"] = self.join_url
        return web.json_response(answer)


class _BadRequestError(Exception):
    pass


def _only(query: Mapping[str, str], known: set[str]) -> None:
    if unknown := set(query) - known:
        raise _BadRequestError(f"Unknown parameter {min(unknown)}.")
    if "datefiltermode" in query and query["datefiltermode"].casefold() != "lastactivity":
        raise _BadRequestError("datefiltermode")


def _was_active(row: Mapping[str, Any], query: Mapping[str, str]) -> bool:
    last = [row[name] for name in ("lastliveactivity", "lastarchiveactivity") if name in row]
    return "startdate" not in query or any(_is_active(each, query) for each in last)


def _is_active(at: str, query: Mapping[str, str]) -> bool:
    """Return True when a day of Pacific time lies within the requested dates."""
    try:
        first = date.fromisoformat(query.get("startdate", "0001-01-01"))
        last = date.fromisoformat(query.get("enddate", "9999-12-31"))
    except ValueError:
        raise _BadRequestError("Invalid Date format for params startdate and enddate.") from None
    return first <= datetime.fromisoformat(at).astimezone(_PACIFIC).date() <= last


def _problem(status: int, message: str) -> web.Response:
    return web.json_response({"message": message}, status=status)


@asynccontextmanager
async def running_on24() -> AsyncIterator[On24]:
    """An account on a free port of 127.0.0.1."""
    on24 = On24()
    app = web.Application()
    path = "/v2/client/{client}/event/{event}"
    app.router.add_route("*", path, on24.handle)
    app.router.add_route("*", path + "/{list}", on24.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    on24.url = f"http://127.0.0.1:{port}/v2"
    try:
        yield on24
    finally:
        await runner.cleanup()
