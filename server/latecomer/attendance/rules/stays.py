"""Stays: the times of a member in a live room, from the moments of arrival and departure.

Moments arrive in any order and more than once; the stays follow from the set of them alone.

Source: docs/domain.md, Watched time is a set; docs/vendors.md, What counts
"""

from collections.abc import Iterable

from latecomer.core.ids import Instant
from latecomer.core.intervals import Intervals, union


def stays(joins: Iterable[Instant], leaves: Iterable[Instant], ended_at: Instant | None) -> Intervals:
    """Merge arrivals and departures into stays.

    Each stay lasts from the first arrival to the next departure. A stay without a departure lasts until the session's
    end, and counts nothing while that end is unknown; a departure without an arrival counts nothing.

    Args:
        ended_at: when the session ended, None while it goes on.
    """
    found = []
    open_since: Instant | None = None
    # At the same moment a join comes first: coming and going at once is a stay of no length.
    for at, is_leave in sorted({(at, False) for at in joins} | {(at, True) for at in leaves}):
        if not is_leave:
            open_since = at if open_since is None else open_since
        elif open_since is not None:
            found.append((open_since, at))
            open_since = None
    if open_since is not None and ended_at is not None:
        found.append((open_since, ended_at))
    return union(found)
