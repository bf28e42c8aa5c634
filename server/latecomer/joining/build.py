"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.http.rate_limit import Limiter
from latecomer.joining import routes
from latecomer.joining.routes import join_links_key
from latecomer.joining.service import JoinLinks
from latecomer.watching.batcher import Batcher
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.webinar_cache import WebinarCache


async def build(parts: Parts) -> None:
    """Make the service of this folder, and route the join link."""
    parts.web[join_links_key] = JoinLinks(
        parts.settings.secret_key,
        parts.get(Ledger),
        parts.get(Batcher),
        parts.get(WebinarCache),
        parts.pool,
    )
    parts.web[routes.click_limiter] = Limiter(per_s=0.1, burst=20)
    routes.add_join_link(parts.web)


CAPABILITY = Capability(build=build)
