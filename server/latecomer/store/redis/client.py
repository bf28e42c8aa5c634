"""Connections to Redis or Valkey."""

from __future__ import annotations

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ResponseError

from latecomer.store.redis.library import Client

_MOST_CONNECTIONS = 32
_WAIT_S = 5.0
_ANSWER_WITHIN_S = 5.0


def open_client(url: str, *, again: bool = True) -> Client:
    """A client whose calls wait for a free connection instead of failing when all are in use; nothing connects yet.

    Args: ``again``: make a call whose connection was lost once more, as every call of the ledger may be. Who subscribes
    must not: it would be subscribed again without a word, whatever was said meanwhile.
    """
    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=_MOST_CONNECTIONS,
        timeout=_WAIT_S,
        socket_timeout=_ANSWER_WITHIN_S,
        socket_connect_timeout=_ANSWER_WITHIN_S,
        health_check_interval=30,
        retry=Retry(ExponentialWithJitterBackoff(base=0.02, cap=0.2), 1 if again else 0),
    )
    return Redis(connection_pool=pool)


async def read_durability(client: Client) -> dict[str, str]:
    """The settings that decide what an ack is worth; empty where Redis does not tell (hosted ones may not)."""
    try:
        found = await client.config_get("append*", "no-appendfsync-on-rewrite")  # comes as text
    except ResponseError:
        return {}
    return {str(name): str(value) for name, value in found.items()}
