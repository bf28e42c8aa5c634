"""Origins of web pages in their normal form, so that two ways to write one origin compare equal.

Source: RFC 6454, sections 4 and 6.1 (the ASCII serialisation, which browsers send as ``Origin``)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import urlsplit

import idna

from latecomer.core.email_address import ascii_domain

_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")


class NotAnOrigin(ValueError):
    """The text is not a web origin; the message says what to write instead."""


def normal_origin(text: str) -> str:
    """Return an origin as browsers send it: lower case, the host as A-label, without a default port.

    Args: ``text``: such as ``HTTPS://Shop.Example:443/``; blanks around it and one slash at its end are ignored.
    Raises: NotAnOrigin.
    """
    written = text.strip()
    if "*" in written:
        raise NotAnOrigin("A wildcard matches nothing: list each origin, such as https://shop.example.com.")
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NotAnOrigin("Write an origin such as https://example.com or http://localhost:3000.") from None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        raise NotAnOrigin("Begin with https:// (or http://) and a host: https://example.com.")
    if parts.username is not None or parts.password is not None:
        raise NotAnOrigin("Leave user name and password out: https://example.com.")
    if parts.path not in ("", "/") or "?" in written or "#" in written:
        raise NotAnOrigin(
            "Leave out what follows the host: an origin is https://example.com, without a path."
        )
    suffix = "" if port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{_host(host)}{suffix}"


def origin_or_text(text: str) -> str:
    """Return an origin in its normal form; any other text unchanged, so that a later check refuses it."""
    try:
        return normal_origin(text)
    except NotAnOrigin:
        return text


def is_allowed(origin: str, allowed: Collection[str]) -> bool:
    """Return True when an origin, as a browser sends it, is one of these in their normal form. Browsers keep the dot at
    the end of a host."""
    return origin in allowed or origin_or_text(origin) in allowed


def _is_label(label: str) -> bool:
    """Return False for a label that claims to be an A-label, and is none: no browser has a page there."""
    if not label.startswith("xn--"):
        return True
    try:
        text = label[4:].encode("ascii").decode("punycode")
        return idna.uts46_remap(text, std3_rules=False) == text and not text.isascii()
    except (UnicodeError, ValueError, OverflowError):
        return False


def _host(host: str) -> str:
    if ":" in host:
        try:
            return f"[{IPv6Address(host).compressed}]"
        except ValueError:
            raise NotAnOrigin("The IPv6 address in brackets is not valid: http://[::1]:3000.") from None
    ascii_host = ascii_domain(host.removesuffix("."))
    if not _HOST.fullmatch(ascii_host) or not all(map(_is_label, ascii_host.split("."))):
        raise NotAnOrigin("The host is not valid: write https://example.com.")
    return ascii_host
