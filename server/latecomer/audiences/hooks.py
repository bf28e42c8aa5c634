"""Hooks for the folders that stand on segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from latecomer.audiences.segment import SegmentId
from latecomer.hooks import Question
from latecomer.postgres.pool import Conn


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceHooks:
    """Callbacks that other folders register here; one object per process."""

    users: Question[[Conn, SegmentId], Sequence[str]] = field(default_factory=lambda: Question(default=()))
    """The names of campaigns that rest on a segment; asked under the segment's lock."""
    triggers: Question[[Conn, SegmentId], bool] = field(default_factory=lambda: Question(default=False))
    """True if entering a segment starts a campaign that is awake; asked under the segment's lock."""
