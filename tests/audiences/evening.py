"""A webinar and people who attended it in every way, made over the API and by real playbacks."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from latecomer.core.ids import Instant
from latecomer.watching.checkpoint import Checkpoint
from latecomer.watching.daily_totals import DailyTotals
from latecomer.webinars.members.engagement import EngagementLevels
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.site import Site

WATCHED_AT: Instant = ENDS_AT + DAY
"""The time at which people watch on demand."""


async def play(site: Site, member: Any, minutes: float, at: Instant) -> None:
    """Play for some minutes from ``at`` on."""
    token = member["join_url"].rpartition("/")[2]
    playback = str(uuid4())
    length = round(minutes * MINUTE)
    for site.now, heartbeats in (
        (at, []),
        (
            at + length,
            [{"seq": 1, "state": "paused", "segments": [[0, length, 0, length / 1000]]}],
        ),
    ):
        body = {"join": token, "playback": playback, "clock_ms": site.now - at, "heartbeats": heartbeats}
        await site.decoded(await site.client.post("/beacon", json=body), 204)


async def work(site: Site) -> None:
    """Do what workers do: settle what the ledger saw, copy it, count the days."""
    site.now += HOUR  # everybody has stopped playing
    while await site.due_members.take():
        pass
    await Checkpoint(site.pool, site.ledger, lambda: site.now).copy()
    await DailyTotals(site.pool, lambda: site.now, site.parts.get(EngagementLevels)).count()


async def evening(site: Site) -> Any:
    """A webinar in Berlin, a day and some minutes after its end.

    live: watched 30 minutes live · both: 30 minutes live and 20 on demand · late: 12.5 minutes on demand ·
    short: half a minute on demand, no view · absent: nothing · invited: only invited.
    """
    webinar = await site.webinar(timezone="Europe/Berlin")
    names = ("live", "both", "late", "short", "absent")
    members = {name: await site.member(webinar, f"{name}@example.com", first_name=name) for name in names}
    members["invited"] = await site.member(webinar, "invited@example.com", status="invited")
    for name in ("live", "both"):
        await play(site, members[name], 30, STARTS_AT)
    await work(site)
    site.now = ENDS_AT
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    for name, minutes in (("both", 20), ("late", 12.5), ("short", 0.5)):
        await play(site, members[name], minutes, WATCHED_AT)
    await work(site)
    return webinar


def filtered(webinar: Any, tree: Any, **more: Any) -> dict[str, Any]:
    """The body that asks a filter of a webinar's members."""
    return {"scope": "members", "webinar_id": webinar["id"], "timezone": "UTC", "filter": tree, **more}


async def who(site: Site, body: dict[str, Any]) -> list[str]:
    """The names that a preview shows, in order of the alphabet; its count agrees."""
    found = await site.call("POST", "/segments/preview", body | {"limit": 200})
    names = sorted(item["person"]["email"].partition("@")[0] for item in found["items"])
    assert found["count"] == len(names)
    return names
