"""Requests to addresses that others chose: guarded, so that nobody reaches our own network through us.

A host is resolved once and its addresses are checked; the connection goes to a checked address, so a name that
resolves differently a moment later (DNS rebinding) changes nothing. Redirects are never followed. Loopback,
link-local, private, shared, multicast and metadata addresses are refused, also where an IPv6 address carries them,
unless the operator allows their network; plain http goes to such allowed networks only.

Source: OWASP, Server-Side Request Forgery Prevention; RFC 6890
"""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

import aiohttp
import idna
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from latecomer.core.inflate import ENCODINGS, Malformed, TooLarge, inflate

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

TIMEOUT_S: Final = 15.0
ANSWER_LIMIT: Final = 1024 * 1024
"""Bytes of an answer that are read, after decompression; of a longer one, only these."""
_NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "168.63.129.16/32",  # a cloud's own services, on a public address
        "192.0.0.0/24",
        "192.88.99.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",  # an IPv4 address as IPv6 once carried it
        "::ffff:0:0:0/96",  # and as some translators do
        "64:ff9b:1::/48",  # a site's own NAT64
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
        "ff00::/8",
    )
)
_NAT64: Final = ip_network("64:ff9b::/96")


_AS_SENT: Final = re.compile(r"[a-zA-Z]+://[^/?#]*(?:[/?#][\x21-\x7e]*)?")
"""An address whose path and query can be sent as they are; the host may be of any script."""


class NotAllowed(Exception):
    """The URL, or the address it leads to, is none that we connect to."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NoAnswer(Exception):
    """There was no answer, or none that could be understood.

    ``sent`` is False where the request certainly did not reach the receiver: nothing happened there.
    """

    def __init__(self, code: str, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.code = code
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks such as ``10.0.0.0/8`` or single addresses. Raises: ValueError."""
    return tuple(ip_network(text) for text in texts)


def is_public(address: Address) -> bool:
    """Whether an address is anybody's on the internet; one that is carried inside another counts as well."""
    if isinstance(address, IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address.scope_id is not None:
            return False
    return address.is_global and not any(
        address in network for network in _NEVER if network.version == address.version
    )


def _carried(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


class Guard:
    """Decides which addresses may be connected to."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def admits(self, address: Address, *, tls: bool) -> bool:
        """Whether to connect to this address; without TLS only to the operator's networks."""
        if any(address.version == network.version and address in network for network in self._allowed):
            return True
        return tls and is_public(address)

    def check_url(self, url: str) -> URL:
        """Return the address to connect to: its host as A-label or IP address, path and query byte for byte.

        It is https (or http to allowed networks), has a host and no credentials.
        Raises: NotAllowed.
        """
        try:
            parts = urlsplit(url)
            host, port = _connected_host(parts.hostname or ""), parts.port
        except ValueError:
            raise NotAllowed("invalid_url", "This is not a valid URL.") from None
        if not _AS_SENT.fullmatch(url):
            raise NotAllowed(
                "invalid_url", "Percent-encode blanks and non-ASCII characters in the URL's path and query."
            )
        if parts.scheme not in ("https", "http") or not host or port == 0:
            raise NotAllowed("invalid_url", "Give a URL that begins with https:// and has a host.")
        if parts.username is not None or parts.password is not None:
            raise NotAllowed("invalid_url", "Leave user name and password out of the URL.")
        if parts.scheme == "http" and not self._allowed:
            raise _https_required()
        parsed = URL.build(
            scheme=parts.scheme,
            host=host,
            port=port,
            path=parts.path or "/",
            query_string=parts.query,
            fragment=parts.fragment,
            encoded=True,
        )
        try:
            literal = ip_address(host)
        except ValueError:
            return parsed
        if not self.admits(literal, tls=parts.scheme == "https"):
            raise self.refusal(host, [literal])
        return parsed

    def refusal(self, host: str, addresses: Iterable[Address]) -> NotAllowed:
        """Why none of a host's addresses is admitted."""
        if any(self.admits(address, tls=True) for address in addresses):
            return _https_required()
        return NotAllowed(
            "address_not_allowed",
            f"{host} leads into a network that is not public; the operator can allow it.",
        )


def _connected_host(host: str) -> str:
    """Return the host that will be connected to: digits and dots of other scripts are mapped as resolvers map them.

    Raises: ValueError when the host has no ASCII form.
    Source: UTS 46, non-transitional
    """
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True, transitional=False).decode("ascii")
    except idna.IDNAError:
        # An address in Unicode digits is no domain: its labels are digits alone.
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        if not mapped.isascii():
            raise ValueError(host) from None
        return mapped


def _https_required() -> NotAllowed:
    return NotAllowed("https_required", "Give a URL that begins with https://.")


_Found: TypeAlias = Sequence[tuple[socket.AddressFamily, int, int, str, tuple[Any, ...]]]


class _Resolver(AbstractResolver):
    """The system's answers, without those that the guard refuses.

    Each name is asked for in a thread of its own, once at a time: a name server that does not answer holds up the names
    that it serves, and no pool of threads that others need.
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
    """In a thread: ask the system, which may take its time."""

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
    """The client of every vendor. Made and closed inside a running event loop."""

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
    ) -> Answer:
        """One request, one answer of at most 1 MiB, within the time limit.

        Raises: NotAllowed, NoAnswer.
        """
        target = self.guard.check_url(url)
        connected = False
        try:
            async with asyncio.timeout(self._timeout_s):
                async with self._clients[target.scheme].request(
                    method, target, headers=headers, data=body, allow_redirects=False
                ) as response:
                    connected = True
                    text = await _read(response)
                    return Answer(
                        response.status,
                        {name.lower(): value for name, value in response.headers.items()},
                        text,
                    )
        except NotAllowed:
            raise
        except aiohttp.InvalidURL as error:
            raise NotAllowed("invalid_url", "This is no URL.") from error
        except aiohttp.ClientConnectorError as error:
            raise NoAnswer("unreachable", f"No connection: {error.os_error}", sent=False) from error
        except TimeoutError as error:
            raise NoAnswer("timeout", f"No answer within {self._timeout_s:g} s.", sent=True) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            code = "bad_answer" if connected else "connection_lost"
            raise NoAnswer(code, f"No answer: {type(error).__name__}", sent=True) from error

    async def close(self) -> None:
        """Close every connection."""
        for client in self._clients.values():
            await client.close()


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The body; of one that is longer the beginning. Nothing of one that cannot be inflated within the limit: its
    status stands all the same."""
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
