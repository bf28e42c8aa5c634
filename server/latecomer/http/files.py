"""Files as answers."""

from __future__ import annotations

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.abc import AbstractStreamWriter

_DATE: Final = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT", re.ASCII)
_ETAG: Final = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')
_CONDITIONS: Final = (hdrs.IF_MODIFIED_SINCE, hdrs.IF_UNMODIFIED_SINCE, hdrs.IF_RANGE)


class FileAnswer(web.FileResponse):
    """A file, in ranges and under conditions (RFC 9110, sections 13 and 14); conditions with an invalid date are
    ignored.

    aiohttp accepts every kind of date, and fails for years that no calendar has where no middleware can answer.
    """

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Begin the answer."""
        wrong = [name for name in _CONDITIONS if name in request.headers and not _is_usable(request, name)]
        if wrong:
            headers = request.headers.copy()
            for name in wrong:
                del headers[name]
            request = request.clone(headers=headers)
        return await super().prepare(request)


def _is_usable(request: web.BaseRequest, name: str) -> bool:
    value = request.headers[name]
    return _DATE.fullmatch(value) is not None or (
        name == hdrs.IF_RANGE and _ETAG.fullmatch(value) is not None
    )
