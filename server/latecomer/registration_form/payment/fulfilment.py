"""Fulfilment of payments: what became of a payment is asked of the payment service, and what follows is done.

A payment is asked about when its seat is to be given up, when the service hints at a change, and when its person comes
back from the page. Whatever the order, the state at the service decides; what follows is one transaction under the
webinar's lock, and happens once.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import structlog

from latecomer.core.facts import FactKind, Source
from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import closes_at
from latecomer.core.status import Status
from latecomer.core.submission import SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.mail import triggers as mail
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn, Pool
from latecomer.registration_form.new_members import publish, wish_of
from latecomer.registration_form.payment import queries as payments
from latecomer.registration_form.payment.checkouts import Checkouts
from latecomer.registration_form.payment.queries import Payment, PaymentId
from latecomer.registration_form.payment.rules import (
    MINUTE_MS,
    PaymentReason,
    PaymentState,
    Step,
    step_of,
    wait_ms,
)
from latecomer.registration_form.queries import submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.registration_form.rules.outcome import LeftBy
from latecomer.vendors.kit.payments import Checkout, CheckoutState
from latecomer.vendors.kit.provider import VendorTrouble
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import locked_members
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.settlement import NewFact, Settled, Settlement
from latecomer.webinars.members.waitlist import Waitlist

_AT_ONCE: Final = 20
_REFUND_AGAIN_MS: Final = 15 * MINUTE_MS
"""A refund may take a while at the service; it hints, and is asked now and then."""

_SLOW_AGAIN_MS: Final = 60 * MINUTE_MS
"""A slow method takes days; the service hints when it is done, and is asked now and then."""

_OCCURRENCE: Final = {MailKind.REFUNDED: "refund", MailKind.PAYMENT_FAILED: "failed"}
_MAY_STILL_PAY: Final = (PaymentState.OPEN, PaymentState.NOT_PAID)

_log = structlog.get_logger()


@dataclass(slots=True)
class _Effects:
    """The effects of a transaction, for what follows after the commit."""

    settled: list[Settled]
    freed: bool = False


class PaymentFulfilment:
    """Asks about payments and applies the answers."""

    def __init__(
        self,
        pool: Pool,
        checkouts: Checkouts,
        settlement: Settlement,
        registration: Registration,
        waitlist: Waitlist,
    ) -> None:
        self._pool = pool
        self._checkouts = checkouts
        self._settlement = settlement
        self._registration = registration
        self._waitlist = waitlist

    async def work(self, now: Instant) -> int:
        """Ask about all payments that are due. Returns: their number."""
        holder, done = uuid4(), 0
        while True:
            async with self._pool.acquire() as conn:
                claimed = await payments.claim(conn, holder, now, _AT_ONCE)
            if not claimed:
                return done
            for payment in claimed:
                ask_at, attempts = await self._one(payment, now)
                async with self._pool.acquire() as conn:
                    await payments.complete(conn, holder, payment, ask_at, attempts)
            done += len(claimed)

    async def _one(self, payment: Payment, now: Instant) -> tuple[Instant | None, int]:
        """Ask about one payment. Returns: when it is asked about next, and the attempts in a row without an answer."""
        try:
            found = await self._checkouts.ask(payment, now)
            if isinstance(found, VendorTrouble):
                async with self._pool.acquire() as conn:
                    await payments.note_trouble(conn, payment.id, found.code)
                _log.warning("payment_failed", retry=True, payment=str(payment.id), code=found.code)
                wait = now + wait_ms(payment.attempts)
                return max(wait, found.not_before or 0), payment.attempts + 1
            return await self.apply(payment.id, found, now), 0
        except Exception as error:  # noqa: BLE001 - others go on; this one is tried again
            _log.warning("payment_failed", retry=True, payment=str(payment.id), error=repr(error))
            return now + wait_ms(payment.attempts), payment.attempts + 1

    async def look(self, identifier: PaymentId, now: Instant) -> None:
        """Ask about a payment at once, for a person who comes back from the page; a failure is left to the worker."""
        async with self._pool.acquire() as conn:
            payment = await payments.load(conn, identifier)
        if payment is None or payment.session is None or payment.state not in _MAY_STILL_PAY:
            return
        found = await self._checkouts.read(payment, now)
        if isinstance(found, VendorTrouble):
            async with self._pool.acquire() as conn:
                await payments.note_trouble(conn, payment.id, found.code)
            return
        await self.apply(payment.id, found, now)

    async def apply(self, identifier: PaymentId, found: Checkout | None, now: Instant) -> Instant | None:
        """Do what follows from the state at the service, once; ``found`` None: there is no page to pay on.

        Returns: when the service is to be asked again, None when it hints.
        """
        effects = _Effects([])
        async with self._pool.acquire() as conn, conn.transaction():
            payment = await payments.load(conn, identifier)
            if payment is None:
                return None
            webinar = await webinars.lock(conn, payment.webinar)
            payment = await payments.load(conn, identifier, lock=True)
            if payment is None or webinar is None:
                return None
            ask_at = await self._apply(conn, webinar, payment, found, now, effects)
        await self._settlement.announce(effects.settled)
        await self._waitlist.promote_after(effects.settled, now)
        if effects.freed:
            await self._promote(payment.webinar, now)
        return ask_at

    async def _promote(self, webinar: WebinarId, now: Instant) -> None:
        try:
            await self._waitlist.promote(webinar, now)
        except Exception:  # noqa: BLE001 - the sweep of the waitlist tries again
            _log.exception("promotion_failed", retry=True, webinar=str(webinar))

    async def _apply(
        self,
        conn: Conn,
        webinar: Webinar,
        payment: Payment,
        found: Checkout | None,
        now: Instant,
        effects: _Effects,
    ) -> Instant | None:
        if found is None:
            if payment.state is PaymentState.OPEN and _is_over(payment, now):
                await self._release(conn, webinar, payment, PaymentReason.EXPIRED, now, effects)
                return None
            return payment.seat_until if payment.state is PaymentState.OPEN else None
        if found.state is CheckoutState.PAID:
            await payments.note_money(conn, payment.id, found.intent, found.refunded_minor, now)
        match step_of(
            payment.state,
            found,
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            refunded_minor=payment.refunded_minor,
        ):
            case Step.NOTHING | Step.NOTE_REFUND:
                return _next(payment, now)
            case Step.HOLD_ON:
                await payments.set_state(conn, payment.id, PaymentState.PROCESSING)
                return now + _SLOW_AGAIN_MS
            case Step.REGISTER:
                return await self._register(conn, webinar, payment, now, effects)
            case Step.RELEASE:
                failed = found.state is CheckoutState.FAILED
                reason = PaymentReason.FAILED if failed else PaymentReason.EXPIRED
                await self._release(conn, webinar, payment, reason, now, effects)
            case Step.DISTRUST:
                _log.error("payment_distrusted", payment=str(payment.id), session=found.session)
                await self._release(conn, webinar, payment, PaymentReason.AMOUNT_MISMATCH, now, effects)
            case Step.END_REFUNDED:
                await self._end(conn, payment, PaymentState.REFUNDED, now, effects)
            case Step.END_LOST:
                await self._end(conn, payment, PaymentState.LOST, now, effects)
        return None

    async def _register(
        self, conn: Conn, webinar: Webinar, payment: Payment, now: Instant, effects: _Effects
    ) -> Instant | None:
        """Register the person who has paid; without a seat, or where they may not enter, the money is given back."""
        await payments.set_state(conn, payment.id, PaymentState.PAID)  # the held seat is free for them
        form = None if payment.submission is None else await submissions.load(conn, payment.submission)
        member, refused = await self._enter(conn, webinar, form, now, effects)
        if refused is not None:
            outcome = (
                SubmissionOutcome.NO_SEAT if refused is PaymentReason.NO_SEAT else SubmissionOutcome.REMOVED
            )
            await payments.ask_for_refund(conn, payment.id, refused, now)
            await _note(conn, webinar, form, outcome, None, now)
            return now
        if member is not None:
            await payments.note_member(conn, payment.id, member)
            await _note(conn, webinar, form, SubmissionOutcome.MEMBER, member, now)
        return None

    async def _enter(  # noqa: PLR0911 - one per reason
        self, conn: Conn, webinar: Webinar, form: Submission | None, now: Instant, effects: _Effects
    ) -> tuple[MemberId | None, PaymentReason | None]:
        """Return the member who is registered, or the reason why nobody is."""
        if form is None or form.email is None or form.email_key is None:
            return None, PaymentReason.REMOVED
        if webinar.cancelled_at is not None:
            return None, PaymentReason.CANCELLED
        if now >= closes_at(webinar):
            return None, PaymentReason.CLOSED
        known = (await submissions.known(conn, webinar.id, [form.email_key])).get(form.email_key)
        if known is not None and known.status is Status.REJECTED:
            return None, PaymentReason.REMOVED
        if known is not None and known.left_by is LeftBy.OPERATOR:
            return None, PaymentReason.REMOVED
        if known is not None and known.status is Status.PENDING_APPROVAL:
            codes, effects.settled = await self._registration.approve(
                conn, webinar, [known.member], now, may_wait=False
            )
            code = codes.get(known.member)
            return (None, PaymentReason.NO_SEAT) if code == "no_seat" else (known.member, None)
        wish = wish_of(form, Status.REGISTERED, now, may_wait=False)
        results, effects.settled = await self._registration.grant(conn, webinar, {0: wish}, now, Source.FORM)
        result = results[0]
        if result.code == "no_seat" or result.member is None:
            return None, PaymentReason.NO_SEAT
        return result.member.id, None

    async def _release(
        self,
        conn: Conn,
        webinar: Webinar,
        payment: Payment,
        reason: PaymentReason,
        now: Instant,
        effects: _Effects,
    ) -> None:
        """Free the seat of a person who did not pay. A waiting member to whom it was offered leaves the line."""
        await payments.set_state(conn, payment.id, PaymentState.NOT_PAID, reason=reason)
        effects.freed = True
        form = None if payment.submission is None else await submissions.load(conn, payment.submission)
        await _note(conn, webinar, form, SubmissionOutcome.NOT_PAID, None, now)
        if form is None or form.email_key is None:
            return
        if (
            reason is PaymentReason.FAILED
        ):  # the person has done their part, and believes that they have a seat
            await _tell(conn, payment, form, MailKind.PAYMENT_FAILED, now)
        known = (await submissions.known(conn, webinar.id, [form.email_key])).get(form.email_key)
        if known is not None and known.status is Status.WAITLISTED:
            effects.settled = await self._remove(
                conn, known.member, "The seat was not paid for in time.", now
            )

    async def _end(
        self, conn: Conn, payment: Payment, state: PaymentState, now: Instant, effects: _Effects
    ) -> None:
        """Take the seat back from a person whose money went back, and tell them."""
        at_service = PaymentReason.DISPUTE if state is PaymentState.LOST else PaymentReason.AT_SERVICE
        reason = payment.reason if payment.state is PaymentState.REFUNDING and payment.reason else at_service
        await payments.set_state(conn, payment.id, state, reason=reason)
        await payments.note_refunded(conn, payment.id, now)
        effects.freed = payment.state.holds_seat
        form = None if payment.submission is None else await submissions.load(conn, payment.submission)
        if payment.member is not None:
            why = "The payment was taken back." if state is PaymentState.LOST else "The payment was refunded."
            effects.settled = await self._remove(conn, payment.member, why, now)
        if form is not None and state is PaymentState.REFUNDED:
            await _tell(conn, payment, form, MailKind.REFUNDED, now)

    async def _remove(self, conn: Conn, member: MemberId, reason: str, now: Instant) -> list[Settled]:
        found = await locked_members.lock(conn, [member])
        if not found or found[0].status is Status.NOT_IN_PROGRAM:
            return []
        fact = NewFact(member=member, kind=FactKind.REMOVED, at=now, source=Source.FORM, reason=reason)
        return await self._settlement.settle(conn, await self._settlement.record(conn, [fact], now), now)


def _is_over(payment: Payment, now: Instant) -> bool:
    return payment.seat_until is not None and now >= payment.seat_until


def _next(payment: Payment, now: Instant) -> Instant | None:
    """Return when a payment is asked about without a hint."""
    match payment.state:
        case PaymentState.OPEN:
            return max(payment.seat_until or now, now + MINUTE_MS)
        case PaymentState.PROCESSING:
            return now + _SLOW_AGAIN_MS
        case PaymentState.REFUNDING:
            return now + _REFUND_AGAIN_MS
        case _:
            return None


async def _note(
    conn: Conn,
    webinar: Webinar,
    form: Submission | None,
    outcome: SubmissionOutcome,
    member: MemberId | None,
    now: Instant,
) -> None:
    if form is None:
        return
    outcomes = [(form.id, outcome, member)]
    await submissions.note_outcomes(conn, outcomes, now)
    await publish(conn, webinar, outcomes, now)


async def _tell(conn: Conn, payment: Payment, form: Submission, kind: MailKind, now: Instant) -> None:
    settings = (await mail_settings.load(conn, [payment.webinar]))[payment.webinar]
    if not settings.enabled or form.email is None or form.email_key is None:
        return
    await mail.queue(
        conn,
        [
            NewMail(
                webinar=payment.webinar,
                member=payment.member,
                submission=form.id,
                kind=kind,
                occurrence=f"{_OCCURRENCE[kind]}/{payment.id}",
                email=form.email,
                email_key=form.email_key,
                language=form.language,
                due_at=now,
            )
        ],
        now,
    )
