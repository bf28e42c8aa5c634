"""The line with which every marketing mail ends that has no opt-out link of its own.

Source: docs/mail.md, What a mail looks like
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from latecomer.i18n.languages import Language
from latecomer.i18n.translate import translate


@dataclass(frozen=True, slots=True)
class Parts:
    """The text and the HTML of a mail."""

    text: str
    html: str


def with_opt_out(text: str, html: str, url: str, language: Language) -> Parts:
    """Return both parts with a link to opt out, at the end of each that has none."""
    words = translate(language, "mails-opt_out")
    if url not in text:
        text = f"{text.rstrip()}\n\n-- \n{words}\n{url}\n"
    if escape(url) not in html and url not in html:
        line = f'<p style="font-size:13px;"><a href="{escape(url)}">{escape(words)}</a></p>'
        before, end, after = html.rpartition("</body>")
        html = f"{before}{line}\n{end}{after}" if end else f"{after}\n{line}\n"
    return Parts(text, html)
