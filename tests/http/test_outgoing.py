"""The guarded client: what it does not connect to, and what it makes of bad answers."""

from __future__ import annotations

import asyncio
import datetime as dt
import errno
import gzip
import os
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from latecomer.http.guard import Guard, NotAllowed, is_public, read_networks
from latecomer.http.outgoing import ANSWER_LIMIT, NoAnswer, OutgoingHttp, _no_connection
from latecomer.vendors.webhook.mapping import read_secret, signature
from tests.vendors.servers.receiver import Told, running_receiver

LOOPBACK = read_networks(["127.0.0.0/8"])


@asynccontextmanager
async def client(*networks: str, timeout_s: float = 5.0) -> AsyncIterator[OutgoingHttp]:
    http = OutgoingHttp(Guard(read_networks(networks)), timeout_s=timeout_s)
    try:
        yield http
    finally:
        await http.close()


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "2001:db8::1",
        "fe80::1%1",
        "::8.8.8.8",
        "::ffff:0:127.0.0.1",
        "::ffff:0:8.8.8.8",
        "64:ff9b:1::8.8.8.8",
        "64:ff9b:1:ffff::1",
        "3fff:fff::1",
        "5f00::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14"])
def test_addresses_that_are(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/hook", "https_required"),
        ("ftp://example.org/", "invalid_url"),
        ("https:///hook", "invalid_url"),
        ("https://user:pass@example.org/", "invalid_url"),
        ("https://example.org:99999/", "invalid_url"),
        ("https://[::1/", "invalid_url"),
        ("file:///etc/passwd", "invalid_url"),
        ("https://a b.example/", "invalid_url"),
        ("https://127.0.0.1%00.example/", "invalid_url"),
        ("https://%31%32%37.0.0.1/", "invalid_url"),
        ("https://2130706433/", "invalid_url"),
        ("https://hooks.127.1/", "invalid_url"),
        ("https://0x7f.1./", "invalid_url"),
        ("https://\u0967\u0968\u096d.0.0.1/", "invalid_url"),
        ("https://127.0.0.1/", "address_not_allowed"),
        ("https://[::ffff:10.0.0.1]/", "address_not_allowed"),
        ("https://169.254.169.254/latest/meta-data", "address_not_allowed"),
    ],
)
def test_urls_that_are_refused(url: str, code: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        Guard().check_url(url)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "url",
    [
        "https://\u2460\u2461\u2466.0.0.1/",
        "https://\uff11\uff12\uff17.0.0.1/",
        "https://127\u30020\u30020\u30021/",
        "https://[::ffff:127.0.0.1]/",
    ],
)
def test_an_address_is_judged_as_it_will_be_connected_to(url: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        Guard().check_url(url)

    assert refused.value.code == "address_not_allowed"


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://[2606:4700::1111]:8443/a", "2606:4700::1111"),
        ("https://1.1.1.1/a", "1.1.1.1"),
        ("https://a_b.3com.example./a", "a_b.3com.example."),
        ("https://xn--mnchen-3ya.example/a", "xn--mnchen-3ya.example"),
    ],
)
def test_public_addresses_and_names_are_taken(url: str, host: str) -> None:
    assert (Guard().check_url(url).raw_host, str(Guard().check_url(url))) == (host, url)


@pytest.mark.parametrize(
    "rest",
    [
        "/hook%2Fa?sig=a%2Fb%2Bc%3D&x=a+b&y=%7e~",
        "/%7Euser/a%20b",
        "/?a=1&&b=%zz",
        "/a//b/../c;d=e?f:g@h/i?j",
        "/h?",
        "/?",
    ],
)
def test_path_and_query_stay_byte_for_byte(rest: str) -> None:
    assert Guard().check_url(f"https://M\u00fcnchen.example{rest}").raw_path_qs == rest


@pytest.mark.parametrize("rest", ["/a b", "/\u00e9", "?q=\u00e9", "/a\tb"])
def test_blanks_and_non_ascii_in_path_or_query_are_refused(rest: str) -> None:
    with pytest.raises(NotAllowed, match="Percent-encode"):
        Guard().check_url(f"https://example.org{rest}")


@pytest.mark.parametrize("typed", ["/hook%2Fa?sig=a%2Fb%2Bc%3D&x=a+b", "/h?"])
async def test_a_signed_query_arrives_as_it_was_typed(typed: str) -> None:
    lines: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.append(await reader.readline())
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, client("127.0.0.0/8") as http:
        port = server.sockets[0].getsockname()[1]
        await http.request("POST", f"HTTP://127.0.0.1:{port}{typed}", body=b"{}")

    assert lines == [f"POST {typed} HTTP/1.1\r\n".encode()]


def test_http_is_for_allowed_networks_alone() -> None:
    guard = Guard(LOOPBACK)
    guard.check_url("http://127.0.0.1:8080/")
    with pytest.raises(NotAllowed) as refusal:
        guard.check_url("http://93.184.215.14/")
    assert refusal.value.code == "https_required"
    public, private = ip_address("93.184.215.14"), ip_address("10.0.0.1")
    assert guard.refusal("a.example", [private, public]).code == "https_required"
    assert guard.refusal("a.example", [private]).code == "address_not_allowed"
    guard.check_url("https://93.184.215.14/")


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001"])
async def test_names_that_lead_to_us_are_refused(host: str) -> None:
    async with running_receiver() as receiver, client("10.0.0.0/8") as http:
        port = receiver.url.split(":")[2]
        for scheme in ("http", "https"):
            with pytest.raises(NotAllowed) as refusal:
                await http.request("POST", f"{scheme}://{host}:{port}")
            assert refusal.value.code in {"address_not_allowed", "invalid_url"}
        assert not receiver.refused
        assert not receiver.received


async def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name server that names an allowed address first and another one later decides nothing."""
    asked: list[str] = []

    def rebinding(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.9.9.9"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    async with running_receiver() as receiver, client("127.0.0.1") as http:
        monkeypatch.setattr(socket, "getaddrinfo", rebinding)
        url = receiver.url.replace("127.0.0.1", "hooks.example.org")
        assert (await http.request("POST", url)).status == 400  # connected, unsigned
        assert asked == ["hooks.example.org"]
        await http.close()
    async with client("127.0.0.1") as http:
        with pytest.raises(NotAllowed):
            await http.request("POST", url)


async def test_of_several_addresses_only_checked_ones_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def several(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))
            for address in ("127.0.0.2", "10.0.0.1", "127.0.0.1")
        ]

    async with running_receiver() as receiver, client("127.0.0.1") as http:
        monkeypatch.setattr(socket, "getaddrinfo", several)
        url = receiver.url.replace("127.0.0.1", "hooks.example.org")
        assert (await http.request("POST", url)).status == 400


async def test_redirects_are_not_followed() -> None:
    async with running_receiver() as receiver, client("127.0.0.1") as http:
        # The receiver answers only signed requests as told; a bare one gets 400. So sign nothing, ask a redirector.
        server = await asyncio.start_server(_redirect_to(receiver.url), "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            answer = await http.request("POST", f"http://127.0.0.1:{port}/")
        assert (answer.status, answer.headers["location"]) == (307, receiver.url)
        assert receiver.refused == []


def _redirect_to(url: str) -> Any:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 307 Away\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    return handle


async def test_an_answer_is_read_up_to_a_limit_and_within_a_time() -> None:
    async with running_receiver() as receiver, client("127.0.0.1", timeout_s=0.3) as http:
        async with asyncio.timeout(5):
            for sends, code in (
                (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (ANSWER_LIMIT + 5), None),
                (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "timeout"),
                (b"nonsense\r\n\r\n", "connection_lost"),
                (b"", "timeout"),
            ):
                server = await asyncio.start_server(_say(sends), "127.0.0.1", 0)
                port = server.sockets[0].getsockname()[1]
                if code is None:
                    assert len((await http.request("GET", f"http://127.0.0.1:{port}/")).body) == ANSWER_LIMIT
                else:
                    with pytest.raises(NoAnswer) as problem:
                        await http.request("GET", f"http://127.0.0.1:{port}/")
                    assert (problem.value.code, problem.value.sent) == (code, True)
                server.close()
        with pytest.raises(NoAnswer) as problem:
            await http.request("GET", f"http://127.0.0.1:{port}/")
        assert (problem.value.code, problem.value.sent) == ("unreachable", False)
        assert receiver.received == []


async def test_a_compressed_answer_is_inflated_within_the_limit_or_not_at_all() -> None:
    async with client("127.0.0.1") as http:
        for encoding, sent, body in (
            ("gzip", gzip.compress(b"taken"), b"taken"),
            ("gzip", gzip.compress(bytes(300_000_000), 9), b""),
            ("deflate", b"nonsense", b""),
            ("br", b"nonsense", b""),
        ):
            head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {len(sent)}\r\n\r\n"
            server = await asyncio.start_server(_say(head.encode() + sent), "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            started = time.process_time()
            answer = await http.request("GET", f"http://127.0.0.1:{port}/")
            assert time.process_time() - started < 0.2
            assert (answer.status, answer.body) == (200, body)
            server.close()


def _say(text: bytes) -> Any:
    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(text)
        await writer.drain()
        await reader.read()
        writer.close()

    return handle


async def test_a_receiver_that_took_it_but_does_not_answer_is_given_up() -> None:
    async with running_receiver() as receiver, client("127.0.0.1", timeout_s=0.2) as http:
        receiver.always = Told(204, delay_s=3.0)
        headers = _signed(b'{"type":"a","timestamp":"b","data":{}}', receiver.secret)
        with pytest.raises(NoAnswer) as problem:
            await http.request(
                "POST", receiver.url, headers=headers, body=b'{"type":"a","timestamp":"b","data":{}}'
            )
        assert problem.value.code == "timeout"
        assert len(receiver.received) == 1


async def test_a_slow_receiver_holds_up_no_other_at_the_same_host() -> None:
    waiting, release = asyncio.Semaphore(0), asyncio.Event()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if (await reader.readuntil(b"\r\n\r\n")).startswith(b"GET /slow"):
            waiting.release()
            await release.wait()
        writer.write(b"HTTP/1.1 204 Done\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, client("127.0.0.1", timeout_s=30) as http, asyncio.TaskGroup() as group:
        for _ in range(20):
            group.create_task(http.request("GET", f"http://127.0.0.1:{port}/slow"))
        async with asyncio.timeout(10):
            for _ in range(20):
                await waiting.acquire()
            assert (await http.request("GET", f"http://127.0.0.1:{port}/quick")).status == 204
        release.set()


async def test_a_name_server_that_does_not_answer_holds_up_no_other_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    release = threading.Event()

    def slow(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        if host.startswith("dead"):
            release.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "no answer")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    async def refused(http: OutgoingHttp, name: str) -> str:
        with pytest.raises(NoAnswer) as problem:
            await http.request("GET", f"http://{name}/")
        return problem.value.code

    async with running_receiver() as receiver, client("127.0.0.1", timeout_s=20) as http:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        names = [f"dead{n}.example" for n in range(50)]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(refused(http, name)) for name in names * 3]
            async with asyncio.timeout(10):
                while len(asked) < 50:  # noqa: ASYNC110 - a list, no event
                    await asyncio.sleep(0)
                url = receiver.url.replace("127.0.0.1", "hooks.example.org")
                assert (await http.request("POST", url)).status == 400
            release.set()
        assert {task.result() for task in tasks} == {"unreachable"}
        assert sorted(asked) == sorted([*names, "hooks.example.org"]), "each name once at a time"


async def test_a_name_that_is_none_is_an_answer_like_others() -> None:
    async with client("127.0.0.1") as http:
        with pytest.raises((NoAnswer, NotAllowed)) as problem:
            await http.request("GET", f"http://{'a' * 70}.example/")
    assert isinstance(problem.value, NoAnswer | NotAllowed)
    assert problem.value.code in {"unreachable", "invalid_url"}


def _signed(body: bytes, secret: str) -> dict[str, str]:
    now = int(time.time())  # the oracle insists on the wall clock
    return {
        "content-type": "application/json",
        "webhook-id": "evt_1",
        "webhook-timestamp": str(now),
        "webhook-signature": signature([read_secret(secret)], "evt_1", now, body),
    }


@pytest.mark.parametrize(
    "host", ["2130706433", "127.1", "0x7f.1", "127.0.0.1.", "0177.0.0.1", "017700000001", "localhost", "0"]
)
async def test_no_way_of_writing_this_machine_reaches_it(host: str) -> None:
    reached = asyncio.Event()

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.set()
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with client() as http:
        with pytest.raises((NotAllowed, NoAnswer)):
            await http.request("GET", f"https://{host}:{port}/")
    assert not reached.is_set()
    server.close()


async def _said(url: str) -> str:
    """Return the sentence about a request that brings no answer."""
    async with client("127.0.0.0/8", timeout_s=5.0) as http:
        with pytest.raises(NoAnswer) as problem:
            await http.request("GET", url)
    return str(problem.value)


async def test_what_is_wrong_with_a_connection_is_said_in_a_sentence() -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        assert await _said(f"http://127.0.0.1:{port}/") == (
            "127.0.0.1 closed the connection without an answer."
        )
    async with running_receiver() as receiver:
        assert "does not speak TLS" in await _said(receiver.url.replace("http:", "https:"))
    assert await _said(f"http://127.0.0.1:{port}/") == (
        f"127.0.0.1 refuses connections on port {port}: nothing listens there."
    )
    assert "nowhere.invalid cannot be resolved" in await _said("https://nowhere.invalid/")


@asynccontextmanager
async def _server_of(answer: bytes, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    """A server that gives one answer and hangs up. Yields its port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls)
    async with server:
        yield server.sockets[0].getsockname()[1]


def _certificate(folder: Path) -> ssl.SSLContext:
    """A certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = dt.datetime.now(dt.UTC) - dt.timedelta(days=30)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


async def test_a_certificate_that_is_refused_is_named(tmp_path: Path) -> None:
    async with _server_of(b"", _certificate(tmp_path)) as port:
        said = await _said(f"https://127.0.0.1:{port}/")
    assert said == "The certificate of 127.0.0.1 is refused: self-signed certificate."


@pytest.mark.parametrize(
    "answer",
    [
        b"220 mail.example ESMTP\r\n",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot a size\r\n",
    ],
)
async def test_an_answer_that_is_not_http_is_said(answer: bytes) -> None:
    async with _server_of(answer) as port:
        said = await _said(f"http://127.0.0.1:{port}/")
    assert said in ("127.0.0.1 sent no valid answer.", "The answer is not valid HTTP.")


@pytest.mark.parametrize("number", [errno.ENETUNREACH, errno.EHOSTUNREACH])
def test_a_host_without_a_route_is_said(number: int) -> None:
    """A machine that has no network says this of every address; one that has says it of few."""
    key = ConnectionKey("there.example", 443, True, True, None, None, None)  # noqa: FBT003
    error = aiohttp.ClientConnectorError(key, OSError(number, os.strerror(number)))
    assert _no_connection(error) == "There is no route to there.example."
