"""The headers of the tus protocol: what a client announces, and the progress of an upload.

Source: tus resumable upload protocol 1.0.0 (https://tus.io/protocols/resumable-upload)
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Final

from latecomer.core.errors import Refused

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration"
MAX_BYTES: Final = 20 * 1024**3
"""The largest file that is taken."""
OFFSET_TYPE: Final = "application/offset+octet-stream"
KEPT_MS: Final = 7 * 24 * 60 * 60 * 1_000
"""Time for which an unfinished upload is kept."""


def check_version(headers: Mapping[str, str]) -> None:
    """Check the protocol's version. Raises: Refused tus_version."""
    if headers.get("Tus-Resumable") != VERSION:
        raise Refused("tus_version", f"Send the header Tus-Resumable: {VERSION}.")


def read_length(headers: Mapping[str, str]) -> int:
    """Return the announced length of an upload.

    Raises: Refused invalid_length, file_too_large.
    """
    length = _whole(headers.get("Upload-Length"))
    if length is None:
        raise Refused("invalid_length", "Send the header Upload-Length with the file's size in bytes.")
    if length == 0:
        raise Refused("invalid_length", "The file is empty. Check it on your computer, and choose it again.")
    if length > MAX_BYTES:
        raise Refused("file_too_large", f"A file has at most {MAX_BYTES // 1024**3} GiB.")
    return length


def read_offset(headers: Mapping[str, str]) -> int:
    """Return the offset at which the body of a PATCH begins.

    Raises: Refused invalid_offset, unsupported_media_type.
    """
    if headers.get("Content-Type") != OFFSET_TYPE:
        raise Refused("unsupported_media_type", f"send this with Content-Type: {OFFSET_TYPE}")
    offset = _whole(headers.get("Upload-Offset"))
    if offset is None:
        raise Refused(
            "invalid_offset", "Send the header Upload-Offset with the number of bytes that arrived."
        )
    return offset


def read_name(headers: Mapping[str, str]) -> str:
    """Return the file's name from ``Upload-Metadata``; “file” without one.

    Raises: Refused invalid_metadata.
    """
    for pair in headers.get("Upload-Metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key not in ("filename", "name"):
            continue
        try:
            name = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Refused("invalid_metadata", "Upload-Metadata has a filename in Base64.") from None
        return clean_name(name)
    return "file"


def write_name(name: str) -> str:
    """Return ``Upload-Metadata`` for a file's name."""
    return f"filename {base64.b64encode(name.encode()).decode()}"


def clean_name(name: str) -> str:
    """Return a name that can be shown and stored: its last path component, without control characters, 1 to 200
    long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable()).strip()[:200] or "file"


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) <= 15 else None
