"""An SNS of our own: one topic, signed as Amazon signs, with a certificate that it serves.

Strict and stateful: it sends nothing to an endpoint that has not fetched its confirmation, and what is fetched from it
is fetched at its own host.
"""

from __future__ import annotations

import json
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from latecomer.core.timestamps import to_text
from latecomer.http.outgoing import HttpAnswer

TOPIC = "arn:aws:sns:eu-west-1:123456789012:bounces"
HOST = "sns.eu-west-1.amazonaws.com"
CERTIFICATE = f"https://{HOST}/SimpleNotificationService-0123456789abcdef.pem"
_ORDER = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message",
        "MessageId",
        "SubscribeURL",
        "Timestamp",
        "Token",
        "TopicArn",
        "Type",
    ),
}
_KEY = generate_private_key(65537, 2048)

Post = Callable[[bytes, Mapping[str, str]], Awaitable[int]]


def certificate_of(key: RSAPrivateKey, now: int) -> str:
    """A certificate of this key that is good for a day around now."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    at = datetime.fromtimestamp(now / 1000, UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=60))
        .sign(key, SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode()


@dataclass
class SnsServer:
    """One topic with one subscriber. ``version``: of the signature."""

    now: int
    version: str = "1"
    key: RSAPrivateKey = _KEY
    token: str = field(default_factory=lambda: secrets.token_hex(16))
    confirmed: bool = False
    away: bool = False
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.certificate = certificate_of(self.key, self.now)

    async def request(self, method: str, address: str) -> HttpAnswer:
        """HttpAnswer what is fetched, as ``OutgoingHttp.request`` does."""
        self.fetched.append(address)
        if self.away or method != "GET":
            return HttpAnswer(503, {}, b"")
        if address == CERTIFICATE:
            return HttpAnswer(200, {}, self.certificate.encode())
        if address == self.confirmation:
            self.confirmed = True
            return HttpAnswer(200, {}, b"<ConfirmSubscriptionResponse/>")
        return HttpAnswer(404, {}, b"")

    @property
    def confirmation(self) -> str:
        """The address that confirms the subscription."""
        return f"https://{HOST}/?Action=ConfirmSubscription&TopicArn={TOPIC}&Token={self.token}"

    def sign(self, message: dict[str, Any]) -> bytes:
        """The body of a delivery; fields of the message stand as they are."""
        names = _ORDER[message["Type"]]
        canonical = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
        digest = SHA256() if self.version == "2" else SHA1()  # noqa: S303 - SNS's first version signs SHA-1
        signature = self.key.sign(canonical.encode(), PKCS1v15(), digest)
        return json.dumps(
            {
                "SignatureVersion": self.version,
                "SigningCertURL": CERTIFICATE,
                "Signature": b64encode(signature).decode(),
                **message,
            }
        ).encode()

    def subscription(self, **changed: str) -> bytes:
        """The question to an endpoint whether it wants the topic."""
        return self.sign(
            {
                "Type": "SubscriptionConfirmation",
                "MessageId": "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
                "Token": self.token,
                "TopicArn": TOPIC,
                "Message": "You have chosen to subscribe to the topic.",
                "SubscribeURL": self.confirmation,
                "Timestamp": to_text(self.now),
                **changed,
            }
        )

    def notification(self, inner: Mapping[str, Any], **changed: str) -> bytes:
        """A notification of SES. Raises: AssertionError before the subscription is confirmed."""
        assert self.confirmed, "SNS sends nothing before the subscription is confirmed"
        return self.sign(
            {
                "Type": "Notification",
                "MessageId": secrets.token_hex(8),
                "TopicArn": TOPIC,
                "Message": json.dumps(inner),
                "Timestamp": to_text(self.now),
                **changed,
            }
        )


def bounce(recipient: str, at: int, **mail: Any) -> dict[str, Any]:
    """A permanent bounce as SES tells it."""
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [
                {
                    "emailAddress": recipient,
                    "action": "failed",
                    "status": "5.1.1",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": to_text(at),
            "feedbackId": "0100",
        },
        "mail": {"messageId": "0102018f", "source": "events@webinars.example", **mail},
    }
