"""/webinars by REST."""

from typing import Any
from uuid import uuid4

import pytest

from latecomer.core.timestamps import to_text
from tests.support.builders import DAY, ENDS_AT, HOUR, STARTS_AT
from tests.support.site import Site


async def test_a_webinar_is_created_read_listed_changed_and_deleted(site: Site) -> None:
    made = await site.webinar(timezone="Europe/Berlin", allowed_origins=["https://example.com"])
    assert made["starts_at"] == "2026-03-04T16:00:00.000Z"
    assert made["phase"] == "waiting"
    assert made["mode"] == "live"
    assert made["days_left"] == 30
    assert made["closes_at"] == to_text(ENDS_AT + 30 * DAY)
    assert made["finished_at"] is None
    assert made["recording"] == {"url": "/recordings/compost.mp4", "duration_s": 1800.0, "version": 1}
    assert set(made["status_counts"].values()) == {0}
    assert len(made["status_counts"]) == 10

    path = f"/webinars/{made['id']}"
    assert await site.call("GET", path) == made
    assert (await site.call("GET", "/webinars"))["items"] == [made]

    changed = await site.call("PATCH", path, {"name": "Worms", "live_url": "https://meet.example/1"})
    assert changed == made | {"name": "Worms", "live_url": "https://meet.example/1"}
    assert (await site.call("PATCH", path, {"live_url": None}))["live_url"] is None

    assert await site.call("DELETE", path, expect=204) is None
    assert (await site.call("GET", path, expect=404))["code"] == "unknown_webinar"


async def test_another_length_of_the_recording_is_another_version(site: Site) -> None:
    made = await site.webinar()
    recording = {"url": "/recordings/compost.mp4", "duration_s": 1800}
    path = f"/webinars/{made['id']}"
    assert (await site.call("PATCH", path, {"recording": recording}))["recording"]["version"] == 1
    replaced = await site.call("PATCH", path, {"recording": recording | {"replaces": True}})
    assert replaced["recording"]["version"] == 2


async def test_pages_follow_each_other_and_end(site: Site) -> None:
    made = [
        await site.webinar(starts_at=to_text(STARTS_AT - n * HOUR), ends_at=to_text(ENDS_AT))
        for n in range(5)
    ]
    seen: list[str] = []
    cursor = ""
    for _ in range(3):
        page = await site.call("GET", f"/webinars?limit=2{cursor}")
        seen += [item["id"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert page["next_cursor"] is None
    assert seen == [each["id"] for each in made]


@pytest.mark.parametrize("cursor", ["nonsense", "e30", "WzFd", "ÿ", "%00", "a" * 999])
async def test_a_cursor_of_somebodys_own_making_is_refused(site: Site, cursor: str) -> None:
    problem = await site.call("GET", f"/webinars?cursor={cursor}", expect=422)
    assert problem["code"] == "invalid_cursor"


async def test_finishing_makes_no_shows_and_counts_them(site: Site) -> None:
    made = await site.webinar()
    await site.add(made, {"email": "ada@example.com"}, {"email": "bob@example.com", "status": "attended"})
    too_soon = await site.call("POST", f"/webinars/{made['id']}/finish", expect=409)
    assert too_soon["code"] == "event_not_started"

    site.now = ENDS_AT - 1
    counts = await site.call("POST", f"/webinars/{made['id']}/finish")
    assert (counts["no_show"], counts["attended"], counts["registered"]) == (1, 1, 0)
    after = await site.call("GET", f"/webinars/{made['id']}")
    assert after["ends_at"] == to_text(ENDS_AT - 1)
    assert after["finished_at"] is not None
    assert after["status_counts"]["no_show"] == 1

    late = await site.call(
        "PATCH", f"/webinars/{made['id']}", {"ends_at": to_text(ENDS_AT + DAY)}, expect=409
    )
    assert late["code"] == "event_over"


async def test_the_dashboard_and_the_drops_are_there(site: Site) -> None:
    made = await site.webinar()
    snapshot = await site.call("GET", f"/webinars/{made['id']}/dashboard")
    assert snapshot["epoch"] == "tests"
    assert snapshot["data"]["webinar"]["name"] == made["name"]
    assert await site.call("GET", f"/webinars/{made['id']}/drops") == {"drops": {}}
    for what in ("dashboard", "drops", "members", "members.csv"):
        problem = await site.call("GET", f"/webinars/{uuid4()}/{what}", expect=404)
        assert problem["code"] == "unknown_webinar"


BAD_FIELDS: list[tuple[str, Any, str, str]] = [
    ("starts_at", "2026-03-04T16:00:00", "time_without_zone", "/starts_at"),
    ("starts_at", "2026-03-04", "time_without_zone", "/starts_at"),
    ("starts_at", "tomorrow", "invalid_time", "/starts_at"),
    ("starts_at", "1969-12-31T23:59:59Z", "invalid_time", "/starts_at"),
    ("starts_at", "9999-12-31T23:59:59Z", "invalid_time", "/starts_at"),
    ("starts_at", 1_772_640_000_000, "wrong_type", "/starts_at"),
    ("ends_at", "2026-03-04T15:59:59.999Z", "ends_before_starts", "/ends_at"),
    ("ends_at", "2026-03-04T16:00:00Z", "ends_before_starts", "/ends_at"),
    ("timezone", "Mars/Olympus", "unknown_timezone", "/timezone"),
    ("timezone", "../../etc/passwd", "unknown_timezone", "/timezone"),
    ("timezone", "UTC\x00", "unknown_timezone", "/timezone"),
    ("timezone", "localtime", "unknown_timezone", "/timezone"),
    ("timezone", "Factory", "unknown_timezone", "/timezone"),
    ("timezone", "posixrules", "unknown_timezone", "/timezone"),
    ("name", "", "invalid_name", "/name"),
    ("name", "a\x00b", "invalid_name", "/name"),
    ("name", "x" * 201, "invalid_name", "/name"),
    ("name", 7, "wrong_type", "/name"),
    ("name", None, "wrong_type", "/name"),
    ("recording", {"url": "/recordings/a.mp4", "duration_s": 0}, "invalid_duration", "/recording/duration_s"),
    (
        "recording",
        {"url": "/recordings/a.mp4", "duration_s": -1},
        "invalid_duration",
        "/recording/duration_s",
    ),
    (
        "recording",
        {"url": "/recordings/a.mp4", "duration_s": 1e300},
        "invalid_duration",
        "/recording/duration_s",
    ),
    ("recording", {"url": "/recordings/a.mp4", "duration_s": "60"}, "wrong_type", "/recording/duration_s"),
    ("recording", {"url": "/recordings/a.mp4"}, "unknown_length", "/recording/duration_s"),
    ("recording", {"url": "/recordings/a.mp4", "duration_s": 9, "x": 1}, "unknown_field", "/recording/x"),
    ("recording", {"url": "javascript:alert(1)", "duration_s": 60}, "invalid_url", "/recording/url"),
    ("recording", {"url": "/recordings/../secret", "duration_s": 60}, "invalid_url", "/recording/url"),
    ("live_url", "javascript:alert(1)", "invalid_url", "/live_url"),
    ("watch_url", "https://example.com/#there", "invalid_url", "/watch_url"),
    ("allowed_origins", ["https://example.com/path"], "invalid_origin", "/allowed_origins/0"),
    ("allowed_origins", ["*"], "invalid_origin", "/allowed_origins/0"),
    ("allowed_origins", ["https://a.example", 3], "wrong_type", "/allowed_origins/1"),
    ("watch_threshold_s", -1, "invalid_threshold", "/watch_threshold_s"),
    ("watch_threshold_s", 0, "invalid_threshold", "/watch_threshold_s"),
    ("watch_threshold_s", 1e12, "invalid_threshold", "/watch_threshold_s"),
    ("finish_grace_s", -1, "invalid_grace", "/finish_grace_s"),
    ("finish_grace_s", 1.5, "wrong_type", "/finish_grace_s"),
    ("finish_grace_s", 10**30, "invalid_grace", "/finish_grace_s"),
    ("attendee_limit", 0, "invalid_limit", "/attendee_limit"),
    ("registrant_limit", -3, "invalid_limit", "/registrant_limit"),
    ("cancellations", "maybe", "unknown_value", "/cancellations"),
    ("flip_on", True, "wrong_type", "/flip_on"),
    ("is_admin", True, "unknown_field", "/is_admin"),
    ("a/b~c", True, "unknown_field", "/a~1b~0c"),
]


@pytest.mark.parametrize(("field", "value", "code", "pointer"), BAD_FIELDS)
async def test_a_bad_field_is_refused_by_name(
    site: Site, field: str, value: object, code: str, pointer: str
) -> None:
    body = {"name": "W", "starts_at": to_text(STARTS_AT), "ends_at": to_text(ENDS_AT), field: value}
    problem = await site.call("POST", "/webinars", body, expect=422)
    assert problem["code"] == code
    assert (problem["errors"][0]["field"], problem["errors"][0]["code"]) == (pointer, code)
    assert (await site.call("GET", "/webinars"))["items"] == []


async def test_names_with_html_and_sql_are_just_names(site: Site) -> None:
    name = "<script>alert('x')</script>'; DROP TABLE webinars; --"
    made = await site.webinar(name=name)
    assert (await site.call("GET", f"/webinars/{made['id']}"))["name"] == name


@pytest.mark.parametrize(
    "identifier", ["1", "x", "'%20OR%201=1--", "%00", "0a000000-0000-4000-8000-00000000000g"]
)
async def test_what_is_no_id_is_no_webinar(site: Site, identifier: str) -> None:
    assert (await site.call("GET", f"/webinars/{identifier}", expect=404))["code"] == "unknown_webinar"
