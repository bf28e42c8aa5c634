"""Erase and export a person by REST."""

from __future__ import annotations

from aiohttp import web

from latecomer.core.ids import PersonId
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint, json_response
from latecomer.privacy.erase import Erasure
from latecomer.privacy.export import Export

erasure_key: web.AppKey[Erasure] = web.AppKey("erasure")
export_key: web.AppKey[Export] = web.AppKey("export")


@endpoint(
    "DELETE",
    "/persons/{person}",
    tag="Persons",
    scope=Scope.PRIVACY,
    summary="Erase a person",
    errors=("unknown_person",),
)
async def erase_person(call: Call, person: PersonId) -> None:
    """Erase a person: name, email, properties, links and stored deliveries are removed. Statuses and watched times
    stay, anonymous, so that no number changes."""
    await call.app[erasure_key].erase(person, call.now)


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
    """Export a person: their fields, and for each webinar the status, the facts, the watched times and the
    playbacks."""
    exported = await call.app[export_key].export(person, call.now)
    response = json_response(exported)
    response.headers["Content-Disposition"] = f'attachment; filename="person-{person}.json"'
    return response


ENDPOINTS = (erase_person, export_person)
