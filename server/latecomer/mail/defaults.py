"""The default templates: one text file per kind and language beside this module, read once.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from latecomer.i18n.languages import Language
from latecomer.mail.rules.default_templates import Template, parse
from latecomer.mail.rules.kinds import MailKind


@cache
def default_template(kind: MailKind, language: Language) -> Template:
    """Return the default template of a kind; in a language.

    ``kind``: any but ``campaign``, which brings its own text.
    """
    folder = resources.files(__package__) / "templates"
    source = (folder / language / f"{kind}.txt").read_text("utf-8")
    layout = (folder / "layout.html").read_text("utf-8")
    return parse(source, layout, language)
