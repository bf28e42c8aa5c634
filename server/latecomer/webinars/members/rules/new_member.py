"""A row of a request to add members, before and after its check. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.ids import Instant, PersonId
from latecomer.core.person import CONTACT_FIELDS, ContactDetails, Person
from latecomer.core.status import Status
from latecomer.people.rules import email_of, language_of, properties_of, text_of

NOBODY = PersonId(UUID(int=0))
"""The id of a person whom the store has not been asked about yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMemberRow(ContactDetails):
    """A row of a request to add members, unchecked but for its types.

    ``status`` None asks for Registered. ``refused`` is the code of a row that could not even be read (a wrong type, an
    unknown field): it is skipped with this code.
    """

    email: str | None = None
    language: str | None = None
    properties: Mapping[str, object] = field(default_factory=dict)
    status: str | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class NewMember:
    """A valid row: the person, and the wished status."""

    person: Person
    status: Status
    at: Instant | None = None
    """The time of the request, if it was not now."""
    may_wait: bool = True
    """Without a seat the member waits for one."""

    @property
    def key(self) -> str:
        """Return the email key that finds the person."""
        return email_key(self.person.email or "")


def understand(row: NewMemberRow, now: Instant) -> NewMember:
    """Check a row. Raises: Refused with the code that the row is skipped with."""
    if row.refused is not None:
        raise Refused(row.refused, "The row cannot be read.")
    texts: dict[str, Any] = {name: text_of(name, getattr(row, name)) for name in CONTACT_FIELDS}
    person = Person(
        id=NOBODY,
        email=email_of(row.email),
        properties=properties_of(row.properties),
        created_at=now,
        language=language_of(row.language),
        **texts,
    )
    try:
        status = Status(row.status or Status.REGISTERED)
    except ValueError as error:
        raise Refused("unknown_status", f"There is no status {row.status!r}.") from error
    return NewMember(person, status)
