"""A process's reports of its viewers, and its silence. Source: docs/domain.md, Dashboard numbers (Now)"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, PlaybackId
from latecomer.redis.functions import LedgerAway, ShardNotReady
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.presence_store import LEASE_MS, PresenceStore, WorkerPresence
from latecomer.watching.presence import BEACON_SILENCE_MS, SOCKET_SILENCE_MS, Presence
from tests.support.builders import MEMBER, PLAYBACK, STARTS_AT, WEBINAR, S

SECOND_TAB = PlaybackId(UUID(int=2))


@dataclass
class Hall:
    """Two processes on one Redis, and the clock."""

    client: Redis
    ledger: Ledger
    store: PresenceStore
    now: Instant = STARTS_AT

    def __post_init__(self) -> None:
        self.here = Presence(self.store, "here", lambda: self.now)
        self.there = Presence(self.store, "there", lambda: self.now)

    async def told(self) -> tuple[int, int]:
        """Let every process report its changes. Returns: members connected, members playing."""
        for presence in (self.here, self.there):
            await presence.say()
        counters = await self.ledger.counters(WEBINAR.id)
        return counters.get("connected", 0), counters.get("playing", 0)


@pytest.fixture
async def hall(redis_url: str) -> AsyncIterator[Hall]:
    async with Redis.from_url(redis_url) as client:
        hall = Hall(client, Ledger(client), PresenceStore(client, 1))
        await hall.ledger.set_ready(0)
        for presence in (hall.here, hall.there):
            await presence.renew(hall.now)
        yield hall


def play(
    presence: Presence, until: Instant, playback: PlaybackId = PLAYBACK, member: MemberId = MEMBER
) -> None:
    presence.heard(WEBINAR.id, member, playback, playing=True, until=until)


def pause(presence: Presence, playback: PlaybackId = PLAYBACK) -> None:
    presence.heard(WEBINAR.id, MEMBER, playback, playing=False, until=0)


async def test_two_tabs_at_two_processes_are_one_member(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    hall.there.opened(WEBINAR.id, MEMBER, SECOND_TAB)
    assert await hall.told() == (1, 0)
    play(hall.here, hall.now + SOCKET_SILENCE_MS)
    play(hall.there, hall.now + SOCKET_SILENCE_MS, SECOND_TAB)
    assert await hall.told() == (1, 1)
    pause(hall.here)
    assert await hall.told() == (1, 1)
    hall.there.closed(WEBINAR.id, MEMBER, SECOND_TAB)
    assert await hall.told() == (1, 0)
    hall.here.closed(WEBINAR.id, MEMBER, PLAYBACK)
    assert await hall.told() == (0, 0)


async def test_a_replaced_socket_leaves_the_newer_one_connected(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    play(hall.here, hall.now + SOCKET_SILENCE_MS)
    hall.here.closed(WEBINAR.id, MEMBER, PLAYBACK)
    assert await hall.told() == (1, 1)
    assert hall.here.open_playbacks(WEBINAR.id, MEMBER) == {PLAYBACK}


@pytest.mark.parametrize("silence_ms", [SOCKET_SILENCE_MS, BEACON_SILENCE_MS])
async def test_who_falls_silent_plays_no_more(hall: Hall, silence_ms: int) -> None:
    play(hall.here, hall.now + silence_ms)
    hall.here.expire(hall.now + silence_ms - 1)
    assert await hall.told() == (0, 1)
    hall.here.expire(hall.now + silence_ms)
    assert await hall.told() == (0, 0)


async def test_being_heard_again_prolongs_it(hall: Hall) -> None:
    play(hall.here, hall.now + 25 * S)
    play(hall.here, hall.now + 35 * S)
    hall.here.expire(hall.now + 30 * S)
    assert await hall.told() == (0, 1)


async def test_after_a_lease_that_ended_everything_is_said_again(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    play(hall.here, hall.now + 10 * LEASE_MS)
    assert await hall.told() == (1, 1)

    hall.now += 2 * LEASE_MS  # it slept; meanwhile others took back what it had said
    await hall.there.renew(hall.now)
    await hall.store.reap(hall.now)
    assert await hall.told() == (0, 0)

    await hall.here.renew(hall.now)
    assert await hall.told() == (1, 1)


async def test_being_reaped_while_waking_up_takes_nothing_of_the_new_lease(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    assert await hall.told() == (1, 0)
    hall.now += 2 * LEASE_MS
    await hall.here.renew(hall.now)
    assert await hall.told() == (1, 0)
    await hall.there.renew(hall.now)
    assert len(await hall.store.reap(hall.now)) == 2
    assert await hall.told() == (1, 0)


@pytest.mark.parametrize("by_socket", [True, False])
async def test_what_was_heard_without_an_answer_is_taken_back(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, *, by_socket: bool
) -> None:
    say = hall.store.say

    async def unanswered(worker: str, entries: Sequence[WorkerPresence]) -> None:
        await say(worker, entries)
        raise LedgerAway("killed before it answered")

    if by_socket:
        hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    play(hall.here, hall.now + BEACON_SILENCE_MS)
    with monkeypatch.context() as killed:
        killed.setattr(hall.store, "say", unanswered)
        with pytest.raises(LedgerAway):
            await hall.here.say()
    if by_socket:
        hall.here.closed(WEBINAR.id, MEMBER, PLAYBACK)
    hall.here.expire(hall.now + BEACON_SILENCE_MS)
    assert await hall.told() == (0, 0)


async def test_an_emptied_redis_is_told_again(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    await hall.told()
    await hall.client.flushall()
    await hall.here.renew(hall.now)
    with pytest.raises(ShardNotReady):
        await hall.here.say()
    await hall.ledger.set_ready(0)
    assert await hall.told() == (1, 0)


async def test_who_is_killed_soon_after_redis_was_emptied_is_taken_back(hall: Hall) -> None:
    await hall.client.flushall()
    await hall.ledger.set_ready(0)
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    assert await hall.told() == (1, 0)
    assert len(await hall.store.reap(hall.now + 2 * LEASE_MS)) == 1
    assert (await hall.ledger.counters(WEBINAR.id)).get("connected", 0) == 0


async def test_a_process_that_goes_takes_its_viewers_along_and_says_no_more(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    await hall.told()
    await hall.here.leave()
    play(hall.here, hall.now + SOCKET_SILENCE_MS)
    assert await hall.told() == (0, 0)


async def test_who_is_gone_is_forgotten(hall: Hall) -> None:
    hall.here.opened(WEBINAR.id, MEMBER, PLAYBACK)
    await hall.told()
    hall.here.closed(WEBINAR.id, MEMBER, PLAYBACK)
    await hall.told()
    await hall.told()
    assert hall.here.open_playbacks(WEBINAR.id, MEMBER) == frozenset()
    assert not hall.here._viewers
