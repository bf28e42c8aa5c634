"""A proof of work in the ALTCHA format: the price of a suspicious form, without a third party.

A challenge is valid for one webinar, for ten minutes and for one form; the caller remembers used ones.

Source: docs/registration.md, Robots; ALTCHA, proof-of-work version 1
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from binascii import Error
from hashlib import sha256
from typing import Final

import msgspec

from latecomer.core.ids import Instant, WebinarId

GOOD_MS: Final = 10 * 60_000
NUMBER_MAX: Final = 100_000
"""About a tenth of a second of a phone's work on average."""
RANDOM_BYTES: Final = 12
_CONTEXT: Final = b"latecomer proof of work 1\0"
_PAYLOAD_MAX: Final = 2_000


class Challenge(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The puzzle for the script: find the number whose digest with the salt is the challenge."""

    algorithm: str = "SHA-256"
    challenge: str
    max_number: int
    salt: str
    signature: str


class _Payload(msgspec.Struct, frozen=True):
    algorithm: str
    challenge: str
    number: int
    salt: str
    signature: str


def challenge(secret: bytes, webinar: WebinarId, now: Instant, random: bytes, number: int) -> Challenge:
    """Return a new challenge. ``random``: 12 unguessable bytes; ``number``: the secret, 0 to NUMBER_MAX."""
    # The last `&` ends the salt: without it a digit could be moved from the number to the expiry.
    salt = f"{random.hex()}?expires={(now + GOOD_MS) // 1000}&webinar={webinar}&"
    digest = sha256(f"{salt}{number}".encode()).hexdigest()
    return Challenge(
        challenge=digest, max_number=NUMBER_MAX, salt=salt, signature=_sign(secret, webinar, digest)
    )


def solved(secret: bytes, webinar: WebinarId, payload: str, now: Instant) -> bytes | None:
    """Return the id of the challenge that the payload solves, 16 bytes; None when it solves no valid challenge."""
    if len(payload) > _PAYLOAD_MAX:
        return None
    try:
        proof = msgspec.json.decode(b64decode(payload, validate=True), type=_Payload)
    except (msgspec.MsgspecError, Error, ValueError):
        return None
    expected = sha256(f"{proof.salt}{proof.number}".encode("utf-8", "replace")).hexdigest()
    signature = _sign(secret, webinar, expected)
    right = hmac.compare_digest(
        expected, proof.challenge.encode("utf-8", "replace").decode("ascii", "replace")
    )
    signed = hmac.compare_digest(signature.encode(), proof.signature.encode("utf-8", "replace"))
    if proof.algorithm != "SHA-256" or not right or not signed or _expires_at(proof.salt) <= now:
        return None
    return sha256(proof.salt.encode()).digest()[:16]


def _expires_at(salt: str) -> Instant:
    _, _, query = salt.partition("?expires=")
    seconds, _, rest = query.partition("&")
    return int(seconds) * 1000 if seconds.isdecimal() and rest.endswith("&") and len(seconds) < 13 else 0


def _sign(secret: bytes, webinar: WebinarId, digest: str) -> str:
    key = hmac.digest(secret, _CONTEXT + webinar.bytes, "sha256")
    return hmac.digest(key, digest.encode(), "sha256").hex()
