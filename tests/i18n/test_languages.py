"""The language of a reader: the explicit choice, what is known, and what the browser accepts."""

import pytest

from latecomer.i18n.languages import (
    COOKIE,
    DEFAULT,
    LANGUAGES,
    PSEUDO,
    accepted,
    choose,
    direction,
    read_tag,
    supported,
)


def test_the_languages_are_the_folders_of_the_catalogues() -> None:
    assert set(LANGUAGES) >= {"en", "fr", "nl"}


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("FR_ca", "fr"),
        ("nl-BE", "nl"),
        ("fr-Latn-FR-x-private", "fr"),
        ("en-XA", "en"),
        ("frr", None),
        ("xx", None),
        ("", None),
        ("-", None),
        (None, None),
        ("fr" + "-a" * 100, None),
    ],
)
def test_a_tag_is_cut_until_there_is_a_catalogue(tag: str | None, language: str | None) -> None:
    assert supported(tag) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("nl-BE", "nl"),
        ("de-DE,de;q=0.9,nl;q=0.5,en;q=0.4", "nl"),
        ("en;q=0.2, fr;q=0.7, nl;q=0.7", "fr"),
        ("fr;q=0, nl;q=0.1", "nl"),
        ("fr;q=abc, nl;q=2, en;q=nan", None),
        ("fr;level=1", None),
        ("*", None),
        ("tlh, x-klingon, i-default", None),
        (",,;;==,", None),
        ("", None),
    ],
)
def test_of_what_a_browser_accepts_the_best_of_ours_is_taken(header: str, language: str | None) -> None:
    assert accepted(header) == language


def test_a_header_of_8_kb_is_read_to_its_end_and_no_further_than_200_items() -> None:
    assert accepted("x" * 8_100 + ",nl") == "nl"
    assert accepted("xx-YY," * 199 + "nl") == "nl"
    assert accepted("xx-YY," * 200 + "nl") is None
    assert accepted("x" * 9_000 + ",nl") is None


def test_the_explicit_choice_comes_first_then_what_is_known_then_the_browser() -> None:
    assert choose(kept="nl", preferences=("fr", "en"), accept_language="en") == "nl"
    assert choose(kept="tlh", preferences=(None, "fr-BE"), accept_language="nl") == "fr"
    assert choose(preferences=(None, None), accept_language="nl-NL,en") == "nl"
    assert choose(accept_language="ja") == DEFAULT


def test_the_pseudo_language_is_only_for_those_who_ask_for_it() -> None:
    assert choose(kept=PSEUDO, accept_language="fr") == PSEUDO
    assert choose(accept_language="en-XA") == DEFAULT
    assert PSEUDO not in LANGUAGES


def test_each_language_has_a_direction() -> None:
    assert {direction(language) for language in (*LANGUAGES, PSEUDO)} == {"ltr"}


def test_the_cookie_has_a_name_that_the_pages_know() -> None:
    assert COOKIE == "latecomer_language"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("fr", "fr"),
        (" FR ", "fr"),
        ("nl_be", "nl-BE"),
        ("zh-hans-cn", "zh-hans-CN"),
        ("Français", "fr"),
        ("DUTCH", "nl"),
        ("duits", "de"),
        ("qq", None),
        ("parlé", None),
        ("", None),
        ("f" * 400, None),
        ("fr" + "-aaaaaaaa" * 5, None),
    ],
)
def test_a_tag_or_a_name_means_a_language(text: str, tag: str | None) -> None:
    assert read_tag(text) == tag
