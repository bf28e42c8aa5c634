"""Webhooks of Amazon SES, sent by SNS: signed with a certificate that Amazon publishes, for one topic.

A certificate and a confirmation are fetched only from hosts of SNS. A subscription is confirmed only for the topic that
the connection names.

Source: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html and
https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html; docs/vendors.md, Amazon SES
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from urllib.parse import parse_qs, urlsplit

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm

from latecomer.core.ids import Instant
from latecomer.vendors.kit.bounces import DETAIL_MAX, MAIL_HEADER, bracketed, mail_id, mail_of_sender
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

_HOST: Final = re.compile(r"sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?")
_NOTIFICATION: Final = "Notification"
_SIGNED: Final[Mapping[str, tuple[str, ...]]] = {
    _NOTIFICATION: ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
    "UnsubscribeConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
}
"""The fields that are signed, by type, in their order."""
_DIGESTS: Final[Mapping[str, type[HashAlgorithm]]] = {"1": SHA1, "2": SHA256}
_RECIPIENTS_MAX: Final = 100


class SesSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``topic_arn``: the topic of SNS to which SES publishes. ``max_age_s``: the accepted age of a delivery; SNS
    retries for an hour, or longer if its policy says so."""

    topic_arn: Annotated[str, msgspec.Meta(pattern=r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[\w-]{1,256}$")]
    max_age_s: Annotated[int, msgspec.Meta(ge=60, le=14 * 86_400)] = 86_400


class Ses:
    """The verification and parsing of the deliveries of an SNS topic."""

    signing_secret = ""
    """There is none: Amazon publishes its keys."""

    def key_address(self, raw_body: bytes) -> str | None:
        """Return the address of the certificate; None when it is not an address of SNS."""
        body = json_object(raw_body) or {}
        address = text(body.get("SigningCertURL"))
        return address if address is not None and _is_of_sns(address, path_ends=".pem") else None

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(  # noqa: PLR0911 - one return per reason
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify the signature with the certificate, and that the topic is ours. ``secrets``: the certificate."""
        body = json_object(raw_body)
        if body is None or not isinstance(body.get("Signature"), str):
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        digest = _DIGESTS.get(text(body.get("SignatureVersion")) or "")
        canonical = _canonical(body)
        at = instant(body.get("Timestamp"))
        if digest is None or canonical is None or at is None:
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        try:
            signature = b64decode(body["Signature"], validate=True)
        except (binascii.Error, ValueError):
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        if not any(_is_signed(signature, canonical, digest(), certificate, now) for certificate in secrets):
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        read = msgspec.convert(dict(settings), SesSettings)
        if body.get("TopicArn") != read.topic_arn:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        if abs(now - at) > read.max_age_s * 1000:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Return the request that confirms a subscription."""
        body = json_object(raw_body) or {}
        if method != "POST" or body.get("Type") != "SubscriptionConfirmation":
            return None
        address = text(body.get("SubscribeURL"))
        if address is None or not _is_of_sns(address):
            return ValidationReply(status=204)
        query = parse_qs(urlsplit(address).query)
        if query.get("Action") != ["ConfirmSubscription"] or query.get("TopicArn") != [body["TopicArn"]]:
            return ValidationReply(status=204)
        return ValidationReply(status=204, visit=address)

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return SNS's id of the message, the same at every attempt."""
        identifier = text((json_object(raw_body) or {}).get("MessageId"))
        if identifier is None or not identifier.isascii() or len(identifier) > 100:
            return f"body:{sha256(raw_body).hexdigest()}"
        return f"id:{identifier}"

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read bounces and complaints, one event per recipient."""
        outer = json_object(raw_body)
        inner = json_object((text((outer or {}).get("Message")) or "").encode("utf-8", "replace"))
        if outer is None or inner is None:
            return [Unknown(text((outer or {}).get("Type")) or "", "malformed_body")]
        kind = text(inner.get("notificationType")) or text(inner.get("eventType")) or ""
        match kind:
            case "Bounce":
                told, recipients = part(inner, "bounce"), "bouncedRecipients"
            case "Complaint":
                told, recipients = part(inner, "complaint"), "complainedRecipients"
            case _:
                return [Unknown(kind)]
        at = instant(told.get("timestamp"))
        listed = told.get(recipients)
        if at is None or not isinstance(listed, list) or not listed:
            return [Unknown(kind, "malformed_body")]
        found: list[VendorEvent] = [
            _bounced(kind, told, each, part(inner, "mail"), at) for each in listed[:_RECIPIENTS_MAX]
        ]
        return found


def _bounced(
    kind: str, told: Mapping[str, Any], recipient: object, mail: Mapping[str, Any], at: Instant
) -> VendorEvent:
    named = recipient if isinstance(recipient, dict) else {}
    address = text(named.get("emailAddress"))
    if address is None:
        return Unknown(kind, "malformed_body")
    permanent = kind == "Bounce" and told.get("bounceType") == "Permanent"
    words = (
        text(told.get("bounceSubType")),
        text(named.get("diagnosticCode")),
        text(told.get("complaintFeedbackType")),
    )
    headers = _headers(mail)
    return Bounced(
        kind=BounceKind.COMPLAINT
        if kind == "Complaint"
        else (BounceKind.HARD if permanent else BounceKind.SOFT),
        # SES writes "Name <address>" where the mail's header did.
        recipient=address.rpartition("<")[2].strip("> "),
        at=at,
        detail=" ".join(filter(None, words))[:DETAIL_MAX] or None,
        mail=mail_id(headers.get(MAIL_HEADER)) or mail_of_sender(text(mail.get("source"))),
        relay_id=text(mail.get("messageId")),
        message_id=bracketed(headers.get("message-id") or text(part(mail, "commonHeaders").get("messageId"))),
    )


def _headers(mail: Mapping[str, Any]) -> Mapping[str, str]:
    listed = mail.get("headers")
    pairs = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {
        name.lower(): value
        for name, value in ((text(each.get("name")), text(each.get("value"))) for each in pairs)
        if name is not None and value is not None
    }


def _canonical(body: Mapping[str, Any]) -> bytes | None:
    """Return the signed text: each name and each value with a line end of its own, the last one too."""
    names = _SIGNED.get(text(body.get("Type")) or "")
    if names is None:
        return None
    lines = []
    for name in names:
        value = body.get(name)
        if value is None and name == "Subject":
            continue
        if not isinstance(value, str):
            return None
        lines.append(f"{name}\n{value}\n")
    return "".join(lines).encode("utf-8", "replace")


def _is_signed(
    signature: bytes, message: bytes, digest: HashAlgorithm, certificate: str, now: Instant
) -> bool:
    try:
        read = x509.load_pem_x509_certificate(certificate.encode())
        key = read.public_key()
        at = datetime.fromtimestamp(now / 1000, UTC)
        if not isinstance(key, RSAPublicKey) or not (
            read.not_valid_before_utc <= at <= read.not_valid_after_utc
        ):
            return False
        key.verify(signature, message, PKCS1v15(), digest)
    except (InvalidSignature, ValueError):
        return False
    return True


def _is_of_sns(address: str, *, path_ends: str = "") -> bool:
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and port is None
        and parts.username is None
        and _HOST.fullmatch(parts.netloc) is not None
        and parts.path.endswith(path_ends)
    )
