"""The kind of a media file by its first bytes, and its length in seconds by its index.

The functions that need more of a file than its beginning are generators: each ``yield`` asks for bytes as
``(offset, length)`` and receives them, or fewer at the end of the file.

Source: ISO/IEC 14496-12 (MP4); RFC 8794 and RFC 9559 (WebM); RFC 8216 (HLS)
"""

from __future__ import annotations

import struct
from collections.abc import Generator
from enum import StrEnum
from typing import Final, TypeAlias

Wanted: TypeAlias = tuple[int, int]
"""Bytes of a file: the offset of the first, and how many."""
Length: TypeAlias = Generator[Wanted, bytes, float | None]

_BOXES_MAX: Final = 200
_MP4_FIRST: Final = frozenset({b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"})
_LONGEST_S: Final = 30 * 86_400


class MediaKind(StrEnum):
    """The kind of a file."""

    MP4 = "mp4"
    WEBM = "webm"
    HLS = "hls"
    OGG = "ogg"
    AUDIO = "audio"
    """MP3, AAC, FLAC or WAV."""
    DASH = "dash"
    WEB_PAGE = "web_page"
    UNKNOWN = "unknown"


def kind_of(head: bytes) -> MediaKind:
    """Return the kind of a file by its first bytes, of which 512 are enough."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    is_mpeg_audio = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0
    is_wave = head.startswith(b"RIFF") and head[8:12] == b"WAVE"
    signs = (
        (MediaKind.HLS, text.startswith(b"#extm3u")),
        (MediaKind.DASH, b"<mpd" in text),
        (MediaKind.WEB_PAGE, text.startswith(b"<")),
        (MediaKind.MP4, head[4:8] in _MP4_FIRST),
        (MediaKind.WEBM, head.startswith(b"\x1aE\xdf\xa3")),
        (MediaKind.OGG, head.startswith(b"OggS")),
        (MediaKind.AUDIO, head.startswith((b"ID3", b"fLaC")) or is_mpeg_audio or is_wave),
    )
    return next((kind for kind, found in signs if found), MediaKind.UNKNOWN)


def length_of(kind: MediaKind) -> Length:
    """Return the generator that reads the length of a file of this kind, None where the file does not say it."""
    match kind:
        case MediaKind.MP4:
            return _mp4()
        case MediaKind.WEBM:
            return _webm()
        case _:
            return _untold()


def _untold() -> Length:
    return None
    yield


def _valid(seconds: float) -> float | None:
    return seconds if 0 < seconds < _LONGEST_S else None


def _mp4() -> Length:
    moov = yield from _find_box(b"moov", 0, None)
    if moov is None:
        return None
    inside, end = moov
    header = yield from _find_box(b"mvhd", inside, end)
    if header is None:
        return None
    scale, ticks = _ticks((yield header[0], 36), offset=8)
    if scale and not ticks and (extends := (yield from _find_box(b"mvex", inside, end))) is not None:
        # A fragmented file says its length here, if anywhere.
        fragments = yield from _find_box(b"mehd", *extends)
        if fragments is not None:
            body = yield fragments[0], 12
            wide = body[:1] == b"\x01"
            ticks = int.from_bytes(body[4:12] if wide else body[4:8], "big")
    return _valid(ticks / scale) if scale else None


def _ticks(mvhd: bytes, *, offset: int) -> tuple[int, int]:
    """Return the time scale and the duration of a movie header; zeros when there are none."""
    if len(mvhd) < 36:
        return 0, 0
    if mvhd[0] == 1:
        scale, ticks = struct.unpack_from(">IQ", mvhd, 4 + 2 * offset)
        return scale, 0 if ticks == 2**64 - 1 else ticks
    scale, ticks = struct.unpack_from(">II", mvhd, 4 + offset)
    return scale, 0 if ticks == 2**32 - 1 else ticks


def _find_box(
    name: bytes, at: int, end: int | None
) -> Generator[Wanted, bytes, tuple[int, int | None] | None]:
    """Return where the content of the first box with this name begins, and where it ends if that is known."""
    for _ in range(_BOXES_MAX):
        if end is not None and at >= end:
            return None
        header = yield at, 16
        if len(header) < 8:
            return None
        size, kind = struct.unpack_from(">I4s", header)
        begins = at + 8
        if size == 1 and len(header) == 16:
            size, begins = int.from_bytes(header[8:], "big"), at + 16
        if kind == name:
            return begins, at + size if size else end
        if size < begins - at:  # 0: up to the end of the file
            return None
        at += size
    return None


_SEGMENT: Final = 0x18538067
_INFO: Final = 0x1549A966
_TIMESTAMP_SCALE: Final = 0x2AD7B1
_DURATION: Final = 0x4489


def _webm() -> Length:
    segment = yield from _find_element(_SEGMENT, 0, None)
    info = segment and (yield from _find_element(_INFO, *segment))
    if not info:
        return None
    duration = yield from _find_element(_DURATION, *info)
    if duration is None or duration[1] is None:
        return None  # a recorder's stream does not know how long it will be
    body = yield duration[0], duration[1] - duration[0]
    if len(body) not in (4, 8):
        return None
    (ticks,) = struct.unpack(">f" if len(body) == 4 else ">d", body)
    scale = yield from _find_element(_TIMESTAMP_SCALE, *info)
    nanoseconds = 1_000_000
    if scale is not None and scale[1] is not None:
        nanoseconds = int.from_bytes((yield scale[0], min(8, scale[1] - scale[0])), "big")
    return _valid(ticks * nanoseconds / 1e9)


def _find_element(
    wanted: int, at: int, end: int | None
) -> Generator[Wanted, bytes, tuple[int, int | None] | None]:
    """Return where the content of the first element with this id begins, and where it ends if that is known."""
    for _ in range(_BOXES_MAX):
        if end is not None and at >= end:
            return None
        header = yield at, 12
        id_width = _width(header)
        size_width = _width(header[id_width:]) if id_width else 0
        if not size_width or len(header) < id_width + size_width:
            return None
        begins = at + id_width + size_width
        size = int.from_bytes(header[id_width : id_width + size_width], "big") & (1 << 7 * size_width) - 1
        known = size != (1 << 7 * size_width) - 1
        if int.from_bytes(header[:id_width], "big") == wanted:
            return begins, begins + size if known else end
        if not known:
            return None
        at = begins + size
    return None


def _width(data: bytes) -> int:
    """Return the width in bytes of the variable-size integer that begins here; 0 when there is none."""
    return 9 - data[0].bit_length() if data and data[0] else 0
