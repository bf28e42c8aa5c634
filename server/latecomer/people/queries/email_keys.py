"""Email keys of an older version of the program are computed again, after the rules for the key have changed.

Two persons may then have the same key. They are not merged: the oldest person gets the key, and the others' keys get `
#` and their id, which no address can contain.

Source: docs/domain.md, Words (person)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import asyncpg
import structlog

from latecomer.core.email_address import email_key
from latecomer.core.ids import PersonId
from latecomer.core.person import Person
from latecomer.people.queries import persons
from latecomer.postgres.pool import Conn

_log = structlog.get_logger()

_AT_ONCE = 5_000

_OLD = f"""
SELECT id, created_at, email, email_key, first_name, last_name FROM persons
 WHERE key_version < {persons.KEY_VERSION} AND email IS NOT NULL
 ORDER BY created_at, id LIMIT {_AT_ONCE} FOR UPDATE
"""
_ERASED = f"UPDATE persons SET key_version = {persons.KEY_VERSION} WHERE key_version < $1 AND email IS NULL"
_KEEP = f"""
UPDATE persons p SET key_version = {persons.KEY_VERSION}, search_key = new.search_key
  FROM unnest($1::uuid[], $2::text[]) AS new (id, search_key) WHERE p.id = new.id
"""
_HOLDER = "SELECT id, created_at FROM persons WHERE email_key = $1 AND id <> $2 FOR UPDATE"
_WRITE = "UPDATE persons SET email_key = $2 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class SharedAddress:
    """Two persons with the same address; emails now find the one called ``older``."""

    older: PersonId
    younger: PersonId


async def renew(conn: Conn) -> list[SharedAddress]:
    """Compute the key of every person with an older key version. Returns: the pairs that share an address."""
    shared: list[SharedAddress] = []
    await conn.execute(_ERASED, persons.KEY_VERSION)
    while True:
        async with conn.transaction():
            rows = await conn.fetch(_OLD)
            for row in rows:
                key = email_key(row["email"])
                if key != row["email_key"]:
                    shared += await _give(conn, row, key)
            await conn.execute(_KEEP, [row["id"] for row in rows], _searched(rows))
        if len(rows) < _AT_ONCE:
            return shared


def _searched(rows: Sequence[asyncpg.Record]) -> list[str]:
    return [
        persons.searched(
            Person(
                id=PersonId(row["id"]),
                email=row["email"],
                first_name=row["first_name"],
                last_name=row["last_name"],
            )
        )
        for row in rows
    ]


async def _give(conn: Conn, row: asyncpg.Record, key: str) -> list[SharedAddress]:
    holder = await conn.fetchrow(_HOLDER, key, row["id"])
    if holder is None:
        await conn.execute(_WRITE, row["id"], key)
        return []
    older, younger = sorted((holder, row), key=lambda each: (each["created_at"], each["id"]))
    await conn.execute(_WRITE, younger["id"], _set_apart(key, younger["id"]))
    await conn.execute(_WRITE, older["id"], key)
    return [SharedAddress(PersonId(older["id"]), PersonId(younger["id"]))]


def _set_apart(key: str, person: UUID) -> str:
    return f"{key} #{person}"


async def bring_up_to_date(conn: Conn) -> None:
    """Compute old keys again, and log the persons who turn out to share an address."""
    for pair in await renew(conn):
        _log.warning("address_shared", older=str(pair.older), younger=str(pair.younger))
