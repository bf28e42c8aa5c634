"""The REST calls of mail: settings, kinds and templates, mails, suppressions. Source: docs/mail.md"""

from __future__ import annotations

import re
from importlib import resources
from typing import Final
from uuid import UUID, uuid5

from aiohttp import web
from msgspec import UNSET, UnsetType

from latecomer.core.errors import Refused
from latecomer.core.ids import MemberId, PersonId, WebinarId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, Endpoint, endpoint
from latecomer.http.rate_limit import Limiter
from latecomer.http.wire import Cursor, Limit, Request, Time, time_or_none
from latecomer.i18n.languages import LANGUAGES
from latecomer.mail.mails import Mails
from latecomer.mail.queries.mails import MailFilter, MailId, MailRow
from latecomer.mail.queries.queue import QueueState
from latecomer.mail.queries.settings import KindSettings, MailSettings
from latecomer.mail.queries.suppressions import SuppressionId
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.schedule import LAST_DAYS_BEFORE_S, MISSED_AFTER_S, REMINDERS_S
from latecomer.mail.rules.states import MailState
from latecomer.mail.schemas import (
    KindOfMailBody,
    MailBody,
    MailContentBody,
    MailKindsBody,
    MailPageBody,
    MailPreviewBody,
    MailSettingsBody,
    MailTestBody,
    OrganizerBody,
    PlannedBody,
    PreviewMail,
    RelayBody,
    SaveMailKind,
    SaveMailSettings,
    SendTestMail,
    SuppressionBody,
    SuppressionPageBody,
    TemplateBody,
)
from latecomer.postgres import cursors
from latecomer.webinars.rules.calendar import unfolded

editing: web.AppKey[Mails] = web.AppKey("mail_editing", Mails)
test_limiter: web.AppKey[Limiter] = web.AppKey("mail_test_limiter", Limiter)
_TAG: Final = "Mail"
_FRAME: Final = {
    "/mail-frame": ("frame.html", "text/html"),
    "/mail-frame.js": ("frame.js", "text/javascript"),
}
_FRAME_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' https: data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_SECRETS: Final = re.compile(r"(/(?:j|c|x|u|p|pay)/)[A-Za-z0-9_=-]{20,}")


@endpoint(
    "GET",
    "/webinars/{webinar}/mail_settings",
    scope=Scope.READ,
    tag=_TAG,
    summary="Read a webinar's mail settings",
    errors=("unknown_webinar",),
)
async def read_mail_settings(call: Call, webinar: WebinarId) -> MailSettingsBody:
    """Return the mail settings: on or off, sender, languages, and whether the relay accepts mails."""
    return _settings_body(call, *await call.app[editing].settings(webinar))


@endpoint(
    "PUT",
    "/webinars/{webinar}/mail_settings",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Save a webinar's mail settings",
    errors=("unknown_webinar", "unknown_value"),
)
async def save_mail_settings(call: Call, webinar: WebinarId, body: SaveMailSettings) -> MailSettingsBody:
    """Save all mail settings. Events that happened while mails were off are never mailed."""
    await call.app[editing].save(
        MailSettings(
            webinar=webinar,
            enabled=body.enabled,
            from_name=body.from_name,
            reply_to=body.reply_to,
            organizer_name=body.organizer.name if body.organizer else None,
            organizer_email=body.organizer.email if body.organizer else None,
            language=body.language,
            languages=body.languages,
        ),
        call.now,
    )
    return _settings_body(call, *await call.app[editing].settings(webinar))


@endpoint(
    "GET",
    "/webinars/{webinar}/mails",
    scope=Scope.READ,
    tag=_TAG,
    summary="List the kinds of mails of a webinar",
    errors=("unknown_webinar",),
)
async def list_mail_kinds(call: Call, webinar: WebinarId) -> MailKindsBody:
    """List every kind of mail: on or off, its times, the number of mails in each state; and the planned mails."""
    found = await call.app[editing].overview(webinar, call.now)
    return MailKindsBody(
        kinds=tuple(
            KindOfMailBody(
                kind=kind,
                enabled=settings.enabled,
                marketing=kind.is_marketing,
                own=tuple(sorted(found.own.get(kind, ()))),
                states={state: n for (of, state), n in found.counts.items() if of is kind},
                before_s=_before_s(kind, settings),
                after_s=(MISSED_AFTER_S if settings.after_s is None else settings.after_s)
                if kind is MailKind.MISSED
                else UNSET,
            )
            for kind, settings in found.kinds.items()
        ),
        planned=tuple(
            PlannedBody(kind=plan.kind, offset_s=plan.offset_s, due_at=Time(plan.due_at))
            for plan in found.planned
        ),
    )


@endpoint(
    "PUT",
    "/webinars/{webinar}/mails/{kind}",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Save the settings of one kind of mail",
    errors=(
        "unknown_webinar",
        "unknown_value",
        "invalid_template",
        "template_without_link",
        "template_too_slow",
    ),
)
async def save_mail_kind(call: Call, webinar: WebinarId, kind: str, body: SaveMailKind) -> None:
    """Switch a kind of mail on or off, set its times and texts. A template is saved only if it renders for a made-up
    member and, where the kind needs it, contains the link."""
    await call.app[editing].save_kind(
        webinar,
        _kind(kind),
        KindSettings(enabled=body.enabled, before_s=body.before_s, after_s=body.after_s),
        {
            language: None if template is None else _template(template)
            for language, template in body.templates.items()
        },
        call.now,
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/mails/{kind}/preview",
    asks=True,
    scope=Scope.READ,
    shows_people=True,
    tag=_TAG,
    summary="Preview a mail",
    errors=("unknown_webinar", "unknown_member", "unknown_value", "invalid_template", "template_too_slow"),
)
async def preview_mail(call: Call, webinar: WebinarId, kind: str, body: PreviewMail) -> MailPreviewBody:
    """Preview a mail for a member or a made-up one; its link leads nowhere."""
    member = None if body.member_id is None else MemberId(_uuid(body.member_id))
    shown = await call.app[editing].preview(
        webinar,
        _kind(kind),
        body.language,
        member,
        None if body.template is None else _template(body.template),
        call.now,
    )
    return MailPreviewBody(
        subject=shown.rendered.subject,
        text=shown.rendered.text,
        html=shown.rendered.html,
        template_subject=shown.template.subject,
        template_text=shown.template.text,
        template_html=shown.template.html,
        ics=shown.ics or UNSET,
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/mails/{kind}/test",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Send a test mail",
    errors=("unknown_webinar", "unknown_value", "too_many_requests"),
)
async def test_mail(call: Call, webinar: WebinarId, kind: str, body: SendTestMail) -> MailTestBody:
    """Send one mail of this kind with made-up values, at most 20 an hour; it is not stored."""
    call.app[test_limiter].take("all", call.now)
    state, reason = await call.app[editing].test(webinar, _kind(kind), body.language, body.email, call.now)
    return MailTestBody(state=state, reason=reason)


class MailsQuery(Request, frozen=True, kw_only=True):
    """The mails to list."""

    webinar: UUID | None = None
    member: UUID | None = None
    person: UUID | None = None
    """Mails to any of the person's members."""
    kind: MailKind | None = None
    state: MailState | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@endpoint(
    "GET",
    "/mails",
    scope=Scope.READ,
    tag=_TAG,
    summary="List mails",
    errors=("invalid_cursor", "unknown_webinar"),
)
async def list_mails(call: Call, query: MailsQuery) -> MailPageBody:
    """List mails, newest first, with the state of each. State ``planned`` lists what will be sent to the whole
    ``webinar``, soonest first: one entry for each plan, without an address; its mails are made when it is due."""
    if query.state is MailState.PLANNED and query.webinar is not None:
        return await _planned(call, query, WebinarId(query.webinar))
    before = None if query.cursor is None else cursors.decode(query.cursor, int)
    wanted = MailFilter(
        webinar=None if query.webinar is None else WebinarId(query.webinar),
        member=None if query.member is None else MemberId(query.member),
        person=None if query.person is None else PersonId(query.person),
        kind=query.kind,
        state=query.state,
    )
    found = await call.app[editing].page(wanted, before, query.limit + 1)
    items = found[: query.limit]
    return MailPageBody(
        items=tuple(map(_mail_body, items)),
        next_cursor=cursors.encode(items[-1].number) if len(found) > query.limit else None,
    )


async def _planned(call: Call, query: MailsQuery, webinar: WebinarId) -> MailPageBody:
    plans, language = await call.app[editing].planned(webinar, call.now)
    wanted = [each for each in plans if query.kind in (None, each.kind)]
    if query.member is not None or query.person is not None:
        wanted = []
    return MailPageBody(
        items=tuple(
            MailBody(
                id=str(uuid5(webinar, f"{each.kind}/{each.occurrence}")),
                webinar_id=str(webinar),
                kind=each.kind,
                occurrence=each.occurrence,
                language=language,
                state=MailState.PLANNED,
                due_at=Time(each.due_at),
                created_at=Time(each.due_at),
                attempts=0,
            )
            for each in wanted
        ),
        next_cursor=None,
    )


@endpoint("GET", "/mails/{mail}", scope=Scope.READ, tag=_TAG, summary="Read a mail", errors=("unknown_mail",))
async def read_mail(call: Call, mail: UUID) -> MailContentBody:
    """Return a mail with its content, for 30 days; the secrets of its links are removed."""
    row, content = await call.app[editing].mail(MailId(mail))
    return MailContentBody(
        mail=_mail_body(row),
        text=_cut(content.text),
        html=_cut(content.html),
        ics=UNSET if content.calendar is None else _cut(unfolded(content.calendar)),
    )


@endpoint(
    "POST",
    "/mails/{mail}/send_again",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Send a mail again",
    errors=("unknown_mail", "still_waiting", "erased"),
)
async def send_mail_again(call: Call, mail: UUID) -> MailBody:
    """Send a mail again: a mail that was sent or kept becomes a new mail, any other keeps its Message-ID."""
    return _mail_body(await call.app[editing].send_again(MailId(mail), call.now))


class SuppressionsQuery(Request, frozen=True, kw_only=True):
    """The page of suppressions to list."""

    limit: Limit = 50
    cursor: Cursor | None = None


@endpoint(
    "GET",
    "/suppressions",
    scope=Scope.READ,
    tag=_TAG,
    summary="List suppressed addresses",
    errors=("invalid_cursor",),
)
async def list_suppressions(call: Call, query: SuppressionsQuery) -> SuppressionPageBody:
    """List the addresses to which no mail is sent, and who opted out of what, newest first, with the reason."""
    before = None if query.cursor is None else cursors.decode(query.cursor, tuple[int, UUID])
    found = await call.app[editing].suppressions(before, query.limit + 1)
    items = found[: query.limit]
    return SuppressionPageBody(
        items=tuple(
            SuppressionBody(
                id=str(each.id),
                reason=each.reason,
                at=Time(each.at),
                email=each.email or UNSET,
                detail=each.detail or UNSET,
            )
            for each in items
        ),
        next_cursor=cursors.encode((items[-1].at, items[-1].id)) if len(found) > query.limit else None,
    )


@endpoint(
    "DELETE",
    "/suppressions/{suppression}",
    scope=Scope.WRITE,
    tag=_TAG,
    summary="Lift a suppression",
    errors=("unknown_suppression",),
)
async def lift_suppression(call: Call, suppression: UUID) -> None:
    """Lift a suppression: mails to the address are sent again. Lift an opt-out only if the person asked for it."""
    await call.app[editing].lift(SuppressionId(suppression))


ENDPOINTS: Final[tuple[Endpoint, ...]] = (
    read_mail_settings,
    save_mail_settings,
    list_mail_kinds,
    save_mail_kind,
    preview_mail,
    test_mail,
    list_mails,
    read_mail,
    send_mail_again,
    list_suppressions,
    lift_suppression,
)


def add_frame(app: web.Application) -> None:
    """Add the empty page in which the dashboard shows the HTML part of a mail, and its script.

    A mail's styles stand in its HTML, which the policy of our pages refuses, and a frame that a page writes itself has
    the page's policy. This page has its own: styles and pictures, and nothing else that a mail brings. The dashboard
    puts it into a sandbox and sends it the HTML.
    """
    for path in _FRAME:
        app.router.add_get(path, show_frame)


async def show_frame(request: web.Request) -> web.StreamResponse:
    """Return the frame's page, or its script: the same for everybody."""
    name, kind = _FRAME[request.path]
    content = (resources.files(__package__) / "html" / name).read_bytes()
    response = web.Response(body=content, content_type=kind, charset="utf-8")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Security-Policy"] = _FRAME_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    # The page in its sandbox has no origin of its own, and loads its script as a stranger.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _before_s(kind: MailKind, settings: KindSettings) -> tuple[int, ...] | UnsetType:
    if kind is MailKind.REMINDER:
        return REMINDERS_S if settings.before_s is None else settings.before_s
    if kind is MailKind.LAST_DAYS:
        return settings.before_s or (LAST_DAYS_BEFORE_S,)
    return UNSET


def _kind(text: str) -> MailKind:
    try:
        kind = MailKind(text)
    except ValueError:
        raise Refused("not_found", "There is no such kind of mail.") from None
    if not kind.is_template:
        raise Refused("not_found", "A campaign brings its own text.")
    return kind


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("unknown_member", "There is no such member.") from None


def _template(body: TemplateBody) -> Template:
    return Template(body.subject, body.text, body.html)


def _settings_body(call: Call, settings: MailSettings, queue: QueueState) -> MailSettingsBody:
    organizer: OrganizerBody | None = None
    if settings.organizer_email is not None:
        organizer = OrganizerBody(name=settings.organizer_name or "", email=settings.organizer_email)
    stopped = queue.stopped_until is not None and queue.stopped_until > call.now
    return MailSettingsBody(
        enabled=settings.enabled,
        language=settings.language,
        languages=settings.languages,
        available=LANGUAGES,
        relay=RelayBody(
            set=call.app[editing].has_relay,
            stopped_until=(time_or_none(queue.stopped_until) if stopped else None) or UNSET,
            stopped_reason=(queue.reason if stopped else None) or UNSET,
        ),
        from_name=settings.from_name or UNSET,
        reply_to=settings.reply_to or UNSET,
        organizer=organizer or UNSET,
    )


def _mail_body(row: MailRow) -> MailBody:
    return MailBody(
        id=str(row.id),
        webinar_id=str(row.webinar),
        kind=row.kind,
        occurrence=row.occurrence,
        language=row.language,
        state=row.state,
        due_at=Time(row.due_at),
        created_at=Time(row.created_at),
        attempts=row.attempts,
        email=row.email or UNSET,
        member_id=str(row.member) if row.member else UNSET,
        submission_id=str(row.submission) if row.submission else UNSET,
        presenter_id=str(row.presenter) if row.presenter else UNSET,
        subject=row.subject or UNSET,
        reason=row.reason or UNSET,
        sent_at=time_or_none(row.sent_at) or UNSET,
        bounced_as=row.bounced_as or UNSET,
        bounced_at=time_or_none(row.bounced_at) or UNSET,
        bounce_detail=row.bounce_detail or UNSET,
    )


def _cut(text: str | None) -> str | UnsetType:
    return UNSET if text is None else _SECRETS.sub(r"\1…", text)
