"""The typed slots of the aiohttp application: everything that handlers reach for. ``app.py`` fills them.

``latecomer.web.site.add_site(app)`` installs middlewares and routes; it expects all of these to be set before the
application starts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from latecomer.core.ids import Instant
from latecomer.web.ports import Dashboards, Explaining, Joining, Readiness


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What the web layer needs to know of the configuration.

    ``public_url`` has no trailing slash; ``allowed_origins`` are complete origins (``https://example.com``).
    """

    public_url: str
    link_secret: bytes
    recordings_dir: Path
    allowed_origins: tuple[str, ...] = ()


settings = web.AppKey("settings", WebSettings)
clock = web.AppKey("clock", Callable[[], Instant])
joining = web.AppKey("joining", Joining)
explaining = web.AppKey("explaining", Explaining)
dashboards = web.AppKey("dashboards", Dashboards)
readiness = web.AppKey("readiness", Callable[[], Awaitable[Readiness]])
# Part B's services follow as they land: access, webinars, registering, finishing, persons, timeline.
