"""Texts from the catalogues, in the language of the reader.

A catalogue is ``locales/<language>/<area>.ftl`` (Project Fluent). A message's id begins with its area and a hyphen, so
that the file is known from the id and is read when its first text is needed.

Source: docs/languages.md, The catalogues
"""

from __future__ import annotations

from functools import cache
from typing import Final

from fluent.runtime import FluentBundle, FluentResource

from latecomer.i18n.languages import DEFAULT, LOCALES, PSEUDO, Language, locale_of
from latecomer.i18n.pseudo import bracketed, with_accents

Variable = str | int | float
"""A value in a text. Numbers are written as the language writes them; dates and times are formatted before."""

_FALLBACK: Final = "{"


class TextError(LookupError):
    """A text is missing, or lacks a variable: a mistake in the code, which ``make check`` finds."""


def translate(language: Language, message: str, /, **variables: Variable) -> str:
    """Return a text.

    Args:
        message: the id, e.g. ``watch-waiting-title``.
        variables: the values of its variables, no more and no fewer.

    Raises: TextError.
    """
    bundle = _bundle(language, message.partition("-")[0])
    if not bundle.has_message(message):
        raise TextError(f"there is no text {message} in {language}")
    pattern = bundle.get_message(message).value
    if pattern is None:
        raise TextError(f"the text {message} is empty in {language}")
    text, errors = bundle.format_pattern(pattern, variables)
    if errors:
        raise TextError(f"the text {message} cannot be formatted in {language}: {errors[0]}")
    return bracketed(str(text)) if language == PSEUDO else str(text)


def has_text(message: str) -> bool:
    """Return whether a text exists, for ids that end in a code."""
    try:
        return _bundle(DEFAULT, message.partition("-")[0]).has_message(message)
    except TextError:
        return False


@cache
def _bundle(language: Language, area: str) -> FluentBundle:
    source = LOCALES / (DEFAULT if language == PSEUDO else language) / f"{area}.ftl"
    if not area.replace("_", "").isalnum() or not source.is_file():
        raise TextError(f"there is no catalogue {area} in {language}")
    resource = FluentResource(source.read_text("utf-8"))
    if language == PSEUDO:
        with_accents(resource)
    # Isolation marks would end up in subjects, file names and tests; no text mixes directions inside a sentence.
    bundle = FluentBundle([str(locale_of(language)).replace("_", "-")], use_isolating=False)
    bundle.add_resource(resource)
    return bundle
