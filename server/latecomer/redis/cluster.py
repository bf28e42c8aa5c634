"""A Redis or Valkey Cluster behind the interface of one server: each call goes to the node that holds its key.

There is one client per node, so that an unavailable node delays only its own keys. The locations of slots are read
again in the background whenever a node fails or redirects a call.

Source: https://valkey.io/topics/cluster-spec/ (Redirection and resharding)
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from redis.asyncio import Redis
from redis.commands import AsyncCoreCommands
from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.event import EventDispatcher
from redis.exceptions import AskError, ClusterDownError, MovedError, ReadOnlyError, RedisError, WatchError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from latecomer.redis.addresses import Address

Server: TypeAlias = Redis
"""The client of one server."""
Changed = WatchError
"""A key that was watched has changed since."""

Call: TypeAlias = Sequence[Any]
"""A command's name and its arguments."""

_REDIRECTIONS: Final = 5
_REFRESH_EVERY_S: Final = 0.25
_ANSWER_WITHIN_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class SlotHome:
    """The location of a slot: a primary, by address and by the id that it keeps for life."""

    address: Address
    node: str


class Cluster(AsyncCoreCommands):
    """All primaries of a cluster. Calls must name a key; calls for every node go to ``primaries()``."""

    _is_async_client: Literal[True] = True  # which of redis-py's signatures are meant

    def __init__(self, connect: Callable[[Address], Redis], seeds: Iterable[Address]) -> None:
        """``connect`` makes a client of one node; ``seeds`` are the nodes to begin with."""
        self._event_dispatcher = EventDispatcher()  # what redis-py's commands are declared to have
        self._connect = connect
        self._seeds = frozenset(seeds)
        self._clients: dict[Address, Redis] = {}
        self._homes: list[SlotHome | None] = []
        self._refreshing: asyncio.Task[None] | None = None
        self._on_move: list[Callable[[], None]] = []

    async def execute_command(self, *args: Any, **options: Any) -> Any:
        """Make a call at the node that holds its key. Errors: those of redis-py."""
        key = _key_of(args)
        node = await self.at(key)
        asking = False
        for _ in range(_REDIRECTIONS):
            try:
                if asking:
                    return await _asking(node, args)
                return await node.execute_command(*args, **options)  # type: ignore[no-untyped-call]
            except MovedError:
                if args[0] == "FCALL":  # its keys may name what only its old home vouches for
                    self.refresh_soon()
                    raise
                await self.refresh()
                node, asking = await self.at(key), False
            except AskError as error:
                node, asking = self._client((error.host, int(error.port))), True
            except UNREACHABLE:
                self.refresh_soon()
                raise
        raise RedisConnectionError(f"sent from node to node {_REDIRECTIONS} times")

    async def at(self, key: str | bytes) -> Redis:
        """Return the node that holds a key. Errors: RedisConnectionError, ClusterDownError."""
        if not self._homes:
            await self.refresh()
        home = self._homes[_slot(key)]
        if home is None:
            self.refresh_soon()
            raise ClusterDownError("a slot is served by nobody")
        return self._client(home.address)

    def home(self, key: str | bytes) -> str:
        """Return the id of the node that holds a key. Errors: ClusterDownError without such a node."""
        home = self._homes[_slot(key)] if self._homes else None
        if home is None:
            self.refresh_soon()
            raise ClusterDownError("a slot is served by nobody")
        return home.node

    async def primaries(self) -> Sequence[Redis]:
        """Return every node that holds slots. Errors: RedisConnectionError."""
        if not self._homes:
            await self.refresh()
        addresses = {home.address for home in self._homes if home is not None}
        return [self._client(address) for address in sorted(addresses)]

    def on_move(self, callback: Callable[[], None]) -> None:
        """Call ``callback`` whenever a slot moves to another node."""
        self._on_move.append(callback)

    async def refresh(self) -> None:
        """Read the locations of all slots again. Errors: RedisConnectionError when no node answers."""
        await asyncio.shield(self._refresh())

    def refresh_soon(self) -> None:
        """Read the locations again in the background."""
        self._refresh()

    async def aclose(self) -> None:
        """Close every connection."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        clients, self._clients = self._clients, {}
        await asyncio.gather(*(client.aclose() for client in clients.values()), return_exceptions=True)

    def _client(self, address: Address) -> Redis:
        client = self._clients.get(address)
        if client is None:
            client = self._clients[address] = self._connect(address)
        return client

    def _refresh(self) -> asyncio.Task[None]:
        """Return the reading of locations that is running, or start one; few a second, however many calls fail."""
        if self._refreshing is None or self._refreshing.done():
            pause_s = _REFRESH_EVERY_S if self._refreshing is not None else 0.0
            self._refreshing = asyncio.create_task(self._read_homes(pause_s))
            self._refreshing.add_done_callback(lambda done: done.cancelled() or done.exception())
        return self._refreshing

    async def _read_homes(self, pause_s: float) -> None:
        """Ask all known nodes; the first answer counts, so that a hanging node delays nothing."""
        await asyncio.sleep(pause_s)
        asked = {asyncio.create_task(self._ask_homes(address)) for address in {*self._seeds, *self._clients}}
        for task in asked:
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
        problem: BaseException = RedisConnectionError("no node is known")
        try:
            for answer in asyncio.as_completed(asked, timeout=_ANSWER_WITHIN_S):
                try:
                    homes = await answer
                except (RedisError, OSError) as error:  # TimeoutError included
                    problem = error
                else:
                    await self._move(homes)
                    return
        finally:
            for task in asked:
                task.cancel()
        raise RedisConnectionError(f"no node of the cluster answers: {problem}") from problem

    async def _ask_homes(self, address: Address) -> list[SlotHome | None]:
        ranges = await self._client(address).execute_command("CLUSTER SLOTS")  # type: ignore[no-untyped-call]
        homes: list[SlotHome | None] = [None] * REDIS_CLUSTER_HASH_SLOTS
        for first, last, primary, *_ in ranges:
            host, port, node = _text(primary[0]), int(primary[1]), _text(primary[2])
            home = SlotHome((host or address[0], port), node)
            homes[int(first) : int(last) + 1] = [home] * (int(last) - int(first) + 1)
        if not ranges:
            raise ClusterDownError("a node that knows of no slot")
        return homes

    async def _move(self, homes: list[SlotHome | None]) -> None:
        moved = homes != self._homes
        self._homes = homes
        known = self._seeds | {home.address for home in homes if home is not None}
        gone = [self._clients.pop(address) for address in set(self._clients) - known]
        if moved:
            for callback in self._on_move:
                callback()
        await asyncio.gather(*(client.aclose() for client in gone), return_exceptions=True)


UNREACHABLE: Final = (RedisConnectionError, RedisTimeoutError, OSError, ClusterDownError, ReadOnlyError)
"""The errors of an unreachable node, or of one that is no primary any more."""

Client: TypeAlias = Redis | Cluster


async def node_of(client: Client, key: str | bytes) -> Redis:
    """Return the server that holds a key."""
    return await client.at(key) if isinstance(client, Cluster) else client


async def nodes_of(client: Client) -> Sequence[Redis]:
    """Return every server that holds keys."""
    return await client.primaries() if isinstance(client, Cluster) else [client]


def home_of(client: Client, key: str) -> str:
    """Return the id of the node that holds a key; empty for a single server. Errors: ClusterDownError."""
    return client.home(key) if isinstance(client, Cluster) else ""


async def call_each(client: Client, calls: Sequence[Call]) -> list[Any]:
    """Make many calls in one round trip per server.

    Returns: the result of each call, or its exception: a server that fails affects only its own calls.
    """
    answers: list[Any] = [None] * len(calls)
    groups: dict[Redis, list[int]] = {}
    for number, call in enumerate(calls):
        try:
            groups.setdefault(await node_of(client, _key_of(call)), []).append(number)
        except UNREACHABLE as error:
            answers[number] = error
    given = await asyncio.gather(
        *(_at_once(node, [calls[number] for number in numbers]) for node, numbers in groups.items())
    )
    for numbers, group in zip(groups.values(), given, strict=True):
        for number, answer in zip(numbers, group, strict=True):
            answers[number] = answer
    if isinstance(client, Cluster) and any(isinstance(each, (MovedError, *UNREACHABLE)) for each in answers):
        client.refresh_soon()
    return answers


async def _at_once(node: Redis, calls: Sequence[Call]) -> list[Any]:
    if len(calls) == 1:
        try:
            return [await node.execute_command(*calls[0])]  # type: ignore[no-untyped-call]
        except (RedisError, OSError) as error:
            return [error]
    try:
        async with node.pipeline(transaction=False) as pipe:
            for call in calls:
                pipe.execute_command(*call)
            return list(await pipe.execute(raise_on_error=False))
    except (RedisError, OSError) as error:
        return [error] * len(calls)


async def _asking(node: Redis, args: Call) -> Any:
    """Make a call at the node to which its slot is being moved."""
    async with node.pipeline(transaction=False) as pipe:
        pipe.execute_command("ASKING")
        pipe.execute_command(*args)
        return (await pipe.execute())[1]


def _key_of(args: Call) -> str | bytes:
    """Return a call's first key: all its keys are in the same slot, or the server refuses the call."""
    match args:
        case ("FCALL" | "EVAL", _, count, key, *_) if int(count) > 0:
            found = key
        case (_, key, *_):
            found = key
        case _:
            raise TypeError(f"{args[0]} names no key; ask the nodes")
    if not isinstance(found, str | bytes):
        raise TypeError(f"{found!r} is no key")
    return found


def _slot(key: str | bytes) -> int:
    return key_slot(key.encode() if isinstance(key, str) else key)


def _text(value: str | bytes | None) -> str:
    return value.decode() if isinstance(value, bytes) else value or ""
