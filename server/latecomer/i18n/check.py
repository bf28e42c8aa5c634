"""The check of the catalogues against one another and against the code that uses them.

``python -m latecomer.i18n.check`` prints what is wrong and exits with 1; with ``write`` it first writes the files that
the pages derive from the catalogues. It runs in a checkout, as part of ``make check``.

Source: docs/languages.md, What is checked
"""

from __future__ import annotations

import ast as python_ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import available_timezones

from babel import Locale
from babel.dates import get_timezone_location
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from latecomer.i18n.languages import DEFAULT, Language, locale_of

LOCALES_PATH: Final = "server/latecomer/i18n/locales"
"""The folder of the catalogues, from the root of a checkout."""

_ROOT: Final = Path(__file__).parents[3]
_CATEGORIES: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
_COUNTED: Final = range(1_000)
"""Counts that show which plural categories a language needs; a category of millions alone (French) is optional."""
_HTML: Final = re.compile(r"<[A-Za-z/!]|&(?:[a-z]+|#\d+);")
_FRENCH: Final = re.compile(r"(?<![\u00a0\u202f])[:;?!»](?=\s|$)|«(?![\u00a0\u202f])|\w'\w")
"""A double mark without its no-break space, and a straight apostrophe."""
_PAGES: Final = ("ts", "tsx", "html")


@dataclass(frozen=True, slots=True)
class Finding:
    """An error, and its place: a path from the root, and a message's id or nothing."""

    path: str
    message: str
    what: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message + ': ' if self.message else ''}{self.what}"


@dataclass(slots=True)
class Text:
    """A message of one catalogue: its variables, plurals and errors."""

    variables: set[str] = field(default_factory=set)
    plurals: dict[str, list[set[str]]] = field(default_factory=dict)
    """The categories of each plural, by the variable that it counts."""
    numbers: set[str] = field(default_factory=set)
    """Variables that are formatted as numbers, counted or not."""
    hidden_counts: set[str] = field(default_factory=set)
    """Counted variables whose ``[one]`` does not show the number that ``[other]`` shows."""
    wrong: list[str] = field(default_factory=list)


Catalogue = dict[str, Text]
"""The messages of one language by id."""


def check(root: Path = _ROOT) -> list[Finding]:
    """Return all errors in the checkout at ``root``."""
    findings: list[Finding] = []
    catalogues = {folder.name: _read(folder, root, findings) for folder in _folders(root)}
    if DEFAULT not in catalogues:
        return [Finding(str(_locales(root).relative_to(root)), "", f"the language {DEFAULT} is missing")]
    findings += _compare(catalogues)
    findings += _uses(root, catalogues[DEFAULT])
    return findings


def derived(root: Path = _ROOT) -> dict[Path, str]:
    """Return the files that are derived from the catalogues for the pages: the types of all messages, the cities of
    zones."""
    catalogue = _read(_locales(root) / DEFAULT, root, [])
    files = {root / "pages/i18n/messages.ts": _types(catalogue)}
    for folder in _folders(root):
        cities = json.dumps(_cities(Language(folder.name)), ensure_ascii=False, indent=1, sort_keys=True)
        files[root / f"pages/i18n/cities/{folder.name}.json"] = cities + "\n"
    return files


def main(arguments: Sequence[str]) -> int:
    """Check, or with ``write`` write the derived files and check. Returns the exit code."""
    for path, content in derived().items():
        if arguments == ["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != content:
            print(f"{path.relative_to(_ROOT)}: is not up to date: run `make texts`", file=sys.stderr)
            return 1
    findings = check()
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


# --- one catalogue ---


def _locales(root: Path) -> Path:
    return root / LOCALES_PATH


def _folders(root: Path) -> list[Path]:
    return sorted(folder for folder in _locales(root).iterdir() if folder.is_dir())


def _read(folder: Path, root: Path, findings: list[Finding]) -> Catalogue:
    """Read the catalogue of a language, and report the errors of its files."""
    texts: Catalogue = {}
    for file in sorted(folder.iterdir()):
        path = str(file.relative_to(root))
        if file.suffix != ".ftl" or not re.fullmatch(r"[a-z][a-z0-9_]*", file.stem):
            findings.append(Finding(path, "", "a catalogue is called <area>.ftl, in lower case"))
            continue
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Junk):
                reason = entry.annotations[0].message if entry.annotations else "it is not Fluent"
                start = (entry.content or "").strip()[:60]
                findings.append(Finding(path, "", f"cannot be read: {start!r}: {reason}"))
            elif isinstance(entry, ast.Term):
                findings.append(Finding(path, f"-{entry.id.name}", "terms are not used: write the word out"))
            elif isinstance(entry, ast.Message):
                text = text_of(entry, folder.name)
                wrong = _shape(entry, file.stem, texts) + text.wrong
                findings += [Finding(path, entry.id.name, what) for what in wrong]
                texts[entry.id.name] = text
    return texts


def _shape(entry: ast.Message, area: str, seen: Catalogue) -> list[str]:
    wrong = []
    if not entry.id.name.startswith(f"{area}-"):
        wrong.append(f"the ids of this file begin with {area}-")
    if entry.id.name in seen:
        wrong.append("is there twice")
    if entry.value is None:
        wrong.append("has no text")
    if entry.attributes:
        wrong.append("attributes are not used: make it a message of its own")
    return wrong


def text_of(entry: ast.Message, language: str) -> Text:
    """Return the variables and plurals of a message, and its errors."""
    reader = _Reader(language)
    reader.visit(entry)
    return reader.text


@cache
def _counted(language: str) -> Counter[str]:
    """Return how many of the counts are in each plural category of a language."""
    return Counter(map(Locale.parse(language).plural_form, _COUNTED))


class _Reader(Visitor):
    """Collects the variables and plurals of a message, and reports forbidden content."""

    def __init__(self, language: str) -> None:
        self.text = Text()
        self._is_french = Locale.parse(language).language == "fr"
        self._plurals = Locale.parse(language).plural_form.tags
        self._counted = _counted(language)

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
        if _HTML.search(node.value):
            self.text.wrong.append("has HTML; a text is text, and pages put elements into its variables")
        if self._is_french and _FRENCH.search(node.value) and "://" not in node.value:
            self.text.wrong.append("needs a no-break space before : ; ? ! », and after «, and ’ for '")

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.text.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802
        self.text.wrong.append(f"refers to {node.id.name}: give it as a variable")

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802
        self.text.wrong.append(f"refers to -{node.id.name}: write the word out")

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802
        if node.id.name != "NUMBER":
            self.text.wrong.append(f"uses {node.id.name}(): format it before, and give it as a variable")
        self.text.numbers |= _variables(node)
        self.generic_visit(node)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802
        names = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        counted = next(iter(_variables(node.selector)), "")
        if names & _CATEGORIES:
            self._plural(node, counted, names)
        self.generic_visit(node)

    def _plural(self, node: ast.SelectExpression, counted: str, names: set[str]) -> None:
        self.text.plurals.setdefault(counted, []).append(names)
        if unknown := names - set(self._plurals) - {"other"}:
            self.text.wrong.append(f"this language has no plural {', '.join(sorted(unknown))}")
        if missing := (self._counted.keys() | {"other"}) - names:
            self.text.wrong.append(f"the plural {', '.join(sorted(missing))} of ${counted} is missing")
        default = next((variant for variant in node.variants if variant.default), None)
        if default is None or not isinstance(default.key, ast.Identifier) or default.key.name != "other":
            self.text.wrong.append(f"the default plural of ${counted} is not other")
        # French counts 0 and 1.5 as one: without the number nobody could tell them apart.
        singular = self._counted["one"]
        shown = {key: counted in _variables(variant.value) for key, variant in _named(node)}
        if singular > 1 and shown.get("other") and not shown.get("one", True):
            self.text.wrong.append(
                f"the plural one of ${counted} stands for {singular} numbers: show the number"
            )


def _named(node: ast.SelectExpression) -> Iterator[tuple[str, ast.Variant]]:
    for variant in node.variants:
        if isinstance(variant.key, ast.Identifier):
            yield variant.key.name, variant


def _variables(node: Any) -> set[str]:
    found: set[str] = set()

    class Names(Visitor):
        def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
            found.add(node.id.name)

    Names().visit(node)
    return found


# --- the catalogues of all languages ---


def _compare(catalogues: dict[str, Catalogue]) -> list[Finding]:
    findings = []
    english = catalogues[DEFAULT]
    for language, texts in catalogues.items():
        for message in sorted(english.keys() | texts.keys()):
            path = f"{LOCALES_PATH}/{language}/{message.partition('-')[0]}.ftl"
            if message not in texts:
                findings.append(Finding(path, message, "is missing"))
            elif message not in english:
                findings.append(Finding(path, message, f"is not in {DEFAULT}"))
            else:
                findings += [
                    Finding(path, message, what) for what in _differences(english[message], texts[message])
                ]
    return findings


def _differences(english: Text, other: Text) -> list[str]:
    wrong = []
    if missing := english.variables - other.variables:
        wrong.append(f"lacks ${', $'.join(sorted(missing))}")
    if unknown := other.variables - english.variables:
        wrong.append(f"has ${', $'.join(sorted(unknown))}, which {DEFAULT} has not")
    if unlike := english.plurals.keys() ^ other.plurals.keys():
        wrong.append(f"counts ${', $'.join(sorted(unlike))} in one language and not in the other")
    return wrong


# --- the code ---


def _uses(root: Path, english: Catalogue) -> list[Finding]:
    """Find messages that no code uses, and calls of messages or variables that do not exist."""
    areas = {message.partition("-")[0] for message in english}
    # An id in quotes, the beginning of one before a variable, or ``{text id}`` in a page's HTML.
    mention = re.compile(
        rf"""(?:["'`]|\{{text )((?:{"|".join(sorted(areas))})-[A-Za-z0-9_-]*)(["'`}}]|\$?\{{)"""
    )
    exact: set[str] = set()
    prefixes: set[str] = set()
    findings: list[Finding] = []
    offered = _offered(root)
    for file in _sources(root):
        source = file.read_text("utf-8")
        path = str(file.relative_to(root))
        for name, end in mention.findall(source):
            (prefixes if end.endswith("{") else exact).add(name)
            if file.suffix[1:] in _PAGES:
                findings += _unoffered(path, name, english, offered)
        if file.suffix == ".py" and "translate" in source:
            findings += _calls(path, source, english)
    for message in sorted(english):
        if message not in exact and not any(message.startswith(prefix) for prefix in prefixes):
            area = message.partition("-")[0]
            findings.append(Finding(f"{LOCALES_PATH}/{DEFAULT}/{area}.ftl", message, "no code uses it"))
    return findings


def _sources(root: Path) -> Iterator[Path]:
    for file in sorted((root / "server").rglob("*.py")):
        if file.parent != Path(__file__).parent or file.name == "format.py":
            yield file
    for suffix in _PAGES:
        for file in sorted((root / "pages").rglob(f"*.{suffix}")):
            if "node_modules" not in file.parts and file.name != "messages.ts" and ".test." not in file.name:
                yield file


def _offered(root: Path) -> dict[str, set[str]]:
    """Return the areas that each app of the pages loads."""
    file = root / "pages/i18n/areas.json"
    return {app: set(areas) for app, areas in json.loads(file.read_text("utf-8")).items()}


def _unoffered(path: str, name: str, english: Catalogue, offered: dict[str, set[str]]) -> list[Finding]:
    app = Path(path).parts[1]
    area = name.partition("-")[0]
    known = name in english or any(message.startswith(name) for message in english)
    if app in offered and known and area not in offered[app]:
        return [Finding(path, name, f"pages/i18n/areas.json does not have {area} among the areas of {app}")]
    return []


def _calls(path: str, source: str, english: Catalogue) -> Iterator[Finding]:
    """Compare each ``translate(language, "id", name=…)`` with its message."""
    for node in python_ast.walk(python_ast.parse(source)):
        if not isinstance(node, python_ast.Call) or _called(node) != "translate" or len(node.args) < 2:
            continue
        message = node.args[1]
        if not isinstance(message, python_ast.Constant) or not isinstance(message.value, str):
            continue
        if message.value not in english:
            yield Finding(f"{path}:{node.lineno}", message.value, "is in no catalogue")
        elif all(keyword.arg for keyword in node.keywords):
            given = {str(keyword.arg) for keyword in node.keywords}
            if given != english[message.value].variables:
                needed = ", ".join(sorted(english[message.value].variables)) or "no variables"
                yield Finding(f"{path}:{node.lineno}", message.value, f"takes {needed}")


def _called(node: python_ast.Call) -> str:
    function = node.func
    if isinstance(function, python_ast.Attribute):
        return function.attr
    return function.id if isinstance(function, python_ast.Name) else ""


# --- what the pages derive ---


def _types(catalogue: Catalogue) -> str:
    lines = [
        "/** Every message and its variables. Written by `make texts` from the English catalogue. */",
        "export interface Messages {",
    ]
    for message, text in sorted(catalogue.items()):
        names = " | ".join(f'"{name}"' for name in sorted(text.variables)) or "never"
        lines.append(f'  "{message}": {names};')
    return "\n".join([*lines, "}", ""])


def _cities(language: Language) -> dict[str, str]:
    """Return the cities of the zones whose city differs from the last part of the zone's name."""
    cities = {}
    for zone in available_timezones():
        if "/" not in zone or zone.startswith("Etc/"):
            continue
        city = get_timezone_location(zone, locale=locale_of(language), return_city=True)
        if city != zone.rpartition("/")[2].replace("_", " "):
            cities[zone] = city
    return cities


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
