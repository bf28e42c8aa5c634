"""Every page, phase and dialog in every language, light and dark, wide and at 320 px: nothing is wrong with any.

Source: docs/accessibility.md; WCAG 2.2, level AA
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import aiohttp
import asyncpg
import pytest
from playwright.async_api import BrowserContext, Page, expect
from playwright.async_api import Error as PlaywrightError

from client_demo.api import Api, MemberRow
from client_demo.viewer import Tab
from tests.journeys.browser import PATIENCE_MS
from tests.journeys.every_page import DASHBOARD, FORMS, JOIN_LINK, SIGNED_OUT, State
from tests.journeys.looks import Findings
from tests.journeys.paying import pages_to_pay, paid_entry
from tests.journeys.recording import Recording
from tests.journeys.running_room import running_room
from tests.journeys.scene import Scene
from tests.journeys.system import System
from tests.journeys.uploading import upload
from tests.media.files import pdf

STATUSES: Final = (
    "not_in_program",
    "invited",
    "waitlisted",
    "pending_approval",
    "rejected",
    "registration_error",
    "registered",
    "attended",
)
LANGUAGES: Final = ("en", "fr", "nl")
HOUR: Final = timedelta(hours=1)
NOBODY_WAITS: Final = """
  const own = window.setTimeout;
  window.setTimeout = (run, ms, ...rest) => (ms === 3000 ? 0 : own(run, ms, ...rest));
"""
"""The three seconds that the join link waits for a sign of a person never end."""


async def signed_in(browser: BrowserContext, system: System) -> None:
    """Sign in with every right."""
    answer = await browser.request.post(
        f"{system.url}/api/v1/session", data={"key": system.key}, headers={"Origin": system.url}
    )
    assert answer.ok, await answer.text()


async def go_to(page: Page, system: System, state: State, stage: Mapping[str, str]) -> None:
    """Open a state's page, in English, and do its steps."""
    await page.unroute_all()
    await page.context.add_cookies([{"name": "latecomer_language", "value": "en", "url": system.url}])
    await page.set_viewport_size({"width": 1280, "height": 720})
    path = state.path.format_map(stage)
    await page.goto(path if path.startswith("http") else system.url + path)
    await settled(page)
    for step in state.steps:
        await step(page)
    await settled(page)


async def settled(page: Page) -> None:
    """Wait until the page has a heading and loads nothing more."""
    await expect(page.get_by_role("heading").first).to_be_visible(timeout=PATIENCE_MS)
    await expect(page.get_by_test_id("loading")).to_have_count(0, timeout=PATIENCE_MS)


async def look_at(
    states: tuple[State, ...], page: Page, system: System, stage: Mapping[str, str], findings: Findings
) -> None:
    """Go to each state and look at it in all languages; a state that cannot be reached is a finding, too."""
    for state in states:
        try:
            await go_to(page, system, state, stage)
        except (PlaywrightError, AssertionError) as error:
            findings.note(state.name, [f"cannot be reached: {error}"])
        else:
            await findings.look(page, state.name, state.kept)


async def watch(system: System, member: MemberRow, session: aiohttp.ClientSession, from_s: float) -> None:
    """Watch a second of a recording of 20 s."""
    tab = Tab(system.url, member.token, 20, session, random.Random(1))
    assert await tab.ready()
    tab.seek(from_s)
    tab.play()
    async with asyncio.timeout(20):
        while tab.watched_s < 1:
            await tab.until_over(tab.watched_s + 0.3)
            tab.report()
            await tab.acknowledged()
    await tab.close()


async def dashboard_stage(
    system: System, api: Api, session: aiohttp.ClientSession, recording: Recording
) -> Mapping[str, str]:
    """Return what the addresses of `DASHBOARD` name: a finished event with members of every status, and the rest."""
    scene = await Scene.past(
        api, recording_url=recording.url, duration_s=recording.duration_s, threshold_s=0.5
    )
    people = await scene.add({f"P{number}": status for number, status in enumerate(STATUSES)})
    await scene.finish()
    await watch(system, people["P6"], session, 0)
    now = datetime.now(UTC)
    unfinished = await Scene.past(api)
    await unfinished.add({"Nora": "registered"})
    empty = await Scene.create(api, now + 50 * HOUR, now + 51 * HOUR)
    slug = uuid4().hex
    label = dict.fromkeys(LANGUAGES, "Journey")
    page_of = {
        "slug": slug,
        "approval": "manual",
        "questions": [
            {"id": "one", "type": "one_of", "label": label, "options": [{"value": "a", "label": label}]}
        ],
        "consents": [{"purpose": "event", "label": label}],
    }
    await api.call("PUT", f"/webinars/{scene.webinar.id}/registration", page_of)
    segment = await api.call(
        "POST",
        "/segments",
        {
            "name": "Journey",
            "scope": "people",
            "filter": {"filter": "person", "field": "email", "op": "is_not_empty"},
        },
    )
    hook = {"kind": "webhook", "name": "Journey", "settings": {"url": "https://hooks.example/x"}}
    for name, content in (("Nora", b"Journey"), ("Journey", pdf(2))):
        asset = await upload(session, system, name, content)
    span = {"start_ms": 2_000, "duration_ms": 60_000}
    options = [{"text": "Journey"}, {"text": "Nora"}]
    question = {"type": "single", "text": "Journey", "options": options}
    items = [
        span | {"kind": "slides", "asset_id": asset, "title": "Journey"},
        span | {"kind": "poll", "title": "Nora", "questions": [question]},
        span | {"kind": "announcement", "text": "Journey Nora"},
    ]
    await api.call("PUT", f"/webinars/{empty.webinar.id}/rundown", {"version": 0, "items": items})
    zoom = {"kind": "zoom", "name": "Journey", "secrets": {"secret_token": "s3cret"}}
    return {
        "webinar": scene.webinar.id,
        "empty": empty.webinar.id,
        "unfinished": unfinished.webinar.id,
        "automated": (await running_room(system, api, session)).webinar,
        "viewer": people["P6"].id,
        "person": (await api.call("GET", f"/members/{people['P6'].id}"))["person_id"],
        "segment": segment["id"],
        "hook": (await api.call("POST", "/connections", hook))["id"],
        "zoom": (await api.call("POST", "/connections", zoom))["id"],
    }


@pytest.mark.timeout(600)
async def test_the_dashboard_is_for_everyone(
    system: System, api: Api, session: aiohttp.ClientSession, recording: Recording, browser: BrowserContext
) -> None:
    stage = await dashboard_stage(system, api, session, recording)
    findings = Findings()
    await signed_in(browser, system)
    page = await browser.new_page()
    async with paid_entry(system, api, session) as entry:
        await entry.every_state()
        await look_at(DASHBOARD, page, system, {**stage, "paid": entry.webinar}, findings)
    await browser.clear_cookies()
    await look_at(SIGNED_OUT, page, system, stage, findings)
    assert not findings.report, "\n".join(findings.report)


@pytest.mark.timeout(600)
async def test_the_join_link_is_for_everyone(
    system: System,
    api: Api,
    session: aiohttp.ClientSession,
    database: asyncpg.Connection,
    recording: Recording,
    browser: BrowserContext,
) -> None:
    now = datetime.now(UTC)
    film = {"url": recording.url, "duration_s": recording.duration_s}
    elsewhere = f"{system.url}/elsewhere"
    over = (now - 3 * HOUR, now - 2 * HOUR)
    scenes = {
        "waiting": await Scene.create(api, now + 50 * HOUR, now + 51 * HOUR),
        "room": await Scene.create(api, now - HOUR / 4, now + HOUR),
        "arriving": await Scene.create(api, now - HOUR / 4, now + HOUR, live_url=elsewhere),
        "lobby": await Scene.create(api, now + HOUR / 5, now + HOUR, recording=film),
        "broadcast": await Scene.create(
            api, now - HOUR / 60, now + HOUR, recording=film | {"duration_s": 3000}
        ),
        "coming": await Scene.create(api, *over),
        "recording": await Scene.create(api, *over, recording=film),
        "resumed": await Scene.create(api, *over, recording=film),
        "broken": await Scene.create(api, *over, recording=film | {"url": "/recordings/none.mp4"}),
        "closed": await Scene.create(api, *over),
    }
    for language in ("fr", "nl"):
        text = "WEBVTT\n\n00:00.000 --> 00:15.000\nJourney\n"
        captions = {"language": language, "text": text}
        await api.call("PUT", f"/webinars/{scenes['recording'].webinar.id}/captions", captions)
    stage = {}
    for name, scene in scenes.items():
        nora = (await scene.add({"Nora": "registered"}))["Nora"]
        stage[name] = nora.join_url or ""
        if name == "resumed":
            await watch(system, nora, session, 8)
    await database.execute(
        "UPDATE webinars SET starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval WHERE id = $1",
        scenes["closed"].webinar.id,
        40 * 24 * HOUR,
    )
    running = await running_room(system, api, session)
    stage |= {"programme": running.viewer, "host": running.host}
    stage["refused"] = (await scenes["coming"].add({"Ida": "invited"}))["Ida"].join_url or ""
    findings = Findings()
    page = await browser.new_page()
    await page.add_init_script(NOBODY_WAITS)
    await look_at(JOIN_LINK, page, system, stage, findings)
    assert not findings.report, "\n".join(findings.report)


@pytest.mark.timeout(600)
async def test_forms_and_links_of_mails_are_for_everyone(
    system: System,
    api: Api,
    session: aiohttp.ClientSession,
    database: asyncpg.Connection,
    browser: BrowserContext,
) -> None:
    scene = await Scene.past(api)
    nora = (await scene.add({"Nora": "registered"}))["Nora"]
    stage = {"slug": f"form-{uuid4().hex}", "shut": f"shut-{uuid4().hex}", "opt_out": uuid4().hex}
    label = dict.fromkeys(LANGUAGES, "Journey")
    questions: list[dict[str, Any]] = [
        {"id": kind, "type": kind, "label": label, "required": True}
        for kind in ("text", "long_text", "yes_no", "number", "date", "country")
    ]
    options = [{"value": value, "label": label} for value in "ab"]
    questions += [
        {"id": kind, "type": kind, "label": label, "options": options} for kind in ("one_of", "some_of")
    ]
    page_of = {
        "fields": dict.fromkeys(("first_name", "last_name", "phone", "company", "country"), "required"),
        "questions": questions,
        "consents": [{"purpose": "news", "label": label, "required": True}],
    }
    await api.call("PUT", f"/webinars/{scene.webinar.id}/registration", {"slug": stage["slug"], **page_of})
    shut = await Scene.past(api)
    await api.call("PUT", f"/webinars/{shut.webinar.id}/registration", {"slug": stage["shut"], "open": False})
    await database.execute(
        """INSERT INTO mail_opt_out_tokens (hash, person_id, webinar_id, mail_id, created_at)
           SELECT $1, person_id, webinar_id, $2, now() FROM members WHERE id = $3""",
        hashlib.sha256(stage["opt_out"].encode()).digest(),
        uuid4(),
        nora.id,
    )
    findings = Findings()
    page = await browser.new_page()
    async with paid_entry(system, api, session) as entry:
        for language in LANGUAGES:
            await page.set_extra_http_headers({"Accept-Language": language})
            there = {**stage, "language": language, **await pages_to_pay(entry, language)}
            for state in FORMS:
                await go_to(page, system, state, there)
                await findings.look_once(page, state.name, language)
    assert not findings.report, "\n".join(findings.report)
