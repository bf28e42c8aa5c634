"""Pages to pay on at the payment service: made once per attempt, read, closed; and refunds.

What is asked for is written down before it is asked for, so that a process that dies in between, or an answer that is
lost, leads to the same page and to one refund.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from typing import Final

from latecomer.core.ids import ConnectionId, Instant
from latecomer.integrations.payments.payment_connections import PaymentConnections
from latecomer.mail.rules import tokens
from latecomer.mail.rules.tokens import Purpose
from latecomer.postgres.pool import Pool
from latecomer.registration_form.payment import queries as payments
from latecomer.registration_form.payment.queries import Payment, PaymentId
from latecomer.registration_form.payment.rules import (
    ASK_AGAIN_MS,
    SEAT_MS,
    PaymentState,
    session_end,
)
from latecomer.registration_form.queries import submissions
from latecomer.vendors.kit.payments import (
    KEY_SPENT,
    UNKNOWN_PAGE,
    Checkout,
    CheckoutState,
    NewCheckout,
    PaymentGateway,
)
from latecomer.vendors.kit.provider import VendorTrouble
from latecomer.webinars import queries as webinars

_GONE: Final = VendorTrouble(
    code="no_payment_connection", message="The payment connection is gone.", stops=True
)


class Checkouts:
    """The pages to pay on."""

    def __init__(self, pool: Pool, connections: PaymentConnections, secret: bytes, public_url: str) -> None:
        self._pool = pool
        self._connections = connections
        self._secret = secret
        self._public_url = public_url

    def token(self, payment: PaymentId) -> str:
        """Return the token of our page that leads a person to pay."""
        return tokens.issue(self._secret, Purpose.PAYMENT, payment)

    def read_token(self, token: str) -> PaymentId | None:
        """Return the payment of a token; None for one that we did not issue."""
        read = tokens.read(self._secret, Purpose.PAYMENT, token)
        return None if read is None else PaymentId(read[0])

    async def open(self, payment: Payment, now: Instant) -> str | VendorTrouble:
        """Return the address at the service where an open payment is made; the first call makes the page, and holds the
        seat for another half an hour."""
        if payment.checkout_url is not None:
            return payment.checkout_url
        gateway = await self._gateway(payment.connection)
        if gateway is None:
            return _GONE
        prepared = await self._prepare(payment, now)
        if prepared is None:
            return VendorTrouble(code="not_open", message="This payment is not open any more.")
        found = await self._make(gateway, prepared, now)
        if isinstance(found, VendorTrouble) and found.code == KEY_SPENT:
            # The webinar was renamed in between, or the service had an error: the page of the first attempt, which
            # nobody has seen, is left.
            prepared = await self._prepare(payment, now, anew=True)
            found = found if prepared is None else await self._make(gateway, prepared, now)
        if isinstance(found, VendorTrouble):
            return found
        return found.url or VendorTrouble(code="not_open", message="The page is closed already.")

    async def ask(  # noqa: PLR0911 - one per case
        self, payment: Payment, now: Instant
    ) -> Checkout | VendorTrouble | None:
        """Return the state of a payment that is due, after what is due was done: a page whose seat is to be given up is
        closed, money that is to be given back is given back. None: there is no page on which somebody can pay."""
        gateway = await self._gateway(payment.connection)
        over = payment.seat_until is not None and now >= payment.seat_until
        if gateway is None:
            return None if payment.session is None or _has_ended(payment, now) else _GONE
        if payment.session is None:
            if payment.attempt == 0:
                return None
            # It was asked for, and the answer is unknown: the same key brings the same page, which is then closed.
            made = await self._make(gateway, payment, now)
            if isinstance(made, VendorTrouble):
                return None if made.stops and over else made
            session = made.session
        else:
            session = payment.session
        if payment.state is PaymentState.REFUNDING:
            return await self._refund(gateway, payment, session, now)
        found = await gateway.read(session, now)
        if isinstance(found, VendorTrouble):
            return None if found.code == UNKNOWN_PAGE and _has_ended(payment, now) else found
        if found.state is not CheckoutState.OPEN:
            return found
        if over or payment.state is PaymentState.NOT_PAID:
            return await gateway.close(session, now)
        return found

    async def read(self, payment: Payment, now: Instant) -> Checkout | VendorTrouble:
        """Return the state of a payment whose page is known."""
        gateway = await self._gateway(payment.connection)
        if gateway is None or payment.session is None:
            return _GONE
        return await gateway.read(payment.session, now)

    async def _gateway(self, connection: ConnectionId | None) -> PaymentGateway | None:
        return None if connection is None else await self._connections.open(connection)

    async def _refund(
        self, gateway: PaymentGateway, payment: Payment, session: str, now: Instant
    ) -> Checkout | VendorTrouble:
        intent = payment.intent
        if intent is None:
            found = await gateway.read(session, now)
            if isinstance(found, VendorTrouble):
                return found
            if found.intent is None:
                return VendorTrouble(code="nothing_to_refund", message="No money was taken.", stops=True)
            intent = found.intent
        return await gateway.refund(session, intent, f"refund/{payment.id}", now)

    async def _prepare(self, payment: Payment, now: Instant, *, anew: bool = False) -> Payment | None:
        """Write down that a page is asked for; the same attempt goes on for a while. Returns: None when the payment is
        not open any more."""
        stale = payment.opened_at is not None and now >= payment.opened_at + ASK_AGAIN_MS
        if payment.attempt == 0 or stale or anew:
            seat_until = payment.seat_until or now
            if payment.attempt == 0:
                seat_until = max(seat_until, now + SEAT_MS)
            async with self._pool.acquire() as conn:
                attempt, ends_at = payment.attempt + 1, session_end(now, seat_until)
                await payments.note_opening(conn, payment.id, attempt, now, ends_at, seat_until)
        async with self._pool.acquire() as conn:
            again = await payments.load(conn, payment.id)
        return again if again is not None and again.state is PaymentState.OPEN and again.attempt > 0 else None

    async def _make(
        self, gateway: PaymentGateway, payment: Payment, now: Instant
    ) -> Checkout | VendorTrouble:
        async with self._pool.acquire() as conn:
            found = await webinars.load(conn, [payment.webinar])
            form = None if payment.submission is None else await submissions.load(conn, payment.submission)
        if not found or form is None or payment.expires_at is None:
            return VendorTrouble(code="not_open", message="The form of this payment is gone.", stops=True)
        link = f"{self._public_url}/pay/{self.token(payment.id)}"
        made = await gateway.open(
            NewCheckout(
                payment=payment.id,
                key=f"checkout/{payment.id}/{payment.attempt}",
                amount_minor=payment.amount_minor,
                currency=payment.currency,
                title=found[0].name,
                email=form.email,
                language=payment.language,
                success_url=f"{link}/done",
                cancel_url=link,
                expires_at=payment.expires_at,
            ),
            now,
        )
        async with self._pool.acquire() as conn:
            if isinstance(made, VendorTrouble):
                await payments.note_trouble(conn, payment.id, made.code)
            else:
                await payments.note_session(conn, payment.id, payment.attempt, made.session, made.url)
        return made


def _has_ended(payment: Payment, now: Instant) -> bool:
    """Return whether the page of an open payment is past its life, so that nobody can pay on it any more."""
    return payment.state is PaymentState.OPEN and payment.expires_at is not None and now >= payment.expires_at
