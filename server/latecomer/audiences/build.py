"""Services and endpoints of this folder, built once in each process."""

from __future__ import annotations

from aiohttp import web

from latecomer.audiences import csv_routes, report_routes, routes
from latecomer.audiences.hooks import AudienceHooks
from latecomer.audiences.kept_segments import KeptSegments
from latecomer.audiences.queries import segments as rows
from latecomer.audiences.reader import REPORTS_AT_ONCE, Reader
from latecomer.audiences.reports import Reports
from latecomer.audiences.service import Segments
from latecomer.capability import Capability, Parts
from latecomer.people.hooks import PeopleHooks, PersonalData, Subject
from latecomer.postgres.pool import Conn
from latecomer.tasks import until_done
from latecomer.webinars.members.engagement import EngagementLevels


async def build(parts: Parts) -> None:
    """Make the services of this folder."""
    reader = Reader(parts.settings.database_url)
    hooks = AudienceHooks()
    segments = Segments(parts.pool, reader, hooks, parts.clock)
    kept = KeptSegments(parts.pool, hooks, parts.clock)
    parts.add(segments, hooks, kept)
    parts.repeat("judge_audience_changes", lambda: until_done(kept.judge), every_s=2)
    parts.repeat("sweep_kept_segments", kept.sweep, every_s=20)
    parts.web[routes.segments] = segments
    report_reader = Reader(parts.settings.database_url, REPORTS_AT_ONCE)  # a long report delays no question
    parts.web[report_routes.reports] = Reports(report_reader, parts.get(EngagementLevels))

    async def erase(conn: Conn, subject: Subject) -> None:
        await rows.forget_person(conn, subject.person.id, subject.person.email or "")

    parts.get(PeopleHooks).personal_data.append(PersonalData(name="segments", erase=erase))

    async def close(_: web.Application) -> None:
        await reader.close()
        await report_reader.close()

    parts.web.on_cleanup.append(close)


CAPABILITY = Capability(
    build=build, endpoints=(*routes.ENDPOINTS, *csv_routes.ENDPOINTS, *report_routes.ENDPOINTS)
)
