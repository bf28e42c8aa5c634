"""A websocket whose text messages may be taken the moment they are parsed, and answered without a task for each.

Waking a reader costs about as much as everything we do with a heartbeat. What is not taken waits in aiohttp's own queue
for ``receive()``, in order: as long as something waits there, nothing is taken past it. That the other end is gone the
reader hears at a pace: when thousands go at once, that is no reason to let the others wait.

This reaches below aiohttp's public interface, to the queue that its parser fills;
tests/http/test_fast_websocket.py holds it to what that does today.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from aiohttp import WSMsgType, hdrs, web
from aiohttp._websocket.models import WSMessage, WSMessageTextBytes
from aiohttp._websocket.reader import WebSocketDataQueue
from aiohttp.http import WebSocketReader, WebSocketWriter
from aiohttp.web_request import BaseRequest
from multidict import CIMultiDict, CIMultiDictProxy

from latecomer.http.pacing import Pace

Take: TypeAlias = Callable[[str], bool]
"""Takes a text message, or says that it should wait for ``receive()``. It must not raise."""

_QUEUE_BYTES = 64 * 1024
MAX_SHORT: Final = 125
_HEADS: Final = tuple(bytes((0x81, size)) for size in range(MAX_SHORT + 1))
"""Of an unmasked text frame, by the size of its payload. Source: RFC 6455, section 5.2"""
_NO_HEADERS: Final = CIMultiDictProxy(CIMultiDict({hdrs.UPGRADE: "websocket"}))
"""What is left of every request that was forgotten: that it was an upgrade."""


class _Queue(WebSocketDataQueue):
    """aiohttp's queue, asked past when it is empty."""

    take: Take | None = None
    pace: Pace | None = None

    def feed_data(self, data: WSMessage | WSMessageTextBytes, size: int) -> None:
        if self.take is None or data.type is not WSMsgType.TEXT or self._buffer or not self.take(data.data):
            super().feed_data(data, size)

    def feed_eof(self) -> None:
        if self.pace is None:
            super().feed_eof()
        else:
            self.pace.add(super().feed_eof)


class DirectSocket(web.WebSocketResponse):
    """A server's websocket that may take text messages directly."""

    def __init__(self, *, pace: Pace | None = None, **options: Any) -> None:
        """``pace``: at which ends are told, at once without it; ``options`` are aiohttp's."""
        super().__init__(**options)
        self._pace = pace

    def take_directly(self, take: Take) -> None:
        """From now on offer each text message to ``take`` first."""
        if isinstance(self._reader, _Queue):
            self._reader.take = take

    def forget_request(self, request: web.Request) -> None:
        """Let go of the request's headers and of the parser that read them: they would stay as long as the connection,
        at more than 3 KiB each. Nothing of the request but its app and its route can be read from then on."""
        request._message = request._message._replace(headers=_NO_HEADERS, raw_headers=())  # noqa: SLF001
        request._headers = _NO_HEADERS  # noqa: SLF001
        request._cache.clear()  # noqa: SLF001
        request.protocol._parser = None  # noqa: SLF001

    def write_text(self, payload: bytes) -> None:
        """Write a short text frame (at most MAX_SHORT bytes) to a connection without compression. What the kernel does
        not take at once is buffered by the transport."""
        if self._writer is None or self.closed:
            return
        self._writer.transport.write(_HEADS[len(payload)] + payload)

    def _post_start(self, request: BaseRequest, protocol: str | None, writer: WebSocketWriter) -> None:
        """As aiohttp has it, with our queue."""
        self._ws_protocol = protocol
        self._writer = writer
        if self._loop is None:
            raise RuntimeError("prepare() has not run")
        self._reader = _Queue(request.protocol, _QUEUE_BYTES, loop=self._loop)
        self._reader.pace = self._pace
        self._parser = WebSocketReader(
            self._reader, self._max_msg_size, compress=bool(self._compress), decode_text=True
        )
        request.protocol.set_parser(self._parser)
        request.protocol.keep_alive(val=False)
