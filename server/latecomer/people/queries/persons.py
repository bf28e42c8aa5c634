"""Persons as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

import asyncpg

from latecomer.core.email_address import email_key, search_key
from latecomer.core.ids import Instant, PersonId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.postgres.pool import Conn

_TEXTS = (*CONTACT_FIELDS, "language")
"""Every text column that is written as it is."""

COLUMNS = ", ".join(
    f"p.{name} AS person_{name}" for name in ("id", "email", *_TEXTS, "properties", "created_at", "erased_at")
)
"""The columns that ``of_row`` reads, from a query in which the table is named ``p``."""


KEY_VERSION = 2
"""Version of the function that makes ``email_key``: rows of older versions get their keys anew (email_keys.py)."""


def searched(person: Person) -> str:
    """Return the text that a search for people is compared with: the name and email, in NFC and lower case."""
    names = " ".join(filter(None, (person.first_name, person.last_name)))
    return search_key(f"{names}\n{person.email or ''}")


class EmailTaken(Exception):
    """Raised when another person has this email."""


def of_row(row: asyncpg.Record) -> Person:
    """Return the person in a row that selected COLUMNS."""
    return Person(
        id=PersonId(row["person_id"]),
        email=row["person_email"],
        **{name: row[f"person_{name}"] for name in CONTACT_FIELDS},
        language=row["person_language"],
        properties=row["person_properties"],
        created_at=row["person_created_at"],
        erased_at=row["person_erased_at"],
    )


_INSERT = f"""
INSERT INTO persons (id, email, email_key, {", ".join(_TEXTS)}, properties, created_at, search_key, key_version)
SELECT id, email, email_key, {", ".join(_TEXTS)}, properties, created_at, search_key, {KEY_VERSION}
  FROM unnest($1::uuid[], $2::text[], $3::text[], {", ".join(f"${n}::text[]" for n in range(4, 16))},
              $16::jsonb[], $17::timestamptz[], $18::text[])
       AS new (id, email, email_key, {", ".join(_TEXTS)}, properties, created_at, search_key)
 ORDER BY email_key  -- two calls with the same emails wait for each other instead of deadlocking
    ON CONFLICT (email_key) WHERE email_key IS NOT NULL DO NOTHING
"""

# Locked against being erased or given another email meanwhile; others may make them members of other webinars.
_BY_KEY = "SELECT email_key, id FROM persons WHERE email_key = ANY ($1::text[]) ORDER BY email_key FOR SHARE"


async def ensure(conn: Conn, persons: Sequence[Person]) -> Mapping[str, PersonId]:
    """Create the persons with unknown emails; existing ones are not changed.

    Args: persons, each with an email; their ids are ignored. Returns: the ids of all persons, by email key.
    """
    keys = [email_key(person.email or "") for person in persons]
    known = {row["email_key"]: PersonId(row["id"]) for row in await conn.fetch(_BY_KEY, keys)}
    new = {key: person for key, person in zip(keys, persons, strict=True) if key not in known}
    if not new:
        return known
    people = list(new.values())
    await conn.execute(
        _INSERT,
        [uuid4() for _ in people],
        [person.email for person in people],
        list(new),
        *([getattr(person, name) for person in people] for name in _TEXTS),
        [dict(person.properties) for person in people],
        [person.created_at for person in people],
        [searched(person) for person in people],
    )
    await remember_keys(conn, people)
    return {row["email_key"]: PersonId(row["id"]) for row in await conn.fetch(_BY_KEY, keys)}


async def remember_keys(conn: Conn, persons: Sequence[Person]) -> None:
    """Add the keys of these persons' properties to the keys that filters offer; values are not stored."""
    keys = sorted({key for person in persons for key in person.properties})
    if keys:
        await conn.execute(
            """INSERT INTO property_keys (key, first_at) SELECT key, now() FROM unnest($1::text[]) AS key
               ON CONFLICT (key) DO NOTHING""",
            keys,
        )


async def load(conn: Conn, person_id: PersonId, *, lock: bool = False) -> Person | None:
    """Return one person, None when unknown; with ``lock`` it stays locked until the end of the transaction."""
    row = await conn.fetchrow(
        f"SELECT {COLUMNS} FROM persons p WHERE p.id = $1" + (" FOR NO KEY UPDATE" if lock else ""),
        person_id,
    )
    return None if row is None else of_row(row)


_UPDATE = f"""
UPDATE persons SET email = $2, properties = $4, erased_at = $5, search_key = $6, key_version = {KEY_VERSION},
       -- An unchanged email keeps its key: it may be one that an older person owns (email_keys.py).
       email_key = CASE WHEN email = $2 AND key_version = {KEY_VERSION} THEN email_key ELSE $3 END,
       {", ".join(f"{name} = ${n}" for n, name in enumerate(_TEXTS, 7))}
 WHERE id = $1
"""


async def update(conn: Conn, person: Person) -> None:
    """Write all fields of a person. Raises: EmailTaken, which ends the transaction."""
    await remember_keys(conn, [person])
    try:
        await _update(conn, person)
    except asyncpg.UniqueViolationError as error:
        raise EmailTaken from error


async def _update(conn: Conn, person: Person) -> None:
    await conn.execute(
        _UPDATE,
        person.id,
        person.email,
        None if person.email is None else email_key(person.email),
        dict(person.properties),
        person.erased_at,
        None if person.email is None else searched(person),
        *(getattr(person, name) for name in _TEXTS),
    )


def erased(person: Person, now: Instant) -> Person:
    """Return the person without any data but the id."""
    return replace(Person(id=person.id, email=None), created_at=person.created_at, erased_at=now)


def with_properties(person: Person, properties: Mapping[str, object]) -> Person:
    """Return the person with other properties."""
    return replace(person, properties=properties)
