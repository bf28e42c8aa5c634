"""Persons, their contact details, and the data about a member that the ledger holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Final

from latecomer.core.ids import Instant, MemberId, PersonId, WebinarId
from latecomer.core.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDetails:
    """The contact details of a person besides the email, named as on the wire, in CSV columns and in the database."""

    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    company: str | None = None
    job_title: str | None = None
    industry: str | None = None
    street_address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


CONTACT_FIELDS: Final = tuple(each.name for each in fields(ContactDetails))
"""The names of all contact details, in the order in which they are shown."""


def contact_details(of: ContactDetails) -> dict[str, str | None]:
    """Return a person's contact details by name, for another record of the same details."""
    return {name: getattr(of, name) for name in CONTACT_FIELDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(ContactDetails):
    """A person with an email, stored once for all their webinars.

    Of an erased person only the id is left: ``email`` and every other detail are None, ``properties`` is empty.
    """

    id: PersonId
    email: str | None
    """The email as written, trimmed; compared by :func:`~latecomer.core.email_address.email_key`."""
    language: str | None = None
    """The tag of the language in which they are addressed: ``fr``, ``nl-BE``."""
    properties: Mapping[str, object] = field(default_factory=dict)
    """Further data of the registration, as JSON values."""
    created_at: Instant = 0
    erased_at: Instant | None = None

    @property
    def name(self) -> str:
        """Return the name to show: first and last name, else the email, else nothing (erased)."""
        return " ".join(filter(None, (self.first_name, self.last_name))) or self.email or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerMember:
    """The data about a member that the ledger needs to count without asking Postgres; the newest version wins."""

    member: MemberId
    webinar: WebinarId
    version: int
    status: Status
    link_serial: int
    visitor: bool
