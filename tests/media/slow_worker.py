"""A process that converts the film that waits: ``python -m tests.media.slow_worker URL FOLDER NOW``."""

import asyncio
import sys
from pathlib import Path

from latecomer.media.rules.formats import ConversionLane
from latecomer.media.storage import Storage
from latecomer.media.worker import Conversion, find_ffmpeg
from latecomer.postgres.pool import open_pool


async def main(url: str, folder: str, now: str) -> None:
    """Convert one film."""
    pool = await open_pool(url)
    await Conversion(pool, Storage(Path(folder)), find_ffmpeg(), lambda: int(now)).convert_next(
        ConversionLane.FILM
    )


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
