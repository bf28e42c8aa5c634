"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.capability import Capability, Parts
from latecomer.tasks import until_done
from latecomer.webinars import retraction_routes, routes
from latecomer.webinars.cancel import Canceller
from latecomer.webinars.copies import Copies
from latecomer.webinars.finish import Finisher
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members import csv_export_routes, csv_import_routes, person_routes
from latecomer.webinars.members import routes as member_routes
from latecomer.webinars.members.engagement import EngagementLevels
from latecomer.webinars.members.memberships import Memberships
from latecomer.webinars.members.registration import Registration
from latecomer.webinars.members.routes import registration_key, timeline_key
from latecomer.webinars.members.seat_plans import SeatPlans
from latecomer.webinars.members.settlement import Settlement
from latecomer.webinars.members.timeline import Timeline
from latecomer.webinars.members.waitlist import Waitlist
from latecomer.webinars.parallel import ParallelEvents
from latecomer.webinars.retraction import Retractions
from latecomer.webinars.retraction_routes import retractions_key
from latecomer.webinars.routes import add_library_recordings, finisher_key, webinars_key
from latecomer.webinars.service import Webinars

_SETTLED_AT_ONCE = 500


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    hooks = WebinarHooks()
    settlement = Settlement(parts.pool, hooks.settled, hooks.changing)
    seat_plans = SeatPlans(settlement, hooks.asks_provider)
    waitlist = Waitlist(parts.pool, settlement, seat_plans, hooks.may_promote, hooks.offer_seats)
    registration = Registration(parts.pool, settlement, seat_plans, waitlist, hooks.telling)
    finisher = Finisher(parts.pool, settlement, hooks.finishing, hooks.changed, hooks.aired)
    parallel = ParallelEvents(parts.settings.max_parallel_events)
    retractions = Retractions(
        parts.pool,
        settlement,
        waitlist,
        hooks.finishing,
        hooks.changed,
        hooks.watched,
        hooks.reopening,
        hooks.aired,
    )
    webinars = Webinars(
        parts.pool,
        settlement,
        hooks.changed,
        hooks.deleted,
        waitlist.promote,
        hooks.moving,
        parallel,
        hooks.recording_length,
        hooks.deleting,
        retractions,
        hooks.told_elsewhere,
    )
    copies = Copies(parts.pool, hooks.copied, hooks.changed, parallel)
    parts.web[routes.copies] = copies
    canceller = Canceller(parts.pool, hooks.cancelling, hooks.changed, parallel)
    parts.add(canceller, retractions, parallel)
    parts.web[retractions_key] = retractions
    parts.web[routes.canceller] = canceller
    timeline = Timeline(parts.pool)
    levels = EngagementLevels(parts.pool, hooks.interactions)
    parts.web[member_routes.levels_key] = levels
    parts.add(levels, hooks, settlement, registration, waitlist, finisher, webinars, timeline)
    parts.web[webinars_key] = webinars
    add_library_recordings(parts.web)
    parts.web[registration_key] = registration
    parts.web[finisher_key] = finisher
    parts.web[timeline_key] = timeline
    parts.web[person_routes.memberships_key] = Memberships(parts.pool)
    parts.web[member_routes.watched_key] = hooks.watched

    async def settle() -> int:
        return len(await settlement.settle_due(_SETTLED_AT_ONCE, parts.clock()))

    parts.repeat("settle", lambda: until_done(settle), every_s=1)
    parts.repeat("finish", lambda: finisher.finish_due(parts.clock()), every_s=1)
    parts.repeat("finish_held", lambda: finisher.finish_held(parts.clock()), every_s=5)
    parts.repeat("settle_started", lambda: finisher.settle_started(parts.clock()), every_s=5)
    parts.repeat("retract", lambda: until_done(lambda: retractions.proceed_open(parts.clock())), every_s=1)
    parts.repeat("promote", lambda: waitlist.promote_due(parts.clock()), every_s=5)


CAPABILITY = Capability(
    build=build,
    endpoints=(
        *routes.ENDPOINTS,
        *member_routes.ENDPOINTS,
        *person_routes.ENDPOINTS,
        *csv_import_routes.ENDPOINTS,
        *csv_export_routes.ENDPOINTS,
        *retraction_routes.ENDPOINTS,
    ),
)
