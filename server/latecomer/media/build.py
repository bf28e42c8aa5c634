"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from functools import partial

from latecomer.capability import Capability, Parts
from latecomer.media import routes
from latecomer.media.recordings import add_recordings
from latecomer.media.rules.formats import ConversionLane
from latecomer.media.service import MediaLibrary
from latecomer.media.storage import Storage
from latecomer.media.worker import Conversion, find_ffmpeg
from latecomer.tasks import until_done


async def build(parts: Parts) -> None:
    """Make the services of this folder, and route uploads and recordings."""
    storage = Storage(parts.settings.data_dir / "media")
    ffmpeg = find_ffmpeg()
    gib = parts.settings.max_storage_gib
    limit = None if gib is None else gib * 1024**3
    library = MediaLibrary(parts.pool, storage, has_ffmpeg=ffmpeg is not None, limit=limit)
    conversion = Conversion(parts.pool, storage, ffmpeg, parts.clock)
    parts.add(library, conversion)
    parts.web[routes.library] = library
    add_recordings(parts.web)
    routes.add_media(parts.web)
    for lane in ConversionLane:
        convert = partial(conversion.convert_next, lane)
        parts.repeat(f"convert_{lane}", partial(until_done, convert), every_s=1)
    parts.repeat("sweep_uploads", lambda: library.sweep(parts.clock()), every_s=3600)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
