"""Sets of whole numbers as sorted, disjoint, half-open intervals: wall-clock ms or seconds of a recording."""

from collections.abc import Iterable
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]
"""``[from, to)``."""

Intervals: TypeAlias = tuple[Interval, ...]
"""Sorted, disjoint, none empty, and no two that touch: every set has one form."""


def union(*parts: Iterable[Interval]) -> Intervals:
    """Return the set of all numbers that are in any part; intervals may come in any order, overlap, touch or be
    empty."""
    merged: list[Interval] = []
    for low, high in sorted(interval for part in parts for interval in part):
        if high <= low:
            continue
        if merged and low <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], high)
        else:
            merged.append((low, high))
    return tuple(merged)


def length(intervals: Iterable[Interval]) -> int:
    """Count the numbers in a set."""
    return sum(high - low for low, high in intervals)


def clip(intervals: Iterable[Interval], low: int, high: int) -> Intervals:
    """Return the part of a set within ``[low, high)``."""
    return tuple((max(a, low), min(b, high)) for a, b in intervals if max(a, low) < min(b, high))
