"""Standard Webhooks, the sending side: secrets, signatures, bodies, and the meaning of answers.

Source: Standard Webhooks specification 1.0.0; docs/vendors.md, Webhooks
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final
from uuid import UUID

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.core.timestamps import to_text
from latecomer.vendors.kit.sender import OutgoingEvent

BODY_LIMIT: Final = 20_000
"""Bytes that a body stays below, so that every receiver takes it."""

_SECRET_PREFIX: Final = "whsec_"  # noqa: S105 - what every secret begins with
_SECRET_BYTES: Final = range(24, 65)
_TYPE: Final = re.compile(r"[A-Za-z0-9_.]{1,100}")


class BadSecret(ValueError):
    """Raised for an invalid secret; its message shows the form of a valid one."""


class EventTooLarge(ValueError):
    """An event whose body would reach 20 kB."""


@dataclass(frozen=True, slots=True)
class Secret:
    """The symmetric key of one endpoint: 24 to 64 bytes. It is in no repr."""

    key: bytes

    def __repr__(self) -> str:
        return "Secret(…)"


def read_secret(text: str) -> Secret:
    """Return a secret from its usual text: ``whsec_`` and base64, the prefix optional. Raises: BadSecret."""
    try:
        key = base64.b64decode(text.strip().removeprefix(_SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) not in _SECRET_BYTES:
        raise BadSecret("A secret is whsec_ followed by 24 to 64 bytes in base64.")
    return Secret(key)


def is_secret(text: str) -> bool:
    """Return True for a text that can be a secret."""
    try:
        read_secret(text)
    except BadSecret:
        return False
    return True


def write_secret(key: bytes) -> str:
    """Return the text form of a key of 24 to 64 random bytes."""
    return _SECRET_PREFIX + base64.b64encode(key).decode()


def signature(secrets: Sequence[Secret], message_id: str, timestamp_s: int, body: bytes) -> str:
    """Return the ``webhook-signature`` header: one signature per secret, the newest first.

    During a rotation the receiver may know either secret, so both sign.

    Args:
        message_id: must not contain a full stop, which separates the signed parts.
    """
    signed = b".".join((message_id.encode(), str(timestamp_s).encode(), body))
    return " ".join(
        "v1," + base64.b64encode(hmac.digest(secret.key, signed, hashlib.sha256)).decode()
        for secret in secrets
    )


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """An attempt, ready to be sent by POST."""

    headers: Mapping[str, str]
    body: bytes


def build(event: OutgoingEvent, secrets: Sequence[Secret], now: Instant) -> WebhookRequest:
    """Return the request of one attempt. Raises: TooLarge, ValueError for an unknown type."""
    if not _TYPE.fullmatch(event.type):
        raise ValueError(f"{event.type!r} is no event type")
    body = msgspec.json.encode({"type": event.type, "timestamp": to_text(event.at), "data": event.data})
    if len(body) >= BODY_LIMIT:
        raise EventTooLarge(f"the body has {len(body)} bytes")
    message_id = webhook_id(event.id)
    timestamp_s = now // 1000
    return WebhookRequest(
        {
            "content-type": "application/json",
            "webhook-id": message_id,
            "webhook-timestamp": str(timestamp_s),
            "webhook-signature": signature(secrets, message_id, timestamp_s, body),
        },
        body,
    )


def webhook_id(event: UUID) -> str:
    """Return the idempotency key of an event, the same at every attempt."""
    return f"evt_{event.hex}"


def judge(status: int, retry_after: str | None, now: Instant) -> Attempt:
    """Judge an answer: 2xx is success, a redirect is not followed and fails, 410 disables the endpoint.

    Args:
        retry_after: the header, honoured with 429, 502, 503 and 504.
    """
    if 200 <= status < 300:
        return Attempt(outcome=AttemptOutcome.DELIVERED, code="delivered", message=f"answered {status}")
    if status == 410:
        return Attempt(outcome=AttemptOutcome.SHUT, code="gone", message="answered 410: wants no more events")
    said = f"answered {status}"
    if 300 <= status < 400:
        said += "; redirects are not followed"
    throttles = status in (429, 502, 503, 504)
    return Attempt(
        outcome=AttemptOutcome.FAILED,
        code="throttled" if throttles else "bad_answer",
        message=said,
        retry_after_ms=read_retry_after(retry_after, now) if throttles else None,
    )


def read_retry_after(header: str | None, now: Instant) -> int | None:
    """Return a Retry-After header as ms from now, None when it cannot be read. Source: RFC 9110, 10.2.3"""
    if header is None:
        return None
    text = header.strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text) * 1000
    try:
        return max(0, int(parsedate_to_datetime(text).timestamp() * 1000) - now)
    except (ValueError, OverflowError):
        return None
