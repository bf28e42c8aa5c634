"""Decompression of request bodies, never beyond a limit.

Source: RFC 9110, section 8.4.1; RFC 1950, RFC 1951, RFC 1952
"""

from __future__ import annotations

import zlib
from typing import Final

_GZIP: Final = 16 + zlib.MAX_WBITS
_RAW: Final = -zlib.MAX_WBITS
ENCODINGS: Final = frozenset({"gzip", "x-gzip", "deflate"})
"""The encodings that can be inflated, in lower case as in Content-Encoding."""


class TooLarge(Exception):
    """The decompressed data is larger than its limit."""


class Malformed(Exception):
    """The data is not compressed as declared, ends too early, or continues after its end."""


def inflate(data: bytes, encoding: str, limit: int) -> bytes:
    """Return the decompressed data, at most ``limit`` bytes; takes up to some milliseconds for each MiB.

    Args: ``encoding``: one of ENCODINGS.
    Raises: TooLarge, Malformed.
    """
    if not data:
        return b""
    window = _GZIP if encoding != "deflate" else zlib.MAX_WBITS if _has_header(data) else _RAW
    stream = zlib.decompressobj(window)
    try:
        inflated = stream.decompress(data, limit + 1)
    except zlib.error as error:
        raise Malformed from error
    if len(inflated) > limit:
        raise TooLarge
    if (
        not stream.eof or stream.unused_data
    ):  # nobody sends several members, and each would copy all that follow
        raise Malformed
    return inflated


def _has_header(data: bytes) -> bool:
    """Return True when data begins with the header of RFC 1950; some clients send RFC 1951 under the same name."""
    return data[0] & 0x0F == zlib.DEFLATED and len(data) > 1 and (data[0] << 8 | data[1]) % 31 == 0
