"""The usual heartbeat, of a viewer who plays on, leaves what any other with the same credit leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, PlaybackId
from latecomer.core.person import LedgerMember
from latecomer.core.phase import day_starts
from latecomer.core.status import Status
from latecomer.core.webinar import Recording
from latecomer.redis import keys
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import Heartbeat, Hello, Outcome
from latecomer.watching.ledger.record import Reports
from tests.support import builders
from tests.support.builders import CLOSES_AT, ENDS_AT, HOUR, MEMBER, S, webinar

HOME = webinar(watch_threshold_s=12.0, recording=Recording(url="/recordings/r.mp4", duration_s=3000.0))
EDGES = (ENDS_AT - 9 * S, ENDS_AT + HOUR, day_starts(HOME)[3] - 9 * S, CLOSES_AT - 25 * S)
KNOWN = [PlaybackId(UUID(int=n)) for n in range(2)]
STRANGER = PlaybackId(UUID(int=7))
CARD = LedgerMember(
    member=MEMBER, webinar=HOME.id, version=1, status=Status.NO_SHOW, link_serial=1, visitor=False
)

Shape = Callable[[Heartbeat], Heartbeat]


class History:
    """One history of a member who mostly plays on; the same for the same seed."""

    def __init__(self, seed: int, client: Redis, shape: Shape) -> None:
        """``shape`` makes of a heartbeat the one that the ledger is told."""
        self.random = Random(seed)
        self.client = client
        self.ledger = Ledger(client)
        self.shape = shape
        self.home, self.card = HOME, CARD
        self.now: Instant = self.random.choice(EDGES)
        self.played_to = self.now
        self.covered_to = 0
        self.reports = 0

    async def run(self) -> list[tuple[list[Outcome], dict[bytes | str, object]]]:
        """Return the outcomes of every batch, and all that is in Redis after it."""
        await self.client.flushall()
        await self.ledger.set_ready(0)
        await self.put()
        for known in KNOWN:
            await self.hello(known)
        steps = []
        for _ in range(30):
            await self.change()
            heartbeats = [self.shape(self.heartbeat()) for _ in range(self.random.randrange(1, 4))]
            steps.append((await self.ledger.apply(0, heartbeats), await self.everything()))
        return steps

    async def hello(self, playback: PlaybackId) -> None:
        hello = Hello(
            member=MEMBER,
            webinar=self.home,
            link_serial=self.card.link_serial,
            now=self.now,
            playback=playback,
            clock_ms=0,
        )
        await self.ledger.apply(0, [hello])

    async def put(self) -> None:
        await self.ledger.put_webinar(self.home)
        await self.ledger.put_members({self.home.id: self.home}, [self.card], self.now)

    async def change(self) -> None:
        """Change something between heartbeats, now and then."""
        chance = self.random.random()
        away = self.card.status in (Status.INVITED, Status.NOT_IN_PROGRAM)
        if away or chance < 0.08:
            statuses = (Status.ATTENDED_ON_DEMAND, Status.NO_SHOW, Status.INVITED, Status.NOT_IN_PROGRAM)
            status = self.random.choice(statuses[:2] if away else statuses)
            self.card = replace(
                self.card,
                version=self.card.version + 1,
                status=status,
                visitor=status is Status.ATTENDED_ON_DEMAND,
                link_serial=self.card.link_serial + self.random.choice((0, 0, 1)),
            )
            await self.put()
        elif chance < 0.12:
            await self.change_webinar()
            await self.put()
        elif chance < 0.14:
            self.reports += 1
            stay = (self.played_to - 2 * S, self.played_to + 3 * S)
            report = Reports(
                member=MEMBER, webinar=self.home.id, version=self.reports, live=(), on_demand=(stay,)
            )
            await self.ledger.put_reports({self.home.id: self.home}, [report], self.now)
        elif chance < 0.2:
            await self.hello(self.random.choice(KNOWN))
        elif chance < 0.3:
            await self.client.delete(keys.dirty(0))  # as after a copy

    async def change_webinar(self) -> None:
        recording = self.home.recording
        changes: dict[str, Any] = self.random.choice(
            [
                {"watch_threshold_s": self.random.choice((5.0, 60.0))},
                {"recording": replace(recording, version=recording.version + 1)} if recording else {},
            ]
        )
        self.home = replace(self.home, version=self.home.version + 1, **changes)
        if "recording" in changes:
            self.covered_to = 0

    def heartbeat(self) -> Heartbeat:
        self.now += self.random.choice((-2 * S, 0, 1, 3 * S))
        beside = self.random.random() < 0.1
        from_at = self.played_to + (self.random.choice((-3, -1, 1)) * S if beside else 0)
        to_at = from_at + self.random.choice((1, 400, 2 * S))
        from_s = max(0, self.covered_to + (self.random.choice((-3, -1, 1)) if beside else 0))
        to_s = from_s + self.random.choice((0, 1, 4))
        self.played_to, self.covered_to = max(self.played_to, to_at), max(self.covered_to, to_s)
        return builders.heartbeat(
            MEMBER,
            self.home,
            self.random.choice((*KNOWN, *KNOWN, *KNOWN, *KNOWN, STRANGER)),
            now=self.now,
            link_serial=self.card.link_serial - (self.random.random() < 0.05),
            credits=(from_at, to_at, from_s, to_s) if from_s < to_s else (from_at, to_at, -1, -1),
            resume_s=self.random.choice((-1.0, to_s + 0.5)),
        )

    async def everything(self) -> dict[bytes | str, object]:
        found: dict[bytes | str, object] = {}
        for key in await self.client.keys("*"):
            match await self.client.type(key):
                case b"string":
                    found[key] = await self.client.get(key)
                case b"hash":
                    found[key] = await self.client.hgetall(key)
                case b"zset":
                    found[key] = await self.client.zrange(key, 0, -1, withscores=True)
                case other:
                    raise AssertionError(other)
        return found


def twice(heartbeat: Heartbeat) -> Heartbeat:
    """Credit it twice, which changes nothing but the way that it takes."""
    return msgspec.structs.replace(heartbeat, credits=(*heartbeat.credits, *heartbeat.credits))


@pytest.mark.parametrize("seed", range(24))
async def test_who_plays_on_is_counted_as_anybody(client: Redis, seed: int) -> None:
    usual = await History(seed, client, lambda heartbeat: heartbeat).run()
    other = await History(seed, client, twice).run()
    assert usual == other
