"""HLS playlists: what a check needs of them.

Source: RFC 8216
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

_MAP: Final = re.compile(r'#EXT-X-MAP:.*URI="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """A playlist; addresses are complete."""

    variant: str | None = None
    """The first stream that a playlist of playlists names."""
    first: str | None = None
    """The first file with media."""
    length_s: float = 0.0
    has_end: bool = False
    """The list is complete; without that mark players take it for a live stream."""


def read_playlist(text: str, url: str) -> Playlist:
    """Return what a playlist at ``url`` says; lines that are not valid are passed over."""
    variant: str | None = None
    first: str | None = None
    length_s = 0.0
    names_variant = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("#EXT-X-STREAM-INF"):
            names_variant = True
        elif line.startswith("#EXTINF:"):
            length_s += _seconds(line.removeprefix("#EXTINF:").partition(",")[0])
        elif (found := _MAP.match(line)) is not None:
            first = first or _joined(url, found[1])
        elif line and not line.startswith("#"):
            if names_variant:
                variant = variant or _joined(url, line)
            else:
                first = first or _joined(url, line)
            names_variant = False
    return Playlist(variant=variant, first=first, length_s=length_s, has_end="#EXT-X-ENDLIST" in text.split())


def _joined(url: str, named: str) -> str | None:
    """Return a complete address, None for a line that is not one."""
    try:
        return urljoin(url, named)
    except ValueError:
        return None


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 < seconds < 86_400 else 0.0
