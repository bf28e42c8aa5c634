"""GoToWebinar's REST side against a strict server: registrations, pulls, refresh tokens, keys beyond 2^53."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
import pytest
from aiohttp import web
from redis.asyncio import Redis

from latecomer.core.phase import Mode
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.gotowebinar.client import Credentials, GoToClient
from latecomer.vendors.gotowebinar.settings import GoToSettings
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
from tests.vendors.recorded import sample
from tests.vendors.servers.gotowebinar_rest import (
    CLIENT_ID,
    CLIENT_SECRET,
    FIRST_KEY,
    ORGANIZER,
    REFRESH,
    WEBINAR,
    GoToRest,
    running_goto,
)

NOW = 1_772_643_600_000  # 2026-03-04T17:00:00Z
START = NOW - 3_600_000
SESSION = 27_001_234
ANA = Attendee(email="ana@example.org", first_name="Ana", last_name="Ruiz")


class Kept:
    """The refresh token of a connection."""

    def __init__(self) -> None:
        self.value: str | None = REFRESH

    async def read(self) -> str | None:
        return self.value

    async def replace(self, value: str) -> None:
        self.value = value


class Bench:
    """A client, and others that share its account."""

    def __init__(self, goto: GoToRest, http: OutgoingHttp, redis: Redis) -> None:
        self.goto = goto
        self.http = http
        self.redis = redis
        self.kept = Kept()

    def client(self, *, calls: int = 10, secret: str = CLIENT_SECRET, **settings: Any) -> GoToClient:
        ours = {
            "api_url": f"{self.goto.url}/G2W/rest/v2",
            "token_url": f"{self.goto.url}/oauth/token",
            "organizer_key": ORGANIZER,
        }
        return GoToClient(
            self.http,
            GoToSettings(**(ours | settings)),
            Credentials(CLIENT_ID, secret),
            self.kept,
            Account(self.redis, f"goto {self.goto.url} {secret}", calls, 1_000),
        )

    async def register(self, who: Attendee = ANA, webinar: str = WEBINAR, **kind: Any) -> Answer:
        return await self.client(**kind).register(webinar, who, NOW)

    async def pull(self, *, webinar: str = WEBINAR, **kind: Any) -> list[VendorPage | VendorTrouble]:
        return [each async for each in self.client(**kind).pull(webinar, None, NOW)]


@pytest.fixture
async def goto() -> AsyncIterator[GoToRest]:
    async with running_goto() as running:
        running.per_s = 1000  # on a busy machine calls arrive later than they were taken
        yield running


@pytest.fixture
async def bench(goto: GoToRest, redis_url: str) -> AsyncIterator[Bench]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=0.5)
    async with Redis.from_url(redis_url) as redis:
        yield Bench(goto, http, redis)
    await http.close()


def items(pages: Sequence[VendorPage | VendorTrouble]) -> list[Any]:
    return [item for page in pages if isinstance(page, VendorPage) for item in page.items]


def stays(pages: Sequence[VendorPage | VendorTrouble]) -> list[AttendanceRow]:
    return [each for each in items(pages) if isinstance(each, AttendanceRow)]


def skipped(pages: Sequence[VendorPage | VendorTrouble]) -> dict[str, int]:
    found: dict[str, int] = {}
    for page in pages:
        for code, n in page.skipped.items() if isinstance(page, VendorPage) else ():
            found[code] = found.get(code, 0) + n
    return found


def session(**fields: Any) -> dict[str, Any]:
    return {
        "sessionKey": SESSION,
        "webinarKey": int(WEBINAR),
        "startTime": "2026-03-04T16:00:00Z",
        "endTime": "2026-03-04T17:00:00Z",
        "registrantsAttended": 1,
    } | fields


def attendee(n: int = 0, *times: tuple[str, str], **fields: Any) -> dict[str, Any]:
    return {
        "registrantKey": FIRST_KEY + n,
        "sessionKey": SESSION,
        "firstName": "Guest",
        "lastName": str(n),
        "email": f"{n}@example.org",
        "attendanceTimeInSeconds": 60,
        "attendance": [{"joinTime": joined, "leaveTime": left} for joined, left in times],
    } | fields


ONCE = ("2026-03-04T16:02:11Z", "2026-03-04T16:58:31Z")


async def test_somebody_is_registered_with_all_that_is_known(bench: Bench, goto: GoToRest) -> None:
    answers = [{"answer": "Worms", "answerKey": 11}, {"answer": "Bokashi", "answerKey": 12}]
    goto.questions = [
        {"questionKey": FIRST_KEY + 900, "question": "Why?", "required": True, "type": "shortAnswer"},
        {
            "questionKey": 2,
            "question": "How?",
            "required": False,
            "type": "multipleChoice",
            "answers": answers,
        },
        {
            "questionKey": 3,
            "question": "Who?",
            "required": False,
            "type": "multipleChoice",
            "answers": answers,
        },
    ]
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
        country="Spain",
        properties={
            "why?": 7,
            "How?": "bokashi",
            "Who?": "nobody of these",
            "score": 3,
            "registration_source": "Newsletter",
        },
    )
    link = f"https://global.gotowebinar.com/join/{WEBINAR}/{FIRST_KEY}"
    assert await bench.register(who) == Confirmed(refs=(f"registrant:{FIRST_KEY}",), join_url=link)
    (kept,) = goto.registrants
    ours = {"registrantKey", "registrationDate", "status", "joinUrl", "timeZone"}
    assert {name: kept[name] for name in kept if name not in ours} == {
        "email": "ana@example.org",
        "firstName": "Ana",
        "lastName": "Ruiz",
        "phone": "+34 1",
        "organization": "Compost & Co",
        "jobTitle": "Gärtnerin",
        "industry": "Farming",
        "address": "C/ Mayor 1",
        "city": "Madrid",
        "state": "MD",
        "zipCode": "28013",
        "country": "Spain",
        "source": "Newsletter",
        "responses": [
            {"questionKey": FIRST_KEY + 900, "responseText": "7"},
            {"questionKey": 2, "answerKey": 12},
        ],
    }


async def test_who_has_no_email_is_denied_unasked(bench: Bench, goto: GoToRest) -> None:
    answer = await bench.register(Attendee(first_name="Ana", last_name="Ruiz"))
    assert isinstance(answer, Denied)
    assert (answer.code, goto.calls) == ("no_email", [])


async def test_who_is_registered_already_is_confirmed_with_the_link(bench: Bench, goto: GoToRest) -> None:
    first = await bench.register()
    assert await bench.register() == first
    assert len(goto.registrants) == 1
    goto.tells_key = False
    assert await bench.register() == Confirmed()
    goto.tells_key = True
    goto.troubles.extend((None, web.Response(status=500)))
    assert await bench.register() == Confirmed(refs=(f"registrant:{FIRST_KEY}",))
    goto.registrants[0]["status"] = "DENIED"
    denied = await bench.register()
    assert isinstance(denied, Denied)
    assert denied.code == "denied"


async def test_somebody_there_has_to_approve(bench: Bench, goto: GoToRest) -> None:
    goto.approval = "WAITING"
    assert await bench.register() == PendingApproval(refs=(f"registrant:{FIRST_KEY}",))
    assert await bench.register() == PendingApproval(refs=(f"registrant:{FIRST_KEY}",))


async def test_what_is_refused_is_denied_with_its_reason(bench: Bench, goto: GoToRest) -> None:
    answer = await bench.register(Attendee(email="ana@example.org", first_name="Ana"))
    assert answer == Denied(code="goto_InvalidRequest", message="Required: lastName")
    unknown = await bench.register(webinar="48/../1?x")
    assert isinstance(unknown, Denied)
    assert unknown.code == "unknown_webinar"
    assert goto.registrants == []


async def test_another_organizer_stops(bench: Bench) -> None:
    answer = await bench.register(organizer_key="1")
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("access_denied", True)


async def test_our_share_of_the_calls_is_waited_for(bench: Bench, goto: GoToRest) -> None:
    people = [Attendee(email=f"{n}@example.org", first_name="G", last_name="H") for n in range(7)]
    began = time.monotonic()
    answers = await asyncio.gather(*(bench.register(who, calls=3) for who in people))
    assert time.monotonic() - began > 1.9
    assert all(isinstance(answer, Confirmed) for answer in answers)
    assert goto.fetched == 1


async def test_goto_takes_so_many_calls_a_second(bench: Bench, goto: GoToRest) -> None:
    goto.per_s = 0
    answers = [await bench.register() for _ in range(3)]
    assert "rate_limited" in [answer.code for answer in answers if isinstance(answer, VendorTrouble)]


async def test_a_429_that_says_nothing_waits_a_second(bench: Bench, goto: GoToRest) -> None:
    goto.troubles.append(web.Response(status=429))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.not_before, answer.stops) == ("rate_limited", NOW + 1_000, False)


async def test_a_new_refresh_token_is_kept(bench: Bench, goto: GoToRest) -> None:
    goto.rotates = True
    for n in range(3):
        assert isinstance(
            await bench.register(Attendee(email=f"{n}@example.org", first_name="G", last_name="H")), Confirmed
        )
        assert bench.kept.value == f"eyJraWQ.refresh-{n + 1}"
        goto.expire()
    assert goto.fetched == 3


async def test_a_refresh_token_that_is_over_stops(bench: Bench, goto: GoToRest) -> None:
    goto.refresh_tokens = set()
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("credentials", True)
    assert "refresh token is not valid" in answer.message
    bench.kept.value = None
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("credentials", True)
    answer = await bench.register(secret="another")
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("credentials", True)


@pytest.mark.parametrize(
    "lie",
    [
        {},
        {"access_token": "t", "expires_in": -1},
        {"access_token": ["t"], "expires_in": 3600},
        {"access_token": "t\n", "expires_in": 3600, "refresh_token": "new"},
        "<html>",
    ],
)
async def test_a_token_endpoint_that_lies_is_asked_again_later(
    bench: Bench, goto: GoToRest, lie: object
) -> None:
    body = lie.encode() if isinstance(lie, str) else msgspec.json.encode(lie)
    goto.token_troubles.append(web.Response(body=body, content_type="application/json"))
    answer = await bench.register()
    assert isinstance(answer, VendorTrouble)
    assert (answer.code, answer.stops) == ("no_token", False)
    assert bench.kept.value == REFRESH
    assert isinstance(await bench.register(), Confirmed)


async def test_a_refresh_token_of_another_form_is_not_kept(bench: Bench, goto: GoToRest) -> None:
    lie = {"access_token": "t", "expires_in": 3600, "refresh_token": {"a": 1}}
    goto.token_troubles.append(web.json_response(lie))
    await bench.register()
    assert bench.kept.value == REFRESH


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda: web.Response(text="<html>sign in</html>", content_type="text/html"), "bad_answer"),
        (lambda: web.json_response([1]), "bad_answer"),
        (lambda: web.json_response({"joinUrl": "https://example.org"}, status=201), "bad_answer"),
        (lambda: web.Response(status=503, text="busy"), "goto_status_503"),
        (lambda: web.Response(status=400, text="no"), "goto_status_400"),
        (lambda: web.Response(status=307, headers={"Location": "http://10.0.0.1/"}), "goto_status_307"),
    ],
)
async def test_whatever_is_answered_is_trouble_with_a_code(
    bench: Bench, goto: GoToRest, answer: Any, code: str
) -> None:
    goto.troubles.append(answer())
    found = await bench.register()
    assert isinstance(found, VendorTrouble)
    assert (found.code, found.stops) == (code, False)


async def test_everything_that_goto_knows_is_pulled_page_by_page(bench: Bench, goto: GoToRest) -> None:
    for n in range(5):
        await bench.register(Attendee(email=f"{n}@example.org", first_name="G", last_name="H"))
    goto.registrants[3]["status"], goto.registrants[4]["status"] = "waiting", "Denied"
    goto.sessions = [session(registrantsAttended=3), session(sessionKey=5, endTime=None)]
    goto.attendees = [attendee(n, ONCE) for n in range(3)]
    goto.page_most = 2
    pages = await bench.pull()
    assert all(isinstance(page, VendorPage) and page.as_of == NOW for page in pages)
    known = [each for each in items(pages) if isinstance(each, Registered)]
    assert [each.approval for each in known] == [VendorApproval.APPROVED] * 3 + [
        VendorApproval.PENDING,
        VendorApproval.DENIED,
    ]
    assert [each.who.refs for each in known] == [(f"registrant:{FIRST_KEY + n}",) for n in range(5)]
    assert [(each.row, each.session, each.mode, each.joined_at, each.left_at) for each in stays(pages)] == [
        (f"{SESSION}/{FIRST_KEY + n}", str(SESSION), Mode.LIVE, START + 131_000, START + 3_511_000)
        for n in range(3)
    ]
    assert items(pages)[-1] == SessionEnded(webinar=WEBINAR, at=NOW, session=str(SESSION))
    assert skipped(pages) == {}
    again = [item for item in items(await bench.pull()) if isinstance(item, Registered)]
    assert again == known


async def test_keys_beyond_2_53_and_of_twenty_digits_stay_apart(bench: Bench, goto: GoToRest) -> None:
    goto.sessions = [session(sessionKey=2**53 + 1, registrantsAttended=3)]
    keys = [2**53 + 1, 2**53, 48_111_111_111_111_111_111]
    goto.attendees = [attendee(0, ONCE, registrantKey=key, sessionKey=2**53 + 1) for key in keys]
    assert [each.row for each in stays(await bench.pull())] == [f"9007199254740993/{key}" for key in keys]


async def test_a_pulled_row_has_the_key_of_what_was_pushed(bench: Bench, goto: GoToRest) -> None:
    pushed = sample("gotowebinar", "registrant_joined")
    inbound = DEFINITIONS["gotowebinar"].inbound
    assert inbound is not None
    (joined,) = inbound.parse(pushed.headers, pushed.body, {})
    assert isinstance(joined, Joined)
    told = msgspec.json.decode(pushed.body)
    keys = {"sessionKey": int(told["sessionKey"]), "registrantKey": int(told["registrantKey"])}
    goto.sessions = [session(sessionKey=keys["sessionKey"])]
    goto.attendees = [attendee(0, ONCE, **keys)]
    (stay,) = stays(await bench.pull())
    assert (stay.row, stay.session, stay.who.refs) == (joined.row, joined.session, joined.who.refs)


async def test_each_time_somebody_was_there_is_a_row(bench: Bench, goto: GoToRest) -> None:
    later = ("2026-03-04T16:59:00Z", "2026-03-04T16:59:30Z")
    goto.sessions, goto.attendees = [session()], [attendee(0, later, ONCE)]
    key = f"{SESSION}/{FIRST_KEY}"
    assert [(each.row, each.joined_at) for each in stays(await bench.pull())] == [
        (key, START + 131_000),
        (f"{key}/1", START + 3_540_000),
    ]


async def test_without_times_the_duration_counts_from_the_start(bench: Bench, goto: GoToRest) -> None:
    goto.sessions, goto.attendees = [session()], [attendee(0)]
    (stay,) = stays(await bench.pull())
    assert (stay.joined_at, stay.left_at) == (START, START + 60_000)


async def test_what_cannot_be_read_is_counted(bench: Bench, goto: GoToRest) -> None:
    goto.sessions = [session(registrantsAttended=0)]
    goto.attendees = [
        attendee(0, registrantKey=None, email=None),
        attendee(1, attendanceTimeInSeconds=0),
        attendee(2, ("2026-03-04T16:58:31Z", "2026-03-04T16:02:11Z"), attendanceTimeInSeconds=None),
        attendee(3, ONCE, sessionKey=None),
    ]
    goto.registrants = [{"email": "a@example.org", "registrationDate": "soon"}]
    pages = await bench.pull()
    assert stays(pages) == []
    assert skipped(pages) == {"no_email": 1, "malformed_row": 4}


async def test_a_session_whose_attendees_are_not_all_listed_has_not_ended(
    bench: Bench, goto: GoToRest
) -> None:
    goto.sessions, goto.attendees = [session(registrantsAttended=2)], [attendee(0, ONCE)]
    pages = await bench.pull()
    assert len(stays(pages)) == 1
    assert not [each for each in items(pages) if isinstance(each, SessionEnded)]
    assert skipped(pages) == {"not_final": 1}
    goto.attendees.append(attendee(1, ONCE))
    assert [type(each) for each in items(await bench.pull())] == [AttendanceRow, AttendanceRow, SessionEnded]


@pytest.mark.parametrize("name", ["registrants", "sessionInfoResources", "attendeeParticipationResponses"])
async def test_the_same_page_for_ever_ends(bench: Bench, goto: GoToRest, name: str) -> None:
    await bench.register()
    goto.sessions, goto.attendees, goto.endless = [session()], [attendee(0, ONCE)], name
    trouble = (await bench.pull())[-1]
    assert isinstance(trouble, VendorTrouble)
    assert trouble.code == "endless_pages"


async def test_trouble_in_the_middle_ends_the_pull_and_keeps_what_came(bench: Bench, goto: GoToRest) -> None:
    await bench.register()
    goto.troubles.extend((None, web.Response(text="<html>", content_type="text/html")))
    pages = await bench.pull()
    assert len(items(pages)) == 1
    assert isinstance(pages[-1], VendorTrouble)
    assert pages[-1].code == "bad_answer"
    (trouble,) = await bench.pull(webinar="1")
    assert isinstance(trouble, VendorTrouble)
    assert (trouble.code, trouble.stops) == ("unknown_webinar", False)


async def test_the_test_says_that_it_works_or_what_is_wrong(bench: Bench, goto: GoToRest) -> None:
    async def wrong(webinar: str = WEBINAR, **kind: Any) -> str | None:
        found = await bench.client(**kind).check([webinar], NOW)
        return None if found is None else found.code

    assert await wrong() is None
    assert await wrong(organizer_key="") == "no_organizer"
    assert await wrong(organizer_key="1") == "access_denied"
    assert await wrong(webinar="1") == "unknown_webinar"
    assert await wrong(secret="another") == "credentials"
    goto.refresh_tokens = set()
    assert await wrong() == "credentials"  # a token of before would say nothing of it
