"""Presentations that LibreOffice turns into a PDF: a look into the archive, and the command.

Source: docs/media.md, Conversion
"""

import zipfile
from pathlib import PurePath
from typing import Final

from latecomer.media.rules.failures import ConversionFailed, Failure

_ENTRIES_MAX: Final = 10_000
_BYTES_MAX: Final = 2 * 1024**3
"""Bytes of an archive once they are decompressed."""
_SLIDES: Final = ("ppt/presentation.xml", "content.xml")


def check(source: PurePath) -> None:
    """Check that an archive is a presentation of a size that can be opened. Raises: ConversionFailed."""
    try:
        with zipfile.ZipFile(str(source)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ConversionFailed(Failure.DAMAGED) from error
    if not any(entry.filename in _SLIDES for entry in entries):
        raise ConversionFailed(Failure.UNKNOWN_FORMAT)
    if len(entries) > _ENTRIES_MAX or sum(entry.file_size for entry in entries) > _BYTES_MAX:
        raise ConversionFailed(Failure.TOO_LARGE)


def command(soffice: str, source: PurePath, folder: PurePath, profile: PurePath) -> list[str]:
    """Return the command that writes ``source`` as a PDF into ``folder``; LibreOffice keeps its own files in
    ``profile``."""
    return [
        soffice,
        f"-env:UserInstallation=file://{profile}",
        *("--headless", "--nologo", "--norestore", "--nodefault", "--nolockcheck"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(source)),
    ]
