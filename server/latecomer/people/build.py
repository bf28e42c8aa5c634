"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.people import routes
from latecomer.people.hooks import PeopleHooks
from latecomer.people.service import Persons


async def build(parts: Parts) -> None:
    """Make the service and the hooks of this folder."""
    persons = Persons(parts.pool)
    parts.add(persons, PeopleHooks())
    parts.web[routes.persons_key] = persons


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
