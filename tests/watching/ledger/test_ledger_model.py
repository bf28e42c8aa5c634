"""The ledger equals a model of plain sets, for any order of operations. Source: docs/domain.md,
Watched time is a set
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID

import msgspec
import pytest
from redis.asyncio import Redis

from latecomer.core.ids import Instant, MemberId, PlaybackId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.phase import closes_at
from latecomer.core.status import Status
from latecomer.core.webinar import Recording, Webinar
from latecomer.redis import keys
from latecomer.redis.packing import as_bytes
from latecomer.watching.ledger.ledger import Ledger
from latecomer.watching.ledger.operations import (
    Click,
    Clicked,
    Counted,
    Entry,
    Greeted,
    Heartbeat,
    Hello,
    Outcome,
    Recount,
    Refusal,
)
from tests.support import builders
from tests.support.builders import DAY, HOUR, MINUTE, STARTS_AT, S, webinar
from tests.watching.ledger.model import Model, ModelMember

REASONS = ("malformed", "too_fast", "future")
SEATED = (Status.REGISTERED, Status.NO_SHOW, Status.ATTENDED_ON_DEMAND, Status.ATTENDED)
UNSEATED = (Status.NOT_IN_PROGRAM, Status.INVITED, Status.WAITLISTED)


class World:
    """One random history, told to the ledger and to the model alike."""

    def __init__(self, seed: int, client: Redis) -> None:
        self.random = Random(seed)
        self.ledger = Ledger(client, shards=self.random.choice((1, 3)))
        self.model = Model()
        self.now: Instant = STARTS_AT
        self.told: list[Entry] = []
        self.played_to: dict[MemberId, tuple[Instant, int]] = {}
        """The end of each member's last heartbeat of one who plays on: at, and in the recording."""
        self.versions: dict[WebinarId, list[Webinar]] = {}

    async def begin(self) -> None:
        for shard in range(self.ledger.shards):
            await self.ledger.set_ready(shard)
        for number, timezone in enumerate(("America/New_York", "Asia/Kolkata")):
            await self.put_webinar(
                webinar(
                    id=WebinarId(UUID(int=self.random.getrandbits(128))),
                    ends_at=STARTS_AT + 40 * MINUTE,
                    timezone=timezone,
                    recording=Recording(url="/recordings/r.mp4", duration_s=90.5) if number else None,
                )
            )
        for _ in range(6):
            home = self.random.choice(list(self.model.webinars))
            member = MemberId(UUID(int=self.random.getrandbits(128)))
            await self.put_member(
                LedgerMember(
                    member=member,
                    webinar=home,
                    version=1,
                    status=Status.REGISTERED,
                    link_serial=1,
                    visitor=False,
                )
            )

    async def put_webinar(self, changed: Webinar) -> None:
        self.versions.setdefault(changed.id, []).append(changed)
        self.model.put_webinar(changed)
        await self.ledger.put_webinar(changed)

    async def put_member(self, card: LedgerMember) -> None:
        self.model.put_member(card, self.now)
        known = {card.webinar: self.model.webinars[card.webinar]}
        await self.ledger.put_members(known, [card], self.now)
        await self.ledger.put_members(known, [replace(card, visitor=not card.visitor)], self.now + 1)

    async def change_webinar(self) -> None:
        """A new version; older ones that come late change nothing."""
        old = self.model.webinars[self.random.choice(list(self.model.webinars))]
        recording = old.recording
        changes: dict[str, Any] = self.random.choice(
            [
                {"ends_at": old.ends_at + self.random.choice((-3, 5, 30)) * MINUTE},
                {"watch_threshold_s": self.random.choice((1.0, 20.0, 600.0))},
                {"timezone": self.random.choice(("Pacific/Apia", "UTC"))},
                {
                    "recording": Recording(
                        url="/recordings/other.mp4",
                        duration_s=self.random.choice((90.5, 40.0)),
                        version=recording.version + 1 if recording else 1,
                    )
                },
            ]
        )
        await self.put_webinar(replace(old, version=old.version + 1, **changes))
        await self.ledger.put_webinar(old)

    async def change_member(self) -> None:
        card = self.random.choice(list(self.model.members.values())).card
        status = self.random.choice(SEATED * 3 + UNSEATED)
        await self.put_member(
            replace(
                card,
                version=card.version + 1,
                status=status,
                link_serial=card.link_serial + self.random.choice((0, 0, 1)),
                visitor=status is Status.ATTENDED_ON_DEMAND and self.random.random() < 0.8,
            )
        )

    def entries(self) -> list[Entry]:
        """News and repetitions, shuffled."""
        made = [self.entry(self.random.choice(list(self.model.members))) for _ in range(12)]
        again = self.random.sample(self.told, min(len(self.told), 6))
        self.told += made
        mixed = [
            msgspec.structs.replace(entry, webinar=self.known_version(entry.webinar.id))
            for entry in (*made, *again)
        ]
        self.random.shuffle(mixed)
        return mixed

    def entry(self, member_id: MemberId) -> Entry:
        self.now += self.random.randrange(5000)
        member = self.model.members[member_id]
        common: dict[str, Any] = {"member": member_id, "webinar": member.webinar, "now": self.now}
        kind = self.random.random()
        if kind < 0.05:
            return Recount(**common)
        common["link_serial"] = member.card.link_serial - (self.random.random() < 0.05)
        if kind < 0.1:
            return Click(**common)
        playback = PlaybackId(UUID(int=self.random.randrange(4)))
        if kind < 0.3:
            return Hello(**common, playback=playback, clock_ms=self.random.randrange(5000))
        if kind < 0.65:
            return builders.heartbeat(
                **common,
                playback=playback,
                credits=self.played_on(member_id, member),
                resume_s=self.random.choice((-1.0, self.random.random() * 90)),
            )
        drops = [(self.random.choice(REASONS), "[0,0,0,0]") for _ in range(self.random.choice((0, 0, 2)))]
        return builders.heartbeat(
            **common,
            playback=playback,
            credits=[n for _ in range(self.random.randrange(4)) for n in self.credit(member)],
            drops=[text for drop in drops for text in drop],
            resume_s=self.random.choice((-1.0, self.random.random() * 90)),
        )

    def played_on(self, member_id: MemberId, member: ModelMember) -> tuple[int, int, int, int]:
        """Generate what somebody plays who plays on, mostly: where everything ends that is known of the member."""
        from_at, from_s = self.played_to.get(member_id, (0, 0))
        if self.random.random() < 0.7:
            from_at = max([from_at, *(to_at for _, to_at in member.union)])
            from_s = max([from_s, *(second + 1 for second in member.covered)])
        if from_at == 0 or from_at >= closes_at(member.webinar) or from_s >= 40 or self.random.random() < 0.1:
            return self.credit(member)
        to_at = from_at + self.random.choice((1, 400, 5 * S, 90 * S))
        recorded = self.model.webinars[member.card.webinar].recording is not None
        to_s = min(40, from_s + self.random.choice((0, 1, 5))) if recorded else from_s
        self.played_to[member_id] = to_at, to_s
        return (from_at, to_at, from_s, to_s) if from_s < to_s else (from_at, to_at, -1, -1)

    def credit(self, member: ModelMember) -> tuple[int, int, int, int]:
        """Generate a credit near the edges of others."""
        home = self.model.webinars[member.card.webinar]
        near = self.random.choice(
            (
                home.starts_at,
                home.ends_at - 2 * S,
                home.ends_at,
                home.ends_at + 7 * HOUR,
                closes_at(home) - 3 * S,
            )
        ) + self.random.choice((0, 0, 3 * DAY, 6 * DAY))
        from_at = max(home.starts_at, near + self.random.randrange(40) * 500)
        to_at = from_at + self.random.choice((1, 400, 5 * S, 90 * S, 20 * MINUTE))
        if home.recording is None or self.random.random() < 0.3:
            return from_at, to_at, -1, -1
        from_s = self.random.randrange(39)
        return from_at, to_at, from_s, min(40, from_s + self.random.randrange(1, 12))

    def known_version(self, webinar_id: WebinarId) -> Webinar:
        """Return a version that some process may still take for the webinar's: not too old for its recording."""
        versions = self.versions[webinar_id]
        recording = versions[-1].recording
        return self.random.choice([each for each in versions if each.recording == recording])

    async def apply(self, entries: list[Entry]) -> None:
        """In batches cut anywhere, shard by shard, each of them twice."""
        while entries:
            cut = self.random.randrange(1, len(entries) + 1)
            batch, entries = entries[:cut], entries[cut:]
            for shard in range(self.ledger.shards):
                group = [entry for entry in batch if self.ledger.shard_of(entry.member) == shard]
                if group:
                    await self.apply_twice(shard, group)

    async def apply_twice(self, shard: int, group: list[Entry]) -> None:
        moments = {entry.member: self.moments(entry.member) for entry in group}
        outcomes = await self.ledger.apply(shard, group)
        refusals = [self.model.apply(entry) for entry in group]
        for entry, outcome, refusal in zip(group, outcomes, refusals, strict=True):
            if refusal is not None:
                assert outcome is refusal
            else:
                self.check_kind(entry, outcome)
        self.check_last(group, outcomes)
        refused = {
            entry.member for entry, outcome in zip(group, outcomes, strict=True) if outcome in list(Refusal)
        }
        raised = {
            entry.member
            for entry, outcome in zip(group, outcomes, strict=True)
            if not isinstance(outcome, Refusal) and outcome.raised
        }
        moved = {member for member, before in moments.items() if before != self.moments(member)}
        assert moved - refused <= raised <= moved
        await self.check(shard, group)
        await self.ledger.apply(shard, group)
        for entry in group:
            self.model.apply(entry)
        await self.check(shard, group)

    def moments(self, member_id: MemberId) -> tuple[object, ...]:
        member = self.model.members[member_id]
        return member.joined_at, member.live_at, member.view_at, tuple(member.clicks)

    def check_kind(self, entry: Entry, outcome: Outcome) -> None:
        kinds = {Hello: Greeted, Heartbeat: Counted, Click: Clicked, Recount: Clicked}
        assert isinstance(outcome, kinds[type(entry)])

    def check_last(self, group: list[Entry], outcomes: list[Outcome]) -> None:
        """The last word on each member is how it stands."""
        last = {entry.member: (entry, outcome) for entry, outcome in zip(group, outcomes, strict=True)}
        for member_id, (entry, outcome) in last.items():
            member = self.model.members[member_id]
            if isinstance(outcome, Counted | Greeted):
                assert (outcome.live_ms, outcome.on_demand_ms, outcome.covered_s) == (
                    member.live_ms,
                    member.on_demand_ms,
                    len(member.covered),
                )
                assert outcome.status is member.card.status
                assert outcome.webinar_version == member.webinar.version
            if isinstance(outcome, Greeted) and isinstance(entry, Hello):
                known = member.playbacks[entry.playback]
                assert (outcome.anchor_at, outcome.hello_at) == (known.anchor_at, known.hello_at)
                assert outcome.recording_version == known.recording_version
                assert outcome.resume_s == member.resume_s

    async def check(self, shard: int, group: list[Entry]) -> None:
        members = {entry.member for entry in group}
        records = await self.ledger.read(list(members))
        for member_id in members:
            member, record = self.model.members[member_id], records[member_id]
            assert record.intervals == member.union
            assert {s for low, high in record.covered for s in range(low, high)} == member.covered
            assert (record.live_ms, record.on_demand_ms) == (member.live_ms, member.on_demand_ms)
            assert (record.covered_s, record.resume_s) == (len(member.covered), member.resume_s)
            assert record.recording_version == member.recording_version
            assert record.drops == member.drops
            assert {each.playback: each for each in record.playbacks} == member.playbacks
            assert (record.joined_at, record.live_at, record.view_at) == (
                member.joined_at,
                member.live_at,
                member.view_at,
            )
            assert list(record.clicks) == member.clicks
            assert (record.status, record.link_serial) == (member.card.status, member.card.link_serial)
            assert (record.visitor, record.card_version) == (member.card.visitor, member.card.version)
        due = set(await self.ledger.due(shard))
        assert due == {
            member_id
            for member_id, member in self.model.members.items()
            if member.joined_at is not None and self.ledger.shard_of(member_id) == shard
        }

    async def check_numbers(self) -> None:
        """Every counter equals a recount, once everybody is counted by today's webinar."""
        await self.apply(
            [
                Recount(member=member_id, webinar=self.model.webinars[member.webinar.id], now=self.now)
                for member_id, member in self.model.members.items()
            ]
        )
        for webinar_id, home in self.model.webinars.items():
            counters = await self.ledger.counters(webinar_id)
            assert {name: n for name, n in counters.items() if n} == self.model.counters(webinar_id)
            steps = await self.ledger.retention(webinar_id, home.recording.version if home.recording else 0)
            seconds = int(home.recording.duration_s) if home.recording else 0
            curve = list(accumulate(steps.get(str(second), 0) for second in range(seconds)))
            assert curve == self.model.retention(webinar_id)
            assert all(int(second) <= seconds for second in steps)


@pytest.mark.parametrize("seed", range(6))
async def test_any_history_counts_what_its_sets_say(client: Redis, seed: int) -> None:
    world = World(seed, client)
    await world.begin()
    for _ in range(12):
        chance = world.random.random()
        if chance < 0.25:
            await world.change_webinar()
        elif chance < 0.7:
            await world.change_member()
        await world.apply(world.entries())
        await world.check_numbers()


async def test_every_key_is_one_that_is_documented(client: Redis) -> None:
    world = World(1, client)
    await world.begin()
    await world.apply(world.entries())
    table = (keys.__doc__ or "").split("|")
    documented = {cell.strip().replace("lc:", "") for cell in table if "lc:" in cell}
    kinds = {
        pattern.partition("}:")[2].partition(":")[0] or pattern.partition(":")[0] for pattern in documented
    }
    found = {as_bytes(key).decode() for key in await client.keys("*")}
    assert found
    for key in found:
        rest = key.removeprefix("lc:")
        assert (rest.partition("}:")[2].partition(":")[0] or rest.partition(":")[0]) in kinds
