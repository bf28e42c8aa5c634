"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.captions import routes
from latecomer.captions.service import CaptionLibrary, copy
from latecomer.postgres.strangers import StrangersPool
from latecomer.webinars.hooks import WebinarHooks


async def build(parts: Parts) -> None:
    """Make the library of captions, and route its files."""
    captions = CaptionLibrary(
        parts.pool, parts.get(StrangersPool), parts.get(WebinarHooks).changed, parts.outgoing
    )
    parts.get(WebinarHooks).copied.subscribe(copy)
    parts.add(captions)
    parts.web[routes.library] = captions
    routes.add_captions(parts.web)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
