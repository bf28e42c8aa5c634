"""Beginnings of runs besides a member's own acts: segments that people enter, moments of webinars, schedules."""

from __future__ import annotations

from typing import Any

import pytest

from latecomer.campaigns.scheduler import Scheduler
from latecomer.core.timestamps import to_text
from tests.audiences.evening import play, work
from tests.automated.test_overlays import answer, asked, poll
from tests.automated.test_room import ask
from tests.automated.test_rundowns import button, film
from tests.campaigns.working import MARK, campaign, runs, segment, touched, worked
from tests.registration_form.test_public import filled, page_of, post, statuses
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.site import Site

__all__ = ["film"]

WATCHED = {
    "filter": "attended_event",
    "event_mode": "on_demand",
    "watch_duration": {"op": "at_least", "value": 10},
}


async def missed(site: Site, *names: str) -> tuple[Any, dict[str, Any]]:
    """A webinar that is over, and members who missed it."""
    webinar = await site.webinar()
    members = {name: await site.member(webinar, f"{name}@example.com") for name in names}
    site.now = ENDS_AT
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    return webinar, members


async def test_coming_into_a_segment_begins_a_run_each_time(site: Site) -> None:
    webinar, members = await missed(site, "ada", "bob", "early")
    await play(site, members["early"], 12, ENDS_AT + HOUR)
    await work(site)
    hot = await segment(site, webinar, WATCHED)
    made = await campaign(
        site, triggers=[{"on": "entered_segment", "id": hot["id"]}], runs="every_time", steps=[MARK]
    )
    await play(site, members["ada"], 12, ENDS_AT + 3 * HOUR)
    await work(site)
    await worked(site)
    assert await touched(site, webinar) == ["ada"], "who was in at the activation is the beginning"
    await worked(site)
    assert await runs(site, made) == [("done", None)], "judged again nothing changes"
    problem = await site.call("DELETE", f"/segments/{hot['id']}", expect=409)
    assert problem["code"] == "segment_in_use"
    # A changed filter is a new beginning; who comes in after it comes in.
    nobody = {"filter": "member", "status": ["rejected"]}
    await site.call("PATCH", f"/segments/{hot['id']}", {"filter": nobody})
    await worked(site)
    await site.call("PATCH", f"/segments/{hot['id']}", {"filter": WATCHED})
    await worked(site)
    assert len(await runs(site, made)) == 1
    await site.call("POST", f"/campaigns/{made['id']}/archive")
    await site.call("DELETE", f"/segments/{hot['id']}", expect=204)


async def test_people_come_into_a_list_and_leave_it_and_come_again(site: Site) -> None:
    webinar = await site.webinar()
    ada = await site.member(webinar)
    stranger = await site.member(await site.webinar(), "bob@example.com")
    hot = await segment(site, None, None, kind="list")
    made = await campaign(site, triggers=[{"on": "entered_segment", "id": hot["id"]}], runs="every_time")
    rows = f"/segments/{hot['id']}/rows"
    for change in ({"add": [ada["person_id"], stranger["person_id"]]}, {"remove": [ada["person_id"]]}):
        await site.call("POST", rows, {"add": [], "remove": []} | change)
        await worked(site)
    assert len(await runs(site, made)) == 2
    await site.call("POST", rows, {"add": [ada["person_id"]], "remove": []})
    await worked(site)
    assert await runs(site, made) == [("done", None)] * 3


async def test_what_only_time_changes_is_judged_at_a_quarter_of_an_hour(site: Site) -> None:
    webinar, members = await missed(site, "ada")
    await play(site, members["ada"], 12, ENDS_AT + HOUR)
    await work(site)
    old = {**WATCHED, "watch_date": {"op": "in_past_before", "value": "2 days"}}
    cold = await segment(site, webinar, old)
    made = await campaign(site, triggers=[{"on": "entered_segment", "id": cold["id"]}])
    await worked(site)
    assert await runs(site, made) == []
    site.now += 3 * DAY
    await worked(site)
    assert await runs(site, made) == [("done", None)]


@pytest.mark.parametrize(
    ("of", "offset", "at"),
    [
        ("closes_at", "-3 days", ENDS_AT + 27 * DAY),
        ("starts_at", "-2 hours", STARTS_AT - 2 * HOUR),
        ("ends_at", "30 minutes", ENDS_AT + 30 * MINUTE),
    ],
)
async def test_a_moment_of_the_webinar_begins_a_run_of_everybody_once(
    site: Site, of: str, offset: str, at: int
) -> None:
    webinar = await site.webinar()
    await site.add(
        webinar, {"email": "ada@example.com"}, {"email": "out@example.com", "status": "not_in_program"}
    )
    trigger = {"on": "at_moment", "of": of, "offset": offset}
    made = await campaign(site, triggers=[trigger], filter={"filter": "member", "status": ["registered"]})
    site.now = at - 1
    await worked(site)
    assert await runs(site, made) == []
    site.now = at
    await worked(site)
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    (looked,) = (await site.call("GET", f"/campaigns/{made['id']}/occurrences"))["items"]
    assert (looked["outcome"], looked["runs"], looked["webinar_id"]) == ("looked", 1, webinar["id"])


async def test_a_moment_that_moved_begins_nothing_at_the_old_time(site: Site) -> None:
    webinar = await site.webinar()
    await site.member(webinar)
    made = await campaign(site, triggers=[{"on": "at_moment", "of": "starts_at", "offset": "-2 hours"}])
    later = {"starts_at": "2026-03-05T16:00:00Z", "ends_at": "2026-03-05T17:00:00Z"}
    await site.call("PATCH", f"/webinars/{webinar['id']}", later)
    site.now = STARTS_AT
    await worked(site)
    assert await runs(site, made) == []
    site.now = STARTS_AT + DAY - 2 * HOUR
    await worked(site)
    assert await runs(site, made) == [("done", None)]


async def test_a_moment_over_an_hour_late_is_shown_and_not_made_up(site: Site) -> None:
    webinar = await site.webinar()
    await site.member(webinar)
    made = await campaign(site, triggers=[{"on": "at_moment", "of": "ends_at"}])
    site.now = ENDS_AT + HOUR + 1
    await worked(site)
    assert await runs(site, made) == []
    items = (await site.call("GET", f"/campaigns/{made['id']}/occurrences"))["items"]
    assert [each["outcome"] for each in items] == ["missed"]


async def test_a_schedule_looks_at_whom_its_filter_finds(site: Site) -> None:
    webinar, members = await missed(site, "ada", "bob")
    await play(site, members["bob"], 5, ENDS_AT + HOUR)
    await work(site)
    made = await campaign(
        site,
        schedule={"every": "day", "at": "09:00"},
        timezone="Europe/Berlin",
        webinar=webinar["id"],
        filter={"filter": "member", "status": ["no_show"]},
        runs="every_time",
    )
    assert (await site.call("GET", f"/campaigns/{made['id']}/match"))["count"] == 1
    site.now = ENDS_AT - 17 * HOUR + DAY + 8 * HOUR  # 09:00 in Berlin, the day after
    await worked(site)
    assert await touched(site, webinar) == ["ada"]
    site.now += DAY + 30 * MINUTE  # half an hour late: made up
    await worked(site)
    assert await runs(site, made) == [("done", None)] * 2
    site.now += 3 * DAY + HOUR  # over an hour late, and two were missed before
    await worked(site)
    assert len(await runs(site, made)) == 2
    items = (await site.call("GET", f"/campaigns/{made['id']}/occurrences"))["items"]
    assert [each["outcome"] for each in items] == ["missed"] * 3 + ["looked"] * 2


async def test_what_is_done_in_the_room_begins_a_run(site: Site, film: str) -> None:
    webinar, item, (single, *_) = await asked(site, poll("never"), button(0, 60, title="Order worms"))
    await site.call("PUT", f"/webinars/{webinar['id']}/chat/mode", {"mode": "open"})
    made = {
        kind: await campaign(
            site,
            triggers=[{"on": "interaction", "webinar": webinar["id"], **({"kind": kind} if kind else {})}],
            runs="every_time",
        )
        for kind in (None, "question", "poll", "chat", "click", "download")
    }
    ada = await site.member(webinar)
    (told,) = [each for each in await ask(site, ada) if each["type"] == "on_air"]
    call = next(each["item"]["id"] for each in told["overlays"] if each["item"]["kind"] == "call_to_action")
    await ask(site, ada, {"type": "clicked", "item": call}, {"type": "clicked", "item": call})
    for option in single["options"]:
        await answer(site, ada, item, single, option["id"])
    await ask(site, ada, {"type": "line", "client_id": "1", "text": "Do worms sleep?", "question": True})
    await ask(site, ada, {"type": "line", "client_id": "2", "text": "Hello"})
    await worked(site)
    counted = {kind: len(await runs(site, each)) for kind, each in made.items()}
    assert counted == {None: 4, "question": 1, "poll": 1, "chat": 1, "click": 1, "download": 0}
    for kind, number in ((None, 1), ("chat", 1), ("download", 0)):
        found = await site.call("GET", f"/campaigns/{made[kind]['id']}/match")
        assert found["count"] == number, kind


async def test_a_form_begins_a_run(site: Site) -> None:
    webinar = await page_of(site)
    made = await campaign(site, triggers=[{"on": "submitted", "webinar": webinar["id"]}], runs="every_time")
    await post(site, await filled(site))
    await statuses(site, webinar)
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    assert (await site.call("GET", f"/campaigns/{made['id']}/match"))["count"] == 1


async def test_a_clock_that_moves_back_and_forth_makes_nothing_twice_and_loses_nothing(site: Site) -> None:
    webinar, _ = await missed(site, "ada")
    made = await campaign(
        site,
        schedule={"every": "day", "at": "09:00"},
        timezone="UTC",
        webinar=webinar["id"],
        runs="every_time",
        steps=[{"do": "wait", "for": "2 hours"}, MARK],
    )
    nine = ENDS_AT - ENDS_AT % DAY + DAY + 9 * HOUR
    for moment in (nine, nine - 3 * HOUR, nine, nine + HOUR, nine - DAY, nine + 30 * MINUTE):
        site.now = moment
        await worked(site)
        assert [state for state, _ in await runs(site, made)] == ["waiting"], moment
    site.now = nine + 2 * HOUR
    await worked(site)
    site.now = nine + HOUR  # back once more: what is done stays done
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    site.now = nine + DAY
    await worked(site)
    assert len(await runs(site, made)) == 2


async def test_a_level_of_engagement_decides_once_it_is_judged(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(
        site,
        triggers=[{"on": "attends_event", "mode": "live"}],
        filter={"filter": "engagement", "level": ["high"]},
    )
    for name, minutes in (("ada", 55), ("bob", 20)):
        member = await site.member(webinar, f"{name}@example.com")
        await play(site, member, minutes, STARTS_AT)
    await work(site)
    await worked(site)
    assert await touched(site, webinar) == [], "days and levels may not be counted yet"
    site.now += MINUTE
    await worked(site)
    assert await touched(site, webinar) == ["ada"]
    assert sorted(await runs(site, made)) == [("done", None), ("skipped", "filter")]


async def test_a_schedule_of_people_runs_each_by_their_newest_webinar(site: Site) -> None:
    first, second = await site.webinar(), await site.webinar()
    for webinar in (first, second):
        await site.member(webinar)
    made = await campaign(
        site,
        schedule={"once_at": "2026-03-04T09:00:00Z"},
        scope="people",
        filter={"filter": "person", "field": "email", "op": "starts_with", "value": "ada"},
    )
    site.now = STARTS_AT - 7 * HOUR
    for _ in range(2):
        await site.parts.get(Scheduler).look()
    await worked(site)
    (run,) = (await site.call("GET", f"/campaigns/{made['id']}/runs"))["items"]
    assert (run["state"], run["webinar_id"]) == ("done", second["id"])


async def test_a_single_moment_that_passed_while_the_campaign_was_written_is_made_up_once(site: Site) -> None:
    await missed(site, "ada")
    flow = {"schedule": {"once_at": to_text(site.now - HOUR // 2)}, "scope": "people", "steps": [MARK]}
    made = await site.call("POST", "/campaigns", {"name": "Late", "flow": flow}, expect=201)
    site.now += HOUR // 4
    await site.call("POST", f"/campaigns/{made['id']}/activate", {})
    for _ in range(2):
        await worked(site)
    assert await runs(site, made) == [("done", None)]
    site.now += 2 * HOUR
    changed = await site.call("PATCH", f"/campaigns/{made['id']}", {"runs": "every_time"})
    assert changed["version"] == 2  # what has run may still be changed
    soon = {**flow, "schedule": {"once_at": to_text(site.now)}}
    draft = await site.call("POST", "/campaigns", {"name": "Too late", "flow": soon}, expect=201)
    site.now += 2 * HOUR
    problem = await site.call("POST", f"/campaigns/{draft['id']}/activate", {}, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("out_of_range", "/flow/schedule/once_at")


async def test_watching_long_enough_triggers_once_whatever_is_corrected(site: Site) -> None:
    webinar, members = await missed(site, "ada")
    made = await campaign(
        site, triggers=[{"on": "watched_at_least", "minutes": 20, "mode": "on_demand"}], runs="every_time"
    )
    for nth, expected in enumerate((0, 1, 1)):
        await play(site, members["ada"], 12, ENDS_AT + (1 + 3 * nth) * HOUR)
        await work(site)
        await worked(site)
        assert len(await runs(site, made)) == expected
    await site.pool.execute("UPDATE members SET on_demand_ms = 0, days_stale = true")
    await work(site)
    await worked(site)
    assert len(await runs(site, made)) == 1
    assert await touched(site, webinar) == ["ada"]


async def test_attends_event_comes_after_it_was_only_stated(site: Site) -> None:
    """An operator's word does not hide the attendance that is seen later, and is not told twice."""
    webinar, members = await missed(site, "ada")
    seen = await campaign(site, triggers=[{"on": "attends_event", "mode": "on_demand"}])
    both = await campaign(site, triggers=[{"on": "attends_event", "mode": "on_demand", "also_stated": True}])
    await site.call("POST", f"/members/{members['ada']['id']}/status", {"status": "attended_on_demand"})
    await worked(site)
    assert (len(await runs(site, seen)), len(await runs(site, both))) == (0, 1)
    await play(site, members["ada"], 5, ENDS_AT + HOUR)
    await work(site)
    await worked(site)
    assert (len(await runs(site, seen)), len(await runs(site, both))) == (1, 1)
    assert await touched(site, webinar) == ["ada"]


async def test_who_does_not_fit_is_told(site: Site) -> None:
    webinar = await site.webinar(registrant_limit=1)
    made = await campaign(site, triggers=[{"on": "no_seat"}])
    await site.add(webinar, {"email": "first@example.com"}, {"email": "second@example.com"})
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    assert await touched(site, webinar) == ["second"]


async def test_statuses_are_set_in_a_batch_and_in_a_trigger_campaign(site: Site) -> None:
    """As the documents have it: a batch campaign, and one that a status triggers, change statuses."""
    webinar = await site.webinar()
    batch = await campaign(
        site,
        schedule={"once_at": "2026-03-04T09:00:00Z"},
        webinar=webinar["id"],
        filter={"filter": "member", "status": ["invited"]},
        steps=[{"do": "set_status", "status": "registered"}],
    )
    trigger = await campaign(
        site,
        triggers=[{"on": "status_changed", "from": "invited", "to": "registered"}],
        steps=[{"do": "set_status", "status": "attended", "reason": "Came by phone"}],
    )
    await site.add(
        webinar, *({"email": f"{name}@example.com", "status": "invited"} for name in ("ada", "bob"))
    )
    site.now = STARTS_AT - 7 * HOUR
    await worked(site)
    assert [state for made in (batch, trigger) for state, _ in await runs(site, made)] == ["done"] * 4
    items = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert {(each["status"], each["status_reason"]) for each in items} == {("attended", "Came by phone")}
