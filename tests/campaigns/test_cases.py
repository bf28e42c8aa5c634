"""Faults of other products' campaigns; tests/audiences/test_cases.py has the table of all of them."""

from __future__ import annotations

from tests.campaigns.working import MAIL, campaign, mails, runs, segment, worked
from tests.support.builders import DAY, ENDS_AT, STARTS_AT
from tests.support.site import Site


async def test_what_came_before_the_workers_turn_starts_everything_once(site: Site) -> None:
    """T8: registered, absent and attended before any worker looked: each campaign starts, and once."""
    webinar = await site.webinar()
    made = [
        await campaign(site, triggers=[trigger])
        for trigger in (
            {"on": "registered"},
            {"on": "status_changed", "to": "no_show"},
            {"on": "status_changed", "to": "attended"},
            {"on": "attends_event", "mode": "live", "also_stated": True},
        )
    ]
    member = await site.member(webinar)
    site.now = ENDS_AT
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    await site.call("POST", f"/members/{member['id']}/status", {"status": "attended"})
    await worked(site)
    assert [await runs(site, each) for each in made] == [[("done", None)]] * 4


async def test_the_other_branch_waits_for_its_parent(site: Site) -> None:
    """T9: neither branch runs while the step before waits, and then exactly one does."""
    webinar = await site.webinar()
    acme = {"filter": "person", "field": "company", "op": "is", "value": "acme"}
    fork = {"do": "only_if", "filter": acme, "else": [MAIL]}
    other = {"do": "set_property", "key": "branch", "value": "first"}
    made = await campaign(site, steps=[{"do": "wait", "for": "2 days"}, fork, other])
    await site.member(webinar, "ada@example.com", company="ACME")
    await site.member(webinar, "bob@example.com")
    await worked(site)
    site.now += DAY
    await worked(site)
    assert await mails(site) == 0
    assert await runs(site, made) == [("waiting", None)] * 2
    site.now += DAY
    await worked(site)
    await worked(site)
    items = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    branches = {each["email"][:3]: each["properties"].get("branch") for each in items}
    assert branches == {"ada": "first", "bob": None}
    assert await mails(site) == 1
    assert await site.pool.fetchval("SELECT email FROM mails WHERE kind = 'campaign'") == "bob@example.com"


async def test_somebody_in_two_segments_gets_one_mail(site: Site) -> None:
    """T11: two segments that both begin a campaign are two causes, and one run."""
    webinar = await site.webinar()
    company = {"filter": "person", "field": "company", "op": "is", "value": "acme"}
    city = {"filter": "person", "field": "city", "op": "is", "value": "ghent"}
    both = [await segment(site, webinar, each) for each in (company, city)]
    triggers = [{"on": "entered_segment", "id": each["id"]} for each in both]
    made = await campaign(site, triggers=triggers, steps=[MAIL])
    site.now = STARTS_AT
    await site.member(webinar, "ada@example.com", company="ACME", city="Ghent")
    await worked(site)
    assert await mails(site) == 1
    assert sorted(await runs(site, made)) == [("done", None), ("skipped", "ran_before")]
