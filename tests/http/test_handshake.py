"""Behaviour that both sockets share, over a real network: the handshake, pings, backpressure, the end."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import socket as socket_module
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import TestServer
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from latecomer.http import appkeys, websocket
from latecomer.http.admission import PacedSite
from latecomer.http.frames import compressed_text_frame, text_frame
from latecomer.http.handshake import hand_over, keep_alive, offers_deflate, refusal
from latecomer.http.pacing import Pace
from latecomer.http.peers import Peers
from latecomer.http.websocket import Sockets, WebSocket
from tests.support.turns import turns

SUBPROTOCOL = "latecomer.test.v1"
MAX_BYTES = 1024


@dataclass
class Heard:
    """The messages that a server's sockets received; ``hold_at`` is the text after which they stop reading."""

    texts: list[str] = field(default_factory=list)
    sockets: list[Echo] = field(default_factory=list)
    ends: int = 0
    hold_at: str | None = None


class Echo(WebSocket):
    """Sends each text back."""

    __slots__ = ("_deflates", "_heard")

    def __init__(self, app: web.Application, heard: Heard, *, deflates: bool) -> None:
        super().__init__(app[appkeys.pace], app[appkeys.sockets])
        self._heard = heard
        self._deflates = deflates
        heard.sockets.append(self)

    def text_received(self, text: str) -> None:
        self._heard.texts.append(text)
        self.send((compressed_text_frame if self._deflates else text_frame)(text.encode()))
        if text == self._heard.hold_at:
            self.hold()

    def binary_received(self, data: bytes) -> None:
        self.close(4502, "send text")

    def ended(self) -> None:
        self._heard.ends += 1


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def app(heard: Heard) -> web.Application:
    return echoing(heard)


def echoing(heard: Heard, max_bytes: int = MAX_BYTES) -> web.Application:
    async def serve(request: web.Request) -> web.StreamResponse:
        if (refused := refusal(request, SUBPROTOCOL)) is not None:
            return refused
        deflates = offers_deflate(request)
        echo = Echo(request.app, heard, deflates=deflates)
        return hand_over(request, echo, SUBPROTOCOL, max_bytes=max_bytes, deflates=deflates)

    app = web.Application()
    app[appkeys.max_sockets] = 20
    app.router.add_get("/", serve)
    return app


@pytest.fixture
async def url(app: web.Application) -> AsyncIterator[str]:
    app[appkeys.sockets] = Sockets()
    app[appkeys.pace] = Pace()
    async with TestServer(app) as server:
        yield f"ws://127.0.0.1:{server.port}/"


def opened(url: str, **options: object) -> connect:
    return connect(url, subprotocols=[Subprotocol(SUBPROTOCOL)], **({"compression": None} | options))  # type: ignore[arg-type]


async def arrived(client: ClientConnection) -> None:
    """Wait until everything that was sent before has arrived."""
    await (await client.ping())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await turns(1)


async def test_messages_come_and_go(url: str, heard: Heard) -> None:
    async with opened(url) as client:
        assert client.subprotocol == SUBPROTOCOL
        for text in ("one", "", "é" * 300, "x" * 4 * MAX_BYTES):
            await client.send(text)
            assert await client.recv() == text
    assert client.close_code == 1000
    await until(lambda: heard.ends == 1)


async def test_messages_are_compressed_where_the_client_offers_it(url: str) -> None:
    async with opened(url, compression="deflate") as client:
        for text in ("one", "two" * 500, "one", ""):
            await client.send(text)
            assert await client.recv() == text
        assert client.response is not None
        assert "permessage-deflate" in client.response.headers["Sec-WebSocket-Extensions"]


async def test_a_message_that_inflates_beyond_the_limit_ends_the_connection(url: str) -> None:
    async with opened(url, compression="deflate") as client:
        await client.send("x" * (4 * MAX_BYTES + 1))
        with pytest.raises(ConnectionClosed) as closed:
            await client.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009


async def test_while_a_socket_is_held_nothing_is_read_and_then_everything_in_order(
    url: str, heard: Heard
) -> None:
    heard.hold_at = "two"
    async with opened(url) as client:
        for text in ("one", "two", "three", "four"):
            await client.send(text)
        assert [await client.recv() for _ in range(2)] == ["one", "two"]
        await turns(20)
        assert heard.texts == ["one", "two"]
        heard.sockets[0].go_on()
        assert [await client.recv() for _ in range(2)] == ["three", "four"]


async def test_a_held_socket_that_is_closed_still_hears_the_answer(url: str, heard: Heard) -> None:
    heard.hold_at = "one"
    async with opened(url) as client:
        await client.send("one")
        await client.send("two")
        assert await client.recv() == "one"
        heard.sockets[0].close(4001, "go away")
        with pytest.raises(ConnectionClosed):
            await client.recv()
        assert (client.close_code, client.close_reason) == (4001, "go away")
    await until(lambda: heard.ends == 1)
    assert heard.texts == ["one"]


async def test_thousands_of_frames_at_once_leave_turns_to_others(
    url: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(url) as client:
        await client.send("first")
        assert await client.recv() == "first"
        server_side = heard.sockets[0]
        texts_of_a_turn: list[int] = []

        def look() -> None:
            texts_of_a_turn.append(len(heard.texts))
            if len(heard.texts) < 3001:
                asyncio.get_running_loop().call_soon(look)

        frame = b"\x81\x81\0\0\0\0x"
        asyncio.get_running_loop().call_soon(look)
        server_side.data_received(frame * 3000)
        await until(lambda: len(heard.texts) == 3001)
        client.transport.abort()  # it would read all of them first
    steps = [after - before for before, after in itertools.pairwise(texts_of_a_turn)]
    assert max(steps) <= 256


async def test_a_client_that_pings_and_never_reads_is_not_kept_answers_for(
    url: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(websocket, "_EMPTY_FRAMES", 1_000_000)
    host, port = url.removeprefix("ws://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_RCVBUF, 4096)
    writer.write(handshake(port))
    await reader.readuntil(b"\r\n\r\n")
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    ping = b"\x89\xfd\0\0\0\0" + b"x" * 125
    server_side = heard.sockets[0]
    rounds = 0
    while not server_side.is_slow and rounds < 2000:  # until the kernel takes no more
        server_side.data_received(ping * 250)
        rounds += 1
    for _ in range(100):
        server_side.data_received(ping * 250)
        await turns(2)
    assert server_side.is_slow
    assert server_side.unsent_bytes < 17 * 1024
    for _ in range(3):
        assert server_side.is_open
        server_side.ping()
    await until(lambda: not server_side.is_open)  # it only sends
    writer.transport.abort()


async def test_an_upgrade_over_http_1_0_is_refused(url: str) -> None:
    host, port = url.removeprefix("ws://").rstrip("/").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(handshake(port).replace(b"HTTP/1.1", b"HTTP/1.0"))
    async with asyncio.timeout(20):
        assert b" 400 " in await reader.readline()
    writer.close()


def handshake(port: str, **changes: str | None) -> bytes:
    headers: dict[str, str | None] = {
        "Host": f"127.0.0.1:{port}",
        "Upgrade": "websocket",
        "Connection": "keep-alive, Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(b"0123456789abcdef").decode(),
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": f"other, {SUBPROTOCOL}",
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    lines = [f"{name}: {value}" for name, value in headers.items() if value is not None]
    return ("GET / HTTP/1.1\r\n" + "\r\n".join(lines) + "\r\n\r\n").encode()


async def test_a_frame_that_comes_with_the_handshake_is_read(url: str) -> None:
    port = url.rstrip("/").rsplit(":", 1)[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(handshake(port) + b"\x81\x82\0\0\0\0hi")
    async with asyncio.timeout(20):
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"\r\nSec-WebSocket-Accept: BACScCJPNqyz+UBoqMH89VmURoA=\r\n" in head
        assert await reader.readexactly(4) == b"\x81\x02hi"
    writer.close()


HALF = b"\x81\xfe\x9c\x40" + bytes(4) + b"a" * 30_000
"""Three quarters of a message of 40,000 bytes."""


@dataclass
class Counted:
    """The same server behind the door, which counts what strangers leave incomplete."""

    port: int
    peers: Peers

    async def send(self, stack: AsyncExitStack, sent: bytes) -> asyncio.StreamReader:
        """Open a socket, and send this after it."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        stack.callback(writer.close)
        writer.write(handshake(str(self.port)) + sent)
        return reader


@pytest.fixture
async def counted(heard: Heard) -> AsyncIterator[Counted]:
    app = echoing(heard, 16 * 1024)
    app[appkeys.sockets], app[appkeys.pace] = Sockets(), Pace()
    runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=1)
    await runner.setup()
    site = PacedSite(runner, "127.0.0.1", 0, app[appkeys.pace], room=1_000, reuse_port=False)
    site._peers = Peers(1_000, asyncio.get_running_loop().time, held_max=100_000)
    await site.start()
    yield Counted(runner.addresses[0][1], site._peers)
    await runner.cleanup()


@pytest.mark.parametrize(
    "sent",
    [
        HALF,
        b"\x01\xfe\x75\x30" + bytes(4) + b"a" * 30_000 + b"\x00\x80" + bytes(4),
        b"\x81\x84" + bytes(4) + b"hold" + (b"\x81\x80" + bytes(4)) * 5_000,
    ],
    ids=["half a frame", "fragments", "behind a message that is being judged"],
)
async def test_what_strangers_leave_incomplete_is_bounded_and_the_oldest_go(
    counted: Counted, heard: Heard, sent: bytes
) -> None:
    heard.hold_at = "hold"
    peers = counted.peers
    async with AsyncExitStack() as stack:
        first = await counted.send(stack, sent)
        await until(lambda: peers.held_bytes > 29_000)
        for _ in range(2):
            await counted.send(stack, sent)
        await until(lambda: peers.held_bytes > 87_000)
        await counted.send(stack, sent)
        await until(lambda: heard.ends == 1)
        with contextlib.suppress(ConnectionResetError):
            await asyncio.wait_for(first.read(), 20)
        await until(lambda: len(heard.sockets) == 4)
        assert 87_000 < peers.held_bytes <= 100_000
        for socket in heard.sockets[1:]:
            socket.vouch()
        assert peers.held_bytes == 0


SHORT = b"\x81\x81" + bytes(4) + b"x"


async def test_of_strangers_that_send_many_frames_each_turn_reads_a_few(
    counted: Counted, heard: Heard
) -> None:
    read_in_a_turn = list[int]()

    async def count() -> None:
        while True:
            before = len(heard.texts)
            await turns(1)
            read_in_a_turn.append(len(heard.texts) - before)

    async with AsyncExitStack() as stack:
        for _ in range(10):
            await counted.send(stack, b"")
        await until(lambda: len(heard.sockets) == 10)
        counting = asyncio.ensure_future(count())
        for _ in range(10):
            await counted.send(stack, SHORT * 250)
        await until(lambda: len(heard.texts) == 2_500)
        counting.cancel()
    assert max(read_in_a_turn) <= 10 * 8 + 20 * 8  # what has just come, and what waits


async def test_a_pause_in_reading_many_frames_ends_no_pause_of_a_handler(
    counted: Counted, heard: Heard
) -> None:
    heard.hold_at = "hold"
    async with AsyncExitStack() as stack:
        await counted.send(stack, SHORT * 7 + b"\x81\x84" + bytes(4) + b"hold" + SHORT * 10)
        await until(lambda: len(heard.texts) == 8)
        await turns(20)
        assert len(heard.texts) == 8
        heard.sockets[0].go_on()
        await until(lambda: len(heard.texts) == 18)


@pytest.mark.parametrize("vouched", [False, True])
@pytest.mark.parametrize(
    "sent",
    [b"\x89\x80" + bytes(4), b"\x8a\x80" + bytes(4), b"\x00\x80" + bytes(4)],
    ids=["pings", "pongs", "empty fragments"],
)
async def test_a_flood_of_frames_that_bring_nothing_ends_the_connection(
    counted: Counted, heard: Heard, sent: bytes, *, vouched: bool
) -> None:
    async with AsyncExitStack() as stack:
        reader, writer = await asyncio.open_connection("127.0.0.1", counted.port)
        stack.callback(writer.close)
        writer.write(handshake(str(counted.port)))
        await reader.readuntil(b"\r\n\r\n")
        if vouched:
            heard.sockets[0].vouch()
        begun = b"\x01\x80" + bytes(4) if sent[0] == 0 else b""
        ended = b"\x80\x80" + bytes(4) if sent[0] == 0 else b""
        writer.write(begun + sent * 20 + ended + SHORT)
        await until(lambda: "x" in heard.texts)
        writer.write(begun + sent * 2_000)
        with contextlib.suppress(ConnectionResetError):  # it goes on sending to a closed connection
            assert b"\x88" in await asyncio.wait_for(reader.read(), 20)
        await until(lambda: heard.ends == 1)
    assert heard.sockets[0]._empty_frames == 33


@pytest.mark.parametrize("first", [b"\x81", b"\x01"], ids=["a frame", "fragments"])
async def test_a_message_that_has_come_whole_counts_no_longer(counted: Counted, first: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", counted.port)
    writer.write(handshake(str(counted.port)) + first + b"\xfe\x75\x30" + bytes(4) + b"a" * 29_999)
    await reader.readuntil(b"\r\n\r\n")
    await until(lambda: counted.peers.held_bytes > 29_000)
    writer.write(b"a" if first == b"\x81" else b"a\x80\x80" + bytes(4))
    assert (await asyncio.wait_for(reader.readexactly(30_004), 20))[4:] == b"a" * 30_000
    assert counted.peers.held_bytes == 0
    writer.close()


async def test_a_connection_may_have_served_requests_before(url: str) -> None:
    port = url.rstrip("/").rsplit(":", 1)[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(b"GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(20):
        assert b" 404 " in await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(len("404: Not Found"))
        writer.write(handshake(port) + b"\x81\x82\0\0\0\0hi")
        assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
        assert await reader.readexactly(4) == b"\x81\x02hi"
    writer.close()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"Sec_WebSocket_Protocol": "other"}, 400),
        ({"Sec_WebSocket_Protocol": None}, 400),
        ({"Upgrade": None}, 400),
        ({"Upgrade": "h2c"}, 400),
        ({"Connection": "keep-alive"}, 400),
        ({"Sec_WebSocket_Key": None}, 400),
        ({"Sec_WebSocket_Key": "c2hvcnQ="}, 400),
        ({"Sec_WebSocket_Key": "!" * 24}, 400),
        ({"Sec_WebSocket_Version": "8"}, 426),
        ({"Sec_WebSocket_Version": None}, 426),
    ],
)
async def test_a_handshake_that_is_not_proper_opens_nothing(
    url: str, heard: Heard, changes: dict[str, str | None], status: int
) -> None:
    port = url.rstrip("/").rsplit(":", 1)[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
    writer.write(handshake(port, **changes))
    async with asyncio.timeout(20):
        head = await reader.readuntil(b"\r\n\r\n")
    assert f" {status} ".encode() in head.split(b"\r\n")[0]
    assert status != 426 or b"Sec-WebSocket-Version: 13" in head
    assert not heard.sockets
    writer.close()


async def test_where_there_is_no_room_nobody_is_let_in(url: str, app: web.Application) -> None:
    async with ClientSession() as session:
        held = [
            await session.ws_connect(url, protocols=(SUBPROTOCOL,)) for _ in range(app[appkeys.max_sockets])
        ]
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(url, protocols=(SUBPROTOCOL,))
        assert refused.value.status == 503
        assert refused.value.headers is not None
        assert refused.value.headers["Retry-After"] == "5"
        await held[0].close()
        await until(lambda: len(app[appkeys.sockets]) == app[appkeys.max_sockets] - 1)
        await (await session.ws_connect(url, protocols=(SUBPROTOCOL,))).close()
        for each in held:
            await each.close()


async def test_everybody_is_pinged_again_and_again_without_saying_anything(
    url: str, app: web.Application
) -> None:
    async with ClientSession() as session:
        sockets = [await session.ws_connect(url, protocols=(SUBPROTOCOL,), autoping=False) for _ in range(3)]
        pinging = asyncio.create_task(keep_alive(app, every_s=0.1))
        for _ in range(2):
            for socket in sockets:
                assert (await socket.receive()).type is WSMsgType.PING
        pinging.cancel()


async def test_that_the_other_end_is_gone_is_heard_at_a_pace(app: web.Application, heard: Heard) -> None:
    steps: list[Callable[[], None]] = []

    class Held(Pace):
        def add(self, step: Callable[[], None], party: Hashable = None) -> None:
            steps.append(step)

    app[appkeys.sockets] = Sockets()
    app[appkeys.pace] = Held()
    async with TestServer(app) as server:
        client = await opened(f"ws://127.0.0.1:{server.port}/")
        client.transport.abort()
        await until(lambda: bool(steps))
        await turns(5)
        assert heard.ends == 0
        for step in steps:
            step()
        assert heard.ends == 1


async def test_aiohttp_keeps_nothing_of_a_connection_that_it_handed_over(
    app: web.Application, heard: Heard
) -> None:
    app[appkeys.sockets] = Sockets()
    app[appkeys.pace] = Pace()
    runner = web.AppRunner(app)
    await runner.setup()
    await PacedSite(runner, "127.0.0.1", 0, app[appkeys.pace], room=100, reuse_port=False).start()
    async with opened(f"ws://127.0.0.1:{runner.addresses[0][1]}/") as client:
        await client.send("still here")
        assert await client.recv() == "still here"
        assert runner.server is not None
        await until(lambda: not runner.server.connections)  # type: ignore[union-attr]
        await runner.cleanup()
        await client.send("and after it stopped")
        assert await client.recv() == "and after it stopped"
        for socket in app[appkeys.sockets].all():
            socket.close(4002, "shutting down")
        await app[appkeys.sockets].gone(20)
        with pytest.raises(ConnectionClosed):
            await client.recv()
    assert client.close_code == 4002
    assert heard.sockets[0].is_open is False
    heard.sockets[0].send(text_frame(b"nobody hears this"))


async def test_a_fault_in_a_handler_ends_its_connection_alone(
    url: str, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(url) as one, opened(url) as other:
        await one.send("one")
        assert await one.recv() == "one"
        faults: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, context: faults.append(context))

        def fail(_socket: Echo, _text: str) -> None:
            raise RuntimeError("a fault")

        with monkeypatch.context() as patched:
            patched.setattr(Echo, "text_received", fail)
            await one.send("two")
            with pytest.raises(ConnectionClosed):
                await one.recv()
        assert faults
        await other.send("three")
        assert await other.recv() == "three"
