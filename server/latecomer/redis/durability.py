"""Durability: what an acknowledged write guarantees under a server's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Durability(StrEnum):
    """The durability of an ack: the data that a power failure of the Redis machine may lose."""

    FLUSHED = "flushed"
    """No loss: data was flushed to disk before the ack."""
    WITHIN_A_SECOND = "within_a_second"
    """About the last second."""
    VOLATILE = "volatile"
    """A power cut may take all data since the copies in Postgres, at most 60 seconds."""
    UNKNOWN = "unknown"
    """The server does not report its settings."""


def durability(servers: Sequence[Mapping[str, str]]) -> Durability:
    """Return the durability at the weakest server, by the settings of each (empty when unknown)."""
    return max((_durability(settings) for settings in servers), key=tuple(Durability).index)


def _durability(settings: Mapping[str, str]) -> Durability:
    match settings:
        case {"appendonly": "yes", "appendfsync": "always", "no-appendfsync-on-rewrite": "no"}:
            return Durability.FLUSHED
        case {"appendonly": "yes"}:
            return Durability.WITHIN_A_SECOND
        case {"appendonly": "no"}:
            return Durability.VOLATILE
        case _:
            return Durability.UNKNOWN
