"""Segments: saved filters with a scope, a time zone and a kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from latecomer.audiences.rules.filters import Filter
from latecomer.audiences.rules.leaves import RowScope
from latecomer.core.ids import Instant, WebinarId

SegmentId = NewType("SegmentId", UUID)


class SegmentKind(StrEnum):
    """The kind of a segment, which decides when its rows are computed."""

    LIVE = "live"
    """Whenever it is looked at."""
    SNAPSHOT = "snapshot"
    """The rows are decided once, when the snapshot is taken."""
    LIST = "list"
    """By hand; it has no filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A saved filter. ``filter`` is None for a list; ``webinar_id`` is set in scope members; ``taken_at`` is when a
    snapshot was taken."""

    id: SegmentId
    name: str
    scope: RowScope
    webinar_id: WebinarId | None
    kind: SegmentKind
    timezone: str
    filter: Filter | None
    created_at: Instant
    changed_at: Instant
    taken_at: Instant | None = None
    announced: bool = False
    """Connections receive an event for each row that enters or leaves."""
