"""The check at the start that the engines can be reached and are new enough."""

import asyncio
import re
from urllib.parse import urlsplit

import structlog

from latecomer.core.errors import Exit, StartupError
from latecomer.people.queries import email_keys
from latecomer.postgres.migrate import MigrationError, migrate, pending
from latecomer.postgres.pool import connect
from latecomer.redis.addresses import each_host
from latecomer.redis.client import (
    OtherShards,
    agree_on_shards,
    open_client,
    read_durability,
    stops_as_one,
)
from latecomer.redis.cluster import nodes_of
from latecomer.redis.durability import Durability, durability

_log = structlog.get_logger()

_WITHIN_S = 10.0
_POSTGRES = 14
_REDIS = (7, 0)


async def reach_database(url: str) -> None:
    """Connect to PostgreSQL once.

    Raises: StartupError: it cannot be reached, refuses the connection, or is older than 14.
    """
    try:
        conn = await connect(url)
        try:
            version = int(await conn.fetchval("SELECT current_setting('server_version_num')::int"))
        finally:
            await conn.close(timeout=_WITHIN_S)
    except Exception as problem:  # whatever the driver raises, the setting is what to look at
        raise StartupError(
            Exit.DATABASE_UNREACHABLE,
            f"LATECOMER_DATABASE_URL: no PostgreSQL at {_place(url)} ({_words(problem)})",
        ) from problem
    if version < _POSTGRES * 10_000:
        raise StartupError(
            Exit.DATABASE_UNREACHABLE,
            f"LATECOMER_DATABASE_URL: PostgreSQL {version // 10_000} is too old, {_POSTGRES} is needed",
        )


async def reach_redis(url: str, *, shards: int | None = None, may_be_volatile: bool = False) -> None:
    """Ask Redis or Valkey for its version, and for the durability of an ack; of a cluster, every node.

    Args:
        shards: the number of shards of the ledger; None: as stored.
        may_be_volatile: start although nothing is kept on disk.

    Raises: StartupError: it cannot be reached, refuses the connection, is older than Redis 7, keeps nothing on disk, or
    its data is divided into another number of shards.
    """
    try:
        async with asyncio.timeout(_WITHIN_S):
            client = await open_client(url)
            try:
                versions = [
                    str((await node.info("server"))["redis_version"]) for node in await nodes_of(client)
                ]
                ack = durability(await read_durability(client))
                await agree_on_shards(client, shards)
                as_one = await stops_as_one(client)
            finally:
                await client.aclose()
    except OtherShards as problem:
        raise StartupError(
            Exit.BAD_SETTING,
            f"LATECOMER_LEDGER_SHARDS is {shards}, but {problem}; it is fixed for an installation: "
            "leave the setting out, or see docs/operating.md, A cluster",
        ) from problem
    except Exception as problem:  # whatever the driver raises, the setting is what to look at
        raise StartupError(
            Exit.REDIS_UNREACHABLE,
            f"LATECOMER_REDIS_URL: no Redis or Valkey at {_place(url)} ({_words(problem)})",
        ) from problem
    for version in versions:
        # Valkey calls itself Redis 7.2 here, for clients that ask.
        if tuple(int(part) for part in version.split(".")[:2]) < _REDIS:
            raise StartupError(
                Exit.REDIS_UNREACHABLE,
                f"LATECOMER_REDIS_URL: Redis {version} is too old; Redis 7 or Valkey 8 is needed",
            )
    if ack is Durability.VOLATILE and not may_be_volatile:
        raise StartupError(
            Exit.REDIS_VOLATILE,
            "LATECOMER_REDIS_URL: that Redis keeps nothing on disk, so an ack would promise what a restart breaks; "
            "set appendonly yes and appendfsync always there, or LATECOMER_ALLOW_VOLATILE_REDIS=true",
        )
    if as_one:
        _log.warning("cluster_stops_as_one", setting="cluster-require-full-coverage", wanted="no")
    (_log.info if ack is Durability.FLUSHED else _log.warning)(
        "redis_reached", ack=ack.value, nodes=len(versions)
    )


async def bring_up_to_date(url: str) -> list[str]:
    """Apply the migrations that the database lacks. Returns: their names.

    Raises:
        StartupError: the database cannot be reached, is newer than this program, or refuses a migration.
    """
    await reach_database(url)
    try:
        return await migrate(url, [email_keys.bring_up_to_date])
    except MigrationError as problem:
        raise StartupError(Exit.MIGRATION_FAILED, f"the database cannot be migrated: {problem}") from problem
    except Exception as problem:  # a missing privilege, a full disk: its words say which
        raise StartupError(
            Exit.MIGRATION_FAILED, f"a migration failed and left nothing behind: {_words(problem)}"
        ) from problem


async def check_schema(url: str) -> None:
    """Refuse to work on a schema that this version does not know.

    Raises:
        StartupError: the database cannot be reached or lacks migrations.
    """
    await reach_database(url)
    conn = await connect(url)
    try:
        missing = await pending(conn)
    finally:
        await conn.close()
    if missing:
        raise StartupError(
            Exit.MIGRATION_FAILED, f"the database lacks {', '.join(missing)}: run `latecomer migrate` first"
        )


def _place(url: str) -> str:
    """Return the address in a URL, without user and password."""
    try:
        parts = [urlsplit(one) for one in each_host(url)]
    except ValueError:
        return "an address that is no URL"
    hosts = ",".join(each.netloc.rpartition("@")[2] for each in parts)
    return f"{hosts}{parts[0].path}" or "an address without host"


def _words(problem: BaseException) -> str:
    """Return the driver's message on one line, without the password that some messages repeat."""
    text = " ".join(str(problem).split()) or type(problem).__name__
    return re.sub(r"(://[^/\s:@]*):[^/\s@]+@", r"\1@", text)
