"""The ledger: watched time, stored in Redis; one server-side call per batch and shard.

Every call checks that its shard is ready. A failure is one of three errors: ``LedgerAway`` (try again later),
``ShardNotReady`` (the shard must be loaded first), ``CardMissing`` (the webinar must be copied to the ledger first).
All calls may be repeated after any of them, because the ledger stores sets.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

from latecomer.core.ids import Instant, MemberId, WebinarId
from latecomer.core.person import LedgerMember
from latecomer.core.webinar import Webinar
from latecomer.redis import keys
from latecomer.redis.client import read_durability
from latecomer.redis.cluster import Changed, Client, Server, call_each, home_of, node_of, nodes_of
from latecomer.redis.functions import (
    DRIVER_ERRORS,
    LedgerAway,
    as_ours,
    raise_first,
    ready_key,
    redis_errors,
)
from latecomer.redis.gathered_calls import GatheredCalls
from latecomer.redis.packing import as_bytes, pack
from latecomer.watching.ledger.batch import Batch, KeyTable
from latecomer.watching.ledger.library import LIBRARY
from latecomer.watching.ledger.operations import Entry, Outcome
from latecomer.watching.ledger.record import (
    STATUSES,
    Record,
    Reports,
    pack_intervals,
    read_record,
    write_record,
)
from latecomer.watching.ledger.webinar_copy import pack_card, unpack_card

_Call: TypeAlias = tuple[Sequence[str | bytes], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Claims:
    """The claimed entries of each shard, and the errors of the others: shards do not wait for each other."""

    members: Mapping[int, Sequence[MemberId]]
    failures: Sequence[Exception]


@dataclass(frozen=True, slots=True)
class Node:
    """A Redis server that accepts writes: its own clock, and its durability."""

    time_ms: Instant
    settings: Mapping[str, str]


_MAY_WRITE = "#!lua\nreturn 1"
"""The declaration that a script writes: Redis then refuses it when memory or the disk is full, and on a replica."""


def _granted(shards: Sequence[int], answers: Sequence[object]) -> list[int]:
    """Return the shards whose answer is yes."""
    return [shard for shard, answer in zip(shards, answers, strict=True) if answer == 1]


async def _look(node: Server) -> Node | None:
    try:
        seconds, micros = await node.time()
        await node.eval(_MAY_WRITE, 0)
        settings = await read_durability(node)
    except DRIVER_ERRORS as error:
        if isinstance(as_ours(error), LedgerAway):
            return None
        raise
    return Node(int(seconds) * 1000 + int(micros) // 1000, settings[0])


class Ledger:
    """All shards of the ledger behind one client."""

    def __init__(self, client: Client, shards: int = 1) -> None:
        """``shards`` is fixed for an installation: LATECOMER_LEDGER_SHARDS."""
        self._client = client
        self._apply = GatheredCalls(client, LIBRARY, "apply")
        self.shards = shards

    def shard_of(self, member: MemberId) -> int:
        return keys.shard_of(member, self.shards)

    def by_shard(self, members: Iterable[MemberId]) -> dict[int, list[MemberId]]:
        """Return the members of each shard, in their order."""
        grouped: dict[int, list[MemberId]] = {}
        for member in members:
            grouped.setdefault(self.shard_of(member), []).append(member)
        return grouped

    async def apply(self, shard: int, entries: Sequence[Entry]) -> list[Outcome]:
        """Apply hellos, heartbeats and clicks of members of one shard, in order, all of them or none.

        Returns: one outcome per entry. Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        batch = Batch(self._named(shard), shard, entries)
        return batch.outcomes(await self._apply.call(batch.names, *batch.args))

    async def put_members(
        self, webinars: Mapping[WebinarId, Webinar], cards: Sequence[LedgerMember], now: Instant
    ) -> None:
        """Write the status data of members, as PostgreSQL has decided them. The newest version wins.

        Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        grouped: dict[int, list[LedgerMember]] = {}
        for card in cards:
            grouped.setdefault(self.shard_of(card.member), []).append(card)
        calls: list[_Call] = []
        for shard, group in grouped.items():
            named = self._named(shard)
            items = [
                [
                    named.position(keys.record(shard, card.member).encode()),
                    named.webinar(webinars[card.webinar]),
                    card.member.bytes,
                    card.version,
                    STATUSES.index(card.status),
                    card.link_serial,
                    int(card.visitor),
                    int(card.status.has_seat),
                    now,
                ]
                for card in group
            ]
            calls.append((named.names, [pack(items)]))
        raise_first(await LIBRARY.call_each(self._client, "put", calls))

    async def put_reports(
        self, webinars: Mapping[WebinarId, Webinar], reports: Sequence[Reports], now: Instant
    ) -> None:
        """Write the vendors' reports about members, replacing earlier ones. The newest version wins; totals change at
        once.

        Errors: LedgerAway, ShardNotReady, CardMissing.
        """
        grouped: dict[int, list[Reports]] = {}
        for each in reports:
            grouped.setdefault(self.shard_of(each.member), []).append(each)
        calls: list[_Call] = []
        for shard, group in grouped.items():
            named = self._named(shard)
            items = [
                [
                    named.position(keys.record(shard, each.member).encode()),
                    named.webinar(webinars[each.webinar]),
                    each.member.bytes,
                    each.version,
                    pack_intervals(each.live),
                    pack_intervals(each.on_demand),
                    now,
                ]
                for each in group
            ]
            calls.append((named.names, [pack(items)]))
        raise_first(await LIBRARY.call_each(self._client, "report", calls))

    async def due(self, shard: int) -> list[MemberId]:
        """Return all members with moments to settle, claimed or not. Errors: LedgerAway."""
        async with redis_errors():
            ids = await self._client.zrange(keys.due(shard), 0, -1)
        return [MemberId(UUID(bytes=as_bytes(each))) for each in ids]

    async def settled(self, shard: int, marks: Mapping[MemberId, int], now: Instant) -> None:
        """Remove these due marks, whose facts have committed, unless they were raised again since.

        Errors: LedgerAway, ShardNotReady.
        """
        names = [*self._named(shard).names, *(keys.record(shard, member) for member in marks)]
        await self._call("settled", names, now, pack([[m.bytes, mark] for m, mark in marks.items()]))

    async def load(
        self, shard: int, records: Sequence[tuple[Webinar, MemberId, Record]], now: Instant
    ) -> None:
        """Load records from their copies into a shard that is not ready; a record that exists already is completed.

        Errors: LedgerAway, CardMissing.
        """
        named = self._named(shard)
        items = [
            [
                named.position(keys.record(shard, member).encode()),
                named.webinar(webinar),
                write_record(member, record),
                now,
            ]
            for webinar, member, record in records
        ]
        await self._call("load", named.names, pack(items))

    async def is_ready(self, shard: int) -> bool:
        """Return True when the shard counts. Errors: LedgerAway."""
        async with redis_errors():
            return bool(await self._client.exists(ready_key(self._client, shard)))

    async def set_ready(self, shard: int, holder: str | None = None) -> bool:
        """Let the shard count from now on, at its present node only. With ``holder``: only if the shard's lock is
        theirs at that moment.

        Returns: whether it counts. Errors: LedgerAway.
        """
        async with redis_errors():
            ready, homes, loading = ready_key(self._client, shard), keys.homes(shard), keys.loading(shard)
            node = await node_of(self._client, ready)
            async with node.pipeline(transaction=True) as pipe:
                await pipe.watch(loading, homes)
                if holder is not None and await pipe.get(loading) != holder.encode():
                    return False
                here = home_of(self._client, ready)
                before = {as_bytes(each).decode() for each in await pipe.smembers(homes)} - {here}
                pipe.multi()  # type: ignore[no-untyped-call]
                if before:
                    pipe.delete(*(keys.ready(shard, each) for each in before))
                    pipe.srem(homes, *before)
                if here:
                    pipe.sadd(homes, here)
                pipe.set(ready, self.shards)
                try:
                    await pipe.execute()
                except Changed:
                    return False
        return True

    async def unready(self) -> list[int]:
        """Return the shards that do not count, as far as their servers answer. Errors: LedgerAway when none answers."""
        calls = [("EXISTS", ready_key(self._client, shard)) for shard in range(self.shards)]
        answers = await call_each(self._client, calls)
        if all(isinstance(answer, Exception) for answer in answers):
            raise as_ours(answers[0])
        return [shard for shard, answer in enumerate(answers) if answer == 0]

    async def lock(self, shards: Iterable[int], holder: str, for_s: int) -> list[int]:
        """Take the locks for loading these shards. ``holder``: a token that no other process has.

        Returns: the shards whose lock the holder has now.
        """
        wanted = list(shards)
        calls = [("SET", keys.loading(shard), holder, "NX", "EX", for_s) for shard in wanted]
        return _granted(wanted, await call_each(self._client, calls))

    async def keep(self, shards: Iterable[int], holder: str, for_s: int) -> list[int]:
        """Extend these locks.

        Returns: the shards whose lock is still the holder's. When Redis loses its data, locks are lost too, and another
        process may take them.
        """
        wanted = list(shards)
        calls: list[_Call] = [([keys.loading(shard)], [holder, for_s]) for shard in wanted]
        return _granted(wanted, await LIBRARY.call_each(self._client, "keep", calls))

    async def unlock(self, shards: Iterable[int], holder: str) -> None:
        """Release the holder's locks; a lock that cannot be released ends by itself."""
        calls: list[_Call] = [([keys.loading(shard)], [holder]) for shard in shards]
        await LIBRARY.call_each(self._client, "unlock", calls)

    async def put_webinar(self, webinar: Webinar, shards: Iterable[int] | None = None) -> None:
        """Copy a webinar to every shard, or to some; the newest version wins.

        Errors: LedgerAway, after it was copied wherever that was possible.
        """
        packed = pack_card(webinar)
        calls: list[_Call] = [
            ([keys.card(shard, webinar.id)], [webinar.version, packed])
            for shard in (range(self.shards) if shards is None else shards)
        ]
        raise_first(await LIBRARY.call_each(self._client, "card", calls))

    async def webinar(self, webinar: WebinarId, member: MemberId | None = None) -> Webinar | None:
        """Return the ledger's copy of a webinar (in the member's shard), None without one. Errors: LedgerAway."""
        shard = self.shard_of(member) if member else 0
        async with redis_errors():
            raw = await self._client.get(keys.card(shard, webinar))
        return unpack_card(as_bytes(raw)) if raw is not None else None

    async def read(self, members: Sequence[MemberId]) -> dict[MemberId, Record]:
        """Return the records of those members that have one. Errors: LedgerAway."""
        grouped = self.by_shard(members)
        answers = await self._each(
            [("MGET", *(keys.record(shard, member) for member in group)) for shard, group in grouped.items()]
        )
        return {
            member: read_record(as_bytes(raw))
            for group, raws in zip(grouped.values(), answers, strict=True)
            for member, raw in zip(group, raws, strict=True)
            if raw is not None
        }

    async def counters(self, webinar: WebinarId) -> dict[str, int]:
        """Return the webinar's counters, summed over the shards (redis/keys.py names the fields).

        Errors: LedgerAway, ShardNotReady: a sum without some shards would be wrong.
        """
        return await self._sums(lambda shard: keys.counters(shard, webinar))

    async def retention(self, webinar: WebinarId, recording_version: int) -> dict[str, int]:
        """Return, for each second of the recording, the members whose coverage begins there minus those whose coverage
        ends there."""
        return await self._sums(lambda shard: keys.retention(shard, webinar, recording_version))

    async def claim_due(self, now: Instant, lease_ms: int, limit: int) -> Claims:
        """Claim members with moments to settle for ``lease_ms``, so that no other worker takes them; at most ``limit``
        of each shard."""
        return await self._claim(keys.due, now, lease_ms, limit)

    async def claim_dirty(self, before: Instant, lease_ms: int, limit: int) -> Claims:
        """Claim members whose records changed before that instant and are not copied yet."""
        return await self._claim(keys.dirty, before, lease_ms, limit)

    async def copied(self, shard: int, versions: Mapping[MemberId, int], now: Instant) -> None:
        """Record that these versions are in Postgres: records without a change since need no copy."""
        names = [ready_key(self._client, shard), keys.dirty(shard)]
        names += [keys.record(shard, member) for member in versions]
        await self._call("copied", names, now, pack([[m.bytes, version] for m, version in versions.items()]))

    async def nodes(self) -> Sequence[Node | None]:
        """Return the state of each Redis server; None for one that does not answer, or takes no writes.

        Errors: LedgerAway, LedgerBroken.
        """
        async with redis_errors():
            return await asyncio.gather(*(_look(node) for node in await nodes_of(self._client)))

    async def forget(self, members: Sequence[MemberId]) -> None:
        """Delete the records of an archived webinar; their copies in PostgreSQL are then the only ones."""
        calls: list[tuple[Any, ...]] = []
        for shard, group in self.by_shard(members).items():
            calls += [
                ("DEL", *(keys.record(shard, member) for member in group)),
                ("ZREM", keys.due(shard), *(member.bytes for member in group)),
                ("ZREM", keys.dirty(shard), *(member.bytes for member in group)),
            ]
        await self._each(calls)

    async def forget_webinar(self, webinar: Webinar) -> None:
        """Delete the copy and the counters of an archived or deleted webinar."""
        version = webinar.recording.version if webinar.recording else 0
        await self._each(
            [
                (
                    "DEL",
                    keys.card(shard, webinar.id),
                    keys.counters(shard, webinar.id),
                    keys.there(shard, webinar.id),
                    *(keys.retention(shard, webinar.id, each) for each in range(version + 1)),
                )
                for shard in range(self.shards)
            ]
        )

    def _named(self, shard: int) -> KeyTable:
        return KeyTable(shard, ready_key(self._client, shard), keys.due(shard), keys.dirty(shard))

    async def _claim(self, queue: Callable[[int], str], now: Instant, lease_ms: int, limit: int) -> Claims:
        calls: list[_Call] = [
            ([ready_key(self._client, shard), queue(shard)], [now, lease_ms, limit])
            for shard in range(self.shards)
        ]
        answers = await LIBRARY.call_each(self._client, "claim", calls)
        claimed = {
            shard: [MemberId(UUID(bytes=as_bytes(each))) for each in answer]
            for shard, answer in enumerate(answers)
            if not isinstance(answer, Exception) and answer
        }
        return Claims(claimed, tuple(answer for answer in answers if isinstance(answer, Exception)))

    async def _sums(self, name: Callable[[int], str]) -> dict[str, int]:
        calls: list[_Call] = [
            ([ready_key(self._client, shard), name(shard)], []) for shard in range(self.shards)
        ]
        answers = await LIBRARY.call_each(self._client, "numbers", calls)
        raise_first(answers)
        sums: dict[str, int] = {}
        for fields in answers:
            for field, value in zip(fields[::2], fields[1::2], strict=True):
                text = as_bytes(field).decode()
                sums[text] = sums.get(text, 0) + int(value)
        return sums

    async def _each(self, calls: Sequence[Sequence[Any]]) -> list[Any]:
        """Make a call for each shard. Errors: LedgerAway, after every call has been made."""
        answers = [
            as_ours(each) if isinstance(each, DRIVER_ERRORS) else each
            for each in await call_each(self._client, calls)
        ]
        raise_first(answers)
        return answers

    async def _call(self, function: str, names: Sequence[str | bytes], *args: Any) -> Any:
        return await LIBRARY.call(self._client, function, names, *args)
