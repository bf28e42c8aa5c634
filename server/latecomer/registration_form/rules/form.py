"""A submitted form, checked against the settings of its webinar.

Errors are reported field by field, and the other fields keep their values. Unknown fields, removed questions and
unknown purposes are ignored: a form may be older than the settings.

Source: docs/registration.md, Filling it in
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec

from latecomer.core.email_address import ascii_domain, email_key
from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import Instant
from latecomer.core.person import CONTACT_FIELDS
from latecomer.core.time_zones import is_time_zone
from latecomer.people.rules import email_of, text_of
from latecomer.registration_form.rules.countries import COUNTRIES
from latecomer.registration_form.rules.settings import (
    Consent,
    FormQuestion,
    QuestionType,
    RegistrationSettings,
    Wanted,
    label_of,
)

TEXT_MAX: Final = 500
LONG_TEXT_MAX: Final = 5_000
SOURCE_MAX: Final = 200
UTM: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
SOURCES: Final = (*UTM, "ref", "referrer", "landing_path")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TRUE: Final = frozenset(("yes", "true", "on", "1"))
_FALSE: Final = frozenset(("no", "false", "off", "0"))
NO_WORDS: Final = _FALSE | {""}
"""The values of a consent, in lower case, that agree to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawForm:
    """A form as texts, from any encoding. ``trap``: the content of the hidden field, which people leave empty."""

    email: str = ""
    contact: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    consents: frozenset[str] = frozenset()
    source: Mapping[str, str] = field(default_factory=dict)
    nonce: str = ""
    proof: str = ""
    trap: str = ""
    language: str = ""
    timezone: str = ""
    scripted: bool = False
    """A script, which can solve a proof of work, sent the form."""


class FormAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with the question as it was asked."""

    id: str
    question: str
    type: QuestionType
    value: str | bool | float | tuple[str, ...]


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """A consent with its text as it was shown. ``version`` is derived from the text."""

    purpose: str
    text: str
    version: str
    agreed_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedForm:
    """A valid form, ready to be stored."""

    email: str
    contact: Mapping[str, str]
    answers: tuple[FormAnswer, ...]
    consents: tuple[Agreed, ...]
    source: Mapping[str, str]
    language: str
    timezone: str | None

    @property
    def email_key(self) -> str:
        """Return the form in which the address is compared."""
        return email_key(self.email)

    def content_key(self) -> bytes:
        """Return a digest that is equal for equal forms without a nonce: address, fields, answers and consents; 32
        bytes."""
        content = (
            self.email_key,
            sorted(self.contact.items()),
            self.answers,
            [consent.purpose for consent in self.consents],
        )
        return sha256(msgspec.json.encode(content)).digest()


class FormFaults(Refused):
    """Errors in a form; ``fields`` holds them by the form's own field names."""

    def __init__(self, faults: tuple[FieldError, ...]) -> None:
        super().__init__(faults[0].code, faults[0].message, faults)


def check_form(
    raw: RawForm,
    settings: RegistrationSettings,
    *,
    languages: Sequence[str],
    now: Instant,
    provider: bool = False,
) -> CheckedForm:
    """Return the valid form.

    Args:
        languages: the offered languages; the first is the webinar's.
        provider: a provider is bound, which needs both names.

    Raises: FormFaults with missing_email, invalid_email, blocked_domain, missing_field, field_too_long,
        invalid_characters, unknown_option, invalid_value, consent_needed.
    """
    language = raw.language if raw.language in languages else languages[0]
    faults: list[FieldError] = []
    email = ""
    try:
        email = email_of(raw.email)
    except Refused as refused:
        faults.append(FieldError("email", refused.code, refused.message))
    if email and _is_blocked(email, settings.blocked_domains):
        faults.append(
            FieldError("email", "blocked_domain", "Please use another address, of your own organisation.")
        )
    contact = _contact(raw, settings, faults, provider=provider)
    answers = _answers(raw, settings.questions, language, faults)
    consents = _consents(raw, settings.consents, language, now, faults)
    if faults:
        raise FormFaults(tuple(faults))
    return CheckedForm(
        email=email,
        contact=contact,
        answers=answers,
        consents=consents,
        source=source_of(raw.source),
        language=language,
        timezone=raw.timezone if is_time_zone(raw.timezone) else None,
    )


def source_of(given: Mapping[str, str]) -> Mapping[str, str]:
    """Return where the person came from: known parameter names only, 200 characters each. A bad value is no reason to
    refuse the form."""
    cleaned = ((name, _CONTROL.sub("", given.get(name, "")).strip()[:SOURCE_MAX]) for name in SOURCES)
    return {name: text for name, text in cleaned if text}


def _is_blocked(email: str, domains: Sequence[str]) -> bool:
    domain = email_key(email).rpartition("@")[2]
    return any(domain == each or domain.endswith("." + each) for each in map(ascii_domain, domains))


def _contact(
    raw: RawForm, settings: RegistrationSettings, faults: list[FieldError], *, provider: bool
) -> Mapping[str, str]:
    contact = {}
    for name in CONTACT_FIELDS:
        wanted = settings.wanted(name, provider=provider)
        if wanted is Wanted.HIDDEN:
            continue
        try:
            text = text_of(name, raw.contact.get(name))
        except Refused as refused:
            faults.append(FieldError(name, refused.code, refused.message))
            continue
        if text is not None:
            contact[name] = text
        elif wanted is Wanted.REQUIRED:
            faults.append(FieldError(name, "missing_field", "Please fill this in."))
    return contact


def _answers(
    raw: RawForm, questions: Sequence[FormQuestion], language: str, faults: list[FieldError]
) -> tuple[FormAnswer, ...]:
    answers = []
    for question in questions:
        given = [text.strip() for text in raw.answers.get(question.id, ()) if text.strip()]
        where = f"answers.{question.id}"
        if not given:
            if question.required:
                faults.append(FieldError(where, "missing_field", "Please answer this."))
            continue
        try:
            value = _value(question, given)
        except _NotAnAnswer as problem:
            faults.append(FieldError(where, problem.code, str(problem)))
            continue
        answers.append(
            FormAnswer(
                id=question.id, question=label_of(question.label, language), type=question.type, value=value
            )
        )
    return tuple(answers)


class _NotAnAnswer(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _value(question: FormQuestion, given: Sequence[str]) -> str | bool | float | tuple[str, ...]:  # noqa: PLR0911 - one per type
    text = given[0]
    match question.type:
        case QuestionType.TEXT:
            return _text(text, TEXT_MAX)
        case QuestionType.LONG_TEXT:
            return _text(text, LONG_TEXT_MAX)
        case QuestionType.ONE_OF:
            return _option(question, text)
        case QuestionType.SOME_OF:
            return tuple(dict.fromkeys(_option(question, one) for one in given))
        case QuestionType.YES_NO:
            if text.lower() not in _TRUE | _FALSE:
                raise _NotAnAnswer("unknown_option", "Please answer yes or no.")
            return text.lower() in _TRUE
        case QuestionType.NUMBER:
            return _number(text)
        case QuestionType.DATE:
            try:
                return date.fromisoformat(text).isoformat()
            except ValueError:
                raise _NotAnAnswer("invalid_value", "Please write a date as 2026-03-31.") from None
        case QuestionType.COUNTRY:
            if text.upper() not in COUNTRIES:
                raise _NotAnAnswer("unknown_option", "Please choose a country of the list.")
            return text.upper()


def _text(text: str, longest: int) -> str:
    if len(text) > longest:
        raise _NotAnAnswer("field_too_long", f"At most {longest} characters fit.")
    if _CONTROL.search(text.replace("\r\n", "\n").replace("\r", "\n")):
        raise _NotAnAnswer("invalid_characters", "There are characters in it that cannot be stored.")
    return text


def _option(question: FormQuestion, text: str) -> str:
    if text not in {option.value for option in question.options}:
        raise _NotAnAnswer("unknown_option", "Please choose one of the list.")
    return text


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text or len(text) > 40:
        raise _NotAnAnswer("invalid_value", "Please write a number.")
    return number


def _consents(
    raw: RawForm, consents: Sequence[Consent], language: str, now: Instant, faults: list[FieldError]
) -> tuple[Agreed, ...]:
    return tuple(_agreed(raw, consents, language, now, faults))


def _agreed(
    raw: RawForm, consents: Sequence[Consent], language: str, now: Instant, faults: list[FieldError]
) -> Iterator[Agreed]:
    for consent in consents:
        if consent.purpose in raw.consents:
            text = label_of(consent.label, language)
            version = sha256(text.encode()).hexdigest()[:12]
            yield Agreed(purpose=consent.purpose, text=text, version=version, agreed_at=now)
        elif consent.required:
            faults.append(
                FieldError(
                    f"consents.{consent.purpose}", "consent_needed", "Please agree to this to continue."
                )
            )
