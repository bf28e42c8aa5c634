"""A member's totals: our own player's data and the vendors' reports together, in each mode.

Source: docs/domain.md, Watched time is a set
"""

from dataclasses import dataclass
from typing import NamedTuple

from latecomer.core import phase
from latecomer.core.intervals import Intervals, clip, union
from latecomer.core.webinar import Webinar


class WatchedTotals(NamedTuple):
    """The member's wall intervals per mode; their lengths are the watch durations."""

    live: Intervals
    on_demand: Intervals


def counted(
    webinar: Webinar, own: Intervals, reported_live: Intervals = (), reported_on_demand: Intervals = ()
) -> WatchedTotals:
    """Return the union for each mode. Live presence that a vendor reports counts until ``ends_at``, whenever the room
    was closed.

    Args:
        own: our own player's intervals, in both modes.
        reported_live: the vendors' reports about the live room.
        reported_on_demand: the vendors' reports about their recording.
    """
    live = clip(union(own, reported_live), webinar.starts_at, webinar.ends_at)
    on_demand = clip(union(own, reported_on_demand), webinar.ends_at, phase.closes_at(webinar))
    return WatchedTotals(live, on_demand)


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSets:
    """The watched sets of one member: wall intervals, covered seconds of a recording version, and whether the member is
    a visitor.

    ``reported_live`` and ``reported_on_demand``: the vendors' reports.
    """

    intervals: Intervals
    covered: Intervals
    recording_version: int
    visitor: bool
    reported_live: Intervals = ()
    reported_on_demand: Intervals = ()
