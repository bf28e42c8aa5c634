"""Zoom's REST API: calls, and the meaning of answers.

Source: https://developers.zoom.us/docs/api/ and docs/vendors.md, Zoom
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from urllib.parse import quote, urlencode

import msgspec

from latecomer.core.ids import Instant
from latecomer.vendors.kit.answers import DAY_MS, Answered, ApiCall, link, retry_at, said, within
from latecomer.vendors.kit.inbound import Attendee, VendorApproval
from latecomer.vendors.kit.parsing import instant, json_object, part, text
from latecomer.vendors.kit.provider import Answer, Confirmed, Denied, PendingApproval, VendorTrouble

PAGE_SIZE: Final = 300
VIEWS_DAYS: Final = 29
"""A range of views is at most a month."""
APPROVALS: Final[Mapping[str, VendorApproval]] = {
    "approved": VendorApproval.APPROVED,
    "pending": VendorApproval.PENDING,
    "denied": VendorApproval.DENIED,
}
"""The statuses by which registrants are listed."""

ABSENT: Final = frozenset(("unknown_webinar", "zoom_3301"))
"""Codes of what Zoom does not have, or not yet: a report, a recording."""

_NO_SCOPE: Final = 4711
_INVALID_FIELDS: Final = 300
_NO_PLAN: Final = 200

Rows: TypeAlias = Sequence[Mapping[str, Any]]
_Skipped: TypeAlias = dict[str, int]


def _id(text_: str) -> str:
    """Return an id for a path; a uuid with a slash is encoded twice, as Zoom requires."""
    once = quote(text_, safe="")
    return quote(once, safe="") if "/" in text_ else once


def _list(base: str, path: str, page: str | None, **query: str) -> ApiCall:
    asked = {"page_size": str(PAGE_SIZE), **query} | ({"next_page_token": page} if page else {})
    return ApiCall(f"{base}/{path}?{urlencode(asked)}")


def token_url(base: str, account: str) -> str:
    """Return the URL that issues an access token of the account, by POST with the client's credentials."""
    return base + "?" + urlencode({"grant_type": "account_credentials", "account_id": account})


def webinar_call(base: str, webinar: str) -> ApiCall:
    """Return the API call that reads a webinar."""
    return ApiCall(f"{base}/webinars/{_id(webinar)}")


def questions_call(base: str, webinar: str) -> ApiCall:
    """Return the API call that reads the questions of the webinar's registration form."""
    return ApiCall(f"{base}/webinars/{_id(webinar)}/registrants/questions")


def registrants_call(base: str, webinar: str, status: str, page: str | None) -> ApiCall:
    """Return the API call for a page of ``registrants`` with one status."""
    return _list(base, f"webinars/{_id(webinar)}/registrants", page, status=status)


def instances_call(base: str, webinar: str) -> ApiCall:
    """Return the API call that lists the past occurrences of a webinar."""
    return ApiCall(f"{base}/past_webinars/{_id(webinar)}/instances")


def report_call(base: str, uuid: str) -> ApiCall:
    """Return the API call that reads when an occurrence of the webinar started and ended."""
    return ApiCall(f"{base}/report/webinars/{_id(uuid)}")


def participants_call(base: str, uuid: str, page: str | None) -> ApiCall:
    """Return the API call for a page of ``participants`` of an occurrence."""
    return _list(base, f"report/webinars/{_id(uuid)}/participants", page, include_fields="registrant_id")


def absentees_call(base: str, uuid: str, page: str | None) -> ApiCall:
    """Return the API call for a page of ``registrants`` who were absent."""
    return _list(base, f"past_webinars/{_id(uuid)}/absentees", page)


def views_call(base: str, uuid: str, since: Instant, now: Instant, page: str | None) -> ApiCall:
    """Return the call for a page of ``analytics_details``: the viewers of an occurrence's recording."""
    days = {"from": _day(max(since, now - VIEWS_DAYS * DAY_MS)), "to": _day(now)}
    return _list(base, f"meetings/{_id(uuid)}/recordings/analytics_details", page, type="by_view", **days)


def _day(at: Instant) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")


def register_call(base: str, webinar: str, who: Attendee, questions: Sequence[str]) -> ApiCall:
    """Return the API call that registers a person, with the fields that the webinar's form has."""
    wanted = {
        "email": who.email,
        "first_name": who.first_name,
        "last_name": who.last_name,
        "phone": who.phone,
        "org": who.company,
        "job_title": who.job_title,
        "industry": who.industry,
        "address": who.street_address,
        "city": who.city,
        "state": who.state,
        "zip": who.postal_code,
        "country": _country(who.country),
    }
    body: dict[str, object] = {name: value for name, value in wanted.items() if value}
    given = {name.strip().casefold(): value for name, value in who.properties.items()}
    answers = [
        {"title": title, "value": _answer(given[title.strip().casefold()])}
        for title in questions
        if given.get(title.strip().casefold()) is not None
    ]
    if answers:
        body["custom_questions"] = answers
    return ApiCall(f"{base}/webinars/{_id(webinar)}/registrants", msgspec.json.encode(body))


def _country(country: str | None) -> str | None:
    """Return a country's two letters in Zoom's form; None for a text that Zoom would not accept."""
    code = (country or "").strip()
    return code.upper() if len(code) == 2 and code.isascii() and code.isalpha() else None


def _answer(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def read_object(answer: Answered, now: Instant) -> dict[str, Any] | Denied | VendorTrouble:  # noqa: PLR0911 - a table
    """Return the object in an answer, or the meaning of a refusal."""
    found = json_object(answer.body)
    if 200 <= answer.status < 300:
        if found is None:
            return VendorTrouble(code="bad_answer", message=f"Zoom answered {answer.status} without JSON.")
        return found
    found = found or {}
    code, message = found.get("code"), said(found.get("message"))
    if code == _NO_SCOPE or "does not contain scopes" in message:
        return VendorTrouble(
            code="missing_scope",
            message=f"Give the app in Zoom's marketplace the missing scope, and activate it. Zoom says: {message}",
            stops=True,
        )
    match answer.status:
        case 429:
            return _too_many(answer.headers, message, now)
        case 401 | 403:
            return VendorTrouble(
                code="access_denied", message=f"Zoom denies access to this app: {message}", stops=True
            )
        case 404:
            return Denied(code="unknown_webinar", message=f"Zoom does not know this webinar: {message}")
        case 400 | 409 | 422 if code == _NO_PLAN:
            return VendorTrouble(
                code="no_webinar_plan", message=f"The account cannot do this: {message}", stops=True
            )
        case 400 | 409 | 422 if code == _INVALID_FIELDS:
            return Denied(code="invalid_fields", message=_fields(found, message))
        case 400 | 409 | 422 if isinstance(code, int):
            return Denied(code=f"zoom_{code}", message=message or f"Zoom refused it: {code}.")
        case status:
            return VendorTrouble(
                code=f"zoom_status_{status}", message=f"Zoom answered {status}. {message}".strip()
            )


def _too_many(headers: Mapping[str, str], message: str, now: Instant) -> VendorTrouble:
    """Return the trouble of exceeding a limit of calls: per second, or per day, which ends at midnight UTC."""
    daily = "daily" in (message + headers.get("x-ratelimit-type", "")).casefold()
    at = retry_at(headers, now)
    if at is None and (reset := instant(headers.get("x-ratelimit-reset"))) is not None:
        at = within(reset, now)
    if at is None:
        at = within(now // DAY_MS * DAY_MS + DAY_MS, now) if daily else now + 1000
    return VendorTrouble(
        code="daily_limit" if daily else "rate_limited",
        message=message or "Zoom takes no more calls for some time.",
        not_before=at,
    )


def _fields(found: Mapping[str, Any], message: str) -> str:
    errors = found.get("errors")
    each = [
        f"{said(error.get('field'))}: {said(error.get('message'))}"
        for error in (errors if isinstance(errors, list) else ())
        if isinstance(error, dict)
    ]
    return said("; ".join(each)) or message or "Zoom does not take these fields."


def read_registered(answer: Answered, now: Instant) -> Answer:
    """Read the answer to a registration; an earlier registration is answered the same."""
    found = read_object(answer, now)
    if isinstance(found, Denied | VendorTrouble):
        return found
    registrant_id, join_url = text(found.get("registrant_id")), text(found.get("join_url"))
    if registrant_id is None:
        return VendorTrouble(code="bad_answer", message="Zoom took the registration and named no registrant.")
    refs = (f"registrant:{registrant_id}",)
    match (text(found.get("status")) or ("approved" if join_url else "pending")).casefold():
        case "approved":
            return Confirmed(refs=refs, join_url=link(join_url))
        case "pending":
            return PendingApproval(refs=refs)
        case status:
            return Denied(code="denied", message=f"Zoom has this registration as {said(status)}.")


def titles(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the titles of the webinar's own questions."""
    return tuple(title for each in rows_of(found, "custom_questions") if (title := text(each.get("title"))))


def rows_of(found: Mapping[str, Any], name: str) -> Rows:
    """Return a list of objects; other values are skipped."""
    rows = found.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def no_registration(found: Mapping[str, Any]) -> bool:
    """Return True when the webinar takes no registrations."""
    return part(found, "settings").get("approval_type") == 2
