"""Paid entry, decided: the table of states and reports."""

import pytest

from latecomer.core.currency import amount, decimals, step
from latecomer.i18n.format import price
from latecomer.i18n.languages import Language
from latecomer.registration_form.payment.rules import (
    SEAT_MS,
    SESSION_MAX_MS,
    SESSION_MIN_MS,
    PaymentState,
    Step,
    session_end,
    step_of,
    wait_ms,
)
from latecomer.vendors.kit.payments import Checkout, CheckoutState
from tests.support.builders import DAY, MINUTE, STARTS_AT

NOW = STARTS_AT


def after(state: PaymentState, found: CheckoutState, **fields: object) -> Step:
    given: dict[str, object] = {"amount_minor": 4900, "currency": "eur"} | fields
    checkout = Checkout(session="cs_1", state=found, **given)  # type: ignore[arg-type]
    return step_of(state, checkout, amount_minor=4900, currency="eur", refunded_minor=0)


@pytest.mark.parametrize(
    ("state", "found", "step"),
    [
        (PaymentState.OPEN, CheckoutState.OPEN, Step.NOTHING),
        (PaymentState.OPEN, CheckoutState.PROCESSING, Step.HOLD_ON),
        (PaymentState.OPEN, CheckoutState.PAID, Step.REGISTER),
        (PaymentState.OPEN, CheckoutState.EXPIRED, Step.RELEASE),
        (PaymentState.PROCESSING, CheckoutState.PROCESSING, Step.NOTHING),
        (PaymentState.PROCESSING, CheckoutState.PAID, Step.REGISTER),
        (PaymentState.PROCESSING, CheckoutState.FAILED, Step.RELEASE),
        (PaymentState.NOT_PAID, CheckoutState.PROCESSING, Step.NOTHING),
        (PaymentState.NOT_PAID, CheckoutState.PAID, Step.REGISTER),
        (PaymentState.NOT_PAID, CheckoutState.EXPIRED, Step.NOTHING),
        (PaymentState.PAID, CheckoutState.PAID, Step.NOTHING),
        (PaymentState.REFUNDING, CheckoutState.PAID, Step.NOTHING),
        (PaymentState.REFUNDED, CheckoutState.PAID, Step.NOTHING),
        (PaymentState.LOST, CheckoutState.PAID, Step.NOTHING),
    ],
)
def test_the_table(state: PaymentState, found: CheckoutState, step: Step) -> None:
    assert after(state, found) is step


def test_money_that_went_back_ends_a_payment_once() -> None:
    for state in (PaymentState.OPEN, PaymentState.PAID, PaymentState.REFUNDING):
        assert after(state, CheckoutState.PAID, refunded_minor=4900) is Step.END_REFUNDED
    for state in (PaymentState.PAID, PaymentState.REFUNDING):
        assert after(state, CheckoutState.PAID, dispute_lost=True) is Step.END_LOST
        assert after(state, CheckoutState.PAID, refunded_minor=1000) is Step.NOTE_REFUND
    for state in (PaymentState.REFUNDED, PaymentState.LOST):
        assert after(state, CheckoutState.PAID, refunded_minor=4900, dispute_lost=True) is Step.NOTHING


def test_money_that_went_back_before_it_was_noticed_ends_a_payment_too() -> None:
    assert after(PaymentState.OPEN, CheckoutState.PAID, dispute_lost=True) is Step.END_LOST
    mismatch: dict[str, object] = {"amount_minor": 100}
    for state in (PaymentState.NOT_PAID, PaymentState.REFUNDING):
        assert after(state, CheckoutState.PAID, refunded_minor=100, **mismatch) is Step.END_REFUNDED
    assert (
        after(PaymentState.NOT_PAID, CheckoutState.PAID, amount_minor=9800, refunded_minor=4900)
        is Step.NOTHING
    )


@pytest.mark.parametrize("fields", [{"amount_minor": 1}, {"currency": "usd"}, {"amount_minor": None}])
def test_another_amount_or_currency_is_distrusted_once(fields: dict[str, object]) -> None:
    assert after(PaymentState.OPEN, CheckoutState.PAID, **fields) is Step.DISTRUST
    assert after(PaymentState.NOT_PAID, CheckoutState.PAID, **fields) is Step.NOTHING


def test_a_page_at_the_service_lives_longer_than_its_seat_and_within_what_the_service_takes() -> None:
    for held_ms in (1, SEAT_MS, DAY, 3 * DAY):
        ends = session_end(NOW, NOW + held_ms)
        assert SESSION_MIN_MS <= ends - NOW <= SESSION_MAX_MS
        assert ends > NOW + held_ms or held_ms >= DAY


def test_waits_grow_and_are_bounded() -> None:
    waits = [wait_ms(n) for n in range(40)]
    assert waits[0] == 5_000
    assert waits == sorted(waits)
    assert waits[-1] == 5 * MINUTE


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(4900, "eur", "€49.00"), (500, "jpy", "JP¥500"), (4990, "kwd", "KWD4.990"), (1, "usd", "US$0.01")],
)
def test_amounts_are_written_as_people_read_them(minor: int, currency: str, text: str) -> None:
    assert price(minor, currency, Language("en")).replace("\xa0", " ") == text
    assert amount(minor, currency).as_tuple().exponent == -decimals(currency)
    assert minor % step(currency) == 0
