"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.tasks import until_done
from latecomer.webinars import retraction_routes, routes
from latecomer.webinars.cancel import Cancelling
from latecomer.webinars.finish import Finishing
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members import csv_routes
from latecomer.webinars.members import routes as member_routes
from latecomer.webinars.members.registration import Registering
from latecomer.webinars.members.routes import registering_key, timeline_key
from latecomer.webinars.members.settlement import Settling
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.retraction import Retracting
from latecomer.webinars.retraction_routes import retracting_key
from latecomer.webinars.routes import finishing_key, webinars_key
from latecomer.webinars.service import Webinars

_SETTLED_AT_ONCE = 500


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    hooks = WebinarHooks()
    settling = Settling(parts.pool, hooks.settled, hooks.changing)
    registering = Registering(parts.pool, settling, hooks.asks_provider, hooks.may_promote, hooks.telling)
    finishing = Finishing(parts.pool, settling, hooks.finishing, hooks.changed)
    webinars = Webinars(parts.pool, settling, hooks.changed, hooks.deleted, registering.promote, hooks.moving)
    cancelling = Cancelling(parts.pool, hooks.cancelling, hooks.changed)
    retracting = Retracting(
        parts.pool, settling, registering, hooks.finishing, hooks.changed, hooks.watched, hooks.reopening
    )
    parts.add(cancelling, retracting)
    parts.web[retracting_key] = retracting
    parts.web[routes.cancelling] = cancelling
    timeline = Timeline(parts.pool)
    parts.add(hooks, settling, registering, finishing, webinars, timeline)
    parts.web[webinars_key] = webinars
    parts.web[registering_key] = registering
    parts.web[finishing_key] = finishing
    parts.web[timeline_key] = timeline
    parts.web[member_routes.watched_key] = hooks.watched

    async def settle() -> int:
        return len(await settling.settle_due(_SETTLED_AT_ONCE, parts.clock()))

    parts.repeat("settle", lambda: until_done(settle), every_s=1)
    parts.repeat("finish", lambda: finishing.finish_due(parts.clock()), every_s=1)
    parts.repeat("retract", lambda: until_done(lambda: retracting.proceed_open(parts.clock())), every_s=1)
    parts.repeat("promote", lambda: registering.promote_due(parts.clock()), every_s=5)


CAPABILITY = Capability(
    build=build,
    endpoints=(
        *routes.ENDPOINTS,
        *member_routes.ENDPOINTS,
        *csv_routes.ENDPOINTS,
        *retraction_routes.ENDPOINTS,
    ),
)
