"""The contract of a payment service: a hosted page on which a person pays, and refunds.

Everything is keyed by our own id of a payment, so that every call may be repeated.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from latecomer.core.ids import Instant
from latecomer.vendors.kit.provider import VendorTrouble

KEY_SPENT: Final = "payment_key_spent"
"""The code of a refusal that every further call with the same key gets: another key is needed."""
UNKNOWN_PAGE: Final = "payment_page_unknown"
"""The code of an account that does not know a page: it was made with another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCheckout:
    """A page to pay on. ``key``: the same for every attempt at this very page; ``amount_minor``: in the currency's
    smallest unit as the service counts it; ``expires_at``: when the service closes the page."""

    payment: UUID
    key: str
    amount_minor: int
    currency: str
    title: str
    email: str | None
    language: str
    success_url: str
    cancel_url: str
    expires_at: Instant


class CheckoutState(StrEnum):
    """The state of a payment at the service."""

    OPEN = "open"
    """The page can still be paid on."""
    PROCESSING = "processing"
    """The person has done their part; the money is under way."""
    PAID = "paid"
    FAILED = "failed"
    """A slow method failed; the page is closed."""
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A payment as the service reports it.

    ``intent``: the service's id of the money's way, for refunds. ``refunded_minor``: what was given back so far.
    ``dispute_lost``: the bank took the money back for good.
    """

    session: str
    state: CheckoutState
    amount_minor: int | None
    currency: str | None
    url: str | None = None
    intent: str | None = None
    reference: str | None = None
    refunded_minor: int = 0
    dispute_lost: bool = False


class PaymentGateway(Protocol):
    """The client of a payment service. Every method may be repeated; VendorTrouble says why there is no answer."""

    async def open(self, new: NewCheckout, now: Instant) -> Checkout | VendorTrouble:
        """Make a page to pay on; the same key is the same page."""
        ...

    async def read(self, session: str, now: Instant) -> Checkout | VendorTrouble:
        """Return the present state of a payment, with its refunds and disputes."""
        ...

    async def close(self, session: str, now: Instant) -> Checkout | VendorTrouble:
        """Close a page, so that nobody can pay on it any more; a page that was paid on stays as it is."""
        ...

    async def refund(self, session: str, intent: str, key: str, now: Instant) -> Checkout | VendorTrouble:
        """Give back all that is left of the money. Repeating it changes nothing.

        Returns: the state afterwards, which may still show nothing refunded.
        """
        ...

    async def check(self, now: Instant) -> VendorTrouble | None:
        """Return the problem with the credentials; None when there is none."""
        ...
