"""The REST calls of registration: settings, submissions, decisions. Source: docs/registration.md"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import escape
from typing import Final
from uuid import UUID

from aiohttp import web
from msgspec import UNSET

from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.submission import EVENT_PURPOSE
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.http import appkeys
from latecomer.http.auth import Scope
from latecomer.http.built_pages import reader_language
from latecomer.http.endpoint import Call, Endpoint, endpoint
from latecomer.http.wire import Cursor, Limit, Request, Time, time_or_none
from latecomer.i18n.languages import supported
from latecomer.i18n.translate import translate
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres import cursors
from latecomer.registration_form.approval import Approvals, DecisionResult
from latecomer.registration_form.queries.decisions import DecisionId, Verdict
from latecomer.registration_form.queries.submissions import Submission
from latecomer.registration_form.routes.public import forms
from latecomer.registration_form.rules.settings import (
    Consent,
    FormOption,
    FormQuestion,
    Price,
    RegistrationSettings,
    Wanted,
)
from latecomer.registration_form.schemas import (
    AgreedBody,
    AnswerBody,
    ConsentBody,
    Decide,
    DecisionBody,
    DecisionResultBody,
    EmbedBody,
    OptionBody,
    PersonConsentBody,
    PersonConsentsBody,
    PriceBody,
    QuestionBody,
    RegistrationBody,
    SaveRegistration,
    SubmissionBody,
    SubmissionPageBody,
)
from latecomer.registration_form.service import RegistrationOverview
from latecomer.registration_form.submissions import Submissions

approvals: web.AppKey[Approvals] = web.AppKey("form_approving", Approvals)
submissions: web.AppKey[Submissions] = web.AppKey("form_submissions", Submissions)
_TAG: Final = "Registration"
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


@endpoint(
    "GET",
    "/webinars/{webinar}/registration",
    scope=Scope.READ,
    tag=_TAG,
    summary="Read a webinar's registration settings",
    errors=("unknown_webinar",),
)
async def read_registration(call: Call, webinar: WebinarId) -> RegistrationBody:
    """Return the settings of the registration page, its address, and snippets to copy into other pages."""
    return _registration_body(call, await call.app[forms].get(webinar), call.now)


@endpoint(
    "PUT",
    "/webinars/{webinar}/registration",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Save a webinar's registration settings",
    errors=(
        "unknown_webinar",
        "slug_taken",
        "invalid_slug",
        "invalid_url",
        "ends_before_starts",
        "no_payment_connection",
    ),
)
async def save_registration(call: Call, webinar: WebinarId, body: SaveRegistration) -> RegistrationBody:
    """Save all settings; a field that is left out gets its default. The first save switches the webinar's mails on.
    Former addresses of the page keep leading to it."""
    settings = RegistrationSettings(
        open=body.open,
        slug=body.slug,
        approval=body.approval,
        confirm_address=body.confirm_address,
        waitlist=body.waitlist,
        open_from_at=body.open_from.at if body.open_from else None,
        open_until_at=body.open_until.at if body.open_until else None,
        fields=body.fields,
        questions=tuple(_question(each) for each in body.questions),
        consents=tuple(
            Consent(purpose=each.purpose, label=each.label, required=each.required) for each in body.consents
        ),
        intro=body.intro,
        blocked_domains=tuple(domain.strip().lower() for domain in body.blocked_domains),
        redirect_url=body.redirect_url,
        tell_rejected=body.tell_rejected,
        price=None
        if body.price is None
        else Price(amount_minor=body.price.amount_minor, currency=body.price.currency),
    )
    return _registration_body(call, await call.app[forms].save(webinar, settings, call.now), call.now)


class SubmissionsQuery(Request, frozen=True, kw_only=True):
    """The submissions to list."""

    limit: Limit = 50
    cursor: Cursor | None = None


@endpoint(
    "GET",
    "/webinars/{webinar}/submissions",
    scope=Scope.READ,
    tag=_TAG,
    summary="List the forms that were sent",
    errors=("unknown_webinar", "invalid_cursor"),
)
async def list_submissions(call: Call, webinar: WebinarId, query: SubmissionsQuery) -> SubmissionPageBody:
    """List submissions, newest first, with the outcome of each: member, waiting_for_address, waiting_for_payment,
    not_paid, no_seat, rejected, removed, closed."""
    before = None if query.cursor is None else cursors.decode(query.cursor, int)
    found = await call.app[submissions].page(webinar, before, query.limit + 1)
    items = found[: query.limit]
    more = len(found) > query.limit
    return SubmissionPageBody(
        items=tuple(map(_submission_body, items)),
        next_cursor=cursors.encode(items[-1].number) if more else None,
    )


@endpoint(
    "GET",
    "/webinars/{webinar}/submissions.csv",
    scope=Scope.READ,
    shows_people=True,
    tag=_TAG,
    summary="Download the forms that were sent",
    errors=("unknown_webinar",),
    answers=bytes,
    produces="text/csv",
)
async def download_submissions(call: Call, webinar: WebinarId) -> web.StreamResponse:
    """Download all submissions as CSV in UTF-8 with a byte order mark. Cells that a spreadsheet would run as formulas
    begin with an apostrophe."""
    first = await call.app[submissions].page(webinar, None, 200)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": 'attachment; filename="submissions.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(call.request)
    await response.write(b"\xef\xbb\xbf" + _csv([_COLUMNS]))
    chunk = first
    while chunk:
        await response.write(_csv(map(_row, chunk)))
        chunk = await call.app[submissions].page(webinar, chunk[-1].number, 200)
    await response.write_eof()
    return response


@endpoint(
    "DELETE",
    "/submissions/{submission}",
    scope=Scope.PRIVACY,
    tag=_TAG,
    summary="Delete a form that led to no member",
    errors=("unknown_submission",),
)
async def delete_submission(call: Call, submission: UUID) -> None:
    """Delete a submission of a person without membership, with its answers, consents and mails. A member's submissions
    are deleted when the person is erased.
    """
    await call.app[submissions].delete(SubmissionId(submission))


@endpoint(
    "POST",
    "/webinars/{webinar}/members/decide",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Approve or reject members that wait for it",
    errors=("unknown_webinar", "event_cancelled", "too_many_rows", "out_of_range", "unknown_value"),
)
async def decide_members(call: Call, webinar: WebinarId, body: Decide) -> DecisionBody:
    """Decide about members that are Pending Approval or Rejected. Seats are given in the order of the request. Until
    ``apply_at`` the decision may be withdrawn, and the results show what is expected; with ``apply_after_s`` 0 it is
    applied at once.

    Reasons for a skip: not_pending, pending_at_provider (the provider decides), no_seat, unknown_member; code
    waitlisted: approved without a seat.
    """
    try:
        verdict = Verdict(body.decision)
        members = [MemberId(UUID(each)) for each in body.members]
    except ValueError as error:
        raise Refused(
            "unknown_value", f"The decision must be approve or reject, and members must be ids: {error}"
        ) from None
    return _decision_body(
        await call.app[approvals].decide(webinar, members, verdict, body.reason, body.apply_after_s, call.now)
    )


@endpoint(
    "DELETE",
    "/decisions/{decision}",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Withdraw a decision",
    errors=("unknown_decision", "already_applied"),
)
async def withdraw_decision(call: Call, decision: UUID) -> None:
    """Withdraw a decision before it is applied."""
    await call.app[approvals].withdraw(DecisionId(decision), call.now)


@endpoint(
    "GET",
    "/persons/{person}/consents",
    scope=Scope.READ,
    tag="Persons",
    shows_people=True,
    summary="Read what a person agreed to",
    errors=("unknown_person",),
)
async def read_consents(call: Call, person: PersonId) -> PersonConsentsBody:
    """List a person's consents on forms with their address and of their members, the latest first, each with the text
    that was shown."""
    found = await call.app[submissions].of_person(person)
    return PersonConsentsBody(
        items=tuple(
            PersonConsentBody(webinar_id=str(each.webinar), consent=consent)
            for each in reversed(found)
            for consent in _consents(each)
        )
    )


ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    read_registration,
    save_registration,
    list_submissions,
    read_consents,
    download_submissions,
    delete_submission,
    decide_members,
    withdraw_decision,
)


def _question(body: QuestionBody) -> FormQuestion:
    return FormQuestion(
        id=body.id,
        type=body.type,
        label=body.label,
        required=body.required,
        options=tuple(FormOption(value=each.value, label=each.label) for each in body.options),
    )


def _registration_body(call: Call, found: RegistrationOverview, now: Instant) -> RegistrationBody:
    settings = found.settings or _suggested(found)
    url = f"{call.app[appkeys.settings].public_url}/r/{settings.slug}"
    return RegistrationBody(
        saved=found.settings is not None,
        open=settings.open,
        price=UNSET
        if settings.price is None
        else PriceBody(amount_minor=settings.price.amount_minor, currency=settings.price.currency),
        slug=settings.slug,
        approval=settings.approval,
        confirm_address=settings.confirm_address,
        waitlist=settings.waitlist,
        open_from=time_or_none(settings.open_from_at) or UNSET,
        open_until=time_or_none(settings.open_until_at) or UNSET,
        fields=settings.fields,
        questions=tuple(
            QuestionBody(
                id=each.id,
                type=each.type,
                label=each.label,
                required=each.required,
                options=tuple(OptionBody(value=one.value, label=one.label) for one in each.options),
            )
            for each in settings.questions
        ),
        consents=tuple(
            ConsentBody(purpose=each.purpose, label=each.label, required=each.required)
            for each in settings.consents
        ),
        intro=settings.intro,
        blocked_domains=settings.blocked_domains,
        redirect_url=settings.redirect_url or UNSET,
        tell_rejected=settings.tell_rejected,
        url=url,
        embed=_embed(call, found.webinar, settings.slug, url),
        counts=dict(found.counts),
        warnings=tuple(_warnings(found, settings, now)),
    )


def _suggested(found: RegistrationOverview) -> RegistrationSettings:
    """Return suggestions for unsaved settings: names, and an address made from the webinar's name."""
    kept = "".join(
        character if character.isascii() and character.isalnum() else "-"
        for character in found.webinar.name.lower()
    )
    slug = "-".join(part for part in kept.split("-") if part)[:60]
    return RegistrationSettings(
        open=False,
        slug=f"{slug}-{found.webinar.id.hex[:6]}" if slug else f"webinar-{found.webinar.id.hex[:12]}",
        fields={"first_name": Wanted.REQUIRED, "last_name": Wanted.REQUIRED},
    )


def _embed(call: Call, webinar: Webinar, slug: str, url: str) -> EmbedBody:
    """Return the snippets, in the webinar's language, or else the caller's."""
    language = supported(webinar.language) or reader_language(call.request)
    origin = call.app[appkeys.settings].public_url
    title, email, verb = (
        escape(translate(language, f"form-{name}")) for name in ("title", "email", "submit")
    )
    script = escape(f"{origin}/register.js")
    return EmbedBody(
        link=url,
        script=f'<script src="{script}" data-webinar="{slug}" defer></script>',
        iframe=f'<iframe src="{escape(url)}" data-latecomer title="{title}" style="width:100%;border:0" '
        f'height="900"></iframe>\n<script src="{script}" defer></script>',
        html=f'<form method="post" action="{escape(url)}" accept-charset="utf-8">\n'
        f'  <label>{email} <input name="email" type="email" required></label>\n'
        f"  <button>{verb}</button>\n</form>",
    )


def _warnings(found: RegistrationOverview, settings: RegistrationSettings, now: Instant) -> Iterator[str]:
    if any(each.required and each.purpose != EVENT_PURPOSE for each in settings.consents):
        yield "required_consent"
    webinar = found.webinar
    if now >= webinar.ends_at and webinar.finished_at is None:
        yield "never_flips"
    if settings.confirm_address and not found.mails_enabled and found.settings is not None:
        yield "mails_off"
    if settings.price is not None and not found.takes_payments:
        yield "no_payment_connection"


def _decision_body(decided: DecisionResult) -> DecisionBody:
    return DecisionBody(
        decision_id=str(decided.decision.id),
        apply_at=Time(decided.decision.apply_at),
        results=tuple(
            DecisionResultBody(member_id=str(each.member), outcome=each.outcome, code=each.code or UNSET)
            for each in decided.results
        ),
    )


def _consents(each: Submission) -> tuple[AgreedBody, ...]:
    return tuple(
        AgreedBody(
            purpose=one.purpose,
            text=one.text,
            version=one.version,
            agreed_at=Time(one.agreed_at),
            proved=each.proved_at is not None,
        )
        for one in each.consents
    )


def _submission_body(each: Submission) -> SubmissionBody:
    return SubmissionBody(
        id=str(each.id),
        received_at=Time(each.received_at),
        email=each.email or UNSET,
        contact=dict(each.contact),
        answers=tuple(
            AnswerBody(id=one.id, question=one.question, type=one.type, value=one.value)
            for one in each.answers
        ),
        consents=_consents(each),
        source=dict(each.source),
        language=each.language,
        timezone=each.timezone or UNSET,
        proved_at=time_or_none(each.proved_at) or UNSET,
        outcome=each.outcome or UNSET,
        member_id=str(each.member) if each.member else UNSET,
        member_status=each.member_status or UNSET,
    )


_COLUMNS: Final = (
    "received_at",
    "email",
    "outcome",
    "member_id",
    "contact",
    "answers",
    "consents",
    "source",
    "language",
)


def _row(each: Submission) -> tuple[str, ...]:
    return (
        to_text(each.received_at),
        each.email or "",
        each.outcome or "",
        str(each.member or ""),
        "; ".join(f"{name}: {text}" for name, text in each.contact.items()),
        "; ".join(f"{one.question}: {_said(one.value)}" for one in each.answers),
        "; ".join(one.purpose for one in each.consents),
        "; ".join(f"{name}: {text}" for name, text in each.source.items()),
        each.language,
    )


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _csv(rows: Iterator[tuple[str, ...]] | map[tuple[str, ...]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_RISKY) else cell for cell in row])
    return text.getvalue().encode()
