"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.audiences.hooks import AudienceHooks
from latecomer.campaigns import queries as rows
from latecomer.campaigns import routes
from latecomer.campaigns.scheduler import Scheduler
from latecomer.campaigns.service import Campaigns
from latecomer.campaigns.templates import CampaignTemplates
from latecomer.campaigns.worker import CampaignWorker
from latecomer.capability import Capability, Parts
from latecomer.core.ids import Instant
from latecomer.core.webinar import Webinar
from latecomer.mail.mails import Mails
from latecomer.people.hooks import PeopleHooks, PersonalData, Subject
from latecomer.postgres.pool import Conn
from latecomer.tasks import until_done
from latecomer.webinars.hooks import WebinarHooks
from latecomer.webinars.members.registration import Registration


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    campaigns = Campaigns(parts.pool, parts.get(AudienceHooks), parts.get(Mails))
    scheduler = Scheduler(parts.pool, parts.clock)
    campaigning = CampaignWorker(parts.pool, parts.get(Registration), parts.clock)
    parts.add(campaigns, campaigning, scheduler)
    parts.web[routes.campaigns] = campaigns
    parts.web[routes.templates] = CampaignTemplates(parts.pool, parts.get(Mails))
    parts.repeat("take_causes", lambda: until_done(campaigning.take), every_s=1)
    parts.repeat("campaign_steps", lambda: until_done(campaigning.step), every_s=1)
    parts.repeat("campaign_clock", scheduler.look, every_s=5)
    parts.repeat("sweep_causes", campaigning.sweep, every_s=3600)

    async def erase(conn: Conn, subject: Subject) -> None:
        await rows.forget_person(conn, subject.person.id, subject.now)

    async def moved(conn: Conn, _: Webinar, now_is: Webinar, now: Instant) -> None:
        await rows.webinar_moved(conn, now_is.id, now)

    parts.get(WebinarHooks).moving.subscribe(moved)
    parts.get(PeopleHooks).personal_data.append(PersonalData(name="campaign_runs", erase=erase))


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
