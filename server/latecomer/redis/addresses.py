"""Addresses of Redis: one URL may name several hosts, each of which leads to the same cluster."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias
from urllib.parse import urlsplit, urlunsplit

Address: TypeAlias = tuple[str, int]

_PORT: Final = 6379


def each_host(url: str) -> Sequence[str]:
    """Return one URL for each host: ``redis://user:password@a:7000,b:7001`` names two.

    ``urlsplit`` is not used: with an IPv6 address among the hosts, newer Pythons refuse the URL.
    """
    scheme, slashes, rest = url.partition("//")
    netloc, *path = re.split(r"(?=[/?#])", rest, maxsplit=1)
    user, at, hosts = netloc.rpartition("@")
    return [f"{scheme}{slashes}{user}{at}{host}{''.join(path)}" for host in hosts.split(",")]


def address_of(url: str) -> Address:
    """Return the address that a URL with one host leads to."""
    parts = urlsplit(url)
    return parts.hostname or "localhost", parts.port or _PORT


def with_address(url: str, address: Address) -> str:
    """Return the URL of another host, with the same user, password and options."""
    parts = urlsplit(url)
    user, at, _ = parts.netloc.rpartition("@")
    host, port = address
    named = f"[{host}]" if ":" in host else host
    return urlunsplit(parts._replace(netloc=f"{user}{at}{named}:{port}"))
