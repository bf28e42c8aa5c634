"""Webhooks of Mailgun: a signature in the body, failures and complaints.

The signature covers a timestamp and a token, not the report. So a token is valid for one delivery only: nobody who has
seen one can send another body with it.

Source: https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks; docs/vendors.md, Mailgun
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any, Final

import msgspec

from latecomer.core.ids import Instant
from latecomer.vendors.kit.bounces import DETAIL_MAX, bracketed, mail_of_sender
from latecomer.vendors.kit.inbound import (
    Bounced,
    BounceKind,
    Headers,
    Rejected,
    RejectionCode,
    Settings,
    Unknown,
    ValidationReply,
    VendorEvent,
    Verdict,
    Verified,
)
from latecomer.vendors.kit.parsing import instant, json_object, part, text

SIGNING_KEY: Final = "signing_key"
_DEDUPED_MAX: Final = 200


class MailgunSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``max_age_s``: the accepted age of a signature; Mailgun retries for 8 hours and signs each attempt anew."""

    max_age_s: Annotated[int, msgspec.Meta(ge=1, le=86_400)] = 300


class Mailgun:
    """The verification and parsing of Mailgun's webhooks."""

    signing_secret = SIGNING_KEY

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify the HMAC-SHA256, in hex, of timestamp and token."""
        signed = part(json_object(raw_body) or {}, "signature")
        timestamp, token, signature = (signed.get(name) for name in ("timestamp", "token", "signature"))
        if not (isinstance(token, str) and isinstance(signature, str)) or timestamp is None:
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        written = text(timestamp) or ""
        if not (written.isascii() and written.isdigit() and len(written) < 12 and signature.isascii()):
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        message = (written + token).encode("utf-8", "replace")
        good = False
        for secret in secrets:
            expected = hmac.new(secret.encode(), message, sha256).hexdigest()
            good |= hmac.compare_digest(expected, signature)
        if not good:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        max_age_s = msgspec.convert(dict(settings), MailgunSettings).max_age_s
        if abs(now - int(written) * 1000) > max_age_s * 1000:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Return None: Mailgun validates no address."""
        return None

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return the token, which is valid once."""
        token = text(part(json_object(raw_body) or {}, "signature").get("token"))
        if token is None or not token.isascii() or len(token) > _DEDUPED_MAX:
            return f"body:{sha256(raw_body).hexdigest()}"
        return f"token:{token}"

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read failed (permanent or temporary) and complained."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        data = part(body, "event-data")
        event, recipient = text(data.get("event")) or "", text(data.get("recipient"))
        if event not in ("failed", "complained"):
            return [Unknown(event)]
        at = instant(data.get("timestamp"))
        if recipient is None or at is None:
            return [Unknown(event, "malformed_body")]
        sent = part(data, "message", "headers")
        message_id = bracketed(text(sent.get("message-id")))
        return [
            Bounced(
                kind=_kind(event, data),
                recipient=recipient,
                at=at,
                detail=_detail(data),
                mail=mail_of_sender(text(part(data, "envelope").get("sender"))),
                relay_id=message_id and message_id.strip("<>"),
                message_id=message_id,
            )
        ]


def _kind(event: str, data: Mapping[str, Any]) -> BounceKind:
    if event == "complained":
        return BounceKind.COMPLAINT
    return BounceKind.HARD if data.get("severity") == "permanent" else BounceKind.SOFT


def _detail(data: Mapping[str, Any]) -> str | None:
    status = part(data, "delivery-status")
    words = (text(status.get("code")), text(status.get("message")) or text(status.get("description")))
    return " ".join(filter(None, words))[:DETAIL_MAX] or None
