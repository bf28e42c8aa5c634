"""Delivery status notifications: the bounce as a mail, posted unchanged.

Source: RFC 3464; RFC 6533 for addresses in UTF-8; RFC 5965 for complaints; docs/vendors.md, Delivery status
notifications
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.vendors.kit.bounces import (
    DETAIL_MAX,
    MAIL_HEADER,
    PasswordSender,
    bracketed,
    mail_id,
    mail_of_sender,
)
from latecomer.vendors.kit.inbound import (
    Bounced,
    BounceKind,
    Headers,
    Settings,
    Unknown,
    VendorEvent,
)

_PARTS_MAX: Final = 50
_RECIPIENTS_MAX: Final = 20


class DeliveryStatus(PasswordSender):
    """A reader of reports that a mail server posts."""

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return a digest of the body: the same report has the same bytes."""
        return f"body:{sha256(raw_body).hexdigest()}"

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read every recipient of a delivery report, or the complaint of a feedback report."""
        try:
            return _read(raw_body)
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return [Unknown("", "malformed_body")]


def _read(raw_body: bytes) -> list[VendorEvent]:
    report = message_from_bytes(raw_body, policy=policy.compat32)
    parts = [part for part, _ in zip(report.walk(), range(_PARTS_MAX), strict=False)]
    ours = _original(parts)
    mail = mail_id(ours.get(MAIL_HEADER)) or mail_of_sender(_text(report, "To")) or _sender(report)
    message_id, at = bracketed(ours.get("message-id")), _date(report)
    if at is None:
        return [Unknown("", "malformed_body")]
    found: list[VendorEvent] = []
    for part in parts:
        match part.get_content_type():
            case "message/delivery-status" | "message/global-delivery-status":
                read = (_bounced(group, at, mail, message_id) for group in _groups(part))
                found += [each for each in read if each is not None]
            case "message/feedback-report":
                for group in _groups(part):
                    recipient = _address(_text(group, "Original-Rcpt-To")) or _address(ours.get("to"))
                    if recipient is not None:
                        found.append(
                            Bounced(
                                kind=BounceKind.COMPLAINT,
                                recipient=recipient,
                                at=at,
                                detail=(_text(group, "Feedback-Type") or "")[:DETAIL_MAX] or None,
                                mail=mail,
                                message_id=message_id,
                            )
                        )
    return found[:_RECIPIENTS_MAX] or [Unknown(report.get_content_type())]


def _bounced(group: Message, at: Instant, mail: UUID | None, message_id: str | None) -> Bounced | None:
    action, status = (_text(group, "Action") or "").lower(), _text(group, "Status") or ""
    recipient = _address(_text(group, "Original-Recipient")) or _address(_text(group, "Final-Recipient"))
    if recipient is None or action not in ("failed", "delayed"):
        return None
    # As in a conversation with the relay: only 5.1.x speaks of the address.
    hard = action == "failed" and status.startswith("5.1.")
    return Bounced(
        kind=BounceKind.HARD if hard else BounceKind.SOFT,
        recipient=recipient,
        at=at,
        detail=" ".join(filter(None, (status, _text(group, "Diagnostic-RejectionCode"))))[:DETAIL_MAX]
        or None,
        mail=mail,
        message_id=message_id,
    )


def _groups(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a report; the first group of a delivery report is about the whole message."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message) and len(group))
    elif isinstance(payload, str):
        for text in payload.replace("\r\n", "\n").split("\n\n"):
            group = message_from_bytes(text.strip().encode("utf-8", "surrogateescape") + b"\n\n")
            if len(group):
                yield group


def _original(parts: Sequence[Message]) -> Mapping[str, str]:
    """Return the headers of the mail that bounced, by their names in lower case."""
    for part in parts:
        kind = part.get_content_type()
        payload = part.get_payload()
        if kind in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            return _headers(payload[0])
        if kind in ("text/rfc822-headers", "message/global-headers"):
            raw = part.get_payload(decode=True)
            if isinstance(raw, bytes):
                return _headers(message_from_bytes(raw))
    return {}


def _headers(message: object) -> Mapping[str, str]:
    if not isinstance(message, Message):
        return {}
    return {name.lower(): str(value) for name, value in message.items()}


def _sender(report: Message) -> UUID | None:
    """Return our id of the mail when the server names the address to which the report was sent."""
    for name in ("Delivered-To", "X-Original-To", "Envelope-To"):
        if (found := mail_of_sender(_text(report, name))) is not None:
            return found
    return None


def _text(message: Message, name: str) -> str | None:
    value = message.get(name)
    return None if value is None else str(value).replace("\x00", "").strip() or None


def _address(field: str | None) -> str | None:
    """Return the address of ``rfc822; ADDRESS``, or of a plain field."""
    if field is None:
        return None
    address = field.rpartition(";")[2].strip().strip("<>").strip()
    return address if "@" in address and len(address) < 400 else None


def _date(report: Message) -> Instant | None:
    written = _text(report, "Date")
    if written is None:
        return None
    at = parsedate_to_datetime(written).timestamp()
    return int(at * 1000) if at > 0 else None
