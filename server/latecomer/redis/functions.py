"""Functions that run on the Redis server, called by name, and the translation of Redis errors into ours."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from redis.exceptions import (
    AskError,
    ClusterDownError,
    MovedError,
    OutOfMemoryError,
    ReadOnlyError,
    RedisError,
    ResponseError,
    TryAgainError,
)

from latecomer.redis import keys
from latecomer.redis.cluster import Client, call_each, home_of, node_of

_PASSING = ("LOADING", "BUSY", "MISCONF", "NOREPLICAS", "UNBLOCKED")
"""Errors of a server that will take the same call later; redis-py takes the first word from those that it knows:"""
_PASSING_TYPES = (OutOfMemoryError, ReadOnlyError, ClusterDownError, TryAgainError, AskError)


class LedgerAway(Exception):
    """Redis does not answer, or cannot write. The call may or may not have been applied; it may be repeated."""


class LedgerBroken(Exception):
    """The server refused the call itself; repeating it would not help."""


class ShardNotReady(Exception):
    """Redis lost its data: the shard must be loaded from PostgreSQL before anything is counted in it."""


class CardMissing(Exception):
    """The ledger's copy of a webinar is missing in the shard, or newer than the version that the caller knows."""


OUTAGES: tuple[type[Exception], ...] = (RedisError, LedgerAway, LedgerBroken, ShardNotReady, CardMissing)
"""The errors of an unreachable server: the same call may succeed later."""
DRIVER_ERRORS: tuple[type[Exception], ...] = (RedisError, OSError)
"""The errors that the driver raises, or returns among the answers of many calls."""
Failure: TypeAlias = LedgerAway | LedgerBroken | ShardNotReady | CardMissing


@asynccontextmanager
async def redis_errors() -> AsyncIterator[None]:
    """Translate errors of the driver into ours, inside the block."""
    try:
        yield
    except (RedisError, OSError) as error:
        raise as_ours(error) from error
    except RuntimeError as error:
        if "handler is closed" not in str(error):
            raise
        raise LedgerAway(
            str(error)
        ) from error  # uvloop's word for a connection that went while it was written to


def as_ours(error: Exception) -> Failure:
    """Translate an error of the driver into one of the ledger's."""
    text = str(error)
    if not isinstance(error, ResponseError) or isinstance(error, _PASSING_TYPES) or text.startswith(_PASSING):
        return LedgerAway(text)
    if "NOTREADY" in text:
        return ShardNotReady(text)
    if "NOCARD" in text or "STALE" in text:
        return CardMissing(text)
    return LedgerBroken(text)


def ready_key(client: Client, shard: int) -> str:
    """Return the key that exists once a shard is loaded and counts, at its present node. Errors: LedgerAway."""
    try:
        return keys.ready(shard, home_of(client, keys.due(shard)))
    except ClusterDownError as error:
        raise LedgerAway(str(error)) from error


def raise_first(answers: Sequence[Any]) -> None:
    """Raise the first exception among the results, if there is one."""
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer


def _is_missing(answer: object) -> bool:
    return isinstance(answer, ResponseError) and "function not found" in str(answer).lower()


def _is_moving(answer: object) -> bool:
    """Return True when the call must be made at the node to which its slot is being moved."""
    return isinstance(answer, AskError) and not isinstance(answer, MovedError)


@dataclass(frozen=True, slots=True)
class FunctionLibrary:
    """Functions that run on the server, loaded wherever they are missing.

    The name contains the version of ``source`` (Lua), so that old and new functions exist side by side during a rolling
    deployment: changed code gets the next name. A function is called ``NAME_FUNCTION``.
    """

    name: str
    source: str

    async def call(self, client: Client, function: str, names: Sequence[str | bytes], *args: Any) -> Any:
        """Call a function; the library is loaded first when the server does not have it.

        Args:
            names: the keys, all of one slot.

        Errors: LedgerAway, LedgerBroken, ShardNotReady, CardMissing.
        """
        async with redis_errors():
            try:
                return await client.fcall(f"{self.name}_{function}", len(names), *names, *args)
            except ResponseError as error:
                if not _is_missing(error):
                    raise
            await self._load(client, names[0])
            return await client.fcall(f"{self.name}_{function}", len(names), *names, *args)

    async def call_each(
        self, client: Client, function: str, calls: Sequence[tuple[Sequence[str | bytes], Sequence[Any]]]
    ) -> list[Any]:
        """Call a function with each of these keys and arguments, in one round trip per server.

        Returns: the result of each call, or its exception: a server that fails affects only its own calls.
        """
        commands = [("FCALL", f"{self.name}_{function}", len(names), *names, *args) for names, args in calls]
        answers = await call_each(client, commands)
        for number, answer in enumerate(answers):
            if _is_missing(answer) or _is_moving(answer):
                answers[number] = await self._by_itself(client, function, *calls[number])
        return [as_ours(each) if isinstance(each, (RedisError, OSError)) else each for each in answers]

    async def _by_itself(
        self, client: Client, function: str, names: Sequence[str | bytes], args: Sequence[Any]
    ) -> Any:
        try:
            return await self.call(client, function, names, *args)
        except (LedgerAway, LedgerBroken, ShardNotReady, CardMissing) as failure:
            return failure

    async def _load(self, client: Client, key: str | bytes) -> None:
        """Load the library at the node of a key; its replicas receive it from there. Loading it again changes
        nothing."""
        node = await node_of(client, key)
        await node.function_load(self.source, replace=True)
