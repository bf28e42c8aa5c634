"""Cookies: one by its name. The others, of which strangers may send any number, are not parsed."""

from __future__ import annotations

import re
from functools import cache

from aiohttp import hdrs, web


def cookie(request: web.BaseRequest, name: str) -> str | None:
    """Return the value of a cookie, of the last one with this name; None without one.

    Source: RFC 6265, section 5.4
    """
    found = _pattern(name).findall(request.headers.get(hdrs.COOKIE, ""))
    return found[-1].strip(' \t"') if found else None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\A|;)[ \t]*{re.escape(name)}=([^;]*)")
