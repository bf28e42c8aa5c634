"""/recordings: the files of the recordings folder, in ranges as players request them (RFC 9110, section 14)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from aiohttp import web

from latecomer.http import appkeys
from latecomer.http.files import FileAnswer

_PATH: Final = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}/){0,4}[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}")
_TYPES: Final = {
    ".mp4": "video/mp4",
    ".m4s": "video/iso.segment",
    ".webm": "video/webm",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".ts": "video/mp2t",
    ".vtt": "text/vtt",
    ".jpg": "image/jpeg",
    ".png": "image/png",
}


def find_recording(folder: Path, name: str) -> Path | None:
    """Return the file with this name in the folder of recordings, None where there is none that may be served."""
    folder = folder.resolve()
    path = (folder / name).resolve() if _PATH.fullmatch(name) else folder
    known = path.suffix.lower() in _TYPES
    return path if known and path.is_relative_to(folder) and path.is_file() else None


async def recording(request: web.Request) -> web.StreamResponse:
    """Return a file of the recordings folder, or of a folder in it (HLS). Players of any origin may read it.

    Only file types that players need are served, and nothing outside the folder: every part of the name begins with a
    letter, a digit or an underscore, and the target of a symbolic link must lie in the folder too.
    """
    path = find_recording(request.app[appkeys.settings].recordings_dir, request.match_info["name"])
    if path is None:
        raise web.HTTPNotFound
    return FileAnswer(
        path,
        headers={
            "Content-Type": _TYPES[path.suffix.lower()],
            "Cache-Control": "public, max-age=3600",
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range",
            "Cross-Origin-Resource-Policy": "cross-origin",
        },
    )


async def preflight(_: web.Request) -> web.StreamResponse:
    """Answer the CORS preflight that some browsers send before they fetch a range from another origin."""
    return web.Response(
        status=204,
        headers={
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Range",
            "Access-Control-Max-Age": "86400",
        },
    )


def add_recordings(app: web.Application) -> None:
    """Add the routes of recordings."""
    app.router.add_get("/recordings/{name:.+}", recording)
    app.router.add_options("/recordings/{name:.+}", preflight)
