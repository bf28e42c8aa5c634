"""Persons: look one up, and correct its data. Source: docs/domain.md, Words"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from msgspec import UnsetType

from latecomer.core.errors import FieldError, Refused
from latecomer.core.ids import PersonId
from latecomer.core.person import CONTACT_FIELDS, Person
from latecomer.people.queries import persons
from latecomer.people.rules import email_of, language_of, properties_of, text_of
from latecomer.people.schemas import ChangePerson
from latecomer.postgres.pool import Conn, Pool


class Persons:
    """The people of this installation."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def get(self, person_id: PersonId) -> Person:
        """Return a person. Raises: Refused unknown_person."""
        async with self._pool.acquire() as conn:
            return await load(conn, person_id)

    async def correct(self, person_id: PersonId, changes: ChangePerson) -> Person:
        """Correct a person's data.

        Raises: Refused unknown_person, erased, email_taken, missing_email, invalid_email,
            field_too_long, invalid_characters, invalid_properties, unknown_language.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            person = await load(conn, person_id, lock=True)
            if person.erased_at is not None:
                raise Refused("erased", "This person was erased.")
            person = _merge(person, changes)
            try:
                await persons.update(conn, person)
            except persons.EmailTaken as error:
                message = "Another person has this email."
                problem = FieldError("/email", "email_taken", message)
                raise Refused("email_taken", message, (problem,)) from error
        return person


async def load(conn: Conn, person_id: PersonId, *, lock: bool = False) -> Person:
    """Return a person. Args: ``lock``: lock it until the end of the transaction. Raises: Refused unknown_person."""
    person = await persons.load(conn, person_id, lock=lock)
    if person is None:
        raise Refused("unknown_person", "There is no such person.")
    return person


def _merge(person: Person, changes: ChangePerson) -> Person:
    if not isinstance(changes.email, UnsetType):
        person = replace(person, email=email_of(changes.email))
    if not isinstance(changes.properties, UnsetType):
        person = replace(person, properties=properties_of(changes.properties))
    if not isinstance(changes.language, UnsetType):
        person = replace(person, language=language_of(changes.language))
    texts: dict[str, Any] = {
        name: text_of(name, change)
        for name in CONTACT_FIELDS
        if not isinstance(change := getattr(changes, name), UnsetType)
    }
    return replace(person, **texts)
