"""Members as CSV files: the import and the export of a webinar's members."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
from aiohttp import web
from msgspec import UNSET

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.intervals import Intervals, union
from latecomer.core.timestamps import to_text
from latecomer.core.webinar import Webinar
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.webinars.members.registration import NewMemberRow, RowOutcome, RowResult
from latecomer.webinars.members.routes import member_bodies, registration_key, timeline_key
from latecomer.webinars.members.rules.csv_attendance import stay
from latecomer.webinars.members.rules.csv_columns import (
    FIELDS,
    MEANINGS,
    property_heading,
)
from latecomer.webinars.members.rules.csv_format import CsvFile, CsvRow, file_lines, file_start, read_file
from latecomer.webinars.members.rules.new_member import understand
from latecomer.webinars.members.schemas import (
    ImportColumnBody,
    ImportedBody,
    ImportedMembersBody,
    ImportQuery,
    MemberBody,
    MemberFilterQuery,
)
from latecomer.webinars.members.timeline import MemberFilter

_CHUNK: Final = 1000
_PAGE: Final = 200
_MOST_PROPERTIES: Final = 200
"""Columns of properties in an export; the most frequent ones."""
_COLUMNS: Final = (
    *FIELDS,
    "watched_live_s",
    "watched_on_demand_s",
    "covered_s",
    "joined_at",
    "first_watched_at",
    "last_watched_at",
    "join_url",
)


@endpoint(
    "POST",
    "/webinars/{webinar}/members/import",
    tag="Members",
    scope=Scope.WRITE,
    summary="Import members from CSV",
    errors=(
        "unknown_webinar",
        "malformed_csv",
        "empty_csv",
        "missing_email_column",
        "invalid_mapping",
        "too_many_rows",
    ),
    audited=True,
)
async def import_members(
    call: Call, webinar: WebinarId, query: ImportQuery, body: bytes
) -> ImportedMembersBody:
    """Up to 5 MB and 20,000 rows, as spreadsheets and platforms write them: UTF-8, UTF-16 or Windows-1252; comma,
    semicolon, tab or bar; a preamble before the header line. Headings are matched loosely (`First Name`,
    `E-Mail-Adresse`, `Adresse e-mail`, …); `Attended` with yes makes people Attended; columns that are not known become
    properties. Each row is judged on its own. With `preview=true` nothing is kept: send the file again, with `mapping`
    where a column was understood wrongly."""
    file = await asyncio.to_thread(read_file, body, _mapping(query.mapping), guesses=query.preview)
    registrations = _registrations(file.rows)
    event = await call.app[registration_key].webinar(webinar)
    if query.preview:
        return _preview(file, registrations, call.now, event.timezone)
    stays = await asyncio.to_thread(_stays, file.rows, event)
    rows = file.rows
    registering = call.app[registration_key]
    caller = "" if call.caller is None else call.caller.name
    import_id = await registering.begin_import(webinar, caller, call.now)
    results: list[RowResult] = []
    for start in range(0, len(rows), _CHUNK):
        chunk = registrations[start : start + _CHUNK]
        added = await registering.add_members(webinar, chunk, call.now, Source.IMPORT, import_id=import_id)
        there = {
            result.member.id: stays[key]
            for result in added
            if result.member is not None and (key := email_key(result.email or "")) in stays
        }
        if there:
            await registering.add_stays(import_id, there)
        results += added
    outcomes = Counter(result.outcome for result in results)
    await registering.count_import(
        import_id,
        created=outcomes[RowOutcome.CREATED],
        updated=outcomes[RowOutcome.UPDATED],
        skipped=outcomes[RowOutcome.SKIPPED],
    )
    return ImportedMembersBody(
        import_id=import_id,
        results=tuple(
            ImportedBody(line=row.line, email=result.email, outcome=result.outcome, code=result.code or UNSET)
            for row, result in zip(rows, results, strict=True)
        ),
        created=outcomes[RowOutcome.CREATED],
        updated=outcomes[RowOutcome.UPDATED],
        skipped=outcomes[RowOutcome.SKIPPED],
    )


def _mapping(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        mapping = msgspec.json.decode(text, type=dict[str, str])
    except (msgspec.DecodeError, UnicodeDecodeError):
        mapping = {"": ""}
    if not all(meaning in MEANINGS for meaning in mapping.values()):
        known = ", ".join(MEANINGS)
        raise Refused("invalid_mapping", f"a mapping is a JSON object of headings and any of: {known}")
    return mapping


def _stays(rows: Sequence[CsvRow], webinar: Webinar) -> dict[str, Intervals]:
    """Return the stays that a file states, by the key of the address: platforms write a row for each time that somebody
    came."""
    found: dict[str, Intervals] = {}
    for row in rows:
        if not row.attendance or row.refused is not None:
            continue
        stated = stay(webinar, **row.attendance)
        key = email_key(row.fields.get("email", ""))
        if stated and key:
            found[key] = union(found.get(key, ()), stated)
    return found


def _preview(
    file: CsvFile, registrations: Sequence[NewMemberRow], now: Instant, times_in: str
) -> ImportedMembersBody:
    outcomes: Counter[str] = Counter()
    for each in registrations:
        try:
            understand(each, now)
        except Refused as refusal:
            outcomes[refusal.code] += 1
        else:
            outcomes["accepted"] += 1
    return ImportedMembersBody(
        encoding=file.encoding,
        separator=file.separator,
        header_line=file.header_line,
        times_in=times_in,
        columns=tuple(
            ImportColumnBody(heading=each.heading, meaning=each.meaning, sample=sample)
            for each, sample in zip(file.columns, file.samples, strict=True)
        ),
        outcomes=dict(outcomes),
    )


def _registrations(rows: Sequence[CsvRow]) -> list[NewMemberRow]:
    """Return the registrations for the service, which sees one chunk at a time; repeats in the file are found here."""
    seen: set[str] = set()
    registrations = []
    for row in rows:
        key = email_key(row.fields.get("email", ""))
        refused = row.refused or ("duplicate" if key in seen else None)
        if key and not refused:
            seen.add(key)
        registrations.append(NewMemberRow(**row.fields, properties=row.properties, refused=refused))
    return registrations


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
    """The member list as a file, with the same filters. Cells that a spreadsheet would run as formulas begin
    with an apostrophe, which the import takes away again. Join links are in it for callers with the scope `links`."""
    which = MemberFilter(statuses=query.status, registering=query.registering, email=query.email, q=query.q)
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
        *(
            None if time is None else to_text(time.at)
            for time in (member.joined_at, member.first_watched_at, member.last_watched_at)
        ),
        member.join_url,
    )


ENDPOINTS = (import_members, export_members)
