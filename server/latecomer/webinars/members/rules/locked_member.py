"""A member's row, locked, before and after a settlement."""

from __future__ import annotations

from dataclasses import dataclass

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.person import Person
from latecomer.core.status import Status
from latecomer.webinars.members.rules.status_decision import Milestones


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedMember:
    """A member's row as the last settlement left it; ``status`` is None before the first one. The row is locked."""

    id: MemberId
    webinar: WebinarId
    person: Person
    status: Status | None
    reason: str | None
    status_at: Instant
    visitor: bool
    link_serial: int
    version: int
    due_version: int
    sequence: int
    waiting_since: Instant | None
    joined_at: Instant | None
    milestones: Milestones
