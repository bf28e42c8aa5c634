"""Webhooks of Postmark: a password in the address, bounces and complaints.

Source: https://postmarkapp.com/developer/webhooks/bounce-webhook and spam-complaint-webhook; docs/vendors.md, Postmark
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from latecomer.vendors.kit.bounces import DETAIL_MAX, PasswordSender
from latecomer.vendors.kit.inbound import (
    Bounced,
    BounceKind,
    Headers,
    Settings,
    Unknown,
    VendorEvent,
)
from latecomer.vendors.kit.parsing import instant, json_object, text

_HARD: Final = frozenset(("HardBounce", "BadEmailAddress"))


class Postmark(PasswordSender):
    """The verification and parsing of Postmark's webhooks."""

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return Postmark's id of the record, the same at every attempt."""
        body = json_object(raw_body) or {}
        identifier = text(body.get("ID"))
        if identifier is None or not identifier.isascii() or len(identifier) > 100:
            return f"body:{sha256(raw_body).hexdigest()}"
        return f"{'complaint' if body.get('RecordType') == 'SpamComplaint' else 'bounce'}:{identifier}"

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read Bounce and SpamComplaint."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        record, recipient = text(body.get("RecordType")) or "", text(body.get("Email"))
        if record not in ("Bounce", "SpamComplaint"):
            return [Unknown(record)]
        at = instant(body.get("BouncedAt"))
        if recipient is None or at is None:
            return [Unknown(record, "malformed_body")]
        return [
            Bounced(
                kind=_kind(record, body),
                recipient=recipient,
                at=at,
                detail=(text(body.get("Details")) or text(body.get("Description")) or "")[:DETAIL_MAX]
                or None,
                relay_id=text(body.get("MessageID")),
            )
        ]


def _kind(record: str, body: Mapping[str, Any]) -> BounceKind:
    if record == "SpamComplaint" or body.get("Type") == "SpamComplaint":
        return BounceKind.COMPLAINT
    return BounceKind.HARD if body.get("Type") in _HARD else BounceKind.SOFT
