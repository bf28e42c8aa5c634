"""Text behind the token of a link, as mail programs and people add it: it leads to the link itself.

Source: docs/domain.md, The join link
"""

from __future__ import annotations

from aiohttp import web


def add_without_stray_text(app: web.Application, prefix: str, length: int) -> None:
    """Redirect ``prefix/TOKEN`` with text behind the token, such as a dot, a bracket or a slash, to ``prefix/TOKEN``.

    Call it before the route of the link is added, and after the routes below it. ``length``: characters of a token.
    """

    async def lead_on(request: web.Request) -> web.StreamResponse:
        query = f"?{request.query_string}" if request.query_string else ""
        token = request.match_info["token"]
        raise web.HTTPFound(f"{prefix}/{token}{query}", headers={"Cache-Control": "no-store"})

    app.router.add_get(f"{prefix}/{{token:[A-Za-z0-9_-]{{{length}}}}}{{stray:.+}}", lead_on)
