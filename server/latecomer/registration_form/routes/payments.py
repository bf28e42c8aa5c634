"""The pages that lead a person to pay, and that receive them afterwards.

A form leads here and not to the payment service, because a page's policy says where its forms may lead. The link is a
bearer: it shows the event and the price, and nothing of the person.

Source: docs/registration.md, Paid entry
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from aiohttp import web

from latecomer.core.errors import Refused, TooManyRequests
from latecomer.core.ids import Instant
from latecomer.http import appkeys
from latecomer.http.error_codes import status_of
from latecomer.http.rate_limit import Limiter
from latecomer.http.stray_text import add_without_stray_text
from latecomer.i18n.format import clock, moment, price
from latecomer.i18n.languages import DEFAULT, Language, accepted, supported
from latecomer.i18n.translate import translate
from latecomer.mail.rules.tokens import TOKEN_LENGTH
from latecomer.registration_form import page
from latecomer.registration_form.page import Button
from latecomer.registration_form.payment.routes import payments_key
from latecomer.registration_form.payment.rules import PaymentReason, PaymentState
from latecomer.registration_form.payment.service import PayPage
from latecomer.registration_form.routes.public import SLUG, forms, framed
from latecomer.vendors.kit.provider import VendorTrouble

_TOKEN: Final = "{token:[A-Za-z0-9_-]{1,100}}"  # noqa: S105 - a pattern
_limiter: Final[web.AppKey[Limiter]] = web.AppKey("pay_limiter", Limiter)

_ENDED: Final[dict[PaymentReason | None, str]] = {
    PaymentReason.FAILED: "form-pay_failed",
    PaymentReason.AMOUNT_MISMATCH: "form-pay_mismatch",
}
"""The texts of payments that made nobody a member; others say that the time is over."""

_log = structlog.get_logger()


def add_payments(app: web.Application) -> None:
    """Add the routes of the pages for those who pay."""
    app[_limiter] = Limiter(per_s=0.5, burst=10)
    app.router.add_get(f"/pay/{_TOKEN}", show)
    app.router.add_get(f"/r/{SLUG}/pay/{_TOKEN}", show_framed)
    app.router.add_post(f"/pay/{_TOKEN}", go)
    app.router.add_get(f"/pay/{_TOKEN}/done", done)
    add_without_stray_text(app, "/pay", TOKEN_LENGTH)


async def show(request: web.Request) -> web.Response:
    """Show the price and the button that leads to the payment service, or what came of the payment."""
    try:
        found = await request.app[payments_key].show(request.match_info["token"])
    except Refused as refused:
        return _refused(request, refused)
    return _page(request, found)


async def show_framed(request: web.Request) -> web.StreamResponse:
    """Show the same below the form's address, where it may stand in a frame: its button leaves the frame."""
    now = request.app[appkeys.clock]()
    response = await show(request)
    form = await request.app[forms].published(request.match_info["slug"], now)
    return framed(request, form, response) if form is not None else response


async def go(request: web.Request) -> web.StreamResponse:
    """Lead to the payment service's page, which is made now unless it was before."""
    token, now = request.match_info["token"], request.app[appkeys.clock]()
    service = request.app[payments_key]
    try:
        _limit(request, token, now)
        target = await service.pay(token, now)
        found = await service.show(token)
    except TooManyRequests as refused:
        return _busy(request, refused)
    except Refused as refused:
        return _refused(request, refused)
    language = supported(found.payment.language) or DEFAULT
    if found.payment.state is not PaymentState.OPEN:
        return _page(request, found)
    if isinstance(target, VendorTrouble):
        _log.warning("checkout_failed", retry=True, payment=str(found.payment.id), code=target.code)
        text = translate(language, "form-pay_unavailable")
        return _page(request, found, notice=text, status=503)
    html = page.message_page(
        language,
        translate(language, "form-pay_going_title"),
        [translate(language, "form-pay_going")],
        refresh=target,
        refresh_s=0,
    )
    return _html(html, 200)


async def done(request: web.Request) -> web.StreamResponse:
    """Receive a person who comes back from the payment service: it is asked at once, not only when it hints."""
    token, now = request.match_info["token"], request.app[appkeys.clock]()
    try:
        _limit(request, token, now)
        found = await request.app[payments_key].come_back(token, now)
    except TooManyRequests as refused:
        return _busy(request, refused)
    except Refused as refused:
        return _refused(request, refused)
    if found.payment.state is PaymentState.OPEN:
        language = supported(found.payment.language) or DEFAULT
        texts = [translate(language, "form-pay_checking", event=found.webinar.name)]
        html = page.message_page(
            language,
            translate(language, "form-pay_checking_title"),
            texts,
            links=[
                (f"/pay/{token}/done", translate(language, "form-pay_ask")),
                (f"/pay/{token}", translate(language, "form-pay_back")),
            ],
        )
        html = html.replace('<main class="card">', '<main class="card" data-asking>')
        html = html.replace("</head>", '<script src="/r/-/paying.js" defer></script></head>')
        return _html(html, 200)
    return _page(request, found, goes_on=True)


def _limit(request: web.Request, token: str, now: Instant) -> None:
    """Count by payment: what is not a link must not push the counts of links out. Raises: Refused unknown_link."""
    request.app[_limiter].take(request.app[payments_key].whose(token).hex, now)


def _page(
    request: web.Request, found: PayPage, *, notice: str = "", status: int = 200, goes_on: bool = False
) -> web.Response:
    payment, webinar = found.payment, found.webinar
    language = supported(payment.language) or DEFAULT
    went_back = payment.refunded_minor if payment.state is PaymentState.REFUNDED else None
    amount = price(went_back or payment.amount_minor, payment.currency, language)
    buttons: list[Button] = []
    event, now = webinar.name, request.app[appkeys.clock]()
    match payment.state:
        case PaymentState.OPEN:
            title = "form-pay_title"
            texts = [translate(language, "form-pay", event=event, amount=amount)]
            if now < webinar.ends_at:
                texts.append(moment(webinar.starts_at, webinar.timezone, language))
            if payment.seat_until is not None:
                until = clock(payment.seat_until, webinar.timezone, language)
                texts.append(translate(language, "form-pay_until", until=until))
            label = translate(language, "form-pay_button", amount=amount)
            buttons = [Button(label=label, top=True)]
        case PaymentState.PROCESSING:
            title, texts = (
                "form-pay_processing_title",
                [translate(language, "form-pay_processing", event=event)],
            )
        case PaymentState.PAID:
            title, texts = "form-pay_done_title", [translate(language, "form-pay_done", event=event)]
        case PaymentState.REFUNDING | PaymentState.REFUNDED:
            title = "form-pay_refunded_title"
            no_seat = payment.reason is PaymentReason.NO_SEAT
            name = "form-pay_refunded_no_seat" if no_seat else "form-pay_refunded"
            texts = [translate(language, name, event=event, amount=amount)]
        case PaymentState.NOT_PAID:
            ended = _ENDED.get(payment.reason, "form-pay_over")
            title, texts = f"{ended}_title", [translate(language, ended, event=event)]
        case PaymentState.LOST:
            title, texts = "form-pay_lost_title", [translate(language, "form-pay_lost", event=event)]
    html = page.message_page(
        language,
        translate(language, title),
        texts,
        buttons=buttons,
        action=f"/pay/{request.match_info['token']}",
        notice=notice,
        links=_again(found, language),
        refresh=found.redirect_url if goes_on and payment.state is PaymentState.PAID else None,
    )
    return _html(html, status)


def _again(found: PayPage, language: Language) -> Sequence[tuple[str, str]]:
    if (
        found.slug is None
        or found.payment.state is not PaymentState.NOT_PAID
        or found.payment.paid_at is not None
    ):
        return ()
    return [(f"/r/{found.slug}?lang={language}", translate(language, "form-pay_again"))]


def _refused(request: web.Request, refused: Refused) -> web.Response:
    language = _language(request)
    html = page.message_page(
        language, translate(language, "form-link_title"), [translate(language, "form-pay_link")]
    )
    return _html(html, status_of(refused.code, request.path))


def _busy(request: web.Request, refused: TooManyRequests) -> web.Response:
    language = _language(request)
    html = page.message_page(
        language, translate(language, "form-busy_title"), [translate(language, "form-pay_busy")]
    )
    response = _html(html, 429)
    response.headers["Retry-After"] = str(refused.after_s)
    return response


def _language(request: web.Request) -> Language:
    return accepted(request.headers.get("Accept-Language", "")) or DEFAULT


def _html(html: str, status: int) -> web.Response:
    return web.Response(
        text=html,
        status=status,
        content_type="text/html",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": (
                "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
                "base-uri 'none'; frame-ancestors 'none'"
            ),
        },
    )
