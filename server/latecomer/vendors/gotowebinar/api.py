"""GoToWebinar's REST API: calls, and the meaning of answers. Keys are longer than a float can hold, so they are text.

Source: https://developer.goto.com/GoToWebinarV2 and docs/vendors.md, GoToWebinar
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urlencode

import msgspec

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.vendors.gotowebinar.webhook import registered, registrant
from latecomer.vendors.kit.answers import Answered, ApiCall, link, retry_at, said
from latecomer.vendors.kit.inbound import Attendee, Registered, RegistrationCancelled, SessionEnded
from latecomer.vendors.kit.parsing import instant, json_object, part, text
from latecomer.vendors.kit.provider import (
    Answer,
    AttendanceRow,
    Confirmed,
    Denied,
    PendingApproval,
    VendorTrouble,
)
from latecomer.vendors.kit.stays import Stay, numbered

PAGE_SIZE: Final = 200
_AGAIN_MS: Final = 1_000
"""The wait after a 429, which names none: the limit is one of a second."""
_LONGEST_S: Final = 31 * 24 * 3600
"""The longest possible duration."""

Rows: TypeAlias = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WebinarPath:
    """A webinar of an organizer, below the API's base."""

    base: str
    organizer: str
    webinar: str

    @property
    def url(self) -> str:
        """Return the webinar's URL."""
        return (
            f"{self.base}/organizers/{quote(self.organizer, safe='')}/webinars/{quote(self.webinar, safe='')}"
        )


def token_body(refresh_token: str) -> bytes:
    """Return the form that requests an access token."""
    return urlencode({"grant_type": "refresh_token", "refresh_token": refresh_token}).encode()


def fields_call(place: WebinarPath) -> ApiCall:
    """Return the call for the registration's fields."""
    return ApiCall(f"{place.url}/registrants/fields")


def registrant_call(place: WebinarPath, key: str) -> ApiCall:
    """Return the call for one registrant."""
    return ApiCall(f"{place.url}/registrants/{quote(key, safe='')}")


def registrants_call(place: WebinarPath, page: int) -> ApiCall:
    """Return the call for a page of registrants."""
    return ApiCall(f"{place.url}/registrants?{urlencode({'page': page, 'limit': PAGE_SIZE})}")


def sessions_call(place: WebinarPath, page: int) -> ApiCall:
    """Return the call for a page of past sessions."""
    return ApiCall(f"{place.url}/sessions?{urlencode({'page': page, 'size': PAGE_SIZE})}")


def attendees_call(place: WebinarPath, page: int) -> ApiCall:
    """Return the call for a page of attendees of all sessions."""
    return ApiCall(f"{place.url}/attendees?{urlencode({'page': page, 'size': PAGE_SIZE})}")


def register_call(place: WebinarPath, who: Attendee, questions: Rows) -> ApiCall:
    """Return the call that registers a person, with the properties that the webinar asks for."""
    wanted = {
        "firstName": who.first_name,
        "lastName": who.last_name,
        "email": who.email,
        "phone": who.phone,
        "organization": who.company,
        "jobTitle": who.job_title,
        "industry": who.industry,
        "address": who.street_address,
        "city": who.city,
        "state": who.state,
        "zipCode": who.postal_code,
        "country": who.country,
        "source": _text_of(who.properties.get("registration_source")),
    }
    body: dict[str, object] = {name: value for name, value in wanted.items() if value}
    given = {name.strip().casefold(): _text_of(value) for name, value in who.properties.items()}
    responses = [
        response
        for question in questions
        if (value := given.get((text(question.get("question")) or "").casefold()))
        and (response := _response(question, value))
    ]
    if responses:
        body["responses"] = responses
    return ApiCall(f"{place.url}/registrants", msgspec.json.encode(body))


def _text_of(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    return ("yes" if value else "no") if isinstance(value, bool) else msgspec.json.encode(value).decode()


def _response(question: Mapping[str, Any], value: str) -> dict[str, object] | None:
    """Return an answer as text, or as the key of one of the choices; None for an unknown choice."""
    key = question.get("questionKey")
    if not isinstance(key, int | str):
        return None
    choices = rows_of(question, "answers")
    if not choices:
        return {"questionKey": key, "responseText": value}
    for choice in choices:
        if (text(choice.get("answer")) or "").casefold() == value.strip().casefold():
            return {"questionKey": key, "answerKey": choice.get("answerKey")}
    return None


def read_object(answer: Answered, now: Instant) -> dict[str, Any] | Denied | VendorTrouble:  # noqa: PLR0911 - a table
    """Return the object in an answer, or the meaning of a refusal."""
    found = json_object(answer.body)
    if 200 <= answer.status < 300:
        if found is None:
            return VendorTrouble(
                code="bad_answer", message=f"GoToWebinar answered {answer.status} without JSON."
            )
        return found
    found = found or {}
    code, message = said(found.get("errorCode")), said(found.get("description") or found.get("message"))
    match answer.status:
        case 429:
            at = retry_at(answer.headers, now) or now + _AGAIN_MS
            return VendorTrouble(
                code="rate_limited", message="GoToWebinar takes 10 calls a second.", not_before=at
            )
        case 401 | 403:
            said_ = f"GoToWebinar denies access. Is the scope collab: granted, and the organizer key right? {message}"
            return VendorTrouble(code="access_denied", message=said_.strip(), stops=True)
        case 404:
            return Denied(
                code="unknown_webinar", message=f"The organizer has no such webinar. {message}".strip()
            )
        case 400 | 409 | 422 if found:
            return Denied(
                code=f"goto_{code}" if code else "invalid_fields", message=message or "It was refused."
            )
        case status:
            return VendorTrouble(
                code=f"goto_status_{status}", message=f"GoToWebinar answered {status}. {message}".strip()
            )


def read_registered(answer: Answered, now: Instant) -> Answer:
    """Read the answer to a registration. 409: the person is registered already; the answer may contain the key."""
    found = json_object(answer.body) or {} if answer.status == 409 else read_object(answer, now)
    if isinstance(found, Denied | VendorTrouble):
        return found
    key = text(found.get("registrantKey"))
    if key is None and answer.status != 409:
        return VendorTrouble(
            code="bad_answer", message="GoToWebinar took the registration and named no registrant."
        )
    return standing(found)


def standing(found: Mapping[str, Any]) -> Answer:
    """Return the approval status of a registrant."""
    key = text(found.get("registrantKey"))
    refs = (f"registrant:{key}",) if key else ()
    match (text(found.get("status")) or "approved").casefold():
        case "waiting":
            return PendingApproval(refs=refs)
        case "denied" | "cancelled" | "canceled" as status:
            return Denied(code="denied", message=f"GoToWebinar has this registration as {status}.")
        case _:
            return Confirmed(refs=refs, join_url=link(found.get("joinUrl")))


def rows_of(found: Mapping[str, Any], *path: str) -> Rows:
    """Return a list of objects; other values are skipped."""
    rows = part(found, *path[:-1]).get(path[-1])
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def pages_of(found: Mapping[str, Any]) -> int:
    """Return the number of pages, as this page reports it."""
    page = found.get("page")
    if isinstance(page, dict):
        total = page.get("totalPages")
        return total if isinstance(total, int) else 1
    total, limit = found.get("total"), found.get("limit")
    if isinstance(total, int) and isinstance(limit, int) and limit > 0:
        return -(-total // limit)
    return 1


def registration(webinar: str, row: Mapping[str, Any]) -> Registered | RegistrationCancelled | None:
    """Return the registration in a row of a list; None without a time.

    The list has no time for a cancellation or denial, so it is placed right after the registration.
    """
    at = instant(row.get("registrationDate"))
    return None if at is None else registered(webinar, registrant(row), row, at, at + 1)


@dataclass(frozen=True, slots=True)
class Session:
    """A past session, and its number of attendees, if reported."""

    key: str
    started_at: Instant | None
    ended_at: Instant
    attended: int | None


def sessions(rows: Rows) -> list[Session]:
    """Return the sessions that have ended."""
    return [
        Session(key, instant(row.get("startTime")), at, attended if isinstance(attended, int) else None)
        for row in rows
        if (key := text(row.get("sessionKey"))) is not None
        and (at := instant(row.get("endTime"))) is not None
        for attended in (row.get("registrantsAttended"),)
    ]


def attendances(
    webinar: str, rows: Rows, known: Mapping[str, Session]
) -> tuple[list[AttendanceRow], Mapping[str, int]]:
    """Return the stays in the live room, each under the key of the pushed report about it, and the number of unreadable
    rows."""
    found: dict[str, list[Stay]] = {}
    skipped: dict[str, int] = {}
    for row in rows:
        session, who = text(row.get("sessionKey")), registrant(row)
        person = text(row.get("registrantKey")) or who.email
        stays = _stays(row, who, known.get(session or ""))
        if session is None or person is None or not stays:
            why = "no_email" if person is None else "malformed_row"
            skipped[why] = skipped.get(why, 0) + 1
            continue
        key = f"{session}/{person}"
        found.setdefault(key, []).extend(stays)
    told = [
        AttendanceRow(
            webinar=webinar,
            row=key,
            session=key.partition("/")[0],
            who=who,
            mode=Mode.LIVE,
            joined_at=joined,
            left_at=left,
        )
        for key, (joined, left, who) in numbered(found)
    ]
    return told, skipped


def _stays(row: Mapping[str, Any], who: Attendee, session: Session | None) -> list[Stay]:
    """Return stays from the reported times, else the whole duration from the start of the session."""
    stays = [
        (joined, left, who)
        for each in rows_of(row, "attendance")
        if (joined := instant(each.get("joinTime"))) is not None
        and (left := instant(each.get("leaveTime"))) is not None
        and joined <= left
    ]
    if stays:
        return stays
    seconds = row.get("attendanceTimeInSeconds")
    if (
        isinstance(seconds, int)
        and 0 < seconds <= _LONGEST_S
        and session is not None
        and session.started_at is not None
    ):
        return [(session.started_at, session.started_at + seconds * 1000, who)]
    return []


def ended(webinar: str, session: Session, attended: int) -> SessionEnded | None:
    """Return the end of a session; None while the list of attendees is shorter than the reported number."""
    if session.attended is not None and attended < session.attended:
        return None
    return SessionEnded(webinar=webinar, at=session.ended_at, session=session.key)
