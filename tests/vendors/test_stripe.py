"""Stripe's webhooks and answers, read strictly; what they lead to: tests/registration_form/payment."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.vendors.kit.inbound import PaymentChanged, Rejected, RejectionCode, Unknown, Verified
from latecomer.vendors.kit.payments import Checkout, CheckoutState
from latecomer.vendors.kit.provider import VendorTrouble
from latecomer.vendors.stripe.api import read_session, with_disputes
from latecomer.vendors.stripe.definition import DEFINITION
from latecomer.vendors.stripe.webhook import TOLERANCE_MS, Stripe
from tests.support.builders import STARTS_AT
from tests.vendors.servers.stripe import ENDPOINT_SECRET, sign

NOW = STARTS_AT
REFERENCE = "0197f3a2-5c1e-7b4d-9c3a-2f6f1f0c9d11"


@dataclass(frozen=True)
class Answer:
    """An answer of Stripe."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def event(kind: str = "checkout.session.completed", **about: Any) -> bytes:
    """An event as Stripe posts it."""
    data = {"id": "cs_test_1", "object": "checkout.session", "client_reference_id": REFERENCE} | about
    return json.dumps({"id": "evt_1", "type": kind, "data": {"object": data}}).encode()


def verdict(body: bytes, header: str | None, *secrets: str) -> object:
    headers = {} if header is None else {"stripe-signature": header}
    return Stripe().verify(headers, body, secrets or (ENDPOINT_SECRET,), {}, NOW)


def test_any_good_signature_verifies_while_a_secret_is_rolled() -> None:
    body, at_s = event(), NOW // 1000
    assert verdict(body, sign(body, ENDPOINT_SECRET, at_s)) == Verified()
    both = sign(body, "whsec_old", at_s) + "," + sign(body, ENDPOINT_SECRET, at_s).split(",")[1]
    assert verdict(body, both) == Verified()
    assert verdict(body, sign(body, "whsec_old", at_s), ENDPOINT_SECRET, "whsec_old") == Verified()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, RejectionCode.MISSING_SIGNATURE),
        ("", RejectionCode.MISSING_SIGNATURE),
        ("t=1", RejectionCode.MISSING_SIGNATURE),
        ("v1=00", RejectionCode.MALFORMED_SIGNATURE),
        ("t=soon,v1=00", RejectionCode.MALFORMED_SIGNATURE),
        ("t=1,t=2,v1=00", RejectionCode.MALFORMED_SIGNATURE),
        ("t=1,v1=00", RejectionCode.WRONG_SIGNATURE),
        ("t=1,v0=00", RejectionCode.MISSING_SIGNATURE),
        ("t=1,v1=\udcff", RejectionCode.WRONG_SIGNATURE),
    ],
)
def test_other_headers_are_refused(header: str | None, code: RejectionCode) -> None:
    assert verdict(event(), header) == Rejected(code)


def test_a_signature_is_good_for_five_minutes_in_both_directions_and_only_for_its_body() -> None:
    body, at_s = event(), NOW // 1000
    for off_s in (TOLERANCE_MS // 1000, -TOLERANCE_MS // 1000):
        assert verdict(body, sign(body, ENDPOINT_SECRET, at_s + off_s)) == Verified()
        late = off_s + (1 if off_s > 0 else -1)
        signed = sign(body, ENDPOINT_SECRET, at_s + late)
        assert verdict(body, signed) == Rejected(RejectionCode.STALE_SIGNATURE)
    signed = sign(body, ENDPOINT_SECRET, at_s)
    assert verdict(body + b" ", signed) == Rejected(RejectionCode.WRONG_SIGNATURE)
    assert Stripe().verify({"stripe-signature": signed}, body, (), {}, NOW) == Rejected(
        RejectionCode.WRONG_SIGNATURE
    )


def test_an_event_says_which_payment_to_look_at_and_no_more() -> None:
    parsed = Stripe().parse({}, event(payment_intent="pi_1", payment_status="paid"), {})
    assert [type(each) for each in parsed] == [PaymentChanged]
    assert (parsed[0].session, parsed[0].intent, str(parsed[0].reference)) == ("cs_test_1", "pi_1", REFERENCE)  # type: ignore[union-attr]
    (refund,) = Stripe().parse({}, event("charge.refunded", id="ch_1", payment_intent="pi_1"), {})
    assert refund == PaymentChanged(
        name="charge.refunded",
        intent="pi_1",
        reference=refund.reference,  # type: ignore[union-attr]
    )
    assert Stripe().parse({}, event("invoice.paid"), {}) == [Unknown("invoice.paid")]
    assert Stripe().parse({}, event(id="in_1"), {}) == [
        Unknown("checkout.session.completed", "malformed_body")
    ]
    assert Stripe().parse({}, b"[]", {}) == [Unknown("", "malformed_body")]


def test_an_event_is_recognised_at_every_attempt_and_at_two_endpoints() -> None:
    stripe = Stripe()
    assert stripe.dedupe_key({}, event()) == "event:evt_1"
    assert stripe.dedupe_key({}, b"{").startswith("body:")
    assert stripe.handshake("GET", {}, b"", (ENDPOINT_SECRET,), {}) is None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    assert len(Stripe().parse({}, body, {})) == 1
    assert Stripe().dedupe_key({}, body)


def session(**fields: Any) -> Answer:
    """A session as Stripe returns it."""
    body = {
        "id": "cs_test_1",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 4900,
        "currency": "eur",
        "payment_intent": {"id": "pi_1", "status": "succeeded", "latest_charge": {"amount_refunded": 0}},
        "client_reference_id": REFERENCE,
        "url": None,
    }
    return Answer(200, json.dumps(body | fields).encode())


def state(**fields: Any) -> CheckoutState:
    found = read_session(session(**fields), NOW)
    assert not isinstance(found, VendorTrouble)
    return found.checkout.state


def test_what_is_paid_is_told_from_what_is_under_way() -> None:
    assert state() is CheckoutState.PAID
    assert state(payment_status="no_payment_required", payment_intent=None) is CheckoutState.PAID
    assert state(status="open", payment_status="unpaid") is CheckoutState.OPEN
    assert state(status="expired", payment_status="unpaid") is CheckoutState.EXPIRED
    waiting = {"id": "pi_1", "status": "processing"}
    assert state(payment_status="unpaid", payment_intent=waiting) is CheckoutState.PROCESSING
    assert state(payment_status="unpaid", payment_intent="pi_1") is CheckoutState.PROCESSING
    failed = {"id": "pi_1", "status": "requires_payment_method"}
    assert state(payment_status="unpaid", payment_intent=failed) is CheckoutState.FAILED


def test_refunds_and_disputes_are_read() -> None:
    charge = {"amount_refunded": 1000, "disputed": True}
    found = read_session(session(payment_intent={"id": "pi_1", "latest_charge": charge}), NOW)
    assert not isinstance(found, VendorTrouble)
    assert (found.checkout.refunded_minor, found.disputed, found.checkout.intent) == (1000, True, "pi_1")
    for status, lost in (("won", False), ("needs_response", False), ("lost", True)):
        answer = Answer(200, json.dumps({"data": [{"status": status}]}).encode())
        checked = with_disputes(found.checkout, answer, NOW)
        assert isinstance(checked, Checkout)
        assert checked.dispute_lost is lost


@pytest.mark.parametrize(
    ("status", "error", "code", "stops"),
    [
        (401, {"message": "Invalid API Key"}, "stripe_key_refused", True),
        (403, {"message": "No"}, "stripe_not_permitted", True),
        (400, {"code": "amount_too_small", "message": "Too small"}, "stripe_amount_too_small", True),
        (400, {"type": "idempotency_error", "message": "Other"}, "payment_key_spent", True),
        (409, {"message": "In use"}, "stripe_busy", False),
        (429, {"message": "Slower"}, "stripe_busy", False),
        (500, {"message": "Oh"}, "stripe_unavailable", False),
        (404, {"code": "resource_missing"}, "payment_page_unknown", True),
    ],
)
def test_a_refusal_is_read(
    status: int,
    error: dict[str, str],
    code: str,
    stops: bool,  # noqa: FBT001 - a column of the table
) -> None:
    found = read_session(Answer(status, json.dumps({"error": error}).encode()), NOW)
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == (code, stops)


def test_an_error_that_is_only_repeated_needs_another_key() -> None:
    found = read_session(Answer(500, b"{}", {"idempotent-replayed": "true"}), NOW)
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == ("payment_key_spent", False)


def test_a_busy_stripe_says_when_to_come_back() -> None:
    found = read_session(Answer(429, b"{}", {"retry-after": "7"}), NOW)
    assert isinstance(found, VendorTrouble)
    assert found.not_before == NOW + 7_000


@given(st.binary(max_size=100), st.sampled_from((200, 302, 400, 500)))
def test_any_answer_is_read_without_an_error(body: bytes, status: int) -> None:
    assert isinstance(read_session(Answer(status, body), NOW), VendorTrouble)


def test_keys_have_the_form_that_stripe_gives_them() -> None:
    valid = {each.name: each.is_valid for each in DEFINITION.secrets}
    assert valid["api_key"]("rk_live_" + "a1B2" * 8)
    assert not valid["api_key"]("pk_live_" + "a1B2" * 8)  # publishable: not secret, and takes no payments
    assert valid["webhook_secret"](ENDPOINT_SECRET)
    assert not valid["webhook_secret"]("secret")
