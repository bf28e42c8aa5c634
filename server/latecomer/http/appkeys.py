"""The typed slots of the aiohttp application that handlers read. ``app.py`` fills them.

``http/application.py`` makes the application with its middlewares and routes; every slot must be filled before the
application starts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from aiohttp import web

from latecomer.core.ids import Instant
from latecomer.http.pacing import Pace
from latecomer.http.readiness import Readiness
from latecomer.http.websocket import Sockets

STATIC_DIR = Path(__file__).parents[1] / "static"
"""The folder of the built pages: ``dashboard/index.html``, ``watch/index.html``, ``assets/``, ``viewer.js``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """The part of the configuration that the web layer needs.

    ``public_url`` has no trailing slash. ``link_secret`` is the secret with which join links are issued.
    """

    public_url: str
    link_secret: bytes
    recordings_dir: Path
    media_origin: str | None = None
    """The origin of the media library's files in S3; None: they come from us."""
    media_x_accel: str | None = None
    """The internal location of nginx that leads to the media library; None: web processes send its files."""
    static_dir: Path = STATIC_DIR
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    security_contact: str | None = None

    @property
    def is_https(self) -> bool:
        """Return True when browsers reach this installation over TLS: cookies are then Secure and HSTS is sent."""
        return self.public_url.startswith("https://")


settings: web.AppKey[WebSettings] = web.AppKey("settings")
clock: web.AppKey[Callable[[], Instant]] = web.AppKey("clock")
outages: web.AppKey[tuple[type[Exception], ...]] = web.AppKey("outages")
"""The errors that drivers raise when an engine does not answer (besides OSError); such requests end in 503."""
not_text: web.AppKey[tuple[type[Exception], ...]] = web.AppKey("not_text")
"""The errors that drivers raise for a text that cannot be stored, where no service has looked at it; such requests end
in 422."""
readiness: web.AppKey[Callable[[], Awaitable[Readiness]]] = web.AppKey("readiness")


pace: web.AppKey[Pace] = web.AppKey("pace")
"""The pace of arrivals and departures."""
sockets: web.AppKey[Sockets] = web.AppKey("sockets")
"""The viewers' sockets that are open in this process."""
max_sockets: web.AppKey[int] = web.AppKey("max_sockets")
"""The number of sockets that this process accepts."""
