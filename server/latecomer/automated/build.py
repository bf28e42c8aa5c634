"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from aiohttp import web

from latecomer.automated import member_timeline, queries, routes
from latecomer.automated.answer_mails import AnswerMails
from latecomer.automated.chat import routes as chat_routes
from latecomer.automated.chat.service import Chat
from latecomer.automated.console import routes as console_routes
from latecomer.automated.console.service import Console
from latecomer.automated.host_links import HostLinks
from latecomer.automated.interactions import interactions
from latecomer.automated.overlays import routes as overlay_routes
from latecomer.automated.overlays.service import Overlays
from latecomer.automated.personal_data import CHAT_LINES, OVERLAYS
from latecomer.automated.preflight_mails import PreflightMails
from latecomer.automated.room import routes as room_routes
from latecomer.automated.room import socket as room_socket
from latecomer.automated.room.answers import RoomAnswers
from latecomer.automated.room.open_room import RoomSources
from latecomer.automated.room.open_rooms import OpenRooms, RoomNotices
from latecomer.automated.room.service import Room
from latecomer.automated.room.slots import answers_key, open_rooms_key, room_key
from latecomer.automated.room_presence import REPORT_S, RoomPresence
from latecomer.automated.service import Limits, Rundowns
from latecomer.capability import Capability, Parts
from latecomer.core import presenter_link
from latecomer.http.auth import host_links_key
from latecomer.http.handshake import outages
from latecomer.http.rate_limit import Limiter
from latecomer.http.stray_text import add_without_stray_text
from latecomer.joining.routes import join_links_key
from latecomer.media.service import MediaLibrary
from latecomer.people.hooks import PeopleHooks
from latecomer.tasks import background, repeat
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.parallel import ParallelEvents


async def build(parts: Parts) -> None:
    """Make the services of this folder, and answer which webinars use a file."""
    library = parts.get(MediaLibrary)
    library.used_by = lambda conn, assets: queries.uses(conn, assets, parts.clock())
    minutes = parts.settings.max_automated_min
    limits = Limits(longest_ms=None if minutes is None else minutes * 60_000)
    rundowns = Rundowns(
        parts.pool, library.storage, parts.get(WebinarHooks).changed, limits, parts.get(ParallelEvents)
    )
    parts.add(rundowns)
    parts.web[routes.rundowns] = rundowns
    links = HostLinks(parts.settings.secret_key, parts.pool)
    parts.add(links)
    parts.web[routes.host_links] = links
    parts.web[host_links_key] = links.caller
    room = Room(parts.settings.secret_key, parts.web[join_links_key], rundowns, links)
    parts.web[room_key] = room
    parts.web[room_routes.limiter] = Limiter(per_s=2, burst=60)
    notices = RoomNotices(parts.changes)
    chat = Chat(parts.pool, notices.chat)
    parts.web[chat_routes.chat] = chat
    parts.get(WebinarHooks).copied.subscribe(rundowns.copy)
    parts.get(WebinarHooks).aired.answer(rundowns.aired)
    parts.get(WebinarHooks).interactions.answer(interactions)
    parts.get(WebinarHooks).copied.subscribe(chat.copy)
    overlays = Overlays(parts.pool, rundowns, notices.polls)
    parts.web[overlay_routes.overlays] = overlays
    presence = RoomPresence(parts.redis)
    parts.add(presence)
    console = Console(rundowns, chat, overlays, parts.get(Ledger), presence)
    parts.web[console_routes.console] = console
    rooms = OpenRooms(
        RoomSources(
            room=room,
            chat=chat,
            overlays=overlays,
            console=console,
            links=links,
            known=parts.get(WebinarCache),
            ledger=parts.get(Ledger),
            presence=presence,
            clock=parts.clock,
        ),
        parts.changes,
    )
    parts.web[open_rooms_key] = rooms
    parts.web[answers_key] = RoomAnswers(chat, overlays, lambda: outages(parts.web))
    parts.web.router.add_get("/ws/room", room_socket.room_socket)
    parts.web.cleanup_ctx.append(_reporting(rooms))
    parts.web.on_shutdown.append(lambda _: rooms.stop())
    parts.get(PeopleHooks).personal_data.extend((CHAT_LINES, OVERLAYS))
    for source in member_timeline.sources():
        parts.get(Timeline).add_source(source)
    room_routes.add_room(parts.web)
    add_without_stray_text(parts.web, "/p", presenter_link.TOKEN_LENGTH)
    parts.web.router.add_get("/p/{token}", console_routes.page)
    parts.web.router.add_get("/host", console_routes.page)
    answer_mails, preflight_mails = AnswerMails(parts.pool, presence), PreflightMails(parts.pool, rundowns)
    parts.add(answer_mails, preflight_mails)
    parts.repeat("mail_answers", lambda: answer_mails.work(parts.clock()), every_s=5)
    parts.repeat("mail_preflights", lambda: preflight_mails.work(parts.clock()), every_s=60)
    parts.repeat("tend_rundowns", lambda: rundowns.tend(parts.clock()), every_s=10)


def _reporting(rooms: OpenRooms) -> Callable[[web.Application], AsyncIterator[None]]:
    """Return the background of a web process that reports the members in its rooms."""

    async def run(_: web.Application) -> AsyncIterator[None]:
        async with background(repeat("report_rooms", rooms.report, REPORT_S)):
            yield

    return run


CAPABILITY = Capability(
    build=build,
    endpoints=(
        *routes.ENDPOINTS,
        *console_routes.ENDPOINTS,
        *chat_routes.ENDPOINTS,
        *overlay_routes.ENDPOINTS,
    ),
)
