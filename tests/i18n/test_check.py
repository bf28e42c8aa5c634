"""The check of the catalogues: what is red, and that ours are green."""

import json
from pathlib import Path

import pytest

from latecomer.i18n.check import check, derived

ROOT = Path(__file__).parents[2]
CODE = 'translate(language, "area-hello", name=name)\ntranslate(language, "area-people", count=3)\n'
EN = "area-hello = Hello { $name }\narea-people = { $count ->\n    [one] One person\n   *[other] { $count } people\n}\n"
FR = (
    "area-hello = Bonjour { $name }\n"
    "area-people = { $count ->\n    [one] { $count } personne\n   *[other] { $count } personnes\n}\n"
)


def checkout(root: Path, *, fr: str = FR, en: str = EN, code: str = CODE, page: str = "") -> list[str]:
    """Return the findings in a small checkout with these catalogues and this code."""
    for path, content in {
        "server/latecomer/i18n/locales/en/area.ftl": en,
        "server/latecomer/i18n/locales/fr/area.ftl": fr,
        "server/latecomer/area/service.py": code,
        "pages/i18n/areas.json": json.dumps({"watch": ["area"], "dashboard": []}),
        "pages/dashboard/area.tsx": page,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content, "utf-8")
    return [str(finding) for finding in check(root)]


def test_our_own_catalogues_are_complete_and_used() -> None:
    assert [str(finding) for finding in check(ROOT)] == []


def test_what_the_pages_derive_is_up_to_date() -> None:
    stale = [path for path, content in derived(ROOT).items() if path.read_text("utf-8") != content]
    assert stale == []


def test_a_small_catalogue_that_is_right_passes(tmp_path: Path) -> None:
    assert checkout(tmp_path) == []


@pytest.mark.parametrize(
    ("fr", "finding"),
    [
        (FR.replace("area-hello = Bonjour { $name }\n", ""), "fr/area.ftl: area-hello: is missing"),
        (FR + "area-new = Nouveau\n", "fr/area.ftl: area-new: is not in en"),
        (FR.replace("{ $name }", "toi"), "fr/area.ftl: area-hello: lacks $name"),
        (
            FR.replace("{ $name }", "{ $name } { $nom }"),
            "fr/area.ftl: area-hello: has $nom, which en has not",
        ),
        (
            FR.replace("    [one] { $count } personne\n", ""),
            "fr/area.ftl: area-people: the plural one of $count is missing",
        ),
        (FR.replace("[one]", "[two]"), "fr/area.ftl: area-people: this language has no plural two"),
        (
            FR.replace("{ $count } personne\n", "Une personne\n"),
            "fr/area.ftl: area-people: the plural one of $count stands for 2 numbers: show the number",
        ),
        (
            "area-hello = Bonjour { $name }\narea-people = { $count } personnes\n",
            "fr/area.ftl: area-people: counts $count in one language and not in the other",
        ),
        (FR.replace("Bonjour", "<b>Bonjour</b>"), "fr/area.ftl: area-hello: has HTML"),
        (FR.replace("Bonjour", "<script>alert(1)</script>"), "fr/area.ftl: area-hello: has HTML"),
        (FR.replace("Bonjour", "Bonjour :"), "fr/area.ftl: area-hello: needs a no-break space"),
        (FR.replace("Bonjour", "« Bonjour\u00a0»"), "fr/area.ftl: area-hello: needs a no-break space"),
        (FR.replace("Bonjour", "C'est"), "fr/area.ftl: area-hello: needs a no-break space"),
        (FR.replace("Bonjour", "Bonjour&nbsp;"), "fr/area.ftl: area-hello: has HTML"),
        (FR + "area-hello = Salut { $name }\n", "fr/area.ftl: area-hello: is there twice"),
        (FR + "other-text = Autre\n", "fr/area.ftl: other-text: the ids of this file begin with area-"),
        (FR + "    .title = Titre\n", "fr/area.ftl: area-people: attributes are not used"),
        (FR + "-marque = Latecomer\n", "fr/area.ftl: -marque: terms are not used"),
        (FR + "area-broken = { $name\n", "fr/area.ftl: cannot be read: 'area-broken = { $name'"),
        (FR.replace("{ $name }", "{ DATETIME($name) }"), "fr/area.ftl: area-hello: uses DATETIME()"),
        (FR.replace("{ $name }", "{ area-people }"), "fr/area.ftl: area-hello: refers to area-people"),
    ],
)
def test_a_translation_that_is_wrong_is_found(tmp_path: Path, fr: str, finding: str) -> None:
    assert any(
        found.startswith(f"server/latecomer/i18n/locales/{finding}") for found in checkout(tmp_path, fr=fr)
    )


@pytest.mark.parametrize(
    ("code", "finding"),
    [
        (CODE.splitlines()[0], "server/latecomer/i18n/locales/en/area.ftl: area-people: no code uses it"),
        (
            CODE + 'translate(language, "area-gone")',
            "server/latecomer/area/service.py:3: area-gone: is in no catalogue",
        ),
        (CODE.replace("name=name", "nom=name"), "server/latecomer/area/service.py:1: area-hello: takes name"),
        (CODE.replace(", count=3", ""), "server/latecomer/area/service.py:2: area-people: takes count"),
    ],
)
def test_code_that_does_not_fit_its_texts_is_found(tmp_path: Path, code: str, finding: str) -> None:
    assert checkout(tmp_path, code=code) == [finding]


def test_a_text_that_a_page_uses_and_does_not_load_is_found(tmp_path: Path) -> None:
    page = 't("area-hello", { name })'
    assert checkout(tmp_path, page=page) == [
        "pages/dashboard/area.tsx: area-hello: pages/i18n/areas.json does not have area among the areas of dashboard"
    ]


def test_ids_that_end_in_a_code_are_used_by_their_beginning(tmp_path: Path) -> None:
    assert checkout(tmp_path, code='translate(language, f"area-{code}")') == []


def test_a_checkout_without_english_is_refused(tmp_path: Path) -> None:
    (tmp_path / "server/latecomer/i18n/locales/fr").mkdir(parents=True)
    assert [finding.what for finding in check(tmp_path)] == ["the language en is missing"]
