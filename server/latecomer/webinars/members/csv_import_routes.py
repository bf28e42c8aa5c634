"""The import of members from a CSV file."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from latecomer.core.email_address import email_key
from latecomer.core.errors import Refused
from latecomer.core.facts import Source
from latecomer.core.ids import Instant, WebinarId
from latecomer.core.intervals import Intervals, union
from latecomer.core.webinar import Webinar
from latecomer.http.auth import Scope
from latecomer.http.endpoint import Call, endpoint
from latecomer.webinars.members.registration import NewMemberRow, RowOutcome, RowResult
from latecomer.webinars.members.routes import registration_key
from latecomer.webinars.members.rules.csv_attendance import stay
from latecomer.webinars.members.rules.csv_format import CsvFile, CsvRow, read_file
from latecomer.webinars.members.rules.csv_import_columns import (
    MEANINGS,
)
from latecomer.webinars.members.rules.new_member import understand
from latecomer.webinars.members.schemas import (
    ImportColumnBody,
    ImportedBody,
    ImportedMembersBody,
    ImportQuery,
)

_CHUNK: Final = 1000
_LINES_SHOWN: Final = 100
"""Lines that a preview names because they are skipped, or not understood in full."""


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
    """Import members from a CSV file of up to 5 MB and 20,000 rows, as spreadsheets and platforms write it: UTF-8,
    UTF-16 or Windows-1252; comma, semicolon, tab or bar; a preamble before the header line. Headings are matched
    loosely (`First Name`, `E-Mail-Adresse`, `Adresse e-mail`, …); `Attended` with yes makes people Attended; unknown
    columns become properties. Each row is judged on its own; a cell about attendance that cannot be read makes nobody
    Attended, and its row says `attendance_not_read`. With `preview=true` nothing is stored: send the file
    again, with `mapping` for columns that were understood wrongly."""
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
            ImportedBody(
                line=row.line,
                email=result.email,
                outcome=result.outcome,
                code=result.code or row.note or UNSET,
            )
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
        raise Refused("invalid_mapping", f"a mapping must be a JSON object with headings and any of: {known}")
    return mapping


def _stays(rows: Sequence[CsvRow], webinar: Webinar) -> dict[str, Intervals]:
    """Return the stays that a file states, by email key: platforms write one row for each stay of a person."""
    found: dict[str, Intervals] = {}
    for row in rows:
        if not row.attendance:
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
    lines: list[ImportedBody] = []
    for row, each in zip(file.rows, registrations, strict=True):
        code = row.note
        outcome = RowOutcome.CREATED
        try:
            understand(each, now)
        except Refused as refusal:
            outcomes[refusal.code] += 1
            code, outcome = refusal.code, RowOutcome.SKIPPED
        else:
            outcomes["accepted"] += 1
        if code is not None and len(lines) < _LINES_SHOWN:
            lines.append(ImportedBody(line=row.line, email=each.email or "", outcome=outcome, code=code))
    return ImportedMembersBody(
        results=tuple(lines) or UNSET,
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
    """Return the rows for the service, which receives one chunk at a time; repetitions within the file are found here,
    and whoever one of the rows says was there was there."""
    seen: set[str] = set()
    attended = {
        email_key(row.fields.get("email", "")) for row in rows if row.fields.get("status") == "attended"
    }
    registrations = []
    for row in rows:
        fields = dict(row.fields)
        key = email_key(fields.get("email", ""))
        # Platforms write a row for each stay, and lists of who registered before lists of who came.
        if key in attended and fields.get("status") != "not_in_program":
            fields["status"] = "attended"
        refused = "duplicate" if key in seen else None
        if key and not refused:
            seen.add(key)
        registrations.append(NewMemberRow(**fields, properties=row.properties, refused=refused))
    return registrations


ENDPOINTS = (import_members,)
