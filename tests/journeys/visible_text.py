"""The words that a page shows or says: its visible text, shadow roots included, and the names of its controls."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from playwright.async_api import Page

from latecomer.i18n.check import LOCALES_PATH

ROOT: Final = Path(__file__).parents[2]
_ZONE: Final = re.compile(r"[A-Z][A-Za-z_-]+(?:/[A-Z][A-Za-z_ -]+)+")
"""The IANA name of a time zone: an identifier, in every language the same."""
_PSEUDO: Final = re.compile(r"[\[\]åéîöûçñšýÅÉÎÖÛÇÑŠÝ]")
"""Letters that only texts of a catalogue have in en-XA; a sentence with an element in it is in several pieces."""
_TAG: Final = re.compile(r"{{.*?}}")
"""A merge field, which is the same in every language."""
_WORD: Final = re.compile(r"[^\W\d_]{4,}")

COLLECT: Final = """() => {
  const found = [];
  const hidden = (element) => {
    const style = getComputedStyle(element);
    return style.display === "none" || style.visibility === "hidden";
  };
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node.textContent.replace(/\\s+/g, " ").trim();
      if (text) found.push(text);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE", "NOSCRIPT", "CODE", "KBD"].includes(node.tagName.toUpperCase()) || hidden(node)) return;
      // In a language of its own: the name of a language, the text of a mail.
      const lang = node.getAttribute("lang");
      if (node !== document.body && lang && lang !== document.documentElement.lang) return;
      for (const name of ["aria-label", "placeholder", "title", "alt", "aria-valuetext", "aria-description"]) {
        const text = node.getAttribute(name);
        if (text && text.trim()) found.push(text.trim());
      }
      // Out of sight until there is an error.
      if (node.tagName === "MEDIA-ERROR-DIALOG" && !node.hasAttribute("mediaerrorcode")) return;
      // A slot shows what is given to it instead of its own words.
      if (node.tagName === "SLOT" && node.assignedNodes().length > 0) return;
      if (node.shadowRoot) for (const child of node.shadowRoot.childNodes) walk(child);
    }
    for (const child of node.childNodes) walk(child);
  };
  found.push(document.title);
  walk(document.body);
  return found;
}"""


async def visible(page: Page) -> list[str]:
    """Return every text of a page, in order."""
    texts: list[str] = await page.evaluate(COLLECT)
    return [text for text in texts if not _ZONE.fullmatch(text)]


@cache
def english_words(language: str) -> frozenset[str]:
    """Return the words of the English catalogue that the catalogue of another language does not have."""
    return _words("en") - _words(language)


def english_in(texts: list[str], language: str, data: frozenset[str]) -> list[str]:
    """Return the texts that have an English word, but for words that are data."""
    foreign = english_words(language) - data
    words = ((text, {word.casefold() for word in _WORD.findall(_TAG.sub("", text))}) for text in texts)
    return [text for text, found in words if foreign & found]


def untranslated(texts: list[str], data: frozenset[str]) -> list[str]:
    """Return the texts of a page in en-XA that no catalogue wrote: no brackets, digits (times) or data."""
    return [
        text
        for text in texts
        if not _PSEUDO.search(text)
        and not re.search(r"\d|^https?://", text)
        and {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", text)} - data
    ]


@cache
def _words(language: str) -> frozenset[str]:
    words: set[str] = set()

    class Texts(Visitor):
        def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802
            words.update(word.casefold() for word in _WORD.findall(node.value))

    for file in (ROOT / LOCALES_PATH / language).iterdir():
        Texts().visit(FluentParser().parse(file.read_text("utf-8")))
    return frozenset(words)
