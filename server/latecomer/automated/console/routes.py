"""The console's calls: the room as a whole, a host's line, and the start by hand.

Source: docs/automated.md, The console
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.automated.chat.routes import chat, role_of
from latecomer.automated.chat.schemas import HostLineBody, host_line_body
from latecomer.automated.console.schemas import ConsoleBody, ConsoleQuery, SayBody, console_body
from latecomer.automated.console.service import Console
from latecomer.automated.routes import host_links, rundowns
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.schemas import OnAirBody, on_air_body
from latecomer.core.ids import WebinarId
from latecomer.http.auth import Caller, HostRight, Scope
from latecomer.http.built_pages import shell
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.security_headers import page_policy

console: web.AppKey[Console] = web.AppKey("console", Console)

_TAG: Final = "Automated webinars"


async def page(request: web.Request) -> web.StreamResponse:
    """Return the console for the holder of a presenter's link; the page sends the link as its bearer token."""
    return shell(request, "host", page_policy(request))


@endpoint(
    "GET",
    "/webinars/{webinar}/console",
    tag=_TAG,
    scope=Scope.READ,
    shows_people=True,
    host=HostRight.MODERATE,
    summary="Read the room as its hosts see it",
    errors=("unknown_webinar",),
)
async def read_console(call: Call, webinar: WebinarId, query: ConsoleQuery) -> ConsoleBody:
    """Return everything that a host needs: the items on air and next, the people, the chat in all states, and the
    polls. With `since` the chat has only the lines that were stored or changed after it."""
    view = await call.app[console].read(webinar, query.since, call.now)
    if call.caller is not None and call.caller.room is None and call.caller.may(Scope.WRITE):
        await call.app[host_links].note_operator(webinar, call.now)
    return console_body(view, may_direct=may_direct(call.caller))


def may_direct(caller: Caller | None) -> bool:
    """Return True for a caller who may start and end the webinar and invite people."""
    if caller is None:
        return False
    return caller.may(Scope.WRITE) if caller.room is None else HostRight.DIRECT in caller.rights


@endpoint(
    "POST",
    "/webinars/{webinar}/chat",
    tag="Chat",
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Write a line as a host",
    status=201,
    errors=("unknown_webinar", "not_open", "room_closed", "chat_off", "invalid_line"),
)
async def write_line(call: Call, webinar: WebinarId, body: SayBody) -> HostLineBody:
    """Write a line that everybody sees, marked as a host's. The same `client_id` again stores nothing."""
    name, role = role_of(call)
    return host_line_body(await call.app[chat].say(webinar, body.client_id, body.text, name, role, call.now))


@endpoint(
    "POST",
    "/webinars/{webinar}/start",
    tag=_TAG,
    scope=Scope.WRITE,
    host=HostRight.DIRECT,
    summary="Start a programme now",
    errors=("unknown_webinar", "not_open", "event_over", "event_running", "no_rundown"),
)
async def start_webinar(call: Call, webinar: WebinarId) -> OnAirBody:
    """Start the programme in 10 seconds instead of at its planned time. This is possible from 15 minutes before, and
    sends no mails about new times."""
    event, rundown = await call.app[rundowns].start(webinar, call.now)
    return on_air_body(on_air(rundown, event.starts_at, event.ends_at, call.now), event.starts_at)


ENDPOINTS: Final = (read_console, write_line, start_webinar)
