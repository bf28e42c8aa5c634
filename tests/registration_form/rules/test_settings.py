from typing import Any

import msgspec
import pytest

from latecomer.core.errors import Refused
from latecomer.registration_form.rules.settings import (
    RegistrationSettings,
    Wanted,
    check,
    label_of,
)

LABEL = {"en": "How did you hear of us?"}
GOOD: dict[str, Any] = {
    "slug": "composting",
    "fields": {"first_name": "required", "company": "optional"},
    "questions": [
        {"id": "how", "type": "text", "label": LABEL},
        {"id": "size", "type": "one_of", "label": LABEL, "options": [{"value": "small", "label": LABEL}]},
    ],
    "consents": [{"purpose": "event", "label": LABEL, "required": True}],
    "intro": {"en": "Hello\nthere", "fr": "Bonjour"},
    "blocked_domains": ["example.com"],
    "redirect_url": "https://example.org/thanks",
    "open_from_at": 1,
    "open_until_at": 2,
}


def settings(**changes: Any) -> RegistrationSettings:
    return msgspec.convert(GOOD | changes, RegistrationSettings)


def test_what_is_right_is_taken() -> None:
    check(settings())
    check(RegistrationSettings(slug="abc"))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"slug": "ab"}, "/slug", "invalid_slug"),
        ({"slug": "Compost"}, "/slug", "invalid_slug"),
        ({"slug": "a" * 81}, "/slug", "invalid_slug"),
        ({"slug": "a/../b"}, "/slug", "invalid_slug"),
        ({"fields": {"shoe_size": "required"}}, "/fields/shoe_size", "unknown_field"),
        ({"questions": [{"id": "A b", "type": "text", "label": LABEL}]}, "/questions/0/id", "invalid_value"),
        (
            {"questions": [{"id": "a", "type": "text", "label": LABEL}] * 2},
            "/questions/1/id",
            "invalid_value",
        ),
        ({"questions": [{"id": "a", "type": "text", "label": {}}]}, "/questions/0/label", "missing_field"),
        (
            {"questions": [{"id": "a", "type": "one_of", "label": LABEL}]},
            "/questions/0/options",
            "wrong_length",
        ),
        (
            {
                "questions": [
                    {"id": "a", "type": "text", "label": LABEL, "options": [{"value": "x", "label": LABEL}]}
                ]
            },
            "/questions/0/options",
            "wrong_length",
        ),
        (
            {
                "questions": [
                    {
                        "id": "a",
                        "type": "some_of",
                        "label": LABEL,
                        "options": [{"value": "x", "label": LABEL}] * 2,
                    }
                ]
            },
            "/questions/0/options",
            "invalid_value",
        ),
        (
            {"questions": [{"id": f"q{n}", "type": "text", "label": LABEL} for n in range(31)]},
            "/questions",
            "wrong_length",
        ),
        ({"consents": [{"purpose": "Mail!", "label": LABEL}]}, "/consents/0/purpose", "invalid_value"),
        ({"consents": [{"purpose": "mail", "label": {"en": " "}}]}, "/consents/0/label/en", "wrong_length"),
        ({"intro": {"english": "x"}}, "/intro", "invalid_value"),
        ({"intro": {"en": "x" * 5001}}, "/intro/en", "wrong_length"),
        ({"intro": {"en": "a\x00b"}}, "/intro/en", "wrong_length"),
        ({"blocked_domains": ["not a domain"]}, "/blocked_domains/0", "invalid_value"),
        ({"redirect_url": "javascript:alert(1)"}, "/redirect_url", "invalid_url"),
        ({"open_until_at": 1}, "/open_until", "ends_before_starts"),
    ],
)
def test_what_is_wrong_is_named(changes: Any, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(settings(**changes))
    assert (field, code) in [(each.field, each.code) for each in refused.value.fields]


def test_a_provider_needs_both_names() -> None:
    plain = RegistrationSettings(slug="abc")
    assert plain.wanted("last_name") is Wanted.HIDDEN
    assert plain.wanted("last_name", provider=True) is Wanted.REQUIRED
    assert plain.wanted("company", provider=True) is Wanted.HIDDEN


def test_a_text_is_in_the_language_or_in_english_or_in_any() -> None:
    assert label_of({"en": "a", "fr": "b"}, "fr") == "b"
    assert label_of({"en": "a", "fr": "b"}, "nl") == "a"
    assert label_of({"fr": "b"}, "nl") == "b"
    assert label_of({}, "nl") == ""
