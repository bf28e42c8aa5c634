"""The built pages: HTML shells, their hashed assets, and the viewer script.

This module maps addresses to shells; the pages themselves decide what a shell shows.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Final

import msgspec
from aiohttp import web

from latecomer.core.errors import Refused
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.cookies import cookie
from latecomer.http.files import FileAnswer
from latecomer.http.problems import problem_response
from latecomer.http.security_headers import page_policy
from latecomer.i18n.languages import COOKIE, Language, choose, direction
from latecomer.i18n.translate import translate

_DASHBOARD_PAGES: Final = (
    "/",
    "/sign-in",
    "/keys",
    "/sessions",
    "/audit",
    "/media",
    "/webinars",
    "/webinars/{rest:.+}",
    "/people",
    "/people/{rest:.+}",
    "/segments",
    "/segments/{rest:.+}",
    "/campaigns",
    "/campaigns/{rest:.+}",
    "/connections",
    "/connections/{rest:.+}",
)
_SAFE_NAME: Final = r"{name:[A-Za-z0-9_][A-Za-z0-9._-]*}"
_NAME_MAX: Final = 200
_TEXT: Final = re.compile(r"\{text ([a-z0-9_-]+)\}")
_ENGLISH: Final = '<html lang="en" dir="ltr">'
_EXPIRES_MS: Final = 180 * 86_400_000
"""RFC 9116 recommends less than a year."""
_IMMUTABLE: Final = "public, max-age=31536000, immutable"
_TYPES: Final = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
"""The media types, fixed here because machines' own tables differ."""


def add_shells(app: web.Application) -> None:
    """Route the dashboard's pages, the assets and the viewer script."""
    for page in _DASHBOARD_PAGES:
        app.router.add_get(page, dashboard_shell)
    app.router.add_get("/assets/" + _SAFE_NAME, asset)
    app.router.add_get("/viewer.js", viewer_script)
    app.router.add_get("/robots.txt", robots)
    app.router.add_get("/.well-known/security.txt", security_txt)


async def dashboard_shell(request: web.Request) -> web.StreamResponse:
    """Return the page of the dashboard. It contains no data: the page fetches them, signed in."""
    return shell(request, "dashboard", page_policy(request, frames=True))


_VIEWERS_ADDRESS: Final = re.compile(r"/(?:[A-Za-z]|watch)(?:/.*)?", re.DOTALL)
"""The addresses of links that people get, which have one letter: a mail program may have broken one off."""


def not_found_page(request: web.Request) -> web.Response:
    """Return the page for an unknown address: the viewers' one where a link of theirs begins so, else the dashboard's,
    which asks to sign in. Without built pages, return a problem."""
    try:
        if _VIEWERS_ADDRESS.fullmatch(request.path):
            return shell(request, "watch", page_policy(request, styles=player_styles(request)), 404)
        return shell(request, "dashboard", page_policy(request, frames=True), 404)
    except Refused as refused:
        return problem_response(request, refused)


def wants_page(request: web.Request) -> bool:
    """Return True when a browser navigates to an address that could be a page."""
    is_program = request.path.startswith(("/api/", "/assets/", "/recordings/", "/ws/"))
    return request.method == "GET" and not is_program and "text/html" in request.headers.get("Accept", "")


def shell(
    request: web.Request,
    page: str,
    policy: str,
    status: int = 200,
    preferences: tuple[str | None, ...] = (),
) -> web.Response:
    """Return one of the built HTML pages, in the language of its reader.

    Args:
        preferences: languages known about the reader, which come before the browser's own.

    Raises: Refused pages_not_built (503).

    Source: docs/languages.md, Which language
    """
    path = request.app[appkeys.settings].static_dir / page / "index.html"
    language = reader_language(request, preferences)
    try:
        html = in_language(path.read_text("utf-8"), language)
    except FileNotFoundError:
        raise Refused(
            "pages_not_built", "this server runs without its built pages: run `make pages`"
        ) from None
    return web.Response(
        text=html,
        status=status,
        content_type="text/html",
        charset="utf-8",
        headers={
            "Content-Security-Policy": policy,
            "Cache-Control": "no-store",
            "Content-Language": language,
            "Vary": "Accept, Accept-Language, Cookie",
        },
    )


def reader_language(request: web.Request, preferences: tuple[str | None, ...] = ()) -> Language:
    """Return the language for the sender of a request."""
    return choose(
        kept=cookie(request, COOKIE),
        preferences=preferences,
        accept_language=request.headers.get("Accept-Language", ""),
    )


def in_language(html: str, language: Language) -> str:
    """Write the language of a built page into it, and the texts in place of each ``{text id}``."""
    filled = html.replace(_ENGLISH, f'<html lang="{language}" dir="{direction(language)}">', 1)
    return _TEXT.sub(lambda found: escape(translate(language, found[1])), filled)


def player_styles(request: web.Request) -> tuple[str, ...]:
    """Return the hashes of the player's inline styles, as the build wrote them down; () without a build."""
    path = request.app[appkeys.settings].static_dir / "watch" / "style-hashes.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[str, ...])
    except FileNotFoundError:
        return ()


async def asset(request: web.Request) -> web.StreamResponse:
    """Return a file whose name changes with its content."""
    directory = request.app[appkeys.settings].static_dir / "assets"
    return _file(directory / request.match_info["name"], {"Cache-Control": _IMMUTABLE})


async def viewer_script(request: web.Request) -> web.StreamResponse:
    """Return the script that third-party pages embed; any origin may load it, and browsers send no cookie with the
    request."""
    return _file(
        request.app[appkeys.settings].static_dir / "viewer.js",
        {
            "Cache-Control": "public, max-age=300",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def robots(_: web.Request) -> web.StreamResponse:
    """Tell search engines to index nothing: join links are personal."""
    return web.Response(text="User-agent: *\nDisallow: /\n")


async def security_txt(request: web.Request) -> web.StreamResponse:
    """Return the contact for reports of weaknesses (RFC 9116); 404 when none is configured."""
    settings = request.app[appkeys.settings]
    if settings.security_contact is None:
        raise web.HTTPNotFound
    expires = to_text(request.app[appkeys.clock]() + _EXPIRES_MS)
    lines = (
        f"Contact: {settings.security_contact}",
        f"Expires: {expires}",
        "Preferred-Languages: en, fr, nl",
        f"Canonical: {settings.public_url}/.well-known/security.txt",
    )
    return web.Response(text="\n".join((*lines, "")), headers={"Cache-Control": "public, max-age=86400"})


def _file(path: Path, headers: dict[str, str]) -> FileAnswer:
    kind = _TYPES.get(path.suffix)
    if kind is None or len(path.name) > _NAME_MAX or not path.is_file():
        raise web.HTTPNotFound
    return FileAnswer(path, headers=headers | {"Content-Type": kind})
