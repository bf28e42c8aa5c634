"""One step for everybody in a segment: counted first, done once to each, and by whoever is left after a crash."""

from typing import Any

import pytest

from latecomer.campaigns import steps
from latecomer.campaigns.worker import CampaignWorker
from tests.campaigns.working import MAIL, mails, runs, segment, worked
from tests.support.site import Site

REGISTERED = {"filter": "member", "status": ["registered"]}


async def three(site: Site) -> tuple[Any, Any]:
    """A webinar with three members, and their segment."""
    webinar = await site.webinar()
    await site.call("PUT", f"/webinars/{webinar['id']}/mail_settings", {"enabled": True})
    await site.add(webinar, *({"email": f"{name}@example.com"} for name in ("ada", "bob", "eve")))
    return webinar, await segment(site, webinar, REGISTERED)


async def act(site: Site, saved: Any, action: Any, expected: int = 3, expect: int = 202) -> Any:
    """Act on everybody in a segment."""
    body = {"action": action, "expected": expected}
    return await site.call("POST", f"/segments/{saved['id']}/actions", body, expect=expect)


async def test_everybody_in_a_segment_gets_a_status_once(site: Site) -> None:
    webinar, saved = await three(site)
    started = await act(site, saved, {"do": "set_status", "status": "attended", "reason": "Saw them"})
    assert (started["runs"], started["campaign"]["state"]) == (3, "archived")
    await worked(site)
    found = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert {(each["status"], each["status_reason"]) for each in found} == {("attended", "Saw them")}
    assert await runs(site, started["campaign"]) == [("done", None)] * 3
    # The segment is empty by now, and the campaign starts nobody else.
    assert (await act(site, saved, MAIL, expect=409))["code"] == "count_changed"
    await site.member(webinar, "new@example.com")
    await worked(site)
    assert len(await runs(site, started["campaign"])) == 3


async def test_an_action_that_was_killed_goes_on_and_nothing_happens_twice(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, saved = await three(site)
    started = await act(site, saved, MAIL)
    worker = site.parts.get(CampaignWorker)
    perform, done = steps.perform, 0

    class KilledError(Exception):
        pass

    async def killed(*given: Any) -> Any:
        nonlocal done
        did = await perform(*given)
        done += 1
        if done == 2:
            raise KilledError  # after the mail was queued, before its transaction ends
        return did

    monkeypatch.setattr("latecomer.campaigns.worker.perform", killed)
    await worker.take()
    while done < 2 and await worker.step():
        pass
    monkeypatch.undo()
    site.now += 60 * 60_000
    await worked(site)
    assert await mails(site) == 3
    assert await runs(site, started["campaign"]) == [("done", None)] * 3


async def test_links_lists_and_people(site: Site) -> None:
    webinar, saved = await three(site)
    links = {
        each["join_url"] for each in (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    }
    await act(site, saved, {"do": "new_link"})
    await worked(site)
    found = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert not links & {each["join_url"] for each in found}
    people = await segment(site, None, {"filter": "person", "field": "email", "op": "contains", "value": "@"})
    by_hand = await segment(site, None, None, kind="list")
    await act(site, people, {"do": "add_to_list", "segment": by_hand["id"]})
    await worked(site)
    assert (await site.call("GET", f"/segments/{by_hand['id']}/count"))["count"] == 3
    await act(site, by_hand, {"do": "remove_from_list", "segment": by_hand["id"]})  # taken back
    await worked(site)
    assert (await site.call("GET", f"/segments/{by_hand['id']}/count"))["count"] == 0


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ({"do": "stop"}, "unknown_value"),
        ({"do": "dance"}, "invalid_value"),
        ({"do": "set_status", "status": "asleep"}, "unknown_value"),
        ({"do": "add_to_list", "segment": "0a000000-0000-4000-8000-000000000001"}, "unknown_value"),
    ],
)
async def test_a_bad_action_is_refused_and_nothing_begins(site: Site, action: Any, code: str) -> None:
    _, saved = await three(site)
    assert (await act(site, saved, action, expect=422))["code"] == code
    assert (await site.call("GET", "/campaigns"))["items"] == []
