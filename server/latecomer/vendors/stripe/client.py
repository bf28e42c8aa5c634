"""The client of one Stripe account.

Every POST that would do something twice carries an Idempotency-Key, so a call whose answer was lost is repeated without
effect.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from latecomer.core.ids import Instant
from latecomer.http.guard import NotAllowed
from latecomer.http.outgoing import HttpAnswer, NoAnswer, OutgoingHttp
from latecomer.vendors.kit.payments import KEY_SPENT, Checkout, NewCheckout
from latecomer.vendors.kit.provider import VendorTrouble
from latecomer.vendors.stripe.api import (
    VERSION,
    StripeCall,
    already_refunded,
    check_calls,
    close_call,
    disputes_call,
    open_call,
    read_answer,
    read_call,
    read_session,
    refund_call,
    refuses_email,
    with_disputes,
)
from latecomer.vendors.stripe.settings import StripeSettings

_NOT_OPEN: Final = 400


class StripeClient:
    """Makes the calls of one connection."""

    def __init__(self, http: OutgoingHttp, settings: StripeSettings, api_key: str) -> None:
        self._http = http
        self._base_url = settings.base_url.rstrip("/")
        self._api_key = api_key

    async def open(self, new: NewCheckout, now: Instant) -> Checkout | VendorTrouble:
        """Make a Checkout session; without the person's address where Stripe does not take it."""
        found = await self._session(open_call(new), now)
        if isinstance(found, VendorTrouble) and refuses_email(found):
            without = replace(new, email=None, key=f"{new.key}/no-email")
            return await self._session(open_call(without), now)
        return found

    async def read(self, session: str, now: Instant) -> Checkout | VendorTrouble:
        """Read a session with its refunds and disputes."""
        return await self._session(read_call(session), now)

    async def close(self, session: str, now: Instant) -> Checkout | VendorTrouble:
        """Close a session, and return its state; one that is not open any more stays as it is."""
        answer = await self._ask(close_call(session))
        if isinstance(answer, VendorTrouble):
            return answer
        if answer.status != _NOT_OPEN:
            found = read_answer(answer, now)
            if isinstance(found, VendorTrouble):
                return found
        return await self.read(session, now)

    async def refund(self, session: str, intent: str, key: str, now: Instant) -> Checkout | VendorTrouble:
        """Give the money back, and return the session's state. Another key gets over an error that Stripe only repeats:
        money that went back the first time does not go back again, since nothing is left of it."""
        refused = await self._give_back(intent, key, now)
        if refused is not None and refused.code == KEY_SPENT:
            refused = await self._give_back(intent, f"{key}/{now}", now)
        if refused is not None and not already_refunded(refused):
            return refused
        return await self.read(session, now)

    async def _give_back(self, intent: str, key: str, now: Instant) -> VendorTrouble | None:
        answer = await self._ask(refund_call(intent, key))
        found = answer if isinstance(answer, VendorTrouble) else read_answer(answer, now)
        return found if isinstance(found, VendorTrouble) else None

    async def check(self, now: Instant) -> VendorTrouble | None:
        """Return the problem with the key; None when Stripe answers whatever is asked of it later."""
        for call in check_calls():
            answer = await self._ask(call)
            found = answer if isinstance(answer, VendorTrouble) else read_answer(answer, now)
            if isinstance(found, VendorTrouble):
                return found
        return None

    async def _session(self, call: StripeCall, now: Instant) -> Checkout | VendorTrouble:
        answer = await self._ask(call)
        if isinstance(answer, VendorTrouble):
            return answer
        found = read_session(answer, now)
        if isinstance(found, VendorTrouble):
            return found
        if not found.disputed or found.checkout.intent is None:
            return found.checkout
        disputes = await self._ask(disputes_call(found.checkout.intent))
        if isinstance(disputes, VendorTrouble):
            return disputes
        return with_disputes(found.checkout, disputes, now)

    async def _ask(self, call: StripeCall) -> HttpAnswer | VendorTrouble:
        headers = {
            "Accept": "application/json",
            "Authorization": f"Bearer {self._api_key}",
            "Stripe-Version": VERSION,
        }
        if call.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if call.key is not None:
            headers["Idempotency-Key"] = call.key
        method = "GET" if call.form is None else "POST"
        try:
            return await self._http.request(
                method, self._base_url + call.path, headers=headers, body=call.form
            )
        except NotAllowed as problem:
            return VendorTrouble(code=problem.code, message=str(problem), stops=True)
        except NoAnswer as problem:
            return VendorTrouble(code=problem.code, message=str(problem))
