"""The watch durations of members, as far as they are known; the folder ``watching`` answers this hook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.hooks import Question


@dataclass(frozen=True, slots=True)
class Watched:
    """One member's totals for the member table; ms of the union per mode, whole seconds of coverage."""

    live_ms: int = 0
    on_demand_ms: int = 0
    covered_s: int = 0
    first_at: Instant | None = None
    last_at: Instant | None = None
    heard_at: Instant | None = None
    """Time at which one of their playbacks was last heard, if only its hello."""


AskWatched: TypeAlias = Question[[WebinarId, Sequence[MemberId]], Mapping[MemberId, Watched]]
"""The members of a webinar; the answer has those of whom something is known."""
