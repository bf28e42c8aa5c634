"""Campaigns over the API: a cause makes one run, a step happens once, and what is skipped says why."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from latecomer.campaigns.worker import CampaignWorker
from latecomer.webinars.members.registration import Registration
from tests.audiences.evening import evening, play, work
from tests.campaigns.working import MAIL, MARK, campaign, mails, runs, segment, touched, worked
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.support.site import Site


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("live", ["both", "live"]), ("on_demand", ["both", "late"]), ("either", ["both", "late", "live"])],
)
async def test_the_trigger_attends_event_by_mode(site: Site, mode: str, expected: list[str]) -> None:
    trigger = {"on": "attends_event", "mode": mode}
    made = await campaign(site, triggers=[trigger])
    webinar = await evening(site)
    await worked(site)
    assert await touched(site, webinar) == expected
    assert {state for state, _ in await runs(site, made)} <= {"done", "skipped"}


async def test_a_status_triggers_and_a_wait_waits(site: Site) -> None:
    webinar = await site.webinar()
    await site.add(webinar, {"email": "ada@example.com"}, {"email": "bob@example.com", "status": "attended"})
    made = await campaign(
        site,
        triggers=[{"on": "status_changed", "to": "no_show"}],
        filter={"filter": "not_attended_event", "event_mode": "on_demand"},
        steps=[{"do": "wait", "for": "2 days"}, MARK, MAIL],
    )
    site.now = ENDS_AT
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    await worked(site)
    assert await runs(site, made) == [("waiting", None)]
    assert await touched(site, webinar) == []
    site.now += 2 * DAY
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    assert await touched(site, webinar) == ["ada"]
    assert await mails(site) == 1


async def test_the_filter_is_judged_again_after_a_wait(site: Site) -> None:
    """T14: what comes while a run waits counts."""
    webinar = await site.webinar()
    ada = await site.member(webinar)
    made = await campaign(
        site,
        triggers=[{"on": "status_changed", "to": "no_show"}],
        filter={"filter": "not_attended_event", "event_mode": "on_demand"},
        steps=[{"do": "wait", "for": "2 days"}, MAIL],
    )
    site.now = ENDS_AT
    await site.call("POST", f"/webinars/{webinar['id']}/finish")
    await worked(site)
    await play(site, ada, 5, ENDS_AT + HOUR)
    await work(site)
    site.now = ENDS_AT + 3 * DAY
    await worked(site)
    assert await runs(site, made) == [("skipped", "filter")]
    assert await mails(site) == 0


async def test_activation_looks_only_forward_unless_asked(site: Site) -> None:
    """T2: switching a campaign on starts nothing for what happened before."""
    webinar = await site.webinar()
    await site.member(webinar, "before@example.com")
    trigger = {"on": "registered", "webinar": webinar["id"]}
    forward = await campaign(site, triggers=[trigger])
    also = await campaign(site, active=False, triggers=[trigger])
    assert (await site.call("GET", f"/campaigns/{also['id']}/match"))["count"] == 1
    started = await site.call("POST", f"/campaigns/{also['id']}/activate", {"also_now": True})
    assert started["runs"] == 1
    site.now += MINUTE
    await site.member(webinar, "after@example.com")
    await worked(site)
    assert len(await runs(site, forward)) == 1
    assert [state for state, _ in await runs(site, also)] == ["done", "done"]
    anywhere = await campaign(site, active=False)
    problem = await site.call("POST", f"/campaigns/{anywhere['id']}/activate", {"also_now": True}, expect=422)
    assert problem["code"] == "needs_webinar"


async def test_two_workers_and_a_second_telling_make_one_run_and_one_mail(site: Site) -> None:
    """T1, T13, T15."""
    webinar = await site.webinar()
    made = await campaign(site, steps=[MAIL, MARK])
    await site.add(webinar, *({"email": f"p{n}@example.com"} for n in range(8)))
    other = CampaignWorker(site.pool, site.parts.get(Registration), lambda: site.now)
    campaign_worker = site.parts.get(CampaignWorker)

    async def take_and_step(worker: CampaignWorker) -> None:
        while await worker.take() or await worker.step():
            pass

    await asyncio.gather(take_and_step(campaign_worker), take_and_step(other), take_and_step(campaign_worker))
    await site.pool.execute("UPDATE causes SET taken_at = NULL")  # delivered again
    await worked(site)
    assert await runs(site, made) == [("done", None)] * 8
    assert await mails(site) == 8


async def test_a_worker_that_dies_in_a_step_repeats_it_and_it_happens_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[MAIL, {"do": "set_status", "status": "attended"}, MAIL])
    member = await site.member(webinar)
    campaign_worker = site.parts.get(CampaignWorker)
    await campaign_worker.take()
    write_run = "latecomer.campaigns.queries.write_run"
    for _ in range(4):  # enter, mail, status, mail: each is killed once before it is written down
        with monkeypatch.context() as patched:

            async def dies(*_: Any, **__: Any) -> None:
                raise asyncio.CancelledError

            patched.setattr(write_run, dies)
            with pytest.raises(asyncio.CancelledError):
                await campaign_worker.step()
        await campaign_worker.step()
    await worked(site)
    assert await runs(site, made) == [("done", None)]
    assert await mails(site) == 2
    entries = (await site.call("GET", f"/members/{member['id']}/timeline"))["items"]
    assert len([each for each in entries if each.get("to_status") == "attended"]) == 1


async def test_how_often_somebody_runs(site: Site) -> None:
    """T3, T4: once, every time, once per 7 days: status by status."""
    webinar = await site.webinar()
    made = {
        name: await campaign(site, triggers=[{"on": "status_changed"}], runs=how)
        for name, how in (("once", "once"), ("every", "every_time"), ("per", {"once_per": "7 days"}))
    }
    ada = await site.member(webinar, status="invited")
    await worked(site)
    for days, status in ((1, "registered"), (8, "attended")):
        site.now = STARTS_AT - 24 * HOUR + days * DAY
        await site.call("POST", f"/members/{ada['id']}/status", {"status": status})
        await worked(site)
    assert await runs(site, made["once"]) == [
        ("done", None),
        ("skipped", "ran_before"),
        ("skipped", "ran_before"),
    ]
    assert await runs(site, made["every"]) == [("done", None)] * 3
    assert await runs(site, made["per"]) == [("done", None), ("skipped", "ran_before"), ("done", None)]


async def test_while_paused_nothing_moves_and_going_on_asks(site: Site) -> None:
    webinar = await site.webinar()
    made = [await campaign(site) for _ in range(2)]
    for each in made:
        await site.call("POST", f"/campaigns/{each['id']}/pause")
    await site.member(webinar)
    await worked(site)
    assert await touched(site, webinar) == []
    skipping = await site.call("POST", f"/campaigns/{made[0]['id']}/resume", {"also_held": False})
    going_on = await site.call("POST", f"/campaigns/{made[1]['id']}/resume", {"also_held": True})
    assert (skipping["runs"], going_on["runs"]) == (1, 1)
    await worked(site)
    assert await runs(site, made[0]) == [("skipped", "paused")]
    assert await runs(site, made[1]) == [("done", None)]


async def test_a_run_finishes_with_the_version_it_began_with_and_archived_ones_start_nothing(
    site: Site,
) -> None:
    """T12."""
    webinar = await site.webinar()
    made = await campaign(site, steps=[{"do": "wait", "for": "1 day"}, MARK])
    await site.member(webinar, "first@example.com")
    await worked(site)
    flow = {"triggers": [{"on": "registered"}], "steps": [MAIL]}
    changed = await site.call("PATCH", f"/campaigns/{made['id']}", {"flow": flow})
    assert changed["version"] == 2
    await site.member(webinar, "second@example.com")
    await worked(site)
    site.now += DAY
    await worked(site)
    assert (await touched(site, webinar), await mails(site)) == (["first"], 1)
    await site.call("POST", f"/campaigns/{made['id']}/archive")
    await site.member(webinar, "third@example.com")
    await worked(site)
    assert len(await runs(site, made)) == 2
    await site.call("DELETE", f"/campaigns/{made['id']}", expect=409)


async def test_lists_conditions_and_steps_back(site: Site) -> None:
    webinar = await site.webinar()
    body = {"name": "Hot", "scope": "people", "kind": "list", "timezone": "UTC"}
    hot = await site.call("POST", "/segments", body, expect=201)
    made = await campaign(
        site,
        steps=[
            {"do": "set_status", "status": "invited"},
            {"do": "add_to_list", "segment": hot["id"]},
            {"do": "add_to_list", "segment": hot["id"]},
            {
                "do": "only_if",
                "filter": {"filter": "person", "field": "company", "op": "is", "value": "acme"},
                "else": [{"do": "remove_from_list", "segment": hot["id"]}],
            },
            MARK,
        ],
    )
    await site.member(webinar, "ada@example.com", company="ACME")
    await site.member(webinar, "bob@example.com")
    await worked(site)
    assert [state for state, _ in await runs(site, made)] == ["done", "done"]
    found = await site.call("GET", f"/segments/{hot['id']}/results")
    assert [item["person"]["email"] for item in found["items"]] == ["ada@example.com"]
    assert await touched(site, webinar) == ["ada"]
    steps = await site.pool.fetch("SELECT did, outcome, code FROM campaign_steps ORDER BY run_id, at, place")
    assert ("set_status", "skipped", "status_backwards") in {tuple(row) for row in steps}
    assert ("add_to_list", "skipped", "unchanged") in {tuple(row) for row in steps}


async def test_one_persons_failure_stops_nobody_else(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """T5."""
    webinar = await site.webinar()
    made = await campaign(site)
    await site.add(webinar, {"email": "bad@example.com"}, {"email": "good@example.com"})
    from latecomer.people.queries import persons  # noqa: PLC0415 - patched for one person

    update = persons.update

    async def breaks(conn: Any, person: Any) -> None:
        if person.email == "bad@example.com":
            raise RuntimeError("no")
        await update(conn, person)

    monkeypatch.setattr(persons, "update", breaks)
    for _ in range(20):
        await worked(site)
        site.now += HOUR
    assert sorted(await runs(site, made)) == [("done", None), ("failed", "fault")]
    assert await touched(site, webinar) == ["good"]


async def test_a_campaign_whose_segment_is_gone_pauses_and_others_go_on(site: Site) -> None:
    webinar = await site.webinar()
    other = await site.webinar()
    broken = await campaign(site, filter={"filter": "attended_event", "webinar": other["id"]})
    fine = await campaign(site)
    await site.call("DELETE", f"/webinars/{other['id']}", expect=204)
    await site.member(webinar)
    await worked(site)
    paused = await site.call("GET", f"/campaigns/{broken['id']}")
    assert (paused["state"], paused["reason"]) == ("paused", "segment_broken")
    assert await runs(site, fine) == [("done", None)]


async def test_erasing_ends_what_was_still_to_run(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[{"do": "wait", "for": "1 day"}, MAIL])
    ada = await site.member(webinar)
    await worked(site)
    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    site.now += 2 * DAY
    await worked(site)
    assert await runs(site, made) == [("skipped", "erased")]
    assert await mails(site) == 0


async def test_stopping_runs_and_counting_them(site: Site) -> None:
    webinar = await site.webinar()
    made = await campaign(site, steps=[{"do": "wait", "for": "1 day"}, MARK])
    await site.member(webinar)
    await worked(site)
    assert (await site.call("POST", f"/campaigns/{made['id']}/stop_runs"))["stopped"] == 1
    numbers = (await site.call("GET", f"/campaigns/{made['id']}/numbers"))["numbers"]
    assert numbers == [{"state": "stopped", "reason": None, "count": 1}]


PEOPLE: dict[str, Any] = {"triggers": [], "schedule": {"every": "day", "at": "09:00"}, "scope": "people"}


@pytest.mark.parametrize(
    ("flow", "code", "field"),
    [
        ({"triggers": []}, "wrong_length", "/flow/triggers"),
        ({"triggers": [{"on": "registered"}] * 6}, "wrong_length", "/flow/triggers"),
        ({"triggers": [{"on": "full_moon"}]}, "invalid_value", "/flow/triggers/0/on"),
        (
            {"triggers": [{"on": "registered", "webinar": str(uuid4())}]},
            "unknown_value",
            "/flow/triggers/0/webinar",
        ),
        ({"steps": []}, "wrong_length", "/flow/steps"),
        ({"steps": [MARK] * 31}, "wrong_length", "/flow/steps"),
        ({"steps": [{"do": "dance"}]}, "invalid_value", "/flow/steps/0/do"),
        ({"steps": [MARK, {"do": "wait", "for": "4 hrs"}]}, "unknown_value", "/flow/steps/1/for"),
        ({"steps": [{"do": "set_status", "status": "gone"}]}, "unknown_value", "/flow/steps/0/status"),
        ({"runs": "twice"}, "unknown_value", "/flow/runs"),
        ({"runs": {"once_per": "0 days"}}, "unknown_value", "/flow/runs/once_per"),
        (
            {"filter": {"filter": "person", "field": "email", "op": "is"}},
            "missing_field",
            "/flow/filter/value",
        ),
        (
            {"steps": [{"do": "only_if", "filter": {"all": [{}]}}]},
            "unknown_field",
            "/flow/steps/0/filter/all/0",
        ),
        ({"timezone": "Mars"}, "unknown_timezone", "/flow/timezone"),
        ({"timezone": "localtime"}, "unknown_timezone", "/flow/timezone"),
        ({"goal": {}}, "unknown_field", "/flow/goal"),
        ({"schedule": {"every": "day", "at": "09:00"}}, "unknown_field", "/flow/schedule"),
        (
            {"triggers": [], "schedule": {"every": "day", "at": "9"}, "scope": "people"},
            "unknown_value",
            "/flow/schedule/at",
        ),
        ({"triggers": [], "schedule": {"every": "day", "at": "09:00"}}, "needs_webinar", "/flow/webinar"),
        (
            {"triggers": [{"on": "entered_segment", "id": str(uuid4())}]},
            "unknown_value",
            "/flow/triggers/0/id",
        ),
        (
            {"triggers": [{"on": "at_moment", "of": "ends_at", "offset": "-3"}]},
            "unknown_value",
            "/flow/triggers/0/offset",
        ),
        (
            {"steps": [{"do": "add_to_list", "segment": str(uuid4())}]},
            "unknown_value",
            "/flow/steps/0/segment",
        ),
        (
            {"steps": [{"do": "call_webhook", "connection": str(uuid4())}]},
            "unknown_value",
            "/flow/steps/0/connection",
        ),
        (
            {
                "steps": [
                    {"do": "send_mail", "template": {"subject": "{{ nobody }}", "text": "x", "html": "x"}}
                ]
            },
            "invalid_template",
            "/flow/steps/0/template",
        ),
        ({"steps": [{"do": "wait"}]}, "missing_field", "/flow/steps/0"),
        ({"steps": [{"do": "wait", "until": {"at": "25:00"}}]}, "unknown_value", "/flow/steps/0/until/at"),
        (
            {"steps": [{"do": "wait", "until": {"at": "09:00", "offset": "1 day"}}]},
            "unknown_field",
            "/flow/steps/0/until/offset",
        ),
        (
            {"triggers": [{"on": "at_moment", "of": "ends_at", "offset": "0 bananas"}]},
            "unknown_value",
            "/flow/triggers/0/offset",
        ),
        (
            {"triggers": [{"on": "at_moment", "of": "ends_at", "offset": "--0 days"}]},
            "unknown_value",
            "/flow/triggers/0/offset",
        ),
        (
            {
                "triggers": [],
                "schedule": {"once_at": "2099-03-04T09:00:00Z", "at": "09:00"},
                "scope": "people",
            },
            "unknown_field",
            "/flow/schedule/at",
        ),
        (
            {"triggers": [], "schedule": {"once_at": "2020-03-04T09:00:00Z"}, "scope": "people"},
            "out_of_range",
            "/flow/schedule/once_at",
        ),
        ({**PEOPLE, "steps": [{"do": "set_status", "status": "attended"}]}, "needs_member", "/flow/steps/0"),
        ({**PEOPLE, "steps": [MARK, {"do": "new_link"}]}, "needs_member", "/flow/steps/1"),
        (
            {**PEOPLE, "steps": [{"do": "wait", "until": {"of": "starts_at"}}]},
            "needs_member",
            "/flow/steps/0/until",
        ),
        (
            {
                **PEOPLE,
                "steps": [
                    {
                        "do": "send_mail",
                        "template": {"subject": "Hi", "text": "{{ link }}", "html": "<p>x</p>"},
                    }
                ],
            },
            "needs_member",
            "/flow/steps/0/template",
        ),
        ({"steps": [{**MARK, "late_after": "soon"}]}, "unknown_value", "/flow/steps/0/late_after"),
    ],
)
async def test_a_bad_flow_is_refused_with_the_place(
    site: Site, flow: dict[str, Any], code: str, field: str
) -> None:
    body = {"name": "A campaign", "flow": {"triggers": [{"on": "registered"}], "steps": [MARK]} | flow}
    problem = await site.call("POST", "/campaigns", body, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == (code, field)


async def test_the_parts_of_a_flow_may_stand_beside_the_name(site: Site) -> None:
    webinar = await site.webinar()
    body = {"name": "A campaign", "triggers": [{"on": "registered"}], "runs": "every_time", "steps": [MARK]}
    made = await site.call("POST", "/campaigns", body, expect=201)
    assert (made["flow"]["runs"], made["flow"]["steps"]) == ("every_time", [MARK])
    address = f"/campaigns/{made['id']}"
    changed = await site.call("PATCH", address, {"runs": "once", "timezone": "Europe/Berlin"})
    assert (changed["flow"]["timezone"], changed["flow"]["steps"], changed["version"]) == (
        "Europe/Berlin",
        [MARK],
        2,
    )
    schedule = {"every": "day", "at": "09:00"}
    moved = await site.call(
        "PATCH", address, {"triggers": None, "schedule": schedule, "webinar_id": webinar["id"]}
    )
    assert (moved["flow"]["webinar"], moved["flow"].get("triggers")) == (webinar["id"], None)
    for wrong, code, field in (
        ({"steps": []}, "wrong_length", "/steps"),
        ({"webinar_id": str(uuid4())}, "unknown_value", "/webinar_id"),
        ({"webinar_id": None}, "needs_webinar", "/webinar_id"),
        ({"filter": {"filter": "zodiac"}}, "unknown_value", "/filter/filter"),
        ({"flow": made["flow"], "runs": "once"}, "unknown_field", "/flow"),
    ):
        problem = await site.call("PATCH", address, wrong, expect=422)
        assert (problem["code"], problem["errors"][0]["field"]) == (code, field)
    assert (await site.call("GET", address))["version"] == 3
    assert (await site.call("POST", "/campaigns", {"name": "Empty"}, expect=422))["code"] == "wrong_length"


async def test_a_segment_of_people_has_no_member_for_a_status(site: Site) -> None:
    people = await segment(site, None, {"all": []})
    flow = {
        "triggers": [{"on": "entered_segment", "id": people["id"]}],
        "steps": [MARK, {"do": "set_status", "status": "attended"}],
    }
    problem = await site.call("POST", "/campaigns", {"name": "A campaign", "flow": flow}, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("needs_member", "/flow/steps/1")
    assert (await site.call("GET", "/campaigns"))["items"] == []
