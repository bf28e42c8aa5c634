"""Composition: turns a queued mail and its surroundings into a message, or into the reason why it is not sent.

Source: docs/mail.md, Judged again when sent and What a mail looks like
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from latecomer.core import join_link, presenter_link
from latecomer.core.ids import Instant
from latecomer.core.join_link import JoinLink
from latecomer.core.presenter_link import PresenterLink
from latecomer.core.webinar import Webinar
from latecomer.i18n.format import price
from latecomer.i18n.languages import DEFAULT, Language, supported
from latecomer.i18n.translate import translate
from latecomer.mail.defaults import default_template
from latecomer.mail.queries.mails import MailRow
from latecomer.mail.queries.settings import KindSettings, MailSettings
from latecomer.mail.queries.situations import (
    FormSituation,
    PaymentSituation,
    PresenterSituation,
    Surroundings,
)
from latecomer.mail.rules import tokens
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.merge_fields import Addressee, Due, Fields, Links, RoomWords, fields_of
from latecomer.mail.rules.message import Attachment
from latecomer.mail.rules.names import quotable
from latecomer.mail.rules.still_true import Situation, Skip, judge
from latecomer.mail.rules.tokens import Purpose
from latecomer.webinars.rules import calendar
from latecomer.webinars.rules.calendar import Invitation, Mailbox, Method

_HASH_CONTEXT: Final = b"latecomer suppression 1\0"
_REQUESTED: Final = (MailKind.CONFIRMATION, MailKind.APPROVED, MailKind.RESCHEDULED)
_TO_LEAVE: Final = (
    MailKind.CONFIRMATION,
    MailKind.APPROVED,
    MailKind.WAITLISTED,
    MailKind.PENDING,
    MailKind.REGISTRATION_ERROR,
    MailKind.RESCHEDULED,
    MailKind.REMINDER,
    MailKind.PAYMENT,
    MailKind.CAMPAIGN,
)
"""Kinds whose recipient may still say that they cannot come."""
_TO_DENY: Final = (MailKind.MISSED, MailKind.LAST_DAYS, MailKind.CANCELLED, MailKind.REJECTED)
"""Kinds whose recipient, while the address never clicked, may still say that somebody else registered."""
_CONFIRMS_CONSENTS: Final = (MailKind.CONFIRMATION, MailKind.APPROVED)
"""Kinds with a button that confirms what the person agreed to on the form."""
PURPOSES: Final = {
    MailKind.MISSED: "follow_up",
    MailKind.LAST_DAYS: "follow_up",
    MailKind.CAMPAIGN: "campaign",
}
"""The purposes that a person can opt out of, by kind of mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIdentity:
    """The sender's identity in mails: our web address, the From address, and the secret of our links."""

    public_url: str
    secret: bytes = field(repr=False)
    sender: str
    bounces: str | None = None
    """The address that bounces go to; a mail's own is made of it."""

    @property
    def host(self) -> str:
        """Return the host name with which Message-IDs end."""
        return self.sender.rpartition("@")[2] or urlsplit(self.public_url).hostname or "localhost"

    def envelope_sender(self, mail: UUID) -> str:
        """Return the address to which a bounce of this mail is sent: ``bounces+ID@host``."""
        if self.bounces is None:
            return self.sender
        local, _, domain = self.bounces.rpartition("@")
        return f"{local}+{mail.hex}@{domain}"

    def address_hash(self, email_key: str) -> bytes:
        """Return the hash by which a suppressed address is recognised."""
        return hmac.digest(self.secret, _HASH_CONTEXT + email_key.encode(), "sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail that will be sent, before its template is rendered."""

    template: Template
    fields: Fields
    language: Language
    sender: Mailbox
    reply_to: Mailbox | None
    calendar: Attachment | None
    opt_out_url: str | None


def situation_of(
    mail: MailRow, around: Surroundings, *, suppressed: bool, opted_out: frozenset[str]
) -> Situation | None:
    """Return the data that decide whether a mail is sent; None when its webinar was deleted."""
    webinar = around.webinars.get(mail.webinar)
    if webinar is None:
        return None
    member = around.members.get(mail.member) if mail.member else None
    standing = around.standings.get(mail.member) if mail.member else None
    form = around.forms.get(mail.submission) if mail.submission else None
    kind = around.kinds[mail.webinar].get(mail.kind, KindSettings())
    return Situation(
        webinar=webinar,
        status=member.status if member else None,
        registration_cancelled=standing.cancelled if standing else False,
        registering=member.registering if member else False,
        denied=standing.denied if standing else False,
        visitor=member.visitor if member else False,
        address_proved=form.proved if form else False,
        opted_out=PURPOSES.get(mail.kind, "") in opted_out,
        suppressed=suppressed,
        erased=mail.email is None,
        enabled=around.settings[mail.webinar].enabled and kind.enabled,
        confirmed_at=standing.confirmed_at if standing else None,
        event_cancelled=mail.webinar in around.cancelled,
        consented=_consented(mail, around),
        to_pay=payment.open if (payment := _payment(mail, around)) else False,
        presents=_presenter(mail, around) is not None,
        answered=mail.line in around.answers,
    )


def draft(
    mail: MailRow,
    situation: Situation,
    around: Surroundings,
    who: MailIdentity,
    now: Instant,
    opt_out_token: str | None,
) -> Draft | Skip:
    """Return the mail to render, or the reason why it is not sent.

    ``opt_out_token``: a new token, for marketing mails only.
    """
    skip = judge(mail.occasion, situation, now)
    if skip is not None:
        return skip
    webinar, settings = situation.webinar, around.settings[mail.webinar]
    language = language_of(mail.language, settings)
    links = _links(mail, around, who, opt_out_token)
    organizer = Mailbox(settings.organizer_email or who.sender, settings.organizer_name)
    reason = around.cancelled.get(mail.webinar) if mail.kind is MailKind.CANCELLED else None
    return Draft(
        template=template_of(mail, around, language),
        fields=fields_of(
            webinar,
            addressee_of(mail, around, language),
            links,
            now,
            organizer=settings.organizer_name,
            reason=reason,
            reinstated=mail.occurrence.startswith("reinstated/"),
            due=_due(mail, around, language),
            room=_room(mail, around, language),
            agreed=_agreed(mail, around),
        ),
        language=language,
        sender=Mailbox(who.sender, settings.from_name),
        reply_to=Mailbox(settings.reply_to) if settings.reply_to else None,
        calendar=_calendar(mail, webinar, around, links, organizer, now),
        opt_out_url=links.opt_out or None,
    )


def language_of(wanted: str, settings: MailSettings) -> Language:
    """Return the language of a mail: the person's if it is offered, else the webinar's."""
    known = supported(wanted)
    offered: Sequence[str] = settings.languages
    if known is not None and (not offered or known in offered):
        return known
    return supported(settings.language) or DEFAULT


def template_of(mail: MailRow, around: Surroundings, language: Language) -> Template:
    """Return the template: a campaign's own, the webinar's, or the default."""
    if mail.template is not None:
        return Template(mail.template["subject"], mail.template["text"], mail.template["html"])
    own = around.templates.get((mail.webinar, mail.kind, language))
    return own or default_template(mail.kind, language)


def addressee_of(mail: MailRow, around: Surroundings, language: Language) -> Addressee:
    """Return the person in the form in which a mail may address them: to an unconfirmed address only harmless parts of
    the name are quoted."""
    form = around.forms.get(mail.submission) if mail.submission else None
    member = around.members.get(mail.member) if mail.member else None
    last = around.last_forms.get(mail.member) if mail.member else form
    first_name, last_name = (None, None)
    presenter = _presenter(mail, around)
    if presenter is not None:  # an operator wrote the name
        return Addressee(first_name=presenter.name, language=language)
    if member is not None:
        first_name, last_name = member.person.first_name, member.person.last_name
    elif form is not None:
        first_name, last_name = form.first_name, form.last_name
    if mail.email_key not in around.proved:
        first_name, last_name = quotable(first_name), quotable(last_name)
    return Addressee(
        first_name=first_name,
        last_name=last_name,
        language=language,
        timezone=last.timezone if last else None,
    )


def _links(mail: MailRow, around: Surroundings, who: MailIdentity, opt_out_token: str | None) -> Links:
    member = around.members.get(mail.member) if mail.member else None
    join = confirm = leave = ""
    if member is not None and mail.kind.may_link and member.status.has_seat:
        link = JoinLink(webinar=member.webinar_id, member=member.id, serial=member.link_serial)
        join = f"{who.public_url}/j/{join_link.issue(who.secret, link)}"
    if mail.submission is not None and mail.kind is MailKind.CONFIRM_ADDRESS:
        confirm = f"{who.public_url}/c/{tokens.issue(who.secret, Purpose.PROOF, mail.submission)}"
    elif (form := _form(mail, around)) is not None and _agreed(mail, around):
        confirm = f"{who.public_url}/c/{tokens.issue(who.secret, Purpose.PROOF, form.id)}"
    denies = mail.kind in _TO_DENY and mail.email_key not in around.proved
    if member is not None and (mail.kind in _TO_LEAVE or denies):
        leave = f"{who.public_url}/x/{tokens.issue(who.secret, Purpose.LEAVING, member.id)}"
    payment, pay = _payment(mail, around), ""
    if payment is not None and mail.kind is MailKind.PAYMENT:
        pay = f"{who.public_url}/pay/{tokens.issue(who.secret, Purpose.PAYMENT, payment.id)}"
    opt_out = f"{who.public_url}/u/{opt_out_token}" if opt_out_token else ""
    presenter, host = _presenter(mail, around), ""
    if presenter is not None and mail.presenter is not None:
        token = presenter_link.issue(
            who.secret, PresenterLink(mail.webinar, mail.presenter, presenter.serial)
        )
        host = f"{who.public_url}/p/{token}"
    return Links(join=join, confirm=confirm, leave=leave, opt_out=opt_out, pay=pay, host=host)


def _form(mail: MailRow, around: Surroundings) -> FormSituation | None:
    """Return the latest form of the mail's member, else the form that the mail answers."""
    of_member = around.last_forms.get(mail.member) if mail.member else None
    return of_member or (around.forms.get(mail.submission) if mail.submission else None)


def _agreed(mail: MailRow, around: Surroundings) -> Sequence[str]:
    """Return the texts of consents that a click in this mail confirms."""
    form = _form(mail, around) if mail.kind in _CONFIRMS_CONSENTS else None
    return () if form is None else form.agreed


def _consented(mail: MailRow, around: Surroundings) -> bool:
    agreed = around.consents.get(mail.email_key or "", frozenset())
    return bool(agreed) if mail.purpose is None else mail.purpose in agreed


def _payment(mail: MailRow, around: Surroundings) -> PaymentSituation | None:
    return around.payments.get((mail.webinar, mail.email_key or ""))


def _presenter(mail: MailRow, around: Surroundings) -> PresenterSituation | None:
    return None if mail.presenter is None else around.presenters.get(mail.presenter)


def _room(mail: MailRow, around: Surroundings, language: Language) -> RoomWords:
    presenter = _presenter(mail, around)
    quoted = None if mail.line is None else around.answers.get(mail.line)
    return RoomWords(
        is_host=presenter is not None and presenter.is_host,
        question=quoted.question if quoted else "",
        answer=quoted.answer if quoted else "",
        problems=" · ".join(
            translate(language, f"mails-problem-{each.code}", name=each.name) for each in mail.problems
        ),
    )


def _due(mail: MailRow, around: Surroundings, language: Language) -> Due | None:
    payment = _payment(mail, around)
    if payment is None:
        return None
    return Due(
        amount=price(payment.amount_minor, payment.currency, language),
        until_at=payment.until,
        seat_gone=payment.seat_gone,
    )


def _calendar(
    mail: MailRow, webinar: Webinar, around: Surroundings, links: Links, organizer: Mailbox, now: Instant
) -> Attachment | None:
    member = around.members.get(mail.member) if mail.member else None
    if member is None or mail.email is None or now >= webinar.ends_at:
        return None
    if mail.kind in _REQUESTED and member.status.has_seat:
        method = Method.REQUEST
    elif mail.kind is MailKind.REGISTRATION_CANCELLED or (
        mail.kind is MailKind.CANCELLED and member.status.has_seat
    ):
        method = Method.CANCEL
    else:
        return None
    invitation = Invitation(
        webinar=webinar,
        member=member.id,
        sequence=around.sequences[member.id],
        link=links.join,
        organizer=organizer,
        attendee=Mailbox(mail.email, member.person.name if mail.email_key in around.proved else None),
    )
    return Attachment(method, calendar.build(invitation, method, now))
