"""Shared parts of the bounce readers: the id of our mail in a bounced mail, and senders that authenticate with a
password.

Source: docs/vendors.md, Bounces
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b64decode
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.vendors.kit.inbound import (
    Headers,
    Rejected,
    RejectionCode,
    Settings,
    ValidationReply,
    Verdict,
    Verified,
)

MAIL_HEADER: Final = "x-latecomer-mail"
DETAIL_MAX: Final = 300
PASSWORD: Final = "password"  # noqa: S105 - the secret's name
_VERP: Final = re.compile(r"\+(?P<id>[0-9a-f]{32})@", re.IGNORECASE)


def mail_id(text: str | None) -> UUID | None:
    """Return the id of a mail of ours from the value of its header."""
    try:
        return None if text is None else UUID(text.strip())
    except ValueError:
        return None


def mail_of_sender(address: str | None) -> UUID | None:
    """Return the id of a mail from its envelope sender ``bounces+ID@host``."""
    found = _VERP.search(address or "")
    return None if found is None else UUID(found["id"])


def bracketed(message_id: str | None) -> str | None:
    """Return a Message-ID with its brackets, which some vendors leave out."""
    if message_id is None or not message_id.strip():
        return None
    return f"<{message_id.strip().strip('<>')}>"


def verify_password(headers: Headers, secrets: Sequence[str]) -> Verdict:
    """Verify a password by HTTP Basic (any user) or as a Bearer token, in constant time."""
    scheme, _, given = headers.get("authorization", "").strip().partition(" ")
    if not given:
        return Rejected(RejectionCode.MISSING_SIGNATURE)
    match scheme.lower():
        case "bearer":
            password = given.strip()
        case "basic":
            try:
                password = b64decode(given.strip(), validate=True).decode().partition(":")[2]
            except (binascii.Error, ValueError):
                return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        case _:
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
    good = False
    for secret in secrets:
        good |= hmac.compare_digest(secret.encode(), password.encode("utf-8", "surrogateescape"))
    return Verified() if good else Rejected(RejectionCode.WRONG_SIGNATURE)


class PasswordSender:
    """The verification of vendors that send a password instead of a signature; only their bodies differ."""

    signing_secret = PASSWORD

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify the password."""
        return verify_password(headers, secrets)

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Return None: such a vendor validates no address."""
        return None
