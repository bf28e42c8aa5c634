"""The folder of the media library, shared by all processes.

Each asset has: ``source`` while it is uploaded and converted, ``work-LEASE/`` during a conversion, and ``files/`` once
it is ready. File names are made by us: no part of an uploaded name reaches the file system.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final
from uuid import UUID

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant
from latecomer.media.rules.assets import AssetId

_FILE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\.(mp4|m3u8|webp|jpg|pdf)")
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NEARLY_FULL_BYTES: Final = 1024**3
"""Below this much room on the disk, the pre-flight check warns."""


class UploadTaken(Exception):
    """Raised when another request has taken over this upload."""


class Storage:
    """Files of assets below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def source(self, asset_id: AssetId) -> Path:
        """Return the path of the uploaded file."""
        return self.folder / asset_id.hex / "source"

    def file(self, asset_id: AssetId, name: str) -> Path | None:
        """Return the path of a ready asset's file; None for an unknown name."""
        return self.folder / asset_id.hex / "files" / name if _FILE.fullmatch(name) else None

    def files(self, asset_id: AssetId, names: Sequence[str]) -> list[Path]:
        """Return the paths of a ready asset's files. Raises: FileNotFoundError when one of them is not there."""
        found = [self.folder / asset_id.hex / "files" / name for name in names]
        for path in found:
            path.stat()
        return found

    def begin(self, asset_id: AssetId) -> None:
        """Make the empty file of an upload. Raises: Refused storage_full."""
        path = self.source(asset_id)
        with _room():
            path.parent.mkdir(parents=True)
            path.touch()

    def offset(self, asset_id: AssetId) -> int:
        """Return the number of bytes of an upload that have arrived."""
        try:
            return self.source(asset_id).stat().st_size
        except FileNotFoundError:
            return 0

    def kept(self, asset_id: AssetId) -> int:
        """Return the number of bytes of an upload that are on the disk, after writing what is not there yet."""
        try:
            with self.source(asset_id).open("rb") as file, _room():
                os.fsync(file.fileno())
                return os.fstat(file.fileno()).st_size
        except FileNotFoundError:
            return 0

    def progressed_at(self, asset_id: AssetId) -> Instant:
        """Return when the last byte of an upload arrived; 0 without a file."""
        try:
            return int(self.source(asset_id).stat().st_mtime * 1_000)
        except FileNotFoundError:
            return 0

    def head(self, asset_id: AssetId, length: int) -> bytes:
        """Return the beginning of an uploaded file."""
        with self.source(asset_id).open("rb") as file:
            return file.read(length)

    @contextmanager
    def writing(self, asset_id: AssetId, ticket: str) -> Iterator[Writer]:
        """Hold an upload for writing.

        A later request leaves a ``ticket``; the request that writes sees it, stops and releases the upload. Raises:
        BlockingIOError while another request still writes; FileNotFoundError when the upload has ended; Refused
        storage_full.
        """
        path = self.source(asset_id)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
        try:
            waiting = path.with_name("next")
            with _room():
                waiting.write_text(ticket)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield Writer(descriptor, waiting, ticket)
        finally:
            os.close(descriptor)

    @contextmanager
    def fetching(self, asset_id: AssetId) -> Iterator[Writer]:
        """Write a file that is fetched, from its beginning. Raises: BlockingIOError while another process writes it."""
        path = self.source(asset_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            file.truncate(0)
            yield Writer(file.fileno())

    def work_folder(self, asset_id: AssetId, lease: UUID) -> Path:
        """Make an empty folder for a conversion; remains of an earlier attempt are deleted."""
        home = self.folder / asset_id.hex
        for old in home.glob("work-*"):
            shutil.rmtree(old, ignore_errors=True)
        folder = home / f"work-{lease.hex}"
        folder.mkdir(parents=True)
        return folder

    def publish(self, asset_id: AssetId, folder: Path) -> None:
        """Move the results of a conversion to the place from which they are served."""
        for path in folder.iterdir():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        target = self.folder / asset_id.hex / "files"
        shutil.rmtree(target, ignore_errors=True)
        folder.rename(target)

    def keep_original(self, asset_id: AssetId, folder: Path, name: str) -> None:
        """Put the uploaded file beside the results of its conversion, because handouts hand it out."""
        target = folder / name
        if not target.exists():
            os.link(self.source(asset_id), target)

    def drop_source(self, asset_id: AssetId) -> None:
        """Delete the uploaded file, and the other files of its upload and conversion."""
        home = self.folder / asset_id.hex
        for path in (home / "source", home / "next"):
            path.unlink(missing_ok=True)
        for work in home.glob("work-*"):
            shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            home.rmdir()  # only where nothing else is in it

    def with_source(self) -> list[AssetId]:
        """Return the assets of which there is more than the results: an upload, or what a conversion left."""
        found = []
        for home in self.folder.glob("*"):
            with suppress(ValueError, NotADirectoryError, FileNotFoundError):
                if any(each.name != "files" for each in home.iterdir()):
                    found.append(AssetId(UUID(hex=home.name)))
        return found

    def drop(self, asset_id: AssetId) -> None:
        """Delete all files of an asset."""
        shutil.rmtree(self.folder / asset_id.hex, ignore_errors=True)

    def is_nearly_full(self) -> bool:
        """Return True if the disk has less than 1 GiB left."""
        with suppress(FileNotFoundError):
            return shutil.disk_usage(self.folder).free < NEARLY_FULL_BYTES
        return False


@contextmanager
def _room() -> Iterator[None]:
    """Refuse what does not fit on the disk. Raises: Refused storage_full."""
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise Refused("storage_full", "The disk of the media library is full.") from error


class Writer:
    """The request that writes an upload; ``offset`` is the position of the next byte."""

    def __init__(self, descriptor: int, waiting: Path | None = None, ticket: str = "") -> None:
        self._descriptor = descriptor
        self._waiting = waiting
        self._ticket = ticket
        self.offset = os.fstat(descriptor).st_size

    def check(self) -> None:
        """Check that no other request has taken over the upload. Raises: UploadTaken."""
        try:
            if self._waiting is None or self._waiting.read_text() == self._ticket:
                return
        except FileNotFoundError:
            pass
        raise UploadTaken

    def write(self, data: bytes) -> None:
        """Write bytes. Raises: Refused storage_full."""
        view = memoryview(data)
        try:
            with _room():
                while view:
                    view = view[os.write(self._descriptor, view) :]
        finally:
            self.offset = os.fstat(self._descriptor).st_size

    def flush(self) -> None:
        """Write everything received so far to the disk, so that the client may rely on the offset. Raises: Refused
        storage_full."""
        with _room():
            os.fsync(self._descriptor)
