"""HubSpot against a strict account: events made once, people in batches, custom events once, quotas, errors."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec
import pytest
from aiohttp import web
from redis.asyncio import Redis

from latecomer.core.phase import Mode
from latecomer.core.retry import Attempt, AttemptOutcome
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.events.types import (
    CampaignListStep,
    Data,
    MemberJoined,
    MemberRegistered,
    MemberStatusChanged,
    MemberWatched,
    WebinarFinished,
    to_fields,
)
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.redis.quota import Account
from latecomer.vendors.hubspot.api import (
    HubSpotAnswer,
    HubSpotFailure,
    HubSpotTrouble,
    attempt_of,
    read_answer,
)
from latecomer.vendors.hubspot.client import HubSpotSender
from latecomer.vendors.hubspot.settings import Action, CustomEvent, HubSpotSettings, StatusActions
from latecomer.vendors.kit.sender import BoundWebinar, OutgoingEvent
from tests.support.builders import ENDS_AT, MINUTE, STARTS_AT
from tests.vendors.servers.hubspot import CUSTOM_EVENT, PREFIX, TOKEN, HubSpot, running_hubspot

WEBINAR = UUID("0a000000-0000-4000-8000-000000000001")
OTHER = UUID("0a000000-0000-4000-8000-000000000002")
EVENT = "webinar/2026-03"
NOW = ENDS_AT + MINUTE
ANA = "ana@example.org"


@pytest.fixture
async def hubspot() -> AsyncIterator[HubSpot]:
    async with running_hubspot() as running:
        yield running


class Bench:
    """A sender, and others that share its account."""

    def __init__(self, hubspot: HubSpot, http: OutgoingHttp, redis: Redis) -> None:
        self.hubspot = hubspot
        self.http = http
        self.redis = redis

    def sender(
        self, *, calls: int = 95, token: str = TOKEN, name: str = "Composting", **settings: Any
    ) -> HubSpotSender:
        settings.setdefault("custom_event", CustomEvent(CUSTOM_EVENT))
        bound = {
            str(webinar): BoundWebinar(external_id=event, name=name, starts_at=STARTS_AT, ends_at=ENDS_AT)
            for webinar, event in ((WEBINAR, EVENT), (OTHER, "42"))
        }
        return HubSpotSender(
            self.http,
            HubSpotSettings(organizer="Ours", base_url=self.hubspot.url, **settings),
            token,
            bound,
            Account(self.redis, f"hubspot {self.hubspot.url} {token}", calls, 10_000),
        )

    async def send(self, *events: OutgoingEvent, **kind: Any) -> list[tuple[AttemptOutcome, str]]:
        return brief(await self.sender(**kind).send(events, NOW))


def brief(attempts: Sequence[Attempt]) -> list[tuple[AttemptOutcome, str]]:
    return [(attempt.outcome, attempt.code) for attempt in attempts]


@pytest.fixture
async def bench(hubspot: HubSpot, redis_url: str) -> AsyncIterator[Bench]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=0.5)
    async with Redis.from_url(redis_url) as redis:
        yield Bench(hubspot, http, redis)
    await http.close()


def outgoing(data: Data) -> OutgoingEvent:
    return OutgoingEvent(id=uuid4(), type=data.type, at=NOW, data=to_fields(data))


def about(email: str | None, status: Status, webinar: UUID) -> dict[str, Any]:
    return {
        "sequence": 1,
        "webinar_id": webinar,
        "member_id": uuid4(),
        "person_id": uuid4(),
        "email": email,
        "first_name": "Ana",
        "status": status,
    }


def registered(email: str | None = ANA, webinar: UUID = WEBINAR) -> OutgoingEvent:
    return outgoing(MemberRegistered(**about(email, Status.REGISTERED, webinar)))


def became(status: Status, email: str | None = ANA, webinar: UUID = WEBINAR) -> OutgoingEvent:
    at = to_text(STARTS_AT + MINUTE)
    return outgoing(MemberStatusChanged(**about(email, status, webinar), from_status=None, happened_at=at))


def watched(mode: Mode, seconds: float = 1259.6, email: str = ANA) -> OutgoingEvent:
    status = Status.ATTENDED if mode is Mode.LIVE else Status.ATTENDED_ON_DEMAND
    return outgoing(
        MemberWatched(
            **about(email, status, WEBINAR),
            mode=mode,
            day="2026-03-04",
            revision=1,
            watched_s=seconds,
            first_at=to_text(STARTS_AT + MINUTE),
            last_at=to_text(STARTS_AT + 22 * MINUTE),
        )
    )


def finished() -> OutgoingEvent:
    return outgoing(WebinarFinished(webinar_id=WEBINAR, name="Composting", finished_at=to_text(NOW)))


OK = (AttemptOutcome.DELIVERED, "delivered")
IGNORED = (AttemptOutcome.DELIVERED, "not_wanted")


async def test_a_whole_webinar(bench: Bench, hubspot: HubSpot) -> None:
    flip = became(Status.ATTENDED_ON_DEMAND, "eva@example.org")
    assert await bench.send(
        *(registered(f"{name}@example.org") for name in ("ana", "ben", "eva")),
        became(Status.REGISTERED),
        became(Status.ATTENDED),
        became(Status.NOT_IN_PROGRAM, "ben@example.org"),
        outgoing(MemberJoined(**about(ANA, Status.REGISTERED, WEBINAR), joined_at=to_text(NOW))),
        finished(),
        became(Status.NO_SHOW, "eva@example.org"),
        flip,
        watched(Mode.LIVE),
        watched(Mode.ON_DEMAND, 61, "eva@example.org"),
    ) == [OK, OK, OK, IGNORED, OK, OK, IGNORED, OK, IGNORED, OK, OK, OK]
    assert hubspot.states(EVENT) == {
        "ana@example.org": "ATTENDED",
        "ben@example.org": "CANCELLED",
        "eva@example.org": "NO_SHOW",
    }
    event = hubspot.events[EVENT]
    assert (event["eventName"], event["eventOrganizer"], hubspot.upserts) == ("Composting", "Ours", 1)
    assert hubspot.completed[EVENT] == {"startDateTime": to_text(STARTS_AT), "endDateTime": to_text(ENDS_AT)}
    ana = hubspot.participations[EVENT, ANA]
    assert (ana["joinedAt"], ana["leftAt"]) == ("2026-03-04T16:01:00Z", "2026-03-04T16:22:00Z")
    assert hubspot.contacts[ANA] == {"firstname": "Ana"}
    one, other = hubspot.custom.values()
    assert one == {
        "eventName": CUSTOM_EVENT,
        "email": "eva@example.org",
        "occurredAt": "2026-03-04T16:01:00Z",
        "uuid": str(uuid5(UUID(str(flip.data["member_id"])), "flip")),
        "properties": {"webinar": "Composting", "moment": "flip"},
    }
    assert other["properties"] == {
        "webinar": "Composting",
        "moment": "day",
        "watch_seconds": "61",
        "watch_date": "2026-03-04",
    }


async def test_a_batch_is_few_calls(bench: Bench, hubspot: HubSpot) -> None:
    events = [registered(f"{n}@example.org") for n in range(250)]
    assert await bench.send(*events) == [OK] * 250
    assert [path.rpartition("/")[2] for path in hubspot.paths()] == ["upsert"] + ["email-create"] * 3
    assert len(hubspot.states(EVENT)) == 250


async def test_of_one_person_the_order_stays(bench: Bench, hubspot: HubSpot) -> None:
    events = [
        registered(),
        became(Status.NOT_IN_PROGRAM),
        registered(" ANA@example.org "),
        became(Status.ATTENDED),
    ]
    assert await bench.send(*events, registered(webinar=OTHER)) == [OK] * 5
    assert [action for event, _, action in hubspot.history if event == EVENT] == [
        "register",
        "cancel",
        "register",
        "attend",
    ]
    assert hubspot.states("42") == {ANA: "REGISTERED"}


async def test_the_event_is_made_once_and_again_when_it_changed_or_is_gone(
    bench: Bench, hubspot: HubSpot
) -> None:
    for _ in range(3):
        await bench.send(registered())
    assert hubspot.upserts == 1
    assert await bench.send(registered(), name="Composting, a second time") == [OK]
    assert (hubspot.upserts, hubspot.events[EVENT]["eventName"]) == (2, "Composting, a second time")
    hubspot.events.clear()
    assert await bench.send(registered(), finished(), name="Composting, a second time") == [OK, OK]
    assert hubspot.upserts == 3


async def test_an_event_that_is_never_there_is_tried_again_later(bench: Bench, hubspot: HubSpot) -> None:
    for _ in range(2):  # the event is made, and not there
        hubspot.troubles.extend((web.json_response({}), web.json_response({"message": "none"}, status=404)))
    assert await bench.send(registered()) == [(AttemptOutcome.FAILED, "hubspot_404")]
    assert len(hubspot.calls) == 4


async def test_an_event_that_hubspot_refuses_costs_one_call(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.troubles.append(web.json_response({"message": "Invalid\0 eventName"}, status=400))
    events = [registered(f"{n}@example.org") for n in range(50)]
    results = await bench.sender().send(events, NOW)
    assert {(each.outcome, each.code, each.message) for each in results} == {
        (AttemptOutcome.REJECTED, "hubspot_event", "HubSpot says: Invalid eventName")
    }
    assert len(hubspot.calls) == 1


async def test_a_custom_event_of_unknown_fate_is_sent_again_and_counts_once(
    bench: Bench, hubspot: HubSpot
) -> None:
    flip = became(Status.ATTENDED_ON_DEMAND)
    hubspot.swallow.add("/events/v3/send")
    assert await bench.send(flip) == [(AttemptOutcome.FAILED, "timeout")]
    assert await bench.send(replace(flip, attempts=1, last_code="timeout")) == [OK]
    assert (len(hubspot.custom), hubspot.repeated) == (1, 1)


@pytest.mark.parametrize("code", ["hubspot_record", "hubspot_400"])
async def test_bad_records_cost_the_others_nothing(bench: Bench, hubspot: HubSpot, code: str) -> None:
    hubspot.partial = code == "hubspot_record"
    events = [registered(f"{n}@example.org") for n in range(7)]
    events[2] = registered("no email")
    events[5] = registered(None)
    expected = [OK] * 7
    expected[2], expected[5] = (AttemptOutcome.REJECTED, code), (AttemptOutcome.REJECTED, "no_email")
    assert await bench.send(
        *events, replace(registered(), data={"webinar_id": "x"}), registered(webinar=uuid4())
    ) == [
        *expected,
        (AttemptOutcome.REJECTED, "unreadable_event"),
        (AttemptOutcome.REJECTED, "not_bound"),
    ]
    assert len(hubspot.states(EVENT)) == 5


async def test_who_was_left_out_of_a_partial_answer_is_tried_again_and_nothing_overtakes(
    bench: Bench, hubspot: HubSpot
) -> None:
    await bench.send(registered("first@example.org"))
    some = {"results": [{"email": "ben@example.org", "vid": 7}], "errors": [{"message": "busy"}]}
    hubspot.troubles.append(web.json_response(some, status=207))
    assert await bench.send(
        registered(),
        registered("ben@example.org"),
        became(Status.ATTENDED),
        became(Status.ATTENDED, "ben@example.org"),
    ) == [(AttemptOutcome.FAILED, "hubspot_partial"), OK, (AttemptOutcome.POSTPONED, "behind_another"), OK]
    assert [email for _, email, action in hubspot.history if action == "attend"] == ["ben@example.org"]


async def test_workers_share_one_quota(bench: Bench, hubspot: HubSpot) -> None:
    senders = [bench.sender(calls=9) for _ in range(4)]
    results = await asyncio.gather(*(sender.check("ours", NOW) for sender in senders * 4))
    assert len(hubspot.calls) == 9
    postponed = [attempt for attempt in results if attempt.code == "our_quota"]
    assert postponed
    assert all(attempt.outcome is AttemptOutcome.POSTPONED for attempt in postponed)
    assert all(attempt.retry_after_ms and 0 < attempt.retry_after_ms <= 10_000 for attempt in postponed)


async def test_a_full_rate_limit_holds_the_connection(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.quota = 3
    flips = [became(Status.ATTENDED_ON_DEMAND, f"{n}@example.org") for n in range(12)]
    results = await bench.sender().send(flips, NOW)
    assert Counter(attempt.code for attempt in results) == {"delivered": 3, "hubspot_rate": 9}
    assert {attempt.retry_after_ms for attempt in results} == {None, 10_000}
    assert len(hubspot.calls) == 5, "what was on its way, and no more"


@pytest.mark.parametrize(
    ("answer", "outcome", "code", "wait"),
    [
        ((401, {}, b"{}"), AttemptOutcome.SHUT, "hubspot_credentials", None),
        ((403, {}, b"{}"), AttemptOutcome.SHUT, "hubspot_forbidden", None),
        ((400, {}, b"{}"), AttemptOutcome.REJECTED, "hubspot_400", None),
        ((409, {}, b"<html>"), AttemptOutcome.REJECTED, "hubspot_409", None),
        ((404, {}, b"{}"), AttemptOutcome.FAILED, "hubspot_404", None),
        ((429, {"retry-after": "7"}, b"{}"), AttemptOutcome.POSTPONED, "hubspot_rate", 7_000),
        ((429, {}, b'{"policyName":"DAILY"}'), AttemptOutcome.POSTPONED, "hubspot_daily", 3_600_000),
        (
            (429, {"x-hubspot-ratelimit-daily-remaining": "0"}, b""),
            AttemptOutcome.POSTPONED,
            "hubspot_daily",
            3_600_000,
        ),
        ((500, {}, b""), AttemptOutcome.FAILED, "hubspot_500", None),
        ((503, {"retry-after": "9"}, b"busy"), AttemptOutcome.FAILED, "hubspot_503", 9_000),
        ((423, {}, b"{}"), AttemptOutcome.FAILED, "hubspot_423", None),
        ((200, {}, b"<html>Maintenance</html>"), AttemptOutcome.FAILED, "hubspot_status_200", None),
        ((204, {}, b"<html>"), AttemptOutcome.FAILED, "hubspot_status_204", None),
        ((200, {}, b"[]"), AttemptOutcome.FAILED, "hubspot_status_200", None),
        ((200, {}, b"\xff"), AttemptOutcome.FAILED, "hubspot_status_200", None),
        ((302, {}, b""), AttemptOutcome.FAILED, "hubspot_status_302", None),
        ((302, {}, b"{}"), AttemptOutcome.FAILED, "hubspot_302", None),
    ],
)
def test_what_answers_mean(
    answer: tuple[int, dict[str, str], bytes], outcome: AttemptOutcome, code: str, wait: int | None
) -> None:
    found = read_answer(*answer, NOW)
    assert isinstance(found, HubSpotFailure)
    attempt = attempt_of(found)
    assert (attempt.outcome, attempt.code, attempt.retry_after_ms) == (outcome, code, wait)


def test_success_has_no_body_or_hubspots() -> None:
    assert read_answer(204, {}, b"", NOW) == HubSpotAnswer()
    assert read_answer(200, {}, b'{"status":"COMPLETE"}', NOW) == HubSpotAnswer(body={"status": "COMPLETE"})
    found = read_answer(207, {}, b'{"results":7,"errors":[{"context":[]}]}', NOW)
    assert isinstance(found, HubSpotAnswer)
    assert (found.refused, found.taken) == ({}, frozenset())
    assert (
        attempt_of(HubSpotFailure(HubSpotTrouble.UNKNOWN, "hubspot_404", ""), gone=True).outcome
        is AttemptOutcome.REJECTED
    )


async def test_a_page_in_place_of_an_answer_is_tried_again(bench: Bench, hubspot: HubSpot) -> None:
    for _ in range(2):
        hubspot.troubles.append(web.Response(text="<html>Maintenance</html>", content_type="text/html"))
        assert await bench.send(registered()) == [(AttemptOutcome.FAILED, "hubspot_status_200")]
    assert await bench.send(registered()) == [OK]


async def test_wrong_credentials_and_missing_scopes_stop_the_connection(
    bench: Bench, hubspot: HubSpot
) -> None:
    assert await bench.send(registered(), token="wrong") == [(AttemptOutcome.SHUT, "hubspot_credentials")]
    hubspot.scopes = False
    assert await bench.send(registered()) == [(AttemptOutcome.SHUT, "hubspot_forbidden")]


async def test_a_custom_event_that_hubspot_does_not_know_is_a_dead_letter(bench: Bench) -> None:
    flip = became(Status.ATTENDED_ON_DEMAND)
    ((outcome, code),) = await bench.send(flip, custom_event=CustomEvent("pe1_gone"))
    assert (outcome, code) == (AttemptOutcome.REJECTED, "hubspot_404")
    assert await bench.send(flip, custom_event=None) == [IGNORED]


async def test_what_statuses_say_can_be_set(bench: Bench, hubspot: HubSpot) -> None:
    statuses = StatusActions(registered=None, attended_on_demand=Action.ATTEND, rejected=Action.CANCEL)
    events = [registered(), became(Status.ATTENDED_ON_DEMAND), became(Status.REJECTED, "ben@example.org")]
    assert await bench.send(*events, statuses=statuses) == [IGNORED, OK, OK]
    assert hubspot.states(EVENT) == {ANA: "ATTENDED", "ben@example.org": "CANCELLED"}
    assert len(hubspot.custom) == 1
    assert await bench.send(watched(Mode.LIVE), attend_again=False) == [IGNORED]


async def test_a_correction_registers_again_or_cancels(bench: Bench, hubspot: HubSpot) -> None:
    def corrected(status: Status) -> OutgoingEvent:
        at = to_text(STARTS_AT + 2 * MINUTE)
        changed = MemberStatusChanged(
            **about(ANA, status, WEBINAR), from_status=Status.ATTENDED, happened_at=at, correction=True
        )
        return outgoing(changed)

    assert await bench.send(became(Status.ATTENDED)) == [OK]
    assert await bench.send(corrected(Status.REGISTERED)) == [OK]
    assert hubspot.states(EVENT) == {ANA: "REGISTERED"}
    assert await bench.send(corrected(Status.INVITED)) == [OK]
    assert hubspot.states(EVENT) == {ANA: "CANCELLED"}


async def test_a_flip_that_a_correction_led_back_to_is_the_same_flip(bench: Bench, hubspot: HubSpot) -> None:
    flip = became(Status.ATTENDED_ON_DEMAND)
    again = replace(flip, id=uuid4())
    await bench.send(flip)
    await bench.send(again)
    assert [each["properties"]["moment"] for each in hubspot.custom.values()] == ["flip"]


async def test_another_generation_of_the_api(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.prefix = "/marketing/marketing-events/2026-03"
    assert (await bench.send(registered()))[0][1] == "hubspot_404"
    assert await bench.send(registered(), prefix=hubspot.prefix) == [OK]


async def test_connecting_makes_the_events_or_says_what_is_wrong(bench: Bench, hubspot: HubSpot) -> None:
    assert (await bench.sender().check("ours", NOW)).code == "works"
    assert set(hubspot.events) == {EVENT, "42"}
    assert (await bench.sender(token="wrong").check("ours", NOW)).outcome is AttemptOutcome.SHUT
    wrong = await bench.sender(prefix="/marketing/v9").check("ours", NOW)
    assert (wrong.outcome, wrong.code) == (AttemptOutcome.REJECTED, "hubspot_404")
    unbound = bench.sender()
    unbound._webinars = {}
    assert (await unbound.check("ours", NOW)).code == "works"
    hubspot.troubles.append(web.json_response({"message": "bad"}, status=400))
    assert (await unbound.check("ours", NOW)).code == "hubspot_400"
    hubspot.troubles.append(web.json_response({"results": [], "errors": [{}]}, status=207))
    assert (await bench.sender().check("ours", NOW)).code == "hubspot_event"


def test_settings_are_checked() -> None:
    good = {"organizer": "Ours"}
    assert msgspec.convert(good, HubSpotSettings).prefix == PREFIX
    for bad in (
        {},
        {"base_url": "api.hubapi.com"},
        {"base_url": "https://x/path"},
        {"prefix": "marketing"},
        {"external_account_id": "a b"},
        {"statuses": {"attended": "danced"}},
        {"statuses": {"danced": "attend"}},
        {"records_per_call": 0},
        {"custom_event": {"name": ""}},
        {"unknown": 1},
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert((good | bad) if bad else {}, HubSpotSettings)


def listed(list_id: str = "12", change: Any = "add", email: str | None = ANA) -> OutgoingEvent:
    campaign: dict[str, Any] = {
        "campaign_id": uuid4(),
        "campaign_name": "Missed",
        "run_id": uuid4(),
        "place": "0",
    }
    step = CampaignListStep(
        **about(email, Status.NO_SHOW, uuid4()), **campaign, list_id=list_id, change=change
    )
    return outgoing(step)


async def test_lists_get_the_people_of_campaigns_in_few_calls(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.lists = {"12": ("MANUAL", set()), "13": ("SNAPSHOT", set())}
    hubspot.contacts["0@example.org"] = {"firstname": "Known"}
    people = [f"{n}@example.org" for n in range(150)]
    events = [listed(email=each) for each in people] + [listed("13"), listed("13", "remove", people[0])]
    assert await bench.send(*events) == [(AttemptOutcome.DELIVERED, "delivered")] * 152
    assert hubspot.on("12") == sorted(people)
    assert hubspot.on("13") == [ANA]
    assert hubspot.contacts["0@example.org"] == {"firstname": "Known"}  # a contact that exists stays as it is
    assert hubspot.contacts[ANA] == {"firstname": "Ana", "email": ANA}
    assert (
        len(hubspot.calls) == 2 * 3 + 3 + 1
    )  # two hundreds, one list more, and one removal whose contact is known
    assert (
        await bench.send(*events[:3]) == [(AttemptOutcome.DELIVERED, "delivered")] * 3
    )  # once more: nothing changes
    assert len(hubspot.on("12")) == 150


async def test_a_persons_changes_of_a_list_keep_their_order(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.lists = {"12": ("MANUAL", set())}
    await bench.send(listed(), listed(change="remove"), listed(email="bob@example.org"), listed())
    assert hubspot.on("12") == [ANA, "bob@example.org"]
    await bench.send(listed(change="remove"), listed(), listed(change="remove"))
    assert hubspot.on("12") == ["bob@example.org"]
    # Nobody has to be made a contact in order to be taken off a list.
    assert await bench.send(listed(change="remove", email="eve@example.org")) == [
        (AttemptOutcome.DELIVERED, "not_there")
    ]
    assert "eve@example.org" not in hubspot.contacts


async def test_a_list_that_hubspot_refuses_is_named_and_others_go_on(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.lists = {"12": ("MANUAL", set()), "14": ("DYNAMIC", set())}
    events = [
        listed("99"),
        listed("14"),
        listed(),
        listed(email="nonsense"),
        listed(email=None),
        registered(),
    ]
    attempts = await bench.sender().send(events, NOW)
    assert brief(attempts) == [
        (AttemptOutcome.REJECTED, "hubspot_list"),
        (AttemptOutcome.REJECTED, "hubspot_list"),
        (AttemptOutcome.DELIVERED, "delivered"),
        (AttemptOutcome.REJECTED, "hubspot_400"),
        (AttemptOutcome.REJECTED, "no_email"),
        (AttemptOutcome.DELIVERED, "delivered"),
    ]
    assert "List 99" in attempts[0].message
    assert "DYNAMIC" in attempts[1].message
    hubspot.list_scopes = False  # a fault of these steps alone: attendance goes on
    attempts = await bench.sender().send([listed(), registered("bob@example.org")], NOW)
    assert brief(attempts) == [
        (AttemptOutcome.REJECTED, "hubspot_forbidden"),
        (AttemptOutcome.DELIVERED, "delivered"),
    ]
    assert "scopes" in attempts[0].message


async def test_list_changes_wait_for_the_quota_and_for_lost_answers(bench: Bench, hubspot: HubSpot) -> None:
    hubspot.lists = {"12": ("MANUAL", set())}
    assert await bench.send(listed(), calls=2) == [(AttemptOutcome.POSTPONED, "our_quota")]
    hubspot.swallow.add("memberships/add")  # done, and the answer never comes
    assert await bench.send(listed()) == [(AttemptOutcome.FAILED, "timeout")]
    assert await bench.send(listed()) == [(AttemptOutcome.DELIVERED, "delivered")]
    assert hubspot.on("12") == [ANA]
