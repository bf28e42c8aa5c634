"""The default templates: one text file per kind and language beside this module, read once.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from latecomer.mail.rules.default_templates import Template, parse
from latecomer.mail.rules.kinds import MailKind

LANGUAGES: Final = ("en", "fr", "nl")
"""The languages that every text exists in."""


@cache
def default_template(kind: MailKind, language: str) -> Template:
    """Return the default template of a kind; for a language without one, the English.

    ``kind``: any but ``campaign``, which brings its own text.
    """
    folder = resources.files(__package__) / "templates"
    language = language if language in LANGUAGES else LANGUAGES[0]
    source = (folder / language / f"{kind}.txt").read_text("utf-8")
    layout = (folder / "layout.html").read_text("utf-8")
    return parse(source, layout, language)
