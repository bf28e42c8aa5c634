"""The CSV file of a segment: all rows are read as of one moment, then sent."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web
from yarl import URL

from latecomer.audiences.queries.results import Item, MemberItem
from latecomer.audiences.routes import segments, while_connected
from latecomer.audiences.rules.leaves import PERSON_FIELDS, PROPERTIES, RowScope
from latecomer.audiences.schemas import ResultsFileQuery
from latecomer.audiences.segment import Segment, SegmentId
from latecomer.core import join_link
from latecomer.core.errors import FieldError, Refused
from latecomer.core.join_link import JoinLink
from latecomer.core.timestamps import to_text
from latecomer.http import appkeys
from latecomer.http.auth import Scope as AccessScope
from latecomer.http.auth import require
from latecomer.http.endpoint import Call, endpoint
from latecomer.http.files import send_download
from latecomer.webinars.members.rules.csv_format import file_lines, file_start

_Cell = Callable[[Call, Item], object]


def _of_person(name: str) -> _Cell:
    return lambda _, item: getattr(item.person, name)


def _of_member(cell: Callable[[MemberItem], object]) -> _Cell:
    return lambda _, item: None if item.member is None else cell(item.member)


def _join_url(call: Call, item: Item) -> str | None:
    member = item.member
    if member is None or item.person.email is None:
        return None
    settings = call.app[appkeys.settings]
    token = join_link.issue(settings.link_secret, JoinLink(member.webinar_id, member.id, member.link_serial))
    return str(URL(settings.public_url) / "j" / token)


def _moment(at: int | None) -> str | None:
    return None if at is None else to_text(at)


_PERSON_COLUMNS: Final[Mapping[str, _Cell]] = {
    name: _of_person(name) for name in (*(field for field in PERSON_FIELDS if field != "created_at"),)
} | {"person_created_at": lambda _, item: _moment(item.person.created_at), "person_id": _of_person("id")}
_MEMBER_COLUMNS: Final[Mapping[str, _Cell]] = {
    "status": _of_member(lambda member: member.status),
    "status_reason": _of_member(lambda member: member.status_reason),
    "status_at": _of_member(lambda member: _moment(member.status_at)),
    "visitor": _of_member(lambda member: str(member.visitor).lower()),
    "registered_at": _of_member(lambda member: _moment(member.registered_at)),
    "attended_at": _of_member(lambda member: _moment(member.attended_at)),
    "viewed_at": _of_member(lambda member: _moment(member.viewed_at)),
    "watched_live_s": _of_member(lambda member: member.live_ms / 1000),
    "watched_on_demand_s": _of_member(lambda member: member.on_demand_ms / 1000),
    "engagement": _of_member(lambda member: member.engagement),
    "member_id": _of_member(lambda member: member.id),
    "join_url": _join_url,
}
_CHUNK: Final = 1000


def _columns(call: Call, asked: str | None, segment: Segment) -> list[str]:
    known = dict(_PERSON_COLUMNS)
    if segment.scope is RowScope.MEMBERS:
        known.update(_MEMBER_COLUMNS)
    elif call.caller is not None:
        require(call.caller, AccessScope.PRIVACY)
    if asked is None:
        return [name for name in known if name != "join_url"]
    columns = [name.strip() for name in asked.split(",")]
    for name in columns:
        if name not in known and not name.startswith(PROPERTIES):
            message = f"A column is one of: {', '.join(known)}, properties.KEY."
            raise Refused("unknown_value", message, (FieldError("columns", "unknown_value", message),))
    if "join_url" in columns and call.caller is not None:
        require(call.caller, AccessScope.LINKS)
    return columns


def _cell(call: Call, item: Item, column: str) -> object:
    if column.startswith(PROPERTIES):
        return item.person.properties.get(column.removeprefix(PROPERTIES))
    return (_PERSON_COLUMNS.get(column) or _MEMBER_COLUMNS[column])(call, item)


@endpoint(
    "GET",
    "/segments/{segment}/results.csv",
    tag="Segments",
    scope=AccessScope.READ,
    shows_people=True,
    summary="Export a segment as CSV",
    errors=("unknown_segment", "segment_broken", "too_slow", "missing_scope"),
    produces="text/csv",
)
async def export_results(call: Call, segment: SegmentId, query: ResultsFileQuery) -> web.StreamResponse:
    """Download all rows of a segment as of one moment. Scope people needs `privacy`. `join_url` is there only as a
    chosen column and for callers with `links`. Cells that a spreadsheet would run as formulas begin with an apostrophe.
    """
    with tempfile.TemporaryFile() as file:
        await while_connected(call, _write_file(call, segment, query, file.write))
        return await send_download(call.request, file, "text/csv; charset=utf-8", f"segment-{segment}.csv")


async def _write_file(
    call: Call, segment_id: SegmentId, query: ResultsFileQuery, write: Callable[[bytes], object]
) -> None:
    """Write the file with ``write``, which may block; all rows are read before anything is sent."""
    columns: list[str] = []
    lines: list[tuple[object, ...]] = []
    async for each in call.app[segments].export(segment_id, query.sort, call.now):
        if isinstance(each, Segment):
            columns = _columns(call, query.columns, each)
            await asyncio.to_thread(write, file_start(columns))
            continue
        lines.append(tuple(_cell(call, each, column) for column in columns))
        if len(lines) == _CHUNK:
            await asyncio.to_thread(write, file_lines(lines))
            lines.clear()
    await asyncio.to_thread(write, file_lines(lines))


ENDPOINTS = (export_results,)
