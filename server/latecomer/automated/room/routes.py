"""The room over plain HTTP, and the media that are on air.

Source: docs/automated.md, The room; docs/media.md, Grants
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.automated.room.schemas import (
    RoomAnswer,
    RoomBody,
    RoomClock,
    RoomHello,
    RoomOnAir,
    RoomRequest,
    RoomTime,
    welcome,
)
from latecomer.automated.room.service import Room
from latecomer.automated.rules.rundown import ItemId
from latecomer.automated.schemas import on_air_body
from latecomer.core.errors import Refused
from latecomer.http import appkeys
from latecomer.http.endpoint import json_response, read_bytes, read_json
from latecomer.http.rate_limit import Limiter
from latecomer.media.routes import asset_file, library

room: web.AppKey[Room] = web.AppKey("room", Room)
limiter: web.AppKey[Limiter] = web.AppKey("room_limiter", Limiter)
"""Limits what each join link asks of the room."""

_LIMIT: Final = 16 * 1024


def add_room(app: web.Application) -> None:
    """Route the room and its media."""
    app.router.add_post("/j/{token}/room", ask)
    app.router.add_get("/m/{grant}/{item}", fetch)
    app.router.add_get("/m/{grant}/{item}/{file}", fetch)


async def ask(request: web.Request) -> web.StreamResponse:
    """Answer a page's messages to the room, and add the items on air.

    Raises: Refused unknown_link, no_room (404), not_registered (403), too_early (425), window_closed (410);
        TooManyRequests; 422 for a body that is no ``RoomRequest``.
    """
    clock = request.app[appkeys.clock]
    now = clock()
    token = request.match_info["token"]
    request.app[limiter].take(token, now)
    body = read_json(await read_bytes(request, _LIMIT), RoomRequest)
    entry = await request.app[room].enter(token, now)
    answers: list[RoomAnswer] = []
    for message in body.messages:
        match message:
            case RoomHello():
                answers.append(welcome(entry, now))
            case RoomClock(t0=t0):
                answers.append(RoomTime(t0=t0, t1=now, t2=clock()))
    if not any(isinstance(message, RoomHello) for message in body.messages):
        answers.append(RoomOnAir(on_air=on_air_body(entry.on_air, entry.webinar.starts_at)))
    return json_response(RoomBody(messages=tuple(answers)))


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
