"""Faults of other products' segments and campaigns, each with the test that would notice it here.

S: filters and segments. T: campaigns. A test is named by its module, without ``tests.``, and its function.
"""

from __future__ import annotations

import asyncio
import importlib
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from latecomer.audiences.checks import Parameters
from latecomer.audiences.compile import References, ResolvedFilter, compile_filter
from latecomer.audiences.rules.filters import BadFilter, read_filter
from latecomer.audiences.rules.leaves import RowScope
from latecomer.audiences.rules.periods import Frame, TimeFrame, span
from latecomer.core.timestamps import to_text
from tests.audiences.evening import evening, filtered, play, who, work
from tests.support.builders import DAY, HOUR
from tests.support.site import Site

HERE = "audiences.test_cases"

CASES: dict[str, tuple[str, str]] = {
    "S1": ("relative days counted in UTC", f"{HERE}.test_a_day_is_a_day_of_the_zone_13_hours_either_way"),
    "S2": (
        "filter and campaign mean another day",
        f"{HERE}.test_a_campaigns_filter_means_what_the_preview_means",
    ),
    "S3": (
        "created today begins at UTC's midnight",
        "audiences.test_routes.test_today_is_a_day_of_the_segments_zone",
    ),
    "S4": ("a cast per row makes zones slow", f"{HERE}.test_dates_leave_columns_bare"),
    "S5": (
        "equality of instants misses the row it came from",
        f"{HERE}.test_values_find_the_row_they_came_from",
    ),
    "S6": (
        "a relative value is frozen when saved",
        "audiences.rules.test_filters.test_relative_values_stay_relative",
    ),
    "S7": ("is not leaves out the empty", f"{HERE}.test_is_not_contains_the_empty"),
    "S8": ("not in several values leaves out the empty", f"{HERE}.test_is_not_contains_the_empty"),
    "S9": ("no means 0 alone", f"{HERE}.test_no_value_and_no_are_told_apart"),
    "S10": ("empty on a relation finds nobody", f"{HERE}.test_no_row_at_all_is_asked_with_not"),
    "S11": ("the empty text and null are two things", f"{HERE}.test_no_value_and_no_are_told_apart"),
    "S12": ("set matches an explicit null", f"{HERE}.test_no_value_and_no_are_told_apart"),
    "S13": (
        "who never did anything is missing from the inactive",
        "audiences.test_sentences.test_every_sentence_means_the_same_in_both_scopes",
    ),
    "S14": ("not, because another row does not", f"{HERE}.test_no_row_at_all_is_asked_with_not"),
    "S15": ("two constraints are met by two visits", f"{HERE}.test_constraints_speak_of_one_attendance"),
    "S16": (
        "not in a segment returns the segment",
        "audiences.test_routes.test_segments_rest_on_segments_without_circles",
    ),
    "S17": (
        "an operator that can mean nothing",
        "audiences.rules.test_filters.test_a_bad_filter_is_refused_with_a_code_and_the_place",
    ),
    "S18": ("no grouping", "audiences.rules.test_text.test_a_text_means_a_tree"),
    "S19": (
        "the count differs from the list",
        "audiences.test_routes.test_erasing_takes_a_person_out_of_every_scope",
    ),
    "S20": (
        "a big upload that died leaves nobody",
        f"{HERE}.test_a_snapshot_that_dies_half_way_is_the_old_one",
    ),
    "S21": ("an old question runs on", f"{HERE}.test_a_question_that_nobody_waits_for_is_cancelled"),
    "S22": (
        "one bad segment stops all",
        "audiences.test_routes.test_a_segment_whose_webinar_is_gone_is_broken_and_others_go_on",
    ),
    "S23": ("raw SQL", "audiences.test_routes.test_wildcards_and_quotes_are_letters"),
    "S24": (
        "between with one end",
        "audiences.rules.test_filters.test_a_bad_filter_is_refused_with_a_code_and_the_place",
    ),
    "S25": (
        "judging again removes and adds",
        "campaigns.test_beginnings.test_coming_into_a_segment_begins_a_run_each_time",
    ),
    "S26": (
        "a snapshot does not say of when it is",
        "audiences.test_routes.test_a_snapshot_is_as_of_the_moment_it_was_taken",
    ),
    "T1": (
        "told twice, sent twice",
        "campaigns.test_campaigns.test_two_workers_and_a_second_telling_make_one_run_and_one_mail",
    ),
    "T2": (
        "switching on mails everybody",
        "campaigns.test_campaigns.test_activation_looks_only_forward_unless_asked",
    ),
    "T3": (
        "starts though it is switched off",
        "campaigns.test_campaigns.test_a_run_finishes_with_the_version_it_began_with_and_archived_ones_start_nothing",
    ),
    "T4": ("a second pass never runs", "campaigns.test_campaigns.test_how_often_somebody_runs"),
    "T5": (
        "one refused recipient holds up the rest",
        "campaigns.test_campaigns.test_one_persons_failure_stops_nobody_else",
    ),
    "T6": (
        "a sent mail is planned again for ever",
        "campaigns.test_steps.test_a_mail_of_a_campaign_arrives_once",
    ),
    "T7": (
        "opted out after it was planned",
        "mail.test_queue.test_at_night_nobody_is_advertised_to_and_opting_out_ends_it",
    ),
    "T8": (
        "a fact before its campaign's turn starts nothing",
        "campaigns.test_cases.test_what_came_before_the_workers_turn_starts_everything_once",
    ),
    "T9": (
        "the other branch runs while its parent waits",
        "campaigns.test_cases.test_the_other_branch_waits_for_its_parent",
    ),
    "T10": ("done, and nothing was done", "campaigns.test_campaigns.test_lists_conditions_and_steps_back"),
    "T11": (
        "two segments, two mails",
        "campaigns.test_cases.test_somebody_in_two_segments_gets_one_mail",
    ),
    "T12": (
        "old and new version both fire",
        "campaigns.test_campaigns.test_a_run_finishes_with_the_version_it_began_with_and_archived_ones_start_nothing",
    ),
    "T13": (
        "one call, two executions",
        "faults.test_campaigns.test_each_cause_is_one_run_and_each_step_happens_once",
    ),
    "T14": (
        "a condition is looked at once",
        "campaigns.test_campaigns.test_the_filter_is_judged_again_after_a_wait",
    ),
    "T15": (
        "the log shows two sends of one mail",
        "campaigns.test_steps.test_a_mail_of_a_campaign_arrives_once",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_its_test(case: str) -> None:
    _, named = CASES[case]
    module, _, function = named.rpartition(".")
    assert callable(getattr(importlib.import_module(f"tests.{module}"), function))


def test_all_cases_are_there() -> None:
    assert list(CASES) == [f"S{n}" for n in range(1, 27)] + [f"T{n}" for n in range(1, 16)]


async def test_is_not_contains_the_empty(site: Site) -> None:
    webinar = await site.webinar()
    for name, of in (("ada", "ACME"), ("bob", None), ("eve", "Other")):
        await site.member(webinar, f"{name}@example.com", company=of)
    company: dict[str, Any] = {"filter": "person", "field": "company"}
    for op, value in (("is_not", "acme"), ("is_not", ["acme", "x"]), ("not_contains", "acm")):
        leaf = {**company, "op": op, "value": value}
        assert await who(site, filtered(webinar, leaf)) == ["bob", "eve"]
        assert await who(site, filtered(webinar, {**leaf, "empty": "fails"})) == ["eve"]


async def test_no_row_at_all_is_asked_with_not(site: Site) -> None:
    first, second = await site.webinar(), await site.webinar()
    await site.member(first, "ada@example.com")
    await site.member(second, "ada@example.com", status="invited")
    await site.member(second, "bob@example.com", status="invited")
    registered = {"filter": "member", "webinar": "any", "status": ["registered"]}
    asked = {"scope": "people", "filter": {"not": registered}}
    assert await who(site, asked) == ["bob"]  # not ada, though another row of hers is not registered
    nowhere = {"filter": "attended_event", "webinar": "any", "watch_duration": {"op": "is_empty"}}
    with pytest.raises(BadFilter) as refused:
        read_filter(nowhere, RowScope.PEOPLE)
    assert refused.value.code == "negative_over_many"
    never = {"not": {"filter": "attended_event", "webinar": "any"}}
    assert await who(site, {"scope": "people", "filter": never}) == ["ada", "bob"]


async def test_a_campaigns_filter_means_what_the_preview_means(site: Site) -> None:
    webinar = await evening(site)
    watched = {
        "filter": "attended_event",
        "event_mode": "on_demand",
        "watch_date": {"op": "in_time_frame", "value": "today"},
    }
    found = await who(site, filtered(webinar, watched) | {"timezone": "America/Bogota"})
    flow = {
        "triggers": [{"on": "registered", "webinar": webinar["id"]}],
        "filter": watched,
        "steps": [{"do": "stop"}],
        "timezone": "America/Bogota",
    }
    made = await site.call("POST", "/campaigns", {"name": "A campaign", "flow": flow}, expect=201)
    assert (await site.call("GET", f"/campaigns/{made['id']}/match"))["count"] == len(found)


async def test_dates_leave_columns_bare(site: Site) -> None:
    """The local day is turned into instants once, so that an index of the column serves it."""
    leaf = {"filter": "person", "field": "created_at", "op": "is", "value": "2023-11-20"}
    asked = ResolvedFilter(
        filter=read_filter(leaf, RowScope.PEOPLE),
        scope=RowScope.PEOPLE,
        webinar_id=None,
        timezone="America/Bogota",
        now=site.now,
        known=References(zones={}),
    )
    parameters = Parameters()
    predicate = compile_filter(asked, parameters)
    async with site.pool.acquire() as conn:
        await conn.execute(
            """INSERT INTO persons (id, email, email_key, created_at)
               SELECT gen_random_uuid(), 'p' || n, 'p' || n, to_timestamp(1.7e9 + n * 3600)
                 FROM generate_series(1, 5000) n"""
        )
        await conn.execute("ANALYZE persons")
        plan = await conn.fetch(
            f"EXPLAIN SELECT count(*) FROM persons p WHERE p.erased_at IS NULL AND {predicate}",
            *parameters.values,
        )
    assert "persons_by_creation" in " ".join(row[0] for row in plan)


@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Pago_Pago"])  # 13 hours before UTC, 11 behind it
@pytest.mark.parametrize(
    ("local", "day"), [("2026-03-04T23:30", date(2026, 3, 4)), ("2026-03-05T00:30", date(2026, 3, 5))]
)
def test_a_day_is_a_day_of_the_zone_13_hours_either_way(zone: str, local: str, day: date) -> None:
    there = ZoneInfo(zone)
    now = int(datetime.fromisoformat(local).replace(tzinfo=there).timestamp() * 1000)
    today = span(Frame(TimeFrame.TODAY), now, there)
    assert (today.first, today.last) == (day, day)
    assert today.from_at is not None
    assert today.to_at is not None
    assert today.from_at <= now < today.to_at
    before = day - timedelta(days=1)
    yesterday = span(Frame(TimeFrame.YESTERDAY), now, there)
    assert (yesterday.first, yesterday.last, yesterday.to_at) == (before, before, today.from_at)


async def test_values_find_the_row_they_came_from(site: Site) -> None:
    webinar = await site.webinar()
    site.now += 123  # not a whole second
    member = await site.member(webinar, "ada@example.com")
    (row,) = await site.pool.fetch("SELECT created_at FROM persons")
    at = to_text(row["created_at"])
    for value in (at, at[:10]):
        for op in ("is", "on_or_after", "on_or_before"):
            leaf = {"filter": "person", "field": "created_at", "op": op, "value": value}
            assert await who(site, filtered(webinar, leaf)) == ["ada"], leaf
    at_status: dict[str, Any] = {"filter": "member", "status_at": {"op": "is", "value": member["status_at"]}}
    assert await who(site, filtered(webinar, at_status)) == ["ada"]


async def test_no_value_and_no_are_told_apart(site: Site) -> None:
    """S9, S11, S12: false is a value; null, an empty text, list or object and a missing key are one emptiness."""
    webinar = await site.webinar()
    for name, properties in (
        ("yes", {"vip": True}),
        ("no", {"vip": False}),
        ("null", {"vip": None}),
        ("text", {"vip": ""}),
        ("list", {"vip": []}),
        ("object", {"vip": {}}),
        ("missing", {}),
    ):
        await site.member(webinar, f"{name}@example.com", properties=properties)
    empty = ["list", "missing", "null", "object", "text"]
    vip: dict[str, Any] = {"filter": "person", "field": "properties.vip", "as": "boolean"}
    for leaf, expected in (
        ({**vip, "op": "is", "value": False}, ["no"]),
        ({**vip, "op": "is_not", "value": True}, sorted(["no", *empty])),
        ({**vip, "op": "is", "value": False, "empty": "matches"}, sorted(["no", *empty])),
        ({**vip, "op": "is_empty"}, empty),
        ({**vip, "op": "is_not_empty"}, ["no", "yes"]),
    ):
        assert await who(site, filtered(webinar, leaf)) == expected, leaf
        others = sorted({"yes", "no", *empty} - set(expected))
        assert await who(site, filtered(webinar, {"not": leaf})) == others, leaf


async def test_constraints_speak_of_one_attendance(site: Site) -> None:
    """Long in one webinar and today in another do not match together."""
    first = await evening(site)
    second = await site.webinar(starts_at=to_text(site.now - 2 * HOUR), ends_at=to_text(site.now - HOUR))
    late = await site.member(second, "late@example.com")
    await site.call("POST", f"/webinars/{second['id']}/finish")
    site.now += 3 * DAY
    await play(site, late, 2, site.now)
    await work(site)
    on = {"filter": "attended_event", "webinar": "any", "event_mode": "on_demand"}
    long = {"watch_duration": {"op": "at_least", "value": 10}}
    today = {"watch_date": {"op": "in_past", "value": "1 day"}}
    people = {"scope": "people", "timezone": "Europe/Berlin"}
    assert await who(site, {**people, "filter": {**on, **today}}) == ["late"]
    assert await who(site, {**people, "filter": {**on, **long}}) == ["both", "late"]
    assert await who(site, {**people, "filter": {**on, **long, **today}}) == []
    assert await who(site, {**people, "filter": {"all": [{**on, **long}, {**on, **today}]}}) == ["late"]
    assert first["id"] != second["id"]


async def test_a_snapshot_that_dies_half_way_is_the_old_one(site: Site) -> None:
    webinar = await site.webinar()
    await site.member(webinar, "ada@example.com")
    body = {"name": "Everybody", "scope": "people", "kind": "snapshot", "filter": {"all": []}}
    snapshot = await site.call("POST", "/segments", body, expect=201)
    await site.member(webinar, "bob@example.com")
    await site.pool.execute(
        """CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$;
           CREATE TRIGGER die BEFORE UPDATE ON segments FOR EACH ROW EXECUTE FUNCTION die()"""
    )
    address = f"/segments/{snapshot['id']}"
    await site.call("POST", f"{address}/retake", expect=500)  # its rows were written by then
    assert (await site.call("GET", f"{address}/count"))["count"] == 1
    assert (await site.call("GET", address))["taken_at"] == snapshot["taken_at"]
    await site.pool.execute("DROP TRIGGER die ON segments")
    await site.call("POST", f"{address}/retake", expect=202)
    assert (await site.call("GET", f"{address}/count"))["count"] == 2


_RUNNING = """SELECT count(*) FROM pg_stat_activity
 WHERE datname = current_database() AND state = 'active'
   AND query LIKE '%FROM persons p%' AND pid <> pg_backend_pid()"""


async def test_a_question_that_nobody_waits_for_is_cancelled(site: Site) -> None:
    async def until(running: int) -> None:
        async with asyncio.timeout(10):
            while await site.pool.fetchval(_RUNNING) != running:  # noqa: ASYNC110 - another process's state
                await asyncio.sleep(0.01)

    body = {"scope": "people", "filter": {"all": []}}
    async with site.pool.acquire() as conn, conn.transaction():
        await conn.execute("LOCK TABLE persons IN ACCESS EXCLUSIVE MODE")  # every question has to wait
        question = asyncio.create_task(site.call("POST", "/segments/preview", body))
        await until(1)
        question.cancel()
        await until(0)
    assert (await site.call("POST", "/segments/preview", body))["count"] == 0
