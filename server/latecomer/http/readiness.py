"""Readiness: whether viewers can be counted, as ``/readyz`` answers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from msgspec import UNSET, UnsetType

from latecomer.redis.durability import Durability


class EngineState(StrEnum):
    """The state of an engine."""

    UP = "up"
    PARTLY = "partly"
    """Some nodes of a cluster do not answer: their members wait, all others are counted."""
    READ_ONLY = "read_only"
    """The engine answers and takes no writes: a replica, or a primary that was demoted."""
    DOWN = "down"
    CLOCK_OFF = "clock_off"
    """The engine's clock and ours are more than half a second apart."""


class ProxyState(StrEnum):
    """The state of the proxy in front of this process."""

    NOT_TRUSTED = "not_trusted"
    """Requests from a private address name the caller, and TRUSTED_PROXIES lacks that address: all callers behind it
    share the limits of one.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """``ready`` while Redis answers; the state of each engine; what an ack guarantees."""

    ready: bool
    redis: EngineState
    postgres: EngineState
    ack: Durability
    proxy: ProxyState | UnsetType = UNSET
