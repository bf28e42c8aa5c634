"""The mails that a change of a member causes, queued in the transaction of the change.

Every function uses the caller's connection and is committed with the change. Whether a mail is still wanted is checked
again when it is sent.

Source: docs/mail.md, Which mails there are
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.email_address import email_key
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import DAY_MS
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.mail.queries import mails as mail_rows
from latecomer.mail.queries import recipients as wanted_rows
from latecomer.mail.queries import settings as settings_rows
from latecomer.mail.queries.mails import NewMail, SubmissionId
from latecomer.mail.queries.settings import MailSettings
from latecomer.mail.queries.situations import proved
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.schedule import MINUTE_MS
from latecomer.postgres.pool import Conn
from latecomer.webinars.members.settlement import StatusChange

FORM_MAILS_A_DAY: Final = 3
FORM_MAILS_UNPROVED: Final = 10
"""Mails that forms cause to one address of one webinar: in a day, and ever while it never clicked."""
ERROR_WAITS_MS: Final = 30 * MINUTE_MS
"""Time after which a failed registration is reported by mail, unless it is repaired by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReply:
    """The mail that answers a form without a change of status: the mail of the current status."""

    submission: SubmissionId
    kind: MailKind
    email: str
    language: str
    member: MemberId | None = None


_BY_STATUS: Final[Mapping[Status, MailKind]] = {
    Status.WAITLISTED: MailKind.WAITLISTED,
    Status.PENDING_APPROVAL: MailKind.PENDING,
    Status.REJECTED: MailKind.REJECTED,
    Status.REGISTRATION_ERROR: MailKind.REGISTRATION_ERROR,
}


async def copy_settings(conn: Conn, webinar: Webinar, copied: Webinar, now: Instant) -> None:
    """Give a copied webinar the mail settings of its original."""
    await settings_rows.copy(conn, webinar.id, copied.id, now)


def kind_of_status(status: Status, *, from_status: Status | None = None) -> MailKind | None:
    """Return the mail that announces a status; None for a status without one."""
    if status.has_seat:
        return MailKind.APPROVED if from_status is Status.PENDING_APPROVAL else MailKind.CONFIRMATION
    return _BY_STATUS.get(status)


async def queue_for_changes(conn: Conn, changes: Sequence[StatusChange], now: Instant) -> int:
    """Queue the mails that changes of status cause. Returns: their number.

    Members who registered with a form, come from the waitlist or were approved receive them; others only if an operator
    asked for it.
    """
    told = [change for change in changes if _kind(change) is not None and change.email]
    if not told:
        return 0
    settings = await settings_rows.load(conn, list({change.webinar for change in told}))
    told = [change for change in told if settings[change.webinar].enabled]
    if not told:
        return 0
    wanted = await wanted_rows.who_is_told(conn, [change.member for change in told])
    mails = []
    for change in told:
        kind = _kind(change)
        if kind is None or change.email is None:
            continue
        if change.source not in _ALWAYS_TOLD and change.member not in wanted:
            continue
        if kind is MailKind.REJECTED and not await wanted_rows.tells_rejected(conn, change.webinar):
            continue
        delay_ms = ERROR_WAITS_MS if kind is MailKind.REGISTRATION_ERROR else 0
        mails.append(
            NewMail(
                webinar=change.webinar,
                member=change.member,
                kind=kind,
                occurrence=f"status/{change.number}",
                by_form=change.source is Source.FORM,
                email=change.email,
                email_key=email_key(change.email),
                language=wanted.get(change.member) or settings[change.webinar].language,
                due_at=now + delay_ms,
            )
        )
    return await queue(conn, mails, now)


async def queue_replies(conn: Conn, webinar: WebinarId, replies: Sequence[FormReply], now: Instant) -> int:
    """Queue the mails that answer forms. Returns: their number."""
    settings = (await settings_rows.load(conn, [webinar]))[webinar]
    if not settings.enabled:
        return 0
    return await queue(
        conn,
        [
            NewMail(
                webinar=webinar,
                member=reply.member,
                submission=reply.submission,
                kind=reply.kind,
                occurrence=f"form/{reply.submission}",
                by_form=True,
                email=reply.email,
                email_key=email_key(reply.email),
                language=reply.language,
                due_at=now,
            )
            for reply in replies
        ],
        now,
    )


async def queue(conn: Conn, mails: Sequence[NewMail], now: Instant) -> int:
    """Queue mails; the number of mails that forms cause to one address is limited. Returns: the number of new mails."""
    return await mail_rows.add(conn, await _few(conn, mails, now), now)


async def tell(conn: Conn, webinar: WebinarId, members: Iterable[MemberId], now: Instant) -> int:
    """Queue the mails about these members' statuses, because the operator who added them asked for it. Returns: the
    number of mails."""
    ids = list(members)
    await wanted_rows.ask(conn, ids)
    settings: MailSettings = (await settings_rows.load(conn, [webinar]))[webinar]
    if not settings.enabled:
        return 0
    found = await wanted_rows.members(conn, ids)
    mails = []
    for each in found:
        kind = kind_of_status(each.status)
        if kind is None or each.email is None:
            continue
        mails.append(
            NewMail(
                webinar=webinar,
                member=each.member,
                kind=kind,
                occurrence=f"status/{each.number}",
                email=each.email,
                email_key=email_key(each.email),
                language=each.language or settings.language,
                due_at=now,
            )
        )
    return await queue(conn, mails, now)


_ALWAYS_TOLD: Final = (Source.FORM, Source.CAPACITY)


def _kind(change: StatusChange) -> MailKind | None:
    if change.to_status is Status.NOT_IN_PROGRAM:
        return None
    was = change.from_status
    if was is not None and was.has_seat and change.to_status.has_seat:
        return None
    return kind_of_status(change.to_status, from_status=was)


async def _few(conn: Conn, mails: Sequence[NewMail], now: Instant) -> list[NewMail]:
    by_form = [mail for mail in mails if mail.by_form]
    if not by_form:
        return list(mails)
    keys = list({mail.email_key for mail in by_form})
    resting = await wanted_rows.resting(conn, keys, now)
    clicked = await proved(conn, keys)
    counts = {
        webinar: await mail_rows.caused_by_forms(conn, webinar, keys, now - DAY_MS)
        for webinar in {mail.webinar for mail in by_form}
    }
    today: dict[tuple[WebinarId, str], int] = {}
    kept = []
    for mail in mails:
        if mail.by_form:
            if mail.email_key in resting:
                continue
            before = counts[mail.webinar].get(mail.email_key)
            key = (mail.webinar, mail.email_key)
            extra = today.get(key, 0)
            too_many_today = (before.today if before else 0) + extra >= FORM_MAILS_A_DAY
            too_many = (before.ever if before else 0) + extra >= FORM_MAILS_UNPROVED
            if too_many_today or (too_many and mail.email_key not in clicked):
                continue
            today[key] = extra + 1
        kept.append(mail)
    return kept
