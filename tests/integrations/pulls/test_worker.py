"""Vendors are asked over HTTP, on real engines: statuses, durations in union with our player, corrections, troubles."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
import pytest

from latecomer.core.ids import ConnectionId, Instant, MemberId
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Cancellations, Webinar
from latecomer.http.guard import read_networks
from latecomer.integrations.connections.queries import ConnectionRow
from latecomer.integrations.connections.service import Binding, Connection, Connections, ConnectionState
from latecomer.integrations.inbox import queries as inbox_rows
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.integrations.inbox.service import Inbox, InboxState
from latecomer.integrations.pulls.refresh import ProviderState, Refresher
from latecomer.integrations.pulls.worker import PullWorker
from latecomer.vendors.kit.inbound import Attendee, Registered
from latecomer.vendors.kit.provider import AttendanceRow, PulledItem, Puller, VendorPage, VendorTrouble
from latecomer.watching.ledger.record import Record
from latecomer.watching.vendor_totals import VendorTotals
from latecomer.webinars.finish import Finisher
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.settlement import Settlement
from latecomer.webinars.service import WebinarChanges, Webinars
from tests.support.builders import CLOSES_AT, DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.server import ADMIN_KEY, Guest, Live, open_live
from tests.vendors.servers.on24 import CLIENT, EVENT, KEY, QUOTA, SECRET, Event, On24, pacific, running_on24

ANA, BEN, CLEO = (f"{name}@example.org" for name in ("ana", "ben", "cleo"))
LEASE_MS = 120 * S


@dataclass
class Scene:
    """A webinar that ON24 knows, and the product that asks for it."""

    live: Live
    on24: On24
    webinar: Webinar
    connection: ConnectionId

    @property
    def event(self) -> Event:
        return self.on24.events[EVENT]

    async def pull(self, at: Instant | None = None) -> int:
        """Do a worker's round: pulls that are due, and all that follows. Returns: the number of pulls."""
        if at is not None:
            self.live.clock.put(at)
        pulled: int = await self.live.parts.get(PullWorker).pull_due()
        await self.settle()
        return pulled

    async def settle(self) -> None:
        while await self.live.parts.get(VendorTotals).sweep():
            pass
        await self.live.parts.get(Finisher).finish_due(self.live.clock())
        await self.live.settle()

    async def member(self, email: str) -> Guest:
        found = await self.live.parts.pool.fetchval(
            """SELECT m.id FROM members m JOIN persons p ON p.id = m.person_id
                WHERE m.webinar_id = $1 AND p.email_key = $2""",
            self.webinar.id,
            email,
        )
        assert found is not None, f"{email} is no member"
        member = MemberId(found)
        return Guest(id=member, webinar=self.webinar, token=self.live.token(self.webinar, member))

    async def status(self, email: str) -> Status:
        return await self.live.status(await self.member(email))

    async def record(self, email: str) -> Record:
        member = (await self.member(email)).id
        found: Record = (await self.live.ledger.read([member]))[member]
        return found

    async def provider(self) -> ProviderState:
        found = await self.live.parts.get(Refresher).of_webinar(self.webinar.id, self.live.clock())
        (provider,) = found.providers
        assert isinstance(provider, ProviderState)
        return provider

    async def bound(self) -> Connection:
        found: Connection = await self.live.parts.get(Connections).get(self.connection)
        return found

    def another(self, open_puller: Any = None) -> PullWorker:
        """One more worker's."""
        parts = self.live.parts
        return PullWorker(
            parts.pool,
            open_puller or parts.get(PullWorker)._open,
            parts.get(Settlement),
            parts.get(Finisher),
            parts.get(VendorTotals).announce,
            self.live.clock,
            lease_ms=LEASE_MS,
        )

    async def counted(self) -> dict[str, Any]:
        """Return everything that a second look must not change."""
        pool = self.live.parts.pool
        return {
            table: await pool.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of tables
            for table in ("facts", "members", "persons", "outbox", "status_events", "finishes", "vendor_rows")
        }


@pytest.fixture
async def live_outside(
    postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Live]:
    """A whole product that may talk to 127.0.0.1."""
    allowed = read_networks(["127.0.0.1"])
    async with open_live(postgres_url, redis_url, monkeypatch, allowed_networks=allowed) as opened:
        yield opened


@pytest.fixture
async def scene(live_outside: Live) -> AsyncIterator[Scene]:
    live = live_outside
    async with running_on24() as on24:
        on24.events[EVENT] = Event(STARTS_AT, ENDS_AT)
        webinar = await live.webinar()
        created = await live.parts.get(Connections).create(
            "on24",
            "ON24",
            {"access_token_key": KEY, "access_token_secret": SECRET},
            {"client_id": CLIENT, "base_url": on24.url},
            [Binding(webinar=webinar.id, external_id=EVENT, settings={})],
            STARTS_AT - DAY,
        )
        yield Scene(live, on24, webinar, created.connection.id)


def people(event: Event) -> None:
    """Ana came, Ben watched ten minutes of the recording, Cleo neither."""
    for email in (ANA, BEN, CLEO):
        event.register(email, STARTS_AT - DAY, firstname=email[:3].title(), lastname="Ruiz")
    event.watch(ANA, STARTS_AT + 5 * MINUTE, STARTS_AT + 35 * MINUTE)
    event.watch(BEN, ENDS_AT + HOUR, ENDS_AT + HOUR + 10 * MINUTE, archived=True)


async def test_what_on24_knows_is_what_counts(scene: Scene) -> None:
    people(scene.event)
    assert await scene.pull(ENDS_AT + DAY) == 1
    assert [await scene.status(email) for email in (ANA, BEN, CLEO)] == [
        Status.ATTENDED,
        Status.ATTENDED_ON_DEMAND,
        Status.NO_SHOW,
    ]
    ana, ben = await scene.record(ANA), await scene.record(BEN)
    assert (ana.live_ms, ana.on_demand_ms) == (30 * MINUTE, 0)
    assert (ben.live_ms, ben.on_demand_ms, ben.visitor) == (0, 10 * MINUTE, True)
    provider = await scene.provider()
    assert (provider.pull.code, provider.pull.message, provider.pulling) == ("pulled", "6 rows.", False)
    assert provider.pull.next_at is not None
    assert abs(provider.pull.next_at - (ENDS_AT + DAY + HOUR)) < MINUTE
    assert (await scene.bound()).last_spoke_at is not None
    person = (await scene.live.parts.get(Registration).member((await scene.member(ANA)).id)).person
    assert (person.first_name, person.last_name) == ("Ana", "Ruiz")


async def test_what_our_player_saw_and_what_on24_saw_count_once(scene: Scene) -> None:
    people(scene.event)
    await scene.pull(ENDS_AT + DAY)
    ben = await scene.member(BEN)
    began_at = ENDS_AT + HOUR + 5 * MINUTE
    await scene.live.watch(ben, began_at, began_at + 15 * MINUTE, covers=(0, 900))
    record = await scene.record(BEN)
    assert record.on_demand_ms == 20 * MINUTE, "ten minutes and fifteen, of which five are the same"
    assert record.covered == ((0, 900),), "ON24 tells of no second of the recording"


async def test_a_duration_is_corrected_downwards_too(scene: Scene) -> None:
    people(scene.event)
    await scene.pull(ENDS_AT + DAY)
    row = next(each for each in scene.event.sessions if each["email"] == BEN)
    row |= {"duration": "00:00:30", "endtime": None}
    assert await scene.pull(ENDS_AT + DAY + 2 * HOUR) == 1
    record = await scene.record(BEN)
    assert record.on_demand_ms == 30 * S
    assert await scene.status(BEN) is Status.ATTENDED_ON_DEMAND, "a status never goes back"


async def test_a_corrected_row_takes_its_attendance_along_and_brings_it_back(scene: Scene) -> None:
    people(scene.event)
    row = next(each for each in scene.event.sessions if each["email"] == ANA)
    right = dict(row)
    await scene.pull(ENDS_AT + DAY)
    assert await scene.status(ANA) is Status.ATTENDED
    row |= {"starttime": pacific(ENDS_AT + 2 * HOUR), "endtime": pacific(ENDS_AT + 3 * HOUR)}
    await scene.pull(ENDS_AT + DAY + 2 * HOUR)
    assert await scene.status(ANA) is Status.NO_SHOW
    row |= right
    await scene.pull(ENDS_AT + DAY + 4 * HOUR)
    assert await scene.status(ANA) is Status.ATTENDED


async def test_windows_overlap_and_nothing_counts_twice(scene: Scene) -> None:
    people(scene.event)
    await scene.pull(ENDS_AT + DAY)
    before = await scene.counted()
    for hours in (2, 4, 6):
        assert await scene.pull(ENDS_AT + DAY + hours * HOUR) == 1
    assert await scene.counted() == before
    assert (await scene.record(ANA)).live_ms == 30 * MINUTE
    assert "startdate=" in scene.on24.calls[-2], "only what changed is asked for"


async def test_who_cancels_is_told_and_who_comes_back_late_stays(scene: Scene) -> None:
    changes = WebinarChanges(cancellations=Cancellations.REMOVE)
    scene.live.clock.put(STARTS_AT - 12 * HOUR)
    await scene.live.parts.get(Webinars).patch(scene.webinar.id, changes, STARTS_AT - 12 * HOUR)
    people(scene.event)
    scene.event.sessions.clear()
    await scene.pull()
    scene.event.delete(CLEO, STARTS_AT - 11 * HOUR)
    assert await scene.pull(STARTS_AT - 10 * HOUR) == 1
    assert await scene.status(CLEO) is Status.NOT_IN_PROGRAM
    assert await scene.status(ANA) is Status.REGISTERED


async def test_minutes_count_where_there_are_no_sessions(scene: Scene) -> None:
    scene.event.attend(
        ANA,
        liveminutes=12,
        firstliveactivity="2026-03-04T08:10:00-08:00",
        lastliveactivity="2026-03-04T08:40:00-08:00",
    )
    await scene.pull(ENDS_AT + DAY)
    assert await scene.status(ANA) is Status.ATTENDED
    assert (await scene.record(ANA)).live_ms == 12 * MINUTE
    scene.event.watch(ANA, STARTS_AT + 10 * MINUTE, STARTS_AT + 15 * MINUTE)
    await scene.pull(ENDS_AT + DAY + 2 * HOUR)
    assert (await scene.record(ANA)).live_ms == 5 * MINUTE, "sessions are better, and replace the minutes"


async def test_two_workers_at_once_pull_once(scene: Scene) -> None:
    people(scene.event)
    scene.live.clock.put(ENDS_AT + DAY)
    first, second = scene.another(), scene.another()
    assert sorted(await asyncio.gather(first.pull_due(), second.pull_due())) == [0, 1]
    assert scene.on24.paths().count("/registrant") == 1
    assert await first.pull_due() + await second.pull_due() == 0, "and nothing is due"


async def test_who_dies_in_the_middle_is_followed_by_another(scene: Scene) -> None:
    people(scene.event)
    scene.live.clock.put(ENDS_AT + DAY)
    scene.on24.gate = asyncio.Event()
    dying = asyncio.create_task(scene.another().pull_due())
    async with asyncio.timeout(20):
        await scene.on24.asked.wait()
    dying.cancel()  # registrants are in, sessions are not; nobody lets go of the lease
    await asyncio.gather(dying, return_exceptions=True)
    scene.on24.gate = None
    assert (await scene.provider()).pulling
    assert await scene.pull() == 0, "the lease is somebody's"
    assert await scene.pull(ENDS_AT + DAY + LEASE_MS + S) == 1
    assert await scene.status(ANA) is Status.ATTENDED
    assert (await scene.record(ANA)).live_ms == 30 * MINUTE
    await scene.pull(ENDS_AT + DAY + 3 * HOUR)
    assert (await scene.counted())["facts"] == 3 * 2 + 1 + 1, "three registrations, a stay, a view"


async def test_a_worker_whose_lease_ran_out_writes_nothing_more(scene: Scene) -> None:
    people(scene.event)
    scene.live.clock.put(ENDS_AT + DAY)
    scene.on24.gate = asyncio.Event()
    slow = asyncio.create_task(scene.another().pull_due())
    async with asyncio.timeout(20):
        await scene.on24.asked.wait()
    gate, scene.on24.gate = scene.on24.gate, None
    assert await scene.pull(ENDS_AT + DAY + LEASE_MS + S) == 1
    scene.event.watch(
        "dora@example.org", STARTS_AT, ENDS_AT
    )  # the slow one reads more than the other has read
    gate.set()
    await slow
    await scene.settle()
    assert await scene.live.parts.pool.fetchval("SELECT count(*) FROM members") == 3
    assert (await scene.provider()).pull.code == "pulled"


async def test_credentials_that_are_refused_break_the_connection_until_it_is_mended(scene: Scene) -> None:
    people(scene.event)
    scene.on24.secret = "another one since"
    await scene.pull(ENDS_AT + DAY)
    broken = await scene.bound()
    assert broken.state is ConnectionState.BROKEN
    assert broken.state_reason is not None
    assert broken.state_reason.startswith("unauthorized")
    assert await scene.pull(ENDS_AT + 2 * DAY) == 0
    assert len(scene.on24.calls) == 1
    connections = scene.live.parts.get(Connections)
    await connections.rotate(
        scene.connection, {"access_token_secret": scene.on24.secret}, ENDS_AT + 2 * DAY, keep_ms=0
    )
    assert await scene.pull() == 1
    assert await scene.status(ANA) is Status.ATTENDED


async def test_a_quota_breaks_nothing_and_is_waited_for(scene: Scene) -> None:
    people(scene.event)
    scene.on24.troubles.append((403, json.dumps({"message": QUOTA}).encode()))
    await scene.pull(ENDS_AT + DAY)
    provider = await scene.provider()
    assert (provider.pull.code, provider.pull.message) == ("quota", QUOTA)
    assert (await scene.bound()).state is ConnectionState.ACTIVE
    assert await scene.pull(ENDS_AT + DAY + 59 * MINUTE) == 0
    assert await scene.pull(ENDS_AT + DAY + 61 * MINUTE) == 1
    assert await scene.status(ANA) is Status.ATTENDED
    assert (await scene.provider()).pull.code == "pulled"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, b"<html>Sign in</html>"), "bad_answer"),
        ((500, b""), "status_500"),
        ((404, b""), "unknown_event"),
    ],
)
async def test_a_trouble_is_written_down_and_tried_again(
    scene: Scene, answer: tuple[int, bytes], code: str
) -> None:
    people(scene.event)
    now = ENDS_AT + DAY
    for wait_ms in (6 * S, 6 * MINUTE, 36 * MINUTE, 144 * MINUTE, 144 * MINUTE):
        scene.on24.troubles.append(answer)
        assert await scene.pull(now) == 1
        assert (await scene.provider()).pull.code == code
        assert await scene.pull(now + S) == 0
        now += wait_ms + S
    assert await scene.pull(now) == 1
    assert (await scene.bound()).state is ConnectionState.ACTIVE
    assert await scene.status(ANA) is Status.ATTENDED


async def test_the_same_page_for_ever_ends_and_what_came_before_counts(scene: Scene) -> None:
    people(scene.event)
    for number in range(150):
        scene.event.watch(f"{number}@example.org", STARTS_AT, ENDS_AT, archived=True)
    scene.on24.endless = "attendeesession"
    scene.event.sessions.reverse()
    await scene.pull(ENDS_AT + DAY)
    assert (await scene.provider()).pull.code == "endless_pages"
    assert len(scene.on24.calls) < 10
    assert await scene.status(CLEO) is Status.NO_SHOW


async def test_only_what_is_asked_for_is_pulled_anew_from_the_start(scene: Scene) -> None:
    people(scene.event)
    await scene.pull(ENDS_AT + 5 * DAY)
    row = next(each for each in scene.event.sessions if each["email"] == ANA)
    row["duration"] = "00:10:00"
    await scene.pull(ENDS_AT + 5 * DAY + 2 * HOUR)
    assert (await scene.record(ANA)).live_ms == 30 * MINUTE, "that is too long ago to be asked for"
    url = f"{scene.live.address}/api/v1/webinars/{scene.webinar.id}"
    headers = {"Authorization": f"Bearer {ADMIN_KEY}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        async with session.post(f"{url}/refresh") as response:
            assert response.status == 202
            assert await response.json() == {
                "connections": [{"connection_id": str(scene.connection), "state": "asked", "code": None}]
            }
        async with session.get(f"{url}/provider") as response:
            (waiting,) = (await response.json())["connections"]
            assert waiting["next_pull_at"] is not None
        assert await scene.pull() == 1
        assert (await scene.record(ANA)).live_ms == 10 * MINUTE
        async with session.get(f"{url}/provider") as response:
            told = await response.json()
    (provider,) = told.pop("connections")
    nobody_waits = {"registering_code": None, "registering_message": None}
    assert told == {"registering": 0, "registration_errors": 0} | nobody_waits
    assert provider["last_pulled_at"] > waiting["last_pulled_at"]
    assert {name: provider[name] for name in ("kind", "external_id", "state", "last_code", "pulling")} == {
        "kind": "on24",
        "external_id": EVENT,
        "state": "active",
        "last_code": "pulled",
        "pulling": False,
    }


async def test_where_nobody_can_be_asked_a_code_says_why(scene: Scene) -> None:
    parts, live = scene.live.parts, scene.live
    others = []
    for kind, secrets in (("standard_webhooks_in", {}), ("zoom", {"secret_token": "one"})):
        binding = Binding(webinar=scene.webinar.id, external_id="98765432109", settings={})
        created = await parts.get(Connections).create(kind, kind, secrets, {}, [binding], STARTS_AT - HOUR)
        others.append(created.connection.id)
    live.clock.put(ENDS_AT + DAY)

    async def asked() -> dict[ConnectionId, str | None]:
        return {
            each.connection: each.code
            for each in await parts.get(Refresher).refresh(scene.webinar.id, live.clock())
        }

    assert await asked() == {scene.connection: None, others[0]: "only_pushes", others[1]: "no_credentials"}
    await parts.get(Connections).pause(scene.connection)
    assert (await asked())[scene.connection] == "paused"
    assert await scene.pull() == 1, "Zoom's is looked at, and found to have no credentials"
    assert scene.on24.calls == []
    live.clock.put(CLOSES_AT + DAY)
    await parts.get(Connections).resume(scene.connection)
    assert (await asked())[scene.connection] == "window_closed"


async def test_times_that_change_move_the_next_pull(scene: Scene) -> None:
    await scene.pull(STARTS_AT - 10 * DAY)
    next_at = (await scene.provider()).pull.next_at
    assert next_at is not None
    assert abs(next_at - (STARTS_AT - 10 * DAY + HOUR)) < MINUTE
    now = scene.live.clock()
    changes = WebinarChanges(starts_at=now + 10 * MINUTE, ends_at=now + 40 * MINUTE)
    await scene.live.parts.get(Webinars).patch(scene.webinar.id, changes, now)
    await scene.live.parts.get(PullWorker).plan()
    assert (await scene.provider()).pull.next_at == now + 10 * MINUTE


async def test_after_the_close_it_is_asked_once_more_and_then_never(scene: Scene) -> None:
    people(scene.event)
    await scene.pull(CLOSES_AT - MINUTE)
    assert await scene.status(CLEO) is Status.NO_SHOW
    scene.event.watch(CLEO, CLOSES_AT - 10 * MINUTE, CLOSES_AT + MINUTE, archived=True)
    scene.event.register("late@example.org", CLOSES_AT - 5 * MINUTE)
    assert await scene.pull(CLOSES_AT + 13 * HOUR) == 1
    assert (await scene.record(CLEO)).on_demand_ms == 10 * MINUTE, "cut where the window closed"
    assert await scene.status(CLEO) is Status.ATTENDED_ON_DEMAND
    pull = (await scene.provider()).pull
    assert pull.next_at is None
    assert pull.message is not None
    assert "window_closed" in pull.message
    assert await scene.pull(CLOSES_AT + 20 * HOUR) == 0


@dataclass
class Answers:
    """A puller that gives pages as they are."""

    pages: list[Sequence[PulledItem] | VendorTrouble]
    since: list[Instant | None] = field(default_factory=list)
    fails: Exception | None = None

    async def pull(
        self, webinar: str, since: Instant | None, now: Instant
    ) -> AsyncIterator[VendorPage | VendorTrouble]:
        self.since.append(since)
        for page in self.pages:
            yield page if isinstance(page, VendorTrouble) else VendorPage(items=tuple(page), as_of=now)
        if self.fails is not None:
            raise self.fails


@dataclass
class Zoom:
    """A webinar whose Zoom pushes, and is asked."""

    scene: Scene
    connection: ConnectionId
    sent: int = 0

    async def push(self, event: str, at: Instant, **participant: str) -> int:
        """A delivery, handled at once. Returns: its row."""
        self.sent += 1
        parts = self.scene.live.parts
        thing = {"id": "98765432109", "uuid": "u1", "participant": participant}
        body = {"event": f"webinar.{event}", "event_ts": at, "payload": {"object": thing}}
        delivery = ReceivedDelivery(
            connection=self.connection,
            dedupe_key=f"push:{self.sent}",
            received_at=self.scene.live.clock(),
            headers={},
            body=json.dumps(body).encode(),
        )
        async with parts.pool.acquire() as conn:
            await inbox_rows.store(conn, [delivery])
        await parts.get(Inbox).handle(100, self.scene.live.clock())
        await self.scene.settle()
        return int(await parts.pool.fetchval("SELECT max(id) FROM inbox"))

    async def pull(self, answers: Answers, at: Instant) -> None:
        self.scene.live.clock.put(at)
        await self.scene.live.parts.get(Refresher).refresh(self.scene.webinar.id, at)

        def opened(row: ConnectionRow) -> Puller | None:
            return answers if row.kind == "zoom" else None

        await self.scene.another(opened).pull_due()
        await self.scene.settle()


@pytest.fixture
async def zoom(scene: Scene) -> Zoom:
    parts = scene.live.parts
    await parts.get(Connections).delete(scene.connection, STARTS_AT - DAY)
    created = await parts.get(Connections).create(
        "zoom",
        "Zoom",
        {"secret_token": "one", "account_id": "a", "client_id": "b", "client_secret": "c"},
        {},
        [Binding(webinar=scene.webinar.id, external_id="98765432109", settings={})],
        STARTS_AT - DAY,
    )
    scene.connection = created.connection.id
    return Zoom(scene, created.connection.id)


def stay(joined: int, left: int, *, row: str = "u1/7", email: str | None = ANA) -> AttendanceRow:
    return AttendanceRow(
        webinar="98765432109",
        row=row,
        session="u1",
        who=Attendee(refs=("registrant:r7",), email=email),
        mode=Mode.LIVE,
        joined_at=STARTS_AT + joined,
        left_at=STARTS_AT + left,
    )


async def test_a_row_that_was_pushed_is_replaced_by_the_same_row_pulled(zoom: Zoom) -> None:
    scene = zoom.scene
    scene.live.clock.put(ENDS_AT + HOUR)
    await zoom.push("participant_joined", STARTS_AT, user_id="7", email=ANA, join_time=to_text(STARTS_AT))
    await zoom.push("participant_left", ENDS_AT, user_id="7", email=ANA, leave_time=to_text(ENDS_AT))
    assert (await scene.record(ANA)).live_ms == HOUR
    await zoom.pull(Answers([[stay(10 * MINUTE, 30 * MINUTE)]]), ENDS_AT + 2 * HOUR)
    assert (await scene.record(ANA)).live_ms == 20 * MINUTE
    back, gone = STARTS_AT + 40 * MINUTE, STARTS_AT + 50 * MINUTE
    await zoom.push("participant_joined", back, user_id="7", email=ANA, join_time=to_text(back))
    await zoom.push("participant_left", gone, user_id="7", email=ANA, leave_time=to_text(gone))
    assert (await scene.record(ANA)).live_ms == 20 * MINUTE, "a push that comes late changes nothing"
    await zoom.pull(Answers([[stay(10 * MINUTE, 25 * MINUTE)]]), ENDS_AT + 3 * HOUR)
    assert (await scene.record(ANA)).live_ms == 15 * MINUTE


async def test_a_push_about_a_later_moment_adds_to_a_pulled_row(zoom: Zoom) -> None:
    scene = zoom.scene
    now = STARTS_AT + 30 * MINUTE
    await zoom.pull(Answers([[stay(10 * MINUTE, 40 * MINUTE)]]), now)
    record = await scene.record(ANA)
    assert 20 * MINUTE <= record.live_ms < 21 * MINUTE, "nobody knows the future"
    scene.live.clock.put(ENDS_AT)
    back, gone = STARTS_AT + 40 * MINUTE, STARTS_AT + 50 * MINUTE
    await zoom.push("participant_joined", back, user_id="7", email=ANA, join_time=to_text(back))
    await zoom.push("participant_left", gone, user_id="7", email=ANA, leave_time=to_text(gone))
    assert (await scene.record(ANA)).live_ms == record.live_ms + 10 * MINUTE
    await zoom.pull(Answers([[stay(10 * MINUTE, 50 * MINUTE)]]), ENDS_AT + HOUR)
    assert (await scene.record(ANA)).live_ms == 40 * MINUTE


async def test_a_delivery_that_waits_for_somebody_is_handled_once_a_pull_says_who(zoom: Zoom) -> None:
    scene = zoom.scene
    scene.live.clock.put(ENDS_AT)
    row = await zoom.push(
        "participant_joined", STARTS_AT, user_id="7", registrant_id="r7", join_time=to_text(STARTS_AT)
    )
    state = await scene.live.parts.pool.fetchval("SELECT state FROM inbox WHERE id = $1", row)
    assert state == InboxState.WAITING
    who = Attendee(refs=("registrant:r7",), email=ANA)
    answers = Answers([[Registered(webinar="98765432109", who=who, at=STARTS_AT - DAY)]])
    await zoom.pull(answers, ENDS_AT + MINUTE)
    assert await scene.live.parts.get(Inbox).handle(10, scene.live.clock()) == 1
    await scene.settle()
    assert await scene.status(ANA) is Status.ATTENDED


async def test_somebody_without_an_email_is_left_out_and_counted(zoom: Zoom) -> None:
    answers = Answers([[stay(0, MINUTE, email=None), stay(0, MINUTE, row="u1/8", email="nobody at all")]])
    await zoom.pull(answers, ENDS_AT + HOUR)
    assert (await zoom.scene.provider()).pull.message == "2 rows. Left out: 1 invalid_email, 1 no_email."


async def test_a_row_of_the_future_is_left_out_and_counted(zoom: Zoom) -> None:
    await zoom.pull(Answers([[stay(30 * MINUTE, HOUR)]]), STARTS_AT + MINUTE)
    assert (await zoom.scene.provider()).pull.message == "1 rows. Left out: 1 in_future."
    assert await zoom.scene.live.parts.pool.fetchval("SELECT count(*) FROM members") == 0


async def test_a_row_whose_ids_cannot_be_kept_is_left_out_and_counted(zoom: Zoom) -> None:
    endless = random.Random(1).randbytes(6_000).hex()
    await zoom.pull(Answers([[stay(0, MINUTE, row=endless), stay(0, MINUTE)]]), ENDS_AT + HOUR)
    assert (await zoom.scene.provider()).pull.message == "2 rows. Left out: 1 malformed_row."
    assert (await zoom.scene.record(ANA)).live_ms == MINUTE


async def test_a_puller_that_repeats_itself_or_fails_harms_nobody(zoom: Zoom) -> None:
    scene = zoom.scene
    page = [stay(0, 30 * MINUTE)]
    endless = Answers([page] * 50)
    await zoom.pull(endless, ENDS_AT + HOUR)
    assert (await scene.provider()).pull.code == "endless_pages"
    assert (await scene.record(ANA)).live_ms == 30 * MINUTE
    await zoom.pull(Answers([[]], fails=RuntimeError("a fault of ours")), ENDS_AT + 2 * HOUR)
    assert (await scene.provider()).pull.code == "internal_error"
    await zoom.pull(Answers([[], VendorTrouble(code="slow", message="Not now.")]), ENDS_AT + 3 * HOUR)
    assert (await scene.provider()).pull.code == "slow"


async def test_a_large_page_is_applied_in_pieces(zoom: Zoom) -> None:
    rows = [
        replace(stay(0, MINUTE, row=f"u1/{n}"), who=Attendee(email=f"{n}@example.org")) for n in range(1100)
    ]
    await zoom.pull(Answers([rows]), ENDS_AT + HOUR)
    statuses = await zoom.scene.live.parts.pool.fetchval(
        "SELECT count(*) FROM members WHERE status = 'attended'"
    )
    assert statuses == 1100


async def test_a_webinar_that_is_unbound_meanwhile_is_left_alone(zoom: Zoom) -> None:
    scene = zoom.scene

    class Unbinds(Answers):
        async def pull(
            self, webinar: str, since: Instant | None, now: Instant
        ) -> AsyncIterator[VendorPage | VendorTrouble]:
            await scene.live.parts.get(Connections).change(zoom.connection, bindings=[], now=now)
            async with aclosing(super().pull(webinar, since, now)) as pages:  # type: ignore[type-var]
                async for page in pages:
                    yield page

    await zoom.pull(Unbinds([[stay(0, MINUTE)]]), ENDS_AT + HOUR)
    assert await scene.live.parts.pool.fetchval("SELECT count(*) FROM members") == 0


async def test_webinars_are_deleted_and_unbound_while_they_are_pulled(zoom: Zoom) -> None:
    """Locks are taken without a circle."""
    scene, parts = zoom.scene, zoom.scene.live.parts
    scene.live.clock.put(ENDS_AT + HOUR)
    pages = [[stay(0, MINUTE, row=f"u1/{n}"), stay(0, n + 1)] for n in range(40)]
    others = [await scene.live.webinar() for _ in range(4)]
    for number, webinar in enumerate(others):
        secrets = {"secret_token": "one", "account_id": "a", "client_id": "b", "client_secret": "c"}
        binding = Binding(webinar=webinar.id, external_id=str(number), settings={})
        await parts.get(Connections).create("zoom", "Zoom", secrets, {}, [binding], STARTS_AT - DAY)
    worker = scene.another(lambda _: Answers(list(pages)))
    await worker.plan()
    async with asyncio.timeout(60):
        await asyncio.gather(
            worker.pull_due(),
            *(parts.get(Webinars).delete(webinar.id) for webinar in others[:2]),
            parts.get(Connections).change(zoom.connection, bindings=[], now=ENDS_AT + HOUR),
            *(worker.plan() for _ in range(5)),
        )
    assert await parts.pool.fetchval("SELECT count(*) FROM pulls WHERE code = 'pulled'") == 2
    assert await parts.pool.fetchval("SELECT count(*) FROM pulls WHERE code = 'internal_error'") == 0
