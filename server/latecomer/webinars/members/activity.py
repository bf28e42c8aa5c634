"""Activity of a webinar's members: the newest events, as a dashboard lists them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from latecomer.core.ids import Instant, MemberId
from latecomer.core.status import Status

MAX_ACTIVITY: Final = 20
"""The number of recent events that are shown."""


class ActivityKind(StrEnum):
    """The kind of a recent event."""

    FLIP = "flip"
    """A member became Attended On-Demand."""
    JOIN = "join"
    """A member's first confirmed click or hello."""
    VENDOR = "vendor"
    """A vendor's report changed a member's status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An event in a member's history; ``status`` is the status since then, ``previous`` the one before."""

    at: Instant
    kind: ActivityKind
    member_id: MemberId
    name: str
    status: Status | None = None
    previous: Status | None = None
