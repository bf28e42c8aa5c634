"""Templates in the form in which people write them; one text becomes the subject, the plain part and the HTML part.

A default template is a text file. Its first line is the subject, paragraphs are separated by empty lines, a paragraph
``> Label | {{ link }}`` is a button, a paragraph that is one condition goes with it, and everything after ``--`` is the
footer. All parts are Jinja2 templates, which
an operator may replace one by one.

Source: docs/mail.md, Templates
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import Final

_BUTTON: Final = re.compile(r"> (?P<label>[^|]+) \| (?P<url>\{\{ \w+ \}\})")
_LINK: Final = re.compile(r"(?P<label>.+?)\s?: (?P<url>\{\{ \w+_link \}\})")
_OPTIONAL: Final = re.compile(r"\{% if (?P<variable>\w+) %\}(?P<words>(?:(?!\{%).)+)\{% endif %\}", re.DOTALL)
_TAG: Final = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Template:
    """Three Jinja2 templates."""

    subject: str
    text: str
    html: str


def parse(source: str, layout: str, language: str) -> Template:
    """Return the template that a file describes. ``layout``: HTML with BODY, FOOT and LANGUAGE as placeholders."""
    head, _, rest = source.partition("\n\n")
    body, _, foot = rest.strip().partition("\n--\n")
    paragraphs = body.strip().split("\n\n")
    lines = foot.strip().splitlines()
    html = (
        layout.replace("LANGUAGE", language)
        .replace("BODY", "\n".join(map(_paragraph, _joined(paragraphs))))
        .replace("FOOT", "\n".join(map(_foot_line, lines)))
    )
    text = "".join(map(_plain, paragraphs)).removeprefix("\n\n") + "\n"
    if lines:
        text += "\n-- \n" + "\n".join(map(_plain_link, lines)) + "\n"
    return Template(subject=head.removeprefix("Subject: "), text=text, html=html)


def _joined(paragraphs: list[str]) -> list[str]:
    """Join the paragraphs inside one condition: in the HTML part a condition cannot span two paragraphs."""
    joined: list[str] = []
    open_ = 0
    for paragraph in paragraphs:
        if open_:
            joined[-1] += "\n\n" + paragraph
        else:
            joined.append(paragraph)
        open_ += paragraph.count("{% if") - paragraph.count("{% endif")
    return joined


def _plain(paragraph: str) -> str:
    """Return a paragraph of the plain part with the empty line before it, which goes when the paragraph does."""
    if (optional := _OPTIONAL.fullmatch(paragraph)) is not None:
        return f"{{% if {optional['variable']} %}}\n\n{optional['words']}{{% endif %}}"
    button = _BUTTON.fullmatch(paragraph)
    if button is None:
        return f"\n\n{paragraph}"
    variable = button["url"].strip("{} ")
    return f"{{% if {variable} %}}\n\n{button['label']}\n{button['url']}{{% endif %}}"


def _plain_link(line: str) -> str:
    found = _LINK.fullmatch(line)
    if found is None:
        return line
    return f"{{% if {found['url'].strip('{} ')} %}}{line}{{% endif %}}"


def _paragraph(paragraph: str) -> str:
    if (optional := _OPTIONAL.fullmatch(paragraph)) is not None:
        return f"{{% if {optional['variable']} %}}{_paragraph(optional['words'])}{{% endif %}}"
    button = _BUTTON.fullmatch(paragraph)
    if button is None:
        return f'<p style="margin:0 0 16px;">{_html(paragraph)}</p>'
    variable = button["url"].strip("{} ")
    return (
        f"{{% if {variable} %}}"
        '<p style="margin:24px 0;"><a href="'
        + button["url"]
        + '" style="display:inline-block;padding:12px 20px;'
        'border-radius:8px;background:#1f5fd0;color:#ffffff;text-decoration:none;font-weight:600;">'
        f"{escape(button['label'])}</a></p>{{% endif %}}"
    )


def _foot_line(line: str) -> str:
    found = _LINK.fullmatch(line)
    style = "margin:16px 0 0;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:13px;"
    if found is None:
        return f'<p class="foot" style="{style}color:#5b6675;">{_html(line)}</p>'
    return (
        f'{{% if {found["url"].strip("{} ")} %}}<p class="foot" style="{style}color:#5b6675;">'
        f'<a href="{found["url"]}" style="color:#5b6675;">{escape(found["label"])}</a></p>{{% endif %}}'
    )


def _html(text: str) -> str:
    """Return the text as HTML: words are escaped, template tags stay, line breaks become ``<br>``."""
    pieces = _TAG.split(text)
    words = (piece if _TAG.fullmatch(piece) else escape(piece, quote=False) for piece in pieces)
    return "".join(words).replace("\n", "<br>\n")
