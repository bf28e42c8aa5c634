"""Seats held for people who have to pay: held when a form is applied, a member approved or a seat offered.

Everything runs in the caller's transaction, under the webinar's lock, so that a held seat is never given twice.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Final
from uuid import uuid4

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.phase import DAY_MS
from latecomer.core.submission import SubmissionOutcome
from latecomer.core.webinar import Webinar
from latecomer.integrations.payments.payment_connections import PaymentConnections
from latecomer.mail import triggers as mail
from latecomer.mail.queries import settings as mail_settings
from latecomer.mail.queries.mails import NewMail, SubmissionId
from latecomer.mail.rules.kinds import MailKind
from latecomer.postgres.pool import Conn
from latecomer.registration_form.payment import queries as payments
from latecomer.registration_form.payment.queries import NewPayment, Payment, PaymentId
from latecomer.registration_form.payment.rules import (
    A_DAY_MAX,
    OFFER_MS,
    SEAT_MS,
    PaymentState,
)
from latecomer.registration_form.queries import forms, submissions
from latecomer.registration_form.queries.submissions import Submission
from latecomer.registration_form.rules.settings import Price
from latecomer.webinars.members.queries import members

_EVER_PAID: Final = (PaymentState.PAID, PaymentState.REFUNDING)


class Hold(Enum):
    """The answer to a person who has to pay."""

    HELD = auto()
    """A seat is held until they have paid."""
    PAID = auto()
    """They have paid before: they enter without paying again."""
    NO_SEAT = auto()
    TOO_MANY = auto()
    """Too many payments were begun with this address today."""
    NO_CONNECTION = auto()
    """No active connection takes payments."""


class SeatHolds:
    """Holds seats for people who have to pay."""

    def __init__(self, connections: PaymentConnections) -> None:
        self._connections = connections

    async def place(
        self, conn: Conn, webinar: Webinar, price: Price, asking: Sequence[Submission], now: Instant
    ) -> Mapping[SubmissionId, Hold]:
        """Hold seats for forms that were sent, in this order. One address has one seat held, however many forms."""
        return await self._hold(conn, webinar, price, asking, now, SEAT_MS, tell=False)

    async def approved(
        self, conn: Conn, webinar: Webinar, price: Price, wanted: Sequence[MemberId], now: Instant
    ) -> Mapping[MemberId, Hold]:
        """Hold seats for members who were approved and came by a form, and mail them where to pay. Members without a
        form are not in the answer: nobody asks them for money."""
        asking = await _forms_of(conn, wanted)
        held = await self._hold(conn, webinar, price, list(asking.values()), now, OFFER_MS, tell=True)
        return {member: held[form.id] for member, form in asking.items()}

    async def offer(
        self, conn: Conn, webinar: Webinar, line: Sequence[MemberId], free: int, now: Instant
    ) -> Sequence[MemberId] | None:
        """Offer free seats to the first in the line of waiting members; who has to pay gets a mail and a held seat.

        Args: ``line``: all who wait, and at least as many more as there are seats held. Returns: those who are
        registered now, for nothing; None where entry is free.
        """
        settings = await forms.load(conn, webinar.id)
        if settings is None or settings.price is None:
            return None
        paying = await payments.offered(conn, line)
        first = [member for member in line if member not in paying][:free]
        held = await self.approved(conn, webinar, settings.price, first, now)
        return [member for member in first if held.get(member, Hold.PAID) is Hold.PAID]

    async def _hold(
        self,
        conn: Conn,
        webinar: Webinar,
        price: Price,
        asking: Sequence[Submission],
        now: Instant,
        for_ms: int,
        *,
        tell: bool,
    ) -> Mapping[SubmissionId, Hold]:
        connection = await self._connections.current(conn)
        keys = [form.email_key for form in asking if form.email_key is not None]
        known = await payments.of_addresses(conn, webinar.id, keys)
        free: int | None = None
        if webinar.seats is not None and now < webinar.ends_at:
            free = webinar.seats - await members.seats_taken(conn, webinar.id)
        held: dict[SubmissionId, Hold] = {}
        for form in asking:
            before = known.get(form.email_key or "", ())
            open_ = next((each for each in before if each.state.holds_seat), None)
            if any(each.state in _EVER_PAID for each in before):
                held[form.id] = Hold.PAID
            elif open_ is not None:
                await _take_over(conn, open_, form, now)
                held[form.id] = Hold.HELD
            elif connection is None:
                held[form.id] = Hold.NO_CONNECTION
            elif sum(each.created_at > now - DAY_MS for each in before) >= A_DAY_MAX:
                held[form.id] = Hold.TOO_MANY
            elif free is not None and free <= 0:
                held[form.id] = Hold.NO_SEAT
            else:
                free = None if free is None else free - 1
                new = NewPayment(
                    id=PaymentId(uuid4()),
                    webinar=webinar.id,
                    submission=form.id,
                    connection=connection,
                    amount_minor=price.amount_minor,
                    currency=price.currency,
                    language=form.language,
                    seat_until=now + for_ms,
                )
                await payments.begin(conn, new, now)
                held[form.id] = Hold.HELD
                if tell:
                    await _ask_by_mail(conn, webinar.id, form, new, now)
        return held


async def _take_over(conn: Conn, payment: Payment, form: Submission, now: Instant) -> None:
    """Let an address's open payment belong to its newest form."""
    if payment.submission is None or payment.submission == form.id:
        return
    replaced = [(payment.submission, SubmissionOutcome.NOT_PAID, None)]
    await submissions.note_outcomes(conn, replaced, now)
    await payments.move_to(conn, payment.id, form.id)


async def _forms_of(conn: Conn, wanted: Sequence[MemberId]) -> Mapping[MemberId, Submission]:
    """Return the latest form of each member that came by one, in the order of the members."""
    found = {}
    for member in wanted:
        sent = [form for form in await submissions.of_member(conn, member) if form.email is not None]
        if sent:
            found[member] = sent[-1]
    return found


async def _ask_by_mail(
    conn: Conn, webinar: WebinarId, form: Submission, payment: NewPayment, now: Instant
) -> None:
    settings = (await mail_settings.load(conn, [webinar]))[webinar]
    if not settings.enabled or form.email is None or form.email_key is None:
        return
    await mail.queue(
        conn,
        [
            NewMail(
                webinar=webinar,
                member=form.member,
                submission=form.id,
                kind=MailKind.PAYMENT,
                occurrence=f"payment/{payment.id}",
                email=form.email,
                email_key=form.email_key,
                language=form.language,
                due_at=now,
            )
        ],
        now,
    )
