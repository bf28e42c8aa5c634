"""The settings of a webinar's registration: questions, consents, and rules; every field is checked.

Source: docs/registration.md, What you can set
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from latecomer.core.currency import CURRENCIES, amount, least, step
from latecomer.core.email_address import ascii_domain
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.core.person import CONTACT_FIELDS
from latecomer.webinars.rules.validation import is_url

QUESTIONS_MAX: Final = 30
OPTIONS_MAX: Final = 100
CONSENTS_MAX: Final = 10
LABEL_MAX: Final = 500
CONSENT_MAX: Final = 2_000
INTRO_MAX: Final = 5_000
DOMAINS_MAX: Final = 1_000
AMOUNT_MAX: Final = 99_999_999
"""The greatest amount that payment services take, in the smallest unit."""

_EXAMPLE: Final = "https://example.com/thanks"
_SLUG: Final = re.compile(r"[a-z0-9-]{3,80}")
_NAME: Final = re.compile(r"[a-z0-9_-]{1,40}")
_LANGUAGE: Final = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class Approval(StrEnum):
    """The rule for operators' approval of registrations."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Wanted(StrEnum):
    """The rule for a contact field on the page."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    HIDDEN = "hidden"


class QuestionType(StrEnum):
    """The type of an answer."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ONE_OF = "one_of"
    SOME_OF = "some_of"
    YES_NO = "yes_no"
    NUMBER = "number"
    DATE = "date"
    COUNTRY = "country"

    @property
    def has_options(self) -> bool:
        """Return whether the question lists its possible answers."""
        return self in (QuestionType.ONE_OF, QuestionType.SOME_OF)


Labels = Mapping[str, str]
"""Texts by language code."""


class FormOption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer to choose. ``value`` is stored, ``label`` is shown."""

    value: str
    label: dict[str, str]


class FormQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A custom question."""

    id: str
    type: QuestionType
    label: dict[str, str]
    required: bool = False
    options: tuple[FormOption, ...] = ()


class Consent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text to agree to. ``purpose`` ``event`` is the notice of the event itself."""

    purpose: str
    label: dict[str, str]
    required: bool = False


class Price(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The price of a seat. ``amount_minor``: in the currency's smallest unit; ``currency``: ISO 4217, lower case."""

    amount_minor: int
    currency: str


class RegistrationSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of a webinar's registration. ``open_from_at`` and ``open_until_at`` bound the time for forms."""

    open: bool = True
    slug: str
    approval: Approval = Approval.AUTOMATIC
    confirm_address: bool = False
    waitlist: bool = True
    open_from_at: Instant | None = None
    open_until_at: Instant | None = None
    fields: dict[str, Wanted] = msgspec.field(default_factory=dict)
    questions: tuple[FormQuestion, ...] = ()
    consents: tuple[Consent, ...] = ()
    intro: dict[str, str] = msgspec.field(default_factory=dict)
    blocked_domains: tuple[str, ...] = ()
    redirect_url: str | None = None
    tell_rejected: bool = False
    price: Price | None = None

    def wanted(self, field: str, *, provider: bool = False) -> Wanted:
        """Return whether the page asks for a contact field; with a provider both names are required."""
        if provider and field in ("first_name", "last_name"):
            return Wanted.REQUIRED
        return self.fields.get(field, Wanted.HIDDEN)


def label_of(labels: Labels, language: str) -> str:
    """Return the text in a language; else in English, else in any."""
    return labels.get(language) or labels.get("en") or next(iter(labels.values()), "")


def check(settings: RegistrationSettings) -> None:
    """Check the settings. Raises: Refused with the code of the first error, and all errors in ``fields``."""
    problems = tuple(_problems(settings))
    if problems:
        raise Refused(problems[0].code, problems[0].message, problems)


def _problems(settings: RegistrationSettings) -> Iterator[FieldError]:
    if not _SLUG.fullmatch(settings.slug):
        yield FieldError(
            "/slug", "invalid_slug", "The address must have 3 to 80 of the characters a-z, 0-9 and '-'."
        )
    for field in settings.fields:
        if field not in CONTACT_FIELDS:
            yield FieldError(
                f"/fields/{field[:40]}",
                "unknown_field",
                f"The contact fields are {', '.join(CONTACT_FIELDS)}.",
            )
    yield from _questions(settings.questions)
    yield from _consents(settings.consents)
    yield from _labels("/intro", settings.intro, INTRO_MAX, needed=False)
    if len(settings.blocked_domains) > DOMAINS_MAX:
        yield FieldError(
            "/blocked_domains",
            "wrong_length",
            f"At most {DOMAINS_MAX} domains are possible.",
            {"most": DOMAINS_MAX},
        )
    for place, domain in enumerate(settings.blocked_domains):
        if not _DOMAIN.fullmatch(ascii_domain(domain)):
            yield FieldError(
                f"/blocked_domains/{place}", "invalid_value", "Write a domain such as example.com."
            )
    if settings.redirect_url is not None and not is_url(settings.redirect_url):
        said = f"Write the whole address of a page, such as {_EXAMPLE}."
        yield FieldError("/redirect_url", "invalid_url", said, {"like": _EXAMPLE})
    yield from _price(settings.price)
    first, last = settings.open_from_at, settings.open_until_at
    if first is not None and last is not None and last <= first:
        yield FieldError("/open_until", "ends_before_starts", "Registration must close after it opens.")


def _price(price: Price | None) -> Iterator[FieldError]:
    if price is None:
        return
    if price.currency not in CURRENCIES:
        yield FieldError(
            "/price/currency", "unknown_currency", "Choose a currency by its code of ISO 4217, such as eur."
        )
        return
    multiple = step(price.currency)
    if not 1 <= price.amount_minor <= AMOUNT_MAX or price.amount_minor % multiple:
        yield FieldError(
            "/price/amount_minor",
            "invalid_amount",
            f"The amount must be 1 to {AMOUNT_MAX} of the currency's smallest unit, and a multiple of {multiple}.",
            {"most": AMOUNT_MAX, "multiple": multiple},
        )
        return
    smallest = least(price.currency)
    if price.amount_minor < smallest:
        code, shown = price.currency.upper(), float(amount(smallest, price.currency))
        yield FieldError(
            "/price/amount_minor",
            "amount_too_small",
            f"Stripe takes at least {amount(smallest, price.currency)} {code}: set a higher price, or none.",
            {"least": shown, "currency": code},
        )


def _questions(questions: tuple[FormQuestion, ...]) -> Iterator[FieldError]:
    if len(questions) > QUESTIONS_MAX:
        yield FieldError(
            "/questions",
            "wrong_length",
            f"At most {QUESTIONS_MAX} questions are possible.",
            {"most": QUESTIONS_MAX},
        )
    seen: set[str] = set()
    for place, question in enumerate(questions):
        where = f"/questions/{place}"
        if not _NAME.fullmatch(question.id) or question.id in seen:
            yield FieldError(
                f"{where}/id",
                "invalid_value",
                "An id must have 1 to 40 of the characters a-z, 0-9, _ and -, and each id may be used only once.",
            )
        seen.add(question.id)
        yield from _labels(f"{where}/label", question.label, LABEL_MAX)
        values = [option.value for option in question.options]
        if question.type.has_options != bool(values) or len(values) > OPTIONS_MAX:
            yield FieldError(
                f"{where}/options",
                "wrong_length",
                f"one_of and some_of need 1 to {OPTIONS_MAX} options, other types none.",
            )
        if len(set(values)) < len(values) or not all(1 <= len(value) <= LABEL_MAX for value in values):
            yield FieldError(f"{where}/options", "invalid_value", "Each option needs a value of its own.")
        for nth, option in enumerate(question.options):
            yield from _labels(f"{where}/options/{nth}/label", option.label, LABEL_MAX)


def _consents(consents: tuple[Consent, ...]) -> Iterator[FieldError]:
    if len(consents) > CONSENTS_MAX:
        yield FieldError(
            "/consents",
            "wrong_length",
            f"At most {CONSENTS_MAX} consents are possible.",
            {"most": CONSENTS_MAX},
        )
    seen: set[str] = set()
    for place, consent in enumerate(consents):
        if not _NAME.fullmatch(consent.purpose) or consent.purpose in seen:
            yield FieldError(
                f"/consents/{place}/purpose",
                "invalid_value",
                "A purpose must have 1 to 40 of the characters a-z, 0-9, _ and -, and each may be used only once.",
            )
        seen.add(consent.purpose)
        yield from _labels(f"/consents/{place}/label", consent.label, CONSENT_MAX)


def _labels(where: str, labels: Labels, longest: int, *, needed: bool = True) -> Iterator[FieldError]:
    if needed and not labels:
        yield FieldError(where, "missing_field", "A text is needed in at least one language.")
    for language, text in labels.items():
        unstorable = any(character < " " and character not in "\n\t" for character in text)
        if not _LANGUAGE.fullmatch(language):
            yield FieldError(where, "invalid_value", "Languages are codes such as en, fr, nl.")
        elif not text.strip() or len(text) > longest or unstorable or _has_surrogate(text):
            yield FieldError(
                f"{where}/{language}",
                "wrong_length",
                f"The text must have 1 to {longest} characters.",
                {"least": 1, "most": longest},
            )


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
