"""The typed slots of the aiohttp application: everything that handlers reach for. ``app.py`` fills them.

``latecomer.site.new_application()`` makes it with middlewares and routes; every slot is to be filled
before the application starts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from aiohttp import web

from latecomer.access.service import Access
from latecomer.core.ids import Instant
from latecomer.dashboards.service import Dashboards
from latecomer.http.pacing import Pace
from latecomer.http.websocket import Sockets
from latecomer.integrations.connections.service import Connections
from latecomer.integrations.deliveries.dispatcher import DeadLetters
from latecomer.integrations.inbox.receiver import Receiving
from latecomer.integrations.inbox.service import Inbox
from latecomer.integrations.pulls.refresh import Refreshing
from latecomer.joining.service import Joining
from latecomer.privacy.service import Persons
from latecomer.readiness import Readiness
from latecomer.watching.batcher import Watching
from latecomer.watching.explanation import Explaining
from latecomer.watching.playback.viewers import Audience
from latecomer.watching.presence import Presence
from latecomer.watching.webinar_cache import KnownWebinars
from latecomer.webinars.finish import Finishing
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.service import Webinars

STATIC_DIR = Path(__file__).parents[1] / "static"
"""Where the built pages lie: ``dashboard/index.html``, ``watch/index.html``, ``assets/``, ``viewer.js``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """What the web layer needs to know of the configuration.

    ``public_url`` has no trailing slash. ``link_secret`` is the one that join links are issued with.
    """

    public_url: str
    link_secret: bytes
    recordings_dir: Path
    static_dir: Path = STATIC_DIR
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()

    @property
    def is_https(self) -> bool:
        """Whether people reach this installation encrypted; then cookies are Secure and HSTS is sent."""
        return self.public_url.startswith("https://")


settings: web.AppKey[WebSettings] = web.AppKey("settings")
clock: web.AppKey[Callable[[], Instant]] = web.AppKey("clock")
outages: web.AppKey[tuple[type[Exception], ...]] = web.AppKey("outages")
"""What the engines' drivers raise when an engine does not answer (besides OSError); such requests end in
503.
"""
readiness: web.AppKey[Callable[[], Awaitable[Readiness]]] = web.AppKey("readiness")

access: web.AppKey[Access] = web.AppKey("access")
webinars: web.AppKey[Webinars] = web.AppKey("webinars")
registering: web.AppKey[Registering] = web.AppKey("registering")
finishing: web.AppKey[Finishing] = web.AppKey("finishing")
persons: web.AppKey[Persons] = web.AppKey("persons")
timeline: web.AppKey[Timeline] = web.AppKey("timeline")
dead_letters: web.AppKey[DeadLetters] = web.AppKey("dead_letters")
joining: web.AppKey[Joining] = web.AppKey("joining")
explaining: web.AppKey[Explaining] = web.AppKey("explaining")
dashboards: web.AppKey[Dashboards] = web.AppKey("dashboards")

connections: web.AppKey[Connections] = web.AppKey("connections")
inbox: web.AppKey[Inbox] = web.AppKey("inbox")
receiving: web.AppKey[Receiving] = web.AppKey("receiving")
refreshing: web.AppKey[Refreshing] = web.AppKey("refreshing")

watching: web.AppKey[Watching] = web.AppKey("watching")
presence: web.AppKey[Presence] = web.AppKey("presence")
audience: web.AppKey[Audience] = web.AppKey("audience")
known_webinars: web.AppKey[KnownWebinars] = web.AppKey("known_webinars")
pace: web.AppKey[Pace] = web.AppKey("pace")
"""At which everybody comes and goes."""
sockets: web.AppKey[Sockets] = web.AppKey("sockets")
"""The viewers' sockets that are open in this process."""
max_sockets: web.AppKey[int] = web.AppKey("max_sockets")
"""How many sockets this process takes."""
