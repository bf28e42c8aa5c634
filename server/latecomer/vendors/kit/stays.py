"""The keys of vendors' rows about stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from latecomer.core.ids import Instant
from latecomer.vendors.kit.inbound import Attendee

Stay: TypeAlias = tuple[Instant, Instant, Attendee]
"""From when to when who was there."""


def numbered(found: Mapping[str, Sequence[Stay]]) -> Iterator[tuple[str, Stay]]:
    """Return every stay under a key of its own: the first in time has the key itself, as in pushed reports, the others
    a number behind it."""
    for key, stays in found.items():
        for nth, stay in enumerate(sorted(stays, key=lambda each: each[:2])):
            yield (f"{key}/{nth}" if nth else key), stay
