"""Conversions that do not come to their end, of which nothing is left: a killed worker, a full disk, a deleted file."""

import asyncio
import io
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psutil
import pytest
from PIL import Image

from latecomer.core.errors import Refused
from latecomer.media import sandbox, worker
from latecomer.media.rules import tus
from latecomer.media.rules.assets import AssetId, AssetState
from latecomer.media.rules.failures import Failure
from latecomer.media.rules.formats import ConversionLane
from latecomer.media.worker import LEASE_MS
from latecomer.postgres.pool import open_pool
from tests.media.files import ffmpeg, film, picture
from tests.media.house import House

MIB = 1024**2


def long_film(folder: Path, seconds: int) -> bytes:
    """A film that takes its time: 720p, in a format that has to be encoded anew."""
    short, long = folder / "short.avi", folder / "long.avi"
    ffmpeg("-f", "lavfi", "-i", "testsrc=d=2:s=1280x720:r=30", "-c:v", "mpeg4", str(short))
    ffmpeg("-stream_loop", str(seconds // 2 - 1), "-i", str(short), "-c", "copy", str(long))
    return long.read_bytes()


async def waiting_for_an_encoder(house: House, content: bytes) -> AssetId:
    asset_id = await house.upload(content)
    assert await house.conversion.convert_next(ConversionLane.COPY), "it is looked at, and cannot be copied"
    return asset_id


async def begun(house: House, asset_id: AssetId) -> Path:
    """Wait until ffmpeg writes; returns its file."""
    home = house.storage.folder / asset_id.hex
    while not (made := list(home.glob("work-*/main.mp4"))):  # noqa: ASYNC110 - nothing tells it
        await asyncio.sleep(0.02)
    return made[0]


def writers(folder: Path) -> list[int]:
    """Return the processes that were started with a path in ``folder``."""
    found = psutil.process_iter(["cmdline", "status"])
    return [
        each.pid
        for each in found
        if each.info["status"] != psutil.STATUS_ZOMBIE
        and any(str(folder) in word for word in each.info["cmdline"] or ())
    ]


async def test_the_film_of_a_killed_worker_is_converted_by_another_and_nothing_is_left(
    house: House, postgres_url: str, tmp_path: Path
) -> None:
    asset_id = await waiting_for_an_encoder(house, long_film(tmp_path, 4))
    command = (sys.executable, "-m", "tests.media.slow_worker")
    given = (postgres_url, str(house.storage.folder), str(house.now))
    killed = await asyncio.create_subprocess_exec(*command, *given)
    work = await begun(house, asset_id)
    killed.kill()
    await killed.wait()
    while writers(work.parent):  # noqa: ASYNC110 - the kernel ends them in a moment; nobody else would
        await asyncio.sleep(0.02)
    asset = await house.asset(asset_id)
    assert (asset.state, asset.tries) == (AssetState.CONVERTING, 1)
    assert not await house.conversion.convert_next(ConversionLane.FILM), "its lease has not run out"
    house.now += LEASE_MS + 1
    assert await house.conversion.convert_next(ConversionLane.FILM)
    asset = await house.asset(asset_id)
    assert (asset.state, asset.files, asset.bytes) == (AssetState.READY, ("main.mp4", "poster.jpg"), 0)
    assert house.leftovers(asset) == {"files"}


async def test_a_file_deleted_while_it_is_converted_leaves_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_EXTEND_S", 0.05)
    asset_id = await waiting_for_an_encoder(house, long_film(tmp_path, 60))
    converting = asyncio.create_task(house.conversion.convert_next(ConversionLane.FILM))
    work = await begun(house, asset_id)
    await house.library.delete(asset_id, house.now)
    assert await converting
    assert writers(work.parent) == []
    assert list(house.storage.folder.iterdir()) == []


async def test_what_killed_processes_left_is_swept_and_uploads_are_kept_for_a_week(house: House) -> None:
    ready = await house.convert(picture())
    home = house.storage.folder / ready.id.hex
    (home / "source").write_bytes(b"x")
    (home / f"work-{uuid4().hex}").mkdir()
    gone = house.storage.folder / uuid4().hex
    gone.mkdir()
    (gone / "source").write_bytes(b"x")
    failed = await house.convert(b"MZ")
    (house.storage.folder / failed.id.hex / "files").mkdir(parents=True)
    (house.storage.folder / failed.id.hex / "next").touch()
    begun_at = house.now
    kept = [await house.library.create("film.avi", 100, house.now) for _ in range(2)]

    def went_on(asset_id: AssetId, at: int) -> None:
        os.utime(house.storage.source(asset_id), (at / 1_000, at / 1_000))

    went_on(kept[0], begun_at)
    went_on(kept[1], begun_at + tus.KEPT_MS)
    await house.library.sweep(begun_at + tus.KEPT_MS)
    assert house.leftovers(ready) == {"files"}
    assert not gone.exists()
    assert house.leftovers(failed) == set()
    assert {path.name for path in house.storage.folder.iterdir()} == {
        ready.id.hex,
        *(each.hex for each in kept),
    }
    await house.library.sweep(begun_at + tus.KEPT_MS + 1)
    with pytest.raises(Refused, match="no such upload"):
        await house.library.upload(kept[0])
    assert (await house.library.upload(kept[1]))[1] == 0, "somebody went on with it since"


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder on a disk of 3 MiB."""

    folder: Path
    is_real: bool

    @contextmanager
    def room_for(self, size: int) -> Iterator[None]:
        """Leave room for ``size`` bytes; where the disk is not real, the process may write no longer file."""
        if self.is_real:
            filler = self.folder / "filler"
            filler.write_bytes(bytes(shutil.disk_usage(self.folder).free - size))
            yield
            filler.unlink()
            return
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Disk]:
    """A real file system of 3 MiB; where none may be mounted, a limit on each file and a disk that counts as full."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder))
    is_real = subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not is_real:
        monkeypatch.setattr(sandbox, "_FILE_BYTES", 16 * 1024)
        monkeypatch.setattr(worker, "_LITTLE_BYTES", 2**62)
    try:
        yield Disk(folder, is_real)
    finally:
        if is_real:
            subprocess.run(("umount", "-l", str(folder)), check=True)


def noise(side: int) -> bytes:
    """A picture that no encoder makes small."""
    bare = Image.frombytes("RGB", (side, side), random.Random(1).randbytes(side * side * 3))
    file = io.BytesIO()
    bare.save(file, "JPEG", quality=90)
    return file.getvalue()


async def test_a_full_disk_ends_a_conversion_with_its_reason_and_harms_no_other_file(
    postgres_url: str, small_disk: Disk, tmp_path: Path
) -> None:
    pool = await open_pool(postgres_url, max_size=4)
    try:
        house = House(pool, small_disk.folder)
        good = await house.convert(picture()) if small_disk.is_real else None
        filler = small_disk.folder / "filler"
        for content in (film(tmp_path / "film.avi"), noise(900)):
            asset_id = await house.upload(content)
            if small_disk.is_real:
                filler.write_bytes(bytes(shutil.disk_usage(small_disk.folder).free - 32 * 1024))
            for lane in ConversionLane:
                await house.conversion.convert_next(lane)
            filler.unlink(missing_ok=True)
            asset = await house.asset(asset_id)
            assert (asset.state, asset.failure) == (AssetState.FAILED, Failure.DISK_FULL)
            assert house.leftovers(asset) == set()
        if good is not None:
            assert house.leftovers(good) == {"files"}
            assert (await house.convert(picture())).state is AssetState.READY
    finally:
        await pool.close()


async def test_a_full_disk_ends_an_upload_which_goes_on_once_there_is_room(
    postgres_url: str, small_disk: Disk
) -> None:
    pool = await open_pool(postgres_url, max_size=4)
    try:
        house = House(pool, small_disk.folder)
        content = picture() + bytes(3 * MIB // 2)
        asset_id = await house.library.create("picture.png", len(content), house.now)
        with small_disk.room_for(MIB):
            with pytest.raises(Refused) as refused:
                async with house.library.append(asset_id, 0) as writer:
                    writer.write(content)
            assert refused.value.code == "storage_full"
            _, kept = await house.library.upload(asset_id)
            assert 0 < kept < len(content)
            with pytest.raises(Refused) as refused:
                async with house.library.append(asset_id, kept) as writer:
                    writer.write(content[kept:])
            assert refused.value.code == "storage_full"
        async with house.library.append(asset_id, kept) as writer:
            writer.write(content[kept:])
        assert house.storage.source(asset_id).read_bytes() == content
        assert (await house.asset(asset_id)).state is AssetState.WAITING
    finally:
        await pool.close()
