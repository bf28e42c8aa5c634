"""The room over plain HTTP, and the media that are on air.

Source: docs/automated.md, The room; docs/media.md, Grants
"""

from __future__ import annotations

import contextlib
from typing import Final, assert_never

from aiohttp import web
from msgspec import UNSET

from latecomer.automated.chat.routes import chat
from latecomer.automated.chat.schemas import line_body
from latecomer.automated.overlays.routes import overlays
from latecomer.automated.overlays.rules import PollView, Use
from latecomer.automated.overlays.schemas import poll_view_body
from latecomer.automated.room.rules import Admitted, Entry
from latecomer.automated.room.schemas import (
    RoomAccepted,
    RoomAnswer,
    RoomAnswering,
    RoomBody,
    RoomClicked,
    RoomClock,
    RoomClosed,
    RoomError,
    RoomHello,
    RoomLine,
    RoomMessage,
    RoomOnAir,
    RoomPoll,
    RoomRequest,
    RoomSeen,
    RoomTime,
    RoomWelcome,
    StoredMessage,
    news_bodies,
    welcome,
)
from latecomer.automated.room.service import Room
from latecomer.automated.rules.rundown import ItemId
from latecomer.automated.schemas import on_air_body
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.endpoint import json_response, read_bytes, read_json
from latecomer.http.handshake import outages
from latecomer.http.rate_limit import Limiter
from latecomer.media.routes import asset_file, library

room: web.AppKey[Room] = web.AppKey("room", Room)
limiter: web.AppKey[Limiter] = web.AppKey("room_limiter", Limiter)
"""Limits what each join link asks of the room."""

_LIMIT: Final = 16 * 1024
_TWICE: Final = "Say hello once in a request: a welcome is the whole room."
_USES: Final = {RoomSeen: Use.SEEN, RoomClicked: Use.CLICKED, RoomClosed: Use.CLOSED}


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
    request.app[limiter].take(token, now)
    body = read_json(await read_bytes(request, _LIMIT), RoomRequest)
    entry = await request.app[room].enter(token, now)
    answers: list[RoomAnswer] = []
    greeted = False
    for message in body.messages:
        if isinstance(message, RoomHello) and greeted:
            answers.append(refusal_of(message, Refused("bad_request", _TWICE)))
            continue
        greeted = greeted or isinstance(message, RoomHello)
        answers.append(await _answer(request.app, entry, message, now))
    if body.since is not UNSET:
        answers += await _news(request.app, entry, body.since, now)
    if not greeted:
        with contextlib.suppress(*outages(request.app)):
            answers += map(_poll, await _polls(request.app, entry, now))
        answers.append(RoomOnAir(on_air=on_air_body(entry.on_air, entry.webinar.starts_at)))
    return json_response(RoomBody(messages=tuple(answers)))


async def _answer(app: web.Application, entry: Entry, message: RoomMessage, now: Instant) -> RoomAnswer:
    match message:
        case RoomHello():
            return await _welcome(app, entry, now)
        case RoomClock(t0=t0):
            return RoomTime(t0=t0, t1=now, t2=app[appkeys.clock]())
        case _:
            return await answer_message(app, entry, message, now)


async def answer_message(
    app: web.Application, entry: Entry | Admitted, message: StoredMessage, now: Instant
) -> RoomAccepted | RoomError:
    """Store one message and answer it; one that cannot be stored is refused by itself, and everything else goes on."""
    try:
        return await _store(app, entry, message, now)
    except Refused as refused:
        return refusal_of(message, refused)
    except outages(app):
        return refusal_of(
            message, Refused("unavailable", "Keep it, and send it again in a moment.", after_s=3)
        )


async def _store(
    app: web.Application, entry: Entry | Admitted, message: StoredMessage, now: Instant
) -> RoomAccepted:
    match message:
        case RoomLine(client_id=client_id, text=text, question=question):
            line = await app[chat].write(
                entry.webinar, entry.member, client_id, text, now, is_question=question
            )
            return RoomAccepted(client_id=client_id, line=line_body(line, entry.member))
        case RoomAnswering(poll=poll, question=question_id, values=values):
            await app[chat].check_not_banned(entry.webinar.id, entry.member)
            await app[overlays].answer(
                entry.webinar, entry.rundown, entry.member, poll, question_id, values, now
            )
            return RoomAccepted(poll=poll, question=question_id)
        case RoomSeen() | RoomClicked() | RoomClosed():
            use = _USES[type(message)]
            await app[overlays].use(entry.webinar, entry.rundown, entry.member, message.item, use, now)
            return RoomAccepted(item=message.item)
        case _:
            assert_never(message)


def refusal_of(message: RoomMessage, refused: Refused) -> RoomError:
    """Return the error that answers a message."""
    return RoomError(
        code=refused.code,
        message=refused.message,
        after_s=UNSET if refused.after_s is None else refused.after_s,
        client_id=getattr(message, "client_id", UNSET),
        poll=getattr(message, "poll", UNSET),
        question=message.question if isinstance(message, RoomAnswering) else UNSET,
        item=getattr(message, "item", UNSET),
    )


async def _welcome(app: web.Application, entry: Entry, now: Instant) -> RoomWelcome:
    try:
        entered = await app[chat].enter(entry.webinar.id, entry.member, now)
        return welcome(entry, entered, await _polls(app, entry, now), now)
    except outages(app):
        return welcome(entry, None, None, now)


async def _news(app: web.Application, entry: Entry, since: int, now: Instant) -> list[RoomAnswer]:
    """Return the chat's changes; none while the database is away, and the page asks again."""
    try:
        news = await app[chat].news(entry.webinar.id, entry.member, since, now)
    except outages(app):
        return []
    return list(news_bodies(news, entry.member))


async def _polls(app: web.Application, entry: Entry, now: Instant) -> tuple[PollView, ...]:
    return await app[overlays].views(entry.webinar, entry.rundown, entry.member, now)


def _poll(view: PollView) -> RoomPoll:
    return RoomPoll(poll=poll_view_body(view))


async def fetch(request: web.Request) -> web.StreamResponse:
    """Return media of an item to the holder of a grant, not before their time; without a file the main one.

    Raises: Refused unknown_link, unknown_media, unknown_asset (404), not_yet (403).
    """
    now = request.app[appkeys.clock]()
    grant = request.match_info["grant"]
    item = ItemId(request.match_info["item"])
    source = await request.app[room].source(grant, item, now)
    if source.url is not None:
        raise web.HTTPFound(source.url, headers={"Cache-Control": "no-store"})
    if source.asset is None:
        raise Refused("unknown_media", "The rundown has no such media.")
    name = request.match_info.get("file")
    if name is None:
        files = (await request.app[library].get(source.asset)).asset.files
        if not files:
            raise Refused("unknown_media", "The rundown has no such media.")
        raise web.HTTPFound(f"/m/{grant}/{item}/{files[0]}", headers={"Cache-Control": "no-store"})
    return asset_file(request, source.asset, name)
