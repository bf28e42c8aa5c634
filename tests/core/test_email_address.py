"""The identity of an address: two addresses are one when mail for both arrives in one mailbox."""

import pytest

from latecomer.core.email_address import ascii_address, email_key, forms, search_key


@pytest.mark.parametrize("email", ["ann@example.com", " ANN@Example.com\t", "Ann@EXAMPLE.COM"])
def test_emails_are_compared_trimmed_and_without_case(email: str) -> None:
    assert email_key(email) == "ann@example.com"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("jos\u00e9@example.org", "jose\u0301@example.org"),
        ("JOS\u00c9@example.org", "jose\u0301@example.org"),
        ("a@m\u00fcnchen.example", "a@xn--mnchen-3ya.example"),
        ("a@M\u00dcNCHEN.example", "a@XN--MNCHEN-3YA.example"),
        ("a@mu\u0308nchen.example", "a@m\u00fcnchen.example"),
        ("a@example\u3002org", "a@example.org"),
    ],
)
def test_forms_of_one_address_are_one(one: str, other: str) -> None:
    assert email_key(one) == email_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna.gro\u00df@example.org", "anna.gross@example.org"),
        ("a@stra\u00dfe.example", "a@strasse.example"),
        ("jose@example.org", "jos\u00e9@example.org"),
        ("\ufb01n@example.org", "fin@example.org"),
    ],
)
def test_addresses_of_two_mailboxes_are_two(one: str, other: str) -> None:
    assert email_key(one) != email_key(other)


def test_a_domain_without_an_a_label_is_compared_as_written() -> None:
    assert email_key("a@_\u00fc.Example") == "a@_\u00fc.example"


def test_text_may_name_an_address_in_every_form() -> None:
    assert {"a@m\u00fcnchen.example", "a@xn--mnchen-3ya.example", "a@mu\u0308nchen.example"} <= forms(
        "A@M\u00fcnchen.example"
    )


def test_only_the_domain_becomes_ascii_where_ascii_is_asked_for() -> None:
    assert ascii_address("Jos\u00e9@m\u00fcnchen.example") == "Jos\u00e9@xn--mnchen-3ya.example"
    assert ascii_address("Ann@Example.org") == "Ann@Example.org"


def test_searched_text_ignores_case_and_composition() -> None:
    assert search_key("JOSE\u0301") == "jos\u00e9"
