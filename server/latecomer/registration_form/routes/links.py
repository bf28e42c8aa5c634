"""The pages behind the links in mails: confirming an address, cancelling, opting out. A GET shows a button and changes
nothing.

Source: docs/registration.md, Confirming an address and Leaving; docs/mail.md, Bounces and opt-outs; RFC 8058
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from latecomer.core.errors import Refused
from latecomer.core.submission import SubmissionOutcome
from latecomer.http import appkeys
from latecomer.http.endpoint import media_type, read_bytes
from latecomer.http.error_codes import status_of
from latecomer.http.forms import multipart, urlencoded
from latecomer.http.stray_text import add_without_stray_text
from latecomer.i18n.languages import DEFAULT, Language, accepted, supported
from latecomer.i18n.translate import translate
from latecomer.mail.opt_outs import PURPOSES, OptOuts
from latecomer.mail.rules.tokens import OPT_OUT_LENGTH, TOKEN_LENGTH
from latecomer.registration_form import page
from latecomer.registration_form.address_proof import AddressProof, Proof
from latecomer.registration_form.page import Button, Choice
from latecomer.registration_form.payment.routes import payments_key

address_proof: web.AppKey[AddressProof] = web.AppKey("form_proving", AddressProof)
opt_outs: web.AppKey[OptOuts] = web.AppKey("mail_opting_out", OptOuts)
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_FORM_MAX: Final = 4_096
_FIELDS_MAX: Final = 20


def add_links(app: web.Application) -> None:
    """Add the routes of the links in mails."""
    add_without_stray_text(app, "/c", TOKEN_LENGTH)
    add_without_stray_text(app, "/x", TOKEN_LENGTH)
    add_without_stray_text(app, "/u", OPT_OUT_LENGTH)
    app.router.add_get("/c/{token}", show_proof)
    app.router.add_post("/c/{token}", prove)
    app.router.add_get("/x/{token}", show_leave)
    app.router.add_post("/x/{token}", leave)
    app.router.add_get("/u/{token}", show_opt_out)
    app.router.add_post("/u/{token}", opt_out)


async def show_proof(request: web.Request) -> web.StreamResponse:
    """Show the button that confirms the address, or the outcome."""
    now = request.app[appkeys.clock]()
    try:
        proof = await request.app[address_proof].proof(request.match_info["token"], now)
    except Refused as refused:
        return _refused(request, refused)
    language = supported(proof.language) or DEFAULT
    if proof.proved:
        await _lead_to_payment(request, proof)
        return _proved(language, proof)
    return _page(
        language,
        "form-proof_title",
        [
            translate(language, "form-proof", event=proof.webinar.name),
            *(translate(language, "form-proof_agreed", text=text) for text in proof.agreed),
        ],
        Button(label=translate(language, "form-proof_button")),
    )


async def prove(request: web.Request) -> web.StreamResponse:
    """Confirm the address, and show the outcome of the form."""
    now = request.app[appkeys.clock]()
    try:
        proof = await request.app[address_proof].prove(request.match_info["token"], now)
    except Refused as refused:
        return _refused(request, refused)
    await _lead_to_payment(request, proof)
    return _proved(supported(proof.language) or DEFAULT, proof)


async def show_leave(request: web.Request) -> web.StreamResponse:
    """Show the button that cancels the registration."""
    try:
        found = await request.app[address_proof].leave(request.match_info["token"])
    except Refused as refused:
        return _not_valid(_language(request), status_of(refused.code, request.path))
    language = supported(found.language) or DEFAULT
    event = found.webinar.name
    if found.left:
        return _page(language, "form-left_title", [translate(language, "form-left", event=event)])
    buttons = [Button(label=translate(language, "form-leave_button"), fields=[("do", "cancel")])]
    if found.may_deny:
        label = translate(language, "form-deny_button")
        buttons.append(Button(label=label, fields=[("do", "deny")], quiet=True))
    return _page(language, "form-leave_title", [translate(language, "form-leave", event=event)], *buttons)


async def leave(request: web.Request) -> web.StreamResponse:
    """Cancel the registration, or deny it."""
    token, now = request.match_info["token"], request.app[appkeys.clock]()
    service = request.app[address_proof]
    fields = await _fields(request)
    try:
        found = await service.leave(token)
        language = supported(found.language) or DEFAULT
        if fields.get("do") == "deny":
            await service.deny(token, now)
            return _page(language, "form-denied_title", [translate(language, "form-denied")])
        await service.cancel(token, now)
    except Refused as refused:
        return _not_valid(_language(request), status_of(refused.code, request.path))
    text = translate(language, "form-left", event=found.webinar.name)
    return _page(language, "form-left_title", [text])


async def show_opt_out(request: web.Request) -> web.StreamResponse:
    """Show the choice of mails to opt out of."""
    found = await request.app[opt_outs].find(request.match_info["token"])
    language = _language(request)
    if found is None:
        return _not_valid(language, 404)
    choices = [
        Choice(
            name=purpose,
            label=translate(language, f"form-opt_out-{purpose}"),
            checked=found.purpose in (None, purpose),
        )
        for purpose in PURPOSES
    ]
    label = translate(language, "form-opt_out_button")
    button = Button(label=label, fields=[("do", "choose")], choices=choices)
    text = translate(language, "form-opt_out", email=found.masked)
    return _page(language, "form-opt_out_title", [text], button)


async def opt_out(request: web.Request) -> web.StreamResponse:
    """Opt out of the ticked purposes, or, with one click in a mail program, of the mail's own purpose. Without a tick
    the page is shown again."""
    now = request.app[appkeys.clock]()
    fields = await _fields(request)
    one_click = fields.get("List-Unsubscribe") == "One-Click"
    chosen = None if one_click or not fields else [purpose for purpose in PURPOSES if purpose in fields]
    if chosen == []:
        return await show_opt_out(request)
    found = await request.app[opt_outs].opt_out(request.match_info["token"], chosen, now)
    language = _language(request)
    if not found:
        return _not_valid(language, 404)
    return _page(language, "form-opted_out_title", [translate(language, "form-opted_out")])


async def _fields(request: web.Request) -> dict[str, str]:
    """Return the fields of a small form, urlencoded or multipart (RFC 8058 allows both).

    Raises: Refused (400, 413, 408).
    """
    body = await read_bytes(request, _FORM_MAX)
    if media_type(request) != "multipart/form-data":
        return dict(urlencoded(body, _FIELDS_MAX))
    pairs = multipart(request.headers["Content-Type"], body)
    return {name: value.strip() for name, value in pairs}


async def _lead_to_payment(request: web.Request, proof: Proof) -> None:
    """Lead a person whose address is confirmed to the page where entry is paid. Raises: HTTPSeeOther."""
    if proof.outcome is SubmissionOutcome.WAITING_FOR_PAYMENT:
        token = await request.app[payments_key].token_of(proof.submission)
        if token is not None:
            raise web.HTTPSeeOther(f"/pay/{token}", headers={"Cache-Control": "no-store"})


def _proved(language: Language, proof: Proof) -> web.Response:
    event = proof.webinar.name
    if proof.outcome is SubmissionOutcome.NO_SEAT:
        text = translate(language, "form-proved-no_seat", event=event)
    elif proof.status is not None and proof.status.has_seat:
        text = translate(language, "form-proved-registered", event=event)
    elif proof.status is not None and proof.status.value == "waitlisted":
        text = translate(language, "form-proved-waitlisted", event=event)
    elif proof.status is not None and proof.status.value == "pending_approval":
        text = translate(language, "form-proved-pending_approval", event=event)
    else:
        text = translate(language, "form-proved-other")
    return _page(language, "form-proved_title", [text])


def _refused(request: web.Request, refused: Refused) -> web.Response:
    language = _language(request)
    name = "form-link_expired" if refused.code == "link_expired" else "form-link"
    text = translate(language, name)
    return _page(language, "form-link_title", [text], status=status_of(refused.code, request.path))


def _not_valid(language: Language, status: int) -> web.Response:
    """Return the page for a link of a mail that was cut or changed."""
    return _page(language, "form-link_title", [translate(language, "form-link_cut")], status=status)


def _language(request: web.Request) -> Language:
    return accepted(request.headers.get("Accept-Language", "")) or DEFAULT


def _page(
    language: Language, title: str, paragraphs: list[str], *buttons: Button, status: int = 200
) -> web.Response:
    html = page.message_page(language, translate(language, title), paragraphs, buttons=buttons)
    return web.Response(
        text=html,
        status=status,
        content_type="text/html",
        headers={"Cache-Control": "no-store", "Content-Security-Policy": _POLICY},
    )
