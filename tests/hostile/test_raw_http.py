"""Raw HTTP on the wire, byte for byte, before any parsing: refused or answered, never a failure."""

import asyncio
import socket
import struct

import pytest

from tests.support.server import Live

HEAD = b"Host: webinars.example\r\nContent-Type: application/json\r\n"
CASES = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET //evil.example/ HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET /../../etc/passwd HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET /recordings/..%2f..%2fetc/passwd HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET /%00 HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET /%ff%fe HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET * HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"OPTIONS * HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"TRACE / HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET / HTTP/1.0\r\n\r\n",
    b"GET / HTTP/0.9\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\n\n",
    b"GET  / HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET / HTTP/1.1\r\n Host: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: \x00\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: \xff\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + HEAD + b"Expect: nonsense\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + HEAD + b"Expect: \xff\r\n\r\n",
    b"GET /viewer.js HTTP/1.1\r\n" + HEAD + b"If-Modified-Since: bad\r\nX: \xff\r\n\r\n",
    b"GET /r/unknown HTTP/1.1\r\n" + HEAD + b"Referer: http://\xff/\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(500)) + b"\r\n",
    b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Length: +2\r\n\r\n{}",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Length: 0x2\r\n\r\n{}",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: identity\r\n\r\n",
    b"POST /beacon HTTP/1.0\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n"
    + HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n2;"
    + b"e" * 20_000
    + b"\r\n{}\r\n0\r\n\r\n",
    b"POST /beacon HTTP/1.1\r\n"
    + HEAD
    + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"
    + b"X: y\r\n" * 1_000
    + b"\r\n",
    b"POST /beacon HTTP/1.1\r\n" + HEAD + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    b"GET /ws/playback HTTP/1.1\r\n" + HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    b"GET /ws/playback HTTP/1.1\r\n" + HEAD + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    b"GET /j/%F0%9F%90%9B HTTP/1.1\r\n" + HEAD + b"\r\n",
    b"GET /api/v1/session HTTP/1.1\r\n" + HEAD + b"Authorization: Bearer \xc3\xa9\r\n\r\n",
    b"GET /api/v1/session HTTP/1.1\r\n" + HEAD + b'Cookie: latecomer_session="\\000"\r\n\r\n',
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"\r\n" * 40_000,
)


async def test_a_client_that_leaves_in_its_body_is_no_failure(
    live: Live, capsys: pytest.CaptureFixture[str]
) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    for _ in range(50):
        leaving = socket.create_connection((host, int(port)))
        leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        leaving.send(
            b"POST /beacon HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nx"
        )
        leaving.close()
    reader, again = await asyncio.open_connection(host, int(port))
    again.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in await asyncio.wait_for(reader.readline(), 20)
    again.close()
    printed = capsys.readouterr()
    assert "internal_error" not in printed.out + printed.err


@pytest.mark.parametrize("said", CASES, ids=lambda said: repr(said[:50]))
async def test_it_is_answered_or_refused(live: Live, said: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    host, port = live.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(said)
    try:
        async with asyncio.timeout(0.5):
            answer = await reader.readuntil(b"\r\n\r\n")
    except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
        answer = b""
    writer.close()
    if answer:
        status = int(answer.split(b" ", 2)[1])
        assert status < 500 or status == 501, answer
        headers = answer.lower()
        assert b"\r\nserver: latecomer\r\n" in headers or b" 408 " in headers or b" 431 " in headers, answer
        assert b"x-content-type-options: nosniff" in headers or b" 101 " in headers, answer
    again_reader, again = await asyncio.open_connection(host, int(port))
    again.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert b" 200 " in await asyncio.wait_for(again_reader.readline(), 20)
    again.close()
    printed = capsys.readouterr()
    assert "internal_error" not in printed.out + printed.err
