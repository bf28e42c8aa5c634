"""Confirming an address and cancelling: the effects of the links in a member's mails, each by a button and never by a
GET.

Source: docs/registration.md, Confirming an address and Leaving
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId
from latecomer.core.phase import DAY_MS
from latecomer.core.status import Status
from latecomer.core.submission import EVENT_PURPOSE, SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.mail import triggers as mail
from latecomer.mail.compose import PURPOSES
from latecomer.mail.queries import recipients, situations, suppressions
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail, SubmissionId
from latecomer.mail.rules import tokens
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.rules.tokens import Purpose
from latecomer.postgres.pool import Conn, Pool
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.registration_form.worker import SubmissionWorker
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members, members, provider_requests
from latecomer.webinars.members.queries.members import MemberRecord
from latecomer.webinars.members.settlement import NewFact, Settlement
from latecomer.webinars.members.waitlist import Waitlist

PROOF_MS: Final = 7 * DAY_MS
REST_MS: Final = 30 * DAY_MS
_CAMPAIGN: Final = PURPOSES[MailKind.CAMPAIGN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The target of a ``/c/`` link. ``status``: the outcome of the form, once the address is proved; ``agreed``: the
    texts of consents, the event's own left out, that the click confirms."""

    webinar: Webinar
    language: str
    proved: bool
    submission: SubmissionId
    outcome: SubmissionOutcome | None = None
    status: Status | None = None
    agreed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The target of an ``/x/`` link. ``may_deny``: the owner of this address never clicked, and may say that somebody
    else registered; ``left``: the registration is cancelled already."""

    webinar: Webinar
    language: str
    left: bool
    may_deny: bool


class AddressProof:
    """The service that records clicks that confirm an address."""

    def __init__(
        self,
        pool: Pool,
        secret: bytes,
        settlement: Settlement,
        waitlist: Waitlist,
        applying: SubmissionWorker,
    ) -> None:
        self._pool = pool
        self._secret = secret
        self._settlement = settlement
        self._waitlist = waitlist
        self._applying = applying

    async def proof(self, token: str, now: Instant) -> Proof:
        """Return the target of a link. Raises: Refused unknown_link, link_expired."""
        async with self._pool.acquire() as conn:
            submission = await self._submission(conn, token, now)
            return await _proof(conn, submission)

    async def prove(self, token: str, now: Instant) -> Proof:
        """Record the click; its effects are applied before this returns. Clicking again changes nothing. A person who
        agrees to a purpose after opting out of such mails gets them again.

        Raises: as ``proof``.
        """
        async with self._pool.acquire() as conn:
            submission = await self._submission(conn, token, now)
            await submissions.prove(conn, submission.id, now)
            if submission.email_key is not None and _agreed(submission):
                await suppressions.opt_in(conn, submission.email_key, _CAMPAIGN, submission.received_at)
        await self._applying.work_off(submission.webinar, now)
        async with self._pool.acquire() as conn:
            return await _proof(conn, await submissions.load(conn, submission.id) or submission)

    async def _submission(self, conn: Conn, token: str, now: Instant) -> Submission:
        read = tokens.read(self._secret, Purpose.PROOF, token)
        found = await submissions.load(conn, SubmissionId(read[0])) if read else None
        if found is None or found.email is None:
            raise Refused("unknown_link", "This link is not valid. Please register again.")
        if found.proved_at is None and now >= found.received_at + PROOF_MS:
            raise Refused("link_expired", "This link was valid for 7 days. Please register again.")
        return found

    async def leave(self, token: str) -> Leave:
        """Return the target of a link. Raises: Refused unknown_link."""
        async with self._pool.acquire() as conn:
            record = await self._member(conn, token)
            known = await submissions.known_member(conn, record.webinar_id, record.id)
            found = await webinars.load(conn, [record.webinar_id])
            if known is None or not found:
                raise _unknown()
            gone = known.cancelled or record.status is Status.NOT_IN_PROGRAM
            return Leave(
                webinar=found[0],
                language=await _language(conn, record),
                left=gone,
                may_deny=not gone and not await _clicked(conn, record),
            )

    async def cancel(self, token: str, now: Instant) -> None:
        """Cancel the registration: "I cannot come". Repeating it changes nothing.

        Raises: Refused unknown_link.
        """
        await self._go(token, now, FactKind.CANCELLED)

    async def deny(self, token: str, now: Instant) -> None:
        """Remove a member whose address another person typed, and pause mails caused by forms for it.

        Raises: Refused unknown_link, address_clicked (its owner has used the link).
        """
        await self._go(token, now, FactKind.REMOVED)

    async def _go(self, token: str, now: Instant, kind: FactKind) -> None:
        async with self._pool.acquire() as conn, conn.transaction():
            record = await self._member(conn, token)
            if await webinars.lock(conn, record.webinar_id) is None:
                raise _unknown()
            await locked_members.lock(conn, [record.id])  # locks the row
            known = await submissions.known_member(conn, record.webinar_id, record.id)
            if known is None or known.cancelled or known.status is Status.NOT_IN_PROGRAM:
                return
            if kind is FactKind.REMOVED:
                if await _clicked(conn, record):
                    raise Refused("address_clicked", "Somebody has opened the link of this registration.")
                await recipients.rest(conn, email_key(record.person.email or ""), now + REST_MS)
            fact = NewFact(member=record.id, kind=kind, at=now, source=Source.FORM)
            await provider_requests.withdraw(conn, [record.id])
            settled = await self._settlement.settle(
                conn, await self._settlement.record(conn, [fact], now), now
            )
            if kind is FactKind.CANCELLED:
                await _tell(conn, record, now)
        await self._settlement.announce(settled)
        await self._waitlist.promote_after(settled, now)

    async def _member(self, conn: Conn, token: str) -> MemberRecord:
        read = tokens.read(self._secret, Purpose.LEAVING, token)
        member = MemberId(read[0]) if read else None
        found = await members.load(conn, [member]) if member else {}
        record = found.get(member) if member else None
        if record is None or record.person.erased_at is not None:
            raise _unknown()
        return record


async def _proof(conn: Conn, submission: Submission) -> Proof:
    found = await webinars.load(conn, [submission.webinar])
    if not found:
        raise _unknown()
    record = None
    if submission.member is not None:
        record = (await members.load(conn, [submission.member])).get(submission.member)
    agreed = _agreed(submission)
    waits = submission.confirm_address or bool(agreed)
    return Proof(
        webinar=found[0],
        language=submission.language,
        submission=submission.id,
        proved=submission.proved_at is not None or not waits,
        agreed=agreed,
        outcome=submission.outcome,
        status=record.status if record else None,
    )


def _agreed(submission: Submission) -> tuple[str, ...]:
    return tuple(each.text for each in submission.consents if each.purpose != EVENT_PURPOSE)


async def _clicked(conn: Conn, record: MemberRecord) -> bool:
    key = email_key(record.person.email or "")
    return key in await situations.proved(conn, [key])


async def _language(conn: Conn, record: MemberRecord) -> str:
    told = await recipients.who_is_told(conn, [record.id])
    settings = await mail_settings.load(conn, [record.webinar_id])
    return told.get(record.id) or settings[record.webinar_id].language


async def _tell(conn: Conn, record: MemberRecord, now: Instant) -> None:
    settings = (await mail_settings.load(conn, [record.webinar_id]))[record.webinar_id]
    if not settings.enabled or record.person.email is None:
        return
    await mail.queue(
        conn,
        [
            NewMail(
                webinar=record.webinar_id,
                member=record.id,
                kind=MailKind.REGISTRATION_CANCELLED,
                occurrence=f"left/{now}",
                email=record.person.email,
                email_key=email_key(record.person.email),
                language=await _language(conn, record),
                due_at=now,
            )
        ],
        now,
    )


def _unknown() -> Refused:
    return Refused("unknown_link", "This link is not valid.")
