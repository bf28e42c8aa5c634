"""The frames of a websocket: every rule of the protocol, split wherever bytes can be split.

Source: RFC 6455, sections 5 to 8; RFC 7692
"""

from __future__ import annotations

import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.http import frames
from latecomer.http.frames import (
    BINARY,
    CLOSE,
    FRAGMENT,
    PING,
    PONG,
    TEXT,
    FrameCloseCode,
    FrameReader,
    Violation,
    compressed_text_frame,
    text_frame,
    usual_text,
)

LIMIT = 70_000
CONTINUATION = 0


def frame(
    kind: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    rsv: int = 0,
    mask: bytes | None = b"\x01\x80\xff\x42",
) -> bytes:
    """Return a client's frame; ``mask`` None sends it unmasked."""
    first = (0x80 if fin else 0) | rsv << 4 | kind
    masked = 0x80 if mask is not None else 0
    size = len(payload)
    if size < 126:
        head = bytes((first, masked | size))
    elif size < 1 << 16:
        head = bytes((first, masked | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((first, masked | 127)) + size.to_bytes(8, "big")
    if mask is None:
        return head + payload
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))


def messages(data: bytes, *, inflates: bool = False) -> list[tuple[int, str | bytes]]:
    """Return what is in ``data``, fragments left out."""
    reader, at, found = FrameReader(LIMIT, inflates=inflates), 0, []
    while (each := reader.read(data, at)) is not None:
        at, kind, payload = each
        if kind != FRAGMENT:
            found.append((kind, payload))
    assert at == len(data)
    return found


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 125, 126, 127, 255, 256, 257, 65_535, 65_536, LIMIT])
def test_a_message_of_any_size_is_read(size: int) -> None:
    text = "x" * size
    assert messages(frame(TEXT, text.encode())) == [(TEXT, text)]
    assert messages(frame(BINARY, text.encode())) == [(BINARY, text.encode())]


@given(st.binary(max_size=700), st.binary(min_size=4, max_size=4))
def test_whatever_the_mask_the_payload_is_what_was_sent(payload: bytes, mask: bytes) -> None:
    assert messages(frame(BINARY, payload, mask=mask)) == [(BINARY, payload)]


CONVERSATION = (
    frame(TEXT, "hé".encode())
    + frame(PING, b"are you there")
    + frame(TEXT, b"frag", fin=False)
    + frame(PONG)
    + frame(CONTINUATION, b"", fin=False)
    + frame(PING, b"x" * 125)
    + frame(CONTINUATION, "ménts".encode()[:2], fin=False)
    + frame(CONTINUATION, "ménts".encode()[2:])
    + frame(BINARY, b"\x00\xff" * 100)
    + frame(CLOSE, b"\x03\xe8bye")
)
SAID = [
    (TEXT, "hé"),
    (PING, b"are you there"),
    (PONG, b""),
    (PING, b"x" * 125),
    (TEXT, "fragménts"),
    (BINARY, b"\x00\xff" * 100),
    (CLOSE, b"\x03\xe8bye"),
]


def in_pieces(pieces: list[bytes]) -> list[tuple[int, str | bytes]]:
    """Read what comes in these pieces, as a connection does."""
    reader, rest, found = FrameReader(LIMIT), bytearray(), []
    for piece in pieces:
        rest += piece
        at = 0
        while (each := reader.read(rest, at)) is not None:
            at, kind, payload = each
            if kind != FRAGMENT:
                found.append((kind, payload))
        del rest[:at]
    assert not rest
    return found


def test_split_at_every_byte_it_is_the_same_conversation() -> None:
    for at in range(len(CONVERSATION) + 1):
        assert in_pieces([CONVERSATION[:at], CONVERSATION[at:]]) == SAID


def test_byte_by_byte_and_in_any_pieces_it_is_the_same_conversation() -> None:
    assert in_pieces([bytes((byte,)) for byte in CONVERSATION]) == SAID
    chance = random.Random(6455)
    for _ in range(200):
        cuts = sorted(chance.sample(range(len(CONVERSATION)), 12))
        pieces = [CONVERSATION[a:b] for a, b in zip([0, *cuts], [*cuts, len(CONVERSATION)], strict=True)]
        assert in_pieces(pieces) == SAID


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(TEXT, b"x", mask=None), FrameCloseCode.BROKE_PROTOCOL),
        (frame(PING, b"", mask=None), FrameCloseCode.BROKE_PROTOCOL),
        *((frame(TEXT, b"x", rsv=rsv), FrameCloseCode.BROKE_PROTOCOL) for rsv in range(1, 8)),
        *((frame(PING, b"x", rsv=rsv), FrameCloseCode.BROKE_PROTOCOL) for rsv in range(1, 8)),
        *((frame(kind), FrameCloseCode.BROKE_PROTOCOL) for kind in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
        *((frame(kind, fin=False), FrameCloseCode.BROKE_PROTOCOL) for kind in (CLOSE, PING, PONG)),
        *((frame(kind, b"x" * 126), FrameCloseCode.BROKE_PROTOCOL) for kind in (CLOSE, PING, PONG)),
        (frame(CONTINUATION, b"x"), FrameCloseCode.BROKE_PROTOCOL),
        (frame(CONTINUATION, b"x", fin=False), FrameCloseCode.BROKE_PROTOCOL),
        (frame(TEXT, b"x", fin=False) + frame(TEXT, b"y"), FrameCloseCode.BROKE_PROTOCOL),
        (frame(TEXT, b"", fin=False) + frame(TEXT, b"y"), FrameCloseCode.BROKE_PROTOCOL),
        (frame(TEXT, b"x", fin=False) + frame(BINARY, b"y", fin=False), FrameCloseCode.BROKE_PROTOCOL),
        (
            frame(TEXT, b"x", fin=False) + frame(CONTINUATION) + frame(CONTINUATION),
            FrameCloseCode.BROKE_PROTOCOL,
        ),
        (
            b"\x81\xfe\x00\x05" + b"\0" * 9,
            FrameCloseCode.BROKE_PROTOCOL,
        ),  # a length in more bytes than it needs
        (b"\x81\xff" + (300).to_bytes(8, "big") + b"\0" * 304, FrameCloseCode.BROKE_PROTOCOL),
        (b"\x81\xff\x80" + b"\0" * 7, FrameCloseCode.BROKE_PROTOCOL),  # a length of 64 bits
        (frame(TEXT, b"\xff"), FrameCloseCode.NOT_TEXT),
        (frame(TEXT, b"\xed\xa0\x80"), FrameCloseCode.NOT_TEXT),  # half of a surrogate pair
        (frame(TEXT, b"\xf4\x90\x80\x80"), FrameCloseCode.NOT_TEXT),  # beyond Unicode
        (frame(TEXT, b"\xc0\xaf"), FrameCloseCode.NOT_TEXT),  # longer than it needs to be
        (frame(TEXT, "é".encode()[:1]), FrameCloseCode.NOT_TEXT),
        (frame(TEXT, b"\xce\xba", fin=False) + frame(CONTINUATION, b"\xe1"), FrameCloseCode.NOT_TEXT),
        (frame(CLOSE, b"\x03"), FrameCloseCode.BROKE_PROTOCOL),
        (frame(CLOSE, b"\x03\xe8\xff"), FrameCloseCode.NOT_TEXT),
        *(
            (frame(CLOSE, code.to_bytes(2, "big")), FrameCloseCode.BROKE_PROTOCOL)
            for code in (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
        ),
        (frame(BINARY, b"x" * (LIMIT + 1)), FrameCloseCode.TOO_BIG),
        (b"\x82\xff" + (1 << 40).to_bytes(8, "big"), FrameCloseCode.TOO_BIG),  # before any of it has come
        (frame(TEXT, b"x" * LIMIT, fin=False) + frame(CONTINUATION, b"x"), FrameCloseCode.TOO_BIG),
    ],
)
def test_a_broken_rule_has_its_code(data: bytes, code: FrameCloseCode) -> None:
    with pytest.raises(Violation) as broken:
        messages(data)
    assert broken.value.code == code
    assert len(broken.value.reason.encode()) <= 123
    with pytest.raises(Violation) as also_in_pieces:
        in_pieces([bytes((byte,)) for byte in data])
    assert also_in_pieces.value.code == code


@pytest.mark.parametrize(
    "code", [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
)
def test_a_close_may_have_these_codes(code: int) -> None:
    payload = code.to_bytes(2, "big")
    assert messages(frame(CLOSE, payload)) == [(CLOSE, payload)]
    assert frames.close_echo(payload + b"reason") == b"\x88\x02" + payload
    assert frames.close_echo(b"") == b"\x88\x00"


def deflated(text: bytes) -> bytes:
    deflate = zlib.compressobj(wbits=-15)
    return (deflate.compress(text) + deflate.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")


def test_compressed_messages_are_inflated_whole_or_in_fragments() -> None:
    packed = deflated(b"hello " * 100)
    one = frame(TEXT, packed, rsv=4)
    parts = frame(TEXT, packed[:5], rsv=4, fin=False) + frame(PING) + frame(CONTINUATION, packed[5:])
    plain = frame(TEXT, b"plain")
    assert messages(one + parts + plain, inflates=True) == [
        (TEXT, "hello " * 100),
        (PING, b""),
        (TEXT, "hello " * 100),
        (TEXT, "plain"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (frame(TEXT, b"\xff\xff\xff", rsv=4), FrameCloseCode.NOT_TEXT),
        (frame(TEXT, deflated(b"\xff"), rsv=4), FrameCloseCode.NOT_TEXT),
        (frame(TEXT, deflated(b"x" * (LIMIT + 1)), rsv=4), FrameCloseCode.TOO_BIG),
        (frame(TEXT, deflated(b"\0" * 50_000_000), rsv=4), FrameCloseCode.TOO_BIG),
        (frame(PING, rsv=4), FrameCloseCode.BROKE_PROTOCOL),
        (frame(TEXT, b"x", fin=False) + frame(CONTINUATION, b"x", rsv=4), FrameCloseCode.BROKE_PROTOCOL),
    ],
)
def test_what_cannot_be_inflated_has_its_code(data: bytes, code: FrameCloseCode) -> None:
    with pytest.raises(Violation) as broken:
        messages(data, inflates=True)
    assert broken.value.code == code


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_what_a_server_sends_is_framed_without_a_mask(size: int) -> None:
    assert text_frame(b"x" * size) == frame(TEXT, b"x" * size, mask=None)
    packed = compressed_text_frame(b"x" * size)
    assert packed[0] == 0xC1
    head = 2 if packed[1] < 126 else 4
    inflate = zlib.decompressobj(wbits=-15)
    assert inflate.decompress(packed[head:] + b"\x00\x00\xff\xff") == b"x" * size


def test_a_reason_is_cut_where_a_character_ends() -> None:
    assert frames.close_frame(4001, "é" * 100) == b"\x88\x7c" + (4001).to_bytes(2, "big") + "é".encode() * 61
    assert frames.close_frame(1000) == b"\x88\x02\x03\xe8"
    assert frames.pong_frame(b"abc") == b"\x8a\x03abc"


def test_a_frame_that_is_not_there_whole_is_waited_for() -> None:
    whole = frame(TEXT, b"x" * 300)
    reader = FrameReader(LIMIT)
    assert all(reader.read(whole[:at], 0) is None for at in range(len(whole)))
    assert reader.read(whole, 0) == (len(whole), TEXT, "x" * 300)


@given(
    st.sampled_from([(TEXT, True), (TEXT, False), (BINARY, True), (PING, True)]),
    st.binary(max_size=130) | st.text(max_size=60).map(str.encode),
    st.binary(min_size=4, max_size=4),
    st.integers(-3, 3),
)
def test_the_usual_message_is_read_at_once_and_the_same(
    first: tuple[int, bool], payload: bytes, mask: bytes, more: int
) -> None:
    whole = frame(first[0], payload, fin=first[1], mask=mask)
    data = whole + b"\x81\x80\0"[:more] if more >= 0 else whole[:more]
    try:
        read = FrameReader(LIMIT).read(data, 0) if more == 0 and len(payload) <= 125 else None
        expected: object = read[2] if read is not None and read[1] == TEXT else None
    except Violation as violation:
        expected = (violation.code, violation.reason)
    try:
        found: object = usual_text(data)
    except Violation as violation:
        found = (violation.code, violation.reason)
    assert found == expected


def test_a_short_text_is_framed_as_any_other() -> None:
    assert all(text_frame(b"x" * size) == frame(TEXT, b"x" * size, mask=None) for size in range(130))
