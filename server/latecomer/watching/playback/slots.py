"""The slots of the viewer's socket and beacon in the application; ``build`` fills them."""

from __future__ import annotations

from aiohttp import web

from latecomer.watching.batcher import Batcher
from latecomer.watching.playback.page_notes import PageNotes
from latecomer.watching.playback.viewer_admission import ViewerAdmission
from latecomer.watching.playback.viewers import Viewers
from latecomer.watching.presence import Presence
from latecomer.watching.webinar_cache import WebinarCache

viewer_admission_key: web.AppKey[ViewerAdmission] = web.AppKey("viewer_admission")
batcher_key: web.AppKey[Batcher] = web.AppKey("watching")
notes_key: web.AppKey[PageNotes] = web.AppKey("page_notes")
presence_key: web.AppKey[Presence] = web.AppKey("presence")
audience_key: web.AppKey[Viewers] = web.AppKey("audience")
known_webinars_key: web.AppKey[WebinarCache] = web.AppKey("known_webinars")
