"""``GET /ws/dashboard``: live numbers of one webinar; ``dashboards/rules/feed.py`` decides what is sent.

Source: docs/protocol.md, Dashboard
"""

from __future__ import annotations

import asyncio
import contextlib

import structlog
from aiohttp import web
from msgspec import UNSET

from latecomer.core.errors import Refused
from latecomer.core.ids import WebinarId
from latecomer.dashboards.rules.feed import DashboardSession, Form, News
from latecomer.dashboards.service import BoardSubscriber
from latecomer.dashboards.slots import dashboards_key
from latecomer.http import appkeys
from latecomer.http.auth import Caller, Scope, authenticator_key, find_caller
from latecomer.http.close_codes import CloseCode, Closing
from latecomer.http.handshake import hand_over, offers_deflate, outages, refusal
from latecomer.http.websocket import WebSocket
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL, Subscribe

_log = structlog.get_logger()

_SUBSCRIBE_S = 10
_MAX_MESSAGE_BYTES = 4096
_SLOW_S = 20
"""A subscriber that takes no frame for so long is cut off; a fresh connection starts with a snapshot."""
_LOOK_AGAIN_S = 30
"""Seconds between two checks that the key or session is still valid. Source: docs/protocol.md, Access"""
_NOT_ALLOWED = Closing(CloseCode.NOT_ALLOWED, "sign in, or send a key with the scope read")


async def dashboard_socket(request: web.Request) -> web.StreamResponse:
    """Accept the websocket of a dashboard."""
    if (refused := refusal(request, DASHBOARD_SUBPROTOCOL)) is not None:
        return refused
    caller = await find_caller(request, request.app[appkeys.clock]())
    deflates = offers_deflate(request)
    socket = DashboardSocket(request, caller, deflates=deflates)
    return hand_over(request, socket, DASHBOARD_SUBPROTOCOL, max_bytes=_MAX_MESSAGE_BYTES, deflates=deflates)


class DashboardSocket(WebSocket):
    """A subscriber's socket: it subscribes once, and then receives every change."""

    __slots__ = (
        "_caller",
        "_form",
        "_patience",
        "_request",
        "_session",
        "_viewing",
        "_work",
    )

    def __init__(self, request: web.Request, caller: Caller | None, *, deflates: bool) -> None:
        super().__init__(request.app[appkeys.pace], request.app[appkeys.sockets])
        self._request = request
        """The request whose credentials are checked again and again."""
        self._caller = caller
        """The owner of the cookie or header that came with the request."""
        self._form = Form(names=False, compressed=deflates)
        self._session = DashboardSession()
        self._patience: asyncio.TimerHandle | None = None
        """While the client has to do something: to subscribe, to take what was written."""
        self._viewing: BoardSubscriber | None = None
        self._work: asyncio.Task[None] | None = None

    def opened(self) -> None:
        self._expect(_SUBSCRIBE_S, Closing(CloseCode.TOO_SLOW, "subscribe within 10 seconds"))

    def ended(self) -> None:
        self._expect_nothing()
        if self._work is not None:
            self._work.cancel()
        if self._viewing is not None:
            self._viewing.close()

    def text_received(self, text: str) -> None:
        self._asked(self._session.receive(text))

    def binary_received(self, data: bytes) -> None:
        self._asked(self._session.receive(data))

    def pause_writing(self) -> None:
        super().pause_writing()
        self._expect(_SLOW_S, Closing(CloseCode.TOO_SLOW, "too slow in taking numbers"))

    def drained(self) -> None:
        self._expect_nothing()
        self._tell()

    def _asked(self, asked: Subscribe | Closing) -> None:
        if isinstance(asked, Closing):
            self._end(asked)
        else:
            self._expect_nothing()
            self._work = asyncio.ensure_future(self._serve(asked))

    async def _serve(self, asked: Subscribe) -> None:
        """Send a webinar's numbers for as long as the subscriber may see them."""
        app = self._request.app
        try:
            if not await self._may(asked):
                self._end(_NOT_ALLOWED)
                return
            self._viewing = await app[dashboards_key].watch(WebinarId(asked.webinar))
        except Refused as refused:
            self._end(Closing(CloseCode.UNKNOWN_WEBINAR, refused.message))
            return
        except outages(app) as error:
            _log.warning("dashboard_failed", error=repr(error))
            self._end(Closing(CloseCode.TOO_SLOW, "the numbers cannot be read right now"))
            return
        self.vouch()
        self._viewing.on_news = self._tell
        self._viewing.on_patch = self._send_now
        self._tell()
        allowed = True
        while allowed:
            await asyncio.sleep(_LOOK_AGAIN_S)
            with contextlib.suppress(*outages(app)):
                if asked.key is UNSET:
                    self._caller = await find_caller(self._request, app[appkeys.clock]())
                allowed = await self._may(asked)
        self._end(_NOT_ALLOWED)

    async def _may(self, asked: Subscribe) -> bool:
        """Return whether the subscriber may still see the numbers: the key is valid, or the session has not ended."""
        app, caller = self._request.app, self._caller
        if asked.key is not UNSET:
            caller = await app[authenticator_key].caller_of_key(asked.key, app[appkeys.clock]())
        self._form = self._form._replace(names=caller is not None and caller.may(Scope.PEOPLE))
        return caller is not None and caller.may(Scope.READ)

    def _send_now(self, patch: News) -> bool:
        """Write a patch. Returns: False when the client has not yet taken what was written before; nothing is written
        then."""
        if self.is_slow:
            return False
        self.send(patch.frame(self._form))
        return True

    def _tell(self) -> None:
        """Write the waiting messages, unless the client has not yet taken what was written before."""
        viewing = self._viewing
        while viewing is not None and not self.is_slow and (message := viewing.take()) is not None:
            self.send(message.frame(self._form))

    def _expect(self, within_s: float, otherwise: Closing) -> None:
        self._expect_nothing()
        self._patience = asyncio.get_running_loop().call_later(within_s, self._end, otherwise)

    def _expect_nothing(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _end(self, closing: Closing) -> None:
        self.close(closing.code, closing.reason)
