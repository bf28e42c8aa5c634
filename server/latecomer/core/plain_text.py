"""Text as people see it: without characters that show nothing or turn other text around."""

import re
import unicodedata
from typing import Final

_UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_JOINER: Final = "\u200d"
"""The joiner of the parts of one emoji, and of letters in some scripts."""


def plain_text(raw: str) -> str:
    """Return the text in NFC, without control and formatting characters, trimmed; line breaks stay."""
    kept = "".join(
        character
        for character in unicodedata.normalize("NFC", raw)
        if character in ("\n", "\t", _JOINER) or unicodedata.category(character) not in _UNSEEN
    )
    text = re.sub(r"[ \t\u00a0]+", " ", kept).strip()
    return text if text.strip(_JOINER + " \n") else ""


def plain_line(raw: str) -> str:
    """Return the text as ``plain_text`` does, on one line."""
    return " ".join(plain_text(raw).split())
