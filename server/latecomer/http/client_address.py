"""The client's address: the connecting peer, or the address that a trusted proxy reports.

Source: RFC 7239; docs/operating.md, Behind a proxy
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

import structlog
from aiohttp import web

from latecomer.http import appkeys
from latecomer.http.peers import network_of

_log = structlog.get_logger("latecomer.http")

Network: TypeAlias = IPv4Network | IPv6Network
_MOST_HOPS: Final = 20
_LONGEST: Final = 2_000


class UntrustedProxy:
    """The notice that clients come through a proxy that is not trusted, and therefore share one client's limits."""

    def __init__(self) -> None:
        self.is_seen = False

    def note(self, peer: str) -> None:
        """Note a request with a proxy's headers from an address that is not trusted. It is logged once for a private
        address; from a public one anybody may send these headers."""
        if self.is_seen or not peer or network_of(peer) is not None:
            return
        self.is_seen = True
        _log.warning("proxy_not_trusted", proxy=peer, setting="LATECOMER_TRUSTED_PROXIES")


untrusted_proxy: web.AppKey[UntrustedProxy] = web.AppKey("untrusted_proxy")


def client_address(request: web.Request) -> str:
    """Return the caller's address as text; empty when unknown.

    For a request from a trusted proxy it is the last address in ``X-Forwarded-For``, or in ``Forwarded``, that is not
    itself a trusted proxy. When both headers are present, it is unknown which of them the proxy wrote, and the proxy's
    own address is returned.
    """
    peer, trusted = request.remote or "", request.app[appkeys.settings].trusted_proxies
    forwarded_for = request.headers.getall("X-Forwarded-For", ())
    forwarded = request.headers.getall("Forwarded", ())
    if (forwarded_for or forwarded) and (found := _address(peer)) and not _is_trusted(found, trusted):
        request.app[untrusted_proxy].note(peer)
    return told_address(peer, forwarded_for, forwarded, trusted)


def counted_as(address: str) -> str:
    """Return the name under which the requests of an address are limited: of IPv6 its /64, all of which one host may
    use."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else address


def told_address(
    peer: str, forwarded_for: Sequence[str], forwarded: Sequence[str], trusted: Sequence[Network]
) -> str:
    """Return the client's address for the address and headers of a connection, as ``client_address`` does."""
    found = _address(peer)
    if found is None or not _is_trusted(found, trusted):
        return peer if found is None else str(found)
    if bool(forwarded_for) == bool(forwarded):
        return str(found)
    texts = ",".join(forwarded_for or forwarded)[-_LONGEST:].split(",")[-_MOST_HOPS:]
    hops = texts if forwarded_for else [_hop(text) for text in texts]
    for hop in reversed(hops):
        further = _address(hop)
        if further is None:
            break  # hidden, or no address: whoever told it is the last that is known
        found = further
        if not _is_trusted(found, trusted):
            break
    return str(found)


def _hop(element: str) -> str:
    """Return the ``for`` of one element of ``Forwarded``."""
    for pair in element.split(";"):
        name, _, value = pair.strip().partition("=")
        if name.strip().lower() == "for":
            return value.strip().strip('"')
    return ""


def _candidates(text: str) -> Iterator[str]:
    text = text.strip()
    yield text
    if text.startswith("["):
        yield text[1:].partition("]")[0]
    else:
        yield text.rpartition(":")[0]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """Return an address that may be followed by a port."""
    for candidate in _candidates(text):
        try:
            found = ip_address(candidate)
        except ValueError:
            continue
        return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
    return None


def _is_trusted(address: IPv4Address | IPv6Address, trusted: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in trusted)
