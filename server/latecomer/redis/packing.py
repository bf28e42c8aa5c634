"""MessagePack for the server's functions, and the bytes of Redis's answers."""

from typing import Any

import msgpack  # type: ignore[import-untyped]


def pack(value: object) -> bytes:
    """Pack values for the server. Its decoder knows text but not the newer binary type, so bytes are sent as text."""
    packed: bytes = msgpack.packb(value, use_bin_type=False)
    return packed


def unpack(packed: object) -> Any:
    """Unpack values that the server packed; all of its text is returned as bytes."""
    return msgpack.unpackb(packed, raw=True, strict_map_key=False)


def as_bytes(answer: object) -> bytes:
    """Return an answer of Redis that is bytes: our connections decode nothing."""
    if not isinstance(answer, bytes):
        raise TypeError(f"Redis answered {type(answer).__name__} instead of bytes")
    return answer
