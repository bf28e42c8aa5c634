"""Persons by REST: correct, erase, export."""

from __future__ import annotations

from aiohttp import web

from latecomer.core.ids import PersonId
from latecomer.core.person import Person, contact_details
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint, json_response
from latecomer.http.wire import Time, time_or_none
from latecomer.people.schemas import ChangePerson, PersonBody
from latecomer.privacy.service import Persons

persons_key: web.AppKey[Persons] = web.AppKey("persons")


def person_body(person: Person) -> PersonBody:
    """A person as known now."""
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
    """In every webinar that they are in: a person exists once."""
    return person_body(await call.app[persons_key].correct(person, body))


@endpoint(
    "DELETE",
    "/persons/{person}",
    tag="Persons",
    scope=Scope.PRIVACY,
    summary="Erase a person",
    errors=("unknown_person",),
)
async def erase_person(call: Call, person: PersonId) -> None:
    """Name, email, properties, links and stored bodies go; statuses and what was watched stay, anonymous, so
    that no number changes."""
    await call.app[persons_key].erase(person, call.now)


@endpoint(
    "GET",
    "/persons/{person}/export",
    tag="Persons",
    scope=Scope.PRIVACY,
    summary="Export everything stored about a person",
    errors=("unknown_person",),
    audited=True,
)
async def export_person(call: Call, person: PersonId) -> web.Response:
    """Fields, and for each webinar the status, the facts, what was watched and from which playbacks."""
    exported = await call.app[persons_key].export(person, call.now)
    response = json_response(exported)
    response.headers["Content-Disposition"] = f'attachment; filename="person-{person}.json"'
    return response


ENDPOINTS = (change_person, erase_person, export_person)
