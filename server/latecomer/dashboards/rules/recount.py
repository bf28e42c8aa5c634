"""The numbers of a dashboard, counted again from the watched times: slow, and correct by construction.

The ledger keeps the same numbers up to date as it counts; an archived webinar has only this recount. Source:
docs/domain.md, Dashboard numbers
"""

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate, pairwise

from latecomer.core import intervals, phase
from latecomer.core.webinar import Webinar
from latecomer.dashboards.rules.numbers import Numbers, tenth
from latecomer.watching.rules.totals import WatchedSets, counted


def recount(webinar: Webinar, members: Iterable[WatchedSets]) -> Numbers:
    """Count visitors, their days and watch duration, live tenths and retention; the rest of ``Numbers`` is zero."""
    days = list(pairwise(phase.day_starts(webinar)))
    recording = webinar.recording
    visitors = visitor_ms = 0
    per_day = [0] * len(days)
    tenths = [0] * 10
    steps: Counter[int] = Counter()
    for member in members:
        live, on_demand = counted(webinar, member.intervals, member.reported_live, member.reported_on_demand)
        if member.visitor:
            visitors += 1
            visitor_ms += intervals.length(on_demand)
            for day, (begins_at, ends_at) in enumerate(days):
                per_day[day] += bool(intervals.clip(on_demand, begins_at, ends_at))
        live_ms = intervals.length(live)
        if live_ms:
            tenths[tenth(live_ms, webinar)] += 1
        if recording is not None and member.recording_version == recording.version:
            for from_s, to_s in member.covered:
                steps[from_s] += 1
                steps[to_s] -= 1
    seconds = int(recording.duration_s) if recording else 0
    return Numbers(
        status_counts={},
        visitors=visitors,
        visitor_ms=visitor_ms,
        visitors_per_day=tuple(per_day),
        tenths=tuple(tenths),
        retention=tuple(accumulate(steps[second] for second in range(seconds))),
    )
