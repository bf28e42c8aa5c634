"""The worker that converts uploaded files into files that players can show: one film and one picture or PDF at a time.

An asset is claimed under a lease; when a worker dies, another begins anew, up to three times. Source: docs/media.md,
Conversion
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Final
from uuid import UUID, uuid4

import msgspec
import structlog

from latecomer.core.ids import Instant
from latecomer.media import presentations, queries, sandbox
from latecomer.media.queries import AssetRow, Result
from latecomer.media.renderer import Failed, Rendered
from latecomer.media.rules import films, formats
from latecomer.media.rules.assets import ORIGINAL_PDF, POSTER, AssetKind
from latecomer.media.rules.failures import ConversionFailed, Failure
from latecomer.media.rules.films import Film, Shape
from latecomer.media.rules.formats import ConversionLane, Format
from latecomer.media.storage import Storage
from latecomer.postgres.leases import LeaseLost, held
from latecomer.postgres.pool import Pool

log = structlog.get_logger(__name__)

LEASE_MS: Final = 60_000
_EXTEND_S: Final = 5.0
_PROBE_S: Final = 30.0
_OFFICE_S: Final = 120.0
_RENDER_S: Final = 180.0
_FORMATS: Final = {format_.name: format_ for format_ in vars(formats).values() if isinstance(format_, Format)}
_FILM_FILES: Final = (
    *("main.mp4", "small.mp4"),
    *("main.m3u8", "high.m3u8", "high.mp4", "low.m3u8", "low.mp4"),
    POSTER,
)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)
_DISK_WORDS: Final = ("No space left on device", "Disk quota exceeded")
_LITTLE_BYTES: Final = 1024**2
"""Below this much room on the disk, what fails has failed for that."""


def find_ffmpeg() -> str | None:
    """Return the path of ffmpeg: the one installed with the program, else the system's; None without any."""
    try:
        import imageio_ffmpeg  # noqa: PLC0415 - comes with the extra `embedded` only
    except ImportError:
        return shutil.which("ffmpeg")
    try:
        found: str = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError:
        return shutil.which("ffmpeg")
    return found


def find_soffice() -> str | None:
    """Return the path of LibreOffice; None without it."""
    return shutil.which("soffice") or shutil.which("libreoffice")


class Conversion:
    """The worker that converts waiting files."""

    def __init__(
        self,
        pool: Pool,
        storage: Storage,
        ffmpeg: str | None,
        clock: Callable[[], Instant],
        *,
        soffice: str | None = None,
        lengths: films.Lengths | None = None,
    ) -> None:
        """``ffmpeg``, ``soffice``: paths of programs, None where they are missing; ``lengths``: other than usual."""
        self._pool = pool
        self._storage = storage
        self._ffmpeg = ffmpeg
        self._soffice = soffice
        self._clock = clock
        self._lengths = lengths or films.Lengths()

    async def convert_next(self, lane: ConversionLane) -> bool:
        """Convert the asset that has waited longest in ``lane``. Returns: False when none waits."""
        lease, now = uuid4(), self._clock()
        async with self._pool.acquire() as conn:
            asset = await queries.claim(conn, lane, lease, now, now + LEASE_MS)
        if asset is None:
            return False
        if asset.tries > queries.MAX_TRIES:
            await self._fail(asset, lease, Failure.INTERRUPTED)
            return True
        task = _Task(self._pool, asset, lease, self._clock)
        try:
            async with held(task.extend, _EXTEND_S):
                await self._convert(asset, lease, task)
        except asyncio.CancelledError:
            async with self._pool.acquire() as conn:
                await queries.release(conn, asset.id, lease)
            raise
        except ConversionFailed as error:
            await self._fail(asset, lease, error.failure)
        except (LeaseLost, FileNotFoundError):  # another worker has it, or it was deleted
            log.info("conversion_lost", asset=str(asset.id))
            await self._forget(asset)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            await self._fail(asset, lease, Failure.DISK_FULL)
        return True

    async def _convert(self, asset: AssetRow, lease: UUID, task: _Task) -> None:
        folder = self._storage.work_folder(asset.id, lease)
        try:
            source = self._storage.source(asset.id)
            format_ = _FORMATS[asset.format or ""]
            if format_.demuxer:
                result = await self._film(asset, format_, source, folder, task)
                if result is None:
                    async with self._pool.acquire() as conn:
                        await queries.move(conn, asset.id, lease, ConversionLane.FILM)
                    return
            else:
                result = await self._pictures(asset, format_, source, folder, task)
            self._storage.publish(asset.id, folder)
            async with self._pool.acquire() as conn:
                if not await queries.complete(conn, asset.id, lease, result):
                    raise LeaseLost
            self._storage.drop_source(asset.id)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    async def _pictures(
        self, asset: AssetRow, format_: Format, source: Path, folder: Path, task: _Task
    ) -> Result:
        if format_.needs_office:
            source = await self._present(source, folder)
        result = await _render(format_.kind, source, folder, task)
        if format_.kind is not AssetKind.SLIDES:
            return result
        if not format_.needs_office:
            self._storage.keep_original(asset.id, folder, ORIGINAL_PDF)
        return replace(result, files=(*result.files, ORIGINAL_PDF), bytes=_size(folder))

    async def _present(self, source: Path, folder: Path) -> Path:
        """Turn a presentation into a PDF in ``folder``."""
        if self._soffice is None:
            raise ConversionFailed(Failure.PRESENTATION)
        await asyncio.to_thread(presentations.check, source)
        profile = folder / "profile"
        try:
            outcome = await sandbox.run(
                presentations.command(self._soffice, source, folder, profile),
                folder,
                wall_s=_OFFICE_S,
                cpu_s=int(_OFFICE_S),
                line=_ignore,
            )
        finally:
            shutil.rmtree(profile, ignore_errors=True)
        made = folder / f"{source.name}.pdf"
        if outcome.timed_out:
            raise ConversionFailed(Failure.TOO_SLOW)
        if not made.exists():
            log.info("presentation_failed", code=outcome.code, said=outcome.errors[-500:])
            raise ConversionFailed(_blame(outcome.errors, folder))
        return made.rename(folder / ORIGINAL_PDF)

    async def _film(
        self, asset: AssetRow, format_: Format, source: Path, folder: Path, task: _Task
    ) -> Result | None:
        """Convert a film or sound; None when it needs an encoder and is in the lane of copies."""
        if self._ffmpeg is None:
            raise ConversionFailed(Failure.NO_CONVERTER)
        if await asyncio.to_thread(_is_cut_off, source):
            raise ConversionFailed(Failure.CUT_OFF)
        program = [self._ffmpeg, "-hide_banner", "-nostdin", "-y", "-max_alloc", str(512 * 1024**2)]
        film = await self._probe([*program, *films.reading(format_, source)], folder)
        shape = self._lengths.shape(film)
        if asset.lane is ConversionLane.COPY and not films.is_copied(film, shape):
            return None
        length_s = (film.duration_ms or films.LONGEST_MS) / 1_000

        def follow(line: str) -> None:
            if (at_ms := films.progress_ms(line)) is not None:
                task.progress = min(1.0, at_ms / 1_000 / length_s)

        converted = await sandbox.run(
            [*program, "-loglevel", "warning", *films.conversion(film, format_, source, folder, shape)],
            folder,
            wall_s=3 * length_s + 60,
            cpu_s=int(6 * length_s + 120),
            line=follow,
        )
        if converted.timed_out:
            raise ConversionFailed(Failure.TOO_SLOW)
        if converted.code != 0 or _says_full(converted.errors):
            log.info("conversion_failed", code=converted.code, said=converted.errors[-500:])
            raise ConversionFailed(_blame(converted.errors, folder))
        return await self._made(film, shape, folder)

    async def _probe(self, command: Sequence[str], folder: Path) -> Film:
        probe = await sandbox.run(command, folder, wall_s=_PROBE_S, cpu_s=30, line=_ignore)
        return films.read_probe(_readable(probe.errors))

    async def _made(self, film: Film, shape: Shape, folder: Path) -> Result:
        """Look at what was made of a film: its length, its size, and a picture of it."""
        program = [self._ffmpeg or "", "-hide_banner", "-nostdin", "-y", "-protocol_whitelist", "file"]
        main = folder / films.main_file(shape)
        out = await self._probe([*program, "-i", str(main)], folder)
        films.check_length(film, out.duration_ms or 0)
        if shape is Shape.HLS:
            low = await self._probe([*program, "-i", str(folder / "low.m3u8")], folder)
            qualities = [
                (name, (folder / f"{name}.m3u8").read_text(), (each.width, each.height))
                for name, each in (("high", out), ("low", low))
            ]
            (folder / "main.m3u8").write_text(films.master_playlist(qualities))
        if film.kind is AssetKind.VIDEO:
            # A film without a picture of itself is a film all the same.
            at_s = min(10.0, (out.duration_ms or 0) / 10_000)
            await sandbox.run(
                [*program[:4], *films.poster(main, folder / POSTER, at_s)],
                folder,
                wall_s=_PROBE_S,
                cpu_s=30,
                line=_ignore,
            )
        return Result(
            kind=film.kind,
            files=tuple(name for name in _FILM_FILES if (folder / name).exists()),
            bytes=_size(folder),
            duration_ms=out.duration_ms,
            width=out.width or None,
            height=out.height or None,
        )

    async def _fail(self, asset: AssetRow, lease: UUID, failure: Failure) -> None:
        async with self._pool.acquire() as conn:
            failed = await queries.fail(conn, asset.id, lease, failure)
        if failed:
            self._storage.drop(asset.id)
        else:
            await self._forget(asset)

    async def _forget(self, asset: AssetRow) -> None:
        """Delete the files of an asset that was deleted while it was converted."""
        async with self._pool.acquire() as conn:
            if not await queries.load(conn, [asset.id]):
                self._storage.drop(asset.id)


async def _render(kind: AssetKind, source: Path, folder: Path, task: _Task) -> Result:
    said: list[str] = []

    def follow(line: str) -> None:
        said.append(line)
        with contextlib.suppress(ValueError):
            task.progress = float(line)

    command = [sys.executable, "-m", "latecomer.media.renderer", kind, str(source), str(folder)]
    outcome = await sandbox.run(command, folder, wall_s=_RENDER_S, cpu_s=int(_RENDER_S), line=follow)
    if outcome.timed_out:
        raise ConversionFailed(Failure.TOO_SLOW)
    last = said[-1] if said else ""
    if outcome.code == 1 and last.startswith("{"):
        raise ConversionFailed(msgspec.json.decode(last, type=Failed).failure)
    if outcome.code != 0 or not last.startswith("{"):
        log.info("rendering_failed", code=outcome.code, said=outcome.errors[-500:])
        raise ConversionFailed(_blame(outcome.errors, folder))
    rendered = msgspec.json.decode(last, type=Rendered)
    return Result(
        kind=kind,
        files=rendered.files,
        bytes=_size(folder),
        width=rendered.width,
        height=rendered.height,
        pages=len(rendered.files) if kind is AssetKind.SLIDES else None,
    )


class _Task:
    """A running conversion: renews its lease and records its progress."""

    def __init__(self, pool: Pool, asset: AssetRow, lease: UUID, clock: Callable[[], Instant]) -> None:
        self.progress = 0.0
        self._began_s = monotonic()
        self._pool = pool
        self._asset = asset
        self._lease = lease
        self._clock = clock

    async def extend(self) -> bool:
        """Extend the lease and record the progress. Returns: False when the lease is lost."""
        elapsed_s = monotonic() - self._began_s
        left_s = round(elapsed_s * (1 / self.progress - 1)) if self.progress > 0.02 else None
        with contextlib.suppress(OSError):
            async with self._pool.acquire() as conn:
                return await queries.extend(
                    conn, self._asset.id, self._lease, self._clock() + LEASE_MS, self.progress, left_s
                )
        return True


def _readable(text: str) -> str:
    if "Stream #0" not in text:
        raise ConversionFailed(Failure.DAMAGED)
    return text


def _says_full(errors: str) -> bool:
    return any(words in errors for words in _DISK_WORDS)


def _blame(errors: str, folder: Path) -> Failure:
    """Return why a program failed: the disk, where it said so or little room is left on it, else the file."""
    is_full = _says_full(errors) or shutil.disk_usage(folder).free < _LITTLE_BYTES
    return Failure.DISK_FULL if is_full else Failure.DAMAGED


def _is_cut_off(source: Path) -> bool:
    with source.open("rb") as file:
        return formats.is_cut_off(file.read(formats.HEAD_BYTES), source.stat().st_size)


def _ignore(_: str) -> None:
    """Ignore a line."""


def _size(folder: Path) -> int:
    return sum(entry.stat().st_size for entry in os.scandir(folder))
