"""Faults of other products' segments and campaigns, each with the test that would notice it here.

S: filters and segments. T: campaigns. A test is named by its module, without ``tests.``, and its function.
"""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from latecomer.audiences.rules.filters import BadFilter, read_filter
from latecomer.audiences.rules.leaves import RowScope
from tests.audiences.evening import evening, filtered, who
from tests.support.site import Site

LAWS = "audiences.test_laws.test_sql_equals_the_oracle_and_not_is_the_complement"
LEAVES = "audiences.test_laws.test_every_kind_of_leaf_equals_the_oracle"
HERE = "audiences.test_cases"

CASES: dict[str, tuple[str, str]] = {
    "S1": ("relative days counted in UTC", "audiences.test_routes.test_today_is_a_day_of_the_segments_zone"),
    "S2": (
        "filter and campaign mean another day",
        f"{HERE}.test_a_campaigns_filter_means_what_the_preview_means",
    ),
    "S3": (
        "created today begins at UTC's midnight",
        "audiences.test_routes.test_today_is_a_day_of_the_segments_zone",
    ),
    "S4": ("a cast per row makes zones slow", f"{HERE}.test_dates_leave_columns_bare"),
    "S5": ("equality of instants misses the row it came from", LEAVES),
    "S6": (
        "a relative value is frozen when saved",
        "audiences.rules.test_filters.test_relative_values_stay_relative",
    ),
    "S7": ("is not leaves out the empty", f"{HERE}.test_is_not_contains_the_empty"),
    "S8": ("not in several values leaves out the empty", f"{HERE}.test_is_not_contains_the_empty"),
    "S9": ("no means 0 alone", LEAVES),
    "S10": ("empty on a relation finds nobody", f"{HERE}.test_no_row_at_all_is_asked_with_not"),
    "S11": ("the empty text and null are two things", LEAVES),
    "S12": ("set matches an explicit null", LAWS),
    "S13": (
        "who never did anything is missing from the inactive",
        "audiences.test_sentences.test_every_sentence_means_the_same_in_both_scopes",
    ),
    "S14": ("not, because another row does not", f"{HERE}.test_no_row_at_all_is_asked_with_not"),
    "S15": ("two constraints are met by two visits", LAWS),
    "S16": ("not in a segment returns the segment", LAWS),
    "S17": (
        "an operator that can mean nothing",
        "audiences.rules.test_filters.test_a_bad_filter_is_refused_with_a_code_and_the_place",
    ),
    "S18": ("no grouping", "audiences.rules.test_text.test_a_text_means_a_tree"),
    "S19": (
        "the count differs from the list",
        "audiences.test_routes.test_count_page_and_export_are_of_one_filter",
    ),
    "S20": ("a big upload that died leaves nobody", "audiences.test_routes.test_a_list_is_changed_by_hand"),
    "S21": (
        "an old question runs on",
        "audiences.test_routes.test_a_question_that_gets_no_turn_is_refused",
    ),
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
        "campaigns.test_beginnings.test_attends_event_comes_after_it_was_only_stated",
    ),
    "T9": (
        "the other branch runs while its parent waits",
        "campaigns.test_campaigns.test_lists_conditions_and_steps_back",
    ),
    "T10": ("done, and nothing was done", "campaigns.test_campaigns.test_lists_conditions_and_steps_back"),
    "T11": (
        "two segments, two mails",
        "campaigns.test_campaigns.test_two_workers_and_a_second_telling_make_one_run_and_one_mail",
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
    async with site.pool.acquire() as conn:
        await conn.execute(
            """INSERT INTO persons (id, email, email_key, created_at)
               SELECT gen_random_uuid(), 'p' || n, 'p' || n, to_timestamp(1.7e9 + n * 3600)
                 FROM generate_series(1, 5000) n"""
        )
        await conn.execute("ANALYZE persons")
        plan = await conn.fetch(
            """EXPLAIN SELECT count(*) FROM persons p WHERE p.erased_at IS NULL
                AND p.created_at >= to_timestamp(1.7e9) AND p.created_at < to_timestamp(1.7e9 + 86400)"""
        )
    assert "persons_by_creation" in " ".join(row[0] for row in plan)
