"""The numbers of every widget, made from counters; and the difference between two states of them.

Source: docs/domain.md, Dashboard numbers; RFC 7396, JSON Merge Patch
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from latecomer.core import phase
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.webinars.members.activity import MAX_ACTIVITY, Activity
from latecomer.webinars.members.rules.engagement import EngagementLevel

MAX_POINTS: Final = 600
"""The greatest number of points of a retention curve."""


JsonObject: TypeAlias = Mapping[str, object]
"""A JSON object; its values are JSON values, none of them null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The counters as the stores hold them; a missing counter is zero."""

    status_counts: Mapping[Status, int]
    playing: int = 0
    connected: int = 0
    visitors: int = 0
    visitor_ms: int = 0
    """On-demand watch duration of all visitors together."""
    visitors_per_day: Sequence[int] = ()
    """Distinct visitors with on-demand watch per local day; day *i* begins at ``day_starts[i]``."""
    tenths: Sequence[int] = ()
    """Members per tenth of the event that their live watch duration reaches: ten counts."""
    retention: Sequence[int] = ()
    """Members whose coverage contains each second of the recording."""
    levels: Mapping[EngagementLevel, int] = field(default_factory=dict)
    activity: Sequence[Activity] = ()
    """Newest first."""


@dataclass(frozen=True, slots=True)
class WebinarNow:
    """The webinar of a dashboard, and its phase."""

    id: WebinarId
    name: str
    mode: phase.Mode
    days_left: int


@dataclass(frozen=True, slots=True)
class Now:
    """The members who are playing, and the members with an open socket."""

    playing: int
    connected: int


@dataclass(frozen=True, slots=True)
class DayVisitors:
    """Distinct visitors who watched on a local day."""

    date: date
    visitors: int


@dataclass(frozen=True, slots=True)
class OnDemandStatistics:
    """The on-demand window so far. The average is that of all visitors, in minutes, to one decimal."""

    days_left: int
    visitors: int
    average_watch_min: float


@dataclass(frozen=True, slots=True)
class Retention:
    """``counts[i]`` members have watched second ``i * step_s`` of the recording."""

    step_s: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """Members per tenth of the event watched live; highly is from 80 %, moderately from 60 % up to that."""

    shares: tuple[int, ...]
    highly: int
    moderately: int


@dataclass(frozen=True, slots=True)
class EngagementCounts:
    """Members who attended live, by level of engagement."""

    high: int
    moderate: int
    low: int


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Every widget of one webinar at one moment."""

    webinar: WebinarNow
    status_counts: Mapping[Status, int]
    now: Now
    on_demand_summary: tuple[DayVisitors, ...]
    on_demand_statistics: OnDemandStatistics
    retention: Retention
    attendance: Attendance
    engagement: EngagementCounts
    activity: tuple[Activity, ...]


def render(webinar: Webinar, numbers: Numbers, now: Instant) -> Dashboard:
    """Make the widgets of a webinar from its counters, as of ``now``."""
    days_left = phase.days_left(webinar, now)
    shares = _filled(numbers.tenths, 10)
    return Dashboard(
        webinar=WebinarNow(webinar.id, webinar.name, phase.mode(webinar, now), days_left),
        status_counts={status: numbers.status_counts.get(status, 0) for status in Status},
        now=Now(numbers.playing, numbers.connected),
        on_demand_summary=_summary(webinar, numbers.visitors_per_day, now),
        on_demand_statistics=OnDemandStatistics(
            days_left, numbers.visitors, average_min(numbers.visitor_ms, numbers.visitors)
        ),
        retention=_retention(webinar, numbers.retention),
        attendance=Attendance(shares, highly=sum(shares[8:]), moderately=sum(shares[6:8])),
        engagement=EngagementCounts(
            **{level.value: numbers.levels.get(level, 0) for level in EngagementLevel}
        ),
        activity=tuple(numbers.activity[:MAX_ACTIVITY]),
    )


def average_min(total_ms: int, members: int) -> float:
    """Return the average of so many members in minutes, rounded half up to one decimal; 0.0 for no members."""
    if members == 0:
        return 0.0
    return (total_ms * 20 + members * 60_000) // (members * 120_000) / 10


def retention_step_s(duration_s: float) -> int:
    """Return the seconds between two points of a retention curve, so that it has at most :data:`MAX_POINTS` points."""
    return max(1, -(-int(duration_s) // MAX_POINTS))


def tenth(live_ms: int, webinar: Webinar) -> int:
    """Return the tenth of the event, 0 to 9, that a live watch duration reaches; the full length counts as the last."""
    return min(9, live_ms * 10 // (webinar.ends_at - webinar.starts_at))


def merge_patch(old: JsonObject, new: JsonObject) -> dict[str, object]:
    """Return the JSON Merge Patch from ``old`` to ``new``: empty when they are equal, null for a removed key."""
    patch: dict[str, object] = {key: None for key in old if key not in new}
    for key, value in new.items():
        before = old.get(key)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            if inner := merge_patch(before, value):
                patch[key] = inner
        elif before != value:
            patch[key] = value
    return patch


def apply_patch(target: object, patch: object) -> object:
    """Apply a JSON Merge Patch, leaving ``target`` as it is.

    Source: RFC 7396, section 2
    """
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = apply_patch(result.get(key), value)
    return result


def _summary(webinar: Webinar, visitors: Sequence[int], now: Instant) -> tuple[DayVisitors, ...]:
    """Return one entry for every local day from the day of ``ends_at`` to today, at most to the closing day."""
    today = phase.local_day(webinar, now)
    days = [phase.local_day(webinar, starts_at) for starts_at in phase.day_starts(webinar)[:-1]]
    counts = _filled(visitors, len(days))
    return tuple(DayVisitors(day, count) for day, count in zip(days, counts, strict=True) if day <= today)


def _retention(webinar: Webinar, counts: Sequence[int]) -> Retention:
    duration_s = webinar.recording.duration_s if webinar.recording else 0
    step_s = retention_step_s(duration_s)
    return Retention(step_s, _filled(counts, int(duration_s))[::step_s])


def _filled(counts: Sequence[int], size: int) -> tuple[int, ...]:
    """Return the first ``size`` counts, with zeros for missing ones."""
    return (*counts[:size], *(0,) * (size - len(counts)))
