"""Searching people by how words of their name, email or company begin.

Source: docs/dashboard.md, People
"""

from __future__ import annotations

from typing import Final

from latecomer.core.email_address import search_key

MAX_WORDS: Final = 8
_APART: Final = str.maketrans(dict.fromkeys("@.+-_/\\,;:()'\"&!|<>*\n\x00", " "))


def prefix_query(text: str) -> str | None:
    """Return the query (of PostgreSQL's tsquery) for people of whom all words begin so; None without a word."""
    words = search_key(text).translate(_APART).split()[:MAX_WORDS]
    return " & ".join(f"'{word}':*" for word in words) or None
