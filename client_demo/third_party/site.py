"""The site: three static files and a recording."""

from pathlib import Path
from typing import Final

from aiohttp import web

_HERE: Final = Path(__file__).parent
_PLACEHOLDER: Final = "https://latecomer.example"
"""Stands in ``index.html`` where a real site would name its Latecomer."""


def site(latecomer: str, recording: Path) -> web.Application:
    """The site as an application.

    Args:
        latecomer: base URL of the server whose viewer script the page embeds, without a slash at the end.
        recording: the video file that the page plays.
    """
    html = (_HERE / "index.html").read_text(encoding="utf-8").replace(_PLACEHOLDER, latecomer)

    async def page(_: web.Request) -> web.StreamResponse:
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def static(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_HERE / request.path.lstrip("/"))

    async def video(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(recording)

    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/page.css", static)
    app.router.add_get("/page.js", static)
    app.router.add_get("/talk.mp4", video)
    return app
