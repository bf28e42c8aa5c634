"""The door: who has said something is let in, a few at a time; who has not is sent away; nobody is forgotten there."""

import asyncio
import contextlib
import json
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network

import pytest
from aiohttp import ClientSession, web
from aiohttp.typedefs import Handler

from latecomer.http import admission as arriving
from latecomer.http.admission import PacedSite
from latecomer.http.connection import Connection
from latecomer.http.endpoint import read_bytes
from latecomer.http.middleware import answer_problems
from latecomer.http.pacing import Pace
from latecomer.http.problems import ClientLeft
from tests.support.turns import turns

GET = b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: example.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
HELD = 0
"""A pace at which nobody is let in."""


@dataclass
class Door:
    """A server of which one knows who is let in when."""

    site: PacedSite
    port: int
    turn: int = 0
    let_in: Counter[int] = field(default_factory=Counter)
    """Requests by the turn of the event loop in which they were handled."""

    @asynccontextmanager
    async def knock(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.close()

    async def count_turns(self) -> None:
        while True:
            self.turn += 1
            await turns(1)

    async def waiting(self, count: int) -> None:
        """Until so many stand at the door."""
        async with asyncio.timeout(20):
            while len(self.site._arriving) != count:
                await turns(1)

    async def spoken(self, count: int) -> None:
        """Until so many at the door have said something."""
        async with asyncio.timeout(20):
            while sum(1 for each in self.site._arriving if each._first) != count:
                await turns(1)


@asynccontextmanager
async def opened(
    per_turn: int, handler: Handler | None = None, *, room: int = 1_000, keepalive_s: float = 75
) -> AsyncIterator[Door]:
    async def answer(request: web.Request) -> web.StreamResponse:
        door.let_in[door.turn] += 1
        return web.Response(text=str(len(await request.read())))

    app = web.Application(middlewares=[answer_problems])
    app.router.add_route("*", "/", handler or answer)
    runner = web.AppRunner(
        app, access_log=None, handle_signals=False, shutdown_timeout=1, keepalive_timeout=keepalive_s
    )
    await runner.setup()
    site = PacedSite(runner, "127.0.0.1", 0, Pace(per_turn), room=room, reuse_port=False)
    await site.start()
    door = Door(site, runner.addresses[0][1])
    try:
        yield door
    finally:
        await runner.cleanup()


async def status(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(20):
        return await reader.readline()


async def test_a_request_arrives_whole_however_it_is_cut() -> None:
    async with opened(1) as door, door.knock() as (reader, writer):
        for start in range(0, len(GET), 9):
            writer.write(GET[start : start + 9])
            await writer.drain()
            await turns(5)
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        await reader.readuntil(b"\r\n\r\n0")
        writer.write(GET)  # the connection is kept
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"


async def test_a_long_body_arrives_whole() -> None:
    async with (
        opened(1) as door,
        ClientSession() as session,
        session.post(f"http://127.0.0.1:{door.port}/", data=bytes(900_000)) as answer,
    ):
        assert await answer.text() == "900000"


@pytest.mark.parametrize("blank_line", [b"\n\n", b"\n\r\n"])
async def test_a_body_may_hold_blank_lines_behind_the_largest_head(blank_line: bytes) -> None:
    """The first read may bring the head and a quarter of a megabyte of a film, which holds any two bytes."""
    body = b"x" * 100_000 + blank_line + b"x" * 50_000
    head = b"POST / HTTP/1.1\r\nHost: example.org\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with opened(1) as door, door.knock() as (reader, writer):
        writer.write(head + body)
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        await asyncio.wait_for(reader.readuntil(b"\r\n\r\n%d" % len(body)), 20)


async def test_of_many_at_once_each_turn_lets_in_a_few() -> None:
    async with opened(5) as door:
        counting = asyncio.ensure_future(door.count_turns())
        knocking = [door.knock() for _ in range(60)]
        guests = [await each.__aenter__() for each in knocking]
        await door.waiting(60)
        for _, writer in guests:
            writer.write(GET)
        for reader, _ in guests:
            assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        for each in knocking:
            await each.__aexit__(None, None, None)
        counting.cancel()
    assert door.let_in.total() == 60
    assert max(door.let_in.values()) <= 5


async def test_who_says_nothing_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "SILENT_S", 0.05)
    async with opened(1) as door, door.knock() as (reader, _):
        async with asyncio.timeout(20):
            assert await reader.read() == b""
        await door.waiting(0)


@pytest.mark.parametrize("said", [b"G", GET[:-2], b"\r\n\r\nGET / HTTP/1.1\r\n"])
async def test_who_does_not_come_to_the_end_of_a_head_is_sent_away(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "HEAD_S", 0.05)
    async with opened(1) as door, door.knock() as (reader, writer):
        writer.write(said)
        async with asyncio.timeout(20):
            answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b'"head_too_slow"' in answer
    assert not door.let_in


async def test_a_head_that_drips_has_no_more_time_than_one_that_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "HEAD_S", 0.2)
    async with opened(1) as door, door.knock() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n")
        ended = asyncio.ensure_future(reader.read())
        async with asyncio.timeout(20):
            while not ended.done():
                writer.write(b"X: y\r\n")
                await asyncio.wait({ended}, timeout=0.02)
        with contextlib.suppress(ConnectionResetError):  # what it goes on sending may undo our answer
            assert b"408" in ended.result()


async def test_a_head_without_end_is_not_kept() -> None:
    async with opened(1) as door, door.knock() as (reader, writer):
        writer.write(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000)
        async with asyncio.timeout(20):
            with contextlib.suppress(ConnectionResetError):  # it goes on writing to a closed connection
                assert b" 431 " in await reader.readline()
        await door.waiting(0)
    assert not door.let_in


async def test_of_requests_on_open_connections_each_turn_answers_a_few() -> None:
    async with opened(5) as door, contextlib.AsyncExitStack() as stack:
        guests = [await stack.enter_async_context(door.knock()) for _ in range(40)]
        for reader, writer in guests:
            writer.write(GET)
            assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        door.let_in.clear()
        counting = asyncio.ensure_future(door.count_turns())
        for _, writer in guests:
            writer.write(GET * 3)
        async with asyncio.timeout(20):
            while door.let_in.total() < 120:
                await turns(1)
        counting.cancel()
    assert max(door.let_in.values()) <= 5


async def test_a_valid_link_waits_for_no_turn() -> None:
    async with opened(5) as door, door.knock() as (reader, writer):
        writer.write(GET)
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        await reader.readuntil(b"\r\n\r\n0")
        (peer,) = door.site._peers._unvouched
        door.site._peers.vouch(peer, "a link")
        door.site._pace._per_turn = door.site._pace._most = HELD
        writer.write(GET)
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("proxied", [False, True])
async def test_a_turn_is_the_clients_also_behind_a_proxy(*, proxied: bool) -> None:
    answered = list[str]()

    async def note(request: web.Request) -> web.StreamResponse:
        answered.append(request.headers["X-Forwarded-For"])
        return web.Response()

    async with opened(20, note) as door, contextlib.AsyncExitStack() as stack:
        door.site._trusted = (ip_network("127.0.0.0/8"),) if proxied else ()
        crowd = [await stack.enter_async_context(door.knock()) for _ in range(10)]
        one = await stack.enter_async_context(door.knock())
        for (reader, writer), address in (*((each, "8.8.8.8") for each in crowd), (one, "9.9.9.9")):
            writer.write(GET.replace(b"\r\n\r\n", f"\r\nX-Forwarded-For: {address}\r\n\r\n".encode()))
            assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        answered.clear()
        pace = door.site._pace
        pace._per_turn = pace._most = HELD
        for (_, writer), address in (*((each, "8.8.8.8") for each in crowd), (one, "9.9.9.9")):
            waiting = sum(map(len, pace._parties.values()))
            writer.write(GET.replace(b"\r\n\r\n", f"\r\nX-Forwarded-For: {address}\r\n\r\n".encode()))
            async with asyncio.timeout(20):
                while sum(map(len, pace._parties.values())) == waiting:
                    await turns(1)
        pace._per_turn = pace._most = 1
        async with asyncio.timeout(20):
            while len(answered) < 11:
                await turns(1)
        assert answered.index("9.9.9.9") == (1 if proxied else 10)


async def test_of_strangers_bytes_each_turn_parses_a_few(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = Counter[int]()
    queued = list[int]()
    parse = Connection._parse

    def count(handler: Connection, data: bytes) -> None:
        parsed[door.turn] += len(data)
        queued.extend(map(len, door.site._pace._parties.values()))
        parse(handler, data)

    monkeypatch.setattr(Connection, "_parse", count)
    chunks = b"1\r\na\r\n" * 30_000 + b"0\r\n\r\n"
    head = GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    async with opened(5) as door, contextlib.AsyncExitStack() as stack:
        guests = [await stack.enter_async_context(door.knock()) for _ in range(10)]
        counting = asyncio.ensure_future(door.count_turns())
        for _, writer in guests:
            writer.write(head + chunks)
        for reader, _ in guests:
            assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
            await asyncio.wait_for(reader.readuntil(b"\r\n\r\n30000"), 20)
        counting.cancel()
    assert parsed.total() == 10 * len(head + chunks)
    assert max(parsed.values()) <= 20 * 8 * 1024
    assert max(queued) <= 2  # a client's next bytes, and its request


async def test_a_long_body_is_read_by_turns_too() -> None:
    began, answered = asyncio.Event(), list[int]()

    async def read(request: web.Request) -> web.StreamResponse:
        began.set()
        answered.append(len(await read_bytes(request, 10_000)))
        return web.Response()

    async with opened(5, read) as door, door.knock() as (reader, writer):
        writer.write(GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 4000\r\n\r\n"))
        await asyncio.wait_for(began.wait(), 20)
        pace = door.site._pace
        pace._per_turn = pace._most = HELD
        writer.write(bytes(4000))
        async with asyncio.timeout(20):
            while not pace._parties:
                await turns(1)
        assert not answered
        pace._per_turn = pace._most = 5
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
    assert answered == [4000]


@pytest.mark.parametrize(
    "whole", [GET, GET.replace(b"GET", b"POST")[:-2] + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"]
)
async def test_a_later_head_and_trailers_without_end_are_not_kept_either(whole: bytes) -> None:
    ended = asyncio.Event()

    async def read(request: web.Request) -> web.StreamResponse:
        try:
            return web.Response(text=str(len(await request.read())))
        finally:
            ended.set()

    async with opened(1, read) as door, door.knock() as (_, writer):
        writer.write(whole + (GET[:-2] if whole == GET else b""))
        sent = 0
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(20):
                while True:  # until the connection is gone
                    writer.write(b"X-%d: " % sent + b"y" * 7_000 + b"\r\n")
                    await writer.drain()
                    await turns(20)
                    sent += 7_000
        assert sent < 600_000
        async with asyncio.timeout(20):
            await ended.wait()
            while door.site._peers.count:
                await turns(1)
        assert door.site._peers.held_bytes == 0


async def test_bodies_of_strangers_that_are_not_whole_are_bounded_and_the_oldest_go() -> None:
    head = GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 300000\r\n\r\n")
    async with opened(5) as door, contextlib.AsyncExitStack() as stack:
        peers = door.site._peers
        peers._held_max = 500_000
        readers = []
        for number in range(1, 7):
            reader, writer = await stack.enter_async_context(door.knock())
            readers.append(reader)
            writer.write(head + b"x" * 200_000)
            async with asyncio.timeout(20):
                while peers.held_bytes < 200_000 * min(number, 2) or peers.count > 2:
                    await turns(1)
        for reader in readers[:4]:
            with contextlib.suppress(ConnectionResetError):
                assert await asyncio.wait_for(reader.read(), 20) == b""
        assert 400_000 < peers.held_bytes <= 500_000


async def test_who_reads_a_body_hears_at_once_that_it_is_no_http() -> None:
    async def read(request: web.Request) -> web.StreamResponse:
        return web.Response(body=await read_bytes(request, 100))

    head = GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    async with opened(1, read) as door, door.knock() as (reader, writer):
        writer.write(head + b"0\r\n")
        await door.waiting(0)
        writer.write(b"X: y\r\n" * 1_000 + b"\r\n")
        async with asyncio.timeout(5):  # far below what a body may take
            answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1") == 1


async def test_who_leaves_while_its_body_is_read_is_no_failure(capsys: pytest.CaptureFixture[str]) -> None:
    left: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()

    began = asyncio.Event()

    async def read(request: web.Request) -> web.StreamResponse:
        began.set()
        try:
            await read_bytes(request, 100)
        except BaseException as error:
            left.set_result(error)
            raise
        return web.Response()

    async with opened(1, read) as door:
        async with door.knock() as (_, writer):
            writer.write(
                GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\nhalf")
            )
            await asyncio.wait_for(began.wait(), 20)
        assert isinstance(await asyncio.wait_for(left, 20), ClientLeft)
    assert capsys.readouterr().out == ""


async def test_a_connection_that_says_nothing_more_is_closed() -> None:
    async with opened(1, keepalive_s=0.1) as door, door.knock() as (reader, writer):
        writer.write(GET + GET[:9])
        async with asyncio.timeout(20):
            answer = await reader.read()
    assert answer.count(b"HTTP/1.1 200 OK") == 1


async def test_who_says_nothing_or_half_of_it_makes_room_for_who_says_it_all() -> None:
    async with opened(20, room=40) as door, contextlib.AsyncExitStack() as stack:
        for half in (b"", b"GET", GET[:-2]) * 30:
            _, writer = await stack.enter_async_context(door.knock())
            writer.write(half)
            await writer.drain()
        for _ in range(60):
            async with door.knock() as (reader, writer):
                writer.write(GET)
                assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        assert len(door.site._arriving) < 40


async def test_without_any_room_a_newcomer_is_told_so_and_the_log_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    never = asyncio.Event()

    async def hold(_: web.Request) -> web.StreamResponse:
        await never.wait()
        return web.Response()

    async with opened(20, hold, room=4) as door, contextlib.AsyncExitStack() as stack:
        for _ in range(4):
            _, writer = await stack.enter_async_context(door.knock())
            writer.write(GET)
            await door.waiting(0)
        for _ in range(3):
            async with door.knock() as (reader, _):
                answer = await asyncio.wait_for(reader.read(), 20)
                assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
                assert b'"too_many_connections"' in answer
        never.set()
    assert capsys.readouterr().out.count("connections_full") == 1


async def test_who_leaves_before_being_let_in_is_forgotten() -> None:
    async with opened(1) as door:
        async with door.knock():
            await door.waiting(1)
        await door.waiting(0)
    assert not door.let_in


async def test_when_the_door_closes_who_has_spoken_is_answered_and_who_has_not_is_sent_away() -> None:
    async with opened(HELD) as door, door.knock() as (reader, writer), door.knock() as (silent, _):
        await door.waiting(2)
        writer.write(GET)
        await door.spoken(1)
        assert not door.let_in
        await door.site.stop()
        door.site._pace._per_turn = door.site._pace._most = 1
        assert await status(reader) == b"HTTP/1.1 200 OK\r\n"
        assert await silent.read() == b""
        assert not door.site._arriving


async def test_who_says_too_much_before_being_let_in_is_not_read_on() -> None:
    async with opened(HELD) as door, door.knock() as (_, writer):
        writer.write(bytes(8 * 1024 * 1024))
        await door.spoken(1)
        await turns(200)
        assert max(len(each._first) for each in door.site._arriving) <= 256 * 1024


@pytest.mark.parametrize("chunk", [b"secret\r\n", b"5\r\nsecret\r\n", b"fffffffffffffffffff\r\nsecret"])
async def test_a_body_that_is_no_http_is_a_bad_request(
    chunk: bytes, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async def read(request: web.Request) -> web.StreamResponse:
        return web.Response(body=await read_bytes(request, 100))

    head = GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n")
    async with opened(1, read) as door, door.knock() as (reader, writer):
        writer.write(head + chunk)
        async with asyncio.timeout(20):
            answer = await reader.read()
    assert b" 400 " in answer.partition(b"\r\n")[0]
    printed = capsys.readouterr()
    for told in (answer.decode(), printed.out, printed.err, caplog.text):
        assert "secret" not in told
        assert "internal_error" not in told


async def test_who_is_gone_before_the_upgrade_is_no_failure(caplog: pytest.LogCaptureFixture) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def upgrade(request: web.Request) -> web.StreamResponse:
        began.set()
        while request.transport is not None:
            await turns(1)
        socket = web.WebSocketResponse()
        try:
            await socket.prepare(request)
        finally:
            ended.set()
        return socket

    async with opened(1, upgrade) as door:
        async with door.knock() as (_, writer):
            writer.write(UPGRADE)
            await asyncio.wait_for(began.wait(), 20)
        async with asyncio.timeout(20):
            await ended.wait()
    assert "Error handling request" not in caplog.text


@pytest.mark.parametrize(
    "said",
    [
        GET.replace(b"\r\n\r\n", b"\r\n" + b"secret" * 10_000 + b"\r\n\r\n"),
        GET.replace(b"\r\n\r\n", b"\r\nCookie: secret\x00\r\n\r\n"),
        b"GET /secret HTTP/9.9\r\n\r\n",
        b"secret\r\n\r\n",
        b"\x16\x03\x01secret",
        b"GET /" + b"secret" * 2_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        GET.replace(b"GET", b"POST").replace(b"\r\n\r\n", b"\r\nContent-Length: secret\r\n\r\n"),
    ],
    ids=lambda said: said[:14],
)
async def test_what_is_no_http_is_a_problem_and_quoted_nowhere(
    said: bytes, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    async with opened(1) as door, door.knock() as (reader, writer):
        started = time.process_time()
        writer.write(said)
        async with asyncio.timeout(20):
            answer = await reader.read()
        assert time.process_time() - started < 0.5
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert json.loads(body)["code"] == "bad_request"
    headers = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:])
    assert headers["content-type"].startswith("application/problem+json")
    assert (headers["server"], headers["x-content-type-options"]) == ("latecomer", "nosniff")
    printed = capsys.readouterr()
    assert b"secret" not in answer
    assert "secret" not in printed.out + printed.err + caplog.text
