"""The search for people by beginnings of words in their name, email or company.

Source: docs/dashboard.md, People
"""

from __future__ import annotations

from typing import Final

from latecomer.core.email_address import search_key

MAX_WORDS: Final = 8
_APART: Final = str.maketrans(dict.fromkeys("@.+-_/\\,;:()'\"&!|<>*\n\x00", " "))


def prefix_query(text: str) -> str | None:
    """Return the query (PostgreSQL's tsquery) for people who have, for each given word, a word that begins with it;
    None without a word."""
    words = search_key(text).translate(_APART).split()[:MAX_WORDS]
    return " & ".join(f"'{word}':*" for word in words) or None
