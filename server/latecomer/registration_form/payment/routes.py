"""The REST calls of payments. Source: docs/registration.md, Paid entry"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from aiohttp import web
from msgspec import UNSET, UnsetType

from latecomer.core.ids import Instant, WebinarId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, Endpoint, endpoint
from latecomer.http.wire import Cursor, Limit, Request, Time
from latecomer.postgres import cursors
from latecomer.registration_form.payment.queries import Payment, PaymentId
from latecomer.registration_form.payment.rules import PaymentState
from latecomer.registration_form.payment.schemas import PaymentBody, PaymentPageBody, PaymentTotalBody
from latecomer.registration_form.payment.service import Payments

payments_key: web.AppKey[Payments] = web.AppKey("form_payments", Payments)
_TAG: Final = "Registration"


class PaymentsQuery(Request, frozen=True, kw_only=True):
    """The payments to list."""

    limit: Limit = 50
    cursor: Cursor | None = None


@endpoint(
    "GET",
    "/webinars/{webinar}/payments",
    scope=Scope.READ,
    tag=_TAG,
    summary="List payments",
    errors=("unknown_webinar", "invalid_cursor"),
)
async def list_payments(call: Call, webinar: WebinarId, query: PaymentsQuery) -> PaymentPageBody:
    """List the payments for seats of a webinar, newest first, also those that were never made."""
    before = None if query.cursor is None else cursors.decode(query.cursor, int)
    found = await call.app[payments_key].page(webinar, before, query.limit + 1)
    items = found.items[: query.limit]
    more = len(found.items) > query.limit
    return PaymentPageBody(
        items=tuple(_body(payment, email) for payment, email in items),
        totals=tuple(
            PaymentTotalBody(currency=currency, payments=count, amount_minor=minor)
            for currency, (count, minor) in found.totals.items()
        ),
        next_cursor=cursors.encode(items[-1][0].number) if more else None,
    )


@endpoint(
    "POST",
    "/webinars/{webinar}/payments/{payment}/refund",
    scope=Scope.REFUNDS,
    tag=_TAG,
    summary="Give a payment back",
    status=202,
    errors=("unknown_payment", "not_refundable"),
)
async def refund_payment(call: Call, webinar: WebinarId, payment: UUID) -> PaymentBody:
    """Give all that is left of a payment back. It needs a scope of its own, which no host's link has. The member is
    removed, and told by mail, once the payment service has done it. Repeating it changes nothing."""
    return _body(await call.app[payments_key].refund(webinar, PaymentId(payment), call.now), None)


def _body(payment: Payment, email: str | None) -> PaymentBody:
    paid = payment.paid_at is not None and payment.connection is not None
    return PaymentBody(
        id=str(payment.id),
        state=payment.state,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        refunded_minor=payment.refunded_minor,
        created_at=Time(payment.created_at),
        refundable=paid and payment.state in (PaymentState.PAID, PaymentState.NOT_PAID),
        email=email or UNSET,
        submission_id=UNSET if payment.submission is None else str(payment.submission),
        member_id=UNSET if payment.member is None else str(payment.member),
        seat_until=_time(payment.seat_until if payment.state.holds_seat else None),
        paid_at=_time(payment.paid_at),
        refunded_at=_time(payment.refunded_at),
        reason=payment.reason or UNSET,
        trouble=payment.trouble or UNSET,
    )


def _time(at: Instant | None) -> Time | UnsetType:
    return UNSET if at is None else Time(at)


ENDPOINTS: Final[tuple[Endpoint, ...]] = (list_payments, refund_payment)
