"""The room over plain HTTP, and the media that are on air.

Source: docs/automated.md, The room; docs/media.md, Grants
"""

from __future__ import annotations

import contextlib
from typing import Final

from aiohttp import web
from msgspec import UNSET

from latecomer.automated.chat.routes import chat
from latecomer.automated.console.schemas import console_body
from latecomer.automated.overlays.routes import overlays
from latecomer.automated.overlays.rules import PollView
from latecomer.automated.room.answers import HOSTS_CALL, refusal_of, refusal_of_unusable
from latecomer.automated.room.protocol import Unusable, read_polled
from latecomer.automated.room.rules import Entry
from latecomer.automated.room.schemas import (
    ItemCaptionsBody,
    ItemCaptionsPageBody,
    PolledRequest,
    RoomAnswer,
    RoomBody,
    RoomClock,
    RoomConsole,
    RoomHello,
    RoomMessage,
    RoomRole,
    RoomTime,
    RoomViewers,
    RoomWelcome,
    news_bodies,
    replay_body,
    room_on_air,
    room_poll,
    welcome,
)
from latecomer.automated.room.service import Source, replayed
from latecomer.automated.room.slots import answers_key, open_rooms_key, room_key
from latecomer.automated.routes import host_links
from latecomer.automated.rules.on_air import on_air
from latecomer.automated.rules.presenters import Presenter, Role
from latecomer.automated.rules.rundown import ItemId
from latecomer.automated.schemas import on_air_body
from latecomer.captions.assets.routes import asset_captions, vtt_file
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.http import appkeys
from latecomer.http.endpoint import json_response, read_bytes, read_json
from latecomer.http.handshake import outages
from latecomer.http.rate_limit import Limiter
from latecomer.media.routes import asset_file, library
from latecomer.media.rules.assets import ORIGINAL_PDF
from latecomer.watching.playback.slots import viewer_admission_key

limiter: web.AppKey[Limiter] = web.AppKey("room_limiter", Limiter)
"""Limits what each join link asks of the room."""

_LIMIT: Final = 16 * 1024
_CAPTIONS: Final = "captions"
_VTT: Final = ".vtt"
_TWICE: Final = "Say hello once in a request: a welcome is the whole room."


def add_room(app: web.Application) -> None:
    """Route the room and its media."""
    app.router.add_post("/j/{token}/room", ask)
    app.router.add_get("/m/{grant}/{item}", fetch)
    app.router.add_get("/m/{grant}/{item}/{file}", fetch)


async def ask(request: web.Request) -> web.StreamResponse:
    """Answer a page's messages to the room, and add the chat's news and the items on air.

    Raises: Refused unknown_link, no_room (404), not_registered (403), too_early (425), window_closed (410);
        TooManyRequests; 422 for a body that is no ``RoomRequest``.
    """
    now = request.app[appkeys.clock]()
    token = request.match_info["token"]
    presenter = await request.app[host_links].presenter(token, now)
    if presenter is not None:
        return await _ask_as_host(request, presenter, now)
    # By member: what is not a link must not push the counts of links out.
    request.app[limiter].take(request.app[viewer_admission_key].whose(token).hex, now)
    body = read_json(await read_bytes(request, _LIMIT), PolledRequest)
    entry = await request.app[room_key].enter(token, now)
    if now < entry.webinar.ends_at:
        request.app[open_rooms_key].sources.presence.asked(entry.webinar.id, entry.member, now)
    answers: list[RoomAnswer] = []
    greeted = False
    for message in map(read_polled, map(bytes, body.messages)):
        if isinstance(message, Unusable):
            answers.append(refusal_of_unusable(message))
            continue
        if isinstance(message, RoomHello) and greeted:
            answers.append(refusal_of(message, Refused("bad_request", _TWICE)))
            continue
        greeted = greeted or isinstance(message, RoomHello)
        answers.append(await _answer(request.app, entry, message, now))
    if body.since is not UNSET:
        answers += await _news(request.app, entry, body.since, now)
    if not greeted:
        with contextlib.suppress(*outages(request.app)):
            answers += map(room_poll, await _polls(request.app, entry, now))
        if entry.webinar.show_viewers:
            answers.append(RoomViewers(viewers=_viewers(request.app, entry.webinar)))
        answers.append(room_on_air(on_air_body(entry.on_air, entry.webinar.starts_at)))
    return json_response(RoomBody(messages=tuple(answers)))


async def _ask_as_host(request: web.Request, presenter: Presenter, now: Instant) -> web.StreamResponse:
    """Answer a host's or presenter's messages, and add the console with the lines since ``since``.

    Raises: Refused no_room; TooManyRequests; 422 for a body that is no ``RoomRequest``. Errors:
        Postgres's.
    """
    app = request.app
    app[limiter].take(presenter.id.hex, now)
    body = read_json(await read_bytes(request, _LIMIT), PolledRequest)
    webinar, rundown, grant = await app[room_key].presented(presenter, now)
    air = on_air_body(on_air(rundown, webinar.starts_at, webinar.ends_at, now), webinar.starts_at)
    replay = replayed(webinar, rundown, now)
    answers: list[RoomAnswer] = []
    for message in map(read_polled, map(bytes, body.messages)):
        match message:
            case Unusable():
                answers.append(refusal_of_unusable(message))
            case RoomHello():
                answers.append(
                    RoomWelcome(
                        role=RoomRole(presenter.role.value),
                        server_ms=now,
                        grant=grant,
                        on_air=air,
                        replay=UNSET if replay is None else replay_body(replay),
                        viewers=_viewers(app, webinar),
                    )
                )
            case RoomClock(t0=t0):
                answers.append(RoomTime(t0=t0, t1=now, t2=app[appkeys.clock]()))
            case _:
                answers.append(refusal_of(message, Refused("bad_request", HOSTS_CALL)))
    since = 0 if body.since is UNSET else body.since
    view = await app[open_rooms_key].sources.console.read(webinar.id, since, now)
    may_direct = presenter.role is Role.HOST
    answers.append(RoomConsole(console=console_body(view, may_direct=may_direct)))
    return json_response(RoomBody(messages=tuple(answers)))


def _viewers(app: web.Application, webinar: Webinar) -> int:
    return app[open_rooms_key].sources.presence.viewers(webinar.id)


async def _answer(app: web.Application, entry: Entry, message: RoomMessage, now: Instant) -> RoomAnswer:
    match message:
        case RoomHello():
            return await _welcome(app, entry, now)
        case RoomClock(t0=t0):
            return RoomTime(t0=t0, t1=now, t2=app[appkeys.clock]())
        case _:
            return await app[answers_key].answer(entry, message, now)


async def _welcome(app: web.Application, entry: Entry, now: Instant) -> RoomWelcome:
    viewers = _viewers(app, entry.webinar) if entry.webinar.show_viewers else None
    try:
        entered = await app[chat].enter(entry.webinar.id, entry.member, now)
        return welcome(entry, entered, await _polls(app, entry, now), viewers, now)
    except outages(app):
        return welcome(entry, None, None, viewers, now)


async def _news(app: web.Application, entry: Entry, since: int, now: Instant) -> list[RoomAnswer]:
    """Return the chat's changes; none while the database is away, and the page asks again."""
    try:
        news = await app[chat].news(entry.webinar.id, entry.member, since, now)
    except outages(app):
        return []
    return list(news_bodies(news, entry.member))


async def _polls(app: web.Application, entry: Entry, now: Instant) -> tuple[PollView, ...]:
    return await app[overlays].views(entry.webinar, entry.rundown, entry.member, now)


async def fetch(request: web.Request) -> web.StreamResponse:
    """Return media of an item to the holder of a grant, not before their time; without a file the main one.

    ``captions`` lists the captions of an item, which are at ``{language}.vtt``.

    Raises: Refused unknown_media, unknown_asset, unknown_captions (404), wrong_kind (409), grant_over, not_yet (403).
    """
    now = request.app[appkeys.clock]()
    grant = request.match_info["grant"]
    item = ItemId(request.match_info["item"])
    source = await request.app[room_key].source(grant, item, now)
    name = request.match_info.get("file")
    if name == _CAPTIONS:
        return await _captions(request, source)
    if source.url is not None:
        raise web.HTTPFound(source.url, headers={"Cache-Control": "no-store"})
    if source.asset is None:
        raise Refused("unknown_media", "The rundown has no such media.")
    if name is None:
        files = (await request.app[library].get(source.asset)).asset.files
        if not files:
            raise Refused("unknown_media", "The rundown has no such media.")
        main = ORIGINAL_PDF if source.is_handout and ORIGINAL_PDF in files else files[0]
        raise web.HTTPFound(f"/m/{grant}/{item}/{main}", headers={"Cache-Control": "no-store"})
    if name.endswith(_VTT):
        return vtt_file(await request.app[asset_captions].text(source.asset, name.removesuffix(_VTT)))
    handout = None
    if source.is_handout:
        handout = (await request.app[library].get(source.asset)).asset.name
    return await asset_file(request, source.asset, name, until_at=source.until_at, handout=handout)


async def _captions(request: web.Request, source: Source) -> web.StreamResponse:
    """Return the captions of an item: their languages, and the addresses below the grant."""
    items: tuple[ItemCaptionsBody, ...] = ()
    if source.asset is not None:
        grant, item = request.match_info["grant"], request.match_info["item"]
        items = tuple(
            ItemCaptionsBody(language=each.language, url=f"/m/{grant}/{item}/{each.language}{_VTT}")
            for each in await request.app[asset_captions].list(source.asset)
        )
    return json_response(ItemCaptionsPageBody(items=items))
