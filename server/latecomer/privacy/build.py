"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.integrations.inbox.receiver import Receiver
from latecomer.people.hooks import PeopleHooks
from latecomer.privacy import routes
from latecomer.privacy.service import Persons
from latecomer.webinars.members.settlement import Settlement


async def build(parts: Parts) -> None:
    """Make the service of this folder."""
    personal_data = parts.get(PeopleHooks).personal_data
    persons = Persons(parts.pool, parts.get(Settlement), parts.get(Receiver).move, personal_data)
    parts.add(persons)
    parts.web[routes.persons_key] = persons


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
