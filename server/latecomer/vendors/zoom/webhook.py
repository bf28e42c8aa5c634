"""Webhooks of Zoom Webinars: signature, validation of our address, events.

Source: https://developers.zoom.us/docs/api/webhooks/ and docs/vendors.md, Zoom
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from latecomer.core.ids import Instant
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
from latecomer.vendors.zoom.settings import ZoomSettings

_SIGNATURE = "x-zm-signature"
_TIMESTAMP = "x-zm-request-timestamp"
_VALIDATION = "endpoint.url_validation"
_MAX_PLAIN_TOKEN = 1024


def read_webinar_id(text: str) -> str:
    """Return a webinar's number in the form in which Zoom sends it, from the form with spaces or hyphens that Zoom
    shows. Raises: ValueError."""
    digits = "".join(each for each in text if not each.isspace() and each not in "-\u2010\u2011\u2013")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(
            "A Webinar ID of Zoom is a number, such as 987 6543 2109: copy it from the webinar's page there."
        )
    return digits


class Zoom:
    """The verification and parsing of Zoom's webhooks; it implements ``Inbound``."""

    signing_secret = "secret_token"  # noqa: S105 - the secret's name

    def kept_headers(self, settings: Settings) -> Sequence[str]:
        """Return no header: everything is in the body."""
        return ()

    def verify(
        self, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings, now: Instant
    ) -> Verdict:
        """Verify ``v0=`` and the HMAC-SHA256, in hex, of ``v0:TIMESTAMP:`` and the received body."""
        signature, timestamp = headers.get(_SIGNATURE), headers.get(_TIMESTAMP)
        if not signature or not timestamp:
            return Rejected(RejectionCode.MISSING_SIGNATURE)
        at = instant(timestamp) if timestamp.isascii() and timestamp.isdigit() else None
        if at is None or not signature.startswith("v0=") or not signature.isascii():
            return Rejected(RejectionCode.MALFORMED_SIGNATURE)
        message = b"v0:" + timestamp.encode() + b":" + raw_body
        good = False
        for secret in secrets:
            expected = "v0=" + hmac.new(secret.encode(), message, sha256).hexdigest()
            good |= hmac.compare_digest(expected, signature)
        if not good:
            return Rejected(RejectionCode.WRONG_SIGNATURE)
        if abs(now - at) > msgspec.convert(dict(settings), ZoomSettings).max_age_s * 1000:
            return Rejected(RejectionCode.STALE_SIGNATURE)
        return Verified()

    def handshake(
        self, method: str, headers: Headers, raw_body: bytes, secrets: Sequence[str], settings: Settings
    ) -> ValidationReply | None:
        """Answer Zoom's validation: Zoom sends a token every 72 h, and expects it back with its HMAC under the
        secret."""
        if method != "POST" or not secrets:
            return None
        body = json_object(raw_body)
        if body is None or body.get("event") != _VALIDATION:
            return None
        plain = part(body, "payload").get("plainToken")
        if not isinstance(plain, str) or len(plain) > _MAX_PLAIN_TOKEN:
            return None
        encrypted = hmac.new(secrets[0].encode(), plain.encode("utf-8", "replace"), sha256).hexdigest()
        return ValidationReply(msgspec.json.encode({"plainToken": plain, "encryptedToken": encrypted}))

    def dedupe_key(self, headers: Headers, raw_body: bytes) -> str:
        """Return a key made of the event, its time, the occurrence and the person: Zoom sends no event id."""
        body = json_object(raw_body)
        if body is None:
            return "raw:" + sha256(raw_body).hexdigest()
        thing = part(body, "payload", "object")
        person = part(thing, "participant") or part(thing, "registrant")
        key = [
            text(body.get("event")),
            text(body.get("event_ts")),
            text(thing.get("uuid")) or text(thing.get("id")),
            text(person.get("user_id")) or text(person.get("id")),
            text(person.get("participant_uuid")) or text(person.get("email")),
        ]
        if key[0] is None or key[1] is None:
            return "raw:" + sha256(raw_body).hexdigest()
        return sha256(msgspec.json.encode(key)).hexdigest()

    def parse(  # noqa: PLR0911 - one return per event
        self, headers: Headers, raw_body: bytes, settings: Settings
    ) -> list[VendorEvent]:
        """Read registrations, participants and the end; everything else is Unknown."""
        body = json_object(raw_body)
        if body is None:
            return [Unknown("", "malformed_body")]
        event = text(body.get("event")) or ""
        thing = part(body, "payload", "object")
        webinar = text(thing.get("id"))
        told_at = instant(body.get("event_ts"))
        if not event.startswith("webinar."):
            return [Unknown(event)]
        if webinar is None or told_at is None:
            return [Unknown(event, "malformed_body")]
        match event.removeprefix("webinar."):
            case "registration_created" | "registration_approved" | "registration_denied" as name:
                return [_registered(webinar, name, part(thing, "registrant"), told_at)]
            case "registration_cancelled":
                who = registrant(part(thing, "registrant"))
                return [RegistrationCancelled(webinar=webinar, who=who, at=told_at)]
            case "participant_joined" | "participant_left":
                return [_participant(webinar, event, thing, told_at)]
            case "ended":
                session = text(thing.get("uuid")) or webinar
                ended_at = instant(thing.get("end_time")) or told_at
                return [SessionEnded(webinar=webinar, at=ended_at, session=session)]
            case _:
                return [Unknown(event)]


def _registered(webinar: str, name: str, fields: Mapping[str, Any], at: Instant) -> Registered:
    status = (text(fields.get("status")) or "approved").casefold()
    approval = VendorApproval.APPROVED
    if name == "registration_denied" or status == "denied":
        approval = VendorApproval.DENIED
    elif name == "registration_created" and status == "pending":
        approval = VendorApproval.PENDING
    return Registered(
        webinar=webinar,
        who=registrant(fields),
        at=at,
        approval=approval,
        join_url=text(fields.get("join_url")),
    )


def registrant(fields: Mapping[str, Any]) -> Attendee:
    """Read the registrant in an event or a list."""
    registrant_id = text(fields.get("id"))
    properties: dict[str, object] = {}
    questions = fields.get("custom_questions")
    for each in questions if isinstance(questions, list) else ():
        if isinstance(each, dict) and (title := text(each.get("title"))):
            properties[title] = text(each.get("value"))
    if source := text(part(fields, "tracking_source").get("source_name")):
        properties["tracking_source"] = source
    return Attendee(
        refs=(f"registrant:{registrant_id}",) if registrant_id else (),
        email=text(fields.get("email")),
        first_name=text(fields.get("first_name")),
        last_name=text(fields.get("last_name")),
        phone=text(fields.get("phone")),
        company=text(fields.get("org")),
        job_title=text(fields.get("job_title")),
        industry=text(fields.get("industry")),
        street_address=text(fields.get("address")),
        city=text(fields.get("city")),
        state=text(fields.get("state")),
        postal_code=text(fields.get("zip")),
        country=text(fields.get("country")),
        properties=properties,
    )


def _participant(
    webinar: str,
    event: str,
    thing: Mapping[str, Any],
    told_at: Instant,
) -> VendorEvent:
    joined = event == "webinar.participant_joined"
    participant = part(thing, "participant")
    host = text(thing.get("host_id"))
    if host is not None and text(participant.get("id")) == host:
        return Unknown(event, "host")
    registrant_id = text(participant.get("registrant_id"))
    participant_uuid = text(participant.get("participant_uuid"))
    refs = [f"registrant:{registrant_id}"] if registrant_id else []
    refs += [f"participant:{participant_uuid}"] if participant_uuid else []
    first, _, last = (text(participant.get("user_name")) or "").partition(" ")
    who = Attendee(
        refs=tuple(refs),
        email=text(participant.get("email")),
        first_name=first or None,
        last_name=last.strip() or None,
        phone=text(participant.get("phone_number")),
    )
    session = text(thing.get("uuid")) or webinar
    connection = text(participant.get("user_id")) or participant_uuid or registrant_id or who.email or ""
    row = f"{session}/{connection}"
    at = instant(participant.get("join_time" if joined else "leave_time")) or told_at
    if joined:
        return Joined(webinar=webinar, who=who, at=at, session=session, row=row)
    return Left(webinar=webinar, who=who, at=at, session=session, row=row)
