"""Members are registered at a strict Zoom over HTTP: confirmed, refused, slow, down, killed in between, withdrawn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web
from redis.asyncio import Redis

from latecomer.attendance import queries as vendor_rows
from latecomer.core.errors import Refused
from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.status import Status
from latecomer.core.webinar import Webinar
from latecomer.http.guard import Guard, read_networks
from latecomer.http.outgoing import OutgoingHttp
from latecomer.integrations.connections.service import Binding, ConnectionState
from latecomer.integrations.inbox import queries as inbox_rows
from latecomer.integrations.inbox.queries import Delivery
from latecomer.integrations.provider_registration.registrar import Offices
from latecomer.integrations.provider_registration.worker import Enrolling
from latecomer.integrations.pulls.providers import Providers
from latecomer.people.schemas import ChangePerson
from latecomer.webinars import queries as webinars
from latecomer.webinars.members.queries import provider_requests as enrolments
from latecomer.webinars.members.registration import Outcome, Registering, Registration
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
ANA = Registration(email="ana@example.org", first_name="Ana")


class Office:
    """A house whose registrations go to a strict Zoom, with a clock that the test moves."""

    def __init__(self, house: House, zoom: ZoomRest, redis: Redis, http: OutgoingHttp) -> None:
        self.house, self.zoom, self.http = house, zoom, http
        self.now: Instant = BEFORE
        self.providers = Providers(http, redis, lambda: self.now)
        self.offices = Offices(house.connections, self.providers.registrar)
        house.registering = Registering(house.pool, house.settling, self.offices.ask)
        self.worker = self.another()

    def another(self) -> Enrolling:
        """One more worker."""
        return Enrolling(
            self.house.pool, self.house.settling, self.offices, lambda: self.now, lease_ms=LEASE_MS
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

    async def ask(self, webinar: Webinar, row: Registration = ANA) -> MemberId:
        (result,) = await self.house.registering.add_members(webinar.id, [row], self.now)
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
async def office(house: House, zoom: ZoomRest, redis_url: str) -> AsyncIterator[Office]:
    http = OutgoingHttp(Guard(read_networks(["127.0.0.1"])), timeout_s=2)
    async with Redis.from_url(redis_url) as redis:
        yield Office(house, zoom, redis, http)
    await http.close()


async def test_a_registration_is_asked_for_and_confirmed(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    assert await office.stands(member) == (Status.INVITED, True)
    assert zoom.registrants == []

    office.now += MINUTE
    await office.enrol(webinar)

    assert await office.stands(member) == (Status.REGISTERED, False)
    assert await office.facts(member) == [("invited", BEFORE, "operator"), ("registered", BEFORE, "vendor")]
    assert await office.house.outbox(member) == [
        ("member.status_changed", 1),
        ("member.registered", 2),
        ("member.status_changed", 3),
    ]
    url = f"https://example.zoom.us/w/{WEBINAR}?tk=rEg1"
    async with office.house.pool.acquire() as conn:
        assert await vendor_rows.join_url(conn, webinar.id, member) == url
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    assert connection.last_spoke_at == office.now


async def test_all_that_is_known_of_somebody_goes_there(office: Office, zoom: ZoomRest) -> None:
    zoom.questions = [{"title": "Why?", "required": True}]
    webinar = await office.webinar()
    row = Registration(
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
    await office.ask(webinar, row)
    await office.enrol(webinar)
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


async def test_gotowebinar_is_asked_as_zoom_is(office: Office) -> None:
    webinar = await office.house.webinar()
    async with gotowebinar_rest.running_goto() as goto:
        await office.house.connections.create(
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
        member = await office.ask(webinar)
        await office.enrol(webinar)
        record = await office.house.load(member)
        assert record.status is Status.REGISTRATION_ERROR, "GoTo wants a last name"
        await office.house.persons.correct(record.person.id, ChangePerson(last_name="Ruiz"))
        assert await office.house.registering.retry(webinar.id, office.now) == 1
        await office.enrol(webinar)
        assert await office.stands(member) == (Status.REGISTERED, False)
        async with office.house.pool.acquire() as conn:
            url = await vendor_rows.join_url(conn, webinar.id, member)
        assert url == goto.registrants[0]["joinUrl"]


async def test_who_is_refused_becomes_registered_once_the_cause_is_mended(
    office: Office, zoom: ZoomRest
) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar, Registration(email="ana@example.org"))
    await office.enrol(webinar)
    record = await office.house.load(member)
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, False)
    assert "first_name" in (record.status_reason or "")

    await office.house.persons.correct(record.person.id, ChangePerson(first_name="Ana"))
    office.now += HOUR
    assert await office.house.registering.retry(webinar.id, office.now) == 1
    assert await office.stands(member) == (Status.REGISTRATION_ERROR, True)
    assert await office.house.registering.retry(webinar.id, office.now) == 0
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    assert [each["email"] for each in zoom.registrants] == ["ana@example.org"]
    assert (await office.facts(member))[-1] == ("registered", office.now, "vendor")


async def test_one_who_is_refused_can_be_set_to_registered_again(office: Office) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar, Registration(email="ana@example.org"))
    await office.enrol(webinar)
    person = (await office.house.load(member)).person.id
    await office.house.persons.correct(person, ChangePerson(first_name="Ana"))
    record = await office.house.registering.set_status(member, Status.REGISTERED, "Mended.", office.now)
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, True)
    await office.enrol(webinar)
    record = await office.house.load(member)
    assert (record.status, record.status_reason) == (Status.REGISTERED, "Mended.")


async def test_a_vendor_that_is_down_is_asked_again_later(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    for wait in (5 * S, 5 * MINUTE):
        zoom.troubles.append(web.Response(status=502, text="<html>"))
        await office.enrol(webinar)
        assert await office.stands(member) == (Status.INVITED, True)
        assert wait <= await office.due_in(member) <= wait * 1.2
        office.now += await office.due_in(member)
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    assert (await office.facts(member))[-1] == ("registered", BEFORE, "vendor"), "as of when it was asked for"


async def test_a_vendor_that_stays_down_ends_in_a_registration_error(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    for _ in range(10):
        zoom.troubles.append(web.Response(status=502, text="<html>"))
        await office.enrol(webinar)
        if (await office.stands(member))[1]:
            office.now += await office.due_in(member)
    record = await office.house.load(member)
    assert (record.status, record.registering) == (Status.REGISTRATION_ERROR, False)
    assert (record.status_reason or "").startswith("The provider could not be reached")


async def test_a_vendor_that_says_when_to_come_back_is_left_alone_until_then(
    office: Office, zoom: ZoomRest
) -> None:
    webinar = await office.webinar()
    members = [
        await office.ask(webinar, Registration(email=f"{n}@example.org", first_name="N")) for n in range(12)
    ]
    zoom.troubles.extend(
        web.json_response({"code": 429, "message": "Later."}, status=429, headers={"Retry-After": "30"})
        for _ in range(8)
    )
    await office.enrol(webinar)
    assert len(zoom.calls) == 8
    assert {await office.due_in(member) > 0 for member in members} == {True}
    async with office.house.pool.acquire() as conn:
        assert await enrolments.trouble(conn, webinar.id) == ("rate_limited", "Later."), "why they wait"
    attempts = await office.house.pool.fetch("SELECT attempts FROM enrolments")
    assert {row["attempts"] for row in attempts} == {0}, "it was no attempt"
    office.now += DAY
    await office.enrol(webinar)
    assert {await office.stands(member) for member in members} == {(Status.REGISTERED, False)}


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
    office: Office, zoom: ZoomRest, said: dict[str, str], too_long: str
) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    zoom.troubles.append(web.json_response(said, status=201))
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.INVITED, True)
    async with office.house.pool.acquire() as conn:
        assert await enrolments.trouble(conn, webinar.id) == ("bad_answer", f"The vendor gave {too_long}.")
    assert 0 < await office.due_in(member) < MINUTE, "it is an attempt as any other"
    office.now += MINUTE
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)


async def test_wrong_credentials_break_the_connection_and_everybody_waits(
    office: Office, zoom: ZoomRest
) -> None:
    webinar = await office.webinar()
    zoom.secret = "another"
    member = await office.ask(webinar)
    await office.enrol(webinar)
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    assert connection.state is ConnectionState.BROKEN
    assert connection.state_reason
    assert await office.stands(member) == (Status.INVITED, True)

    await office.house.connections.rotate(connection.id, {"client_secret": "another"}, office.now)
    office.now += 15 * S
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)


async def test_while_the_connection_is_paused_everybody_waits(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    await office.house.connections.pause(connection.id)
    member = await office.ask(webinar)
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.INVITED, True)
    assert zoom.calls == []


async def test_killed_between_the_call_and_the_commit_it_ends_once(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    async with office.house.pool.acquire() as conn, conn.transaction():
        assert await webinars.lock(conn, webinar.id)  # so that the answer cannot be committed
        dying = asyncio.create_task(office.another().enrol(webinar.id))
        await _until(lambda: len(zoom.registrants) == 1)
        await asyncio.wait([dying], timeout=0.3)
        dying.cancel()
        with suppress(asyncio.CancelledError):
            await dying
    assert await office.stands(member) == (Status.INVITED, True)

    await office.enrol(webinar)
    assert await office.stands(member) == (Status.INVITED, True), "the lease of the dead still runs"
    office.now += LEASE_MS
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    assert len(zoom.registrants) == 1
    assert [kind for kind, _, _ in await office.facts(member)] == ["invited", "registered"]
    assert [type_ for type_, _ in await office.house.outbox(member)].count("member.registered") == 1


async def test_many_workers_ask_about_everybody_once(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    rows = [Registration(email=f"{n}@example.org", first_name="N") for n in range(40)]
    await office.house.registering.add_members(webinar.id, rows, office.now)
    workers = [office.another() for _ in range(4)]

    async def drain(worker: Enrolling) -> None:
        while await worker.enrol(webinar.id):
            pass

    zoom.per_s = 1_000
    await asyncio.gather(*map(drain, workers))
    assert await office.house.statuses(webinar) == {Status.REGISTERED: 40}
    assert sum(zoom.adds.values()) == 40


async def test_a_slow_vendor_holds_no_lock_and_nobody_else_up(
    office: Office, zoom: ZoomRest, redis_url: str
) -> None:
    slow, quick = await office.webinar(), await office.house.webinar()
    called, answer = asyncio.Event(), asyncio.Event()

    async with running_zoom() as other, held_up(zoom, called, answer):
        await office.house.connections.create(
            "zoom",
            "Quick",
            SECRETS,
            {"api_url": f"{other.url}/v2", "token_url": f"{other.url}/oauth/token"},
            [Binding(webinar=quick.id, external_id=WEBINAR, settings={})],
            BEFORE,
        )
        waiting = await office.ask(slow)
        running = asyncio.create_task(office.worker.run())
        await asyncio.wait_for(called.wait(), 20)

        lucky = await office.ask(quick)
        await _becomes(office, lucky, Status.REGISTERED)
        assert await office.stands(waiting) == (Status.INVITED, True)
        other_member = await office.house.member(slow, "bo@example.org", "invited")
        assert await office.house.status(other_member) is Status.INVITED, "the webinar is not locked"

        answer.set()
        await _becomes(office, waiting, Status.REGISTERED)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_who_is_removed_meanwhile_is_not_registered_any_more(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    await office.house.registering.set_status(member, Status.NOT_IN_PROGRAM, None, office.now)
    assert await office.stands(member) == (Status.NOT_IN_PROGRAM, False)
    await office.enrol(webinar)
    assert zoom.calls == []
    assert await office.stands(member) == (Status.NOT_IN_PROGRAM, False)


async def test_an_answer_that_comes_after_the_removal_changes_nothing(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    called, answer = asyncio.Event(), asyncio.Event()
    async with held_up(zoom, called, answer):
        asking = asyncio.create_task(office.enrol(webinar))
        await asyncio.wait_for(called.wait(), 20)
        await office.house.registering.set_status(member, Status.NOT_IN_PROGRAM, None, office.now + 1)
        answer.set()
        await asking
    assert await office.stands(member) == (Status.NOT_IN_PROGRAM, False)
    assert [kind for kind, _, _ in await office.facts(member)] == ["invited", "removed"]

    office.now += HOUR
    await office.house.registering.set_status(member, Status.REGISTERED, None, office.now)
    assert await office.stands(member) == (Status.INVITED, True)
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    assert len(zoom.registrants) == 1


async def test_another_wish_withdraws_the_first(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    await office.house.registering.set_status(member, Status.REJECTED, "Not this time.", office.now)
    assert await office.stands(member) == (Status.REJECTED, False)
    await office.enrol(webinar)
    assert zoom.calls == []


async def test_asking_again_for_somebody_who_is_asked_about(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    zoom.troubles.append(web.Response(status=502))
    await office.enrol(webinar)
    (again,) = await office.house.registering.add_members(webinar.id, [ANA], office.now)
    assert (again.outcome, again.code) == (Outcome.SKIPPED, "unchanged")
    assert await office.due_in(member) > 0
    await office.house.registering.set_status(member, Status.REGISTERED, None, office.now)
    assert await office.due_in(member) == 0, "who asks by hand does not wait"


async def test_somebody_there_has_to_approve(office: Office, zoom: ZoomRest) -> None:
    zoom.approval_type = 1
    webinar = await office.webinar()
    member = await office.ask(webinar)
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.PENDING_APPROVAL, False)


async def test_what_waited_for_the_vendors_name_is_handled(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    await _push(
        office,
        connection.id,
        b"""{"event": "webinar.participant_joined", "event_ts": 1772640060000, "payload": {"account_id": "a",
             "object": {"id": "98765432109", "uuid": "u==", "participant": {
                "user_id": "1", "registrant_id": "rEg1", "join_time": "2026-03-04T16:01:00Z"}}}}""",
        STARTS_AT + 2 * MINUTE,
    )
    assert (await office.stands(member))[0] is Status.INVITED
    await office.enrol(webinar)
    await office.house.inbox.handle(10, STARTS_AT + 3 * MINUTE)
    assert await office.stands(member) == (Status.ATTENDED, False)


async def test_who_registers_there_meanwhile_is_not_asked_about(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    await _push(
        office,
        connection.id,
        b"""{"event": "webinar.registration_created", "event_ts": 1772553900000, "payload": {"account_id": "a",
             "object": {"id": "98765432109", "uuid": "u==", "registrant": {"id": "rEg7", "status": "approved",
                "email": "ana@example.org", "first_name": "Ana"}}}}""",
        BEFORE + HOUR,
    )
    assert await office.stands(member) == (Status.REGISTERED, False)
    await office.enrol(webinar)
    assert zoom.calls == []


async def test_whoever_is_asked_about_holds_a_seat(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar(registrant_limit=1)
    first = await office.ask(webinar, Registration(email="ana@example.org"))
    second = await office.ask(webinar, Registration(email="bo@example.org", first_name="Bo"))
    assert await office.stands(second) == (Status.WAITLISTED, False)
    with pytest.raises(Refused) as refused:
        await office.house.registering.set_status(second, Status.REGISTERED, None, office.now)
    assert refused.value.code == "no_seat"

    await office.enrol(webinar)
    assert await office.stands(first) == (Status.REGISTRATION_ERROR, False)
    assert await office.house.registering.promote_due(office.now) == 1
    assert await office.house.registering.promote_due(office.now) == 0
    assert await office.stands(second) == (Status.WAITLISTED, True)
    assert await office.house.registering.retry(webinar.id, office.now) == 0, "no seat"
    await office.enrol(webinar)
    assert await office.stands(second) == (Status.REGISTERED, False)
    assert await office.facts(second) == [
        ("waitlisted", BEFORE, "capacity"),
        ("registered", BEFORE, "vendor"),
    ]


async def test_a_confirmation_counts_from_when_it_was_asked_for(office: Office) -> None:
    webinar = await office.webinar(finish_grace_s=0)
    member = await office.ask(webinar)
    await office.house.finishing.finish_due(ENDS_AT)
    office.now = ENDS_AT + MINUTE
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.NO_SHOW, False)


async def test_after_the_event_nobody_is_asked(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    office.now = ENDS_AT
    member = await office.ask(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    await office.enrol(webinar)
    assert zoom.calls == []


async def test_the_oldest_of_two_that_can_is_asked(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.house.webinar()
    await office.house.connections.create(
        "zoom",
        "Only webhooks",
        {"secret_token": "one"},
        {},
        [Binding(webinar=webinar.id, external_id="1", settings={})],
        BEFORE - 2,
    )
    await office.bind(webinar)
    await office.bind(webinar, made_at=BEFORE + 1, client_secret="wrong")
    member = await office.ask(webinar)
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)


async def test_a_provider_that_cannot_register_is_not_asked(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.house.webinar()
    await office.house.connections.create(
        "zoom",
        "Only webhooks",
        {"secret_token": "one"},
        {},
        [Binding(webinar=webinar.id, external_id="1", settings={})],
        BEFORE,
    )
    assert await office.stands(await office.ask(webinar)) == (Status.REGISTERED, False)


async def test_without_the_provider_what_was_asked_for_holds(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    (connection,) = await office.house.connections.of_webinar(webinar.id)
    await office.house.connections.delete(connection.id, office.now)
    office.now += MINUTE
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.REGISTERED, False)
    assert (await office.facts(member))[-1] == ("registered", BEFORE, "operator")


async def test_after_the_window_nobody_waits_any_more(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    office.now = ENDS_AT + 30 * DAY
    await office.enrol(webinar)
    assert await office.stands(member) == (Status.INVITED, False)
    assert zoom.calls == []


async def test_existing_persons_are_never_overwritten(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    other = await office.house.webinar()
    await office.house.registering.add_members(other.id, [ANA], BEFORE)
    member = await office.ask(webinar, Registration(email="ana@example.org", first_name="Anna", city="Bonn"))
    await office.enrol(webinar)
    person = (await office.house.load(member)).person
    assert (person.first_name, person.city) == ("Ana", None)
    assert zoom.registrants[0]["first_name"] == "Ana"


async def test_moving_the_event_keeps_what_was_asked(office: Office) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    await office.house.webinars.patch(webinar.id, WebinarChanges(ends_at=ENDS_AT + HOUR), office.now)
    assert await office.stands(member) == (Status.INVITED, True)
    async with office.house.pool.acquire() as conn:
        assert await enrolments.counts(conn, [webinar.id]) == {webinar.id: 1}
    await office.house.webinars.delete(webinar.id)
    await office.enrol(webinar)


async def test_a_person_who_is_erased_is_not_asked_about(office: Office, zoom: ZoomRest) -> None:
    webinar = await office.webinar()
    member = await office.ask(webinar)
    await office.house.persons.erase((await office.house.load(member)).person.id, office.now)
    assert await office.stands(member) == (Status.INVITED, False)
    await office.enrol(webinar)
    assert zoom.calls == []


async def _push(office: Office, connection: ConnectionId, body: bytes, now: Instant) -> None:
    async with office.house.pool.acquire() as conn:
        delivery = Delivery(
            connection=connection, dedupe_key=str(hash(body)), received_at=now, headers={}, body=body
        )
        assert await inbox_rows.store(conn, [delivery]) == 1
    assert await office.house.inbox.handle(10, now) == 1


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


async def _becomes(office: Office, member: MemberId, status: Status) -> None:
    async with asyncio.timeout(20):
        while await office.house.status(member) is not status:  # noqa: ASYNC110 - a commit sets no event
            await asyncio.sleep(0.01)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - a server sets no event
            await asyncio.sleep(0.01)
