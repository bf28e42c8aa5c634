"""Zoom's REST side against a strict server: registrations, pulls, tokens, limits, and whatever else it may answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import pytest
from aiohttp import web
from redis.asyncio import Redis

from latecomer.core.ids import Instant
from latecomer.core.phase import Mode
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.kit.inbound import Attendee, Joined, Registered, SessionEnded, VendorApproval
from latecomer.vendors.kit.provider import (
    Answer,
    AttendanceRow,
    Confirmed,
    Denied,
    PendingApproval,
    VendorPage,
    VendorTrouble,
)
from latecomer.vendors.registry import DEFINITIONS
from latecomer.vendors.zoom.client import Credentials, ZoomClient
from latecomer.vendors.zoom.settings import DurationUnit, ZoomSettings
from tests.vendors.recorded import sample
from tests.vendors.servers.zoom_rest import (
    ACCOUNT,
    CLIENT_ID,
    CLIENT_SECRET,
    SCOPES,
    UUID,
    WEBINAR,
    Occurrence,
    ZoomRest,
    running_zoom,
)

NOW = 1_772_643_600_000  # 2026-03-04T17:00:00Z
START = NOW - 3_600_000
MIDNIGHT = NOW + 7 * 3_600_000
ANA = Attendee(email="ana@example.org", first_name="Ana", last_name="Ruiz")


@pytest.fixture
async def zoom() -> AsyncIterator[ZoomRest]:
    async with running_zoom() as running:
        running.per_s = 1000  # on a busy machine calls arrive later than they were taken
        yield running


class Bench:
    """A client, and others that share its account."""

    def __init__(self, zoom: ZoomRest, http: OutgoingHttp, redis: Redis) -> None:
        self.zoom = zoom
        self.http = http
        self.redis = redis

    def client(self, *, calls: int = 30, secret: str = CLIENT_SECRET, **settings: Any) -> ZoomClient:
        urls = {"api_url": f"{self.zoom.url}/v2", "token_url": f"{self.zoom.url}/oauth/token"}
        return ZoomClient(
            self.http,
            ZoomSettings(**(urls | settings)),
            Credentials(ACCOUNT, CLIENT_ID, secret),
            Account(self.redis, f"zoom {self.zoom.url} {secret}", calls, 1_000),
        )

    async def register(self, who: Attendee = ANA, webinar: str = WEBINAR, **kind: Any) -> Answer:
        return await self.client(**kind).register(webinar, who, NOW)

    async def pull(
        self, *, since: Instant | None = None, webinar: str = WEBINAR, now: Instant = NOW, **kind: Any
    ) -> list[VendorPage | VendorTrouble]:
        return [each async for each in self.client(**kind).pull(webinar, since, now)]


@pytest.fixture
async def bench(zoom: ZoomRest, redis_url: str) -> AsyncIterator[Bench]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=0.5)
    async with Redis.from_url(redis_url) as redis:
        yield Bench(zoom, http, redis)
    await http.close()


def items(pages: Sequence[VendorPage | VendorTrouble]) -> list[Any]:
    return [item for page in pages if isinstance(page, VendorPage) for item in page.items]


def skipped(pages: Sequence[VendorPage | VendorTrouble]) -> dict[str, int]:
    found: dict[str, int] = {}
    for page in pages:
        for code, n in page.skipped.items() if isinstance(page, VendorPage) else ():
            found[code] = found.get(code, 0) + n
    return found


def html() -> web.Response:
    return web.Response(text="<html>Please sign in</html>", content_type="text/html")


async def test_somebody_is_registered_with_all_that_is_known(bench: Bench, zoom: ZoomRest) -> None:
    zoom.questions = [{"title": "Why?", "required": True}, {"title": "Since when?"}]
    who = Attendee(
        email="ana@example.org",
        first_name="Ana",
        last_name="Ruiz",
        phone="+34 1",
        company="Compost & Co",
        job_title="Gärtnerin",
        industry="Farming",
        street_address="C/ Mayor 1",
        city="Madrid",
        state="MD",
        postal_code="28013",
        country="es",
        properties={"why?": "Worms 🐛", "since when?": 2019, "score": 7},
    )
    assert await bench.register(who) == Confirmed(
        refs=("registrant:rEg1",), join_url=f"https://example.zoom.us/w/{WEBINAR}?tk=rEg1"
    )
    (kept,) = zoom.registrants
    assert {name: kept[name] for name in kept if name not in {"id", "status", "create_time", "join_url"}} == {
        "email": "ana@example.org",
        "first_name": "Ana",
        "last_name": "Ruiz",
        "phone": "+34 1",
        "org": "Compost & Co",
        "job_title": "Gärtnerin",
        "industry": "Farming",
        "address": "C/ Mayor 1",
        "city": "Madrid",
        "state": "MD",
        "zip": "28013",
        "country": "ES",
        "custom_questions": [
            {"title": "Why?", "value": "Worms 🐛"},
            {"title": "Since when?", "value": "2019"},
        ],
    }


async def test_without_properties_one_call_is_enough(bench: Bench, zoom: ZoomRest) -> None:
    assert isinstance(await bench.register(), Confirmed)
    assert zoom.paths() == [f"POST webinars/{WEBINAR}/registrants"]
    assert zoom.fetched == 1


async def test_a_country_that_is_no_code_is_left_out(bench: Bench, zoom: ZoomRest) -> None:
    who = Attendee(email="ana@example.org", first_name="Ana", country="Spain")
    assert isinstance(await bench.register(who), Confirmed)
    assert "country" not in zoom.registrants[0]


async def test_who_has_no_email_is_denied_unasked(bench: Bench, zoom: ZoomRest) -> None:
    answer = await bench.register(Attendee(first_name="Ana", last_name="Ruiz"))
    assert isinstance(answer, Denied)
    assert (answer.code, zoom.calls) == ("no_email", [])


async def test_who_is_registered_already_is_confirmed(bench: Bench, zoom: ZoomRest) -> None:
    first = await bench.register()
    assert await bench.register() == first
    assert len(zoom.registrants) == 1


@pytest.mark.parametrize("says_status", [True, False])
async def test_somebody_there_has_to_approve(bench: Bench, zoom: ZoomRest, says_status: bool) -> None:  # noqa: FBT001
    zoom.approval_type, zoom.says_status = 1, says_status
    assert await bench.register() == PendingApproval(refs=("registrant:rEg1",))


async def test_who_was_denied_is_denied(bench: Bench, zoom: ZoomRest) -> None:
    await bench.register()
    zoom.registrants[0]["status"] = "denied"
    answer = await bench.register()
    assert isinstance(answer, Denied)
    assert answer.code == "denied"


async def test_the_fourth_time_in_a_day_waits_for_the_next_one(bench: Bench) -> None:
    for _ in range(3):
        assert isinstance(await bench.register(), Confirmed)
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.not_before, answer.stops) == ("daily_limit", MIDNIGHT, False)
    assert isinstance(await bench.register(Attendee(email="b@example.org", first_name="B")), Confirmed)


@pytest.mark.parametrize(
    ("headers", "message", "expected"),
    [
        ({"Retry-After": "7"}, "Too many", ("rate_limited", NOW + 7_000)),
        ({"Retry-After": "2026-03-04T17:30:00Z"}, "Too many", ("rate_limited", NOW + 1_800_000)),
        ({"X-RateLimit-Reset": str(NOW // 1000 + 9)}, "Too many", ("rate_limited", NOW + 9_000)),
        ({"X-RateLimit-Type": "Daily-limit"}, "Too many", ("daily_limit", MIDNIGHT)),
        ({}, "You have exceeded the daily rate limit (3)", ("daily_limit", MIDNIGHT)),
        ({}, "Too many", ("rate_limited", NOW + 1_000)),
        ({"Retry-After": "2001-01-01T00:00:00Z"}, "Too many", ("rate_limited", NOW + 1_000)),
        ({"Retry-After": "9" * 9}, "Too many", ("rate_limited", NOW + 25 * 3_600_000)),
        ({"Retry-After": "soon"}, "Too many", ("rate_limited", NOW + 1_000)),
    ],
)
async def test_zoom_says_when_to_ask_again(
    bench: Bench, zoom: ZoomRest, headers: dict[str, str], message: str, expected: tuple[str, int]
) -> None:
    zoom.troubles.append(web.json_response({"code": 429, "message": message}, status=429, headers=headers))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.not_before) == expected


async def test_a_webinar_that_is_not_there_denies(bench: Bench) -> None:
    answer = await bench.register(webinar="1/../2?x=1")
    assert isinstance(answer, Denied)
    assert answer.code == "unknown_webinar"


async def test_fields_that_zoom_does_not_take_are_named(bench: Bench, zoom: ZoomRest) -> None:
    zoom.questions = [{"title": "Why?", "required": True}]
    answer = await bench.register(Attendee(email="ana@example.org", first_name="x" * 65))
    assert isinstance(answer, Denied)
    assert answer.code == "invalid_fields"
    assert "email: Invalid field." in answer.message
    assert "Why?: Answer this question." in answer.message


async def test_another_refusal_has_its_code(bench: Bench, zoom: ZoomRest) -> None:
    said = {"code": 3038, "message": "Webinar is over,\nyou cannot register now."}
    zoom.troubles.append(web.json_response(said, status=400))
    assert await bench.register() == Denied(
        code="zoom_3038", message="Webinar is over, you cannot register now."
    )


async def test_a_plan_without_webinars_stops(bench: Bench, zoom: ZoomRest) -> None:
    zoom.troubles.append(web.json_response({"code": 200, "message": "Webinar plan is missing."}, status=400))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("no_webinar_plan", True)


async def test_a_missing_scope_stops_and_a_new_one_is_seen_at_once(bench: Bench, zoom: ZoomRest) -> None:
    zoom.scopes = tuple(scope for scope in SCOPES if "write" not in scope)
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("missing_scope", True)
    assert "webinar:write:registrant" in answer.message
    zoom.scopes = SCOPES
    assert isinstance(await bench.register(), Confirmed)
    assert zoom.fetched == 2


async def test_one_token_for_all_and_one_replay_when_it_is_over(bench: Bench, zoom: ZoomRest) -> None:
    people = [Attendee(email=f"{n}@example.org", first_name="N") for n in range(5)]
    answers = await asyncio.gather(*(bench.register(who) for who in people))
    assert all(isinstance(answer, Confirmed) for answer in answers)
    assert zoom.fetched == 1
    zoom.expire()
    assert isinstance(await bench.register(), Confirmed)
    assert zoom.fetched == 2


async def test_a_token_that_is_never_taken_stops_after_one_replay(bench: Bench, zoom: ZoomRest) -> None:
    refused = web.json_response({"code": 124, "message": "Invalid access token."}, status=401)
    again = web.json_response({"code": 124, "message": "Invalid access token."}, status=401)
    zoom.troubles.extend((refused, again))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("access_denied", True)
    assert len(zoom.calls) == 2


async def test_wrong_credentials_stop(bench: Bench, zoom: ZoomRest) -> None:
    answer = await bench.register(secret="another")
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("credentials", True)
    assert "Invalid client_id or client_secret" in answer.message
    assert zoom.calls == []


@pytest.mark.parametrize(
    "lie",
    [
        {},
        {"access_token": "t", "expires_in": -5},
        {"access_token": "t", "expires_in": 0},
        {"access_token": "t", "expires_in": "3600"},
        {"access_token": "t", "expires_in": True},
        {"access_token": "t"},
        {"access_token": 5, "expires_in": 3600},
        {"access_token": "", "expires_in": 3600},
        {"access_token": "t\r\nX-Admin: yes", "expires_in": 3600},
        {"access_token": "t", "expires_in": 10**12},
        ["token"],
        "<html>",
    ],
)
async def test_a_token_endpoint_that_lies_is_asked_again_later(
    bench: Bench, zoom: ZoomRest, lie: object
) -> None:
    body = lie.encode() if isinstance(lie, str) else msgspec.json.encode(lie)
    zoom.token_troubles.append(web.Response(body=body, content_type="application/json"))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("no_token", False)
    assert zoom.calls == []
    assert isinstance(await bench.register(), Confirmed)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (html, "bad_answer"),
        (lambda: web.json_response(["registered"]), "bad_answer"),
        (lambda: web.json_response({"join_url": "https://example.org"}, status=201), "bad_answer"),
        (lambda: web.Response(status=502, text="<html>"), "zoom_status_502"),
        (lambda: web.Response(status=302, headers={"Location": "http://10.0.0.1/"}), "zoom_status_302"),
        (lambda: web.Response(status=400, text="no"), "zoom_status_400"),
        (lambda: web.json_response({"code": "x", "message": 5}, status=500), "zoom_status_500"),
    ],
)
async def test_whatever_is_answered_is_trouble_with_a_code(
    bench: Bench, zoom: ZoomRest, answer: Any, code: str
) -> None:
    zoom.troubles.append(answer())
    found = await bench.register()
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == (code, False)


async def test_nobody_there_is_trouble(bench: Bench, zoom: ZoomRest) -> None:
    found = await bench.register(api_url="http://127.0.0.1:9/v2")
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == ("unreachable", False)
    found = await bench.register(api_url="http://10.1.2.3/v2")
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == ("address_not_allowed", True)


async def test_our_share_of_the_calls_is_waited_for(bench: Bench, zoom: ZoomRest) -> None:
    people = [Attendee(email=f"{n}@example.org", first_name="N") for n in range(7)]
    began = time.monotonic()
    answers = await asyncio.gather(*(bench.register(who, calls=3) for who in people))
    assert time.monotonic() - began > 1.9
    assert all(isinstance(answer, Confirmed) for answer in answers)


async def test_zoom_takes_so_many_calls_a_second(bench: Bench, zoom: ZoomRest) -> None:
    zoom.per_s = 0
    people = [Attendee(email=f"{n}@example.org", first_name="N") for n in range(3)]
    answers = [await bench.register(who) for who in people]
    assert "rate_limited" in [answer.code for answer in answers if isinstance(answer, VendorTrouble)]


def participant(n: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": "",
        "user_id": str(16_778_240 + n),
        "name": f"Guest {n}",
        "user_email": f"{n}@example.org",
        "join_time": "2026-03-04T16:02:00Z",
        "leave_time": "2026-03-04T16:58:31Z",
        "duration": 3391,
        "registrant_id": f"rEg{n}",
        "status": "in_meeting",
        "failover": False,
    } | fields


async def test_everything_that_zoom_knows_is_pulled_page_by_page(bench: Bench, zoom: ZoomRest) -> None:
    for n in range(5):
        await bench.register(Attendee(email=f"{n}@example.org", first_name="G"))
    zoom.registrants[3]["status"], zoom.registrants[4]["status"] = "pending", "denied"
    zoom.occurrences = [
        Occurrence(
            participants=[participant(n) for n in range(3)],
            absentees=[zoom.registrants[0]],
            views=[
                {
                    "date_time": "2026-03-04T16:59:00Z",
                    "name": "Guest 1",
                    "email": "1@example.org",
                    "duration": 61,
                }
            ],
        )
    ]
    zoom.page_most = 2
    pages = await bench.pull()
    assert all(isinstance(page, VendorPage) and page.as_of == NOW for page in pages)
    found = items(pages)
    assert [each.approval for each in found if isinstance(each, Registered)] == [
        VendorApproval.APPROVED,
        VendorApproval.APPROVED,
        VendorApproval.APPROVED,
        VendorApproval.PENDING,
        VendorApproval.DENIED,
        VendorApproval.APPROVED,
    ]
    stays = [each for each in found if isinstance(each, AttendanceRow) and each.mode is Mode.LIVE]
    assert [(each.row, each.session, each.joined_at, each.left_at) for each in stays] == [
        (f"{UUID}/{16_778_240 + n}", UUID, START + 120_000, START + 3_511_000) for n in range(3)
    ]
    assert stays[1].who == Attendee(
        refs=("registrant:rEg1",), email="1@example.org", first_name="Guest", last_name="1"
    )
    (view,) = [each for each in found if isinstance(each, AttendanceRow) and each.mode is Mode.ON_DEMAND]
    assert (view.joined_at, view.left_at, view.duration_ms) == (NOW - 60_000, None, 61_000)
    assert [each for each in found if isinstance(each, SessionEnded)] == [
        SessionEnded(webinar=WEBINAR, at=NOW, session=UUID)
    ]
    last_stay = max(n for n, each in enumerate(found) if each in stays)
    assert found.index(SessionEnded(webinar=WEBINAR, at=NOW, session=UUID)) > last_stay
    assert skipped(pages) == {}


async def test_a_pulled_row_has_the_key_of_what_was_pushed(bench: Bench, zoom: ZoomRest) -> None:
    pushed = sample("zoom", "participant_joined")
    inbound = DEFINITIONS["zoom"].inbound
    assert inbound is not None
    (joined,) = inbound.parse(pushed.headers, pushed.body, {})
    assert isinstance(joined, Joined)
    told = msgspec.json.decode(pushed.body)["payload"]["object"]["participant"]
    row = participant(1, user_id=told["user_id"], registrant_id=told.get("registrant_id"))
    zoom.occurrences = [Occurrence(uuid=joined.session, participants=[row])]
    (stay,) = [each for each in items(await bench.pull()) if isinstance(each, AttendanceRow)]
    assert (stay.row, stay.session) == (joined.row, joined.session)
    assert stay.who.refs[0] in joined.who.refs


async def test_two_rows_of_one_connection_are_two(bench: Bench, zoom: ZoomRest) -> None:
    again = participant(1, join_time="2026-03-04T16:59:00Z", leave_time="2026-03-04T16:59:30Z")
    zoom.occurrences = [Occurrence(participants=[again, participant(1)])]
    stays = [each for each in items(await bench.pull()) if isinstance(each, AttendanceRow)]
    key = f"{UUID}/{16_778_241}"
    assert [(each.row, each.joined_at) for each in stays] == [
        (key, START + 120_000),
        (f"{key}/1", START + 3_540_000),
    ]


async def test_who_was_no_attendee_is_counted_and_left_out(bench: Bench, zoom: ZoomRest) -> None:
    zoom.occurrences = [
        Occurrence(
            participants=[
                participant(1, id="h0sT"),
                participant(2, status="in_waiting_room"),
                participant(3, leave_time=""),
                participant(4, leave_time="2026-03-04T16:00:00Z"),
                participant(5, user_email="", registrant_id=""),
                participant(6, user_email=""),
                participant(7, registrant_id=""),
            ],
            views=[
                {"date_time": "2026-03-04T16:59:00Z", "name": "", "email": "", "duration": 61},
                {"date_time": "2026-03-04T16:59:00Z", "name": "", "email": "a@example.org", "duration": -1},
            ],
        )
    ]
    pages = await bench.pull()
    stays = [each for each in items(pages) if isinstance(each, AttendanceRow)]
    assert [(each.who.email, each.who.refs) for each in stays] == [
        (None, ("registrant:rEg6",)),
        ("7@example.org", ()),
    ]
    assert skipped(pages) == {"host": 1, "waiting_room": 1, "malformed_row": 3, "no_email": 2}


async def test_without_a_report_there_is_no_end_yet(bench: Bench, zoom: ZoomRest) -> None:
    zoom.occurrences = [Occurrence(end_time=None, participants=[participant(1)])]
    assert items(await bench.pull()) == []
    zoom.occurrences[0].end_time = "2026-03-04T17:00:00Z"
    assert len(items(await bench.pull(since=NOW - 1))) == 2


async def test_old_occurrences_are_not_asked_for_again(bench: Bench, zoom: ZoomRest) -> None:
    zoom.occurrences = [
        Occurrence(start_time="2026-02-20T16:00:00Z", participants=[participant(1)], views=[])
    ]
    await bench.pull(since=NOW - 3_600_000)
    assert not any("report/" in path or "absentees" in path for path in zoom.paths())
    assert any("analytics_details" in path for path in zoom.paths())


@pytest.mark.parametrize(
    ("unit", "duration_ms"),
    [(DurationUnit.SECONDS, 61_000), (DurationUnit.MINUTES, 3_660_000), (DurationUnit.MILLISECONDS, 61)],
)
async def test_what_a_views_duration_counts_is_a_setting(
    bench: Bench, zoom: ZoomRest, unit: DurationUnit, duration_ms: int
) -> None:
    view = {"date_time": "2026-03-04T16:59:00Z", "name": "A", "email": "A@example.org", "duration": 61}
    zoom.occurrences = [Occurrence(views=[view])]
    (found,) = [
        each for each in items(await bench.pull(view_duration_unit=unit)) if isinstance(each, AttendanceRow)
    ]
    assert found.duration_ms == duration_ms
    view["email"] = "a@example.org"
    (again,) = [each for each in items(await bench.pull()) if isinstance(each, AttendanceRow)]
    assert again.row == found.row
    assert not [
        each for each in items(await bench.pull(recording_views=False)) if isinstance(each, AttendanceRow)
    ]


@pytest.mark.parametrize("name", ["registrants", "participants", "analytics_details"])
async def test_the_same_page_for_ever_ends(bench: Bench, zoom: ZoomRest, name: str) -> None:
    await bench.register()
    view = {"date_time": "2026-03-04T16:59:00Z", "name": "A", "email": "a@example.org", "duration": 61}
    zoom.occurrences = [Occurrence(participants=[participant(1)], views=[view])]
    zoom.endless = name
    pages = await bench.pull()
    assert isinstance(pages[-1], VendorTrouble)
    assert pages[-1].code == "endless_pages"


async def test_empty_pages_for_ever_end(bench: Bench, zoom: ZoomRest) -> None:
    zoom.endless = "registrants"
    trouble = (await bench.pull())[-1]
    assert isinstance(trouble, VendorTrouble)
    assert trouble.code == "endless_pages"


async def test_trouble_in_the_middle_ends_the_pull_and_keeps_what_came(bench: Bench, zoom: ZoomRest) -> None:
    for n in range(3):
        await bench.register(Attendee(email=f"{n}@example.org", first_name="G"))
    zoom.page_most = 2
    zoom.troubles.extend((None, None, html()))
    pages = await bench.pull()
    assert len(items(pages)) == 2
    assert isinstance(pages[-1], VendorTrouble)
    assert pages[-1].code == "bad_answer"
    assert len(items(await bench.pull())) == 3


async def test_a_webinar_that_zoom_does_not_know_is_trouble_of_its_own(bench: Bench) -> None:
    (trouble,) = await bench.pull(webinar="123")
    assert isinstance(trouble, VendorTrouble)
    assert (trouble.code, trouble.stops) == ("unknown_webinar", False)


async def test_a_scope_that_only_views_need_does_not_stop_the_rest(bench: Bench, zoom: ZoomRest) -> None:
    zoom.scopes = tuple(scope for scope in SCOPES if "cloud_recording" not in scope)
    zoom.occurrences = [Occurrence(participants=[participant(1)])]
    pages = await bench.pull()
    assert [type(each) for each in items(pages)] == [AttendanceRow, SessionEnded]
    assert isinstance(pages[-1], VendorTrouble)
    assert (pages[-1].code, pages[-1].stops) == ("missing_scope", False)
    assert not any(isinstance(page, VendorTrouble) for page in await bench.pull(recording_views=False))


async def test_the_test_says_that_it_works(bench: Bench, zoom: ZoomRest) -> None:
    assert await bench.client().check([WEBINAR], NOW) is None
    assert await bench.client().check([], NOW) is None
    assert zoom.fetched == 2  # a token of before would say nothing of the credentials


async def test_the_test_says_what_is_wrong(bench: Bench, zoom: ZoomRest) -> None:
    async def wrong(webinar: str = WEBINAR, **kind: Any) -> str | None:
        found = await bench.client(**kind).check([webinar], NOW)
        return None if found is None else found.code

    assert await wrong(secret="another") == "credentials"
    assert await wrong(webinar="1") == "unknown_webinar"
    zoom.approval_type = 2
    assert await wrong() == "no_registration"
    zoom.approval_type = 0
    for scope in ("webinar:write", "report:read", "webinar:read:list_registrants"):
        zoom.scopes = tuple(each for each in SCOPES if not each.startswith(scope))
        assert await wrong() == "missing_scope", scope
    zoom.scopes = SCOPES
    assert await wrong() is None


@pytest.mark.parametrize(
    "url", ["ftp://example.org", "example.org", "https://", "https://example.org/v2?x=1", "https://a b/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"api_url": url}, ZoomSettings)
