"""Calls to Stripe and the meaning of its answers: Checkout sessions, refunds, disputes; pure.

Source: https://docs.stripe.com/api/checkout/sessions, https://docs.stripe.com/api/refunds,
https://docs.stripe.com/api/idempotent_requests; docs/vendors.md, Stripe
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlencode

from latecomer.core.ids import Instant
from latecomer.vendors.kit.answers import Answered, link, retry_at, said
from latecomer.vendors.kit.parsing import json_object, part, text
from latecomer.vendors.kit.payments import KEY_SPENT, UNKNOWN_PAGE, Checkout, CheckoutState, NewCheckout
from latecomer.vendors.kit.provider import VendorTrouble

VERSION: Final = "2025-09-30.clover"
"""The version of Stripe's API that these calls and answers are written for."""
_TITLE_MAX: Final = 250
_LOCALES: Final = {"en": "en", "fr": "fr", "nl": "nl"}
_DISPUTES: Final = 100


@dataclass(frozen=True, slots=True)
class StripeCall:
    """A request. ``form`` None: a GET. ``key``: the Idempotency-Key of a POST."""

    path: str
    form: bytes | None = None
    key: str | None = None


def open_call(new: NewCheckout) -> StripeCall:
    """Return the call that makes a Checkout session."""
    reference = str(new.payment)
    fields = {
        "mode": "payment",
        "line_items[0][quantity]": "1",
        "line_items[0][price_data][currency]": new.currency,
        "line_items[0][price_data][unit_amount]": str(new.amount_minor),
        "line_items[0][price_data][product_data][name]": new.title[:_TITLE_MAX],
        "success_url": new.success_url,
        "cancel_url": new.cancel_url,
        "expires_at": str(new.expires_at // 1000),
        "client_reference_id": reference,
        "locale": _LOCALES.get(new.language, "auto"),
        "metadata[latecomer_payment]": reference,
        "payment_intent_data[metadata][latecomer_payment]": reference,
    }
    if new.email is not None:
        fields["customer_email"] = new.email
    return StripeCall("/v1/checkout/sessions", urlencode(fields).encode(), new.key)


def read_call(session: str) -> StripeCall:
    """Return the call that reads a session with its charge."""
    expand = urlencode({"expand[]": "payment_intent.latest_charge"})
    return StripeCall(f"/v1/checkout/sessions/{quote(session, safe='')}?{expand}")


def close_call(session: str) -> StripeCall:
    """Return the call that closes an open session. It has no key: a closed session cannot be closed again, and a key
    would keep the answer of a failed attempt."""
    return StripeCall(f"/v1/checkout/sessions/{quote(session, safe='')}/expire", b"")


def refund_call(intent: str, key: str) -> StripeCall:
    """Return the call that gives back all that is left of the money."""
    fields = {"payment_intent": intent, "reason": "requested_by_customer"}
    return StripeCall("/v1/refunds", urlencode(fields).encode(), key)


def disputes_call(intent: str) -> StripeCall:
    """Return the call that lists the disputes of a payment."""
    return StripeCall("/v1/disputes?" + urlencode({"payment_intent": intent, "limit": _DISPUTES}))


def check_calls() -> tuple[StripeCall, ...]:
    """Return calls that all succeed when the key may work with Checkout sessions, refunds and disputes."""
    return tuple(StripeCall(f"/v1/{each}?limit=1") for each in ("checkout/sessions", "refunds", "disputes"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSession:
    """A session as Stripe returns it. ``disputed``: its charge has a dispute, whose state must be asked for."""

    checkout: Checkout
    disputed: bool


def read_session(answer: Answered, now: Instant) -> ReadSession | VendorTrouble:
    """Read the answer to a call that returns a session."""
    body = read_answer(answer, now)
    if isinstance(body, VendorTrouble):
        return body
    session, status = text(body.get("id")), body.get("status")
    if (
        body.get("object") != "checkout.session"
        or session is None
        or status not in ("open", "complete", "expired")
    ):
        return VendorTrouble(code="bad_answer", message="Stripe's answer is not a Checkout session.")
    intent = body.get("payment_intent")
    charge = part(body, "payment_intent", "latest_charge")
    refunded = charge.get("amount_refunded")
    checkout = Checkout(
        session=session,
        state=_state(body, intent),
        amount_minor=_whole(body.get("amount_total")),
        currency=text(body.get("currency")),
        url=link(body.get("url")) or _local(body.get("url")),
        intent=text(intent.get("id")) if isinstance(intent, dict) else text(intent),
        reference=text(body.get("client_reference_id")),
        refunded_minor=_whole(refunded) or 0,
    )
    return ReadSession(checkout=checkout, disputed=charge.get("disputed") is True)


def with_disputes(checkout: Checkout, answer: Answered, now: Instant) -> Checkout | VendorTrouble:
    """Add to a payment whether a dispute about it is lost."""
    body = read_answer(answer, now)
    if isinstance(body, VendorTrouble):
        return body
    rows = body.get("data")
    found = rows if isinstance(rows, list) else []
    lost = any(isinstance(each, dict) and each.get("status") == "lost" for each in found)
    return replace(checkout, dispute_lost=lost)


def refuses_email(trouble: VendorTrouble) -> bool:
    """Return whether a session was refused for its address: Stripe takes fewer forms of address than mail does."""
    return trouble.code == "stripe_email_invalid"


def already_refunded(trouble: VendorTrouble) -> bool:
    """Return whether a refund was refused because nothing is left to give back."""
    return trouble.code == "stripe_charge_already_refunded"


def read_answer(  # noqa: PLR0911 - one per status
    answer: Answered, now: Instant
) -> Mapping[str, Any] | VendorTrouble:
    """Read an answer: a JSON object, or the reason why there is none."""
    body = json_object(answer.body)
    if 200 <= answer.status < 300:
        if body is None:
            return VendorTrouble(code="bad_answer", message="Stripe's answer cannot be read.")
        return body
    error = part(body or {}, "error")
    message = said(error.get("message")) or f"Stripe answers with status {answer.status}."
    code = text(error.get("code")) or text(error.get("type")) or str(answer.status)
    match answer.status:
        case 401:
            return VendorTrouble(
                code="stripe_key_refused",
                message="Stripe refuses the API key: enter a valid one.",
                stops=True,
            )
        case 403:
            return VendorTrouble(
                code="stripe_not_permitted",
                message=f"The restricted key lacks a permission. Stripe says: {message}",
                stops=True,
            )
        case 429 | 409:
            return VendorTrouble(
                code="stripe_busy", message=message, not_before=retry_at(answer.headers, now)
            )
        case status if status >= 500 and answer.headers.get("idempotent-replayed") == "true":
            return VendorTrouble(code=KEY_SPENT, message=message)
        case status if status >= 500:
            return VendorTrouble(code="stripe_unavailable", message=message)
        case 404 if code == "resource_missing":
            return VendorTrouble(
                code=UNKNOWN_PAGE, message="The payment was made with another Stripe account.", stops=True
            )
        case 400 if code == "idempotency_error":
            return VendorTrouble(code=KEY_SPENT, message=message, stops=True)
        case _:
            return VendorTrouble(code=f"stripe_{code[:60]}", message=message, stops=True)


def _state(body: Mapping[str, Any], intent: object) -> CheckoutState:
    match body.get("status"):
        case "open":
            return CheckoutState.OPEN
        case "expired":
            return CheckoutState.EXPIRED
        case _:
            if body.get("payment_status") in ("paid", "no_payment_required"):
                return CheckoutState.PAID
            failed = isinstance(intent, dict) and intent.get("status") in (
                "requires_payment_method",
                "canceled",
            )
            return CheckoutState.FAILED if failed else CheckoutState.PROCESSING


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _local(value: object) -> str | None:
    """Return an http address; only a server of an operator's own network has one."""
    found = text(value)
    return found if found is not None and found.startswith("http://") else None
