"""ON24's REST API: calls for registrants, attendees and their sessions, and for registering people; and the meaning of
answers.

Source: https://api.on24.com/v2/openapi.json and docs/vendors.md, ON24
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.vendors.kit.inbound import Attendee, SessionEnded
from latecomer.vendors.kit.parsing import instant, json_object, text
from latecomer.vendors.kit.provider import Answer, Confirmed, Denied, VendorTrouble
from latecomer.vendors.on24.settings import On24Settings

_PACIFIC: Final = ZoneInfo("America/Los_Angeles")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MESSAGE_MAX: Final = 300
_OURS_TO_THEIRS: Final = {
    "first_name": "firstname",
    "last_name": "lastname",
    "phone": "workphone",
    "company": "company",
    "job_title": "jobtitle",
    "industry": "companyindustry",
    "street_address": "addressstreet1",
    "city": "city",
    "state": "state",
    "postal_code": "zip",
    "country": "country",
}
_JOIN_URLS: Final = ("joinurl", "audienceurl")


@dataclass(frozen=True, slots=True)
class On24Call:
    """A request: method, path behind ``base_url`` with its query, and a form or nothing."""

    method: str
    path: str
    form: bytes | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that ON24 returns in pages: its address, the names of its rows and of their count, and its parameters."""

    address: str
    rows: str
    total: str
    query: tuple[tuple[str, str], ...] = ()
    mode: Mode = Mode.LIVE


REGISTRANTS: Final = Listing(
    "registrant",
    "registrants",
    "totalregistrants",
    (("userstatus", "any"), ("excludeanonymous", "Y"), ("datefiltermode", "lastActivity")),
)
ATTENDEES: Final = Listing(
    "attendee",
    "attendees",
    "totalattendees",
    (("excludeanonymous", "Y"), ("datefiltermode", "lastActivity")),
)
SESSIONS: Final = {
    Mode.LIVE: Listing(
        "attendeesession", "attendeesession", "totalattendeesessions", (("sessiontype", "live"),), Mode.LIVE
    ),
    Mode.ON_DEMAND: Listing(
        "attendeesession",
        "attendeesession",
        "totalattendeesessions",
        (("sessiontype", "ondemand"),),
        Mode.ON_DEMAND,
    ),
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of a list, with the total of rows and pages when ON24 reports them."""

    rows: tuple[dict[str, Any], ...]
    total: int | None = None
    pages: int | None = None


def event_call(settings: On24Settings, webinar: str) -> On24Call:
    """Return the API call that reads an event."""
    return On24Call("GET", _path(settings, webinar))


def list_call(
    settings: On24Settings,
    webinar: str,
    listing: Listing,
    page: int,
    since: Instant | None,
    now: Instant,
    *,
    size: int | None = None,
) -> On24Call:
    """Return the call for a page of a list with the changes since a time; ON24 filters by whole days of Pacific
    time."""
    query = [("pageoffset", str(page)), ("itemsperpage", str(size or settings.page_size))]
    query += [pair for pair in listing.query if since is not None or pair[0] != "datefiltermode"]
    if since is not None:
        # A day of room either way: whose clock says when a row changed is ON24's to know.
        query += [("startdate", _day(since)), ("enddate", _day(now + 86_400_000))]
    return On24Call("GET", f"{_path(settings, webinar)}/{listing.address}?{urlencode(query)}")


def register_call(settings: On24Settings, webinar: str, who: Attendee) -> On24Call:
    """Return the API call that registers a person, or updates an earlier registration; ON24 identifies people
    by email."""
    form = {"email": who.email or ""}
    for ours, theirs in _OURS_TO_THEIRS.items():
        if value := getattr(who, ours):
            form[theirs] = value
    for name, theirs in settings.fields.items():
        if (value := text(who.properties.get(name))) is not None:
            form[theirs] = value
    return On24Call("POST", f"{_path(settings, webinar)}/registrant", urlencode(form).encode())


def _path(settings: On24Settings, webinar: str) -> str:
    return f"/client/{settings.client_id}/event/{quote(webinar, safe='')}"


def _day(at: Instant) -> str:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(_PACIFIC).date().isoformat()


def trouble(settings: On24Settings, status: int, body: bytes, now: Instant) -> VendorTrouble | None:  # noqa: PLR0911 - one per meaning
    """Return the meaning of an answer's status; None when the answer can be read."""
    message = _message(body)
    said = message.casefold()
    match status:
        case 200 | 201:
            return None
        case 401:
            return VendorTrouble(
                code="unauthorized", message=message or "ON24 refuses the tokens.", stops=True
            )
        case 403 | 429 if status == 429 or settings.quota_text.casefold() in said:
            # A quota is a 403 as well, and nothing that anybody has to mend.
            return VendorTrouble(
                code="quota",
                message=message or "ON24's quota of calls is used up.",
                not_before=now + settings.quota_wait_s * 1000,
            )
        case 403 if "event" in said and "inactive" in said:
            return VendorTrouble(code="event_inactive", message=message)
        case 403:
            return VendorTrouble(code="forbidden", message=message or "ON24 forbids this.", stops=True)
        case 404:
            return VendorTrouble(code="unknown_event", message=message or "ON24 has no such event.")
        case 400 | 412 | 422:
            return VendorTrouble(code="bad_request", message=message or "ON24 does not take what we ask.")
        case _:
            return VendorTrouble(code=f"status_{status}", message=message or f"ON24 answered {status}.")


def _message(body: bytes) -> str:
    found = text((json_object(body) or {}).get("message")) or body.decode("utf-8", "replace")
    return " ".join("".join(each for each in found if each.isprintable() or each.isspace()).split())[
        :_MESSAGE_MAX
    ]


def read_rows(listing: Listing, body: bytes) -> Rows | VendorTrouble:
    """Return the rows of a page of a list."""
    answer = json_object(body)
    if answer is None or not isinstance(found := answer.get(listing.rows, []), list):
        return VendorTrouble(
            code="bad_answer", message="ON24 answered 200 with something that is no such list."
        )
    return Rows(
        tuple(each for each in found if isinstance(each, dict)),
        count(answer.get(listing.total)),
        count(answer.get("pagecount")),
    )


def read_registration(settings: On24Settings, status: int, body: bytes, now: Instant) -> Answer:
    """Read the answer to a registration."""
    found = trouble(settings, status, body, now)
    if found is not None:
        if found.code in ("bad_request", "unknown_event", "event_inactive"):
            return Denied(code=found.code, message=found.message)
        return found
    answer = json_object(body)
    if answer is None:
        return VendorTrouble(
            code="bad_answer", message="ON24 answered 200 with something that is no JSON object."
        )
    user = text(answer.get("eventuserid"))
    url = next((value for name in _JOIN_URLS if (value := text(answer.get(name)))), None)
    return Confirmed(
        refs=(f"user:{user}",) if user else (),
        join_url=url if url is not None and url.startswith("https://") else None,
    )


def read_end(
    settings: On24Settings, webinar: str, body: bytes, now: Instant
) -> SessionEnded | VendorTrouble | None:
    """Return the end of the live session, once attendance counts as complete; None before, and without one."""
    answer = json_object(body)
    if answer is None:
        return VendorTrouble(code="bad_answer", message="ON24 answered 200 with something that is no event.")
    started_at, ended_at = instant(answer.get("livestart")), instant(answer.get("liveend"))
    if (
        not settings.finish_on_end
        or started_at is None
        or ended_at is None
        or ended_at <= started_at
        or now < ended_at + settings.report_after_s * 1000
    ):
        return None
    return SessionEnded(webinar=webinar, at=ended_at, session=webinar)


def count(value: object) -> int | None:
    """Return a count, from a number or its digits; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 10:
        value = int(value)
    if isinstance(value, float) and not 0 <= value < 1e9:
        return None
    return int(value) if isinstance(value, (int, float)) and 0 <= value < 1_000_000_000 else None
