"""Tokens in the links of mails: each names one id for one purpose, and only this server can make it.

A token is 48 characters of URL-safe Base64: the id (16 bytes), a number (2 bytes) and 18 bytes (144 bits) of
HMAC-SHA-256 over purpose, id and number. It contains nothing about the person.

Source: docs/registration.md, Confirming an address and Leaving; RFC 2104; RFC 4648, section 5
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import Enum
from typing import Final
from uuid import UUID

_MAC_BYTES: Final = 18
TOKEN_LENGTH: Final = 48
"""Characters of a token."""
OPT_OUT_LENGTH: Final = 43
"""Characters of the token of an opt-out, which is random: 32 bytes."""
_TOKEN: Final = re.compile(rf"[A-Za-z0-9_-]{{{TOKEN_LENGTH}}}")


class Purpose(Enum):
    """The purpose of a token; its value separates the MACs of different purposes."""

    PROOF = b"latecomer proof 1\0"
    """Shows whose the address of a submission is: ``/c/``."""
    LEAVING = b"latecomer leaving 1\0"
    """Cancels a member's registration: ``/x/``."""
    PAYMENT = b"latecomer payment 1\0"
    """Leads to the page where a payment is made: ``/pay/``."""


def issue(secret: bytes, purpose: Purpose, identifier: UUID, number: int = 0) -> str:
    """Return the token, always the same for the same arguments. ``number``: 0 to 65535."""
    body = identifier.bytes + number.to_bytes(2)
    return urlsafe_b64encode(body + _mac(secret, purpose, body)).decode()


def read(secret: bytes, purpose: Purpose, token: str) -> tuple[UUID, int] | None:
    """Return the id and number of a token; None when it was not issued with this secret for this purpose."""
    if not _TOKEN.fullmatch(token):
        return None
    raw = urlsafe_b64decode(token)
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, purpose, body)):
        return None
    return UUID(bytes=body[:16]), int.from_bytes(body[16:])


def _mac(secret: bytes, purpose: Purpose, body: bytes) -> bytes:
    return hmac.digest(secret, purpose.value + body, "sha256")[:_MAC_BYTES]
