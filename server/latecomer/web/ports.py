"""What the web layer asks of what is not written yet: proposals, to be replaced by those who write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from latecomer.core.ids import Instant, WebinarId


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The dashboard's present state; ``data`` is the object of docs/protocol.md, Dashboard."""

    epoch: str
    version: int
    data: Mapping[str, object]


class Dashboards(Protocol):
    """services/dashboards.py."""

    async def snapshot(self, webinar: WebinarId, now: Instant) -> Snapshot:
        """The numbers now. Raises: Refused unknown_webinar (404)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What /readyz says: each engine's state as a word, and what an ack is worth (``flushed``, …)."""

    ready: bool
    redis: str
    postgres: str
    ack: str
