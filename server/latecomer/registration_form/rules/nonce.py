"""The nonce of a form: signed, with the time at which the form was shown and its webinar.

The same nonce with the same address is the same submission, however often it is sent. A form that returns within two
seconds was not filled in by a person; a form older than a day is shown again.

Source: docs/registration.md, Once; RFC 2104
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import Enum, auto
from hashlib import sha256
from typing import Final

from latecomer.core.ids import Instant, WebinarId

GOOD_MS: Final = 24 * 3_600_000
TOO_FAST_MS: Final = 2_000
RANDOM_BYTES: Final = 12
_TIME_BYTES: Final = 6
_MAC_BYTES: Final = 18
_CONTEXT: Final = b"latecomer form nonce 1\0"
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{48}")


class Age(Enum):
    """The age of a nonce."""

    TOO_FAST = auto()
    GOOD = auto()
    EXPIRED = auto()


@dataclass(frozen=True, slots=True)
class Nonce:
    """The nonce of a form."""

    issued_at: Instant
    raw: bytes

    def age(self, now: Instant) -> Age:
        """Return whether the form is too young, too old, or may be accepted now."""
        since_ms = now - self.issued_at
        if since_ms >= GOOD_MS:
            return Age.EXPIRED
        return Age.TOO_FAST if since_ms < TOO_FAST_MS else Age.GOOD


def issue(secret: bytes, webinar: WebinarId, now: Instant, random: bytes) -> str:
    """Return a new nonce of 48 characters. ``random``: 12 unguessable bytes."""
    body = now.to_bytes(_TIME_BYTES) + random
    return urlsafe_b64encode(body + _mac(secret, webinar, body)).decode()


def read(secret: bytes, webinar: WebinarId, text: str) -> Nonce | None:
    """Return the nonce; None when it was not issued for this webinar's form."""
    if not _NONCE.fullmatch(text):
        return None
    raw = urlsafe_b64decode(text)
    body, mac = raw[:-_MAC_BYTES], raw[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(secret, webinar, body)):
        return None
    return Nonce(int.from_bytes(body[:_TIME_BYTES]), raw)


def once_key(nonce: Nonce, email_key: str) -> bytes:
    """Return a digest that identifies a submission: of the nonce and the address, 32 bytes."""
    return sha256(nonce.raw + email_key.encode("utf-8", "surrogatepass")).digest()


def _mac(secret: bytes, webinar: WebinarId, body: bytes) -> bytes:
    return hmac.digest(secret, _CONTEXT + webinar.bytes + body, "sha256")[:_MAC_BYTES]
