"""Files as answers."""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import IO, Any, Final

from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter
from multidict import CIMultiDict

_DATE: Final = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", re.ASCII)
_ETAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_CHOOSING: Final = (
    hdrs.RANGE,
    hdrs.ACCEPT_ENCODING,
    hdrs.IF_MATCH,
    hdrs.IF_NONE_MATCH,
    hdrs.IF_MODIFIED_SINCE,
    hdrs.IF_UNMODIFIED_SINCE,
    hdrs.IF_RANGE,
)
_CONDITIONS: Final = (hdrs.IF_MODIFIED_SINCE, hdrs.IF_UNMODIFIED_SINCE, hdrs.IF_RANGE)
_LISTS: Final = (hdrs.IF_MATCH, hdrs.IF_NONE_MATCH)
_LIST_MAX: Final = 1_024
"""Characters of a list of tags; a browser sends one tag."""
_PIECE_MIN: Final = 16 * 1024
"""Bytes of a file that are read at once; so much is in memory for each client that does not take them."""
_PIECE_MAX: Final = 64 * 1024
"""The same for clients that take each piece within ``_QUICK_S``."""
_QUICK_S: Final = 0.25


async def send_download(
    request: web.Request, file: IO[bytes], media_type: str, name: str
) -> web.StreamResponse:
    """Send a file that was written just now, to be saved under ``name`` (ASCII) and kept in no cache."""
    response = web.StreamResponse(
        headers={
            hdrs.CONTENT_TYPE: media_type,
            hdrs.CONTENT_DISPOSITION: f'attachment; filename="{name}"',
            hdrs.CONTENT_LENGTH: str(file.seek(0, os.SEEK_END)),
            hdrs.CACHE_CONTROL: "no-store",
        }
    )
    await response.prepare(request)
    if request.method != hdrs.METH_HEAD:
        file.seek(0)
        while piece := await asyncio.to_thread(file.read, _PIECE_MAX):
            await response.write(piece)
    await response.write_eof()
    return response


def notice_unsent(transport: asyncio.WriteTransport | None) -> None:
    """Have the protocol of ``transport`` paused if bytes of it are unsent: uvloop does not do so by itself after a
    first write that was done in part."""
    if transport is not None:
        transport.set_write_buffer_limits(high=0)


class FileAnswer(web.FileResponse):
    """A file, in ranges and under conditions (RFC 9110, sections 13 and 14); conditions with an invalid date,
    or a very long list, are ignored.

    aiohttp accepts every kind of date, and fails for years that no calendar has where no middleware can answer. It also
    keeps the file open for as long as a client takes; here it is open only while a piece is read, so that clients that
    read slowly, or not at all, hold no descriptors and little memory.
    """

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Begin the answer."""
        wrong = [
            name
            for name in (*_CONDITIONS, *_LISTS)
            if name in request.headers and not _is_usable(request, name)
        ]
        if wrong:
            # Only what a file is chosen by: another header may hold bytes that cannot be written again.
            kept = ((name, request.headers[name]) for name in _CHOOSING if name in request.headers)
            headers = CIMultiDict(
                (name, value) for name, value in kept if name not in wrong and value.isascii()
            )
            request = request.clone(headers=headers)
        return await super().prepare(request)

    async def _sendfile(
        self, request: web.BaseRequest, fobj: IO[Any], offset: int, count: int
    ) -> AbstractStreamWriter:
        """Send a part of the file, piece by piece. Raises: ConnectionResetError when another file has taken its place
        meanwhile: the client then asks for the rest, and hears that it changed."""
        path, version = Path(fobj.name), _version(fobj)
        fobj.close()
        writer = await web.StreamResponse.prepare(self, request)
        if writer is None:
            raise ConnectionResetError("the answer was prepared before")
        clock, end, size = asyncio.get_running_loop().time, offset + count, _PIECE_MIN
        while offset < end:
            piece = await asyncio.to_thread(_read, path, version, offset, min(size, end - offset))
            given_s = clock()
            await writer.write(piece)
            notice_unsent(request.transport)
            await writer.drain()
            size = min(2 * size, _PIECE_MAX) if clock() - given_s < _QUICK_S else _PIECE_MIN
            offset += len(piece)
        return writer


_Version = tuple[int, int, int, int]
"""Device, inode, size in bytes and time of change in ns of a file."""


def _version(file: IO[Any]) -> _Version:
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _read(path: Path, version: _Version, offset: int, size: int) -> bytes:
    """Return ``size`` bytes of a file. Raises: ConnectionResetError when it is not that version any more."""
    try:
        with path.open("rb", buffering=0) as file:
            piece = os.pread(file.fileno(), size, offset) if _version(file) == version else b""
    except FileNotFoundError:
        piece = b""
    if not piece:
        raise ConnectionResetError("the file has changed")
    return piece


def _is_usable(request: web.BaseRequest, name: str) -> bool:
    value = request.headers[name]
    if name in _LISTS:
        return len(value) <= _LIST_MAX
    return _DATE.fullmatch(value) is not None or (
        name == hdrs.IF_RANGE and _ETAG.fullmatch(value) is not None
    )
