"""The HTML of the registration page and its follow-up pages: rendered by the server, in the reader's language, without
scripts.

Source: docs/registration.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale
from jinja2 import Environment, PackageLoader, StrictUndefined

from latecomer.core.errors import FieldError
from latecomer.core.ids import Instant
from latecomer.core.person import CONTACT_FIELDS
from latecomer.core.timestamps import to_text
from latecomer.i18n.format import moment, price
from latecomer.i18n.languages import Language, direction, locale_of
from latecomer.i18n.translate import has_text, translate
from latecomer.registration_form.rules.countries import COUNTRIES
from latecomer.registration_form.rules.form import LONG_TEXT_MAX, TEXT_MAX, RawForm
from latecomer.registration_form.rules.settings import (
    Approval,
    FormQuestion,
    QuestionType,
    RegistrationSettings,
    Wanted,
    label_of,
)
from latecomer.registration_form.service import PublishedForm

TRAP: Final = "website_2"
"""The hidden field. Its name means nothing to browsers and password managers."""
_AUTOCOMPLETE: Final = {
    "email": "email",
    "first_name": "given-name",
    "last_name": "family-name",
    "phone": "tel",
    "company": "organization",
    "job_title": "organization-title",
    "street_address": "street-address",
    "city": "address-level2",
    "state": "address-level1",
    "postal_code": "postal-code",
    "country": "country-name",
}
_INPUTS: Final = {
    QuestionType.TEXT: "text",
    QuestionType.NUMBER: "number",
    QuestionType.DATE: "date",
    QuestionType.LONG_TEXT: "long",
    QuestionType.COUNTRY: "country",
}
_TEXTS: Final = (
    "language",
    "recording",
    "local",
    "full",
    "full_waitlist",
    "faults",
    "trap",
    "required",
    "required_note",
    "submit",
)

_environment: Final = Environment(
    loader=PackageLoader("latecomer.registration_form", "html"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form with its value."""

    id: str
    name: str
    label: str
    type: str
    required: bool
    most: int = TEXT_MAX
    autocomplete: str = ""
    value: str = ""
    values: Sequence[str] = ()
    options: Sequence[Option] = ()
    many: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentField:
    """A consent with its state."""

    id: str
    name: str
    label: str
    required: bool
    checked: bool
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A form of one button. ``choices``: boxes to tick, all ticked."""

    label: str
    fields: Sequence[tuple[str, str]] = ()
    choices: Sequence[Choice] = ()
    quiet: bool = False
    top: bool = False
    """Leaves a frame that the page is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A box to tick."""

    name: str
    label: str
    checked: bool = True


def form_page(
    form: PublishedForm,
    language: Language,
    now: Instant,
    *,
    url: str,
    nonce: str,
    filled: RawForm | None = None,
    faults: Sequence[FieldError] = (),
    notice: str = "",
) -> str:
    """Return the registration page.

    Args:
        filled: the values typed so far. ``faults``: their errors. ``notice``: a sentence above the form.
    """
    webinar, settings = form.webinar, form.settings
    filled = filled or RawForm()
    messages = {fault.field: _fault(fault, language) for fault in faults}
    fields = fields_of(form, language, filled, messages)
    consents = consents_of(settings, language, filled, messages)
    labels = {each.name: (each.id, each.label) for each in fields}
    labels |= {each.name: (each.id, each.label) for each in consents}
    when = moment(webinar.starts_at, webinar.timezone, language)
    return _environment.get_template("form.html").render(
        t={name: translate(language, f"form-{name}") for name in _TEXTS} | _submit_text(form, language),
        title=translate(language, "form-title_of", event=webinar.name),
        summary=when,
        webinar=webinar,
        language=language,
        direction=direction(language),
        languages=form.languages,
        names={each: (locale_of(each).get_language_name() or each).capitalize() for each in form.languages},
        url=url,
        action=url,
        nonce=nonce,
        trap=TRAP,
        starts=to_text(webinar.starts_at),
        when=when,
        recorded=now >= webinar.ends_at,
        full=form.full and now < webinar.ends_at,
        waitlist=settings.waitlist,
        price=price_of(form, language),
        intro=_paragraphs(label_of(settings.intro, language)),
        fields=fields,
        consents=consents,
        countries=countries(language),
        hidden=[("lang", language), *((name, text) for name, text in filled.source.items() if text)],
        faults=[
            {"id": labels[name][0], "label": labels[name][1], "message": text}
            for name, text in messages.items()
            if name in labels
        ],
        notice=notice,
    )


def price_of(form: PublishedForm, language: Language) -> str:
    """Return the sentence that names the price; empty where entry is free."""
    asked = form.settings.price
    if asked is None:
        return ""
    return translate(language, "form-price", amount=price(asked.amount_minor, asked.currency, language))


def _submit_text(form: PublishedForm, language: Language) -> dict[str, str]:
    if form.settings.price is None or form.settings.approval is Approval.MANUAL:
        return {}
    return {"submit": translate(language, "form-submit_paid")}


def message_page(
    language: Language,
    title: str,
    paragraphs: Sequence[str],
    *,
    buttons: Sequence[Button] = (),
    action: str = "",
    refresh: str | None = None,
    refresh_s: int = 3,
    notice: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> str:
    """Return a page with a message and buttons that submit a form to ``action``.

    Args: ``refresh``: the page to continue on, after ``refresh_s`` seconds. ``notice``: a problem, above the rest.
    ``links``: addresses and their words.
    """
    return _environment.get_template("message.html").render(
        language=language,
        direction=direction(language),
        title=title,
        paragraphs=paragraphs,
        buttons=buttons,
        action=action,
        refresh=refresh,
        refresh_s=refresh_s,
        notice=notice,
        links=links,
        go_on=translate(language, "form-go_on"),
    )


def fields_of(
    form: PublishedForm, language: Language, filled: RawForm, messages: Mapping[str, str]
) -> list[Field]:
    """Return the fields of the page: the email, contact fields, questions."""
    fields = [
        Field(
            id="f-email",
            name="email",
            label=translate(language, "form-email"),
            type="email",
            required=True,
            most=254,
            autocomplete="email",
            value=filled.email,
            fault=messages.get("email", ""),
        )
    ]
    for name in CONTACT_FIELDS:
        wanted = form.settings.wanted(name, provider=form.provider)
        if wanted is Wanted.HIDDEN:
            continue
        fields.append(
            Field(
                id=f"f-{name}",
                name=name,
                label=translate(language, f"form-{name}"),
                type="tel" if name == "phone" else "text",
                required=wanted is Wanted.REQUIRED,
                autocomplete=_AUTOCOMPLETE.get(name, ""),
                value=filled.contact.get(name, ""),
                fault=messages.get(name, ""),
            )
        )
    fields += [_question(each, language, filled, messages) for each in form.settings.questions]
    return fields


def consents_of(
    settings: RegistrationSettings, language: Language, filled: RawForm, messages: Mapping[str, str]
) -> list[ConsentField]:
    """Return the consents of the page; none is ticked in advance."""
    return [
        ConsentField(
            id=f"f-consents-{each.purpose}",
            name=f"consents.{each.purpose}",
            label=label_of(each.label, language),
            required=each.required,
            checked=each.purpose in filled.consents,
            fault=messages.get(f"consents.{each.purpose}", ""),
        )
        for each in settings.consents
    ]


def _question(
    question: FormQuestion, language: Language, filled: RawForm, messages: Mapping[str, str]
) -> Field:
    name = f"answers.{question.id}"
    given = list(filled.answers.get(question.id, ()))
    options = [Option(value=each.value, label=label_of(each.label, language)) for each in question.options]
    if question.type is QuestionType.YES_NO:
        options = [
            Option(value=answer, label=translate(language, f"form-{answer}")) for answer in ("yes", "no")
        ]
    return Field(
        id=f"f-answers-{question.id}",
        name=name,
        label=label_of(question.label, language),
        type="choice" if options else _INPUTS[question.type],
        required=question.required,
        most=LONG_TEXT_MAX if question.type is QuestionType.LONG_TEXT else TEXT_MAX,
        value=given[0] if given else "",
        values=given,
        options=options,
        many=question.type is QuestionType.SOME_OF,
        fault=messages.get(name, ""),
    )


def _fault(fault: FieldError, language: Language) -> str:
    message = f"form-fault-{fault.code}"
    return translate(language, message) if has_text(message) else fault.message


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@cache
def countries(language: Language) -> list[tuple[str, str]]:
    """Return the countries by code and name, in the order of their names in the language."""
    locale: Locale = locale_of(language)
    named = [(code, locale.territories.get(code, code)) for code in COUNTRIES]
    return sorted(named, key=lambda each: each[1].casefold())
