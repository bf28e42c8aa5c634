"""The ledger at its edges: limits, thresholds, marks, queues, loading. Source: docs/domain.md, Watched time is a set"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.redis import keys
from latecomer.redis.functions import (
    CardMissing,
    LedgerAway,
    LedgerBroken,
    ShardNotReady,
    raise_first,
    redis_errors,
)
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import (
    Click,
    Clicked,
    Counted,
    Entry,
    Greeted,
    Heartbeat,
    Hello,
    Recount,
    Refusal,
)
from latecomer.watching.ledger.presence_store import PresenceStore, WorkerPresence
from latecomer.watching.ledger.record import Record, Reports
from tests.support import builders
from tests.support.builders import (
    CLOSES_AT,
    DAY,
    ENDS_AT,
    HOUR,
    MEMBER,
    MINUTE,
    PLAYBACK,
    STARTS_AT,
    WEBINAR,
    webinar,
)

NOW: Instant = ENDS_AT + HOUR
CARD = LedgerMember(
    member=MEMBER, webinar=WEBINAR.id, version=1, status=Status.NO_SHOW, link_serial=1, visitor=False
)


async def put(ledger: Ledger, *cards: LedgerMember, of: Webinar = WEBINAR) -> None:
    await ledger.put_webinar(of)
    await ledger.put_members({of.id: of}, cards or [CARD], NOW)


def hello(**changes: Any) -> Hello:
    return msgspec.structs.replace(
        Hello(member=MEMBER, webinar=WEBINAR, link_serial=1, now=NOW, playback=PLAYBACK, clock_ms=0),
        **changes,
    )


def heartbeat(*credits_: int, **changes: Any) -> Heartbeat:
    values: dict[str, Any] = {"member": MEMBER, "webinar": WEBINAR, "playback": PLAYBACK, "now": NOW}
    return builders.heartbeat(**(values | changes), credits=credits_)


async def count(ledger: Ledger, *entries: Entry) -> Counted:
    """Apply after a hello; the last outcome."""
    outcomes = await ledger.apply(0, [hello(), *entries])
    assert isinstance(outcomes[-1], Counted), outcomes[-1]
    return outcomes[-1]


async def claim_due(ledger: Ledger, *args: int) -> list[MemberId]:
    """Claim what is due on the only shard."""
    claims = await ledger.claim_due(*args)
    raise_first(claims.failures)
    return list(claims.members.get(0, ()))


async def claim_dirty(ledger: Ledger, *args: int) -> list[MemberId]:
    """Claim what is dirty on the only shard."""
    claims = await ledger.claim_dirty(*args)
    raise_first(claims.failures)
    return list(claims.members.get(0, ()))


async def record(ledger: Ledger, member: MemberId = MEMBER) -> Record:
    return (await ledger.read([member]))[member]


def without_zeros(counters: dict[str, int]) -> dict[str, int]:
    return {name: n for name, n in counters.items() if n}


async def everything(client: Redis) -> dict[object, Any]:
    """All that Redis holds, byte for byte."""
    found: dict[object, Any] = {}
    for key in await client.keys("*"):
        match await client.type(key):
            case b"string":
                found[key] = await client.get(key)
            case b"hash":
                found[key] = await client.hgetall(key)
            case b"zset":
                found[key] = await client.zrange(key, 0, -1, withscores=True)
    return found


class TestThreshold:
    async def test_exactly_the_threshold_is_no_view(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 1, -1, -1))  # the first credit is a join, which is due
        counted = await count(ledger, heartbeat(NOW, NOW + 60_000, -1, -1))
        assert counted.on_demand_ms == 60_000
        assert not counted.raised
        assert (await record(ledger)).view_at is None

    async def test_a_millisecond_more_is_a_view(self, ledger: Ledger) -> None:
        await put(ledger)
        counted = await count(ledger, heartbeat(NOW, NOW + 60_001, -1, -1, now=NOW + 60_000))
        assert counted.raised
        assert (await record(ledger)).view_at == NOW + 60_000
        assert await ledger.due(0) == [MEMBER]

    async def test_a_view_stays_one_when_the_threshold_rises(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 60_001, -1, -1))
        await ledger.put_webinar(webinar(version=2, watch_threshold_s=300.0))
        await count(ledger, heartbeat(NOW, NOW + 60_002, -1, -1))
        assert (await record(ledger)).view_at == NOW

    async def test_lowering_it_raises_views_at_the_recount(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 30_000, -1, -1))
        lower = webinar(version=2, watch_threshold_s=20.0)
        await ledger.put_webinar(lower)
        outcome = await ledger.apply(0, [Recount(member=MEMBER, webinar=lower, now=NOW + DAY)])
        assert outcome == [Clicked(None, raised=True)]
        assert (await record(ledger)).view_at == NOW + DAY
        again = await ledger.apply(0, [Recount(member=MEMBER, webinar=lower, now=NOW + 2 * DAY)])
        assert again == [Clicked(None, raised=False)]

    async def test_the_first_live_millisecond_is_a_moment(self, ledger: Ledger) -> None:
        await put(ledger, replace(CARD, status=Status.REGISTERED))
        counted = await count(ledger, heartbeat(ENDS_AT - 1, ENDS_AT, -1, -1))
        assert (counted.live_ms, counted.on_demand_ms, counted.raised) == (1, 0, True)
        assert (await record(ledger)).live_at == NOW


class TestWindow:
    async def test_its_last_millisecond_counts(self, ledger: Ledger) -> None:
        await put(ledger)
        assert (await count(ledger, heartbeat(CLOSES_AT - 1, CLOSES_AT, -1, -1))).on_demand_ms == 1

    async def test_what_a_move_of_the_end_puts_outside_counts_no_more(self, ledger: Ledger) -> None:
        later = webinar(ends_at=ENDS_AT + HOUR)
        await put(ledger, of=later)
        await count(ledger, heartbeat(STARTS_AT, ENDS_AT + MINUTE, -1, -1))
        finished = webinar(version=2)
        await ledger.put_webinar(finished)
        counted = await count(ledger, heartbeat())
        assert (counted.live_ms, counted.on_demand_ms) == (HOUR, MINUTE)

    async def test_a_day_ends_where_the_next_begins(self, ledger: Ledger) -> None:
        await put(ledger, replace(CARD, status=Status.ATTENDED_ON_DEMAND, visitor=True))
        midnight = ENDS_AT + 7 * HOUR
        for from_at, to_at, days in (
            (midnight - 5, midnight, {"d0": 1}),
            (midnight + DAY, midnight + DAY + 5, {"d0": 1, "d2": 1}),
        ):
            await count(ledger, heartbeat(from_at, to_at, -1, -1))
            counters = await ledger.counters(WEBINAR.id)
            assert {name: n for name, n in counters.items() if name[0] == "d"} == days

    async def test_a_day_is_counted_once_however_often_it_is_watched(self, ledger: Ledger) -> None:
        await put(ledger, replace(CARD, status=Status.ATTENDED_ON_DEMAND, visitor=True))
        midnight = ENDS_AT + 7 * HOUR
        await count(
            ledger,
            heartbeat(ENDS_AT, ENDS_AT + 1, -1, -1),
            heartbeat(midnight - 1, midnight + 1, -1, -1),
            heartbeat(ENDS_AT + 5, ENDS_AT + 6, -1, -1),
        )
        counters = await ledger.counters(WEBINAR.id)
        assert {name: n for name, n in counters.items() if name.startswith("d")} == {"d0": 1, "d1": 1}


class TestLimit:
    async def test_a_new_interval_beyond_2000_is_dropped_and_one_that_touches_is_not(
        self, ledger: Ledger
    ) -> None:
        await put(ledger)
        full = [n for i in range(2000) for n in (NOW + 10 * i, NOW + 10 * i + 5, -1, -1)]
        counted = await count(ledger, heartbeat(*full))
        assert (counted.on_demand_ms, counted.over_limit) == (10_000, 0)

        counted = await count(
            ledger,
            heartbeat(
                *(NOW + 20_000, NOW + 20_005, 3, 4),  # after all of them
                *(NOW + 7, NOW + 8, -1, -1),  # between two of them
                *(NOW - 5, NOW - 1, -1, -1),  # before all of them
                *(NOW + 19_995, NOW + 19_999, 7, 8),  # touches the last
                *(NOW + 5, NOW + 6, -1, -1),  # touches the first
                *(NOW - 1, NOW, -1, -1),  # touches the first
                *(NOW + 2, NOW + 3, -1, -1),  # is there already
            ),
        )
        assert (counted.on_demand_ms, counted.over_limit, counted.covered_s) == (10_006, 3, 1)
        kept = await record(ledger)
        assert len(kept.intervals) == 2000
        assert kept.drops == {"limit": 3}
        assert kept.recent_drops[0].segment == "[20000,20005,3,4]"
        assert (await ledger.counters(WEBINAR.id))["drop:limit"] == 3

    async def test_joining_two_makes_room_for_one(self, ledger: Ledger) -> None:
        await put(ledger)
        full = [n for i in range(2000) for n in (NOW + 10 * i, NOW + 10 * i + 5, -1, -1)]
        counted = await count(
            ledger, heartbeat(*full), heartbeat(NOW + 5, NOW + 10, -1, -1, NOW + 30_000, NOW + 30_001, -1, -1)
        )
        assert (counted.on_demand_ms, counted.over_limit) == (10_006, 0)

    async def test_the_last_50_drops_are_kept(self, ledger: Ledger) -> None:
        await put(ledger)
        drops = [text for n in range(60) for text in ("malformed", f"[{n}]")]
        await count(ledger, heartbeat(drops=drops))
        kept = await record(ledger)
        assert [drop.segment for drop in kept.recent_drops] == [f"[{n}]" for n in range(10, 60)]
        assert kept.drops == {"malformed": 60}

    async def test_of_more_than_200_playbacks_the_longest_silent_is_forgotten(self, ledger: Ledger) -> None:
        await put(ledger)
        ids = [PlaybackId(UUID(int=n)) for n in range(201)]
        await ledger.apply(0, [hello(playback=each, now=NOW + n) for n, each in enumerate(ids[:200])])
        await ledger.apply(
            0, [heartbeat(playback=ids[0], now=NOW + 300), hello(playback=ids[200], now=NOW + 301)]
        )
        assert {each.playback for each in (await record(ledger)).playbacks} == set(ids) - {ids[1]}


class TestPlaybacks:
    async def test_the_first_anchor_wins(self, ledger: Ledger) -> None:
        await put(ledger)
        first, second = await ledger.apply(0, [hello(clock_ms=500), hello(now=NOW + 9_000, clock_ms=9_000)])
        assert isinstance(first, Greeted)
        assert isinstance(second, Greeted)
        assert (first.known, second.known) == (False, True)
        assert first.anchor_at == second.anchor_at == NOW - 500
        assert first.hello_at == second.hello_at == NOW

    async def test_an_anchor_is_kept_for_24_hours_after_the_last_word(self, ledger: Ledger) -> None:
        await put(ledger)
        await ledger.apply(0, [hello(), heartbeat(now=NOW + HOUR)])
        (kept,) = await ledger.apply(0, [hello(now=NOW + HOUR + DAY, only_known=True)])
        assert isinstance(kept, Greeted)
        assert kept.anchor_at == NOW
        (anew,) = await ledger.apply(0, [hello(now=NOW + HOUR + 2 * DAY + 1)])
        assert isinstance(anew, Greeted)
        assert (anew.known, anew.anchor_at) == (False, NOW + HOUR + 2 * DAY + 1)

    async def test_after_the_window_only_known_ones_are_taken(self, ledger: Ledger) -> None:
        await put(ledger)
        assert await ledger.apply(0, [hello(only_known=True)]) == [Refusal.NEVER_SAID_HELLO]
        assert (await record(ledger)).playbacks == ()

    async def test_one_that_never_said_hello_is_refused(self, ledger: Ledger) -> None:
        await put(ledger)
        assert await ledger.apply(0, [heartbeat(NOW, NOW + 1, -1, -1)]) == [Refusal.NEVER_SAID_HELLO]
        assert (await record(ledger)).intervals == ()

    async def test_it_belongs_to_the_member_who_said_hello_with_it(self, ledger: Ledger) -> None:
        other = MemberId(UUID(int=7))
        await put(ledger, CARD, replace(CARD, member=other))
        outcomes = await ledger.apply(0, [hello(), heartbeat(NOW, NOW + 5, -1, -1, member=other)])
        assert outcomes[1] is Refusal.NEVER_SAID_HELLO

    async def test_one_of_an_older_recording_covers_nothing(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 5_000, 0, 5))
        newer = webinar(version=2, recording=Recording(url="/recordings/b.mp4", duration_s=1800.0, version=2))
        await ledger.put_webinar(newer)
        outcomes = await ledger.apply(
            0,
            [
                heartbeat(NOW + 5_000, NOW + 9_000, 5, 9, webinar=newer, resume_s=9.0),
                hello(webinar=newer, playback=PlaybackId(UUID(int=2))),
                heartbeat(NOW + 9_000, NOW + 9_100, 9, 10, webinar=newer, playback=PlaybackId(UUID(int=2))),
            ],
        )
        assert isinstance(outcomes[0], Counted)
        assert (outcomes[0].on_demand_ms, outcomes[0].covered_s) == (9_000, 0)
        kept = await record(ledger)
        assert (kept.covered, kept.recording_version, kept.resume_s) == (((9, 10),), 2, 0.0)
        assert await ledger.retention(WEBINAR.id, 2) == {"9": 1, "10": -1}
        assert await ledger.retention(WEBINAR.id, 1) == {"0": 1, "5": -1}

    async def test_while_ten_are_open_anywhere_no_new_one_is_taken(
        self, ledger: Ledger, client: Redis
    ) -> None:
        await put(ledger)
        await ledger.apply(0, [hello()])
        worker = PresenceStore(client, 1)
        await worker.say("a", [WorkerPresence(WEBINAR.id, MEMBER, 6, playing=True)])
        await worker.say("b", [WorkerPresence(WEBINAR.id, MEMBER, 4, playing=False)])
        new = PlaybackId(UUID(int=2))
        known, refused = await ledger.apply(0, [hello(), hello(playback=new)])
        assert isinstance(known, Greeted)
        assert refused is Refusal.TOO_MANY_PLAYBACKS
        await worker.say("b", [WorkerPresence(WEBINAR.id, MEMBER, 3, playing=False)])
        assert isinstance((await ledger.apply(0, [hello(playback=new)]))[0], Greeted)


class TestCards:
    @pytest.mark.parametrize("status", [status for status in Status if not status.has_seat])
    async def test_who_has_no_seat_is_refused(self, ledger: Ledger, status: Status) -> None:
        await put(ledger, replace(CARD, status=status))
        expected = Refusal.REVOKED if status is Status.NOT_IN_PROGRAM else Refusal.NOT_OPEN
        click = Click(member=MEMBER, webinar=WEBINAR, link_serial=1, now=NOW)
        assert await ledger.apply(0, [hello(), heartbeat(), click]) == [expected] * 3

    async def test_a_replaced_link_is_refused_and_the_new_one_taken(self, ledger: Ledger) -> None:
        await put(ledger)
        await ledger.put_members({WEBINAR.id: WEBINAR}, [replace(CARD, version=2, link_serial=2)], NOW)
        first, second = await ledger.apply(0, [hello(), hello(link_serial=2)])
        assert first is Refusal.REVOKED
        assert isinstance(second, Greeted)

    async def test_an_older_card_changes_nothing(self, ledger: Ledger, client: Redis) -> None:
        newest = replace(CARD, version=5, status=Status.ATTENDED_ON_DEMAND, visitor=True)
        await put(ledger, newest)
        before = await everything(client)
        for version in range(1, 6):
            await ledger.put_members({WEBINAR.id: WEBINAR}, [replace(CARD, version=version)], NOW + 1)
        assert await everything(client) == before

    async def test_a_visitor_comes_and_goes_with_all_that_was_watched(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 90_000, -1, -1))
        flipped = replace(CARD, version=2, status=Status.ATTENDED_ON_DEMAND, visitor=True)
        await ledger.put_members({WEBINAR.id: WEBINAR}, [flipped], NOW)
        counters = await ledger.counters(WEBINAR.id)
        assert (counters["visitors"], counters["visitor_ms"], counters["d0"]) == (1, 90_000, 1)
        removed = replace(CARD, version=3, status=Status.NOT_IN_PROGRAM)
        await ledger.put_members({WEBINAR.id: WEBINAR}, [removed], NOW)
        assert not any((await ledger.counters(WEBINAR.id)).values())

    async def test_people_who_never_watched_need_no_copy(self, ledger: Ledger) -> None:
        await put(ledger)
        assert await claim_dirty(ledger, NOW + DAY, 1, 10) == []


class TestRefusedCalls:
    async def test_a_shard_that_is_not_ready_takes_nothing(self, client: Redis) -> None:
        ledger = Ledger(client)
        await ledger.put_webinar(WEBINAR)
        with pytest.raises(ShardNotReady):
            await ledger.put_members({WEBINAR.id: WEBINAR}, [CARD], NOW)
        with pytest.raises(ShardNotReady):
            await ledger.apply(0, [hello()])
        with pytest.raises(ShardNotReady):
            await claim_due(ledger, NOW, 1, 1)
        with pytest.raises(ShardNotReady):
            await ledger.settled(0, {MEMBER: 1}, NOW)
        with pytest.raises(ShardNotReady):
            await ledger.copied(0, {MEMBER: 1}, NOW)
        assert set(await everything(client)) == {keys.card(0, WEBINAR.id).encode()}

    async def test_without_its_webinars_card_nothing_of_the_batch_is_counted(
        self, ledger: Ledger, client: Redis
    ) -> None:
        await put(ledger)
        other = webinar(id=WebinarId(UUID(int=9)))
        before = await everything(client)
        with pytest.raises(CardMissing, match="NOCARD"):
            await ledger.apply(0, [hello(), heartbeat(NOW, NOW + 1, -1, -1), hello(webinar=other)])
        assert await everything(client) == before

    async def test_who_knows_an_older_recording_is_told(self, ledger: Ledger, client: Redis) -> None:
        await put(ledger)
        await ledger.put_webinar(webinar(version=2, recording=Recording(url="/b", duration_s=9.0, version=2)))
        before = await everything(client)
        with pytest.raises(CardMissing, match="STALE"):
            await ledger.apply(0, [hello()])
        assert await everything(client) == before

    async def test_who_knows_an_older_recording_is_told_behind_who_knows_the_newest(
        self, ledger: Ledger, client: Redis
    ) -> None:
        await put(ledger)
        newest = webinar(version=2, recording=Recording(url="/b", duration_s=9.0, version=2))
        await ledger.put_webinar(newest)
        before = await everything(client)
        with pytest.raises(CardMissing, match="STALE"):
            await ledger.apply(0, [hello(webinar=newest), heartbeat(NOW, NOW + 5_000, 0, 5)])
        assert await everything(client) == before

    async def test_errors_of_a_connection_that_went_are_an_outage(self) -> None:
        closed = "unable to perform operation on <UnixTransport closed=True>; the handler is closed"
        with pytest.raises(LedgerAway):
            async with redis_errors():
                raise RuntimeError(closed)
        with pytest.raises(RuntimeError, match="something else"):
            async with redis_errors():
                raise RuntimeError("something else")

    async def test_a_call_that_fails_half_way_changes_nothing(self, ledger: Ledger, client: Redis) -> None:
        await put(ledger)
        before = await everything(client)
        with pytest.raises(LedgerBroken):
            await ledger.apply(0, [hello(), heartbeat(NOW, NOW + 1, -1, -1, "x", "y", -1, -1)])  # type: ignore[arg-type]
        assert await everything(client) == before

    async def test_somebody_unknown_is_refused(self, ledger: Ledger) -> None:
        await ledger.put_webinar(WEBINAR)
        assert await ledger.apply(0, [hello(), heartbeat()]) == [Refusal.UNKNOWN] * 2


class TestTwice:
    async def test_a_batch_that_comes_twice_leaves_what_one_left(self, ledger: Ledger, client: Redis) -> None:
        await put(ledger, replace(CARD, status=Status.ATTENDED_ON_DEMAND, visitor=True))
        batch: list[Entry] = [
            hello(),
            heartbeat(NOW, NOW + 70_000, 0, 70, resume_s=70.0),
            Click(member=MEMBER, webinar=WEBINAR, link_serial=1, now=NOW + 1),
            Click(member=MEMBER, webinar=WEBINAR, link_serial=1, now=NOW + 2),
            heartbeat(NOW + 30_000, NOW + 90_000, 20, 40, STARTS_AT, STARTS_AT + 5, -1, -1),
        ]
        await ledger.apply(0, batch)
        once, counters = await record(ledger), await ledger.counters(WEBINAR.id)
        assert all(not getattr(outcome, "raised", True) for outcome in await ledger.apply(0, batch))
        assert replace(await record(ledger), version=once.version) == once
        assert await ledger.counters(WEBINAR.id) == counters

    async def test_only_deliveries_of_drops_count_each_time(self, ledger: Ledger) -> None:
        await put(ledger)
        beat = heartbeat(NOW, NOW + 5, -1, -1, drops=("stalled", "[0,1,2,3]"))
        await count(ledger, beat, beat)
        assert (await record(ledger)).drops == {"stalled": 2}
        assert (await ledger.counters(WEBINAR.id))["drop:stalled"] == 2


class TestDueMarks:
    async def test_a_mark_goes_once_its_facts_have_committed(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 70_000, -1, -1))
        await ledger.settled(0, {MEMBER: (await record(ledger)).due}, NOW)
        assert await ledger.due(0) == []

    async def test_a_mark_raised_meanwhile_stays_and_so_do_its_clicks(self, ledger: Ledger) -> None:
        await put(ledger)
        click = Click(member=MEMBER, webinar=WEBINAR, link_serial=1, now=NOW)
        await ledger.apply(0, [click])
        taken = await record(ledger)
        await ledger.apply(0, [msgspec.structs.replace(click, now=NOW + 1)])
        await ledger.settled(0, {MEMBER: taken.due}, NOW)
        assert await ledger.due(0) == [MEMBER]
        assert (await record(ledger)).clicks == (NOW, NOW + 1)
        await ledger.settled(0, {MEMBER: (await record(ledger)).due}, NOW)
        assert await ledger.due(0) == []
        assert (await record(ledger)).clicks == ()

    async def test_a_mark_of_nobody_goes(self, ledger: Ledger, client: Redis) -> None:
        await client.zadd(keys.due(0), {MEMBER.bytes: 1})
        await ledger.settled(0, {MEMBER: -1}, NOW)
        assert await ledger.due(0) == []

    async def test_who_is_claimed_is_kept_from_others_until_the_lease_ends(self, ledger: Ledger) -> None:
        others = [MemberId(UUID(int=n)) for n in (1, 2)]
        await put(ledger, CARD, *(replace(CARD, member=each) for each in others))
        for n, each in enumerate([MEMBER, *others]):
            beat = heartbeat(NOW - 1, NOW, -1, -1, member=each, now=NOW + n)
            await ledger.apply(0, [hello(member=each, now=NOW + n), beat])
        assert await claim_due(ledger, NOW + 2, 10_000, 2) == [MEMBER, others[0]]
        assert await claim_due(ledger, NOW + 2, 10_000, 2) == [others[1]]
        assert await claim_due(ledger, NOW + 10_001, 10_000, 9) == []
        assert set(await claim_due(ledger, NOW + 10_002, 10_000, 9)) == {MEMBER, *others}

    async def test_a_new_moment_ends_a_lease(self, ledger: Ledger) -> None:
        await put(ledger)
        await ledger.apply(0, [hello()])
        await claim_due(ledger, NOW, 10_000, 9)
        await count(ledger, heartbeat(NOW, NOW + 70_000, -1, -1, now=NOW + 1))
        assert await claim_due(ledger, NOW + 1, 10_000, 9) == [MEMBER]


class TestCopies:
    async def test_what_changed_is_claimed_once_and_leaves_when_copied(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 5, -1, -1))
        assert await claim_dirty(ledger, NOW - 1, 30_000, 9) == []
        assert await claim_dirty(ledger, NOW, 30_000, 9) == [MEMBER]
        assert await claim_dirty(ledger, NOW, 30_000, 9) == []
        await ledger.copied(0, {MEMBER: (await record(ledger)).version}, NOW)
        assert await claim_dirty(ledger, NOW + DAY, 30_000, 9) == []

    async def test_what_changed_while_it_was_copied_is_copied_again(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 5, -1, -1))
        taken = await record(ledger)
        await claim_dirty(ledger, NOW, 30_000, 9)
        await count(ledger, heartbeat(NOW, NOW + 6, -1, -1))
        await ledger.copied(0, {MEMBER: taken.version}, NOW + 100)
        assert await claim_dirty(ledger, NOW + 100, 30_000, 9) == [MEMBER]

    async def test_a_copier_that_died_is_followed_by_another(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 5, -1, -1))
        await claim_dirty(ledger, NOW, 30_000, 9)
        assert await claim_dirty(ledger, NOW + 30_000, 30_000, 9) == [MEMBER]


class TestLoading:
    async def test_copies_give_back_the_same_records_and_counters_and_loading_again_nothing(
        self, ledger: Ledger, client: Redis
    ) -> None:
        other = MemberId(UUID(int=3))
        visitor = replace(CARD, version=3, status=Status.ATTENDED_ON_DEMAND, visitor=True)
        await put(ledger, visitor, replace(CARD, member=other, status=Status.ATTENDED))
        await count(
            ledger,
            heartbeat(NOW, NOW + 70_000, 0, 70, NOW + DAY, NOW + DAY + 3, 90, 91, resume_s=91.0),
            heartbeat(STARTS_AT, STARTS_AT + 50 * MINUTE, -1, -1, drops=("future", "[1,2,3,4]")),
            hello(member=other),
            heartbeat(STARTS_AT, STARTS_AT + MINUTE, 60, 80, member=other),
        )
        before = await ledger.read([MEMBER, other])
        counters, retention = await ledger.counters(WEBINAR.id), await ledger.retention(WEBINAR.id, 1)
        await client.flushall()

        await ledger.put_webinar(WEBINAR)
        loaded = [(WEBINAR, member, kept) for member, kept in before.items()]
        await ledger.load(0, loaded, NOW + DAY)
        once = await everything(client)
        await ledger.load(0, loaded, NOW + 2 * DAY)
        assert await everything(client) == once

        await ledger.set_ready(0)
        after = await ledger.read([MEMBER, other])
        for member, kept in after.items():
            assert kept.due > before[member].due  # its moments may not be facts yet
            assert replace(kept, due=before[member].due) == before[member]
        assert set(await ledger.due(0)) == {MEMBER, other}
        assert await ledger.counters(WEBINAR.id) == counters
        assert {s: n for s, n in (await ledger.retention(WEBINAR.id, 1)).items() if n} == {
            s: n for s, n in retention.items() if n
        }
        assert await claim_dirty(ledger, NOW + 9 * DAY, 1, 9) == []

    @pytest.mark.parametrize("writes", range(6))
    async def test_a_replica_that_took_over_takes_the_writes_that_it_lacks(
        self, ledger: Ledger, client: Redis, writes: int
    ) -> None:
        other = PlaybackId(UUID(int=9))
        flipped = replace(CARD, version=2, status=Status.ATTENDED_ON_DEMAND, visitor=True)
        live = ((STARTS_AT, STARTS_AT + 5),)
        said = Reports(member=MEMBER, webinar=WEBINAR.id, version=1, live=live, on_demand=())

        async def write(first: int, behind: int) -> None:
            everything: list[Callable[[], Awaitable[object]]] = [
                lambda: put(ledger),
                lambda: count(ledger, heartbeat(NOW, NOW + 30_000, 0, 30, drops=("future", "[1,2,3,4]"))),
                lambda: ledger.put_reports({WEBINAR.id: WEBINAR}, [said], NOW),
                lambda: put(ledger, flipped),
                lambda: count(
                    ledger,
                    hello(playback=other, clock_ms=7),
                    heartbeat(NOW + 20_000, NOW + 90_000, 25, 95, playback=other),
                    heartbeat(drops=("future", "[1,2,3,4]", "too_fast", "[]"), resume_s=95.0),
                ),
                lambda: count(ledger, heartbeat(NOW + 200_000, NOW + 200_007, 100, 101)),
            ]
            for each in everything[first:behind]:
                await each()

        await write(0, 5)
        copy = await record(ledger)
        await client.flushall()
        await ledger.set_ready(0)
        await write(0, writes)
        await client.delete(keys.ready(0))
        await ledger.put_webinar(WEBINAR)
        for _ in range(2):
            await ledger.load(0, [(WEBINAR, MEMBER, copy)], NOW)
        await ledger.set_ready(0)
        await write(5, 6)
        found, counters = await record(ledger), await ledger.counters(WEBINAR.id)
        retention = await ledger.retention(WEBINAR.id, 1)
        assert await ledger.due(0) == [MEMBER]

        await client.flushall()
        await ledger.set_ready(0)
        await write(0, 6)
        whole = await record(ledger)
        assert replace(found, due=0, version=0) == replace(whole, due=0, version=0)
        assert found.due >= whole.due
        assert without_zeros(counters) == without_zeros(await ledger.counters(WEBINAR.id))
        assert without_zeros(retention) == without_zeros(await ledger.retention(WEBINAR.id, 1))

    async def test_a_record_newer_than_its_copy_takes_the_card_that_it_lacks(self, ledger: Ledger) -> None:
        await put(ledger)
        copy = await record(ledger)
        await count(ledger, heartbeat(NOW, NOW + 70_000, 0, 70))
        flipped = replace(
            copy,
            card_version=2,
            status=Status.ATTENDED_ON_DEMAND,
            visitor=True,
            reported=1,
            reported_live=((STARTS_AT, STARTS_AT + 5),),
        )
        for _ in range(2):
            await ledger.load(0, [(WEBINAR, MEMBER, flipped)], NOW)
        found = await record(ledger)
        assert (found.status, found.on_demand_ms, found.live_ms) == (Status.ATTENDED_ON_DEMAND, 70_000, 5)
        counters = await ledger.counters(WEBINAR.id)
        assert (counters["visitors"], counters["visitor_ms"], counters["t0"]) == (1, 70_000, 1)

    async def test_a_copy_of_an_older_recording_is_recounted(self, ledger: Ledger) -> None:
        await put(ledger)
        await count(ledger, heartbeat(NOW, NOW + 70_000, 0, 70))
        kept = await record(ledger)
        await ledger.forget([MEMBER])
        newer = webinar(version=2, recording=Recording(url="/b", duration_s=9.0, version=2))
        await ledger.put_webinar(newer)
        await ledger.load(0, [(newer, MEMBER, kept)], NOW)
        after = await record(ledger)
        assert (after.covered, after.covered_s, after.on_demand_ms) == ((), 0, 70_000)
        assert await ledger.retention(WEBINAR.id, 2) == {}
        assert await claim_dirty(ledger, NOW, 1, 9) == [MEMBER]

    async def test_more_than_one_command_takes_is_loaded_whole(self, ledger: Ledger, client: Redis) -> None:
        members = [MemberId(UUID(int=n)) for n in range(1, 2501)]
        await put(ledger, *(replace(CARD, member=member) for member in members))
        found = await ledger.read(members)
        jumps = tuple((4 * n, 4 * n + 2) for n in range(3000))
        copies = [(WEBINAR, member, found[member]) for member in members]
        copies[-1] = (WEBINAR, members[-1], replace(found[members[-1]], covered=jumps, covered_s=6000))
        await client.flushall()
        await ledger.put_webinar(WEBINAR)
        await ledger.load(0, copies, NOW)
        await ledger.set_ready(0)
        assert await ledger.read(members) == {member: copy for _, member, copy in copies}
        assert await ledger.retention(WEBINAR.id, 1) == {
            str(second): by for first, last in jumps for second, by in ((first, 1), (last, -1))
        }

    async def test_one_loads_at_a_time_and_a_lost_lock_is_noticed(
        self, ledger: Ledger, client: Redis
    ) -> None:
        assert await ledger.lock([0], "a", 60) == [0]
        assert await ledger.lock([0], "b", 60) == []
        assert await ledger.keep([0], "a", 60) == [0]
        await client.flushall()
        assert await ledger.keep([0], "a", 60) == []
        await ledger.unlock([0], "a")

    async def test_a_lock_is_its_holders_alone(self, ledger: Ledger, client: Redis) -> None:
        await client.flushall()
        assert await ledger.lock([0], "a", 60) == [0]
        await client.flushall()
        assert await ledger.lock([0], "b", 50) == [0]
        assert await ledger.keep([0], "a", 60) == []
        await ledger.unlock([0], "a")
        assert await client.get(keys.loading(0)) == b"b"
        assert await client.ttl(keys.loading(0)) <= 50
        assert not await ledger.set_ready(0, "a")
        assert not await ledger.is_ready(0)
        assert await ledger.set_ready(0, "b")
        assert await ledger.is_ready(0)
        await ledger.unlock([0], "b")
        assert await ledger.lock([0], "c", 60) == [0]


class TestLibrary:
    async def test_functions_are_loaded_wherever_they_are_missing(
        self, ledger: Ledger, client: Redis
    ) -> None:
        await client.function_flush()
        await put(ledger)
        await client.function_flush()
        assert isinstance((await ledger.apply(0, [hello()]))[0], Greeted)

    async def test_loading_them_again_changes_nothing(self, ledger: Ledger, client: Redis) -> None:
        await put(ledger)
        (before,) = await client.function_list()
        await client.function_flush()
        await put(ledger)
        assert await client.function_list() == [before]


class TestForgetting:
    async def test_nothing_of_an_archived_webinar_stays(self, ledger: Ledger, client: Redis) -> None:
        await put(ledger, replace(CARD, status=Status.ATTENDED_ON_DEMAND, visitor=True))
        await count(ledger, heartbeat(NOW, NOW + 70_000, 0, 70))
        await ledger.forget([MEMBER])
        await ledger.forget_webinar(WEBINAR)
        assert set(await everything(client)) == {keys.ready(0).encode()}
