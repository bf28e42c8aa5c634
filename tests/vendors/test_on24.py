"""ON24 against a strict server: lists, pages, quotas, registrations; and rows of any shape."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from latecomer.core.phase import Mode
from latecomer.core.timestamps import from_text
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.kit.inbound import Attendee, Registered, RegistrationCancelled, SessionEnded
from latecomer.vendors.kit.provider import (
    AttendanceRow,
    Confirmed,
    Denied,
    PulledItem,
    VendorPage,
    VendorTrouble,
)
from latecomer.vendors.on24 import api as sansio
from latecomer.vendors.on24 import attendance as rows
from latecomer.vendors.on24 import client as on24_client
from latecomer.vendors.on24.client import On24 as Client
from latecomer.vendors.on24.settings import On24Settings
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT
from tests.vendors.servers.on24 import CLIENT, EVENT, KEY, QUOTA, SECRET, Event, On24, running_on24

SAMPLES = Path(__file__).with_name("samples") / "on24"
NOW = ENDS_AT + DAY


class Bench:
    """Clients of one account."""

    def __init__(self, on24: On24, http: OutgoingHttp, redis: Redis) -> None:
        self.on24 = on24
        self.event = on24.events[EVENT]
        self.http = http
        self.redis = redis

    def client(self, *, secret: str = SECRET, calls: int = 1000, **settings: Any) -> Client:
        read = On24Settings(client_id=CLIENT, base_url=self.on24.url, **settings)
        account = Account(self.redis, f"on24 {self.on24.url}", calls, 10_000)
        return Client(self.http, read, (KEY, secret), account)

    async def pull(
        self, since: int | None = None, now: int = NOW, event: str = EVENT, **settings: Any
    ) -> tuple[list[PulledItem], dict[str, int], VendorTrouble | None]:
        items: list[PulledItem] = []
        skipped: dict[str, int] = {}
        async for page in self.client(**settings).pull(event, since, now):
            if isinstance(page, VendorTrouble):
                return items, skipped, page
            assert isinstance(page, VendorPage)
            assert page.as_of == now
            assert len(page.items) <= 1000
            items += page.items
            for code, count in page.skipped.items():
                skipped[code] = skipped.get(code, 0) + count
        return items, skipped, None

    async def told(self, kind: type[Any], **asked: Any) -> list[Any]:
        items, _, trouble = await self.pull(**asked)
        assert trouble is None, trouble
        return [each for each in items if isinstance(each, kind)]


@pytest.fixture
async def bench(redis_url: str) -> AsyncIterator[Bench]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=2.0)
    async with running_on24() as on24, Redis.from_url(redis_url) as redis:
        on24.events[EVENT] = Event(STARTS_AT, ENDS_AT)
        yield Bench(on24, http, redis)
    await http.close()


def sample(name: str) -> list[dict[str, Any]]:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))["rows"]  # type: ignore[no-any-return]


def test_a_session_is_read_as_on24_writes_it() -> None:
    read = rows.sessions(EVENT, Mode.ON_DEMAND, sample("sessions"))
    first, second, third = read.items
    assert first == AttendanceRow(
        webinar=EVENT,
        row="session:910001",
        session=EVENT,
        who=Attendee(email="ana@example.org"),
        mode=Mode.ON_DEMAND,
        joined_at=from_text("2026-03-06T17:10:00Z"),
        left_at=from_text("2026-03-06T17:31:00Z"),
        duration_ms=21 * MINUTE,
    )
    assert isinstance(second, AttendanceRow)
    assert second.left_at == from_text("2026-07-06T16:00:13Z"), "in summer the offset is another"
    assert isinstance(third, AttendanceRow)
    assert (third.joined_at, third.left_at, third.duration_ms) == (None, None, 498_000)
    assert read.skipped == {"malformed_row": 2, "no_email": 1}


def test_a_page_left_open_is_no_more_than_what_was_watched() -> None:
    row = sample("sessions")[0] | {"endtime": "2026-03-06T23:00:00-08:00"}
    (item,) = rows.sessions(EVENT, Mode.ON_DEMAND, [row]).items
    assert isinstance(item, AttendanceRow)
    assert item.left_at == from_text("2026-03-06T17:31:00Z")


def test_a_registrant_is_read_as_on24_writes_it() -> None:
    read = rows.registrants(EVENT, sample("registrants"))
    first, second = read.items
    assert isinstance(first, Registered)
    assert first.at == from_text("2017-05-09T01:44:59Z")
    assert first.who == Attendee(
        refs=("user:49177588",),
        email="gina@example.org",
        first_name="Gina",
        last_name="Parker",
        phone="(123)-456-7890",
        company="Example",
        job_title="marketing",
        industry="Software",
        street_address="1 Main St, Suite 2",
        city="Mountain View",
        state="CA",
        postal_code="02139",
        country="United States",
        properties={"std1": "blue", "partnerref": "Ref1"},
    )
    assert isinstance(second, RegistrationCancelled)
    assert second.at == from_text("2017-05-11T01:44:59Z")
    assert read.skipped == {"forgotten": 1, "malformed_row": 1}


def test_attendees_stand_in_where_no_session_is_told() -> None:
    told = sample("attendees")
    alone = rows.attendees(EVENT, told, [])
    assert [(each.row, each.duration_ms) for each in alone.items if isinstance(each, AttendanceRow)] == [
        ("attendee:user:49502149:live", 40 * MINUTE),
        ("attendee:user:49502149:on_demand", 120 * MINUTE),
        ("attendee:user:49502162:on_demand", 32 * MINUTE),
    ]
    assert alone.skipped == {"blocked": 1, "no_email": 1}
    beside = rows.attendees(EVENT, told, [Mode.LIVE])
    assert [each.duration_ms for each in beside.items if isinstance(each, AttendanceRow)] == [
        0,
        120 * MINUTE,
        32 * MINUTE,
    ]


async def test_everything_is_pulled_page_by_page(bench: Bench) -> None:
    for number in range(250):
        bench.event.register(f"{number}@example.org", STARTS_AT - DAY)
        bench.event.watch(f"{number}@example.org", STARTS_AT, STARTS_AT + MINUTE)
        bench.event.attend(
            f"{number}@example.org", liveminutes=1, firstliveactivity="2026-03-04T08:00:00-08:00"
        )
    bench.event.delete("3@example.org", STARTS_AT - HOUR)
    bench.event.watch("7@example.org", ENDS_AT + HOUR, ENDS_AT + 2 * HOUR, archived=True)
    items, skipped, trouble = await bench.pull()
    assert (skipped, trouble) == ({}, None)
    assert len([each for each in items if isinstance(each, Registered)]) == 249
    (gone,) = (each for each in items if isinstance(each, RegistrationCancelled))
    assert (gone.who.email, gone.at) == ("3@example.org", STARTS_AT - HOUR)
    attendances = [each for each in items if isinstance(each, AttendanceRow)]
    assert len({each.row for each in attendances}) == len(attendances) == 250 + 1 + 250
    assert {each.mode for each in attendances if each.who.email == "7@example.org"} == set(Mode)
    assert all(each.duration_ms == 0 for each in attendances if each.row.startswith("attendee:"))
    assert bench.on24.paths() == [*["/registrant"] * 3, *["/attendeesession"] * 4, *["/attendee"] * 3, ""]


async def test_a_list_that_knows_no_pages_is_read_once(bench: Bench) -> None:
    bench.on24.unpaged = True
    for number in range(250):
        bench.event.attend(f"{number}@example.org", archiveminutes=2)
    assert len(await bench.told(AttendanceRow)) == 250
    assert bench.on24.paths().count("/attendee") == 1


async def test_only_what_changed_is_asked_for_in_days_of_pacific_time(bench: Bench) -> None:
    bench.event.register("old@example.org", STARTS_AT - 9 * DAY)
    bench.event.register("new@example.org", STARTS_AT - HOUR)
    bench.event.watch("old@example.org", STARTS_AT, STARTS_AT + MINUTE)
    bench.event.watch("old@example.org", NOW, NOW + MINUTE, archived=True)
    items = await bench.told(Registered, since=STARTS_AT, overlap_s=86_400)
    assert [each.who.email for each in items] == ["new@example.org"]
    assert [each.row for each in await bench.told(AttendanceRow, since=NOW - HOUR, overlap_s=0)] == [
        "session:150332407"
    ]
    late_evening = from_text("2026-03-05T07:30:00Z")  # of the 4th, where ON24 is
    bench.on24.calls.clear()
    await bench.told(Registered, since=late_evening, overlap_s=0)
    assert "startdate=2026-03-04&" in bench.on24.calls[0]


async def test_minutes_do_not_count_beside_sessions_that_are_older_than_the_pull(bench: Bench) -> None:
    """A pull of what changed sees the attendee and not the sessions: they exist all the same."""
    bench.event.watch("ana@example.org", STARTS_AT, STARTS_AT + MINUTE)
    bench.event.attend(
        "ana@example.org",
        liveminutes=59,
        firstliveactivity="2026-03-04T08:00:00-08:00",
        lastliveactivity="2026-03-07T08:00:00-08:00",
    )
    now = ENDS_AT + 4 * DAY
    (row,) = await bench.told(AttendanceRow, since=ENDS_AT + 3 * DAY, now=now)
    assert (row.row.partition(":")[0], row.duration_ms) == ("attendee", 0)


async def test_the_end_is_told_once_attendance_is_complete(bench: Bench) -> None:
    assert await bench.told(SessionEnded, now=ENDS_AT + 2 * HOUR - 1) == []
    ended = SessionEnded(webinar=EVENT, at=ENDS_AT, session=EVENT)
    assert await bench.told(SessionEnded, now=ENDS_AT + 2 * HOUR) == [ended]
    assert await bench.told(SessionEnded, now=ENDS_AT + HOUR, report_after_s=1800) == [ended]
    assert await bench.told(SessionEnded, now=NOW, finish_on_end=False) == []
    bench.event.ended_at = bench.event.began_at
    assert await bench.told(SessionEnded) == [], "something that was never live has no end"


@pytest.mark.parametrize("listing", ["registrant", "attendeesession", "attendee"])
async def test_the_same_page_for_ever_ends(bench: Bench, listing: str) -> None:
    bench.on24.endless = listing
    for number in range(150):
        bench.event.register(f"{number}@example.org", STARTS_AT)
        bench.event.watch(f"{number}@example.org", STARTS_AT, STARTS_AT + MINUTE)
        bench.event.attend(f"{number}@example.org", liveminutes=1)
    items, _, trouble = await bench.pull()
    assert trouble is not None
    assert (trouble.code, trouble.stops) == ("endless_pages", False)
    assert items, "what was told before it counts"
    assert len(bench.on24.calls) < 10


@pytest.mark.parametrize(
    ("status", "body", "code", "stops"),
    [
        (401, b'{"message": "wrong or invalid"}', "unauthorized", True),
        (
            403,
            b'{"message": "You do not have permission to perform the requested operation."}',
            "forbidden",
            True,
        ),
        (403, b'{"message": "The client id 22950 is inactive."}', "forbidden", True),
        (403, b'{"message": "The event 10432146 is inactive."}', "event_inactive", False),
        (404, b"", "unknown_event", False),
        (400, b"no", "bad_request", False),
        (500, b"<html>\xff</html>", "status_500", False),
        (302, b"", "status_302", False),
        (200, b"<html>please sign in</html>", "bad_answer", False),
        (200, b'{"registrants": "none"}', "bad_answer", False),
        (200, b"\xff\xfe", "bad_answer", False),
    ],
)
async def test_every_answer_has_a_meaning(
    bench: Bench,
    status: int,
    body: bytes,
    code: str,
    stops: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    bench.on24.troubles.append((status, body))
    items, _, trouble = await bench.pull()
    assert items == []
    assert trouble is not None
    assert (trouble.code, trouble.stops, trouble.not_before) == (code, stops, None)
    assert trouble.message
    assert trouble.message.isprintable()


async def test_a_quota_is_waited_for_and_stops_nothing(bench: Bench) -> None:
    bench.event.register("ana@example.org", STARTS_AT)
    for body in (json.dumps({"message": QUOTA}).encode(), QUOTA.encode()):
        bench.on24.troubles.append((403, body))
        _, _, trouble = await bench.pull()
        assert trouble == VendorTrouble(code="quota", message=QUOTA, not_before=NOW + HOUR)
    bench.on24.troubles.append((403, b"Tageskontingent verbraucht"))
    _, _, trouble = await bench.pull(quota_text="kontingent", quota_wait_s=60)
    assert trouble is not None
    assert (trouble.code, trouble.not_before) == ("quota", NOW + MINUTE)


async def test_nobody_answers(bench: Bench) -> None:
    bench.on24.url = "http://127.0.0.1:9/v2"
    _, _, trouble = await bench.pull()
    assert trouble is not None
    assert (trouble.code, trouble.stops) == ("unreachable", False)


async def test_our_share_of_calls_is_every_workers(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on24_client, "_PATIENCE_MS", 0)
    assert [page async for page in bench.client(calls=3).pull(EVENT, None, NOW)][
        -1
    ].__class__ is VendorTrouble
    assert len(bench.on24.calls) == 3


async def test_somebody_is_registered_by_email(bench: Bench) -> None:
    who = Attendee(
        email="ana@example.org",
        first_name="Ana",
        last_name="Ruiz",
        job_title="Gärtnerin & Köchin",
        industry="Compost",
        postal_code="01097",
        properties={"colour": "green", "depth": [1]},
    )
    client = bench.client(fields={"colour": "std3", "depth": "std4"})
    answer = await client.register(EVENT, who, NOW)
    assert answer == Confirmed(refs=("user:49177000",))
    assert await client.register(EVENT, who, NOW) == answer, "who is registered is confirmed again"
    (row,) = bench.event.registrants
    assert {name: row[name] for name in ("firstname", "jobtitle", "companyindustry", "zip", "std3")} == {
        "firstname": "Ana",
        "jobtitle": "Gärtnerin & Köchin",
        "companyindustry": "Compost",
        "zip": "01097",
        "std3": "green",
    }
    assert "std4" not in row
    bench.on24.join_url = "https://event.on24.example/wcc/r/1"
    assert await client.register(EVENT, who, NOW) == Confirmed(
        refs=("user:49177000",), join_url="https://event.on24.example/wcc/r/1"
    )


async def test_a_refusal_says_why(bench: Bench) -> None:
    client = bench.client()
    answer = await client.register(EVENT, Attendee(email="ana@example.org", first_name="Ana"), NOW)
    assert answer == Denied(code="bad_request", message="The field lastname is required.")
    assert isinstance(await client.register("1", Attendee(email="ana@example.org"), NOW), Denied)
    assert isinstance(await client.register(EVENT, Attendee(first_name="Ana"), NOW), Denied)
    refused = await bench.client(secret="wrong").register(EVENT, Attendee(email="a@example.org"), NOW)
    assert isinstance(refused, VendorTrouble)
    assert refused.stops
    bench.on24.troubles.append((200, b"<html>"))
    answer = await client.register(EVENT, Attendee(email="ana@example.org"), NOW)
    assert isinstance(answer, VendorTrouble)
    assert answer.code == "bad_answer"


async def test_a_connection_is_tried(bench: Bench) -> None:
    assert await bench.client().check([EVENT], NOW) is None
    for client, events, code in (
        (bench.client(secret="wrong"), [EVENT], "unauthorized"),
        (bench.client(), [EVENT, "1"], "unknown_event"),
    ):
        found = await client.check(events, NOW)
        assert found is not None
        assert found.code == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "abc"},
        {"base_url": "https://api.on24.com/v2/"},
        {"base_url": "ftp://api.on24.com"},
        {"page_size": 0},
        {"overlap_s": -1},
        {"fields": {"colour": "email"}},
        {"quota_wait_s": 1},
        {"colour": "green"},
    ],
)
def test_settings_are_checked(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"client_id": CLIENT} | wrong, On24Settings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ROWS = [(name, row) for name in ("registrants", "sessions", "attendees") for row in sample(name)]


@given(data=st.data(), drawn=st.sampled_from(ROWS))
def test_any_values_in_the_fields_are_read(data: st.DataObject, drawn: tuple[str, dict[str, Any]]) -> None:
    name, row = drawn
    varied = {key: data.draw(JSON) if data.draw(st.booleans()) else value for key, value in row.items()}
    match name:
        case "registrants":
            read = rows.registrants(EVENT, [varied])
        case "sessions":
            read = rows.sessions(EVENT, Mode.LIVE, [varied])
        case _:
            read = rows.attendees(EVENT, [varied], [])
    for item in read.items:
        assert not isinstance(item, SessionEnded)
        assert item.who.email or item.who.refs
        if isinstance(item, AttendanceRow):
            assert item.duration_ms is None or 0 <= item.duration_ms < 1000 * DAY * 1000
            assert item.joined_at is None or isinstance(item.joined_at, int)


@given(body=st.binary(max_size=300), status=st.integers(100, 599))
def test_any_answer_is_read(body: bytes, status: int) -> None:
    settings = On24Settings(client_id=CLIENT)
    found = sansio.trouble(settings, status, body, NOW)
    assert (found is None) == (status in (200, 201))
    assert sansio.read_registration(settings, status, body, NOW) is not None
    sansio.read_rows(sansio.REGISTRANTS, body)
    sansio.read_end(settings, EVENT, body, NOW)
