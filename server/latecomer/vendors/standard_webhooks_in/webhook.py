"""Any sender that signs by Standard Webhooks and reports in our few event types.

Source: Standard Webhooks 1.0.0; docs/vendors.md, Any sender
"""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from latecomer.core.ids import Instant
from latecomer.core.person import CONTACT_FIELDS
from latecomer.vendors.kit.inbound import (
    Attendee,
    Headers,
    Joined,
    Left,
    Registered,
    RegistrationCancelled,
    Rejected,
    RejectionCode,
    SessionEnded,
    Settings,
    Unknown,
    ValidationReply,
    VendorApproval,
    VendorEvent,
    Verdict,
    Verified,
)
from latecomer.vendors.kit.parsing import instant, json_object, part, text

_ID, _TIMESTAMP, _SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
_MAX_SIGNATURES = 20


class StandardSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``max_age_s``: the accepted age of a signature. ``finish_on_end``: session.ended finishes the webinar."""

    max_age_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 300
    finish_on_end: bool = True


def is_key(secret: str) -> bool:
    """Return True for a valid sender's key: ``whsec_`` and 24 to 64 bytes, or ``whpk_`` and 32."""
    if secret.startswith("whpk_"):
        return len(_bytes_of(secret.removeprefix("whpk_"))) == 32
    return secret.startswith("whsec_") and 24 <= len(_bytes_of(secret.removeprefix("whsec_"))) <= 64


class StandardWebhooksIn:
    """The verification and parsing of Standard Webhooks."""

    signing_secret = "signing_secret"  # noqa: S105 - the secret's name

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return the header with the id, which is not in the body."""
        return (_ID,)

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify any of the signatures, v1 or v1a, over ``id.timestamp.`` and the received body."""
        identifier, timestamp, signatures = (headers.get(name) for name in (_ID, _TIMESTAMP, _SIGNATURE))
        if not identifier or not timestamp or not signatures:
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        if not identifier.isprintable():  # bytes that are no UTF-8, too
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        message = f"{identifier}.{timestamp}.".encode("utf-8", "surrogateescape") + raw_body
        good = False
        for signature in signatures.split(" ")[:_MAX_SIGNATURES]:
            version, _, value = signature.partition(",")
            for secret in secrets:
                good |= _is_signed(version, value, secret, message)
        if not good:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        max_age_s = msgspec.convert(dict(settings), StandardSettings).max_age_s
        if abs(now - int(timestamp) * 1000) > max_age_s * 1000:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Answer senders of CloudEvents, which ask by OPTIONS for permission. Source: CloudEvents, HTTP webhook,
        section 4."""
        origin = headers.get("webhook-request-origin")
        if method != "OPTIONS" or not origin or not origin.isprintable():
            return None
        return ValidationReply(
            headers=(("WebHook-Allowed-Origin", origin[:200]), ("WebHook-Allowed-Rate", "*"))
        )

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return the webhook's id, the same at every attempt."""
        return f"id:{headers.get(_ID, '')[:200]}"

    def parse(  # noqa: PLR0911 - one return per type
        self, headers: Headers, raw_body: bytes, settings: Settings
    ) -> list[VendorEvent]:
        """Read registration.created, registration.cancelled, attendance.joined, attendance.left, session.ended."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        kind, data = text(body.get("type")) or "", part(body, "data")
        webinar, at = text(data.get("webinar")), instant(data.get("at")) or instant(body.get("timestamp"))
        if kind not in _TYPES:
            return [Unknown(kind)]
        if webinar is None or at is None:
            return [Unknown(kind, "malformed_body")]
        who, session = _attendee(data), text(data.get("session")) or webinar
        row = text(data.get("stay")) or "/".join(
            [session, *who.refs[:1], *([who.email] if who.email else ())]
        )
        match kind:
            case "registration.created":
                approval = _APPROVALS.get(text(data.get("approval")) or "", VendorApproval.APPROVED)
                url = text(data.get("join_url"))
                return [Registered(webinar=webinar, who=who, at=at, approval=approval, join_url=url)]
            case "registration.cancelled":
                return [RegistrationCancelled(webinar=webinar, who=who, at=at)]
            case "attendance.joined":
                return [Joined(webinar=webinar, who=who, at=at, session=session, row=row)]
            case "attendance.left":
                return [Left(webinar=webinar, who=who, at=at, session=session, row=row)]
            case _:
                return [SessionEnded(webinar=webinar, at=at, session=session)]


_TYPES = frozenset(
    (
        "registration.created",
        "registration.cancelled",
        "attendance.joined",
        "attendance.left",
        "session.ended",
    )
)
_APPROVALS = {each.value: each for each in VendorApproval}


def _attendee(data: Mapping[str, Any]) -> Attendee:
    reference = text(data.get("attendee"))
    properties = part(data, "properties")
    known = {name: text(data.get(name)) for name in CONTACT_FIELDS}
    return Attendee(
        refs=(f"attendee:{reference}",) if reference else (),
        email=text(data.get("email")),
        properties=properties,
        **known,
    )


def _is_signed(version: str, value: str, secret: str, message: bytes) -> bool:
    if version == "v1" and secret.startswith("whsec_"):
        key = _bytes_of(secret.removeprefix("whsec_"))
        expected = b64encode(hmac.digest(key, message, sha256))
        return hmac.compare_digest(expected, value.encode("utf-8", "replace"))
    if version == "v1a" and secret.startswith("whpk_"):
        try:
            public = Ed25519PublicKey.from_public_bytes(_bytes_of(secret.removeprefix("whpk_")))
            public.verify(_bytes_of(value), message)
        except (InvalidSignature, ValueError):
            return False
        return True
    return False


def _bytes_of(encoded: str) -> bytes:
    """Decode base64; empty for invalid text."""
    try:
        return b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
