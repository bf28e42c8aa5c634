"""The export of a webinar's members as a CSV file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from aiohttp import web
from msgspec import UNSET

from latecomer.core.ids import WebinarId
from latecomer.core.timestamps import to_text
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.webinars.members.routes import member_bodies, timeline_key
from latecomer.webinars.members.rules.csv_format import file_lines, file_start
from latecomer.webinars.members.rules.csv_import_columns import (
    FIELDS,
    property_heading,
)
from latecomer.webinars.members.schemas import (
    MemberBody,
    MemberFilterQuery,
)
from latecomer.webinars.members.timeline import MemberFilter

_PAGE: Final = 200
_MOST_PROPERTIES: Final = 200
"""Columns of properties in an export; the most frequent ones."""
_COLUMNS: Final = (
    *FIELDS,
    "watched_live_s",
    "watched_on_demand_s",
    "covered_s",
    "engagement",
    "joined_at",
    "first_watched_at",
    "last_watched_at",
    "join_url",
)


@endpoint(
    "GET",
    "/webinars/{webinar}/members.csv",
    tag="Members",
    scope=Scope.READ,
    shows_people=True,
    summary="Export members as CSV",
    errors=("unknown_webinar",),
    produces="text/csv",
    audited=True,
)
async def export_members(call: Call, webinar: WebinarId, query: MemberFilterQuery) -> web.StreamResponse:
    """Download the member list as CSV, with the same filters. Cells that a spreadsheet would run as formulas begin with
    an apostrophe, which an import removes again. Callers with the scope `links` also get the join links."""
    which = MemberFilter(
        statuses=query.status,
        engagement=query.engagement,
        registering=query.registering,
        email=query.email,
        q=query.q,
    )
    timeline = call.app[timeline_key]
    names = await timeline.property_names(webinar, _MOST_PROPERTIES)
    with_links = call.caller is None or call.caller.may(Scope.LINKS)
    columns = len(_COLUMNS) if with_links else len(_COLUMNS) - 1
    page = await timeline.members(webinar, which, _PAGE, None)
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="members-{webinar}.csv"',
            "Cache-Control": "no-store",
        }
    )
    await response.prepare(call.request)
    headings = [property_heading(name, is_json=is_json) for name, is_json in names.items()]
    await response.write(file_start((*_COLUMNS[:columns], *headings)))
    while True:
        bodies = await member_bodies(call, webinar, page.items)
        await response.write(
            file_lines((*_cells(each)[:columns], *_properties(each, names)) for each in bodies)
        )
        if page.next_cursor is None:
            break
        page = await timeline.members(webinar, which, _PAGE, page.next_cursor)
    await response.write_eof()
    return response


def _properties(member: MemberBody, names: Mapping[str, bool]) -> Iterator[object]:
    for name, is_json in names.items():
        value = member.properties.get(name, UNSET)
        if value is UNSET:
            yield None
        else:
            yield msgspec.json.encode(value).decode() if is_json else value


def _cells(member: MemberBody) -> tuple[object, ...]:
    return (
        *(getattr(member, field) for field in FIELDS),
        member.watched_s.live,
        member.watched_s.on_demand,
        member.covered_s,
        member.engagement,
        *(
            None if time is None else to_text(time.at)
            for time in (member.joined_at, member.first_watched_at, member.last_watched_at)
        ),
        member.join_url,
    )


ENDPOINTS = (export_members,)
