"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from aiohttp import web

from latecomer.capability import Capability, Parts
from latecomer.dashboards import routes
from latecomer.dashboards.service import Dashboards
from latecomer.dashboards.slots import dashboards_key
from latecomer.dashboards.socket import dashboard_socket
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.webinar_cache import WebinarCache
from latecomer.webinars.members.timeline import Timeline


async def build(parts: Parts) -> None:
    """Make the service of this folder, and route its socket."""
    dashboards = Dashboards(
        parts.get(Ledger),
        parts.pool,
        parts.get(Timeline),
        parts.get(WebinarCache),
        parts.changes,
        parts.clock,
        epoch=parts.process,
    )
    parts.add(dashboards)
    parts.web[dashboards_key] = dashboards
    parts.web.router.add_get("/ws/dashboard", dashboard_socket)

    async def stop(_: web.Application) -> None:
        await dashboards.stop()

    parts.web.on_shutdown.append(stop)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
