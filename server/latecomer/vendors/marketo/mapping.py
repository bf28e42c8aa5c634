"""Our events as calls of Marketo Engage, and the meaning of its answers. Success is in the body, not in the HTTP
status.

Source: Adobe Marketo Engage REST API: leads, programs, activities, error codes; docs/vendors.md, Adobe Marketo Engage
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Literal, TypeAlias, assert_never
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.retry import CANNOT_GO_BACK, Attempt, AttemptOutcome
from latecomer.core.status import Status
from latecomer.events.types import EventType
from latecomer.vendors.kit.oauth import is_life, is_token
from latecomer.vendors.kit.sender import OutgoingEvent
from latecomer.vendors.marketo.settings import ActivityNames, MarketoSettings, StatusNames

RECORDS_PER_CALL: Final = 300
_QUOTA_MS: Final = 20_000
_CONCURRENCY_MS: Final = 1_000
_CENTRAL: Final = ZoneInfo("America/Chicago")


@dataclass(frozen=True, slots=True)
class MarketoCall:
    """A request. ``body`` None: a GET."""

    path: str
    body: bytes | None = None
    changes: Literal["POST", "DELETE"] | None = None
    """The method of a call whose records are in its path."""

    @property
    def method(self) -> str:
        """Return the HTTP method: GET, POST or DELETE."""
        return self.changes or ("GET" if self.body is None else "POST")


def token_call(client_id: str, client_secret: str) -> MarketoCall:
    """Return the call for a token; Marketo returns the same token until it expires."""
    query = urlencode(
        {"grant_type": "client_credentials", "client_id": client_id, "client_secret": client_secret}
    )
    return MarketoCall(f"/identity/oauth/token?{query}")


@dataclass(frozen=True, slots=True)
class MarketoToken:
    """A token and how long it lives from now, in s."""

    value: str
    expires_in_s: int

    def __repr__(self) -> str:
        return "Token(…)"


class MarketoTrouble(StrEnum):
    """The reaction to an error of a whole call."""

    RENEW = "renew"
    STOP = "stop"
    LATER = "later"
    RATE = "rate"
    CONCURRENCY = "concurrency"
    QUOTA = "quota"
    NEVER = "never"


TROUBLES: Final[Mapping[str, MarketoTrouble]] = {
    "601": MarketoTrouble.RENEW,
    "602": MarketoTrouble.RENEW,
    "603": MarketoTrouble.STOP,
    "502": MarketoTrouble.LATER,
    "604": MarketoTrouble.LATER,
    "608": MarketoTrouble.LATER,
    "611": MarketoTrouble.LATER,
    "713": MarketoTrouble.LATER,
    "606": MarketoTrouble.RATE,
    "607": MarketoTrouble.QUOTA,
    "615": MarketoTrouble.CONCURRENCY,
    "413": MarketoTrouble.NEVER,
    "414": MarketoTrouble.NEVER,
    "609": MarketoTrouble.NEVER,
    "610": MarketoTrouble.NEVER,
    "612": MarketoTrouble.NEVER,
}
"""By the code of a whole call; an unknown one is tried again later."""

LIST_REFUSED: Final = frozenset(f"marketo_{code}" for code in ("603", "610", "611", "1004", "1013"))
"""The codes of a call about a list that will never succeed as it is."""

REACHED: Final = "1037"
"""The member has this status or a later one: what was wanted is so."""
BAD_RECORDS: Final = frozenset(("1003", "1004", "1006", "1007", "1013", "1025", "1028"))
"""Codes of records that Marketo will never take as they are."""


@dataclass(frozen=True, slots=True)
class MarketoFailure:
    """A whole call failed."""

    trouble: MarketoTrouble
    code: str


@dataclass(frozen=True, slots=True)
class MarketoAnswer:
    """A call succeeded. ``result``: its records; ``more``: the token of the next page."""

    result: tuple[Mapping[str, Any], ...]
    more: str | None = None


def read_answer(status: int, body: bytes) -> MarketoAnswer | MarketoFailure:
    """Read any answer."""
    if status in (413, 414):
        return MarketoFailure(MarketoTrouble.NEVER, str(status))
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("success"), bool):
        return MarketoFailure(MarketoTrouble.LATER, f"status_{status}")
    if not found["success"]:
        errors = found.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else None
        code = str(first.get("code")) if isinstance(first, dict) else "unknown"
        return MarketoFailure(TROUBLES.get(code, MarketoTrouble.LATER), code)
    result = found.get("result")
    records = tuple(each for each in result if isinstance(each, dict)) if isinstance(result, list) else ()
    page = found.get("nextPageToken")
    return MarketoAnswer(records, page if isinstance(page, str) and found.get("moreResult", True) else None)


def read_token(status: int, body: bytes) -> MarketoToken | MarketoFailure:
    """Read the answer of the token endpoint; a success without a usable token is a failure, and is tried again
    later."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return MarketoFailure(MarketoTrouble.LATER, f"status_{status}")
    value, life = found.get("access_token"), found.get("expires_in")
    if status == 200 and is_token(value) and is_life(life):
        return MarketoToken(value, life)
    if status in (400, 401):
        return MarketoFailure(MarketoTrouble.STOP, "credentials")
    return MarketoFailure(MarketoTrouble.LATER, "no_token")


def attempt_of(failure: MarketoFailure, now: Instant) -> Attempt:
    """Return a failed call's attempt for each of its records."""
    code = f"marketo_{failure.code}"
    match failure.trouble:
        case MarketoTrouble.RENEW | MarketoTrouble.LATER:
            return Attempt(
                outcome=AttemptOutcome.FAILED, code=code, message=f"Marketo answered {failure.code}."
            )
        case MarketoTrouble.STOP:
            said = (
                "Marketo does not know this client id and secret."
                if failure.code == "credentials"
                else "Marketo denies access: give the API role its permissions."
            )
            return Attempt(outcome=AttemptOutcome.SHUT, code=code, message=said)
        case MarketoTrouble.RATE:
            wait, said = _QUOTA_MS, "Marketo takes no more calls for some seconds."
        case MarketoTrouble.CONCURRENCY:
            wait, said = _CONCURRENCY_MS, "Marketo takes no more calls at once."
        case MarketoTrouble.QUOTA:
            wait, said = (
                _to_midnight(now),
                "Marketo's daily quota is used up; it begins anew at midnight, US Central.",
            )
        case MarketoTrouble.NEVER:
            return Attempt(
                outcome=AttemptOutcome.REJECTED,
                code=code,
                message=f"Marketo refused the call: {failure.code}.",
            )
        case _:  # pragma: no cover - the closed set ends above
            assert_never(failure.trouble)
    return Attempt(outcome=AttemptOutcome.POSTPONED, code=code, message=said, retry_after_ms=wait)


def _to_midnight(now: Instant) -> int:
    here = datetime.fromtimestamp(now / 1000, _CENTRAL)
    midnight = datetime(here.year, here.month, here.day, tzinfo=_CENTRAL) + timedelta(days=1)
    return int(midnight.astimezone(UTC).timestamp() * 1000) - now


_CANNOT_GO_BACK: Final = Attempt(
    outcome=AttemptOutcome.REJECTED,
    code=CANNOT_GO_BACK,
    message="A retraction changed the status. Marketo moves members forward alone: correct this person there by hand.",
)


def attempt_of_record(record: Mapping[str, Any], *, follows_correction: bool = False) -> Attempt:
    """Return the attempt for one record of a call that succeeded. After a correction, a step that Marketo says was
    reached may be the one that was taken back."""
    if record.get("status") != "skipped" and not record.get("reasons"):
        return Attempt(outcome=AttemptOutcome.DELIVERED, code="delivered")
    reasons = record.get("reasons")
    codes = (
        [str(each.get("code")) for each in reasons if isinstance(each, dict)]
        if isinstance(reasons, list)
        else []
    )
    if REACHED in codes and follows_correction:
        return _CANNOT_GO_BACK
    if REACHED in codes:
        return Attempt(
            outcome=AttemptOutcome.DELIVERED,
            code="already_there",
            message="This step or a later one was reached.",
        )
    code = codes[0] if codes else "skipped"
    outcome = AttemptOutcome.REJECTED if code in BAD_RECORDS else AttemptOutcome.FAILED
    return Attempt(outcome=outcome, code=f"marketo_{code}", message=f"Marketo skipped the record: {code}.")


@dataclass(frozen=True, slots=True)
class LeadStatus:
    """The step of the program that a lead is to have."""

    email: str
    program: str
    step_name: str
    step: int
    follows_correction: bool = False
    """Marketo may have a step that a retraction took back here."""


@dataclass(frozen=True, slots=True)
class LeadWatched:
    """The time that a lead watched on one day."""

    email: str
    activity: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ListChange:
    """A lead to put on a static list, or to take off it."""

    email: str
    list_id: str
    adds: bool


Wish: TypeAlias = LeadStatus | LeadWatched | ListChange


@dataclass(frozen=True, slots=True)
class Program:
    """The program of a webinar, and what the webinar is called."""

    id: str
    name: str


def wish_of(
    event: OutgoingEvent, settings: MarketoSettings, programs: Mapping[str, Program]
) -> Wish | Attempt:
    """Translate an event into Marketo's call, or into a finished attempt when no call is needed or possible."""
    program = programs.get(str(event.data.get("webinar_id")))
    if program is None and event.type != EventType.CAMPAIGN_LIST_STEP:  # a list belongs to no program
        return Attempt(
            outcome=AttemptOutcome.REJECTED,
            code="not_bound",
            message="The webinar is bound to no program any more.",
        )
    wanted: Wish | None = None
    email = event.data.get("email")
    address = email.strip() if isinstance(email, str) else ""
    if event.type == EventType.CAMPAIGN_LIST_STEP:
        wanted = ListChange(address.lower(), str(event.data["list_id"]), event.data["change"] == "add")
    elif program is not None and event.type == "member.status_changed":
        status = Status(str(event.data["status"]))
        corrects = event.data.get("correction") is True
        if corrects and _goes_back(settings.statuses, event.data.get("from_status"), status):
            return _CANNOT_GO_BACK
        name = _step_name(settings.statuses, status)
        follows = corrects or event.follows_correction
        wanted = None if name is None else LeadStatus(address.lower(), program.id, name, status.step, follows)
    elif program is not None and event.type == "member.watched" and settings.activity is not None:
        wanted = LeadWatched(address.lower(), _activity(event, settings.activity, program))
    if wanted is None:
        return Attempt(outcome=AttemptOutcome.DELIVERED, code="not_wanted")
    if not address:
        return Attempt(
            outcome=AttemptOutcome.REJECTED, code="no_email", message="The person has no email any more."
        )
    if not address.isascii():
        return Attempt(
            outcome=AttemptOutcome.REJECTED,
            code="email_not_ascii",
            message="Marketo takes ASCII emails alone.",
        )
    return wanted


def _goes_back(names: StatusNames, from_status: object, status: Status) -> bool:
    """Return whether Marketo has, as far as we sent it, a later step than this status."""
    if not isinstance(from_status, str):
        return True
    was = Status(from_status)
    return was.step > status.step and _step_name(names, was) is not None


def _step_name(names: StatusNames, status: Status) -> str | None:
    found: str | None = getattr(names, status.value, None)  # not_in_program has none
    return found


def _activity(event: OutgoingEvent, names: ActivityNames, program: Program) -> Mapping[str, object]:
    data = event.data
    attributes = {
        names.event_mode: "Live" if data["mode"] == "live" else "On-Demand",
        names.watch_date: str(data["day"]),
        names.watch_duration: str(round(float(str(data["watched_s"])))),
        names.event_id: str(event.id),
    }
    return {
        "activityDate": _seconds(str(data["last_at"])),
        "activityTypeId": names.type_id,
        "primaryAttributeValue": program.name,
        "attributes": [{"apiName": name, "value": value} for name, value in attributes.items()],
    }


def _seconds(text: str) -> str:
    """Return our text of an instant without its milliseconds."""
    return text[:19] + "Z"


def leads_call(events: Mapping[str, OutgoingEvent]) -> MarketoCall:
    """Return the call that creates or updates these leads, by email, in this order."""
    leads = []
    for email, event in events.items():
        names = {"firstName": event.data.get("first_name"), "lastName": event.data.get("last_name")}
        leads.append({"email": email} | {name: value for name, value in names.items() if value})
    return _post("/rest/v1/leads.json", {"action": "createOrUpdate", "lookupField": "email", "input": leads})


def status_call(program: str, step_name: str, leads: Sequence[int]) -> MarketoCall:
    """Return the call that gives these leads a step of the program."""
    return _post(
        f"/rest/v1/programs/{program}/members/status.json",
        {"statusName": step_name, "input": [{"leadId": lead} for lead in leads]},
    )


def list_call(change: ListChange, leads: Sequence[int]) -> MarketoCall:
    """Return the call that makes this change of a static list for these leads; at most 300."""
    path = f"/rest/v1/lists/{change.list_id}/leads.json?" + urlencode([("id", lead) for lead in leads])
    return MarketoCall(path, changes="POST" if change.adds else "DELETE")


def list_attempt(stopped: Attempt, list_id: str) -> Attempt | None:
    """Return the attempt of a change that Marketo refused for its list, None when the call failed otherwise: an unknown
    list, a smart list, or a role without access to it is a fault of these steps alone."""
    if stopped.code not in LIST_REFUSED:
        return None
    return Attempt(
        outcome=AttemptOutcome.REJECTED,
        code="marketo_list",
        message=f"Marketo refused to change list {list_id}: {stopped.code.removeprefix('marketo_')}.",
    )


def activities_call(activities: Sequence[tuple[int, Mapping[str, object]]]) -> MarketoCall:
    """Return the call that adds custom activities. They have no idempotency key, so each may be sent only once."""
    return _post(
        "/rest/v1/activities/external.json",
        {"input": [{"leadId": lead, **what} for lead, what in activities]},
    )


def paging_call(since: str) -> MarketoCall:
    """Return the call for the position of activities since that time."""
    return MarketoCall(
        "/rest/v1/activities/pagingtoken.json?" + urlencode({"sinceDatetime": _seconds(since)})
    )


def read_back_call(type_id: int, leads: Sequence[int], page: str) -> MarketoCall:
    """Return the call for a page of these leads' custom activities; at most 30 leads."""
    query = {"activityTypeIds": type_id, "leadIds": ",".join(map(str, leads)), "nextPageToken": page}
    return MarketoCall("/rest/v1/activities.json?" + urlencode(query))


def event_ids(answer: MarketoAnswer) -> frozenset[str]:
    """Return every attribute value of these activities; our event ids are among them."""
    return frozenset(
        str(attribute.get("value"))
        for record in answer.result
        for attribute in record.get("attributes", ())
        if isinstance(attribute, dict)
    )


def program_call(program: str) -> MarketoCall:
    """Return the call for a program: its channel."""
    return MarketoCall(f"/rest/asset/v1/program/{program}.json")


def channel_call(channel: str) -> MarketoCall:
    """Return the call for a channel: its steps."""
    return MarketoCall("/rest/asset/v1/channel/byName.json?" + urlencode({"name": channel}))


def steps_of(channel: MarketoAnswer) -> Mapping[str, int]:
    """Return the steps of a channel by name."""
    return {
        str(each["name"]): int(each["step"])
        for record in channel.result
        for each in record.get("progressionStatuses", ())
        if isinstance(each, dict) and "name" in each and "step" in each
    }


def complaint(steps: Mapping[str, int], names: StatusNames) -> str | None:
    """Return the problem with a channel's steps, None when they are suitable.

    Marketo only moves a member forward, so a status that follows another needs a greater step.
    """
    wanted = [
        name for name in (names.registered, names.no_show, names.attended_on_demand, names.attended) if name
    ]
    if missing := [name for name in wanted if name not in steps]:
        return (
            f"The channel has no status named {', '.join(missing)}: add it, or map ours to one that it has."
        )
    for earlier, later in (
        (names.pending_approval, names.rejected),
        (names.pending_approval, names.registered),
        (names.waitlisted, names.registered),
        (names.registered, names.no_show),
        (names.no_show, names.attended_on_demand),
        (names.registered, names.attended),
    ):
        # A channel may do without those that are not wanted of every one.
        if earlier is None or later is None or earlier not in steps or later not in steps:
            continue
        if steps[later] <= steps[earlier]:
            return (
                f"The step of “{later}” ({steps[later]}) must be greater than that of “{earlier}” ({steps[earlier]}): "
                "Marketo moves members forward alone. Change the steps in Admin, Tags, Channel."
            )
    return None


def _post(path: str, body: Mapping[str, object]) -> MarketoCall:
    return MarketoCall(path, msgspec.json.encode(body))
