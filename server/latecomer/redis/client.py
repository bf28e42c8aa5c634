"""Connections to Redis or Valkey: a single server, or a cluster, which is detected automatically."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import RedisError, ResponseError

from latecomer.redis.addresses import Address, address_of, each_host, with_address
from latecomer.redis.cluster import Client, Cluster, call_each, nodes_of
from latecomer.redis.functions import ready_key
from latecomer.redis.wrong_server import Reconnector

_MOST_CONNECTIONS = 32
_WAIT_S = 5.0
_ANSWER_WITHIN_S = 5.0
_CLUSTER_SHARDS = 64


class OtherShards(Exception):
    """Raised when the data is spread over a different number of shards than configured."""


def open_server(url: str, *, again: bool = True, reconnecting: Reconnector | None = None) -> Redis:
    """Return a client of one server. Calls wait for a free connection instead of failing when all are in use; nothing
    connects yet.

    Args: ``again``: repeat a call whose connection was lost, which every call of the ledger allows. A subscriber must
    not use it: it would be subscribed again silently, and miss the messages in between. ``reconnecting``: drops the
    connections when the server says that it is the wrong one.
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
    if reconnecting is not None:
        reconnecting.watch(pool)
    return Redis(connection_pool=pool)


async def open_client(url: str, *, again: bool = True, reconnecting: Reconnector | None = None) -> Client:
    """Return a client for the server, or for the cluster that it belongs to.

    Args: ``url``: it may have several hosts, separated by commas; the first that answers decides. ``again``,
    ``reconnecting``: as for ``open_server``. Errors: those of redis-py, of the last host, when none answers.
    """
    urls = each_host(url)
    problem: Exception = ValueError("no host")
    for one in urls:
        server = open_server(one, again=again, reconnecting=reconnecting)
        try:
            cluster = (await server.info("cluster")).get("cluster_enabled") == 1
        except (RedisError, OSError) as error:
            problem = error
            await server.aclose()
            continue
        if not cluster:
            return server
        await server.aclose()
        client = Cluster(partial(_open_node, one, again, reconnecting), map(address_of, urls))
        try:
            await client.refresh()
        except BaseException:
            await client.aclose()
            raise
        return client
    raise problem


def _open_node(
    url: str,
    again: bool,  # noqa: FBT001 - for partial
    reconnecting: Reconnector | None,
    address: Address,
) -> Redis:
    return open_server(with_address(url, address), again=again, reconnecting=reconnecting)


async def agree_on_shards(client: Client, wanted: int | None) -> int:
    """Return the number of shards: as stored, else as configured, else 1 on a single server and 64 on a cluster.

    Errors: OtherShards when the stored number differs from the configured one; those of redis-py when no server
    answers.
    """
    calls = [("GET", ready_key(client, shard)) for shard in range(max(wanted or 0, _CLUSTER_SHARDS))]
    answers = await call_each(client, calls)
    if all(isinstance(answer, Exception) for answer in answers):
        raise answers[0]
    stored = {int(answer) for answer in answers if isinstance(answer, bytes)}
    if stored - {wanted or min(stored, default=0)}:
        told = ", ".join(str(each) for each in sorted(stored))
        raise OtherShards(f"what is stored there is spread over {told} shards")
    if stored:
        return stored.pop()
    return wanted or (_CLUSTER_SHARDS if isinstance(client, Cluster) else 1)


async def read_durability(client: Client) -> Sequence[dict[str, str]]:
    """Return the settings of each server that decide the durability of an ack; empty when unknown (hosted servers may
    hide them).
    """
    names = ("append*", "no-appendfsync-on-rewrite")
    return [await _read(node, *names) for node in await nodes_of(client)]


async def _read(node: Redis, *names: str) -> dict[str, str]:
    try:
        found = await node.config_get(*names)  # comes as text
    except ResponseError:
        return {}
    return {str(name): str(value) for name, value in found.items()}


async def stops_as_one(client: Client) -> bool:
    """Return True when one dead primary stops the whole cluster, according to its nodes."""
    if not isinstance(client, Cluster):
        return False
    name = "cluster-require-full-coverage"
    return any(
        found.get(name) == "yes" for found in [await _read(node, name) for node in await nodes_of(client)]
    )
