"""MessagePack for the server's functions, and the bytes that Redis answers with."""

from typing import Any

import msgpack  # type: ignore[import-untyped]


def pack(value: object) -> bytes:
    """Pack for the server. Its decoder knows text but not the newer binary type, so bytes travel as text."""
    packed: bytes = msgpack.packb(value, use_bin_type=False)
    return packed


def unpack(packed: object) -> Any:
    """Unpack what the server packed; all of its text comes as bytes."""
    return msgpack.unpackb(packed, raw=True, strict_map_key=False)


def as_bytes(answer: object) -> bytes:
    """An answer of Redis that is bytes: our connections decode nothing."""
    if not isinstance(answer, bytes):
        raise TypeError(f"Redis answered {type(answer).__name__} instead of bytes")
    return answer
