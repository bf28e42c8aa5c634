"""HubSpot: our events in its words, and what its answers mean.

Source: HubSpot API: marketing events, custom event completions, usage limits; docs/vendors.md, HubSpot
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, TypeAlias, assert_never
from urllib.parse import quote, urlencode

import msgspec

from latecomer.core.backoff import Attempt, Outcome
from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.protocol.outgoing import (
    MemberEvent,
    MemberRegistered,
    MemberStatusChanged,
    MemberWatched,
    WebinarFinished,
    from_fields,
)
from latecomer.protocol.times import from_text, to_text
from latecomer.vendors.hubspot.settings import Action, CustomEvent, HubSpotSettings
from latecomer.vendors.sending import BoundWebinar, Outgoing
from latecomer.vendors.webhook.sansio import read_retry_after

_RATE_MS: Final = 10_000
_DAILY_MS: Final = 3_600_000
"""The daily limit begins anew at midnight of the account's time zone, which we do not know."""
_MESSAGE_MAX: Final = 300

DELIVERED: Final = Attempt(outcome=Outcome.DELIVERED, code="delivered")
NOT_WANTED: Final = Attempt(outcome=Outcome.DELIVERED, code="not_wanted")
BEHIND: Final = Attempt(
    outcome=Outcome.POSTPONED,
    code="behind_another",
    message="An earlier event about this member has to be told first.",
    retry_after_ms=0,
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``body`` None: a GET."""

    path: str
    body: bytes | None = None

    @property
    def method(self) -> str:
        """GET or POST."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Somebody is told of at a marketing event. ``event``: the event's id at HubSpot."""

    event: str
    action: Action
    email: str
    at: Instant
    properties: Mapping[str, str]
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Complete:
    """A marketing event is over."""

    event: str
    webinar: BoundWebinar


@dataclass(frozen=True, slots=True)
class Viewed:
    """A custom event."""

    body: Mapping[str, object]


Wish: TypeAlias = Attendance | Complete | Viewed


def wishes_of(  # noqa: PLR0911 - one for each thing that cannot be told
    event: Outgoing, settings: HubSpotSettings, webinars: Mapping[str, BoundWebinar]
) -> tuple[Wish, ...] | Attempt:
    """What an event asks of HubSpot; an attempt that is over already where it asks nothing, or nothing possible.

    Args:
        webinars: those the connection is bound to, by our ids.
    """
    data = from_fields(event.type, event.data)
    if data is None:
        return Attempt(
            outcome=Outcome.REJECTED, code="unreadable_event", message="The event has another form."
        )
    webinar = webinars.get(str(getattr(data, "webinar_id", "")))
    if webinar is None:
        return Attempt(
            outcome=Outcome.REJECTED, code="not_bound", message="The webinar is not bound any more."
        )
    if isinstance(data, WebinarFinished):
        return (Complete(webinar.external_id, webinar),)
    if not isinstance(data, MemberEvent):
        return NOT_WANTED
    told = _told(event, data, settings)
    wished = _viewed(event, data, settings, webinar)
    if told is None and wished is None:
        return NOT_WANTED
    email = (data.email or "").strip().lower()
    if not email:
        return Attempt(outcome=Outcome.REJECTED, code="no_email", message="The person has no email any more.")
    wishes: list[Wish] = []
    if told is not None:
        action, at, properties = told
        names = {"firstname": data.first_name, "lastname": data.last_name}
        contact = {name: value for name, value in names.items() if value}
        wishes.append(
            Attendance(
                event=webinar.external_id,
                action=action,
                email=email,
                at=at,
                properties=properties,
                contact=contact,
            )
        )
    if wished is not None:
        wishes.append(Viewed(wished | {"email": email}))
    return tuple(wishes)


def _told(
    event: Outgoing, data: MemberEvent, settings: HubSpotSettings
) -> tuple[Action, Instant, Mapping[str, str]] | None:
    """What is told of somebody's attendance: what, as of when, and its properties."""
    match data:
        case MemberRegistered():
            action, at = settings.statuses.registered, event.at
        case MemberStatusChanged() if data.status is not Status.REGISTERED:  # that one is told as registered
            action, at = getattr(settings.statuses, data.status.value), from_text(data.happened_at)
        case MemberWatched(mode=Mode.LIVE) if data.watched_s > 0 and settings.attend_again:
            if settings.statuses.attended is not Action.ATTEND or data.status is not Status.ATTENDED:
                return None
            times = {"joinedAt": _seconds(data.first_at), "leftAt": _seconds(data.last_at)}
            return Action.ATTEND, from_text(data.first_at), times
        case _:
            return None
    if action is None:
        return None
    return action, at, {"joinedAt": _seconds(to_text(at))} if action is Action.ATTEND else {}


def _viewed(
    event: Outgoing, data: MemberEvent, settings: HubSpotSettings, webinar: BoundWebinar
) -> dict[str, object] | None:
    names = settings.custom_event
    if names is None:
        return None
    match data:
        case MemberStatusChanged(status=Status.ATTENDED_ON_DEMAND):
            return _custom(event, names, webinar, _seconds(data.happened_at), {names.moment: "flip"})
        case MemberWatched(mode=Mode.ON_DEMAND):
            watched = {
                names.moment: "day",
                names.watch_seconds: str(round(data.watched_s)),
                names.watch_date: data.day,
            }
            return _custom(event, names, webinar, _seconds(data.last_at), watched)
        case _:
            return None


def _custom(
    event: Outgoing, names: CustomEvent, webinar: BoundWebinar, at: str, properties: Mapping[str, str]
) -> dict[str, object]:
    return {
        "eventName": names.name,
        "occurredAt": at,
        "uuid": str(event.id),
        "properties": {names.webinar: webinar.name, **properties},
    }


def _seconds(text: str) -> str:
    """Our text of an instant without its milliseconds."""
    return text[:19] + "Z"


def waves(wishes: Sequence[Attendance | Complete]) -> Sequence[Sequence[int]]:
    """The wishes' numbers in waves, each to be told before the next: wishes about one person at one event keep their
    order, in waves of their own, and an event is completed after what came before it."""
    last: dict[tuple[str, str], int] = {}
    least: dict[str, int] = {}
    most: dict[str, int] = {}
    found: list[list[int]] = []
    for number, wish in enumerate(wishes):
        if isinstance(wish, Complete):
            wave = most.get(wish.event, -1) + 1
            least[wish.event] = wave + 1
        else:
            wave = max(last.get((wish.event, wish.email), -1) + 1, least.get(wish.event, 0))
            last[wish.event, wish.email] = wave
        most[wish.event] = max(wave, most.get(wish.event, -1))
        found += [[] for _ in range(wave + 1 - len(found))]
        found[wave].append(number)
    return found


def upsert_call(webinar: BoundWebinar, settings: HubSpotSettings) -> Call:
    """Makes the marketing event of a webinar, or changes it."""
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
    """Differs where ``upsert_call`` would tell something else."""
    call = upsert_call(webinar, settings)
    return hashlib.sha256(call.path.encode() + (call.body or b"")).hexdigest()


def read_call(external_id: str, settings: HubSpotSettings) -> Call:
    """Reads a marketing event."""
    return Call(f"{settings.prefix}/events/{quote(external_id, safe='')}?{_account(settings)}")


def attendance_call(told: Sequence[Attendance], settings: HubSpotSettings) -> Call:
    """Tells the same of these people, who are at the same event; contacts that are missing are made, and
    the names are for these alone."""
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


def complete_call(wish: Complete, settings: HubSpotSettings) -> Call:
    """Says that an event is over; HubSpot then counts who came and who did not."""
    times = {"startDateTime": to_text(wish.webinar.starts_at), "endDateTime": to_text(wish.webinar.ends_at)}
    event = quote(wish.event, safe="")
    return _post(f"{settings.prefix}/events/{event}/complete?{_account(settings)}", times)


def viewed_call(wish: Viewed) -> Call:
    """Sends a custom event; HubSpot takes each uuid once."""
    return _post("/events/v3/send", wish.body)


def _account(settings: HubSpotSettings) -> str:
    return urlencode({"externalAccountId": settings.external_account_id})


def _post(path: str, body: Mapping[str, object]) -> Call:
    return Call(path, msgspec.json.encode(body))


class Trouble(StrEnum):
    """What to do about an error of a whole call."""

    STOP = "stop"
    LATER = "later"
    HOLD = "hold"
    UNKNOWN = "unknown"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Failure:
    """A whole call failed. ``wait_ms``: for how long HubSpot wants to be left alone."""

    trouble: Trouble
    code: str
    message: str
    wait_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A call succeeded, but for some of its records: ``refused`` by email, for ever; and ``taken`` None: all others,
    else these alone."""

    refused: Mapping[str, str] = field(default_factory=dict)
    taken: frozenset[str] | None = None

    def attempt_for(self, email: str) -> Attempt:
        """What became of one person's record."""
        if email in self.refused:
            return Attempt(outcome=Outcome.REJECTED, code="hubspot_record", message=self.refused[email])
        if self.taken is None or email in self.taken:
            return DELIVERED
        return Attempt(
            outcome=Outcome.FAILED,
            code="hubspot_partial",
            message="HubSpot took others of the same call, not this.",
        )


def read_answer(status: int, headers: Mapping[str, str], body: bytes, now: Instant) -> Answer | Failure:
    """What came back, whatever it is. An answer without a body, or with a JSON object, is one of HubSpot's."""
    found = _object(body)
    if found is None and (body.strip() or status not in (201, 202, 204)) and status < 400:
        return Failure(
            Trouble.LATER, f"hubspot_status_{status}", "What answers there does not speak as HubSpot does."
        )
    found = found or {}
    if status == 207:
        return Answer(*_partial(found))
    if 200 <= status < 300:
        return Answer()
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
    return f"HubSpot says: {str(error.get('message', ''))[:_MESSAGE_MAX]}"


def _failure(status: int, headers: Mapping[str, str], found: Mapping[str, Any], now: Instant) -> Failure:
    said = _said(found)
    match status:
        case 401:
            return Failure(
                Trouble.STOP, "hubspot_credentials", f"HubSpot does not take this access token. {said}"
            )
        case 403:
            return Failure(Trouble.STOP, "hubspot_forbidden", f"Give the private app its scopes. {said}")
        case 404:
            return Failure(Trouble.UNKNOWN, "hubspot_404", said)
        case 429:
            daily = (
                headers.get("x-hubspot-ratelimit-daily-remaining") == "0"
                or found.get("policyName") == "DAILY"
            )
            wished = read_retry_after(headers.get("retry-after"), now)
            wait = wished if wished is not None else _DAILY_MS if daily else _RATE_MS
            return Failure(Trouble.HOLD, "hubspot_daily" if daily else "hubspot_rate", said, wait)
        case _ if 400 <= status < 500 and status not in (408, 423, 425):
            return Failure(Trouble.NEVER, f"hubspot_{status}", said)
        case _:
            wished = read_retry_after(headers.get("retry-after"), now)
            return Failure(Trouble.LATER, f"hubspot_{status}", f"HubSpot answered {status}.", wished)


def attempt_of(failure: Failure, *, gone: bool = False) -> Attempt:
    """What a failed call is to each of its records. ``gone``: what HubSpot does not know will not come by itself."""
    match failure.trouble:
        case Trouble.STOP:
            outcome = Outcome.SHUT
        case Trouble.HOLD:
            outcome = Outcome.POSTPONED
        case Trouble.LATER:
            outcome = Outcome.FAILED
        case Trouble.UNKNOWN:
            outcome = Outcome.REJECTED if gone else Outcome.FAILED
        case Trouble.NEVER:
            outcome = Outcome.REJECTED
        case _:  # pragma: no cover - the closed set ends above
            assert_never(failure.trouble)
    return Attempt(
        outcome=outcome, code=failure.code, message=failure.message, retry_after_ms=failure.wait_ms
    )
