"""HubSpot's REST API: calls, and the meaning of answers.

Source: HubSpot API: marketing events, custom event completions, usage limits; docs/vendors.md, HubSpot
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, assert_never
from urllib.parse import quote, urlencode

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.core.timestamps import to_text
from latecomer.vendors.hubspot.mapping import DELIVERED, Complete, EventAttendance, Viewed
from latecomer.vendors.hubspot.settings import HubSpotSettings
from latecomer.vendors.kit.answers import said
from latecomer.vendors.kit.sender import BoundWebinar
from latecomer.vendors.webhook.mapping import read_retry_after

FORBIDDEN: Final = "hubspot_forbidden"
_RATE_MS: Final = 10_000
_DAILY_MS: Final = 3_600_000
"""The daily limit begins anew at midnight of the account's time zone, which we do not know."""


@dataclass(frozen=True, slots=True)
class HubSpotCall:
    """A request. ``body`` None: a GET. ``replaces``: a PUT, else a POST."""

    path: str
    body: bytes | None = None
    replaces: bool = False

    @property
    def method(self) -> str:
        """Return the HTTP method: GET, PUT or POST."""
        if self.body is None:
            return "GET"
        return "PUT" if self.replaces else "POST"


def upsert_call(webinar: BoundWebinar, settings: HubSpotSettings) -> HubSpotCall:
    """Return the call that creates or changes the marketing event of a webinar."""
    made = {
        "externalAccountId": settings.external_account_id,
        "externalEventId": webinar.external_id,
        "eventName": webinar.name,
        "eventOrganizer": settings.organizer,
        "eventType": "Webinar",
        "startDateTime": to_text(webinar.starts_at),
        "endDateTime": to_text(webinar.ends_at),
        "customProperties": [],
    }
    return _post(f"{settings.prefix}/events/upsert", {"inputs": [made]})


def fingerprint(webinar: BoundWebinar, settings: HubSpotSettings) -> str:
    """Return a text that differs whenever ``upsert_call`` would send something else."""
    call = upsert_call(webinar, settings)
    return hashlib.sha256(call.path.encode() + (call.body or b"")).hexdigest()


def read_call(external_id: str, settings: HubSpotSettings) -> HubSpotCall:
    """Return the call for a marketing event."""
    return HubSpotCall(f"{settings.prefix}/events/{quote(external_id, safe='')}?{_account(settings)}")


def attendance_call(told: Sequence[EventAttendance], settings: HubSpotSettings) -> HubSpotCall:
    """Return the call that reports the same attendance of several people at one event; missing contacts are created,
    and the names are for these alone.
    """
    inputs = [
        {
            "email": each.email,
            "interactionDateTime": each.at,
            "properties": each.properties,
            "contactProperties": each.contact,
        }
        for each in told
    ]
    event = quote(told[0].event, safe="")
    path = f"{settings.prefix}/attendance/{event}/{told[0].action}/email-create?{_account(settings)}"
    return _post(path, {"inputs": inputs})


def complete_call(wish: Complete, settings: HubSpotSettings) -> HubSpotCall:
    """Return the call that completes an event; HubSpot then counts attendees and no-shows."""
    times = {"startDateTime": to_text(wish.webinar.starts_at), "endDateTime": to_text(wish.webinar.ends_at)}
    event = quote(wish.event, safe="")
    return _post(f"{settings.prefix}/events/{event}/complete?{_account(settings)}", times)


def viewed_call(wish: Viewed) -> HubSpotCall:
    """Return the call that sends a custom event; HubSpot accepts each uuid once."""
    return _post("/events/v3/send", wish.body)


def _account(settings: HubSpotSettings) -> str:
    return urlencode({"externalAccountId": settings.external_account_id})


def _post(path: str, body: Mapping[str, object]) -> HubSpotCall:
    return HubSpotCall(path, msgspec.json.encode(body))


class HubSpotTrouble(StrEnum):
    """The reaction to an error of a whole call."""

    STOP = "stop"
    LATER = "later"
    HOLD = "hold"
    UNKNOWN = "unknown"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class HubSpotFailure:
    """A failed call. ``wait_ms``: the pause that HubSpot asks for."""

    trouble: HubSpotTrouble
    code: str
    message: str
    wait_ms: int | None = None


@dataclass(frozen=True, slots=True)
class HubSpotAnswer:
    """A call that succeeded, except for some of its records. ``refused``: emails of records that were refused for good.
    ``taken``: None when all others were accepted, else the accepted ones. ``body``: the answer as it came."""

    refused: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] | None = None
    body: Mapping[str, Any] = field(default_factory=dict)

    def attempt_for(self, email: str) -> Attempt:
        """Return the attempt for one person's record."""
        if email in self.refused:
            return Attempt(
                outcome=AttemptOutcome.REJECTED, code="hubspot_record", message=self.refused[email]
            )
        if self.taken is None or email in self.taken:
            return DELIVERED
        return Attempt(
            outcome=AttemptOutcome.FAILED,
            code="hubspot_partial",
            message="HubSpot took others of the same call, not this.",
        )


def read_answer(
    status: int, headers: Mapping[str, str], body: bytes, now: Instant
) -> HubSpotAnswer | HubSpotFailure:
    """Read any answer. HubSpot's own answers have no body, or a JSON object."""
    found = _object(body)
    if found is None and (body.strip() or status not in (201, 202, 204)) and status < 400:
        return HubSpotFailure(
            HubSpotTrouble.LATER,
            f"hubspot_status_{status}",
            "What answers there does not speak as HubSpot does.",
        )
    found = found or {}
    if status == 207:
        return HubSpotAnswer(*_partial(found), found)
    if 200 <= status < 300:
        return HubSpotAnswer(body=found)
    return _failure(status, headers, found, now)


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _partial(found: Mapping[str, Any]) -> tuple[Mapping[str, str], frozenset[str]]:
    refused: dict[str, str] = {}
    for error in _objects(found.get("errors")):
        context = error.get("context")
        named = context.values() if isinstance(context, dict) else ()
        for email in (each for values in named if isinstance(values, list) for each in values):
            refused[str(email).lower()] = _said(error)
    taken = {str(each["email"]).lower() for each in _objects(found.get("results")) if "email" in each}
    return refused, frozenset(taken)


def _objects(value: object) -> Sequence[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _said(error: Mapping[str, Any]) -> str:
    return f"HubSpot says: {said(error.get('message'))}"


def _failure(
    status: int, headers: Mapping[str, str], found: Mapping[str, Any], now: Instant
) -> HubSpotFailure:
    message = _said(found)
    match status:
        case 401:
            return HubSpotFailure(
                HubSpotTrouble.STOP,
                "hubspot_credentials",
                f"HubSpot does not take this access token. {message}",
            )
        case 403:
            return HubSpotFailure(
                HubSpotTrouble.STOP, FORBIDDEN, f"Give the private app its scopes. {message}"
            )
        case 404:
            return HubSpotFailure(HubSpotTrouble.UNKNOWN, "hubspot_404", message)
        case 429:
            daily = (
                headers.get("x-hubspot-ratelimit-daily-remaining") == "0"
                or found.get("policyName") == "DAILY"
            )
            wished = read_retry_after(headers.get("retry-after"), now)
            wait = wished if wished is not None else _DAILY_MS if daily else _RATE_MS
            return HubSpotFailure(
                HubSpotTrouble.HOLD, "hubspot_daily" if daily else "hubspot_rate", message, wait
            )
        case _ if 400 <= status < 500 and status not in (408, 423, 425):
            return HubSpotFailure(HubSpotTrouble.NEVER, f"hubspot_{status}", message)
        case _:
            wished = read_retry_after(headers.get("retry-after"), now)
            return HubSpotFailure(
                HubSpotTrouble.LATER, f"hubspot_{status}", f"HubSpot answered {status}.", wished
            )


def attempt_of(failure: HubSpotFailure, *, gone: bool = False) -> Attempt:
    """Return a failed call's attempt for each of its records. ``gone``: HubSpot does not know the object, and it will
    not appear by itself."""
    match failure.trouble:
        case HubSpotTrouble.STOP:
            outcome = AttemptOutcome.SHUT
        case HubSpotTrouble.HOLD:
            outcome = AttemptOutcome.POSTPONED
        case HubSpotTrouble.LATER:
            outcome = AttemptOutcome.FAILED
        case HubSpotTrouble.UNKNOWN:
            outcome = AttemptOutcome.REJECTED if gone else AttemptOutcome.FAILED
        case HubSpotTrouble.NEVER:
            outcome = AttemptOutcome.REJECTED
        case _:  # pragma: no cover - the closed set ends above
            assert_never(failure.trouble)
    return Attempt(
        outcome=outcome, code=failure.code, message=failure.message, retry_after_ms=failure.wait_ms
    )
