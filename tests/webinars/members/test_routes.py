"""Members and persons by REST."""

import base64
from typing import Any
from uuid import UUID, uuid4

import pytest

from latecomer.core import join_link
from latecomer.core.ids import MemberId, WebinarId
from latecomer.core.join_link import JoinLink
from latecomer.core.timestamps import to_text
from tests.support.builders import DAY, ENDS_AT
from tests.support.site import PUBLIC_URL, Site


async def test_members_are_added_each_on_its_own_merits(site: Site) -> None:
    webinar = await site.webinar()
    results = await site.add(
        webinar,
        {
            "email": "ada@example.com",
            "first_name": "Ada",
            "properties": {"source": "ad", "n": 3, "deep": [1, {}]},
        },
        {"email": "ADA@example.com "},
        {"email": "no email"},
        {"email": "bob@example.com", "status": "invited"},
        {"email": "bob@example.com", "shoe_size": 44},
        {"email": 7},
        {"first_name": "Nobody"},
        {"email": "eve@example.com", "first_name": "a\x00b"},
        {"email": "mallory@example.com", "status": "emperor"},
    )
    assert [(result["outcome"], result.get("code")) for result in results] == [
        ("created", None),
        ("skipped", "duplicate"),
        ("skipped", "invalid_email"),
        ("created", None),
        ("skipped", "unknown_field"),
        ("skipped", "wrong_type"),
        ("skipped", "missing_email"),
        ("skipped", "invalid_characters"),
        ("skipped", "unknown_status"),
    ]
    member = results[0]["member"]
    assert member["status"] == "registered"
    assert member["properties"] == {"source": "ad", "n": 3, "deep": [1, {}]}
    assert member["watched_s"] == {"live": 0.0, "on_demand": 0.0}
    assert member["first_watched_at"] is None
    assert await site.call("GET", f"/members/{member['id']}") == member
    (again,) = await site.add(webinar, {"email": "ada@example.com"})
    assert (again["outcome"], again["code"]) == ("skipped", "unchanged")


async def test_rows_that_are_no_objects_cost_the_others_nothing(site: Site) -> None:
    webinar = await site.webinar()
    rows: list[Any] = [None, [], "ada@example.com", 1e300, {"email": "ada@example.com"}]
    answer = await site.call("POST", f"/webinars/{webinar['id']}/members", {"members": rows})
    assert [result["outcome"] for result in answer["results"]] == ["skipped"] * 4 + ["created"]


async def test_a_thousand_rows_are_taken_and_one_more_is_not(site: Site) -> None:
    webinar = await site.webinar()
    rows = [{"email": f"p{n}@example.com"} for n in range(1001)]
    path = f"/webinars/{webinar['id']}/members"
    problem = await site.call("POST", path, {"members": rows}, expect=422)
    assert (problem["code"], problem["errors"][0]["field"]) == ("wrong_length", "/members")
    answer = await site.call("POST", path, {"members": rows[:1000]})
    assert {result["outcome"] for result in answer["results"]} == {"created"}


async def test_the_list_filters_and_pages(site: Site) -> None:
    webinar = await site.webinar()
    await site.add(
        webinar,
        {"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace"},
        {"email": "bob@example.com", "status": "invited"},
        {"email": "eve@example.com", "status": "waitlisted"},
        {"email": "100%@example.com", "status": "invited"},
    )
    path = f"/webinars/{webinar['id']}/members"

    async def emails(query: str) -> list[str]:
        return [item["email"] for item in (await site.call("GET", path + query))["items"]]

    assert await emails("?q=lOVE") == ["ada@example.com"]
    assert await emails("?q=100%25") == ["100%@example.com"]
    assert await emails("?email=ADA@example.com") == ["ada@example.com"]
    assert await emails("?status=invited&status=waitlisted") == [
        "bob@example.com",
        "eve@example.com",
        "100%@example.com",
    ]
    assert await emails("?q=%27%20OR%201=1--") == []
    first = await site.call("GET", path + "?limit=3")
    second = await site.call("GET", f"{path}?limit=3&cursor={first['next_cursor']}")
    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (3, 1, None)
    assert "matches" not in first
    for query, matches in (
        ("count=true&limit=1", 4),
        ("count=true&limit=1&q=lov", 1),
        ("count=true&q=none", 0),
    ):
        assert (await site.call("GET", f"{path}?{query}"))["matches"] == matches
    counted = await site.call("GET", f"{path}?limit=3&count=true&cursor={first['next_cursor']}")
    assert counted["matches"] == 4


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("limit=0", "out_of_range", "limit"),
        ("limit=201", "out_of_range", "limit"),
        ("limit=99999999999999999999", "out_of_range", "limit"),
        ("limit=many", "wrong_type", "limit"),
        ("limit=1&limit=2", "repeated_parameter", "limit"),
        ("limit=NaN", "wrong_type", "limit"),
        ("status=emperor", "unknown_value", "status/0"),
        ("stauts=invited", "unknown_field", "stauts"),
        ("q=%00", "invalid_format", "q"),
        ("email=a%00", "invalid_format", "email"),
        ("q=" + "x" * 400, "wrong_length", "q"),
        ("cursor=" + base64.urlsafe_b64encode(b'"x"').decode(), "invalid_cursor", None),
    ],
)
async def test_a_bad_query_is_refused_by_name(site: Site, query: str, code: str, field: str | None) -> None:
    webinar = await site.webinar()
    problem = await site.call("GET", f"/webinars/{webinar['id']}/members?{query}", expect=422)
    assert problem["code"] == code
    if field is not None:
        assert problem["errors"][0]["field"] == field


async def test_a_status_never_goes_back_except_by_removal(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    path = f"/members/{member['id']}"
    attended = await site.call("POST", path + "/status", {"status": "attended", "reason": "was in the room"})
    assert (attended["status"], attended["status_reason"]) == ("attended", "was in the room")
    problem = await site.call("POST", path + "/status", {"status": "no_show"}, expect=409)
    assert problem["code"] == "status_backwards"
    removed = await site.call("POST", path + "/status", {"status": "not_in_program"})
    assert removed["status"] == "not_in_program"

    timeline = await site.call("GET", path + "/timeline")
    kinds = [(item["kind"], item.get("fact") or item.get("to_status")) for item in timeline["items"]]
    assert kinds[0] == ("status", "not_in_program") or kinds[0] == ("fact", "removed")
    assert ("status", "attended") in kinds
    moved = next(item for item in timeline["items"] if item.get("to_status") == "attended")
    assert moved["from_status"] == "registered"
    assert moved["fact_ids"]
    assert moved["at"] == to_text(site.now)
    page = await site.call("GET", path + "/timeline?limit=1")
    assert page["items"] == timeline["items"][:1]
    assert page["next_cursor"]
    unknown = await site.call("POST", f"/members/{uuid4()}/status", {"status": "attended"}, expect=404)
    assert unknown["code"] == "unknown_member"
    wrong = await site.call("POST", path + "/status", {"status": "emperor"}, expect=422)
    assert (wrong["code"], wrong["errors"][0]["field"]) == ("unknown_value", "/status")


async def test_a_new_link_is_another_one(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    assert member["join_url"].startswith(PUBLIC_URL + "/j/")
    assert "ada" not in member["join_url"]
    renewed = await site.call("POST", f"/members/{member['id']}/link")
    assert renewed["join_url"] != member["join_url"]
    for url, serial in ((member["join_url"], 1), (renewed["join_url"], 2)):
        link = join_link.read(b"a secret of the tests", url.rpartition("/")[2])
        assert link == JoinLink(WebinarId(UUID(webinar["id"])), MemberId(UUID(member["id"])), serial)


async def test_what_was_watched_is_told_and_explained(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar)
    path = f"/members/{member['id']}"
    assert await site.call("GET", path + "/watch") == {
        "live": {"watched_s": 0.0, "intervals": []},
        "on_demand": {"watched_s": 0.0, "intervals": []},
        "covered": [],
        "playbacks": [],
        "reports": [],
        "drops": {},
        "recent_drops": [],
    }
    site.now = ENDS_AT + DAY
    await site.watch(member, [0, 2500, 10.0, 12.5], [5000, 4000, 0, 1], "nonsense")

    explained = await site.call("GET", path + "/watch")
    assert explained["on_demand"] == {
        "watched_s": 2.5,
        "intervals": [[to_text(ENDS_AT + DAY), to_text(ENDS_AT + DAY + 2500)]],
    }
    assert explained["covered"] == [[10, 12]]
    assert explained["drops"] == {"backwards": 1, "malformed": 1}
    assert {
        tuple(drop["segment"]) for drop in explained["recent_drops"] if drop["reason"] == "backwards"
    } == {(5000, 4000, 0, 1)}
    (playback,) = explained["playbacks"]
    assert playback["anchor_at"] == to_text(ENDS_AT + DAY)

    (listed,) = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"]
    assert listed["watched_s"] == {"live": 0.0, "on_demand": 2.5}
    assert listed["covered_s"] == 2
    assert listed["first_watched_at"] == to_text(ENDS_AT + DAY)
    assert listed["last_watched_at"] == to_text(ENDS_AT + DAY + 2500)
    drops = await site.call("GET", f"/webinars/{webinar['id']}/drops")
    assert drops == {"drops": {"backwards": 1, "malformed": 1}}


async def test_a_person_is_corrected_exported_and_erased(site: Site) -> None:
    webinar = await site.webinar()
    member = await site.member(webinar, first_name="Ada", company="Engines")
    await site.member(webinar, "bob@example.com")
    path = f"/persons/{member['person_id']}"
    changed = await site.call("PATCH", path, {"first_name": "Augusta", "company": None})
    assert (changed["first_name"], changed["company"], changed["email"]) == (
        "Augusta",
        None,
        "ada@example.com",
    )
    taken = await site.call("PATCH", path, {"email": "Bob@Example.com"}, expect=409)
    assert taken["code"] == "email_taken"
    for email, code in (
        ("nobody", "invalid_email"),
        (None, "wrong_type"),
        ("a\x00@example.com", "invalid_email"),
    ):
        problem = await site.call("PATCH", path, {"email": email}, expect=422)
        assert (problem["code"], problem["errors"][0]["field"]) == (code, "/email")

    exported = await site.call("GET", path + "/export")
    assert "Augusta" in str(exported)
    assert await site.call("DELETE", path, expect=204) is None
    assert await site.call("DELETE", path, expect=204) is None
    erased = await site.call("GET", f"/members/{member['id']}")
    assert erased["email"] is None
    assert erased["first_name"] is None
    assert erased["join_url"] is None
    assert erased["status"] == "registered"
    for method, what, body in (("PATCH", path, {}), ("POST", f"/members/{member['id']}/link", None)):
        assert (await site.call(method, what, body, expect=409))["code"] == "erased"
    assert (await site.call("DELETE", f"/persons/{uuid4()}", expect=404))["code"] == "unknown_person"
