"""The worker of forms: submissions become members, in the order of receipt, under the webinar's lock.

Seats are decided here and nowhere earlier. A batch is one transaction: members, statuses, outcomes and the resulting
mails are committed together.

Source: docs/registration.md, What a form does and Seats
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import DAY_MS, closes_at
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.mail import triggers as mail
from latecomer.mail.queries import recipients
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail, SubmissionId
from latecomer.mail.rules.kinds import MailKind
from latecomer.mail.triggers import FormReply
from latecomer.postgres.pool import Conn, Pool
from latecomer.registration_form.new_members import publish, wish_of
from latecomer.registration_form.payment.holds import Hold, SeatHolds
from latecomer.registration_form.queries import forms, submissions
from latecomer.registration_form.queries.submissions import KnownMember, Submission
from latecomer.registration_form.rules.outcome import SubmissionEffect, effect_of
from latecomer.registration_form.rules.settings import RegistrationSettings
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.registration import NewMember, Registration
from latecomer.webinars.members.settlement import NewFact, Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist

BATCH: Final = 500
_ASKED_AT_ONCE: Final = 200
_UNPROVED_KEPT_MS: Final = 7 * DAY_MS
_WITHOUT_MEMBER_KEPT_MS: Final = 30 * DAY_MS

_NOT_YET: Final = {
    Hold.HELD: SubmissionOutcome.WAITING_FOR_PAYMENT,
    Hold.TOO_MANY: SubmissionOutcome.NOT_PAID,
    Hold.NO_CONNECTION: SubmissionOutcome.NOT_PAID,
}
"""The outcomes of forms whose person is not registered before the money is there."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Case:
    """A submission with its effect."""

    submission: Submission
    known: KnownMember | None
    effect: SubmissionEffect


class SubmissionWorker:
    """The worker that processes submissions."""

    def __init__(
        self,
        pool: Pool,
        settlement: Settlement,
        registration: Registration,
        waitlist: Waitlist,
        holds: SeatHolds,
    ) -> None:
        self._holds = holds
        self._pool = pool
        self._settlement = settlement
        self._registration = registration
        self._waitlist = waitlist

    async def work(self, now: Instant) -> int:
        """Process all submissions. Returns: their number."""
        done = await self._ask_addresses(now)
        async with self._pool.acquire() as conn:
            waiting = await submissions.webinars_with_work(conn)
        for webinar in waiting:
            try:
                done += await self.work_off(webinar, now)
            except Exception as error:  # noqa: BLE001 - other webinars go on; this one is tried again
                _log.warning("submissions_failed", retry=True, webinar=str(webinar), error=repr(error))
        return done

    async def work_off(self, webinar: WebinarId, now: Instant) -> int:
        """Process the submissions of one webinar. Returns: their number.

        A seat that is free goes to who waits before it goes to a new form: it may have become free while nobody was
        promoted.
        """
        done = 0
        await self._waitlist.promote(webinar, now)
        while True:
            count, settled = await self._batch(webinar, now)
            await self._settlement.announce(settled)
            await self._waitlist.promote_after(settled, now)
            if count == 0:
                return done
            done += count

    async def sweep(self, now: Instant) -> None:
        """Delete submissions that led to no member: unproved ones after 7 days, others after 30."""
        async with self._pool.acquire() as conn:
            await submissions.sweep(conn, now - _UNPROVED_KEPT_MS, now - _WITHOUT_MEMBER_KEPT_MS)

    async def _ask_addresses(self, now: Instant) -> int:
        """Mail the addresses that must be confirmed first."""
        asked = 0
        while True:
            async with self._pool.acquire() as conn, conn.transaction():
                found = await submissions.unasked(conn, _ASKED_AT_ONCE)
                if not found:
                    return asked
                enabled = await mail_settings.load(conn, list({each.webinar for each in found}))
                await mail.queue(
                    conn,
                    [
                        NewMail(
                            webinar=each.webinar,
                            submission=each.id,
                            kind=MailKind.CONFIRM_ADDRESS,
                            occurrence="proof",
                            by_form=True,
                            email=each.email,
                            email_key=each.email_key,
                            language=each.language,
                            due_at=now,
                        )
                        for each in found
                        if each.email is not None
                        and each.email_key is not None
                        and enabled[each.webinar].enabled
                    ],
                    now,
                )
                outcomes = [(each.id, SubmissionOutcome.WAITING_FOR_ADDRESS, None) for each in found]
                await submissions.note_outcomes(conn, outcomes, None)
            asked += len(found)

    async def _batch(self, webinar_id: WebinarId, now: Instant) -> tuple[int, list[Settled]]:
        async with self._pool.acquire() as conn, conn.transaction():
            webinar = await webinars.lock(conn, webinar_id)
            settings = await forms.load(conn, webinar_id)
            if webinar is None or settings is None:
                return 0, []
            found = await submissions.due(conn, webinar_id, BATCH)
            if not found:
                return 0, []
            if webinar.cancelled_at is not None or now >= closes_at(webinar):
                closed = [(each.id, SubmissionOutcome.CLOSED, each.member) for each in found]
                await submissions.note_outcomes(conn, closed, now)
                await publish(conn, webinar, closed, now)
                return len(found), []
            cases = await _cases(conn, webinar, settings, found, now)
            settled = await self._apply(conn, webinar, settings, cases, now)
        return len(found), settled

    async def _apply(
        self,
        conn: Conn,
        webinar: Webinar,
        settings: RegistrationSettings,
        cases: Sequence[_Case],
        now: Instant,
    ) -> list[Settled]:
        held: Mapping[SubmissionId, Hold] = {}
        if settings.price is not None:
            asking = [case.submission for case in cases if case.effect.asks is Status.REGISTERED]
            held = await self._holds.place(conn, webinar, settings.price, asking, now)
        wishes = {
            place: _wish(case)
            for place, case in enumerate(cases)
            if case.effect.asks is not None and held.get(case.submission.id) not in _NOT_YET
        }
        results, settled = await self._registration.grant(conn, webinar, wishes, now, Source.FORM)
        returning = [case for case in cases if case.effect.returns and case.known is not None]
        settled += await self._return(conn, returning, now)
        outcomes: list[tuple[SubmissionId, SubmissionOutcome, MemberId | None]] = []
        replies: list[FormReply] = []
        changed = {each.member for each in settled}
        for place, case in enumerate(cases):
            result = results.get(place)
            member = case.known.member if case.known else None
            if result is not None and result.member is not None:
                member = result.member.id
            outcome = case.effect.outcome
            if result is not None and result.code == "no_seat":
                outcome = SubmissionOutcome.NO_SEAT
            outcome = _NOT_YET.get(held.get(case.submission.id, Hold.PAID), outcome)
            outcomes.append((case.submission.id, outcome, member))
            if member is None or member not in changed:
                status = result.member.status if result and result.member else None
                reply = await _reply(conn, case, outcome, member, status)
                if reply is not None:
                    replies.append(reply)
        await submissions.note_outcomes(conn, outcomes, now)
        known_now = [each for each in outcomes if each[1] is not SubmissionOutcome.WAITING_FOR_PAYMENT]
        await publish(conn, webinar, known_now, now)
        await mail.queue_replies(conn, webinar.id, replies, now)
        return settled

    async def _return(self, conn: Conn, cases: Sequence[_Case], now: Instant) -> list[Settled]:
        """Undo the cancellations of members who are still in the program."""
        facts = [
            NewFact(
                member=case.known.member,
                kind=FactKind.ADDED,
                at=case.submission.counts_from,
                source=Source.FORM,
            )
            for case in cases
            if case.known is not None
        ]
        return await self._settlement.settle(conn, await self._settlement.record(conn, facts, now), now)


async def _cases(
    conn: Conn, webinar: Webinar, settings: RegistrationSettings, found: Sequence[Submission], now: Instant
) -> list[_Case]:
    keys = [each.email_key for each in found if each.email_key is not None]
    known = await submissions.known(conn, webinar.id, keys)
    return [_case(each, known, webinar, settings, now) for each in found]


def _case(
    submission: Submission,
    known: Mapping[str, KnownMember],
    webinar: Webinar,
    settings: RegistrationSettings,
    now: Instant,
) -> _Case:
    member = known.get(submission.email_key or "")
    effect = effect_of(
        member.status if member else None,
        approval=settings.approval,
        waitlist=settings.waitlist,
        over=now >= webinar.ends_at,
        left_by=member.left_by if member else None,
        cancelled=member.cancelled if member else False,
    )
    if submission.email is None:
        effect = SubmissionEffect(SubmissionOutcome.REMOVED)
    return _Case(submission, member, effect)


def _wish(case: _Case) -> NewMember:
    return wish_of(
        case.submission,
        case.effect.asks or Status.REGISTERED,
        case.submission.counts_from,
        may_wait=case.effect.may_wait,
    )


async def _reply(
    conn: Conn, case: _Case, outcome: SubmissionOutcome, member: MemberId | None, status: Status | None
) -> FormReply | None:
    """Return the mail that answers a form that changed nothing; None when no mail is sent."""
    submission = case.submission
    if submission.email is None:
        return None
    status = status or (case.known.status if case.known else None)
    match outcome:
        case SubmissionOutcome.NO_SEAT:
            kind: MailKind | None = MailKind.NO_SEAT
        case (
            SubmissionOutcome.REMOVED
            | SubmissionOutcome.CLOSED
            | SubmissionOutcome.WAITING_FOR_PAYMENT
            | SubmissionOutcome.NOT_PAID
        ):
            kind = None
        case SubmissionOutcome.REJECTED:
            told = await recipients.tells_rejected(conn, submission.webinar)
            kind = MailKind.REJECTED if told else None
        case _:
            kind = mail.kind_of_status(status) if status is not None else None
    if kind is None:
        return None
    return FormReply(
        submission=submission.id,
        kind=kind,
        email=submission.email,
        language=submission.language,
        member=member,
    )
