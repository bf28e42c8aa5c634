"""The registration page, the answers to forms, and the data for the script on other people's pages.

No cookie is read or set. The answer to a form is the same for every address, registered or not.

Source: docs/registration.md, The same answer to everybody and On your own pages
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
import structlog
from aiohttp import web
from msgspec import UNSET, UnsetType

from latecomer.core.errors import FieldError, Refused, TooManyRequests
from latecomer.core.ids import Instant
from latecomer.core.origin import is_allowed
from latecomer.core.person import CONTACT_FIELDS
from latecomer.http import appkeys
from latecomer.http.client_address import client_address
from latecomer.http.endpoint import json_response, media_type, read_bytes
from latecomer.http.forms import PARTS_MAX, multipart, urlencoded
from latecomer.http.handshake import outages
from latecomer.http.problems import problem_response
from latecomer.http.security_headers import HOST
from latecomer.i18n.format import moment
from latecomer.i18n.languages import DEFAULT, Language, accepted, supported
from latecomer.i18n.translate import translate
from latecomer.registration_form import page
from latecomer.registration_form.page import TRAP
from latecomer.registration_form.payment.routes import payments_key
from latecomer.registration_form.receiver import FormReceiver, SendAgain, payments_unavailable
from latecomer.registration_form.rules.form import NO_WORDS, SOURCES, FormFaults, RawForm
from latecomer.registration_form.rules.settings import label_of
from latecomer.registration_form.schemas import (
    FormConsentBody,
    FormFieldBody,
    FormJsonBody,
    FormOptionBody,
    SentBody,
    SubmitForm,
)
from latecomer.registration_form.service import PublishedForm, RegistrationForms, RegistrationState
from latecomer.registration_form.worker import SubmissionWorker

BODY_MAX: Final = 64 * 1024
_FIELDS_MAX: Final = 600
_PREFILLED: Final = ("email", *CONTACT_FIELDS)
_ASSETS: Final = {".css": "text/css", ".js": "text/javascript"}
SLUG: Final = "{slug:[a-z0-9-]{3,80}}"

forms: web.AppKey[RegistrationForms] = web.AppKey("registration_forms", RegistrationForms)
receiver: web.AppKey[FormReceiver] = web.AppKey("form_receiving", FormReceiver)
applying: web.AppKey[SubmissionWorker] = web.AppKey("form_applying", SubmissionWorker)
origins: web.AppKey[tuple[str, ...]] = web.AppKey("form_origins", tuple)
"""Origins whose pages may carry the form of every webinar."""

_log = structlog.get_logger()


def add_public(app: web.Application) -> None:
    """Add the routes of the registration page."""
    app.router.add_get("/r/-/{name:(?:form|embed|paying)\\.(?:css|js)}", asset)
    app.router.add_get("/register.js", register_script)
    app.router.add_get(f"/r/{SLUG}", show)
    app.router.add_post(f"/r/{SLUG}", submit)
    app.router.add_options(f"/r/{SLUG}", preflight)
    app.router.add_get(f"/r/{SLUG}/thanks", thanks)
    app.router.add_get(f"/r/{SLUG}/form.json", form_json)
    app.router.add_get(f"/r/{SLUG}/challenge", challenge)
    app.router.add_get("/r/{rest:.*}", nothing)


async def asset(request: web.Request) -> web.StreamResponse:
    """Return the style or the script of the page."""
    return _asset(request.match_info["name"])


async def register_script(_: web.Request) -> web.StreamResponse:
    """Return the script that renders forms in other people's pages; any origin may load it, and browsers send no cookie
    with the request."""
    return _asset("register.js")


def _asset(name: str) -> web.Response:
    file = resources.files("latecomer.registration_form") / "html" / name
    if not file.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=file.read_bytes(),
        content_type=_ASSETS[name[name.rindex(".") :]],
        charset="utf-8",
        headers={
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        },
    )


async def show(request: web.Request) -> web.StreamResponse:
    """Show the form, or the reason why it is closed."""
    now = request.app[appkeys.clock]()
    form = await _published(request, now)
    if form is None:
        return _nothing(request)
    if form.settings.slug != request.match_info["slug"]:
        target = f"/r/{form.settings.slug}" + (f"?{request.query_string}" if request.query_string else "")
        raise web.HTTPMovedPermanently(target)
    language = _language(request, form)
    if (closed := _closed(request, form, language, now)) is not None:
        return closed
    prefilled = RawForm(
        email=request.query.get("email", "")[:254],
        contact={name: request.query[name][:500] for name in CONTACT_FIELDS if name in request.query},
        source=_source_of_query(request),
    )
    return _form(request, form, language, now, filled=prefilled)


async def submit(request: web.Request) -> web.StreamResponse:
    """Store a submitted form; the answer is the same for every address."""
    now = request.app[appkeys.clock]()
    form = await _published(request, now)
    as_json = media_type(request) == "application/json"
    if form is None:
        if as_json:
            raise Refused("not_found", "There is no registration page at this address.")
        return _nothing(request)
    if as_json:
        return await _submit_json(request, form, now)
    language = _language(request, form)
    if (closed := _closed(request, form, language, now)) is not None:
        return closed
    raw = await _read_form(request)
    chosen = supported(raw.language)
    if chosen is not None and chosen in form.languages:
        language = chosen
    taken = await _receive(request, form, raw, language, now)
    if isinstance(taken, web.Response):
        return taken
    step = f"thanks?lang={language}" if taken is None else f"pay/{taken}"
    raise web.HTTPSeeOther(f"/r/{form.settings.slug}/{step}", headers={"Cache-Control": "no-store"})


async def _receive(
    request: web.Request, form: PublishedForm, raw: RawForm, language: Language, now: Instant
) -> web.Response | str | None:
    """Store a form. Returns: None, the token to pay with, or the filled-in page with the errors."""
    try:
        return await _store(request, form, raw, now)
    except FormFaults as faults:
        return _form(request, form, language, now, filled=raw, faults=faults.fields, status=422)
    except SendAgain as again:
        late = again.why is SendAgain.Why.EXPIRED
        text = translate(language, "form-expired") if late else translate(language, "form-too_fast")
        # A form that came too fast keeps its number, so that it is one however often it is sent.
        nonce = None if late else raw.nonce
        return _form(request, form, language, now, filled=raw, notice=text, status=422, nonce=nonce)
    except TooManyRequests as refused:
        response = _message(request, language, "busy", 429)
        response.headers["Retry-After"] = str(refused.after_s)
        return response
    except outages(request.app) as error:
        _log.warning("form_failed", retry=True, error=repr(error))
        text = translate(language, "form-unavailable")
        return _form(request, form, language, now, filled=raw, notice=text, status=503, nonce=raw.nonce)


async def _store(request: web.Request, form: PublishedForm, raw: RawForm, now: Instant) -> str | None:
    """Store a form. Returns: the token to pay with, where entry has a price and the person has not paid: the one case
    in which the answer depends on who sent the form. Raises: as ``FormReceiver.receive``."""
    stored = await request.app[receiver].receive(form, raw, network_of(client_address(request)), now)
    if form.settings.price is None:
        return None
    await request.app[applying].work_off(form.webinar.id, now)
    return await request.app[payments_key].token_of(stored)


async def thanks(request: web.Request) -> web.StreamResponse:
    """Show the thank-you page, which is the same for every sender of a form."""
    form = await _published(request, request.app[appkeys.clock]())
    if form is None:
        return _nothing(request)
    language = _language(request, form)
    title, text = translate(language, "form-sent_title"), translate(language, "form-sent")
    # Another site's page in a frame of a third one is not what people have come for.
    in_frame = request.headers.get("Sec-Fetch-Dest", "document") != "document"
    html = page.message_page(
        language, title, [text], refresh=None if in_frame else form.settings.redirect_url
    )
    html = html.replace('<main class="card">', '<main class="card" data-sent>')
    html = html.replace("</head>", '<script src="/r/-/form.js" defer></script></head>')
    return _html(request, form, html, 200)


async def form_json(request: web.Request) -> web.StreamResponse:
    """Return the data that the script needs to render the form in another page."""
    now = request.app[appkeys.clock]()
    form = await _published(request, now)
    if form is None:
        raise Refused("not_found", "There is no registration page at this address.")
    headers = _cors(request, form)
    state = form.opening(now)
    if state is not RegistrationState.OPEN:
        closed = Refused("registration_closed", "Registration is not open.")
        refused = payments_unavailable() if state is RegistrationState.UNPAYABLE else closed
        return problem_response(request, refused, headers)
    language = _language(request, form)
    response = json_response(_form_body(request, form, language, now))
    response.headers.update(headers)
    return response


async def challenge(request: web.Request) -> web.StreamResponse:
    """Return a proof of work for a form that has a price."""
    now = request.app[appkeys.clock]()
    form = await _published(request, now)
    if form is None:
        raise Refused("not_found", "There is no registration page at this address.")
    response = json_response(request.app[receiver].challenge(form.webinar.id, now))
    response.headers.update(_cors(request, form))
    return response


async def preflight(request: web.Request) -> web.StreamResponse:
    """Answer the preflight of a form that another origin's page sends as JSON."""
    form = await _published(request, request.app[appkeys.clock]())
    headers = {} if form is None else _cors(request, form)
    return web.Response(status=204, headers=headers)


async def nothing(request: web.Request) -> web.StreamResponse:
    """Refuse every other address below /r/."""
    return _nothing(request)


def network_of(remote: str | None) -> str | None:
    """Return the network under which a sender is counted: the IPv4 address, or the /64 of an IPv6 address; None for
    machines of our own."""
    try:
        address = ip_address((remote or "").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_loopback or address.is_private or address.is_link_local:
        return None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


async def _published(request: web.Request, now: Instant) -> PublishedForm | None:
    """Return the page of the request's slug; while PostgreSQL is away the page as it was read last, so that a form
    comes back filled in."""
    slug = request.match_info["slug"]
    try:
        return await request.app[forms].published(slug, now)
    except outages(request.app):
        last = request.app[forms].last_published(slug)
        if last is None:
            raise
        return last


async def _submit_json(request: web.Request, form: PublishedForm, now: Instant) -> web.StreamResponse:
    headers = _cors(request, form)
    if request.headers.get("Origin") is not None and not headers:
        raise Refused("origin_not_allowed", "Add this page's origin to the webinar's allowed origins.")
    try:
        data = await read_bytes(request, BODY_MAX)
        raw = _raw_of(msgspec.json.decode(data, type=SubmitForm))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return problem_response(
            request, Refused("malformed_json", f"The body is not a valid form: {error}"), headers
        )
    try:
        token = await _store(request, form, raw, now)
    except SendAgain:
        refused = Refused("nonce_expired", "Fetch form.json again and send the form with its nonce.")
        return problem_response(request, refused, headers)
    except TooManyRequests as refused:
        return problem_response(request, refused, headers | {"Retry-After": str(refused.after_s)})
    except Refused as refused:
        return problem_response(request, refused, headers)
    public = request.app[appkeys.settings].public_url
    pay_url: str | UnsetType = UNSET if token is None else f"{public}/pay/{token}"
    response = json_response(SentBody(sent=True, pay_url=pay_url), status=202)
    response.headers.update(headers)
    return response


def _raw_of(body: SubmitForm) -> RawForm:
    return RawForm(
        email=body.email,
        contact={name: value for name in CONTACT_FIELDS if isinstance(value := getattr(body, name), str)},
        answers={name: _texts(value) for name, value in list(body.answers.items())[:_FIELDS_MAX]},
        consents=frozenset(purpose for purpose, agreed in body.consents.items() if agreed is True),
        source={name: value for name in SOURCES if isinstance(value := getattr(body, name), str)},
        nonce=body.nonce or "",
        proof=body.proof or "",
        trap=body.website_2 or "",
        language=body.lang or "",
        timezone=body.timezone or "",
        scripted=True,
    )


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [
        ("yes" if each else "no") if isinstance(each, bool) else str(each)
        for each in values[:200]
        if each is not None
    ]


async def _read_form(request: web.Request) -> RawForm:
    """Read an urlencoded or multipart form of at most 64 KiB. Raises: Refused (400, 413, 415, 408)."""
    data = await read_bytes(request, BODY_MAX)
    kind = media_type(request)
    if kind == "application/x-www-form-urlencoded":
        pairs = urlencoded(data, PARTS_MAX)
    elif kind == "multipart/form-data":
        pairs = multipart(request.headers["Content-Type"], data)
    else:
        raise Refused(
            "unsupported_media_type", "Send a form: urlencoded, multipart/form-data or application/json."
        )
    return raw_form(pairs)


def raw_form(pairs: Sequence[tuple[str, str]]) -> RawForm:
    """Return a form of name and value pairs; unknown names are ignored."""
    first: dict[str, str] = {}
    answers: dict[str, list[str]] = {}
    consents = set()
    for name, value in pairs:
        if name.startswith("answers."):
            answers.setdefault(name.removeprefix("answers."), []).append(value)
        elif name.startswith("consents."):
            if value.strip().lower() not in NO_WORDS:
                consents.add(name.removeprefix("consents."))
        else:
            first.setdefault(name, value)
    return RawForm(
        email=first.get("email", ""),
        contact={name: first[name] for name in CONTACT_FIELDS if name in first},
        answers=answers,
        consents=frozenset(consents),
        source={name: first[name] for name in SOURCES if name in first},
        nonce=first.get("nonce", ""),
        trap=first.get(TRAP, ""),
        language=first.get("lang", ""),
        timezone=first.get("timezone", ""),
    )


def _source_of_query(request: web.Request) -> Mapping[str, str]:
    found = {name: request.query[name][:200] for name in SOURCES if name in request.query}
    host = _host(request.headers.get("Referer", "")[:2000])
    if host and host != urlsplit(request.app[appkeys.settings].public_url).hostname:
        found.setdefault("referrer", host[:200])
    return found


def _host(url: str) -> str | None:
    """Return the host of an external address; None for text that is no address."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host if host and HOST.fullmatch(host) else None


def _language(request: web.Request, form: PublishedForm) -> Language:
    for wanted in (
        supported(request.query.get("lang")),
        accepted(request.headers.get("Accept-Language", "")),
    ):
        if wanted in form.languages:
            return wanted or DEFAULT
    return form.languages[0]


def _url(request: web.Request, form: PublishedForm) -> str:
    return f"{request.app[appkeys.settings].public_url}/r/{form.settings.slug}"


def _form(
    request: web.Request,
    form: PublishedForm,
    language: Language,
    now: Instant,
    *,
    filled: RawForm,
    faults: Sequence[FieldError] = (),
    notice: str = "",
    status: int = 200,
    nonce: str | None = None,
) -> web.Response:
    kept = filled.nonce if faults and filled.nonce else None
    html = page.form_page(
        form,
        language,
        now,
        url=_url(request, form),
        nonce=nonce or kept or request.app[receiver].nonce(form.webinar.id, now),
        filled=filled,
        faults=faults,
        notice=notice,
    )
    return _html(request, form, html, status)


def _closed(
    request: web.Request, form: PublishedForm, language: Language, now: Instant
) -> web.Response | None:
    """Return the page with the reason why registration is closed; None while it is open."""
    event = form.webinar.name
    match form.opening(now):
        case RegistrationState.CANCELLED:
            title, text = "form-cancelled_title", translate(language, "form-cancelled", event=event)
        case RegistrationState.CLOSED:
            title, text = "form-closed_title", translate(language, "form-closed", event=event)
        case RegistrationState.NOT_YET:
            when = moment(form.settings.open_from_at or now, form.webinar.timezone, language)
            title = "form-not_yet_title"
            text = translate(language, "form-not_yet", event=event, when=when)
        case RegistrationState.UNPAYABLE:
            return _unpayable(request, form, language)
        case RegistrationState.OPEN:
            return None
    early = form.opening(now) is RegistrationState.NOT_YET and request.method == "GET"
    html = page.message_page(language, translate(language, title), [text])
    return _html(request, form, html, 200 if early else 410)


def _unpayable(request: web.Request, form: PublishedForm, language: Language) -> web.Response:
    text = translate(language, "form-unpayable", event=form.webinar.name)
    html = page.message_page(language, translate(language, "form-unpayable_title"), [text])
    response = _html(request, form, html, 503)
    response.headers["Retry-After"] = str(payments_unavailable().after_s)
    return response


def _message(request: web.Request, language: Language, name: str, status: int) -> web.Response:
    title, text = translate(language, f"form-{name}_title"), translate(language, f"form-{name}")
    return _html(request, None, page.message_page(language, title, [text]), status)


def _nothing(request: web.Request) -> web.Response:
    return _message(request, accepted(request.headers.get("Accept-Language", "")) or DEFAULT, "missing", 404)


def _html(request: web.Request, form: PublishedForm | None, html: str, status: int) -> web.Response:
    response = web.Response(text=html, status=status, content_type="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _policy(request, form)
    response.headers["Vary"] = "Accept-Language"
    return response if form is None else framed(request, form, response)


def framed(request: web.Request, form: PublishedForm, response: web.Response) -> web.Response:
    """Let the pages of a form's origins show this answer in a frame."""
    response.headers["Content-Security-Policy"] = _policy(request, form)
    # frame-ancestors decides; browsers that know it ignore this older header where it is absent.
    response.headers["X-Frame-Options"] = "ALLOWALL"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def _policy(request: web.Request, form: PublishedForm | None) -> str:
    allowed = () if form is None else _allowed(request, form)
    target = ""
    if form is not None and form.settings.redirect_url is not None:
        parts = urlsplit(form.settings.redirect_url)
        if HOST.fullmatch(parts.netloc):
            target = f" {parts.scheme}://{parts.netloc}"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "base-uri 'none'",
            f"form-action 'self'{target}",
            " ".join(("frame-ancestors 'self'", *allowed)),
        )
    )


def _allowed(request: web.Request, form: PublishedForm) -> tuple[str, ...]:
    """Return the origins whose pages may frame the form, or submit it by script."""
    return (*request.app[origins], *form.webinar.allowed_origins)


def _cors(request: web.Request, form: PublishedForm) -> dict[str, str]:
    """Return the headers that let the page's origin read the answer; none for an origin that is not allowed."""
    origin = request.headers.get("Origin")
    own = request.app[appkeys.settings].public_url
    if origin is None or (origin.lower() != own and not is_allowed(origin.lower(), _allowed(request, form))):
        return {}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": "GET, POST",
        "Access-Control-Allow-Headers": "Content-Type",
        "Access-Control-Max-Age": "600",
        "Vary": "Origin",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def _form_body(request: web.Request, form: PublishedForm, language: Language, now: Instant) -> FormJsonBody:
    webinar, empty = form.webinar, RawForm()
    return FormJsonBody(
        name=webinar.name,
        when=moment(webinar.starts_at, webinar.timezone, language),
        recorded=now >= webinar.ends_at,
        full=form.full and now < webinar.ends_at,
        language=language,
        intro=label_of(form.settings.intro, language),
        fields=[
            FormFieldBody(
                name=each.name,
                label=each.label,
                type=each.type,
                required=each.required,
                max_length=each.most,
                autocomplete=each.autocomplete,
                many=each.many,
                options=[FormOptionBody(value=option.value, label=option.label) for option in each.options]
                or [
                    FormOptionBody(value=code, label=name)
                    for code, name in (page.countries(language) if each.type == "country" else ())
                ],
            )
            for each in page.fields_of(form, language, empty, {})
        ],
        consents=[
            FormConsentBody(name=each.name, label=each.label, required=each.required)
            for each in page.consents_of(form.settings, language, empty, {})
        ],
        texts={name: translate(language, f"form-{name}") for name in _SCRIPT_TEXTS},
        nonce=request.app[receiver].nonce(webinar.id, now),
        trap=TRAP,
        price=page.price_of(form, language) or UNSET,
    )


_SCRIPT_TEXTS: Final = (
    "submit",
    "sent_title",
    "sent",
    "faults",
    "recording",
    "full",
    "full_waitlist",
    "required_note",
    "unavailable",
    "busy",
    "trap",
    "fault-missing_email",
    "fault-invalid_email",
    "fault-blocked_domain",
    "fault-missing_field",
    "fault-field_too_long",
    "fault-invalid_characters",
    "fault-unknown_option",
    "fault-invalid_value",
    "fault-consent_needed",
)
