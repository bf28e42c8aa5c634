"""The site: a page with a recording, and pages with the registration form in each of the three ways."""

from pathlib import Path
from typing import Final

from aiohttp import web

_HERE: Final = Path(__file__).parent
_PLACEHOLDER: Final = "https://latecomer.example"
"""Stands in ``index.html`` where a real site would name its Latecomer."""


_SLUG: Final = "office-hours"
"""Stands in the pages with a form where a real site would name its registration page."""
PAGES: Final = {
    "/": "index.html",
    "/register-script": "register_script.html",
    "/register-frame": "register_frame.html",
    "/register-form": "register_form.html",
}
"""The files by their addresses."""


def site(latecomer: str, recording: Path, slug: str = _SLUG) -> web.Application:
    """The site as an application.

    Args:
        latecomer: base URL of the server whose viewer script the page embeds, without a slash at the end.
        recording: the video file that the page plays.
        slug: the registration page whose form the site shows.
    """

    async def page(request: web.Request) -> web.StreamResponse:
        written = (_HERE / PAGES[request.path]).read_text(encoding="utf-8")
        html = written.replace(_PLACEHOLDER, latecomer).replace(_SLUG, slug)
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def static(request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_HERE / request.path.lstrip("/"))

    async def video(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(recording)

    app = web.Application()
    for path in PAGES:
        app.router.add_get(path, page)
    for path in ("/page.css", "/page.js", "/form.js"):
        app.router.add_get(path, static)
    app.router.add_get("/talk.mp4", video)
    return app
