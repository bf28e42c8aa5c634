"""The data that decide whether a mail is sent, read at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.submission import EVENT_PURPOSE
from latecomer.core.webinar import Webinar
from latecomer.mail.queries import settings as settings_rows
from latecomer.mail.queries.mails import MailRow, SubmissionId
from latecomer.mail.queries.settings import KindSettings, MailSettings, TemplateKey
from latecomer.mail.rules.default_templates import Template
from latecomer.mail.rules.kinds import MailBasis, MailKind
from latecomer.postgres.pool import Conn
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import invitations, members
from latecomer.webinars.members.queries.members import MemberRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberSituation:
    """The data about a member that decide about mails. ``cancelled``: the member's latest action is a cancellation;
    ``denied``: a provider denied the member after it was registered; ``confirmed_at``: when its confirmation was
    queued."""

    cancelled: bool = False
    denied: bool = False
    confirmed_at: Instant | None = None


class _Agreed(msgspec.Struct, frozen=True):
    """The part of a stored consent that mails quote."""

    purpose: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSituation:
    """The data about a form that decide about mails. ``agreed``: the texts of consents, the event's own left out, that
    the owner of the address has not confirmed by a click."""

    id: SubmissionId
    proved: bool
    first_name: str | None
    last_name: str | None
    timezone: str | None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSituation:
    """The latest payment of an address for a webinar. ``amount_minor``: once it was refunded what went back. ``until``:
    when its seat is given up, None when none is held. ``seat_gone``: it was refunded because no seat was left."""

    id: UUID
    amount_minor: int
    currency: str
    open: bool
    until: Instant | None
    seat_gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenterSituation:
    """A host or presenter, with the serial of the valid link."""

    webinar: WebinarId
    name: str
    is_host: bool
    serial: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerSituation:
    """An answer in the chat that everybody may see, and the question; empty texts once erased."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The data that some mails are decided by and filled with."""

    webinars: Mapping[WebinarId, Webinar]
    cancelled: Mapping[WebinarId, str | None]
    """Webinars that do not take place, with the reason that was given."""
    members: Mapping[MemberId, MemberRecord]
    standings: Mapping[MemberId, MemberSituation]
    sequences: Mapping[MemberId, int]
    """The SEQUENCE of members' events in calendars."""
    forms: Mapping[SubmissionId, FormSituation]
    last_forms: Mapping[MemberId, FormSituation]
    """The latest form of each member."""
    proved: frozenset[str]
    """Addresses whose owner has clicked something that only they could."""
    consents: Mapping[str, frozenset[str]]
    """The purposes, the event's own left out, that the owners of these addresses agreed to and confirmed by a click."""
    settings: Mapping[WebinarId, MailSettings]
    kinds: Mapping[WebinarId, Mapping[MailKind, KindSettings]]
    templates: Mapping[TemplateKey, Template]
    payments: Mapping[tuple[WebinarId, str], PaymentSituation] = field(default_factory=dict)
    """By webinar and address."""
    presenters: Mapping[UUID, PresenterSituation] = field(default_factory=dict)
    answers: Mapping[UUID, AnswerSituation] = field(default_factory=dict)
    """By the id of the answer's line; deleted answers are left out."""


# Out: per member the latest of the facts that speak of coming and of not coming.
_STANDINGS: Final = """
SELECT m.id,
       coalesce(max(f.at) FILTER (WHERE f.kind = 'cancelled')
                > coalesce(max(f.at) FILTER (WHERE f.kind IN ('registered', 'added')), '-infinity'), false)
         AS cancelled,
       coalesce(max(f.at) FILTER (WHERE f.kind IN ('rejected', 'registration_error') AND f.source = 'vendor')
                > coalesce(max(f.at) FILTER (WHERE f.kind IN ('registered', 'added')), '-infinity'), false)
         AS denied,
       (SELECT min(c.created_at) FROM mails c
         WHERE c.member_id = m.id AND c.kind IN ('confirmation', 'approved')) AS confirmed_at
  FROM members m LEFT JOIN facts f ON f.member_id = m.id AND f.retraction_id IS NULL
 WHERE m.id = ANY ($1::uuid[]) GROUP BY m.id
"""
_ABOUT_MONEY: Final = (MailKind.PAYMENT, MailKind.PAYMENT_FAILED, MailKind.REFUNDED)
_FORM: Final = """id, proved_at IS NOT NULL AS proved, consents, contact->>'first_name' AS first_name,
       contact->>'last_name' AS last_name, timezone"""
_PROVED: Final = """
SELECT email_key FROM submissions WHERE email_key = ANY ($1::text[]) AND proved_at IS NOT NULL
UNION
SELECT p.email_key FROM persons p JOIN members m ON m.person_id = p.id
 WHERE p.email_key = ANY ($1::text[]) AND m.joined_at IS NOT NULL
"""


async def load(conn: Conn, mails: Sequence[MailRow]) -> Surroundings:
    """Return the current data that decide about these mails and fill them."""
    webinar_ids = list({mail.webinar for mail in mails})
    member_ids = list({mail.member for mail in mails if mail.member is not None})
    submission_ids = list({mail.submission for mail in mails if mail.submission is not None})
    cancelled = await conn.fetch(
        "SELECT id, cancel_reason FROM webinars WHERE id = ANY ($1::uuid[]) AND cancelled_at IS NOT NULL",
        webinar_ids,
    )
    standings = await conn.fetch(_STANDINGS, member_ids)
    forms = await conn.fetch(f"SELECT {_FORM} FROM submissions WHERE id = ANY ($1::uuid[])", submission_ids)
    last = await conn.fetch(
        f"""SELECT DISTINCT ON (member_id) member_id, {_FORM} FROM submissions
             WHERE member_id = ANY ($1::uuid[]) ORDER BY member_id, number DESC""",
        member_ids,
    )
    return Surroundings(
        webinars={each.id: each for each in await webinars.load(conn, webinar_ids)},
        cancelled={WebinarId(row["id"]): row["cancel_reason"] for row in cancelled},
        members=await members.load(conn, member_ids),
        sequences=await invitations.sequences(conn, member_ids),
        standings={
            MemberId(row["id"]): MemberSituation(
                cancelled=row["cancelled"], denied=row["denied"], confirmed_at=row["confirmed_at"]
            )
            for row in standings
        },
        forms={SubmissionId(row["id"]): _sent(row) for row in forms},
        last_forms={MemberId(row["member_id"]): _sent(row) for row in last},
        proved=await proved(conn, [mail.email_key for mail in mails if mail.email_key is not None]),
        consents=await _consents(conn, [mail for mail in mails if mail.basis is MailBasis.CONSENT]),
        settings=await settings_rows.load(conn, webinar_ids),
        kinds=await settings_rows.kinds(conn, webinar_ids),
        templates=await settings_rows.templates(conn, webinar_ids),
        payments=await _payments(conn, [mail for mail in mails if mail.kind in _ABOUT_MONEY]),
        presenters=await _presenters(conn, [mail.presenter for mail in mails if mail.presenter is not None]),
        answers=await _answers(conn, [mail for mail in mails if mail.kind is MailKind.ANSWER]),
    )


async def _consents(conn: Conn, mails: Sequence[MailRow]) -> Mapping[str, frozenset[str]]:
    keys = list({mail.email_key for mail in mails if mail.email_key is not None})
    if not keys:
        return {}
    rows = await conn.fetch(
        """SELECT s.email_key, array_agg(DISTINCT c.agreed->>'purpose') AS purposes
             FROM submissions s, jsonb_array_elements(s.consents) c (agreed)
            WHERE s.email_key = ANY ($1::text[]) AND s.proved_at IS NOT NULL AND c.agreed->>'purpose' <> $2
            GROUP BY s.email_key""",
        keys,
        EVENT_PURPOSE,
    )
    return {row["email_key"]: frozenset(row["purposes"]) for row in rows}


async def _payments(conn: Conn, mails: Sequence[MailRow]) -> Mapping[tuple[WebinarId, str], PaymentSituation]:
    if not mails:
        return {}
    rows = await conn.fetch(
        """SELECT DISTINCT ON (s.webinar_id, s.email_key) s.webinar_id, s.email_key, p.id, p.currency,
                  CASE WHEN p.state = 'refunded' THEN p.refunded_minor ELSE p.amount_minor END AS amount_minor,
                  p.state IN ('open', 'processing') AS open, p.seat_until, p.reason
             FROM payments p JOIN submissions s ON s.id = p.submission_id
            WHERE p.webinar_id = ANY ($1::uuid[]) AND s.email_key = ANY ($2::text[])
            ORDER BY s.webinar_id, s.email_key, p.number DESC""",
        list({mail.webinar for mail in mails}),
        list({mail.email_key for mail in mails if mail.email_key is not None}),
    )
    return {
        (WebinarId(row["webinar_id"]), row["email_key"]): PaymentSituation(
            id=row["id"],
            amount_minor=row["amount_minor"],
            currency=row["currency"],
            open=row["open"],
            until=row["seat_until"],
            seat_gone=row["reason"] == "no_seat",
        )
        for row in rows
    }


async def _presenters(conn: Conn, presenters: Sequence[UUID]) -> Mapping[UUID, PresenterSituation]:
    if not presenters:
        return {}
    rows = await conn.fetch(
        "SELECT id, webinar_id, name, role, serial FROM presenters WHERE id = ANY ($1::uuid[])",
        list(presenters),
    )
    return {
        row["id"]: PresenterSituation(
            webinar=WebinarId(row["webinar_id"]),
            name=row["name"],
            is_host=row["role"] == "host",
            serial=row["serial"],
        )
        for row in rows
    }


async def _answers(conn: Conn, mails: Sequence[MailRow]) -> Mapping[UUID, AnswerSituation]:
    if not mails:
        return {}
    rows = await conn.fetch(
        """SELECT a.id, a.line AS answer, q.line AS question
             FROM chat_lines a JOIN chat_lines q ON q.id = a.reply_to
            WHERE a.id = ANY ($1::uuid[]) AND a.state = 'visible'""",
        [mail.line for mail in mails],
    )
    return {row["id"]: AnswerSituation(question=row["question"], answer=row["answer"]) for row in rows}


async def proved(conn: Conn, email_keys: Sequence[str]) -> frozenset[str]:
    """Return the addresses whose owner has clicked on a confirmation link or a join link."""
    return frozenset(row["email_key"] for row in await conn.fetch(_PROVED, list(email_keys)))


def _sent(row: asyncpg.Record) -> FormSituation:
    names = (row["first_name"], row["last_name"], row["timezone"])
    first, last, timezone = (name if isinstance(name, str) else None for name in names)
    consents = msgspec.convert(row["consents"], tuple[_Agreed, ...])
    return FormSituation(
        id=SubmissionId(row["id"]),
        proved=bool(row["proved"]),
        first_name=first,
        last_name=last,
        timezone=timezone,
        agreed=()
        if row["proved"]
        else tuple(each.text for each in consents if each.purpose != EVENT_PURPOSE),
    )
