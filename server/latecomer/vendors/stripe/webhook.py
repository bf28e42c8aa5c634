"""Webhooks of Stripe: a signature over time and body, and which payment to look at.

The event is only a hint: the payment itself is read from Stripe afterwards, so neither the order of events nor their
number matters.

Source: https://docs.stripe.com/webhooks (Verify webhook signatures manually); docs/vendors.md, Stripe
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.vendors.kit.inbound import (
    Headers,
    PaymentChanged,
    Rejected,
    RejectionCode,
    Settings,
    Unknown,
    ValidationReply,
    VendorEvent,
    Verdict,
    Verified,
)
from latecomer.vendors.kit.parsing import json_object, part, text

WEBHOOK_SECRET: Final = "webhook_secret"  # noqa: S105 - the secret's name
TOLERANCE_MS: Final = 300_000
"""The accepted age of a signature, and how far our clocks may differ."""
_HEADER: Final = "stripe-signature"
_SIGNATURES_MAX: Final = 20
_ID_MAX: Final = 255
_OF_SESSION: Final = frozenset(
    (
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
    )
)
_OF_INTENT: Final = frozenset(
    (
        "charge.refunded",
        "charge.refund.updated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    )
)
EVENTS: Final = (*sorted(_OF_SESSION), *sorted(_OF_INTENT))
"""The types of event that a Stripe endpoint for Latecomer has to send."""


class Stripe:
    """The verification and parsing of Stripe's webhooks."""

    signing_secret = WEBHOOK_SECRET

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify any of the ``v1`` signatures over ``t.body``, in constant time; several are sent while a secret is
        rolled."""
        header = headers.get(_HEADER)
        if not header:
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        parts = [each.strip().partition("=") for each in header.split(",")[: _SIGNATURES_MAX + 1]]
        times = [value for name, _, value in parts if name == "t"]
        signatures = [value for name, _, value in parts if name == "v1"]
        if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) < 12):
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        if not signatures:
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        message = times[0].encode() + b"." + raw_body
        good = False
        for secret in secrets:
            wanted = hmac.new(secret.encode(), message, sha256).hexdigest().encode()
            for signature in signatures:
                good |= hmac.compare_digest(wanted, signature.encode("utf-8", "surrogateescape"))
        if not good:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        if abs(now - int(times[0]) * 1000) > TOLERANCE_MS:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Return None: Stripe validates no address."""
        return None

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return the event's id, the same at every attempt; two endpoints for one account get the same one."""
        identifier = text((json_object(raw_body) or {}).get("id"))
        if identifier is None or not identifier.isascii() or len(identifier) > _ID_MAX:
            return f"body:{sha256(raw_body).hexdigest()}"
        return f"event:{identifier}"

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read which payment an event is about; nothing else in it is believed."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        kind = text(body.get("type")) or ""
        about = part(body, "data", "object")
        if kind in _OF_SESSION:
            session, intent = _id(about.get("id"), "cs_"), _id(about.get("payment_intent"), "pi_")
        elif kind in _OF_INTENT:
            session, intent = None, _id(about.get("payment_intent"), "pi_")
        else:
            return [Unknown(kind)]
        reference = _uuid(about.get("client_reference_id"))
        if session is None and intent is None:
            return [Unknown(kind, "malformed_body")]
        return [PaymentChanged(name=kind, session=session, intent=intent, reference=reference)]


def _id(value: object, prefix: str) -> str | None:
    """Return an id of Stripe's; None for anything else. An expanded object stands for its id."""
    found = text(value.get("id")) if isinstance(value, dict) else text(value)
    if found is None or not found.startswith(prefix) or not found.isascii() or len(found) > _ID_MAX:
        return None
    return found


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
