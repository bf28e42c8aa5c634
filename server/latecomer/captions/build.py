"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.captions import routes
from latecomer.captions.assets import routes as asset_routes
from latecomer.captions.assets.service import AssetCaptions
from latecomer.captions.service import CaptionLibrary, copy
from latecomer.media.service import MediaLibrary
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
    of_assets = AssetCaptions(parts.pool)
    parts.get(MediaLibrary).captions_of = of_assets.languages
    parts.add(of_assets)
    parts.web[asset_routes.asset_captions] = of_assets


CAPABILITY = Capability(build=build, endpoints=(*routes.ENDPOINTS, *asset_routes.ENDPOINTS))
