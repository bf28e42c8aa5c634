"""The console's calls: the room as a whole, a host's line, and the start by hand.

Source: docs/automated.md, The console
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.automated.chat.routes import chat, role_of
from latecomer.automated.chat.schemas import HostLineBody, host_line_body
from latecomer.automated.console.schemas import (
    ConsoleBody,
    ConsolePersonBody,
    ConsolePollBody,
    ConsoleQuery,
    ConsoleWebinarBody,
    SayBody,
    console_chat_body,
)
from latecomer.automated.host_links import SEEN_EVERY_MS
from latecomer.automated.overlays.routes import overlays
from latecomer.automated.overlays.rules import UseMode, state_at
from latecomer.automated.overlays.schemas import poll_results_body
from latecomer.automated.routes import rundowns
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.rundown import TakeOver
from latecomer.automated.schemas import OnAirBody, item_body, on_air_body
from latecomer.core import phase
from latecomer.core.ids import WebinarId
from latecomer.http.auth import HostRight, Scope
from latecomer.http.built_pages import shell
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.handshake import outages
from latecomer.http.security_headers import page_policy
from latecomer.http.wire import Time
from latecomer.watching.ledger.ledger import Ledger

ledger: web.AppKey[Ledger] = web.AppKey("console_ledger", Ledger)

_TAG: Final = "Automated webinars"
_NEXT: Final = 8
_HERE_MS: Final = 2 * SEEN_EVERY_MS


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
    programme = await call.app[rundowns].programme(webinar)
    event, rundown = programme.webinar, programme.rundown
    news = await call.app[chat].host_news(webinar, query.since)
    programme_ms = call.now - event.starts_at
    coming = [
        item
        for _, item in rundown.starts_ms
        if item.start_ms > programme_ms and not isinstance(item, TakeOver)
    ]
    results = [
        each for each in await call.app[overlays].results(webinar, call.now) if each.mode is UseMode.LIVE
    ]
    counters: dict[str, int] | None
    try:
        counters = await call.app[ledger].counters(webinar)
    except outages(call.app):
        counters = None
    caller = call.caller
    return ConsoleBody(
        server_ms=call.now,
        webinar=ConsoleWebinarBody(
            id=event.id,
            name=event.name,
            starts_at=Time(event.starts_at),
            ends_at=Time(event.ends_at),
            opens_at=Time(event.starts_at - phase.EARLY_ENTRY_MS),
            timezone=event.timezone,
            has_rundown=rundown.version > 0,
        ),
        on_air=on_air_body(on_air(rundown, event.starts_at, event.ends_at, call.now), event.starts_at),
        next=tuple(map(item_body, coming[:_NEXT])),
        viewers=None if counters is None else counters.get("connected", 0),
        watching=None if counters is None else counters.get("playing", 0),
        people=tuple(
            ConsolePersonBody(
                id=each.id,
                name=each.name,
                role=each.role,
                here=each.seen_at is not None and call.now - each.seen_at < _HERE_MS,
            )
            for each in await call.app[rundowns].presenters(webinar)
        ),
        chat=console_chat_body(news),
        polls=tuple(
            ConsolePollBody(
                state=state_at(rundown, event, each.item.id, call.now), results=poll_results_body(each)
            )
            for each in results
        ),
        may_direct=caller is not None
        and (caller.may(Scope.WRITE) if caller.room is None else HostRight.DIRECT in caller.rights),
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/chat",
    tag="Chat",
    scope=Scope.WRITE,
    host=HostRight.MODERATE,
    summary="Write a line as a host",
    status=201,
    errors=("unknown_webinar", "room_closed", "chat_off", "invalid_line"),
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
