"""Marketo against a strict server: leads without duplicates, steps in groups, activities once, quotas, errors."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from redis.asyncio import Redis

from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.kit.sender import OutgoingEvent
from latecomer.vendors.marketo.client import MarketoSender
from latecomer.vendors.marketo.mapping import (
    TROUBLES,
    MarketoFailure,
    MarketoTrouble,
    Program,
    attempt_of,
    attempt_of_record,
    complaint,
    read_answer,
    read_token,
)
from latecomer.vendors.marketo.settings import ActivityNames, MarketoSettings, StatusNames
from tests.vendors.servers.marketo import (
    ACTIVITY,
    CLIENT_ID,
    CLIENT_SECRET,
    PROGRAM,
    STEPS,
    Marketo,
    running_marketo,
)

WEBINAR = "0a000000-0000-4000-8000-000000000001"
NOW = 1_772_643_600_000  # 2026-03-04T17:00:00Z, 11:00 in Chicago


@pytest.fixture
async def marketo() -> AsyncIterator[Marketo]:
    async with running_marketo() as running:
        yield running


class Bench:
    """A sender, and others that share its account."""

    def __init__(self, marketo: Marketo, http: OutgoingHttp, redis: Redis) -> None:
        self.marketo = marketo
        self.http = http
        self.redis = redis

    def sender(
        self, *, calls: int = 49, secret: str = CLIENT_SECRET, program: str = PROGRAM, **settings: Any
    ) -> MarketoSender:
        settings = {"activity": ActivityNames(ACTIVITY)} | settings
        return MarketoSender(
            self.http,
            MarketoSettings(self.marketo.url, **settings),
            (CLIENT_ID, secret),
            {WEBINAR: Program(program, "Composting")},
            Account(self.redis, f"marketo {self.marketo.url} {secret}", calls, 20_000),
        )

    async def send(self, *events: OutgoingEvent, **kind: Any) -> list[tuple[AttemptOutcome, str]]:
        return brief(await self.sender(**kind).send(events, NOW))


def brief(attempts: Sequence[Attempt]) -> list[tuple[AttemptOutcome, str]]:
    return [(attempt.outcome, attempt.code) for attempt in attempts]


@pytest.fixture
async def bench(marketo: Marketo, redis_url: str) -> AsyncIterator[Bench]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=0.5)
    async with Redis.from_url(redis_url) as redis:
        yield Bench(marketo, http, redis)
    await http.close()


def event(kind: str, email: str | None, **data: Any) -> OutgoingEvent:
    return OutgoingEvent(
        id=uuid4(),
        type=kind,
        at=NOW,
        data={"webinar_id": WEBINAR, "email": email, "first_name": "Ana", "last_name": None, **data},
    )


def status(name: str, email: str | None = "ana@example.org") -> OutgoingEvent:
    return event("member.status_changed", email, status=name)


def watched(email: str = "ana@example.org", seconds: float = 1259.6) -> OutgoingEvent:
    return event(
        "member.watched",
        email,
        mode="on_demand",
        day="2026-03-05",
        watched_s=seconds,
        last_at="2026-03-05T10:00:00.123Z",
    )


OK = (AttemptOutcome.DELIVERED, "delivered")
THERE = (AttemptOutcome.DELIVERED, "already_there")
IGNORED = (AttemptOutcome.DELIVERED, "not_wanted")


async def test_a_batch_is_few_calls(bench: Bench, marketo: Marketo) -> None:
    events = [status("registered", f"{n}@example.org") for n in range(300)]
    assert await bench.send(*events, event("member.joined", "0@example.org")) == [OK] * 300 + [IGNORED]
    assert marketo.paths() == ["/rest/v1/leads.json", f"/rest/v1/programs/{PROGRAM}/members/status.json"]
    assert set(marketo.statuses().values()) == {"Registered"}
    assert marketo.leads[0] == {"id": 1, "email": "0@example.org", "firstName": "Ana"}


async def test_steps_only_go_forward_and_a_step_that_was_reached_is_success(
    bench: Bench, marketo: Marketo
) -> None:
    flip = [status("registered"), status("no_show"), status("attended_on_demand")]
    assert await bench.send(*reversed(flip)) == [OK] * 3
    assert marketo.statuses() == {"ana@example.org": "Attended On-demand"}
    assert await bench.send(*flip) == [THERE] * 3
    assert len(marketo.leads) == 1


async def test_a_correction_is_not_sent_and_says_so(bench: Bench, marketo: Marketo) -> None:
    back = event("member.status_changed", "ana@example.org", status="registered", correction=True)
    assert await bench.send(status("attended")) == [OK]
    assert await bench.send(back) == [(AttemptOutcome.REJECTED, "cannot_go_back")]
    assert marketo.statuses() == {"ana@example.org": "Attended"}
    # From then on a step that Marketo calls reached is the one that was taken back.
    later = replace(status("no_show"), follows_correction=True)
    assert await bench.send(later) == [(AttemptOutcome.REJECTED, "cannot_go_back")]


@pytest.mark.parametrize(
    ("was", "now", "came"),
    [
        ("registered", "not_in_program", (AttemptOutcome.REJECTED, "cannot_go_back")),
        ("attended", "no_show", (AttemptOutcome.REJECTED, "cannot_go_back")),
        ("not_in_program", "registered", OK),  # forward
    ],
)
async def test_a_correction_is_not_sent_where_marketo_would_have_to_go_back(
    bench: Bench, marketo: Marketo, was: str, now: str, came: tuple[AttemptOutcome, str]
) -> None:
    told = event("member.status_changed", "ana@example.org", status=now, from_status=was, correction=True)
    assert await bench.send(told) == [came]


async def test_what_was_watched_is_an_activity(bench: Bench, marketo: Marketo) -> None:
    one = watched()
    assert await bench.send(one) == [OK]
    (activity,) = marketo.activities
    assert activity["activityDate"] == "2026-03-05T10:00:00Z"
    assert activity["primaryAttributeValue"] == "Composting"
    assert {each["name"]: each["value"] for each in activity["attributes"]} == {
        "eventMode": "On-Demand",
        "watchDate": "2026-03-05",
        "watchDuration": "1260",
        "eventId": str(one.id),
    }
    assert await bench.send(watched(), activity=None) == [IGNORED]


async def test_an_activity_of_unknown_fate_is_read_back_before_it_is_sent_again(
    bench: Bench, marketo: Marketo
) -> None:
    path = "/rest/v1/activities/external.json"
    events = [watched(f"{n}@example.org") for n in range(5)]
    marketo.swallow.add(path)
    assert await bench.send(*events) == [(AttemptOutcome.FAILED, "timeout")] * 5
    again = [replace(one, attempts=1, last_code="timeout") for one in events]
    lost = replace(watched("0@example.org"), attempts=1, last_code="sending")
    assert await bench.send(*again, lost) == [THERE] * 5 + [OK]
    assert len(marketo.activities) == 6


async def test_a_read_back_that_gives_the_same_page_for_ever_ends(bench: Bench, marketo: Marketo) -> None:
    lost = replace(watched(), attempts=1, last_code="timeout")
    marketo.endless = True
    assert await bench.send(lost) == [(AttemptOutcome.FAILED, "sending")]
    assert marketo.paths().count("/rest/v1/activities.json") == 20
    assert marketo.activities == [], "what may be there already is not sent again"
    marketo.endless = False
    assert await bench.send(lost) == [OK]


async def test_workers_share_a_token_and_replace_an_expired_one(bench: Bench, marketo: Marketo) -> None:
    await bench.send(status("invited"))
    await bench.send(status("registered"))
    assert marketo.tokens == 1
    marketo.expires_at = 0.0
    assert await bench.send(status("no_show")) == [OK]
    assert marketo.tokens == 2


async def test_workers_share_one_quota(bench: Bench, marketo: Marketo) -> None:
    senders = [bench.sender(calls=9) for _ in range(4)]
    results = await asyncio.gather(*(sender.check("ours", NOW) for sender in senders * 4))
    assert len(marketo.calls) == 9
    postponed = [attempt for attempt in results if attempt.code == "our_quota"]
    assert postponed
    assert all(attempt.retry_after_ms and 0 < attempt.retry_after_ms <= 20_000 for attempt in postponed)
    assert all(attempt.outcome is AttemptOutcome.POSTPONED for attempt in postponed)


async def test_two_connections_make_no_lead_twice(bench: Bench, marketo: Marketo) -> None:
    marketo.upsert_delay_s = 0.05
    unsure = replace(status("registered"), last_code="timeout")
    results = await asyncio.gather(bench.send(unsure), bench.send(unsure))
    assert sorted(code for ((_, code),) in results) == ["delivered", "sending"]
    assert await bench.send(unsure) == [THERE]
    assert len(marketo.leads) == 1


async def test_a_writer_keeps_others_out(bench: Bench) -> None:
    account = Account(bench.redis, "marketo one", 49, 20_000)
    assert await account.begin_writing("a", 60_000)
    assert not await account.begin_writing("b", 60_000)
    await account.end_writing("b")
    assert not await account.begin_writing("b", 60_000)
    await account.end_writing("a")
    assert await account.begin_writing("b", 60_000)


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        ("601", AttemptOutcome.DELIVERED),
        ("602", AttemptOutcome.DELIVERED),
        ("603", AttemptOutcome.SHUT),
        ("604", AttemptOutcome.FAILED),
        ("611", AttemptOutcome.FAILED),
        ("999", AttemptOutcome.FAILED),
        ("606", AttemptOutcome.POSTPONED),
        ("607", AttemptOutcome.POSTPONED),
        ("615", AttemptOutcome.POSTPONED),
        ("610", AttemptOutcome.REJECTED),
    ],
)
async def test_errors_that_come_with_200(
    bench: Bench, marketo: Marketo, code: str, outcome: AttemptOutcome
) -> None:
    marketo.troubles.append(code)
    ((found, _),) = await bench.send(status("registered"))
    assert found is outcome


@pytest.mark.parametrize("body", [b"<html>Maintenance</html>", b"[]", b"{}", b'{"success": "yes"}', b"\xff"])
async def test_answers_that_are_none(bench: Bench, marketo: Marketo, body: bytes) -> None:
    await bench.send(status("invited"))
    marketo.troubles.append(body)
    assert await bench.send(status("registered")) == [(AttemptOutcome.FAILED, "marketo_status_200")]
    assert await bench.send(status("registered")) == [OK]


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"access_token": "", "expires_in": 9}',
        b'{"access_token": "t", "expires_in": -5}',
        b'{"access_token": "t", "expires_in": true}',
        b'{"access_token": "t", "expires_in": "3600"}',
        b'{"access_token": "t\\r\\nX-Admin: yes", "expires_in": 3600}',
        b'{"access_token": ["t"], "expires_in": 3600}',
        b'{"access_token": "t", "expires_in": 1000000000000}',
        b"<html>Maintenance</html>",
        b"nonsense",
        b"[]",
    ],
)
async def test_a_token_endpoint_that_lies(bench: Bench, marketo: Marketo, body: bytes) -> None:
    marketo.troubles.append(body)
    ((outcome, _),) = await bench.send(status("registered"))
    assert outcome is AttemptOutcome.FAILED
    assert await bench.send(status("registered")) == [OK]


async def test_a_token_that_is_never_taken_is_replaced_once(bench: Bench, marketo: Marketo) -> None:
    marketo.troubles.extend(("601", "601"))
    ((outcome, _),) = await bench.send(status("registered"))
    assert outcome is not AttemptOutcome.DELIVERED
    assert len(marketo.paths()) == 2
    assert await bench.send(status("registered")) == [OK]


async def test_wrong_credentials_shut_the_connection(bench: Bench) -> None:
    assert await bench.send(status("registered"), secret="wrong") == [
        (AttemptOutcome.SHUT, "marketo_credentials")
    ]


async def test_bad_records_cost_the_others_nothing(bench: Bench, marketo: Marketo) -> None:
    for twin in range(2):
        marketo.leads.append({"id": twin + 1, "email": "twins@example.org"})
    assert await bench.send(
        status("registered", "twins@example.org"),
        status("registered", "not an email"),
        status("registered", "zoë@example.org"),
        status("registered", None),
        status("not_in_program"),
        replace(status("registered"), data={"webinar_id": "another"}),
        status("registered", " Ana@Example.org "),
    ) == [
        (AttemptOutcome.REJECTED, "marketo_1007"),
        (AttemptOutcome.REJECTED, "marketo_1003"),
        (AttemptOutcome.REJECTED, "email_not_ascii"),
        (AttemptOutcome.REJECTED, "no_email"),
        IGNORED,
        (AttemptOutcome.REJECTED, "not_bound"),
        OK,
    ]
    assert marketo.statuses() == {"ana@example.org": "Registered"}


async def test_one_person_in_a_batch_is_one_lead(bench: Bench, marketo: Marketo) -> None:
    marketo.upsert_delay_s = 0.01
    events = [status("registered"), watched(), status("registered", "ANA@example.org"), status("no_show")]
    assert await bench.send(*events) == [OK] * 4
    assert len(marketo.leads) == 1


async def test_connecting_checks_the_steps(bench: Bench, marketo: Marketo) -> None:
    assert (await bench.sender().check("ours", NOW)).code == "works"
    unknown = await bench.sender(program="77").check("ours", NOW)
    assert (unknown.code, unknown.message) == ("unknown_program", "Marketo has no program 77.")
    marketo.steps["Attended On-demand"] = 40
    wrong = await bench.sender().check("ours", NOW)
    assert wrong.code == "channel_steps"
    assert "“Attended On-demand” (40) must be greater than that of “No Show” (40)" in wrong.message
    assert (await bench.sender(secret="wrong").check("ours", NOW)).outcome is AttemptOutcome.SHUT


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("Pending Approval", "Rejected"), ("Pending Approval", "Registered"), ("Waitlisted", "Registered")],
)
def test_statuses_that_follow_each_other_share_no_step(earlier: str, later: str) -> None:
    said = complaint(STEPS | {"Rejected": 90, earlier: 30, later: 30}, StatusNames(no_show=None))
    assert said is not None
    assert f"“{later}” (30) must be greater than that of “{earlier}” (30)" in said
    without = {name: step for name, step in STEPS.items() if name != earlier}
    assert complaint(without, StatusNames()) is None, "not every channel has it"


def test_missing_statuses_are_named() -> None:
    assert complaint(STEPS, StatusNames()) is None
    assert complaint(STEPS, StatusNames(no_show=None)) is None
    said = complaint({"Registered": 1, "Attended": 2}, StatusNames())
    assert said is not None
    assert "No Show, Attended On-demand" in said


def test_the_daily_quota_ends_at_midnight_in_chicago() -> None:
    attempt = attempt_of(MarketoFailure(MarketoTrouble.QUOTA, "607"), NOW)
    assert attempt.retry_after_ms == 13 * 3600 * 1000


def test_every_trouble_has_its_answer() -> None:
    for code, trouble in TROUBLES.items():
        assert attempt_of(MarketoFailure(trouble, code), NOW).code == f"marketo_{code}"
    assert read_answer(413, b"") == MarketoFailure(MarketoTrouble.NEVER, "413")
    assert read_answer(200, b'{"success":false,"errors":[]}') == MarketoFailure(
        MarketoTrouble.LATER, "unknown"
    )
    assert read_token(500, b"x") == MarketoFailure(MarketoTrouble.LATER, "status_500")
    assert attempt_of_record({"status": "skipped"}).outcome is AttemptOutcome.FAILED


def test_settings_are_checked() -> None:
    assert (
        msgspec.convert({"endpoint": "https://x.mktorest.com"}, MarketoSettings).statuses.no_show == "No Show"
    )
    for bad in (
        {"endpoint": "x.mktorest.com"},
        {"endpoint": "https://x/rest"},
        {"endpoint": "https://x", "a": 1},
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(bad, MarketoSettings)
    assert UUID(WEBINAR)


def listed(
    list_id: str = "1021", change: str = "add", email: str | None = "ana@example.org"
) -> OutgoingEvent:
    step = event("campaign.list_step", email, list_id=list_id, change=change)
    return replace(step, data={**step.data, "webinar_id": str(uuid4())})  # of any webinar


async def test_static_lists_get_the_people_of_campaigns_in_few_calls(bench: Bench, marketo: Marketo) -> None:
    marketo.lists = {"1021": set(), "1022": set()}
    people = [f"{n}@example.org" for n in range(320)]
    events = [listed(email=each) for each in people] + [listed("1022"), listed("1022", "remove")]
    assert await bench.send(*events) == [OK] * 322
    assert marketo.on("1021") == sorted(people)
    assert marketo.on("1022") == []
    changes = [path for path in marketo.paths() if "/lists/" in path]
    assert changes == ["/rest/v1/lists/1021/leads.json"] * 2 + ["/rest/v1/lists/1022/leads.json"] * 2
    assert await bench.send(*events[:3]) == [OK] * 3
    assert len(marketo.on("1021")) == 320


async def test_a_persons_changes_of_a_static_list_keep_their_order(bench: Bench, marketo: Marketo) -> None:
    marketo.lists = {"1021": set()}
    await bench.send(listed(), listed(change="remove"), listed(email="bob@example.org"), listed())
    assert marketo.on("1021") == ["ana@example.org", "bob@example.org"]
    await bench.send(listed(change="remove"), listed(), listed(change="remove"))
    assert marketo.on("1021") == ["bob@example.org"]


async def test_a_list_that_marketo_refuses_is_named_and_others_go_on(bench: Bench, marketo: Marketo) -> None:
    marketo.lists = {"1021": set()}
    attempts = await bench.sender().send(
        [listed("99"), listed(), listed(email=None), status("registered")], NOW
    )
    assert brief(attempts) == [
        (AttemptOutcome.REJECTED, "marketo_list"),
        OK,
        (AttemptOutcome.REJECTED, "no_email"),
        OK,
    ]
    assert "99" in attempts[0].message
    marketo.lists_allowed = False  # a fault of these steps alone
    assert await bench.send(listed(), watched()) == [(AttemptOutcome.REJECTED, "marketo_list"), OK]
    marketo.lists_allowed = True
    marketo.swallow.add("/rest/v1/lists/1021/leads.json")  # done, and the answer never comes
    assert await bench.send(listed()) == [(AttemptOutcome.FAILED, "timeout")]
    assert await bench.send(listed()) == [OK]
    assert marketo.on("1021") == ["ana@example.org"]
