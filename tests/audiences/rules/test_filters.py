"""The bounds of a filter, and its refusal: a code and the place."""

from typing import Any

import pytest
from hypothesis import given

from latecomer.audiences.rules.filters import EVERYBODY, BadFilter, normal_form, read_filter, to_json
from latecomer.audiences.rules.leaves import RowScope
from tests.audiences.worlds import trees

WEBINAR = "0a000000-0000-4000-8000-000000000001"
OTHER = "0a000000-0000-4000-8000-000000000002"
ADA = {"filter": "person", "field": "email", "op": "is", "value": "ada@example.com"}


def nested(depth: int) -> dict[str, Any]:
    """A leaf inside this many groups."""
    tree: dict[str, Any] = ADA
    for _ in range(depth):
        tree = {"not": tree}
    return tree


def person(**fields: Any) -> dict[str, Any]:
    """A leaf about a person."""
    return {"filter": "person", **fields}


def attended(**fields: Any) -> dict[str, Any]:
    """A leaf about attendance."""
    return {"filter": "attended_event", "webinar": WEBINAR, **fields}


@pytest.mark.parametrize(
    ("raw", "code", "path"),
    [
        ([], "wrong_type", ""),
        ({}, "unknown_field", ""),
        ({"all": [], "any": []}, "unknown_field", ""),
        ({"all": {}}, "wrong_type", "/all"),
        ({"all": [ADA, {"none": []}]}, "unknown_field", "/all/1"),
        (nested(7), "too_deep", "/not" * 6),
        ({"any": [{"all": [ADA] * 31}, {"all": [ADA] * 30}]}, "too_many_leaves", ""),
        ({"all": [ADA] * 61}, "too_many_leaves", ""),
        ({"filter": "zodiac"}, "unknown_value", "/filter"),
        ({"filter": None}, "unknown_value", "/filter"),
        (person(field="shoe_size", op="is", value="x"), "unknown_field", "/field"),
        (person(field="properties.", op="is", value="x"), "unknown_field", "/field"),
        (person(field="properties.a\x00", op="is", value="x"), "unknown_field", "/field"),
        (person(field="email", op="is", value="x", shade="red"), "unknown_field", "/shade"),
        (person(field="email", op="resembles", value="x"), "unknown_value", "/op"),
        (person(field="email", op="greater_than", value="x"), "operator_not_here", "/op"),
        (person(field="email", op="in_past", value="1 day"), "operator_not_here", "/op"),
        (person(field="email", op="is"), "missing_field", "/value"),
        (person(field="email", op="is", value=5), "wrong_type", "/value"),
        (person(field="email", op="is", value=[]), "wrong_length", "/value"),
        (person(field="email", op="is", value=["x"] * 1001), "wrong_length", "/value"),
        (person(field="email", op="is", value="  "), "wrong_length", "/value"),
        (person(field="email", op="contains", value="x" * 501), "wrong_length", "/value"),
        (person(field="email", op="contains", value="a\x00b"), "invalid_characters", "/value"),
        (person(field="email", op="contains", value="\ud800"), "invalid_characters", "/value"),
        (person(field="email", op="is_empty", value="x"), "unknown_value", "/value"),
        ({**ADA, "as": "number"}, "operator_not_here", "/as"),
        ({**ADA, "as": "colour"}, "unknown_value", "/as"),
        (person(field="properties.k", op="between", value=[1]), "wrong_length", "/value"),
        (person(field="properties.k", op="between", value=[1, None]), "wrong_length", "/value"),
        (person(field="properties.k", op="between", value=[2, 1]), "out_of_range", "/value"),
        (person(field="properties.k", op="at_least", value=1e300), "out_of_range", "/value"),
        (person(field="properties.k", op="is", value="x", **{"as": "boolean"}), "wrong_type", "/value"),
        (person(field="created_at", op="is", value="0000-01-01"), "invalid_time", "/value"),
        (person(field="created_at", op="is", value="2026-02-30"), "invalid_time", "/value"),
        (person(field="created_at", op="is", value="2026-02-03T10:00:00"), "invalid_time", "/value"),
        (person(field="created_at", op="between", value=["2026-02-03"]), "wrong_length", "/value"),
        (
            person(field="created_at", op="between", value=["2026-02-03", "2026-02-02"]),
            "out_of_range",
            "/value",
        ),
        (
            person(field="created_at", op="between", value=["2026-02-03", "2026-02-04T00:00:00Z"]),
            "wrong_type",
            "/value",
        ),
        (person(field="created_at", op="in_past", value="7"), "unknown_value", "/value"),
        (person(field="created_at", op="in_past", value="4 hrs"), "unknown_value", "/value"),
        (person(field="created_at", op="in_past", value="0 days"), "out_of_range", "/value"),
        (person(field="created_at", op="in_past", value="10001 days"), "out_of_range", "/value"),
        (person(field="created_at", op="in_time_frame", value="next_year"), "unknown_value", "/value"),
        (attended(event_mode="dreaming"), "unknown_value", "/event_mode"),
        (attended(webinar="everywhere"), "unknown_value", "/webinar"),
        (attended(webinar=[WEBINAR, "x"]), "unknown_value", "/webinar/1"),
        (attended(webinar=[]), "wrong_length", "/webinar"),
        (
            attended(watch_date={"op": "in_past", "value": "3 hours"}),
            "operator_not_here",
            "/watch_date/value",
        ),
        (
            attended(watch_date={"op": "is", "value": "2026-03-04T10:00:00Z"}),
            "invalid_time",
            "/watch_date/value",
        ),
        (
            attended(watch_duration={"op": "contains", "value": "x"}),
            "operator_not_here",
            "/watch_duration/op",
        ),
        (attended(times={"op": "is_empty"}), "operator_not_here", "/times/op"),
        (attended(watch_share={"op": "at_least", "value": 80}), "operator_not_here", "/watch_share"),
        (
            attended(webinar="any", watch_duration={"op": "is_not", "value": 5}),
            "negative_over_many",
            "/watch_duration/op",
        ),
        (
            attended(webinar=[WEBINAR, OTHER], watch_date={"op": "is_empty"}),
            "negative_over_many",
            "/watch_date/op",
        ),
        (
            {"filter": "member", "webinar": "any", "reason": {"op": "not_contains", "value": "x"}},
            "negative_over_many",
            "/reason/op",
        ),
        ({"filter": "member", "webinar": WEBINAR, "status": []}, "wrong_length", "/status"),
        ({"filter": "member", "webinar": WEBINAR, "status": ["gone"]}, "unknown_value", "/status/0"),
        ({"filter": "mail", "state": "lost"}, "unknown_value", "/state"),
        ({"filter": "mail", "state": ["sent", "lost"]}, "unknown_value", "/state/1"),
        ({"filter": "segment", "id": "x"}, "invalid_value", "/id"),
        ({"filter": "segment", "id": WEBINAR, "op": "is_empty"}, "unknown_field", "/op"),
    ],
)
def test_a_bad_filter_is_refused_with_a_code_and_the_place(raw: Any, code: str, path: str) -> None:
    with pytest.raises(BadFilter) as refused:
        read_filter(raw, RowScope.PEOPLE)
    assert (refused.value.code, refused.value.path) == (code, path)


@pytest.mark.parametrize(
    ("leaf", "name", "value"),
    [
        ({"filter": "mail"}, "state", "sent"),
        ({"filter": "mail"}, "kind", "reminder"),
        ({"filter": "campaign", "id": WEBINAR}, "state", "done"),
        ({"filter": "member", "webinar": WEBINAR}, "status", "no_show"),
        ({"filter": "engagement", "webinar": WEBINAR}, "level", "high"),
        ({"filter": "submission", "webinar": WEBINAR}, "outcome", "no_seat"),
    ],
)
def test_one_name_may_stand_without_its_list(leaf: dict[str, Any], name: str, value: str) -> None:
    alone = read_filter({**leaf, name: value}, RowScope.PEOPLE)
    assert alone == read_filter({**leaf, name: [value]}, RowScope.PEOPLE)


def test_a_webinar_is_named_unless_a_row_has_one() -> None:
    leaf = {"filter": "attended_event"}
    read_filter(leaf, RowScope.MEMBERS)
    with pytest.raises(BadFilter) as refused:
        read_filter({"all": [leaf]}, RowScope.PEOPLE)
    assert (refused.value.code, refused.value.path) == ("missing_field", "/all/0/webinar")


def test_the_bounds_themselves_are_taken() -> None:
    read_filter(nested(6), RowScope.PEOPLE)
    read_filter({"all": [ADA] * 60}, RowScope.PEOPLE)
    read_filter(person(field="city", op="is", value=["x"] * 1000), RowScope.PEOPLE)


def test_relative_values_stay_relative() -> None:
    raw = person(field="created_at", op="in_past", value="7 days")
    assert to_json(read_filter(raw, RowScope.PEOPLE)) == raw


@given(trees("people", [WEBINAR]))
def test_a_filter_is_written_as_it_was_read(raw: dict[str, Any]) -> None:
    tree = read_filter(raw, RowScope.PEOPLE)
    assert read_filter(to_json(tree), RowScope.PEOPLE) == tree
    assert normal_form(normal_form(tree)) == normal_form(tree)


def test_groups_of_one_dissolve_and_groups_of_one_kind_flatten() -> None:
    leaf = read_filter(ADA, RowScope.PEOPLE)
    for raw in ({"all": [{"any": [ADA]}]}, {"any": [{"any": [{"all": [ADA]}]}]}):
        assert normal_form(read_filter(raw, RowScope.PEOPLE)) == leaf
    flat = read_filter({"all": [ADA, ADA, ADA]}, RowScope.PEOPLE)
    assert normal_form(read_filter({"all": [ADA, {"all": [ADA, ADA]}]}, RowScope.PEOPLE)) == flat
    assert normal_form(read_filter({"all": [{"all": []}]}, RowScope.PEOPLE)) == EVERYBODY
