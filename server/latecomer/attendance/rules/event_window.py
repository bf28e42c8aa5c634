"""The window of an event: which stays in a vendor's room are attendance of this webinar. Pure.

Source: docs/domain.md, Attendance of this event
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from latecomer.core.ids import Instant

AFTER_MS: Final = 3_600_000
"""Time after the planned end in which a stay still is of this event."""
BEFORE_NEXT_MS: Final = 900_000
"""Time before the start of the next webinar with the same vendor's id, from which on stays are of that one."""
EARLY_MS: Final = 3_600_000
"""The longest time before the start at which somebody who has not left may have come, to count once it starts."""
EARLY_END_MS: Final = 900_000
"""Time before the planned end from which on a vendor's end is held, and the time for which it is."""


@dataclass(frozen=True, slots=True)
class EventWindow:
    """The time in which a stay belongs to this event, both ends included."""

    starts_at: Instant
    until_at: Instant


def event_window(starts_at: Instant, planned_ends_at: Instant, next_starts_at: Instant | None) -> EventWindow:
    """Return the window of a webinar. ``next_starts_at``: the start of the next webinar with the same vendor's id."""
    until_at = planned_ends_at + AFTER_MS
    if next_starts_at is not None:
        until_at = min(until_at, next_starts_at - BEFORE_NEXT_MS)
    return EventWindow(starts_at, until_at)


def touches_event(
    window: EventWindow,
    joins: Sequence[Instant],
    leaves: Sequence[Instant],
    ended_at: Instant | None,
    now: Instant,
) -> bool:
    """Return True when one of the stays touches the window.

    A stay that began before the window counts once it has lasted into the start. That is known from a departure, from
    the session's end, or, without a departure, when the arrival was at most an hour before the start.
    """
    if any(window.starts_at <= at <= window.until_at for at in (*joins, *leaves)):
        return True
    early = [at for at in joins if at < window.starts_at]
    if not early:
        return False
    came_at: Instant = max(early)
    left_at = min((at for at in (*leaves, ended_at) if at is not None and at >= came_at), default=None)
    if left_at is not None:
        return left_at >= window.starts_at
    return now >= window.starts_at and came_at >= window.starts_at - EARLY_MS
