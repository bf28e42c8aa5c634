"""The guard against requests to private networks: decides which addresses, chosen by others, may be connected to. Pure.

Source: OWASP, Server-Side Request Forgery Prevention; RFC 6890
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import idna
from yarl import URL

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

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
_NAME: Final = re.compile(
    r"(?:[a-z0-9_-]{1,63}\.)*(?!(?:[0-9]+|0x[0-9a-f]*)\.?\Z)[a-z0-9_-]{1,63}\.?", re.IGNORECASE | re.ASCII
)
"""A host name. Resolvers read one that ends in a number as an address. Source: WHATWG URL, host parsing"""


class NotAllowed(Exception):
    """Raised for a URL, or an address behind it, that may not be connected to."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return networks such as ``10.0.0.0/8`` or single addresses. Raises: ValueError."""
    return tuple(ip_network(text) for text in texts)


def is_public(address: Address) -> bool:
    """Return True for an address on the public internet; an address embedded in another is judged as well."""
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
        """Return True when a connection to this address is allowed; without TLS only to the operator's networks."""
        if any(address.version == network.version and address in network for network in self._allowed):
            return True
        return tls and is_public(address)

    def check_url(self, url: str) -> URL:
        """Return the address to connect to: the host as A-label or IP address, path and query unchanged byte for byte.

        The URL is https (or http for allowed networks), and has a host and no credentials. Raises: NotAllowed.
        """
        try:
            parts = urlsplit(url)
            host, port = _connected_host(parts.hostname or ""), parts.port
            literal = _literal(host)
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
            host=f"[{host}]" if ":" in host else host,
            port=port,
            path=(parts.path or "/") + ("?" if _has_empty_query(url) else ""),
            query_string=parts.query,
            fragment=parts.fragment,
            encoded=True,
        )
        if literal is None:
            return parsed
        if not self.admits(literal, tls=parts.scheme == "https"):
            raise self.refusal(host, [literal])
        return parsed

    def refusal(self, host: str, addresses: Iterable[Address]) -> NotAllowed:
        """Return the reason why none of a host's addresses is allowed."""
        if any(self.admits(address, tls=True) for address in addresses):
            return _https_required()
        return NotAllowed(
            "address_not_allowed",
            f"{host} leads into a network that is not public; the operator can allow it.",
        )


def _has_empty_query(url: str) -> bool:
    return url.partition("#")[0].endswith("?")


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


def _literal(host: str) -> Address | None:
    """Return a host that is an address, None for a name. Raises: ValueError when it is neither."""
    try:
        return ip_address(host)
    except ValueError:
        if host and not _NAME.fullmatch(host):
            raise
        return None


def _https_required() -> NotAllowed:
    return NotAllowed("https_required", "Give a URL that begins with https://.")
