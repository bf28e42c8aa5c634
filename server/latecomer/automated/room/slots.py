"""The typed slots of the room, which its HTTP calls and its socket share."""

from __future__ import annotations

from aiohttp import web

from latecomer.automated.room.answers import RoomAnswers
from latecomer.automated.room.open_rooms import OpenRooms
from latecomer.automated.room.service import Room

room_key: web.AppKey[Room] = web.AppKey("room", Room)
answers_key: web.AppKey[RoomAnswers] = web.AppKey("room_answers", RoomAnswers)
open_rooms_key: web.AppKey[OpenRooms] = web.AppKey("open_rooms", OpenRooms)
