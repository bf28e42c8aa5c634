"""Campaigns over the API, and what workers do for them."""

from __future__ import annotations

from typing import Any

from latecomer.audiences.kept_segments import KeptSegments
from latecomer.campaigns.scheduler import Scheduler
from latecomer.campaigns.worker import CampaignWorker
from tests.support.site import Site

MAIL = {
    "do": "send_mail",
    "basis": "legitimate_interest",
    "template": {"subject": "You missed us", "text": "Watch it here.", "html": "<p>Watch it here.</p>"},
}
MARK = {"do": "set_property", "key": "touched", "value": True}


async def campaign(site: Site, *, active: bool = True, also_now: bool = False, **flow: Any) -> Any:
    """A campaign; by default it is active and marks whoever runs."""
    start = {} if "schedule" in flow else {"triggers": [{"on": "registered"}]}
    made = await site.call(
        "POST", "/campaigns", {"name": "A campaign", "flow": start | {"steps": [MARK]} | flow}, expect=201
    )
    if active:
        await site.call("POST", f"/campaigns/{made['id']}/activate", {"also_now": also_now})
    return made


async def worked(site: Site) -> None:
    """Do what workers do until nothing is due."""
    campaigning = site.parts.get(CampaignWorker)
    kept = site.parts.get(KeptSegments)
    moved = True
    while moved:
        await site.parts.get(Scheduler).look()
        moved = bool(await kept.judge() + await kept.sweep() + await campaigning.take())
        while await campaigning.step():
            moved = True


async def runs(site: Site, made: Any) -> list[tuple[str, str | None]]:
    """State and reason of every run, oldest first."""
    page = await site.call("GET", f"/campaigns/{made['id']}/runs?limit=200")
    return [(run["state"], run["reason"]) for run in reversed(page["items"])]


async def touched(site: Site, webinar: Any) -> list[str]:
    """Return the names that carry the mark of the step, in order of the alphabet."""
    items = (await site.call("GET", f"/webinars/{webinar['id']}/members?limit=200"))["items"]
    return sorted(each["email"].partition("@")[0] for each in items if each["properties"].get("touched"))


async def mails(site: Site) -> int:
    """Return the number of queued campaign mails."""
    count: int = await site.pool.fetchval("SELECT count(*) FROM mails WHERE kind = 'campaign'")
    return count


async def segment(site: Site, webinar: Any, tree: Any, **more: Any) -> Any:
    """A live segment of a webinar's members, without a webinar of people."""
    scope = {"scope": "people"} if webinar is None else {"scope": "members", "webinar_id": webinar["id"]}
    body = {"name": "A segment", "timezone": "UTC", "filter": tree, **scope, **more}
    return await site.call("POST", "/segments", body, expect=201)
