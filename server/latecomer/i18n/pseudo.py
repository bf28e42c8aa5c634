"""The pseudo language ``en-XA``: English with accents, a third longer and in brackets.

A text without brackets on a page was never translated; a text whose closing bracket is cut off does not fit.
"""

from __future__ import annotations

from typing import Any, Final

from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

_PLAIN: Final = "AEIOUYaeiouycnsz"
_ACCENTED: Final = "ÅÉÎÖÛÝåéîöûýçñšž"
_TABLE: Final = str.maketrans(_PLAIN, _ACCENTED)
_DOUBLED: Final = {letter: letter * 2 for letter in "åéîöû"}


def lengthen(text: str) -> str:
    """Return a text with accents, its lower-case vowels doubled. ``pages/i18n/pseudo.ts`` does the same."""
    return "".join(_DOUBLED.get(letter, letter) for letter in text.translate(_TABLE))


def bracketed(text: str) -> str:
    """Return a text in brackets, so that a reader sees where it begins and ends."""
    return f"[{text}]"


def with_accents(resource: ast.Resource) -> None:
    """Change a catalogue's texts in place; variables and selectors stay."""
    _Lengthen().visit(resource)


class _Lengthen(Visitor):
    def visit_TextElement(self, node: ast.TextElement) -> Any:  # noqa: N802  (the name is fluent.syntax's)
        node.value = lengthen(node.value)
