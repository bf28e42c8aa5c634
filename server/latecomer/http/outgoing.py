"""Requests to addresses that others chose, guarded so that they cannot reach our own network.

A host is resolved once and its addresses are checked; the connection goes to a checked address, so a name that resolves
differently a moment later (DNS rebinding) changes nothing. Redirects are never followed. Loopback, link-local, private,
shared, multicast and metadata addresses are refused, also when an IPv6 address embeds them, unless the operator allows
their network; plain http is allowed to such networks only.

Source: OWASP, Server-Side Request Forgery Prevention; RFC 6890
"""

from __future__ import annotations

import asyncio
import errno
import socket
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final, TypeAlias

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from latecomer.core.inflate import ENCODINGS, Malformed, TooLarge, inflate
from latecomer.http.guard import Guard, NotAllowed

TIMEOUT_S: Final = 15.0
ANSWER_LIMIT: Final = 1024 * 1024
"""Bytes of an answer that are read, after decompression; of a longer one, only these."""


class NoAnswer(Exception):
    """There was no answer, or no valid one.

    ``sent`` is False when the request certainly did not reach the receiver, so that nothing happened there.
    """

    def __init__(self, code: str, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.code = code
        self.sent = sent


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer to an outgoing request; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class HttpStream:
    """An answer whose body has not been read; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    response: aiohttp.ClientResponse

    def pieces(self) -> AsyncIterator[bytes]:
        """Return the body as it was sent, in pieces of at most 64 KiB."""
        return self.response.content.iter_chunked(64 * 1024)


_Found: TypeAlias = Sequence[tuple[socket.AddressFamily, int, int, str, tuple[Any, ...]]]


class _Resolver(AbstractResolver):
    """The system's name resolution, without the addresses that the guard refuses.

    Each name is resolved in a thread of its own, one at a time: a name server that does not answer delays only its own
    names, and no thread pool that others need.
    """

    def __init__(self, guard: Guard, *, tls: bool) -> None:
        self._guard = guard
        self._tls = tls
        self._underway: dict[tuple[str, int], asyncio.Future[_Found]] = {}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._look_up(host, family)
        admitted = [
            ResolveResult(
                hostname=host,
                host=str(where[0]),
                port=port,
                family=kind,
                proto=proto,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, proto, _, where in found
            if self._guard.admits(ip_address(where[0]), tls=self._tls)
        ]
        if found and not admitted:
            raise self._guard.refusal(host, [ip_address(where[0]) for _, _, _, _, where in found])
        return admitted

    async def _look_up(self, host: str, family: int) -> _Found:
        key = (host, family)
        answer = self._underway.get(key)
        if answer is None:
            answer = self._underway[key] = asyncio.get_running_loop().create_future()
            answer.add_done_callback(lambda _: self._underway.pop(key, None))
            answer.add_done_callback(lambda done: done.cancelled() or done.exception())
            threading.Thread(target=_ask, args=(host, family, answer), daemon=True, name="resolve").start()
        return await asyncio.shield(answer)  # whoever gives up leaves it to the others

    async def close(self) -> None:
        pass


def _ask(host: str, family: int, answer: asyncio.Future[_Found]) -> None:
    """Resolve a name with the system's resolver, which may block; runs in a thread."""

    def tell(found: _Found | OSError) -> None:
        if isinstance(found, OSError):
            answer.set_exception(found)
        else:
            answer.set_result(found)

    try:
        found: _Found | OSError = socket.getaddrinfo(
            host, 0, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG
        )
    except OSError as error:
        found = error
    except UnicodeError as error:  # a label that is empty or too long
        found = OSError(str(error))
    with suppress(RuntimeError):  # the loop is closed
        answer.get_loop().call_soon_threadsafe(tell, found)


class OutgoingHttp:
    """The HTTP client for all vendors. It must be made and closed inside a running event loop."""

    def __init__(self, guard: Guard, *, timeout_s: float = TIMEOUT_S) -> None:
        self.guard = guard
        self._timeout_s = timeout_s
        self._clients = {
            scheme: aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    resolver=_Resolver(guard, tls=scheme == "https"),
                    use_dns_cache=False,
                    limit=0,  # callers bound what they do at once; one slow path of a host holds up no other
                ),
                timeout=aiohttp.ClientTimeout(total=timeout_s, connect=timeout_s),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,  # as much as it would be, on the event loop
                headers={"User-Agent": "Latecomer", "Accept-Encoding": "identity"},
            )
            for scheme in ("https", "http")
        }

    async def request(
        self, method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> HttpAnswer:
        """Send one request and return its answer of at most 1 MiB, within the time limit.

        Raises: NotAllowed, NoAnswer.
        """
        async with self.open(method, url, headers=headers, body=body, within_s=self._timeout_s) as answer:
            return HttpAnswer(answer.status, answer.headers, await _read(answer.response))

    @asynccontextmanager
    async def open(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        within_s: float,
        silence_s: float | None = None,
    ) -> AsyncIterator[HttpStream]:
        """Send one request and lend its answer, whose body can be read piece by piece.

        Args:
            within_s: the time for the whole exchange.
            silence_s: the time without a byte after which it is over; None: no such limit.

        Raises: NotAllowed, NoAnswer, also for failures while the body is read.
        """
        target = self.guard.check_url(url)
        timeout = aiohttp.ClientTimeout(total=within_s, connect=self._timeout_s, sock_read=silence_s)
        connected = False
        try:
            async with asyncio.timeout(within_s):
                async with self._clients[target.scheme].request(
                    method, target, headers=headers, data=body, allow_redirects=False, timeout=timeout
                ) as response:
                    connected = True
                    found = {name.lower(): value for name, value in response.headers.items()}
                    yield HttpStream(response.status, found, response)
        except NotAllowed:
            raise
        except aiohttp.InvalidURL as error:
            raise NotAllowed("invalid_url", "This is no URL.") from error
        except aiohttp.ClientConnectorError as error:
            raise NoAnswer("unreachable", _no_connection(error), sent=False) from error
        except TimeoutError as error:
            limit_s = within_s if silence_s is None else min(within_s, silence_s)
            raise NoAnswer("timeout", f"No answer within {limit_s:g} s.", sent=True) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            code = "bad_answer" if connected else "connection_lost"
            message = "The answer is not valid HTTP." if connected else _no_answer(target.host, error)
            raise NoAnswer(code, message, sent=True) from error

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.close()


def _no_connection(error: aiohttp.ClientConnectorError) -> str:
    """Return a sentence that says why there is no connection."""
    host, port, cause = error.host, error.port, error.os_error
    match error:
        case aiohttp.ClientConnectorCertificateError():
            reason = getattr(error.certificate_error, "verify_message", "") or "it is not valid"
            return f"The certificate of {host} is refused: {reason}."
        case aiohttp.ClientConnectorSSLError():
            return f"{host} does not speak TLS on port {port}, or no version that is safe."
        case aiohttp.ClientConnectorDNSError():
            return f"The name {host} cannot be resolved: no address is known for it."
        case _ if isinstance(cause, ConnectionRefusedError) or cause.errno == errno.ECONNREFUSED:
            return f"{host} refuses connections on port {port}: nothing listens there."
        case _ if cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return f"There is no route to {host}."
        case _:
            return f"No connection to {host}, port {port}: {cause.strerror or type(cause).__name__}."


def _no_answer(host: str | None, error: Exception) -> str:
    """Return a sentence that says why a connection brought no answer."""
    match error:
        case aiohttp.ServerDisconnectedError() | ConnectionResetError():
            return f"{host} closed the connection without an answer."
        case aiohttp.ClientOSError():
            return f"The connection to {host} was lost: {error.strerror or 'it was closed'}."
        case _:
            return f"{host} sent no valid answer."


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """Return the body, or the beginning of a longer one; nothing when it cannot be decompressed within the limit. The
    status is valid in any case."""
    read = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        read += chunk
        if len(read) >= ANSWER_LIMIT:
            break
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding == "identity":
        return bytes(read[:ANSWER_LIMIT])
    if encoding not in ENCODINGS:
        return b""
    try:
        return await asyncio.to_thread(inflate, bytes(read), encoding, ANSWER_LIMIT)
    except (TooLarge, Malformed):
        return b""
