"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from latecomer.campaigns import queries as rows
from latecomer.campaigns import routes
from latecomer.campaigns.service import Campaigns
from latecomer.campaigns.worker import CampaignWorker
from latecomer.capability import Capability, Parts
from latecomer.people.hooks import PeopleHooks, PersonalData, Subject
from latecomer.postgres.pool import Conn
from latecomer.tasks import until_done
from latecomer.webinars.members.registration import Registration


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    campaigns = Campaigns(parts.pool)
    campaign_worker = CampaignWorker(parts.pool, parts.get(Registration), parts.clock)
    parts.add(campaigns, campaign_worker)
    parts.web[routes.campaigns] = campaigns
    parts.repeat("take_causes", lambda: until_done(campaign_worker.take), every_s=1)
    parts.repeat("campaign_steps", lambda: until_done(campaign_worker.step), every_s=1)
    parts.repeat("sweep_causes", campaign_worker.sweep, every_s=3600)

    async def erase(conn: Conn, subject: Subject) -> None:
        await rows.forget_person(conn, subject.person.id, subject.now)

    parts.get(PeopleHooks).personal_data.append(PersonalData(name="campaign_runs", erase=erase))


CAPABILITY = Capability(build=build, endpoints=routes.ENDPOINTS)
