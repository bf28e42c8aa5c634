"""The overflow of the inbox: verified deliveries that PostgreSQL did not store in time, kept in a bounded Redis stream
until it does.

Source: docs/vendors.md, Nothing is lost
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import structlog

from latecomer.core.ids import ConnectionId
from latecomer.integrations.inbox.queries import ReceivedDelivery
from latecomer.redis import keys
from latecomer.redis.cluster import Client
from latecomer.redis.functions import redis_errors
from latecomer.redis.packing import as_bytes

MAX_ENTRIES = 10_000
MAX_BYTES = 64 * 1024 * 1024
MAX_ASIDE = 20
"""Unreadable entries that are kept for inspection: the newest ones, with at most a body each."""
_ASIDE_S = 30 * 24 * 3600
"""So long as a body is kept in the inbox."""

_log = structlog.get_logger()

# KEYS stream, bytes; ARGV entry, most entries, most bytes -> 1, or 0 where there is no room.
_ADD = """
local size = #ARGV[1]
if redis.call('XLEN', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
if tonumber(redis.call('GET', KEYS[2]) or 0) + size > tonumber(ARGV[3]) then return 0 end
redis.call('XADD', KEYS[1], '*', 'd', ARGV[1])
redis.call('INCRBY', KEYS[2], size)
return 1
"""

# KEYS stream, bytes; ARGV {id, size}… -> how many were there. The bytes of an entry go with the entry, once.
_REMOVE = """
local removed = 0
for i = 1, #ARGV, 2 do
  if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 then
    redis.call('DECRBY', KEYS[2], ARGV[i + 1])
    removed = removed + 1
  end
end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('DEL', KEYS[2]) end
return removed
"""


# KEYS stream, bytes, aside; ARGV most that are kept aside, for how long (s), {id, size}… -> how many were there.
_SET_ASIDE = """
local moved = 0
for i = 3, #ARGV, 2 do
  local found = redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i])[1]
  if found then
    redis.call('XADD', KEYS[3], 'MAXLEN', ARGV[1], '*', unpack(found[2]))
    redis.call('EXPIRE', KEYS[3], ARGV[2])
    redis.call('XDEL', KEYS[1], ARGV[i])
    redis.call('DECRBY', KEYS[2], ARGV[i + 1])
    moved = moved + 1
  end
end
if redis.call('XLEN', KEYS[1]) == 0 then redis.call('DEL', KEYS[2]) end
return moved
"""


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    connection: UUID
    dedupe_key: str
    received_at: int
    headers: dict[str, str]
    body: bytes


class Overflow:
    """The stream of deliveries that wait for PostgreSQL. All errors are LedgerAway: try again later."""

    def __init__(self, client: Client, *, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        self._client = client
        self._max_entries = max_entries
        self._max_bytes = max_bytes

    async def add(self, delivery: ReceivedDelivery) -> bool:
        """Add a delivery. Returns: False when there is no room."""
        entry = msgspec.msgpack.encode(
            _Entry(
                delivery.connection,
                delivery.dedupe_key,
                delivery.received_at,
                dict(delivery.headers),
                delivery.body,
            )
        )
        async with redis_errors():
            added: object = await self._client.eval(
                _ADD, 2, keys.SPILL, keys.SPILL_BYTES, entry, self._max_entries, self._max_bytes
            )
        return added == 1

    async def oldest(self, limit: int) -> Sequence[tuple[bytes, int, ReceivedDelivery]]:
        """Return the first deliveries, each with its id and size, for ``remove``; empty when there are none.

        An entry that cannot be read does not block the others: it is logged and set aside for a person to look at.
        """
        while True:
            async with redis_errors():
                found: Any = await self._client.xrange(keys.SPILL, count=limit)
            read, unreadable = [], []
            for identifier, fields in found:
                packed = as_bytes(fields.get(b"d", b""))
                try:
                    read.append((as_bytes(identifier), len(packed), _delivery(packed)))
                except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
                    unreadable.append((as_bytes(identifier), len(packed)))
                    _log.error("spill_unreadable", entry=as_bytes(identifier).decode(), error=str(error))
            if unreadable:
                await self._set_aside(unreadable)
            if read or not found:
                return read

    async def remove(self, taken: Sequence[tuple[bytes, int, ReceivedDelivery]]) -> None:
        """Remove deliveries that PostgreSQL has stored."""
        arguments = [part for identifier, size, _ in taken for part in (identifier, size)]
        async with redis_errors():
            await self._client.eval(_REMOVE, 2, keys.SPILL, keys.SPILL_BYTES, *arguments)

    async def _set_aside(self, entries: Sequence[tuple[bytes, int]]) -> None:
        arguments = [part for entry in entries for part in entry]
        names = (keys.SPILL, keys.SPILL_BYTES, keys.SPILL_UNREADABLE)
        async with redis_errors():
            await self._client.eval(_SET_ASIDE, 3, *names, MAX_ASIDE, _ASIDE_S, *arguments)

    async def waiting(self) -> int:
        """Count the deliveries that wait for Postgres."""
        async with redis_errors():
            return int(await self._client.xlen(keys.SPILL))


def _delivery(packed: bytes) -> ReceivedDelivery:
    entry = msgspec.msgpack.decode(packed, type=_Entry)
    return ReceivedDelivery(
        connection=ConnectionId(entry.connection),
        dedupe_key=entry.dedupe_key,
        received_at=entry.received_at,
        headers=entry.headers,
        body=entry.body,
    )
