"""The functions of ``functions/ledger.lua`` on the server: loaded wherever they are missing, and their errors.

The library's name carries its version, so that the old and the new one live side by side while a deployment rolls.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any, TypeAlias

from redis.asyncio import Redis, RedisCluster
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError, ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

Client: TypeAlias = Redis | RedisCluster

_LIBRARY = "latecomer_2"
_PASSING = (
    "OOM",
    "LOADING",
    "BUSY",
    "MISCONF",
    "READONLY",
    "TRYAGAIN",
    "CLUSTERDOWN",
    "MASTERDOWN",
    "NOREPLICAS",
    "UNBLOCKED",
)
"""Errors of a server that will take the same call later."""
_SOURCE = files("latecomer.store.redis").joinpath("functions/ledger.lua").read_text(encoding="utf-8")


class LedgerAway(Exception):
    """Redis does not answer, or cannot write; the call may or may not have been applied and may be made again."""


class LedgerBroken(Exception):
    """The server refused the call itself; making it again would not help."""


class ShardNotReady(Exception):
    """Redis came back empty: the shard must be loaded from Postgres before anything is counted in it."""


class CardMissing(Exception):
    """A webinar's card in the shard is missing, or newer than the webinar that the caller knows."""


@asynccontextmanager
async def redis_errors() -> AsyncIterator[None]:
    try:
        yield
    except (RedisConnectionError, RedisTimeoutError, OSError) as error:
        raise LedgerAway(str(error)) from error
    except ResponseError as error:
        text = str(error)
        if "NOTREADY" in text:
            raise ShardNotReady(text) from error
        if "NOCARD" in text or "STALE" in text:
            raise CardMissing(text) from error
        if text.startswith(_PASSING):
            raise LedgerAway(text) from error
        raise LedgerBroken(text) from error
    except RedisError as error:
        raise LedgerAway(str(error)) from error


async def call_function(client: Client, function: str, names: Sequence[str], *args: Any) -> Any:
    """Call a function of the library, loading the library first where the server does not know it.

    Errors: LedgerAway, ShardNotReady, CardMissing.
    """
    async with redis_errors():
        try:
            return await client.fcall(f"{_LIBRARY}_{function}", len(names), *names, *args)
        except ResponseError as error:
            if "function not found" not in str(error).lower():
                raise
        await load_library(client)
        return await client.fcall(f"{_LIBRARY}_{function}", len(names), *names, *args)


async def load_library(client: Client) -> None:
    """Load the library on every primary. Replacing it by itself changes nothing."""
    if isinstance(client, RedisCluster):
        await client.execute_command("FUNCTION LOAD", "REPLACE", _SOURCE, target_nodes=RedisCluster.PRIMARIES)
    else:
        await client.function_load(_SOURCE, replace=True)
