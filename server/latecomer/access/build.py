"""What this folder gives to the whole."""

from __future__ import annotations

from latecomer.access import routes
from latecomer.access.service import Access
from latecomer.capability import Capability, Parts
from latecomer.http.auth import authenticator_key
from latecomer.http.rate_limit import Limiter


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    access = Access(parts.pool, parts.settings.admin_key)
    parts.add(access)
    parts.web[routes.access_key] = access
    parts.web[authenticator_key] = access
    parts.web[routes.sign_in_limiter] = Limiter(per_s=1, burst=30)
    parts.repeat("sweep_access", lambda: access.sweep(parts.clock()), every_s=600)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
