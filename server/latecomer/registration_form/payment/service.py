"""Payments for operators and for those who pay: the page that leads to the payment service, the list, refunds.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, WebinarId
from latecomer.core.phase import closes_at
from latecomer.core.webinar import Webinar
from latecomer.mail.queries.mails import SubmissionId
from latecomer.postgres.pool import Conn, Pool
from latecomer.registration_form.payment import queries as payments
from latecomer.registration_form.payment.checkouts import Checkouts
from latecomer.registration_form.payment.fulfilment import PaymentFulfilment
from latecomer.registration_form.payment.queries import Payment, PaymentId
from latecomer.registration_form.payment.rules import PaymentReason, PaymentState
from latecomer.registration_form.queries import forms
from latecomer.vendors.kit.inbound import PaymentChanged
from latecomer.vendors.kit.provider import VendorTrouble
from latecomer.webinars import queries as webinars


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPage:
    """The page of a person who pays: the payment, its webinar, the address of the form (None: no page any more), and
    the page on which thanks go on."""

    payment: Payment
    webinar: Webinar
    slug: str | None
    redirect_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsOfWebinar:
    """Payments, newest first, each with the address of its person; and by currency the number of payments that count
    and what is left of their money."""

    items: Sequence[tuple[Payment, str | None]]
    totals: Mapping[str, tuple[int, int]]


class Payments:
    """The payments of this installation."""

    def __init__(self, pool: Pool, checkouts: Checkouts, worker: PaymentFulfilment) -> None:
        self._pool = pool
        self._checkouts = checkouts
        self._worker = worker

    async def token_of(self, submission: SubmissionId) -> str | None:
        """Return the token of the page on which the sender of a form pays; None where nothing is to be paid."""
        async with self._pool.acquire() as conn:
            payment = await payments.open_of_submission(conn, submission)
        return None if payment is None else self._checkouts.token(payment.id)

    def whose(self, token: str) -> PaymentId:
        """Return the payment of a token. Raises: Refused unknown_link for one that we did not issue."""
        identifier = self._checkouts.read_token(token)
        if identifier is None:
            raise _unknown_link()
        return identifier

    async def show(self, token: str) -> PayPage:
        """Return what a token leads to. Raises: Refused unknown_link."""
        identifier = self.whose(token)
        async with self._pool.acquire() as conn:
            payment = await payments.load(conn, identifier)
            found = [] if payment is None else await webinars.load(conn, [payment.webinar])
            if payment is None or not found:
                raise _unknown_link()
            settings = await forms.load(conn, payment.webinar)
        slug = settings.slug if settings is not None and settings.open else None
        redirect_url = None if settings is None else settings.redirect_url
        return PayPage(payment=payment, webinar=found[0], slug=slug, redirect_url=redirect_url)

    async def pay(self, token: str, now: Instant) -> str | VendorTrouble:
        """Return the address at the payment service, or the reason why there is none. Raises: Refused unknown_link."""
        return await self._checkouts.open((await self.show(token)).payment, now)

    async def come_back(self, token: str, now: Instant) -> PayPage:
        """Return what came of a payment, after the service was asked. Raises: Refused unknown_link."""
        found = await self.show(token)
        await self._worker.look(found.payment.id, now)
        return await self.show(token)

    async def hint(self, conn: Conn, connection: ConnectionId, changed: PaymentChanged, now: Instant) -> str:
        """Take a hint of the service, in the transaction that handles its delivery. Returns: the outcome, a code."""
        known = await payments.ask_soon(
            conn,
            connection,
            now,
            session=changed.session,
            intent=changed.intent,
            reference=changed.reference,
        )
        return "applied" if known else "unknown_payment"

    async def page(self, webinar: WebinarId, before: int | None, limit: int) -> PaymentsOfWebinar:
        """Return payments of a webinar, newest first, after the number ``before``. Raises: Refused unknown_webinar."""
        async with self._pool.acquire() as conn:
            if not await webinars.load(conn, [webinar]):
                raise Refused("unknown_webinar", "There is no such webinar.")
            return PaymentsOfWebinar(
                items=await payments.page(conn, webinar, before, limit),
                totals=await payments.totals(conn, webinar),
            )

    async def refund(self, webinar: WebinarId, identifier: PaymentId, now: Instant) -> Payment:
        """Give a payment back; its member is removed once the service has done it. Repeating it changes nothing.

        Raises: Refused unknown_payment, not_refundable.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            if await webinars.lock(conn, webinar) is None:
                raise _unknown()
            payment = await payments.load(conn, identifier, lock=True)
            if payment is None or payment.webinar != webinar:
                raise _unknown()
            if payment.state in (PaymentState.REFUNDING, PaymentState.REFUNDED):
                return payment
            if payment.paid_at is None or payment.connection is None or payment.state is PaymentState.LOST:
                raise Refused(
                    "not_refundable",
                    "Only a payment that was made, by a connection that still exists, can be refunded.",
                )
            await payments.ask_for_refund(conn, identifier, PaymentReason.OPERATOR, now)
            again = await payments.load(conn, identifier)
        if again is None:  # pragma: no cover - it was written a moment ago, in this transaction
            raise _unknown()
        return again

    async def may_delete(self, conn: Conn, webinar: WebinarId) -> None:
        """Refuse the deletion of a webinar that people have paid for. Raises: Refused has_payments."""
        if await payments.has_money(conn, webinar):
            raise Refused(
                "has_payments", "People have paid for this webinar, or are paying: it cannot be deleted."
            )

    async def may_delete_connection(self, conn: Conn, connection: ConnectionId, now: Instant) -> None:
        """Refuse the deletion of a connection whose payments are not settled: its key is needed to read them, to close
        their pages and to give them back. Raises: Refused connection_has_payments."""
        paid = await webinars.load(conn, await payments.paid_webinars(conn, connection))
        if await payments.under_way(conn, connection) or any(now < closes_at(each) for each in paid):
            raise Refused(
                "connection_has_payments",
                "Payments by this connection may still be made or refunded. Pause it: it then takes no new payments,"
                " and those that were made can be refunded.",
            )

    async def event_cancelled(self, conn: Conn, webinar: Webinar, now: Instant) -> None:
        """Give up the seats that are held for payments when their webinar is cancelled."""
        if webinar.cancelled_at is not None:
            await payments.give_up_open(conn, webinar.id, now)


def _unknown_link() -> Refused:
    return Refused("unknown_link", "This link is not valid. Please register again.")


def _unknown() -> Refused:
    return Refused("unknown_payment", "There is no such payment of this webinar.")
