"""Every number of the dashboard counted again, from the database and the members' sets alone.

Nothing of the product's own arithmetic is used here: statuses and facts come from PostgreSQL's tables,
watched intervals and covered seconds from the explanation of each member.

Source: docs/domain.md, Dashboard numbers
"""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from client_demo.api import Api, ApiError

Interval = tuple[datetime, datetime]


async def _asked(api: Api, path: str) -> Any:
    """Ask, and come back when the server says so: a quick machine asks faster than one client may."""
    while True:
        try:
            return await api.call("GET", path)
        except ApiError as refused:
            if refused.status != 429:
                raise
            await asyncio.sleep(1)


@dataclass(frozen=True, slots=True)
class Watched:
    """The watched sets in one member's explanation."""

    live: list[Interval]
    on_demand: list[Interval]
    covered: list[tuple[int, int]]
    drops: dict[str, int]

    @classmethod
    async def of(cls, api: Api, member: str) -> "Watched":
        """Read and check it: intervals ascend, are apart from each other, and add up to what is claimed."""
        body = await _asked(api, f"/members/{member}/watch")
        live, on_demand = (intervals(body[mode]) for mode in ("live", "on_demand"))
        covered = [(begin, end) for begin, end in body["covered"]]
        assert all(begin < end for begin, end in covered)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(covered))
        return cls(live, on_demand, covered, body["drops"])


def intervals(mode: dict[str, Any]) -> list[Interval]:
    """The intervals of one mode."""
    found = [(datetime.fromisoformat(begin), datetime.fromisoformat(end)) for begin, end in mode["intervals"]]
    assert all(begin < end for begin, end in found)
    assert all(one[1] < other[0] for one, other in itertools.pairwise(found))
    assert ms(found) == round(mode["watched_s"] * 1000)
    return found


def ms(found: Sequence[Interval]) -> int:
    """Return the total length."""
    return sum((end - begin) // timedelta(milliseconds=1) for begin, end in found)


async def acknowledged(api: Api, member: str, *, at_least_ms: int) -> Watched:
    """Return the member's on-demand sets, once the server has at least so much of them."""
    async with asyncio.timeout(25):
        while ms((watched := await Watched.of(api, member)).on_demand) < at_least_ms:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0.1)
    return watched


@dataclass(frozen=True, slots=True)
class Recount:
    """The numbers as they have to be, in the shape of the dashboard's data."""

    data: dict[str, Any]
    drops: dict[str, int]
    watched: dict[str, Watched]


async def recount(database: asyncpg.Connection, api: Api, webinar_id: str) -> Recount:
    """Count everything again, as of now.

    Args:
        database: the installation's own.
        api: reads the explanations.
        webinar_id: of the webinar.
    """
    webinar = await database.fetchrow("SELECT * FROM webinars WHERE id = $1", webinar_id)
    assert webinar is not None
    rows = await database.fetch(
        """
        SELECT id::text, status, EXISTS (
            SELECT FROM facts WHERE facts.member_id = members.id AND facts.kind = 'view'
        ) AS viewed
        FROM members WHERE webinar_id = $1
        """,
        webinar_id,
    )
    watched = {row["id"]: await Watched.of(api, row["id"]) for row in rows}
    visitors = [watched[row["id"]] for row in rows if row["status"] == "attended_on_demand" and row["viewed"]]
    data = {
        "status_counts": {status: sum(row["status"] == status for row in rows) for status in STATUSES},
        "on_demand_summary": summary(webinar, visitors),
        "visitors": len(visitors),
        "average_watch_min": average_min([ms(visitor.on_demand) for visitor in visitors]),
        "retention": retention(webinar["recording_duration_s"], list(watched.values())),
        "attendance": attendance(webinar, list(watched.values())),
    }
    drops: dict[str, int] = {}
    for one in watched.values():
        for reason, deliveries in one.drops.items():
            drops[reason] = drops.get(reason, 0) + deliveries
    return Recount(data, drops, watched)


STATUSES = (
    "not_in_program",
    "invited",
    "waitlisted",
    "pending_approval",
    "rejected",
    "registration_error",
    "registered",
    "no_show",
    "attended_on_demand",
    "attended",
)


def summary(webinar: asyncpg.Record, visitors: Sequence[Watched]) -> list[dict[str, Any]]:
    """Visitors per local day with on-demand watch on that day, from the day of the end to today."""
    zone = ZoneInfo(webinar["timezone"])
    day, today = webinar["ends_at"].astimezone(zone).date(), datetime.now(zone).date()
    days = []
    while day <= today:
        begins = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        next_day = day + timedelta(days=1)
        ends = datetime(next_day.year, next_day.month, next_day.day, tzinfo=zone).astimezone(UTC)
        here = sum(any(a < ends and b > begins for a, b in visitor.on_demand) for visitor in visitors)
        days.append({"date": day.isoformat(), "visitors": here})
        day = next_day
    return days


def average_min(durations_ms: Sequence[int]) -> float:
    """Their mean in minutes, rounded half up to one decimal."""
    if not durations_ms:
        return 0.0
    tenths = sum(durations_ms) / len(durations_ms) / 6_000
    return int(tenths + 0.5) / 10


def retention(duration_s: float | None, members: Sequence[Watched]) -> dict[str, Any]:
    """Return the number of members that have played each second, at most 600 points."""
    seconds = int(duration_s or 0)
    step_s = max(1, -(-seconds // 600))
    return {
        "step_s": step_s,
        "counts": [
            sum(any(begin <= second < end for begin, end in one.covered) for one in members)
            for second in range(0, seconds, step_s)
        ],
    }


def attendance(webinar: asyncpg.Record, members: Sequence[Watched]) -> dict[str, Any]:
    """Members by tenths of the event watched live; nobody who watched nothing of it."""
    event_ms = (webinar["ends_at"] - webinar["starts_at"]) // timedelta(milliseconds=1)
    shares = [0] * 10
    highly = moderately = 0
    for one in members:
        live_ms = ms(one.live)
        if live_ms:
            shares[min(9, live_ms * 10 // event_ms)] += 1
            highly += live_ms * 100 >= event_ms * 80
            moderately += event_ms * 60 <= live_ms * 100 < event_ms * 80
    return {"shares": shares, "highly": highly, "moderately": moderately}


def comparable(data: dict[str, Any]) -> dict[str, Any]:
    """Reduce a dashboard to the numbers that can be recounted, in the shape of a recount."""
    statistics = data["on_demand_statistics"]
    return {
        "status_counts": data["status_counts"],
        "on_demand_summary": data["on_demand_summary"],
        "visitors": statistics["visitors"],
        "average_watch_min": statistics["average_watch_min"],
        "retention": data["retention"],
        "attendance": data["attendance"],
    }
