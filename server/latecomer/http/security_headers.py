"""Security headers of every answer: the sources that a page may load, and protection against framing, sniffing and
referrer leaks.

Source: Content Security Policy Level 3; OWASP Secure Headers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final

from aiohttp import web

from latecomer.http import appkeys
from latecomer.http.problems import REQUEST_ID

_ALWAYS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}

HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]-]+")
"""The form of a host in a directive: the Host header and URLs come from outside, and `;` would end a directive."""

NOTHING: Final = "default-src 'none'; frame-ancestors 'none'"
"""The policy of answers that are no pages."""


def page_policy(
    request: web.Request, *, media: Sequence[str] = (), styles: Sequence[str] = (), frames: bool = False
) -> str:
    """Return the Content-Security-Policy of one of our pages.

    Args:
        media: further origins (or schemes) from which the page may play and fetch a recording.
        styles: hashes of inline styles that the page may use, as ``'sha256-…'``.
        frames: True where the page may frame pages of ours.
    """
    # 'self' does not cover websockets in every browser that is still in use.
    scheme = "wss" if request.app[appkeys.settings].is_https else "ws"
    socket = f" {scheme}://{request.host}" if HOST.fullmatch(request.host) else ""
    library = request.app[appkeys.settings].media_origin
    pictures = f" {library}" if library else ""
    further = pictures + "".join(f" {source}" for source in media)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            " ".join(("style-src 'self'", *styles)),
            "font-src 'self'",
            f"img-src 'self' data:{pictures}",
            f"connect-src 'self'{socket}{further}",
            f"media-src 'self' blob:{further}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            *(("frame-src 'self'",) if frames else ()),
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def guard(response: web.StreamResponse) -> None:
    """Add the headers that do not depend on the request; headers that the response has already stay."""
    response.headers["Server"] = "latecomer"  # aiohttp's own tells versions
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", NOTHING)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers in ``app.on_response_prepare``: a handler's own stay. An upgrade gets none."""
    if response.status == HTTPStatus.SWITCHING_PROTOCOLS:
        response.headers["Server"] = "latecomer"
        return
    guard(response)
    if request.app[appkeys.settings].is_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if REQUEST_ID in request:
        response.headers["X-Request-Id"] = request[REQUEST_ID]
