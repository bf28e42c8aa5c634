"""``POST /beacon``: a hello and heartbeats in one request, for pages that leave and networks that block websockets.

Source: docs/protocol.md, Viewer
"""

from __future__ import annotations

import asyncio

from aiohttp import hdrs, web

from latecomer.core.ids import PlaybackId
from latecomer.errors import Refused
from latecomer.protocol.close_codes import CloseCode, Closing
from latecomer.protocol.decoding import read_beacon
from latecomer.protocol.playback import HeartbeatReceived
from latecomer.services.playing import Playing
from latecomer.store.redis.library import LedgerAway
from latecomer.web import appkeys

_WAIT_S = 10.0
_PREFLIGHT = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "POST",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Content-Type",
    hdrs.ACCESS_CONTROL_MAX_AGE: "86400",
}
_REFUSED = {
    CloseCode.UNKNOWN_TOKEN: ("unknown_link", 404),
    CloseCode.NOT_REGISTERED: ("not_registered", 403),
    CloseCode.ORIGIN_NOT_ALLOWED: ("origin_not_allowed", 403),
    CloseCode.WINDOW_CLOSED: ("window_closed", 410),
    CloseCode.TOO_EARLY: ("too_early", 425),
    CloseCode.TOO_MANY_PLAYBACKS: ("too_many_playbacks", 429),
    CloseCode.CLOCK_MOVED: ("clock_moved", 409),
}


async def preflight(request: web.Request) -> web.Response:
    """Which other origins' pages may send beacons as JSON; which webinars they may send them for is in each."""
    return web.Response(status=204, headers=_PREFLIGHT | _allowed(request))


async def beacon(request: web.Request) -> web.Response:
    """Count a beacon; 204 once it is durable.

    Raises: Refused with the codes above, malformed_json, unavailable (503: send it again).
    """
    headers = _allowed(request)
    now = request.app[appkeys.clock]()
    message = read_beacon(await request.read())
    playback = PlaybackId(message.playback)
    try:
        greeting = await request.app[appkeys.joining].hello(
            message.join, playback, int(message.clock_ms), request.headers.get(hdrs.ORIGIN), now, beacon=True
        )
        if isinstance(greeting, Closing):
            raise _refused(greeting)
        answer = _Answer()
        playing = Playing(
            greeting,
            request.app[appkeys.watching],
            request.app[appkeys.presence],
            clock=request.app[appkeys.clock],
            send=answer.sent,
            close=answer.closed,
            stale=lambda: None,
        )
        for heartbeat in message.heartbeats:
            playing.heartbeat(
                HeartbeatReceived(heartbeat.seq, heartbeat.state, heartbeat.segments, now), beacon=True
            )
        async with asyncio.timeout(_WAIT_S):
            while playing.unacked and answer.closing is None:
                answer.news.clear()
                await answer.news.wait()
    except (LedgerAway, TimeoutError) as error:
        raise Refused("unavailable", "Nothing can be counted right now; send it again.", 503) from error
    if answer.closing is not None:
        raise _refused(answer.closing)
    return web.Response(status=204, headers=headers)


def _refused(closing: Closing) -> Refused:
    code, status = _REFUSED.get(closing.code, ("unavailable", 503))
    return Refused(code, closing.reason, status)


def _allowed(request: web.Request) -> dict[str, str]:
    """Let the page that sent it see the answer; whether it may send at all is decided by its webinar."""
    origin = request.headers.get(hdrs.ORIGIN)
    return {hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin, hdrs.VARY: hdrs.ORIGIN} if origin else {}


class _Answer:
    """Where a playback without a socket speaks to."""

    def __init__(self) -> None:
        self.news = asyncio.Event()
        self.closing: Closing | None = None

    def sent(self, _frame: bytes) -> None:
        self.news.set()

    def closed(self, closing: Closing) -> None:
        self.closing = closing
        self.news.set()
