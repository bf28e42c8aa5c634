"""Connections to PostgreSQL whose rows contain whole milliseconds and Python objects.

Every connection gets two codecs: ``timestamptz`` is an ``Instant`` (int, ms since the Unix epoch), ``jsonb`` is a
Python object. Callers must refuse text that PostgreSQL cannot hold (NUL, lone surrogates).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg
import msgspec

from latecomer.postgres import pooler
from latecomer.postgres.wrong_server import Reconnector

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    from latecomer.core.ids import Instant

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Conn: TypeAlias = "asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]"

_EPOCH_2000_US = 946_684_800_000_000
"""PostgreSQL counts microseconds from 2000-01-01T00:00:00Z."""


def _timestamp_of(at: Instant) -> tuple[int]:
    return (at * 1000 - _EPOCH_2000_US,)


def _instant_of(timestamp: tuple[int]) -> Instant:
    return (timestamp[0] + _EPOCH_2000_US) // 1000


def _jsonb_of(value: object) -> bytes:
    return b"\x01" + msgspec.json.encode(value)


def _object_of(jsonb: bytes) -> object:
    return msgspec.json.decode(memoryview(jsonb)[1:])


async def set_codecs(conn: asyncpg.Connection[asyncpg.Record]) -> None:
    """Set the two codecs of a connection."""
    await conn.set_type_codec(
        "timestamptz", schema="pg_catalog", encoder=_timestamp_of, decoder=_instant_of, format="tuple"
    )
    await conn.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=_jsonb_of, decoder=_object_of, format="binary"
    )


OUTAGES: tuple[type[Exception], ...] = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it starts up, or is being shut down
    asyncpg.InsufficientResourcesError,
    asyncpg.ObjectNotInPrerequisiteStateError,  # the database is closed for a while
    asyncpg.ReadOnlySQLTransactionError,  # it is a replica now: its connections are made again
    asyncpg.InvalidAuthorizationSpecificationError,  # the password was changed
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection says that was lost in the wrong moment
)
"""The errors of an unreachable server, besides OSError: the same call may succeed later."""
FAILURES: tuple[type[Exception], ...] = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""All errors of a call, for any reason."""
NOT_STORABLE: tuple[type[Exception], ...] = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.ProgramLimitExceededError,
)
"""The errors about a row itself: another try would fail in the same way."""
NOT_TEXT: tuple[type[Exception], ...] = (
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.UntranslatableCharacterError,
)
"""The errors about a text that no column can hold: it contains NUL."""
READ_ONLY = asyncpg.TargetServerAttributeNotMatched
"""No server takes writes."""
CANCELLED = asyncpg.QueryCanceledError
"""A statement that was given up: its time was over."""


async def connect(url: str) -> asyncpg.Connection[asyncpg.Record]:
    """Open one connection with codecs; the caller closes it.

    Raises: OSError, asyncpg.PostgresError when the server cannot be reached or refuses.
    """
    conn: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(url, **await _options(url))
    await set_codecs(conn)
    return conn


async def goes_through_pooler(url: str) -> bool:
    """Return whether a transaction pooler stands between this process and the server.

    A pooler refuses or ignores the settings with which a session begins. Raises: OSError, asyncpg.PostgresError when
    the server cannot be reached or refuses.
    """
    try:
        conn = await asyncpg.connect(url, server_settings=_SETTINGS)
    except asyncpg.ProtocolViolationError as error:
        if pooler.refuses_settings(error):
            return True
        raise
    try:
        # Without arguments nothing is prepared, which works through every pooler.
        await conn.execute(_CHECK)
    except asyncpg.RaiseError:
        return True
    finally:
        await conn.close()
    return False


async def _options(url: str) -> dict[str, Any]:
    if await goes_through_pooler(url):
        return {"connection_class": pooler.PooledConnection, "statement_cache_size": 0}
    return {"server_settings": _SETTINGS}


async def open_pool(url: str, *, min_size: int = 1, max_size: int = 10) -> Pool:
    """Open a pool of connections with codecs; the caller closes it.

    A statement is cancelled after 60 s, and a connection that is idle inside a transaction after 30 s, so that no
    forgotten lock blocks others. Raises: OSError, asyncpg.PostgresError when the server cannot be reached or refuses.
    """
    reconnecting = Reconnector()

    async def prepare(conn: asyncpg.Connection[asyncpg.Record]) -> None:
        reconnecting.watch(conn)
        await set_codecs(conn)

    create_pool: Any = asyncpg.create_pool  # its overloads do not know options that are kept in a dict
    pool: Pool = await create_pool(
        url,
        min_size=min_size,
        max_size=max_size,
        init=prepare,
        connect=reconnecting.connect,
        command_timeout=60,
        target_session_attrs="read-write",
        **await _options(url),
    )
    reconnecting.pool = pool
    return pool


async def close_pool(pool: Pool) -> None:
    """Close a pool; connections that do not close within 2 s are terminated."""
    try:
        async with asyncio.timeout(2):
            await pool.close()
    except FAILURES:
        pool.terminate()


_SETTINGS = {
    "application_name": "latecomer",
    "idle_in_transaction_session_timeout": "30s",
    "jit": "off",  # short queries: compiling them costs more than it saves
}

_CHECK = """
DO $$ BEGIN
  IF current_setting('idle_in_transaction_session_timeout') <> '30s' THEN RAISE 'settings are ignored'; END IF;
END $$"""
