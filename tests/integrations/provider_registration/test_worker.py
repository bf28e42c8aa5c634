"""Members are registered at a strict Zoom over HTTP: confirmed, refused, slow, down, killed in between, withdrawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from redis.asyncio import Redis

from latecomer.attendance.queries import vendor_identities
from latecomer.core.errors import Refused
from latecomer.core.facts import Source
from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.service import Binding, ConnectionState
from latecomer.integrations.inbox import queries as inbox_rows
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.integrations.provider_registration.registering_connection import RegisteringConnections
from latecomer.integrations.provider_registration.worker import ProviderRegistrationWorker
from latecomer.integrations.pulls.providers import Providers
from latecomer.people.schemas import ChangePerson
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import provider_requests
from latecomer.webinars.members.registration import NewMemberRow, Registration, RowOutcome
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.waitlist import Waitlist
from latecomer.webinars.retraction import Retractions
from latecomer.webinars.service import WebinarChanges
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.services import BEFORE, House
from tests.vendors.servers import gotowebinar_rest
from tests.vendors.servers.zoom_rest import ACCOUNT, CLIENT_ID, CLIENT_SECRET, WEBINAR, ZoomRest, running_zoom

LEASE_MS = 60 * S
SECRETS = {
    "secret_token": "one",
    "account_id": ACCOUNT,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}
ANA = NewMemberRow(email="ana@example.org", first_name="Ana")


class Office:
    """A house whose registrations go to a strict Zoom, with a clock that the test moves."""

    def __init__(self, house: House, zoom: ZoomRest, redis: Redis, http: OutgoingHttp) -> None:
        self.house, self.zoom, self.http = house, zoom, http
        self.now: Instant = BEFORE
        self.providers = Providers(http, redis, lambda: self.now)
        self.registering_connections = RegisteringConnections(house.connections, self.providers.registrar)
        seat_plans = SeatPlans(house.settlement, self.registering_connections.ask)
        house.waitlist = Waitlist(house.pool, house.settlement, seat_plans)
        house.registration = Registration(house.pool, house.settlement, seat_plans, house.waitlist)
        self.worker = self.another()

    def another(self) -> ProviderRegistrationWorker:
        """One more worker."""
        return ProviderRegistrationWorker(
            self.house.pool,
            self.house.settlement,
            self.registering_connections,
            lambda: self.now,
            lease_ms=LEASE_MS,
        )

    async def bind(self, webinar: Webinar, *, made_at: Instant = BEFORE, **secrets: str) -> ConnectionId:
        made = await self.house.connections.create(
            "zoom",
            "Zoom",
            SECRETS | secrets,
            {"api_url": f"{self.zoom.url}/v2", "token_url": f"{self.zoom.url}/oauth/token"},
            [Binding(webinar=webinar.id, external_id=WEBINAR, settings={})],
            made_at,
        )
        return made.connection.id

    async def webinar(self, **fields: Any) -> Webinar:
        """Create a webinar that is bound."""
        made = await self.house.webinar(**fields)
        await self.bind(made)
        return await self.house.webinars.get(made.id)

    async def ask(self, webinar: Webinar, row: NewMemberRow = ANA) -> MemberId:
        (result,) = await self.house.registration.add_members(webinar.id, [row], self.now)
        assert result.member is not None, result
        return result.member.id

    async def enrol(self, webinar: Webinar) -> None:
        """Do what workers would do now."""
        while await self.worker.enrol(webinar.id):
            pass

    async def stands(self, member: MemberId) -> tuple[Status, bool]:
        record = await self.house.load(member)
        return record.status, record.registering

    async def facts(self, member: MemberId) -> list[tuple[str, Instant, str]]:
        rows = await self.house.pool.fetch(
            "SELECT kind, at, source FROM facts WHERE member_id = $1 ORDER BY id", member
        )
        return [(row["kind"], row["at"], row["source"]) for row in rows]

    async def due_in(self, member: MemberId) -> Instant:
        found = await self.house.pool.fetchval("SELECT due_at FROM enrolments WHERE member_id = $1", member)
        return int(found) - self.now


@pytest.fixture
async def zoom() -> AsyncIterator[ZoomRest]:
    async with running_zoom() as running:
        yield running


@pytest.fixture
async def registering_connection(house: House, zoom: ZoomRest, redis_url: str) -> AsyncIterator[Office]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=2)
    async with Redis.from_url(redis_url) as redis:
        yield Office(house, zoom, redis, http)
    await http.close()


async def test_a_registration_is_asked_for_and_confirmed(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    assert await registering_connection.stands(member) == (Status.INVITED, True)
    assert zoom.registrants == []

    registering_connection.now += MINUTE
    await registering_connection.enrol(webinar)

    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert await registering_connection.facts(member) == [
        ("invited", BEFORE, "operator"),
        ("registered", BEFORE, "vendor"),
    ]
    assert await registering_connection.house.outbox(member) == [
        ("member.status_changed", 1),
        ("member.registered", 2),
        ("member.status_changed", 3),
    ]
    url = f"https://example.zoom.us/w/{WEBINAR}?tk=rEg1"
    async with registering_connection.house.pool.acquire() as conn:
        assert await vendor_identities.join_url(conn, webinar.id, member) == url
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    assert connection.last_spoke_at == registering_connection.now


async def test_all_that_is_known_of_somebody_goes_there(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    zoom.questions = [{"title": "Why?", "required": True}]
    webinar = await registering_connection.webinar()
    row = NewMemberRow(
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
        properties={"Why?": "Worms", "score": 7},
    )
    await registering_connection.ask(webinar, row)
    await registering_connection.enrol(webinar)
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
        "custom_questions": [{"title": "Why?", "value": "Worms"}],
    }


async def test_gotowebinar_is_asked_as_zoom_is(registering_connection: Office) -> None:
    webinar = await registering_connection.house.webinar()
    async with gotowebinar_rest.running_goto() as goto:
        await registering_connection.house.connections.create(
            "gotowebinar",
            "GoTo",
            {
                "secret_key": "one",
                "client_id": gotowebinar_rest.CLIENT_ID,
                "client_secret": gotowebinar_rest.CLIENT_SECRET,
                "refresh_token": gotowebinar_rest.REFRESH,
            },
            {
                "api_url": f"{goto.url}/G2W/rest/v2",
                "token_url": f"{goto.url}/oauth/token",
                "organizer_key": gotowebinar_rest.ORGANIZER,
            },
            [Binding(webinar=webinar.id, external_id=gotowebinar_rest.WEBINAR, settings={})],
            BEFORE,
        )
        member = await registering_connection.ask(webinar)
        await registering_connection.enrol(webinar)
        record = await registering_connection.house.load(member)
        assert record.status is Status.REGISTRATION_ERROR, "GoTo wants a last name"
        await registering_connection.house.persons.correct(record.person.id, ChangePerson(last_name="Ruiz"))
        assert (
            await registering_connection.house.registration.retry(webinar.id, registering_connection.now) == 1
        )
        await registering_connection.enrol(webinar)
        assert await registering_connection.stands(member) == (Status.REGISTERED, False)
        async with registering_connection.house.pool.acquire() as conn:
            url = await vendor_identities.join_url(conn, webinar.id, member)
        assert url == goto.registrants[0]["joinUrl"]


async def test_who_is_refused_becomes_registered_once_the_cause_is_mended(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar, NewMemberRow(email="ana@example.org"))
    await registering_connection.enrol(webinar)
    record = await registering_connection.house.load(member)
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, False)
    assert "first_name" in (record.status_reason or "")

    await registering_connection.house.persons.correct(record.person.id, ChangePerson(first_name="Ana"))
    registering_connection.now += HOUR
    assert await registering_connection.house.registration.retry(webinar.id, registering_connection.now) == 1
    assert await registering_connection.stands(member) == (Status.REGISTRATION_ERROR, True)
    assert await registering_connection.house.registration.retry(webinar.id, registering_connection.now) == 0
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert [each["email"] for each in zoom.registrants] == ["ana@example.org"]
    assert (await registering_connection.facts(member))[-1] == (
        "registered",
        registering_connection.now,
        "vendor",
    )


async def test_one_who_is_refused_can_be_set_to_registered_again(registering_connection: Office) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar, NewMemberRow(email="ana@example.org"))
    await registering_connection.enrol(webinar)
    person = (await registering_connection.house.load(member)).person.id
    await registering_connection.house.persons.correct(person, ChangePerson(first_name="Ana"))
    record = await registering_connection.house.registration.set_status(
        member, Status.REGISTERED, "Mended.", registering_connection.now
    )
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, True)
    await registering_connection.enrol(webinar)
    record = await registering_connection.house.load(member)
    assert (record.status, record.status_reason) == (Status.REGISTERED, "Mended.")


async def test_a_vendor_that_is_down_is_asked_again_later(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    for wait in (5 * S, 5 * MINUTE):
        zoom.troubles.append(web.Response(status=502, text="<html>"))
        await registering_connection.enrol(webinar)
        assert await registering_connection.stands(member) == (Status.INVITED, True)
        assert wait <= await registering_connection.due_in(member) <= wait * 1.2
        registering_connection.now += await registering_connection.due_in(member)
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert (await registering_connection.facts(member))[-1] == ("registered", BEFORE, "vendor"), (
        "as of when it was asked for"
    )


async def test_a_vendor_that_stays_down_ends_in_a_registration_error(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    for _ in range(10):
        zoom.troubles.append(web.Response(status=502, text="<html>"))
        await registering_connection.enrol(webinar)
        if (await registering_connection.stands(member))[1]:
            registering_connection.now += await registering_connection.due_in(member)
    record = await registering_connection.house.load(member)
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, False)
    assert (record.status_reason or "").startswith("The provider could not be reached")


async def test_a_vendor_that_says_when_to_come_back_is_left_alone_until_then(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    members = [
        await registering_connection.ask(webinar, NewMemberRow(email=f"{n}@example.org", first_name="N"))
        for n in range(12)
    ]
    zoom.troubles.extend(
        web.json_response({"code": 429, "message": "Later."}, status=429, headers={"Retry-After": "30"})
        for _ in range(8)
    )
    await registering_connection.enrol(webinar)
    assert len(zoom.calls) == 8
    assert {await registering_connection.due_in(member) > 0 for member in members} == {True}
    async with registering_connection.house.pool.acquire() as conn:
        assert await provider_requests.trouble(conn, webinar.id) == ("rate_limited", "Later."), (
            "why they wait"
        )
    attempts = await registering_connection.house.pool.fetch("SELECT attempts FROM enrolments")
    assert {row["attempts"] for row in attempts} == {0}, "it was no attempt"
    registering_connection.now += DAY
    await registering_connection.enrol(webinar)
    assert {await registering_connection.stands(member) for member in members} == {(Status.REGISTERED, False)}


@pytest.mark.parametrize(
    ("said", "too_long"),
    [
        ({"registrant_id": "é" * 251, "status": "approved"}, "an id of more than 512 bytes"),
        ({"registrant_id": "x" * 3000, "status": "pending"}, "an id of more than 512 bytes"),
        (
            {"registrant_id": "one", "join_url": "https://example.org/" + "x" * 5000},
            "a join link of more than 4096 bytes",
        ),
    ],
)
async def test_what_cannot_be_kept_of_an_answer_is_trouble(
    registering_connection: Office, zoom: ZoomRest, said: dict[str, str], too_long: str
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    zoom.troubles.append(web.json_response(said, status=201))
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.INVITED, True)
    async with registering_connection.house.pool.acquire() as conn:
        assert await provider_requests.trouble(conn, webinar.id) == (
            "bad_answer",
            f"The vendor gave {too_long}.",
        )
    assert 0 < await registering_connection.due_in(member) < MINUTE, "it is an attempt as any other"
    registering_connection.now += MINUTE
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)


async def test_wrong_credentials_break_the_connection_and_everybody_waits(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    zoom.secret = "another"
    member = await registering_connection.ask(webinar)
    await registering_connection.enrol(webinar)
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    assert connection.state is ConnectionState.BROKEN
    assert connection.state_reason
    assert await registering_connection.stands(member) == (Status.INVITED, True)

    await registering_connection.house.connections.rotate(
        connection.id, {"client_secret": "another"}, registering_connection.now
    )
    registering_connection.now += 15 * S
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)


async def test_while_the_connection_is_paused_everybody_waits(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    await registering_connection.house.connections.pause(connection.id)
    member = await registering_connection.ask(webinar)
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.INVITED, True)
    assert zoom.calls == []


async def test_killed_between_the_call_and_the_commit_it_ends_once(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    async with registering_connection.house.pool.acquire() as conn, conn.transaction():
        assert await webinars.lock(conn, webinar.id)  # so that the answer cannot be committed
        dying = asyncio.create_task(registering_connection.another().enrol(webinar.id))
        await _until(lambda: len(zoom.registrants) == 1)
        await asyncio.wait([dying], timeout=0.3)
        dying.cancel()
        with suppress(asyncio.CancelledError):
            await dying
    assert await registering_connection.stands(member) == (Status.INVITED, True)

    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.INVITED, True), (
        "the lease of the dead still runs"
    )
    registering_connection.now += LEASE_MS
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert len(zoom.registrants) == 1
    assert [kind for kind, _, _ in await registering_connection.facts(member)] == ["invited", "registered"]
    assert [type_ for type_, _ in await registering_connection.house.outbox(member)].count(
        "member.registered"
    ) == 1


async def test_many_workers_ask_about_everybody_once(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar()
    rows = [NewMemberRow(email=f"{n}@example.org", first_name="N") for n in range(40)]
    await registering_connection.house.registration.add_members(webinar.id, rows, registering_connection.now)
    workers = [registering_connection.another() for _ in range(4)]

    async def drain(worker: ProviderRegistrationWorker) -> None:
        while await worker.enrol(webinar.id):
            pass

    zoom.per_s = 1_000
    await asyncio.gather(*map(drain, workers))
    assert await registering_connection.house.statuses(webinar) == {Status.REGISTERED: 40}
    assert sum(zoom.adds.values()) == 40


async def test_a_slow_vendor_holds_no_lock_and_nobody_else_up(
    registering_connection: Office, zoom: ZoomRest, redis_url: str
) -> None:
    slow, quick = await registering_connection.webinar(), await registering_connection.house.webinar()
    called, answer = asyncio.Event(), asyncio.Event()

    async with running_zoom() as other, held_up(zoom, called, answer):
        await registering_connection.house.connections.create(
            "zoom",
            "Quick",
            SECRETS,
            {"api_url": f"{other.url}/v2", "token_url": f"{other.url}/oauth/token"},
            [Binding(webinar=quick.id, external_id=WEBINAR, settings={})],
            BEFORE,
        )
        waiting = await registering_connection.ask(slow)
        running = asyncio.create_task(registering_connection.worker.run())
        await asyncio.wait_for(called.wait(), 20)

        lucky = await registering_connection.ask(quick)
        await _becomes(registering_connection, lucky, Status.REGISTERED)
        assert await registering_connection.stands(waiting) == (Status.INVITED, True)
        other_member = await registering_connection.house.member(slow, "bo@example.org", "invited")
        assert await registering_connection.house.status(other_member) is Status.INVITED, (
            "the webinar is not locked"
        )

        answer.set()
        await _becomes(registering_connection, waiting, Status.REGISTERED)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_who_is_removed_meanwhile_is_not_registered_any_more(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    await registering_connection.house.registration.set_status(
        member, Status.NOT_IN_PROGRAM, None, registering_connection.now
    )
    assert await registering_connection.stands(member) == (Status.NOT_IN_PROGRAM, False)
    await registering_connection.enrol(webinar)
    assert zoom.calls == []
    assert await registering_connection.stands(member) == (Status.NOT_IN_PROGRAM, False)


async def test_an_answer_that_comes_after_the_removal_changes_nothing(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    called, answer = asyncio.Event(), asyncio.Event()
    async with held_up(zoom, called, answer):
        asking = asyncio.create_task(registering_connection.enrol(webinar))
        await asyncio.wait_for(called.wait(), 20)
        await registering_connection.house.registration.set_status(
            member, Status.NOT_IN_PROGRAM, None, registering_connection.now + 1
        )
        answer.set()
        await asking
    assert await registering_connection.stands(member) == (Status.NOT_IN_PROGRAM, False)
    assert [kind for kind, _, _ in await registering_connection.facts(member)] == ["invited", "removed"]

    registering_connection.now += HOUR
    await registering_connection.house.registration.set_status(
        member, Status.REGISTERED, None, registering_connection.now
    )
    assert await registering_connection.stands(member) == (Status.INVITED, True)
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert len(zoom.registrants) == 1


async def test_another_wish_withdraws_the_first(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    await registering_connection.house.registration.set_status(
        member, Status.REJECTED, "Not this time.", registering_connection.now
    )
    assert await registering_connection.stands(member) == (Status.REJECTED, False)
    await registering_connection.enrol(webinar)
    assert zoom.calls == []


async def test_asking_again_for_somebody_who_is_asked_about(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    zoom.troubles.append(web.Response(status=502))
    await registering_connection.enrol(webinar)
    (again,) = await registering_connection.house.registration.add_members(
        webinar.id, [ANA], registering_connection.now
    )
    assert (again.outcome, again.code) == (RowOutcome.SKIPPED, "unchanged")
    assert await registering_connection.due_in(member) > 0
    await registering_connection.house.registration.set_status(
        member, Status.REGISTERED, None, registering_connection.now
    )
    assert await registering_connection.due_in(member) == 0, "who asks by hand does not wait"


async def test_somebody_there_has_to_approve(registering_connection: Office, zoom: ZoomRest) -> None:
    zoom.approval_type = 1
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.PENDING_APPROVAL, False)


async def test_what_waited_for_the_vendors_name_is_handled(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    await _push(
        registering_connection,
        connection.id,
        b"""{"event": "webinar.participant_joined", "event_ts": 1772640060000, "payload": {"account_id": "a",
             "object": {"id": "98765432109", "uuid": "u==", "participant": {
                "user_id": "1", "registrant_id": "rEg1", "join_time": "2026-03-04T16:01:00Z"}}}}""",
        STARTS_AT + 2 * MINUTE,
    )
    assert (await registering_connection.stands(member))[0] is Status.INVITED
    await registering_connection.enrol(webinar)
    await registering_connection.house.inbox.handle(10, STARTS_AT + 3 * MINUTE)
    assert await registering_connection.stands(member) == (Status.ATTENDED, False)


async def test_who_registers_there_meanwhile_is_not_asked_about(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    await _push(
        registering_connection,
        connection.id,
        b"""{"event": "webinar.registration_created", "event_ts": 1772553900000, "payload": {"account_id": "a",
             "object": {"id": "98765432109", "uuid": "u==", "registrant": {"id": "rEg7", "status": "approved",
                "email": "ana@example.org", "first_name": "Ana"}}}}""",
        BEFORE + HOUR,
    )
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    await registering_connection.enrol(webinar)
    assert zoom.calls == []


async def test_whoever_is_asked_about_holds_a_seat(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar(registrant_limit=1)
    first = await registering_connection.ask(webinar, NewMemberRow(email="ana@example.org"))
    second = await registering_connection.ask(webinar, NewMemberRow(email="bo@example.org", first_name="Bo"))
    assert await registering_connection.stands(second) == (Status.WAITLISTED, False)
    with pytest.raises(Refused) as refused:
        await registering_connection.house.registration.set_status(
            second, Status.REGISTERED, None, registering_connection.now
        )
    assert refused.value.code == "no_seat"

    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(first) == (Status.REGISTRATION_ERROR, False)
    assert await registering_connection.house.waitlist.promote_due(registering_connection.now) == 1
    assert await registering_connection.house.waitlist.promote_due(registering_connection.now) == 0
    assert await registering_connection.stands(second) == (Status.WAITLISTED, True)
    assert (
        await registering_connection.house.registration.retry(webinar.id, registering_connection.now) == 0
    ), "no seat"
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(second) == (Status.REGISTERED, False)
    assert await registering_connection.facts(second) == [
        ("waitlisted", BEFORE, "capacity"),
        ("registered", BEFORE, "vendor"),
    ]


async def test_a_confirmation_counts_from_when_it_was_asked_for(registering_connection: Office) -> None:
    webinar = await registering_connection.webinar(finish_grace_s=0)
    member = await registering_connection.ask(webinar)
    await registering_connection.house.finisher.finish_due(ENDS_AT)
    registering_connection.now = ENDS_AT + MINUTE
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.NO_SHOW, False)


async def test_after_the_event_nobody_is_asked(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar()
    registering_connection.now = ENDS_AT
    member = await registering_connection.ask(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    await registering_connection.enrol(webinar)
    assert zoom.calls == []


async def test_the_oldest_of_two_that_can_is_asked(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.house.webinar()
    await registering_connection.house.connections.create(
        "zoom",
        "Only webhooks",
        {"secret_token": "one"},
        {},
        [Binding(webinar=webinar.id, external_id="1", settings={})],
        BEFORE - 2,
    )
    await registering_connection.bind(webinar)
    await registering_connection.bind(webinar, made_at=BEFORE + 1, client_secret="wrong")
    member = await registering_connection.ask(webinar)
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)


async def test_a_provider_that_cannot_register_is_not_asked(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.house.webinar()
    await registering_connection.house.connections.create(
        "zoom",
        "Only webhooks",
        {"secret_token": "one"},
        {},
        [Binding(webinar=webinar.id, external_id="1", settings={})],
        BEFORE,
    )
    assert await registering_connection.stands(await registering_connection.ask(webinar)) == (
        Status.REGISTERED,
        False,
    )


async def test_without_the_provider_what_was_asked_for_holds(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    (connection,) = await registering_connection.house.connections.of_webinar(webinar.id)
    await registering_connection.house.connections.delete(connection.id, registering_connection.now)
    registering_connection.now += MINUTE
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.REGISTERED, False)
    assert (await registering_connection.facts(member))[-1] == ("registered", BEFORE, "operator")


async def test_after_the_window_nobody_waits_any_more(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    registering_connection.now = ENDS_AT + 30 * DAY
    await registering_connection.enrol(webinar)
    assert await registering_connection.stands(member) == (Status.INVITED, False)
    assert zoom.calls == []


async def test_existing_persons_are_never_overwritten(registering_connection: Office, zoom: ZoomRest) -> None:
    webinar = await registering_connection.webinar()
    other = await registering_connection.house.webinar()
    await registering_connection.house.registration.add_members(other.id, [ANA], BEFORE)
    member = await registering_connection.ask(
        webinar, NewMemberRow(email="ana@example.org", first_name="Anna", city="Bonn")
    )
    await registering_connection.enrol(webinar)
    person = (await registering_connection.house.load(member)).person
    assert (person.first_name, person.city) == ("Ana", None)
    assert zoom.registrants[0]["first_name"] == "Ana"


async def test_moving_the_event_keeps_what_was_asked(registering_connection: Office) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    await registering_connection.house.webinars.patch(
        webinar.id, WebinarChanges(ends_at=ENDS_AT + HOUR), registering_connection.now
    )
    assert await registering_connection.stands(member) == (Status.INVITED, True)
    async with registering_connection.house.pool.acquire() as conn:
        assert await provider_requests.counts(conn, [webinar.id]) == {webinar.id: 1}
    await registering_connection.house.webinars.delete(webinar.id)
    await registering_connection.enrol(webinar)


async def test_a_person_who_is_erased_is_not_asked_about(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    webinar = await registering_connection.webinar()
    member = await registering_connection.ask(webinar)
    await registering_connection.house.erasure.erase(
        (await registering_connection.house.load(member)).person.id, registering_connection.now
    )
    assert await registering_connection.stands(member) == (Status.INVITED, False)
    await registering_connection.enrol(webinar)
    assert zoom.calls == []


async def _push(registering_connection: Office, connection: ConnectionId, body: bytes, now: Instant) -> None:
    async with registering_connection.house.pool.acquire() as conn:
        delivery = ReceivedDelivery(
            connection=connection, dedupe_key=str(hash(body)), received_at=now, headers={}, body=body
        )
        assert await inbox_rows.store(conn, [delivery]) == 1
    assert await registering_connection.house.inbox.handle(10, now) == 1


@asynccontextmanager
async def held_up(zoom: ZoomRest, called: asyncio.Event, answer: asyncio.Event) -> AsyncIterator[None]:
    """This Zoom answers only when it is let."""
    route = zoom._route

    async def wait(request: web.Request, parts: Sequence[str]) -> tuple[int, dict[str, Any]]:
        called.set()
        await answer.wait()
        return await route(request, parts)

    zoom._route = wait  # type: ignore[method-assign]
    yield
    zoom._route = route  # type: ignore[method-assign]


async def _becomes(registering_connection: Office, member: MemberId, status: Status) -> None:
    async with asyncio.timeout(20):
        while await registering_connection.house.status(member) is not status:  # noqa: ASYNC110 - a commit sets no event
            await asyncio.sleep(0.01)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.01)


async def test_an_undone_import_takes_the_question_to_the_provider_along(
    registering_connection: Office, zoom: ZoomRest
) -> None:
    """A question that was not asked yet is withdrawn; a registration that was confirmed stays."""
    office = registering_connection
    retractions = office.house.parts.get(Retractions)
    webinar = await office.webinar()

    async def imported(email: str) -> tuple[UUID, MemberId]:
        import_id = await office.house.registration.begin_import(webinar.id, "a test", office.now)
        (result,) = await office.house.registration.add_members(
            webinar.id, [replace(ANA, email=email)], office.now, Source.IMPORT, import_id=import_id
        )
        assert result.member is not None
        return import_id, result.member.id

    undone, ben = await imported("ben@example.org")
    await retractions.retract_import(undone, None, "a test", office.now + 1, watchers=False)
    await office.enrol(webinar)
    assert zoom.registrants == []
    assert await office.stands(ben) == (Status.NOT_IN_PROGRAM, False)

    confirmed, ana = await imported("ana@example.org")
    office.now += MINUTE
    await office.enrol(webinar)
    assert await office.stands(ana) == (Status.REGISTERED, False)
    preview = await retractions.preview_import(confirmed, office.now, watchers=False)
    assert (preview.changes, preview.confirmed) == ({}, 1)
    await retractions.retract_import(confirmed, None, "a test", office.now, watchers=False)
    assert await office.stands(ana) == (Status.REGISTERED, False)
