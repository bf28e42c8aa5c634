"""Segments by REST: saved, asked, explained, exported, and refused with a code and the place."""

import asyncio
import csv
import io
from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.timestamps import to_text
from tests.audiences.evening import evening, filtered, who
from tests.support.builders import DAY, ENDS_AT, HOUR, STARTS_AT
from tests.support.site import Site

EVERYBODY: dict[str, Any] = {"all": []}
ADA = {"filter": "person", "field": "email", "op": "is", "value": "ada@example.com"}


async def saved(site: Site, **fields: Any) -> Any:
    """A saved segment of people."""
    body = {"name": "A segment", "scope": "people", "filter": EVERYBODY} | fields
    return await site.call("POST", "/segments", body, expect=201)


async def people(site: Site, **fields: Any) -> Any:
    """A webinar with ada, bob and eve."""
    webinar = await site.webinar(**fields)
    rows = [{"email": f"{name}@example.com"} for name in ("ada", "bob", "eve")]
    await site.add(webinar, *rows)
    return webinar


async def emails(site: Site, segment: Any, query: str = "") -> list[str]:
    """Every email of a segment's rows, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        page = await site.call("GET", f"/segments/{segment['id']}/results?limit=2{query}{cursor}")
        found += [item["person"]["email"] for item in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


async def test_a_segment_is_saved_as_it_was_written(site: Site) -> None:
    tree = {"not": {"filter": "person", "field": "created_at", "op": "in_past", "value": "7 days"}}
    segment = await saved(site, filter=tree, timezone="America/Bogota")
    assert segment["filter"] == tree
    assert (segment["state"], segment["kind"]) == ("ok", "live")
    changed = await site.call("PATCH", f"/segments/{segment['id']}", {"name": " Not new "})
    assert (changed["name"], changed["filter"], changed["timezone"]) == ("Not new", tree, "America/Bogota")
    other = await saved(site)
    listed = await site.call("GET", "/segments")
    assert [each["id"] for each in listed["items"]] == [other["id"], segment["id"]]
    await site.call("DELETE", f"/segments/{segment['id']}", expect=204)
    assert (await site.call("GET", f"/segments/{segment['id']}", expect=404))["code"] == "unknown_segment"


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"filter": {"any": [ADA, {**ADA, "op": "between"}]}}, "operator_not_here", "/filter/any/1/op"),
        ({"filter": None}, "missing_field", "/filter"),
        ({"timezone": "Mars/Base"}, "unknown_timezone", "/timezone"),
        ({"timezone": "../etc/passwd"}, "unknown_timezone", "/timezone"),
        ({"timezone": "localtime"}, "unknown_timezone", "/timezone"),
        ({"name": "  "}, "invalid_name", "/name"),
        ({"scope": "members"}, "missing_field", "/webinar_id"),
        ({"webinar_id": str(uuid4())}, "unknown_field", "/webinar_id"),
        ({"filter": {"filter": "segment", "id": str(uuid4())}}, "unknown_value", "/filter/id"),
        (
            {"filter": {"filter": "attended_event", "webinar": str(uuid4())}},
            "unknown_value",
            "/filter/webinar",
        ),
    ],
)
async def test_a_bad_segment_is_refused_and_nothing_is_saved(
    site: Site, fields: dict[str, Any], code: str, field: str
) -> None:
    body = {"name": "A segment", "scope": "people", "filter": EVERYBODY} | fields
    problem = await site.call("POST", "/segments", body, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == (code, field)
    assert (await site.call("GET", "/segments"))["items"] == []


async def test_count_page_and_export_are_of_one_filter(site: Site) -> None:
    webinar = await evening(site)
    tree = {"filter": "not_attended_event", "event_mode": "live"}
    segment = await saved(site, scope="members", webinar_id=webinar["id"], filter=tree)
    listed = await emails(site, segment, "&sort=-email")
    count = await site.call("GET", f"/segments/{segment['id']}/count")
    answer = await site.client.get(
        f"/api/v1/segments/{segment['id']}/results.csv?sort=-email&columns=email,watched_on_demand_s",
        headers={"Authorization": "Bearer the configured key"},
    )
    assert answer.status == 200
    lines = list(csv.DictReader(io.StringIO((await answer.text()).removeprefix("\ufeff"))))
    assert listed == ["short@example.com", "late@example.com", "invited@example.com", "absent@example.com"]
    assert [line["email"] for line in lines] == listed
    assert count["count"] == len(listed)
    assert [line["watched_on_demand_s"] for line in lines] == ["30.0", "750.0", "0.0", "0.0"]
    path = f"/segments/{segment['id']}/results"
    page = await site.call("GET", f"{path}?sort=-email&columns=email,watched_on_demand_s,join_url")
    cells = [item["cells"] for item in page["items"]]
    assert [list(each) for each in cells] == [["email", "watched_on_demand_s", "join_url"]] * 4
    assert [(each["email"], each["watched_on_demand_s"]) for each in cells] == list(
        zip(listed, [30, 750, 0, 0], strict=True)
    )
    assert all("/j/" in each["join_url"] for each in cells)
    key = (await site.call("POST", "/keys", {"name": "x", "scopes": ["read", "people"]}, expect=201))["key"]
    asking = {"headers": {"Authorization": f"Bearer {key}"}}
    refused = await site.call("GET", f"{path}?columns=join_url", expect=403, **asking)
    assert refused["code"] == "missing_scope"
    unknown = await site.call("GET", f"{path}?columns=shoe", expect=422)
    assert (unknown["code"], unknown["errors"][0]["field"]) == ("unknown_value", "columns")


async def test_a_preview_says_of_when_and_what_the_filter_saw(site: Site) -> None:
    webinar = await evening(site)
    tree = {"filter": "attended_event", "event_mode": "on_demand"}
    found = await site.call("POST", "/segments/preview", filtered(webinar, tree, limit=1))
    assert (found["count"], len(found["items"])) == (2, 1)
    assert found["as_of"] == to_text(site.now)
    assert found["watched_as_of"] == to_text(site.now)
    assert found["items"][0]["member"]["watched_s"] == {"live": 1800.0, "on_demand": 1200.0}


async def test_why_somebody_is_in_and_another_is_not(site: Site) -> None:
    webinar = await evening(site)
    tree = {
        "all": [
            {"not": {"filter": "attended_event", "event_mode": "live"}},
            {"filter": "person", "field": "first_name", "op": "is", "value": "LATE"},
        ]
    }
    members = {
        each["email"].partition("@")[0]: each
        for each in (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    }
    late = await site.call(
        "POST",
        "/segments/explain",
        filtered(webinar, tree, member_id=members["late"]["id"]),
    )
    assert late["matches"]
    assert [(leaf["path"], leaf["matches"]) for leaf in late["leaves"]] == [
        ("/all/0/not", False),
        ("/all/1", True),
    ]
    assert late["leaves"][1]["value"] == "late"
    (seen,) = late["leaves"][0]["value"]
    assert seen["attended_at"] is None
    assert seen["days"] == [{"day": "2026-03-05", "mode": "on_demand", "watched_min": 12.5}]

    segment = await saved(site, scope="members", webinar_id=webinar["id"], filter=tree)
    live = await site.call(
        "POST", f"/segments/{segment['id']}/explain", {"person_id": members["live"]["person_id"]}
    )
    assert (live["matches"], [leaf["matches"] for leaf in live["leaves"]]) == (False, [True, False])
    problem = await site.call(
        "POST", f"/segments/{segment['id']}/explain", {"person_id": str(uuid4())}, expect=404
    )
    assert problem["code"] == "unknown_person"
    await site.call("POST", f"/segments/{segment['id']}/explain", {}, expect=422)


async def test_both_faces_say_the_same(site: Site) -> None:
    tree = {"all": [ADA, {"not": {"any": [{**ADA, "op": "contains"}, {**ADA, "op": "starts_with"}]}}]}
    face = await site.call("POST", "/segments/text", {"filter": tree})
    assert face["text"] == "1 and not (2 or 3)"
    back = await site.call("POST", "/segments/text", {"filters": face["filters"], "text": face["text"]})
    assert back["filter"] == tree
    problem = await site.call(
        "POST", "/segments/text", {"filters": face["filters"], "text": "1 and 2 or 3"}, expect=422
    )
    assert (problem["code"], problem["errors"][0]["field"]) == ("mixed_and_or", "/text")
    problem = await site.call("POST", "/segments/text", {"filters": [tree], "text": "1"}, expect=422)
    assert problem["errors"][0]["field"] == "/filters/0"


async def test_segments_rest_on_segments_without_circles(site: Site) -> None:
    await people(site)
    first = await saved(site, filter=ADA)
    inside = {"filter": "segment", "id": first["id"]}
    not_in = await saved(site, filter={"not": inside})
    assert await emails(site, not_in, "&sort=email") == ["bob@example.com", "eve@example.com"]  # S16
    problem = await site.call(
        "PATCH", f"/segments/{first['id']}", {"filter": {"filter": "segment", "id": not_in["id"]}}, expect=422
    )
    assert problem["code"] == "segment_circle"
    problem = await site.call("DELETE", f"/segments/{first['id']}", expect=409)
    assert problem["code"] == "segment_in_use"
    above = first
    for _ in range(5):
        above = await saved(site, filter={"filter": "segment", "id": above["id"]})
    body = {"name": "A segment", "scope": "people", "filter": {"filter": "segment", "id": above["id"]}}
    problem = await site.call("POST", "/segments", body, expect=422)
    assert problem["code"] == "too_deep"
    # One deeper at the bottom would make the one at the top too deep.
    bottom = await saved(site)
    problem = await site.call(
        "PATCH", f"/segments/{first['id']}", {"filter": {"filter": "segment", "id": bottom["id"]}}, expect=422
    )
    assert problem["code"] == "too_deep"


async def test_a_segment_whose_webinar_is_gone_is_broken_and_others_go_on(site: Site) -> None:
    webinar = await people(site)
    broken = await saved(site, filter={"not": {"filter": "attended_event", "webinar": webinar["id"]}})
    own = await saved(site, scope="members", webinar_id=webinar["id"])
    fine = await saved(site)
    await site.call("DELETE", f"/webinars/{webinar['id']}", expect=204)
    listed = {each["id"]: each for each in (await site.call("GET", "/segments"))["items"]}
    assert listed[broken["id"]]["broken"]["path"] == "/not/webinar"  # S22
    assert [listed[each["id"]]["state"] for each in (broken, own, fine)] == ["broken", "broken", "ok"]
    for each in (broken, own):
        problem = await site.call("GET", f"/segments/{each['id']}/results", expect=409)
        assert problem["code"] == "segment_broken"
    assert (await site.call("GET", f"/segments/{fine['id']}/count"))["count"] == 3


async def test_a_snapshot_is_as_of_the_moment_it_was_taken(site: Site) -> None:
    await people(site)
    snapshot = await saved(site, kind="snapshot")
    taken_at = snapshot["taken_at"]
    site.now += HOUR
    await site.member(await site.webinar(), "new@example.com")
    assert len(await emails(site, snapshot)) == 3
    changed = await site.call("PATCH", f"/segments/{snapshot['id']}", {"filter": ADA})
    assert changed["taken_at"] == taken_at  # S26: edited, and it says of when its rows are
    assert len(await emails(site, snapshot)) == 3
    taken = await site.call("POST", f"/segments/{snapshot['id']}/retake", expect=202)
    assert taken["taken_at"] == to_text(site.now)
    assert await emails(site, snapshot) == ["ada@example.com"]
    live = await saved(site)
    assert (await site.call("POST", f"/segments/{live['id']}/retake", expect=409))[
        "code"
    ] == "wrong_segment_kind"


async def test_a_list_is_changed_by_hand(site: Site) -> None:
    webinar = await people(site)
    members = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    by_hand = await saved(site, scope="members", webinar_id=webinar["id"], kind="list", filter=None)
    ids = [member["id"] for member in members]
    body = {"add": [ids[0], ids[1], ids[0], str(uuid4()), "x"], "remove": [ids[2]]}
    answer = await site.call("POST", f"/segments/{by_hand['id']}/rows", body)
    assert [(each["outcome"], each.get("code")) for each in answer["results"]] == [
        ("added", None),
        ("added", None),
        ("skipped", "unchanged"),
        ("skipped", "unknown_member"),
        ("skipped", "unknown_member"),
        ("skipped", "unchanged"),
    ]
    await site.call("POST", f"/segments/{by_hand['id']}/rows", {"remove": [ids[0]]})
    assert await emails(site, by_hand) == ["bob@example.com"]
    begun = await saved(
        site,
        scope="members",
        webinar_id=webinar["id"],
        kind="list",
        filter={"filter": "person", "field": "email", "op": "starts_with", "value": ["ada", "bob"]},
    )
    assert begun["filter"] is None, "a list keeps no filter"
    assert await emails(site, begun) == ["ada@example.com", "bob@example.com"]
    await site.call("POST", f"/segments/{begun['id']}/rows", {"remove": [ids[0]]})
    assert await emails(site, begun) == ["bob@example.com"]
    live = await saved(site)
    problem = await site.call("POST", f"/segments/{live['id']}/rows", {"add": ids}, expect=409)
    assert problem["code"] == "wrong_segment_kind"
    await site.call("POST", f"/segments/{by_hand['id']}/rows", {}, expect=422)


async def test_erasing_takes_a_person_out_of_every_scope(site: Site) -> None:
    webinar = await people(site)
    everybody = await saved(site)
    by_hand = await saved(site, kind="list", filter=None)
    named = await saved(site, filter={**ADA, "value": ["ADA@example.com", "bob@example.com"]})
    ada = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"][0]
    await site.call("POST", f"/segments/{by_hand['id']}/rows", {"add": [ada["person_id"]]})
    first = await site.call("GET", f"/segments/{everybody['id']}/results?sort=email&limit=1")
    await site.call("DELETE", f"/persons/{ada['person_id']}", expect=204)
    cursor = first["next_cursor"]
    rest = await site.call("GET", f"/segments/{everybody['id']}/results?sort=email&cursor={cursor}")
    assert len(rest["items"]) == 2  # S19
    assert (await site.call("GET", f"/segments/{everybody['id']}/count"))["count"] == 2
    assert await emails(site, by_hand) == []
    named = await site.call("GET", f"/segments/{named['id']}")
    assert named["filter"] == {**ADA, "value": ["(erased)", "bob@example.com"]}
    # Of the members' scope they stay a row, so that no dashboard number changes.
    assert len(await _members(site, webinar)) == 3


async def _members(site: Site, webinar: Any) -> Any:
    body = filtered(webinar, EVERYBODY)
    return (await site.call("POST", "/segments/preview", body))["items"]


async def test_today_is_a_day_of_the_segments_zone(site: Site) -> None:
    """S1, S3: at half past eleven in the evening in Bogota it is still today there, and tomorrow in Auckland."""
    site.now = STARTS_AT - 30 * DAY + 12 * HOUR + HOUR // 2  # 2026-02-03T04:30:00Z
    await people(site)
    site.now += HOUR  # past midnight in Bogota
    today = {"filter": "person", "field": "created_at", "op": "in_time_frame", "value": "today"}
    for zone, expected in (("America/Bogota", 0), ("Pacific/Auckland", 3), ("UTC", 3)):
        found = await site.call(
            "POST", "/segments/preview", {"scope": "people", "timezone": zone, "filter": today}
        )
        assert found["count"] == expected, zone


async def test_wildcards_and_quotes_are_letters(site: Site) -> None:
    webinar = await site.webinar()
    for number, company in enumerate(
        ("100% Compost", "1000 Compost", "a_b", "axb", "O'Brien", "back\\slash")
    ):
        await site.member(webinar, f"p{number}@example.com", company=company)
    for op, value, expected in (
        ("starts_with", "100%", ["p0"]),
        ("contains", "_", ["p2"]),
        ("contains", "'", ["p4"]),
        ("contains", "\\", ["p5"]),
        ("contains", "'; DROP TABLE persons; --", []),
        ("is", ["A_B", "axb"], ["p2", "p3"]),
    ):
        leaf = {"filter": "person", "field": "company", "op": op, "value": value}
        assert await who(site, {"scope": "people", "filter": leaf}) == expected


async def test_a_file_of_people_needs_privacy_and_links_need_to_be_chosen(site: Site) -> None:
    webinar = await people(site)
    key = await site.call("POST", "/keys", {"name": "reader", "scopes": ["read"]}, expect=201)
    reader = {"Authorization": f"Bearer {key['key']}"}
    of_people = await saved(site)
    of_members = await saved(site, scope="members", webinar_id=webinar["id"])
    file = f"/segments/{of_people['id']}/results.csv"
    assert (await site.call("GET", file, expect=403, headers=reader))["code"] == "missing_scope"
    file = f"/segments/{of_members['id']}/results.csv"
    problem = await site.call("GET", f"{file}?columns=email,join_url", expect=403, headers=reader)
    assert problem["code"] == "missing_scope"
    answer = await site.client.get(f"/api/v1{file}", headers=reader)
    assert "join_url" not in (await answer.text()).splitlines()[0]
    problem = await site.call("GET", f"{file}?columns=email,shoe_size", expect=422)
    assert problem["code"] == "unknown_value"


async def test_a_question_that_gets_no_turn_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("latecomer.audiences.reader.PREVIEW_S", 0.05)
    monkeypatch.setattr("latecomer.audiences.service.PREVIEW_S", 0.05)
    await site.pool.execute(
        "CREATE OR REPLACE FUNCTION property_text(value jsonb) RETURNS text LANGUAGE sql AS"
        " $$ SELECT NULL::text FROM pg_sleep(5) $$"
    )
    await people(site)
    slow = {"filter": "person", "field": "properties.k", "op": "is", "value": "x", "as": "text"}
    body = {"scope": "people", "filter": slow}
    problem = await site.call("POST", "/segments/preview", body, expect=503)
    assert problem["code"] == "too_slow"


async def test_fields_name_properties_and_never_a_value(site: Site) -> None:
    webinar = await site.webinar()
    await site.member(webinar, "ada@example.com", properties={"plan": "very secret"})
    fields = await site.call("GET", "/segments/fields")
    names = {(each["filter"], each["field"]) for each in fields["fields"]}
    assert {("person", "properties.plan"), ("attended_event", "watch_date")} <= names
    assert "very secret" not in str(fields)


async def test_more_pages_are_as_of_the_first(site: Site) -> None:
    await people(site)
    site.now = ENDS_AT
    segment = await saved(
        site,
        filter={"filter": "person", "field": "created_at", "op": "in_past", "value": "24 hours"},
    )
    site.now = STARTS_AT - 24 * HOUR + 23 * HOUR
    first = await site.call("GET", f"/segments/{segment['id']}/results?limit=1")
    site.now += 2 * HOUR  # by now it is more than 24 hours ago
    rest = await site.call("GET", f"/segments/{segment['id']}/results?cursor={first['next_cursor']}")
    assert (len(rest["items"]), rest["as_of"]) == (2, first["as_of"])


async def test_conditions_that_name_what_is_not_there_say_where(site: Site) -> None:
    webinar = await site.webinar()
    for leaf, place in (
        ({"filter": "member", "answer": {"question": "q", "op": "is_not_empty"}}, "/answer/question"),
        ({"filter": "member", "webinar": str(uuid4())}, "/webinar"),
        ({"filter": "campaign", "id": webinar["id"]}, "/id"),
    ):
        for call, more in (("preview", {}), ("explain", {"person_id": str(uuid4())})):
            body = filtered(webinar, leaf) | more
            problem = await site.call("POST", f"/segments/{call}", body, expect=422)
            assert problem["code"] == "unknown_value"
            assert problem["errors"][0]["field"].replace(".", "/").endswith(f"filter{place}")


async def test_the_first_questions_may_come_together(site: Site) -> None:
    await people(site)
    segment = await saved(site)
    answers = await asyncio.gather(
        site.call("GET", f"/segments/{segment['id']}/count"),
        *(site.call("POST", "/segments/preview", {"scope": "people", "filter": EVERYBODY}) for _ in range(3)),
    )
    assert [answer["count"] for answer in answers] == [3] * 4
