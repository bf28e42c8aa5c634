"""The ledger: what was watched, kept in Redis; one server-side call per batch and shard.

Every call checks that its shard is ready. What goes wrong comes as one of three errors: ``LedgerAway`` (try again
later), ``ShardNotReady`` (the shard must be reloaded first), ``CardMissing`` (the webinar's card must be put first).
All calls may be made again after any of them: the ledger holds sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.member import MemberCard
from latecomer.core.webinar import Webinar
from latecomer.store.redis import keys
from latecomer.store.redis.card import pack_card, unpack_card
from latecomer.store.redis.client import read_durability
from latecomer.store.redis.entries import Entry, Outcome, read_outcome
from latecomer.store.redis.library import Client, ShardNotReady, call_function, redis_errors
from latecomer.store.redis.packing import as_bytes, pack, unpack
from latecomer.store.redis.record import Record, Reports, layout, pack_intervals, read_record


class _Keys:
    """The KEYS of one call; a key is named by its position (from 1), each once."""

    def __init__(self, shard: int, *first: str) -> None:
        self._shard = shard
        self.names: list[str] = list(first)
        self._positions: dict[str, int] = {}
        self._webinars: dict[int, list[int]] = {}

    def position(self, key: str) -> int:
        position = self._positions.get(key)
        if position is None:
            self.names.append(key)
            position = self._positions[key] = len(self.names)
        return position

    def webinar(self, webinar: Webinar) -> list[int]:
        """{card, counters, retention, there} and the recording version that the retention is of."""
        named = self._webinars.get(id(webinar))  # the entries of a batch share a few objects
        if named is None:
            version = webinar.recording.version if webinar.recording else 0
            named = self._webinars[id(webinar)] = [
                self.position(keys.card(self._shard, webinar.id)),
                self.position(keys.counters(self._shard, webinar.id)),
                self.position(keys.retention(self._shard, webinar.id, version)),
                self.position(keys.there(self._shard, webinar.id)),
                version,
            ]
        return named


class Ledger:
    """All shards of the ledger behind one client."""

    def __init__(self, client: Client, shards: int = 1) -> None:
        """``shards`` is fixed for an installation: LATECOMER_LEDGER_SHARDS."""
        self._client = client
        self.shards = shards

    def shard_of(self, member: MemberId) -> int:
        return keys.shard_of(member, self.shards)

    def by_shard(self, members: Iterable[MemberId]) -> dict[int, list[MemberId]]:
        """The members of each shard, in their order."""
        grouped: dict[int, list[MemberId]] = {}
        for member in members:
            grouped.setdefault(self.shard_of(member), []).append(member)
        return grouped

    async def apply(self, shard: int, entries: Sequence[Entry]) -> list[Outcome]:
        """Apply hellos, heartbeats and clicks of members of one shard, in order, all of them or none.

        Returns: one outcome per entry. Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        named = self._keys(shard)
        items = [
            [
                entry.operation,
                named.position(keys.record(shard, entry.member)),
                named.webinar(entry.webinar),
                entry.link_serial,
                entry.now,
                *entry.details(),
            ]
            for entry in entries
        ]
        raw = await self._call("apply", named.names, pack(items))
        return [read_outcome(entry, fields) for entry, fields in zip(entries, unpack(raw), strict=True)]

    async def put_members(
        self, webinars: Mapping[WebinarId, Webinar], cards: Sequence[MemberCard], now: Instant
    ) -> None:
        """Put what Postgres decided of members. The newest version of a card wins.

        Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        grouped: dict[int, list[MemberCard]] = {}
        for card in cards:
            grouped.setdefault(self.shard_of(card.member), []).append(card)
        for shard, group in grouped.items():
            named = self._keys(shard)
            items = [
                [
                    named.position(keys.record(shard, card.member)),
                    named.webinar(webinars[card.webinar]),
                    card.member.bytes,
                    card.version,
                    card.status.value,
                    card.link_serial,
                    int(card.visitor),
                    int(card.status.has_seat),
                    now,
                ]
                for card in group
            ]
            await self._call("put", named.names, pack(items))

    async def put_reports(
        self, webinars: Mapping[WebinarId, Webinar], reports: Sequence[Reports], now: Instant
    ) -> None:
        """Put what vendors report of members, whole. The newest version wins; totals follow at once.

        Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        grouped: dict[int, list[Reports]] = {}
        for each in reports:
            grouped.setdefault(self.shard_of(each.member), []).append(each)
        for shard, group in grouped.items():
            named = self._keys(shard)
            items = [
                [
                    named.position(keys.record(shard, each.member)),
                    named.webinar(webinars[each.webinar]),
                    each.member.bytes,
                    each.version,
                    pack_intervals(each.live),
                    pack_intervals(each.on_demand),
                    now,
                ]
                for each in group
            ]
            await self._call("report", named.names, pack(items))

    async def due(self, shard: int) -> list[MemberId]:
        """Everybody with moments to settle, whoever has claimed them. Errors: LedgerAway."""
        async with redis_errors():
            ids = await self._client.zrange(keys.due(shard), 0, -1)
        return [MemberId(UUID(bytes=as_bytes(each))) for each in ids]

    async def settled(self, shard: int, marks: Mapping[MemberId, int], now: Instant) -> None:
        """The facts of these due marks have committed: a mark that was not raised since goes.

        Errors: LedgerAway, ShardNotReady.
        """
        names = [keys.ready(shard), keys.due(shard), keys.dirty(shard)]
        names += [keys.record(shard, member) for member in marks]
        await self._call("settled", names, now, pack([[m.bytes, mark] for m, mark in marks.items()]))

    async def load(
        self, shard: int, records: Sequence[tuple[Webinar, MemberId, Record]], now: Instant
    ) -> None:
        """Load records from their copies into a shard that is not ready; what is there already is left alone."""
        named = self._keys(shard)
        items = [
            [
                named.position(keys.record(shard, member)),
                named.webinar(webinar),
                layout(member, record),
                now,
            ]
            for webinar, member, record in records
        ]
        await self._call("load", named.names, pack(items))

    async def is_ready(self, shard: int) -> bool:
        async with redis_errors():
            return bool(await self._client.exists(keys.ready(shard)))

    async def set_ready(self, shard: int) -> None:
        """From now on the shard counts."""
        async with redis_errors():
            await self._client.set(keys.ready(shard), "1")

    async def lock(self, shard: int, for_s: int, *, again: bool = False) -> bool:
        """Take the lock of the one who loads a shard, or with ``again`` keep it.

        Returns: whether it is ours; a lock that was to be kept is lost with everything else when Redis is emptied.
        Errors: LedgerAway.
        """
        async with redis_errors():
            return bool(await self._client.set(keys.loading(shard), "1", nx=not again, xx=again, ex=for_s))

    async def unlock(self, shard: int) -> None:
        async with redis_errors():
            await self._client.delete(keys.loading(shard))

    async def put_webinar(self, webinar: Webinar) -> None:
        """Put a webinar's card into every shard; the newest version wins."""
        packed = pack_card(webinar)
        for shard in range(self.shards):
            await self._call("card", [keys.card(shard, webinar.id)], webinar.version, packed)

    async def webinar(self, webinar: WebinarId, member: MemberId | None = None) -> Webinar | None:
        """The webinar as its card has it (in the member's shard), None without one. Errors: LedgerAway."""
        shard = self.shard_of(member) if member else 0
        async with redis_errors():
            raw = await self._client.get(keys.card(shard, webinar))
        return unpack_card(as_bytes(raw)) if raw is not None else None

    async def read(self, members: Sequence[MemberId]) -> dict[MemberId, Record]:
        """The records of those members that have one. Errors: LedgerAway."""
        found: dict[MemberId, Record] = {}
        for shard, group in self.by_shard(members).items():
            async with redis_errors():
                raws = await self._client.mget([keys.record(shard, member) for member in group])
            found.update(
                (member, read_record(as_bytes(raw)))
                for member, raw in zip(group, raws, strict=True)
                if raw is not None
            )
        return found

    async def counters(self, webinar: WebinarId) -> dict[str, int]:
        """The webinar's counters, summed over the shards (store/redis/keys.py names the fields).

        Errors: LedgerAway, ShardNotReady: half of the counters would be numbers that nobody ever had.
        """
        return await self._sums(lambda shard: keys.counters(shard, webinar))

    async def retention(self, webinar: WebinarId, recording_version: int) -> dict[str, int]:
        """Second of the recording → members whose coverage begins there minus those whose coverage ends there."""
        return await self._sums(lambda shard: keys.retention(shard, webinar, recording_version))

    async def claim_due(self, shard: int, now: Instant, lease_ms: int, limit: int) -> list[MemberId]:
        """Members with moments to settle, kept from other claims for ``lease_ms``."""
        return await self._claim(shard, keys.due(shard), now, lease_ms, limit)

    async def claim_dirty(self, shard: int, before: Instant, lease_ms: int, limit: int) -> list[MemberId]:
        """Members whose records changed before that instant and are not copied yet."""
        return await self._claim(shard, keys.dirty(shard), before, lease_ms, limit)

    async def copied(self, shard: int, versions: Mapping[MemberId, int], now: Instant) -> None:
        """These versions are in Postgres: records that did not change since need no copy any more."""
        names = [keys.ready(shard), keys.dirty(shard), *(keys.record(shard, member) for member in versions)]
        await self._call("copied", names, now, pack([[m.bytes, version] for m, version in versions.items()]))

    async def time_ms(self) -> Instant:
        """Redis's own clock. Errors: LedgerAway."""
        async with redis_errors():
            seconds, micros = await self._client.time()
        return int(seconds) * 1000 + int(micros) // 1000

    async def settings(self) -> dict[str, str]:
        """What Redis says of its durability; empty where it does not tell (hosted ones may not). Errors: LedgerAway."""
        async with redis_errors():
            return await read_durability(self._client)

    async def forget(self, members: Sequence[MemberId]) -> None:
        """Forget the records of an archived webinar; their copies in Postgres are the only ones from now on."""
        for shard, group in self.by_shard(members).items():
            async with redis_errors():
                await self._client.delete(*(keys.record(shard, member) for member in group))
                await self._client.zrem(keys.due(shard), *(member.bytes for member in group))
                await self._client.zrem(keys.dirty(shard), *(member.bytes for member in group))

    async def forget_webinar(self, webinar: Webinar) -> None:
        """Forget the card and the counters of an archived or deleted webinar."""
        version = webinar.recording.version if webinar.recording else 0
        for shard in range(self.shards):
            async with redis_errors():
                await self._client.delete(
                    keys.card(shard, webinar.id),
                    keys.counters(shard, webinar.id),
                    keys.there(shard, webinar.id),
                    *(keys.retention(shard, webinar.id, each) for each in range(version + 1)),
                )

    def _keys(self, shard: int) -> _Keys:
        return _Keys(shard, keys.ready(shard), keys.due(shard), keys.dirty(shard))

    async def _claim(self, shard: int, queue: str, now: Instant, lease_ms: int, limit: int) -> list[MemberId]:
        ids = await self._call("claim", [keys.ready(shard), queue], now, lease_ms, limit)
        return [MemberId(UUID(bytes=as_bytes(each))) for each in ids]

    async def _sums(self, name: Callable[[int], str]) -> dict[str, int]:
        sums: dict[str, int] = {}
        for shard in range(self.shards):
            async with redis_errors(), self._client.pipeline(transaction=True) as pipe:
                pipe.exists(keys.ready(shard))
                pipe.hgetall(name(shard))
                ready, fields = await pipe.execute()
            if not ready:
                raise ShardNotReady(str(shard))
            for field, value in fields.items():
                text = as_bytes(field).decode()
                sums[text] = sums.get(text, 0) + int(value)
        return sums

    async def _call(self, function: str, names: Sequence[str], *args: Any) -> Any:
        return await call_function(self._client, function, names, *args)
