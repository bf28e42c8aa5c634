"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Final

from latecomer.capability import Capability, Parts
from latecomer.media import routes, sandbox
from latecomer.media.fetching import Fetching
from latecomer.media.moves.worker import Moving
from latecomer.media.recordings import add_recordings
from latecomer.media.rules.films import Lengths
from latecomer.media.rules.formats import ConversionLane
from latecomer.media.s3 import S3Files
from latecomer.media.service import MediaLibrary
from latecomer.media.storage import Storage
from latecomer.media.worker import Conversion, find_ffmpeg, find_soffice
from latecomer.tasks import until_done

_FETCHED_AT_ONCE: Final = 3


async def build(parts: Parts) -> None:
    """Make the services of this folder, and route uploads and recordings."""
    storage = Storage(parts.settings.data_dir / "media")
    ffmpeg, soffice = find_ffmpeg(), find_soffice()
    gib = parts.settings.max_storage_gib
    limit = None if gib is None else gib * 1024**3
    bucket = parts.settings.media_s3
    s3 = None if bucket is None else S3Files(bucket)
    library = MediaLibrary(
        parts.pool,
        storage,
        has_ffmpeg=ffmpeg is not None,
        has_office=soffice is not None,
        limit=limit,
        s3=s3,
    )
    lengths = Lengths(hls_above_ms=parts.settings.hls_above_s * 1_000)
    conversion = Conversion(parts.pool, storage, ffmpeg, parts.clock, soffice=soffice, lengths=lengths)
    parts.add(library, conversion)
    parts.web[routes.library] = library
    parts.web[routes.guard] = parts.guard
    add_recordings(parts.web)
    routes.add_media(parts.web)
    parts.run("look_at_sandbox", partial(asyncio.to_thread, sandbox.look))
    for lane in ConversionLane:
        convert = partial(conversion.convert_next, lane)
        parts.repeat(f"convert_{lane}", partial(until_done, convert), every_s=1)
    fetching = Fetching(parts.pool, library, parts.outgoing, parts.clock)
    parts.add(fetching)
    for number in range(_FETCHED_AT_ONCE):
        parts.repeat(f"fetch_media_{number}", partial(until_done, fetching.fetch_next), every_s=1)
    if s3 is not None:
        moving = Moving(parts.pool, storage, s3, parts.clock)
        parts.add(moving)
        parts.repeat("move_media", partial(until_done, moving.move_next), every_s=1)
        parts.repeat("delete_moved_media", partial(until_done, moving.delete_next), every_s=5)
    parts.repeat("complete_uploads", library.complete_uploads, every_s=30)
    parts.repeat("sweep_uploads", lambda: library.sweep(parts.clock()), every_s=3600)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
