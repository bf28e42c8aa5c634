"""The supported languages, and the choice of one for a reader.

A language is a folder below ``locales/``; its name is the language's tag (RFC 5646).

Source: docs/languages.md, Which language
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final, NewType

from babel import Locale

Language = NewType("Language", str)
"""The tag of a language that has a catalogue: ``en``, ``fr``, ``nl``."""

DEFAULT: Final = Language("en")
PSEUDO: Final = Language("en-XA")
"""English in brackets and with accents, for looking at pages. Only an explicit choice selects it."""

LOCALES: Final[Traversable] = files(__package__) / "locales"
LANGUAGES: Final[tuple[Language, ...]] = tuple(
    sorted(Language(folder.name) for folder in LOCALES.iterdir() if folder.is_dir())
)
COOKIE: Final = "latecomer_language"
"""The cookie in which a browser keeps the explicit choice."""

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_TAG_MAX: Final = 35
"""Source: RFC 5646, section 4.4.1"""
_HEADER_MAX: Final = 8_192
_ITEMS_MAX: Final = 200


def supported(tag: str | None) -> Language | None:
    """Return the language of a tag, or None where it has no catalogue.

    Args:
        tag: a tag in any case, with ``-`` or ``_``. What follows the language is cut off until a catalogue is found
            (``fr-CA`` and ``nl_BE`` are ``fr`` and ``nl``).

    Source: RFC 4647, section 3.4 (Lookup)
    """
    if not tag or len(tag) > 100:
        return None
    rest = tag.strip().replace("_", "-").lower()
    while rest:
        if rest in LANGUAGES:
            return Language(rest)
        rest = rest.rpartition("-")[0]
    return None


def read_tag(text: str) -> str | None:
    """Return the language tag that a text stands for, None for any other text: ``nl_be`` is ``nl-BE``, ``Français`` is
    ``fr``.

    The language need not have a catalogue. Names of languages are understood in the languages that have one.
    """
    plain = text.strip()
    if len(plain) <= _TAG_MAX and _TAG.fullmatch(plain):
        language, *rest = plain.replace("_", "-").split("-")
        if language.lower() in _known_codes():
            return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
    return _names().get(plain.casefold())


def accepted(header: str) -> Language | None:
    """Return the supported language that an ``Accept-Language`` header prefers, or None when it accepts none of them.

    A header is read up to 8 KiB and 200 items; invalid items are skipped.

    Source: RFC 9110, section 12.5.4
    """
    best: Language | None = None
    best_quality = 0.0
    for item in header[:_HEADER_MAX].split(",")[:_ITEMS_MAX]:
        tag, _, parameters = item.partition(";")
        quality = _quality(parameters)
        if quality > best_quality and (language := supported(tag)) is not None:
            best, best_quality = language, quality
    return best


def choose(
    *, kept: str | None = None, preferences: Iterable[str | None] = (), accept_language: str = ""
) -> Language:
    """Return the language for a reader: the first candidate that has a catalogue, else English.

    Args:
        kept: the reader's explicit choice, from the cookie.
        preferences: languages known before the browser's: the person's, then the webinar's.
        accept_language: the browser's header.
    """
    if kept == PSEUDO:
        return PSEUDO
    for tag in (kept, *preferences):
        if (language := supported(tag)) is not None:
            return language
    return accepted(accept_language) or DEFAULT


def direction(language: Language) -> str:
    """Return ``ltr`` or ``rtl``, for the attribute ``dir``."""
    return locale_of(language).text_direction


@cache
def locale_of(language: Language) -> Locale:
    """Return Babel's locale of a language. English is written as in Europe: the day first, 24 hours."""
    return Locale.parse("en-GB" if language in {DEFAULT, PSEUDO} else language, sep="-")


@cache
def _known_codes() -> frozenset[str]:
    """Return the languages that Babel has a name for."""
    return frozenset(locale_of(DEFAULT).languages)


@cache
def _names() -> Mapping[str, str]:
    """Return the tags of languages by their names in our languages, in lower case."""
    return {
        name.casefold(): code.replace("_", "-")
        for language in LANGUAGES
        for code, name in locale_of(language).languages.items()
    }


def _quality(parameters: str) -> float:
    """Return the weight of an item; 0 when it is refused or not valid."""
    name, _, value = parameters.partition("=")
    if not name.strip():
        return 1.0
    if name.strip().lower() != "q":
        return 0.0
    try:
        quality = float(value)
    except ValueError:
        return 0.0
    return quality if 0 <= quality <= 1 else 0.0
