"""The outbox: what settling commits reaches every endpoint once, in order, signed, whatever the others do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest

from latecomer.core.errors import Refused
from latecomer.core.facts import FactKind
from latecomer.core.retry import WAITS_MS, Attempt, AttemptOutcome
from latecomer.core.timestamps import to_text
from latecomer.integrations.deliveries.dead_letters import DeadLetters
from latecomer.integrations.deliveries.queries.deliveries import DeliveryState
from latecomer.vendors.kit.sender import OutgoingEvent
from tests.support.builders import DAY, ENDS_AT, MINUTE, S
from tests.support.posting import Post, open_post
from tests.support.services import House
from tests.vendors.servers.receiver import Receiver, Told, running_receiver


@pytest.fixture
async def post(house: House) -> AsyncIterator[Post]:
    async with open_post(house.pool) as opened:
        yield opened


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with running_receiver() as running:
        yield running


def told(receiver: Receiver) -> list[tuple[str, int]]:
    """Type and sequence of what an endpoint took."""
    return [(one.body["type"], one.body["data"].get("sequence")) for one in receiver.taken]


async def test_a_flip_is_told_in_order_and_signed(house: House, post: Post, receiver: Receiver) -> None:
    await post.connect_receiver(receiver)
    webinar = await house.webinar()
    member = await house.member(webinar)
    await house.finisher.finish(webinar.id, ENDS_AT)
    await house.record(member, FactKind.VIEW, ENDS_AT + MINUTE)
    async with post.working():
        await receiver.until(5)
    assert told(receiver) == [
        ("member.registered", 1),
        ("member.status_changed", 2),
        ("webinar.finished", None),
        ("member.status_changed", 3),
        ("member.status_changed", 4),
    ]
    flip = receiver.taken[-1].body
    assert flip["timestamp"] == "2026-03-04T17:01:00.000Z"
    assert flip["data"] | {"member_id": "", "webinar_id": "", "person_id": ""} == {
        "sequence": 4,
        "webinar_id": "",
        "member_id": "",
        "person_id": "",
        "email": "ada@example.com",
        "first_name": None,
        "last_name": None,
        "from_status": "no_show",
        "status": "attended_on_demand",
        "reason": None,
        "happened_at": to_text(ENDS_AT + MINUTE),
    }
    assert not receiver.refused


async def test_events_from_before_a_connection_stay_untold(
    house: House, post: Post, receiver: Receiver
) -> None:
    webinar = await house.webinar()
    await house.member(webinar, "before@example.com")
    assert await post.outbox().spread() == 2
    await post.connect_receiver(receiver)
    await house.member(webinar, "after@example.com")
    async with post.working():
        await receiver.until(2)
    assert {one.body["data"]["email"] for one in receiver.taken} == {"after@example.com"}


async def test_a_bound_connection_hears_of_its_webinars_alone(house: House, post: Post) -> None:
    mine, other = await house.webinar(), await house.webinar()
    async with running_receiver() as bound, running_receiver() as unbound:
        await post.connect_receiver(bound, mine.id)
        everything = await post.connect_receiver(unbound)
        await post.connect("standard_webhooks_in", None, mine.id)
        await house.member(other, "other@example.com")
        await house.member(mine, "mine@example.com")
        async with post.working():
            await post.until_settled(everything, 4)
            await bound.until(2)
        assert {one.body["data"]["email"] for one in bound.taken} == {"mine@example.com"}
        assert [state for state, _, _ in await post.states(everything)] == ["delivered"] * 4
        # The same event has the same id wherever it goes.
        assert [one.id for one in bound.taken] == [one.id for one in unbound.taken[2:]]


async def test_a_retry_holds_nothing_back_and_keeps_its_id(
    house: House, post: Post, receiver: Receiver
) -> None:
    connection = await post.connect_receiver(receiver)
    webinar = await house.webinar()
    await house.member(webinar)
    receiver.answers.append(Told(500))
    async with post.working() as wake:
        await post.until_settled(connection, 2)
        assert told(receiver) == [("member.status_changed", 2)]
        assert await post.states(connection) == [
            ("waiting", 1, "bad_answer"),
            ("delivered", 1, "delivered"),
        ]
        post.clock.turn(4 * S)
        wake.set()
        await house.member(webinar, "next@example.com")
        wake.set()
        await receiver.until(3)
        post.clock.turn(3 * S)
        wake.set()
        await receiver.until(4)
    (again,) = [one for one in receiver.taken if one.id == receiver.received[0].id]
    assert again.body == receiver.received[0].body
    assert len({one.id for one in receiver.taken}) == 4


async def test_a_dead_endpoint_delays_nobody(house: House, post: Post) -> None:
    async with running_receiver() as slow, running_receiver() as quick:
        slow.always = Told(204, delay_s=30.0)
        dead = await post.connect_receiver(slow)
        await post.connect_receiver(quick)
        webinar = await house.webinar()
        await house.add(webinar, *(f"{n}@example.com" for n in range(20)))
        async with post.working():
            loop = asyncio.get_running_loop()
            began = loop.time()
            await quick.until(40)
            assert loop.time() - began < 5.0
            assert not slow.taken
        async with house.pool.acquire() as conn:
            assert await conn.fetchval("SELECT count(*) FROM deliveries WHERE connection_id = $1", dead) == 40


async def test_gone_disables_the_endpoint_and_nothing_is_lost(
    house: House, post: Post, receiver: Receiver
) -> None:
    connection = await post.connect_receiver(receiver)
    webinar = await house.webinar()
    receiver.answers.append(Told(410))
    await house.member(webinar)
    async with post.working() as wake:
        while (await _connection(post, connection))[0] != "broken":  # noqa: ASYNC110 - a row, no event
            await asyncio.sleep(0.01)
        assert "410" in (await _connection(post, connection))[1]
        assert receiver.taken == []
        assert len(receiver.received) == 1
        async with house.pool.acquire() as conn:
            await conn.execute("UPDATE connections SET state = 'active' WHERE id = $1", connection)
        wake.set()
        await receiver.until(2)
    assert told(receiver) == [("member.registered", 1), ("member.status_changed", 2)]


async def _connection(post: Post, connection: object) -> tuple[str, str]:
    async with post.pool.acquire() as conn:
        row = await conn.fetchrow("SELECT state, state_reason FROM connections WHERE id = $1", connection)
    assert row is not None
    return row["state"], row["state_reason"] or ""


async def test_retry_after_leaves_the_endpoint_alone(house: House, post: Post, receiver: Receiver) -> None:
    connection = await post.connect_receiver(receiver)
    receiver.answers.append(Told(429, {"Retry-After": "60"}))
    await house.member(await house.webinar())
    async with post.working() as wake:
        while ("waiting", 1, "throttled") not in await post.states(connection):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        post.clock.turn(59 * S)
        wake.set()
        await asyncio.sleep(0.05)
        assert len(receiver.received) == 1
        post.clock.turn(2 * S)
        wake.set()
        await receiver.until(2)


async def test_what_fails_ten_times_is_a_dead_letter_that_a_person_replays(
    house: House, post: Post, receiver: Receiver
) -> None:
    connection = await post.connect_receiver(receiver)
    rung = 0

    async def ring() -> None:
        nonlocal rung
        rung += 1

    letters = DeadLetters(house.pool, ring)
    receiver.always = Told(302, {"Location": "http://127.0.0.1:1/"})
    await house.member(await house.webinar())
    async with post.working() as wake:
        for wait in WAITS_MS:
            post.clock.turn(wait * 6 // 5 + 1)
            wake.set()
            await post.until_settled(connection, 2)
        assert await post.states(connection) == [("dead", 10, "bad_answer")] * 2
        assert len(receiver.received) == 20
        assert len({one.id for one in receiver.received}) == 2
        counts = await letters.counts(connection)
        assert (counts.waiting, counts.retrying, counts.dead) == (0, 0, 2)
        assert counts.last_code == "bad_answer"
        (newest,), cursor = await letters.page(connection, [DeliveryState.DEAD], None, 1)
        (oldest,), end = await letters.page(connection, [DeliveryState.DEAD], cursor, 1)
        assert (newest.data["sequence"], oldest.data["sequence"], end) == (2, 1, None)
        assert oldest.message == "answered 302; redirects are not followed"

        receiver.always = None
        replayed = await letters.replay(oldest.id, post.clock())
        assert (replayed.state, replayed.attempts) == (DeliveryState.WAITING, 0)
        wake.set()
        await receiver.until(1)
        await post.until_settled(connection, 2)
        with pytest.raises(Refused) as refused:
            await letters.replay(oldest.id, post.clock())
        assert refused.value.code == "already_delivered"
        assert await letters.replay_dead(connection, post.clock()) == 1
        wake.set()
        await receiver.until(2)
        await post.until_settled(connection, 2)
    assert rung == 2
    assert {one.id for one in receiver.taken} == {one.id for one in receiver.received}


async def test_several_workers_share_and_each_event_goes_once_in_order(house: House, post: Post) -> None:
    webinar = await house.webinar()
    async with running_receiver() as one, running_receiver() as two, running_receiver() as three:
        receivers = (one, two, three)
        for receiver in receivers:
            await post.connect_receiver(receiver)
        async with post.working(3) as wake:
            for start in range(0, 60, 10):
                await house.add(webinar, *(f"{n}@example.com" for n in range(start, start + 10)))
                wake.set()
            for receiver in receivers:
                await receiver.until(120, within_s=30)
        for receiver in receivers:
            ids = [each.id for each in receiver.received]
            assert len(ids) == len(set(ids)) == 120
            by_member: dict[str, list[int]] = {}
            for each in receiver.received:
                by_member.setdefault(each.body["data"]["member_id"], []).append(each.body["data"]["sequence"])
            assert set(map(tuple, by_member.values())) == {(1, 2)}
        assert [each.id for each in one.received] == [each.id for each in two.received]


async def test_a_worker_that_died_is_replaced_when_its_lease_ends(
    house: House, post: Post, receiver: Receiver
) -> None:
    connection = await post.connect_receiver(receiver)
    await house.member(await house.webinar())
    receiver.always = Told(204, delay_s=30.0)
    async with post.working():
        await receiver.until_received(1)
    receiver.always = None
    async with post.working() as wake:
        await asyncio.sleep(0.05)
        assert not receiver.taken  # the lease stands
        post.clock.turn(91 * S)
        wake.set()
        await receiver.until(2)
        await post.until_settled(connection, 2)
    assert receiver.received[0].id == receiver.taken[0].id


async def test_a_fault_of_ours_is_an_attempt_like_any_other(house: House, post: Post) -> None:
    class Broken:
        async def send(self, *_: object) -> list[object]:
            raise ZeroDivisionError

    connection = await post.connect("webhook", Broken())  # type: ignore[arg-type]
    unopened = await post.connect("webhook", None)
    await house.member(await house.webinar())
    async with post.working():
        await post.until_settled(connection, 2)
    assert await post.states(connection) == [("waiting", 1, "internal_error")] * 2
    assert await post.states(unopened) == [("waiting", 0, None)] * 2


@pytest.mark.parametrize("outcome", [AttemptOutcome.REJECTED, AttemptOutcome.SHUT])
async def test_whatever_a_receiver_says_can_be_written_down(
    house: House, post: Post, outcome: AttemptOutcome
) -> None:
    class Rude:
        async def send(self, events: Sequence[OutgoingEvent], now: int) -> Sequence[Attempt]:
            del now
            said = Attempt(outcome=outcome, code="co\0de", message="\0\ud800" + "x" * 10_000)
            return [said] * len(events)

    connection = await post.connect("webhook", Rude())
    await house.member(await house.webinar())
    async with post.working():
        while not (await post.states(connection) or [("", 0, None)])[0][2]:  # noqa: ASYNC110 - a row, no event
            await asyncio.sleep(0.01)
    assert (await post.states(connection))[0][2] == "code"


async def test_a_batch_goes_in_one_lane_and_what_a_crash_left_is_known_as_such(
    house: House, post: Post
) -> None:
    class Batches:
        def __init__(self) -> None:
            self.sent: list[list[tuple[int, str | None]]] = []
            self.hangs = True

        async def send(self, events: Sequence[OutgoingEvent], now: int) -> Sequence[Attempt]:
            del now
            self.sent.append([(int(str(event.data["sequence"])), event.last_code) for event in events])
            if self.hangs:
                await asyncio.Event().wait()
            failed = Attempt(outcome=AttemptOutcome.FAILED, code="some_failure")
            taken = Attempt(outcome=AttemptOutcome.DELIVERED, code="delivered")
            return [
                failed if event.data["sequence"] == 1 and event.attempts == 0 else taken for event in events
            ]

    batches = Batches()
    webinar = await house.webinar()
    connection = await post.connect("hubspot", batches, webinar.id)
    unbound = await post.connect("hubspot", batches)
    member = await house.member(webinar)
    async with post.working():
        while not batches.sent:  # noqa: ASYNC110 - a list, no event
            await asyncio.sleep(0.01)
    assert batches.sent == [[(1, None), (2, None)]]
    batches.hangs = False
    post.clock.turn(4 * 91 * S)
    async with post.working() as wake:
        await post.until_settled(connection, 2)
        assert batches.sent[1:] == [[(1, "sending"), (2, "sending")]]
        assert await post.states(connection) == [
            ("waiting", 1, "some_failure"),
            ("delivered", 1, "delivered"),
        ]
        await house.record(member, FactKind.ATTENDED, ENDS_AT)
        post.clock.turn(6 * S)
        wake.set()
        await post.until_settled(connection, 3)
    assert batches.sent[2:] == [[(1, "some_failure"), (3, None)]]
    assert await post.states(unbound) == []


async def test_who_keeps_a_members_order_hears_of_nobody_past_an_earlier_event(
    house: House, post: Post
) -> None:
    class Failing:
        def __init__(self) -> None:
            self.sent: list[tuple[str, int]] = []

        async def send(self, events: Sequence[OutgoingEvent], now: int) -> Sequence[Attempt]:
            del now
            self.sent += [(str(event.data["email"]), int(str(event.data["sequence"]))) for event in events]
            failed = Attempt(outcome=AttemptOutcome.FAILED, code="some_failure")
            taken = Attempt(outcome=AttemptOutcome.DELIVERED, code="delivered")
            if len(self.sent) > 2:
                return [taken] * len(events)
            return [
                failed,
                Attempt(outcome=AttemptOutcome.POSTPONED, code="behind_another", retry_after_ms=0),
            ]

    failing = Failing()
    webinar = await house.webinar()
    connection = await post.connect("hubspot", failing, webinar.id)
    await house.member(webinar)
    async with post.working() as wake:
        await post.until_settled(connection, 2, due=1)
        assert await post.states(connection) == [
            ("waiting", 1, "some_failure"),
            ("waiting", 0, "behind_another"),
        ]
        await house.member(webinar, "ben@example.com")
        wake.set()
        await post.until_settled(connection, 4, due=1)
        assert failing.sent == [
            ("ada@example.com", 1),
            ("ada@example.com", 2),
            ("ben@example.com", 1),
            ("ben@example.com", 2),
        ]

        post.clock.turn(7 * S)
        wake.set()
        await post.until_settled(connection, 4)
    assert failing.sent[4:] == [("ada@example.com", 1), ("ada@example.com", 2)]
    assert [state for state, _, _ in await post.states(connection)] == ["delivered"] * 4


async def test_a_connection_is_told_of_what_it_wants(house: House, post: Post, receiver: Receiver) -> None:
    webinar = await house.webinar()
    picky = await post.connect_receiver(receiver)
    everything = await post.connect("webhook", None)
    marketo = await post.connect("marketo", None, webinar.id)
    async with house.pool.acquire() as conn:
        await conn.execute("UPDATE connections SET events = '{member.status_changed}' WHERE id = $1", picky)
    await house.member(webinar)
    async with post.working():
        await post.until_settled(picky, 1)
    assert told(receiver) == [("member.status_changed", 2)]
    assert len(await post.states(everything)) == 2
    assert len(await post.states(marketo)) == 1, "of a seat it would not know what to make"


async def test_old_events_go_when_nobody_waits_for_them(house: House, post: Post, receiver: Receiver) -> None:
    webinar = await house.webinar()
    await house.member(webinar, "nobody@example.com")
    outbox = post.outbox()
    assert await outbox.spread() == 2
    connection = await post.connect_receiver(receiver)
    receiver.answers.append(Told(500))
    await house.member(webinar, "somebody@example.com")
    async with post.working():
        await post.until_settled(connection, 2)
    await house.member(webinar, "late@example.com")
    async with house.pool.acquire() as conn:
        await conn.execute("UPDATE outbox SET at = $1 WHERE spread_at IS NULL", post.clock() - 29 * DAY)
    async with post.working():
        await post.until_settled(connection, 4)
    assert await outbox.sweep() == 3  # nobody's two and the one that was taken; one waits, two are young
    assert [state for state, _, _ in await post.states(connection)] == ["waiting", "delivered", "delivered"]


async def test_unknown_ids_are_refused(house: House, post: Post) -> None:
    async def ring() -> None:
        raise AssertionError("nothing to ring for")

    letters = DeadLetters(house.pool, ring)
    connection = await post.connect("webhook", None)
    await letters.page(connection, [], None, 200)
    webinar = await house.webinar()
    for call in (
        letters.page(webinar.id, [], None, 5),  # type: ignore[arg-type]
        letters.counts(webinar.id),  # type: ignore[arg-type]
        letters.replay(webinar.id, 0),
        letters.replay_dead(webinar.id, 0),  # type: ignore[arg-type]
    ):
        with pytest.raises(Refused) as refusal:
            await call
        assert refusal.value.code.startswith("unknown_")
