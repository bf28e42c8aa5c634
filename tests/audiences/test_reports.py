"""Reports of a webinar: their rows, their moment, and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from latecomer.registration_form.worker import SubmissionWorker
from tests.audiences.evening import evening, play, work
from tests.registration_form.test_public import filled, page_of, post
from tests.support.builders import ENDS_AT, STARTS_AT
from tests.support.site import ADMIN, Site

NAMES = ("members", "attendance_by_day", "answers", "engagement", "registrations_by_source", "did_not_fit")


async def report(site: Site, webinar: Any, name: str) -> list[dict[str, str]]:
    """The rows of a report."""
    path = f"/api/v1/webinars/{webinar['id']}/reports/{name}.csv"
    response = await site.client.get(path, headers=ADMIN)
    assert response.status == 200, await response.text()
    assert f'filename="{name}-2026-03-' in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    return list(csv.DictReader(io.StringIO((await response.text()).removeprefix("\ufeff"))))


async def test_who_attended_how_long_and_on_which_days(site: Site) -> None:
    webinar = await evening(site)
    await site.member(webinar, "formula@example.com", company="=cmd|' /C calc'!A0", first_name="+Ada")
    rows = {each["email"]: each for each in await report(site, webinar, "members")}
    assert len(rows) == 7
    both = rows["both@example.com"]
    assert (both["status"], both["watched_live_min"], both["watched_on_demand_min"]) == (
        "attended",
        "30.000",
        "20.000",
    )
    assert both["attended_at"].endswith("Z")
    assert (both["attended_at"][:16], both["attended_at_local"]) == ("2026-03-04T16:30", "2026-03-04 17:30")
    assert rows["absent@example.com"]["attended_at"] == rows["absent@example.com"]["attended_at_local"] == ""
    assert rows["formula@example.com"]["company"].startswith("'=")
    assert rows["formula@example.com"]["first_name"] == "'+Ada"

    days = await report(site, webinar, "attendance_by_day")
    assert [(each["email"], each["mode"], each["watched_min"]) for each in days] == [
        ("live@example.com", "live", "30.000"),
        ("both@example.com", "live", "30.000"),
        ("both@example.com", "on_demand", "20.000"),
        ("late@example.com", "on_demand", "12.500"),
        ("short@example.com", "on_demand", "0.500"),
    ]
    levels = await report(site, webinar, "engagement")
    assert [
        (each["email"], each["level"], each["share_percent"], each["by_time_alone"]) for each in levels
    ] == [
        ("live@example.com", "low", "50", "true"),
        ("both@example.com", "low", "50", "true"),
    ]


async def test_what_forms_say_and_who_did_not_fit(site: Site) -> None:
    question = {"id": "why", "type": "text", "label": {"en": "Why worms?"}}
    webinar = await page_of(site, questions=[question], waitlist=True)
    await site.call("PATCH", f"/webinars/{webinar['id']}", {"registrant_limit": 1})
    for email, source in (("ada@example.com", "news"), ("bob@example.com", "blog")):
        fields = await filled(site, email, **{"answers.why": "@SUM(1)", "utm_source": source})
        assert (await post(site, fields))[0] == 303
        await site.parts.get(SubmissionWorker).work(site.now)
    ada = (await site.call("GET", f"/webinars/{webinar['id']}/members"))["items"][0]
    await play(site, ada, 60, STARTS_AT)
    site.now = ENDS_AT
    await work(site)
    answers = await report(site, webinar, "answers")
    assert [(each["email"], each["question"], each["answer"]) for each in answers] == [
        ("ada@example.com", "Why worms?", "'@SUM(1)"),
        ("bob@example.com", "Why worms?", "'@SUM(1)"),
    ]
    (by_source,) = await report(site, webinar, "registrations_by_source")
    shown = [by_source[name] for name in ("utm_source", "registered", "attended_live", "highly_engaged")]
    assert shown == ["news", "1", "1", "1"]
    (waiting,) = await report(site, webinar, "did_not_fit")
    assert (waiting["email"], waiting["status"]) == ("bob@example.com", "waitlisted")


async def test_all_reports_are_one_archive_of_one_moment(site: Site) -> None:
    webinar = await evening(site)
    path = f"/api/v1/webinars/{webinar['id']}/reports.zip"
    response = await site.client.get(path, headers=ADMIN)
    assert response.headers["Content-Type"] == "application/zip"
    assert 'filename="reports-2026-03-' in response.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(await response.read())) as archive:
        assert archive.testzip() is None
        assert [name.rpartition("-2026-03-")[0] for name in archive.namelist()] == list(NAMES)
        alone = await (
            await site.client.get(f"/api/v1/webinars/{webinar['id']}/reports/members.csv", headers=ADMIN)
        ).read()
        assert archive.read(archive.namelist()[0]) == alone


async def test_reports_are_refused_with_the_reason(site: Site) -> None:
    webinar = await site.webinar()
    problem = await site.call("GET", f"/webinars/{webinar['id']}/reports/secrets.csv", expect=404)
    assert problem["code"] == "unknown_report"
    missing = "00000000-0000-4000-8000-000000000000"
    for path in (f"/webinars/{missing}/reports/members.csv", f"/webinars/{missing}/reports.zip"):
        assert (await site.call("GET", path, expect=404))["code"] == "unknown_webinar"
    key = await site.call("POST", "/keys", {"name": "Reads", "scopes": ["read"]}, expect=201)
    for path in (f"/webinars/{webinar['id']}/reports/members.csv", f"/webinars/{webinar['id']}/reports.zip"):
        refused = await site.call("GET", path, expect=403, headers={"Authorization": f"Bearer {key['key']}"})
        assert refused["code"] == "missing_scope"
