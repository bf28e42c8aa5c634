"""The media types of the files that the library serves."""

from typing import Final

_TYPES: Final = {
    "mp4": "video/mp4",
    "m3u8": "application/vnd.apple.mpegurl",
    "webp": "image/webp",
    "jpg": "image/jpeg",
    "pdf": "application/pdf",
}


def media_type_of(name: str) -> str:
    """Return the media type of a file of the library, by its ending."""
    return _TYPES.get(name.rpartition(".")[2], "application/octet-stream")
