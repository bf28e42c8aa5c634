"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.integrations.inbox.receiver import Receiver
from latecomer.people.hooks import PeopleHooks
from latecomer.privacy import routes
from latecomer.privacy.erase import Erasure
from latecomer.privacy.export import Export
from latecomer.tasks import until_done
from latecomer.webinars.members.settlement import Settlement


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    personal_data = parts.get(PeopleHooks).personal_data
    erasure = Erasure(parts.pool, parts.get(Settlement), parts.get(Receiver).move, personal_data)
    export = Export(parts.pool, personal_data)
    parts.add(erasure, export)
    parts.web[routes.erasure_key] = erasure
    parts.web[routes.export_key] = export
    parts.repeat("erase", lambda: until_done(lambda: erasure.erase_due(parts.clock())), every_s=1)


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
