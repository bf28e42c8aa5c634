"""The slots of the viewer's socket and beacon in the application; ``build`` fills them."""

from __future__ import annotations

from aiohttp import web

from latecomer.watching.batcher import Watching
from latecomer.watching.playback.greeting import Greeter
from latecomer.watching.playback.viewers import Audience
from latecomer.watching.presence import Presence
from latecomer.watching.webinar_cache import KnownWebinars

greeter_key: web.AppKey[Greeter] = web.AppKey("greeter")
watching_key: web.AppKey[Watching] = web.AppKey("watching")
presence_key: web.AppKey[Presence] = web.AppKey("presence")
audience_key: web.AppKey[Audience] = web.AppKey("audience")
known_webinars_key: web.AppKey[KnownWebinars] = web.AppKey("known_webinars")
