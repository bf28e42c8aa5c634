"""Both sockets of a running server held to RFC 6455, sections 5 to 8, case by case, by a client of bytes.

The numbers of the cases are those of the sections; what Autobahn's test suite checks of a server without compression is
among them. Each case is a connection of its own.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

import pytest

from latecomer.automated.room.protocol import ROOM_SUBPROTOCOL
from latecomer.http.frames import BINARY, CLOSE, PING, PONG, TEXT
from latecomer.watching.playback.rules.messages import DASHBOARD_SUBPROTOCOL, PLAYBACK_SUBPROTOCOL
from latecomer.webinars.finish import Finisher
from tests.http.test_frames import CONTINUATION, frame
from tests.support.builders import ENDS_AT
from tests.support.server import ADMIN_KEY, Guest, Live

ALIVE: Final = b"still there?"


@dataclass
class Said:
    """The messages that the server sent: texts, pongs, and the close, if there was one. ``code`` 0 is a close without a
    code.
    """

    texts: list[bytes] = field(default_factory=list)
    pongs: list[bytes] = field(default_factory=list)
    code: int | None = None


class Client:
    """A websocket client that sends whatever it is told to."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.said = Said()

    @classmethod
    async def connect(cls, address: str, path: str, subprotocol: str) -> Client:
        host, port = address.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        key = base64.b64encode(uuid4().bytes).decode()
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: {subprotocol}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101 "), head
        return cls(reader, writer)

    async def send(self, data: bytes, *, pieces: int = 0) -> None:
        """Send bytes, in pieces of that size where it is given."""
        for at in range(0, len(data), pieces or max(1, len(data))):
            self._writer.write(data[at : at + pieces] if pieces else data)
            await self._writer.drain()
            if pieces:
                await asyncio.sleep(0)

    async def until(self, enough: Callable[[Said], bool]) -> Said:
        """Read until it is enough, or the connection has ended."""
        while not enough(self.said):
            try:
                first, second = await self._reader.readexactly(2)
            except (asyncio.IncompleteReadError, ConnectionError):
                return self.said
            assert not second & 0x80, "a server masks nothing"
            assert first & 0xF0 == 0x80, "a server's messages are whole and not compressed"
            size = second & 0x7F
            if size > 125:
                size = int.from_bytes(await self._reader.readexactly(2 if size == 126 else 8), "big")
            payload = await self._reader.readexactly(size)
            kind = first & 0x0F
            if kind == TEXT:
                self.said.texts.append(payload)
            elif kind == PONG:
                self.said.pongs.append(payload)
            elif kind == CLOSE:
                self.said.code = int.from_bytes(payload[:2], "big")
                payload[2:].decode()
        return self.said

    async def ended(self) -> bool:
        """Return whether the server has closed the connection by itself, after a close."""
        try:
            return await self._reader.read() == b""
        except ConnectionError:
            return True

    def abort(self) -> None:
        self._writer.transport.abort()


@dataclass(frozen=True)
class Case:
    """``sent`` makes what is sent of a message that the socket takes; then either the message is ``taken`` and these
    ``pongs`` come, or the connection ends with ``code``."""

    name: str
    sent: Callable[[bytes], bytes]
    taken: bool = True
    pongs: tuple[bytes, ...] = ()
    code: int | None = None
    pieces: int = 0


def taken(name: str, sent: Callable[[bytes], bytes], *pongs: bytes, pieces: int = 0) -> Case:
    return Case(name, sent, pongs=pongs, pieces=pieces)


def pongs(name: str, sent: bytes, *answers: bytes, pieces: int = 0) -> Case:
    return Case(name, lambda _: sent, taken=False, pongs=answers, pieces=pieces)


def ends(name: str, code: int, sent: bytes, pieces: int = 0) -> Case:
    return Case(name, lambda _: sent, taken=False, code=code, pieces=pieces)


def padded(message: bytes, size: int) -> bytes:
    """The same JSON in so many bytes."""
    return message + b" " * (size - len(message))


def fragments(message: bytes, size: int, between: bytes = b"") -> bytes:
    """The message in fragments of that size, with something between them."""
    parts = [message[at : at + size] for at in range(0, len(message), size)]
    return between.join(
        frame(CONTINUATION if n else TEXT, part, fin=n == len(parts) - 1) for n, part in enumerate(parts)
    )


def empty_fragments(message: bytes) -> bytes:
    empty = frame(CONTINUATION, b"", fin=False)
    first, rest = frame(TEXT, b"", fin=False), frame(CONTINUATION, message, fin=False)
    return first + empty + rest + empty + frame(CONTINUATION)


LONG_PING: Final = b"p" * 125

CASES: Final = [
    # 5.2: lengths, in whatever pieces they come
    *(taken(f"5.2 {n} bytes", lambda m, n=n: frame(TEXT, padded(m, n))) for n in (256, 4096, 16_384)),  # type: ignore[misc]
    *(
        taken(f"5.2 {n} bytes in pieces of {p}", lambda m, n=n: frame(TEXT, padded(m, n)), pieces=p)  # type: ignore[misc]
        for n, p in ((256, 1), (512, 7), (4096, 997))
    ),
    ends("5.2 a length of 16 bits that 7 could hold", 1002, b"\x81\xfe\x00\x7d" + b"\0" * 129),
    ends(
        "5.2 a length of 64 bits that 16 could hold", 1002, b"\x81\xff" + (256).to_bytes(8, "big") + b"\0" * 4
    ),
    ends("5.2 a length whose highest bit is set", 1002, b"\x81\xff\x80" + b"\0" * 11),
    ends("5.2 a frame of 10 MB, announced", 1009, b"\x81\xff" + (10_000_000).to_bytes(8, "big") + b"\0" * 4),
    *(ends(f"5.2 opcode {k}", 1002, frame(k, b"x")) for k in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15)),
    *(ends(f"5.2 reserved bits {rsv:03b}", 1002, frame(TEXT, b"x", rsv=rsv)) for rsv in range(1, 8)),
    *(
        ends(f"5.2 reserved bits {rsv:03b} of a control frame", 1002, frame(PING, rsv=rsv))
        for rsv in (1, 2, 4, 7)
    ),
    ends("5.2 reserved bits of a close", 1002, frame(CLOSE, b"\x03\xe8", rsv=4)),
    # 5.3: masks
    taken("5.3 a mask of zeros", lambda m: frame(TEXT, m, mask=b"\0\0\0\0")),
    taken("5.3 a mask of ones", lambda m: frame(TEXT, m, mask=b"\xff\xff\xff\xff")),
    ends("5.3 text that is not masked", 1002, frame(TEXT, b"{}", mask=None)),
    ends("5.3 a ping that is not masked", 1002, frame(PING, b"x", mask=None)),
    ends("5.3 a close that is not masked", 1002, frame(CLOSE, b"\x03\xe8", mask=None)),
    # 5.4: fragments
    taken("5.4 two fragments", lambda m: fragments(m, len(m) - 1)),
    taken("5.4 fragments of a byte", lambda m: fragments(m, 1)),
    taken("5.4 fragments of a byte, byte by byte", lambda m: fragments(m, 1), pieces=1),
    taken("5.4 empty fragments around the text", empty_fragments),
    taken("5.4 16 KiB in fragments of 64", lambda m: fragments(padded(m, 16_384), 64)),
    taken(
        "5.4 a ping between fragments",
        lambda m: fragments(m, -(-len(m) // 4), frame(PING, b"in between")),
        *[b"in between"] * 3,
    ),
    taken("5.4 a pong between fragments", lambda m: fragments(m, 20, frame(PONG, b"nobody asked"))),
    ends("5.4 a continuation of nothing", 1002, frame(CONTINUATION, b"x")),
    ends("5.4 a continuation of nothing that goes on", 1002, frame(CONTINUATION, b"x", fin=False)),
    ends("5.4 a message within a message", 1002, frame(TEXT, b"x", fin=False) + frame(TEXT, b"y")),
    ends("5.4 a message within an empty fragment", 1002, frame(TEXT, b"", fin=False) + frame(TEXT, b"y")),
    ends("5.4 binary within text", 1002, frame(TEXT, b"x", fin=False) + frame(BINARY, b"y", fin=False)),
    ends(
        "5.4 fragments that add up to too much",
        1009,
        frame(TEXT, b" " * 65_000, fin=False) + frame(CONTINUATION, b" " * 65_000),
    ),
    # 5.5: control frames
    pongs("5.5.2 a ping", frame(PING), b""),
    pongs("5.5.2 a ping with text", frame(PING, b"hello"), b"hello"),
    pongs("5.5.2 a ping with bytes that are no text", frame(PING, b"\x00\xff\xfe"), b"\x00\xff\xfe"),
    pongs("5.5.2 a ping of 125 bytes", frame(PING, LONG_PING), LONG_PING),
    pongs("5.5.2 a ping of 125 bytes, byte by byte", frame(PING, LONG_PING), LONG_PING, pieces=1),
    pongs(
        "5.5.2 ten pings",
        b"".join(frame(PING, b"%d" % n) for n in range(10)),
        *(b"%d" % n for n in range(10)),
    ),
    ends("5.5 a ping of 126 bytes", 1002, frame(PING, b"x" * 126)),
    ends("5.5 a pong of 126 bytes", 1002, frame(PONG, b"x" * 126)),
    ends("5.5 a close of 126 bytes", 1002, frame(CLOSE, b"\x03\xe8" + b"x" * 124)),
    ends("5.5 a ping in fragments", 1002, frame(PING, b"x", fin=False)),
    ends("5.5 a close in fragments", 1002, frame(CLOSE, b"\x03\xe8", fin=False)),
    pongs("5.5.3 a pong that nobody asked for", frame(PONG)),
    pongs("5.5.3 a pong with text, then a ping", frame(PONG, b"x") + frame(PING, b"y"), b"y"),
    # 7: closing
    ends("7.1.5 a close without a code", 0, frame(CLOSE)),
    ends("7.1.6 a close with a reason", 1000, frame(CLOSE, b"\x03\xe8" + "au revoir, à bientôt".encode())),
    ends("7.1.6 a close with the longest reason", 1000, frame(CLOSE, b"\x03\xe8" + b"x" * 123)),
    ends("7.1.6 a close with a reason that is no text", 1007, frame(CLOSE, b"\x03\xe8\xff")),
    ends("7.1.6 a close of one byte", 1002, frame(CLOSE, b"\x03")),
    ends("7.1 what comes behind a close", 1000, frame(CLOSE, b"\x03\xe8") + frame(PING) + frame(TEXT, b"x")),
    ends("7.1 a broken rule behind a close", 1000, frame(CLOSE, b"\x03\xe8") + frame(7)),
    ends("7.1 a close within a message", 1000, frame(TEXT, b"x", fin=False) + frame(CLOSE, b"\x03\xe8")),
    *(
        ends(f"7.4 the close code {code}", code, frame(CLOSE, code.to_bytes(2, "big")))
        for code in (1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
    ),
    *(
        ends(f"7.4 the close code {code}, which is none", 1002, frame(CLOSE, code.to_bytes(2, "big")))
        for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
    ),
    # 8: text is UTF-8
    *(
        ends(f"8.1 {name}", 1007, frame(TEXT, text))
        for name, text in (
            ("a byte that begins nothing", b"\xff"),
            ("a continuation alone", b"\x80"),
            ("a character that is not finished", b"\xce"),
            ("an overlong slash", b"\xc0\xaf"),
            ("half of a surrogate pair", b"\xed\xa0\x80"),
            ("beyond the last character", b"\xf4\x90\x80\x80"),
            ("five bytes", b"\xf8\x88\x80\x80\x80"),
        )
    ),
    ends(
        "8.1 not UTF-8 in a later fragment",
        1007,
        frame(TEXT, b"ok", fin=False) + frame(CONTINUATION, b"\xff"),
    ),
    ends(
        "8.1 a character whose rest never comes",
        1007,
        frame(TEXT, b"\xe1\xbd", fin=False) + frame(CONTINUATION),
    ),
    # the application's own words, at the same place
    ends("a binary message", 4502, frame(BINARY, b"\x00\xff")),
    ends("a binary message in fragments", 4502, frame(BINARY, b"x", fin=False) + frame(CONTINUATION, b"y")),
]


async def outcome(client: Client, case: Case, message: bytes) -> str | None:
    """Return what is wrong with the server's answer, if anything is."""
    await client.send(case.sent(message), pieces=case.pieces)
    if case.code is not None:
        said = await client.until(lambda said: said.code is not None)
        if said.code != case.code:
            return f"closed with {said.code}"
        if said.texts or said.pongs:
            return f"said {said}"
        if case.code in (1002, 1007, 1009, 4502):
            with contextlib.suppress(ConnectionError):  # a server that waits no longer may be gone
                await client.send(frame(CLOSE, said.code.to_bytes(2, "big")))
        return None if await client.ended() else "went on after the close"
    await client.send(frame(PING, ALIVE))
    said = await client.until(lambda said: ALIVE in said.pongs and (bool(said.texts) or not case.taken))
    if said.code is not None:
        return f"closed with {said.code}"
    return None if said.pongs == [*case.pongs, ALIVE] and bool(said.texts) is case.taken else f"said {said}"


async def check(connected: Callable[[], Awaitable[Client]], message: bytes) -> dict[str, str]:
    """Return the cases that are not as they should be."""
    wrong: dict[str, str] = {}
    gate = asyncio.Semaphore(8)  # a member has at most ten playbacks

    async def one(case: Case) -> None:
        async with gate:
            client = await connected()
            try:
                async with asyncio.timeout(20):
                    found = await outcome(client, case, message)
            except TimeoutError:
                found = f"hangs; said {client.said}"
            client.abort()
            if found is not None:
                wrong[case.name] = found

    await asyncio.gather(*map(one, CASES))
    return wrong


@pytest.fixture
async def guest(live: Live) -> Guest:
    """A No-Show who can watch the recording."""
    webinar = await live.webinar()
    guest = await live.guest(webinar)
    await live.parts.get(Finisher).finish(webinar.id, ENDS_AT)
    await live.settle()
    return guest


def test_there_are_enough_cases() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 90


async def test_the_playback_socket_conforms(live: Live, guest: Guest) -> None:
    async def connected() -> Client:
        client = await Client.connect(live.address, "/ws/playback", PLAYBACK_SUBPROTOCOL)
        hello = {"type": "hello", "join": guest.token, "playback": str(uuid4()), "clock_ms": 0}
        await client.send(frame(TEXT, json.dumps(hello).encode()))
        async with asyncio.timeout(20):
            await client.until(lambda said: bool(said.texts))
        client.said = Said()
        return client

    heartbeat = {"type": "heartbeat", "seq": 1, "state": "playing", "segments": []}
    assert await check(connected, json.dumps(heartbeat).encode()) == {}


async def test_the_dashboard_socket_conforms(live: Live, guest: Guest) -> None:
    async def connected() -> Client:
        return await Client.connect(live.address, "/ws/dashboard", DASHBOARD_SUBPROTOCOL)

    subscribe = {"type": "subscribe", "webinar": str(guest.webinar.id), "key": ADMIN_KEY}
    # A dashboard reads 4 KiB at most, and nothing before it subscribes but that.
    assert await check(connected, json.dumps(subscribe).encode()) == {}


async def test_the_room_socket_conforms(live: Live, guest: Guest) -> None:
    async def connected() -> Client:
        client = await Client.connect(live.address, "/ws/room", ROOM_SUBPROTOCOL)
        await client.send(frame(TEXT, json.dumps({"type": "hello", "join": guest.token}).encode()))
        async with asyncio.timeout(20):
            await client.until(lambda said: bool(said.texts))
        client.said = Said()
        return client

    assert await check(connected, json.dumps({"type": "clock", "t0": 1.5}).encode()) == {}
