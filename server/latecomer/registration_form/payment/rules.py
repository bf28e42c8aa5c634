"""Paid entry, decided: the states of a payment, and the next step for what the payment service reports. Pure.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from enum import StrEnum, auto
from typing import Final

from latecomer.core.ids import Instant
from latecomer.vendors.kit.payments import Checkout, CheckoutState

MINUTE_MS: Final = 60_000
SEAT_MS: Final = 30 * MINUTE_MS
"""Time for which a seat is held for a person who fills in the form, and once more when they open the page to pay."""
OFFER_MS: Final = 24 * 60 * MINUTE_MS
"""Time for which a seat is held for a person who is written to: after an approval, or a wait."""
SESSION_MIN_MS: Final = 31 * MINUTE_MS
SESSION_MAX_MS: Final = 24 * 60 * MINUTE_MS - 5 * MINUTE_MS
"""Bounds of the life of a page at the payment service, which are 30 minutes and 24 hours, with room for clocks."""
ASK_AGAIN_MS: Final = 25 * MINUTE_MS
"""Time for which the request for a page is repeated unchanged; later its end would be too near, and a new one is
asked for."""
A_DAY_MAX: Final = 5
"""Payments that one address can begin for one webinar in a day."""


class PaymentState(StrEnum):
    """The state of a payment; the values are the names on the wire. ``open`` and ``processing`` hold a seat."""

    OPEN = "open"
    PROCESSING = "processing"
    PAID = "paid"
    NOT_PAID = "not_paid"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    LOST = "lost"
    """A bank took the money back."""

    @property
    def holds_seat(self) -> bool:
        """Return whether a seat is held."""
        return self in (PaymentState.OPEN, PaymentState.PROCESSING)

    @property
    def has_money(self) -> bool:
        """Return whether money was or is under way, so that the record must stay."""
        return self not in (PaymentState.OPEN, PaymentState.NOT_PAID)


class PaymentReason(StrEnum):
    """The reason why a payment was not made, or was given back; the values are the names on the wire."""

    EXPIRED = "expired"
    FAILED = "failed"
    REPLACED = "replaced"
    AMOUNT_MISMATCH = "amount_mismatch"
    NO_SEAT = "no_seat"
    CLOSED = "closed"
    CANCELLED = "event_cancelled"
    REMOVED = "removed"
    OPERATOR = "operator"
    AT_SERVICE = "at_service"
    DISPUTE = "dispute"


class Step(StrEnum):
    """The consequence of the state of a payment at the service."""

    NOTHING = auto()
    HOLD_ON = auto()
    """The money is under way: the seat is held until it is known."""
    REGISTER = auto()
    RELEASE = auto()
    """There will be no money: the seat becomes free."""
    DISTRUST = auto()
    """Another amount or currency was paid than was asked for: nobody is registered by it, an operator decides."""
    NOTE_REFUND = auto()
    END_REFUNDED = auto()
    END_LOST = auto()


def step_of(  # noqa: PLR0911 - one per row of the table
    state: PaymentState, checkout: Checkout, *, amount_minor: int, currency: str, refunded_minor: int
) -> Step:
    """Return the next step of a payment. The same report twice is NOTHING the second time."""
    gone = checkout.amount_minor is not None and 0 < checkout.amount_minor <= checkout.refunded_minor
    match state:
        case PaymentState.OPEN | PaymentState.PROCESSING | PaymentState.NOT_PAID:
            match checkout.state:
                case CheckoutState.PAID:
                    if gone:
                        return Step.END_REFUNDED
                    if checkout.dispute_lost:
                        return Step.END_LOST
                    if (checkout.amount_minor, checkout.currency) != (amount_minor, currency):
                        return Step.DISTRUST if state.holds_seat else Step.NOTHING
                    return Step.REGISTER
                case CheckoutState.PROCESSING:
                    return Step.HOLD_ON if state is PaymentState.OPEN else Step.NOTHING
                case CheckoutState.FAILED | CheckoutState.EXPIRED:
                    return Step.RELEASE if state.holds_seat else Step.NOTHING
                case CheckoutState.OPEN:
                    return Step.NOTHING
        case PaymentState.PAID | PaymentState.REFUNDING:
            if checkout.dispute_lost:
                return Step.END_LOST
            if gone:
                return Step.END_REFUNDED
            return Step.NOTE_REFUND if checkout.refunded_minor != refunded_minor else Step.NOTHING
        case PaymentState.REFUNDED | PaymentState.LOST:
            return Step.NOTHING


def session_end(now: Instant, seat_until: Instant) -> Instant:
    """Return when the service closes a page that is opened now: some time after the seat is given up, so that a payment
    in the last minute is still taken, and within what the service accepts."""
    return min(max(seat_until + SEAT_MS, now + SESSION_MIN_MS + ASK_AGAIN_MS), now + SESSION_MAX_MS)


def wait_ms(attempts: int) -> int:
    """Return how long to wait before the service is asked again, after so many attempts in a row without an answer."""
    return min(5_000 << min(attempts, 10), 5 * MINUTE_MS)
