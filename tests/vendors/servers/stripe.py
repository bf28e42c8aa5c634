"""A strict, stateful Stripe: Checkout sessions with a hosted page, refunds, disputes, signed events.

It refuses what Stripe refuses: unknown parameters, wrong keys and permissions, currencies and amounts that it does not
take, ends of a session outside of 30 minutes and 24 hours, and an idempotency key that comes again with other
parameters. Its clock is the test's.

Source: https://docs.stripe.com/api
"""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape
from typing import Any, Final
from urllib.parse import parse_qsl
from uuid import uuid4

import aiohttp
from aiohttp import web

KEY: Final = "rk_test_51LatecomerTestKey0123456789"
ENDPOINT_SECRET: Final = "whsec_0123456789abcdefABCDEF0123456789"
VERSION: Final = "2025-09-30.clover"
_CURRENCIES: Final = frozenset(("eur", "usd", "gbp", "jpy", "chf", "kwd", "sek"))
_LEAST: Final = {"eur": 50, "usd": 50, "gbp": 30, "jpy": 50, "chf": 50, "kwd": 150, "sek": 300}
_LOCALES: Final = frozenset(("auto", "en", "fr", "nl", "de", "es", "it"))
_SESSION_FIELDS: Final = frozenset(
    (
        "mode",
        "line_items[0][quantity]",
        "line_items[0][price_data][currency]",
        "line_items[0][price_data][unit_amount]",
        "line_items[0][price_data][product_data][name]",
        "success_url",
        "cancel_url",
        "expires_at",
        "client_reference_id",
        "customer_email",
        "locale",
    )
)
_METADATA: Final = re.compile(r"(?:payment_intent_data\[metadata\]|metadata)\[[a-z_]{1,40}\]")
_REFUND_FIELDS: Final = frozenset(("payment_intent", "reason", "amount"))
_REASONS: Final = frozenset(("duplicate", "fraudulent", "requested_by_customer"))


class _Error(Exception):
    def __init__(self, status: int, kind: str, message: str, **more: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def _invalid(message: str, code: str = "parameter_invalid", **more: str) -> _Error:
    return _Error(400, "invalid_request_error", message, code=code, **more)


@dataclass
class Session:
    """A Checkout session, with the money that came by it."""

    id: str
    fields: Mapping[str, str]
    amount: int
    currency: str
    expires_at: int
    status: str = "open"
    payment_status: str = "unpaid"
    intent: str | None = None
    intent_status: str = "requires_payment_method"
    refunded: int = 0
    disputes: list[str] = field(default_factory=list)


@dataclass
class Stripe:
    """The state of one account. ``now_s``: its clock, in seconds."""

    now_s: Callable[[], float]
    url: str = ""
    account: str = field(default_factory=lambda: uuid4().hex[:12])
    """Stands in every id: two accounts have none in common."""
    key: str = KEY
    permitted: set[str] = field(default_factory=lambda: {"checkout_sessions", "refunds", "disputes"})
    sessions: dict[str, Session] = field(default_factory=dict)
    refunds: list[tuple[str, int]] = field(default_factory=list)
    """Intent and amount, in order."""
    pending_refunds: bool = False
    """Refunds take a while: the money moves when the test says so."""
    calls: list[tuple[str, str]] = field(default_factory=list)
    endpoints: list[tuple[str, str]] = field(default_factory=list)
    """Address and secret of each webhook endpoint."""
    events: deque[dict[str, Any]] = field(default_factory=deque)
    """Events that no endpoint has been sent yet."""
    troubles: deque[web.Response] = field(default_factory=deque)
    """The answers to the next calls, before anything is done."""
    swallow: set[str] = field(default_factory=set)
    """Ends of paths that are done, but whose answer never comes, once."""
    failing: set[str] = field(default_factory=set)
    """Ends of paths that fail with 500 before anything is done, once; an idempotency key keeps that answer."""
    hold: asyncio.Event | None = None
    """While it is not set, calls are done, and wait with their answer."""
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    replayed: int = 0
    _keys: dict[str, tuple[str, str, int, dict[str, Any]] | None] = field(default_factory=dict)
    _ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def only(self) -> Session:
        """The one session there is."""
        (session,) = self.sessions.values()
        return session

    # What people do

    def pay(self, session: str, *, slow: bool = False) -> Session:
        """Pay on the page: by card, or by a method that takes days."""
        found = self.sessions[session]
        self._expire(found)
        if found.status != "open":
            raise ValueError(found.status)
        found.status, found.intent = "complete", f"pi_{self.account}{next(self._ids):012}"
        if slow:
            found.intent_status = "processing"
        else:
            found.payment_status, found.intent_status = "paid", "succeeded"
        self._event("checkout.session.completed", self._session(found, ()))
        return found

    def arrive(self, session: str) -> None:
        """The money of a slow method arrives."""
        found = self.sessions[session]
        found.payment_status, found.intent_status = "paid", "succeeded"
        self._event("checkout.session.async_payment_succeeded", self._session(found, ()))

    def fail(self, session: str) -> None:
        """The money of a slow method does not arrive."""
        found = self.sessions[session]
        found.intent_status = "requires_payment_method"
        self._event("checkout.session.async_payment_failed", self._session(found, ()))

    def refund(self, session: str, amount: int | None = None) -> None:
        """Give money back by hand, on Stripe's dashboard."""
        found = self.sessions[session]
        assert found.intent is not None
        self._give_back(found, found.amount - found.refunded if amount is None else amount)

    def dispute(self, session: str, status: str) -> None:
        """A bank takes the money back: ``needs_response``, then ``won`` or ``lost``."""
        found = self.sessions[session]
        found.disputes = [status]
        kind = "created" if status == "needs_response" else "closed"
        about = {"id": "du_1", "object": "dispute", "payment_intent": found.intent, "status": status}
        self._event(f"charge.dispute.{kind}", about)

    # Events

    async def deliver(self, *, times: int = 1, reverse: bool = False, keep: bool = False) -> list[int]:
        """Send the events that wait to every endpoint, each so many times. Returns: the answers' statuses."""
        events = list(self.events)
        if not keep:
            self.events.clear()
        if reverse:
            events.reverse()
        statuses = []
        async with aiohttp.ClientSession() as http:
            for event in events:
                for url, secret in self.endpoints * times:
                    body = json.dumps(event).encode()
                    headers = {"Stripe-Signature": sign(body, secret, int(self.now_s()))}
                    async with http.post(url, data=body, headers=headers) as answer:
                        statuses.append(answer.status)
                        if answer.status >= 300 and event not in self.events:
                            self.events.append(event)
        return statuses

    def _event(self, kind: str, about: dict[str, Any]) -> None:
        self.events.append(
            {
                "id": f"evt_{self.account}{next(self._ids):012}",
                "object": "event",
                "api_version": VERSION,
                "created": int(self.now_s()),
                "type": kind,
                "data": {"object": about},
                "livemode": False,
            }
        )

    # The API

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one call of the API."""
        body = await request.text()
        self.calls.append((request.method, request.path))
        replayed = self.replayed
        self.arrived.set()
        if self.troubles:
            return self.troubles.popleft()
        try:
            status, found = await self._once(request, body)
        except _Error as error:
            status, found = error.status, error.body
        if ended := next((end for end in self.swallow if request.path.endswith(end)), None):
            self.swallow.discard(ended)
            await asyncio.sleep(3600)
        if self.hold is not None:
            await self.hold.wait()
        headers = {"Idempotent-Replayed": "true"} if self.replayed > replayed else {}
        return web.json_response(found, status=status, headers=headers)

    async def _once(self, request: web.Request, body: str) -> tuple[int, dict[str, Any]]:
        """Answer a POST with the same idempotency key as the first time, errors of the server included."""
        self._admit(request)
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None:
            return 200, self._answer(request, body)
        if not 0 < len(key) <= 255:
            raise _Error(400, "idempotency_error", "Idempotency keys have at most 255 characters.")
        if key in self._keys:
            before = self._keys[key]
            if before is None:
                raise _Error(409, "idempotency_error", "In use", code="idempotency_key_in_use")
            path, given, status, answer = before
            if (path, given) != (request.path, body):
                message = "Keys for idempotent requests can only be used with the same parameters."
                raise _Error(400, "idempotency_error", message)
            self.replayed += 1
            return status, answer
        self._keys[key] = None
        try:
            self._fail(request.path)
            status, answer = 200, self._answer(request, body)
        except _Error as error:
            if error.status in (401, 403, 429) or error.body["error"]["type"] == "invalid_request_error":
                del self._keys[key]  # refused before it began: the key may come again
                raise
            status, answer = error.status, error.body
        self._keys[key] = (request.path, body, status, answer)
        return status, answer

    def _fail(self, path: str) -> None:
        if ended := next((end for end in self.failing if path.endswith(end)), None):
            self.failing.discard(ended)
            raise _Error(500, "api_error", "An unknown error occurred")

    def _admit(self, request: web.Request) -> None:
        if request.headers.get("Authorization") != f"Bearer {self.key}":
            raise _Error(401, "invalid_request_error", "Invalid API Key provided: rk_test_****")
        if request.headers.get("Stripe-Version") != VERSION:
            raise _invalid("Invalid Stripe API version")
        if request.method == "POST" and request.content_type != "application/x-www-form-urlencoded":
            raise _invalid("Bodies are form encoded")

    def _answer(self, request: web.Request, body: str) -> dict[str, Any]:
        match request.method, *request.path.removeprefix("/v1/").split("/"):
            case "POST", "checkout", "sessions":
                self._permit("checkout_sessions")
                return self._open(_fields(body))
            case "GET", *_, ("sessions" | "refunds") as kind:
                self._permit("checkout_sessions" if kind == "sessions" else kind)
                _only(dict(request.query), {"limit"})
                return {"object": "list", "data": [], "has_more": False, "url": request.path}
            case "GET", "checkout", "sessions", identifier:
                self._permit("checkout_sessions")
                _only(dict(request.query), {"expand[]"})
                return self._session(self._find(identifier), request.query.getall("expand[]", []))
            case "POST", "checkout", "sessions", identifier, "expire":
                self._permit("checkout_sessions")
                _only(_fields(body), set())
                return self._close(self._find(identifier))
            case "POST", "refunds":
                self._permit("refunds")
                return self._refund(_fields(body))
            case "GET", "disputes":
                self._permit("disputes")
                _only(dict(request.query), {"payment_intent", "limit"})
                return self._disputes(request.query.get("payment_intent"))
        raise _Error(
            404, "invalid_request_error", f"Unrecognized request URL ({request.method}: {request.path})."
        )

    def _permit(self, resource: str) -> None:
        if resource not in self.permitted:
            message = f"The provided key does not have the required permissions: rak_{resource}"
            raise _Error(403, "invalid_request_error", message, code="more_permissions_required")

    def _open(self, fields: Mapping[str, str]) -> dict[str, Any]:
        for name in fields:
            if name not in _SESSION_FIELDS and not _METADATA.fullmatch(name):
                raise _invalid(f"Received unknown parameter: {name}", "parameter_unknown", param=name)
        for name in ("mode", "line_items[0][price_data][currency]", "line_items[0][price_data][unit_amount]"):
            if not fields.get(name):
                raise _invalid(f"Missing required param: {name}.", "parameter_missing", param=name)
        if fields["mode"] != "payment" or fields.get("line_items[0][quantity]") != "1":
            raise _invalid("Invalid mode or quantity")
        currency, amount = (
            fields["line_items[0][price_data][currency]"],
            _whole(fields["line_items[0][price_data][unit_amount]"]),
        )
        if currency not in _CURRENCIES:
            raise _invalid(f"Invalid currency: {currency}.", param="currency")
        if not _LEAST[currency] <= amount <= 99_999_999:
            raise _invalid("Amount must be at least the minimum", "amount_too_small")
        if currency == "kwd" and amount % 10:
            raise _invalid("Amount must end in 0")
        name = fields.get("line_items[0][price_data][product_data][name]", "")
        if not 0 < len(name) <= 250:
            raise _invalid("Invalid product name")
        for url in ("success_url", "cancel_url"):
            if not re.fullmatch(r"https?://[^\s]+", fields.get(url, "")):
                raise _invalid("Not a valid URL", "url_invalid", param=url)
        expires_at = _whole(fields.get("expires_at", "x"))
        if not self.now_s() + 1800 <= expires_at <= self.now_s() + 86_400:
            raise _invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from now.")
        if fields.get("locale") not in _LOCALES:
            raise _invalid("Invalid locale")
        if "customer_email" in fields and not re.fullmatch(
            r"[!-?A-~]+@[!-?A-~]+\.[!-?A-~]+", fields["customer_email"]
        ):
            raise _invalid("Invalid email address", "email_invalid", param="customer_email")
        session = Session(
            id=f"cs_test_{self.account}{next(self._ids):020}",
            fields=fields,
            amount=amount,
            currency=currency,
            expires_at=expires_at,
        )
        self.sessions[session.id] = session
        return self._session(session, ())

    def _find(self, identifier: str) -> Session:
        if identifier not in self.sessions:
            raise _Error(404, "invalid_request_error", "No such checkout.session", code="resource_missing")
        return self.sessions[identifier]

    def _expire(self, session: Session) -> None:
        if session.status == "open" and self.now_s() >= session.expires_at:
            session.status = "expired"
            self._event("checkout.session.expired", self._session(session, ()))

    def _close(self, session: Session) -> dict[str, Any]:
        self._expire(session)
        if session.status != "open":
            raise _invalid(
                f'Only Checkout Sessions with a status in ["open"] can be expired; is {session.status}.'
            )
        session.status = "expired"
        self._event("checkout.session.expired", self._session(session, ()))
        return self._session(session, ())

    def _refund(self, fields: Mapping[str, str]) -> dict[str, Any]:
        _only(fields, _REFUND_FIELDS)
        if fields.get("reason") not in _REASONS:
            raise _invalid("Invalid reason")
        found = [each for each in self.sessions.values() if each.intent == fields.get("payment_intent")]
        if not found:
            raise _Error(404, "invalid_request_error", "No such payment_intent", code="resource_missing")
        session = found[0]
        if session.payment_status != "paid":
            raise _invalid("This PaymentIntent does not have a successful charge to refund.")
        left = (
            session.amount
            - session.refunded
            - sum(
                amount for intent, amount in self.refunds if intent == session.intent and self.pending_refunds
            )
        )
        amount = _whole(fields["amount"]) if "amount" in fields else left
        if left <= 0:
            raise _invalid("Charge has already been refunded.", "charge_already_refunded")
        if not 0 < amount <= left:
            raise _invalid("Refund amount is greater than unrefunded amount on charge")
        assert session.intent is not None
        self.refunds.append((session.intent, amount))
        if not self.pending_refunds:
            self._give_back(session, amount)
        return {
            "id": f"re_{next(self._ids):024}",
            "object": "refund",
            "amount": amount,
            "status": "succeeded",
        }

    def _give_back(self, session: Session, amount: int) -> None:
        session.refunded += amount
        charge = {"id": "ch_1", "object": "charge", "payment_intent": session.intent}
        self._event("charge.refunded", charge | {"amount_refunded": session.refunded})

    def settle_refunds(self) -> None:
        """The money of pending refunds moves."""
        for intent, amount in self.refunds:
            (session,) = (each for each in self.sessions.values() if each.intent == intent)
            self._give_back(session, amount)

    def _disputes(self, intent: str | None) -> dict[str, Any]:
        rows = [
            {"id": "du_1", "object": "dispute", "payment_intent": intent, "status": status}
            for each in self.sessions.values()
            if intent is not None and each.intent == intent
            for status in each.disputes
        ]
        return {"object": "list", "data": rows, "has_more": False}

    def _session(self, session: Session, expand: Any) -> dict[str, Any]:
        self._expire(session)
        intent: Any = session.intent
        if intent is not None and "payment_intent.latest_charge" in expand:
            charge = None
            if session.payment_status == "paid":
                charge = {
                    "id": "ch_1",
                    "object": "charge",
                    "amount": session.amount,
                    "amount_refunded": session.refunded,
                    "refunded": session.refunded >= session.amount,
                    "disputed": bool(session.disputes),
                }
            intent = {
                "id": session.intent,
                "object": "payment_intent",
                "status": session.intent_status,
                "latest_charge": charge,
            }
        return {
            "id": session.id,
            "object": "checkout.session",
            "mode": "payment",
            "status": session.status,
            "payment_status": session.payment_status,
            "amount_subtotal": session.amount,
            "amount_total": session.amount,
            "currency": session.currency,
            "client_reference_id": session.fields.get("client_reference_id"),
            "customer_details": {"email": session.fields.get("customer_email")},
            "payment_intent": intent,
            "expires_at": session.expires_at,
            "url": f"{self.url}/c/pay/{session.id}" if session.status == "open" else None,
        }

    # The hosted page

    async def page(self, request: web.Request) -> web.Response:
        """Show the page to pay on."""
        session = self.sessions[request.match_info["session"]]
        self._expire(session)
        name = escape(session.fields["line_items[0][price_data][product_data][name]"])
        if session.status != "open":
            return web.Response(
                text="<title>Done</title><p>This page is closed.</p>", content_type="text/html"
            )
        html = (
            f'<!doctype html><html lang="{session.fields["locale"]}"><title>Checkout</title><h1>{name}</h1>'
            f"<p>{session.amount} {session.currency}</p>"
            f'<form method="post"><button name="by" value="card">Pay by card</button>'
            f'<button name="by" value="debit">Pay by direct debit</button></form>'
            f'<a href="{escape(session.fields["cancel_url"])}">Back</a>'
        )
        headers = {"X-Frame-Options": "DENY"}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def paid(self, request: web.Request) -> web.Response:
        """Take the payment of the page, and lead back."""
        data = await request.post()
        session = self.pay(request.match_info["session"], slow=data["by"] == "debit")
        raise web.HTTPSeeOther(session.fields["success_url"])


def sign(body: bytes, secret: str, at_s: int) -> str:
    """The header with which Stripe signs an event."""
    digest = hmac.new(secret.encode(), f"{at_s}.".encode() + body, sha256).hexdigest()
    return f"t={at_s},v1={digest},v0={'0' * 64}"


def _fields(body: str) -> dict[str, str]:
    pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=bool(body))
    if len({name for name, _ in pairs}) < len(pairs):
        raise _invalid("A parameter came twice")
    return dict(pairs)


def _only(fields: Mapping[str, str], known: set[str] | frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            raise _invalid(f"Received unknown parameter: {name}", "parameter_unknown", param=name)


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise _invalid(f"Invalid integer: {text}", "parameter_invalid_integer")
    return int(text)


@asynccontextmanager
async def open_stripe(now_s: Callable[[], float], port: int = 0) -> AsyncIterator[Stripe]:
    """A Stripe on a port of its own, whose clock is ``now_s``."""
    stripe = Stripe(now_s)
    app = web.Application()
    app.router.add_get("/c/pay/{session}", stripe.page)
    app.router.add_post("/c/pay/{session}", stripe.paid)
    app.router.add_route("*", "/v1/{rest:.*}", stripe.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    bound = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    stripe.url = f"http://127.0.0.1:{bound}"
    try:
        yield stripe
    finally:
        await runner.cleanup()
