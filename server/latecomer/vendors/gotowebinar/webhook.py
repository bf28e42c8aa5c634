"""Webhooks of GoToWebinar: validation of our address, signature, registrants who were added or joined.

The form of the signature is known from one working receiver only, so header names and the signed text are settings.

Source: https://developer.goto.com/guides/ and docs/vendors.md, GoToWebinar
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from latecomer.core.ids import Instant
from latecomer.vendors.gotowebinar.settings import GoToSettings
from latecomer.vendors.kit.inbound import (
    Attendee,
    Headers,
    Joined,
    Registered,
    RegistrationCancelled,
    Rejected,
    RejectionCode,
    Settings,
    Unknown,
    ValidationReply,
    VendorApproval,
    VendorEvent,
    Verdict,
    Verified,
)
from latecomer.vendors.kit.parsing import instant, json_object, part, text

_BODY = "{body}"


class GoToWebinar:
    """The verification and parsing of GoToWebinar's webhooks; it implements ``Inbound``."""

    signing_secret = "secret_key"  # noqa: S105 - the secret's name

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify the HMAC-SHA256, in base64, of the received timestamp, a colon, and the received body."""
        ours = msgspec.convert(dict(settings), GoToSettings)
        signature = headers.get(ours.signature_header.lower())
        timestamp = headers.get(ours.timestamp_header.lower(), "")
        if not signature or (not timestamp and "{timestamp}" in ours.signed):
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        if not signature.isascii():
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        before = ours.signed.removesuffix(_BODY).replace("{timestamp}", timestamp)
        message = before.encode("utf-8", "surrogateescape") + raw_body
        good = False
        for secret in secrets:
            expected = b64encode(hmac.digest(secret.encode(), message, sha256)).decode()
            good |= hmac.compare_digest(expected, signature.strip())
        if not good:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        at = instant(timestamp)
        if ours.max_age_s and at is not None and abs(now - at) > ours.max_age_s * 1000:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Answer GoTo's unsigned validation of our address."""
        return ValidationReply(b"ok", content_type="text/plain") if method == "GET" else None

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return the event's own key."""
        body = json_object(raw_body)
        key = text(body.get("eventKey")) if body is not None else None
        return f"event:{key[:200]}" if key else "raw:" + sha256(raw_body).hexdigest()

    def parse(self, headers: Headers, raw_body: bytes, settings: Settings) -> list[VendorEvent]:
        """Read registrant.added and registrant.joined; everything else is Unknown."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        event = text(body.get("eventName")) or ""
        if event not in {"registrant.added", "registrant.joined"}:
            return [Unknown(event)]
        webinar, told_at = text(body.get("webinarKey")), instant(body.get("timestamp"))
        who = registrant(body)
        if event == "registrant.added":
            at = instant(body.get("registrationDate")) or told_at
            if webinar is None or at is None:
                return [Unknown(event, "malformed_body")]
            return [registered(webinar, who, body, at, told_at or at)]
        at, person = instant(body.get("joinTime")) or told_at, text(body.get("registrantKey"))
        if webinar is None or at is None:
            return [Unknown(event, "malformed_body")]
        session = text(body.get("sessionKey")) or webinar
        row = f"{session}/{person or who.email or ''}"
        return [Joined(webinar=webinar, who=who, at=at, session=session, row=row)]


def registered(
    webinar: str, who: Attendee, body: Mapping[str, Any], at: Instant, told_at: Instant
) -> Registered | RegistrationCancelled:
    """Read a registration event, whose status varies in case. A cancellation counts from its event's time, not from the
    registration's date.
    """
    match (text(body.get("status")) or "approved").casefold():
        case "cancelled" | "canceled":
            return RegistrationCancelled(webinar=webinar, who=who, at=told_at)
        case "denied":
            approval, at = VendorApproval.DENIED, told_at
        case "waiting":
            approval = VendorApproval.PENDING
        case _:
            approval = VendorApproval.APPROVED
    join_url = text(body.get("joinUrl"))
    return Registered(webinar=webinar, who=who, at=at, approval=approval, join_url=join_url)


def registrant(body: Mapping[str, Any]) -> Attendee:
    """Read the registrant in an event or a list."""
    key = text(body.get("registrantKey"))
    properties: dict[str, object] = {}
    responses = body.get("responses")
    for each in responses if isinstance(responses, list) else ():
        question = part({"each": each}, "each")
        if asked := text(question.get("question")) or text(question.get("questionKey")):
            properties[asked] = text(question.get("response")) or text(question.get("responseText"))
    if source := text(body.get("registrationSource")):
        properties["registration_source"] = source
    return Attendee(
        refs=(f"registrant:{key}",) if key else (),
        email=text(body.get("email")),
        first_name=text(body.get("firstName")),
        last_name=text(body.get("lastName")),
        phone=text(body.get("phone")),
        company=text(body.get("organization")),
        job_title=text(body.get("jobTitle")),
        properties=properties,
    )
