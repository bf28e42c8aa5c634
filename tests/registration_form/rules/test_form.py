from dataclasses import replace
from typing import Any

import pytest

from latecomer.registration_form.rules.form import CheckedForm, FormFaults, RawForm, check_form, source_of
from latecomer.registration_form.rules.settings import RegistrationSettings
from tests.registration_form.rules.test_settings import settings

LABEL = {"en": "Question", "fr": "Demande"}
ASKS = settings(
    fields={"first_name": "required", "company": "optional"},
    questions=[
        {"id": "text", "type": "text", "label": LABEL},
        {"id": "long", "type": "long_text", "label": LABEL},
        {
            "id": "one",
            "type": "one_of",
            "label": LABEL,
            "options": [{"value": "a", "label": LABEL}, {"value": "b", "label": LABEL}],
        },
        {
            "id": "some",
            "type": "some_of",
            "label": LABEL,
            "options": [{"value": "a", "label": LABEL}, {"value": "b", "label": LABEL}],
        },
        {"id": "yes", "type": "yes_no", "label": LABEL},
        {"id": "number", "type": "number", "label": LABEL},
        {"id": "day", "type": "date", "label": LABEL},
        {"id": "land", "type": "country", "label": LABEL},
    ],
    consents=[
        {"purpose": "event", "label": {"en": "Notice"}, "required": True},
        {"purpose": "news", "label": {"en": "News"}},
    ],
    blocked_domains=["mail.example"],
)
FORM = RawForm(email="Ada@Example.com ", contact={"first_name": "Ada"}, consents=frozenset(("event",)))


def check(raw: RawForm, asks: RegistrationSettings = ASKS, **options: Any) -> CheckedForm:
    return check_form(raw, asks, languages=("en", "fr"), now=7, **options)


def faults(raw: RawForm, **options: Any) -> dict[str, str]:
    with pytest.raises(FormFaults) as refused:
        check(raw, **options)
    return {each.field: each.code for each in refused.value.fields}


def test_a_form_is_stored_as_it_was_meant() -> None:
    form = check(
        replace(
            FORM,
            contact={"first_name": " Ada ", "company": "", "phone": "not asked for"},
            answers={
                "text": ["hi"],
                "long": ["a\r\nb"],
                "one": ["b"],
                "some": ["b", "a", "b"],
                "yes": ["on"],
                "number": ["1,5"],
                "day": ["2026-02-28"],
                "land": ["nl"],
                "vanished": ["x"],
            },
            language="fr",
            timezone="Europe/Paris",
            source={"utm_source": "news", "ref": "x" * 300, "other": "y"},
        )
    )
    assert form.email == "Ada@Example.com"
    assert form.email_key == "ada@example.com"
    assert form.contact == {"first_name": "Ada"}
    assert {each.id: each.value for each in form.answers} == {
        "text": "hi",
        "long": "a\r\nb",
        "one": "b",
        "some": ("b", "a"),
        "yes": True,
        "number": 1.5,
        "day": "2026-02-28",
        "land": "NL",
    }
    assert {each.question for each in form.answers} == {"Demande"}
    assert [(each.purpose, each.text, each.agreed_at) for each in form.consents] == [("event", "Notice", 7)]
    assert form.language == "fr"
    assert form.timezone == "Europe/Paris"
    assert form.source == {"utm_source": "news", "ref": "x" * 200}


@pytest.mark.parametrize(
    ("question", "given", "code"),
    [
        ("text", "x" * 501, "field_too_long"),
        ("text", "a\x00b", "invalid_characters"),
        ("text", "\ud800", "invalid_characters"),
        ("long", "x" * 5001, "field_too_long"),
        ("one", "c", "unknown_option"),
        ("some", "c", "unknown_option"),
        ("yes", "perhaps", "unknown_option"),
        ("number", "many", "invalid_value"),
        ("number", "nan", "invalid_value"),
        ("number", "inf", "invalid_value"),
        ("number", "1_000", "invalid_value"),
        ("day", "2026-02-30", "invalid_value"),
        ("day", "yesterday", "invalid_value"),
        ("land", "XX", "unknown_option"),
    ],
)
def test_an_answer_that_is_none_is_said_to_be(question: str, given: str, code: str) -> None:
    assert faults(replace(FORM, answers={question: [given]})) == {f"answers.{question}": code}


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert faults(RawForm(email="x" * 300 + "@b", answers={"one": ["c"]})) == {
        "email": "field_too_long",
        "first_name": "missing_field",
        "answers.one": "unknown_option",
        "consents.event": "consent_needed",
    }


@pytest.mark.parametrize(
    "email", ["", "a", "a@b", "a b@example.com", '"quoted"@example.com', "a@b.c\r\nBcc: x@y.zz"]
)
def test_what_is_no_address_is_not_taken(email: str) -> None:
    assert faults(replace(FORM, email=email))["email"] in {"missing_email", "invalid_email"}


@pytest.mark.parametrize("email", ["jürgen@example.com", "ada@exämple.com", "o'hara+x@example.co.uk"])
def test_addresses_of_any_script_are(email: str) -> None:
    assert check(replace(FORM, email=email)).email == email


def test_blocked_domains_are_blocked_with_what_is_below_them() -> None:
    assert faults(replace(FORM, email="a@mail.example")) == {"email": "blocked_domain"}
    assert faults(replace(FORM, email="a@x.MAIL.example")) == {"email": "blocked_domain"}
    check(replace(FORM, email="a@gmail.example"))


def test_a_provider_needs_both_names() -> None:
    assert faults(FORM, provider=True) == {"last_name": "missing_field"}


def test_500_answers_are_as_many_as_there_are_questions() -> None:
    many = {f"q{n}": ["x"] for n in range(500)} | {"text": ["x"]}
    assert [each.id for each in check(replace(FORM, answers=many)).answers] == ["text"]


def test_odd_sources_are_no_reason_to_refuse() -> None:
    """R15: a form is not sent because of the characters of a utm."""
    assert source_of({"utm_source": "a\x00b\ud800\r\n", "utm_medium": "  ", "utm_term": "é&=?#"}) == {
        "utm_source": "ab",
        "utm_term": "é&=?#",
    }


def test_the_same_content_is_known_again() -> None:
    """R12: a double click without a nonce."""
    assert check(FORM).content_key() == check(replace(FORM, email="ADA@example.com")).content_key()
    assert check(FORM).content_key() != check(replace(FORM, contact={"first_name": "Eve"})).content_key()
