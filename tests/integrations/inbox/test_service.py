"""Vendors' deliveries, applied: for any person, with any content, in any order."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from latecomer.attendance.queries import vendor_rows
from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind
from latecomer.core.ids import ConnectionId, MemberId
from latecomer.core.phase import Mode
from latecomer.core.status import Status
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.integrations.connections.service import Binding, ConnectionState
from latecomer.integrations.inbox import queries as rows
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.integrations.inbox.service import BODY_KEPT_MS, InboxState
from latecomer.vendors.kit.inbound import Headers, Settings
from latecomer.vendors.standard_webhooks_in.webhook import StandardWebhooksIn
from tests.support.builders import DAY, ENDS_AT, HOUR, MINUTE, STARTS_AT, S
from tests.support.services import BEFORE, House

NOW = ENDS_AT + 2 * HOUR
WEBINAR_ID = "q1-demo"


@dataclass
class Sender:
    """A connection whose sender speaks our few event types."""

    house: House
    connection: ConnectionId
    webinar: Webinar
    sent: int = 0

    async def send(self, kind: str, at: int, *, now: int = NOW, handle: bool = True, **data: Any) -> int:
        """Store an event and handle it. Returns: its row."""
        body = {"type": kind, "timestamp": to_text(at), "data": {"webinar": WEBINAR_ID, **data}}
        return await self.send_raw(json.dumps(body).encode(), now=now, handle=handle)

    async def send_raw(self, body: bytes, *, now: int = NOW, handle: bool = True) -> int:
        self.sent += 1
        async with self.house.pool.acquire() as conn:
            delivery = ReceivedDelivery(
                connection=self.connection,
                dedupe_key=f"id:{self.sent}",
                received_at=now,
                headers={"webhook-id": str(self.sent)},
                body=body,
            )
            assert await rows.store(conn, [delivery]) == 1
            row = await conn.fetchval("SELECT max(id) FROM inbox")
        if handle:
            assert await self.house.inbox.handle(100, now) >= 1
        return int(row)

    async def outcome(self, row: int) -> tuple[str, str | None]:
        found = await self.house.pool.fetchrow("SELECT state, outcome FROM inbox WHERE id = $1", row)
        assert found is not None
        return found["state"], found["outcome"]

    async def member(self, email: str = "ana@example.org") -> MemberId:
        found = await self.house.pool.fetchval(
            """SELECT m.id FROM members m JOIN persons p ON p.id = m.person_id
                WHERE m.webinar_id = $1 AND p.email_key = $2""",
            self.webinar.id,
            email,
        )
        assert found is not None, f"{email} is no member"
        return MemberId(found)

    async def status(self, email: str = "ana@example.org") -> Status:
        return await self.house.status(await self.member(email))

    async def live(self, email: str = "ana@example.org") -> tuple[tuple[int, int], ...]:
        """The member's stays in the live room, as offsets from the start."""
        member = await self.member(email)
        async with self.house.pool.acquire() as conn:
            found = await vendor_rows.reported(conn, [member])
        if member not in found:
            return ()
        return tuple((low - STARTS_AT, high - STARTS_AT) for low, high in found[member].live)


@pytest.fixture
async def sender(house: House) -> Sender:
    return await open_sender(house)


async def open_sender(house: House, **fields: Any) -> Sender:
    webinar = await house.webinar(finish_grace_s=10_800, **fields)
    created = await house.connections.create(
        "standard_webhooks_in",
        "Somewhere",
        {},
        {},
        [Binding(webinar=webinar.id, external_id=WEBINAR_ID, settings={})],
        BEFORE,
    )
    return Sender(house, created.connection.id, webinar)


async def test_a_registration_makes_a_member_with_what_the_vendor_knows(sender: Sender) -> None:
    row = await sender.send(
        "registration.created",
        BEFORE,
        attendee="1",
        email=" Ana@Example.org ",
        first_name="Ana",
        job_title="x" * 900 + "\x00",
        properties={"source": "newsletter"},
    )
    assert await sender.outcome(row) == ("done", "applied")
    record = await sender.house.load(await sender.member())
    assert (record.status, record.person.email, record.person.first_name) == (
        Status.REGISTERED,
        "Ana@Example.org",
        "Ana",
    )
    assert record.person.job_title == "x" * 500
    assert record.person.properties == {"source": "newsletter"}


async def test_an_existing_person_is_never_overwritten(sender: Sender) -> None:
    other = await sender.house.webinar()
    await sender.house.member(other, "ana@example.org")
    await sender.send("registration.created", BEFORE, email="ana@example.org", first_name="Anna", city="Bonn")
    person = (await sender.house.load(await sender.member())).person
    assert (person.first_name, person.city) == (None, None)


@pytest.mark.parametrize(
    ("approval", "status"),
    [("pending", Status.PENDING_APPROVAL), ("denied", Status.REJECTED), ("approved", Status.REGISTERED)],
)
async def test_what_the_vendor_decided_is_the_status(sender: Sender, approval: str, status: Status) -> None:
    await sender.send("registration.created", BEFORE, email="ana@example.org", approval=approval)
    assert await sender.status() is status


async def test_an_approval_counts_whenever_the_question_comes(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE + S, email="ana@example.org", approval="approved")
    await sender.send("registration.created", BEFORE, email="ana@example.org", approval="pending")
    assert await sender.status() is Status.REGISTERED


async def test_a_cancellation_is_a_fact_and_removes_where_it_shall(house: House) -> None:
    for number, (rule, status) in enumerate(
        (("ignore", Status.REGISTERED), ("remove", Status.NOT_IN_PROGRAM))
    ):
        sender = await open_sender(house, cancellations=rule)
        email = f"ana{number}@example.org"
        await sender.send("registration.created", BEFORE, email=email)
        await sender.send("registration.cancelled", BEFORE + S, email=email)
        assert await sender.status(email) is status
        await sender.send("registration.created", BEFORE + 2 * S, email=email)
        assert await sender.status(email) is Status.REGISTERED, "registering again brings back"


async def test_a_cancellation_that_comes_late_does_not_undo_what_came_after_it(house: House) -> None:
    sender = await open_sender(house, cancellations="remove")
    await sender.send("registration.created", BEFORE + 2 * S, email="ana@example.org")
    await sender.send("registration.cancelled", BEFORE + S, email="ana@example.org")
    assert await sender.status() is Status.REGISTERED


async def test_somebody_who_came_attended_and_the_stay_is_kept(sender: Sender) -> None:
    await sender.send("attendance.joined", STARTS_AT + MINUTE, email="ana@example.org", stay="1")
    assert await sender.status() is Status.ATTENDED
    assert await sender.live() == (), "nobody knows yet how long"
    await sender.send("attendance.left", STARTS_AT + 5 * MINUTE, email="ana@example.org", stay="1")
    assert await sender.live() == ((MINUTE, 5 * MINUTE),)
    assert await sender.member() in sender.house.reported


@pytest.mark.parametrize("kind", ["attendance.joined", "attendance.left"])
async def test_who_comes_or_goes_in_the_future_has_not_attended(sender: Sender, kind: str) -> None:
    now = STARTS_AT + MINUTE
    row = await sender.send(kind, now + DAY, now=now, email="ana@example.org", stay="1")
    assert await sender.outcome(row) == ("done", "in_future")
    assert await sender.house.statuses(sender.webinar) == {}
    row = await sender.send(kind, now + 10 * S, now=now, email="ana@example.org", stay="1")
    assert await sender.outcome(row) == ("done", "applied"), "clocks differ"
    assert await sender.status() is Status.ATTENDED


async def test_a_leave_before_its_join_comes_out_the_same(sender: Sender) -> None:
    await sender.send("attendance.left", STARTS_AT + 5 * MINUTE, email="ana@example.org", stay="1")
    assert await sender.status() is Status.ATTENDED
    await sender.send("attendance.joined", STARTS_AT + MINUTE, email="ana@example.org", stay="1")
    assert await sender.live() == ((MINUTE, 5 * MINUTE),)


async def test_rooms_that_overlap_count_once(sender: Sender) -> None:
    for stay, low, high in (("1", 1, 10), ("2", 5, 20), ("3", 30, 31)):
        await sender.send("attendance.joined", STARTS_AT + low * MINUTE, email="ana@example.org", stay=stay)
        await sender.send("attendance.left", STARTS_AT + high * MINUTE, email="ana@example.org", stay=stay)
    assert await sender.live() == ((MINUTE, 20 * MINUTE), (30 * MINUTE, 31 * MINUTE))


async def test_a_row_that_a_vendor_corrects_replaces_the_older_whole(sender: Sender) -> None:
    await sender.send("registration.created", BEFORE, email="ana@example.org")
    member = await sender.member()

    async def pull(as_of: int, *intervals: tuple[int, int]) -> None:
        row = vendor_rows.VendorRow(
            connection=sender.connection,
            webinar=sender.webinar.id,
            key="report/1",
            member=member,
            mode=Mode.LIVE,
            session="s",
            as_of=as_of,
            intervals=tuple((STARTS_AT + low, STARTS_AT + high) for low, high in intervals),
        )
        async with sender.house.pool.acquire() as conn, conn.transaction():
            await vendor_rows.write(conn, [row])
            await vendor_rows.sum_up(conn, [member])

    await pull(2, (0, 10), (20, 30))
    await pull(1, (0, 90))
    assert await sender.live() == ((0, 10), (20, 30)), "an older answer that comes late changes nothing"
    await pull(3, (0, 5))
    assert await sender.live() == ((0, 5),)


async def test_the_end_closes_what_is_open_and_finishes_the_webinar(sender: Sender) -> None:
    house = sender.house
    await sender.send("registration.created", BEFORE, email="ana@example.org")
    await sender.send("registration.created", BEFORE, email="ben@example.org")
    await sender.send("attendance.joined", STARTS_AT + MINUTE, email="ana@example.org", stay="1", session="s")
    row = await sender.send("session.ended", ENDS_AT + 5 * S, session="s")
    assert await sender.outcome(row) == ("done", "applied")
    assert await sender.status() is Status.ATTENDED
    assert await sender.status("ben@example.org") is Status.NO_SHOW
    assert await sender.live() == ((MINUTE, HOUR + 5 * S),)
    assert (await house.webinars.get(sender.webinar.id)).finished_at == ENDS_AT + 5 * S
    assert await house.finisher.finish_due(NOW + DAY) == [], "the report came in place of the clock"
    await sender.send("attendance.left", ENDS_AT - MINUTE, email="ana@example.org", stay="1", session="s")
    assert await sender.live() == ((MINUTE, HOUR - MINUTE),), "who is known to have left, left then"


async def test_an_end_after_the_clocks_finish_adds_none(sender: Sender) -> None:
    assert await sender.house.finisher.finish_due(NOW + DAY) == [sender.webinar.id]
    row = await sender.send("session.ended", ENDS_AT, now=NOW + DAY)
    assert await sender.outcome(row) == ("done", "already_finished")


async def test_an_end_before_the_start_ends_nothing(sender: Sender) -> None:
    row = await sender.send("session.ended", STARTS_AT - HOUR)
    assert await sender.outcome(row) == ("done", "event_not_started")


async def test_an_end_need_not_finish(house: House) -> None:
    sender = await open_sender(house)
    await house.connections.change(sender.connection, settings={"finish_on_end": False}, now=NOW)
    await sender.send("session.ended", ENDS_AT)
    assert (await house.webinars.get(sender.webinar.id)).finished_at is None


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"\xff\xfe not text", "malformed_body"),
        (b"[1, 2", "malformed_body"),
        (b"[]", "malformed_body"),
        (b'{"type": "weather.changed", "data": {}}', "unknown_event"),
        (b'{"type": "registration.created", "data": {}}', "malformed_body"),
    ],
)
async def test_what_cannot_be_used_is_kept_and_counted(sender: Sender, body: bytes, outcome: str) -> None:
    row = await sender.send_raw(body)
    assert await sender.outcome(row) == ("done", outcome)
    assert await sender.house.pool.fetchval("SELECT body FROM inbox WHERE id = $1", row) == body


@pytest.mark.parametrize("name", ["webinar", "attendee", "session", "stay"])
async def test_an_id_that_no_index_holds_is_an_outcome(sender: Sender, name: str) -> None:
    endless = random.Random(1).randbytes(6_000).hex()
    said: dict[str, Any] = {
        "attendee": "7",
        "email": "ana@example.org",
        "session": "s",
        "stay": "1",
        name: endless,
    }
    row = await sender.send("attendance.joined", STARTS_AT + MINUTE, **said)
    assert await sender.outcome(row) == ("done", "malformed_body")
    assert await sender.house.statuses(sender.webinar) == {}
    longest = "𝄞" * (120 if name == "attendee" else 128)
    row = await sender.send("attendance.joined", STARTS_AT + MINUTE, **said | {name: longest})
    assert await sender.outcome(row) == (
        ("waiting", "unknown_webinar") if name == "webinar" else ("done", "applied")
    )


async def test_an_unknown_webinar_is_waited_for_until_it_is_bound(sender: Sender) -> None:
    row = await sender.send("registration.created", BEFORE, webinar="another", email="ana@example.org")
    assert await sender.outcome(row) == ("waiting", "unknown_webinar")
    other = await sender.house.webinar()
    bindings = [
        Binding(webinar=sender.webinar.id, external_id=WEBINAR_ID, settings={}),
        Binding(webinar=other.id, external_id="another", settings={}),
    ]
    await sender.house.connections.change(sender.connection, bindings=bindings, now=NOW)
    assert await sender.house.inbox.handle(10, NOW) == 1
    assert await sender.outcome(row) == ("done", "applied")
    assert await sender.house.statuses(other) == {Status.REGISTERED: 1}


async def test_somebody_without_an_email_is_waited_for_until_somebody_says_who(sender: Sender) -> None:
    row = await sender.send("attendance.joined", STARTS_AT + MINUTE, attendee="7", stay="1")
    nobody = await sender.send("attendance.joined", STARTS_AT + MINUTE, stay="2")
    assert await sender.outcome(row) == ("waiting", "no_email")
    assert await sender.outcome(nobody) == ("done", "no_email")
    assert await sender.house.statuses(sender.webinar) == {}
    await sender.send("registration.created", BEFORE, attendee="7", email="ana@example.org")
    await sender.house.inbox.handle(10, NOW)
    assert await sender.outcome(row) == ("done", "applied")
    assert await sender.status() is Status.ATTENDED


async def test_an_id_is_understood_beside_what_tells_whose_it_is(sender: Sender) -> None:
    """Handled together; the first names nobody, the second another address."""
    ana, other = "ana@example.org", "other@example.org"
    await sender.send("attendance.joined", STARTS_AT + MINUTE, attendee="r1", handle=False)
    await sender.send("attendance.left", STARTS_AT + HOUR, attendee="r1", email=other, handle=False)
    await sender.send("registration.created", STARTS_AT - DAY, attendee="r1", email=ana, handle=False)
    assert await sender.house.inbox.handle(100, NOW) == 3
    found = await sender.house.pool.fetch("SELECT outcome, cardinality(member_ids) AS n FROM inbox")
    assert [tuple(row) for row in found] == [("applied", 1)] * 3
    assert len(await sender.house.pool.fetch("SELECT FROM members")) == 1


async def test_members_of_several_webinars_are_locked_in_one_order(sender: Sender) -> None:
    """The holder of the first webinar in that order finds no other one held by a batch that waits."""
    house = sender.house
    other = await house.webinar()
    bindings = [
        Binding(webinar=each.id, external_id=name, settings={})
        for each, name in ((sender.webinar, WEBINAR_ID), (other, "other"))
    ]
    await house.connections.change(sender.connection, bindings=bindings, now=NOW)
    for number in range(6):
        for name in (WEBINAR_ID, "other"):
            email = f"p{number}@example.org"
            await sender.send("registration.created", BEFORE, webinar=name, attendee=str(number), email=email)
    members = await house.pool.fetch("SELECT id, webinar_id FROM members ORDER BY id")
    await sender.send("attendance.joined", STARTS_AT, webinar="other", email="p5@example.org", handle=False)
    for number in range(5):
        await sender.send("attendance.joined", STARTS_AT, attendee=str(number), handle=False)
    await sender.send("session.ended", ENDS_AT, webinar="other", handle=False)
    async with house.pool.acquire() as conn, conn.transaction():
        # Of all whom the batch is about, everybody of the webinar that ends among them.
        about = [row["id"] for row in members if row["webinar_id"] == other.id]
        await conn.execute("SELECT FROM members WHERE id = $1 FOR NO KEY UPDATE", about[0])
        handling = asyncio.create_task(house.inbox.handle(100, NOW))
        async with asyncio.timeout(10):
            while not await house.pool.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):  # noqa: ASYNC110
                await asyncio.sleep(0)
        await conn.fetch("SELECT FROM members WHERE id = ANY ($1) FOR NO KEY UPDATE NOWAIT", about[1:])
    assert await handling == 7


async def test_an_address_that_is_none_is_an_outcome(sender: Sender) -> None:
    row = await sender.send("registration.created", BEFORE, email="nobody at all")
    assert await sender.outcome(row) == ("done", "invalid_email")


async def test_after_the_window_nothing_is_applied(sender: Sender) -> None:
    row = await sender.send("attendance.joined", STARTS_AT, email="ana@example.org", now=ENDS_AT + 31 * DAY)
    assert await sender.outcome(row) == ("done", "window_closed")


async def test_a_paused_connection_keeps_everything_for_later(sender: Sender) -> None:
    await sender.house.connections.pause(sender.connection)
    await sender.send("registration.created", BEFORE, email="ana@example.org", handle=False)
    assert await sender.house.inbox.handle(10, NOW) == 0
    assert (await sender.house.connections.get(sender.connection)).backlog.new == 1
    await sender.house.connections.resume(sender.connection)
    assert await sender.house.inbox.handle(10, NOW) == 1
    assert await sender.status() is Status.REGISTERED


async def test_replaying_changes_nothing_that_was_handled_once(sender: Sender) -> None:
    first = await sender.send("registration.created", BEFORE, email="ana@example.org")
    member = await sender.member()
    before = await sender.house.outbox(member)
    assert await sender.house.inbox.replay(sender.connection, [first], NOW) == 1
    assert await sender.house.inbox.handle(10, NOW) == 1
    assert await sender.house.outbox(member) == before
    facts = await sender.house.pool.fetch("SELECT kind FROM facts WHERE member_id = $1", member)
    assert sorted(row["kind"] for row in facts) == [FactKind.ADDED, FactKind.REGISTERED]


async def test_a_delivery_that_breaks_us_holds_nobody_up_and_can_be_replayed(
    sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = StandardWebhooksIn.parse

    def parse(self: StandardWebhooksIn, headers: Headers, body: bytes, settings: Settings) -> Any:
        assert b"boom" not in body
        return whole(self, headers, body, settings)

    monkeypatch.setattr(StandardWebhooksIn, "parse", parse)
    bad = await sender.send("registration.created", BEFORE, email="boom@example.org", handle=False)
    good = await sender.send("registration.created", BEFORE, email="ana@example.org", handle=False)
    await sender.house.inbox.handle(10, NOW)
    assert await sender.outcome(good) == ("done", "applied")
    now = NOW
    for _ in range(8):
        assert await sender.outcome(bad) == ("new", "failed") or now > NOW
        now += DAY
        await sender.house.inbox.handle(10, now)
    assert await sender.outcome(bad) == ("failed", "failed")
    assert (await sender.house.connections.get(sender.connection)).backlog.failed == 1
    monkeypatch.undo()
    assert await sender.house.inbox.replay(sender.connection, None, NOW) == 1
    await sender.house.inbox.handle(10, NOW)
    assert await sender.outcome(bad) == ("done", "applied")


async def test_bodies_go_after_thirty_days_and_keys_stay(sender: Sender) -> None:
    row = await sender.send("registration.created", BEFORE, email="ana@example.org")
    assert await sender.house.inbox.sweep(NOW + BODY_KEPT_MS - 1) == 0
    assert await sender.house.inbox.sweep(NOW + BODY_KEPT_MS + 1) == 1
    assert await sender.house.inbox.replay(sender.connection, [row], NOW) == 0
    page = await sender.house.inbox.page(sender.connection, InboxState.DONE, None, 10)
    assert [each.id for each in page.items] == [row]


async def test_erasing_a_person_takes_the_bodies_about_them(sender: Sender) -> None:
    row = await sender.send(
        "registration.created", BEFORE, email="ana@example.org", join_url="https://v.example/j/1"
    )
    other = await sender.send("registration.created", BEFORE, email="ben@example.org")
    person = (await sender.house.load(await sender.member())).person
    await sender.house.erasure.erase(person.id, NOW)
    bodies = await sender.house.pool.fetch("SELECT id FROM inbox WHERE body IS NOT NULL")
    assert [each["id"] for each in bodies] == [other], row
    urls = await sender.house.pool.fetchval("SELECT count(*) FROM vendor_identities WHERE join_url <> ''")
    assert urls == 0


async def test_deleting_a_connection_leaves_what_came_of_it(sender: Sender) -> None:
    await sender.send("attendance.joined", STARTS_AT, email="ana@example.org", stay="1")
    await sender.house.connections.delete(sender.connection, NOW)
    assert await sender.status() is Status.ATTENDED
    with pytest.raises(Refused):
        await sender.house.connections.get(sender.connection)


def _stream(chance: random.Random) -> list[tuple[str, int, dict[str, Any]]]:
    """A webinar as a vendor tells it: registrations, cancellations, rooms, reconnects, people without an email."""
    told: list[tuple[str, int, dict[str, Any]]] = []
    for number in range(12):
        known = {"attendee": str(number), "email": f"p{number}@example.org"}
        nameless = {"attendee": str(number)}
        at = BEFORE + number * S
        approval = chance.choice(["approved", "approved", "pending", "denied"])
        told.append(("registration.created", at, {**known, "approval": approval}))
        if approval == "pending" and chance.random() < 0.7:
            told.append(("registration.created", at + 100, {**known, "approval": "approved"}))
        if chance.random() < 0.4:
            told.append(("registration.cancelled", at + 200, nameless))
            if chance.random() < 0.5:
                told.append(("registration.created", at + 300, known))
        for stay in range(chance.randrange(3)):
            who = chance.choice([known, nameless])
            row = {"stay": f"{number}-{stay}", "session": "s"}
            low = STARTS_AT + chance.randrange(50) * MINUTE + number
            told.append(("attendance.joined", low, {**who, **row}))
            if chance.random() < 0.8:
                high = low + chance.randrange(1, 30) * MINUTE
                told.append(("attendance.left", high, {**chance.choice([known, nameless]), **row}))
    told.append(("session.ended", ENDS_AT + S, {"session": "s"}))
    return told


async def _play(house: House, rule: str, told: Sequence[tuple[str, int, dict[str, Any]]], batch: int) -> Any:
    sender = await open_sender(house, cancellations=rule)
    for nth, (kind, at, data) in enumerate(told):
        await sender.send(kind, at, handle=False, **data)
        if nth % batch == batch - 1:
            await house.inbox.handle(100, NOW)
    while await house.inbox.handle(batch, NOW):
        pass
    await house.settlement.settle_webinar(sender.webinar.id, NOW)
    found = await house.pool.fetch(
        """SELECT p.email, m.status, m.visitor, r.live::text AS live
             FROM members m JOIN persons p ON p.id = m.person_id LEFT JOIN reported r ON r.member_id = m.id
            WHERE m.webinar_id = $1 ORDER BY p.email""",
        sender.webinar.id,
    )
    return [tuple(row) for row in found]


@pytest.mark.parametrize("rule", ["ignore", "remove"])
@pytest.mark.parametrize("seed", range(4))
async def test_shuffled_and_duplicated_it_ends_the_same(house: House, seed: int, rule: str) -> None:
    chance = random.Random(seed)
    told = _stream(chance)
    ordered = await _play(house, rule, sorted(told, key=lambda each: each[1]), 1)
    assert len(ordered) == 12
    shuffled = [*told, *chance.sample(told, len(told) // 2)]
    chance.shuffle(shuffled)
    assert await _play(house, rule, shuffled, chance.choice([1, 7, 100])) == ordered


async def test_several_workers_share_the_work(house: House) -> None:
    sender = await open_sender(house)
    for number in range(40):
        await sender.send("registration.created", BEFORE, email=f"p{number}@example.org", handle=False)
        await sender.send(
            "attendance.joined",
            STARTS_AT + number,
            email=f"p{number}@example.org",
            stay=f"{number}",
            handle=False,
        )

    async def work() -> int:
        done = 0
        while taken := await house.inbox.handle(5, NOW):
            done += taken
        return done

    assert sum(await asyncio.gather(*(work() for _ in range(4)))) == 80
    assert await house.statuses(sender.webinar) == {Status.ATTENDED: 40}
    assert (await house.connections.get(sender.connection)).state is ConnectionState.ACTIVE
