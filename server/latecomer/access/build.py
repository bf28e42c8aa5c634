"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

import contextlib

from latecomer.access import routes
from latecomer.access.service import Access
from latecomer.capability import Capability, Parts
from latecomer.http.auth import authenticator_key
from latecomer.http.rate_limit import Limiter
from latecomer.redis.functions import LedgerAway, LedgerBroken
from latecomer.redis.pubsub import AccessChanged, Message, Missed


async def build(parts: Parts) -> None:
    """Make the services of this folder."""

    async def tell() -> None:
        with contextlib.suppress(LedgerAway, LedgerBroken):  # then it is noticed after 30 s
            await parts.changes.publish(None, AccessChanged())

    access = Access(parts.pool, parts.settings.admin_key, parts.settings.secret_key, tell)

    def hear(message: Message) -> None:
        if isinstance(message, AccessChanged | Missed):
            access.forget()

    parts.changes.subscribe(None, hear)
    parts.add(access)
    parts.web[routes.access_key] = access
    parts.web[authenticator_key] = access
    parts.web[routes.sign_in_limiter] = Limiter(per_s=1, burst=30)
    parts.repeat("sweep_access", lambda: access.sweep(parts.clock()), every_s=600)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
