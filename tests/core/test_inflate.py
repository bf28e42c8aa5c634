"""Inflating: exact up to the limit, refused beyond it, and never further."""

import gzip
import tracemalloc
import zlib

import pytest

from latecomer.core.inflate import Malformed, TooLarge, inflate

TEXT = b"ada@example.com\n" * 100


def raw(data: bytes) -> bytes:
    """As some send it under the name deflate."""
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(data) + stream.flush()


def zipped(body: bytes) -> bytes:
    """The same bytes at every second: they are in the names of tests."""
    return gzip.compress(body, mtime=0)


FORMS = [("gzip", zipped), ("x-gzip", zipped), ("deflate", zlib.compress), ("deflate", raw)]


@pytest.mark.parametrize(("encoding", "compress"), FORMS)
@pytest.mark.parametrize("text", [b"", b"x", TEXT])
def test_what_was_compressed_comes_back_up_to_the_limit(encoding: str, compress: object, text: bytes) -> None:
    assert callable(compress)
    assert inflate(compress(text), encoding, len(text)) == text


@pytest.mark.parametrize(("encoding", "compress"), FORMS)
def test_beyond_the_limit_nothing_is_inflated(encoding: str, compress: object) -> None:
    assert callable(compress)
    bomb = compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            inflate(bomb, encoding, 100_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 500_000


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", b"{}"),
        ("deflate", b"\xff\xff\xff"),
        ("gzip", zipped(TEXT)[:-5]),
        ("deflate", zlib.compress(TEXT)[:-5]),
        ("deflate", zlib.compress(TEXT) + b"more"),
        ("gzip", zipped(TEXT) + zipped(TEXT)),
        ("gzip", zipped(b"") * 50_000),
        ("gzip", zipped(TEXT)[:20] + b"!" + zipped(TEXT)[21:]),
    ],
)
def test_what_is_not_one_whole_is_refused(encoding: str, data: bytes) -> None:
    with pytest.raises(Malformed):
        inflate(data, encoding, 10_000_000)


def test_nothing_at_all_inflates_to_nothing() -> None:
    assert inflate(b"", "gzip", 10) == b""
