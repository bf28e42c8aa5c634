"""The emails in a CSV file: as programs write them into a cell, and the column that holds them under any heading. Pure.

Source: docs/protocol.md, Members
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

_IN_ANGLES: Final = re.compile(r"[^<>]*<\s*([^<>]*@[^<>]*?)\s*>")
_ADDRESS: Final = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")


def address_in(cell: str) -> str:
    """Return the email in a cell such as ``Ann Lee <ann@example.org>;``, ``mailto:ann@example.org`` or
    ``ann@example.org,``; any other cell as it is."""
    text = cell.strip().rstrip(";,").rstrip()
    if (named := _IN_ANGLES.fullmatch(text)) is not None:
        text = named[1]
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    return text.strip()


def column_of_addresses(rows: Sequence[Sequence[str]], apart_from: Collection[int]) -> int | None:
    """Return the number of the one column that holds addresses: at least half of its cells are, and no other column
    has as many. None when there is no such column."""
    found: list[tuple[int, int]] = []
    for nth in range(max(map(len, rows), default=0)):
        cells = [row[nth].strip() for row in rows if nth < len(row) and row[nth].strip()]
        many = sum(_ADDRESS.fullmatch(address_in(cell)) is not None for cell in cells)
        if nth not in apart_from and many and many * 2 >= len(cells):
            found.append((many, nth))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]
