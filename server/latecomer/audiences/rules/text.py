"""The text form of a filter: numbered conditions, and a text such as ``1 and (2 or not 3)`` that joins them.

``not`` binds closest. ``and`` and ``or`` side by side need parentheses. Every number must be used, and may be used more
than once.

Source: docs/audiences.md, The text face
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.audiences.rules.filters import (
    EVERYBODY,
    MAX_DEPTH,
    MAX_LEAVES,
    All,
    AnyOf,
    BadFilter,
    Filter,
    Not,
    leaves,
    normal_form,
)
from latecomer.audiences.rules.leaves import Leaf

MAX_TEXT: Final = 2000
"""Characters of a text."""

_TOKEN: Final = re.compile(r"\s*(?:(\d+)|(and|or|not)|([()])|(\S))", re.IGNORECASE | re.ASCII)
_PATH: Final = "/text"


@dataclass(frozen=True, slots=True)
class NumberedFilter:
    """Numbered leaves, the first is 1, and the text that joins them; without leaves and text every row matches."""

    leaves: tuple[Leaf, ...]
    text: str


def to_face(tree: Filter) -> NumberedFilter | None:
    """Return the text form of a filter; None for a filter that contains an empty group, which has no text form."""
    tree = normal_form(tree)
    if tree == EVERYBODY:
        return NumberedFilter((), "")
    numbers: list[Leaf] = []
    text = _print(tree, numbers, inside=False)
    return None if text is None else NumberedFilter(tuple(numbers), text)


def _print(tree: Filter, numbers: list[Leaf], *, inside: bool) -> str | None:
    match tree:
        case All(parts) | AnyOf(parts):
            texts = [_print(part, numbers, inside=True) for part in parts]
            if not parts or None in texts:
                return None
            joined = (" and " if isinstance(tree, All) else " or ").join(filter(None, texts))
            return f"({joined})" if inside else joined
        case Not(part):
            text = _print(part, numbers, inside=True)
            return None if text is None else f"not {text}"
        case leaf:
            if leaf not in numbers:
                numbers.append(leaf)
            return str(numbers.index(leaf) + 1)


def from_face(numbered: Sequence[Leaf], text: str) -> Filter:
    """Return the normal form of the filter that numbered conditions and a text stand for.

    Raises: BadFilter with a code, ``/text``, and a message that names the place.
    """
    if len(text) > MAX_TEXT:
        raise BadFilter("wrong_length", _PATH, f"a text can have at most {MAX_TEXT} characters")
    if not numbered and not text.strip():
        return EVERYBODY
    reader = _Reader(numbered, text)
    tree = normal_form(reader.whole())
    if _depth(tree) > MAX_DEPTH:
        raise BadFilter("too_deep", _PATH, f"groups can be nested at most {MAX_DEPTH} deep")
    if len(leaves(tree)) > MAX_LEAVES:
        raise BadFilter("too_many_leaves", _PATH, f"a filter has at most {MAX_LEAVES} conditions")
    return tree


def _depth(tree: Filter) -> int:
    match tree:
        case All(parts) | AnyOf(parts):
            return 1 + max((_depth(part) for part in parts), default=0)
        case Not(part):
            return 1 + _depth(part)
        case _:
            return 0


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    """A number, ``and``, ``or``, ``not``, a parenthesis; empty at the end."""
    place: int
    """From 1: the character at which it begins."""


class _Reader:
    """One pass over the tokens of a text; recursion is bounded by the text's length."""

    def __init__(self, numbered: Sequence[Leaf], text: str) -> None:
        self._leaves = numbered
        self._used: set[int] = set()
        self._tokens = [*_tokens(text), _Token("", len(text) + 1)]
        self._next = 0

    def whole(self) -> Filter:
        tree = self._joined(deep=0)
        if self._token.word:
            raise self._bad('expected "and", "or" or the end')
        unused = set(range(1, len(self._leaves) + 1)) - self._used
        if unused:
            numbers = ", ".join(map(str, sorted(unused)))
            raise BadFilter("unused_number", _PATH, f"the text must use every number; missing: {numbers}")
        return tree

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _bad(self, wanted: str, code: str = "invalid_text") -> BadFilter:
        found = f'"{self._token.word}"' if self._token.word else "the end"
        return BadFilter(code, _PATH, f"character {self._token.place}: {wanted}, found {found}")

    def _joined(self, deep: int) -> Filter:
        parts = [self._negated(deep)]
        word = self._token.word
        if word not in ("and", "or"):
            return parts[0]
        while self._token.word == word:
            self._next += 1
            parts.append(self._negated(deep))
        if self._token.word in ("and", "or"):
            raise self._bad('put parentheses where "and" meets "or"', "mixed_and_or")
        return All(tuple(parts)) if word == "and" else AnyOf(tuple(parts))

    def _negated(self, deep: int) -> Filter:
        if self._token.word == "not":
            self._deeper(deep)
            self._next += 1
            return Not(self._negated(deep + 1))
        return self._one(deep)

    def _deeper(self, deep: int) -> None:
        if deep >= 100:
            raise BadFilter("too_deep", _PATH, f"groups can be nested at most {MAX_DEPTH} deep")

    def _one(self, deep: int) -> Filter:
        token = self._token
        if token.word == "(":
            self._deeper(deep)
            self._next += 1
            tree = self._joined(deep + 1)
            if self._token.word != ")":
                raise self._bad('expected ")"')
            self._next += 1
            return tree
        if not token.word.isdecimal():
            raise self._bad('expected a number, "not" or "("')
        number = int(token.word[:9])
        if not 1 <= number <= len(self._leaves):
            raise self._bad(f"expected a number from 1 to {len(self._leaves)}", "unknown_number")
        self._used.add(number)
        self._next += 1
        return self._leaves[number - 1]


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(next(filter(None, found.groups())).lower(), found.start(found.lastindex or 0) + 1)
        for found in _TOKEN.finditer(text)
    ]
