from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.webinar import Recording
from latecomer.dashboards.rules.numbers import (
    Attendance,
    Dashboard,
    DayVisitors,
    EngagementCounts,
    Now,
    Numbers,
    OnDemandStatistics,
    Retention,
    WebinarNow,
    apply_patch,
    average_min,
    merge_patch,
    render,
    retention_step_s,
    tenth,
)
from latecomer.webinars.members.activity import Activity, ActivityKind
from latecomer.webinars.members.rules.engagement import EngagementLevel
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MEMBER, STARTS_AT, WEBINAR, webinar

JOIN = Activity(at=ENDS_AT, kind=ActivityKind.JOIN, member_id=MEMBER, name="Ann Lee")


def test_every_widget_at_its_numbers() -> None:
    of = webinar(recording=Recording(url="/r.mp4", duration_s=5.5))
    numbers = Numbers(
        status_counts={Status.NO_SHOW: 250, Status.ATTENDED_ON_DEMAND: 2},
        playing=3,
        connected=4,
        visitors=2,
        visitor_ms=185_000,
        visitors_per_day=[0, 2],
        tenths=[1, 0, 0, 0, 0, 0, 5, 6, 7, 8],
        retention=[9, 8, 7, 6, 5],
        levels={EngagementLevel.HIGH: 4, EngagementLevel.LOW: 9},
        activity=[JOIN],
    )
    assert render(of, numbers, ENDS_AT + 2 * DAY) == Dashboard(
        webinar=WebinarNow(of.id, of.name, Mode.ON_DEMAND, 28),
        status_counts={status: {"no_show": 250, "attended_on_demand": 2}.get(status, 0) for status in Status},
        now=Now(3, 4),
        on_demand_summary=(
            DayVisitors(date(2026, 3, 4), 0),
            DayVisitors(date(2026, 3, 5), 2),
            DayVisitors(date(2026, 3, 6), 0),
        ),
        on_demand_statistics=OnDemandStatistics(28, 2, 1.5),
        retention=Retention(1, (9, 8, 7, 6, 5)),
        attendance=Attendance((1, 0, 0, 0, 0, 0, 5, 6, 7, 8), highly=15, moderately=11),
        engagement=EngagementCounts(high=4, moderate=0, low=9),
        activity=(JOIN,),
    )


def test_a_webinar_of_nobody_is_all_zeros() -> None:
    dashboard = render(webinar(recording=None), Numbers(status_counts={}), STARTS_AT - DAY)
    assert dashboard.status_counts == dict.fromkeys(Status, 0)
    assert dashboard.on_demand_summary == ()
    assert dashboard.on_demand_statistics == OnDemandStatistics(30, 0, 0.0)
    assert dashboard.retention == Retention(1, ())
    assert dashboard.attendance == Attendance((0,) * 10, 0, 0)


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (STARTS_AT, date(2026, 3, 4)),
        (ENDS_AT, date(2026, 3, 4)),
        (ENDS_AT + 7 * HOUR, date(2026, 3, 5)),
        (CLOSES_AT, date(2026, 4, 3)),
        (CLOSES_AT + 9 * DAY, date(2026, 4, 3)),
    ],
)
def test_the_summary_goes_to_today_and_ends_on_the_closing_day(now: int, last: date) -> None:
    days = [day.date for day in render(WEBINAR, Numbers(status_counts={}), now).on_demand_summary]
    first = date(2026, 3, 4)
    assert days == [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize(
    ("total_ms", "members", "minutes"),
    [(0, 0, 0.0), (0, 3, 0.0), (62_999, 1, 1.0), (63_000, 1, 1.1), (180_000, 2, 1.5), (400_000, 3, 2.2)],
)
def test_the_average_has_one_decimal(total_ms: int, members: int, minutes: float) -> None:
    assert average_min(total_ms, members) == minutes


@pytest.mark.parametrize(
    ("duration_s", "step_s"),
    [(0, 1), (0.5, 1), (180, 1), (600, 1), (600.9, 1), (601, 2), (1200, 2), (1201, 3), (172_800, 288)],
)
def test_a_curve_has_at_most_six_hundred_points(duration_s: float, step_s: int) -> None:
    assert retention_step_s(duration_s) == step_s
    of = webinar(recording=Recording(url="/r.mp4", duration_s=duration_s))
    retention = render(of, Numbers(status_counts={}, retention=range(int(duration_s))), ENDS_AT).retention
    assert retention.counts == tuple(range(0, int(duration_s), step_s))
    assert len(retention.counts) <= 600


def test_seconds_beyond_the_recording_are_not_shown_and_missing_ones_are_zero() -> None:
    of = webinar(recording=Recording(url="/r.mp4", duration_s=3))
    assert render(of, Numbers(status_counts={}, retention=[4]), ENDS_AT).retention.counts == (4, 0, 0)
    assert render(of, Numbers(status_counts={}, retention=[4] * 9), ENDS_AT).retention.counts == (4, 4, 4)


def test_the_feed_shows_the_last_twenty() -> None:
    assert render(WEBINAR, Numbers(status_counts={}, activity=[JOIN] * 21), ENDS_AT).activity == (JOIN,) * 20


@pytest.mark.parametrize(
    ("live_ms", "index"),
    [(1, 0), (HOUR // 10 - 1, 0), (HOUR // 10, 1), (HOUR * 8 // 10 - 1, 7), (HOUR * 8 // 10, 8), (HOUR, 9)],
)
def test_the_tenth_of_the_event_that_was_watched(live_ms: int, index: int) -> None:
    assert tenth(live_ms, WEBINAR) == index


documents = st.recursive(
    st.booleans() | st.integers(-3, 3) | st.text(max_size=3) | st.lists(st.integers(0, 3), max_size=3),
    lambda inner: st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(st.sampled_from("abcd"), documents, max_size=4)


@given(objects, objects)
def test_a_merge_patch_leads_from_one_state_to_the_other(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert apply_patch(old, merge_patch(old, new)) == new


@given(objects)
def test_there_is_nothing_to_patch_between_equals(state: dict[str, Any]) -> None:
    assert merge_patch(state, state) == {}


@given(st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.fixed_dictionaries({"c": st.integers(0, 2)})}))
def test_between_states_of_one_shape_no_null_is_needed(new: dict[str, Any]) -> None:
    patch = merge_patch({"a": 1, "b": {"c": 1}}, new)
    assert patch == {
        **({"a": new["a"]} if new["a"] != 1 else {}),
        **({"b": new["b"]} if new["b"]["c"] != 1 else {}),
    }


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_rfc_s_own_examples(target: object, patch: object, result: object) -> None:
    assert apply_patch(target, patch) == result


def test_the_target_of_a_patch_stays_as_it_is() -> None:
    target = {"a": {"b": 1}}
    apply_patch(target, {"a": {"b": 2}})
    assert target == {"a": {"b": 1}}
