"""``POST /beacon``: a hello and heartbeats in one request, for pages that leave and networks that block websockets.

Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio
import json
from typing import Final

import msgspec
from aiohttp import hdrs, web

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, PlaybackId
from latecomer.http import appkeys
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.connection import vouch
from latecomer.http.endpoint import read_bytes
from latecomer.http.handshake import foreign_origin, outages
from latecomer.http.problems import problem_response
from latecomer.http.rate_limit import Limiter
from latecomer.watching.playback.rules.decoding import read_beacon
from latecomer.watching.playback.rules.messages import Beacon
from latecomer.watching.playback.session import PlaybackSession
from latecomer.watching.playback.slots import batcher_key, notes_key, presence_key, viewer_admission_key
from latecomer.watching.rules.heartbeat_segments import MAX_SEGMENTS

MAX_BYTES: Final = 256 * 1024
"""Browsers send up to 64 KiB when a page goes away; what a script sends by itself may be a little more."""
MAX_BEACON_SEGMENTS: Final = 5_000
"""The number of segments of one beacon that are judged: nearly 14 hours of heartbeats."""
limiter: web.AppKey[Limiter] = web.AppKey("beacon_limiter", Limiter)
"""Limits the beacons of each member: ten playbacks that send one in ten seconds have room."""

RECORDING_HEADER: Final = "Latecomer-Recording"
"""The header with the welcome's ``recording``, as JSON in ASCII."""
_WAIT_S: Final = 10.0
_PREFLIGHT: Final = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "POST",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Content-Type",
    hdrs.ACCESS_CONTROL_MAX_AGE: "86400",
}
_REFUSED: Final = {
    CloseCode.UNKNOWN_TOKEN: "unknown_link",
    CloseCode.NOT_REGISTERED: "not_registered",
    CloseCode.ORIGIN_NOT_ALLOWED: "origin_not_allowed",
    CloseCode.WINDOW_CLOSED: "window_closed",
    CloseCode.EVENT_CANCELLED: "event_cancelled",
    CloseCode.TOO_EARLY: "too_early",
    CloseCode.TOO_MANY_PLAYBACKS: "too_many_playbacks",
    CloseCode.CLOCK_MOVED: "clock_moved",
    CloseCode.BAD_HELLO: "bad_beacon",
}


async def preflight(request: web.Request) -> web.Response:
    """Answer the preflight of another origin's page that sends beacons as JSON; each beacon is checked against its
    webinar's origins.
    """
    return web.Response(status=204, headers=_PREFLIGHT | _readable(request))


async def beacon(request: web.Request) -> web.Response:
    """Count a beacon; 204 once it is durable. The page that sent it can also read every other answer."""
    now = request.app[appkeys.clock]()
    try:
        message = read_beacon(await read_bytes(request, MAX_BYTES))
        async with asyncio.timeout(_WAIT_S):
            playing = await _count(request, message, now)
    except Refused as refused:
        exposed = (
            {hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: hdrs.RETRY_AFTER} if refused.after_s is not None else {}
        )
        return problem_response(request, refused, _readable(request) | exposed)
    except outages(request.app):
        away = Refused("unavailable", "Nothing can be counted right now; send it again.")
        return problem_response(request, away, _readable(request))
    vouch(request.transport, message.join)
    told = {}
    if (recording := playing.recording(now)) is not None:
        told = {
            RECORDING_HEADER: json.dumps(msgspec.to_builtins(recording)),
            hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: RECORDING_HEADER,
        }
    return web.Response(status=204, headers=_readable(request) | told)


async def _count(request: web.Request, message: Beacon, now: Instant) -> PlaybackSession:
    app = request.app
    app[limiter].take(app[viewer_admission_key].whose(message.join).hex, now)
    greeting = await app[viewer_admission_key].hello(
        message.join,
        PlaybackId(message.playback),
        int(message.clock_ms),
        foreign_origin(request),
        now,
        beacon=True,
    )
    if isinstance(greeting, Closing):
        raise _refused(greeting)
    answer = _Answer()
    playing = PlaybackSession(
        greeting,
        app[batcher_key],
        app[presence_key],
        clock=app[appkeys.clock],
        send=answer.sent,
        close=answer.closed,
        stale=lambda: None,
        public_url=app[appkeys.settings].public_url,
    )
    if message.media_s is not msgspec.UNSET:
        app[notes_key].other_length(playing.webinar, foreign_origin(request), message.media_s)
    left = MAX_BEACON_SEGMENTS
    for each in message.heartbeats:
        # The heartbeat that exceeds the limit tells so; of those after it only the state is of use.
        beat = each if left >= 0 else msgspec.structs.replace(each, segments=[])
        playing.heartbeat(beat, now, min(max(left, 0), MAX_SEGMENTS))
        left -= min(len(beat.segments), MAX_SEGMENTS)
    while playing.unacked and answer.closing is None:
        answer.news.clear()
        await answer.news.wait()
    if answer.closing is not None:
        raise _refused(answer.closing)
    return playing


def _refused(closing: Closing) -> Refused:
    code = _REFUSED.get(closing.code, "unavailable")
    return Refused(code, closing.reason)


def _readable(request: web.Request) -> dict[str, str]:
    """Let the page that sent the request read the answer; whether it may send beacons is decided by its webinar."""
    origin = request.headers.get(hdrs.ORIGIN)
    allowed = {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin, hdrs.VARY: hdrs.ORIGIN} if origin else {}
    return allowed | {"Cross-Origin-Resource-Policy": "cross-origin"}


class _Answer:
    """The connection of a playback without a socket."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.closing: Closing | None = None

    def sent(self, _frame: bytes) -> None:
        self.news.set()

    def closed(self, closing: Closing) -> None:
        self.closing = closing
        self.news.set()
