"""Persons by REST: correct their data."""

from __future__ import annotations

from aiohttp import web

from latecomer.core.ids import PersonId
from latecomer.core.person import Person, contact_details
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.wire import Time, time_or_none
from latecomer.people.schemas import ChangePerson, PersonBody
from latecomer.people.service import Persons

persons_key: web.AppKey[Persons] = web.AppKey("persons")


def person_body(person: Person) -> PersonBody:
    """Return the body of a person."""
    return PersonBody(
        id=person.id,
        email=person.email,
        **contact_details(person),
        language=person.language,
        properties=dict(person.properties),
        created_at=Time(person.created_at),
        erased_at=time_or_none(person.erased_at),
    )


@endpoint(
    "PATCH",
    "/persons/{person}",
    tag="Persons",
    scope=Scope.WRITE,
    summary="Correct a person",
    errors=(
        "unknown_person",
        "erased",
        "email_taken",
        "invalid_email",
        "field_too_long",
        "invalid_characters",
        "invalid_properties",
        "unknown_language",
    ),
)
async def change_person(call: Call, person: PersonId, body: ChangePerson) -> PersonBody:
    """Correct a person's data. The change shows in every webinar that the person is in."""
    return person_body(await call.app[persons_key].correct(person, body))


ENDPOINTS = (change_person,)
