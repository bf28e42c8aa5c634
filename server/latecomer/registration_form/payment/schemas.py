"""The bodies of payments on the wire."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, UnsetType

from latecomer.http.wire import PERSONAL, Response, Time
from latecomer.registration_form.payment.rules import PaymentReason, PaymentState


class PaymentBody(Response, frozen=True, kw_only=True, omit_defaults=True):
    """A payment for a seat. ``amount_minor`` and ``refunded_minor``: in the currency's smallest unit. ``seat_until``:
    until when a seat is held for it. ``reason``: why it was not made, or was given back. ``trouble``: the code of the
    payment service's last refusal."""

    id: str
    state: PaymentState
    amount_minor: int
    currency: str
    refunded_minor: int
    created_at: Time
    refundable: bool
    email: Annotated[str | UnsetType, PERSONAL] = UNSET
    submission_id: str | UnsetType = UNSET
    member_id: str | UnsetType = UNSET
    seat_until: Time | UnsetType = UNSET
    paid_at: Time | UnsetType = UNSET
    refunded_at: Time | UnsetType = UNSET
    reason: PaymentReason | UnsetType = UNSET
    trouble: str | UnsetType = UNSET


class PaymentTotalBody(Response, frozen=True, kw_only=True):
    """The payments of one currency that count, and what is left of their money after refunds."""

    currency: str
    payments: int
    amount_minor: int


class PaymentPageBody(Response, frozen=True, kw_only=True):
    """Payments, newest first."""

    items: tuple[PaymentBody, ...]
    totals: tuple[PaymentTotalBody, ...]
    next_cursor: str | None
