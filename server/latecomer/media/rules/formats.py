"""The formats that the media library accepts, recognised by content and never by name.

Source: docs/media.md, Formats
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from latecomer.media.rules.assets import AssetKind


class ConversionLane(StrEnum):
    """The queue in which an asset waits: what is quick never waits behind a film.

    Films and sound begin in ``copy``, where they are looked at; what cannot be copied goes on to ``film``.
    """

    PICTURE = "picture"
    DOCUMENT = "document"
    COPY = "copy"
    FILM = "film"


@dataclass(frozen=True, slots=True)
class Format:
    """A container format: its kinds of asset, and ffmpeg's reader for it (empty: ffmpeg does not read it)."""

    name: str
    kind: AssetKind
    demuxer: str = ""
    needs_office: bool = False
    """True for presentations, which LibreOffice turns into a PDF first."""

    @property
    def lane(self) -> ConversionLane:
        """The queue in which its files wait at first."""
        if self.demuxer:
            return ConversionLane.COPY
        return ConversionLane.DOCUMENT if self.needs_office else ConversionLane.PICTURE


PNG: Final = Format("png", AssetKind.IMAGE)
JPEG: Final = Format("jpeg", AssetKind.IMAGE)
PDF: Final = Format("pdf", AssetKind.SLIDES)
PPTX: Final = Format("pptx", AssetKind.SLIDES, needs_office=True)
ODP: Final = Format("odp", AssetKind.SLIDES, needs_office=True)
AVI: Final = Format("avi", AssetKind.VIDEO, "avi")
WMV: Final = Format("wmv", AssetKind.VIDEO, "asf")
MPG: Final = Format("mpg", AssetKind.VIDEO, "mpeg")
MP4: Final = Format("mp4", AssetKind.VIDEO, "mov")
MKV: Final = Format("mkv", AssetKind.VIDEO, "matroska")
MP3: Final = Format("mp3", AssetKind.AUDIO, "mp3")
M4A: Final = Format("m4a", AssetKind.AUDIO, "mov")

HEAD_BYTES: Final = 4_096
"""The number of leading bytes of a file that are examined."""

_PREFIXES: Final = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"0\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", WMV),
    (b"\x00\x00\x01\xba", MPG),
    (b"\x1aE\xdf\xa3", MKV),
    (b"ID3", MP3),
)
_MOV_ATOMS: Final = frozenset((b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"))
_OFFICE: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


_ODP_TYPE: Final = b"mimetypeapplication/vnd.oasis.opendocument.presentation"
_PPTX_ENTRY: Final = re.compile(rb"(?:\[Content_Types\]\.xml|_rels/\.rels|docProps/|ppt/|customXml/)")


def recognise(head: bytes) -> Format | None:
    """Return the format of a file that begins with ``head`` (up to ``HEAD_BYTES``), None if it is not accepted.

    A file that looks like a script or a playlist is not accepted, whatever its name is.
    """
    for prefix, format_ in _PREFIXES:
        if head.startswith(prefix):
            return format_
    if head.startswith(_OFFICE):
        return _presentation(head)
    return _film(head) or (PDF if b"%PDF-" in head[:1_024] else None) or _mp3(head)


def _film(head: bytes) -> Format | None:
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return AVI
    if head[4:8] in _MOV_ATOMS:
        return M4A if head[8:12] in (b"M4A ", b"M4B ") else MP4
    return None


def _mp3(head: bytes) -> Format | None:
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:  # an MPEG audio frame, layer 3
        return MP3
    return None


def _presentation(head: bytes) -> Format | None:
    """Return the format of an archive that a presentation program may have written; what is in it is checked later."""
    if head[30:].startswith(_ODP_TYPE):
        return ODP
    return PPTX if _PPTX_ENTRY.match(head, 30) else None


def is_presentation(head: bytes) -> bool:
    """Return True for a file of a presentation program, which people have to export as PDF."""
    return head.startswith((_OFFICE, _OLD_OFFICE))


def is_cut_off(head: bytes, size: int) -> bool:
    """Return True when an AVI file of ``size`` bytes announces over 2 % more; ffmpeg does not notice that."""
    if recognise(head) is not AVI:
        return False
    announced = int.from_bytes(head[4:8], "little")
    return announced != 0xFFFFFFFF and size < announced * 0.98
