"""Bodies about persons, and the contact details that they share.

Source: docs/protocol.md, Members and Persons.
"""

from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, UnsetType

from latecomer.core.ids import PersonId
from latecomer.http.wire import PERSONAL, Json, Request, Response, Time

# A bad value in one row must cost the other rows nothing, so these bounds are told in the schema and judged
# per row by webinars/members/registration.py, not by the decoder.
RowText: TypeAlias = Annotated[str, Meta(extra_json_schema={"maxLength": 500})]
RowEmail: TypeAlias = Annotated[
    str, Meta(extra_json_schema={"maxLength": 254, "format": "email"}, examples=["ada@example.com"])
]
Properties: TypeAlias = Annotated[
    dict[str, Json], Meta(description="All other answers of the registration, as a JSON object.")
]
Personal: TypeAlias = Annotated[str | None, PERSONAL]


class ContactRow(Request, frozen=True, kw_only=True):
    """Contact details of a person to add."""

    first_name: RowText | None = None
    last_name: RowText | None = None
    phone: RowText | None = None
    company: RowText | None = None
    job_title: RowText | None = None
    industry: RowText | None = None
    street_address: RowText | None = None
    city: RowText | None = None
    state: RowText | None = None
    postal_code: RowText | None = None
    country: RowText | None = None


class ContactChange(Request, frozen=True, kw_only=True):
    """Contact details to correct; a field left out stays, null clears it."""

    first_name: RowText | UnsetType | None = UNSET
    last_name: RowText | UnsetType | None = UNSET
    phone: RowText | UnsetType | None = UNSET
    company: RowText | UnsetType | None = UNSET
    job_title: RowText | UnsetType | None = UNSET
    industry: RowText | UnsetType | None = UNSET
    street_address: RowText | UnsetType | None = UNSET
    city: RowText | UnsetType | None = UNSET
    state: RowText | UnsetType | None = UNSET
    postal_code: RowText | UnsetType | None = UNSET
    country: RowText | UnsetType | None = UNSET


class ContactBody(Response, frozen=True, kw_only=True):
    """The contact details of a person."""

    first_name: Personal
    last_name: Personal
    phone: Personal
    company: Personal
    job_title: Personal
    industry: Personal
    street_address: Personal
    city: Personal
    state: Personal
    postal_code: Personal
    country: Personal


class ChangePerson(ContactChange, frozen=True, kw_only=True):
    """Corrections to a person; a field left out stays, null clears it (an email cannot be cleared)."""

    email: RowEmail | UnsetType = UNSET
    language: RowText | UnsetType | None = UNSET
    properties: Properties | UnsetType = UNSET


class PersonBody(ContactBody, frozen=True, kw_only=True):
    """A person; all fields but the id and the times are null once the person was erased."""

    id: PersonId
    email: Personal
    language: Personal
    properties: Annotated[dict[str, Json], PERSONAL]
    created_at: Time
    erased_at: Time | None
