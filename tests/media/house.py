"""A media library and its converter, for the tests of this folder."""

from pathlib import Path

from latecomer.media.queries import AssetRow
from latecomer.media.rules.assets import AssetId
from latecomer.media.rules.films import Lengths
from latecomer.media.rules.formats import ConversionLane
from latecomer.media.service import MediaLibrary
from latecomer.media.storage import Storage
from latecomer.media.worker import Conversion, find_ffmpeg
from latecomer.postgres.pool import Pool

NOW = 1_790_000_000_000


class House:
    """A library and its converter."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self.pool = pool
        self.now = NOW
        self.storage = Storage(folder / "media")
        self.library = MediaLibrary(pool, self.storage, has_ffmpeg=True)
        self.conversion = self.converter()

    def converter(self, lengths: Lengths | None = None, soffice: str | None = None) -> Conversion:
        """Return a converter with these limits."""
        return Conversion(
            self.pool, self.storage, find_ffmpeg(), lambda: self.now, soffice=soffice, lengths=lengths
        )

    async def upload(self, content: bytes, name: str = "file") -> AssetId:
        asset_id = await self.library.create(name, len(content), self.now)
        async with self.library.append(asset_id, 0) as writer:
            writer.write(content)
        return asset_id

    async def asset(self, asset_id: AssetId) -> AssetRow:
        return (await self.library.get(asset_id)).asset

    async def convert(self, content: bytes) -> AssetRow:
        """Upload a file and convert it."""
        asset_id = await self.upload(content)
        for lane in ConversionLane:
            await self.conversion.convert_next(lane)
        return await self.asset(asset_id)

    def leftovers(self, asset: AssetRow) -> set[str]:
        home = self.storage.folder / asset.id.hex
        return {path.name for path in home.iterdir()} if home.exists() else set()
