"""Sets of whole numbers as sorted, disjoint, half-open ranges: wall-clock ms, or seconds of a recording."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import inf
from typing import TypeAlias

Range: TypeAlias = tuple[int, int]
"""``[from, to)``."""

Ranges: TypeAlias = tuple[Range, ...]
"""Sorted, disjoint, none empty, and no two that touch: every set has one form."""


def union(*parts: Iterable[Range]) -> Ranges:
    """The set of everything in any of the parts; ranges may come in any order, overlap, touch or be empty."""
    merged: list[Range] = []
    for low, high in sorted(range_ for part in parts for range_ in part):
        if high <= low:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def length(ranges: Iterable[Range]) -> int:
    """How many numbers are in a set."""
    return sum(high - low for low, high in ranges)


def clip(ranges: Iterable[Range], low: int, high: int) -> Ranges:
    """The part of a set within ``[low, high)``."""
    return tuple((max(a, low), min(b, high)) for a, b in ranges if max(a, low) < min(b, high))


def contains(ranges: Sequence[Range], number: int) -> bool:
    """Whether a number is in a set."""
    index = bisect_right(ranges, (number, inf)) - 1
    return index >= 0 and number < ranges[index][1]
