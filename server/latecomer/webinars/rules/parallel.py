"""Events at the same time, and the number of them that an installation allows.

Source: docs/automated.md, Events at the same time
"""

from collections.abc import Sequence
from dataclasses import dataclass

from latecomer.core.ids import Instant


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """The name and the planned times of an event; it occupies [starts_at, ends_at)."""

    name: str
    starts_at: Instant
    ends_at: Instant


def in_the_way(event: PlannedEvent, others: Sequence[PlannedEvent], most: int) -> PlannedEvent | None:
    """Return the event that fills the last place during ``event``, None when there is a place for the whole time.

    Args: ``most``: the events that may run at any moment, at least 1.
    """
    near = [each for each in others if each.starts_at < event.ends_at and event.starts_at < each.ends_at]
    # The number of events grows only where one begins, so it is enough to count there.
    for moment in sorted({event.starts_at, *(max(each.starts_at, event.starts_at) for each in near)}):
        running = [each for each in near if each.starts_at <= moment < each.ends_at]
        if len(running) >= most:
            return max(running, key=lambda each: (each.starts_at, each.name))
    return None
