"""The tone of French and Dutch: forms of address, and one word for one thing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from latecomer.i18n import check

LOCALES: Final = Path(__file__).parents[2] / check.LOCALES_PATH
READ_BY_VIEWERS: Final = frozenset({"watch", "form", "player"})
MAILED: Final = re.compile(r"campaigns-(template-.*|mail)_(subject|text)|campaigns-template-missed")
"""Texts of a campaign's mails, which an operator finds as a proposal."""
FORMAL: Final = re.compile(r"\b(u|uw|uzelf)\b", re.IGNORECASE)
FAMILIAR: Final = re.compile(r"\b(je|jij|jou|jouw)\b", re.IGNORECASE)
NO_WORDS: Final = {
    "words-duration-hours": "u",
    "webinars-form-length_hint": "u:mm:ss",
    "registration-keys": "U",
}
"""Hours, and a key of the keyboard."""


def texts(language: str) -> Iterator[tuple[str, str]]:
    """Return the pieces of text of a catalogue, each with the id of its message."""

    class Pieces(Visitor):
        def __init__(self) -> None:
            self.found: list[str] = []

        def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
            self.found.append(node.value)

    for file in sorted((LOCALES / language).iterdir()):
        for entry in FluentParser().parse(file.read_text("utf-8")).body:
            if isinstance(entry, ast.Message):
                pieces = Pieces()
                pieces.visit(entry)
                yield from ((entry.id.name, piece) for piece in pieces.found)


def test_dutch_says_u_to_viewers_and_je_to_operators() -> None:
    wrong = [
        f"{name}: {text}"
        for name, text in texts("nl")
        if (FAMILIAR if _is_for_viewers(name) else FORMAL).search(text.replace(NO_WORDS.get(name, "\0"), ""))
    ]
    assert wrong == []


def _is_for_viewers(name: str) -> bool:
    return name.partition("-")[0] in READ_BY_VIEWERS or MAILED.fullmatch(name) is not None


@pytest.mark.parametrize(
    ("language", "instead"),
    [
        ("nl", r"\bafgelas"),
        ("nl", r"\bop aanvraag\b"),
        ("fr", r"\bà la demande\b"),
        ("fr", r"\bannulation de l’événement\b"),
    ],
)
def test_one_thing_has_one_word(language: str, instead: str) -> None:
    assert [name for name, text in texts(language) if re.search(instead, text)] == []
